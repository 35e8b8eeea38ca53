"""What passes between the modules of this room: frozen values, no logic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from frontdesk.core.problems import Problem, Severity

from .front_matter_fields import Field, Head

Kind = Literal["post", "page", "resource"]


class LineProblem(Struct, frozen=True, order=True):
    """A problem in one file; the caller knows which. The line counts from 1; 0 means the whole file."""

    line: int
    message: str
    severity: Severity = "warning"


class Header(Struct, frozen=True):
    """A file split into header and body, and nothing interpreted yet.

    Attributes:
        body: the text below the header.
        body_line: the line of the file in which `body` begins, counted from 1.
        lost: the lines of the header that could not be parsed, each with its number.
    """

    fields: tuple[Field, ...]
    body: str
    body_line: int
    problems: tuple[LineProblem, ...] = ()
    lost: tuple[tuple[int, str], ...] = ()


class Comment(Struct, frozen=True):
    """A reader's comment, as the author saved it.

    Attributes:
        path: of the file, below the content folder.
        post: the path of its post, without the folder of posts and the extension.
        name: the last part of the anchor that it has without an `Id`, made of its file's name.
        date: aware.
        link: the website of its author.
        text: Markdown, as it was typed; CommentRenderer makes safe HTML of it.
        links: the links of its text, with lines of the file.
        id: its anchor on the page, where its author or an import chose one; else empty.
        in_reply_to: the Id or file name of the comment that it answers, as it was typed; else empty.
        lines: the line of each field of the header.
    """

    path: str
    post: str
    name: str
    author: str
    date: datetime
    link: str | None
    text: str
    links: tuple[Link, ...] = ()
    id: str = ""
    in_reply_to: str = ""
    lines: Mapping[str, int] = {}

    def line(self, field: str) -> int:
        """The line of a field; 0 where it is missing."""
        return self.lines.get(field, 0)


LinkUse = Literal["link", "picture", "file"]
"""What a page does with an address: links to it, shows it, or fetches it for a player."""


class Link(Struct, frozen=True):
    """An address in a text, as it was typed."""

    target: str
    line: int
    use: LinkUse = "link"


class Body(Struct, frozen=True):
    """What a Markdown text contains. Lines count from 1 within it.

    Attributes:
        html: as a page can show it; the marks of links, such as `{filename}`, are still in it.
        anchors: the ids that a link can lead to, as they were typed or made.
    """

    html: str
    links: tuple[Link, ...] = ()
    problems: tuple[LineProblem, ...] = ()
    anchors: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """A part of a text.

    Attributes:
        anchor: the id of its heading.
        name: its heading, as plain text.
    """

    anchor: str
    name: str


class ShownOutline(Struct, frozen=True):
    """What a page shows of an outline.

    Attributes:
        minutes: reading time, at least 1; 0 if it is switched off.
        parts: the sections, in order; none if there are too few to list.
    """

    minutes: int
    parts: tuple[Section, ...]


class Outline(Struct, frozen=True, omit_defaults=True):
    """How much there is to read in a text, and its sections.

    Attributes:
        words: a letter of a script that is read letter by letter counts as half a word.
        sections: those with a heading of level 2.
    """

    words: float = 0
    sections: tuple[Section, ...] = ()

    def shown(self, *, words_a_minute: int, fewest_parts: int) -> ShownOutline:
        """What a page shows of it.

        Args:
            words_a_minute: reading speed; 0 switches the reading time off.
            fewest_parts: at least so many sections make a list; 0 switches it off.
        """
        listed = fewest_parts and len(self.sections) >= fewest_parts
        return ShownOutline(
            max(1, round(self.words / words_a_minute)) if words_a_minute else 0,
            self.sections if listed else (),
        )


class Document(Struct, frozen=True):
    """A post, page or resource, as its file says it. What takes much room is in its `DocumentText`.

    Attributes:
        path: below the content folder.
        url: the address below the site's root, empty where it has none.
        links: with lines of the file.
        problems: what is wrong with this file by itself.
        title: the one of the head, or the first words of the text (A10).
        outline: how long it takes to read, and its sections.
        anchors: the ids that a link can lead to.
        pictures: the addresses of the pictures in its text, as they were typed, in order.
        digest: of the bytes of its file, SHA-256 in hexadecimal digits.
        linked: the paths that its text links to with `{filename}`, in order; some may not exist.
        head_digest: of all that it says but its text, so that a list of texts need not look at each field.
    """

    path: str
    kind: Kind
    head: Head
    url: str
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
    title: str = ""
    outline: Outline = Outline()
    anchors: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    digest: str = ""
    linked: tuple[str, ...] = ()
    head_digest: str = ""


class DocumentText(Struct, frozen=True):
    """The words of a document.

    Attributes:
        source: the bytes of its file.
        html: what a page shows of its text; the marks of links, such as `{filename}`, are still in it.
        fields: likewise for the fields of its head that are Markdown, by their name.
    """

    source: bytes
    html: str
    fields: Mapping[str, str] = {}


class RedirectLine(Struct, frozen=True):
    """A line of `redirects.txt`: from a former address to a new one, both below the site's root."""

    former: str
    to: str
    line: int


class StaticFile(Struct, frozen=True):
    """A file of the content folder that is neither a text nor a comment.

    Attributes:
        size: in bytes.
        pixels: width and height; None for drawings and for files that are no pictures.
        trouble: why it is not published and what to do, as the end of a sentence; usually empty.
        faults: messages about active content in it, which is never published.
    """

    path: str
    size: int
    pixels: tuple[int, int] | None = None
    trouble: str = ""
    faults: tuple[str, ...] = ()
