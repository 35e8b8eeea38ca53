"""The settings of a build in; the pages and files of the last build, which it may keep, out."""

from __future__ import annotations

import locale
import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from frontdesk.build.file_cache import FileCache
from frontdesk.build.manifest import MARK
from frontdesk.build.page_records import PageReuse
from frontdesk.build.site_files import file_names
from frontdesk.content.render_cache import fingerprint
from frontdesk.core.settings import settings_from
from frontdesk.core.site_writer import write_bytes

from .i18n import catalog_file
from .settings import has_other_plugins

PAGE_REUSE = "PAGE_REUSE"
"""The setting that holds the pages of the last build."""
_CODE = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
_LIBRARIES = ("pelican", "jinja2", "markupsafe", "babel")


def page_reuse(settings: Any) -> PageReuse | None:
    """The pages of the last build; None where there is no site that could have some, or where plugins of
    others may change what a page shows in ways that nothing tells."""
    if PAGE_REUSE not in settings:
        settings[PAGE_REUSE] = _page_reuse(settings)
    found: PageReuse | None = settings[PAGE_REUSE]
    return found


def _page_reuse(settings: Any) -> PageReuse | None:
    site = settings.get("SITE_FOLDER")
    if not site or has_other_plugins(settings) or any(settings[one] for one in _CODE):
        return None
    rules = msgspec.structs.replace(settings_from(settings), output_path="", siteurl="")
    words = settings["WORDS"]
    catalog = catalog_file(settings["THEME"], words.language)
    said = catalog.read_bytes() if catalog.is_file() else b""
    umask = os.umask(0)
    os.umask(umask)
    jinja = {k: v for k, v in settings["JINJA_ENVIRONMENT"].items() if k != "bytecode_cache"}
    dates = (locale.setlocale(locale.LC_ALL), settings["DATE_FORMATS"])
    said_by = (words.language, words.locale, said)
    parts = (rules, umask, sorted(jinja.items()), dates, said_by, *map(version, _LIBRARIES))
    file = Path(settings["CACHE_PATH"], f"pages-{sha256(site.encode()).hexdigest()[:16]}.msgpack")
    compiled = settings["JINJA_ENVIRONMENT"].get("bytecode_cache")
    inputs = compiled and FileCache(Path(compiled.directory, "inputs"), settings["BUILD_TIME"])
    made_by = fingerprint(repr(parts))
    return PageReuse(file, Path(site), MARK, made_by, inputs, lambda: words.missing)


def new_site(settings: Any) -> Path:
    """The folder of the new site; one value, for each page asks for it."""
    return _path(settings["OUTPUT_PATH"])


_path = cache(Path)


def files_of_new_site(settings: Any) -> list[str]:
    """The paths of all files of the new site, also those that stay as they are in the last one."""
    reuse, output = page_reuse(settings), new_site(settings)
    return file_names(output, reuse.kept(output) if reuse else ())


def new_file(settings: Any, name: str) -> Path | None:
    """Where a file of the new site lies, perhaps in the last one; None where there is none."""
    reuse, path = page_reuse(settings), new_site(settings) / name
    if path.is_file():
        return path
    return reuse.kept_file(name) if reuse else None


def new_file_digest(settings: Any, name: str) -> bytes:
    """The SHA-256 of a file of the new site.

    Raises:
        OSError: there is none, or it cannot be read.
    """
    reuse, output = page_reuse(settings), new_site(settings)
    known = reuse.known_digest(output, name) if reuse else None
    return known or sha256((new_file(settings, name) or output / name).read_bytes()).digest()


def write_or_keep(
    settings: Any, name: str, inputs: bytes, make: Callable[[], bytes | None]
) -> None:
    """Write a file into the new site, or keep that of the last one where it was made from the same.

    Args:
        name: the path of the file below the root of the site.
        inputs: a digest of what it is made from, beside code and settings.
        make: gives its bytes; None where there is to be no such file.
    """
    output = new_site(settings)
    if reuse := page_reuse(settings):
        reuse.write_or_keep(output, name, inputs, make)
    elif (data := make()) is not None:
        write_bytes(str(output), name, data)
