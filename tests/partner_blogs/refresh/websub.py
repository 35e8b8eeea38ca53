"""A WebSub hub and a subscriber on loopback, which talk to each other as the W3C recommends."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

import feedparser

Reply = tuple[int, dict[str, str], bytes]
WAIT_SECONDS = 20


@contextmanager
def listening(answer: Callable[[str, str, bytes], Reply]) -> Iterator[str]:
    """The address of a server that answers each request by its method, target and body."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, said = answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(said)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = handle_any  # noqa: N815 - the names of http.server

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Hub:
    """Takes subscriptions that the subscriber confirms, and passes on what it is pinged about.

    Attributes:
        pings: the topic of each ping that came in, in order.
        taken: of each ping that it took.
        answers: the reply to the next pings, one by one; after them it takes all.
    """

    def __init__(self) -> None:
        self.pings: list[str] = []
        self.taken: list[str] = []
        self.answers: list[Reply] = []
        self._callbacks: dict[str, str] = {}

    @contextmanager
    def __call__(self) -> Iterator[Self]:
        with listening(self._answer) as self.address:
            yield self

    def _answer(self, method: str, _: str, body: bytes) -> Reply:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        topic = form["hub.topic"]
        assert method == "POST"
        if form["hub.mode"] == "subscribe":
            threading.Thread(target=self._confirm, args=(form["hub.callback"], topic)).start()
            return 202, {}, b""
        assert form == {"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}
        self.pings.append(topic)
        if self.answers and (reply := self.answers.pop(0))[0] >= 300:
            return reply
        self.taken.append(topic)
        if topic in self._callbacks:
            self._pass_on(topic)
        return 204, {}, b""

    def _confirm(self, callback: str, topic: str) -> None:
        asked = {"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "a-challenge"}
        with urllib.request.urlopen(f"{callback}?{urlencode(asked)}", timeout=WAIT_SECONDS) as said:
            if said.status == 200 and said.read() == b"a-challenge":
                self._callbacks[topic] = callback

    def _pass_on(self, topic: str) -> None:
        with urllib.request.urlopen(topic, timeout=WAIT_SECONDS) as said:
            data = said.read()
        urllib.request.urlopen(self._callbacks[topic], data, timeout=WAIT_SECONDS).close()


class Subscriber:
    """Finds the hub in a feed, subscribes there, and reads what it is sent.

    Attributes:
        titles: of all entries that it was sent.
    """

    def __init__(self) -> None:
        self.titles: set[str] = set()
        self._wanted: set[str] = set()
        self._confirmed = threading.Event()

    @contextmanager
    def __call__(self) -> Iterator[Self]:
        with listening(self._answer) as self.address:
            yield self

    def subscribe(self, feed: str) -> None:
        """By the links of the feed alone; returns when the hub has asked whether this is meant."""
        with urllib.request.urlopen(feed, timeout=WAIT_SECONDS) as said:
            links = {link.rel: link.href for link in feedparser.parse(said.read()).feed.links}
        self._wanted.add(links["self"])
        form = {"hub.mode": "subscribe", "hub.topic": links["self"], "hub.callback": self.address}
        data = urlencode(form).encode()
        assert urllib.request.urlopen(links["hub"], data, timeout=WAIT_SECONDS).status == 202
        assert self._confirmed.wait(WAIT_SECONDS)

    def _answer(self, method: str, target: str, body: bytes) -> Reply:
        if method == "POST":
            self.titles |= {entry.title for entry in feedparser.parse(body).entries}
            return 204, {}, b""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        if asked["hub.topic"] not in self._wanted:
            return 404, {}, b""
        self._confirmed.set()
        return 200, {}, asked["hub.challenge"].encode()
