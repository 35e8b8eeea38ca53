"""One link of a post and the site in, what is wrong with it out. Pure.

A link within the site names a file of ours: `{filename}` for a post or page, `{static}` for any
other. The build puts the address there, so the link works even when the address changes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from frontdesk.core.suggestions import closest_match
from frontdesk.core.urls import SAFE_SCHEMES, file_for_url

from .content_paths import IMAGE_EXTENSIONS, MARKDOWN_EXTENSIONS, is_markdown_file
from .draft_status import public_from
from .model import Document, LineProblem, Link
from .permalinks import term_url
from .url_map import Site, TermKind

_MARKED = re.compile(r"[{|](\w*)[|}](.*)", re.DOTALL)
_PLAIN_ADDRESS = re.compile("https?://[a-z0-9-]+(?:\\.[a-z0-9-]+)+(?:/[A-Za-z0-9/._~-]*)?")
"""Most links to other sites; nothing is wrong with them."""
_RUNS = {"javascript", "vbscript", "data"}
_HOST = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|io|eu|uk|de|pl|fr|example)(?:/|$)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[^\s/@]+@[\w-]+(\.[\w-]+)+")

MAX_SUGGESTION_POOL = 2000
"""Among more names than this, no similar one is suggested: that would take seconds."""


def check_link(link: Link, source: Document, site: Site) -> LineProblem | None:
    """What is wrong with a link, None if nothing is. Anchors after a # are checked by cross_checks.py."""
    address = site.rules.site_address
    is_own = bool(address) and link.target.startswith(address)
    if link.use == "link" and not is_own and _PLAIN_ADDRESS.fullmatch(link.target):
        return None
    try:
        parts = urlsplit(link.target)
    except ValueError:
        return _wrong(
            link, f"'{link.target}' is not an address; copy it again from the page itself"
        )
    if marked := _MARKED.fullmatch(link.target):
        return _marked(link, marked[1], urlsplit(unescape(marked[2])), source, site)
    scheme = parts.scheme.lower()
    if scheme == "data" and link.use != "link":
        what = "picture" if link.use == "picture" else "file"
        message = (
            f"this {what} is part of the text ('data:'), and pages do not load that; save it as a file "
            "beside the text and write its name"
        )
        return LineProblem(link.line, message, "error")
    if scheme in _RUNS:
        return _runs(link, scheme)
    if is_own and (link.target == address or link.target.startswith(f"{address}/")):
        return _own(link, urlsplit(link.target.removeprefix(address) or "/"), source, site)
    if parts.netloc and link.use != "link":
        what = "picture" if link.use == "picture" else "file"
        folder = site.rules.static_paths[0]
        name = posixpath.basename(parts.path) or "…"
        message = (
            f"this {what} would come from {parts.netloc}, which would know who reads this blog; put it "
            f"into {folder}/ and write {{static}}/{folder}/{name}"
        )
        return LineProblem(link.line, message, "error")
    if scheme or parts.netloc:
        return _elsewhere(link, scheme, parts)
    if not parts.path:
        return None
    return _own(link, parts, source, site)


def _runs(link: Link, scheme: str) -> LineProblem:
    message = (
        f"a '{scheme}:' address does not work here: pages of this site run no scripts; take it out"
    )
    return LineProblem(link.line, message, "error")


_ANY_PICTURE = (*IMAGE_EXTENSIONS, ".heic", ".heif", ".tif", ".tiff", ".bmp", ".jfif", ".jpe")


def resolve_path(path: str, source: str) -> str:
    """The path below the content folder that a link means, as Pelican resolves it: from the content folder,
    or from the folder of its source."""
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))


def anchor_target(link: Link, source: Document, site: Site) -> tuple[str, str] | None:
    """The path of the source that a link with an anchor leads to, and the anchor; None for other links."""
    marked = _MARKED.fullmatch(link.target)
    try:
        parts = urlsplit(unescape(marked[2]) if marked else link.target)
    except ValueError:
        return None
    if not parts.fragment or parts.fragment == "top":
        return None
    if marked and marked[1] == "filename":
        path = resolve_path(parts.path, source.path) if parts.path else source.path
    elif not (marked or parts.scheme or parts.netloc or parts.path):
        path = source.path
    else:
        return None
    return (path, unquote(parts.fragment)) if path in site.documents else None


