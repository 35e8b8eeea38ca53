"""All texts in their order in, the address that each gets out, so that none replaces another. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from frontdesk.core.problems import Problem
from frontdesk.core.urls import file_for_url

from .model import Document
from .permalinks import static_output_path
from .url_map import Site

MAX_PART_BYTES = 200
"""Bytes of one part of an address. Disks allow 255, and files beside a page, such as its share card, have
longer names than the page."""

_THEME = "a page of the theme"
_ELSEWHERE = "another part of the site"


class Claim(NamedTuple):
    """A file of the site and its owner, as messages name it: `posts/a.md`, `the tag 'fees'`."""

    name: str
    holder: str


class UrlClaims:
    """The first to claim a file owns it. Names that differ only in capitals or in the encoding of accents
    are one file, as on the disks of macOS and Windows and at some hosts. A file cannot also be a folder."""

    def __init__(self) -> None:
        self._files: dict[str, Claim] = {}
        self._folders: dict[str, Claim] = {}

    def claim(self, name: str, holder: str) -> Claim | None:
        """Claim a file. Returns the claim that is in the way, or None if it is granted."""
        key = _key(name)
        folders = [key[:n] for n, letter in enumerate(key) if letter == "/"]
        ways = (self._files.get(key), self._folders.get(key), *map(self._files.get, folders))
        if taken := next(filter(None, ways), None):
            return taken
        claim = self._files[key] = Claim(name, holder)
        for folder in folders:
            self._folders.setdefault(folder, claim)
        return None


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


@cache
def _keys(*names: str) -> tuple[str, ...]:
    return tuple(map(_key, names))


def claim_urls(ordered: Iterable[Document], site: Site) -> tuple[UrlClaims, tuple[Problem, ...]]:
    """Claim the files of the site for everything that is no text, then for the texts.

    Args:
        ordered: all texts; of two that want one address, the earlier gets it.

    Returns:
        The claims, and a problem for each text that did not get its address.
    """
    claims = UrlClaims()
    for name, holder in _of_no_text(site):
        claims.claim(name, holder)
    problems = tuple(
        problem for source in ordered for problem in _claimed_by(source, claims, site) if source.url
    )
    return claims, problems


def _of_no_text(site: Site) -> Iterator[tuple[str, str]]:
    for path in site.files:
        if place := static_output_path(path, site.rules):
            yield place, path
    for name in site.rules.direct_templates:
        yield f"{name}.html", _THEME
    for kind, words in site.words.items():
        for url, word in words.items():
            yield file_for_url(url), f"the {kind} '{word}'"
    for url, period in site.archives.items():
        yield file_for_url(url), f"the archive of {period}"


def _claimed_by(source: Document, claims: UrlClaims, site: Site) -> Iterator[Problem]:
    name = file_for_url(source.url)
    field, line = ("Url" if source.head.url else "Slug"), source.head.line("url", "slug")
    is_draft = source.head.status == "draft"
    if wrong := part_too_long(name):
        message = f"{wrong}; write a shorter {field}"
    elif is_reserved(name, site):
        message = f"/{source.url} is the address of {_ELSEWHERE} too; write another {field} here"
    elif taken := claims.claim(name, source.path):
        message = f"/{source.url} {describe_conflict(name, taken)}; write another {field} here"
    else:
        return
    yield Problem(source.path, line, message, "info" if is_draft else "error")


def is_reserved(name: str, site: Site) -> bool:
    """Whether an address belongs to plugins or the theme, in any spelling of capitals."""
    return _key(name).startswith(_keys(*site.reserved))


def describe_conflict(name: str, taken: Claim) -> str:
    """Why a file cannot be claimed, as the rest of a sentence that begins with its address."""
    if taken.name == name:
        return f"is the address of {taken.holder} too"
    if _key(taken.name) == _key(name):
        return (
            f"differs from the address of {taken.holder} in capitals or accents only, and many disks and "
            "hosts take the two for one"
        )
    if _key(name).startswith(f"{_key(taken.name)}/"):
        return f"would lie below /{taken.name}, the address of {taken.holder}"
    return f"is the folder of /{taken.name}, the address of {taken.holder}"


def part_too_long(name: str) -> str | None:
    """What is wrong with an address that is too long for a file's name; None if it is not."""
    longest = max(len(part.encode()) for part in name.split("/"))
    if longest <= MAX_PART_BYTES:
        return None
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    return f"a part of the address /{shown} has {longest} bytes; {MAX_PART_BYTES} is the limit"
