"""The built site in; `_headers`, `_redirects` and compressed copies in it out.

Lines that the author wrote into files of these names in content/extra/ are kept.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
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

COMPRESSED = {".html", ".xml", ".css", ".js", ".svg", ".json", ".opml", ".txt", ".ics"}
"""Endings of text files. Pictures are compressed already."""


def register() -> None:
    signals.finalized.connect(_write)


def _write(pelican: Any) -> None:
    settings = pelican.settings
    output = Path(settings["OUTPUT_PATH"])
    files = {
        path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()
    }
    own, own_redirects = (
        files.pop(name).read_text(encoding="utf-8") if name in files else ""
        for name in (HEADERS, REDIRECTS)
    )
    found = header_rules(
        sorted(files),
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
    if settings["PRECOMPRESS"]:
        _compress(path for path in files.values() if path.suffix in COMPRESSED)


def _compress(files: Iterable[Path]) -> None:
    """Write a smaller copy with .gz after its name. It holds no time: its bytes stay the same (B2)."""
    for path in files:
        data = path.read_bytes()
        packed = gzip.compress(data, mtime=0)
        if len(packed) < len(data):
            path.with_name(f"{path.name}.gz").write_bytes(packed)
