"""The addresses of an old blog's lists, such as those of its labels, in; where each leads now out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

from frontdesk.core.settings import Settings
from frontdesk.core.slugs import term_slug

from ..model import SourceKind
from .old_links import OldBlog
from .overview import Overview
from .placement import old_path

_FEED_OF: Mapping[SourceKind, tuple[str, str]] = {
    "ghost": ("rss/", "feeds/posts.rss.xml"),
    "substack": ("feed", "feeds/posts.rss.xml"),
    "hugo": ("index.xml", "feeds/posts.rss.xml"),
    "jekyll": ("feed.xml", "feeds/posts.atom.xml"),
    "eleventy": ("feed/feed.xml", "feeds/posts.atom.xml"),
}
"""Where a system has the feed of all posts, and ours of the same format, because ids are the same there."""


def list_redirects(
    overview: Overview, blog: OldBlog, kind: SourceKind, rules: Settings
) -> list[tuple[str, str]]:
    """Former path and new path of each list that has a page here, as `redirects.txt` takes them."""
    claimed = {*blog.urls.values()}
    lines: dict[str, tuple[str, str]] = {}
    for former, url in _of_kind(overview, blog, kind, rules):
        path = former.lstrip("/")
        if url and path not in claimed and path != url and path.rstrip("/") + "/" != url:
            line = "/" + quote(path, safe="/~!$&'()*+,;=:@"), f"/{url}"
            lines.setdefault(path.casefold(), line)  # many hosts take two spellings for one
    return list(lines.values())


def _of_empty_posts(
    overview: Overview, blog: OldBlog, rules: Settings
) -> Iterator[tuple[str, str]]:
    """The address of a post without title and text leads to its month."""
    for one in overview.left_out:
        path = old_path(one.name, blog.base) if one.what == "post" and "/" in one.name else ""
        month = re.match(r"(\d{4})/(\d{2})/", path)
        if month and (url := blog.page_of_month(month[1], month[2], rules)):
            yield path, url


def _of_kind(
    overview: Overview, blog: OldBlog, kind: SourceKind, rules: Settings
) -> Iterator[tuple[str, str]]:
    if kind == "blogger":
        written = {tag for text in overview.texts for tag in text.tags}
        for name in sorted(one for one in written if one.casefold() in blog.tags):
            yield f"search/label/{name}", blog.page_of_term("tag", name, rules)
        for year, month in sorted(blog.months):
            yield f"{year}_{month}_01_archive.html", blog.page_of_month(year, month, rules)
    elif kind == "wordpress":
        yield from ((one, "feeds/posts.rss.xml") for one in ("feed/", "feed/rss/", "feed/rss2/"))
        yield "feed/atom/", "feeds/posts.atom.xml"
        yield from _attachment_pages(overview, blog)
    elif kind in _FEED_OF:
        yield _FEED_OF[kind]
    for year, month in sorted(blog.months):
        yield f"{year}/{month}/", blog.page_of_month(year, month, rules)
    for path, url in blog.lists.items():
        yield unquote(path), url
    for term in overview.terms:
        known = blog.categories.get(term.name.casefold())
        if kind == "wordpress" and term.kind == "category" and known and rules.category_feeds:
            feed = f"feeds/categories/{term_slug(known)}.atom.xml"
            yield f"{unquote(term.path)}feed/", feed
    yield from _of_empty_posts(overview, blog, rules)
    in_use = {path for path in blog.urls.values() if path}
    for former, to in overview.blog.redirects.items():
        path, target = old_path(former, blog.base), old_path(to, blog.base)
        if path and (file := blog.texts.get(target)) and path not in in_use:
            yield path, blog.urls[file]


def _attachment_pages(overview: Overview, blog: OldBlog) -> Iterator[tuple[str, str]]:
    """The page of a picture leads to the post that shows it."""
    posts = {text.source_id: text.address for text in overview.texts if not text.is_draft}
    for one in overview.attachments.values():
        path = old_path(one.page, blog.base)
        post = old_path(posts.get(one.parent, ""), blog.base)
        file = blog.texts.get(post) if post else None
        if path and file and path not in blog.texts:
            yield path, blog.urls[file]
