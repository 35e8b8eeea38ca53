"""Editions in, what the pages of digests show of them out: titles, sections, own posts. Pure (D3, D7).

An edition is one issue of a digest, such as that of the week 2026-W46.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo

import markdown
from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.date_formats import period_dates
from frontdesk.core.memory.model import KnownPost
from frontdesk.core.periods import PeriodKind
from frontdesk.core.safe_html import prefix_root_links
from frontdesk.core.settings import markdown_extensions
from frontdesk.core.translations import Translations
from frontdesk.core.urls import url_key
from frontdesk.formats.author_sanitizer import clean_author_html, removed_markup
from frontdesk.formats.feed_ids import tag_uri
from frontdesk.formats.feed_model import Item
from frontdesk.formats.site_feeds import MIN_ITEMS

from ..config.curation_yaml import curated_by_link, is_pinned, pinned_links
from ..config.load import CURATION_FILE
from ..model.config import Config, CuratedEntry, Curation
from ..model.digest import Edition, EditionPart, EditionPost
from ..model.state import Entry
from ..select.digest_own_posts import with_missing_posts, with_own_posts
from .urls import DIGESTS_PAGE, digest_page


class EditionSection(Struct, frozen=True):
    """The entries of one blog that stand together in an edition.

    Attributes:
        anchor: the id of its heading, unique on the page.
    """

    part: EditionPart
    anchor: str


class EditionPage(Struct, frozen=True):
    """An edition as templates get it, under the name `issue`.

    Attributes:
        title: the editor's, or else the days of its period.
        span: the days of its period, in words.
        url: below the site's root.
        is_open: whether its period is still running.
        posts: our own, each with its day.
        intro: HTML, cleaned.
        curated: comparable link → what the editor decided about the entry there.
        zone: the time zone of its dates; None for that of the site.
        passages: its sections, in the order of the page.
    """

    edition: Edition
    title: str
    span: str
    url: str
    is_open: bool
    posts: tuple[tuple[date, EditionPost], ...]
    intro: str | None
    curated: Mapping[str, CuratedEntry]
    zone: ZoneInfo | None
    passages: tuple[EditionSection, ...]

    @property
    def count(self) -> int:
        """The number of entries and own posts."""
        return len(self.posts) + sum(len(part.entries) for part in self.edition.parts)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of its entries and own posts, in the order of the page."""
        others = (entry.title for one in self.passages for entry in one.part.entries)
        return (*others, *(post.title for _, post in self.posts))

    @property
    def blog_names(self) -> tuple[str, ...]:
        """The partners in it, in the order of the page."""
        return tuple(dict.fromkeys(one.part.name for one in self.passages))

    def decision(self, entry: Entry) -> CuratedEntry | None:
        """What the editor decided about an entry (D7)."""
        decided = (self.curated.get(url_key(link)) for link in entry.links)
        return next(filter(None, decided), None)


class PostUrls(Struct, frozen=True):
    """Where our own posts are today.

    Attributes:
        by_id: post id → address below the site's root, of all posts that readers can see.
        taken: every address that leads to a post, redirects included.
    """

    by_id: Mapping[str, str]
    taken: Collection[str]


def edition_pages(
    config: Config,
    closed: Collection[Edition],
    growing: Collection[Edition],
    known: Collection[KnownPost],
    urls: PostUrls,
    intros: Mapping[str, str],
    words: Translations,
) -> Iterator[EditionPage]:
    """Every edition that has anything in it, oldest first; the running ones last (D1, D3).

    Args:
        closed, growing: editions as the selection has them.
        known: what the site's memory has of our own posts.
        intros: period → HTML of the editor's introduction.
    """
    curated, pinned = curated_by_link(config.curation), pinned_links(config.curation)
    titles = {one.period: one.title for one in config.curation.digests if one.title}

    def page(edition: Edition, *, is_open: bool) -> EditionPage:
        # The period's name says which days these are, also after a change of the time zone (D2).
        days = period_dates(edition.kind, edition.period, words.locale)
        posts = filter(None, (_with_todays_url(post, urls) for post in edition.posts or ()))
        return EditionPage(
            edition=edition,
            title=titles.get(edition.period) or days,
            span=days,
            url=digest_page(edition.kind, edition.period),
            is_open=is_open,
            posts=tuple((date.fromisoformat(post.day), post) for post in posts),
            intro=intros.get(edition.period),
            curated=curated,
            zone=_zone(edition.timezone or config.about.timezone),
            passages=tuple(edition_sections(edition, pinned)),
        )

    completed = {(one.kind, one.period): one for one in with_missing_posts(closed, known)}
    recorded = [completed.get((one.kind, one.period), one) for one in closed]
    for edition in recorded:
        made = page(edition, is_open=False)
        if made.count:
            yield made
    for edition in with_own_posts(growing, known, recorded):
        if edition.parts:
            yield page(edition, is_open=True)


