"""The Pelican side of pictures: puts copies into the site and their addresses into the texts.

A picture is made when a page or feed that shows it is written, so that one of a draft exists nowhere
(A3). What an author saved is not published itself, for it may say where a camera stood.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from pelican import signals

from frontdesk.build.images.cache import Cache, digest
from frontdesk.build.images.img_tags import Shown, pictures_in, with_pictures
from frontdesk.build.images.resize import MADE_BY, Broken, draw, facts_of
from frontdesk.build.images.variants import RECIPE, file_name, plan
from frontdesk.content.content_paths import IMAGE_EXTENSIONS
from frontdesk.content.links import resolve_path
from frontdesk.core.output import write_bytes
from frontdesk.formats.media.file_types import HEAD, Refused, kind_of

from . import static_files

_log = logging.getLogger(__name__)
_MARK = re.compile(r"[{|](?:static|attach)[}|]")


def register() -> None:
    signals.generator_init.connect(_open_the_studio)
    signals.content_object_init.connect(_see_to_pictures)
    signals.static_generator_finalized.connect(_keep_what_authors_saved)
    signals.finalized.connect(_prune)
    static_files.register()


def cache_of(settings: Any) -> Cache:
    return Cache(Path(settings["CACHE_PATH"], "images"), settings["BUILD_TIME"])


def _open_the_studio(generator: Any) -> None:
    generator.context.setdefault("studio", Studio(generator.settings))


def _see_to_pictures(content: Any) -> None:
    pelicans: Callable[[str, str], str] = content._update_content
    source = content.relative_source_path

    def update(text: str, site: str) -> str:
        studio: Studio = content._context["studio"]
        made = with_pictures(text, site, lambda address: studio.shown(address, source))
        return pelicans(made, site)

    if getattr(content, "_content", None):
        content._update_content = update


def _keep_what_authors_saved(generator: Any) -> None:
    """Only what content/extra/ has is published under its own name, for that is what the folder is for."""
    as_it_is = generator.settings["EXTRA_PATH_METADATA"]
    generator.staticfiles = generator.context["staticfiles"] = [
        file
        for file in generator.staticfiles
        if file.relative_source_path in as_it_is
        or not file.relative_source_path.lower().endswith(IMAGE_EXTENSIONS)
    ]


def _prune(pelican: Any) -> None:
    cache_of(pelican.settings).prune()


class Studio:
    """Makes each picture of a build once."""

    def __init__(self, settings: Any) -> None:
        self._content = Path(settings["PATH"])
        self._output = settings["OUTPUT_PATH"]
        self._settings = settings
        self._cache = cache_of(settings)
        self._made: dict[str, Shown | None] = {}

    def shown(self, address: str, source: str) -> Shown | None:
        """What stands for an address in the text of a source. None where it leads to no picture in the
        content folder; the check has told so."""
        path = _path(address, source)
        if path is None or not (self._content / path).is_file():
            return None
        if path not in self._made:
            try:
                self._made[path] = self._make(path)
            except Broken as broken:
                _log.error("content/%s: this %s", path, broken)
                self._made[path] = None
        return self._made[path]

    def thumbnail(self, text: Any) -> Shown | None:
        """The first picture of a text, for a page that leads to it."""
        shown = (self.shown(one, text.relative_source_path) for one in pictures_in(text._content))
        return next(filter(None, shown), None)

    def _make(self, path: str) -> Shown:
        data = (self._content / path).read_bytes()
        name = digest(RECIPE, data)
        try:
            made = static_files.clean_copy(data, self._settings)
            facts = facts_of(data, is_svg=kind_of(data[:HEAD]) == "svg")
        except Refused as refused:
            raise Broken(f"{refused}") from None
        planned = plan(facts)
        if planned is None:
            as_it_is = file_name(path, name)
            write_bytes(self._output, as_it_is, made)
            return Shown(as_it_is, facts.width, facts.height)
        copies = [*planned.webp, planned.fallback]
        drawings = self._cache.drawn(
            [(digest(name, MADE_BY, f"{copy}"), copy) for copy in copies],
            lambda missing: draw(data, missing, planned.look),
        )
        files = [file_name(path, name, copy) for copy in copies]
        for file, drawn in zip(files, drawings, strict=True):
            write_bytes(self._output, file, drawn)
        *webp, fallback = zip(files, (copy.width for copy in copies), strict=True)
        largest = planned.webp[-1]
        return Shown(fallback[0], largest.width, largest.height, tuple(webp))


def _path(address: str, source: str) -> str | None:
    """The path below the content folder that an address in a text means, if it can be one of a picture."""
    try:
        parts = urlsplit(_MARK.sub("", unescape(address), count=1))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.lower().endswith(IMAGE_EXTENSIONS):
        return None
    path = resolve_path(unquote(parts.path), source)
    return None if path.startswith("..") or PurePosixPath(path).is_absolute() else path
