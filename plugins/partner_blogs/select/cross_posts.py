"""Candidates in, clusters out: entries of several partners that are one post (D6). Pure.

Two entries of different partners are one post if they link to the same page, or if the beginnings of their
texts are nearly the same; the text may be the excerpt or the one below a description. If one of them has a
description alone, they need a title of some words that neither partner uses twice, and besides it the same
beginning, the same instant of publication, or rare words of the description in common.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain, product
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from frontdesk.core.periods import period_containing
from frontdesk.core.text import normalized_title
from frontdesk.core.translations import Translations
from frontdesk.core.urls import url_key

from ..model.config import Config
from ..model.digest import OtherSource
from ..model.state import Entry, PartnerState
from .candidates import Candidate, iter_candidates
from .near_duplicates import (
    TextIndex,
    same_beginning,
    share_rare_words,
    text_samples,
)
from .own_posts import OwnPosts

CLUSTER_WINDOW = timedelta(days=90)
"""An entry that comes so much later is in another cluster, even if it is the same post."""
Cluster = tuple[Candidate, ...]
"""One post: its candidates, in the order in which they came in."""


def cluster_candidates(candidates: Iterable[Candidate]) -> tuple[Cluster, ...]:
    """Each candidate in exactly one cluster; clusters in the order of their first candidate."""
    arrived = sorted(candidates, key=lambda one: (one.time, one.partner.id, one.entry.key))
    used = Counter((one.partner.id, one.entry.link) for one in arrived)
    places: dict[str, dict[str, int]] = {}
    texts, titles = TextIndex(), _Titles(arrived)
    found: list[list[Candidate]] = []
    for one in arrived:
        partner, link = one.partner.id, one.entry.link
        # An address that a partner gives to several entries identifies none of them.
        is_a_place = link is not None and used[partner, link] == 1
        at_place = places.setdefault(url_key(link or ""), {}) if is_a_place else {}
        same_place = (n for other, n in at_place.items() if other != partner)
        same_text = (n for text in one.entry.texts for n in texts.similar(text, but_of=partner))
        cluster = next(chain(same_place, same_text, titles.same_post(one)), len(found))
        if cluster == len(found):
            found.append([])
        found[cluster].append(one)
        at_place.setdefault(partner, cluster)
        for text in one.entry.texts:
            texts.add(partner, cluster, text)
        titles.add(one, cluster)
    return tuple(map(tuple, found))


def related_candidates(
    candidates: Callable[[], Iterable[Candidate]],
    is_wanted: Callable[[Candidate], bool] = lambda _: False,
    *,
    unwanted_too: bool = True,
) -> tuple[Candidate, ...]:
    """Whatever is wanted, and those candidates that may be one post with another partner's: they have the
    clusters that they would have among all. Nearly all candidates are related to none, so few are held at
    a time.

    Args:
        candidates: gives them all, each time in the same order; a second time where it must.
        is_wanted: whether its cluster is asked for, also where it is alone.
        unwanted_too: whether clusters of several partners are asked for in which nothing is wanted.
    """
    groups, first = _Groups(), dict[int, int]()
    partners: list[str] = []
    wanted: dict[int, Candidate] = {}
    for n, one in enumerate(candidates()):
        groups.add()
        partners.append(one.partner.id)
        if is_wanted(one):
            wanted[n] = one
        for trait in _traits(one.entry):
            if (other := first.setdefault(trait, n)) != n:
                groups.join(other, n)
    first.clear()
    met: dict[int, str] = {}
    kept = {groups.of(n) for n in wanted}
    if unwanted_too:
        kept |= {up for n, p in enumerate(partners) if met.setdefault(up := groups.of(n), p) != p}
    numbers = {n for n in range(len(partners)) if groups.of(n) in kept}
    if numbers == wanted.keys():
        return tuple(wanted.values())
    wanted.clear()
    return tuple(one for n, one in enumerate(candidates()) if n in numbers)


def _traits(entry: Entry) -> Iterator[int]:
    """Numbers of link, title and texts. Two entries that are one post have one in common; others may by
    chance."""
    yield hash(normalized_title(entry.title))
    if entry.link:
        yield hash(url_key(entry.link))
    for text in entry.texts:
        yield from text_samples(text)


class _Groups:
    """Numbers from 0, each in one group with those that it was joined to."""

    def __init__(self) -> None:
        self._up = array("L")

    def add(self) -> None:
        self._up.append(len(self._up))

    def of(self, n: int) -> int:
        up = self._up
        while up[n] != n:
            up[n] = n = up[up[n]]
        return n

    def join(self, one: int, other: int) -> None:
        one, other = self.of(one), self.of(other)
        self._up[max(one, other)] = min(one, other)


class _Titles:
    """Candidates by title. A title that a partner uses twice does not count: a column has the same one
    every week."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._used = Counter(
            (one.partner.id, normalized_title(one.entry.title)) for one in candidates
        )
        self._by_title: defaultdict[str, list[tuple[Candidate, int]]] = defaultdict(list)

    def add(self, one: Candidate, cluster: int) -> None:
        title = normalized_title(one.entry.title)
        if self._used[one.partner.id, title] == 1 and title.count(" ") + 1 >= _TITLE_TELLS:
            self._by_title[title].append((one, cluster))

    def same_post(self, one: Candidate) -> Iterator[int]:
        """The clusters in which another partner has the same post under the same title."""
        title = normalized_title(one.entry.title)
        if self._used[one.partner.id, title] == 1:
            for other, cluster in self._by_title.get(title, ()):
                if other.partner.id != one.partner.id and _same_post(other.entry, one.entry, title):
                    yield cluster


_TITLE_TELLS = 3
"""Words; a shorter title does not identify a post."""
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
    # Many posts are scheduled for a full hour, so the same hour says less.
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
    words: Translations,
) -> dict[str, tuple[str, ...]]:
    """Partner id → lines that say which of its recent posts are shown under another name, and why.

    So a partner that misses a post learns where it is. The day decides which posts are recent, or the site
    would change at the second at which a post gets too old, many times a day.
    """
    today = period_containing(now, "daily", ZoneInfo(config.about.timezone)).starts
    since = today - CLUSTER_WINDOW
    held = {
        one.key: post
        for one in iter_candidates(config, states, since)
        if (post := ours.repeated_by(one.entry))
    }
    recent = related_candidates(
        lambda: iter_candidates(config, states, since),
        lambda one: one.key in held,
    )
    said: defaultdict[str, list[str]] = defaultdict(list)
    for cluster in cluster_candidates(recent):
        best = primary_source([one for one in cluster if one.key not in held] or cluster)
        for one in cluster:
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


def primary_source(cluster: Sequence[Candidate]) -> Candidate:
    """The candidate that is shown: one on its author's own blog before one that was passed on, then the
    first that came in."""
    if len(cluster) == 1:  # nearly always
        return cluster[0]
    return min(cluster, key=lambda one: not _is_at_home(one))


def other_sources(best: Candidate, cluster: Iterable[Candidate]) -> tuple[OtherSource, ...]:
    """The other partners of the cluster, each once."""
    others = {one.partner.id: one for one in reversed(list(cluster))}
    return tuple(
        OtherSource(key=best.entry.key, partner=id_, name=one.partner.name, link=one.entry.link)
        for id_, one in reversed(others.items())
        if id_ != best.partner.id
    )


def _is_at_home(one: Candidate) -> bool:
    homes = {_host(address) for address in (one.partner.home, one.partner.feed) if address}
    return one.entry.link is not None and _host(one.entry.link) in homes


def _host(address: str) -> str:
    return urlsplit(url_key(address)).netloc
