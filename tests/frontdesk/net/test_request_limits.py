from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from frontdesk.net.request_limits import HeldBytes, connections_at_once

PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
LIMITED = """
import resource
from frontdesk.net.request_limits import connections_at_once
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(connections_at_once(400), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.P5
@pytest.mark.skipif(sys.platform == "win32", reason="it has no such limit")
@pytest.mark.parametrize(
    ("soft", "hard", "found"),
    [(1024, 1024, "400 1024"), (256, 1024, "400 464"), (256, 300, "236 300"), (20, 20, "1 20")],
)
def test_no_more_connections_are_opened_than_the_system_allows(
    soft: int, hard: int, found: str
) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LIMITED.format(soft=soft, hard=hard)],
        env=os.environ | {"PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == found


def test_one_connection_is_always_allowed() -> None:
    assert connections_at_once(1) == 1


@pytest.mark.S3
def test_answers_are_held_up_to_a_number_of_bytes_and_the_first_of_them_goes_on() -> None:
    async def play() -> list[str]:
        held, done = HeldBytes(100), list[str]()

        async def read(name: str, *counts: int) -> None:
            for count in counts:
                await held.take(name, count)
            done.append(name)

        await held.take("first", 60)
        await held.take("second", 40)
        waiting = [asyncio.create_task(read("second", 1)), asyncio.create_task(read("third", 30))]
        await asyncio.sleep(0)
        await read("first", 500)
        await asyncio.sleep(0)
        assert done == ["first"]
        await held.give_back("first")
        await asyncio.gather(*waiting)
        return done

    assert asyncio.run(play()) == ["first", "second", "third"]


@pytest.mark.S3
def test_room_for_an_answer_is_held_before_it_comes_and_grows_with_what_is_read() -> None:
    async def play() -> list[str]:
        held, done = HeldBytes(100), list[str]()

        async def ask(name: str) -> None:
            await held.expect(name, 40)
            done.append(name)

        await ask("first")
        await ask("second")
        waiting = [asyncio.create_task(ask(name)) for name in ("third", "fourth")]
        await held.take("first", 40)
        await asyncio.sleep(0)
        assert done == ["first", "second"]
        more = asyncio.create_task(held.take("second", 61))
        await asyncio.sleep(0)
        assert not more.done()
        await held.give_back("first")
        await asyncio.gather(more, waiting[0])
        await held.give_back("second")
        await waiting[1]
        return done

    assert asyncio.run(play()) == ["first", "second", "third", "fourth"]


@pytest.mark.P8
def test_the_time_that_an_answer_waits_for_room_puts_off_its_deadline() -> None:
    async def play() -> bool:
        held = HeldBytes(10)
        await held.take("other", 10)
        async with asyncio.timeout(0.05) as deadline:
            first = deadline.when()
            task = asyncio.create_task(held.take_before(deadline, "mine", 5))
            await asyncio.sleep(0)
            is_off = deadline.when() is None
            await held.give_back("other")
            await task
            later = deadline.when()
        assert first
        assert later
        return is_off and later >= first

    assert asyncio.run(play())
