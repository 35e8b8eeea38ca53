"""The fields of front matter, each declared once, and the values that they hold. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Struct
from msgspec.structs import replace

from .field_specs import FieldSpec, field_specs
from .resource_types import STRUCTS_BY_TYPE, Thing

CommentsMode = Literal["on", "closed", "off"]
"""Comments under a post: invited and shown; shown only; neither."""


class Field(Struct, frozen=True, omit_defaults=True):
    """One field of a header.

    Attributes:
        name: in lower case, with `_` for `-`.
        typed: the name as it was typed.
        text: the value on one line, without quotation marks around it; empty if there is none.
        items: the values of a list, written as [a, b] or with a dash before each; None for other values.
        line: where it begins in the file, counted from 1.
        is_dashed: the list is written with dashes, so `text` is empty.
    """

    name: str
    typed: str
    text: str
    line: int
    items: tuple[str, ...] | None = None
    is_dashed: bool = False


SignalMeaning = Literal["draft", "unclear", "public", "from", "until", "none"]
"""What a line says about publishing its text: not for readers; perhaps not for readers; for readers; only
from a day on; only until a day; nothing."""


class DraftSignal(Struct, frozen=True, omit_defaults=True):
    """One line that keeps a text from readers, or may (A14).

    Attributes:
        line: of the file, counted from 1; 0 for its name and folder.
        typed: the line, as it was typed.
        meaning: draft, unclear, from or until.
        day: aware; for from and until.
        meant: the field that was probably meant, if the name is mistyped.
        is_below: the line stands below the header.
    """

    line: int
    typed: str
    meaning: SignalMeaning
    day: datetime | None = None
    meant: str = ""
    is_below: bool = False


class Credit(Struct, frozen=True):
    """A person or place elsewhere: the words to print, and the address that they link to."""

    words: str
    address: str | None = None


class Head(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the header and the file's name say. Every field of a post or page is declared here.

    Attributes:
        title: None for a post that has none: its first words are used (A10).
        date, modified: aware, by the clock of the site's time zone (A15).
        authors: the names of `Authors`, or the one of `Author`.
        slug: the last part of the address, from `Slug` or the file's name; empty if that leaves nothing.
        url: the whole address below the site's root, if the author chose it.
        status: published, hidden or draft; "" if that is unclear.
        aliases: former addresses below the root, without a slash in front.
        summary, disclosure: Markdown, as it was typed.
        thing: the fields of a resource's type, a struct of resource_types.py; None for posts and pages.
        typed: the fields as they stand in the file, each name once.
        written: the date in the time zone that was typed after it; None if none was.
        not_before, not_after: when readers may see it, from fields of other programs; aware.
        draft_signals: the lines that keep it from readers, or may.
    """

    title: Annotated[
        str | None,
        FieldSpec(
            "text",
            "What I learnt from a late invoice",
            "the headline, plain text",
            "the first words of the post",
        ),
    ] = None
    date: Annotated[
        datetime | None,
        FieldSpec(
            "date",
            "2026-11-22 08:30 +01:00",
            "day and time; without a zone, in the site's",
            "the date in the file's name, at midnight",
            is_critical=True,
        ),
    ] = None
    modified: Annotated[
        datetime | None,
        FieldSpec(
            "date",
            "2026-11-25 10:00",
            "when you last made a real change; feeds show it as updated",
            "the same as `Date`",
        ),
    ] = None
    category: Annotated[
        str | None, FieldSpec("text", "Practice", "one of a few shelves", "Notes")
    ] = None
    tags: Annotated[
        tuple[str, ...],
        FieldSpec("words", "fees, promises", "words, with commas between them", "none"),
    ] = ()
    keywords: Annotated[
        tuple[str, ...],
        FieldSpec(
            "words", "dunning, late payment", "words that the search finds it by, too", "none"
        ),
    ] = ()
    author: Annotated[
        str | None, FieldSpec("text", "Ann Example", "the byline", "`AUTHOR` in `pelicanconf.py`")
    ] = None
    authors: Annotated[
        tuple[str, ...],
        FieldSpec("words", "Ann Example; Ben Sample", "several bylines", "that of `Author`"),
    ] = ()
    summary: Annotated[
        str | None,
        FieldSpec(
            "markdown",
            "One sentence that makes readers want to read on.",
            "stands in lists, feeds and digests",
            "the first words of the post",
        ),
    ] = None
    slug: Annotated[
        str,
        FieldSpec(
            "slug",
            "a-late-invoice",
            "the last part of the address",
            "the file's name without the date",
        ),
    ] = ""
    url: Annotated[
        str | None,
        FieldSpec(
            "path",
            "/2008/05/a-late-invoice.html",
            "the whole address, for a post that came from another blog",
            "made of the date and `Slug`",
            is_critical=True,
        ),
    ] = None
    aliases: Annotated[
        tuple[str, ...],
        FieldSpec(
            "paths",
            "/2008/05/old.html, /old/",
            "former addresses, which lead here from now on",
            "none",
        ),
    ] = ()
    status: Annotated[
        str,
        FieldSpec(
            "status",
            "draft",
            "`draft` keeps the post out of the site; `hidden` lists it nowhere",
            "published",
            is_critical=True,
        ),
    ] = "published"
    lang: Annotated[
        str | None,
        FieldSpec("language", "pl", "the language, if it is another than the blog's", "the blog's"),
    ] = None
    id: Annotated[
        str | None,
        FieldSpec(
            "id",
            "urn:uuid:0e4cbe8f-6ba3-4e8c-9a49-3b0b0f9a7c11",
            "the name by which feed readers know the post; never change it",
            "made from the file's name",
        ),
    ] = None
    rss_guid: Annotated[
        str | None,
        FieldSpec(
            "text",
            "63c0e1f52a7d2f3d0c1b4a59",
            "the name that RSS feeds of another system gave the post, if it is no address and no URN, so "
            "that `Id` cannot hold it",
            "`Id`",
        ),
    ] = None
    template: Annotated[
        str | None,
        FieldSpec("text", "subscribe", "the template of a page", "that of a post or page"),
    ] = None
    series: Annotated[
        str | None,
        FieldSpec(
            "series", "Friday Debrief", "the column, one of `SERIES` in `pelicanconf.py`", "none"
        ),
    ] = None
    question: Annotated[
        str | None,
        FieldSpec(
            "text",
            "How do you ask for an overdue fee?",
            "what you would like to hear about",
            "none",
        ),
    ] = None
    disclosure: Annotated[
        str | None,
        FieldSpec(
            "markdown", "The bank is a client of mine.", "what a reader should know first", "none"
        ),
    ] = None
    via: Annotated[
        Credit | None,
        FieldSpec("credit", "Ben Sample https://ben.example/fees", "who led you to it", "none"),
    ] = None
    first_published: Annotated[
        Credit | None,
        FieldSpec(
            "credit",
            "The Client Letter, May 2008 https://letter.example/fees",
            "where it appeared before it appeared here",
            "here",
        ),
    ] = None
    also_posted: Annotated[
        tuple[Credit, ...],
        FieldSpec(
            "credits",
            "https://one.example/fees; Two https://two.example/fees",
            "where else it appeared afterwards; several with `;` between them",
            "nowhere",
        ),
    ] = ()
    discussion: Annotated[
        str | None,
        FieldSpec(
            "address", "https://forum.example/t/17", "where readers talk about it", "nowhere"
        ),
    ] = None
    comments: Annotated[
        CommentsMode,
        FieldSpec(
            "replies",
            "closed",
            "`closed` asks for no more replies and keeps those that came; `off` shows none",
            "on",
        ),
    ] = "on"
    resources: Annotated[
        tuple[str, ...],
        FieldSpec(
            "words", "the-fee-letter", "things of the library that the post is about", "none"
        ),
    ] = ()
    imported: Annotated[
        str | None,
        FieldSpec(
            "text",
            "blogger",
            "the system that it came from; house style is only information then",
            "none",
        ),
    ] = None
    type: Annotated[
        str | None,
        FieldSpec(
            "type", "book", "what a thing of the library is; a post has none", "a post or page"
        ),
    ] = None
    thing: Thing | None = None
    typed: tuple[Field, ...] = ()
    written: datetime | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    draft_signals: tuple[DraftSignal, ...] = ()

    def line(self, *names: str) -> int:
        """The line of the first of these fields that the file has; 1 if it has none."""
        return next((f.line for name in names for f in self.typed if f.name == name), 1)


