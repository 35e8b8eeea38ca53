"""The items of an export in, what has to be known before the first text is written out. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import get_args

from msgspec.structs import replace

from frontdesk.content.date_parser import in_timezone
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify
from frontdesk.core.urls import host_name, is_web_url

from ..model import Attachment, Blog, ImportedComment, ImportedText, Item, LeftOut, Term, TermKind
from ..readers.dates import minute_of
from .old_links import OldBlog
from .placement import Place, home_path, old_path

_MASS_SHARE = 10
"""A minute in which one of so many texts was changed, or more, was a change by a program."""
_MASS_LEAST = 5


class Overview:
    """An export without its words.

    Args:
        address: of the blog; empty where the export says it.

    Attributes:
        texts: with an empty body.
        anchors: source_id of a comment → its anchor.
        comments: the number of comments of each text, by its source_id.
        terms: each once, in the order of the export.
    """

    def __init__(self, items: Iterable[Item], address: str = "") -> None:
        self.blog = Blog(address=address)
        self.hosts: set[str] = set()
        self.texts: list[ImportedText] = []
        self.attachments: dict[str, Attachment] = {}
        self.anchors: dict[str, str] = {}
        self.comments: Counter[str] = Counter()
        self.left_out: list[LeftOut] = []
        self.terms: dict[Term, None] = {}
        self._minutes: Counter[str] = Counter()
        for item in items:
            self._take(item)
        self.hosts |= {host_name(self.blog.address), *map(str.lower, self.blog.hosts)} - {""}
        self.hosts |= self._hosts_of_texts()

    def _take(self, item: Item) -> None:
        match item:
            case Blog():
                self._add_blog(item)
            case ImportedText():
                if item.modified:
                    self._minutes[minute_of(item.modified)] += 1
                self.texts.append(replace(item, body="", summary=""))
            case ImportedComment():
                self.anchors[item.source_id] = item.anchor
                self.comments[item.text_id] += 1
            case Attachment():
                self.attachments[item.number or item.address] = item
            case Term():
                self.terms[item] = None
            case LeftOut():
                self.left_out.append(item)

    def _add_blog(self, one: Blog) -> None:
        known = self.blog
        self.blog = Blog(
            name=known.name or one.name,
            description=known.description or one.description,
            address=known.address or (one.address if is_web_url(one.address) else ""),
            hosts=(*known.hosts, *one.hosts),
            language=known.language or one.language,
            timezone=known.timezone or one.timezone,
            redirects={**known.redirects, **one.redirects},
        )

    def _hosts_of_texts(self) -> set[str]:
        """The host of the blog, where only the addresses of its texts tell."""
        found = Counter(host for text in self.texts if (host := host_name(text.address)))
        return {host for host, count in found.items() if count * 4 >= len(self.texts)}

    def with_own_id(self, text: ImportedText) -> ImportedText:
        """A text without its id in feeds where that is the id of another, too: plugins that copy a post
        often copy its id."""
        if not text.feed_id or self._owners.get(text.feed_id) == text.source_id:
            return text
        remark = "its id in feeds is that of another text, so it has a new one"
        return replace(text, feed_id="", remarks=(*text.remarks, remark))

    @cached_property
    def _owners(self) -> dict[str, str]:
        """The `source_id` of the text that keeps an id: one that is published, the first in the export."""
        owners: dict[str, str] = {}
        for text in sorted(self.texts, key=lambda one: one.is_draft):
            owners.setdefault(text.feed_id, text.source_id)
        return owners

    @property
    def mass_update(self) -> frozenset[str]:
        """The minutes in which a program changed many texts."""
        least = max(_MASS_LEAST, len(self.texts) / _MASS_SHARE)
        return frozenset(one for one, count in self._minutes.items() if count >= least)


def old_blog_of(
    overview: Overview, places: Mapping[str, Place], rules: Settings, now: datetime
) -> OldBlog:
    """What links of the old blog led to.

    Args:
        now: what has a later date is in no list yet.
    """
    address = overview.blog.address or _home(overview)
    placed = [(one, places[one.source_id]) for one in overview.texts if one.source_id in places]
    texts: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for text, place in placed:
        others = (one for one in (*text.former, text.feed_id) if "/" in one)
        for one in (text.address, *others):
            if path := old_path(one, home_path(address)):
                texts.setdefault(path, place.path)
                texts.setdefault(path.rstrip("/"), place.path)
        if text.number:
            numbers.setdefault(text.number, place.path)
    for file in overview.attachments.values():
        parent = places.get(file.parent)
        if parent and file.number:
            numbers.setdefault(file.number, parent.path)
    listed = [
        (text, place.date) for text, place in placed
        if text.kind == "post" and not (text.is_draft or text.is_hidden)
        and place.date and place.date <= now and not (text.expires and text.expires <= now)
    ]  # fmt: skip
    names = {kind: _names(kind, listed) for kind in get_args(TermKind)}
    blog = OldBlog(
        address=address,
        hosts=frozenset(overview.hosts),
        texts=texts,
        numbers=numbers,
        urls={one.path: one.url for one in places.values()},
        tags=names["tag"],
        categories=names["category"],
        authors=names["author"],
        months=_months(listed, rules),
    )
    lists = {term.path: blog.page_of_term(term.kind, term.name, rules) for term in overview.terms}
    return replace(blog, lists={path: url for path, url in lists.items() if url})


def _names(kind: TermKind, posts: Iterable[tuple[ImportedText, datetime]]) -> dict[str, str]:
    """The names of a kind that posts have, by what may stand in an address for them."""
    found: dict[str, str] = {}
    for text, _ in posts:
        of_kind = {"category": (text.category,), "tag": text.tags, "author": text.authors}[kind]
        for name in filter(None, of_kind):
            found.setdefault(name.casefold(), name)
    for name in list(found.values()):
        found.setdefault(slugify(name), name)
    return found


def _months(
    posts: Iterable[tuple[ImportedText, datetime]], rules: Settings
) -> dict[tuple[str, str], tuple[str, str]]:
    """The months of the old blog's lists, and the months in which their posts are now."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for text, date in posts:
        month = _month(in_timezone(rules.timezone, date))
        found[month] = month
        found.setdefault(_old_month(text, date), month)
    return found


def _month(day: datetime) -> tuple[str, str]:
    return f"{day.year:04}", f"{day.month:02}"


def _old_month(text: ImportedText, date: datetime) -> tuple[str, str]:
    """The month in which the old blog listed a post: that of its address, or by the clock of the blog."""
    found = re.search(r"/(\d{4})/(\d{2})/", text.address)
    return (found[1], found[2]) if found else _month(date)


def _home(overview: Overview) -> str:
    """The blog's home page, where only the addresses of its texts tell."""
    host = next(iter(sorted(overview.hosts)), "")
    return f"http://{host}/" if host else ""
