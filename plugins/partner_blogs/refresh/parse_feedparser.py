"""Bytes in, ParsedFeed out. The only user of feedparser; JSON is handed on. Never raises on a
bad feed; says instead what is wrong with it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from frontdesk.core.urls import can_replace_page, is_absolute_url, is_html_type
from frontdesk.net.model import Failed, Fetched

from ..entry_dates import newest_positions, plausible_date
from ..model.feed import ParsedFeed, QuietTimes, RawEntry, RawText
from .charset import decode_document
from .feed_dates import parse_date
from .parse_fast import parse_fast
from .parse_json_feed import parse_json_feed
from .xml_repair import markup_only, repair_xml

MAX_ENTRIES = 500
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


def parse_feed(fetched: Fetched) -> ParsedFeed | Failed:
    """Read RSS, Atom or JSON Feed of any version (E1). What is not a feed, or only the first part of one,
    or holds no entry that can be read, is a Failed, so that the last good copy stays (P8)."""
    text = decode_document(fetched.body, fetched.content_type)
    if text.lstrip().startswith("{"):
        return parse_json_feed(_bytes(text), fetched.address, MAX_ENTRIES)
    body = _bytes(text)
    quiet = _quiet_times(body)
    plain = parse_fast(body, None, fetched.address, quiet, MAX_ENTRIES)
    if plain is None and (mended := _bytes(repair_xml(text))) != body:
        body = mended
        plain = parse_fast(body, None, fetched.address, quiet, MAX_ENTRIES)
    parsed = plain or parse_by_feedparser(body, _XML, fetched.address, quiet)
    if isinstance(parsed, ParsedFeed) and not parsed.entries and _ENTRY.search(markup_only(text)):
        return NO_READABLE_ENTRY
    return parsed


def unreadable(error: str) -> Failed:
    """What is told of a document on which a parser fails, with an exception of this name."""
    return Failed(reason=f"sent something that cannot be read ({error})")


NO_READABLE_ENTRY = Failed(reason="sent a feed in which no entry can be read")
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s/>]", re.IGNORECASE)


def has_content(entry: RawEntry) -> bool:
    """Whether there is anything in an entry by which a reader could know it."""
    told = (entry.id, entry.link, entry.title, entry.summary, entry.content, entry.image)
    return any(told)


_XML = "application/xml; charset=utf-8"


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")


def parse_by_feedparser(
    body: bytes, content_type: str | None, address: str, quiet: QuietTimes
) -> ParsedFeed | Failed:
    import feedparser  # noqa: PLC0415 - most documents are plain, and it is large

    # An id is compared to the letter and resolved against nothing (RFC 4287 4.2.6.1).
    feedparser.mixin._FeedParserMixin.can_be_relative_uri.discard("id")
    headers = {"content-type": content_type} if content_type else {}
    if _RELATIVE_BASE.search(body):  # else links stay as they are, for clean_feed() to resolve
        headers["content-location"] = address
    try:
        found = feedparser.parse(
            io.BytesIO(_EMPTY_LINK.sub(b"", body)),  # beside which a guid would be no link
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # noqa: BLE001 - a parser's own fault is the feed's trouble (B4)
        return unreadable(type(error).__name__)
    if not found.get("version"):
        return _not_a_feed(body)
    if found.bozo and not _is_whole(body):
        return Failed(reason="sent a feed that ends in the middle")
    return _feed(found, address, quiet)


_EMPTY_LINK = re.compile(rb"<link>\s*</link>|<link\s*/>")
_RELATIVE_BASE = re.compile(rb"\bxml:base\s*=\s*[\"'](?!https?://)", re.IGNORECASE)


def _is_whole(body: bytes) -> bool:
    """Whether the root element was closed, and not only spoken of in some post's text."""
    closed = max((found.start() for found in _CLOSED.finditer(body)), default=-1)
    return closed >= 0 and all(
        body.rfind(opens, 0, closed) <= body.rfind(closes, 0, closed)
        for opens, closes in ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
    )


_FORMATS = {"rss": "RSS", "ato": "Atom", "cdf": "CDF"}


