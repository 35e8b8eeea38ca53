"""Partners' entries and a period in, the edition of its digest out: chosen fairly, and always the same way.
Pure (D1 to D6).

The refresh closes editions with it, and the build shows the open ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from frontdesk.core.memory.model import KnownPost
from frontdesk.core.periods import Period, PeriodKind, periods_between

from ..curation import is_pinned, pinned_links
from ..entry_dates import date_or_first_seen
from ..entry_parts import in_parts
from ..model.config import Config, DigestRules, Partner
from ..model.digest import (
    Choice,
    Edition,
    EditionHead,
    EditionPart,
    LeftOut,
    LeftOutReason,
    OtherSource,
)
from ..model.state import Entry, PartnerState
from ..recorded_editions import RecordedEditions, recorded_editions
from .candidates import Candidate, iter_candidates, latest_candidates
from .cross_posts import (
    CLUSTER_WINDOW,
    Cluster,
    cluster_candidates,
    other_sources,
    primary_source,
    related_candidates,
)
from .digest_own_posts import with_own_posts
from .most_linked import most_linked

SHARE_MIN_PARTNERS = 4
"""A partner's share of an edition is limited only if at least so many partners are in it (D4)."""


def enabled_kinds(rules: DigestRules) -> tuple[PeriodKind, ...]:
    """The kinds of digest that are switched on."""
    switches: tuple[tuple[PeriodKind, bool], ...] = (
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
    own: Collection[KnownPost] | None = None,
) -> tuple[Edition, ...]:
    """The editions whose period has ended and that are not in the record yet, oldest first (D2).

    The first time, that is every period since the oldest entry. After that it goes on from the
    newest recorded one; a period without entries is recorded empty, so that what comes later
    cannot get into it. What was closed later than now was closed by a clock that ran ahead, before
    its period had ended: it is closed again.

    Args:
        own: what is known of our own posts; None where nothing was published yet.
    """
    trusted = recorded_editions(recorded).only(lambda one: _was_closed_by(one, now))
    chosen = _unrecorded(config, states, trusted, now, until=now)
    closing: Iterator[Edition] = (_without_links(one.edition) for one in chosen)
    if own is not None:
        closing = with_own_posts(closing, own, trusted.facts)
    return tuple(replace(edition, closed=now) for edition in closing)


def _without_links(edition: Edition) -> Edition:
    """As it is recorded: the links of entries are counted, and needed no more."""
    parts = (
        replace(part, entries=tuple(replace(entry, outbound=()) for entry in part.entries))
        for part in edition.parts
    )
    return replace(edition, parts=tuple(parts))


def visible_editions(recorded: Iterable[Edition], now: datetime) -> RecordedEditions:
    """The recorded editions, without empty ones that were closed too early by a wrong clock: entries may
    still come."""
    return recorded_editions(recorded).only(
        lambda one: one.has_parts or bool(one.post_ids) or _was_closed_by(one, now)
    )


def _was_closed_by(edition: EditionHead, now: datetime) -> bool:
    return edition.closed is None or edition.closed <= now


def is_closing_due(
    config: Config,
    recorded: Iterable[Edition],
    now: datetime,
    first_arrival: datetime | None,
) -> bool:
    """Whether any digest may have to be closed: a look at the record that spares most refreshes a look
    at every entry.

    Args:
        first_arrival: the time of the first candidate of all, or an earlier one; None where there is none.
    """
    facts = recorded_editions(recorded).facts
    newest = {edition.kind: edition for edition in facts if _was_closed_by(edition, now)}
    return any(
        period.ends <= now
        for kind in enabled_kinds(config.digest)
        for period in _periods(config, kind, newest.get(kind), first_arrival or now, now)
    )


def open_editions(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
) -> tuple[Edition, ...]:
    """The editions that are not in the record yet, as they would be now: of each kind those whose
    period has ended, oldest first, and then the one that is still running."""
    return tuple(one.edition for one in open_choices(config, states, recorded, now))


def open_choices(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
) -> Iterator[Choice]:
    """The same editions, each with what is not in it and why."""
    return _unrecorded(config, states, recorded, now)