# --- what a resource has of these -----------------------------------------------------------------

_HEAD = {
    name: replace(
        field_specs(Head)[name],
        example=example, description=description, default=default, is_required=not default,
    )
    for name, example, description, default in (
        ("title", "The Fee Letter", "its name", ""),
        ("type", "book", "what it is", ""),
        ("date", "2026-11-22", "the day on which you add it", ""),
        ("summary", "Half a page that saves an argument.", "a sentence for lists and feeds", ""),
        ("keywords", "dunning, late payment", "words that the search finds it by, too", "none"),
        ("modified", "2026-11-25", "when you last made a real change to the page", "the same as `Date`"),
        ("slug", "the-fee-letter", "the last part of its address", "the file's name"),
        ("aliases", "/books/fees.html", "former addresses, which lead here from now on", "none"),
        ("status", "draft", "`draft` keeps it out; `hidden` lists it nowhere", "published"),
        ("lang", "pl", "the language of the page, if it is another than the blog's", "the blog's"),
        ("id", "urn:uuid:9a0c6c1e-62f6-4d2a-9f0e-0f3f4b0f4f55",
         "the name by which feed readers know it; never change it", "made from the file's name"),
    )
}  # fmt: skip


def fields_for_type(what: str) -> dict[str, FieldSpec]:
    """Every field of a type, required ones first."""
    found = _HEAD | field_specs(STRUCTS_BY_TYPE[what])
    return dict(sorted(found.items(), key=lambda field: not field[1].is_required))
