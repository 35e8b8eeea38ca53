"""The texts of the project in; the list of them by state, or of those with some words, out. Pure (K4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from frontdesk.content.draft_status import public_from
from frontdesk.content.model import Document
from frontdesk.core.problems import Problem
from frontdesk.core.text import fold_accents

State = Literal["draft", "scheduled", "published", "hidden"]
_GROUPS = ("With errors", "Drafts", "Scheduled", "Published", "Pages", "Library")
_NEWEST = 20
"""The most texts of a group that are shown at first."""


class ListedPost(NamedTuple):
    """A text in the list.

    Attributes:
        path: below the content folder.
        type: such as page or book; empty for a post.
        errors, warnings: how many problems it has.
    """

    title: str
    path: str
    date: datetime | None
    type: str
    state: State
    errors: int
    warnings: int


class PostGroup(NamedTuple):
    """The texts of one state, the newest first.

    Attributes:
        posts: those that are shown, of `total`.
    """

    name: str
    posts: tuple[ListedPost, ...]
    total: int


def post_groups(
    documents: Iterable[Document],
    problems: Iterable[Problem],
    now: datetime,
    words: str = "",
    whole: str = "",
) -> tuple[PostGroup, ...]:
    """The list.

    Args:
        words: only texts that have all of these in their title, file name, category or tags.
        whole: the name of the group of which all texts are shown, and not only the newest.
    """
    wanted = fold_accents(words).split()
    counts = Counter((one.path, one.severity) for one in problems)
    groups: dict[str, list[ListedPost]] = defaultdict(list)
    for one in sorted(documents, key=_newest_first):
        if all(word in _findable(one) for word in wanted):
            listed = ListedPost(
                one.title,
                one.path,
                one.head.date,
                "" if one.kind == "post" else one.head.type or one.kind,
                state_of(one, now),
                counts[one.path, "error"],
                counts[one.path, "warning"],
            )
            groups[_group(one, listed)].append(listed)
    return tuple(
        PostGroup(
            name, tuple(groups[name][: None if name == whole else _NEWEST]), len(groups[name])
        )
        for name in _GROUPS
        if name in groups
    )


def state_of(one: Document, now: datetime) -> State:
    """Whether readers see a text."""
    if one.head.status not in {"published", "hidden"}:
        return "draft"
    if public_from(one.head, now) is not None:
        return "scheduled"
    return "hidden" if one.head.status == "hidden" else "published"


def _group(one: Document, listed: ListedPost) -> str:
    if listed.errors:
        return "With errors"
    if listed.state in {"draft", "scheduled"}:
        return "Drafts" if listed.state == "draft" else "Scheduled"
    return {"page": "Pages", "resource": "Library"}.get(one.kind, "Published")


def _findable(one: Document) -> str:
    return fold_accents(" ".join((one.title, one.path, one.head.category or "", *one.head.tags)))


def _newest_first(one: Document) -> tuple[float, str]:
    return (-one.head.date.timestamp() if one.head.date else 0.0, one.path)
