"""All texts in; what the build makes of each, in the setting CHECKED_CONTENT, out (A2, A12).

It is the same check as `python -m frontdesk check`. A text with an error keeps its last good version, or
waits. Everything else is built, because partners' news must not wait for a mistyped date. Only a preview
stops, because its author is there to mend the error.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from pelican import signals

from frontdesk.build.known_digests import KnownDigests
from frontdesk.content.document_cache import DocumentReader, DocumentSources
from frontdesk.content.draft_status import is_public
from frontdesk.content.lint.gone_addresses import PublishedAddresses, gone_problems
from frontdesk.content.lint.report import format_held_problems, format_location
from frontdesk.content.lint.run import CheckReport, check
from frontdesk.content.model import Document
from frontdesk.content.render_cache import cache_for
from frontdesk.core.errors import ContentError
from frontdesk.core.memory.folder import MemoryFolder, last_good_sources, memory_folder
from frontdesk.core.memory.model import Memory
from frontdesk.core.problems import Problem
from frontdesk.core.settings import Settings
from partner_blogs.store import default_store_folder

from .reader import rules_of

_log = logging.getLogger(__name__)


class CheckedContent(Struct, frozen=True):
    """What the rest of the build uses, in the setting CHECKED_CONTENT. All paths are below the content
    folder.

    Attributes:
        documents: path of each text → the document to build, so that what was checked is what is built.
        reader: has the words of the documents.
        comments: the path and bytes of each comment.
        is_complete: whether all texts were checked; then only those in `documents` are built.
        shown: path → bytes of the texts and comments that readers will see: no drafts, no future posts.
        kept: the paths of texts that are not shown because of an error; the memory keeps their versions.
        files: the paths of all files that may be published.
        waiting: a line for each error, with what readers see until it is mended.
        memory: what the last publish knew; None where there was none.
        instants: at which the clock may change what readers see of texts and comments.
        published: the addresses of the last publish; None where there was none, or where only some texts
            were checked.
    """

    documents: Mapping[str, Document]
    reader: DocumentReader
    comments: tuple[tuple[str, bytes], ...] = ()
    is_complete: bool = False
    shown: Mapping[str, bytes] = {}
    kept: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    waiting: tuple[str, ...] = ()
    memory: Memory | None = None
    instants: frozenset[datetime] = frozenset()
    published: PublishedAddresses | None = None


def register() -> None:
    signals.get_generators.connect(_check)
    signals.static_generator_finalized.connect(_drop_refused_files)


def _check(pelican: Any) -> None:
    settings = pelican.settings
    name = os.path.relpath(settings["PATH"])
    report, memory = _checked(settings)
    settings["REDIRECTS"] = report.redirects
    settings["CHECKED_CONTENT"] = _checked_content(report, memory, name)


def check_again(settings: Any) -> Mapping[str, Document]:
    """Check the texts of CHECK_ONLY once more, after all were checked.

    Returns:
        What is known of them now, by path; also in CHECKED_CONTENT.

    Raises:
        ContentError: they have errors, which were told.
    """
    before: CheckedContent = settings["CHECKED_CONTENT"]
    report, _ = _checked(settings)
    documents = {**before.documents, **report.built}
    settings["CHECKED_CONTENT"] = msgspec.structs.replace(before, documents=documents)
    return report.built


def _checked(settings: Any) -> tuple[CheckReport, Memory | None]:
    """Check all texts, or those of CHECK_ONLY, and tell what is wrong.

    Raises:
        ContentError: nothing may be built.
    """
    folder = Path(settings["PATH"])
    name = os.path.relpath(folder)
    only = {Path(path).relative_to(folder).as_posix() for path in settings["CHECK_ONLY"]}
    now, cache = settings["BUILD_TIME"], cache_for(settings)
    remembered = MemoryFolder(memory_folder(_store(settings)))
    memory = remembered.read()
    last_good = last_good_sources(remembered, memory)
    rules = rules_of(settings)
    known: KnownDigests | None = settings.get("KNOWN_DIGESTS")
    digest_of = (lambda path: known.of(f"{folder}/{path}")) if known else None
    report = check(folder, rules, now, cache, only, last_good, memory, digest_of)
    stops = bool(report.errors and (settings["PREVIEW"] or only))
    gone = set(gone_problems(report.published.planned)) if report.published else set()
    for problem in report.problems:
        if problem.severity != "error" or stops:
            tell_problem(problem, name, once=settings["PUBLISH"] and problem in gone)
    for notice in remembered.notices:
        _log.warning("%s", notice)
    for part in _unreadable(folder, rules):
        stops = True
        _log.error(
            "%s/%s cannot be read; look at the disk, the link and the permissions", name, part
        )
    if stops:
        raise ContentError(f"nothing is built from {name} until the errors above are mended")
    return report, memory


def tell_problem(problem: Problem, name: str, *, once: bool) -> None:
    """Log it, with its severity.

    Args:
        name: of the content folder.
        once: whether it does not hold after this build, as what a publish changes.
    """
    tell = _log.error if problem.severity == "error" else _log.warning
    more = {"severity": problem.severity, "once": once}
    tell("%s: %s", format_location(problem, name), problem.message, extra=more)


def _unreadable(folder: Path, rules: Settings) -> Iterator[str]:
    """Folders of texts that exist but cannot be read, such as a link to a missing disk: the build would
    treat their texts as deleted."""
    for part in (*rules.article_paths, *rules.page_paths, *rules.resource_paths):
        path = folder / part
        is_lost = path.is_symlink() and not path.exists()
        if is_lost or (path.exists() and not os.access(path, os.R_OK | os.X_OK)):
            yield part


def _checked_content(report: CheckReport, memory: Memory | None, name: str) -> CheckedContent:
    selection = report.selection
    if selection is None:
        return CheckedContent(report.built, report.reader, report.comments, memory=memory)
    site = selection.site
    seen = {path for path, source in site.documents.items() if site.is_published(source)}
    shown = {path: one for path, one in report.built.items() if path in seen}
    # A text that cannot be read does not say that its author has withdrawn it.
    unread = {one.path for one in report.errors if one.path not in {*report.built, *site.files}}
    today = {source.path for source in report.documents if is_public(source.head, site.now)}
    return CheckedContent(
        report.built,
        report.reader,
        report.comments,
        is_complete=True,
        shown=DocumentSources(shown, report.reader, dict(report.comments)),
        kept=((site.held & today) - selection.doubtful) | unread,
        files=frozenset(site.files) - report.refused,
        waiting=tuple(format_held_problems(report.errors, report.readers_see, name)),
        memory=memory,
        instants=report.instants,
        published=report.published,
    )


def _drop_refused_files(generator: Any) -> None:
    """Publish only files that the check has read and not refused."""
    checked = generator.settings.get("CHECKED_CONTENT")
    if checked and checked.is_complete:
        generator.staticfiles = generator.context["staticfiles"] = [
            file for file in generator.staticfiles if file.relative_source_path in checked.files
        ]


def _store(settings: Any) -> Path:
    feeds = Path(settings["PARTNER_BLOGS_FEEDS"])
    return Path(settings["PARTNER_BLOGS_STORE"] or default_store_folder(feeds))
