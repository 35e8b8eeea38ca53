"""An address of the old blog in, the link to write for it out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from msgspec import Struct

from frontdesk.core.settings import Settings
from frontdesk.core.slugs import term_slug

from ..model import Remark
from .placement import home_path, old_path

_EDITOR = re.compile(
    r"https?://(?:www\.)?blogger\.com/(?:blogger\.g|blog/post/edit|u/\d/blogger\.g)"
)
_BLOGSPOT = re.compile(r"^[\w-]+\.blogspot\.(?:[a-z]{2,3})(?:\.[a-z]{2})?$")
_LABEL = re.compile(r"^search/label/([^/?]+)/?$")
_TERM = re.compile(r"^(?:blog/)?(category|tag|author)/(?:[^/]+/)*?([^/]+)/?$")
_MONTH = re.compile(r"^(?:(\d{4})_(\d{2})_\d{2}_archive\.html|(\d{4})/(\d{2})/?)$")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


class OldBlog(Struct, frozen=True):
    """What links of the old blog led to.

    Attributes:
        address: its home page.
        hosts: all its hosts, without www.
        texts: an old path, as `old_path` gives it → the file of the text, below the content folder.
        numbers: the N of /?p=N → the same.
        urls: the file of a text → its address below the site's root.
        tags, categories: the slug of each in old addresses → its name, of those that have a page.
        months: (year, month) that have a page.
    """

    address: str
    hosts: frozenset[str]
    texts: Mapping[str, str]
    numbers: Mapping[str, str]
    urls: Mapping[str, str]
    tags: Mapping[str, str] = {}
    categories: Mapping[str, str] = {}
    months: frozenset[tuple[str, str]] = frozenset()

    @property
    def base(self) -> str:
        return home_path(self.address)

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
        picture: an address → the file below the content folder, if the import has it.
        in_comment: comments take addresses and no names of files.
    """

    def __init__(
        self,
        blog: OldBlog,
        rules: Settings,
        picture: Callable[[str], str | None],
        *,
        text_address: str = "",
        in_comment: bool = False,
    ) -> None:
        self._blog = blog
        self._rules = rules
        self._picture = picture
        self._base = urljoin(blog.address or "http://blog.invalid/", text_address)
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
            whole = urljoin(self._base, address)
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
        if found := self._of_blog(path, parts.query, parts.fragment, whole):
            return found
        if "blog.invalid" in whole:
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

    def _of_blog(self, path: str, query: str, fragment: str, whole: str) -> str | None:
        mark = f"#{fragment}" if fragment and re.fullmatch(r"[\w:.%-]+", fragment) else ""
        file = self._blog.texts.get(path) or self._blog.texts.get(path.rstrip("/"))
        if not file and not path:
            numbers = parse_qs(query)
            number = next((numbers[one][0] for one in ("p", "page_id") if one in numbers), "")
            file = self._blog.numbers.get(number)
            if not file and not number:
                return "/"
        if file:
            if self._in_comment:
                return f"/{self._blog.urls[file]}{mark}"
            return "{filename}/" + file.replace("%", "%25").replace(" ", "%20") + mark
        if found := self._list(path):
            return found
        if _PICTURE.search(path) and (picture := self._picture(whole)):
            return f"/{picture}" if self._in_comment else f"{{static}}/{picture}"
        return None

    def _list(self, path: str) -> str | None:
        """The page of a label, category or month."""
        if label := _LABEL.match(path):
            name = unquote(label[1]).replace("+", " ").casefold()
            if known := self._blog.tags.get(name):
                return "/" + self._rules.tag_url.format(slug=term_slug(known))
        if term := _TERM.match(path):
            kind, name = term.groups()
            known = {"category": self._blog.categories, "tag": self._blog.tags}.get(kind, {}).get(
                unquote(name).casefold()
            )
            if known and kind == "category":
                return "/" + self._rules.category_url.format(slug=term_slug(known))
            if known:
                return "/" + self._rules.tag_url.format(slug=term_slug(known))
        if month := _MONTH.match(path):
            year, number = month[1] or month[3], month[2] or month[4]
            if (year, number) in self._blog.months:
                return f"/{year}/{number}/"
        return None
