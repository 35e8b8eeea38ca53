"""An export and a content folder in; its texts, comments and pictures there, and what happened, out."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from frontdesk.content.content_paths import (
    COMMENTS_FOLDER,
    REDIRECTS_FILE,
    comment_key,
    kind_of_path,
)
from frontdesk.content.front_matter import split_document
from frontdesk.content.metadata import read_head
from frontdesk.content.permalinks import permalink
from frontdesk.content.scan import read_texts, scan_content
from frontdesk.core.progress import Progress, ProgressStep
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify

from .addresses.list_redirects import list_redirects
from .addresses.old_links import OldBlog
from .addresses.overview import Overview, old_blog_of
from .addresses.placement import Place, home_path, place_texts
from .comment_pool import Comments
from .convert_text import CommentToConvert, Converted, TextConverter, lines_of
from .model import ImportedComment, ImportedText, Item, LeftOut
from .outcome import FileRemark, Kept, Outcome
from .pictures.find import Pictures
from .readers.export_files import ExportFiles
from .readers.sources import Source
from .staging import Staging
from .state import Entry, SourceState, digest_of, name_of_blog, read_state
from .terms import Choices, with_terms

_STEPS = 200
"""Texts between two steps of the bar."""


class ImportJob(Struct, frozen=True, kw_only=True):
    """What is imported, and where to.

    Attributes:
        var: the folder of the state and the report.
        address: of the old blog; empty where the export says it.
        now: stands for the date of the export where a post has none.
        pictures_from: folders with pictures, beside the export itself.
        downloaded: the bytes of a picture by its address, of those that were fetched.
        is_dry: write nothing into the content folder.
    """

    source: Source
    rules: Settings
    content: Path
    var: Path
    now: datetime
    address: str = ""
    choices: Choices = Choices()
    pictures_from: tuple[Path, ...] = ()
    downloaded: Callable[[str], bytes | None] = lambda _: None
    is_dry: bool = False

    def items(self) -> Iterator[Item]:
        """The items of the export, with the terms that were chosen."""
        for item in self.source.read():
            yield with_terms(item, self.choices) if isinstance(item, ImportedText) else item


def run_import(job: ImportJob, progress: Progress) -> Outcome:
    """Import everything.

    Raises:
        ExportError: the export or the state cannot be read.
        OSError: the content folder cannot be written.
    """
    staging = Staging(job.content, job.var)
    was_finished = not job.is_dry and staging.finish_earlier()
    state = read_state(job.var)
    overview = Overview(job.items(), job.address)
    key = name_of_blog(job.source, overview, state)
    known = state.sources.get(key, SourceState())
    try:
        run = _Run(job, overview, known, staging, progress)
        outcome = run.outcome(was_finished=was_finished)
        if not job.is_dry:
            state.sources[key] = SourceState(
                {**known.entries, **run.entries},
                [*known.redirects, *run.redirect_lines],
                {**known.pictures, **run.pictures},
            )
            staging.complete(state)
    except BaseException:
        if not job.is_dry:
            staging.discard_incomplete()
        raise
    return outcome


class _Run:
    """One import, from the overview to the last file."""

    def __init__(
        self,
        job: ImportJob,
        overview: Overview,
        known: SourceState,
        staging: Staging,
        progress: Progress,
    ) -> None:
        self._job = job
        self._overview = overview
        self._known = known
        self._staging = staging
        self._progress = progress
        self.entries: dict[str, Entry] = {}
        self.redirect_lines: list[str] = []
        self.pictures: dict[str, str] = {}
        self._remarks: list[FileRemark] = []
        self._kept: list[Kept] = []
        self._left_out = list(overview.left_out)
        self._written: Counter[str] = Counter()
        self._read: Counter[str] = Counter()
        self._same = 0
        self._outputs: set[str] = set()

    def outcome(self, *, was_finished: bool) -> Outcome:
        job, overview = self._job, self._overview
        places, collisions = self._places()
        old_blog = old_blog_of(overview, places, job.rules, job.now)
        places_of_pictures = (*job.source.beside, *job.pictures_from)
        pictures = Pictures(
            [job.source.files, *map(ExportFiles, places_of_pictures)],
            overview.hosts,
            job.rules.image_bytes,
            job.downloaded,
            self._earlier_picture,
        )
        converter = TextConverter(
            job.source.kind,
            job.rules,
            old_blog,
            pictures,
            overview.attachments,
            overview.mass_update,
            places,
        )
        self._convert_all(converter, places, {one.source_id for one, _ in collisions})
        self._write_pictures(pictures)
        self.pictures = pictures.found
        self._write_redirects(old_blog)
        return Outcome(
            source=job.source,
            overview=overview,
            read=dict(self._read),
            written=dict(self._written),
            same=self._same,
            kept=tuple(self._kept),
            left_out=tuple(self._left_out),
            remarks=tuple(self._remarks),
            collisions=tuple(collisions),
            places=places,
            old_blog=old_blog,
            missing=pictures.missing,
            refused=pictures.refused,
            was_finished=was_finished,
            is_dry=job.is_dry,
        )

    # --- where texts go ---------------------------------------------------------------------------

    def _places(self) -> tuple[dict[str, Place], list[tuple[ImportedText, str]]]:
        job, rules = self._job, self._job.rules
        scan = scan_content(job.content, rules) if job.content.is_dir() else None
        texts = scan.texts if scan else ()
        paths = {
            source_id: entry.file
            for source_id, entry in self._known.entries.items()
            if kind_of_path(entry.file, rules)
        }
        ours = set(paths.values())
        claimed = _claims(job.content, [one for one in texts if one not in ours], rules)
        base = home_path(self._overview.blog.address)
        return place_texts(
            self._overview.texts,
            rules,
            base=base,
            dated=job.now.astimezone(UTC),
            known=paths,
            taken=texts,
            claimed=claimed,
        )

    # --- texts and comments -----------------------------------------------------------------------

    def _convert_all(
        self, converter: TextConverter, places: Mapping[str, Place], skipped: Collection[str]
    ) -> None:
        overview, seen = self._overview, set[str]()
        comments = Comments(
            (self._job.source.kind, self._job.rules, converter.blog),
            converter,
            self._take_comment,
            overview.comments.total(),
        )
        whole = len(overview.texts) + overview.comments.total()
        done = 0
        self._progress(ProgressStep(done=0, of=whole, what="texts"))
        for item in self._job.items():
            if not isinstance(item, ImportedText | ImportedComment):
                continue
            done += 1
            if done % _STEPS == 0:
                self._progress(ProgressStep(done=done, of=whole, what="texts"))
            kind = item.kind if isinstance(item, ImportedText) else "comment"
            self._read[kind] += 1
            if item.source_id in seen:
                self._left_out.append(LeftOut(kind, "the export has it twice", item.source_id))
                continue
            seen.add(item.source_id)
            if isinstance(item, ImportedText):
                if item.source_id not in skipped:
                    place = places[item.source_id]
                    self._take_text(item, converter.text(overview.with_own_id(item), place))
            else:
                self._comment(item, comments, places)
        comments.finish()

    def _comment(
        self, comment: ImportedComment, comments: Comments, places: Mapping[str, Place]
    ) -> None:
        place, rules = places.get(comment.text_id), self._job.rules
        if place is None:
            self._left_out.append(LeftOut("comment", "its post was not imported", comment.author))
            return
        if kind_of_path(place.path, rules) != "post":
            self._left_out.append(
                LeftOut("comment", f"pages have no comments here ({place.path})", comment.author)
            )
            return
        folder = f"{COMMENTS_FOLDER}/{comment_key(place.path, rules)}"
        path = f"{folder}/{_comment_name(comment)}.md"
        anchor = self._overview.anchors.get(comment.answers, "")
        answers = anchor.removeprefix("comment-")
        comments.add(CommentToConvert(comment, path, answers, place))

    def _take_text(self, text: ImportedText, made: Converted | None) -> None:
        if made is None:
            name = text.address or text.source_id
            self._left_out.append(LeftOut(text.kind, "nothing is left of its text", name))
            return
        self._take(text.source_id, made, text.kind)

    def _take_comment(self, comment: ImportedComment, made: Converted | None) -> None:
        if made is None:
            self._left_out.append(LeftOut("comment", "it has no text", comment.author))
            return
        self._take(f"comment {comment.source_id}", made, "comment")

    def _take(self, name: str, made: Converted, kind: str) -> None:
        """Write a file, unless it is there or a person has changed it."""
        if self._put(name, made.path, made.data, kind):
            self._remarks += (
                FileRemark(made.path, line, one) for one, line in lines_of(made.remarks, made.data)
            )

    def _put(self, name: str, path: str, data: bytes, kind: str) -> bool:
        """Stage a file.

        Returns:
            Whether the file is or will be as it is here.
        """
        known, digest = self._known.entries.get(name), digest_of(data)
        there = self._bytes_of(path)
        if known is None and there is None and path in self._outputs:
            self._left_out.append(LeftOut(kind, f"another has the file {path}", name))
            return False
        self._outputs.add(path)
        if there == data:
            self._same += 1
        elif (known and there is not None and digest_of(there) == known.written) or (
            known is None and there is None
        ):
            if not self._job.is_dry:
                self._staging.add(path, data)
            self._written[kind] += 1
        else:
            if digest != (known.written if known else ""):
                self._kept.append(Kept(path, _difference(path, there, data)))
            else:
                self._same += 1
            if known:
                self.entries[name] = known
            return False
        self.entries[name] = Entry(path, digest)
        return True

    def _bytes_of(self, path: str) -> bytes | None:
        try:
            return (self._job.content / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    # --- pictures and redirects -------------------------------------------------------------------

    def _earlier_picture(self, address: str) -> str | None:
        path = self._known.pictures.get(address)
        return path if path and (self._job.content / path).is_file() else None

    def _write_pictures(self, pictures: Pictures) -> None:
        for done, (path, read) in enumerate(pictures.files.items()):
            self._progress(ProgressStep(done=done, of=len(pictures.files), what="pictures"))
            self._put(f"picture {path}", path, read(), "picture")

    def _write_redirects(self, old_blog: OldBlog) -> None:
        wanted = list_redirects(self._overview, old_blog, self._job.source.kind, self._job.rules)
        there = self._bytes_of(REDIRECTS_FILE) or b""
        typed = {
            line.split()[0] for line in there.decode("utf-8", "replace").split("\n") if line.split()
        }
        known = set(self._known.redirects)
        lines = [
            f"{former} {url}" for former, url in wanted
            if former not in typed and f"{former} {url}" not in known
        ]  # fmt: skip
        self.redirect_lines = lines
        if lines and not self._job.is_dry:
            self._staging.add(REDIRECTS_FILE, "\n".join([*lines, ""]).encode())
        if lines:
            self._written["redirect"] += len(lines)


def _comment_name(comment: ImportedComment) -> str:
    return (
        slugify(comment.anchor.removeprefix("comment-"))
        or digest_of(comment.source_id.encode())[:12]
    )


def _claims(content: Path, paths: Collection[str], rules: Settings) -> Iterator[tuple[str, str]]:
    """The address of each text, and the text."""
    for path, data in read_texts(content, paths):
        kind = kind_of_path(path, rules)
        if kind is None:
            continue
        head = read_head(split_document(data)[0], path, kind, rules)[0]
        if url := permalink(head, kind, rules):
            yield url, path


def _difference(path: str, there: bytes | None, data: bytes) -> str:
    if there is None:
        return "It was deleted here, so it stays away."
    before, after = (one.decode("utf-8", "replace").splitlines() for one in (there, data))
    lines = difflib.unified_diff(before, after, path, "in the export", lineterm="", n=1)
    return "\n".join(list(lines)[:80])
