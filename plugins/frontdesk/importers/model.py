"""What passes between the modules of this room: frozen values, no logic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

SourceKind = Literal[
    "blogger",
    "wordpress",
    "ghost",
    "substack",
    "medium",
    "feed",
    "pelican",
    "jekyll",
    "hugo",
    "eleventy",
    "markdown",
]
"""The systems whose exports are read. The word stands after `Imported:` in each file."""
Markup = Literal["html", "wordpress", "markdown", "html file"]
"""HTML; HTML as WordPress keeps it, with shortcodes and without `<p>`; Markdown; HTML of a folder of texts,
whose links may name files there."""


class Blog(Struct, frozen=True, kw_only=True):
    """What an export says of its blog. An export may have several of these; each adds to the others.

    Attributes:
        address: the blog's home page.
        hosts: other hosts under which it was known.
        timezone: a name such as Europe/Warsaw.
        redirects: former path → path, as the blog's settings have them.
    """

    name: str = ""
    description: str = ""
    address: str = ""
    hosts: tuple[str, ...] = ()
    language: str = ""
    timezone: str = ""
    redirects: Mapping[str, str] = {}


class ImportedText(Struct, frozen=True, kw_only=True):
    """A post or page of an export.

    Attributes:
        source_id: names it within its export.
        address: its whole old address, or its path; empty if the export has none.
        number: the N of an address such as /?p=N; empty if it has none.
        published, modified: aware; None if unknown.
        expires: aware; readers see it until then.
        summary: plain text.
        picture: the address of a picture that belongs at its top.
        feed_id: the id by which feed readers know it, whatever it looks like.
        former: older addresses of it.
        remarks: what a person should know of it.
        folder: of a Markdown file, for the pictures beside it.
        stem: the name of its file without date and extension, where that is known.
    """

    kind: Literal["post", "page"]
    source_id: str
    title: str = ""
    address: str = ""
    number: str = ""
    markup: Markup = "html"
    body: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    expires: datetime | None = None
    authors: tuple[str, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    series: str = ""
    is_draft: bool = False
    is_hidden: bool = False
    has_comments: bool = True
    summary: str = ""
    picture: str = ""
    picture_alt: str = ""
    picture_caption: str = ""
    feed_id: str = ""
    language: str = ""
    former: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    folder: str = ""
    stem: str = ""


class ImportedComment(Struct, frozen=True, kw_only=True):
    """A comment of an export.

    Attributes:
        text_id: the source_id of its post.
        anchor: its fragment on the old page, such as c123.
        answers: the source_id of the comment that it answers; empty if it answers the post.
        link: the website of its author.
    """

    source_id: str
    text_id: str
    anchor: str
    author: str
    published: datetime | None
    body: str
    markup: Markup = "html"
    link: str = ""
    answers: str = ""


class Attachment(Struct, frozen=True, kw_only=True):
    """A file that an export names.

    Attributes:
        number: by which galleries name it.
        page: the address of the page that shows it; empty if there is none.
        parent: the `source_id` of its post.
    """

    number: str
    address: str
    page: str = ""
    parent: str = ""
    alt: str = ""
    caption: str = ""


TermKind = Literal["category", "tag", "author"]


class Term(Struct, frozen=True):
    """A category, tag or author that had a page of its own.

    Attributes:
        path: the old address of its page, below the home page of the blog.
    """

    kind: TermKind
    path: str
    name: str


class LeftOut(Struct, frozen=True):
    """What an export has and the blog does not get.

    Attributes:
        what: such as "comment" or "post".
        reason: such as "it is in the trash", the end of a sentence.
        name: its title or id; empty if it is only counted.
        is_fault: it could not be read.
    """

    what: str
    reason: str
    name: str = ""
    is_fault: bool = False


Item = Blog | ImportedText | ImportedComment | Attachment | Term | LeftOut
"""What an export consists of, in the order in which it stands there."""

RemarkKind = Literal[
    "kept as HTML",
    "shortcode",
    "removed",
    "frame",
    "no description",
    "link to nothing",
    "draft",
    "address",
    "other",
]
"""What the report lists together."""


class Remark(Struct, frozen=True):
    """Something in one text that a person should know.

    Attributes:
        place: what stands in the file at the place that is meant; empty for the whole text.
    """

    kind: RemarkKind
    message: str
    place: str = ""
