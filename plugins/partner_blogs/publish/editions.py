"""Editions in, what the pages of digests show of them out: titles, sections, own posts. Pure (D3, D7).

An edition is one issue of a digest, such as that of the week 2026-W46.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.date_formats import period_dates
from frontdesk.core.errors import StoreError
from frontdesk.core.memory.model import KnownPost
from frontdesk.core.periods import PeriodKind
from frontdesk.core.text import count_words
from frontdesk.core.translations import Translations
from frontdesk.core.urls import host_name, url_key
from frontdesk.formats.feed_ids import tag_uri
from frontdesk.formats.feed_model import Item
from frontdesk.formats.sanitizer import html_to_text
from frontdesk.formats.site_feeds import MIN_ITEMS

from ..config.load import CURATION_FILE
from ..curation import curated_by_link, is_pinned, pinned_links
from ..link_votes import title_of
from ..model.config import Config, CuratedEntry, Curation, Show
from ..model.digest import (
    Edition,
    EditionPart,
    EditionPost,
    LinkedAddress,
    LinkVote,
    OtherSource,
)
from ..model.state import Entry
from ..recorded_editions import edition_facts, head_of, recorded_editions
from ..select.digest_own_posts import with_missing_posts, with_own_posts
from .urls import DIGESTS_PAGE, digest_page

_WORDS_A_MINUTE = 230

MAX_SHOWN_POSTS = 1000
"""Partners' posts on the page of an edition, and in its entry of the feed. Of a larger edition so many are
shown, by their titles alone: some 600 kB (S4)."""
GIST_TITLES = 6
"""So many titles say what is in an edition."""
MAX_PLACE = 60
"""Characters of an address that stands for a title."""


class EditionEntry(Struct, frozen=True, kw_only=True):
    """An entry in an edition, and what the editor decided about it (D7).

    Attributes:
        also: the other partners that have its story (D6).
        pin: whether it is the editor's choice.
        note: the editor's words on it.
    """

    entry: Entry
    also: tuple[OtherSource, ...]
    pin: bool
    note: str | None


MAX_KEPT_POSTS = 2000
"""Posts in the pages of editions that are held at a time: some megabytes."""


class EditionSection(Struct, frozen=True, kw_only=True):
    """The entries of one blog that stand together in an edition.

    Attributes:
        name, home, show: of the blog.
        more: how many of its entries were left out for fairness (D4).
        anchor: the id of its heading, unique on the page.
    """

    name: str
    home: str | None
    show: Show
    more: int
    anchor: str
    items: tuple[EditionEntry, ...]


class MostLinked(Struct, frozen=True, kw_only=True):
    """An address that several partners linked to (D8).

    Attributes:
        title: of what is there; without one, its address in short.
        host: where it is; empty where the title says it.
    """

    address: str
    title: str
    host: str
    votes: tuple[LinkVote, ...]


class EditionLink(Struct, frozen=True):
    """A link to an edition, below the site's root."""

    title: str
    url: str


class EditionSummary(Struct, frozen=True, kw_only=True):
    """An edition in the list of all.

    Attributes:
        title: the editor's, or else the days of its period.
        size: how many posts it has, in words.
        gist: the first of their titles.
        url: below the site's root.
        is_open: whether its period is still running.
    """

    kind: PeriodKind
    title: str
    size: str
    gist: str
    url: str
    is_open: bool


