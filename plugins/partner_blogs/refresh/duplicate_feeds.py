"""The reports on all feeds of a list in, those that are one, or that repost others, out. Pure (O4)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from frontdesk.core.urls import host_name, url_key

from ..model.config import Partner
from ..model.report import (
    DiscoveryResult,
    DuplicateFeed,
    DuplicateSign,
    EntryRef,
    FeedComparison,
    FeedReport,
    RepostingFeed,
)

_Reports = Mapping[Partner, FeedReport]


def compare_feeds(
    partners: Collection[Partner], found: Mapping[str, DiscoveryResult]
) -> FeedComparison:
    """Which feeds are one, and which partners mostly repost others; the addresses alone do not tell.

    Args:
        partners: those whose feed is asked, in the editor's order.
        found: what lies at each feed.
    """
    reports = {
        partner: one
        for partner in partners
        if isinstance(one := found.get(partner.feed or ""), FeedReport)
    }
    duplicates = tuple(_duplicates(reports))
    again = {pair.again for pair in duplicates}
    rest = [partner for partner in partners if partner not in again]
    return FeedComparison(duplicates=duplicates, reposting=tuple(_reposting(rest, reports)))


# --- one feed twice -----------------------------------------------------------------------------


def _duplicates(reports: _Reports) -> Iterator[DuplicateFeed]:
    first: dict[tuple[DuplicateSign, object], Partner] = {}
    for partner, report in reports.items():
        for sign in _signs(report):
            other = first.setdefault(sign, partner)
            if other is not partner and (sign[0] != "id" or _overlap(reports[other], report)):
                yield DuplicateFeed(
                    first=other, again=partner, sign=sign[0], address=report.address
                )
                break


def _signs(report: FeedReport) -> Iterator[tuple[DuplicateSign, object]]:
    """By what a feed is known again, the surest first."""
    yield "address", url_key(report.address)
    for marks in (
        [url_key(entry.link) for entry in report.entries if entry.link],
        [entry.id for entry in report.entries if _is_worldwide(entry.id)],
    ):
        if len(marks) == len(report.entries) > 0:
            yield "entries", frozenset(marks)
    if report.id:
        yield "id", report.id


def _overlap(one: FeedReport, other: FeedReport) -> bool:
    """Whether most entries of the smaller feed stand in the other too. Many sites give one id to the
    feeds of all their topics, so an id alone proves nothing."""
    marks = {mark for entry in one.entries for mark in _marks(entry)}
    shared = sum(not marks.isdisjoint(_marks(entry)) for entry in other.entries)
    return shared * 2 > min(len(one.entries), len(other.entries))


def _marks(entry: EntryRef) -> list[str]:
    """By what an entry is known again."""
    marks = [url_key(entry.link)] if entry.link else []
    return [*marks, entry.id] if _is_worldwide(entry.id) else marks


def _is_worldwide(id_: str) -> bool:
    """Whether an id is an address or the like, and no number that any blog may use."""
    return ":" in id_


# --- others' posts ------------------------------------------------------------------------------


def _reposting(partners: Collection[Partner], reports: _Reports) -> Iterator[RepostingFeed]:
    homes, carriers = _Partners(list), _Partners(list)
    for partner in partners:
        report = reports.get(partner)
        for home in filter(None, (partner.home, report.home if report else None)):
            homes[url_key(home)].append(partner)
        for entry in report.entries if report else ():
            for mark in _marks(entry):
                carriers[mark].append(partner)
    for partner in partners:
        report = reports.get(partner)
        if report is None:
            continue
        owners = (_owner(partner, report, entry, homes, carriers) for entry in report.entries)
        theirs = Counter(owner for owner in owners if owner is not partner)
        if theirs.total() * 2 > len(report.entries):
            yield RepostingFeed(
                partner=partner, of=tuple(theirs.most_common()), entries=len(report.entries)
            )


_Partners = defaultdict[str, list[Partner]]


def _owner(
    partner: Partner,
    report: FeedReport,
    entry: EntryRef,
    homes: Mapping[str, list[Partner]],
    carriers: Mapping[str, list[Partner]],
) -> Partner:
    """Whose entry it is: of the partner under whose home it lies; else of this one, if it lies on its
    host or no other feed has it."""
    for place in _upwards(entry.link):
        if place in homes:
            return partner if partner in homes[place] else homes[place][0]
    own = {partner.home, partner.feed, report.home, report.address}
    if entry.link and host_name(entry.link) in {host_name(address or "") for address in own}:
        return partner
    others = (other for mark in _marks(entry) for other in carriers[mark] if other is not partner)
    return next(others, partner)


def _upwards(link: str | None) -> Iterator[str]:
    """The comparable address, then the folders above it, up to the host."""
    place = re.split("[?#]", url_key(link))[0] if link else ""
    while place.count("/") >= 2:
        yield place
        place = place.rpartition("/")[0]
