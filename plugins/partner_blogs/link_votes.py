"""Most linked addresses in, those that are left without some votes out; and their names. Pure (D8, E7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from .model.digest import LinkedAddress, LinkVote

MIN_VOTES = 3
"""Partners that link to an address before it is listed."""


def with_votes(
    listed: Iterable[LinkedAddress],
    is_kept: Callable[[LinkedAddress], bool],
    counts: Callable[[LinkVote], bool],
) -> tuple[LinkedAddress, ...]:
    """Those addresses that are kept and still have votes enough, in their order."""
    left = (replace(one, votes=tuple(filter(counts, one.votes))) for one in listed if is_kept(one))
    return tuple(one for one in left if len(one.votes) >= MIN_VOTES)


def title_of(linked: LinkedAddress) -> str:
    """The title of the post that lies there, or else the words by which most link to it; empty where there
    are none."""
    if linked.title:
        return linked.title
    texts = Counter(vote.text for vote in linked.votes if vote.text)
    return max(texts, key=lambda text: (texts[text], len(text), text), default="")
