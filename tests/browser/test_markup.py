"""Markup, styles and drawings by the Nu HTML Checker; no message is filtered."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.browser.conftest import TOOLS
from tests.whole_sites.hostile import RETIRED
from tests.whole_sites.pages import Pages

CHECKER = (
    *("java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),  # half the usual time
    "-Dnu.validator.servlet.allow-forbidden-hosts=true",  # this machine's own, below
    *("-jar", str(TOOLS / "vnu-jar/build/dist/vnu.jar"), "--format", "json"),
    *("--also-check-css", "--also-check-svg"),
)


def messages(files: Mapping[str, bytes], folder: Path, *flags: str) -> list[str]:
    """What the checker says of pages, style sheets and drawings."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with _served(folder) as root:
        # In a page from a file, nothing would be of the 'self' of its Content-Security-Policy.
        where = {".html": root, ".css": str(folder), ".svg": str(folder)}
        named = [  # drawings last: after one, it takes what has an address for a drawing too
            f"{place}/{name}"
            for kind, place in where.items()
            for name in files
            if name.endswith(kind)
        ]
        command = [*CHECKER, *flags, *named]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("{"), done.stderr  # an older Java than 17, say
    return [
        f"{said['url']}:{said.get('lastLine')}: {said['message']}"
        for said in json.loads(done.stderr)["messages"]
    ]


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address of a folder, on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.R1
def test_the_checker_has_nothing_to_say_of_the_published_site(
    published: Pages, tmp_path: Path
) -> None:
    assert messages(published.files, tmp_path) == []


@pytest.mark.E6
def test_it_finds_no_error_where_partners_are_hostile(hostile: Pages, tmp_path: Path) -> None:
    """Its warnings would be of what partners wrote: the language, the normal form."""
    pages = {
        name: data
        for name, data in hostile.files.items()
        if name.endswith(".html") and not name.endswith(RETIRED)
    }
    assert messages(pages, tmp_path, "--errors-only") == []


def test_it_finds_what_is_wrong(tmp_path: Path) -> None:
    page = b"<!doctype html><html lang=en><title>x</title><p><div id=a></div><i id=a></p>"
    style, drawing = b"p { colour: red }", b'<svg xmlns="http://www.w3.org/2000/svg"><x/></svg>'
    said = " ".join(messages({"a.html": page, "b.css": style, "c.svg": drawing}, tmp_path))
    for fault in ("Duplicate ID", "colour", "\u201cx\u201d"):
        assert fault in said
