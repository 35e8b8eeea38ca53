"""Bytes in, ParsedFeed out. The only user of feedparser; JSON is handed on. Never raises on a
bad feed; says instead what is wrong with it."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from ..model import Failed, Fetched, ParsedFeed, QuietTimes, RawEntry, RawText
from .jsonfeed import parse_json_feed

MOST_ENTRIES = 500
_CLOSED = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_RIDDLE = re.compile(
    rb"just a moment\.\.\.|challenge-platform|cf-chl|attention required|captcha|ddos-guard|"
    rb"checking your browser|enable javascript and cookies to continue",
    re.IGNORECASE,
)
_PARKED = re.compile(
    rb"domain (?:name )?(?:is|may be) for sale|buy this domain|parked (?:free|domain)|"
    rb"sedoparking|hugedomains|parkingcrew|afternic|dan\.com/buy",
    re.IGNORECASE,
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def parse(fetched: Fetched) -> ParsedFeed | Failed:
    """Read RSS, Atom or JSON Feed of any version (E1). What is not a feed, or only the first part of one,
    is a Failed, so that the last good copy stays (P8)."""
    body = fetched.body
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return parse_json_feed(body, fetched.address, MOST_ENTRIES)
    headers = {"content-location": fetched.address}
    if fetched.content_type:
        headers["content-type"] = fetched.content_type
    try:
        found = feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # noqa: BLE001 - a parser's own fault is the feed's trouble (B4)
        return Failed(reason=f"sent something that cannot be read ({type(error).__name__})")
    if not found.version:
        return _not_a_feed(body)
    if found.bozo and b"\x00" not in body[:200] and not _CLOSED.search(body[-5000:]):
        return Failed(reason="sent a feed that ends in the middle")
    return _feed(found, fetched.address, _quiet_times(found.feed.get("ttl"), body))


_FORMATS = {"rss": "RSS", "ato": "Atom", "cdf": "CDF"}


def _feed(found: Any, address: str, quiet: QuietTimes) -> ParsedFeed:
    feed = found.feed
    is_atom = found.version.startswith("atom")
    # An Atom entry without an author has its feed's (RFC 4287 4.2.1).
    feed_author = _string(feed.get("author")) if is_atom else None
    return ParsedFeed(
        format=_FORMATS.get(found.version[:3], "feed") + f" {'.'.join(found.version[-2:])}",
        id=_string(feed.get("id")),
        title=_text(feed, "title", is_atom, address),
        link=_string(feed.get("link")),
        language=_string(feed.get("language")),
        rights=_string(feed.get("rights")),
        licence=_string(feed.get("license")),
        quiet_times=quiet,
        entries=tuple(
            _entry(entry, feed_author, is_atom, address) for entry in found.entries[:MOST_ENTRIES]
        ),
    )


def _entry(
    entry: Mapping[str, Any], feed_author: str | None, is_atom: bool, address: str
) -> RawEntry:
    return RawEntry(
        id=_string(entry.get("id")),
        link=_string(entry.get("feedburner_origlink") or entry.get("link")),
        title=_text(entry, "title", is_atom, address),
        author=_string(entry.get("author")) or feed_author,
        summary=_text(entry, "summary", is_atom, address),
        content=_content(entry, address),
        published=_date(entry, "published") or _date(entry, "created"),
        updated=_date(entry, "updated"),
        tags=tuple(filter(None, (_string(tag.get("term")) for tag in entry.get("tags", ())))),
        language=_language(entry),
        rights=_string(entry.get("rights")),
    )


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _text(where: Mapping[str, Any], field: str, is_atom: bool, address: str) -> RawText | None:
    """Only Atom can say that a text is plain; whatever else comes is read as HTML."""
    value = _string(where.get(field))
    if value is None:
        return None
    detail = where.get(f"{field}_detail") or {}
    plain = is_atom and detail.get("type") == "text/plain"
    return RawText(value=value, html=not plain, base=detail.get("base") or address)


def _content(entry: Mapping[str, Any], address: str) -> RawText | None:
    """The longest of the contents that are text."""
    texts = [
        RawText(
            value=part["value"],
            html=part.get("type") != "text/plain",
            base=part.get("base") or address,
        )
        for part in entry.get("content", ())
        if _string(part.get("value"))
    ]
    return max(texts, key=lambda text: len(text.value), default=None)


def _language(entry: Mapping[str, Any]) -> str | None:
    details = [*entry.get("content", ()), entry.get("title_detail") or {}]
    return next(filter(None, (_string(d.get("language")) for d in details)), None)


def _date(entry: Mapping[str, Any], field: str) -> datetime | None:
    # A plain dict, because feedparser's own would answer `updated` with `published`, and warn of it.
    parsed = dict(entry).get(f"{field}_parsed")
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _quiet_times(ttl: object, body: bytes) -> QuietTimes:
    """feedparser keeps ttl, but of skipHours and skipDays only the last."""
    hours = (
        int(h) for h in re.findall(rb"<hour>\s*(\d{1,2})\s*</hour>", _inside(b"skipHours", body))
    )
    days = re.findall(rb"<day>\s*(\w+)\s*</day>", _inside(b"skipDays", body))
    return QuietTimes(
        ttl_minutes=int(ttl) if isinstance(ttl, str) and re.fullmatch(r"\d{1,7}", ttl) else None,
        hours=tuple(sorted({hour % 24 for hour in hours if hour <= 24})),
        days=tuple(sorted({_DAYS.index(d) for d in (day.lower() for day in days) if d in _DAYS})),
    )


_DAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")


def _inside(tag: bytes, body: bytes) -> bytes:
    begins = body.find(b"<" + tag + b">")
    return body[begins : body.find(b"</" + tag + b">", begins)][:2000] if begins >= 0 else b""


def _not_a_feed(body: bytes) -> Failed:
    """What came instead, named as what it is, so that the editor knows what to do."""
    head = body[:20_000]
    if not _PAGE.search(head):
        return Failed(reason="sent something else and not a feed", kind="no-feed")
    if _RIDDLE.search(head):
        return Failed(reason="shows programs a riddle instead of the feed", kind="blocked")
    if _PARKED.search(head):
        return Failed(reason="sent a page that offers the domain for sale", kind="parked")
    return Failed(reason="sent a web page and not a feed", kind="no-feed")
