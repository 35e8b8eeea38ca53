"""News in, stories out: what two partners tell, or a partner and this blog, is one story (D6, E10). Pure.

Two entries of different partners tell the same story where they lead to the same page, or where the
beginnings of their texts are nearly the same.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
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
"""So many runs of a text are looked up."""
_LOOKED_AT = 8
"""So many texts that have a run are compared, the newest; more have it where it ends every text of a
blog, and a story has other runs to be found by."""


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
        known.add("", comparable(post.link), post.text)
    found: dict[tuple[int, bool], list[News]] = {}
    for one in arrived:
        link = one.entry.link
        # An address that a partner gives to all its entries leads to none of them.
        place = comparable(link) if link and used[one.partner.id, link] == 1 else None
        story = known.add(one.partner.id, place, one.entry.excerpt)
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
    if len(tellings) == 1:  # nearly always
        return tellings[0]
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
        self._by_place: dict[str, tuple[_Telling, ...]] = {}
        self._by_run: dict[int, tuple[_Telling, ...]] = {}

    def add(self, teller: str, place: str | None, text: str) -> int:
        """The number of its story: an old one's, or the next."""
        runs = _runs(text)
        story = self._found(teller, place, runs)
        if story is None:
            story = self._count
            self._count += 1
        told = _Telling(teller, story, runs)
        if place:
            before = self._by_place.get(place, ())
            if all(one.teller != teller for one in before):
                self._by_place[place] = (*before, told)[:2]  # anybody has another in two tellers
        for run in runs[:_SAMPLES]:
            self._by_run[run] = (told, *self._by_run.get(run, ()))[:_LOOKED_AT]
        return story

    def _found(self, teller: str, place: str | None, runs: Sequence[int]) -> int | None:
        for one in self._by_place.get(place or "", ()):
            if one.teller != teller:
                return one.story
        for run in runs[:_SAMPLES]:
            for one in self._by_run.get(run, ()):
                if one.teller != teller and _are_alike(runs, one.runs):
                    return one.story
        return None


class _Telling(NamedTuple):
    teller: str
    story: int
    runs: Sequence[int]


def _are_alike(some: Sequence[int], others: Sequence[int]) -> bool:
    both = len(set(some).intersection(others))
    return both >= ALIKE * (len(some) + len(others) - both)


@cache
def _runs(text: str) -> Sequence[int]:
    """The runs of four words at the beginning of a text, each once, as numbers that are the same on
    every day, the smallest first: two texts that are nearly the same have some of the smallest in
    common. Every build asks for the same texts several times."""
    words = [word.encode() for word in re.findall(r"\w+", text.casefold())[:WORDS]]
    if len(words) < FEWEST_WORDS:
        return array("I")
    runs = map(b" ".join, zip(*(words[n:] for n in range(_RUN)), strict=False))
    return array("I", sorted(set(map(zlib.crc32, runs))))
