"""The bytes of a JSON Feed in, a ParsedFeed out (JSON Feed 1.0 and 1.1). Never raises on a bad feed;
a member of the wrong kind counts as missing, an item of the wrong kind is left out."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from frontdesk.core.urls import can_replace_page, is_absolute_url
from frontdesk.net.model import Failed

from ..entry_dates import newest_positions, plausible_date
from ..model.feed import ParsedFeed, RawEntry, RawText
from .feed_dates import parse_date

_DAMAGED = "sent JSON that is damaged or ends in the middle"
_VERSION = "https://jsonfeed.org/version/1"


def parse_json_feed(body: bytes, address: str, most_entries: int) -> ParsedFeed | Failed:
    """Read a whole document; the first `most_entries` items of it."""
    try:
        feed = json.loads(body.decode("utf-8-sig"), strict=False)  # Tabs and line ends do no harm
    except (ValueError, RecursionError):
        return Failed(reason=_DAMAGED)
    version = _string(feed, "version") or ""
    if not version.replace("http://", "https://").startswith(_VERSION):
        damaged = "\ufffd" in version  # bytes that no letter is made of
        return Failed(reason=_DAMAGED if damaged else "sent JSON that is no feed")
    language = _string(feed, "language")
    given = feed.get("items", [])
    items = [item for item in _list(feed, "items") if isinstance(item, dict)]
    return ParsedFeed(
        format=f"JSON Feed {'1.1' if version.endswith('1.1') else '1.0'}",
        id=_string(feed, "feed_url"),
        title=_text(_string(feed, "title"), address, html=False),
        link=_string(feed, "home_page_url"),
        language=language,
        icon=_string(feed, "favicon") or _string(feed, "icon"),
        entries=tuple(
            _entry(items[place], _authors(feed), language, address)
            for place in newest_positions([_date(item) for item in items], most_entries)
        ),
        unread=len(given) - len(items) if isinstance(given, list) else 1,
    )


def _entry(item: Any, feed_authors: str | None, language: str | None, address: str) -> RawEntry:
    html = _text(_string(item, "content_html"), address, html=True)
    plain = _text(_string(item, "content_text"), address, html=False)
    id_ = _id(item)
    link = _string(item, "url") or _string(item, "external_url")
    link = link or (id_ if is_absolute_url(id_) else None)  # which the specification likes best
    file = _file(item) if link is None else None
    return RawEntry(
        id=id_,
        link=link or file,
        leads_to_a_file=file is not None,
        title=_text(_string(item, "title"), address, html=False),
        author=_authors(item) or feed_authors,
        summary=_text(_string(item, "summary"), address, html=False),
        content=html or plain,
        published=parse_date(_string(item, "date_published")),
        updated=parse_date(_string(item, "date_modified")),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        language=_string(item, "language") or language,
        image=_string(item, "image") or _string(item, "banner_image"),
    )


def _date(item: Any) -> datetime | None:
    published = parse_date(_string(item, "date_published"))
    return plausible_date(published) or parse_date(_string(item, "date_modified"))


def _id(item: Any) -> str | None:
    """A string; the specification asks readers to take a number for one."""
    value = item.get("id")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else _string(item, "id")


def _file(item: Any) -> str | None:
    """The first attachment that is no picture."""
    attached = (one for one in _list(item, "attachments") if isinstance(one, dict))
    files = ((_string(one, "url"), _string(one, "mime_type")) for one in attached)
    return next((url for url, kind in files if can_replace_page(url, kind)), None)


def _authors(where: Any) -> str | None:
    """The names of `authors` (1.1) or of `author` (1.0)."""
    people = _list(where, "authors") or [where.get("author")]
    names = (_string(person, "name") for person in people if isinstance(person, dict))
    return ", ".join(filter(None, names)) or None


def _string(where: Any, member: str) -> str | None:
    value = where.get(member) if isinstance(where, dict) else None
    return value.strip() or None if isinstance(value, str) else None


def _list(where: Any, member: str) -> list[Any]:
    value = where.get(member)
    return value if isinstance(value, list) else []


def _text(value: str | None, address: str, *, html: bool) -> RawText | None:
    return RawText(value=value, html=html, base=address) if value else None
