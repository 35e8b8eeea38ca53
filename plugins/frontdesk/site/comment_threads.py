"""The comments of a post in, its threads as its page draws them out. Pure (R6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from .texts import Reply

DEEPEST = 3
"""Lists are nested so deep below the outermost one, which leaves 250 of 320 pixels for words."""


class Thread(Struct, frozen=True):
    """A comment with its answers.

    Attributes:
        below: its answers, oldest first, each with its own below it.
        names: the comment that it answers, where the page does not show it right above this list.
    """

    reply: Reply
    below: tuple[Thread, ...] = ()
    names: Reply | None = None


def threads(replies: Iterable[Reply]) -> tuple[Thread, ...]:
    """The comments that answer the post, with all others below them.

    In the deepest lists stand also the answers to their comments, each after the comment that it answers.

    Args:
        replies: oldest first.
    """
    by_anchor: dict[str, Reply] = {}
    answers: dict[str, list[Reply]] = defaultdict(list)
    for one in replies:
        by_anchor[one.anchor] = one
        answers[one.answers].append(one)

    def below(anchor: str, depth: int) -> tuple[Thread, ...]:
        if depth < DEEPEST:
            return tuple(Thread(one, below(one.anchor, depth + 1)) for one in answers[anchor])
        found, waiting = [], answers[anchor][::-1]
        while waiting:
            one = waiting.pop()
            names = by_anchor[one.answers] if one.answers != anchor else None
            found.append(Thread(one, names=names))
            waiting += answers[one.anchor][::-1]
        return tuple(found)

    return below("", 0)
