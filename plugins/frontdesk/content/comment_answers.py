"""The comments of one post in, where each stands on its page and whom it answers out. Pure (R6)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from frontdesk.core.problems import Problem
from frontdesk.core.suggestions import did_you_mean
from frontdesk.formats.author_sanitizer import (
    COMMENT_PREFIX,
    RENAMED_PREFIX,
    THEME_IDS,
    is_theme_id,
)

from .content_paths import without_extension
from .model import Comment

_RESERVED_PREFIXES = (RENAMED_PREFIX, "blog-")


class PlacedComment(Struct, frozen=True):
    """A comment on the page of its post.

    Attributes:
        anchor: its id on the page; no other element has it.
        answers: the anchor of the comment that it answers; empty if it answers the post.
    """

    comment: Comment
    anchor: str
    answers: str = ""


def place_comments(
    comments: Sequence[Comment], in_text: Container[str]
) -> tuple[list[PlacedComment], list[Problem]]:
    """Give each comment of a post an anchor and the comment that it answers.

    Args:
        comments: of one post, oldest first.
        in_text: the ids in the post's text.

    Returns:
        All of them, in the same order, and what is wrong with any. One whose `In_reply_to` leads nowhere
        answers the post.
    """
    anchors, problems = _anchors(comments, in_text)
    answers: dict[str, str] = {}
    names = _names(comments, anchors)
    for comment in comments:
        if comment.in_reply_to:
            answered = names.get(_as_name(comment.in_reply_to), "")
            answers[anchors[comment.path]] = answered
            if not answered:
                problems.append(_unknown(comment, comments))
    circling = set(_circles(answers))
    for comment in comments:
        anchor = anchors[comment.path]
        if anchor in circling:
            itself = answers[anchor] == anchor
            what = (
                "a comment cannot answer itself" if itself else "these comments answer each other"
            )
            message = f"{what}; take the line out of the one that was there first"
            problems.append(Problem(comment.path, comment.line("in_reply_to"), message, "warning"))
    return [
        PlacedComment(
            one,
            anchors[one.path],
            "" if anchors[one.path] in circling else answers.get(anchors[one.path], ""),
        )
        for one in comments
    ], problems


def _anchors(
    comments: Sequence[Comment], in_text: Container[str]
) -> tuple[dict[str, str], list[Problem]]:
    """The anchor of each comment by path: its `Id`, or one made of its file's name. An `Id` comes first."""
    found: dict[str, str] = {}
    users: dict[str, str] = {}
    problems: list[Problem] = []
    for comment in comments:
        if not comment.id:
            continue
        if other := users.get(comment.id):
            message = f"{other} has the same Id; write another here, or take the line out"
        elif _is_taken(comment.id, in_text):
            message = (
                f"the page of the post has another place '#{comment.id}'; write another Id, or take the "
                "line out"
            )
        else:
            found[comment.path] = comment.id
            users[comment.id] = comment.path
            continue
        problems.append(Problem(comment.path, comment.line("id"), message, "warning"))
    for comment in comments:
        if comment.path in found:
            continue
        wanted = anchor = f"{COMMENT_PREFIX}{comment.name}"
        if other := users.get(wanted):
            message = f"{other} has the same address on the page; rename one of the two"
            problems.append(Problem(comment.path, 0, message, "warning"))
        number = 1
        while anchor in users:
            anchor = f"{wanted}-{(number := number + 1)}"
        found[comment.path] = anchor
        users[anchor] = comment.path
    return found, problems


def _is_taken(anchor: str, in_text: Container[str]) -> bool:
    """Whether another element of the page has this id, or may have it."""
    if anchor.startswith(COMMENT_PREFIX):
        return False  # in a text it becomes another
    return (
        anchor in THEME_IDS
        or anchor.startswith(_RESERVED_PREFIXES)
        or (anchor in in_text and not is_theme_id(anchor))
    )


def _as_name(typed: str) -> str:
    """`#c12`, `ann.md` and `comments/2026-11-01-fees/ann.md` without what does not tell comments apart."""
    return without_extension(PurePosixPath(typed).name.removeprefix("#"))


def _names(comments: Sequence[Comment], anchors: Mapping[str, str]) -> dict[str, str]:
    """The anchors of comments by what an answer may call them: first their Ids, then their files."""
    names = {one.id: anchors[one.path] for one in reversed(comments) if one.id}
    for name_of in (_file_name, lambda one: anchors[one.path], lambda one: one.name):
        for comment in comments:
            names.setdefault(name_of(comment), anchors[comment.path])
    return names


def _file_name(comment: Comment) -> str:
    return without_extension(PurePosixPath(comment.path).name)


def _unknown(comment: Comment, others: Iterable[Comment]) -> Problem:
    known = [one.id or _file_name(one) for one in others if one is not comment]
    meant = did_you_mean(_as_name(comment.in_reply_to), known) or (
        "; write the Id or the file's name of a comment on the same post, or take the line out"
    )
    message = f"this post has no comment '{comment.in_reply_to}'{meant}"
    return Problem(comment.path, comment.line("in_reply_to"), message, "warning")


def _circles(answers: Mapping[str, str]) -> Iterator[str]:
    """The anchors of comments that answer each other in a circle."""
    seen: set[str] = set()
    for start in answers:
        way: list[str] = []
        anchor = start
        while anchor and anchor not in seen:
            seen.add(anchor)
            way.append(anchor)
            anchor = answers.get(anchor, "")
        if anchor in way:
            yield from way[way.index(anchor) :]
