"""The Pelican side: when the site is whole, `_headers` is put into it, with what the author wrote into
one in content/extra/; and a packed copy beside every file that gains by it, where that is wanted."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican import signals

from .headers import headers_file, joined, read_headers, rules

HEADERS = "_headers"
GAINS = {".html", ".xml", ".css", ".js", ".svg", ".json", ".opml", ".txt", ".ics"}
"""Endings of what is text; pictures are packed by themselves."""


def connect() -> None:
    signals.finalized.connect(_write)


def _write(pelican: Any) -> None:
    settings = pelican.settings
    output = Path(settings["OUTPUT_PATH"])
    files = {
        path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()
    }
    own = files.pop(HEADERS).read_text(encoding="utf-8") if HEADERS in files else ""
    found = rules(
        sorted(files),
        settings["FEED_COPIES"],
        settings["SITE_HEADERS"],
        settings["CACHE_SECONDS"],
        settings["SITE_PATH"],
    )
    text = headers_file(joined(found, read_headers(own)))
    (output / HEADERS).write_text(text, encoding="utf-8")
    if settings["PRECOMPRESS"]:
        _pack(path for path in files.values() if path.suffix in GAINS)


def _pack(files: Iterable[Path]) -> None:
    """A copy with .gz behind its name, which holds no time: the same bytes at each build (B2)."""
    for path in files:
        data = path.read_bytes()
        packed = gzip.compress(data, mtime=0)
        if len(packed) < len(data):
            path.with_name(f"{path.name}.gz").write_bytes(packed)
