"""Images in texts in; variants in the site, and their addresses in the texts, out.

Variants are made when a page or feed that shows them is written, so an image of a draft is never published
(A3). The file that an author saved is not published itself: it may contain a place.
"""

from __future__ import annotations

import logging
import re
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import msgpack
from pelican import signals

from frontdesk.build.file_cache import FileCache
from frontdesk.build.images.resize import MADE_BY, UnreadableImage, draw_variants, image_info
from frontdesk.build.images.variants import (
    RECIPE,
    ImageInfo,
    Variant,
    file_name,
    plan_variants,
)
from frontdesk.content.content_paths import IMAGE_EXTENSIONS
from frontdesk.content.link_check import resolve_path
from frontdesk.content.model import Document
from frontdesk.content.render_cache import cache_for
from frontdesk.core.hashing import digest
from frontdesk.core.site_writer import write_bytes
from frontdesk.formats.metadata_removal.file_types import (
    HEAD_BYTES,
    RefusedFileError,
    detect_file_type,
)
from frontdesk.formats.metadata_removal.strip_metadata import versions
from frontdesk.site.responsive_images import Find, WebImage

from . import static_files
from .site_reuse import page_reuse

_log = logging.getLogger(__name__)
_MARK = re.compile(r"[{|](?:static|attach)[}|]")


def register() -> None:
    signals.generator_init.connect(_add_processor)
    signals.static_generator_finalized.connect(_drop_originals)
    signals.finalized.connect(_prune)
    static_files.register()


def cache_of(settings: Any) -> FileCache:
    return FileCache(Path(settings["CACHE_PATH"], "images"), settings["BUILD_TIME"])


def _add_processor(generator: Any) -> None:
    generator.context.setdefault("studio", ImageProcessor(generator.settings))


def _drop_originals(generator: Any) -> None:
    """Images are published under their own names only from content/extra/, which is there for that."""
    as_it_is = generator.settings["EXTRA_PATH_METADATA"]
    generator.staticfiles = generator.context["staticfiles"] = [
        file
        for file in generator.staticfiles
        if file.relative_source_path in as_it_is
        or not file.relative_source_path.lower().endswith(IMAGE_EXTENSIONS)
    ]


def _prune(pelican: Any) -> None:
    cache_of(pelican.settings).prune()


class ImageProcessor:
    """Makes the variants of each image once in a build."""

    def __init__(self, settings: Any) -> None:
        self._content = Path(settings["PATH"])
        self._output = settings["OUTPUT_PATH"]
        self._settings = settings
        self._cache = cache_of(settings)
        self._made: dict[str, WebImage | None] = {}

    def image_at(self, address: str, source: str) -> WebImage | None:
        """The image for an address in a text; None where there is none, which the check reports.

        Args:
            source: path of the text, below the content folder.
        """
        path = _path(address, source)
        if path is None or not (self._content / path).is_file():
            return None
        if path not in self._made:
            try:
                self._made[path] = self._make(path)
            except UnreadableImage as error:
                _log.error("content/%s: this %s", path, error)
                self._made[path] = None
        return self._made[path]

    def finder(self, source: str) -> Find:
        """`image_at` for the addresses in one text."""
        return partial(self.image_at, source=source)

    def thumbnail(self, document: Document | None) -> WebImage | None:
        """The first image of a text, for a page that links to it."""
        if document is None:
            return None
        return next(filter(None, map(self.finder(document.path), document.pictures)), None)

    def _make(self, path: str) -> WebImage:
        data = (self._content / path).read_bytes()
        name = digest(RECIPE, data)
        info = self._info(name, data)
        planned = plan_variants(info)
        if planned is None:
            as_it_is = file_name(path, name)
            if not self._take_over(as_it_is, name):
                self._write(as_it_is, name, self._clean_copy(data))
            return WebImage(as_it_is, info.width, info.height)
        variants = {file_name(path, name, one): one for one in (*planned.webp, planned.fallback)}
        keys = {file: digest(name, MADE_BY, _key(one)) for file, one in variants.items()}
        missing = [file for file, key in keys.items() if not self._take_over(file, key)]
        self._cache.use(keys.values())
        if missing:
            self._clean_copy(data)
        drawings = self._cache.get_or_make(
            [(keys[file], variants[file]) for file in missing],
            lambda wanted: draw_variants(data, wanted, planned.kind),
        )
        for file, drawn in zip(missing, drawings, strict=True):
            self._write(file, keys[file], drawn)
        *webp, fallback = ((file, one.width) for file, one in variants.items())
        largest = planned.webp[-1]
        return WebImage(fallback[0], largest.width, largest.height, tuple(webp))

    def _info(self, name: str, data: bytes) -> ImageInfo:
        """What the header of an image says; kept, because Pillow takes long to begin."""

        def read(_: str) -> bytes:
            is_svg = detect_file_type(data[:HEAD_BYTES]) == "svg"
            return msgpack.encode(image_info(data, is_svg=is_svg))

        made = cache_for(self._settings).get_or_make("pictures", f"{MADE_BY} {name}", read)
        return msgpack.decode(made, type=ImageInfo)

    def _clean_copy(self, data: bytes) -> bytes:
        """
        Raises:
            UnreadableImage: nothing of the file may be published.
        """
        try:
            return static_files.clean_copy(data, self._settings)
        except RefusedFileError as refused:
            raise UnreadableImage(f"{refused}") from None

    def _take_over(self, file: str, key: str) -> bool:
        """Whether the last build wrote this file; then it is in the new site.

        Args:
            key: tells all that it is made from.
        """
        reuse = page_reuse(self._settings)
        inputs = _inputs(key)
        return bool(reuse and reuse.take_over_file(Path(self._output), file, inputs))

    def _write(self, file: str, key: str, data: bytes) -> None:
        write_bytes(self._output, file, data)
        if reuse := page_reuse(self._settings):
            reuse.note_file(Path(self._output), file, _inputs(key), data)


def _inputs(key: str) -> bytes:
    """Of a file of an author: other libraries may refuse it, or clean it otherwise."""
    return digest(key, MADE_BY, versions()).encode()


def _key(variant: Variant) -> str:
    """For the name in the cache: in the form of version 0.1.0, so that what it drew stays valid."""
    return f"Copy(width={variant.width}, height={variant.height}, kind={variant.format!r})"


def _path(address: str, source: str) -> str | None:
    """The path below the content folder that an address means; None where it cannot be an image."""
    try:
        parts = urlsplit(_MARK.sub("", unescape(address), count=1))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.lower().endswith(IMAGE_EXTENSIONS):
        return None
    path = resolve_path(unquote(parts.path), source)
    return None if path.startswith("..") or PurePosixPath(path).is_absolute() else path
