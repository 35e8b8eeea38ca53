"""The document of a post in, the post as templates see it out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.content.front_matter_fields import Head
from frontdesk.content.metadata import FIELDS
from frontdesk.content.model import Document
from frontdesk.content.permalinks import permalink
from frontdesk.core.settings import Settings
from frontdesk.core.urls import host_name

from .texts import Post, Term, Text

TermKind = Literal["category", "tag", "author"]

_HAS_ITS_OWN_PLACE = frozenset(
    {
        *("author", "authors", "category", "date", "lang", "modified", "slug", "status", "tags"),
        *("template", "title", "url", "thing", "type", "keywords"),
    }
)
"""Fields of a head that are an attribute of each post under the same name, or that posts do not have."""
SHOWN_FIELDS = (
    *("series", "via", "first_published", "also_posted", "disclosure", "question", "comments"),
    *("discussion", "written"),
)
"""Fields of a head that a post has under the same names."""


class Visible(Struct, frozen=True):
    """When readers see a text.

    Attributes:
        status: for readers, or in a preview for its author.
        waits: why readers do not see it yet; empty for what they see.
    """

    status: Literal["published", "hidden"]
    waits: str = ""


def visible(head: Head, now: datetime, *, is_preview: bool) -> Visible | None:
    """Whether and how a text is shown; None for one that is not (A3, A14)."""
    waits = waiting_reason(head.status or "draft", head.date, head.not_before, head.not_after, now)
    if waits:
        return Visible("published", waits) if is_preview else None
    return Visible("hidden" if head.status == "hidden" else "published")


def waiting_reason(
    status: str,
    date: datetime | None,
    not_before: datetime | None,
    not_after: datetime | None,
    now: datetime,
) -> str:
    """Why readers do not see a text at this moment; empty if they do."""
    begins = max(filter(None, (date, not_before)), default=now)
    if status not in {"published", "hidden"}:
        return "Draft"
    if begins > now:
        return f"To appear on {begins:%Y-%m-%d at %H:%M}"
    if not_after and not_after <= now:
        return f"Out of the site since {not_after:%Y-%m-%d at %H:%M}"
    return ""


class PostValues(Struct, frozen=True):
    """What a post is made of besides its document.

    Attributes:
        id: of the post in feeds.
        save_as: the path of the file of its page.
        fields: the HTML of the fields of its head that are Markdown, by their name.
        more: attributes by which Pelican's themes know something of it.
        replies: how many comments its page shows.
    """

    id: str
    save_as: str
    text: Text
    fields: Mapping[str, str]
    more: Mapping[str, Any]
    replies: int


def post_head(document: Document, now: datetime) -> Head:
    """The head of a post, with a date: in a preview, one that has none is of today."""
    head = document.head
    return head if head.date else replace(head, date=now)


def make_post(
    document: Document,
    shown: Visible,
    values: PostValues,
    term: Callable[[TermKind, str], Term],
    rules: Settings,
    now: datetime,
) -> Post:
    """The post of a document.

    Args:
        term: the category, tag or author of a name.
    """
    head = post_head(document, now)
    assert head.date  # noqa: S101 - post_head gives it one
    said: dict[str, Any] = {
        name: value
        for name in SHOWN_FIELDS
        if (value := values.fields.get(name) or getattr(head, name))
    }
    return Post(
        title=document.title,
        url=document.url or permalink(head, "post", rules),
        save_as=values.save_as,
        slug=head.slug,
        lang=head.lang or rules.default_lang.lower(),
        status=shown.status,
        text=values.text,
        template=head.template or "article",
        relative_source_path=document.path,
        date=head.date,
        modified=head.modified,
        waits=shown.waits,
        keywords=head.keywords,
        more={**_more(head, values.fields, rules), **values.more},
        id=values.id,
        category=term("category", head.category or rules.default_category),
        tags=tuple(term("tag", name) for name in head.tags),
        authors=tuple(term("author", name) for name in head.authors or (rules.author,)),
        discussed_at=host_name(head.discussion or ""),
        replies=values.replies,
        head_digest=document.head_digest,
        **said,
    )


def _more(head: Head, fields: Mapping[str, str], rules: Settings) -> Mapping[str, Any]:
    """What else its header says, and the fields of the author's own (MORE_FIELDS)."""
    found: dict[str, Any] = {
        name: getattr(head, name) for name in FIELDS if name not in _HAS_ITS_OWN_PLACE
    }
    found |= {"not_before": head.not_before, "not_after": head.not_after}
    found |= {name: html for name, html in fields.items() if name != "summary"}
    found |= {field.name: field.text for field in head.typed if field.name in rules.more_fields}
    del found["summary"]  # the post has it
    return {name: value for name, value in found.items() if value not in (None, "", ())}
