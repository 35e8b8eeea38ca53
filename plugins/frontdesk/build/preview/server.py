"""The folder of a built site in; an HTTP server for its author out.

It answers in threads, so that no idle connection keeps others waiting, and sends the site's own 404 page
for what is not there. Into each page it puts the errors of the last build, and a script that reloads the
page after the next one."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from .build_status import BuildReport, BuildStatus

LIVE = "/.live/"
ALIVE_SECONDS = 15
"""How often a waiting browser is sent a comment: writing to it shows whether it has gone."""

_HERE = Path(__file__).parent
_BODY = re.compile(rb"<body[^>]*>")
_NO_SITE_YET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>No site yet</title></head>
<body><p>The site is not built yet. This page shows it as soon as it is.</p></body></html>
"""


class SiteHandler(SimpleHTTPRequestHandler):
    """Files of one folder, with the types that a real host would give them."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".opml": "text/x-opml; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
    }

    def __init__(self, *args: object, status: BuildStatus, **more: object) -> None:
        self.status = status
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if urlsplit(self.path).path == f"{LIVE}events":
            self._send_build_events()
        else:
            super().do_GET()

    def send_head(self) -> BinaryIO | None:
        """Answer but for the body, which comes back: the base class sends it where it is wanted."""
        asked = urlsplit(self.path).path
        if asked.startswith(LIVE):
            return self._send_own(asked.removeprefix(LIVE))
        path = Path(self.translate_path(self.path))
        if path.is_dir() and not asked.endswith("/"):
            return super().send_head()  # to the address with a slash
        if path.is_dir():
            path /= "index.html"
        try:
            body = path.read_bytes()
        except OSError:
            return self._send_not_found()
        return self._send(HTTPStatus.OK, self.guess_type(path), body)

    def _send_own(self, name: str) -> BinaryIO | None:
        if name not in {"live.js", "live.css"}:
            return self._send_not_found()
        return self._send(HTTPStatus.OK, self.guess_type(name), (_HERE / name).read_bytes())

    def _send_not_found(self) -> BinaryIO:
        page = Path(self.directory) / "404.html"
        if page.is_file():
            code, body = HTTPStatus.NOT_FOUND, page.read_bytes()
        else:
            code, body = HTTPStatus.SERVICE_UNAVAILABLE, _NO_SITE_YET.encode()
        return self._send(code, self.extensions_map[".html"], body)

    def _send(self, code: HTTPStatus, kind: str, body: bytes) -> BinaryIO:
        report = _report(self.status.latest).encode()
        tag = f'"{hashlib.sha256(body + report).hexdigest()[:16]}"'
        if kind.startswith("text/html"):
            body = _with_report(body, report, tag)
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", tag)
        self.end_headers()
        return BytesIO(body)

    def _send_build_events(self) -> None:
        """Server-sent events, until the browser leaves."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        seen = -1
        with suppress(OSError):
            while True:
                number = self.status.wait(seen, ALIVE_SECONDS)
                word = f"data: {number}\n\n" if number != seen else ": still here\n\n"
                seen = number
                self.wfile.write(word.encode())
                self.wfile.flush()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        if len(args) > 1 and str(args[1]).startswith("5"):
            super().log_message(format, *args)


def _with_report(page: bytes, report: bytes, tag: str) -> bytes:
    """A page with what a preview adds to it."""
    head = (
        f'<link rel="stylesheet" href="{LIVE}live.css">'
        f'<script defer src="{LIVE}live.js" data-tag="{escape(tag)}"></script></head>'
    )
    page = page.replace(b"</head>", head.encode(), 1)
    return _BODY.sub(lambda body: body[0] + report, page, count=1)


def _report(report: BuildReport | None) -> str:
    """What went wrong, as HTML; nothing where nothing did."""
    if report is None or not (report.errors or report.notes):
        return ""
    if report.errors:
        count = "an error" if len(report.errors) == 1 else f"{len(report.errors)} errors"
        return (
            f'<aside class="live-report" role="alert"><h2>The last build found {count}. '
            f"This is the site as it was before.</h2>{_listed(report.errors)}</aside>"
        )
    count = "1 note" if len(report.notes) == 1 else f"{len(report.notes)} notes"
    return (
        f'<aside class="live-report live-notes" aria-label="Preview"><details><summary>{count} on the '
        f"last build</summary>{_listed(report.notes)}</details></aside>"
    )


def _listed(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def make_server(folder: Path, port: int, status: BuildStatus) -> ThreadingHTTPServer:
    """A server on this machine only; port 0 takes any free one.

    Raises:
        OSError: where the port is taken.
    """
    handler = partial(SiteHandler, directory=str(folder), status=status)
    return _Server(("127.0.0.1", port), handler)
