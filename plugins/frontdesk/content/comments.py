"""The files of comments in, the comments out, with every problem of theirs. Pure (R6).

A comment lies in a folder that bears the name of its post's file: that of posts/2026-11-10-fees.md in
comments/2026-11-10-fees/. It has a header as a post has, with three fields, and its text below.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from frontdesk.core.problems import Problem
from frontdesk.core.slugs import slugify
from frontdesk.core.suggestions import did_you_mean, nearest
from frontdesk.core.urls import SCHEMES

from .decode import taken_apart
from .draft_status import says, signs_of
from .field_parsers import PATTERN, WrongError, read_value
from .file_names import without_ending
from .links import look_at
from .model import COMMENTS, Comment, Field, Found, How, Link, Rules, Source
from .url_map import Site

FIELDS: Mapping[str, How] = {"author": "text", "date": "date", "link": "address"}

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
    texts: Iterable[tuple[str, bytes]], rules: Rules
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


def post_of(path: str, rules: Rules) -> str:
    """The path of a post as its comments name it: 2026-11-10-fees for posts/2026-11-10-fees.md."""
    folder = next((one for one in rules.article_paths if path.startswith(f"{one}/")), "")
    return without_ending(path.removeprefix(f"{folder}/"))


def problems_of_place(comments: Iterable[Comment], site: Site) -> Iterator[Problem]:
    """What is wrong with a comment beside its post and the others."""
    posts = {
        post_of(source.path, site.rules): source
        for source in site.sources.values()
        if source.kind == "post"
    }
    first: dict[tuple[str, str], str] = {}
    for comment in comments:
        other = first.setdefault((comment.post, comment.name), comment.path)
        if other != comment.path:
            message = f"{other} has the same address on the page; rename one of the two"
            yield Problem(comment.path, 0, message, "warning")
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


def _problems_of_links(comment: Comment, post: Source, site: Site) -> Iterator[Problem]:
    """A comment is cleaned, so no link of it does harm; but it may lead nowhere."""
    for link in comment.links:
        if _MARKED.match(link.target):
            continue  # told already
        found = look_at(link, post, site)
        scheme = link.target.partition(":")[0].lower() if ":" in link.target else ""
        if found is None and scheme in SCHEMES - {"http", "https"}:
            message = f"a comment leads to pages alone, so '{scheme}:' was left out; take it out"
            yield Problem(comment.path, link.line, message, "warning")
        elif found and found.severity != "info":
            yield Problem(comment.path, found.line, found.message, "warning")


def _waits(comment: Comment, post: Source, site: Site) -> str | None:
    if post.head.comments == "off":
        return (
            f"{post.path} says 'Comments: off', so nobody sees this; write 'Comments: closed' there"
        )
    if not site.is_seen(post):
        return f"this waits for its post: {post.path} is not out yet"
    if comment.date > site.now:
        return f"this waits for its date, {comment.date:%Y-%m-%d %H:%M %Z}; correct it if it was earlier"
    return None


def _read(path: str, data: bytes, rules: Rules) -> tuple[Comment | None, list[Found]]:
    header, problems = taken_apart(data)
    if any(one.severity == "error" for one in problems):
        return None, [Found(one.line, one.message) for one in problems]
    problems += (Found(one.line, one.message) for one in header.problems)
    signs = signs_of(header, path, FIELDS, rules)
    keeping = [sign for sign in signs if sign.says != "from"]
    for sign in keeping:
        message = (
            f"'{sign.typed}' keeps this comment out of the site; take the line out to publish it"
        )
        problems.append(Found(sign.line, message, "info" if sign.says == "kept" else "warning"))
    values = _values(header.fields, rules, problems, {sign.line for sign in keeping})
    typed = {nearest(field.name, FIELDS) or field.name for field in header.fields}
    post, _, name = without_ending(path.removeprefix(f"{COMMENTS}/")).rpartition("/")
    name = slugify(name)
    if not post:
        message = (
            "this lies beside the folders of posts; move it into one named like its post's file"
        )
        problems.append(Found(0, message))
    if not name:
        message = "no address can be made of the file's name; rename it, such as to ann-example.md"
        problems.append(Found(0, message))
    if "author" not in typed:
        problems.append(Found(1, "this comment has no author; write 'Author: …' at the top"))
    if "date" not in typed:
        problems.append(Found(1, f"this comment has no date; write 'Date: {PATTERN}' at the top"))
    if not header.body.strip():
        message = "there is no text; write it below the empty line that ends the header"
        problems.append(Found(header.body_line, message))
    links = tuple(_links(header.body, header.body_line))
    problems += _of_text(header.body, header.body_line)
    if keeping or not (
        post and name and {"author", "date"} <= values.keys() and header.body.strip()
    ):
        return None, problems
    values["date"] = max([values["date"], *(sign.day for sign in signs if sign.day)])
    return Comment(
        path, post, name, link=values.pop("link", None), text=header.body, links=links, **values
    ), problems


def _of_text(body: str, first: int) -> Iterator[Found]:
    """What is lost on the way to the page, which shows others' words and knows our files by none of
    our names."""
    for line, text in enumerate(body.splitlines(), start=first):
        if _PICTURE.search(text):
            yield Found(line, "readers see no picture in a comment; take it out, or link to it")
        elif mark := _OUR_MARK.search(text):
            message = f"'{mark[1]}' does not work in a comment; write the whole address, https://…"
            yield Found(line, message)
        if note := _NOTE.search(text):
            message = (
                f"a comment has no footnotes, so readers see {note[0]}; put the note in brackets"
            )
            yield Found(line, message)
        if taken := _TAKEN_OUT.search(text):
            what = taken[1] or f"{taken[2]}=…"
            yield Found(line, f"{what} is left out of a comment; take it out, and keep the words")


def _links(body: str, first: int) -> Iterator[Link]:
    """Where the words lead, but for what lies within code."""
    for line, text in enumerate(_CODE.sub(_lines_of, body).split("\n"), start=first):
        yield from (Link(one.strip("<>") or other, line) for one, other in _ADDRESS.findall(text))


def _lines_of(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _values(
    fields: Iterable[Field], rules: Rules, problems: list[Found], told: Container[int]
) -> dict[str, Any]:
    """The value of each field that can be read.

    Args:
        told: the lines that something was said of already.
    """
    values: dict[str, Any] = {}
    for field in fields:
        if field.line in told or says(field, rules) == "public":
            continue
        if field.name not in FIELDS:
            meant = did_you_mean(field.typed, [name.capitalize() for name in FIELDS])
            known = meant or "; a comment has Author, Date and Link"
            problems.append(Found(field.line, f"unknown field '{field.typed}'{known}"))
        elif field.name in values:
            message = f"{field.typed} stands here for a second time; take one of the two out"
            problems.append(Found(field.line, message))
        elif not field.text:
            message = f"{field.typed} has no value; write one, or take the line out"
            problems.append(Found(field.line, message))
        else:
            try:
                values[field.name] = read_value(FIELDS[field.name], field.text, rules)
            except WrongError as wrong:
                problems.append(Found(field.line, str(wrong)))
    return values
