"""Joins the rooms: a content folder in, everything that its authors want to know out."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from .addresses import kind_of
from .body import BodyReader
from .fields import read_head
from .model import Head, Problem, Rules, Source
from .shelf import Shelf, read_shelf
from .site import site_of
from .source import read_source
from .text import taken_apart
from .together import broken_anchors, problems_together, wanted_anchors

MANY = 400
"""Texts from which on a second process saves more time than it takes to start (benchmarks/check.py)."""


class Report(Struct, frozen=True):
    """What a check found.

    Attributes:
        sources: every post and page that could be read.
        problems: in the order of files and lines.
    """

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


def check(folder: Path, rules: Rules, now: datetime) -> Report:
    """Read a content folder and find every problem at once (A2)."""
    shelf = read_shelf(folder, rules)
    bodies = BodyReader(rules.markdown)
    sources = tuple(_sources(shelf, rules, bodies))
    site = site_of(sources, shelf.files, rules, now)
    wanted = wanted_anchors(site)
    anchors = {
        path: bodies.anchors(taken_apart(data)[0].body)
        for path, data in shelf.texts
        if path in wanted
    }
    problems = {
        *shelf.problems,
        *(problem for source in sources for problem in source.problems),
        *problems_together(site),
        *broken_anchors(site, anchors),
    }
    return Report(sources, tuple(sorted(problems)))


def heads(folder: Path, rules: Rules) -> tuple[Head, ...]:
    """What the headers of all posts say, and no more."""
    return tuple(
        read_head(taken_apart(data)[0], path, "post", rules)[0]
        for path, data in read_shelf(folder, rules).texts
        if kind_of(path, rules) == "post"
    )


def _sources(shelf: Shelf, rules: Rules, bodies: BodyReader) -> Iterable[Source]:
    if len(shelf.texts) < MANY:
        return (_source(text, rules, bodies) for text in shelf.texts)
    with ProcessPoolExecutor(initializer=_set_up, initargs=(rules,)) as pool:
        return list(pool.map(_source_there, shelf.texts, chunksize=100))


def _source(text: tuple[str, bytes], rules: Rules, bodies: BodyReader) -> Source:
    path, data = text
    return read_source(path, data, kind_of(path, rules) or "post", rules, bodies)


# --- in a process of the pool -------------------------------------------------------------------

_there: list[tuple[Rules, BodyReader]] = []


def _set_up(rules: Rules) -> None:
    _there.append((rules, BodyReader(rules.markdown)))


def _source_there(text: tuple[str, bytes]) -> Source:
    return _source(text, *_there[-1])