def linked_files(source: Document) -> Iterator[tuple[str, int]]:
    """The path below the content folder of each file that a text shows or links to, and its line."""
    for link in source.links:
        marked = _MARKED.fullmatch(link.target)
        if marked and marked[1] not in {"static", "attach"}:
            continue
        try:
            parts = urlsplit(unescape(marked[2]) if marked else link.target)
        except ValueError:
            continue
        if parts.path and (marked or not (parts.scheme or parts.netloc or link.use == "link")):
            yield resolve_path(unquote(parts.path), source.path), link.line


def _wrong(link: Link, message: str) -> LineProblem:
    return LineProblem(link.line, message)


# --- {filename} and its like --------------------------------------------------------------------


_TERM_MARKS: Mapping[str, TermKind] = {"category": "category", "tag": "tag", "author": "author"}


def _marked(
    link: Link, mark: str, parts: SplitResult, source: Document, site: Site
) -> LineProblem | None:
    if mark == "filename":
        return _to_a_text(link, parts, source, site)
    if mark in {"static", "attach"}:
        return _to_a_file(link, mark, resolve_path(parts.path, source.path), site)
    if kind := _TERM_MARKS.get(mark):
        pattern = getattr(site.rules, f"{mark}_url")
        if term_url(pattern, unquote(parts.path)) in site.words[kind]:
            return None
        return _wrong(
            link, f"no post has the {mark} '{unquote(parts.path)}'; use one that a post has"
        )
    if mark == "index":
        return None
    return _wrong(
        link,
        f"'{{{mark}}}' is not known; write {{filename}} for a post or page, {{static}} for another file",
    )


def _to_a_text(link: Link, parts: SplitResult, source: Document, site: Site) -> LineProblem | None:
    path = resolve_path(parts.path, source.path)
    found = site.documents.get(path) or site.documents.get(
        resolve_path(unquote(parts.path), source.path)
    )
    if found is None:
        for candidate in (path, unquote(path)):
            if candidate in site.files:
                message = f"'{candidate}' is not a post or page; write {{static}}/{candidate}"
                return LineProblem(link.line, message, "info")
        return _wrong(
            link, f"there is no file '{path}'{_meant(path, site.documents, '{filename}')}"
        )
    if site.is_published(found) or found.path == source.path:
        return None
    if found.path in site.held:
        when = "waits until a mistake in it is fixed"
    elif found.head.status == "draft":
        when = "is a draft"
    elif not found.head.status:
        when = "waits until it is clear whether it is a draft"
    elif day := public_from(found.head, site.now):
        when = f"appears on {day:%Y-%m-%d %H:%M}"
    else:
        message = (
            f"'{found.path}' is no longer in the site; readers see these words without the link"
        )
        return LineProblem(link.line, message, "info")
    message = f"'{found.path}' {when}; until it is out, readers see these words without the link"
    return LineProblem(link.line, message, "info")


def _to_a_file(link: Link, mark: str, path: str, site: Site) -> LineProblem | None:
    for one in (path, unquote(path)):
        if one in site.files:
            return _file_found(link, one, site)
    what = "picture" if link.use == "picture" or path.lower().endswith(IMAGE_EXTENSIONS) else "file"
    if path in site.documents:
        return _wrong(link, f"'{path}' is a post or page; write {{filename}}/{path}")
    return _wrong(link, f"there is no {what} '{path}'{_meant(path, site.files, f'{{{mark}}}')}")


def _file_found(link: Link, path: str, site: Site) -> LineProblem | None:
    """What is wrong with a file that exists."""
    if trouble := site.files[path].trouble:
        return LineProblem(link.line, f"'{path}' {trouble}", "error")
    return _kind_of_picture(link, path)


def _kind_of_picture(link: Link, path: str) -> LineProblem | None:
    """A picture in a format that few browsers show."""
    if link.use != "picture" or path.lower().endswith(IMAGE_EXTENSIONS):
        return None
    return _wrong(link, f"'{path}' is no picture that every browser shows; save it as JPEG or PNG")