def _feed(found: Any, address: str, quiet: QuietTimes) -> ParsedFeed:
    feed = found.feed
    is_atom = found.version.startswith("atom")
    # An Atom entry without an author has its feed's (RFC 4287 4.2.1).
    feed_author = _author(feed) if is_atom else None
    return ParsedFeed(
        format=_format(found.version),
        id=_string(feed.get("id")),
        title=_text(feed, "title", is_atom, address),
        link=_link(feed, is_atom),
        language=_string(feed.get("language")),
        rights=_string(feed.get("rights")),
        licence=_string(feed.get("license")),
        icon=_icon(feed),
        quiet_times=quiet,
        entries=tuple(
            _entry(found.entries[place], feed_author, is_atom, address)
            for place in newest_positions([_when(entry) for entry in found.entries], MAX_ENTRIES)
        ),
    )


def _entry(
    entry: Mapping[str, Any], feed_author: str | None, is_atom: bool, address: str
) -> RawEntry:
    page = _string(entry.get("feedburner_origlink")) or _link(entry, is_atom)
    file = None if page else _file(entry)
    return RawEntry(
        id=_string(entry.get("id")),
        link=page or file,
        leads_to_a_file=file is not None,
        title=_text(entry, "title", is_atom, address),
        author=_author(entry) or feed_author,
        summary=_text(entry, "summary", is_atom, address),
        content=_content(entry, address),
        published=_published(entry),
        updated=_date(entry, "updated"),
        tags=tuple(filter(None, (_string(tag.get("term")) for tag in entry.get("tags", ())))),
        language=_language(entry),
        rights=_string(entry.get("rights")),
        image=_image(entry),
    )


def _link(where: Mapping[str, Any], is_atom: bool) -> str | None:
    """What leads to a page, else to the same in another form: of several the last in Atom, and in RSS the
    first, which is its own. Without one an id that is an address: feedparser has it as link."""
    alternates = [one for one in where.get("links", ()) if one.get("rel") == "alternate"]
    pages = [_string(one.get("href")) for one in alternates if is_html_type(one.get("type"))]
    others = [_string(one.get("href")) for one in alternates]
    found = list(filter(None, pages)) or list(filter(None, others))
    if found:
        return found[-1 if is_atom else 0]
    id_ = _string(dict(where).get("link"))
    return id_ if is_absolute_url(id_) else None


def _file(entry: Mapping[str, Any]) -> str | None:
    """What an entry without a page encloses, but for pictures."""
    enclosed = [(one.get("href"), one.get("type")) for one in entry.get("enclosures", ())]
    media = [one for one in entry.get("media_content", ()) if one.get("medium") != "image"]
    enclosed += [(one.get("url"), one.get("type")) for one in media]
    return next((_string(url) for url, kind in enclosed if can_replace_page(url, kind)), None)


def _icon(feed: Mapping[str, Any]) -> str | None:
    """Atom's icon is square and small, its logo large; RSS has one image for all purposes."""
    named = (feed.get("icon"), feed.get("logo"), (feed.get("image") or {}).get("href"))
    return next(filter(None, map(_string, named)), None)


def _image(entry: Mapping[str, Any]) -> str | None:
    """The first thumbnail, or else the first picture among media and enclosures."""
    named = (
        *(one.get("url") for one in entry.get("media_thumbnail", ())),
        *(one.get("url") for one in entry.get("media_content", ()) if _is_picture(one)),
        *(one.get("href") for one in entry.get("enclosures", ()) if _is_picture(one)),
    )
    return next(filter(None, map(_string, named)), None)


def _is_picture(one: Mapping[str, Any]) -> bool:
    return one.get("medium") == "image" or str(one.get("type")).startswith("image/")


def _format(version: str) -> str:
    """atom10 → Atom 1.0"""
    name = _FORMATS.get(version[:3], "feed")
    digits = re.sub(r"\D", "", version)
    return f"{name} {digits[0]}.{digits[1:]}" if len(digits) > 1 else name


