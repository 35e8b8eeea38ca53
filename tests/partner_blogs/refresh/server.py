"""A web server on loopback that misbehaves as a test tells it: whole replies, or raw bytes at any pace.

A reply closes its connection unless it is made to stay, every loop is bounded, and leaving the `with` ends
all of it.
"""

from __future__ import annotations

import gzip
import socket
import socketserver
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self

Answer = bytes | Callable[["Line"], None]
"""What a path gives: the bytes of a reply, or something that does as it likes with the line."""

LONGEST_SECONDS = 60
"""Longer than any test waits, so that no busy machine makes an answer of silence."""
MOST_BYTES = 60_000_000


@dataclass(frozen=True)
class Seen:
    """One request as it came in; header names in lower case, values to the letter."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        values = [value for key, value in self.headers if key == name.lower()]
        assert len(values) <= 1, f"{name} was sent {len(values)} times"
        return values[0] if values else None


class Line:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, server: Server) -> None:
        self._connection = connection
        self._server = server

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)
        self._server.sent += len(data)

    def next_request(self) -> bool:
        """Whether one more comes on this line."""
        seen = _read_request(self._connection)
        if seen is not None:
            self._server.seen.append(seen)
        return seen is not None

    def reset(self) -> None:
        """Hang up as a machine does that fell over: what is on its way is lost."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def wait(self, seconds: float) -> bool:
        """Whether the server goes on afterwards."""
        return not self._server.stopping.wait(seconds)


@dataclass
class Server:
    """Serves the paths in `answers`; a list gives its answers one after the other, the last for good.

    Attributes:
        seen: every request that came in whole.
        connections: how often somebody connected, whether or not they asked for anything.
        sent: bytes that went out.
    """

    host: str = "127.0.0.1"
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    sent: int = 0
    port: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._listener = _Listener((self.host, self.port), self)
        self.port = self._listener.server_address[1]
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.003,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()

    def url(self, path: str = "/feed") -> str:
        return f"http://{self.host}:{self.port}{path}"

    def answer(self, target: str) -> Answer:
        found = self.answers.get(target.partition("?")[0], reply(b"no such path", 404))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, place: tuple[str, int], owner: Server) -> None:
        self.owner = owner
        super().__init__(place, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is what many of these tests are about."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Listener
    request: socket.socket

    def handle(self) -> None:
        owner = self.server.owner
        owner.connections += 1
        self.request.settimeout(LONGEST_SECONDS)
        seen = _read_request(self.request)
        if seen is None:
            return
        owner.seen.append(seen)
        answer = owner.answer(seen.target)
        line = Line(self.request, owner)
        if isinstance(answer, bytes):
            line.send(answer)
        else:
            answer(line)


def _read_request(connection: socket.socket) -> Seen | None:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 100_000:
        data = connection.recv(65536)
        if not data:
            return None
        head += data
    first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return Seen(method, target, tuple((name.lower(), value.strip()) for name, _, value in pairs))


# --- answers ------------------------------------------------------------------------------------


def head(status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A status line and headers, with nothing said of the body's length."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def reply(body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A whole reply with its true length; a 304 and a 204 have no body to measure."""
    has_body = status not in {204, 304}
    measured = {"Content-Length": str(len(body))} if has_body else {}
    return head(status, {**measured, **(headers or {})}) + body


def moved(location: str, status: int = 302) -> bytes:
    return reply(b"gone on", status, {"Location": location})


def cut(body: bytes, missing: int = 100) -> bytes:
    """A body that ends before its Content-Length does."""
    return head(200, {"Content-Length": str(len(body) + missing)}) + body


def gzipped(*members: bytes) -> bytes:
    return reply(b"".join(map(gzip.compress, members)), headers={"Content-Encoding": "gzip"})


def bomb(megabytes: int) -> bytes:
    """A few kilobytes that unpack to very many."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    megabyte = bytes(1024 * 1024)
    body = b"".join(packer.compress(megabyte) for _ in range(megabytes)) + packer.flush()
    return reply(body, headers={"Content-Encoding": "gzip"})


def trickled(data: bytes, first: bytes = b"", pause: float = 0.02) -> Callable[[Line], None]:
    """`first` at once, then a byte at a time; the deadline of the asker ends it."""

    def answer(line: Line) -> None:
        line.send(first)
        for i in range(min(len(data), int(LONGEST_SECONDS / pause))):
            if not line.wait(pause):
                return
            line.send(data[i : i + 1])

    return answer


def endless(first: bytes, again: bytes) -> Callable[[Line], None]:
    """`first`, then `again` for as long as somebody listens."""

    def answer(line: Line) -> None:
        line.send(first)
        for _ in range(MOST_BYTES // len(again)):
            if not line.wait(0):
                return
            line.send(again)

    return answer


def staying(*answers: bytes) -> Callable[[Line], None]:
    """One answer to each request on one line, which stays open behind them."""

    def answer(line: Line) -> None:
        for data in answers:
            line.send(data.replace(b"Connection: close\r\n", b""))
            if not line.next_request():
                return

    return answer


def resetting(first: bytes = b"") -> Callable[[Line], None]:
    """`first`, then a reset."""

    def answer(line: Line) -> None:
        line.send(first)
        line.wait(0.05)
        line.reset()

    return answer


def silent(line: Line) -> None:
    """Takes the request and says nothing."""
    line.wait(LONGEST_SECONDS)


def hung_up(line: Line) -> None:
    """Closes the connection instead of an answer."""


class Crowd:
    """Holds each asker for a while, and counts how many were there at once, on however many hosts."""

    def __init__(self, data: bytes, seconds: float = 0.05) -> None:
        self._data, self._seconds = data, seconds
        self._here, self._lock = 0, threading.Lock()
        self.most = 0

    def __call__(self, line: Line) -> None:
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)
        time.sleep(self._seconds)
        with self._lock:
            self._here -= 1
        line.send(self._data)
