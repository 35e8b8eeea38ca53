"""A post of ours in, the item of a feed out, with a permanent id (F4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from frontdesk.core.site_writer import ROOT

from .enclosures import FileLookup, find_enclosures
from .feed_ids import id_of_file
from .feed_model import Item

_HINT = re.compile(r'(<img\b[^>]*?) fetchpriority="\w+"')
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_SPACED = re.compile(r'\b(?:href|src)="[^"\s<>]+ [^"<>]*"')
_PICTURE = re.compile(r"<picture>(?:<source\b[^>]*>)*(<img\b[^>]*>)</picture>")


def post_item(
    article: Any, settings: Mapping[str, Any], measure: FileLookup, before: str, after: str
) -> Item:
    """A post with its whole text and absolute addresses.

    Args:
        before, after: the HTML of the notices that its page shows around its text.
        measure: looks up the files that the site publishes, for enclosures.
    """
    site = settings["SITE_ADDRESS"]
    whole = "\n".join(part for part in (before, article.content, after) if part)
    content = whole.replace(ROOT, site)
    published = article.date
    return Item(
        id=article.id,
        rss_guid=getattr(article, "rss_guid", None),
        title=article.title,
        link=f"{site}/{article.url}",
        published=published,
        updated=last_change(article, settings["BUILD_TIME"]),
        author=", ".join(author.name for author in article.authors),
        summary=article.plain_summary or None,
        content=html_for_feed(content, f"{site}/{article.url}"),
        tags=(article.category.name, *(tag.name for tag in article.tags)),
        language=article.lang,
        enclosures=find_enclosures(content, site, measure),
    )


def last_change(article: Any, now: datetime) -> datetime:
    """When it was last changed. An `Updated` in the future does not count yet."""
    published: datetime = article.date
    modified: datetime = article.modified or published
    return max(modified, published) if modified <= now else published


def html_for_feed(content: str, address: str) -> str:
    """The HTML of a post as feed readers need it. Links within the text, such as those to footnotes, lead
    to its page. A `<picture>` becomes its `<img>`, which every reader knows; `fetchpriority`, which
    validators warn about, goes; a space in an address becomes %20.

    Args:
        address: the address of the post's page, absolute.
    """
    simple = _HINT.sub(r"\1", _PICTURE.sub(r"\1", content))

    def led(tag: re.Match[str]) -> str:
        spaced = _SPACED.sub(lambda found: found[0].replace(" ", "%20"), tag[0])
        return spaced.replace('href="#', f'href="{address}#')

    return _TAG.sub(led, simple)


def post_id(article: Any, settings: Mapping[str, Any]) -> str:
    """The id of a post in feeds."""
    return feed_id(article.metadata.get("id"), article.relative_source_path, settings)


def feed_id(given: str | None, path: str, settings: Mapping[str, Any]) -> str:
    """The field `Id` of a post, else an id from its file name.

    Args:
        path: of its file.
    """
    return str(given) if given else id_of_file(settings["SITE_AUTHORITY"], path)
