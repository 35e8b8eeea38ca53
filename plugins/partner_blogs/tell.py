"""Values in, lines for a terminal or a log out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from .blogroll import Imported, entry_text
from .model import Config, Failed, Found, Page, Partner, PartnerState, RefreshReport, Survey
from .remaining import remaining
from .standing import standing
from .stories import OwnPost, repeats


class Row(Struct, frozen=True, kw_only=True):
    """How one partner stands, as the status page and status.json tell it; instants as iso() writes them.

    Attributes:
        held: which of its recent posts stand under another's name, and why.
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


def report_lines(report: RefreshReport) -> Iterator[str]:
    """How a refresh went, in one line or two."""
    yield (
        f"Partners: {report.asked} asked, {report.kept} kept from before, "
        f"{len(report.failed)} failed; {report.links} more are links only."
    )
    if report.closed:
        yield f"Digests closed: {len(report.closed)}."


def status_rows(
    config: Config,
    states: Mapping[str, PartnerState],
    now: datetime,
    own: Sequence[OwnPost] = (),
) -> list[Row]:
    """One row a partner, for people and programs alike (O1)."""
    held = repeats(config, states, now, own)
    return [
        _row(partner, states.get(partner.id), now, held.get(partner.id, ()))
        for partner in config.partners
    ]


def status_lines(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        facts = [f"{row.entries} entries"] if row.entries else []
        told = ((label, getattr(row, field)) for field, label in _LABELS.items())
        facts += [f"{label} {value}" for label, value in told if value]
        yield f"{row.state:9} {row.id:32} {row.name}"
        if facts:
            yield f"          {'; '.join(facts)}"
        yield from (f"          {line}" for line in row.held)


_LABELS = {
    "reason": "why:",
    "advice": "what to do:",
    "last_success": "last read",
    "last_try": "last tried",
    "next_try": "next try",
    "moved_to": "moved to",
}


def _row(partner: Partner, state: PartnerState | None, now: datetime, held: tuple[str, ...]) -> Row:
    stands = standing(partner, state, now)
    known = state or PartnerState(id=partner.id)
    if known.feed != partner.feed:  # what is known of the old one is no news of the new one
        known = replace(known, next_try=None, moved_to=None)
    return Row(
        id=partner.id,
        name=partner.name,
        state=stands.state,
        reason=stands.reason,
        advice=stands.advice,
        entries=len(remaining(partner, known.entries)),
        last_success=iso(known.last_success),
        last_try=iso(known.last_try),
        next_try=iso(known.next_try),
        moved_to=known.moved_to,
        held=held,
    )


def iso(moment: datetime | None) -> str | None:
    """2026-11-22T06:00:00Z"""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def survey_lines(address: str, found: Found) -> Iterator[str]:
    """The facts of one feed, or why there is none."""
    match found:
        case Failed(reason=reason) | Page(trouble=Failed(reason=reason)):
            yield f"{address}: {reason}"
        case Survey():
            newest = found.newest.date().isoformat() if found.newest else "unknown"
            amount = "full text" if found.full_text else "excerpts"
            yield f"{found.address}: {found.format}, {found.title or 'without a title'}"
            yield f"  {found.entries} entries, newest {newest}, {amount}"
            if found.address != address:
                yield f"  reached by a redirect from {address}"
            if found.undated:
                yield f"  {found.undated} entries have no date"
            if found.entries and found.unsigned == found.entries:
                yield "  no entry names its author; set author: in feeds.yaml"


def paste_lines(found: Survey, id_: str) -> str:
    """The entry for feeds.yaml."""
    fields = {"id": id_, "name": found.title or id_, "home": found.home, "feed": found.address}
    return entry_text({field: value for field, value in fields.items() if value})


def import_lines(imported: Imported) -> Iterator[str]:
    yield (
        f"Blogs added: {len(imported.added)}; known already: {len(imported.known)}; "
        f"refused: {len(imported.refused)}."
    )
    yield from (f"  refused: {name}, which has no web address" for name in imported.refused)
