"""A content folder in, all problems and the texts for the next build out. Joins the other modules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.memory.model import Memory
from frontdesk.core.problems import Problem
from frontdesk.core.settings import Settings

from ..boxes import read_boxes
from ..comments import check_comments, read_comments
from ..content_paths import kind_of_path
from ..document_cache import DocumentReader, DocumentSources
from ..front_matter import split_document
from ..front_matter_fields import Head
from ..metadata import read_head
from ..model import Comment, Document
from ..redirects import Redirect, parse_redirects
from ..render_cache import RenderCache
from ..scan import read_texts, scan_content
from ..url_map import Site, map_site
from .cross_checks import anchor_sources, cross_check, find_broken_anchors
from .gone_addresses import PublishedAddresses, gone_problems, missing_addresses
from .last_good_sources import LastGoodSource, ReadersSee, SourceSelection, select_sources
from .unpublish_intent import may_be_withdrawn


class CheckReport(Struct, frozen=True):
    """The result of a check.

    Attributes:
        documents: every post, page and resource that could be read.
        problems: in the order of files and lines.
        redirects: all redirects; none if only some texts were checked.
        built: the document that is built of each text, by path: today's or the last good one (A12).
        reader: has their words.
        comments: the bytes of each comment, likewise.
        selection: the sources for the next build; None if only some texts were checked.
        refused: the files that are not published.
        instants: every one that the header of a text or comment names, in today's version or the last good
            one: at each the clock may change what readers see.
        published: the addresses of the last publish; None if there was none, or if only some texts were
            checked.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    built: Mapping[str, Document]
    reader: DocumentReader
    redirects: tuple[Redirect, ...] = ()
    comments: tuple[tuple[str, bytes], ...] = ()
    selection: SourceSelection | None = None
    refused: frozenset[str] = frozenset()
    instants: frozenset[datetime] = frozenset()
    published: PublishedAddresses | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def texts(self) -> Mapping[str, bytes]:
        """The bytes of each text that is built, by path."""
        return DocumentSources(self.built, self.reader)

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
    memory: Memory | None = None,
    digest_of: Callable[[str], bytes] | None = None,
) -> CheckReport:
    """Find all problems of a content folder at once (A2), and choose the sources of the next build (A12).

    Args:
        only: texts to check, each by itself; if there are none, all texts, also beside each other.
        last_good: gives the last good source of the text or comment at a path; None if there is none.
        memory: what the last publish knew, to tell which of its addresses would be gone.
        digest_of: gives the SHA-256 of the file at a path below the folder; None to read each.
    """
    scan = scan_content(folder, rules, only, cache, digest_of)
    reader = DocumentReader(folder, rules, cache, digest_of)
    read = list(reader.read_files(scan.texts))
    unread = [one for one in read if isinstance(one, Problem)]
    today = {one.path: one for one in read if not isinstance(one, Problem)}
    today = {path: today[path] for path in scan.texts if path in today}
    documents = tuple(today.values())
    own = [*unread, *(problem for one in documents for problem in one.problems)]
    if only:
        cache.save()
        return CheckReport(documents, tuple(sorted(own)), today, reader, comments=scan.comments)
    moved, wrong_lines = parse_redirects(scan.redirects, rules)

    def site_with(
        used: Iterable[Document], held: frozenset[str], substitutes: frozenset[str]
    ) -> Site:
        return map_site(used, scan.files, rules, now, moved, held, substitutes)

    site = site_with(documents, frozenset(), frozenset())
    checked = cross_check(site)
    comments, faults = read_comments(scan.comments, rules)
    of_comments = check_comments(comments, site)
    anchors = {
        path: of_comments.anchors.get(path, frozenset()).union(today[path].anchors)
        for path in anchor_sources(site)
    }
    problems = {
        *scan.problems,
        *own,
        *faults,
        *read_boxes(scan.boxes, rules)[1],
        *of_comments.problems,
        *wrong_lines,
        *checked.problems,
        *find_broken_anchors(site, anchors),
    }
    used = dict(today)
    heads = [document.head for document in documents]

    def before(source: Document) -> LastGoodSource | None:
        data = last_good(source.path)
        if data is None:
            return None
        used[source.path] = reader.read(source.path, data)
        heads.append(used[source.path].head)
        is_doubtful = may_be_withdrawn(
            reader.text(source).source, data, source.path, source.kind, rules, now
        )
        return LastGoodSource(used[source.path], not is_doubtful)

    refused = frozenset(one.path for one in problems if one.severity == "error") & site.files.keys()
    selection = SourceSelection(site, checked)
    if any(one.severity == "error" for one in problems):
        selection = select_sources(documents, refused, site_with, before)
        problems |= {*selection.causes, *_of_links_to_what_waits(selection)}
    published = None
    if memory:
        published = _published(memory, selection, today, {one.path for one in unread}, last_good)
        problems |= {*gone_problems(published.planned)}
    cache.save()
    built = {
        path: used[path] if path in selection.site.substitutes else document
        for path, document in today.items()
        if path not in selection.site.held
    }
    shown = _comments(scan.comments, comments, rules, last_good)
    if len(shown) > len(comments):  # some of them in the last good version
        comments = read_comments(shown, rules)[0]
    return CheckReport(
        documents,
        tuple(sorted(problems)),
        built,
        reader,
        selection.checked.redirects,
        shown,
        selection,
        refused,
        frozenset({*_instants(heads), *(comment.date for comment in comments)}),
        published,
    )


def _published(
    memory: Memory,
    selection: SourceSelection,
    today: Mapping[str, Document],
    unread: Collection[str],
    last_good: Callable[[str], bytes | None],
) -> PublishedAddresses:
    """
    Args:
        unread: the paths of texts that cannot be read.
    """
    site, redirects = selection.site, selection.checked.redirects
    heads: dict[str, Head] = {}
    if missing_addresses(memory, site, redirects):
        for path, name in memory.sources.items():
            used, kind = site.documents.get(path), kind_of_path(path, site.rules)
            if kind and (used is None or not used.digest.startswith(name)):
                header = split_document(last_good(path) or b"")[0]
                series = {one.text: None for one in header.fields if one.name == "series"}
                rules = replace(site.rules, series={**series, **site.rules.series})
                heads[path] = read_head(header, path, kind, rules)[0]
    not_built = [today[path] for path in site.held | site.substitutes]
    waiting = [(source.kind, source.head) for source in not_built]
    waiting += [
        (kind, heads[path])
        for path in heads.keys() & unread
        if (kind := kind_of_path(path, site.rules))
    ]
    return PublishedAddresses(memory, site, redirects, heads, waiting)


def _instants(heads: Iterable[Head]) -> Iterator[datetime]:
    for head in heads:
        days = (signal.day for signal in head.draft_signals)
        hours = (getattr(head.thing, name, None) for name in ("start", "end"))
        dates = (head.date, head.modified, head.not_before, head.not_after)
        yield from filter(None, (*dates, *days, *hours))


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
        for path, data in read_texts(folder, scan_content(folder, rules).texts)
        if kind_of_path(path, rules) == "post"
    )
