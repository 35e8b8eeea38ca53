"""The texts of an export in, the file and the address of each out. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from frontdesk.content.date_parser import in_timezone
from frontdesk.content.front_matter_fields import Head
from frontdesk.content.permalinks import archive_url, permalink, term_url
from frontdesk.content.url_claims import UrlClaims
from frontdesk.content.url_map import OF_FRONT_DESK
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import MAX_STEM, post_slug, slugify, title_slug
from frontdesk.core.urls import file_for_url

from ..model import ImportedText

_PERIOD = re.compile(r"(\d{4})/(\d{1,2})/")
_ENDINGS = (".html", ".htm", ".php", ".aspx", ".md")


class Place(Struct, frozen=True):
    """Where a text goes.

    Attributes:
        path: of its file, below the content folder.
        url: its address below the site's root.
        field: what stands after `Url:`; empty where the address follows from the file's name.
        date: the date of a post; aware.
        remark: what a person should know of its address; usually empty.
    """

    path: str
    url: str
    field: str
    date: datetime | None
    remark: str = ""


def place_texts(
    texts: Sequence[ImportedText],
    rules: Settings,
    *,
    base: str,
    dated: datetime,
    known: Mapping[str, str],
    taken: Collection[str],
    claimed: Iterable[tuple[str, str]],
) -> tuple[dict[str, Place], list[tuple[ImportedText, str]]]:
    """Give each text a file and keep its address.

    Args:
        base: the path of the old blog's home page.
        dated: for posts without any date: that of the export.
        known: source_id → path, of an earlier import.
        taken: the paths of all files that are there.
        claimed: an address and the text that has it, of texts that this import did not write.

    Returns:
        The place of each by its source_id, and the texts whose address another text has, with its path.
    """
    claims, others = UrlClaims(), set[str]()
    for url, path in claimed:
        claims.claim(file_for_url(url), path)
        others.add(path)
    for url in _urls_of_lists(texts, dated, rules):
        claims.claim(file_for_url(url), "a list of posts")
    used = {one.casefold() for one in taken} | {one.casefold() for one in known.values()}
    places: dict[str, Place] = {}
    collisions = []
    for text in texts:
        if text.source_id in places:
            continue
        address = old_path(text.address, base)
        remark = "" if address else _of_home_page(text, base)
        date = _date(text, dated, rules) if text.kind == "post" else text.published
        path = known.get(text.source_id) or _free(text, address, date, used, rules)
        if address and (holder := _claim(address, path, claims, rules)):
            if holder in others:
                collisions.append((text, holder))
                continue
            remark = f"its address /{address} is that of {holder}, too, so it has a new one"
            address = ""
        used.add(path.casefold())
        own = _own_address(text, path, date, rules)
        url = address or own
        number = 1
        while not address and _claim(url, path, claims, rules):
            number += 1
            ending = next((one for one in _ENDINGS if own.endswith(one)), "")
            url = f"{own.removesuffix(ending)}-{number}{ending}"
        places[text.source_id] = Place(path, url, "" if url == own else _field(url), date, remark)
    return places, collisions


def _of_home_page(text: ImportedText, base: str) -> str:
    """What to say of a text that was the home page of the old blog; empty for others."""
    try:
        parts = urlsplit(text.address)
    except ValueError:
        return ""
    is_home = not parts.query and parts.path.strip("/") == base.strip("/")
    return (
        "it was the home page; this site makes its own, so it has a new address"
        if text.address and is_home
        else ""
    )


def _claim(url: str, path: str, claims: UrlClaims, rules: Settings) -> str:
    """Claim an address for a text; what is in the way, or nothing."""
    file = file_for_url(url)
    if file.casefold().startswith((*OF_FRONT_DESK, *map(str.casefold, rules.other_addresses))):
        return "another part of the site"
    taken = claims.claim(file, path)
    return taken.holder if taken else ""


def _urls_of_lists(
    texts: Iterable[ImportedText], dated: datetime, rules: Settings
) -> Iterator[str]:
    """The addresses of pages that the site makes of what posts say."""
    yield from (f"{name}.html" for name in rules.direct_templates)
    posts = [one for one in texts if one.kind == "post" and not one.is_draft]
    for pattern, names in (
        (rules.category_url, {one.category or rules.default_category for one in posts}),
        (rules.tag_url, {name for one in posts for name in one.tags}),
        (rules.author_url, {name for one in posts for name in one.authors}),
    ):
        yield from sorted(term_url(pattern, name) for name in names if name.strip())
    days = {in_timezone(rules.timezone, _date(one, dated, rules)).date() for one in posts}
    for pattern in filter(None, (rules.year_archive_url, rules.month_archive_url)):
        yield from sorted({archive_url(pattern, day) for day in days})


UNKNOWN_HOME = "http://blog.invalid/"
"""Stands for the home page of a blog whose export does not say where it was."""


def home_path(address: str) -> str:
    """The path of a blog's home page."""
    return urlsplit(address).path or "/"


