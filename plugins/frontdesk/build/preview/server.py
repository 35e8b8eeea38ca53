"""The folder of a built site in; an HTTP server for its author out.

It answers in threads, so that no idle connection keeps others waiting, and sends the site's own 404 page
for what is not there. Into each page it puts the errors of the last build, and a script that shows it as
the next one makes it. What lies at `/desk/` is answered by an application, if there is one."""

from __future__ import annotations

import hashlib
import re
import sys
import traceback
from contextlib import suppress
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from .application import MAX_BODY, Application, AppRequest, AppResponse
from .build_status import BuildReport, BuildStatus

LIVE = "/.live/"
DESK = "/desk"
"""Below this address the application answers."""
ALIVE_SECONDS = 15
"""How often a waiting browser is sent a comment: writing to it shows whether it has gone."""

MOST_DISCARDED = 100_000_000
"""So many bytes of a body that is too large are read and thrown away."""

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

    def __init__(
        self, *args: object, status: BuildStatus, desk: Application | None = None, **more: object
    ) -> None:
        self.status, self.desk = status, desk
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self._is_for_the_desk():
            self._send_answer()
        elif urlsplit(self.path).path == f"{LIVE}events":
            self._send_build_events()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        if self._is_for_the_desk():
            self._send_answer()
        else:
            super().do_HEAD()

    def do_POST(self) -> None:
        if self._is_for_the_desk():
            self._send_answer()
        else:
            self.close_connection = True  # what was sent is not read
            self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    def _is_for_the_desk(self) -> bool:
        path = urlsplit(self.path).path
        return self.desk is not None and (path == DESK or path.startswith(f"{DESK}/"))

    def _send_answer(self) -> None:
        """What the application answers."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        # Of two headers of one name the first counts for one reader and the last for another.
        doubled = len(headers) < len(self.headers.items())
        self.close_connection = self.close_connection or doubled
        body = None if doubled else self._body()
        request = AppRequest(self.command, self.path, {} if doubled else headers, body)
        answer = self._answer(request)
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        super().end_headers()  # the application says what may be kept
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _answer(self, request: AppRequest) -> AppResponse:
        assert self.desk is not None  # noqa: S101 - asked before
        try:
            return self.desk(request)
        except Exception:  # noqa: BLE001 - a fault of one page ends no preview
            traceback.print_exc(file=sys.stderr)
            words = b"Something went wrong. The terminal where `make serve` runs says what."
            return AppResponse(500, (("Content-Type", "text/plain; charset=utf-8"),), words)

    def _body(self) -> bytes | None:
        """What was sent; None where that is too much, or without its length. It is read in any case as
        far as a browser needs it to take the answer."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch("[0-9]{1,12}", length):
            self.close_connection = True
            return None
        if int(length) <= MAX_BODY:
            return self.rfile.read(int(length))
        left = min(int(length), MOST_DISCARDED)
        while left and (read := self.rfile.read(min(left, 1 << 16))):
            left -= len(read)
        self.close_connection = True
        return None

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


def make_server(
    folder: Path, port: int, status: BuildStatus, desk: Application | None = None
) -> ThreadingHTTPServer:
    """A server on this machine only; port 0 takes any free one.

    Args:
        desk: answers what is asked at `/desk/`; None for a preview without it.

    Raises:
        OSError: where the port is taken.
    """
    handler = partial(SiteHandler, directory=str(folder), status=status, desk=desk)
    return _Server(("127.0.0.1", port), handler)
