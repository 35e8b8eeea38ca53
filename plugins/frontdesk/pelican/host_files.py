"""The written pages in; the files that are made from all of them out: sitemap, `_headers`, `_redirects`
and compressed copies.

Lines that the author wrote into `_headers` and `_redirects` in content/extra/ are kept.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from pelican import signals

from frontdesk.build.host_files import (
    HEADERS,
    REDIRECTS,
    format_headers,
    format_redirects,
    header_rules,
    merge_rules,
    parse_headers,
)
from frontdesk.core.site_writer import write_bytes

from .site_reuse import files_of_new_site, new_file, new_file_digest, write_or_keep
from .sitemap import write_sitemap

COMPRESSED = (".html", ".xml", ".css", ".js", ".svg", ".json", ".opml", ".txt", ".ics")
"""Endings of text files. Pictures are compressed already."""


def register() -> None:
    signals.finalized.connect(_write)


def _write(pelican: Any) -> None:
    settings, output = pelican.settings, Path(pelican.settings["OUTPUT_PATH"])
    files = files_of_new_site(settings)
    files += write_sitemap(settings)
    if settings["PRECOMPRESS"]:
        for name in files:
            if name.endswith(COMPRESSED):
                _compress(settings, name)
    _write_host_files(settings, output, {*files})


def _write_host_files(settings: Any, output: Path, files: set[str]) -> None:
    own, own_redirects = (
        (output / name).read_text(encoding="utf-8") if name in files else ""
        for name in (HEADERS, REDIRECTS)
    )
    found = header_rules(
        sorted(files - {HEADERS, REDIRECTS}),
        settings["FEED_COPIES"],
        settings["SITE_HEADERS"],
        settings["CACHE_SECONDS"],
        settings["SITE_PATH"],
    )
    text = format_headers(merge_rules(found, parse_headers(own)))
    write_bytes(str(output), HEADERS, text.encode())
    moved = ((redirect.former, redirect.url) for redirect in settings["REDIRECTS"])
    if lines := format_redirects(own_redirects, moved, settings["SITE_PATH"]):
        write_bytes(str(output), REDIRECTS, lines.encode())


def _compress(settings: Any, name: str) -> None:
    """Write a smaller copy of a file with .gz after its name. It holds no time: its bytes stay the same
    (B2)."""
    path = new_file(settings, name)
    assert path  # noqa: S101 - it was listed a moment ago

    def packed() -> bytes | None:
        data = path.read_bytes()
        smaller = gzip.compress(data, mtime=0)
        return smaller if len(smaller) < len(data) else None

    write_or_keep(settings, f"{name}.gz", new_file_digest(settings, name), packed)
