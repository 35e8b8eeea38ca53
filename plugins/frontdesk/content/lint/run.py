"""Joins the rooms: a content folder in, everything that its authors want to know out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from frontdesk.core.problems import Problem

from ..comments import problems_of_place, read_comments
from ..decode import taken_apart
from ..document import read_source
from ..markdown import BODY, BodyReader
from ..metadata import read_head
from ..model import Comment, Head, Rules, Source
from ..permalinks import kind_of
from ..redirects import Redirect, read_redirects
from ..render_cache import Memo
from ..scan import read_shelf
from ..url_map import Site, site_of
from ..withdrawals import may_be_withdrawn
from .cross_checks import broken_anchors, looked_at_together, wanted_anchors
from .fallbacks import Choice, LastGood, Seen, chosen

MANY = 400
"""Texts from which on a second process saves more time than it takes to start (benchmarks/check.py)."""


class Report(Struct, frozen=True):
    """What a check found.

    Attributes:
        sources: every post and page that could be read.
        problems: in the order of files and lines.
        redirects: every former address that leads on; none where only some texts were looked at.
        texts: the bytes that each text is made of, by its path: those of today or the last good ones.
            What waits is not there (A12).
        comments: the bytes of each comment, in the same way.
        choice: what the next build makes of the texts; None where only some were looked at.
        refused: the files that are not published.
    """

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    redirects: tuple[Redirect, ...] = ()
    texts: Mapping[str, bytes] = {}
    comments: tuple[tuple[str, bytes], ...] = ()
    choice: Choice | None = None
    refused: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "error")

    def seen(self, path: str) -> Seen:
        """What readers see of a text, comment or file with an error."""
        return self.choice.seen(path) if self.choice else "nothing"


def check(
    folder: Path,
    rules: Rules,
    now: datetime,
    memo: Memo,
    only: Collection[str] = (),
    last_good: Callable[[str], bytes | None] = lambda _: None,
) -> Report:
    """Read a content folder and find every problem at once (A2), and what the next build makes of each
    text (A12).

    Args:
        only: the texts to look at, each by itself; where there are none, all, and how they go together.
        last_good: path → the last good source of a text or comment; None where there is none.
    """
    shelf = read_shelf(folder, rules, only, memo)
    taken = {path: taken_apart(data) for path, data in shelf.texts}
    bodies = BodyReader(rules.markdown, memo)
    ready = _read_ahead([header.body for header, _ in taken.values()], rules, memo)
    sources = tuple(
        read_source(path, *found, kind_of(path, rules) or "post", rules, bodies)
        for (path, found), _ in zip(taken.items(), ready, strict=True)
    )
    own = (problem for source in sources for problem in source.problems)
    if only:
        return Report(sources, tuple(sorted(own)), texts=dict(shelf.texts), comments=shelf.comments)
    moved, wrong_lines = read_redirects(shelf.redirects, rules)

    def site_with(
        used: Iterable[Source], held: frozenset[str], substitutes: frozenset[str]
    ) -> Site:
        return site_of(used, shelf.files, rules, now, moved, held, substitutes)

    site = site_with(sources, frozenset(), frozenset())
    together = looked_at_together(site)
    anchors = {path: bodies.anchors(taken[path][0].body) for path in wanted_anchors(site)}
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
    texts, used = dict(shelf.texts), dict(shelf.texts)

    def before(source: Source) -> LastGood | None:
        data = last_good(source.path)
        if data is None:
            return None
        used[source.path] = data
        judged = read_source(source.path, *taken_apart(data), source.kind, rules, bodies)
        is_doubtful = may_be_withdrawn(
            texts[source.path], data, source.path, source.kind, rules, now
        )
        return LastGood(judged, not is_doubtful)

    refused = frozenset(one.path for one in problems if one.severity == "error") & site.files.keys()
    choice = Choice(site, together)
    if any(one.severity == "error" for one in problems):
        choice = chosen(sources, refused, site_with, before)
        problems |= {*choice.causes, *_of_links_to_what_waits(choice)}
    memo.save()
    sources_used = {
        path: used[path] if path in choice.site.substitutes else data
        for path, data in texts.items()
        if path not in choice.site.held
    }
    return Report(
        sources,
        tuple(sorted(problems)),
        choice.together.redirects,
        sources_used,
        _comments(shelf.comments, comments, rules, last_good),
        choice,
        refused,
    )


def _of_links_to_what_waits(choice: Choice) -> Iterator[Problem]:
    """What is to be known of today's texts only because others wait."""
    others = choice.site.held | choice.site.substitutes
    for one in choice.together.problems:
        if one.severity == "info" and one.path not in others:
            yield one


def _comments(
    texts: Iterable[tuple[str, bytes]],
    comments: Iterable[Comment],
    rules: Rules,
    last_good: Callable[[str], bytes | None],
) -> tuple[tuple[str, bytes], ...]:
    """Each comment as it can be shown: of today, or the last good one."""
    can_be_shown = {comment.path for comment in comments}
    found: list[tuple[str, bytes]] = []
    for path, data in texts:
        if path in can_be_shown:
            found.append((path, data))
        elif (before := last_good(path)) and read_comments([(path, before)], rules)[0]:
            found.append((path, before))
    return tuple(found)


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
