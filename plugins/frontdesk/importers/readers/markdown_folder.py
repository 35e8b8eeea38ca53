"""A folder of texts of another generator in, its posts and pages out: Pelican, Jekyll, Hugo, Eleventy.

A header is read by the reader of our own headers, which knows the words of other programs (A14); a body of
Markdown stays as it is. Nothing of the folder is run.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from msgspec.structs import replace

from frontdesk.content.content_paths import is_markdown_file, split_dated_name, without_extension
from frontdesk.content.date_parser import FieldError, parse_date
from frontdesk.content.front_matter import split_document
from frontdesk.content.front_matter_fields import Head
from frontdesk.content.metadata import read_head
from frontdesk.core.settings import Settings

from ..model import Blog, ImportedText, Item, LeftOut, Markup, Term, TermKind
from .export_files import ExportFiles
from .folder_addresses import (
    FolderText,
    address_of,
    feed_id_of,
    hugo_language,
    joined_categories,
    list_address,
    local,
    slug_of,
)
from .folder_headers import FolderFile, html_with_header, joined, why_no_text, with_defaults
from .generator_settings import SiteSettings
from .restructured_text import REMEDY, has_pandoc, html_of_rest, split_rest
from .xml_entries import ExportError

_HTML = (".html", ".htm")
_REST = (".rst", ".rest")
_OTHER_TEXTS = (".adoc", ".asciidoc", ".org", ".textile", ".ipynb", ".njk", ".liquid")


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NO_TEXTS = _names("readme license licence changelog contributing code_of_conduct security 404")
_NO_FOLDERS = _names(
    "_layouts _includes _site _sass _data themes theme output public layouts archetypes vendor"
)
_USED = _names(
    "title date modified updated update lastmod last_modified_at category categories tags tag keywords "
    "author authors summary description excerpt subtitle slug url permalink save_as aliases alias "
    "redirect_from redirect_to status draft published hidden lang language locale id template layout "
    "series comments comment cover image og_image feature_image featured_image thumbnail path alt type "
    "publishdate expirydate translation weight menu toc excerpt_separator eleventynavigation "
    "eleventyexcludefromcollections"
)
_PICTURE_FIELDS = (
    *("cover", "image", "og_image", "feature_image", "featured_image", "thumbnail", "path"),
    *("cover.image", "image.path", "featured_image.src"),
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
_OFF = {"false", "no", "off", "closed", "0"}
_COLLECTIONS = {"post", "posts", "all", "nav"}
"""Tags by which Eleventy puts texts together, and no words about them."""


def is_markdown_folder(files: ExportFiles) -> bool:
    return any(is_markdown_file(name) for name in files.names)


def read_markdown_folder(files: ExportFiles, site: SiteSettings, rules: Settings) -> Iterator[Item]:
    """The texts of a folder, in the order of their names."""
    yield Blog(
        name=site.name, description=site.description, address=site.address, language=site.language,
        timezone=site.timezone,
    )  # fmt: skip
    for name in site.unread:
        reason = (
            "a program decides it, which is not run; look at a few addresses before you publish"
        )
        yield LeftOut("setting", reason, name)
    zone = site.timezone if site.timezone in available_timezones() else rules.timezone
    rules = replace(rules, timezone=zone)
    for name in files.names:
        kind = _kind(name, site)
        if kind is None:
            continue
        if reason := _has_no_page(name, site):
            if is_markdown_file(name):
                yield LeftOut(kind, reason, name)
            continue
        try:
            yield from _read(name, kind, files, site, rules)
        except ExportError as error:
            yield LeftOut(kind, str(error), name, is_fault=True)


def _kind(name: str, site: SiteSettings) -> str | None:
    """Whether a file is a post or a page, by its folder; None for what is neither."""
    parts = name.split("/")
    stem = posixpath.splitext(parts[-1])[0]
    if not _NO_FOLDERS.isdisjoint(parts[:-1]) or (stem.lower() in _NO_TEXTS and len(parts) == 1):
        return None
    inside = name
    if site.content:
        if not name.startswith(f"{site.content}/"):
            return None
        inside = name[len(site.content) + 1 :]
    match site.kind:
        case "pelican":
            is_page = any(inside.startswith(f"{one}/") for one in site.page_paths)
            return "page" if is_page else "post"
        case "jekyll":
            return "post" if {"_posts", "_drafts"} & set(parts) else "page"
        case "hugo":
            return "page" if "/" not in inside or parts[-2:-1] in (["page"], ["pages"]) else "post"
        case _:
            is_dated = split_dated_name(name)[0] is not None
            is_post = is_dated or {"posts", "post", "blog", "articles"} & set(parts)
            return "post" if is_post else "page"


def _has_no_page(name: str, site: SiteSettings) -> str:
    """Why the generator made no page of a file; empty where it did."""
    folder = name.partition("/")[0]
    if site.kind == "pelican" and site.post_paths:
        inside = name.removeprefix(f"{site.content}/")
        is_in = any(inside.startswith(f"{one}/") for one in (*site.post_paths, *site.page_paths))
        return "" if is_in else "it lies in no folder of ARTICLE_PATHS or PAGE_PATHS"
    if site.kind != "jekyll" or not folder.startswith("_") or "/" not in name:
        return ""
    is_shown = folder in {"_posts", "_drafts", *site.section_patterns, *site.included}
    return "" if is_shown else f"the old blog had no pages of its folder {folder}"


def _read(
    name: str, kind: str, files: ExportFiles, site: SiteSettings, rules: Settings
) -> Iterator[Item]:
    ending = posixpath.splitext(name)[1].lower()
    if is_markdown_file(name):
        yield from _text(name, files.read(name), "markdown", kind, site, rules)
    elif ending in _HTML and (data := html_with_header(files.read(name), site)):
        if kind == "page" and b"{%" in data:
            yield LeftOut(kind, "it is a template of the old generator", name)
            return
        yield from _text(name, data, "html file", kind, site, rules)
    elif ending in _REST and site.kind in {"pelican", "hugo"}:
        if not has_pandoc():
            yield LeftOut(kind, REMEDY, name)
            return
        fields, body = split_rest(files.read(name).decode("utf-8-sig", "replace"))
        whole = joined(fields, html_of_rest(body))
        yield from _text(name, whole, "html file", kind, site, rules)
    elif ending in (*_OTHER_TEXTS, *_REST):
        reason = "it is no Markdown; convert it first, such as with pandoc, and import again"
        yield LeftOut(kind, reason, name)


def _text(
    name: str, data: bytes, markup: Markup, kind: str, site: SiteSettings, rules: Settings
) -> Iterator[Item]:
    header, problems = split_document(data)
    if any(one.severity == "error" for one in problems):
        yield LeftOut(kind, problems[0].message, name, is_fault=True)
        return
    if reason := why_no_text(data, header, site):
        yield LeftOut(kind, reason, name)
        return
    header = with_defaults(header, name, kind, site)
    fields = {field.name: field for field in reversed(header.fields)}
    in_name = _in_name(name, site)
    is_post = kind == "post" and (
        "date" in fields or "date" in in_name or site.kind in {"pelican", "jekyll"} or not fields
    )
    as_text = name if is_markdown_file(name) else f"{posixpath.splitext(name)[0]}.md"
    head = read_head(header, as_text, "post" if is_post else "page", rules)[0]
    file = FolderFile(name, header, head, fields, markup)
    if not header.body.strip() and not head.title:
        yield LeftOut(kind, "it has neither title nor text", name)
        return
    if site.kind == "hugo" and without_extension(posixpath.basename(name)) == "_index":
        yield LeftOut(
            "page", "it is the text above a list; put it into a page, if you want it", name
        )
        return
    date = _date(file, in_name.get("date", ""), rules)
    text = _imported(
        file, site, rules, in_name, date, is_post=is_post or (kind == "post" and bool(date))
    )
    yield text
    if text.kind == "post" and not text.is_draft:
        yield from _terms(text, site)


def _imported(
    file: FolderFile,
    site: SiteSettings,
    rules: Settings,
    in_name: Mapping[str, str],
    date: datetime | None,
    *,
    is_post: bool,
) -> ImportedText:
    head = file.head
    categories = _categories(file, site, in_name)
    category = next(iter(categories), "") if is_post else ""
    text = FolderText(
        path=f"{posixpath.splitext(file.path)[0]}.md",
        is_post=is_post,
        title=head.title or "",
        given=file.text("url", "permalink", "save_as"),
        typed_slug=file.text("slug") or in_name.get("slug", ""),
        date=local(date, ZoneInfo(rules.timezone)),
        language=head.lang or "",
        category=category or site.default_category,
        categories=categories,
        author=next(iter(head.authors), ""),
    )
    slug = slug_of(text, site)
    address = address_of(text, slug, site)
    is_unlisted = site.kind == "eleventy" and _is_only_unlisted(head)
    language = head.lang or (hugo_language(file.path, site) if site.kind == "hugo" else "")
    return ImportedText(
        kind="post" if is_post else "page",
        source_id=file.path,
        title=head.title or "",
        address=address,
        markup=file.markup,
        body=file.header.body,
        published=date,
        modified=head.modified,
        expires=head.not_after,
        authors=head.authors,
        category=category,
        tags=(*_tags(file, site), *categories[1:]) if is_post else _tags(file, site),
        series=file.text("series"),
        is_draft=(head.status in {"draft", ""} and not is_unlisted) or _is_in_drafts(file.path),
        is_hidden=head.status == "hidden" or is_unlisted,
        has_comments=file.text("comments", "comment").lower() not in _OFF,
        summary=head.summary or file.text("summary", "description", "excerpt", "subtitle"),
        picture=_picture(file),
        picture_alt=file.text("alt", "cover.alt", "image.alt"),
        feed_id=head.id or (feed_id_of(text, slug, address, site) if is_post else ""),
        language=language,
        former=tuple(
            one if "/" in one else f"/{one}"
            for one in (head.aliases or file.words("aliases", "alias", "redirect_from"))
        ),
        remarks=tuple(_remarks(file, address)),
        folder=posixpath.dirname(file.path),
        stem=slug,
    )


def _remarks(file: FolderFile, address: str) -> Iterator[str]:
    for field in file.header.fields:
        if field.name not in (*_USED, *_PICTURE_FIELDS, "cover.alt", "image.alt"):
            value = field.text or ", ".join(field.items or ())
            yield f"the field {field.typed} is not known here and was left out: {value[:80]}"
    typed_date = file.text("date")
    if typed_date and not file.head.date and not file.head.written:
        yield f"its date cannot be read ({typed_date[:80]}); write it after 'Date:'"
    if not file.head.status:
        yield "a line of its header may mean a draft, so it is one"
    given = file.text("permalink", "url")
    if not address and given and given.lower() not in {"false", "true"}:
        yield f"its address is made by a program ({given[:80]}); write it after 'Url:'"
    elif not address and not given and file.head.status in {"published", "hidden"}:
        yield "its old address is not known; look it up, and write it after 'Url:'"


def _is_only_unlisted(head: Head) -> bool:
    """Whether all that keeps a text of Eleventy back is that its lists do not have it."""
    typed = [one.typed for one in head.draft_signals if one.meaning in {"draft", "unclear"}]
    return bool(typed) and all(one.startswith("eleventyExcludeFromCollections") for one in typed)


def _is_in_drafts(path: str) -> bool:
    return not {"_drafts", "drafts"}.isdisjoint(path.split("/")[:-1])


def _terms(text: ImportedText, site: SiteSettings) -> Iterator[Term]:
    names: tuple[tuple[TermKind, tuple[str, ...]], ...] = (
        ("category", (text.category,)),
        ("tag", text.tags),
        ("author", text.authors),
    )
    for kind, found in names:
        for name in filter(None, found):
            if path := list_address(kind, name, site):
                yield Term(kind, path, name)


def _in_name(path: str, site: SiteSettings) -> dict[str, str]:
    """What Pelican reads from the name of a file, as its settings say, and Eleventy from its path."""
    if site.kind == "eleventy" and (dated := re.search(r"\d{4}-\d{2}-\d{2}", path)):
        return {"date": dated[0]}
    if not site.name_pattern:
        return {}
    try:
        found = re.match(site.name_pattern, posixpath.splitext(posixpath.basename(path))[0])
    except re.error:
        return {}
    groups = found.groupdict() if found else {}
    return {name.lower(): value for name, value in groups.items() if value}


def _date(file: FolderFile, in_name: str, rules: Settings) -> datetime | None:
    """The date of a text; a later day from which it may be seen counts (A14)."""
    date = file.head.date
    typed = in_name or split_dated_name(f"{posixpath.splitext(file.path)[0]}.md")[0]
    if date is None and typed:
        try:
            date = parse_date(typed, rules)
        except FieldError:
            date = None
    if file.head.written:
        date = file.head.written
    later = file.head.not_before
    return later if later and (date is None or later > date) else date


def _categories(
    file: FolderFile, site: SiteSettings, in_name: Mapping[str, str]
) -> tuple[str, ...]:
    """All categories of a text; the first is the one that counts here."""
    if site.kind == "jekyll":
        typed = file.words("categories", at_spaces=True) or tuple(
            filter(None, [file.text("category")])
        )
        return joined_categories(file.path, typed)
    if site.kind != "pelican":
        return file.words("categories", "category")
    if typed_one := file.head.category or in_name.get("category", ""):
        return (typed_one,)
    inside = posixpath.dirname(file.path).removeprefix(site.content).strip("/")
    folder = posixpath.basename(inside) if site.folder_is_category else ""
    return tuple(filter(None, [folder or site.default_category]))


def _tags(file: FolderFile, site: SiteSettings) -> tuple[str, ...]:
    if site.kind == "jekyll":
        return file.words("tags", at_spaces=True) or file.words("tag", "keywords")
    tags = file.head.tags or file.words("tags", "tag", "keywords")
    if site.kind == "eleventy":
        return tuple(one for one in tags if one.lower() not in _COLLECTIONS)
    return tags


def _picture(file: FolderFile) -> str:
    """The picture that its header names, so that it goes to the top of the text."""
    typed = file.text(*_PICTURE_FIELDS)
    return typed if _PICTURE.search(typed) else ""
