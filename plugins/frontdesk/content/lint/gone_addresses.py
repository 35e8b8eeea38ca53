"""The memory of the last publish and the next site in, each address that would be gone with its remedy out.
Pure (A5, B9).

The check asks with the addresses that follow from texts and settings, the build once more with the files
that it wrote. Both say the same, because both ask here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal, NamedTuple
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.memory.model import Memory
from frontdesk.core.problems import Problem, Severity
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify, term_slug
from frontdesk.core.suggestions import closest_match
from frontdesk.core.urls import file_for_url, url_for_file
from frontdesk.formats.feed_catalog import FEEDS_FOLDER, atom_file

from ..content_paths import REDIRECTS_FILE, kind_of_path
from ..date_parser import in_timezone
from ..front_matter_fields import Head
from ..model import Document, Kind
from ..permalinks import archive_url, former_output_path, permalink
from ..redirects import Redirect
from ..url_map import Site, TermKind, names_in
from .cross_checks import made_id

MAX_TOLD = 10
"""Addresses of one sort that are told one by one; more are told as a number with examples."""
MAX_COMPARED = 100
"""Addresses that are gone at once, up to which a name is searched that is spelled alike."""
_EXAMPLES = 3
_OF_PROGRAMS = ("404.html", "sitemap", "pagefind/", "search/", "theme/")
"""How the names of files begin that no reader keeps."""
_FEED_WORDS = ("feed", "rss", "atom", "rdf")

Sort = Literal["moved", "list", "feed", "other", "withheld", "removed", "file", "waiting"]
"""moved: the text lies elsewhere now; list: of a category, tag, series, author, year or month; withheld:
its text is a draft or has a date; removed: its text was deleted; file: what only programs fetch; waiting:
its text has an error, so it comes back when that is fixed."""

_SEVERITIES: Mapping[Sort, Severity] = {
    "moved": "warning",
    "list": "warning",
    "feed": "warning",
    "other": "warning",
    "withheld": "info",
    "removed": "info",
    "file": "info",
}


class GoneAddress(Struct, frozen=True):
    """An address that the last publish had and the next site does not have.

    Attributes:
        url: below the site's root.
        to: what takes its place, below the site's root; None where nothing does.
        hint: why it is this one, as the end of a sentence.
        path: the text that had it, or that will have it again; else the file for redirects.
        line: in which the remedy stands, from 1; 0 if there is none.
        aliases: those that the text has already.
    """

    url: str
    sort: Sort
    to: str | None = None
    hint: str = ""
    path: str = REDIRECTS_FILE
    line: int = 0
    aliases: tuple[str, ...] = ()

    @property
    def redirect_line(self) -> str | None:
        """The line of `redirects.txt` that leads on from it."""
        return None if self.to is None else f"{_typed(self.url)} {_typed(self.to)}"


def _typed(url: str) -> str:
    """An address as an author types it: percent-encoded where it would not be read as one address."""
    is_plain = not any(sign.isspace() or sign in "%#?,→" for sign in url)
    return f"/{url}" if is_plain else f"/{quote(url)}"


def missing_addresses(memory: Memory, site: Site, redirects: Iterable[Redirect]) -> tuple[str, ...]:
    """The files of the last publish that the next site does not have, as far as texts and settings tell."""
    rules = site.rules
    feeds = {*_term_feeds(site, redirects), *rules.feed_copies}
    feeds |= {former_output_path(one.former, one.url) for one in redirects}
    of_terms = tuple(f"{FEEDS_FOLDER}/{folder}/" for folder in _FEED_FOLDERS.values())
    return tuple(
        name
        for name in memory.addresses
        if not name.startswith(_OF_PROGRAMS)
        and name not in feeds
        and (name.startswith(of_terms) or not site.is_made(name))
    )


def _term_feeds(site: Site, redirects: Iterable[Redirect]) -> Iterator[str]:
    """The feeds of categories, tags and series, and the copies that come along with a renamed page."""
    kinds = [kind for kind in _FEED_FOLDERS if _has_feeds(kind, site)]
    of_pages = {url: kind for kind in kinds for url in site.words[kind]}
    for url, kind in of_pages.items():
        yield _feed(kind, term_slug(site.words[kind][url]))
    for one in redirects:
        if one.url in of_pages and _comes_along(one.former, one.url):
            yield _feed(of_pages[one.url], PurePosixPath(one.former).stem)


_FEED_FOLDERS: Mapping[TermKind, str] = {
    "category": "categories",
    "tag": "tags",
    "series": "series",
}


def _has_feeds(kind: TermKind, site: Site) -> bool:
    rules = site.rules
    return {
        "category": rules.category_feeds,
        "tag": rules.tag_feeds,
        "series": rules.series_feeds,
        "author": False,
    }[kind]


def _feed(kind: TermKind, slug: str) -> str:
    return atom_file(f"{_FEED_FOLDERS[kind]}/{slug}")[0].path


def _comes_along(former: str, url: str) -> bool:
    """Whether the feed of a page is copied where the page is led on."""
    return PurePosixPath(former).parent == PurePosixPath(url).parent


class _Former(NamedTuple):
    """A text of the last publish: its path, its id if that is known, and its title."""

    path: str
    id: str
    title: str


class PublishedAddresses:
    """Says of an address of the last publish what takes its place."""

    def __init__(
        self,
        memory: Memory,
        site: Site,
        redirects: Collection[Redirect],
        heads: Mapping[str, Head],
        waiting: Iterable[tuple[Kind, Head]] = (),
    ) -> None:
        """
        Args:
            site: the next one, with the sources that are built.
            heads: those of the last publish, by path, of all texts that have changed or gone since.
            waiting: the heads of texts that are not built until an error is fixed.
        """
        self._memory = memory
        self._site = site
        self._heads = heads
        self._coming_back = frozenset(_files_of(waiting, site.rules))
        self._missing = missing_addresses(memory, site, redirects)
        self.planned = self._explained(self._missing)
        """The addresses that are gone, as far as texts and settings tell."""

    @property
    def waiting(self) -> frozenset[str]:
        """The files that come back when an error is fixed."""
        return frozenset(file_for_url(one.url) for one in self.planned if one.sort == "waiting")

    def unwritten(self, written: Collection[str]) -> tuple[GoneAddress, ...]:
        """The other addresses that a finished site does not have.

        Args:
            written: of the published files, those that it has.
        """
        told = {*self._missing, *written, *self._site.rules.feed_copies}
        told |= {former_output_path(one.former, one.to) for one in self._site.moved}
        told |= {
            file_for_url(alias)
            for source in self._site.documents.values()
            for alias in source.head.aliases
        }
        return self._explained(
            name
            for name in self._memory.addresses
            if name not in told and not name.startswith(_OF_PROGRAMS)
        )

    @property
    def redirect_lines(self) -> tuple[str, ...]:
        """The lines for `redirects.txt` that lead on from those of `planned`."""
        return tuple(one.redirect_line for one in self.planned if one.redirect_line)

    @property
    def names(self) -> tuple[str, ...]:
        """The published files."""
        return self._memory.addresses

    def _explained(self, missing: Iterable[str]) -> tuple[GoneAddress, ...]:
        names = dict.fromkeys(missing)
        search = len(names) <= MAX_COMPARED
        return tuple(one for name in names if (one := self._explain(name, names, search)))

    def _explain(self, name: str, missing: Collection[str], search: bool) -> GoneAddress | None:
        if name in self._coming_back:
            return GoneAddress(url_for_file(name), "waiting")
        if source := self._kept_back.get(name):
            return self._led_to(url_for_file(name), source)
        if former := self._former_texts.get(name):
            return self._of_text(name, former)
        for kind in _TERM_KINDS:
            pattern = _pattern(kind, self._site.rules).format(slug=_SLUG)
            if slug := _slug_in(name, file_for_url(pattern)):
                return self._of_term(name, kind, slug, search)
            if kind in _FEED_FOLDERS and (slug := _slug_in(name, _feed(kind, _SLUG))):
                return self._of_feed(name, kind, slug, missing, search)
        if period := self._periods.get(name):
            return self._of_period(name, period)
        return self._of_other(name)

    # --- texts ------------------------------------------------------------------------------------

    @cached_property
    def _kept_back(self) -> Mapping[str, Document]:
        """The texts that readers do not see, by the file of each address that they will have."""
        return {
            file_for_url(url): source
            for source in self._site.documents.values()
            if not self._site.is_published(source)
            for url in (source.url, *source.head.aliases)
            if url
        }

    @cached_property
    def _former_texts(self) -> Mapping[str, _Former]:
        """The texts of the last publish, by the file of each address."""
        rules = self._site.rules
        found = {
            file_for_url(post.url): _Former(post.path, id_, post.title)
            for id_, post in self._memory.posts.items()
        }
        for path, head in self._heads.items():
            kind = kind_of_path(path, rules) or "page"
            written = replace(head, date=head.written or head.date)
            for url in (*(permalink(one, kind, rules) for one in (head, written)), *head.aliases):
                if url:
                    found.setdefault(
                        file_for_url(url), _Former(path, head.id or "", head.title or "")
                    )
        return found

    @cached_property
    def _by_id(self) -> Mapping[str, Document]:
        ids = (
            (source.head.id or made_id(source, self._site.rules), source)
            for source in self._site.documents.values()
        )
        return {id_: source for id_, source in ids if id_}

    @cached_property
    def _new_texts(self) -> Mapping[str, Document]:
        """The texts whose files are new, by their bytes and by their title, where only one has them."""
        new = [
            source
            for path, source in self._site.documents.items()
            if path not in self._memory.sources
        ]
        by_bytes = _unique((source.digest[:32], source) for source in new)
        return by_bytes | _unique((source.title.casefold(), source) for source in new)

    @cached_property
    def _by_slug(self) -> Mapping[str, Document]:
        return _unique((one.head.slug, one) for one in self._site.documents.values())

    def _of_text(self, name: str, former: _Former) -> GoneAddress:
        url, new = url_for_file(name), self._new_texts
        source = (
            self._by_id.get(former.id)
            or self._site.documents.get(former.path)
            or new.get(self._memory.sources.get(former.path, ""))
            or new.get(former.title.casefold())
        )
        if source is None:
            return GoneAddress(url, "removed", path=former.path)
        return self._led_to(url, source)

    def _led_to(self, url: str, source: Document) -> GoneAddress:
        head = source.head
        if source.path in self._site.held:
            return GoneAddress(url, "waiting")
        if not self._site.is_published(source):
            return GoneAddress(url, "withheld", path=source.path)
        line = head.line("aliases", "url", "slug", "date")
        return GoneAddress(url, "moved", source.url, "", source.path, line, head.aliases)

    # --- lists ------------------------------------------------------------------------------------

    @cached_property
    def _bearers(self) -> Mapping[tuple[TermKind, str], list[Document]]:
        """The posts that readers do not see, by each term that they have."""
        found: dict[tuple[TermKind, str], list[Document]] = defaultdict(list)
        for source in self._site.documents.values():
            if source.kind == "post" and not self._site.is_published(source):
                for term in _terms(source.head, self._site.rules):
                    found[term].append(source)
        return found

    @cached_property
    def _former_bearers(self) -> Mapping[tuple[TermKind, str], list[str]]:
        """The paths of posts that have changed, by each term that they had."""
        found: dict[tuple[TermKind, str], list[str]] = defaultdict(list)
        for path, head in self._heads.items():
            if kind_of_path(path, self._site.rules) == "post":
                for term in _terms(head, self._site.rules):
                    found[term].append(path)
        return found

    def _of_term(self, name: str, kind: TermKind, slug: str, search: bool) -> GoneAddress:
        url, had_it = url_for_file(name), self._former_bearers.get((kind, slug), [])
        if posts := self._bearers.get((kind, slug)):
            return self._led_to(url, posts[0])
        names = {term_slug(word): (to, word) for to, word in self._site.words[kind].items()}
        names.pop(slug, None)
        if new := self._successor(kind, had_it, names):
            hint = f", because its posts have the {kind} '{names[new][1]}' now"
        elif new := closest_match(slug, names) if search else None:
            hint = f", if its name is '{names[new][1]}' now"
        else:
            return GoneAddress(url, "list", self._archives_page, _OR_ANOTHER)
        to = names[new][0]
        feed = (
            "; its feed comes along"
            if _has_feeds(kind, self._site) and _comes_along(url, to)
            else ""
        )
        return GoneAddress(url, "list", to, f"{hint}{feed}")

    def _successor(
        self, kind: TermKind, paths: Collection[str], names: Collection[str]
    ) -> str | None:
        """The term that most posts have in the place of a former one."""
        gained: Counter[str] = Counter()
        for path in paths:
            source = self._site.documents.get(path)
            if source and self._site.is_published(source):
                before = {*_terms(self._heads[path], self._site.rules)}
                gained.update(
                    slug
                    for one, slug in {*_terms(source.head, self._site.rules)} - before
                    if one == kind and slug in names
                )
        slug, count = min(gained.items(), key=lambda it: (-it[1], it[0]), default=("", 0))
        return slug if 2 * count > len(paths) else None

    def _of_feed(
        self, name: str, kind: TermKind, slug: str, missing: Collection[str], search: bool
    ) -> GoneAddress | None:
        """None where what is said of its page is enough."""
        url, page = (
            url_for_file(name),
            file_for_url(_pattern(kind, self._site.rules).format(slug=slug)),
        )
        if page in missing:
            of_page = self._explain(page, missing, search)
            if of_page and (of_page.sort == "withheld" or of_page.to in self._site.words[kind]):
                return None
        return self._of_lost_feed(url)

    @cached_property
    def _periods(self) -> Mapping[str, frozenset[str]]:
        """The files of years and months that had posts, with the paths of these."""
        rules = self._site.rules
        found: dict[str, set[str]] = defaultdict(set)
        for post in self._memory.posts.values():
            for name in _archives(in_timezone(rules.timezone, post.date), rules):
                found[name].add(post.path)
        return {name: frozenset(paths) for name, paths in found.items()}

    def _of_period(self, name: str, paths: frozenset[str]) -> GoneAddress:
        url = url_for_file(name)
        for source in filter(None, map(self._site.documents.get, sorted(paths))):
            if not self._site.is_published(source):
                return self._led_to(url, source)
        around = (f"{folder}/" for folder in PurePosixPath(name).parents)
        year = next((folder for folder in around if folder in self._site.archives), None)
        return GoneAddress(url, "list", self._archives_page if year is None else year, _OR_ANOTHER)

    @property
    def _archives_page(self) -> str:
        """The page of all posts, or home."""
        return "archives.html" if "archives" in self._site.rules.direct_templates else ""

    # --- all else ---------------------------------------------------------------------------------

    def _of_other(self, name: str) -> GoneAddress:
        url, path = url_for_file(name), PurePosixPath(name)
        if not name.endswith(".html"):
            is_feed = name.startswith(f"{FEEDS_FOLDER}/") or any(
                word in path.name for word in _FEED_WORDS
            )
            is_feed = is_feed and not name.endswith(".ics")
            return self._of_lost_feed(url) if is_feed else GoneAddress(url, "file")
        slug = path.parent.name if path.name == "index.html" else path.stem
        source = self._by_slug.get(slug)
        if source and file_for_url(source.url) != name:
            return self._led_to(url, source)
        to = self._lists.get(slug, self._archives_page)
        return GoneAddress(url, "other", to, _OR_ANOTHER)

    @cached_property
    def _lists(self) -> Mapping[str, str]:
        """The pages of categories, tags, series and authors, by their slug."""
        urls = (url for of_kind in self._site.words.values() for url in of_kind)
        return {PurePosixPath(url).stem: url for url in urls}

    def _of_lost_feed(self, url: str) -> GoneAddress:
        ending = ".rss.xml" if "rss" in url else ".json" if url.endswith(".json") else ".atom.xml"
        return GoneAddress(url, "feed", f"{FEEDS_FOLDER}/posts{ending}", _OR_ANOTHER_FEED)


_TERM_KINDS: tuple[TermKind, ...] = ("category", "tag", "series", "author")


def _pattern(kind: TermKind, rules: Settings) -> str:
    return {
        "category": rules.category_url,
        "tag": rules.tag_url,
        "series": rules.series_url,
        "author": rules.author_url,
    }[kind]


def _terms(head: Head, rules: Settings) -> Iterator[tuple[TermKind, str]]:
    for kind in _TERM_KINDS:
        for name in names_in(head, kind, rules):
            yield kind, term_slug(name)


def _archives(date: datetime, rules: Settings) -> Iterator[str]:
    """The files of the year and the month of a date."""
    for pattern in filter(None, (rules.year_archive_url, rules.month_archive_url)):
        yield file_for_url(archive_url(pattern, date.date()))


def _files_of(texts: Iterable[tuple[Kind, Head]], rules: Settings) -> Iterator[str]:
    """The files that the site has because of these texts."""
    for kind, head in texts:
        for url in filter(None, (permalink(head, kind, rules), *head.aliases)):
            yield file_for_url(url)
        if kind != "post":
            continue
        names = ((term, name) for term in _TERM_KINDS for name in names_in(head, term, rules))
        for term, name in names:
            for slug in filter(None, (term_slug(name), slugify(name))):
                yield file_for_url(_pattern(term, rules).format(slug=slug))
                if term in _FEED_FOLDERS:
                    yield _feed(term, slug)
        if head.date:
            yield from _archives(head.date, rules)


_SLUG = "\0"
_OR_ANOTHER = ", or one that leads to a better place"
_OR_ANOTHER_FEED = ", which gives the feed of all posts, or one with a better feed"


def _slug_in(name: str, pattern: str) -> str | None:
    """The slug in the name of a file; None where the name does not follow the pattern."""
    before, has_slug, after = pattern.partition(_SLUG)
    slug = name[len(before) : len(name) - len(after)]
    fits = has_slug and name.startswith(before) and name.endswith(after) and "/" not in slug
    return slug if fits and slug else None


def _unique(pairs: Iterable[tuple[str, Document]]) -> dict[str, Document]:
    """What only one text has, with that text."""
    found: dict[str, list[Document]] = defaultdict(list)
    for key, source in pairs:
        if key:
            found[key].append(source)
    return {key: sources[0] for key, sources in found.items() if len(sources) == 1}


# --- messages -------------------------------------------------------------------------------------


def gone_problems(gone: Iterable[GoneAddress]) -> tuple[Problem, ...]:
    """What check and build say of them: one by one, or as a number where there are many of one sort."""
    sorts: dict[Sort, list[GoneAddress]] = defaultdict(list)
    for one in gone:
        sorts[one.sort].append(one)
    return tuple(
        problem
        for sort, found in sorts.items()
        if sort != "waiting"
        for problem in (
            _summary(sort, found) if len(found) > MAX_TOLD else _one_by_one(sort, found)
        )
    )


def _one_by_one(sort: Sort, found: Iterable[GoneAddress]) -> Iterator[Problem]:
    of_files: dict[tuple[str, int], list[GoneAddress]] = defaultdict(list)
    for n, one in enumerate(found):
        together = sort in {"moved", "withheld", "removed"}
        of_files[one.path, 0 if together else n].append(one)
    for (path, _), those in of_files.items():
        addresses = _listed([_typed(one.url) for one in those])
        first = those[0]
        if sort == "moved":
            typed = ", ".join(_typed(one) for one in (*first.aliases, *(one.url for one in those)))
            message = (
                f"this text was published at {addresses}, which leads nowhere now; write "
                f"`Aliases: {typed}` in its header"
            )
        elif sort == "withheld":
            message = (
                f"readers who have {addresses} find nothing there while this text is kept back"
            )
        elif sort == "removed":
            message = (
                f"{path} is gone, and readers who have {addresses} find nothing there; to lead them "
                "elsewhere, write the old address and a new one on a line here"
            )
        elif sort == "file":
            message = (
                f"{addresses} was published and is gone; programs that fetch it find nothing there"
            )
        else:
            who = "subscribers" if sort == "feed" else "readers"
            message = (
                f"{who} may have {addresses}, which is gone; add the line "
                f"`{first.redirect_line}` here{first.hint}"
            )
        where = REDIRECTS_FILE if sort == "removed" else path
        yield Problem(where, first.line, message, _SEVERITIES[sort])


_MANY: Mapping[Sort, str] = {
    "moved": "{n} addresses of texts that lie elsewhere now lead nowhere",
    "list": "{n} addresses of lists of posts are gone",
    "feed": "{n} addresses of feeds are gone",
    "other": "{n} addresses of pages are gone",
    "withheld": "{n} addresses are gone while their texts are kept back",
    "removed": "{n} addresses are gone, because their texts are",
    "file": "{n} addresses of files that programs fetch are gone",
}


def _summary(sort: Sort, found: list[GoneAddress]) -> Iterator[Problem]:
    examples = _listed([_typed(one.url) for one in found[:_EXAMPLES]])
    message = f"{_MANY[sort].format(n=len(found))}, such as {examples}"
    if line := found[0].redirect_line:
        message += (
            "; if a setting such as ARTICLE_URL has changed, change it back, or write a line for each "
            f"address here, such as `{line}`; `python -m frontdesk check --redirects FILE` adds all to FILE"
        )
    yield Problem(REDIRECTS_FILE, 0, message, _SEVERITIES[sort])


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
