"""What passes between the modules of this room: frozen values, no logic."""

from __future__ import annotations

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
        name: the last part of its anchor on the page; unique among the comments of a post.
        date: aware.
        link: the website of its author.
        text: Markdown, as it was typed; CommentRenderer makes safe HTML of it.
        links: the links of its text, with lines of the file.
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
"""What a page does with an address: links to it, shows it, or fetches it for a player."""


class Link(Struct, frozen=True):
    """An address in a text, as it was typed."""

    target: str
    line: int
    use: LinkUse = "link"


class Body(Struct, frozen=True):
    """What a Markdown text contains. Lines count from 1 within it."""

    links: tuple[Link, ...]
    problems: tuple[LineProblem, ...]


class Source(Struct, frozen=True):
    """A post, page or resource that could be read.

    Attributes:
        path: below the content folder.
        url: the address below the site's root, empty where it has none.
        links: with lines of the file.
        problems: what is wrong with this file by itself.
    """

    path: str
    kind: Kind
    head: Head
    url: str
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]


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
