"""The bytes of a text in, its `Document` with its HTML and all problems that it has by itself out. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

import msgspec

from frontdesk.core.hashing import digest
from frontdesk.core.problems import Problem, Severity
from frontdesk.core.settings import Settings
from frontdesk.core.suggestions import did_you_mean

from .front_matter import split_document
from .front_matter_fields import Head
from .link_check import resolve_path
from .markdown_analysis import MarkdownReader
from .metadata import FIELDS, read_head
from .model import Document, DocumentText, Kind, LineProblem, Link
from .outline import first_words, picture_addresses, read_outline
from .permalinks import permalink

_NO_TEXT = "there is no text; write it below the empty line that ends the header"
_NO_TEXT_YET = f"{_NO_TEXT}, or put 'Status: draft' until you do"


_PARTS = frozenset({"base", "words", "redirect", "404"})
"""Templates that no text can choose."""


def _of_template(head: Head, rules: Settings) -> list[LineProblem]:
    """A template that does not exist."""
    if not head.template or not rules.templates or head.template in rules.templates:
        return []
    names = [one for one in rules.templates if "/" not in one and one not in _PARTS]
    meant = did_you_mean(head.template, names) or f"; write one of {', '.join(names)}"
    message = f"there is no template '{head.template}'{meant}"
    return [LineProblem(head.line("template"), message, "error")]


_NOTE = re.compile(r"\[\^[^\]\s]+\]")
"""A reference to a footnote."""
_FILENAME_LINK = re.compile(r"\shref=\"[{|]filename[}|]([^\"]*)\"")
TITLE_WORDS = 10
"""Words of the text that become the title of a post without one (A10)."""


def _read_fields(
    head: Head, bodies: MarkdownReader
) -> tuple[dict[str, str], tuple[Link, ...], list[LineProblem]]:
    """The HTML, links and problems of the fields that are Markdown."""
    html: dict[str, str] = {}
    links: list[Link] = []
    problems: list[LineProblem] = []
    for name, spec in FIELDS.items():
        text = getattr(head, name, None) if spec.type == "markdown" else None
        if not text:
            continue
        line = head.line(name)
        if note := _NOTE.search(text):
            message = f"a field cannot have footnotes, so {note[0]} was left out; take it out"
            problems.append(LineProblem(line, message))
        body = bodies.read(_NOTE.sub("", text))
        html[name] = body.html
        links += (Link(link.target, line, link.use) for link in body.links)
        problems += (LineProblem(line, one.message, one.severity) for one in body.problems)
    return html, tuple(links), problems


def _linked(html: str, path: str) -> Iterator[str]:
    """The paths of the texts that a text links to."""
    for target in _FILENAME_LINK.findall(html):
        try:
            typed = urlsplit(unescape(target)).path
        except ValueError:  # the check has told that this is no address
            continue
        yield from (resolve_path(one, path) for one in dict.fromkeys((typed, unquote(typed))))


def _in_imported(severity: Severity, head: Head) -> Severity:
    """How grave a finding is in a text of another system, which follows the style of another house."""
    return "info" if head.imported and severity == "warning" else severity


def read_document(
    path: str, data: bytes, kind: Kind, rules: Settings, bodies: MarkdownReader
) -> tuple[Document, DocumentText]:
    """Read one post, page or resource.

    Args:
        path: of the file, below the content folder.
        data: the bytes of the file.
        bodies: reads Markdown.
    """
    header, found = split_document(data)
    is_readable = not any(one.severity == "error" for one in found)
    head, more = read_head(header, path, kind, rules)
    body = bodies.read(header.body)
    fields, links_of_fields, problems_of_fields = _read_fields(head, bodies)
    links: tuple[Link, ...] = ()
    if not is_readable:
        more = []
    elif not header.fields and not header.problems and not header.body.strip():
        message = "this file is empty; write Title, Date, an empty line and the text, or delete it"
        more = [LineProblem(1, message, "error")]
    elif not header.body.strip():
        if not any(one.severity == "error" for one in header.problems):
            message = _NO_TEXT if head.status == "draft" else _NO_TEXT_YET
            more.append(LineProblem(header.body_line, message, "error"))
    else:
        below = header.body_line - 1
        links = tuple(Link(link.target, link.line + below, link.use) for link in body.links)
        if file := getattr(head.thing, "file", None):
            links += (Link(f"{{static}}/{file}", head.line("file"), "file"),)
        more += (
            LineProblem(one.line + below, one.message, _in_imported(one.severity, head))
            for one in body.problems
        )
    if is_readable:
        links += links_of_fields
        more += problems_of_fields
        more += _of_template(head, rules)
    is_draft = head.status == "draft"
    problems = {
        Problem(path, one.line, one.message, "info" if is_draft and is_readable else one.severity)
        for one in (*found, *more)
    }
    url = permalink(head, kind, rules) if is_readable else ""
    title = (
        head.title
        or first_words(body.html, TITLE_WORDS)
        or head.slug.replace("-", " ").capitalize()
    )
    said = msgspec.json.encode((header.fields, fields))
    document = Document(
        path,
        kind,
        head,
        url,
        links,
        tuple(sorted(problems)),
        title,
        read_outline(body.html),
        body.anchors,
        picture_addresses(body.html),
        hashlib.sha256(data).hexdigest(),
        tuple(dict.fromkeys(_linked(body.html, path))),
        digest(path, kind, url, title, said)[:32],
    )
    return document, DocumentText(data, body.html, fields)
