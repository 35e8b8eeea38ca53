"""An export of Ghost (JSON) in, its posts and pages out. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..markup.html_tree import plain_words
from ..markup.platform_cards import GHOST, without_cards
from ..model import Blog, ImportedText, Item, LeftOut, Markup, Term
from .dates import parse_iso
from .ghost_editors import html_of_lexical, html_of_mobiledoc
from .xml_entries import ExportError

_HOME = "__GHOST_URL__"
_STATUSES = {"published", "scheduled"}
"""What had a page; `sent` and `email_only` are letters, which had none."""
_IN_RSS = re.compile(r"[0-9a-f]{24}")
"""An id as Ghost gives it as the guid in its feed since 1.0; before that it gave the uuid."""


def is_ghost(head: bytes) -> bool:
    """Whether a file begins like an export of Ghost."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and (
        re.search(rb'"(?:db|posts)"\s*:\s*\[|"data"\s*:\s*\{', head) is not None
    )


def read_ghost(data: bytes) -> Iterator[Item]:
    """The items of an export.

    Raises:
        ExportError: it is no JSON, or not of Ghost.
    """
    try:
        whole = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise ExportError("this is no JSON that can be read; export it again") from None
    tables = _tables(whole)
    if not tables.get("posts"):
        raise ExportError("this JSON has no posts; name the export of Ghost")
    for one in tables.get("settings", []):
        yield from _setting(_text(one, "key"), _text(one, "value"))
    for kind, table in (("tag", "tags"), ("author", "users")):
        for one in tables.get(table, []):
            if _text(one, "name") and _text(one, "slug"):
                yield Term(kind, f"{kind}/{_text(one, 'slug')}/", _text(one, "name"))  # type: ignore[arg-type]
    authors, tags = _names(tables, "users", "posts_authors", "author_id"), _tags(tables)
    meta = {_text(one, "post_id"): one for one in tables.get("posts_meta", [])}
    for post in tables["posts"]:
        yield _post(post, authors, tags, meta.get(_text(post, "id"), {}))


def _tables(whole: Any) -> dict[str, list[dict[str, Any]]]:
    found = whole
    if isinstance(found, dict) and isinstance(found.get("db"), list) and found["db"]:
        found = found["db"][0]
    data = found.get("data") if isinstance(found, dict) else None
    if not isinstance(data, dict):
        return {}
    return {
        name: [row for row in rows if isinstance(row, dict)]
        for name, rows in data.items()
        if isinstance(rows, list)
    }


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _setting(key: str, value: str) -> Iterator[Item]:
    match key:
        case "title":
            yield Blog(name=value)
        case "description":
            yield Blog(description=value)
        case "timezone" | "active_timezone":
            yield Blog(timezone=value)
        case "lang" | "locale" | "default_locale":
            yield Blog(language=value)
        case _:
            pass


def _names(
    tables: Mapping[str, list[dict[str, Any]]], people: str, joins: str, key: str
) -> dict[str, list[str]]:
    names = {_text(one, "id"): _text(one, "name") for one in tables.get(people, [])}
    found: dict[str, list[str]] = {}
    for one in sorted(tables.get(joins, []), key=lambda row: int(_text(row, "sort_order") or 0)):
        if name := names.get(_text(one, key)):
            found.setdefault(_text(one, "post_id"), []).append(name)
    for one in tables.get("posts", []):
        name = names.get(_text(one, "author_id"))
        if name and _text(one, "id") not in found:
            found[_text(one, "id")] = [name]
    return found


def _tags(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """The names of tags; those that begin with # are for the theme alone."""
    found = _names(tables, "tags", "posts_tags", "tag_id")
    return {
        post: [one for one in names if not one.startswith("#")] for post, names in found.items()
    }


def _post(
    post: Mapping[str, Any],
    authors: Mapping[str, Sequence[str]],
    tags: Mapping[str, Sequence[str]],
    meta: Mapping[str, Any],
) -> Item:
    number, title, slug = _text(post, "id"), _text(post, "title"), _text(post, "slug")
    is_page = bool(post.get("page")) or post.get("type") == "page"
    kind = "page" if is_page else "post"
    markup, body = _body(post)
    if not title and not body.strip():
        return LeftOut(kind, "it has neither title nor text", slug)
    visibility = _text(post, "visibility") or "public"
    is_open = visibility == "public"
    status = _text(post, "status")
    is_letter = status == "sent" or bool(meta.get("email_only"))
    remarks = [] if is_open else [f"it was for {visibility} only, so it is a draft"]
    if is_letter:
        remarks.append("it was only sent by e-mail, so it is a draft")
    labels = tags.get(number, [])
    return ImportedText(
        kind="page" if is_page else "post",
        source_id=number or slug or title,
        title="" if title == "(Untitled)" else title,
        address=f"/{slug}/" if slug and status in _STATUSES else "",
        markup=markup,
        body=body.replace(_HOME, ""),
        published=_moment(post.get("published_at")) or _moment(post.get("created_at")),
        modified=_moment(post.get("updated_at")),
        authors=tuple(authors.get(number, ())),
        tags=tuple(labels),
        is_draft=status not in _STATUSES or not is_open or is_letter,
        summary=_text(post, "custom_excerpt")
        or _text(meta, "meta_description")
        or _text(post, "meta_description"),
        picture=(_text(post, "feature_image") or _text(post, "image")).replace(_HOME, ""),
        picture_alt=_text(meta, "feature_image_alt"),
        picture_caption=plain_words(_text(meta, "feature_image_caption")),
        feed_id=number if _IN_RSS.fullmatch(number) else _text(post, "uuid"),
        remarks=tuple(remarks),
        stem=slug,
    )


def _moment(value: Any) -> datetime | None:
    """A time: text, or milliseconds in Ghost 0.x."""
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000, UTC)
        except (OverflowError, ValueError, OSError):
            return None
    return parse_iso(value) if isinstance(value, str) else None


def _body(post: Mapping[str, Any]) -> tuple[Markup, str]:
    if (markdown := _text(post, "markdown")) and not _text(post, "mobiledoc"):
        return "markdown", markdown
    if html := _text(post, "html"):
        return "html", without_cards(html, GHOST)
    for name, read in (("lexical", html_of_lexical), ("mobiledoc", html_of_mobiledoc)):
        try:
            return "html", read(json.loads(_text(post, name) or "null"))
        except (ValueError, RecursionError, TypeError, KeyError, IndexError, AttributeError):
            continue
    return "html", ""
