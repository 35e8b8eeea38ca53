"""The blog's own posts as a feed: the Pelican side of this package (F1, F4)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from pelican import signals

from . import atom, jsonfeed, rss
from .model import Feed, Item

NEWEST = 50
FEEDS = "feeds"
_log = logging.getLogger(__name__)


def connect() -> None:
    signals.article_writer_finalized.connect(_write_posts_feed)


def _write_posts_feed(generator: Any, writer: Any) -> None:
    settings = generator.settings
    _refuse_one_id_for_two(generator.articles, settings)
    items = tuple(post_item(article, settings) for article in generator.articles[:NEWEST])
    feed = site_feed(settings, "posts", settings["SITENAME"], items, settings["SITESUBTITLE"])
    write_feed(writer.output_path, "posts", feed)


def write_feed(output_path: str, name: str, feed: Feed) -> None:
    """Put a feed into the site, in each of its formats (F1)."""
    for ending, data in (
        (atom.ENDING, atom.atom(feed)),
        (rss.ENDING, rss.rss(feed)),
        (jsonfeed.ENDING, jsonfeed.json_feed(feed)),
    ):
        write_bytes(output_path, f"{FEEDS}/{name}{ending}", data)


def site_feed(
    settings: Any,
    name: str,
    title: str,
    items: tuple[Item, ...],
    subtitle: str | None,
    home: str = "",
) -> Feed:
    """A feed of this site with all that its feeds share.

    Args:
        name: what the feed is called in its address and in its id.
        home: the page that it goes with, below the site's root.
    """
    site = settings["SITE_ADDRESS"]
    return Feed(
        id=permanent_id(settings, f"feeds/{name}"),
        title=title,
        subtitle=subtitle or None,
        address=f"{site}/{FEEDS}/{name}",
        home=f"{site}/{home}",
        language=settings["DEFAULT_LANG"],
        author=settings["AUTHOR"],
        born=datetime(int(settings["SITE_AUTHORITY"].partition(",")[2][:4]), 1, 1, tzinfo=UTC),
        items=items,
    )


def permanent_id(settings: Any, what: str) -> str:
    """A tag URI (RFC 4151). SITE_AUTHORITY stays as it is when the site moves, and so do all ids."""
    return f"tag:{settings['SITE_AUTHORITY']}:{what}"


def post_item(article: Any, settings: Any) -> Item:
    """An own post with its whole text and absolute addresses."""
    site = settings["SITE_ADDRESS"]
    published = article.date
    return Item(
        id=post_id(article, settings),
        title=article.title,
        link=f"{site}/{article.url}",
        published=published,
        updated=max(getattr(article, "modified", published), published),
        author=", ".join(author.name for author in article.authors),
        summary=Markup(article.summary).striptags(),  # noqa: S704 - to take the markup out
        content=_absolute(article.get_content(site), f"{site}/{article.url}"),
        tags=(article.category.name, *(tag.name for tag in getattr(article, "tags", ()))),
        language=article.lang,
    )


def _absolute(content: str, address: str) -> str:
    """Links that stay within the post, such as those to its footnotes, lead to it from a reader too."""
    return content.replace('href="#', f'href="{address}#')


def post_id(article: Any, settings: Any) -> str:
    """The post's own `Id:`, or one made of its file's name: neither title, date, slug nor address."""
    given = article.metadata.get("id")
    return str(given) if given else permanent_id(settings, f"posts/{quote(_stem(article))}")


def _refuse_one_id_for_two(articles: Iterable[Any], settings: Any) -> None:
    """Readers would show one of the two and hide the other."""
    first: dict[str, str] = {}
    for article in articles:
        source = article.relative_source_path
        taken_by = first.setdefault(post_id(article, settings), source)
        if taken_by != source:
            _log.error(
                "%s: has the same Id as %s; take the line out of the newer of the two, or write "
                "another Id there",
                source,
                taken_by,
            )


def _stem(article: Any) -> str:
    return PurePosixPath(article.relative_source_path).stem


def write_bytes(output_path: str, name: str, data: bytes) -> None:
    """Put a file into the site that is being built."""
    path = Path(output_path, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
