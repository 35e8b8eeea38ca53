"""Our own posts and pages in; their pages, and all lists of them, out. Pure."""

from __future__ import annotations

from calendar import month_name
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.content.permalinks import archive_url
from frontdesk.core.settings import Settings
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.slugs import term_slug

from .comment_threads import threads
from .series import PrevNext, SeriesPosts, group_by_series, oldest_first, prev_next
from .share_cards import ShareCard
from .texts import Page, Post, Reply, SeriesPlace, Term, TextLink
from .thanks import ThanksYear, thanks_by_year

THANKS_PAGE = "thanks/{year}.html"

TermPosts = tuple[Term, tuple[Post, ...]]
"""A category, tag or author, and its posts, newest first."""


class Series(Struct, frozen=True):
    """A series as templates see it.

    Attributes:
        url: of its page, below the site's root.
    """

    run: SeriesPosts[Post]
    slug: str
    url: str


class OwnTexts(Struct, frozen=True):
    """All our posts and pages, and the lists of them. Posts are newest first.

    Attributes:
        articles: every post that lists show.
        hidden: posts that no list shows.
        thanks: the page of thanks of each year that has one.
    """

    articles: tuple[Post, ...]
    hidden: tuple[Post, ...]
    categories: tuple[TermPosts, ...]
    tags: tuple[TermPosts, ...]
    authors: tuple[TermPosts, ...]
    series: tuple[Series, ...]
    thanks_years: tuple[ThanksYear[Post], ...]

    @property
    def thanks(self) -> Mapping[int, str]:
        return {year.number: THANKS_PAGE.format(year=year.number) for year in self.thanks_years}


class Surroundings(Struct, frozen=True):
    """What the page of a post shows around its text.

    Attributes:
        related: posts to read next.
        replies: its comments, oldest first.
        things: resources of the library that it names.
        card: what social networks show; None where there is none.
    """

    related: tuple[Post, ...] = ()
    replies: tuple[Reply, ...] = ()
    things: tuple[TextLink, ...] = ()
    card: ShareCard | None = None


def own_texts(posts: Sequence[Post], hidden: Sequence[Post], rules: Settings) -> OwnTexts:
    """Sort posts into their lists, and give each its place in its series.

    Args:
        posts, hidden: in the order in which lists show them.
    """
    named = [(post.series, post) for post in oldest_first(posts) if post.series]
    runs = group_by_series(named, rules.series)
    places = {
        post.relative_source_path: SeriesPlace(run.name, series_url(run.name, rules), number)
        for run in runs
        for number, post in enumerate(run.posts, start=1)
    }
    placed = tuple(
        replace(post, place=places[post.relative_source_path]) if post.series else post
        for post in posts
    )
    by_path = {post.relative_source_path: post for post in placed}
    series = tuple(
        Series(
            SeriesPosts(
                run.name,
                run.weekday,
                tuple(by_path[post.relative_source_path] for post in run.posts),
            ),
            term_slug(run.name),
            series_url(run.name, rules),
        )
        for run in runs
    )
    credited = ((post.date.year, post.via, post) for post in placed if post.via)
    return OwnTexts(
        articles=placed,
        hidden=tuple(hidden),
        categories=_by_term(placed, lambda post: (post.category,)),
        tags=_by_term(placed, lambda post: post.tags),
        authors=_by_term(placed, lambda post: post.authors),
        series=series,
        thanks_years=thanks_by_year(credited),
    )


def series_url(name: str, rules: Settings) -> str:
    return rules.series_url.format(slug=term_slug(name))


def _by_term(
    posts: Iterable[Post], terms: Callable[[Post], Iterable[Term]]
) -> tuple[TermPosts, ...]:
    found: dict[str, tuple[Term, list[Post]]] = {}
    for post in posts:
        for term in terms(post):
            found.setdefault(term.slug, (term, []))[1].append(post)
    return tuple((term, tuple(of_term)) for _, (term, of_term) in sorted(found.items()))


# --- pages --------------------------------------------------------------------------------------


