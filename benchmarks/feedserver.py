"""N feeds on loopback, each on a host of its own (127.x.y.z), with ETags and a settable delay.

    python benchmarks/feedserver.py --feeds 1000 --delay 0.2

prints one address a line, then "ready", and serves until it is killed, its time is over or whoever
started it is gone. How it has answered so far stands at /count on any host. One process, asyncio, no
framework, so that it costs the programs under test as little of the machine as it can: 200 bodies are
made beforehand, and a feed is one of them with its own number put in.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import resource
import socket
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

BODIES = 200
BODY_BYTES = 100_000
NUMBER = "@number@"
WORDS = ["client", "call", "invoice", "promise", "estimate", "partner", "week", "answer", "desk"]


def entries(number: int) -> int:
    """How many entries a feed has: 20 to 50."""
    return random.Random(number % BODIES).randint(20, 50)  # noqa: S311 - the same on every run


def body(kind: int) -> tuple[bytes, ...]:
    """An RSS feed of about 100 KB, in the pieces between which a feed's number belongs."""
    chance = random.Random(kind)  # noqa: S311 - the same feeds on every run
    newest = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(hours=chance.randint(0, 200))
    rows = []
    for n in range(entries(kind)):
        text = " ".join(chance.choices(WORDS, k=BODY_BYTES // entries(kind) // 8))
        paragraphs = "".join(f"<p>{text[i : i + 600]}</p>" for i in range(0, len(text), 600))
        rows.append(
            f"<item><title>Entry {n} of blog {NUMBER}</title>"
            f"<link>https://blog{NUMBER}.example/{n}</link>"
            f'<guid isPermaLink="false">tag:blog{NUMBER}.example,2026:{n}</guid>'
            f"<pubDate>{format_datetime(newest - timedelta(days=n))}</pubDate>"
            f"<dc:creator>Author {NUMBER}</dc:creator><category>service</category>"
            f"<description><![CDATA[{paragraphs[:400]}</p>]]></description>"
            f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
        )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Blog {NUMBER}</title><link>https://blog{NUMBER}.example/</link>"
        "<description>A blog</description>"
    )
    whole = head + "".join(rows) + "</channel></rss>"
    return tuple(piece.encode() for piece in whole.split(NUMBER))


def host(number: int) -> str:
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


class Answers:
    """What is sent for each path, and how often which status was."""

    def __init__(self, feeds: int) -> None:
        self.feeds = feeds
        self.bodies = [body(kind) for kind in range(min(feeds, BODIES))]
        self.count: Counter[int] = Counter()

    def to(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1]
        if path == b"/count":
            return _response("200 OK", "application/json", json.dumps(self.count).encode())
        name = path.removeprefix(b"/").removesuffix(b".xml")
        if not name.isdigit() or int(name) >= self.feeds:
            self.count[404] += 1
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        tag = b'"%s-1"' % name
        if tag in head:
            self.count[304] += 1
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag
        self.count[200] += 1
        whole = name.join(self.bodies[int(name) % BODIES])
        return _response(f"200 OK\r\nETag: {tag.decode()}", "application/rss+xml", whole)


def _response(status: str, kind: str, content: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


async def serve(feeds: int, delay: float, seconds: float) -> None:
    answers = Answers(feeds)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not writer.get_extra_info("peername")[0].startswith("127."):
                return
            while head := await reader.readuntil(b"\r\n\r\n"):
                if not head.startswith(b"GET /count "):
                    await asyncio.sleep(delay)
                writer.write(answers.to(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # they have gone, or we go
        finally:
            writer.close()

    # All of 127.0.0.0/8 is only to be had by listening everywhere; nobody else is answered.
    listening = socket.create_server(("0.0.0.0", 0), backlog=4096)  # noqa: S104
    port = listening.getsockname()[1]
    server = await asyncio.start_server(answer, sock=listening)
    print(*(f"http://{host(n)}:{port}/{n}.xml" for n in range(feeds)), sep="\n")
    print("ready", flush=True)
    parent, until = os.getppid(), time.monotonic() + seconds
    while os.getppid() == parent and time.monotonic() < until:  # noqa: ASYNC110 - no event tells it
        await asyncio.sleep(1)
    server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Feeds on loopback, to measure a refresh against.")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds before each answer")
    parser.add_argument("--seconds", type=float, default=3600, help="to live at most")
    options = parser.parse_args()
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.feeds, options.delay, options.seconds))
