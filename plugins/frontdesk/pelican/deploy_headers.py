"""The Pelican side: when the site is whole, `_headers` and `_redirects` are put into it, with what the
author wrote into files of these names in content/extra/; and a packed copy beside every file that gains
by it, where that is wanted. Templates have the filter `allowing` for their policy."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican import signals

from frontdesk.build.csp import allowing
from frontdesk.build.headers import headers_file, joined, read_headers, rules
from frontdesk.build.redirects_file import redirects_file
from frontdesk.core.output import write_bytes

HEADERS = "_headers"
REDIRECTS = "_redirects"
GAINS = {".html", ".xml", ".css", ".js", ".svg", ".json", ".opml", ".txt", ".ics"}
"""Endings of what is text; pictures are packed by themselves."""


def connect() -> None:
    signals.generator_init.connect(_add_filter)
    signals.finalized.connect(_write)


def _add_filter(generator: Any) -> None:
    generator.env.filters["allowing"] = allowing


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
    found = rules(
        sorted(files),
        settings["FEED_COPIES"],
        settings["SITE_HEADERS"],
        settings["CACHE_SECONDS"],
        settings["SITE_PATH"],
    )
    text = headers_file(joined(found, read_headers(own)))
    write_bytes(str(output), HEADERS, text.encode())
    moved = ((redirect.former, redirect.url) for redirect in settings["REDIRECTS"])
    if lines := redirects_file(own_redirects, moved, settings["SITE_PATH"]):
        write_bytes(str(output), REDIRECTS, lines.encode())
    if settings["PRECOMPRESS"]:
        _pack(path for path in files.values() if path.suffix in GAINS)


def _pack(files: Iterable[Path]) -> None:
    """A copy with .gz behind its name, which holds no time: the same bytes at each build (B2)."""
    for path in files:
        data = path.read_bytes()
        packed = gzip.compress(data, mtime=0)
        if len(packed) < len(data):
            path.with_name(f"{path.name}.gz").write_bytes(packed)
