"""Comments of an export in, their files out, in order: by several processes where there are many."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor

from frontdesk.core.settings import Settings

from .addresses.old_links import OldBlog
from .convert_text import (
    CommentToConvert,
    Converted,
    TextConverter,
    convert_comments,
    set_up_worker,
)
from .model import ImportedComment, SourceKind

MIN_PARALLEL_COMMENTS = 1000
"""With so many comments, more processes save time (benchmarks/import.py)."""
_BATCH = 100
_MAX_WAITING = 30
"""Batches of comments that are on their way, so that memory stays bounded."""


class Comments:
    """Converts comments, many of them in other processes while this one converts texts.

    Args:
        given: what a converter in another process needs.
        converter: that of this process.
        take: gets each comment and its file, or None where nothing is left of it.
        count: how many comments there will be.
    """

    def __init__(
        self,
        given: tuple[SourceKind, Settings, OldBlog],
        converter: TextConverter,
        take: Callable[[ImportedComment, Converted | None], None],
        count: int,
    ) -> None:
        self._converter = converter
        self._take = take
        self._batch: list[CommentToConvert] = []
        self._waiting: deque[tuple[list[CommentToConvert], Future[list[Converted | None]]]] = (
            deque()
        )
        self._pool: ProcessPoolExecutor | None = None
        if count >= MIN_PARALLEL_COMMENTS:
            self._pool = ProcessPoolExecutor(initializer=set_up_worker, initargs=given)

    def add(self, one: CommentToConvert) -> None:
        if self._pool is None:
            self._take(one.comment, self._converter.comment(one))
            return
        self._batch.append(one)
        if len(self._batch) == _BATCH:
            self._send(self._pool)

    def _send(self, pool: ProcessPoolExecutor) -> None:
        self._waiting.append((self._batch, pool.submit(convert_comments, self._batch)))
        self._batch = []
        while len(self._waiting) > _MAX_WAITING:
            self._receive()

    def _receive(self) -> None:
        batch, future = self._waiting.popleft()
        for one, made in zip(batch, future.result(), strict=True):
            self._take(one.comment, made)

    def finish(self) -> None:
        """Take all that are still on their way."""
        if self._pool is None:
            return
        self._send(self._pool)
        while self._waiting:
            self._receive()
        self._pool.shutdown()
