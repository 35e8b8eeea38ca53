"""A site in; a host on loopback that sends it packed, and with the headers of its `_headers`, out."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from tests.whole_sites.pages import Pages

from frontdesk.build.host_files import Rule, parse_headers

_PACKED = (".html", ".css", ".js", ".svg", ".xml", ".json")


@contextmanager
def hosted(site: Pages) -> Iterator[str]:
    """The address of the site at its host; below the same path as ever."""
    rules = parse_headers(site.files["_headers"].decode())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            name = site.addresses.file_at(f"{_origin(site.root)}{path}")
            body = site.files[name or "404.html"]
            headers = _headers(rules, path)
            if (name or "404.html").endswith(_PACKED):
                body = gzip.compress(body)
                headers["Content-Encoding"] = "gzip"
            kind = mimetypes.guess_type(name or "404.html")[0] or "application/octet-stream"
            self.send_response(200 if name else 404)
            for header, value in {"Content-Type": kind, **headers}.items():
                self.send_header(header, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}{urlsplit(site.root).path}"
        server.shutdown()


def _origin(address: str) -> str:
    return address.removesuffix(urlsplit(address).path)


def _headers(rules: tuple[Rule, ...], path: str) -> dict[str, str]:
    sent: dict[str, str] = {}
    for rule in rules:
        fits = rule.pattern == path
        if fits or (rule.pattern.endswith("*") and path.startswith(rule.pattern[:-1])):
            sent.update(rule.headers)
    return sent
