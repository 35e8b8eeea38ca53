"""An export of WordPress (WXR 1.0 to 1.2) in, its posts, pages, files and comments out. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Literal
from urllib.parse import unquote, urlsplit

from frontdesk.core.slugs import slugify

from ..addresses.old_numbers import number_in
from ..markup.html_tree import plain_words
from ..model import Attachment, Blog, ImportedComment, ImportedText, Item, LeftOut, Term
from .dates import local_and_gmt, parse_rfc822
from .xml_entries import XmlElement, XmlExport

_SILENT = frozenset(
    {"revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"}
)
_PUBLIC = frozenset({"publish", "future", ""})
"""What readers see, now or from its date on; an export of a single text may name no status."""
_UNREADY = frozenset({"draft", "pending", "auto-draft"})
_SUMMARIES = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
)
_TERMS: Mapping[str, Literal["category", "tag"]] = {
    "category": "category",
    "post_tag": "tag",
    "tag": "tag",
}
_FOOTNOTES = re.compile(r"<!--\s*wp:footnotes\b.*?/-->", re.DOTALL)
_PREFIX = re.compile(r"^(?:wp|export|ns\d+|x):")


def read_wordpress(export: XmlExport) -> Iterator[Item]:
    """The items of a WXR file, in order."""
    authors: dict[str, str] = {}
    categories: dict[str, str] = {}
    for found in export.elements():
        if isinstance(found, LeftOut):
            yield found
            continue
        name = _PREFIX.sub("", found.name)
        if name == "author":
            login = found.get("wp:author_login")
            authors[login] = found.get("wp:author_display_name") or login
            yield Term("author", f"author/{slugify(login)}/", authors[login])
        elif name == "item":
            yield from _item(found, authors)
        elif name == "category":
            slug, above = found.get("wp:category_nicename"), found.get("wp:category_parent")
            categories[slug] = f"{categories.get(above, above)}/{slug}".lstrip("/")
            path = f"category/{categories[slug]}/"
            yield Term("category", path, plain_words(found.get("wp:cat_name")))
        elif name == "tag":
            path = f"tag/{found.get('wp:tag_slug')}/"
            yield Term("tag", path, plain_words(found.get("wp:tag_name")))
        else:
            yield from _of_channel(name, found.text.strip())


def _of_channel(name: str, value: str) -> Iterator[Item]:
    match name:
        case "title":
            yield Blog(name=plain_words(value))
        case "description":
            yield Blog(description=plain_words(value))
        case "link" | "base_blog_url" if value:
            yield Blog(address=value)
        case "language":
            yield Blog(language=value)
        case _:
            pass


def _item(item: XmlElement, authors: Mapping[str, str]) -> Iterator[Item]:
    kind = item.get("wp:post_type") or "post"
    title = plain_words(item.get("title"))
    if kind == "attachment":
        yield _attachment(item)
    elif kind in _SILENT or kind.startswith("wp_"):
        yield LeftOut(kind, "it is a part of WordPress")
    elif kind not in {"post", "page"}:
        yield LeftOut(kind, f"it is of the type {kind}, which this site does not have", title)
    elif item.get("wp:status") == "trash":
        yield LeftOut(kind, "it is in the trash", title)
    else:
        yield from _text(item, kind, title, authors)


def _attachment(item: XmlElement) -> Item:
    meta = _meta(item)
    address = item.get("wp:attachment_url") or item.get("guid")
    return Attachment(
        number=item.get("wp:post_id"),
        address=address,
        page=item.get("link"),
        parent=item.get("wp:post_parent").lstrip("0"),
        alt=" ".join(meta.get("_wp_attachment_image_alt", "").split()),
        caption=plain_words(_encoded(item, "excerpt")),
    )


def _text(item: XmlElement, kind: str, title: str, authors: Mapping[str, str]) -> Iterator[Item]:
    meta, status = _meta(item), item.get("wp:status")
    number = item.get("wp:post_id")
    body = _with_footnotes(_encoded(item, "content"), meta.get("footnotes", ""))
    link = item.get("link")
    guid = item.get("guid")
    source_id = number or guid or link or title
    terms = _terms(item)
    category = [one for one in terms.get("category", []) if one.casefold() not in _NO_CATEGORY]
    summary = _encoded(item, "excerpt") or next(
        (meta[one] for one in _SUMMARIES if meta.get(one)), ""
    )
    for one in item.all("category"):
        slug = one.attrs.get("nicename")
        if (of := one.attrs.get("domain", "")) in _TERMS and slug:
            yield Term(_TERMS[of], f"{_TERMS[of]}/{slug}/", plain_words(one.text))
    if status == "auto-draft" and not body.strip():
        yield LeftOut(kind, "it is an empty draft that WordPress made", title)
    elif not title and not body.strip():
        yield LeftOut(kind, "it has neither title nor text", link or guid)
    else:
        query = number_in(link) or number_in(guid)
        bylines = terms.get("author", []) or [
            authors.get(item.get("dc:creator"), item.get("dc:creator"))
        ]
        remarks = []
        if item.get("wp:post_password"):
            remarks.append("it had a password, which was not taken over, so it is a draft")
        if status not in _PUBLIC | _UNREADY:
            remarks.append(f"its status was “{status}”, so it is a draft")
        published = local_and_gmt(item.get("wp:post_date"), item.get("wp:post_date_gmt"))
        yield ImportedText(
            kind="page" if kind == "page" else "post",
            source_id=source_id,
            title=title,
            address=_address(link, item.get("wp:post_name")),
            number=query or number,
            markup="wordpress",
            body=body,
            published=published or parse_rfc822(item.get("pubDate")),
            modified=local_and_gmt(item.get("wp:post_modified"), item.get("wp:post_modified_gmt")),
            authors=tuple(dict.fromkeys(filter(None, bylines))),
            category=category[0] if category else "",
            tags=(*category[1:], *terms.get("post_tag", [])),
            series=next(iter(terms.get("series", [])), ""),
            is_draft=status not in _PUBLIC or bool(item.get("wp:post_password")),
            has_comments=item.get("wp:comment_status") != "closed",
            summary=plain_words(summary),
            picture=meta.get("_thumbnail_id", ""),
            feed_id=guid,
            former=tuple(unquote(one) for one in _all_meta(item, "_wp_old_slug") if one),
            remarks=tuple(remarks),
            stem=item.get("wp:post_name"),
        )
    for comment in item.all("wp:comment"):
        yield _comment(comment, source_id)


_NO_CATEGORY = {"uncategorized", "uncategorised", "unkategorisiert", "bez kategorii", "non classé"}


def _comment(comment: XmlElement, text_id: str) -> Item:
    approved, kind = comment.get("wp:comment_approved"), comment.get("wp:comment_type")
    if kind in {"pingback", "trackback"}:
        return LeftOut(kind, "it is no comment of a reader")
    if kind not in {"", "comment", "user"}:
        return LeftOut("comment", f"it is of the type {kind}")
    if approved != "1":
        words = {
            "0": "it waits for approval",
            "spam": "it was marked as spam",
            "trash": "it is in the trash",
        }
        return LeftOut("comment", words.get(approved, "it is not approved"))
    number = comment.get("wp:comment_id")
    parent = comment.get("wp:comment_parent")
    link = comment.get("wp:comment_author_url")
    return ImportedComment(
        source_id=number,
        text_id=text_id,
        anchor=f"comment-{number}",
        author=plain_words(comment.get("wp:comment_author")) or "Anonymous",
        published=local_and_gmt(comment.get("wp:comment_date"), comment.get("wp:comment_date_gmt")),
        body=comment.get("wp:comment_content"),
        markup="wordpress",
        link=link if link not in {"http://", "https://"} else "",
        answers=parent if parent not in {"", "0"} else "",
    )


# --- parts of an item -----------------------------------------------------------------------------


def _encoded(item: XmlElement, name: str) -> str:
    found = (one.text for one in item.children if one.name == f"{name}:encoded")
    return next(found, "")


def _with_footnotes(body: str, listed: str) -> str:
    """The text with its footnotes, which newer versions keep beside it."""
    try:
        notes = json.loads(listed or "[]")
    except (ValueError, RecursionError):
        return body
    items = [
        f'<li id="{escape(str(one.get("id", "")))}">{one["content"]}'
        f' <a href="#{escape(str(one.get("id", "")))}-link">↩︎</a></li>'
        for one in (notes if isinstance(notes, list) else [])
        if isinstance(one, dict) and isinstance(one.get("content"), str)
    ]
    if not items:
        return body
    text = f'<ol class="wp-block-footnotes">{"".join(items)}</ol>'
    marked, count = _FOOTNOTES.subn(lambda _: text, body, count=1)
    return marked if count else f"{body}\n\n{text}"


def _meta(item: XmlElement) -> dict[str, str]:
    return {one.get("wp:meta_key"): one.get("wp:meta_value") for one in item.all("wp:postmeta")}


def _all_meta(item: XmlElement, key: str) -> list[str]:
    return [
        one.get("wp:meta_value") for one in item.all("wp:postmeta") if one.get("wp:meta_key") == key
    ]


def _terms(item: XmlElement) -> dict[str, list[str]]:
    """The names of categories and the like, by their kind. WXR 1.0 names each twice."""
    found: dict[str, list[str]] = {}
    for one in item.all("category"):
        kind = {"tag": "post_tag"}.get(
            one.attrs.get("domain", "category"), one.attrs.get("domain", "category")
        )
        name = plain_words(one.text)
        if name and name not in found.setdefault(kind, []):
            found[kind].append(name)
    return found


def _address(link: str, slug: str) -> str:
    """The address of a text; empty where it is only a number, as that of a draft is."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if parts.query and unquote(parts.path) in {"", "/", "/index.php"}:
        return ""
    return link if slug or parts.path.strip("/") else ""
