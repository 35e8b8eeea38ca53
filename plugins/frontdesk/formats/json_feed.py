"""A Feed in, the bytes of a JSON Feed 1.1 document out. Pure."""

from __future__ import annotations

import json
from typing import Any

from frontdesk.core.timestamps import rfc3339

from .feed_escaping import ascii_uri, drop_invalid_xml, first_nonblank, has_text, person_name
from .feed_model import Feed, Item
from .plain_text import plain_text

EXTENSION = ".json"
MEDIA_TYPE = "application/feed+json"


def json_feed(feed: Feed) -> bytes:
    """The whole document, UTF-8. The source of an item goes into `_source`, an extension,
    because the format has no member for it."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": first_nonblank(feed.title, feed.home),
        "home_page_url": feed.home,
        "feed_url": feed.address + EXTENSION,
        "description": feed.subtitle,
        "language": feed.language,
        "icon": ascii_uri(feed.logo) if feed.logo else None,
        "favicon": ascii_uri(feed.icon) if feed.icon else None,
        "authors": [{"name": first_nonblank(person_name(feed.author), feed.title)}],
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs] or None,
        "items": [_item(item) for item in feed.items],
    }
    text = json.dumps(_cleaned(_without_none(whole)), ensure_ascii=False, indent=1)
    return text.encode() + b"\n"


def _cleaned(value: Any) -> Any:
    """Without the characters that the other formats cannot hold (F4)."""
    if isinstance(value, dict):
        return {name: _cleaned(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_cleaned(member) for member in value]
    return drop_invalid_xml(value) if isinstance(value, str) else value


def _plain_content(item: Item) -> str | None:
    return plain_text(item.content) if item.content and item.also_plain else None


def _item(item: Item) -> dict[str, Any]:
    is_plain = item.content is None
    summary = first_nonblank(item.summary, item.title, item.link, item.id)
    source = item.source
    return _without_none(
        {
            "id": item.id,
            "url": ascii_uri(item.link) if item.link else None,
            "title": first_nonblank(item.title, item.link, item.id),
            "content_html": item.content,
            "content_text": summary if is_plain else _plain_content(item),
            "summary": None if is_plain else item.summary,
            "date_published": rfc3339(item.published),
            "date_modified": rfc3339(item.updated),
            "authors": [{"name": first_nonblank(person_name(item.author))}]
            if item.author
            else None,
            "tags": list(filter(has_text, item.tags)) or None,
            "language": item.language,
            "attachments": [
                {"url": ascii_uri(one.address), "mime_type": one.kind, "size_in_bytes": one.length}
                for one in item.enclosures
            ]
            or None,
            "_source": source
            and _without_none({"title": source.title, "url": source.home, "feed_url": source.feed}),
        }
    )


def _without_none(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
