"""A content folder in, all problems and the texts for the next build out. Joins the other modules."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from frontdesk.core.problems import Problem
from frontdesk.core.settings import Settings

from ..comments import check_comments, read_comments
from ..content_paths import kind_of_path
from ..document import read_source
from ..front_matter import split_document
from ..front_matter_fields import Head
from ..markdown_analysis import BODY, MarkdownReader
from ..metadata import read_head
from ..model import Comment, Source
from ..redirects import Redirect, parse_redirects
from ..render_cache import RenderCache
from ..scan import scan_content
from ..url_map import Site, map_site
from .cross_checks import anchor_sources, cross_check, find_broken_anchors
from .last_good_sources import LastGoodSource, ReadersSee, SourceSelection, select_sources
from .unpublish_intent import may_be_withdrawn

MIN_PARALLEL_TEXTS = 400
"""With at least so many new texts, more processes save time (benchmarks/check.py)."""


class CheckReport(Struct, frozen=True):
    """The result of a check.

    Attributes:
        sources: every post and page that could be read.
        problems: in the order of files and lines.
        redirects: all redirects; none if only some texts were checked.
        texts: the bytes of each text that is built, by path: today's or the last good ones (A12).
        comments: the bytes of each comment, likewise.
        selection: the sources for the next build; None if only some texts were checked.
        refused: the files that are not published.
    """

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    redirects: tuple[Redirect, ...] = ()
    texts: Mapping[str, bytes] = {}
    comments: tuple[tuple[str, bytes], ...] = ()
    selection: SourceSelection | None = None
    refused: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "error")

    def readers_see(self, path: str) -> ReadersSee:
        """What readers see of a text, comment or file with an error until it is fixed."""
        return self.selection.readers_see(path) if self.selection else "nothing"


def check(
    folder: Path,
    rules: Settings,
    now: datetime,
    cache: RenderCache,
    only: Collection[str] = (),
    last_good: Callable[[str], bytes | None] = lambda _: None,
) -> CheckReport:
    """Find all problems of a content folder at once (A2), and choose the sources of the next build (A12).

    Args:
        only: texts to check, each by itself; if there are none, all texts, also beside each other.
        last_good: gives the last good source of the text or comment at a path; None if there is none.
    """
    scan = scan_content(folder, rules, only, cache)
    documents = {path: split_document(data) for path, data in scan.texts}
    bodies = MarkdownReader(rules.markdown, cache)
    ready = _read_ahead([header.body for header, _ in documents.values()], rules, cache)
    sources = tuple(
        read_source(path, *found, kind_of_path(path, rules) or "post", rules, bodies)
        for (path, found), _ in zip(documents.items(), ready, strict=True)
    )
    own = (problem for source in sources for problem in source.problems)
    if only:
        return CheckReport(
            sources, tuple(sorted(own)), texts=dict(scan.texts), comments=scan.comments
        )
    moved, wrong_lines = parse_redirects(scan.redirects, rules)

    def site_with(
        used: Iterable[Source], held: frozenset[str], substitutes: frozenset[str]
    ) -> Site:
        return map_site(used, scan.files, rules, now, moved, held, substitutes)

    site = site_with(sources, frozenset(), frozenset())
    checked = cross_check(site)
    anchors = {path: bodies.anchors(documents[path][0].body) for path in anchor_sources(site)}
    comments, faults = read_comments(scan.comments, rules)
    problems = {
        *scan.problems,
        *own,
        *faults,
        *check_comments(comments, site),
        *wrong_lines,
        *checked.problems,
        *find_broken_anchors(site, anchors),
    }
    texts, used = dict(scan.texts), dict(scan.texts)

    def before(source: Source) -> LastGoodSource | None:
        data = last_good(source.path)
        if data is None:
            return None
        used[source.path] = data
        judged = read_source(source.path, *split_document(data), source.kind, rules, bodies)
        is_doubtful = may_be_withdrawn(
            texts[source.path], data, source.path, source.kind, rules, now
        )
        return LastGoodSource(judged, not is_doubtful)

    refused = frozenset(one.path for one in problems if one.severity == "error") & site.files.keys()
    selection = SourceSelection(site, checked)
    if any(one.severity == "error" for one in problems):
        selection = select_sources(sources, refused, site_with, before)
        problems |= {*selection.causes, *_of_links_to_what_waits(selection)}
    cache.save()
    sources_used = {
        path: used[path] if path in selection.site.substitutes else data
        for path, data in texts.items()
        if path not in selection.site.held
    }
    return CheckReport(
        sources,
        tuple(sorted(problems)),
        selection.checked.redirects,
        sources_used,
        _comments(scan.comments, comments, rules, last_good),
        selection,
        refused,
    )


def _of_links_to_what_waits(selection: SourceSelection) -> Iterator[Problem]:
    """Infos about today's texts that are there only because other texts wait."""
    others = selection.site.held | selection.site.substitutes
    for one in selection.checked.problems:
        if one.severity == "info" and one.path not in others:
            yield one


def _comments(
    texts: Iterable[tuple[str, bytes]],
    comments: Iterable[Comment],
    rules: Settings,
    last_good: Callable[[str], bytes | None],
) -> tuple[tuple[str, bytes], ...]:
    """Each comment in a version that can be shown: today's, or the last good one."""
    can_be_shown = {comment.path for comment in comments}
    found: list[tuple[str, bytes]] = []
    for path, data in texts:
        if path in can_be_shown:
            found.append((path, data))
        elif (before := last_good(path)) and read_comments([(path, before)], rules)[0]:
            found.append((path, before))
    return tuple(found)


def read_post_heads(folder: Path, rules: Settings) -> tuple[Head, ...]:
    """The heads of all posts, without their text."""
    return tuple(
        read_head(split_document(data)[0], path, "post", rules)[0]
        for path, data in scan_content(folder, rules).texts
        if kind_of_path(path, rules) == "post"
    )


def _read_ahead(texts: Sequence[str], rules: Settings, cache: RenderCache) -> Iterator[str]:
    """The texts, each as soon as the cache has its `Body`. If many are new, other processes read them while
    this one goes on with those that are ready."""
    new = deque(text for text in texts if cache.get(BODY, text) is None)
    if len(new) < MIN_PARALLEL_TEXTS:
        yield from texts
        return
    with ProcessPoolExecutor(initializer=_set_up, initargs=(rules,)) as pool:
        read = pool.map(_read_there, new, chunksize=100)
        for text in texts:
            if new and new[0] is text:
                cache.put(BODY, new.popleft(), next(read))
            yield text


# --- in a process of the pool -------------------------------------------------------------------

_there: list[MarkdownReader] = []


def _set_up(rules: Settings) -> None:
    _there.append(MarkdownReader(rules.markdown, RenderCache()))


def _read_there(text: str) -> bytes:
    return _there[-1].read_packed(text)
