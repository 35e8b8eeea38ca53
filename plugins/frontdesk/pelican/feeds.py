"""Pelican's posts in; the feeds of posts, categories and tags, the catalog of all feeds, and copies of
feeds at old addresses, out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals

from frontdesk.core.site_writer import write_bytes
from frontdesk.formats.enclosures import HEAD_BYTES, FileHead, FileLookup
from frontdesk.formats.feed_catalog import FeedCatalog, all_formats, atom_file
from frontdesk.formats.feed_ids import is_authority
from frontdesk.formats.feed_model import FeedOffer, Item
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.metadata_removal.file_types import RefusedFileError
from frontdesk.formats.own_post_items import post_id, post_item
from frontdesk.formats.site_feeds import ICONS, LOGOS, THEME_ICON, newest_items, site_feed

from .static_files import clean_copy

_log = logging.getLogger(__name__)


def register() -> None:
    signals.generator_init.connect(_add_catalog)
    signals.article_generator_finalized.connect(_offer_feeds_of_posts)
    signals.article_writer_finalized.connect(_write_feeds_of_posts)
    signals.finalized.connect(_copy_feeds)


def _add_catalog(generator: Any) -> None:
    generator.context.setdefault("feeds", FeedCatalog())
    generator.context.setdefault("measure", measured(generator))
    settings = generator.settings
    settings["SITE_ICON"] = _file_in_root(settings, ICONS) or _theme_icon(settings)
    settings["SITE_LOGO"] = _file_in_root(settings, LOGOS)


def _file_in_root(settings: Any, names: Iterable[str]) -> str | None:
    """The first of these files that content/extra/ puts into the site's root; None where there is none."""
    extra = {more.get("path"): file for file, more in settings["EXTRA_PATH_METADATA"].items()}
    there = (name for name in names if name in extra)
    return next((name for name in there if Path(settings["PATH"], extra[name]).is_file()), None)


def _theme_icon(settings: Any) -> str | None:
    is_there = Path(settings["THEME"], "static", THEME_ICON).is_file()
    return f"{settings['THEME_STATIC_DIR']}/{THEME_ICON}" if is_there else None


# --- the blog's own posts -----------------------------------------------------------------------


def _feeds_of_posts(generator: Any) -> Iterator[tuple[FeedOffer, list[Any]]]:
    """All posts, and those of each category and tag, as CATEGORY_FEEDS and TAG_FEEDS say (F1)."""
    settings, words = generator.settings, generator.settings["WORDS"]
    site = settings["SITENAME"]
    posts = FeedOffer(
        name="posts",
        shelf="site",
        title=site,
        label=words.gettext("Posts"),
        what=words.gettext("All our own posts, in full."),
        page="",
        documents=all_formats("posts"),
    )
    yield posts, generator.articles
    for category, articles in generator.categories if settings["CATEGORY_FEEDS"] else ():
        name = f"categories/{category.slug}"
        offer = FeedOffer(
            name=name,
            shelf="categories",
            title=f"{site}: {category.name}",
            label=category.name,
            what=words.gettext(
                "Our own posts in the category %(category)s, in full.", category=category.name
            ),
            page=category.url,
            documents=atom_file(name),
        )
        yield offer, articles
    for tag, articles in sorted(generator.tags.items()) if settings["TAG_FEEDS"] else ():
        name = f"tags/{tag.slug}"
        offer = FeedOffer(
            name=name,
            shelf="tags",
            title=f"{site}: {tag.name}",
            label=tag.name,
            what=words.gettext("Our own posts tagged %(tag)s, in full.", tag=tag.name),
            page=tag.url,
            documents=atom_file(name),
        )
        yield offer, articles


def _offer_feeds_of_posts(generator: Any) -> None:
    _check_hubs(generator.settings["WEBSUB_HUBS"])
    _check_authority(generator.settings["SITE_AUTHORITY"])
    for offer, _ in _feeds_of_posts(generator):
        generator.context["feeds"].add(offer)


def _write_feeds_of_posts(generator: Any, writer: Any) -> None:
    settings = generator.settings
    _check_ids(generator.articles, settings)

    measure = measured(generator)

    @cache
    def item(article: Any) -> Item:
        return post_item(article, settings, measure)

    for offer, articles in _feeds_of_posts(generator):
        items = tuple(map(item, newest_items(articles, lambda article: article.date)))
        write_feed(writer.output_path, offer, site_feed(settings, offer, items))


def _check_ids(articles: Iterable[Any], settings: Any) -> None:
    """Two posts with one id are an error: feed readers would hide one of them."""
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


def _check_hubs(hubs: Any) -> None:
    """Every feed names the hubs, so they must be addresses (F7)."""
    if not isinstance(hubs, list) or any(urlsplit(h).scheme not in {"http", "https"} for h in hubs):
        _log.error("WEBSUB_HUBS is %r; write a list of whole addresses: ['https://…']", hubs)


def _check_authority(authority: str) -> None:
    """Only a warning: ids that were published must not change, even if they are invalid (F4)."""
    if not is_authority(authority):
        _log.warning(
            "SITE_AUTHORITY is %r, under which no valid id can be made; a new site has a domain in small "
            "letters and a year: 'blog.example,2026'. Leave it as it is once you have published",
            authority,
        )


# --- files --------------------------------------------------------------------------------------


def measured(generator: Any) -> FileLookup:
    """Finds size and first bytes of an author's file as it will be published (F8)."""

    @cache
    def measure(path: str) -> FileHead | None:
        # Only now: a post that attaches a file decides on its path.
        files = (file for file in generator.context["staticfiles"] if file.save_as == path)
        file = next(files, None)
        if file is None:
            return None
        try:
            data = Path(generator.path, file.source_path).read_bytes()
            made = clean_copy(data, generator.settings)
        except (OSError, RefusedFileError):  # reported when files are published
            return None
        return FileHead(len(made), made[:HEAD_BYTES])

    return measure


def _copy_feeds(pelican: Any) -> None:
    """Copy feeds to old addresses, for their subscribers."""
    output = pelican.settings["OUTPUT_PATH"]
    for old, name in pelican.settings["FEED_COPIES"].items():
        feed = Path(output, name)
        if feed.is_file():
            write_bytes(output, old, feed.read_bytes())
        else:
            _log.error(
                "FEED_COPIES: there is no feed %s to copy to %s; the page Subscribe lists the feeds",
                name,
                old,
            )
