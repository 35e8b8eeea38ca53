"""Partners' entries and a period in, the edition of its digest out: chosen fairly, and always the
same way. Pure; used by the refresh, which closes editions, and by the build, which shows the open one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from datelines.periods import Kind, Period, periods_from

from .dates import date_or_first_seen
from .model import Also, Config, DigestRules, Edition, EditionPart, Entry, PartnerState
from .news import news
from .stories import MEMORY, OwnPost, Story, also_at, stories, teller

SHARE_COUNTS_FROM = 4
"""A share of an edition is held down only where at least so many partners appear (D4)."""


def kinds(rules: DigestRules) -> tuple[Kind, ...]:
    """The kinds of digest that are switched on."""
    switches: tuple[tuple[Kind, bool], ...] = (
        ("daily", rules.daily),
        ("weekly", rules.weekly),
        ("monthly", rules.monthly),
    )
    return tuple(kind for kind, on in switches if on)


def close_editions(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
) -> tuple[Edition, ...]:
    """The editions whose period has ended and that are not in the record yet, oldest first (D2).

    The first time, that is every period since the oldest entry. After that it goes on from the
    newest recorded one; a period without entries is recorded empty, so that what comes later
    cannot get into it.
    """
    return tuple(_unrecorded(config, states, recorded, now, until=now))


def open_editions(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
    own: Sequence[OwnPost] = (),
) -> tuple[Edition, ...]:
    """The editions that are not in the record yet, as they would be now: of each kind those whose
    period has ended, oldest first, and then the one that is still running.

    Args:
        own: posts of this blog, whose stories nobody tells again (E10).
    """
    return tuple(_unrecorded(config, states, recorded, now, own))


def _unrecorded(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
    own: Sequence[OwnPost] = (),
    *,
    until: datetime | None = None,
) -> Iterator[Edition]:
    """One edition after the other, so that each knows what was told before it."""
    everything = news(config, states)
    first = min((one.time for one in everything), default=now)
    records = sorted(recorded, key=lambda edition: edition.ends)
    newest = {edition.kind: edition for edition in records}
    periods = {
        kind: tuple(_periods(config, kind, newest.get(kind), first, now))
        for kind in kinds(config.digest)
    }
    begin = min((row[0].starts for row in periods.values() if row), default=now)
    recent = [one for one in everything if one.time >= begin - MEMORY]
    all_stories = stories(recent, own)
    for kind, row in periods.items():
        told = {
            (part.partner, entry.key)
            for edition in records
            if edition.kind == kind
            for part in edition.parts
            for entry in part.entries
        }
        for period in row:
            if until is None or period.ends <= until:
                edition = choose_edition(config, all_stories, period, told)
                told |= {(part.partner, e.key) for part in edition.parts for e in part.entries}
                yield edition


def _periods(
    config: Config, kind: Kind, newest: Edition | None, first: datetime, now: datetime
) -> Iterator[Period]:
    """The periods after the newest recorded edition. The next one begins where that one ended, even
    if the time zone was changed since: no entry is in two editions, or in none (D6)."""
    begin = newest.ends if newest else min(first, now)
    for period in periods_from(begin, now, kind, ZoneInfo(config.about.timezone)):
        if newest is None:
            yield period
        elif period.name > newest.period:
            yield replace(period, starts=begin)
            begin = period.ends


def choose_edition(
    config: Config,
    told: Iterable[Story],
    period: Period,
    before: Collection[tuple[str, str]] = (),
) -> Edition:
    """What the partners bring to this period's digest (D1, D3, D4, D6), in the order of feeds.yaml.

    Args:
        told: every story that may be in it.
        before: the names of the news in earlier editions of this kind; their stories are told.
    """
    rules, zone = config.digest, ZoneInfo(config.about.timezone)
    brought: dict[str, list[Entry]] = {}
    also: dict[str, list[Also]] = {}
    for story in told:
        here = [one for one in story.tellings if period.starts <= one.time < period.ends]
        if not here or story.own or any(one.name in before for one in story.tellings):
            continue
        best = teller(here)
        brought.setdefault(best.partner.id, []).append(best.entry)
        also.setdefault(best.partner.id, []).extend(also_at(best, here))
    chosen = {id_: _held_to_caps(entries, rules, zone) for id_, entries in brought.items()}
    chosen = _held_to_share(chosen, rules)
    return Edition(
        kind=period.kind,
        period=period.name,
        starts=period.starts,
        ends=period.ends,
        parts=tuple(
            EditionPart(
                partner=partner.id,
                name=partner.name,
                home=partner.home,
                show=partner.show,
                entries=tuple(chosen[partner.id]),
                more=len(brought[partner.id]) - len(chosen[partner.id]),
                also=_of_those(chosen[partner.id], also[partner.id]),
            )
            for partner in config.partners
            if partner.id in chosen
        ),
    )


def _of_those(entries: Iterable[Entry], also: Iterable[Also]) -> tuple[Also, ...]:
    keys = {entry.key for entry in entries}
    return tuple(one for one in also if one.key in keys)


def _held_to_caps(entries: list[Entry], rules: DigestRules, zone: ZoneInfo) -> list[Entry]:
    """The newest first, so many a day and so many in all."""
    days: Counter[str] = Counter()
    kept: list[Entry] = []
    for entry in sorted(entries, key=_newest_news_first):
        day = date_or_first_seen(entry).astimezone(zone).date().isoformat()
        if days[day] < rules.per_day and len(kept) < rules.per_digest:
            days[day] += 1
            kept.append(entry)
    return kept


def _newest_news_first(entry: Entry) -> tuple[float, str]:
    return (-date_or_first_seen(entry).timestamp(), entry.key)


def _held_to_share(chosen: dict[str, list[Entry]], rules: DigestRules) -> dict[str, list[Entry]]:
    """Take the oldest entry from the largest partner until none has more than its share."""
    if len(chosen) < SHARE_COUNTS_FROM:
        return chosen
    sizes = {id_: len(entries) for id_, entries in chosen.items()}
    while True:
        largest = max(sizes, key=lambda id_: (sizes[id_], id_))
        if sizes[largest] <= 1 or sizes[largest] * 100 <= rules.share * sum(sizes.values()):
            return {id_: entries[: sizes[id_]] for id_, entries in chosen.items()}
        sizes[largest] -= 1
