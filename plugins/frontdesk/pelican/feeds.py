"""Our posts in; the feeds of posts, categories, tags and series, the catalog of all feeds, and copies of
feeds at old addresses, out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import json
from pelican import signals

from frontdesk.build.images.icons import FAVICON
from frontdesk.formats.enclosures import HEAD_BYTES, FileHead, FileLookup, may_play
from frontdesk.formats.feed_catalog import FeedCatalog, all_formats, atom_file
from frontdesk.formats.feed_ids import is_authority
from frontdesk.formats.feed_model import Feed, FeedOffer, Item
from frontdesk.formats.feed_writer import write_feed_made_of
from frontdesk.formats.metadata_removal.file_types import RefusedFileError
from frontdesk.formats.own_post_items import last_change, post_item
from frontdesk.formats.site_feeds import (
    ICONS,
    LOGOS,
    THEME_ICON,
    newest_items,
    site_feed,
    stylesheet_from,
)
from frontdesk.site.own_pages import OwnTexts
from frontdesk.site.texts import Post

from .site_reuse import new_file, new_file_digest, page_reuse, write_or_keep
from .static_files import clean_copy

_log = logging.getLogger(__name__)


def register() -> None:
    signals.generator_init.connect(_add_catalog)
    signals.article_generator_finalized.connect(_offer_feeds_of_posts)
    signals.article_writer_finalized.connect(_write_feeds_of_posts)
    signals.finalized.connect(_copy_feeds)


def _add_catalog(generator: Any) -> None:
    generator.context.setdefault("feeds", FeedCatalog())
    if "feed_item" not in generator.context:
        generator.context["feed_item"] = _item_maker(generator)
    settings = generator.settings
    made = FAVICON if settings["ICONS"] else None
    settings["SITE_ICON"] = _file_in_root(settings, ICONS) or made or _theme_icon(settings)
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


def _feeds_of_posts(generator: Any) -> Iterator[tuple[FeedOffer, tuple[Post, ...]]]:
    """All posts, and those of each category, tag and series that has a feed (F1)."""
    settings, words = generator.settings, generator.settings["WORDS"]
    site = settings["SITENAME"]
    offer = FeedOffer(
        name="posts",
        shelf="site",
        title=site,
        label=words.gettext("Posts"),
        what=words.gettext("All our own posts, in full."),
        page="",
        documents=all_formats("posts"),
    )
    own: OwnTexts = generator.context["own_texts"]
    yield offer, own.articles
    for category, posts in own.categories if settings["CATEGORY_FEEDS"] else ():
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
        yield offer, posts
    for tag, posts in own.tags if settings["TAG_FEEDS"] else ():
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
        yield offer, posts
    for series in own.series if settings["SERIES_FEEDS"] else ():
        name = f"series/{series.slug}"
        offer = FeedOffer(
            name=name,
            shelf="series",
            title=f"{site}: {series.run.name}",
            label=series.run.name,
            what=words.gettext("Our series %(series)s, in full.", series=series.run.name),
            page=series.url,
            documents=atom_file(name),
        )
        yield offer, series.run.posts[::-1]


def _offer_feeds_of_posts(generator: Any) -> None:
    _check_hubs(generator.settings["WEBSUB_HUBS"])
    _check_authority(generator.settings["SITE_AUTHORITY"])
    for offer, _ in _feeds_of_posts(generator):
        generator.context["feeds"].add(offer)


def _write_feeds_of_posts(generator: Any, writer: Any) -> None:
    settings = generator.settings
    _check_ids(generator.context["own_texts"].articles)
    item = generator.context["feed_item"]
    inputs = _item_inputs(generator)
    for offer, posts in _feeds_of_posts(generator):
        newest = newest_items(posts, lambda post: post.date)
        said = json.encode(site_feed(settings, offer, ()), enc_hook=str)
        make = partial(_feed_of, settings, offer, newest, item)
        whole = said + b"".join(map(inputs, newest))
        write_feed_made_of(writer.write_or_keep, offer, whole, make)


def _feed_of(
    settings: Any, offer: FeedOffer, posts: Iterable[Post], item: Callable[[Post], Item]
) -> Feed:
    return site_feed(settings, offer, tuple(map(item, posts)))


def _check_ids(posts: Iterable[Post]) -> None:
    """Two posts with one id are an error: feed readers would hide one of them."""
    first: dict[str, str] = {}
    for post in posts:
        source = post.relative_source_path
        taken_by = first.setdefault(post.id, source)
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


def _item_maker(generator: Any) -> Callable[[Post], Item]:
    """Makes the feed item of a post, once."""
    settings, measure = generator.settings, measured(generator)

    @cache
    def item(post: Post) -> Item:
        return post_item(post, settings, measure, *_notices(generator, post))

    return item


def _notices(generator: Any, post: Post) -> tuple[str, str]:
    """The HTML before and after the text of a post."""
    notices = generator.get_template("credits/notices").module
    return str(notices.before(post)).strip(), str(notices.after(post)).strip()


def _item_inputs(generator: Any) -> Callable[[Post], bytes]:
    """Gives what the feed item of a post is made from: a digest, for the item itself takes long to make. It
    is the item where that may have enclosures, which other files decide."""
    settings, item = generator.settings, generator.context["feed_item"]
    reuse = page_reuse(settings)

    @cache
    def inputs(post: Post) -> bytes:
        notices = "\0".join(_notices(generator, post))
        plays = post.text.kept("plays", lambda html: b"1" if may_play(html) else b"")
        if reuse is None or plays or may_play(notices):
            return json.encode(item(post), enc_hook=str)
        changed = last_change(post, settings["BUILD_TIME"]).isoformat()
        return b"\0".join((reuse.digest_of_text(post), notices.encode(), changed.encode()))

    return inputs


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
    settings = pelican.settings
    for old, name in settings["FEED_COPIES"].items():
        if feed := new_file(settings, name):
            copied = partial(_copied, feed, name, old)
            write_or_keep(settings, old, new_file_digest(settings, name), copied)
        else:
            _log.error(
                "FEED_COPIES: there is no feed %s to copy to %s; the page Subscribe lists the feeds",
                name,
                old,
            )


def _copied(feed: Path, name: str, old: str) -> bytes:
    """A feed as it lies at an old address, from where its style sheet is elsewhere."""
    here, there = (f'href="{stylesheet_from(path)}"'.encode() for path in (name, old))
    return feed.read_bytes().replace(here, there, 1)
