"""A text of a folder in, the address and the id that its generator gave it out. Pure.

Each generator has rules of its own; they are in its documentation under the words of the patterns.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from urllib.parse import quote, urlsplit

from msgspec import Struct

from frontdesk.content.content_paths import split_dated_name, without_extension
from frontdesk.core.slugs import pelican_slug, slugify, term_slug
from frontdesk.core.urls import is_web_url

from ..model import TermKind
from .generator_settings import SiteSettings

_SAFE = "/~!$&'()*+,;=:@%"
"""What an address keeps as it is."""


class FolderText(Struct, frozen=True, kw_only=True):
    """What an address is made of.

    Attributes:
        path: in the folder of the site.
        given: the address in its header, in the words of its generator.
        typed_slug: in its header.
        categories: in its header, all.
    """

    path: str
    is_post: bool
    title: str = ""
    given: str = ""
    typed_slug: str = ""
    date: datetime | None = None
    language: str = ""
    category: str = ""
    categories: tuple[str, ...] = ()
    author: str = ""


def slug_of(text: FolderText, site: SiteSettings) -> str:
    """The slug that the generator made."""
    if text.typed_slug:
        return text.typed_slug
    stem = without_extension(posixpath.basename(text.path))
    rest = split_dated_name(text.path)[1]
    if site.kind == "pelican":
        return pelican_slug(text.title or stem if site.slug_of_title else stem)
    if site.kind == "hugo":
        stem = _without_language(stem, site)
    if stem == "index":
        folder = posixpath.basename(posixpath.dirname(text.path))
        return (
            split_dated_name(f"{folder}.md")[1] if site.kind == "eleventy" else folder
        ) or "index"
    return rest if site.kind in {"jekyll", "eleventy"} else stem


def address_of(text: FolderText, slug: str, site: SiteSettings) -> str:
    """The address below the root of the site, with a slash in front; empty where nothing tells."""
    if text.given.lower() in {"false", "true"}:
        return ""
    match site.kind:
        case "pelican":
            return _pelican(text, slug, site)
        case "jekyll":
            return _jekyll(text, slug, site)
        case "hugo":
            return _hugo(text, slug, site)
        case _:
            return _eleventy(text, slug, site)


def feed_id_of(text: FolderText, slug: str, address: str, site: SiteSettings) -> str:
    """The id of a post in the feeds of its generator; empty where its settings do not tell the host."""
    if not address or not is_web_url(site.address):
        return ""
    home = site.address.rstrip("/")
    match site.kind:
        case "pelican":
            parts = urlsplit(home + address)
            return f"tag:{parts.hostname},{text.date:%Y-%m-%d}:{parts.path}" if text.date else ""
        case "jekyll":
            return f"{home}{quote(posixpath.dirname(address.rstrip('/')))}/{quote(slug)}"
        case "hugo" | "eleventy":
            return home + quote(address, safe=_SAFE)
        case _:
            return ""


def list_address(kind: TermKind, name: str, site: SiteSettings) -> str:
    """The address of the page of a category, tag or author; empty where there was none."""
    pattern = site.term_patterns.get(kind, "")
    slug = hugo_slug(name) if site.kind == "hugo" else slugify(name)
    return pattern.replace("{slug}", pelican_slug(name) if site.kind == "pelican" else slug)


def _index_removed(address: str) -> str:
    return "/" + re.sub(r"(?:^|/)index\.html?$", "/", address).lstrip("/")


# --- Pelican --------------------------------------------------------------------------------------


def _pelican(text: FolderText, slug: str, site: SiteSettings) -> str:
    if text.given and "{" not in text.given:
        return _index_removed(text.given)
    pattern = text.given or (site.post_pattern if text.is_post else site.page_pattern)
    if not text.given and text.language and text.language != (site.language or "en"):
        pattern = site.post_lang_pattern if text.is_post else site.page_lang_pattern
    if text.date is None and "{date" in pattern:
        return ""
    try:
        return _index_removed(pattern.format(
            slug=slug, date=text.date or datetime(1970, 1, 1), lang=text.language or "en",  # noqa: DTZ001
            category=term_slug(text.category or "misc"), author=term_slug(text.author),
        ))  # fmt: skip
    except (KeyError, IndexError, ValueError, AttributeError):
        return f"/{slug}.html"


# --- Jekyll ---------------------------------------------------------------------------------------


_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}


def _jekyll(text: FolderText, slug: str, site: SiteSettings) -> str:
    pattern = text.given or site.post_pattern
    style = _JEKYLL_STYLES.get(pattern, pattern)
    if text.is_post:
        if text.date is None and ":" in style:
            return ""
        values = {
            "categories": "/".join(dict.fromkeys(one.lower() for one in text.categories)),
            "slugified_categories": "/".join(dict.fromkeys(map(slugify, text.categories))),
            "title": slug,
            "slug": slugify(slug),
            "output_ext": ".html",
        }
        return _index_removed(_filled(style, values, text.date))
    if text.given and ":" not in text.given:
        return _index_removed(text.given)
    folder, _, inside = text.path.partition("/")
    if of_collection := site.section_patterns.get(folder, ""):
        name = without_extension(posixpath.basename(inside))
        values = {
            "collection": folder.removeprefix("_"),
            "path": without_extension(inside),
            "name": name,
            "title": text.typed_slug or name,
            "slug": slugify(text.typed_slug or name),
            "output_ext": ".html",
        }
        return _index_removed(_filled(text.given or of_collection, values, text.date))
    stem = without_extension(text.path.removeprefix(f"{site.content}/" if site.content else ""))
    if posixpath.basename(stem) == "index":
        return _index_removed(f"{stem}.html")
    return f"/{stem}/" if style.endswith("/") else f"/{stem}.html"


# --- Hugo -----------------------------------------------------------------------------------------


def hugo_slug(text: str) -> str:
    """A part of an address as Hugo makes it of a name or title: letters of any script stay."""
    kept = re.sub(r"[^\w\s./\\#+~@-]", "", text.strip())
    return re.sub(r"-?\s+-?", "-", kept.strip()).lower()


def _without_language(stem: str, site: SiteSettings) -> str:
    name, dot, language = stem.rpartition(".")
    return name if dot and language in site.languages else stem


def hugo_language(path: str, site: SiteSettings) -> str:
    """The language that a file's name or folder says; empty where it says none."""
    stem = without_extension(posixpath.basename(path))
    for place, language in site.language_folders.items():
        if path.startswith(f"{place}/"):
            return language
    named = stem.rpartition(".")[2] if "." in stem else ""
    folder = path.removeprefix(f"{site.content}/").partition("/")[0]
    return next((one for one in (named, folder) if one in site.languages), "")


