"""States of partners in, one by one as answers come; saved several at a time, and then told, out (B5).

A disk syncs many files in the time of a few. How it went where no entries came is saved every half second,
in one file: a kill costs no more than that.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ..model.state import PartnerFetchState, PartnerState
from ..store import Store

PAUSE_SECONDS = 0.5

_Tell = Callable[[], None]
_State = TypeVar("_State", PartnerState, PartnerFetchState)


class StateSaver:
    """Saves in a thread of its own, one batch after the other, while others are asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1)
        self._states: list[tuple[PartnerState, _Tell]] = []
        self._tries: list[tuple[PartnerFetchState, _Tell]] = []
        self._writing, self._is_over = asyncio.Lock(), asyncio.Event()

    async def save_while(self, work: Coroutine[None, None, None]) -> None:
        """Do the work, which saves. What was given is saved in the end, however the work ends.

        Raises:
            the first exception of the work, or of saving.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._save_tries())
                await work
                self._is_over.set()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            self._thread.shutdown()
            self._store.save_states([state for state, _ in self._states])
            self._store.save_fetch_states([state for state, _ in self._tries])

    async def save(self, state: PartnerState, tell: _Tell, *, at_once: bool = False) -> None:
        """Save a state, with others that wait if it need not be at once; then tell."""
        if at_once:
            self._store.save_state(state)
            tell()
            return
        self._states.append((state, tell))
        async with self._writing:
            batch, self._states = self._states, []
            await self._in_thread(self._store.save_states, [state for state, _ in batch])
        for _, told in batch:
            told()

    def save_soon(self, state: PartnerFetchState, tell: _Tell, *, at_once: bool = False) -> None:
        """Save how it went within half a second, or at once; then tell."""
        if at_once:
            self._store.save_fetch_states([state])
            tell()
            return
        self._tries.append((state, tell))

    async def _save_tries(self) -> None:
        while not self._is_over.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_over.wait(), PAUSE_SECONDS)
            batch, self._tries = self._tries, []
            await self._in_thread(self._store.save_fetch_states, [state for state, _ in batch])
            for _, told in batch:
                told()

    async def _in_thread(self, save: Callable[[list[_State]], None], states: list[_State]) -> None:
        if states:
            await asyncio.get_running_loop().run_in_executor(self._thread, save, states)
