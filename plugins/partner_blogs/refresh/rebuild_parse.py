"""The documents of a published site in, what a lost store can have again from them out. Pure (O2).

What feeds and `status.json` do not tell is lost: docs/deploy.md has the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from bs4 import BeautifulSoup, Tag
from msgspec import Struct
from msgspec.structs import asdict, replace

from frontdesk.core.periods import PeriodKind, days_of_period, is_period_name
from frontdesk.core.timestamps import Instant
from frontdesk.core.urls import feed_without_credentials, host_name, url_key

from ..entry_dates import newest_first_key
from ..link_votes import MIN_VOTES
from ..model.config import Config, Partner
from ..model.digest import Edition, EditionPart, LinkedAddress, LinkVote
from ..model.feed import CleanFeed
from ..model.state import Entry, PartnerState
from ..select.digests import close_editions

_DIGEST = re.compile(r"/digests/(daily|weekly|monthly)/([\dW-]+)\.html$")
_BLOG = "blog-"
"""With this and the partner's id begins its part of a digest."""
_REST = "rest-"
"""And with this what of it stands behind the pins of others."""


class PublishedStatus(Struct, frozen=True):
    """What is read back of one partner from the published `status.json`."""

    id: str
    state: str
    reason: str | None = None
    last_success: Instant | None = None
    last_try: Instant | None = None
    next_try: Instant | None = None
    moved_to: str | None = None


class _Item(Struct, frozen=True):
    url: str
    content_html: str
    date_published: Instant


class _Digests(Struct, frozen=True):
    items: tuple[_Item, ...] = ()


