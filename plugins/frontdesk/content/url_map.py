"""All documents and files in, the addresses of the next build out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify, term_slug
from frontdesk.core.urls import file_for_url

from .draft_status import is_public
from .front_matter_fields import Head
from .model import Document, RedirectLine, StaticFile
from .permalinks import archive_url, former_output_path, former_url, static_output_path, term_url

OF_SEARCH = ("search/", "search.html")
OF_FRONT_DESK = (
    *OF_SEARCH,
    *("blogs/", "rack/", "blogroll/", "digests/", "feeds/", "status/", "theme/", ".well-known/"),
    *("lasting/", "cards/", "thanks/", "sitemap.xml", "robots.txt"),
    *("resources/index.html", "resources/books/", "resources/articles/", "resources/guides/"),
    *("resources/checklists/", "resources/events/", "resources/communities/", "resources/tools/"),
    *("resources/videos/", "resources/topics/", "resources/calendars/", "resources/events.ics"),
    *("atom.xml", "rss.xml", "blogroll.opml", "status.json", "badge.svg"),
)
"""How the addresses begin of what is made of no file in content/, and links may lead to."""


TermKind = Literal["category", "series", "tag", "author"]
"""What has a page because posts name it."""


class Site(Struct, frozen=True):
    """What the next build makes.

    Attributes:
        documents: by path below the content folder.
        files: all other files, by path.
        made: for each file of the site, the path of the source or file it is made from; "" if it is made of
            several.
        words: for each of category, tag, series and author, the names by address.
        former_words: likewise for names that had another address in version 0.1.0: that address → today's
            address, and the name.
        archives: the addresses of years and months, each with the year or month.
        moved: the lines of `redirects.txt`.
        now: texts with a later date wait.
        held: the paths of texts that wait until their error is fixed (A12).
        substitutes: the paths of texts that are built from their last good source (A12).
        published: the paths of documents that readers may see now.
    """

    documents: Mapping[str, Document]
    files: Mapping[str, StaticFile]
    made: Mapping[str, str]
    words: Mapping[TermKind, Mapping[str, str]]
    former_words: Mapping[TermKind, Mapping[str, tuple[str, str]]]
    archives: Mapping[str, str]
    moved: tuple[RedirectLine, ...]
    rules: Settings
    now: datetime
    held: frozenset[str] = frozenset()
    substitutes: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()

    @property
    def reserved(self) -> tuple[str, ...]:
        """How the addresses begin that no text can take."""
        return (*OF_FRONT_DESK, *self.rules.other_addresses)

    def is_published(self, source: Document) -> bool:
        """Whether the next build publishes it."""
        if self.documents.get(source.path) is source:
            return source.path in self.published
        return source.path not in self.held and is_public(source.head, self.now)

    def is_made(self, name: str) -> bool:
        """Whether the site will have this file, as far as can be known here."""
        if name.startswith(OF_SEARCH) and not self.rules.search:
            return False
        return name in self.made or name.startswith(self.reserved)


def map_site(
    documents: Iterable[Document],
    files: Iterable[StaticFile],
    rules: Settings,
    now: datetime,
    moved: tuple[RedirectLine, ...] = (),
    held: frozenset[str] = frozenset(),
    substitutes: frozenset[str] = frozenset(),
) -> Site:
    by_path = {document.path: document for document in documents}
    standing = (source for path, source in by_path.items() if path not in held)
    public = [source for source in standing if is_public(source.head, now)]
    seen = [source for source in public if source.url]
    files_by_path = {file.path: file for file in files}
    made = {f"{name}.html": "" for name in rules.direct_templates}
    names = _names(seen, rules)
    words = {
        kind: {term_url(pattern, word): word for word in sorted(found, reverse=True)}
        for kind, (pattern, found) in names.items()
    }
    former = {
        kind: {
            pattern.format(slug=slug): (term_url(pattern, word), word)
            for word in sorted(found, reverse=True)
            if (slug := slugify(word)) and slug != term_slug(word)
        }
        for kind, (pattern, found) in names.items()
    }
    archives = _archives(seen, rules)
    made |= {former_output_path(one.former, one.to): "" for one in moved}
    made |= {file_for_url(url): "" for urls in former.values() for url in urls}
    made |= {file_for_url(url): "" for urls in words.values() for url in urls}
    made |= {file_for_url(url): "" for url in archives}
    made |= {
        place: path
        for path, file in files_by_path.items()
        if not file.trouble and (place := static_output_path(path, rules))
    }
    made |= {
        file_for_url(url): source.path for source in seen if (url := former_url(source, rules))
    }
    made |= {file_for_url(alias): source.path for source in seen for alias in source.head.aliases}
    made |= {file_for_url(source.url): source.path for source in seen}
    return Site(
        by_path,
        files_by_path,
        made,
        words,
        former,
        archives,
        moved,
        rules,
        now,
        held,
        substitutes,
        frozenset(source.path for source in public),
    )


def _names(seen: Iterable[Document], rules: Settings) -> dict[TermKind, tuple[str, set[str]]]:
    """What has a page because posts name it: of each kind the pattern of its address, and the names."""
    posts = [
        source.head for source in seen if source.kind == "post" and source.head.status != "hidden"
    ]
    patterns: dict[TermKind, str] = {
        "category": rules.category_url,
        "series": rules.series_url,
        "tag": rules.tag_url,
        "author": rules.author_url,
    }
    return {
        kind: (pattern, {name for head in posts for name in names_in(head, kind, rules)})
        for kind, pattern in patterns.items()
    }


def names_in(head: Head, kind: TermKind, rules: Settings) -> tuple[str, ...]:
    """The category, series, tags or authors of a post."""
    if kind == "category":
        return (head.category or rules.default_category,)
    if kind == "series":
        return (head.series,) if head.series else ()
    if kind == "tag":
        return head.tags
    return head.authors or ((rules.author,) if rules.author else ())


def _archives(seen: Iterable[Document], rules: Settings) -> dict[str, str]:
    """The addresses of years and months, each with what it lists: 2026, 2026-05."""
    posts = (one.head for one in seen if one.kind == "post" and one.head.status != "hidden")
    days = {head.date.date() for head in posts if head.date}
    patterns = ((rules.year_archive_url, "%Y"), (rules.month_archive_url, "%Y-%m"))
    return {
        archive_url(pattern, day): f"{day:{shown}}"
        for pattern, shown in patterns
        for day in days
        if pattern
    }
