"""Files of comments in, the comments and their safe HTML out, with all problems. Pure (R6).

The comments of posts/2026-11-10-fees.md lie in the folder comments/2026-11-10-fees/. Each has a header like
a post, with up to five fields, and its text below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from markdown import Markdown
from msgspec import Struct

from frontdesk.core.problems import Problem
from frontdesk.core.safe_html import SafeHtml
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify
from frontdesk.core.suggestions import closest_match, did_you_mean
from frontdesk.core.urls import SAFE_SCHEMES
from frontdesk.formats.sanitizer import sanitize_html

from .comment_answers import place_comments
from .content_paths import COMMENTS_FOLDER, comment_key, without_extension
from .date_parser import DATE_EXAMPLE, FieldError
from .draft_status import draft_signals, field_meaning
from .field_parsers import parse_value
from .field_specs import FieldType
from .front_matter import split_document
from .front_matter_fields import Field
from .link_check import check_link
from .model import Comment, Document, LineProblem, Link
from .url_map import Site

COMMENT_FIELDS: Mapping[str, FieldType] = {
    "author": "text",
    "date": "date",
    "link": "address",
    "in_reply_to": "text",
    "id": "text",
}

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

_PICTURE = re.compile(r"!\[[^\]]*\]\(|<img\b", re.IGNORECASE)
_MARKED = re.compile(r"[{|]\w+[}|]")
_NOTE = re.compile(r"(?<![\\`])\[\^[^\]\s]+\]")
_TAKEN_OUT = re.compile(
    r"(<(?:script|style|iframe|object|embed|form|svg|video|audio)\b)|<\w[^<>]*\s(on\w+|style)\s*=",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![\\!])\[[^\[\]]*\]\(\s*(<[^<>]*>|[^)\s]+)|<a\b[^<>]*\shref\s*=\s*[\"']?([^\"'\s>]+)"
)
_CODE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_OUR_MARK = re.compile(r"(?<=\]\()\s*<?([{|]\w+[}|][^)\s>]*)")


def read_comments(
    texts: Iterable[tuple[str, bytes]], rules: Settings
) -> tuple[list[Comment], list[Problem]]:
    """Read the bytes of each file by its path below the content folder.

    Returns:
        The comments that can be shown, each post's oldest first, and what is wrong with any.
    """
    comments, problems = [], []
    for path, data in texts:
        comment, found = _read(path, data, rules)
        comments += [comment] if comment else []
        problems += [Problem(path, one.line, one.message, one.severity) for one in found]
    return sorted(comments, key=lambda one: (one.post, one.date, one.path)), problems


class CommentsCheck(Struct, frozen=True):
    """
    Attributes:
        anchors: path of a post → the ids of its comments.
        problems: what shows only beside the post and its other comments, and why a comment waits.
    """

    anchors: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]


def check_comments(comments: Iterable[Comment], site: Site) -> CommentsCheck:
    """Compare comments with each other and with their posts."""
    of_post: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        of_post[comment.post].append(comment)
    if not of_post:
        return CommentsCheck({}, ())
    posts = {
        comment_key(source.path, site.rules): source
        for source in site.documents.values()
        if source.kind == "post"
    }
    anchors: dict[str, frozenset[str]] = {}
    problems: list[Problem] = []
    for name, beside in of_post.items():
        post = posts.get(name)
        placed, found = place_comments(beside, post.anchors if post else ())
        problems += found
        if post:
            anchors[post.path] = frozenset(one.anchor for one in placed)
    problems += _beside_posts(chain.from_iterable(of_post.values()), posts, site)
    return CommentsCheck(anchors, tuple(problems))


def _beside_posts(
    comments: Iterable[Comment], posts: Mapping[str, Document], site: Site
) -> Iterator[Problem]:
    for comment in comments:
        if comment.post not in posts:
            meant = did_you_mean(comment.post, posts) or (
                "; name the folder like the file of the post, without .md"
            )
            message = f"there is no post '{comment.post}'{meant}"
            yield Problem(comment.path, 0, message, "warning")
        else:
            yield from _problems_of_links(comment, posts[comment.post], site)
            if waits := _waits(comment, posts[comment.post], site):
                yield Problem(comment.path, 0, waits, "info")


def _problems_of_links(comment: Comment, post: Document, site: Site) -> Iterator[Problem]:
    """Dead links. Harmful ones do not reach the page, because comments are sanitized."""
    for link in comment.links:
        if _MARKED.match(link.target):
            continue  # told already
        found = check_link(link, post, site)
        scheme = link.target.partition(":")[0].lower() if ":" in link.target else ""
        if found is None and scheme in SAFE_SCHEMES - {"http", "https"}:
            message = f"links in comments lead only to web pages, so '{scheme}:' was left out; take it out"
            yield Problem(comment.path, link.line, message, "warning")
        elif found and found.severity != "info":
            yield Problem(comment.path, found.line, found.message, "warning")


def _waits(comment: Comment, post: Document, site: Site) -> str | None:
    if post.head.comments == "off":
        return (
            f"{post.path} says 'Comments: off', so readers do not see this; write 'Comments: closed' "
            "there"
        )
    if not site.is_published(post):
        return f"this waits for its post: {post.path} is not out yet"
    if comment.date > site.now:
        return f"this waits for its date, {comment.date:%Y-%m-%d %H:%M %Z}; correct it if it was earlier"
    return None


def _read(path: str, data: bytes, rules: Settings) -> tuple[Comment | None, list[LineProblem]]:
    header, problems = split_document(data)
    if any(one.severity == "error" for one in problems):
        return None, [LineProblem(one.line, one.message) for one in problems]
    problems += (LineProblem(one.line, one.message) for one in header.problems)
    signals = draft_signals(header, path, COMMENT_FIELDS, rules)
    keeping = [signal for signal in signals if signal.meaning != "from"]
    for signal in keeping:
        message = (
            f"'{signal.typed}' keeps this comment out of the site; take the line out to publish it"
        )
        problems.append(
            LineProblem(signal.line, message, "info" if signal.meaning == "draft" else "warning")
        )
    values = _values(header.fields, rules, problems, {signal.line for signal in keeping})
    typed = {closest_match(field.name, COMMENT_FIELDS) or field.name for field in header.fields}
    post, _, name = without_extension(path.removeprefix(f"{COMMENTS_FOLDER}/")).rpartition("/")
    name = slugify(name)
    if not post:
        message = (
            "this lies beside the folders of posts; move it into one named like its post's file"
        )
        problems.append(LineProblem(0, message))
    if not name:
        message = "no address can be made of the file's name; rename it, such as to ann-example.md"
        problems.append(LineProblem(0, message))
    if "author" not in typed:
        problems.append(LineProblem(1, "this comment has no author; write 'Author: …' at the top"))
    if "date" not in typed:
        problems.append(
            LineProblem(1, f"this comment has no date; write 'Date: {DATE_EXAMPLE}' at the top")
        )
    if not header.body.strip():
        message = "there is no text; write it below the empty line that ends the header"
        problems.append(LineProblem(header.body_line, message))
    links = tuple(_links(header.body, header.body_line))
    problems += _of_text(header.body, header.body_line)
    if keeping or not (
        post and name and {"author", "date"} <= values.keys() and header.body.strip()
    ):
        return None, problems
    values["date"] = max([values["date"], *(signal.day for signal in signals if signal.day)])
    lines = {field.name: field.line for field in header.fields if field.name in values}
    link = values.pop("link", None)
    return Comment(
        path, post, name, link=link, text=header.body, links=links, lines=lines, **values
    ), problems


def _of_text(body: str, first: int) -> Iterator[LineProblem]:
    """What a comment cannot have: pictures, footnotes, scripts, styles, and `{filename}` links."""
    for line, text in enumerate(body.splitlines(), start=first):
        if _PICTURE.search(text):
            yield LineProblem(
                line, "readers see no picture in a comment; take it out, or link to it"
            )
        elif mark := _OUR_MARK.search(text):
            message = f"'{mark[1]}' does not work in a comment; write the whole address, https://…"
            yield LineProblem(line, message)
        if note := _NOTE.search(text):
            message = (
                f"a comment has no footnotes, so readers see {note[0]}; put the note in brackets"
            )
            yield LineProblem(line, message)
        if taken := _TAKEN_OUT.search(text):
            what = taken[1] or f"{taken[2]}=…"
            yield LineProblem(
                line, f"{what} is left out of a comment; take it out, and keep the words"
            )


def _links(body: str, first: int) -> Iterator[Link]:
    """The links of a text, except those in code."""
    for line, text in enumerate(_CODE.sub(_lines_of, body).split("\n"), start=first):
        yield from (Link(one.strip("<>") or other, line) for one, other in _ADDRESS.findall(text))


def _lines_of(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _values(
    fields: Iterable[Field], rules: Settings, problems: list[LineProblem], told: Container[int]
) -> dict[str, Any]:
    """The value of each field that can be read.

    Args:
        told: the lines that already have a problem.
    """
    values: dict[str, Any] = {}
    for field in fields:
        if field.line in told or field_meaning(field, rules) == "public":
            continue
        if field.name not in COMMENT_FIELDS:
            meant = did_you_mean(field.typed, [name.capitalize() for name in COMMENT_FIELDS])
            known = meant or "; a comment has Author, Date, Link, In_reply_to and Id"
            problems.append(LineProblem(field.line, f"unknown field '{field.typed}'{known}"))
        elif field.name in values:
            message = f"{field.typed} is here for a second time; delete one of the two"
            problems.append(LineProblem(field.line, message))
        elif not field.text:
            message = f"{field.typed} has no value; write one, or take the line out"
            problems.append(LineProblem(field.line, message))
        elif field.name == "id" and not _ID.fullmatch(field.text):
            message = (
                f"'{field.text}' cannot be an Id; write one such as c123, of letters and digits"
            )
            problems.append(LineProblem(field.line, message))
        else:
            try:
                values[field.name] = parse_value(COMMENT_FIELDS[field.name], field.text, rules)
            except FieldError as wrong:
                problems.append(LineProblem(field.line, str(wrong)))
    return values


class CommentRenderer:
    """Makes HTML of comments. It knows no footnotes or attribute lists: their ids could clash with
    those of the post."""

    def __init__(self) -> None:
        self._md = Markdown(
            extensions=["fenced_code", "frontdesk.content.commonmark_extension"],
            output_format="html",
        )

    def render(self, text: str, page: str) -> SafeHtml:
        """Sanitized HTML, with `rel="nofollow ugc"` on every link.

        Args:
            page: the absolute URL of the post, which relative links start from.
        """
        return sanitize_html(self._md.reset().convert(text), page, rel="nofollow ugc")
