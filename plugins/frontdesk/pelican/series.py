"""Pelican's posts in; a page and a feed for each series out.

Each post gets `place`, its position in its series or None, and `beside`, its previous and next post among
all posts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pelican import signals
from pelican.generators import Generator

from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_page
from frontdesk.core.slugs import term_slug
from frontdesk.formats.feed_catalog import atom_file
from frontdesk.formats.feed_model import FeedOffer
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.own_post_items import post_item
from frontdesk.formats.site_feeds import newest_items, site_feed
from frontdesk.site.series import PrevNext, SeriesPosts, group_by_series, oldest_first, prev_next


class Series(Struct, frozen=True):
    """A series as templates see it.

    Attributes:
        url: of its page, below the site's root.
    """

    run: SeriesPosts[Any]
    slug: str
    url: str


class SeriesPosition(Struct, frozen=True):
    """The series of a post, and the previous and next post in it."""

    series: Series
    among: PrevNext[Any]


def register() -> None:
    signals.article_generator_finalized.connect(_link_posts)
    signals.article_writer_finalized.connect(_write_feeds)
    signals.get_generators.connect(_generators)


def _link_posts(generator: Any) -> None:
    settings = generator.settings
    row = oldest_first(generator.articles)
    for post, beside in zip(row, prev_next(row), strict=True):
        post.beside, post.place = beside, None
    named = [(name, post) for post in row if (name := getattr(post, "series", ""))]
    found = [_series(run, settings) for run in group_by_series(named, settings["SERIES"])]
    for series in found:
        for post, among in zip(series.run.posts, prev_next(series.run.posts), strict=True):
            post.place = SeriesPosition(series, among)
    generator.context["series"] = found
    for offer, _ in _feeds(generator):
        generator.context["feeds"].add(offer)


def _series(run: SeriesPosts[Any], settings: Any) -> Series:
    slug = term_slug(run.name)
    return Series(run, slug, settings["SERIES_URL"].format(slug=slug))


def _feeds(generator: Any) -> Iterator[tuple[FeedOffer, tuple[Any, ...]]]:
    """The feed of each series, unless SERIES_FEEDS is off (F1)."""
    settings, words = generator.settings, generator.settings["WORDS"]
    for series in generator.context["series"] if settings["SERIES_FEEDS"] else ():
        name = f"series/{series.slug}"
        offer = FeedOffer(
            name=name,
            shelf="series",
            title=f"{settings['SITENAME']}: {series.run.name}",
            label=series.run.name,
            what=words.gettext("Our series %(series)s, in full.", series=series.run.name),
            page=series.url,
            documents=atom_file(name),
        )
        yield offer, series.run.posts


def _write_feeds(generator: Any, writer: Any) -> None:
    settings, measure = generator.settings, generator.context["measure"]
    for offer, posts in _feeds(generator):
        newest_first = newest_items(posts[::-1], lambda post: post.date)
        items = tuple(post_item(post, settings, measure) for post in newest_first)
        write_feed(writer.output_path, offer, site_feed(settings, offer, items))


def _generators(_: object) -> type[Generator]:
    return SeriesGenerator


class SeriesGenerator(Generator):  # type: ignore[misc]
    """Writes a page for each series."""

    def generate_output(self, writer: Any) -> None:
        for series in self.context["series"]:
            posts = series.run.posts[::-1]
            values = {"one": series, "articles": posts}
            write_page(self, writer, PlannedPage(series.url, "series", values))
