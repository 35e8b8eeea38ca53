"""N feeds on loopback, each on a host of its own (127.x.y.z), with ETags and a settable delay.

    python benchmarks/feedserver.py --feeds 1000 --delay 0.2

prints one address a line and serves until it is killed. One process, asyncio, no framework, so that
it costs the programs under test as little of the machine as it can.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

PORT = 8765
WORDS = ["client", "call", "invoice", "promise", "estimate", "partner", "week", "answer", "desk"]


def feed(number: int) -> bytes:
    """An RSS feed of 20 to 50 entries, about 100 KB, always the same for one number."""
    chance = random.Random(number)  # noqa: S311 - the same feeds on every run
    items = chance.randint(20, 50)
    newest = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(hours=chance.randint(0, 200))
    rows = []
    for n in range(items):
        text = " ".join(chance.choices(WORDS, k=100_000 // items // 8))
        paragraphs = "".join(f"<p>{text[i : i + 600]}</p>" for i in range(0, len(text), 600))
        rows.append(
            f"<item><title>Entry {n} of blog {number}</title>"
            f"<link>https://blog{number}.example/{n}</link>"
            f'<guid isPermaLink="false">tag:blog{number}.example,2026:{n}</guid>'
            f"<pubDate>{format_datetime(newest - timedelta(days=n))}</pubDate>"
            f"<dc:creator>Author {number}</dc:creator><category>service</category>"
            f"<description><![CDATA[{paragraphs[:400]}</p>]]></description>"
            f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
        )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Blog {number}</title><link>https://blog{number}.example/</link>"
        "<description>A blog</description>"
    )
    return (head + "".join(rows) + "</channel></rss>").encode()


def host(number: int) -> str:
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def addresses(feeds: int) -> list[str]:
    return [f"http://{host(n)}:{PORT}/{n}.xml" for n in range(feeds)]


async def serve(feeds: int, delay: float) -> None:
    bodies = {f"/{n}.xml": feed(n) for n in range(feeds)}
    tags = {path: f'"{hashlib.sha256(body).hexdigest()[:16]}"' for path, body in bodies.items()}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not writer.get_extra_info("peername")[0].startswith("127."):
                return
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                await asyncio.sleep(delay)
                tag = tags.get(path, "")
                if path not in bodies:
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                elif tag.encode() in head:
                    writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode())
                else:
                    body = bodies[path]
                    writer.write(
                        f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {tag}\r\n"
                        f"Content-Length: {len(body)}\r\n\r\n".encode()
                        + body
                    )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    # All of 127.0.0.0/8 is only to be had by listening everywhere; nobody else is answered.
    server = await asyncio.start_server(answer, "0.0.0.0", PORT, backlog=4096)  # noqa: S104
    print(*addresses(feeds), sep="\n", flush=True)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds before each answer")
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.feeds, options.delay))
    except KeyboardInterrupt:
        sys.exit()