class EditionPage(Struct, frozen=True, kw_only=True):
    """An edition as templates get it, under the name `issue`.

    Attributes:
        ends: the first instant after its period.
        name: that of its kind: Weekly digest.
        title: the editor's, or else the days of its period.
        span: the days of its period, in words.
        size: how many posts it has, in words.
        standfirst: how many posts, from how many blogs, and how long they take, in a sentence.
        url: below the site's root.
        is_open: whether its period is still running.
        posts: our own, each with its day.
        intro: HTML, cleaned.
        zone: the time zone of its dates; None for that of the site.
        passages: its sections, in the order of the page.
        linked: what several partners linked to.
        unshown: how many posts the page has no room for, in a sentence.
    """

    kind: PeriodKind
    period: str
    ends: datetime
    name: str
    title: str
    span: str
    size: str
    standfirst: str
    url: str
    is_open: bool
    posts: tuple[tuple[date, EditionPost], ...]
    intro: str | None
    zone: str | None
    passages: tuple[EditionSection, ...]
    linked: tuple[MostLinked, ...] = ()
    unshown: str | None = None

    @property
    def full_title(self) -> str:
        """As it is called among other pages: Monthly digest, November 2026 (8 posts)."""
        return f"{self.name}, {self.title} ({self.size})"

    @property
    def gist(self) -> str:
        """The first titles of its entries and own posts, in the order of the page."""
        others = (item.entry.title for one in self.passages for item in one.items)
        titles = [*others, *(post.title for _, post in self.posts)]
        shown = titles[:GIST_TITLES]
        return "; ".join(shown if len(titles) == len(shown) else [*shown, "…"])

    @property
    def count(self) -> int:
        """How many posts it has, our own among them."""
        return len(self.posts) + sum(len(one.items) for one in self.passages)

    @property
    def contents(self) -> str:
        """What is in it, in a sentence: 8 posts: …"""
        return f"{self.size}: {self.gist}"

    @property
    def description(self) -> str:
        """Of its page: which digest, and what is in it. The weekly and the monthly one of the same days may
        have the same posts."""
        return f"{self.name}, {self.span}. {self.contents}"

    @property
    def blog_names(self) -> tuple[str, ...]:
        """The partners in it, in the order of the page."""
        return tuple(dict.fromkeys(one.name for one in self.passages))

    @property
    def link(self) -> EditionLink:
        return EditionLink(self.title, self.url)

    @property
    def summary(self) -> EditionSummary:
        return EditionSummary(
            kind=self.kind,
            title=self.title,
            size=self.size,
            gist=self.gist,
            url=self.url,
            is_open=self.is_open,
        )


class PostUrls(Struct, frozen=True):
    """Where our own posts are today.

    Attributes:
        by_id: post id → address below the site's root, of all posts that readers can see.
        taken: every address that leads to a post, redirects included.
    """

    by_id: Mapping[str, str]
    taken: Collection[str]


class EditionOutline(Struct, frozen=True):
    """What other pages show of an edition.

    Attributes:
        ends: the first instant after its period.
        has_links: whether several partners linked to anything.
    """

    kind: PeriodKind
    period: str
    ends: datetime
    summary: EditionSummary
    has_links: bool = False

    @property
    def is_open(self) -> bool:
        return self.summary.is_open

    @property
    def link(self) -> EditionLink:
        return EditionLink(self.summary.title, self.summary.url)


class EditionPages:
    """The pages of all editions, oldest first; the running ones last. Each is made when it is asked for;
    the latest are kept as long as they have few posts together.

    Args:
        pages: makes them all.
        page: makes one of them.
    """

    def __init__(
        self,
        pages: Iterable[EditionPage],
        page: Callable[[EditionOutline], EditionPage],
    ) -> None:
        self._page = page
        self._kept: dict[tuple[PeriodKind, str], EditionPage] = {}
        self._posts = 0  # in all that are kept
        self.outlines = tuple(map(self._outlined, pages))

    def __iter__(self) -> Iterator[EditionPage]:
        return map(self.page, self.outlines)

    def page(self, outline: EditionOutline) -> EditionPage:
        found = self._kept.get((outline.kind, outline.period))
        if found is None:
            found = self._page(outline)
            self._keep(found)
        return found

    def _outlined(self, page: EditionPage) -> EditionOutline:
        self._keep(page)
        return EditionOutline(page.kind, page.period, page.ends, page.summary, bool(page.linked))

    def _keep(self, page: EditionPage) -> None:
        self._kept[page.kind, page.period] = page
        self._posts += page.count
        while self._posts > MAX_KEPT_POSTS and len(self._kept) > 1:
            oldest = self._kept.pop(next(iter(self._kept)))
            self._posts -= oldest.count

    def newest(
        self, most: int, is_wanted: Callable[[EditionOutline], bool] = lambda _: True
    ) -> Iterator[EditionPage]:
        """The newest of them first."""
        found = sorted(filter(is_wanted, self.outlines), key=_by_end, reverse=True)
        return map(self.page, found[:most])


