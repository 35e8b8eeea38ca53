"""The items of an export in, what has to be known before the first text is written out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from frontdesk.content.date_parser import in_timezone
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify
from frontdesk.core.urls import host_name, is_web_url

from ..model import Attachment, Blog, ImportedComment, ImportedText, Item, LeftOut
from ..readers.dates import minute_of
from .old_links import OldBlog
from .placement import Place, home_path, old_path

_MASS_SHARE = 10
"""A minute in which one of so many texts was changed, or more, was a change by a program."""
_MASS_LEAST = 5


class Overview:
    """An export without its words.

    Attributes:
        texts: with an empty body.
        anchors: source_id of a comment → its anchor.
        comments: the number of comments of each text, by its source_id.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self.blog = Blog()
        self.hosts: set[str] = set()
        self.texts: list[ImportedText] = []
        self.attachments: dict[str, Attachment] = {}
        self.anchors: dict[str, str] = {}
        self.comments: Counter[str] = Counter()
        self.left_out: list[LeftOut] = []
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

    @property
    def mass_update(self) -> frozenset[str]:
        """The minutes in which a program changed many texts."""
        least = max(_MASS_LEAST, len(self.texts) / _MASS_SHARE)
        return frozenset(one for one, count in self._minutes.items() if count >= least)


def old_blog_of(overview: Overview, places: Mapping[str, Place], rules: Settings) -> OldBlog:
    """What links of the old blog led to."""
    address = overview.blog.address or _home(overview)
    base = home_path(address)
    texts: dict[str, str] = {}
    numbers: dict[str, str] = {}
    tags: dict[str, str] = {}
    categories: dict[str, str] = {}
    months: set[tuple[str, str]] = set()
    for text in overview.texts:
        place = places.get(text.source_id)
        if place is None:
            continue
        for one in (text.address, *(one for one in text.former if "/" in one)):
            if path := old_path(one, base):
                texts.setdefault(path, place.path)
                texts.setdefault(path.rstrip("/"), place.path)
        if text.number:
            numbers.setdefault(text.number, place.path)
        if not text.is_draft and text.kind == "post" and place.date:
            for one in text.tags:
                tags.setdefault(one.casefold(), one)
            if text.category:
                categories.setdefault(text.category.casefold(), text.category)
            day = in_timezone(rules.timezone, place.date)
            months.add((f"{day.year:04}", f"{day.month:02}"))
    urls = {one.path: one.url for one in places.values()}
    hosts = frozenset(overview.hosts)
    slugs = {slugify(name): name for name in (*tags.values(), *categories.values())}
    return OldBlog(
        address, hosts, texts, numbers, urls,
        {**{slug: name for slug, name in slugs.items() if name in tags.values()}, **tags},
        {**{slug: name for slug, name in slugs.items() if name in categories.values()}, **categories},
        frozenset(months),
    )  # fmt: skip


def _home(overview: Overview) -> str:
    """The blog's home page, where only the addresses of its texts tell."""
    host = next(iter(sorted(overview.hosts)), "")
    return f"http://{host}/" if host else ""
