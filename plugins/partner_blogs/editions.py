"""Partners' entries and a period in, the edition of its digest out: chosen fairly, and always the
same way. Pure; used by the refresh, which closes editions, and by the build, which shows the open one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from datelines.periods import Kind, Period, periods_from

from .dates import date_or_first_seen
from .model import Config, DigestRules, Edition, EditionPart, Entry, Partner, PartnerState
from .wanted import wanted

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
    unrecorded = open_editions(config, states, recorded, now)
    return tuple(edition for edition in unrecorded if edition.ends <= now)


def open_editions(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
) -> tuple[Edition, ...]:
    """The editions that are not in the record yet, as they would be now: of each kind those whose
    period has ended, oldest first, and then the one that is still running."""
    newest = {edition.kind: edition for edition in sorted(recorded, key=lambda e: e.ends)}
    first = min((time for _, _, time in _news(config, states)), default=now)
    return tuple(
        choose_edition(config, states, period)
        for kind in kinds(config.digest)
        for period in _unrecorded(config, kind, newest.get(kind), first, now)
    )


def _unrecorded(
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


def choose_edition(config: Config, states: Mapping[str, PartnerState], period: Period) -> Edition:
    """What the partners bring to this period's digest (D1, D3, D4), in the order of feeds.yaml."""
    rules, zone = config.digest, ZoneInfo(config.about.timezone)
    brought: dict[str, list[Entry]] = {}
    for partner, entry, time in _news(config, states):
        if period.starts <= time < period.ends:
            brought.setdefault(partner.id, []).append(entry)
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
            )
            for partner in config.partners
            if partner.id in chosen
        ),
    )


def news_time(entry: Entry) -> datetime | None:
    """The instant that decides into which digest an entry goes, or None for none (D1, D5)."""
    match entry.arrival:
        case "news":
            return entry.first_seen
        case "backfill":
            return entry.date
        case "old":
            return None


def _news(
    config: Config, states: Mapping[str, PartnerState]
) -> Iterable[tuple[Partner, Entry, datetime]]:
    for partner in config.partners:
        state = states.get(partner.id)
        if state is None or partner.show == "link":
            continue
        for entry in wanted(partner, state.entries):
            time = news_time(entry)
            if time is not None:
                yield partner, entry, time


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