def _unrecorded(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
    *,
    until: datetime | None = None,
) -> Iterator[Choice]:
    """One edition after the other, so that each knows what the earlier ones have."""
    records = recorded_editions(recorded)
    newest = {edition.kind: edition for edition in records.facts}
    kinds = enabled_kinds(config.digest)
    has_a_first = any(kind not in newest for kind in kinds)
    first = (_first_arrival(config, states) if has_a_first else None) or now
    periods = {
        kind: tuple(
            period
            for period in _periods(config, kind, newest.get(kind), first, now)
            if until is None or period.ends <= until
        )
        for kind in kinds
    }
    begin = min((row[0].starts for row in periods.values() if row), default=now)
    since = begin - CLUSTER_WINDOW
    recent = related_candidates(
        lambda: iter_candidates(config, states, since),
        lambda one: one.time >= begin,
        unwanted_too=False,
    )
    oldest = min((one.time for one in recent), default=now)
    clusters_of = _by_time(cluster_candidates(recent))
    for kind, row in periods.items():
        before = {
            (part.partner, entry.key)
            for edition in records.where(_may_have(kind, oldest))
            for part in edition.parts
            for entry in part.entries
        }
        for period in row:
            clusters = clusters_of(period)
            choice = choose_edition(config, clusters, period, before)
            if until is not None:
                linked = most_linked(config, _new_posts(clusters, period, before))
                choice = replace(choice, edition=replace(choice.edition, most_linked=linked))
            before |= {(part.partner, e.key) for part in choice.edition.parts for e in part.entries}
            yield choice


def _may_have(kind: PeriodKind, since: datetime) -> Callable[[EditionHead], bool]:
    """Whether an edition of this kind may have candidates that came in then or later. An arrival never
    becomes later, so what came in since then is in no edition that ended before."""
    return lambda one: one.kind == kind and one.ends > since


def _first_arrival(config: Config, states: Mapping[str, PartnerState]) -> datetime | None:
    """The time of the first candidate of all."""
    earliest = (
        min((one.time for one in latest_candidates(partner, states[partner.id])), default=None)
        if partner.include or partner.exclude or partner.removed or partner.hidden
        else in_parts(states[partner.id].entries).first_arrival
        for partner in config.partners
        if partner.id in states and partner.show != "link" and partner.status != "removed"
    )
    return min(filter(None, earliest), default=None)


def _by_time(clusters: Sequence[Cluster]) -> Callable[[Period], list[Cluster]]:
    """A function that finds the clusters of a period, in their order, by bisection: there are as many
    periods as days."""
    arrivals = sorted((one.time, n) for n, cluster in enumerate(clusters) for one in cluster)
    times = [time for time, _ in arrivals]

    def within(period: Period) -> list[Cluster]:
        first, after = bisect_left(times, period.starts), bisect_left(times, period.ends)
        return [clusters[n] for n in sorted({n for _, n in arrivals[first:after]})]

    return within


def _periods(
    config: Config, kind: PeriodKind, newest: EditionHead | None, first: datetime, now: datetime
) -> Iterator[Period]:
    """The periods after the newest recorded edition. The next one begins where that one ended, even
    if the time zone was changed since: no entry is in two editions, or in none (D6)."""
    begin = newest.ends if newest else min(first, now)
    for period in periods_between(begin, now, kind, ZoneInfo(config.about.timezone)):
        if newest is None:
            yield period
        elif period.name > newest.period:
            yield replace(period, starts=begin)
            begin = period.ends