def _meant(path: str, known: Iterable[str], mark: str, folder: str | None = None) -> str:
    """What to do about a file that is not there; names another that was probably meant: the same name in
    another folder, in capitals, with another ending of a picture, or with a letter mistyped.

    Args:
        folder: in which a name alone is enough.
    """
    name = posixpath.basename(path).casefold()
    names = {one: posixpath.basename(one).casefold() for one in known}
    alike = [one for one, its_name in names.items() if its_name == name]
    if not alike and name.endswith(_ANY_PICTURE):
        stem = PurePosixPath(name).stem
        pictures = [one for one, its_name in names.items() if its_name.endswith(_ANY_PICTURE)]
        alike = [one for one in pictures if PurePosixPath(names[one]).stem == stem]
    if not alike:
        ending = PurePosixPath(name).suffix
        same = {
            its_name: one
            for one, its_name in names.items()
            if its_name.endswith(ending or MARKDOWN_EXTENSIONS)
        }
        close = closest_match(name, same) if len(same) <= MAX_SUGGESTION_POOL else None
        alike = [same[close]] if close else []
    here = [one for one in alike if posixpath.dirname(one) == posixpath.dirname(path)]
    alike = here if len(here) == 1 else alike
    if 0 < len(alike) <= 2:
        written = [
            posixpath.basename(one) if posixpath.dirname(one) == folder else f"{mark}/{one}"
            for one in alike
        ]
        return f" (did you mean {' or '.join(written)}?)"
    return "; correct the name, or take the link out"


# --- addresses as a reader sees them ------------------------------------------------------------


def _elsewhere(link: Link, scheme: str, parts: SplitResult) -> LineProblem | None:
    if scheme == "file" or (len(scheme) == 1 and link.target[1:2] == ":"):
        return _wrong(
            link, f"'{link.target}' lies on your own machine; put the file into the content folder"
        )
    if scheme in {"http", "https"} and not parts.netloc:
        return _wrong(link, f"'{link.target}' names no site; write it whole, https://…")
    if scheme and scheme not in SAFE_SCHEMES:
        meant = closest_match(scheme, ("https", "http", "mailto"))
        return _wrong(
            link,
            f"'{scheme}:' does not begin an address; write {f'{meant}:' if meant else 'https://…'}",
        )
    return None


def _own(link: Link, parts: SplitResult, source: Document, site: Site) -> LineProblem | None:
    """A link to a page of this site by its address, or by a mistake."""
    path = unquote(unescape(parts.path))
    if link.use == "link" and _MAIL.fullmatch(link.target):
        return _wrong(
            link, f"this leads to a page called '{link.target}'; write mailto:{link.target}"
        )
    if (
        not path.startswith("/")
        and _HOST.match(path)
        and not path.lower().endswith((*MARKDOWN_EXTENSIONS, *IMAGE_EXTENSIONS))
    ):
        return _wrong(link, f"this leads to a page of ours called '{path}'; write https://{path}")
    beside = resolve_path(path, source.path)
    if beside in site.documents:
        return _wrong(link, f"'{path}' is a file and no address; write {{filename}}/{beside}")
    if link.use == "picture" and beside in site.files:
        return _file_found(link, beside, site)
    if beside in site.files and not (path.startswith("/") and site.is_made(beside)):
        return _wrong(link, f"'{path}' is a file and no address; write {{static}}/{beside}")
    address = posixpath.normpath(posixpath.join("/", posixpath.dirname(source.url), path)).lstrip(
        "/"
    )
    is_folder = path.endswith("/") and address not in {"", "."}
    name = file_for_url(f"{address}/" if is_folder else address.lstrip("."))
    if is_markdown_file(path):
        return _wrong(
            link, f"there is no file '{beside}'{_meant(beside, site.documents, '{filename}')}"
        )
    if link.use != "link" and not site.is_made(name):
        meant = _meant(beside, site.files, "{static}", posixpath.dirname(source.path))
        return _wrong(link, f"there is no picture '{beside}'{meant}")
    if not site.is_made(name) and not site.is_made(address):
        pages = [made for made in site.made if made.endswith(".html")]
        near = closest_match(name, pages) if len(pages) <= MAX_SUGGESTION_POOL else None
        meant = f" (did you mean '/{near}'?)" if near else "; link to a file, {filename}/posts/…"
        return _wrong(link, f"no page has the address '{path}'{meant}")
    made_of = site.made.get(name)
    if made_of:
        mark = "filename" if made_of in site.documents else "static"
        message = f"'{path}' breaks as soon as one of the two addresses changes; write {{{mark}}}/{made_of}"
        return LineProblem(link.line, message, "info")
    return None
