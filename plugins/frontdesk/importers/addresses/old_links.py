"""An address of the old blog in, the link to write for it out. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from frontdesk.content.permalinks import archive_url, term_url
from frontdesk.core.settings import Settings

from ..model import Remark, TermKind
from .old_numbers import names_a_list, number_in
from .placement import UNKNOWN_HOME, home_path, old_path

_EDITOR = re.compile(
    r"https?://(?:www\.|draft\.)?blogger\.com/(?:u/\d/)?(?:blogger\.g|blog/posts?\b)"
)
_BLOGSPOT = re.compile(r"^[\w-]+\.blogspot\.(?:[a-z]{2,3})(?:\.[a-z]{2})?$")
_WHOLE = re.compile(r"https?://[^/?#]+/(?!\.\./)")
_LABEL = re.compile(r"^search/label/([^/?]+)/?$")
_TERM = re.compile(r"^(?:blog/)?(category|tag|author)/(?:[^/]+/)*?([^/]+)/?$")
_MONTH = re.compile(r"^(?:(\d{4})_(\d{2})_\d{2}_(?:[\w-]+_)?archive\.html|(\d{4})/(\d{2})/?)$")
_FEED = re.compile(
    r"^(?:feeds/posts/(?:default|summary)|feed(?:/(?:atom|rss2?))?|rss|atom\.xml|rss\.xml)/?$"
)
_PAGES = {"", ".html", ".htm", ".php"}
_PARTS = re.compile(r"comments?(?:-form)?|respond|links|more(?:-\d+)?|top|disqus_thread")
"""Places on the pages of other systems, which are none of a text."""


class OldBlog(Struct, frozen=True):
    """What links of the old blog led to.

    Attributes:
        address: its home page.
        hosts: all its hosts, without www.
        texts: an old path, as `old_path` gives it → the file of the text, below the content folder.
        numbers: the N of /?p=N → the same.
        urls: the file of a text → its address below the site's root.
        tags, categories, authors: the name of each in small letters, and its slug, → its name, of those
            that have a page.
        lists: the old path of the page of a category, tag or author → its address here.
        months: (year, month) of an old list → those of the list that has its posts now.
    """

    address: str
    hosts: frozenset[str]
    texts: Mapping[str, str]
    numbers: Mapping[str, str]
    urls: Mapping[str, str]
    tags: Mapping[str, str] = {}
    categories: Mapping[str, str] = {}
    authors: Mapping[str, str] = {}
    months: Mapping[tuple[str, str], tuple[str, str]] = {}
    lists: Mapping[str, str] = {}

    @property
    def base(self) -> str:
        return home_path(self.address)

    def page_of_term(self, kind: TermKind, slug: str, rules: Settings) -> str:
        """The address of the page of a category, tag or author; empty where there is none. The second
        category of a post is a tag here, and a tag that its category is called, too, is only that.

        Args:
            slug: of it in an address, or its name.
        """
        name = unquote(slug).casefold()
        if kind == "author":
            return term_url(rules.author_url, self.authors[name]) if name in self.authors else ""
        pages = [
            (self.categories, rules.category_url),
            (self.tags, rules.tag_url),
        ]
        for names, pattern in pages if kind == "category" else reversed(pages):
            if name in names:
                return term_url(pattern, names[name])
        return ""

    def page_of_month(self, year: str, month: str, rules: Settings) -> str:
        """The address of the page of a month of the old blog; empty where there is none."""
        found = self.months.get((year, month))
        if not found or not rules.month_archive_url:
            return ""
        return archive_url(rules.month_archive_url, date(int(found[0]), int(found[1]), 1))

    def is_own(self, host: str, path: str) -> bool:
        """Whether an address is one of the blog: by its host, or at any blogspot by its path."""
        name = host.lower().removeprefix("www.")
        if name in self.hosts:
            return True
        own = {one.partition(".")[0] for one in self.hosts if _BLOGSPOT.match(one)}
        if not _BLOGSPOT.match(name):
            return False
        return name.partition(".")[0] in own or (not own and path in self.texts)


class OldLinks:
    """Rewrites the links of one text.

    Args:
        file: an address → the file below the content folder, if the import has it.
        in_comment: comments take addresses and no names of files.
    """

    def __init__(
        self,
        blog: OldBlog,
        rules: Settings,
        file: Callable[[str], str | None],
        *,
        text_address: str = "",
        in_comment: bool = False,
    ) -> None:
        self._blog = blog
        self._rules = rules
        self._file = file
        self._base = urljoin(blog.address or UNKNOWN_HOME, text_address)
        self._in_comment = in_comment
        self.remarks: list[Remark] = []

    def link(self, typed: str) -> str | None:
        """The address to write; None where a link can lead nowhere."""
        address = " ".join(typed.split())
        if not address or address.startswith("#"):
            return address or None
        if _EDITOR.match(address):
            fragment = address.partition("#")[2]
            is_place = re.fullmatch(r"[\w:.-]+", fragment) and not re.search(r"[=/]", fragment)
            return f"#{fragment}" if is_place else None
        try:
            whole = address if _WHOLE.match(address) else urljoin(self._base, address)
            parts = urlsplit(whole)
        except ValueError:
            self.remarks.append(
                Remark("link to nothing", f"'{address[:80]}' is no address, so it is words now")
            )
            return None
        if parts.scheme not in {"http", "https"}:
            return address
        path = old_path(whole, self._blog.base)
        is_relative = not urlsplit(address).netloc
        if not is_relative and not self._blog.is_own(parts.hostname or "", path):
            return address
        if found := self._of_blog(path, parts.fragment, whole):
            return found
        if whole.startswith(UNKNOWN_HOME):
            self.remarks.append(Remark("link to nothing", f"{address[:120]} leads to nothing here"))
            return None
        self.remarks.append(
            Remark(
                "link to nothing",
                f"{whole[:160]} leads to the old blog, and nothing there was imported",
                whole,
            )
        )
        return whole

    def _of_blog(self, path: str, fragment: str, whole: str) -> str | None:
        is_place = re.fullmatch(r"[\w:.%-]+", fragment) and not _PARTS.fullmatch(fragment)
        mark = f"#{fragment}" if is_place else ""
        file = self._blog.texts.get(path) or self._blog.texts.get(path.rstrip("/"))
        if not file and not path:
            file = self._blog.numbers.get(number_in(whole))
            if not file and not names_a_list(whole):
                return "/"
        if file:
            if self._in_comment:
                return f"/{self._blog.urls[file]}{mark}"
            return "{filename}/" + file.replace("%", "%25").replace(" ", "%20") + mark
        if found := self._list(path):
            return found
        is_file = posixpath.splitext(path)[1] not in _PAGES
        if is_file and (kept := self._file(whole)):
            return f"/{kept}" if self._in_comment else f"{{static}}/{kept}"
        return None

    def _list(self, path: str) -> str:
        """The page of a label, category, author or month, or the feed."""
        known = self._blog.lists
        if path in known or f"{path}/" in known:
            return f"/{known.get(path) or known[f'{path}/']}"
        if label := _LABEL.match(path):
            found = self._blog.page_of_term("tag", label[1].replace("+", " "), self._rules)
        elif term := _TERM.match(path):
            kind: TermKind = term[1]  # type: ignore[assignment]
            found = self._blog.page_of_term(kind, term[2], self._rules)
        elif month := _MONTH.match(path):
            found = self._blog.page_of_month(
                month[1] or month[3], month[2] or month[4], self._rules
            )
        else:
            found = "feeds/posts.atom.xml" if _FEED.match(path) else ""
        return f"/{found}" if found else ""
