"""What each page is made from in; the pages of the last build that need not be rendered again, out; other
files that take long to make as well.

A page is kept if all that it is made from has the same digest as then, and its file is still the one that
was written. Only other pages are written into the new site. Records lie in the cache; without them every
page is rendered.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from operator import is_
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from jinja2 import Environment, Template
from msgspec import Struct

from frontdesk.core.atomic import replace_file
from frontdesk.core.input_digests import InputDigests, UnknownInputError
from frontdesk.core.shared_work import SharedWork
from frontdesk.core.site_writer import write_bytes

from .file_cache import FileCache
from .frame_parts import (
    COLLECTOR,
    PER_PAGE,
    FrameParts,
    PartCollector,
    PartPlace,
    digest_of,
)
from .manifest import RACY_NS
from .site_files import file_names
from .template_inputs import TemplateInputs, TemplateReader

MOST_WAITING = 2500
"""Pages and files that wait until all cores make them. Each page holds what it is made from, 10 kB."""


class PageRecord(Struct, frozen=True, array_like=True):
    """A page in the site of the last build, or another file.

    Attributes:
        inputs: the digest of what it was made from.
        mode, size, modified, digest: of its file; the size in bytes, the time in nanoseconds, SHA-256.
        parts: its frame parts, in their order.
        source: the path of the text that the page is of; empty for others.
    """

    inputs: bytes
    mode: int
    size: int
    modified: int
    digest: bytes
    parts: tuple[PartPlace, ...] = ()
    source: str = ""


class SiteRecords(Struct, frozen=True, array_like=True):
    """The pages of one site.

    Attributes:
        made_by: a digest of what all its pages depend on: code, settings, words of the theme.
        mark: what stands in the mark of the site.
        taken: when the files were looked at, in nanoseconds since 1970 by the clock of the disk.
        pages: by the path of the file below the root of the site.
    """

    made_by: str
    mark: str
    taken: int = 0
    pages: Mapping[str, PageRecord] = {}


_Stat = tuple[int, int, int]
"""Mode, size and time of a file, as in `PageRecord`."""


class _Made(NamedTuple):
    """A page of this build; no digest of its inputs where it cannot be taken over."""

    inputs: bytes | None
    stat: _Stat
    digest: bytes
    parts: tuple[PartPlace, ...] = ()
    source: str = ""


class _Page(NamedTuple):
    """A page that is to be made: the arguments of `PageReuse.write`, and what else is known of it."""

    output: Path
    file: str
    template: Template
    values: Mapping[str, Any]
    shared: Mapping[str, Any]
    inputs: bytes | None


_Make = Callable[[], _Made | None]
"""Writes a page or file; None where there is to be none."""


class _SharedInputs(NamedTuple):
    """What pages of one template have in common.

    Attributes:
        names, values: of what they share, with its digest.
        listed, printed: the names of a page's own values; of the latter it prints whole texts.
    """

    names: list[str]
    values: list[Any]
    digest: bytes
    listed: list[str]
    printed: list[str]


class PageReuse:
    """The pages of one build.

    Args:
        file: where the records of the last build lie, and those of this one will.
        site: the folder of the site that is there.
        mark: the file in it that tells one site from another.
        made_by: a digest of what all pages depend on.
        templates: keeps what templates say; None where nothing can be kept.
        told: as `SharedWork` has it.
    """

    def __init__(
        self,
        file: Path,
        site: Path,
        mark: str,
        made_by: str,
        templates: FileCache | None = None,
        told: Callable[[], object] = lambda: None,
    ) -> None:
        self._file, self._mark, self._made_by = file, mark, made_by
        self._site, self._site_path = site, str(site)
        self._templates = templates
        before = self._read()
        self._before, self._taken = before.pages, before.taken
        self._made: dict[str, _Made] = {}
        self._kept: dict[str, PageRecord] = {}
        self._digests = InputDigests()
        self._readers: dict[int, tuple[Environment, TemplateReader]] = {}
        self._shared: dict[tuple[int, str | None, tuple[str, ...]], _SharedInputs] = {}
        self._parts: FrameParts | None = None
        self._told = told
        self._waiting: dict[str, _Make] | None = None
        self._work: SharedWork[tuple[str, _Make], _Made | None] | None = None
        self._at_work: frozenset[str] = frozenset()

    def write(
        self,
        output: Path,
        file: str,
        template: Template,
        values: Mapping[str, Any],
        shared: Mapping[str, Any],
    ) -> None:
        """Write a page into the new site: that of the last build if it would be the same, else rendered.

        Args:
            output: the folder of the new site.
            file: the path of the page below it.
            values: of this page.
            shared: values that it can ask for besides.
        """
        if self._parts is None:
            self._parts = FrameParts(shared)
        reader = self._reader(template.environment, self._parts.shared)
        inputs = self._inputs_of(file, template, reader, values, shared)
        page = _Page(output, file, template, values, shared, inputs)
        if not self._take_over(page):
            self._make(file, partial(self._made_page, page))

    def write_or_keep(
        self, output: Path, file: str, inputs: bytes, make: Callable[[], bytes | None]
    ) -> None:
        """Write a file that is no page, or keep that of the last build where it was made from the same.

        Args:
            output: the folder of the new site.
            inputs: a digest of what it is made from, beside what all pages depend on.
            make: gives its bytes; None where there is to be no such file.
        """
        if not self.take_over_file(output, file, inputs):
            self._make(file, partial(_made_file, output, file, inputs, make))

    @contextmanager
    def many(self) -> Iterator[None]:
        """All cores make the pages and files that are written meanwhile, while this process does something
        else. Call `finish` before anything reads them."""
        self._waiting = {}
        yield
        self._begin()
        self._waiting = None

    def finish(self) -> None:
        """Wait for what is written in `many`."""
        work, self._work, self._at_work = self._work, None, frozenset()
        if work:
            for (file, _), made in work.finish():
                self._note(file, made)

    def stop(self) -> None:
        """Drop what was written in `many` and is not made yet, since the build has failed."""
        if self._work:
            self._work.stop()

    def _make(self, file: str, make: _Make) -> None:
        if file in self._at_work:  # the last one that writes a file decides
            self.finish()
        if self._waiting is None:
            self._note(file, make())
        else:
            self._waiting[file] = make
            if len(self._waiting) >= MOST_WAITING:
                self._begin()

    def _begin(self) -> None:
        """Let all cores make what waits, when they have made what they are at."""
        self.finish()
        waiting, self._waiting = self._waiting or {}, {}
        self._work = SharedWork([*waiting.items()], lambda one: one[1](), self._told)
        self._at_work = frozenset(waiting)

    def _reader(self, env: Environment, shared: Mapping[str, Any]) -> TemplateReader:
        found = self._readers.get(id(env))
        if found is None:
            reader = TemplateReader(env, self._templates, shared.keys() - PER_PAGE)
            found = self._readers[id(env)] = env, reader
        return found[1]

    def _note(self, file: str, made: _Made | None) -> None:
        if made:
            self._kept.pop(file, None)
            self._made[file] = made

    def _take_over(self, page: _Page) -> bool:
        """Keep the page of the last build if it would be the same, all its frame parts too."""
        record = self._kept_record(page)
        parts = self._parts_of(page, record) if record else []
        if not record or [one for _, one in parts] != [one.digest for one in record.parts]:
            return False
        self._keep(page.output, page.file, record)
        return True

    def _kept_record(self, page: _Page) -> PageRecord | None:
        """The page of the last build, if it was made from the same, its frame parts aside."""
        record = self._before.get(page.file)
        if not record or page.inputs is None or record.inputs != page.inputs:
            return None
        return record if self._is_as_written(page.file, record) else None

    def _parts_of(self, page: _Page, record: PageRecord) -> list[tuple[bytes, bytes]]:
        """The frame parts as they are now, each with its digest."""
        assert self._parts  # noqa: S101 - `write` has made them
        env = page.template.environment
        return [self._parts.part(env, one.template, one.values, page.file) for one in record.parts]

    def _made_page(self, page: _Page) -> _Made:
        """Write the page: rendered, or that of the last build if only frame parts have changed."""
        spliced = None
        if record := self._kept_record(page):
            before = (self._site / page.file).read_bytes()
            spliced = _spliced(before, record.parts, self._parts_of(page, record))
        data, parts = spliced or self._rendered(page)
        made = _written(page.output, page.file, page.inputs, data)
        return made._replace(parts=tuple(parts), source=_source(page.values))

    def _rendered(self, page: _Page) -> tuple[bytes, Sequence[PartPlace]]:
        assert self._parts  # noqa: S101 - `write` has made them
        env = page.template.environment
        collector = PartCollector(self._parts, self._reader(env, self._parts.shared))
        html = page.template.render({**page.shared, **page.values, COLLECTOR: collector})
        return collector.assemble(env, html, page.file)

    def digest_of_text(self, text: Any) -> bytes:
        """A digest of a post and all of its words, for a file that is made from them.

        Raises:
            UnknownInputError: it cannot be compared.
        """
        return self._digests.of(text, with_texts=True)

    def take_over_file(self, output: Path, file: str, inputs: bytes) -> bool:
        """Keep a file of the last build. False where there is none that was made from the same and is still
        as it was written.

        Args:
            output: the folder of the new site.
            inputs: a digest of what it is made from.
        """
        if (made := self._made.get(file)) and made.inputs == inputs:
            return True
        record = self._before.get(file)
        if not record or record.inputs != inputs or not self._is_as_written(file, record):
            return False
        self._keep(output, file, record)
        return True

    def note_file(self, output: Path, file: str, inputs: bytes, data: bytes) -> None:
        """Say that a file was written that the next build may take over by `take_over_file`."""
        self._kept.pop(file, None)
        self._made[file] = _Made(inputs, _stat((output / file).stat()), _sha256(data))

    def _keep(self, output: Path, file: str, record: PageRecord) -> None:
        """Leave the file of the last build where it is. What this build wrote in its place goes, for the
        last one that writes a file decides."""
        if file in self._at_work:
            self.finish()
        if self._waiting:
            self._waiting.pop(file, None)
        if os.path.lexists(f"{output}/{file}"):
            (output / file).unlink()
        self._kept[file] = record
        stat = record.mode, record.size, record.modified
        self._made[file] = _Made(record.inputs, stat, record.digest, record.parts, record.source)

    def has_moved_texts(self) -> bool:
        """Whether the page of a text has taken the place of another one's, as where two are swapped."""
        before = {one.source: file for file, one in self._before.items() if one.source}
        return any(
            one.source != there.source
            for file, one in self._made.items()
            if one.source in before and (there := self._before.get(file))
        )

    def kept(self, output: Path) -> list[str]:
        """The paths of the files that belong to the new site and lie in that of the last build."""
        written = {*file_names(output)}
        return [file for file in self._kept if file not in written]

    def kept_file(self, file: str) -> Path | None:
        """Where a file that was kept lies; None for any other."""
        return self._site / file if file in self._kept else None

    def complete(self, output: Path) -> None:
        """Put the files that were kept into the new site, by a second name, for nobody changes a file in
        place; as copies where the disk has no such names."""
        made = set()
        for file in self.kept(output):
            there, place, folder = (
                f"{self._site}/{file}",
                f"{output}/{file}",
                file.rpartition("/")[0],
            )
            if folder not in made:
                (output / folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            try:
                os.link(there, place)
            except OSError:
                shutil.copy2(there, place)

    def known_digest(self, output: Path, file: str) -> bytes | None:
        """The SHA-256 of a file of the new site; None if this build has not noted it, or if it has changed
        since."""
        made = self._made.get(file)
        if made is None:
            return None
        path = f"{output}/{file}"
        if file in self._kept and not os.access(path, os.F_OK):
            return made.digest
        with contextlib.suppress(FileNotFoundError):
            return made.digest if _stat(os.stat(path)) == made.stat else None  # noqa: PTH116
        return None

    def save(self) -> None:
        """Keep the records of this build, and hold nothing of it in memory. Call it when the new site is in
        place. A full disk is no error: the next build renders every page."""
        pages = {}
        for file, made in self._made.items():
            if record := self._kept.get(file):
                pages[file] = record
            elif made.inputs is not None:
                with contextlib.suppress(OSError):
                    found = os.stat(f"{self._site}/{file}")  # noqa: PTH116
                    of_file = (*_stat(found), made.digest, made.parts, made.source)
                    pages[file] = PageRecord(made.inputs, *of_file)
        with contextlib.suppress(OSError):
            taken = (self._site / self._mark).stat().st_mtime_ns
            records = SiteRecords(self._made_by, self._read_mark(), taken, pages)
            replace_file(self._file, msgspec.msgpack.encode(records))
        if self._templates:
            self._templates.prune()
        self._before, self._made, self._kept = {}, {}, {}
        self._digests, self._shared = InputDigests(), {}

    def _read(self) -> SiteRecords:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            found = msgspec.msgpack.decode(self._file.read_bytes(), type=SiteRecords)
            if found.made_by == self._made_by and found.mark == self._read_mark():
                return found
        return SiteRecords(self._made_by, "")

    def _read_mark(self) -> str:
        return (self._site / self._mark).read_text(encoding="ascii")

    def _is_as_written(self, file: str, record: PageRecord) -> bool:
        try:
            found = os.stat(f"{self._site_path}/{file}")  # noqa: PTH116 - as above
        except OSError:
            return False
        if _stat(found) != (record.mode, record.size, record.modified):
            return False
        if found.st_mtime_ns + RACY_NS < self._taken:
            return True
        return _sha256((self._site / file).read_bytes()) == record.digest

    def _inputs_of(
        self,
        file: str,
        template: Template,
        reader: TemplateReader,
        values: Mapping[str, Any],
        shared: Mapping[str, Any],
    ) -> bytes | None:
        """The digest of what a page is made from, without its frame parts; None where nothing tells."""
        needed = reader.inputs(template.name or "")
        if not needed.is_known:
            return None
        digests = self._digests
        try:
            common = self._of_shared(template, needed, tuple(values), shared)
            own = digests.packed_all([values[name] for name in common.listed])
            printed = [digests.packed(values[name], with_texts=True) for name in common.printed]
            whole = b"".join((common.digest, file.encode(), b"\0", own, *printed))
        except UnknownInputError:
            return None
        return hashlib.blake2b(whole, digest_size=16).digest()

    def _of_shared(
        self,
        template: Template,
        needed: TemplateInputs,
        given: tuple[str, ...],
        shared: Mapping[str, Any],
    ) -> _SharedInputs:
        """What pages of one template have in common; made anew where one of the values is not the same
        object as for the page before.

        Args:
            given: the names of the values that the page has of its own.

        Raises:
            UnknownInputError: it holds something that cannot be compared.
        """
        env = template.environment
        key = id(env), template.name, given
        known = self._shared.get(key)
        if known and all(map(is_, map(shared.get, known.names), known.values)):
            return known
        whole = hashlib.blake2b(
            f"{template.name}\0{given}".encode() + needed.digest, digest_size=16
        )
        names = sorted(needed.names.difference(given))
        for name in names:
            if name in shared:
                value = shared[name]
            elif name in env.globals and not callable(env.globals[name]):
                value = env.globals[name]
            else:
                continue
            whole.update(f"{name}\0".encode())
            with_texts = needed.prints_texts_of(name)
            whole.update(self._digests.packed(value, with_texts=with_texts, of_many=True))
        printed = [*filter(needed.prints_texts_of, given)]
        made = self._shared[key] = _SharedInputs(
            names,
            [*map(shared.get, names)],
            whole.digest(),
            [name for name in given if name not in printed],
            printed,
        )
        return made


def _made_file(
    output: Path, file: str, inputs: bytes, make: Callable[[], bytes | None]
) -> _Made | None:
    data = make()
    return None if data is None else _written(output, file, inputs, data)


def _written(output: Path, file: str, inputs: bytes | None, data: bytes) -> _Made:
    write_bytes(str(output), file, data)
    return _Made(inputs, _stat((output / file).stat()), _sha256(data))


def _stat(found: os.stat_result) -> _Stat:
    return found.st_mode, found.st_size, found.st_mtime_ns


def _source(values: Mapping[str, Any]) -> str:
    """The path of the text that a page with these values is of."""
    text = values.get("article") or values.get("page") or values.get("resource")
    return getattr(text, "relative_source_path", "")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _spliced(
    page: bytes, places: Sequence[PartPlace], parts: Sequence[tuple[bytes, bytes]]
) -> tuple[bytes, tuple[PartPlace, ...]] | None:
    """A page with other parts in their places; None if it does not hold those that it should."""
    whole = bytearray()
    moved = []
    at = 0
    for place, (part, digest) in zip(places, parts, strict=True):
        end = place.start + place.size
        if digest_of(page[place.start : end]) != place.digest:
            return None
        whole += page[at : place.start]
        moved.append(PartPlace(place.template, place.values, len(whole), len(part), digest))
        whole += part
        at = end
    whole += page[at:]
    return bytes(whole), tuple(moved)