def _hugo(text: FolderText, slug: str, site: SiteSettings) -> str:
    if text.given:
        return _index_removed(text.given)
    own = next((one for one in site.language_folders if text.path.startswith(f"{one}/")), "")
    inside = text.path.removeprefix(f"{own or site.content}/")
    folder = posixpath.dirname(inside)
    language = hugo_language(text.path, site)
    if language and inside.startswith(f"{language}/"):
        folder = folder.removeprefix(language).lstrip("/")
    prefix = f"/{language}" if language and language != site.language else ""
    is_bundle = _without_language(without_extension(posixpath.basename(inside)), site) == "index"
    section = folder.partition("/")[0]
    if is_bundle:
        folder = posixpath.dirname(folder)
    if pattern := site.section_patterns.get(section, ""):
        name = _without_language(without_extension(posixpath.basename(text.path)), site)
        name = posixpath.basename(posixpath.dirname(text.path)) if is_bundle else name
        title = hugo_slug(text.title) or hugo_slug(name)
        values = {
            "title": title,
            "slug": hugo_slug(text.typed_slug) or title,
            **dict.fromkeys(("filename", "contentbasename"), hugo_slug(name)),
            **dict.fromkeys(
                ("slugorfilename", "slugorcontentbasename"), hugo_slug(text.typed_slug or name)
            ),
            "section": section,
            "sections": folder,
        }
        return f"{prefix}{_filled(pattern, values, text.date)}"
    ending = ".html" if site.has_ugly_urls else "/"
    return re.sub(r"/{2,}", "/", f"{prefix}/{hugo_slug(folder)}/{hugo_slug(slug)}{ending}")


