"""The comments desk: a letter in, a form filled in with it out; a form in, a comment in a file out (K1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email import message_from_string
from email.utils import parseaddr, parsedate_to_datetime
from zoneinfo import ZoneInfo

from frontdesk.content.comments import read_comments
from frontdesk.content.content_paths import COMMENTS_FOLDER, comment_key
from frontdesk.content.scaffold import field_line
from frontdesk.core.slugs import slugify
from frontdesk.core.text import clean_line, normalized_title

from .answers import Answer, Asked, Page, Redirect
from .project import Project
from .project_files import FileChanged
from .texts import Texts

_ADDRESS = "/desk/comments/"
_FIELDS = ("post", "author", "date", "link", "text")
_MOST_NAMES = 100
_HEADER = re.compile(r"(?:from|subject|date):", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:(?:re|fwd?|aw|odp)\s*:\s*)+", re.IGNORECASE)
"""What mail programs put before the subject of an answer."""


def show_comments(project: Project, asked: Asked) -> Answer:
    """The form for a comment."""
    saved = "The comment is saved. It stands below its post." if "saved" in asked.query else ""
    now = project.clock().astimezone(project.texts().zone)
    return _page(project, {"date": f"{now:%Y-%m-%dT%H:%M}"}, saved)


def read_letter(project: Project, asked: Asked) -> Answer:
    """The form, filled in with what a letter says. Nothing is written."""
    texts = project.texts()
    posts = _posts(project, texts)
    return _page(project, letter_fields(asked.form.get("letter", ""), posts, texts.zone))


def save_comment(project: Project, asked: Asked) -> Answer:
    """Write a comment as a file of its own."""
    texts, form = project.texts(), asked.form
    author, text = clean_line(form.get("author", "")), _lines(form.get("text", ""))
    key = form.get("post", "")
    if key not in _posts(project, texts):
        return _page(project, form, "", ("Choose the post that it is about.",))
    lines = [
        field_line("Author", author),
        f"Date: {clean_line(form.get('date', ''))}".replace("T", " "),
    ]
    if link := clean_line(form.get("link", "")):
        lines.append(f"Link: {link}")
    data = "\n".join([*lines, "", text, ""]).encode()
    stem = slugify(author) or "reader"
    for n in range(1, _MOST_NAMES):
        path = f"{COMMENTS_FOLDER}/{key}/{stem}{f'-{n}' if n > 1 else ''}.md"
        comments, problems = read_comments([(path, data)], texts.rules)
        if not comments or problems:
            return _page(project, form, "", tuple(one.message for one in problems))
        try:
            project.files.write(f"{texts.content}/{path}", data, None)
        except FileChanged:
            continue
        return Redirect(f"{_ADDRESS}?saved=yes")
    return _page(project, form, "", ("There are too many comments of this name.",))


def letter_fields(letter: str, posts: Mapping[str, str], zone: ZoneInfo) -> dict[str, str]:
    """What the form gets from a letter: who wrote it, when, about which post, and its words, without the
    quotations and the signature.

    Args:
        posts: key → title.
    """
    text = _lines(letter)
    has_header = bool(_HEADER.match(text))
    message = message_from_string(text if has_header else f"\n{text}")
    found = {"text": _own_words(str(message.get_payload()))}
    name, address = parseaddr(message.get("From", ""))
    found["author"] = clean_line(name or address.partition("@")[0])
    try:
        written = parsedate_to_datetime(message.get("Date", ""))
        found["date"] = f"{written.astimezone(zone):%Y-%m-%dT%H:%M}"
    except (TypeError, ValueError):
        found["date"] = ""
    subject = normalized_title(_ANSWERED.sub("", message.get("Subject", "")))
    about = (key for key, title in posts.items() if normalized_title(title) == subject)
    found["post"] = next(about, "")
    return found


def _own_words(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        if line.rstrip("\n") in {"-- ", "--"}:
            break
        if not line.startswith(">"):
            lines.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _posts(project: Project, texts: Texts) -> dict[str, str]:
    """Key of a post → its title, the newest first."""
    named = {
        comment_key(one.path, texts.rules): one.title
        for one in project.report(texts).documents
        if one.kind == "post"
    }
    return {key: title or key for key, title in sorted(named.items(), reverse=True)}


def _page(
    project: Project, typed: Mapping[str, str], saved: str = "", problems: tuple[str, ...] = ()
) -> Page:
    posts = _posts(project, project.texts())
    return Page(
        "comments.html",
        {
            "posts": posts,
            "fields": {name: typed.get(name, "") for name in _FIELDS},
            "saved": saved,
            "problems": problems,
        },
    )


ROUTES: tuple[tuple[str, str, Callable[[Project, Asked], Answer]], ...] = (
    ("GET", _ADDRESS, show_comments),
    ("POST", "/desk/comments/read", read_letter),
    ("POST", _ADDRESS, save_comment),
)
