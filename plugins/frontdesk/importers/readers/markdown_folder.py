"""A folder of Markdown of another generator in, its posts and pages out: Pelican, Jekyll, Hugo, Eleventy.

A header is read by the reader of our own headers, which knows the words of other programs (A14); a body
stays as it is. Nothing of the folder is run.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import available_timezones

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.content.content_paths import is_markdown_file, split_dated_name, without_extension
from frontdesk.content.date_parser import FieldError, parse_date
from frontdesk.content.front_matter import split_document
from frontdesk.content.front_matter_fields import Field, Head
from frontdesk.content.metadata import read_head
from frontdesk.content.model import Header
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify, term_slug

from ..model import Blog, ImportedText, Item, LeftOut
from .export_files import ExportFiles
from .generator_settings import SiteSettings
from .xml_entries import ExportError

_OTHER_TEXTS = (".rst", ".adoc", ".asciidoc", ".org", ".textile", ".ipynb", ".njk", ".liquid")
_NO_TEXTS = frozenset(
    ["readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "security"]
)
_NO_FOLDERS = frozenset(
    [
        "_layouts",
        "_includes",
        "_site",
        "_sass",
        "themes",
        "theme",
        "output",
        "public",
        "layouts",
        "archetypes",
    ]
)
_USED = frozenset(
    [
        "title",
        "date",
        "modified",
        "updated",
        "update",
        "lastmod",
        "last_modified_at",
        "category",
        "categories",
        "tags",
        "tag",
        "keywords",
        "author",
        "authors",
        "summary",
        "description",
        "excerpt",
        "subtitle",
        "slug",
        "url",
        "permalink",
        "save_as",
        "aliases",
        "alias",
        "redirect_from",
        "redirect_to",
        "status",
        "draft",
        "published",
        "hidden",
        "lang",
        "language",
        "locale",
        "id",
        "template",
        "layout",
        "series",
        "comments",
        "comment",
        "cover",
        "image",
        "og_image",
        "feature_image",
        "featured_image",
        "thumbnail",
        "type",
        "publishdate",
        "expirydate",
        "translation",
        "weight",
    ]
)
_PICTURE_FIELDS = ("cover", "image", "og_image", "feature_image", "featured_image", "thumbnail")
_OFF = {"false", "no", "off", "closed", "0"}


class MarkdownFile(Struct, frozen=True):
    """A file as it was read.

    Attributes:
        path: in the folder.
        fields: by their name, in lower case with `_` for `-`.
    """

    path: str
    header: Header
    head: Head
    fields: Mapping[str, Field]

    def text(self, *names: str) -> str:
        """The first of these fields that has a value."""
        found = (self.fields[one] for one in names if one in self.fields)
        return next((one.text or ", ".join(one.items or ()) for one in found), "")


def is_markdown_folder(files: ExportFiles) -> bool:
    return any(is_markdown_file(name) for name in files.names)


def read_markdown_folder(files: ExportFiles, site: SiteSettings, rules: Settings) -> Iterator[Item]:
    """The texts of a folder, in the order of their names."""
    yield Blog(
        name=site.name, description=site.description, address=site.address, language=site.language,
        timezone=site.timezone,
    )  # fmt: skip
    zone = site.timezone if site.timezone in available_timezones() else rules.timezone
    rules = replace(rules, timezone=zone)
    for name in files.names:
        kind = _kind(name, site)
        if kind is None:
            continue
        if not is_markdown_file(name):
            if name.lower().endswith(_OTHER_TEXTS):
                reason = (
                    "it is no Markdown; convert it first, such as with pandoc, and import again"
                )
                yield LeftOut(kind, reason, name)
            continue
        try:
            yield from _text(name, files.read(name), kind, site, rules)
        except ExportError as error:
            yield LeftOut(kind, str(error), name, is_fault=True)


def _kind(name: str, site: SiteSettings) -> str | None:
    """Whether a file is a post or a page, by its folder; None for what is neither."""
    parts = name.split("/")
    stem = without_extension(parts[-1])
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
            if stem == "_index":
                return None
            return "page" if "/" not in inside or parts[-2:-1] in (["page"], ["pages"]) else "post"
        case _:
            is_dated = split_dated_name(name)[0] is not None
            return (
                "post" if is_dated or {"posts", "post", "blog", "articles"} & set(parts) else "page"
            )


def _text(name: str, data: bytes, kind: str, site: SiteSettings, rules: Settings) -> Iterator[Item]:
    header, problems = split_document(data)
    if any(one.severity == "error" for one in problems):
        yield LeftOut(kind, problems[0].message, name, is_fault=True)
        return
    fields = {field.name: field for field in reversed(header.fields)}
    is_post = kind == "post" and (
        "date" in fields or site.kind in {"pelican", "jekyll"} or not fields
    )
    head = read_head(header, name, "post" if is_post else "page", rules)[0]
    file = MarkdownFile(name, header, head, fields)
    if not header.body.strip() and not head.title:
        yield LeftOut(kind, "it has neither title nor text", name)
        return
    date = _date(file, rules)
    is_post = is_post or (kind == "post" and date is not None)
    slug = _slug(file, site)
    category = _category(file, site)
    draft_folder = {"_drafts", "drafts"} & set(name.split("/")[:-1])
    remarks = [
        f"the field {field.typed} is not known here and was left out: {_value(field)[:80]}"
        for field in header.fields if field.name not in _USED
    ]  # fmt: skip
    if not head.status:
        remarks.append("a line of its header may mean a draft, so it is one")
    tags = head.tags or _words(file, "tags", "tag", "keywords")
    more = _words(file, "categories", "category")[1:] if site.kind in {"jekyll", "hugo"} else ()
    address = _address(file, site, slug, date, category, is_post=is_post)
    yield ImportedText(
        kind="post" if is_post else "page",
        source_id=name,
        title=head.title or "",
        address=address,
        markup="markdown",
        body=header.body,
        published=date,
        modified=head.modified,
        authors=head.authors,
        category=category,
        tags=(*tags, *more),
        series=file.text("series"),
        is_draft=head.status in {"draft", ""} or bool(draft_folder),
        is_hidden=head.status == "hidden",
        has_comments=file.text("comments", "comment").lower() not in _OFF,
        summary=head.summary or file.text("summary", "description", "excerpt", "subtitle"),
        picture=_picture(file),
        feed_id=head.id or _pelican_id(file, site, address, date),
        language=head.lang or "",
        former=tuple(
            one if "/" in one else f"/{one}"
            for one in (head.aliases or _words(file, "aliases", "alias", "redirect_from"))
        ),
        remarks=tuple(remarks),
        folder=posixpath.dirname(name),
        stem=slug,
    )


def _value(field: Field) -> str:
    return field.text or ", ".join(field.items or ())


def _words(file: MarkdownFile, *names: str) -> tuple[str, ...]:
    for name in names:
        if field := file.fields.get(name):
            split = field.text.split("," if "," in field.text or name != "categories" else None)
            return tuple(one.strip() for one in field.items or split if one.strip())
    return ()


def _date(file: MarkdownFile, rules: Settings) -> datetime | None:
    """The date of a text; a later day from which it may be seen counts (A14)."""
    date = file.head.date
    typed, _ = split_dated_name(file.path)
    if date is None and typed:
        try:
            date = parse_date(typed, rules)
        except FieldError:
            date = None
    if file.head.written:
        date = file.head.written
    later = file.head.not_before
    return later if later and (date is None or later > date) else date


def _slug(file: MarkdownFile, site: SiteSettings) -> str:
    """The slug that the generator made."""
    if file.text("slug"):
        return file.text("slug")
    stem = without_extension(posixpath.basename(file.path))
    rest = split_dated_name(file.path)[1]
    if site.kind == "pelican":
        return slugify(file.head.title or stem) if site.slug_of_title else slugify(stem)
    if stem == "index":
        return posixpath.basename(posixpath.dirname(file.path)) or "index"
    return rest if site.kind in {"jekyll", "eleventy"} else stem


def _category(file: MarkdownFile, site: SiteSettings) -> str:
    typed = file.head.category or next(iter(_words(file, "categories", "category")), "")
    if typed or site.kind != "pelican":
        return typed
    inside = posixpath.dirname(file.path).removeprefix(site.content).strip("/")
    return posixpath.basename(inside) if site.folder_is_category else ""


def _address(
    file: MarkdownFile,
    site: SiteSettings,
    slug: str,
    date: datetime | None,
    category: str,
    *,
    is_post: bool,
) -> str:
    """The address that the generator gave a text."""
    given = file.text("url", "permalink", "save_as")
    if given and "{" not in given and ":" not in given and given.lower() not in {"false", "true"}:
        return "/" + re.sub(r"(?:^|/)index\.html$", "/", given).lstrip("/")
    if site.kind == "pelican":
        pattern = site.post_pattern if is_post else site.page_pattern
        return "/" + _formatted(pattern, file, slug, date, category)
    inside = file.path.removeprefix(f"{site.content}/" if site.content else "")
    section = posixpath.dirname(inside)
    if site.kind == "jekyll" and is_post:
        return _with_colons(site.post_pattern, slug, date, _words(file, "categories", "category"))
    if site.kind == "jekyll":
        stem = without_extension(inside)
        ending = "/" if site.post_pattern.endswith(("/", "pretty")) else ".html"
        is_index = posixpath.basename(stem) == "index"
        return f"/{section}/".replace("//", "/") if is_index else f"/{stem}{ending}"
    pattern = site.section_patterns.get(section.partition("/")[0], "") if is_post else ""
    if pattern:
        return _with_colons(pattern, slug, date, (), section)
    if without_extension(posixpath.basename(inside)) == "index":
        section = posixpath.dirname(section)
    return f"/{section}/{slug}/".replace("//", "/")


def _formatted(
    pattern: str, file: MarkdownFile, slug: str, date: datetime | None, category: str
) -> str:
    try:
        return pattern.format(
            slug=slug, date=date or datetime(1970, 1, 1), lang=file.head.lang or "en",  # noqa: DTZ001
            category=term_slug(category or "misc"),
            author=term_slug(next(iter(file.head.authors), "")),
        )  # fmt: skip
    except (KeyError, IndexError, ValueError, AttributeError):
        return f"{slug}.html"


_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}


def _with_colons(
    pattern: str, slug: str, date: datetime | None, categories: tuple[str, ...], section: str = ""
) -> str:
    pattern = _JEKYLL_STYLES.get(pattern, pattern)
    values = {
        "categories": "/".join(slugify(one) for one in categories),
        "title": slug, "slug": slug, "filename": slug, "slugorfilename": slug, "name": slug,
        "section": section.partition("/")[0], "sections": section,
        **({
            "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}", "i_month": f"{date.month}",
            "i_day": f"{date.day}",
            "short_year": f"{date:%y}", "y_day": f"{date:%j}", "monthname": f"{date:%B}",
            "hour": f"{date:%H}", "minute": f"{date:%M}", "second": f"{date:%S}", "week": f"{date:%V}",
            "short_day": f"{date:%a}",
        } if date else {}),
    }  # fmt: skip
    made = re.sub(r":([a-z_]+)", lambda found: values.get(found[1], ""), pattern)
    return "/" + re.sub(r"/{2,}", "/", made).lstrip("/")


def _picture(file: MarkdownFile) -> str:
    """The picture that its header names, so that it goes to the top of the text."""
    typed = file.text(*_PICTURE_FIELDS)
    return typed if re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", typed, re.IGNORECASE) else ""


def _pelican_id(file: MarkdownFile, site: SiteSettings, address: str, date: datetime | None) -> str:
    """The id of a post in the feeds of Pelican: a tag URI of its day and path."""
    host = re.sub(r"^https?://", "", site.address).partition("/")[0]
    if site.kind != "pelican" or not host or date is None or not file.path:
        return ""
    return f"tag:{host},{date:%Y-%m-%d}:{address}"