def parse_status(status: bytes) -> tuple[PublishedStatus, ...] | None:
    """The partners of `status.json`; None where it is none of ours."""
    try:
        return msgspec.json.decode(status, type=tuple[PublishedStatus, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def recover_state(partner: Partner, row: PublishedStatus, feed: CleanFeed | None) -> PartnerState:
    """What we knew of a partner: how it stood, and the entries of our own feed of it. When we first saw
    one is lost, so that is when it was published."""
    gone = row.state == "retired" and partner.status == "active"
    failing = row.state == "failing"
    stands_in = partner.author or partner.name  # for an author whom the entry did not name
    entries = (
        Entry(
            **asdict(entry)
            | {
                "author": None if entry.author == stands_in else entry.author,
                # Of a partner of whom headlines alone are shown, what stands there is a sentence of ours.
                "excerpt": entry.excerpt if partner.show in {"excerpts", "full"} else "",
            },
            key=entry.id,
            first_seen=entry.published,
            arrival="news",
            date=entry.published,
        )
        for entry in (feed.entries if feed else ())
        if entry.published
    )
    return PartnerState(
        id=partner.id,
        feed=feed_without_credentials(partner.feed or ""),
        full=partner.show == "full",
        last_try=row.last_try,
        last_success=row.last_success,
        next_try=row.next_try,
        failures=int(failing),
        problem=row.reason if failing or gone else None,
        trouble="gone" if gone else "other" if failing else None,
        moved_to=row.moved_to,
        moved_seen=int(row.moved_to is not None),
        known_until=row.last_success,
        entries=tuple(sorted(entries, key=newest_first_key)),
    )


def recover_editions(
    config: Config, states: Mapping[str, PartnerState], digests: bytes, until: datetime
) -> tuple[Edition, ...]:
    """The closed digests, from our own feed of them; a period that had none is recorded as empty, so that
    nothing gets into it afterwards (D2).

    Args:
        digests: a JSON Feed.
        until: when the site was refreshed for the last time.
    """
    try:
        items = msgspec.json.decode(digests, type=_Digests).items
    except (msgspec.MsgspecError, UnicodeDecodeError):
        items = ()
    found = tuple(
        _edition(config, states, item, kind, period)
        for item in items
        for kind, period in _periods(item.url)
    )
    return (*found, *close_editions(config, {}, found, until)) if found else ()


def _periods(url: str) -> Iterator[tuple[PeriodKind, str]]:
    """What the address of a digest says; nothing where it is none."""
    for kind, period in _DIGEST.findall(url):
        if is_period_name(kind, period):
            yield kind, period


def _edition(
    config: Config, states: Mapping[str, PartnerState], item: _Item, kind: PeriodKind, period: str
) -> Edition:
    partners = {partner.id: partner for partner in config.partners}
    soup = BeautifulSoup(item.content_html, "html.parser")
    first, _ = days_of_period(kind, period)
    midnight = datetime.combine(first, time(), ZoneInfo(config.about.timezone)).astimezone(UTC)
    sections: dict[str, list[Tag]] = {}
    for section in soup.select("section"):
        for heading in section.select(f"h2[id^={_BLOG}], h2[id^={_REST}]"):
            id_ = str(heading["id"]).removeprefix(_BLOG).removeprefix(_REST)
            if id_ in partners:
                sections.setdefault(id_, []).append(section)
    return Edition(
        kind=kind,
        period=period,
        starts=midnight,
        ends=item.date_published,
        timezone=config.about.timezone,
        closed=item.date_published,
        parts=tuple(
            _part(partners[id_], found, states.get(id_), item.date_published)
            for id_, found in sections.items()
        ),
        most_linked=tuple(_most_linked(config, states, soup)),
    )


def _most_linked(
    config: Config, states: Mapping[str, PartnerState], soup: BeautifulSoup
) -> Iterator[LinkedAddress]:
    """What several partners linked to: a paragraph each, with the address and a line of the blogs."""
    ids = {partner.name: partner.id for partner in config.partners}
    for paragraph in soup.find_all("p", recursive=False):
        line = paragraph.find("br")
        place, *voters = paragraph.find_all("a")
        votes = tuple(
            LinkVote(partner=ids[name], name=name, link=str(voter["href"]))
            for voter in voters
            if (name := voter.get_text()) in ids
        )
        if line and len(votes) >= MIN_VOTES:
            address = str(place["href"])
            is_titled = f"({host_name(address)})" in paragraph.get_text()
            yield LinkedAddress(
                address=address,
                votes=votes,
                partner=_owner(address, states),
                title=place.get_text() if is_titled else "",
            )


def _owner(address: str, states: Mapping[str, PartnerState]) -> str | None:
    """The partner whose post lies there."""
    place = url_key(address)
    return next(
        (
            id_
            for id_, state in states.items()
            if any(entry.link and url_key(entry.link) == place for entry in state.entries)
        ),
        None,
    )


def _part(
    partner: Partner, sections: list[Tag], state: PartnerState | None, ends: datetime
) -> EditionPart:
    """What is pinned may stand apart from the other entries of a blog."""
    known = {url_key(entry.link): entry for entry in state.entries if entry.link} if state else {}
    more = re.search(r"\d+", "".join(_text(section, "p.more") for section in sections))
    return EditionPart(
        partner=partner.id,
        name=partner.name,
        show=partner.show,
        home=partner.home,
        more=int(more[0]) if more else 0,
        entries=tuple(
            _told(article, link, known.get(url_key(link or "")), ends)
            for section in sections
            for article in section.select("article")
            for link in [_attribute(article, "h3 a", "href")]
        ),
    )


def _told(article: Tag, link: str | None, known: Entry | None, ends: datetime) -> Entry:
    """An entry in the words of the digest, which never change (D2); what it does not tell, as it is known
    from the partner's feed."""
    title = _text(article, "h3 a") or _text(article, "h3")
    written = _attribute(article, "time", "datetime")
    date = datetime.fromisoformat(written).astimezone(UTC) if written else None
    stamp = _text(article, "time")
    words: dict[str, Any] = {
        "title": title,
        "link": link,
        "author": _text(article, "p.meta").removesuffix(stamp).rstrip(", ") or None,
        "excerpt": _text(article, "p.p-summary"),
        "date": date,
    }
    if known:
        return replace(known, **words)
    return Entry(
        **words,
        id=link or title,
        key=link or title,
        published=date,
        first_seen=date or ends,
        arrival="news",
    )


def _text(where: Tag, selector: str) -> str:
    found = where.select_one(selector)
    return " ".join(found.get_text().split()) if found else ""


def _attribute(where: Tag, selector: str, name: str) -> str | None:
    found: Any = where.select_one(selector)
    return str(found[name]) if found and found.has_attr(name) else None