# --- Eleventy and others --------------------------------------------------------------------------


_MARK = re.compile(r"{{-?\s*([\w.]+)\s*(?:\|\s*(slugify|slug|url))?\s*(?:\|\s*url\s*)?-?}}")


def _eleventy(text: FolderText, slug: str, site: SiteSettings) -> str:
    inside = text.path.removeprefix(f"{site.content}/" if site.content else "")
    folder = posixpath.dirname(inside)
    of_folder = _of_folders(folder, site.section_patterns)
    if given := text.given or of_folder:
        filled = _MARK.sub(lambda found: _value(found, text, slug, folder), given)
        return "" if re.search(r"{[{%]", filled) else _index_removed(filled)
    is_index = without_extension(posixpath.basename(inside)) == "index"
    if is_index or posixpath.basename(folder) == slug:
        folder = posixpath.dirname(folder)
    return re.sub(r"/{2,}", "/", f"/{folder}/{slug}/")


def _of_folders(folder: str, patterns: Mapping[str, str]) -> str:
    """What the nearest folder says for all texts in it."""
    while folder and folder not in patterns:
        folder = posixpath.dirname(folder)
    return patterns.get(folder, "")


def _value(found: re.Match[str], text: FolderText, slug: str, folder: str) -> str:
    values = {
        "page.fileSlug": slug,
        "page.filePathStem": f"/{folder}/{slug}".replace("//", "/"),
        "title": text.title,
        "slug": text.typed_slug,
    }
    value = values.get(found[1])
    if value is None:
        return found[0]
    return slugify(value) if found[2] in {"slugify", "slug"} else value


# --- patterns with colons -------------------------------------------------------------------------


def _filled(pattern: str, values: Mapping[str, str], date: datetime | None) -> str:
    """A pattern such as /:year/:title/ with its words filled in."""
    of_date = {
        "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}", "i_month": f"{date.month}",
        "i_day": f"{date.day}", "short_year": f"{date:%y}", "y_day": f"{date:%j}", "yearday": f"{date:%-j}",
        "monthname": f"{date:%B}", "short_month": f"{date:%b}", "long_month": f"{date:%B}",
        "weekday": f"{date:%w}", "weekdayname": f"{date:%A}", "short_day": f"{date:%a}",
        "long_day": f"{date:%A}", "week": f"{date:%V}", "w_year": f"{date:%G}",
        "hour": f"{date:%H}", "minute": f"{date:%M}", "second": f"{date:%S}",
    } if date else {}  # fmt: skip
    known = {**of_date, **values}
    made = re.sub(r":([a-z_]+)", lambda found: known.get(found[1], ""), pattern)
    return "/" + re.sub(r"/{2,}", "/", made).lstrip("/")


def local(date: datetime | None, zone: tzinfo) -> datetime | None:
    """A date by the clock of the site, which its addresses go by."""
    try:
        return date.astimezone(zone) if date else None
    except (OverflowError, ValueError):
        return date


def joined_categories(path: str, typed: Sequence[str]) -> tuple[str, ...]:
    """The categories of a post of Jekyll: the folders around `_posts`, then those of its header."""
    folders = path.partition("_posts/")[0].strip("/").split("/") if "_posts/" in path else []
    return tuple(dict.fromkeys([*filter(None, folders), *typed]))
