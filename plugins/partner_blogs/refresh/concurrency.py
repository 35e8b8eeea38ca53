"""Things as they come in, each taken care of, several at the same time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any, TypeVar

TAKEN_AT_ONCE = 16
"""So many documents are read, merged and stored at the same time."""
_Thing = TypeVar("_Thing")


async def together(
    things: AsyncGenerator[_Thing, None], take: Callable[[_Thing], Coroutine[Any, Any, None]]
) -> None:
    """Take each as it comes. The first failure stops all, and whoever called us hears of that one."""
    places = asyncio.Semaphore(TAKEN_AT_ONCE)
    try:
        async with asyncio.TaskGroup() as tasks, contextlib.aclosing(things) as coming:
            async for thing in coming:
                await places.acquire()
                task = tasks.create_task(take(thing))
                task.add_done_callback(lambda _: places.release())
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None
