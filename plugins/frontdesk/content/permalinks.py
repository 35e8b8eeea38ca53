"""A head in, the address of its page below the site's root out. Pure.

The patterns are those of Pelican's settings, so that what is said here is where the build puts it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from frontdesk.core.settings import Settings
from frontdesk.core.slugs import term_slug
from frontdesk.core.urls import file_for_url

from .content_paths import IMAGE_EXTENSIONS, is_in_folders
from .front_matter_fields import Head
from .model import Document, Kind

_FEEDS = (".xml", ".json", ".opml", ".rss", ".rdf", ".atom")


def permalink(head: Head, kind: Kind, rules: Settings) -> str:
    """2026/11/what-i-learnt.html; empty where it cannot be known."""
    if head.url:
        return head.url
    if not head.slug or (kind == "post" and head.date is None):
        return ""
    pattern = {
        "post": rules.article_url,
        "page": rules.page_url,
        "resource": rules.resource_url,
    }[kind]
    return pattern.format(**address_parts(head, rules))


def address_parts(head: Head, rules: Settings) -> dict[str, Any]:
    """What the patterns of addresses and files are filled with."""
    return {
        "slug": head.slug,
        "date": head.date or datetime.fromtimestamp(0, UTC),
        "lang": head.lang or rules.default_lang,
        "category": term_slug(head.category or rules.default_category),
        "author": term_slug(head.authors[0] if head.authors else rules.author),
    }


def former_url(source: Document, rules: Settings) -> str:
    """Where version 0.1.0 put a text that bears a zone of its own: it took the day that was written (A15).
    Empty where that is the address of today."""
    if not source.head.written:
        return ""
    former = permalink(replace(source.head, date=source.head.written), source.kind, rules)
    return former if former != source.url else ""


def is_feed_url(url: str) -> bool:
    """Whether programs fetch what has this address, and no person reads it."""
    return url.lower().endswith(_FEEDS) or url.startswith("feeds/")


def former_output_path(former: str, url: str) -> str:
    """The file at a former address."""
    return former if is_feed_copy(former, url) else file_for_url(former)


def is_feed_copy(former: str, url: str) -> bool:
    """Whether a copy of the feed of today lies at a former address, and no page that leads on, which no
    program follows. A folder can be no copy."""
    return is_feed_url(url) and not former.endswith("/")


def term_url(pattern: str, word: str) -> str:
    """Where a category, tag or author has its page."""
    return pattern.format(slug=term_slug(word))


def archive_url(pattern: str, day: date) -> str:
    """Where a year or month has its page."""
    return pattern.format(date=day)


def static_output_path(path: str, rules: Settings) -> str | None:
    """Where a file of the content folder lies in the site; None for one that is published only where a
    text shows it, and for a picture, of which copies are made (A7)."""
    if place := rules.extra_path_metadata.get(path, {}).get("path"):
        return str(place)
    if path.lower().endswith(IMAGE_EXTENSIONS):
        return None
    return path if is_in_folders(path, rules.static_paths) else None
