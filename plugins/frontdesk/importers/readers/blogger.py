"""An export of Blogger in, its posts, pages and comments out: a backup, or the form of Takeout. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ..markup.html_tree import plain_words
from ..model import Blog, ImportedComment, ImportedText, Item, LeftOut
from .dates import in_zone, parse_iso
from .xml_entries import XmlElement, XmlExport

_KIND = "blogger/2008/kind#"
_NONE = datetime(1970, 1, 1, tzinfo=UTC)
"""What Takeout writes for the date of a draft that has none."""
_NO_LINK = re.compile(r"noreply@blogger\.com|b16-rounded\.gif|/img/|^$")


def read_blogger(export: XmlExport, zone: str = "") -> Iterator[Item]:
    """The items of a feed.atom or blog-….xml, in order.

    Args:
        zone: the time zone of the blog, where another file of the export names it.
    """
    for found in export.elements():
        if isinstance(found, LeftOut):
            yield found
        elif found.name == "entry":
            for item in _entry(found, zone):
                if isinstance(item, Blog) and item.timezone:
                    zone = item.timezone
                yield item
        elif found.name == "title" and found.text.strip():
            yield Blog(name=plain_words(found.text))
        elif found.name == "link" and found.attrs.get("rel") == "alternate":
            yield Blog(address=found.attrs.get("href", ""))


def read_takeout_settings(data: bytes) -> Iterator[Blog]:
    """The blog that a settings.csv of Takeout describes: a row for each setting, or a column."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"))))
    except csv.Error:
        return
    if len(rows) == 2 and len(rows[0]) > 2:
        rows = [list(pair) for pair in zip(*rows, strict=False)]
    found = {
        row[0].strip().lower().replace(" ", "_"): row[1].strip() for row in rows if len(row) > 1
    }
    domain, sub = found.get("blog_custom_domain", ""), found.get("blog_subdomain", "")
    hosts = tuple(filter(None, (domain, sub and (sub if "." in sub else f"{sub}.blogspot.com"))))
    yield Blog(
        name=plain_words(found.get("blog_name", "")),
        description=plain_words(found.get("blog_description", "")),
        redirects=_redirects(
            "\n".join(value for name, value in found.items() if "custom_redirect" in name)
        ),
        language=found.get("blog_locale", "").replace("_", "-"),
        timezone=found.get("blog_time_zone", ""),
        address=f"http://{hosts[0]}/" if hosts else "",
        hosts=hosts,
    )


def _entry(entry: XmlElement, zone: str) -> Iterator[Item]:
    takeout = entry.get("blogger:type").upper()
    kinds = [one.attrs.get("term", "") for one in entry.all("category")]
    kind = takeout.lower() or next(
        (one.rpartition("#")[2] for one in kinds if _KIND in one), "other"
    )
    title = _words(entry, "title")
    match kind:
        case "post" | "page":
            yield from _text(entry, kind, title, zone)
        case "comment":
            yield _comment(entry, zone)
        case "settings":
            yield from _setting(entry)
        case "template":
            yield LeftOut("template", "the theme decides how pages look")
        case _:
            yield LeftOut(
                "entry", "it is neither post nor page nor comment", title or entry.get("id")
            )


def _setting(entry: XmlElement) -> Iterator[Item]:
    name, value = entry.get("id").rpartition(".")[2], entry.get("content")
    match name:
        case "BLOG_NAME":
            yield Blog(name=plain_words(value))
        case "BLOG_DESCRIPTION":
            yield Blog(description=plain_words(value))
        case "BLOG_LOCALE":
            yield Blog(language=value.replace("_", "-"))
        case "BLOG_TIME_ZONE":
            yield Blog(timezone=value)
        case "BLOG_SUBDOMAIN" if value:
            yield Blog(hosts=(value if "." in value else f"{value}.blogspot.com",))
        case "BLOG_CUSTOM_DOMAIN" if value:
            yield Blog(hosts=(value,))
        case _ if "REDIRECT" in name and (pairs := _redirects(value)):
            yield Blog(redirects=pairs)
        case _:
            yield LeftOut("setting", "this site has its own")


def _redirects(value: str) -> dict[str, str]:
    """Custom redirects: former path and path in turn, however the setting divides them."""
    paths = re.findall(r"(?<![^\s\"',;=>:])/[^\s\"',;=<>]*", value.replace("\\/", "/"))
    return dict(zip(paths[::2], paths[1::2], strict=False))


