"""The bytes of a JSON Feed in, its faults out (JSON Feed 1.1)."""

from __future__ import annotations

import json
from typing import Any

from .feed_values import (
    RFC_3339,
    Faults,
    check_date,
    check_html,
    check_language,
    check_media_type,
    check_size,
    check_text,
    check_unique,
    check_url,
)


def check_json_feed(data: bytes, address: str) -> Faults:
    feed = json.loads(data)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "is no JSON Feed 1.1"
    if feed.get("feed_url") != address:
        yield "does not name its own address"
    if not isinstance(feed.get("title"), str) or not isinstance(feed.get("items"), list):
        yield "has no title or no items"
        return
    yield from check_text(feed["title"], "title")
    yield from check_language(feed.get("language"))
    for name in ("home_page_url", *(name for name in ("icon", "favicon") if name in feed)):
        yield from check_url(feed.get(name), name)
    yield from _members(feed, _JSON_FEED)
    for hub in feed.get("hubs", ()):
        if set(hub) != {"type", "url"}:
            yield "a hub needs a type and an address"
    yield from check_unique((item.get("id") for item in feed["items"]), "id")
    for item in feed["items"]:
        yield from _json_item(item)


def _json_item(item: dict[str, Any]) -> Faults:
    yield from _members(item, _JSON_ITEM)
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield "an item has no id"
    content = item.get("content_html", item.get("content_text"))
    if not isinstance(content, str) or not content:
        yield "an item has no content"
    if "url" in item:
        yield from check_url(item["url"], "url")
    if "language" in item:
        yield from check_language(item["language"])
    for name in ("date_published", "date_modified"):
        yield from check_date(item.get(name), name, RFC_3339)
    for attachment in item.get("attachments", ()):
        yield from check_url(attachment.get("url"), "an attachment")
        yield from check_media_type(attachment.get("mime_type"), "an attachment")
        yield from check_size(str(attachment.get("size_in_bytes", 0)), "an attachment")
    yield from check_html(item.get("content_html"), "content_html")


_JSON_FEED = {
    *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url"),
    *("icon", "favicon", "authors", "language", "expired", "hubs", "items"),
}
_JSON_ITEM = {
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image"),
    *("banner_image", "date_published", "date_modified", "authors", "tags", "language"),
    "attachments",
}


def _members(thing: dict[str, object], known: set[str]) -> Faults:
    for name, value in thing.items():
        if name not in known and not name.startswith("_"):
            yield f"{name} is no member that the format knows"
        if value is None:
            yield f"{name} is null"
    for author in thing.get("authors", ()):  # type: ignore[attr-defined]
        if not author.get("name"):
            yield "an author has no name"
    if not all(isinstance(tag, str) for tag in thing.get("tags", ())):  # type: ignore[attr-defined]
        yield "a tag is no text"