def _by_end(edition: EditionOutline) -> tuple[datetime, PeriodKind]:
    return edition.ends, edition.kind


class ShownEdition:
    """A page of an edition as templates get it. Its words are read when a template asks for one."""

    def __init__(self, pages: EditionPages, outline: EditionOutline) -> None:
        self._pages, self._outline = pages, outline

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._pages.page(self._outline), name)

    def input_values(self) -> bytes:
        """What tells whether any of it has changed, for records of pages that are kept."""
        page = self._pages.page(self._outline)
        return hashlib.blake2b(msgspec.json.encode(page), digest_size=16).digest()


def edition_pages(
    config: Config,
    closed: Iterable[Edition],
    growing: Collection[Edition],
    known: Collection[KnownPost],
    urls: PostUrls,
    intros: Mapping[str, str],
    words: Translations,
) -> EditionPages:
    """Every edition that has anything in it (D1, D3).

    Args:
        closed, growing: editions as the selection has them.
        known: what the site's memory has of our own posts.
        intros: period → HTML of the editor's introduction.
    """
    names: Mapping[PeriodKind, str] = {
        "daily": words.gettext("Daily digest"),
        "weekly": words.gettext("Weekly digest"),
        "monthly": words.gettext("Monthly digest"),
    }
    curated, pinned = curated_by_link(config.curation), pinned_links(config.curation)
    titles = {one.period: one.title for one in config.curation.digests if one.title}

    def page(edition: Edition, *, is_open: bool) -> EditionPage:
        # The period's name says which days these are, also after a change of the time zone (D2).
        days = period_dates(edition.kind, edition.period, words.locale)
        posts = filter(None, (_with_todays_url(post, urls) for post in edition.posts or ()))
        own = tuple((date.fromisoformat(post.day), post) for post in posts)
        size = _size(len(own) + _post_count(edition.parts), words)
        shown = _held_to_page(edition, pinned)
        passages = tuple(edition_sections(shown, curated, pinned))
        return EditionPage(
            kind=edition.kind,
            period=edition.period,
            ends=edition.ends,
            name=names[edition.kind],
            title=titles.get(edition.period) or days,
            span=days,
            size=size,
            standfirst=_standfirst(size, own, edition.parts, passages, words),
            url=digest_page(edition.kind, edition.period),
            is_open=is_open,
            posts=own,
            intro=intros.get(edition.period),
            zone=_known_zone(edition.timezone or config.about.timezone),
            passages=passages,
            linked=tuple(map(_most_linked, edition.most_linked)),
            unshown=_unshown(edition.parts, shown.parts, words),
        )

    def completed(edition: Edition) -> Edition:
        return next(with_missing_posts([edition], known), edition)

    recorded = recorded_editions(closed).changed(completed)
    told = (
        one if one.post_ids is not None else edition_facts(completed(head_of(one)))
        for one in recorded.facts
    )
    open_ones = {
        (edition.kind, edition.period): edition
        for edition in with_own_posts(growing, known, told)
        if edition.parts
    }
    facts = {(one.kind, one.period): one for one in recorded.facts}

    def pages() -> Iterator[EditionPage]:
        for edition in recorded:
            made = page(edition, is_open=False)
            if made.posts or made.passages:
                yield made
        for edition in open_ones.values():
            yield page(edition, is_open=True)

    def made_again(outline: EditionOutline) -> EditionPage:
        name = outline.kind, outline.period
        if outline.is_open:
            return page(open_ones[name], is_open=True)
        edition = recorded.read(facts[name])
        if edition is None:
            raise StoreError(
                f"the digest {outline.period} is damaged since this build began; build again"
            )
        return page(edition, is_open=False)

    return EditionPages(pages(), made_again)


