"""Documents are read in processes that may not take for ever (E9)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from frontdesk.net.model import Failed, Fetched
from partner_blogs.model.feed import CleanFeed
from partner_blogs.refresh.parse_document import parse_and_clean
from partner_blogs.refresh.parse_workers import WorkerPool

PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>%s</channel></rss>'
TANGLED = {
    "an author of 100 kB": RSS % f"<item><author>{'a.' * 50_000}@</author></item>",
    "20,000 categories": RSS
    % ("<item><odd/>" + "".join(f"<category>{n}</category>" for n in range(20_000)) + "</item>"),
    "punycode": f'<?xml version="1.0" encoding="punycode"?><rss>-{"a" * 500_000}',
}


def fetched(document: str) -> Fetched:
    return Fetched(body=document.encode(), content_type=None, address="https://a.example/")


async def read_all(*documents: str, seconds: float) -> list[CleanFeed | Failed]:
    async with WorkerPool(seconds) as pool:
        return await asyncio.gather(*(pool.parse(fetched(d), full=False) for d in documents))


def test_a_reading_process_reads_as_this_one_would() -> None:
    document = RSS % "<item><title>One</title></item>"
    (found,) = asyncio.run(read_all(document, seconds=20))
    assert found == parse_and_clean(fetched(document), full=False)
    assert isinstance(found, CleanFeed)


VERSION = '"version": "https://jsonfeed.org/version/1.1"'


@pytest.mark.parametrize(
    "document",
    [
        RSS % "<item/>",
        RSS % "<item></item><item><title> </title></item>",
        RSS % "<x:item xmlns:x='urn:x'><y:title xmlns:y='urn:y'>One</y:title></x:item>",
        RSS % "<item><title>One",
        "<rss version='2.0'><channel><title>T</title></channel><entry/></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry/></feed>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><updated>2026-11-20</updated></entry></feed>",
        f'{{{VERSION}, "items": ["One", 2]}}',
        f'{{{VERSION}, "items": [{{"tags": ["a"]}}]}}',
        f'{{{VERSION}, "items": {{"0": {{"id": "1"}}}}}}',
    ],
)
def test_a_feed_in_which_no_entry_can_be_read_is_a_failure(document: str) -> None:
    found = parse_and_clean(fetched(document), full=False)
    assert found == Failed(reason="sent a feed in which no entry can be read")


@pytest.mark.parametrize("document", [RSS % "", f'{{{VERSION}, "items": []}}'])
def test_a_feed_without_entries_is_only_empty(document: str) -> None:
    found = parse_and_clean(fetched(document), full=False)
    assert isinstance(found, CleanFeed)
    assert found.entries == ()


def test_an_entry_in_which_nothing_can_be_read_is_left_out() -> None:
    found = parse_and_clean(fetched(RSS % "<item/><item><title>One</title></item>"), full=False)
    assert isinstance(found, CleanFeed)
    assert [entry.title for entry in found.entries] == ["One"]


@pytest.mark.E9
def test_a_tangled_document_fails_and_holds_up_nobody() -> None:
    plain = RSS % "<item><title>One</title></item>"
    begun = time.monotonic()
    *tangled, last = asyncio.run(read_all(*TANGLED.values(), plain, seconds=1.5))
    assert time.monotonic() - begun < 20
    for name, found in zip(TANGLED, tangled, strict=True):
        assert found == Failed(reason="is so tangled that reading it takes over 1.5 seconds"), name
    assert isinstance(last, CleanFeed)


@pytest.mark.E9
def test_a_process_that_dies_is_a_failure_of_one_document() -> None:
    async def two() -> tuple[object, CleanFeed | Failed]:
        async with WorkerPool(5) as pool:
            died = await pool.run(signal.raise_signal, signal.SIGKILL)
            return died, await pool.parse(
                fetched(RSS % "<item><title>T</title></item>"), full=False
            )

    died, found = asyncio.run(two())
    assert died == Failed(reason="sent something that cannot be read (WorkerDied)")
    assert isinstance(found, CleanFeed)


def test_what_nobody_thought_of_is_a_failure_of_one_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def surprise(*_: object, **__: object) -> None:
        raise LookupError

    monkeypatch.setattr(sys.modules[parse_and_clean.__module__], "clean_feed", surprise)
    found = parse_and_clean(fetched(RSS % ""), full=False)
    assert found == Failed(reason="sent something that cannot be read (LookupError)")


def test_nothing_is_started_where_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none() -> None:
        async with WorkerPool() as pool:
            pool.start(0)

    started: list[object] = []
    monkeypatch.setattr(
        asyncio, "create_subprocess_exec", lambda *given, **_: started.append(given)
    )
    asyncio.run(none())
    assert started == []


LEFT_ALONE = """
import asyncio
from frontdesk.net.model import Fetched
from partner_blogs.refresh.parse_workers import WorkerPool
TANGLED = "<rss><channel><item><author>" + "a." * 50_000 + "@</author></item></channel></rss>"
def fetched(document):
    return Fetched(body=document.encode(), content_type=None, address="https://a.example/")
async def read():
    async with WorkerPool(1) as pool:
        await pool.parse(fetched("<rss/>"), full=False)
        reading = asyncio.create_task(pool.parse(fetched(TANGLED), full=False))
        await asyncio.wait({reading}, timeout=0.3)
        print("busy", flush=True)
        await reading
asyncio.run(read())
"""


@pytest.mark.E9
def test_a_reader_whose_refresh_was_killed_does_not_go_on_for_ever() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LEFT_ALONE],
        env=os.environ | {"PYTHONPATH": str(PLUGINS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    ) as running:
        try:
            assert running.stdout
            assert running.stdout.readline() == "busy\n"
            running.kill()
            # The workers hold the other end of the output: this ends when the last of them has.
            running.communicate(timeout=20)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
