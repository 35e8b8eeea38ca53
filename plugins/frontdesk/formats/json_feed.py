"""A Feed in, the bytes of a JSON Feed 1.1 document out. Pure."""

from __future__ import annotations

import json
from typing import Any

from frontdesk.core.timestamps import rfc3339

from .feed_model import Feed, Item
from .feed_text import clean, first_of, has_words, person, uri

ENDING = ".json"
KIND = "application/feed+json"


def json_feed(feed: Feed) -> bytes:
    """The whole document, UTF-8. Where an item comes from stands in `_source`, an extension: the
    format has no word of its own for it."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": first_of(feed.title, feed.home),
        "home_page_url": feed.home,
        "feed_url": feed.address + ENDING,
        "description": feed.subtitle,
        "language": feed.language,
        "icon": uri(feed.logo) if feed.logo else None,
        "favicon": uri(feed.icon) if feed.icon else None,
        "authors": [{"name": first_of(person(feed.author), feed.title)}],
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs] or None,
        "items": [_item(item) for item in feed.items],
    }
    text = json.dumps(_cleaned(_without_nothing(whole)), ensure_ascii=False, indent=1)
    return text.encode() + b"\n"


def _cleaned(value: Any) -> Any:
    """What no other format can hold is not written here either (F4)."""
    if isinstance(value, dict):
        return {name: _cleaned(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_cleaned(member) for member in value]
    return clean(value) if isinstance(value, str) else value


def _item(item: Item) -> dict[str, Any]:
    text = "content_text" if item.content is None else "content_html"
    source = item.source
    return _without_nothing(
        {
            "id": item.id,
            "url": uri(item.link) if item.link else None,
            "title": first_of(item.title, item.link, item.id),
            text: first_of(item.summary, item.title, item.link, item.id)
            if item.content is None
            else item.content,
            "summary": item.summary if item.content is not None else None,
            "date_published": rfc3339(item.published),
            "date_modified": rfc3339(item.updated),
            "authors": [{"name": first_of(person(item.author))}] if item.author else None,
            "tags": list(filter(has_words, item.tags)) or None,
            "language": item.language,
            "attachments": [
                {"url": uri(one.address), "mime_type": one.kind, "size_in_bytes": one.length}
                for one in item.enclosures
            ]
            or None,
            "_source": source
            and _without_nothing(
                {"title": source.title, "url": source.home, "feed_url": source.feed}
            ),
        }
    )


def _without_nothing(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
