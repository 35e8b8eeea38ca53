"""A page in; what kind of page it is, what it weighs and what it may weigh, out. Pure."""

from __future__ import annotations

import gzip
import re

from msgspec import Struct
from tests.whole_sites.pages import Page, Pages


class Kind(Struct, frozen=True):
    """A kind of page.

    Attributes:
        name: as a reader would call it.
        file: what its whole path looks like, as a regular expression.
        kilobytes: what the page weighs at most with its style sheets and scripts, each packed by gzip.
        shows: what is on pages of this kind and on no other of such a path, as a selector; empty for all.
    """

    name: str
    file: str
    kilobytes: int
    shows: str = ""


_POST = r"\d{4}/\d\d/[^/]+\.html"
_THING = r"resources/[^/]+\.html"

KINDS = (
    Kind("former address", r".+\.html", 1, "meta[http-equiv=refresh]"),
    Kind("home", r"index\.html", 12),
    Kind("year", r"\d{4}/index\.html", 14),
    Kind("month", r"\d{4}/\d\d/index\.html", 14),
    Kind("post in another language", _POST, 14, ".post h1[lang]"),
    Kind("post with comments", _POST, 14, ".comments"),
    Kind("post of a series", _POST, 14, "nav.turn + nav.turn"),
    Kind("post", _POST, 14),
    Kind("archives", r"archives\.html", 14),
    Kind("category", r"category/[^/]+\.html", 14),
    Kind("tag", r"tag/[^/]+\.html", 14),
    Kind("author", r"author/[^/]+\.html", 14),
    Kind("series", r"series/[^/]+\.html", 14),
    Kind("thanks", r"thanks/[^/]+\.html", 14),
    Kind("subscribe", r"subscribe\.html", 14),
    Kind("search", r"search\.html", 14),
    Kind("page that is not there", r"404\.html", 14),
    Kind("page in another language", r"[^/]+\.html", 14, ".post h1[lang]"),
    Kind("page", r"[^/]+\.html", 14, ".post"),
    *(
        Kind(type_, _THING, 14, f".resource.{type_}")
        for type_ in (
            *("book", "article", "guide", "checklist"),
            *("event", "community", "tool", "video"),
        )
    ),
    Kind("library", r"resources/index\.html", 14),
    Kind("library by type", r"resources/[^/]+/index\.html", 14),
    Kind("library by topic", r"resources/topics/[^/]+/index\.html", 14),
    Kind("list of blogs", r"blogs/index\.html", 14),
    Kind("partner", r"blogs/[^/]+\.html", 14),
    Kind("rack", r"rack/index\.html", 30),
    Kind("rack of a topic", r"rack/[^/]+\.html", 14),
    Kind("list of digests", r"digests/index\.html", 14),
    Kind("how digests are made", r"digests/how\.html", 14),
    Kind("digest of a week", r"digests/weekly/[^/]+\.html", 14),
    Kind("digest of a month", r"digests/monthly/[^/]+\.html", 14),
    Kind("status", r"status/index\.html", 14),
)


def kind_of(page: Page) -> Kind | None:
    """The first that fits; None for a page that is of no kind yet."""
    for kind in KINDS:
        if re.fullmatch(kind.file, page.file) and (not kind.shows or page.soup.select(kind.shows)):
            return kind
    return None


def weights(site: Pages, page: Page) -> dict[str, int]:
    """The bytes of a page, of its style sheets and of its scripts, by file, each packed by gzip; the
    face of titles is weighed by itself."""
    loading = page.soup.select("link[rel=stylesheet], script[src]")
    named = (page.address_of(str(tag.get("href") or tag.get("src"))) for tag in loading)
    files = (page.file, *filter(None, map(site.addresses.file_at, named)))
    return {file: len(gzip.compress(site.files[file])) for file in files}


def stays(page: Page) -> bool:
    """Whether a reader sees the page; a former address leads on by itself."""
    return not page.soup.select("meta[http-equiv=refresh]")


def specimens(site: Pages) -> list[str]:
    """The files of the fewest pages that show everything: the longest first, then each that is of another
    kind, or has an element or class that none before it had."""
    known: set[tuple[str, ...]] = set()
    chosen = []
    for page in sorted(filter(stays, site.pages), key=lambda page: -len(page.soup.get_text())):
        kind = kind_of(page)
        name = kind.name if kind else page.file
        shows = {(tag.name, *tag.get_attribute_list("class")) for tag in page.soup.find_all(True)}
        shows.add(("kind", name))
        if not shows <= known:
            known |= shows
            chosen.append(page.file)
    return chosen
