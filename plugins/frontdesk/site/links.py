"""The HTML of a text in; the same with links and pictures that lead to where things are in the site, out.
Pure.

The marks are Pelican's: `{filename}`, `{static}`, `{attach}`, `{tag}`, `{category}`, `{author}`, `{index}`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import unescape
from posixpath import basename, dirname, join, relpath
from typing import TypeVar
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.content.link_check import resolve_path
from frontdesk.content.permalinks import term_url
from frontdesk.core.safe_html import prefix_root_links
from frontdesk.core.site_writer import ROOT
from frontdesk.formats.author_sanitizer import RENAMED_PREFIX

from .responsive_images import Find, WebImage, responsive_images

_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_MARKED = re.compile(
    r"""(\s(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*)(["'])"""
    r"""[{|](filename|static|attach|index|tag|category|author)[}|]((?:(?!\2).)*)\2"""
)
_FILENAME_LINK = re.compile(
    r"<a\b[^>]*\shref=\"[{|]filename[}|]([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL
)

_Found = TypeVar("_Found")


class LinkTargets(Struct, frozen=True):
    """Where things are in the site. All addresses are below its root.

    Attributes:
        texts: path of a text below the content folder → address of its page; only those that readers see.
        files: path of a file → its address.
        terms: tag, category and author → the pattern of its address.
        home: the address of the home page.
        renamed: path of a text → its ids that look like those of comments, and begin with RENAMED_PREFIX on
            the page.
    """

    texts: Mapping[str, str]
    files: Mapping[str, str]
    terms: Mapping[str, str]
    home: str
    renamed: Mapping[str, Collection[str]] = {}


def resolve_links(html: str, source: str, targets: LinkTargets, image: Find) -> str:
    """HTML whose links and pictures lead to where they are, from ROOT.

    A link to a text that is not in the site, such as a draft, becomes its words (A3). A link from the root
    of the site, such as `/digests/`, also works in a feed, and where the site is in a folder of its host.

    Args:
        source: path of the text below the content folder.
        image: finds the picture for an address in this text.
    """
    shown = responsive_images(html, ROOT, image)
    known = _remove_lost_links(shown, source, targets)

    def address(match: re.Match[str]) -> str:
        opens, mark, what, value = match.groups()
        found = _address(what, value, source, targets)
        return match[0] if found is None else f"{opens}{mark}{found}{mark}"

    def tag(match: re.Match[str]) -> str:
        found = match[0]
        return _MARKED.sub(address, found) if "{" in found or "|" in found else found

    marked = _TAG.sub(tag, known) if "{" in known or "|" in known else known
    return prefix_root_links(marked, ROOT)


def _remove_lost_links(html: str, source: str, targets: LinkTargets) -> str:
    """Replace each link to a text that is not in the site by its words."""

    def words(match: re.Match[str]) -> str:
        target = urlsplit(unescape(match[1])).path
        is_there = any(
            path in targets.texts or path in targets.files for path in _paths(target, source)
        )
        return match[0] if is_there else match[2]

    return _FILENAME_LINK.sub(words, html)


def _paths(target: str, source: str) -> Iterator[str]:
    """The paths below the content folder that a target may mean."""
    for one in dict.fromkeys((target, unquote(target))):
        yield resolve_path(one, source)


def _address(what: str, value: str, source: str, targets: LinkTargets) -> str | None:
    """The address for a mark, from ROOT; None for a file or text that is not in the site."""
    if what in targets.terms:
        return f"{ROOT}/{quote(term_url(targets.terms[what], unquote(unescape(value))))}"
    parts = urlsplit(unescape(value)) if "&" in value else urlsplit(value)
    if what == "index":
        url: str | None = targets.home
    else:
        known = (targets.texts, targets.files) if what == "filename" else (targets.files,)
        paths = [*_paths(parts.path, source)]
        url = next((places[path] for places in known for path in paths if path in places), None)
        if any(unquote(parts.fragment) in targets.renamed.get(path, ()) for path in paths):
            value = value.replace("#", f"#{RENAMED_PREFIX}", 1)
    if url is None:
        return None
    return urlunsplit(("", "", f"{ROOT}/{url}", *urlsplit(value)[3:]))


# --- what links depend on -----------------------------------------------------------------------


class LinkAnswers(Struct, frozen=True, array_like=True):
    """What the links of one text asked for, and the answers: as long as these are the same, so is its HTML.

    Attributes:
        texts, files: paths below the content folder, with their addresses; None for what is not there.
        renamed: paths of texts, with their ids that have other names on the page.
        images: addresses as they were typed, with their pictures.
    """

    texts: tuple[tuple[str, str | None], ...] = ()
    files: tuple[tuple[str, str | None], ...] = ()
    renamed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    images: tuple[tuple[str, WebImage | None], ...] = ()

    def still_hold(self, targets: LinkTargets, image: Find) -> bool:
        """Whether the same questions have the same answers. All images are asked for."""
        images = [image(address) == answer for address, answer in self.images]
        return (
            all(images)
            and all(targets.texts.get(path) == answer for path, answer in self.texts)
            and all(targets.files.get(path) == answer for path, answer in self.files)
            and all(_ids(targets.renamed.get(path)) == answer for path, answer in self.renamed)
        )


class LinkRecorder:
    """Answers the questions of the links of one text, and notes them.

    Attributes:
        targets: to be asked in place of the given ones.
    """

    def __init__(self, targets: LinkTargets, image: Find) -> None:
        self._image = image
        self._texts, self._files = _Recorded(targets.texts), _Recorded(targets.files)
        self._renamed = _Recorded(targets.renamed)
        self._images: dict[str, WebImage | None] = {}
        self.targets = replace(targets, texts=self._texts, files=self._files, renamed=self._renamed)

    def image(self, address: str) -> WebImage | None:
        found = self._images[address] = self._image(address)
        return found

    def answers(self) -> LinkAnswers:
        texts, files = tuple(self._texts.asked.items()), tuple(self._files.asked.items())
        renamed = tuple((path, _ids(ids)) for path, ids in self._renamed.asked.items())
        return LinkAnswers(texts, files, renamed, tuple(self._images.items()))


class _Recorded(Mapping[str, _Found]):
    """A mapping, which notes what is asked for."""

    def __init__(self, known: Mapping[str, _Found]) -> None:
        self._known = known
        self.asked: dict[str, _Found | None] = {}

    def __getitem__(self, path: str) -> _Found:
        self.asked[path] = self._known.get(path)
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _ids(found: Collection[str] | None) -> tuple[str, ...]:
    return tuple(sorted(found or ()))


# --- files --------------------------------------------------------------------------------------


class FileLinks(Struct, frozen=True):
    """The files that one text asks for.

    Attributes:
        source, save_as: the path of the text below the content folder, and of its page below the root.
        named, linked, attached: paths below the content folder, by `{filename}`, `{static}` and `{attach}`.
    """

    source: str
    save_as: str
    named: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()

    @property
    def published(self) -> frozenset[str]:
        """Those that are published because this text links to them."""
        return frozenset((*self.linked, *self.attached))


def file_links(html: str, source: str, save_as: str) -> FileLinks:
    """The files that a text asks for, by its HTML as it was read.

    Args:
        source, save_as: as in `FileLinks`.
    """
    found: dict[str, list[str]] = {"filename": [], "static": [], "attach": []}
    for _, _, what, value in _MARKED.findall(html) if "{" in html or "|" in html else ():
        if what in found:
            found[what] += _paths(urlsplit(unescape(value)).path, source)
    return FileLinks(source, save_as, *map(tuple, found.values()))


def place_attachments(texts: Iterable[FileLinks], fixed: Collection[str]) -> Mapping[str, str]:
    """File → its place in the site, for files that texts attach: beside the page of the first such text. A
    file that another text links to where it is, or that has a place of its own, stays there.

    Args:
        fixed: paths of files that have a place of their own.
    """
    texts = tuple(texts)
    stay = {*fixed, *(path for text in texts for path in (*text.named, *text.linked))}
    found: dict[str, str] = {}
    for text in texts:
        for path in text.attached:
            if path not in stay:
                below = relpath(path, dirname(text.source) or ".")
                tail = basename(path) if below.startswith("../") else below
                found.setdefault(path, join(dirname(text.save_as), tail))
    return found
