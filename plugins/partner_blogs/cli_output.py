"""Values in, lines for a terminal or a log out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from frontdesk.core.problems import Problem
from frontdesk.core.urls import without_credentials
from frontdesk.net.model import Failed

from .health import advice, is_quiet, no_feed_advice
from .model.config import Partner
from .model.report import (
    DiscoveryResult,
    DuplicateSign,
    FeedComparison,
    FeedReport,
    PingReport,
    RefreshReport,
    RepostingFeed,
    WebPage,
)
from .partners_opml import OpmlImport, partner_yaml
from .select.status import StatusRow

TYPE_CHECKING = False  # each build prints a line of here, and the editor of YAML loads slowly
if TYPE_CHECKING:
    from .config.edit_feeds import Suggestion


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


def refresh_summary(report: RefreshReport, listed: int) -> str:
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


def status_lines(rows: list[StatusRow]) -> Iterator[str]:
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


def feed_report_lines(address: str, found: FeedReport) -> Iterator[str]:
    """The facts of one feed."""
    yield without_credentials(address)
    if found.address != without_credentials(address):
        yield f"  {'moved for good' if found.moved_to else 'sends us on'} to {found.address}"
    yield from _facts(found)
    if found.entries and found.unsigned == len(found.entries):
        yield "  no entry names its author"


def no_feed_lines(found: Mapping[str, DiscoveryResult]) -> Iterator[str]:
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
    yield f"No feed was found. {no_feed_advice(found)}"


def feeds_yaml_lines(suggested: Suggestion) -> Iterator[str]:
    """What to write into feeds.yaml, so that a feed stands there once."""
    known, completes, fields = suggested
    if known:
        yield f"It is on the list already: {known.name}, line {known.feed_line}."
    elif completes:
        yield f"{completes.name} is on the list without a feed; add this line to it:\n"
        yield f"    feed: {fields['feed']}"
    else:
        yield "For feeds.yaml, under partners:\n"
        yield partner_yaml(dict(fields)).rstrip("\n")


def online_check_lines(
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
    duplicates = {partner for pair in comparison.duplicates for partner in (pair.first, pair.again)}
    for partner in partners:
        if partner.feed is None:
            continue
        yield f"{partner.name}, line {partner.feed_line}: {without_credentials(partner.feed)}"
        match found[partner.feed]:
            case (Failed() as failed) | WebPage(trouble=failed):
                todo = advice(partner, failed.kind)
                yield f"  {failed.reason}" + (f"; what to do: {todo}" if todo else "")
            case FeedReport() as report:
                yield from _facts(report)
                yield from _matters(partner, report, now, moves=partner not in duplicates)
    for repeat in comparison.reposting:
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
        moves: whether to advise following a move; not where another partner of the list has that feed.
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


def duplicate_feed_problems(comparison: FeedComparison, name: str) -> tuple[Problem, ...]:
    """The feeds that stand twice on the list: mistakes like any other in it."""
    return tuple(
        Problem(
            name,
            pair.again.feed_line or 1,
            f"the feed of {pair.again.name} is that of {pair.first.name} in line "
            f"{pair.first.feed_line} ({_SIGNS[pair.sign].format(pair.address)}); list each blog once",
            column=1,
        )
        for pair in comparison.duplicates
    )


_SIGNS: Mapping[DuplicateSign, str] = {
    "address": "both lead to {}",
    "entries": "both have the same entries",
    "id": "both have one id, and entries in common",
}


def _count(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries} entries"


def ping_lines(report: PingReport) -> Iterator[str]:
    """What hubs were told, and what waits."""
    if not report.topics:
        yield "No feed of this site names a hub, so there is nobody to tell. WEBSUB_HUBS names hubs."
        return
    for hub in dict.fromkeys(hub for hub, _ in report.told):
        yield f"{hub}: told of {_feeds(sum(one == hub for one, _ in report.told))}."
    reasons = dict.fromkeys((one.hub, one.reason) for one in report.waiting)
    for hub, reason in reasons:
        topics = [one.topic for one in report.waiting if (one.hub, one.reason) == (hub, reason)]
        yield f"{hub}: not told of {_feeds(len(topics))} such as {topics[0]}: {reason}."
    if report.waiting:
        yield "The site is published all the same. The next `ping` tries these again."
    elif not report.told:
        yield "No feed has changed since the hubs were told."


def _feeds(count: int) -> str:
    return "1 feed" if count == 1 else f"{count} feeds"


def import_lines(imported: OpmlImport) -> Iterator[str]:
    yield (
        f"Blogs added: {len(imported.added)}; known already: {len(imported.known)}; "
        f"refused: {len(imported.refused)}."
    )
    yield from (f"  refused: {name}, which has no web address" for name in imported.refused)