def _author(entry: Mapping[str, Any]) -> str | None:
    """The first name. feedparser's own way of taking a mail address off stumbles over long domains."""
    written = (entry.get("author"), *(person.get("name") for person in entry.get("authors", ())))
    return next(filter(None, map(_name, map(_string, written))), None)


def _name(person: str | None) -> str | None:
    if person is None or "@" not in person:
        return person
    return _string(re.sub(r"\(\s*\)|<\s*>|^\s*\(|\)\s*$", "", _MAIL.sub("", person)))


_MAIL = re.compile(r"(?:mailto:)?[\w.+-]+@[\w.-]+")


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _text(where: Mapping[str, Any], field: str, is_atom: bool, address: str) -> RawText | None:
    """Only Atom can say that a text is plain; whatever else comes is read as HTML."""
    value, detail = _string(where.get(field)), where.get(f"{field}_detail")
    if value is None or detail is None:  # feedparser lends an entry's content to its summary
        return None
    plain = is_atom and detail.get("type") == "text/plain"
    return RawText(value=value, html=not plain, base=_base(detail, address))


def _base(detail: Mapping[str, Any], address: str) -> str:
    """The xml:base in force, else the feed's own address."""
    try:
        return urljoin(address, str(detail.get("base") or ""))
    except ValueError:
        return address


def _content(entry: Mapping[str, Any], address: str) -> RawText | None:
    """The longest of the contents that are text."""
    texts = [
        RawText(
            value=part["value"],
            html=part.get("type") != "text/plain",
            base=_base(part, address),
        )
        for part in entry.get("content", ())
        if _string(part.get("value")) and _is_text(part.get("type"))
    ]
    return max(texts, key=lambda text: len(text.value), default=None)


def _is_text(kind: object) -> bool:
    return not isinstance(kind, str) or kind.startswith("text/") or "xml" in kind or "html" in kind


def _language(entry: Mapping[str, Any]) -> str | None:
    details = [*entry.get("content", ()), entry.get("title_detail") or {}]
    return next(filter(None, (_string(d.get("language")) for d in details)), None)


def _published(entry: Mapping[str, Any]) -> datetime | None:
    return _date(entry, "published") or _date(entry, "created")


def _when(entry: Mapping[str, Any]) -> datetime | None:
    """The date by which an entry is among the newest."""
    return plausible_date(_published(entry)) or _date(entry, "updated")


def _date(entry: Mapping[str, Any], field: str) -> datetime | None:
    # As it was written: feedparser's own reading guesses. And of a plain dict, because feedparser's would
    # answer `updated` with `published`, and warn of it.
    return parse_date(_string(dict(entry).get(field)))


def _quiet_times(body: bytes) -> QuietTimes:
    """From what stands before and after the entries: feedparser keeps only the last hour and day."""
    feed = re.split(rb"<(?:item|entry)[\s>]", body, maxsplit=1)[0] + body[_last_entry_ends(body) :]
    ttl = _TTL.search(feed)
    hours = (
        int(h) for h in re.findall(rb"<hour>\s*(\d{1,2})\s*</hour>", _inside(b"skipHours", feed))
    )
    days = re.findall(rb"<day>\s*(\w+)\s*</day>", _inside(b"skipDays", feed))
    return QuietTimes(
        ttl_minutes=int(ttl[1]) if ttl else None,
        hours=tuple(sorted({hour % 24 for hour in hours if hour <= 24})),
        days=tuple(sorted({_DAYS.index(d) for d in (day.lower() for day in days) if d in _DAYS})),
    )


def _last_entry_ends(body: bytes) -> int:
    ends = body.rfind(b"</item>")
    return ends if ends >= 0 else len(body)


_TTL = re.compile(rb"<ttl>\s*(?:<!\[CDATA\[)?\s*(\d{1,7})\s*(?:\]\]>)?\s*</ttl>")
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
        return Failed(reason="shows a browser check instead of the feed", kind="blocked")
    if _PARKED.search(head):
        return Failed(reason="sent a page that offers the domain for sale", kind="parked")
    return Failed(reason="sent a web page and not a feed", kind="no-feed")