def post_pages(
    own: OwnTexts, around: Callable[[Post], Surroundings]
) -> Iterator[tuple[Post, PlannedPage]]:
    """The page of each post."""
    beside = _beside(own.articles)
    in_series: dict[str, PrevNext[Post]] = {}
    for one in own.series:
        in_series |= _beside(one.run.posts)
    for post in (*own.articles, *own.hidden):
        path, shown = post.relative_source_path, around(post)
        values = {
            "article": post,
            "category": post.category,
            "beside": beside.get(path),
            "in_series": in_series.get(path),
            "related": shown.related,
            "replies": shown.replies,
            "threads": threads(shown.replies),
            "things": shown.things,
            "page_card": shown.card,
            "blog": True,
        }
        yield post, PlannedPage(post.url, post.template, values, save_as=post.save_as)


def _beside(posts: Sequence[Post]) -> dict[str, PrevNext[Post]]:
    row = oldest_first(posts)
    return {
        post.relative_source_path: found for post, found in zip(row, prev_next(row), strict=True)
    }


def page_pages(pages: Iterable[Page]) -> Iterator[tuple[Page, PlannedPage]]:
    """The page of each page."""
    for page in pages:
        yield page, PlannedPage(page.url, page.template, {"page": page}, save_as=page.save_as)


class Period(Struct, frozen=True):
    """How posts are divided by time.

    Attributes:
        parts: the parts of a date that posts of one period share, such as year and month.
        url, save_as: patterns of the address and file of its page.
    """

    parts: tuple[str, ...]
    url: str
    save_as: str


def list_pages(own: OwnTexts, periods: Iterable[Period]) -> Iterator[PlannedPage]:
    """The pages of periods, of categories, tags, authors and series, and of thanks."""
    for period in periods:
        yield from _period_pages(own.articles, period)
    for template, found in (
        ("tag", own.tags),
        ("category", own.categories),
        ("author", own.authors),
    ):
        for term, posts in found:
            values = {template: term, **_list(posts, template)}
            yield PlannedPage(term.url, template, values, save_as=term.save_as)
    for one in own.series:
        posts = one.run.posts[::-1]
        yield PlannedPage(one.url, "series", {"one": one, "articles": posts})
    for year in own.thanks_years:
        page = THANKS_PAGE.format(year=year.number)
        yield PlannedPage(page, "credits/thanks", {"year": year})


def _period_pages(posts: Sequence[Post], period: Period) -> Iterator[PlannedPage]:
    if not period.save_as:
        return
    found: dict[tuple[int, ...], list[Post]] = defaultdict(list)
    for post in posts:
        found[_number(post, period)].append(post)
    template = "period_archives"
    for number, of_period in found.items():
        day = of_period[0].date
        values = {"period_num": number, **_list(of_period, template)}
        url, save_as = archive_url(period.url, day), archive_url(period.save_as, day)
        yield PlannedPage(url, template, values, save_as=save_as)


def period_archives(
    posts: Sequence[Post], periods: Iterable[Period]
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """What Pelican's themes know as `period_archives`: year, month and day → their periods.

    Args:
        posts: in the order of dates.
    """
    found = {}
    for period in periods:
        groups = groupby(posts, partial(_number, period=period)) if period.save_as else ()
        if archives := [_archive(tuple(group), number, period) for number, group in groups]:
            found[period.parts[-1]] = archives
    return found


def _number(post: Post, period: Period) -> tuple[int, ...]:
    return tuple(getattr(post.date, part) for part in period.parts)


def _archive(posts: Sequence[Post], number: tuple[int, ...], period: Period) -> Mapping[str, Any]:
    day = posts[0].date
    named = (*number[:1], *(month_name[month] for month in number[1:2]), *number[2:])
    return {
        "dates": posts,
        "articles": posts,
        "save_as": archive_url(period.save_as, day),
        "url": archive_url(period.url, day),
        "period": named,
        "period_num": number,
    }


def _list(posts: Iterable[Post], template: str) -> Mapping[str, Any]:
    """What Pelican's themes expect of a list."""
    posts = tuple(posts)
    return {"articles": posts, "dates": posts, "template_name": template, "blog": True}