def choose_edition(
    config: Config,
    clusters: Iterable[Cluster],
    period: Period,
    before: Collection[tuple[str, str]] = (),
) -> Choice:
    """What the partners bring to this period's digest (D1, D3, D4, D6), in the order of feeds.yaml; and
    what is left out.

    Args:
        clusters: every cluster that may be in it.
        before: the keys of candidates in earlier editions of this kind; their clusters are left out.
    """
    rules, zone = config.digest, ZoneInfo(config.about.timezone)
    entries_of: dict[str, list[Entry]] = {}
    also: dict[str, list[OtherSource]] = {}
    left: list[LeftOut] = []
    for cluster in clusters:
        here = [one for one in cluster if period.starts <= one.time < period.ends]
        if not here:
            continue
        earlier = next((one for one in cluster if one.key in before), None)
        if earlier:
            left += _left_out(here, "earlier", earlier.partner.name)
            continue
        best = primary_source(here)
        left += _left_out((one for one in here if one is not best), "copy", best.partner.name)
        entries_of.setdefault(best.partner.id, []).append(best.entry)
        also.setdefault(best.partner.id, []).extend(other_sources(best, here))
    pins = pinned_links(config.curation)
    partners = {partner.id: partner for partner in config.partners}
    chosen: dict[str, list[Entry]] = {}
    for id_, entries in entries_of.items():
        caps = caps_for(partners[id_], rules)
        chosen[id_], over = _held_to_caps(entries, caps, zone, pins)
        left += (LeftOut(partner=id_, entry=one, reason=reason) for one, reason in over)
    pinned = {id_: sum(is_pinned(e, pins) for e in entries) for id_, entries in chosen.items()}
    shares = {id_: caps_for(partners[id_], rules).share for id_ in chosen}
    sizes = _held_to_share(chosen, shares, pinned)
    for id_, size in sizes.items():
        left += (LeftOut(partner=id_, entry=one, reason="share") for one in chosen[id_][size:])
        del chosen[id_][size:]
    edition = Edition(
        kind=period.kind,
        period=period.name,
        starts=period.starts,
        ends=period.ends,
        timezone=config.about.timezone,
        parts=tuple(
            EditionPart(
                partner=partner.id,
                name=partner.name,
                home=partner.home,
                show=partner.show,
                entries=tuple(chosen[partner.id]),
                more=len(entries_of[partner.id]) - len(chosen[partner.id]),
                also=_of_those(chosen[partner.id], also[partner.id]),
            )
            for partner in config.partners
            if partner.id in chosen
        ),
    )
    return Choice(edition=edition, left_out=tuple(left))


def _new_posts(
    clusters: Iterable[Cluster], period: Period, before: Collection[tuple[str, str]]
) -> Iterator[Candidate]:
    """Each post that came in within the period, once, whether or not it is in the edition."""
    for cluster in clusters:
        here = [one for one in cluster if period.starts <= one.time < period.ends]
        if here and not any(one.key in before for one in cluster):
            yield primary_source(here)


def _left_out(candidates: Iterable[Candidate], reason: LeftOutReason, of: str) -> Iterator[LeftOut]:
    for one in candidates:
        yield LeftOut(partner=one.partner.id, entry=one.entry, reason=reason, of=of)


def _of_those(entries: Iterable[Entry], also: Iterable[OtherSource]) -> tuple[OtherSource, ...]:
    keys = {entry.key for entry in entries}
    return tuple(one for one in also if one.key in keys)


def caps_for(partner: Partner, rules: DigestRules) -> DigestRules:
    """The rules as they are for one partner (D4)."""
    return replace(
        rules,
        per_day=partner.per_day or rules.per_day,
        per_digest=partner.per_digest or rules.per_digest,
        share=partner.share or rules.share,
    )


def _held_to_caps(
    entries: list[Entry], rules: DigestRules, zone: ZoneInfo, pinned: Collection[str]
) -> tuple[list[Entry], list[tuple[Entry, LeftOutReason]]]:
    """What the editor pinned, then the newest first, so many a day and so many in all; and the others."""
    days: Counter[str] = Counter()
    kept: list[Entry] = []
    over: list[tuple[Entry, LeftOutReason]] = []
    newest = sorted(entries, key=_newest_news_first)
    for entry in sorted(newest, key=lambda entry: not is_pinned(entry, pinned)):
        day = date_or_first_seen(entry).astimezone(zone).date().isoformat()
        is_full_day, is_full = days[day] >= rules.per_day, len(kept) >= rules.per_digest
        if is_pinned(entry, pinned) or not (is_full_day or is_full):
            days[day] += 1
            kept.append(entry)
        else:
            over.append((entry, "per_digest" if is_full else "per_day"))
    return kept, over


def _newest_news_first(entry: Entry) -> tuple[float, str]:
    return (-date_or_first_seen(entry).timestamp(), entry.key)


def _held_to_share(
    chosen: dict[str, list[Entry]], shares: Mapping[str, int], pinned: Mapping[str, int]
) -> dict[str, int]:
    """How many entries of each partner stay. One is taken from the largest partner that has more than its
    share, until none has; no partner falls below one entry, or below its pinned entries.

    Args:
        shares: the most that a partner may fill, in percent.
    """
    sizes = {id_: len(entries) for id_, entries in chosen.items()}
    if len(chosen) < SHARE_MIN_PARTNERS:
        return sizes
    while True:
        total = sum(sizes.values())
        over = [
            id_
            for id_, size in sizes.items()
            if size > max(1, pinned[id_]) and size * 100 > shares[id_] * total
        ]
        if not over:
            return sizes
        sizes[max(over, key=lambda id_: (sizes[id_], id_))] -= 1