def _with_todays_url(post: EditionPost, urls: PostUrls) -> EditionPost | None:
    """A post as an edition has it; None where readers cannot see it any more. Its link stays that of the
    edition as long as anything is there, and becomes today's address otherwise."""
    today = urls.by_id.get(post.id)
    if today is None:
        return None
    return post if post.url in urls.taken else replace(post, url=today)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # a record from a system that knows more zones
        return None


def with_neighbours(
    pages: Iterable[EditionPage],
) -> Iterator[tuple[EditionPage | None, EditionPage, EditionPage | None]]:
    """Each page between the older and the newer one of its kind."""
    everything = tuple(pages)
    for kind in get_args(PeriodKind):
        row = [page for page in everything if page.edition.kind == kind]
        yield from zip([None, *row], row, [*row[1:], None], strict=False)


def unused_curation(
    curation: Curation, links: Collection[str], pages: Iterable[EditionPage]
) -> Iterator[str]:
    """A warning for each decision in curation.yaml that applies to nothing, such as a mistyped address.

    Args:
        links: the comparable links of all entries in the store.
    """
    for one in curation.entries:
        if url_key(one.link) not in links:
            yield (
                f"{CURATION_FILE}:{one.line}: no post of a partner has the address {one.link}; "
                "copy it from the title's link"
            )
    periods = {page.edition.period for page in pages}
    for intro in curation.digests:
        if intro.period not in periods:
            yield (
                f"{CURATION_FILE}:{intro.line}: there is no digest {intro.period} yet; "
                f"its pages are listed at {DIGESTS_PAGE}"
            )


# --- sections -----------------------------------------------------------------------------------


def edition_sections(edition: Edition, pinned: Collection[str]) -> Iterator[EditionSection]:
    """The sections of an edition: pinned entries first, then the others, blog by blog (D3).

    A blog with pins has two sections. Only the last of these blogs has its other entries in the same
    section as its pins, because nothing would stand between the two.

    Args:
        pinned: comparable links.
    """
    parts = edition.parts
    rest: list[EditionSection] = []
    last = max((n for n, part in enumerate(parts) if _has_pins(part, pinned)), default=0)
    for n, part in enumerate(parts):
        chosen = tuple(entry for entry in part.entries if is_pinned(entry, pinned))
        others = tuple(entry for entry in part.entries if entry not in chosen)
        if n < last and chosen and others:
            yield EditionSection(replace(part, entries=chosen, more=0), f"blog-{part.partner}")
            rest.append(EditionSection(replace(part, entries=others), f"rest-{part.partner}"))
        else:
            if n > last:
                yield from rest
                rest = []
            yield EditionSection(part, f"blog-{part.partner}")
    yield from rest


def _has_pins(part: EditionPart, pinned: Collection[str]) -> bool:
    return any(is_pinned(entry, pinned) for entry in part.entries)


# --- introductions ------------------------------------------------------------------------------


def intro_html(text: str, settings: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The Markdown of an introduction as HTML, rendered and cleaned as posts are (D10).

    Links that begin with a slash lie below the site.

    Returns:
        the HTML, and the tags and attributes that were left out because no page may have them, such as
        `<script>` or `onclick=…`.
    """
    options, site = settings["MARKDOWN"], settings["SITE_ADDRESS"]
    made = markdown.markdown(
        text,
        extensions=markdown_extensions(options),
        extension_configs=options.get("extension_configs") or {},
    )
    went = removed_markup(made)
    names = [*(f"<{tag}>" for tag in went.tags), *(f"{name}=…" for _, name, _ in went.attributes)]
    return prefix_root_links(clean_author_html(made, site), site), tuple(dict.fromkeys(names))


# --- the digest feed -------------------------------------------------------------------------------


def digest_items(
    pages: Iterable[EditionPage],
    settings: Mapping[str, Any],
    *,
    title: Callable[[EditionPage], str],
    summary: Callable[[EditionPage], str],
    content: Callable[[EditionPage], str],
) -> tuple[Item, ...]:
    """One item for each of the newest closed editions; it never changes again (D9).

    Args:
        title, summary, content: what the theme's templates say of an edition; content is HTML.
    """
    closed = sorted(
        (page for page in pages if not page.is_open),
        key=lambda page: (page.edition.ends, page.edition.kind),
        reverse=True,
    )
    return tuple(
        Item(
            id=tag_uri(settings, f"digests/{page.edition.kind}/{page.edition.period}"),
            title=title(page),
            link=f"{settings['SITE_ADDRESS']}/{page.url}",
            published=page.edition.ends,
            updated=page.edition.ends,
            summary=summary(page),
            content=content(page),
        )
        for page in closed[:MIN_ITEMS]
    )
