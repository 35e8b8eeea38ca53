"""Values in, lines for a terminal or a log out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from frontdesk.core.problems import Problem
from frontdesk.core.slugs import unique_partner_id
from frontdesk.core.timestamps import rfc3339
from frontdesk.core.translations import Words, english
from frontdesk.core.urls import comparable, host_name, kept_feed, without_credentials
from frontdesk.net.model import Failed

from .erasure import UNLISTED_GRACE
from .filters import without_removed
from .health import advice, is_quiet, partner_health
from .model.config import Config, Partner
from .model.report import (
    DiscoveryResult,
    DuplicateSign,
    FeedComparison,
    FeedReport,
    RefreshReport,
    RepostingFeed,
    WebPage,
)
from .model.state import ImageCopy, PartnerState
from .opml_import import OpmlImport, partner_yaml
from .select.clusters import duplicate_notes
from .select.own_posts import OwnPost, OwnPosts


class Row(Struct, frozen=True, kw_only=True):
    """How one partner stands, as the status page and status.json tell it; instants as iso() writes them.

    Attributes:
        held: which of its recent posts stand under another's name, and why.
        pictures: which of its pictures could not be copied, and why; UNSET where they are switched off.
    """

    id: str
    name: str
    state: str
    reason: str | None
    advice: str | None
    entries: int
    last_success: str | None
    last_try: str | None
    next_try: str | None
    moved_to: str | None
    held: tuple[str, ...]
    pictures: tuple[str, ...] | UnsetType = UNSET


def report_lines(report: RefreshReport) -> Iterator[str]:
    """How a refresh went, in one line or two."""
    yield (
        f"Partners: {report.asked} asked, {report.kept} kept from before, "
        f"{len(report.failed)} failed; {report.links} more are links only{_others(report)}."
    )
    if report.closed:
        yield f"Digests closed: {len(report.closed)}."
    if report.pictures:
        yield f"Pictures: {report.pictures} asked for, {report.unpictured} not to be had."


def _others(report: RefreshReport) -> str:
    """So that all partners on the list are counted."""
    waiting = f", {report.waiting} not asked this time" if report.waiting else ""
    return waiting + (f", {report.retired} retired" if report.retired else "")


def listed_line(report: RefreshReport, listed: int) -> str:
    """The same for the summary of a build: of how many partners each is one of these."""
    counts = (
        (report.waiting, "not asked this time"),
        (report.links, "a link only" if report.links == 1 else "links only"),
        (report.retired, "retired"),
    )
    others = ", ".join(f"{number} {words}" for number, words in counts if number)
    line = (
        f"{report.asked} asked, {report.kept} kept from before, {len(report.failed)} failed; "
        f"{listed} listed"
    )
    return f"{line} ({report.asked} asked, {others})" if others else line


def status_rows(
    config: Config,
    states: Mapping[str, PartnerState],
    now: datetime,
    own: Sequence[OwnPost] = (),
    copies: Sequence[ImageCopy] = (),
    words: Words | None = None,
) -> list[Row]:
    """One row a partner, for people and programs alike (O1).

    Args:
        copies: those for pages.
        words: in which `held` is told; English without them.
    """
    held = duplicate_notes(config, states, now, OwnPosts(own), words or english())
    rows = [
        _row(partner, states.get(partner.id), now, held.get(partner.id, ()))
        for partner in config.partners
    ]
    if not (config.blogroll.icon or config.blogroll.thumbnail):
        return rows
    missing: defaultdict[str, list[str]] = defaultdict(list)
    for copy in copies:
        if copy.problem:
            missing[copy.partner].append(
                f"Its {copy.picture.kind} was not copied: it {copy.problem}"
            )
    return [replace(row, pictures=tuple(dict.fromkeys(missing[row.id]))) for row in rows]


def unlisted_rows(missing: Mapping[str, datetime], states: Mapping[str, PartnerState]) -> list[Row]:
    """One row for each partner that left the list, while the store still has words of it (E7).

    Args:
        missing: since which refresh.
    """
    return [
        replace(
            _row(Partner(id=id_, name=id_), states.get(id_), since, ()),
            state="unlisted",
            reason=f"not on the list since {since.date()}; it stands on no page",
            advice=(
                f"nothing, if that is right: the first refresh from {(since + UNLISTED_GRACE).date()} "
                "on deletes its words from the store; to keep them, put it back on the list"
            ),
            next_try=None,
        )
        for id_, since in sorted(missing.items())
    ]


def status_lines(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        facts = [_count(row.entries)] if row.entries else []
        told = ((label, getattr(row, field)) for field, label in _LABELS.items())
        facts += [f"{label} {value}" for label, value in told if value]
        yield f"{row.state:9} {row.id:32} {row.name}"
        if facts:
            yield f"          {'; '.join(facts)}"
        yield from (f"          {line}" for line in (*row.held, *(row.pictures or ())))


_LABELS = {
    "reason": "why:",
    "advice": "what to do:",
    "last_success": "last read",
    "last_try": "last tried",
    "next_try": "next try",
    "moved_to": "moved to",
}


def _row(partner: Partner, state: PartnerState | None, now: datetime, held: tuple[str, ...]) -> Row:
    stands = partner_health(partner, state, now)
    known = state or PartnerState(id=partner.id)
    if known.feed != (
        partner.feed and kept_feed(partner.feed)
    ):  # what is known of the old one is no news of the new one
        known = replace(known, next_try=None, moved_to=None)
    return Row(
        id=partner.id,
        name=partner.name,
        state=stands.state,
        reason=stands.reason,
        advice=stands.advice or _soon_erased(partner, state),
        entries=len(without_removed(partner, known.entries)),
        last_success=iso(known.last_success),
        last_try=iso(known.last_try),
        next_try=iso(known.next_try),
        moved_to=known.moved_to,
        held=held,
    )


def _soon_erased(partner: Partner, state: PartnerState | None) -> str | None:
    """What the next refresh takes out of the store."""
    if partner.status != "removed" or state is None:
        return None
    return "nothing: the next refresh deletes its words from the store"


def iso(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None


def survey_lines(address: str, found: FeedReport) -> Iterator[str]:
    """The facts of one feed."""
    yield without_credentials(address)
    if found.address != without_credentials(address):
        yield f"  {'moved for good' if found.moved_to else 'sends us on'} to {found.address}"
    yield from _facts(found)
    if found.entries and found.unsigned == len(found.entries):
        yield "  no entry names its author"


def nothing_lines(found: Mapping[str, DiscoveryResult]) -> Iterator[str]:
    """Why a site has no feed, without all the places where there is nothing."""
    for address, one in found.items():
        match one:
            case (
                Failed(kind=kind, reason=reason) | WebPage(trouble=Failed(kind=kind, reason=reason))
            ):
                if kind != "missing" or len(found) == 1:
                    yield f"{without_credentials(address)}: {reason}"
            case FeedReport():
                pass
    yield "No feed was found. Look for the word RSS on the blog's pages, and try the address behind it."


def paste_lines(address: str, found: FeedReport, config: Config) -> Iterator[str]:
    """What to write into feeds.yaml, so that this feed stands there once.

    Args:
        address: where it was asked for; it stays the feed's own, unless that moved for good.
    """
    feed = found.moved_to or without_credentials(address)
    for partner in config.partners:
        if partner.feed and comparable(partner.feed) == comparable(feed):
            yield f"It is on the list already: {partner.name}, line {partner.feed_line}."
            return
    for partner in config.partners:
        same_home = (
            partner.home and found.home and comparable(partner.home) == comparable(found.home)
        )
        if same_home and not partner.feed:
            yield f"{partner.name} is on the list without a feed; add this line to it:\n"
            yield f"    feed: {feed}"
            return
    id_ = unique_partner_id(found.title or "", {partner.id for partner in config.partners})
    fields = {
        "id": id_, "name": found.title or host_name(feed), "home": found.home, "feed": feed,
    }  # fmt: skip
    yield "For feeds.yaml, under partners:\n"
    yield partner_yaml({field: value for field, value in fields.items() if value}).rstrip("\n")


def check_lines(
    partners: Iterable[Partner],
    found: Mapping[str, DiscoveryResult],
    comparison: FeedComparison,
    now: datetime,
) -> Iterator[str]:
    """What each feed of the list is, and what can be done about it (O4).

    Args:
        partners: those whose feed was asked.
        found: what lies at each feed.
    """
    twins = {partner for pair in comparison.twins for partner in (pair.first, pair.again)}
    for partner in partners:
        if partner.feed is None:
            continue
        yield f"{partner.name}, line {partner.feed_line}: {without_credentials(partner.feed)}"
        match found[partner.feed]:
            case (Failed() as failed) | WebPage(trouble=failed):
                todo = advice(partner, failed.kind)
                yield f"  {failed.reason}" + (f"; what to do: {todo}" if todo else "")
            case FeedReport() as survey:
                yield from _facts(survey)
                yield from _matters(partner, survey, now, moves=partner not in twins)
    for repeat in comparison.repeats:
        yield _repeat_line(repeat)


def _facts(found: FeedReport) -> Iterator[str]:
    newest = found.newest.date().isoformat() if found.newest else "unknown"
    amount = "full text" if found.full_text else "excerpts"
    yield f"  {found.format}, {found.title or 'without a title'}"
    yield f"  {_count(len(found.entries))}, newest {newest}, {amount}"
    if found.undated:
        yield f"  {_count(found.undated)} without a date"
    if found.ahead:
        yield f"  {_count(found.ahead)} dated in the future"


def _matters(partner: Partner, found: FeedReport, now: datetime, *, moves: bool) -> Iterator[str]:
    """What the editor may want to change.

    Args:
        moves: whether a move is to be followed, because nobody else on the list is there already.
    """
    if found.moved_to and moves:
        yield f"  moved for good; what to do: {advice(partner, None, found.moved_to)}"
    elif found.moved_to:
        yield f"  moved for good to {found.moved_to}"
    elif found.address != without_credentials(partner.feed or ""):
        yield f"  sends us on to {found.address} for now; leave the line as it is"
    if found.entries and found.unsigned == len(found.entries) and not partner.author:
        yield "  no entry names its author; what to do: add author: to this partner"
    if is_quiet(partner, found.newest, now):
        yield (
            f"  nothing new for more than {partner.quiet_after} days, so it is labelled quiet; where it "
            "has ended, write status: retired and a reason"
        )


def _repeat_line(repeat: RepostingFeed) -> str:
    theirs = ", ".join(f"{p.name} in line {p.feed_line} ({count})" for p, count in repeat.of)
    line = repeat.partner.feed_line
    return (
        f"{repeat.partner.name}, line {line}: most of its {_count(repeat.entries)} are others' on "
        f"this list: {theirs}; what to do: write poll: no under line {line}, so that each post comes "
        "from its author"
    )


def twin_problems(comparison: FeedComparison, name: str) -> tuple[Problem, ...]:
    """The feeds that stand twice on the list: mistakes like any other in it."""
    return tuple(
        Problem(
            name,
            pair.again.feed_line or 1,
            f"the feed of {pair.again.name} is that of {pair.first.name} in line "
            f"{pair.first.feed_line} ({_SIGNS[pair.sign].format(pair.address)}); list each blog once",
            column=1,
        )
        for pair in comparison.twins
    )


_SIGNS: Mapping[DuplicateSign, str] = {
    "address": "both lead to {}",
    "entries": "both have the same entries",
    "id": "both have one id, and entries in common",
}


def _count(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries} entries"


def import_lines(imported: OpmlImport) -> Iterator[str]:
    yield (
        f"Blogs added: {len(imported.added)}; known already: {len(imported.known)}; "
        f"refused: {len(imported.refused)}."
    )
    yield from (f"  refused: {name}, which has no web address" for name in imported.refused)