def old_path(address: str, base: str = "/") -> str:
    """The path of an old address below its blog, decoded once; empty where it cannot be one here."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unquote(parts.path, errors="replace")
    if base.strip("/") and path.startswith(base.rstrip("/") + "/"):
        path = path[len(base.rstrip("/")) :]
    path = path.lstrip("/")
    is_bad = (
        not path or "//" in path or "\\" in path or "�" in path or re.search(r"[\x00-\x1f\x7f]", path)
        or not set(path.split("/")).isdisjoint({".", ".."})
        or any(len(one.encode()) > 240 for one in path.split("/"))
    )  # fmt: skip
    return "" if is_bad else path


def _field(url: str) -> str:
    """An address as `Url` takes it, which decodes it once."""
    return "/" + url.replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def _date(text: ImportedText, dated: datetime, rules: Settings) -> datetime:
    moment = text.published or text.modified or dated
    try:
        in_timezone(rules.timezone, moment)
    except OverflowError:
        return dated
    return moment


def _stem(text: ImportedText, address: str) -> str:
    last = posixpath.basename(address.rstrip("/"))
    for ending in _ENDINGS:
        last = last.removesuffix(ending)
    for one in (last, unquote(text.stem)):
        made = post_slug(one)[:MAX_STEM].strip(".")
        if made and made != "index":
            return made
    return title_slug(text.title) or slugify(text.source_id.rpartition("-")[2])[:40] or "post"


def _free(
    text: ImportedText,
    address: str,
    date: datetime | None,
    used: Collection[str],
    rules: Settings,
) -> str:
    """A path that no file has."""
    stem = _stem(text, address)
    if text.kind == "page" or date is None:
        folder, name = rules.page_paths[0], stem
    else:
        day = f"{_day(address, date, rules)}-"
        folder, name = rules.article_paths[0], f"{day}{stem.removeprefix(day)}"
    number, path = 1, f"{folder}/{name}.md"
    while path.casefold() in used:
        number += 1
        path = f"{folder}/{name}-{number}.md"
    return path


def _day(address: str, moment: datetime, rules: Settings) -> date:
    """The day in a file's name: in the year and month of the old address, where it has them."""
    there = in_timezone(rules.timezone, moment).date()
    found = _PERIOD.match(address)
    if not found:
        return there
    wanted = (int(found[1]), int(found[2]))
    for day in (there, moment.date()):
        if (day.year, day.month) == wanted:
            return day
    try:
        return date(*wanted, 1)
    except ValueError:
        return there


def _own_address(text: ImportedText, path: str, moment: datetime | None, rules: Settings) -> str:
    """The address that follows from the file's name."""
    stem = posixpath.basename(path).removesuffix(".md")
    rest = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", stem)
    head = Head(
        slug=post_slug(rest),
        date=in_timezone(rules.timezone, moment) if moment else None,
        category=text.category or None,
        authors=text.authors,
    )
    return permalink(head, text.kind, rules)