def _most_linked(linked: LinkedAddress) -> MostLinked:
    title, host = title_of(linked), host_name(linked.address)
    place = linked.address.partition("://")[2].removeprefix("www.").rstrip("/")
    return MostLinked(
        address=linked.address,
        title=title or (place if len(place) <= MAX_PLACE else f"{place[: MAX_PLACE - 1]}…"),
        host=host if title else "",
        votes=linked.votes,
    )


def _size(count: int, words: Translations) -> str:
    return words.ngettext("%(num)s post", "%(num)s posts", count)


def _post_count(parts: Iterable[EditionPart]) -> int:
    return sum(len(part.entries) for part in parts)


def _unshown(
    parts: Collection[EditionPart], shown: Collection[EditionPart], words: Translations
) -> str | None:
    if len(parts) == len(shown):
        return None
    blogs = len(parts) - len(shown)
    return words.gettext(
        "Not shown: %(posts)s from %(blogs)s. Each digest of this size shows other blogs.",
        posts=_size(_post_count(parts) - _post_count(shown), words),
        blogs=words.ngettext("%(num)s blog", "%(num)s blogs", blogs),
    )


def _standfirst(
    size: str,
    own: Collection[tuple[date, EditionPost]],
    parts: Iterable[EditionPart],
    passages: Collection[EditionSection],
    words: Translations,
) -> str:
    """8 posts from 5 blogs, 3 minutes to read."""
    blogs = len({part.name for part in parts}) + bool(own)
    shown = [post.summary for _, post in own]
    shown += [html_to_text(text) for one in passages for text in _shown_texts(one)]
    minutes = max(1, round(sum(map(count_words, shown)) / _WORDS_A_MINUTE))
    return words.gettext(
        "%(posts)s from %(blogs)s, %(minutes)s to read.",
        posts=size,
        blogs=words.ngettext("%(num)s blog", "%(num)s blogs", blogs),
        minutes=words.ngettext("%(num)s minute", "%(num)s minutes", minutes),
    )


def _shown_texts(section: EditionSection) -> Iterator[str]:
    for item in section.items:
        yield item.entry.title
        if section.show == "full" and item.entry.content:
            yield item.entry.content
        elif section.show in {"excerpts", "full"}:
            yield item.entry.excerpt


def _with_todays_url(post: EditionPost, urls: PostUrls) -> EditionPost | None:
    """A post as an edition has it; None where readers cannot see it any more. Its link stays that of the
    edition as long as anything is there, and becomes today's address otherwise."""
    today = urls.by_id.get(post.id)
    if today is None:
        return None
    return post if post.url in urls.taken else replace(post, url=today)


def _known_zone(name: str) -> str | None:
    """None for a zone of a record from a system that knows more of them."""
    try:
        return ZoneInfo(name).key
    except (KeyError, OSError, ValueError):
        return None


def newest_closed(editions: Iterable[EditionOutline]) -> EditionLink | None:
    """The last one that subscribers got; None before the first."""
    closed = (edition for edition in editions if not edition.is_open)
    last = max(closed, key=lambda edition: edition.ends, default=None)
    return last.link if last else None


def with_neighbours(
    editions: Iterable[EditionOutline],
) -> Iterator[tuple[EditionLink | None, EditionOutline, EditionLink | None]]:
    """Each edition between links to the older and the newer one of its kind."""
    everything = tuple(editions)
    for kind in get_args(PeriodKind):
        row = [edition for edition in everything if edition.kind == kind]
        links = [edition.link for edition in row]
        yield from zip([None, *links], row, [*links[1:], None], strict=False)


def unused_curation(
    curation: Curation, links: Collection[str], editions: Iterable[EditionOutline]
) -> Iterator[str]:
    """A warning for each decision in curation.yaml that applies to nothing, such as a mistyped address.

    Args:
        links: the comparable links among these that entries in the store have.
    """
    for one in curation.entries:
        if url_key(one.link) not in links:
            yield (
                f"{CURATION_FILE}:{one.line}: no post of a partner has the address {one.link}; "
                "copy it from the title's link"
            )
    periods = {edition.period for edition in editions}
    for intro in curation.digests:
        if intro.period not in periods:
            yield (
                f"{CURATION_FILE}:{intro.line}: there is no digest {intro.period} yet; "
                f"its pages are listed at {DIGESTS_PAGE}"
            )


