"""News in, stories out: what two partners tell, or a partner and this blog, is one story (D6, E10). Pure.

Two entries of different partners tell the same story where they lead to the same page, or where the
beginnings of their texts are nearly the same.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec import Struct

from .addresses import comparable
from .model import Also, Config, PartnerState
from .news import News, news

MEMORY = timedelta(days=90)
"""What comes again so much later is another story."""
WORDS = 60
"""So much of a text is compared: as long as an excerpt."""
FEWEST_WORDS = 12
"""A shorter text says too little to tell two stories apart, such as 'Read more on our site'."""
ALIKE = 0.6
"""So much of all runs of four words must be in both."""

_RUN = 4
_SAMPLES = 8


class OwnPost(Struct, frozen=True):
    """A post of this blog; `text` is plain."""

    title: str
    link: str
    text: str
    date: datetime


class Story(Struct, frozen=True):
    """What was told once or more.

    Attributes:
        tellings: in the order in which they came in.
        own: the post of this blog that had told it before the first of them came in.
    """

    tellings: tuple[News, ...]
    own: OwnPost | None = None


def stories(told: Iterable[News], own: Sequence[OwnPost] = ()) -> tuple[Story, ...]:
    """Every piece of news in exactly one story; stories in the order of their first telling."""
    arrived = sorted(told, key=lambda one: (one.time, one.partner.id, one.entry.key))
    used = Counter((one.partner.id, one.entry.link) for one in arrived)
    known = _Known()
    for post in own:
        known.add("", comparable(post.link), _runs(post.text))
    found: dict[tuple[int, bool], list[News]] = {}
    for one in arrived:
        link = one.entry.link
        # An address that a partner gives to all its entries leads to none of them.
        place = comparable(link) if link and used[one.partner.id, link] == 1 else None
        story = known.add(one.partner.id, place, _runs(one.entry.excerpt))
        is_ours = story < len(own) and own[story].date <= one.time
        found.setdefault((story, is_ours), []).append(one)
    return tuple(
        Story(tuple(tellings), own[story] if is_ours else None)
        for (story, is_ours), tellings in found.items()
    )


def repeats(
    config: Config,
    states: Mapping[str, PartnerState],
    now: datetime,
    own: Sequence[OwnPost] = (),
) -> dict[str, tuple[str, ...]]:
    """Partner → in plain words, which of its recent news stand under another's name, and why: so that a
    partner who misses a post learns where it is."""
    recent = (one for one in news(config, states) if one.time >= now - MEMORY)
    said: defaultdict[str, list[str]] = defaultdict(list)
    for story in stories(recent, own):
        best = teller(story.tellings)
        for one in story.tellings:
            if story.own:
                said[one.partner.id].append(f"“{one.entry.title}” repeats our “{story.own.title}”")
            elif one.partner.id != best.partner.id:
                said[one.partner.id].append(
                    f"“{one.entry.title}” stands under {best.partner.name}, who has it too"
                )
    return {id_: tuple(lines) for id_, lines in said.items()}


def teller(tellings: Sequence[News]) -> News:
    """Who is quoted: a blog with its own post before one that passes it on, then who came first."""
    return min(tellings, key=lambda one: not _is_at_home(one))


def also_at(best: News, tellings: Iterable[News]) -> tuple[Also, ...]:
    """The other partners that told it, each once."""
    others = {one.partner.id: one for one in reversed(list(tellings))}
    return tuple(
        Also(key=best.entry.key, partner=id_, name=one.partner.name, link=one.entry.link)
        for id_, one in reversed(others.items())
        if id_ != best.partner.id
    )


def _is_at_home(one: News) -> bool:
    homes = {_host(address) for address in (one.partner.home, one.partner.feed) if address}
    return one.entry.link is not None and _host(one.entry.link) in homes


def _host(address: str) -> str:
    return urlsplit(comparable(address)).netloc


class _Known:
    """Finds the story that an entry tells among those that other partners told before."""

    def __init__(self) -> None:
        self._count = 0
        self._by_place: dict[str, dict[str, int]] = defaultdict(dict)
        self._by_run: dict[int, dict[str, tuple[int, frozenset[int]]]] = defaultdict(dict)

    def add(self, teller: str, place: str | None, runs: frozenset[int]) -> int:
        """The number of its story: an old one's, or the next."""
        story = self._found(teller, place, runs)
        if story is None:
            story = self._count
            self._count += 1
        if place:
            self._by_place[place].setdefault(teller, story)
        for run in _sample(runs):
            self._by_run[run].setdefault(teller, (story, runs))
        return story

    def _found(self, teller: str, place: str | None, runs: frozenset[int]) -> int | None:
        for other, story in self._by_place.get(place or "", {}).items():
            if other != teller:
                return story
        for run in _sample(runs):
            for other, (story, theirs) in self._by_run.get(run, {}).items():
                if other != teller and len(runs & theirs) >= ALIKE * len(runs | theirs):
                    return story
        return None


def _runs(text: str) -> frozenset[int]:
    """The runs of four words at the beginning of a text, as numbers that are the same on every day."""
    words = re.findall(r"\w+", text.casefold())[:WORDS]
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(
        zlib.crc32(" ".join(words[n : n + _RUN]).encode()) for n in range(len(words) - _RUN + 1)
    )


def _sample(runs: frozenset[int]) -> list[int]:
    """A few runs, chosen so that two texts that are nearly the same have one in common: the smallest."""
    return sorted(runs)[:_SAMPLES]
