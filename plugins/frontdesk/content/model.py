"""What passes between the rooms of this package: frozen values, no logic. Imports nothing of ours."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, get_args

from msgspec import Struct

from frontdesk.core.problems import Problem, Severity

Kind = Literal["post", "page", "resource"]

CommentsMode = Literal["on", "closed", "off"]
"""What becomes of readers' words under a post: asked for and shown, shown only, neither."""

ResourceType = Literal[
    "book", "article", "guide", "checklist", "event", "community", "tool", "video"
]
RESOURCE_TYPES: tuple[ResourceType, ...] = get_args(ResourceType)
"""What a thing of the library can be; resource_types.py says which fields each has."""
LEVELS = ("beginner", "practised", "expert")
"""For whom a thing of the library is."""


class LineProblem(Struct, frozen=True, order=True):
    """A problem of a text whose file is known to whoever asked."""

    line: int
    message: str
    severity: Severity = "warning"


class Field(Struct, frozen=True):
    """One field of a header.

    Attributes:
        name: in lower case, with `_` for `-`.
        typed: the name as it was typed.
        text: the value on one line, without the quotation marks around it; empty where there is none.
        items: the values, where they were written as a list: [a, b], or each behind a dash.
        line: where it begins in the file, counted from 1.
        is_dashed: written with dashes, so that `text` holds nothing.
    """

    name: str
    typed: str
    text: str
    line: int
    items: tuple[str, ...] | None = None
    is_dashed: bool = False


class Header(Struct, frozen=True):
    """A file taken apart, and nothing understood yet.

    Attributes:
        body: the text below the header.
        body_line: the line of the file in which `body` begins, counted from 1.
        lost: the lines of the header that could not be read, each with its number.
    """

    fields: tuple[Field, ...]
    body: str
    body_line: int
    problems: tuple[LineProblem, ...] = ()
    lost: tuple[tuple[int, str], ...] = ()


SignalMeaning = Literal["draft", "unclear", "public", "from", "until", "none"]
"""What a line says about being published: clearly not for readers; perhaps not; for readers; from a day on;
until a day; nothing about that."""


class DraftSignal(Struct, frozen=True):
    """One line that keeps a text back, or may (A14).

    Attributes:
        line: of the file, counted from 1; 0 for its name and folder.
        typed: the line, as it was typed.
        meaning: kept, doubt, from or until.
        day: aware, for from and until.
        meant: the name that was probably meant.
        is_below: it stands below the header.
    """

    line: int
    typed: str
    meaning: SignalMeaning
    day: datetime | None = None
    meant: str = ""
    is_below: bool = False


FieldType = Literal[
    "text",
    "markdown",
    "words",
    "date",
    "slug",
    "path",
    "paths",
    "status",
    "language",
    "id",
    "series",
    "credit",
    "credits",
    "address",
    "replies",
    "type",
    "level",
    "answer",
    "day",
    "year",
    "moment",
    "zone",
    "isbn",
    "length",
    "file",
]
"""How the value of a field is read; plugins/frontdesk/content/metadata.py has a reader for each."""


class Credit(Struct, frozen=True):
    """Somebody or some place elsewhere: the words to print, and the address that they lead to."""

    words: str
    address: str | None = None


class FieldSpec(Struct, frozen=True):
    """What a field of a header is, for the parser and for docs/authors.md.

    Attributes:
        type: how its value is parsed.
        example: a good value.
        description: what it does, in the words of docs/authors.md.
        default: what applies where it is left out, also in those words.
        is_critical: a text whose value cannot be read is not published.
        is_required: a resource without a value is not published.
    """

    type: FieldType
    example: str
    description: str
    default: str
    is_critical: bool = False
    is_required: bool = False


class Head(Struct, frozen=True, kw_only=True):
    """What the fields and the file's name say. Each field there is, is declared here and nowhere else.

    Attributes:
        title: None for a post that has none: its first words serve (A10).
        date, modified: aware, by the clock of the site's time zone (A15).
        authors: also the one name of `Author`.
        slug: the last part of the address, from `Slug` or the file's name; empty if nothing is left.
        url: the whole address below the site's root, where the author chose it.
        status: published, hidden or draft; "" where nobody can tell.
        aliases: former addresses below the root, without a slash in front.
        summary, disclosure: Markdown, as it was typed.
        thing: what a resource's type says of it, one of plugins/frontdesk/content/resource_types.py.
        typed: the fields as they stand in the file, each name once.
        written: the date by the clock of the zone that was typed behind it; None where none was.
        not_before, not_after: when readers may see it, in the words of another program; aware.
        draft_signals: the lines that keep it back, or may.
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
            "when you last changed it in earnest; feeds show it as updated",
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
            "One sentence that makes somebody want to read on.",
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
        FieldSpec("credit", "Ben Sample https://ben.example/fees", "who led you to it", "nobody"),
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
    type: Annotated[
        str | None,
        FieldSpec(
            "type", "book", "what a thing of the library is; a post has none", "a post or page"
        ),
    ] = None
    thing: Struct | None = None
    typed: tuple[Field, ...] = ()
    written: datetime | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    draft_signals: tuple[DraftSignal, ...] = ()

    def line(self, *names: str) -> int:
        """Where the first of these fields stands that the file has; else 1."""
        return next((f.line for name in names for f in self.typed if f.name == name), 1)


class Comment(Struct, frozen=True):
    """The words of a reader, as the author saved them.

    Attributes:
        path: of the file, below the content folder.
        post: the path of the post that it belongs to, without the folder of posts and the ending.
        name: what its address on the page ends with; no other comment of the post has it.
        date: aware.
        link: where its author is at home.
        text: Markdown, as it was typed; whoever shows it cleans it.
        links: where its words lead, with lines of the file.
    """

    path: str
    post: str
    name: str
    author: str
    date: datetime
    link: str | None
    text: str
    links: tuple[Link, ...] = ()


LinkUse = Literal["link", "picture", "file"]
"""What a page does with an address: leads to it, shows it, or fetches it for its player."""


class Link(Struct, frozen=True):
    """An address in a text, as it was typed."""

    target: str
    line: int
    use: LinkUse = "link"


class Body(Struct, frozen=True):
    """What stands in a text. Lines are counted from 1 within it."""

    links: tuple[Link, ...]
    problems: tuple[LineProblem, ...]


class Source(Struct, frozen=True):
    """A post, page or resource that could be read.

    Attributes:
        path: below the content folder.
        url: the address below the site's root, empty where it has none.
        links: with lines of the file.
        problems: what is wrong with this file, whatever the others are.
    """

    path: str
    kind: Kind
    head: Head
    url: str
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]


class RedirectLine(Struct, frozen=True):
    """A line of `redirects.txt`: from a former address to another, both below the site's root."""

    former: str
    to: str
    line: int


class StaticFile(Struct, frozen=True):
    """A file of the content folder that is no text of ours.

    Attributes:
        size: in bytes.
        pixels: width and height; None for what is no picture, or none whose size matters.
        trouble: why it is not published and what to do, in words that follow its name; mostly empty.
        faults: what of it no site of ours may publish, in words.
    """

    path: str
    size: int
    pixels: tuple[int, int] | None = None
    trouble: str = ""
    faults: tuple[str, ...] = ()