# --- what has room ------------------------------------------------------------------------------


def _held_to_page(edition: Edition, pinned: Collection[str]) -> Edition:
    """The edition with as many posts as a page has room for. Blogs with a post that the editor pinned come
    first, then those that a hash of blog and period draws: always the same of one edition, others of the
    next."""
    if _post_count(edition.parts) <= MAX_SHOWN_POSTS:
        return edition

    def turn(part: EditionPart) -> tuple[bool, bytes]:
        drawn = hashlib.sha256(f"{edition.period} {part.partner}".encode()).digest()
        return not _has_pins(part, pinned), drawn

    shown, room = set[str](), MAX_SHOWN_POSTS
    for part in sorted(edition.parts, key=turn):
        room -= len(part.entries)
        if room < 0:
            break
        shown.add(part.partner)
    parts = (part for part in edition.parts if part.partner in shown)
    return replace(
        edition,
        parts=tuple(
            part if _has_pins(part, pinned) else replace(part, show="headlines") for part in parts
        ),
    )


# --- sections -----------------------------------------------------------------------------------


def edition_sections(
    edition: Edition, curated: Mapping[str, CuratedEntry], pinned: Collection[str]
) -> Iterator[EditionSection]:
    """The sections of an edition: pinned entries first, then the others, blog by blog (D3).

    A blog with pins has two sections. Only the last of these blogs has its other entries in the same
    section as its pins, because nothing would stand between the two.

    Args:
        curated: comparable link → what the editor decided about the entry there.
        pinned: comparable links.
    """
    parts = edition.parts
    rest: list[EditionSection] = []
    last = max((n for n, part in enumerate(parts) if _has_pins(part, pinned)), default=0)
    for n, part in enumerate(parts):
        chosen = tuple(entry for entry in part.entries if is_pinned(entry, pinned))
        others = tuple(entry for entry in part.entries if entry not in chosen)
        anchor = f"blog-{part.partner}"
        if n < last and chosen and others:
            yield _section(replace(part, entries=chosen, more=0), anchor, curated)
            rest.append(_section(replace(part, entries=others), f"rest-{part.partner}", curated))
        else:
            if n > last:
                yield from rest
                rest = []
            yield _section(part, anchor, curated)
    yield from rest


def _has_pins(part: EditionPart, pinned: Collection[str]) -> bool:
    return any(is_pinned(entry, pinned) for entry in part.entries)


def _section(part: EditionPart, anchor: str, curated: Mapping[str, CuratedEntry]) -> EditionSection:
    def item(entry: Entry) -> EditionEntry:
        decisions = (curated.get(url_key(link)) for link in entry.links)
        decision = next(filter(None, decisions), None)
        return EditionEntry(
            entry=entry,
            also=tuple(one for one in part.also if one.key == entry.key),
            pin=decision is not None and decision.pin,
            note=decision.note if decision else None,
        )

    return EditionSection(
        name=part.name,
        home=part.home,
        show=part.show,
        more=part.more,
        anchor=anchor,
        items=tuple(map(item, part.entries)),
    )


# --- the digest feed -------------------------------------------------------------------------------


def digest_items(
    pages: EditionPages, settings: Mapping[str, Any]
) -> Iterator[tuple[EditionPage, Item]]:
    """One item for each of the newest closed editions; it never changes again (D9). Its content is still to
    be rendered: the template `partner_blogs/digest_entry` makes it of the edition."""
    for page in pages.newest(MIN_ITEMS, lambda one: not one.is_open):
        yield (
            page,
            Item(
                id=tag_uri(settings, f"digests/{page.kind}/{page.period}"),
                title=page.full_title.replace("\u2009", " "),  # mail programs show it as a box
                link=f"{settings['SITE_ADDRESS']}/{page.url}",
                published=page.ends,
                updated=page.ends,
                summary=page.contents,
            ),
        )
