"""Joins the rooms: a content folder in, everything that its authors want to know out."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from .addresses import kind_of
from .body import BODY, BodyReader
from .comments import problems_of_place, read_comments
from .fields import read_head
from .former_addresses import Redirect, read_redirects
from .memo import Memo
from .model import Head, Problem, Rules, Source
from .shelf import read_shelf
from .site import Site, site_of
from .source import read_source
from .text import taken_apart
from .together import broken_anchors, looked_at_together, wanted_anchors

MANY = 400
"""Texts from which on a second process saves more time than it takes to start (benchmarks/check.py)."""


class Report(Struct, frozen=True):
    """What a check found.

    Attributes:
        sources: every post and page that could be read.
        problems: in the order of files and lines.
        redirects: every former address that leads on; none where only some texts were looked at.
        texts: the bytes of each text, by its path.
        site: what the next build makes of them; None where only some were looked at.
    """

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    redirects: tuple[Redirect, ...] = ()
    texts: Mapping[str, bytes] = {}
    site: Site | None = None


def check(
    folder: Path, rules: Rules, now: datetime, memo: Memo, only: Collection[str] = ()
) -> Report:
    """Read a content folder and find every problem at once (A2).

    Args:
        only: the texts to look at, each by itself; where there are none, all, and how they go together.
    """
    shelf = read_shelf(folder, rules, only)
    taken = {path: taken_apart(data) for path, data in shelf.texts}
    bodies = BodyReader(rules.markdown, memo)
    ready = _read_ahead([header.body for header, _ in taken.values()], rules, memo)
    sources = tuple(
        read_source(path, *found, kind_of(path, rules) or "post", rules, bodies)
        for (path, found), _ in zip(taken.items(), ready, strict=True)
    )
    own = (problem for source in sources for problem in source.problems)
    if only:
        return Report(sources, tuple(sorted(own)), texts=dict(shelf.texts))
    moved, wrong_lines = read_redirects(shelf.redirects, rules)
    site = site_of(sources, shelf.files, rules, now, moved)
    together = looked_at_together(site)
    anchors = {path: bodies.anchors(taken[path][0].body) for path in wanted_anchors(site)}
    memo.save()
    comments, faults = read_comments(shelf.comments, rules)
    problems = {
        *shelf.problems,
        *own,
        *faults,
        *problems_of_place(comments, site),
        *wrong_lines,
        *together.problems,
        *broken_anchors(site, anchors),
    }
    return Report(sources, tuple(sorted(problems)), together.redirects, dict(shelf.texts), site)


def heads(folder: Path, rules: Rules) -> tuple[Head, ...]:
    """What the headers of all posts say, and no more."""
    return tuple(
        read_head(taken_apart(data)[0], path, "post", rules)[0]
        for path, data in read_shelf(folder, rules).texts
        if kind_of(path, rules) == "post"
    )


def _read_ahead(texts: Sequence[str], rules: Rules, memo: Memo) -> Iterator[str]:
    """The texts, each as soon as the memo has what is read of it. Where many are new, other processes read
    them, while this one goes on with those that they are done with."""
    new = deque(text for text in texts if memo.find(BODY, text) is None)
    if len(new) < MANY:
        yield from texts
        return
    with ProcessPoolExecutor(initializer=_set_up, initargs=(rules,)) as pool:
        read = pool.map(_read_there, new, chunksize=100)
        for text in texts:
            if new and new[0] is text:
                memo.keep(BODY, new.popleft(), next(read))
            yield text


# --- in a process of the pool -------------------------------------------------------------------

_there: list[BodyReader] = []


def _set_up(rules: Rules) -> None:
    _there.append(BodyReader(rules.markdown, Memo()))


def _read_there(text: str) -> bytes:
    return _there[-1].written(text)
