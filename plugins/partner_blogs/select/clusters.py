"""News in, stories out: what two partners tell is one story (D6). Pure.

Two entries of different partners tell the same story where they lead to the same page, or where the
beginnings of their texts are nearly the same, be it the excerpt or the text below a description. Where one
partner gives a description alone, a title of some words tells it that neither uses twice, together with
the beginning of a text, the instant of publication, or the words of the description.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain, product
from urllib.parse import urlsplit

from frontdesk.core.translations import Words
from frontdesk.core.urls import comparable

from ..model.config import Config
from ..model.digest import OtherSource
from ..model.state import Entry, PartnerState
from .candidates import Candidate, find_candidates
from .near_duplicates import TextIndex, normalized_title, same_beginning, share_rare_words
from .own_posts import OwnPosts

CLUSTER_WINDOW = timedelta(days=90)
"""What comes again so much later is another story."""
Cluster = tuple[Candidate, ...]
"""What was told once or more: its tellings, in the order in which they came in."""


def cluster_candidates(told: Iterable[Candidate]) -> tuple[Cluster, ...]:
    """Every piece of news in exactly one story; stories in the order of their first telling."""
    arrived = sorted(told, key=lambda one: (one.time, one.partner.id, one.entry.key))
    used = Counter((one.partner.id, one.entry.link) for one in arrived)
    places: dict[str, dict[str, int]] = {}
    texts, titles = TextIndex(), _Titles(arrived)
    found: list[list[Candidate]] = []
    for one in arrived:
        teller, link = one.partner.id, one.entry.link
        # An address that a partner gives to all its entries leads to none of them.
        is_a_place = link is not None and used[teller, link] == 1
        told_there = places.setdefault(comparable(link or ""), {}) if is_a_place else {}
        same_place = (n for other, n in told_there.items() if other != teller)
        same_text = (n for text in one.entry.texts for n in texts.similar(text, but_of=teller))
        story = next(chain(same_place, same_text, titles.same_post(one)), len(found))
        if story == len(found):
            found.append([])
        found[story].append(one)
        told_there.setdefault(teller, story)
        for text in one.entry.texts:
            texts.add(teller, story, text)
        titles.add(one, story)
    return tuple(map(tuple, found))


class _Titles:
    """News by title, of titles that no partner has used twice: a column has the same one every week."""

    def __init__(self, news: Iterable[Candidate]) -> None:
        self._used = Counter((one.partner.id, normalized_title(one.entry.title)) for one in news)
        self._by_title: defaultdict[str, list[tuple[Candidate, int]]] = defaultdict(list)

    def add(self, one: Candidate, story: int) -> None:
        title = normalized_title(one.entry.title)
        if self._used[one.partner.id, title] == 1 and title.count(" ") + 1 >= _TITLE_TELLS:
            self._by_title[title].append((one, story))

    def same_post(self, one: Candidate) -> Iterator[int]:
        """The stories that other partners told under this title, and that are the same."""
        title = normalized_title(one.entry.title)
        if self._used[one.partner.id, title] == 1:
            for other, story in self._by_title.get(title, ()):
                if other.partner.id != one.partner.id and _same_post(other.entry, one.entry, title):
                    yield story


_TITLE_TELLS = 3
"""A title of fewer words says too little."""
_TITLE_TELLS_MUCH = 4
_TITLE_TELLS_ALL = 5
_PASSED_ON_WITHIN = timedelta(days=3)


def _same_post(one: Entry, other: Entry, title: str) -> bool:
    """Whether two entries of one title are one post."""
    pairs = tuple(product(one.texts, other.texts))
    if any(same_beginning(*pair) for pair in pairs):
        return True
    if (one.opening and other.opening) or one.published is None or other.published is None:
        return False
    words, apart = title.count(" ") + 1, abs(one.published - other.published)
    # Many posts are planned for a full hour.
    planned = one.published.minute == one.published.second == 0
    if apart < timedelta(seconds=1) and words >= (
        _TITLE_TELLS_ALL if planned else _TITLE_TELLS_MUCH
    ):
        return True
    return (
        apart <= _PASSED_ON_WITHIN
        and words >= _TITLE_TELLS_MUCH
        and any(share_rare_words(*pair, but=title) for pair in pairs)
    )


def duplicate_notes(
    config: Config,
    states: Mapping[str, PartnerState],
    now: datetime,
    ours: OwnPosts,
    words: Words,
) -> dict[str, tuple[str, ...]]:
    """Partner → in plain words, which of its recent news stand under another's name, and why: so that a
    partner who misses a post learns where it is."""
    recent = [one for one in find_candidates(config, states) if one.time >= now - CLUSTER_WINDOW]
    held = {one.key: post for one in recent if (post := ours.repeated_by(one.entry))}
    said: defaultdict[str, list[str]] = defaultdict(list)
    for story in cluster_candidates(recent):
        best = primary_source([one for one in story if one.key not in held] or story)
        for one in story:
            if post := held.get(one.key):
                line = words.gettext(
                    "“%(title)s” repeats our post “%(post)s”",
                    title=one.entry.title,
                    post=post.title,
                )
                said[one.partner.id].append(line)
            elif one.partner.id != best.partner.id:
                line = words.gettext(
                    "“%(title)s” is shown under %(blog)s, which also has it",
                    title=one.entry.title,
                    blog=best.partner.name,
                )
                said[one.partner.id].append(line)
    return {id_: tuple(lines) for id_, lines in said.items()}


def primary_source(tellings: Sequence[Candidate]) -> Candidate:
    """Who is quoted: a blog with its own post before one that passes it on, then who came first."""
    if len(tellings) == 1:  # nearly always
        return tellings[0]
    return min(tellings, key=lambda one: not _is_at_home(one))


def other_sources(best: Candidate, tellings: Iterable[Candidate]) -> tuple[OtherSource, ...]:
    """The other partners that told it, each once."""
    others = {one.partner.id: one for one in reversed(list(tellings))}
    return tuple(
        OtherSource(key=best.entry.key, partner=id_, name=one.partner.name, link=one.entry.link)
        for id_, one in reversed(others.items())
        if id_ != best.partner.id
    )


def _is_at_home(one: Candidate) -> bool:
    homes = {_host(address) for address in (one.partner.home, one.partner.feed) if address}
    return one.entry.link is not None and _host(one.entry.link) in homes


def _host(address: str) -> str:
    return urlsplit(comparable(address)).netloc