def _text(entry: XmlElement, kind: str, title: str, zone: str) -> Iterator[Item]:
    status = entry.get("blogger:status").upper()
    links = {one.attrs.get("rel", ""): one.attrs.get("href", "") for one in entry.all("link")}
    address = links.get("alternate", "") or entry.get("blogger:filename")
    address = "" if "#" in address else address  # before 2006 it was a place on the page of a month
    body = _content(entry)
    if status in {"SOFT_TRASHED", "TRASHED", "DELETED"} or (
        entry.get("blogger:trashed") and status != "LIVE"
    ):
        yield LeftOut(kind, "it is in the trash", title or address)
        return
    is_draft = status not in {"", "LIVE", "SCHEDULED"} or any(
        one.get("app:draft") == "yes" for one in entry.children if one.name.endswith("control")
    )
    if not title and not body.strip():
        yield LeftOut(kind, "it has neither title nor text", address or entry.get("id"))
        return
    dates = (_moment(entry.get(one), zone) for one in ("published", "blogger:created", "updated"))
    published = next(filter(None, dates), None)
    yield ImportedText(
        kind="page" if kind == "page" else "post",
        source_id=entry.get("id") or address or title,
        title=title,
        address=address,
        body=body,
        published=published,
        modified=_moment(entry.get("updated"), zone),
        authors=tuple(
            dict.fromkeys(filter(None, (_words(one, "name") for one in entry.all("author"))))
        ),
        tags=tuple(
            one.attrs.get("term", "") for one in entry.all("category")
            if _KIND not in one.attrs.get("term", "") and "#kind" not in one.attrs.get("scheme", "")
        ),
        is_draft=is_draft,
        summary=_words(entry, "blogger:metaDescription"),
        feed_id=entry.get("id"),
    )  # fmt: skip


def _comment(entry: XmlElement, zone: str) -> Item:
    name = entry.get("id")
    status = entry.get("blogger:status").upper()
    reasons = {
        "PENDING": "it waits for approval",
        "SOFT_TRASHED": "it is in the trash",
        "EMPTIED": "its text was removed",
        "DELETED": "its text was removed",
    }
    if status not in {"", "LIVE"}:
        is_spam = status.startswith("SPAM")
        other = "it was marked as spam" if is_spam else f"its status was {status}"
        return LeftOut("comment", reasons.get(status, other))
    properties = {
        one.attrs.get("name"): one.attrs.get("value") for one in entry.all("gd:extendedProperty")
    }
    if properties.get("blogger.contentRemoved") == "true":
        return LeftOut("comment", "its text was removed")
    reply = next((one for one in entry.children if one.name.endswith("in-reply-to")), None)
    parent = entry.get("blogger:parent") or (reply.attrs.get("ref", "") if reply else "")
    links = {one.attrs.get("rel", ""): one.attrs.get("href", "") for one in entry.all("link")}
    answers = entry.get("blogger:inReplyTo")
    if not answers and (related := _last_number(links.get("related", ""))):
        answers = f"{name.rpartition('-')[0]}-{related}"
    author = next(iter(entry.all("author")), XmlElement("author", {}))
    link = author.get("uri")
    number = name.rpartition("-")[2]
    return ImportedComment(
        source_id=name,
        text_id=parent,
        anchor=_fragment(links.get("alternate", "")) or f"c{number}",
        author=_words(author, "name") or "Anonymous",
        published=_moment(entry.get("published") or entry.get("blogger:created"), zone),
        body=_content(entry),
        link="" if _NO_LINK.search(link) else link,
        answers="" if answers == parent else answers,
    )


def _fragment(address: str) -> str:
    try:
        found = urlsplit(address).fragment
    except ValueError:
        return ""
    return found if re.fullmatch(r"c\d+", found) else ""


def _last_number(address: str) -> str:
    found = re.search(r"/comments/default/(\d+)$", address)
    return found[1] if found else ""


def _words(entry: XmlElement, name: str) -> str:
    """The text of a child on one line. Blogger writes a title as plain text, whatever its type says."""
    return " ".join(entry.get(name).split())


def _content(entry: XmlElement) -> str:
    found = next((one for one in entry.children if one.name in {"content", "summary"}), None)
    if found is None:
        return ""
    return found.markup() if found.attrs.get("type") == "xhtml" else found.text


def _moment(typed: str, zone: str) -> datetime | None:
    """A backup has the offset of the blog; Takeout has UTC, which becomes the time of the blog."""
    moment = parse_iso(typed)
    if moment == _NONE:
        return None
    return in_zone(moment, zone) if typed.strip().endswith(("Z", "+00:00")) else moment
