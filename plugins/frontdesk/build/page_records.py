"""What each page is made from in; the pages of the last build that need not be rendered again, out.

A page is taken over if all that it is made from has the same digest as then, and its file is still the one
that was written. Records lie in the cache; without them every page is rendered.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, Template
from msgspec import Struct

from frontdesk.core.atomic import replace_file
from frontdesk.core.input_digests import InputDigests, UnknownInputError

from .template_inputs import OneTemplate, TemplateReader


class PageRecord(Struct, frozen=True, array_like=True):
    """A page in the site of the last build.

    Attributes:
        inputs: the digest of what it was made from.
        size, modified: of its file, in bytes and nanoseconds.
    """

    inputs: bytes
    size: int
    modified: int


class SiteRecords(Struct, frozen=True, array_like=True):
    """The pages of one site.

    Attributes:
        made_by: a digest of what all its pages depend on: code, settings, words of the theme.
        mark: what stands in the mark of the site.
        templates: what each of their templates says, by its digest.
        pages: by the path of the file below the root of the site.
    """

    made_by: str
    mark: str
    templates: dict[bytes, OneTemplate] = {}
    pages: Mapping[str, PageRecord] = {}


class PageReuse:
    """The pages of one build.

    Args:
        file: where the records of the last build lie, and those of this one will.
        site: the folder of the site that is there.
        mark: the file in it that tells one site from another.
        made_by: a digest of what all pages depend on.
    """

    def __init__(self, file: Path, site: Path, mark: str, made_by: str) -> None:
        self._file, self._site, self._mark, self._made_by = file, site, mark, made_by
        before = self._read()
        self._before, self._templates = before.pages, before.templates
        self._inputs: dict[str, bytes] = {}
        self._digests = {yes: InputDigests(with_texts=yes) for yes in (True, False)}
        self._readers: dict[int, tuple[Environment, TemplateReader]] = {}
        self.rendered: list[str] = []

    def take_over(
        self,
        output: Path,
        file: str,
        template: Template,
        values: Mapping[str, Any],
        shared: Mapping[str, Any],
    ) -> bool:
        """Put a page of the last build into the new site, if it would be the same.

        Args:
            output: the folder of the new site.
            file: the path of the page below it.
            values: of this page.
            shared: values that it can ask for besides.
        """
        inputs = self._inputs_of(file, template, values, shared)
        if inputs is not None:
            self._inputs[file] = inputs
            record = self._before.get(file)
            if record and record.inputs == inputs and self._is_as_written(file, record):
                place = output / file
                place.parent.mkdir(parents=True, exist_ok=True)
                place.unlink(missing_ok=True)
                _link(self._site / file, place)
                return True
        self.rendered.append(file)
        return False

    def save(self) -> None:
        """Keep the records of this build. Call it when the new site is in place. A full disk is no error:
        the next build renders every page."""
        pages = {}
        for file, inputs in self._inputs.items():
            with contextlib.suppress(OSError):
                found = (self._site / file).stat()
                pages[file] = PageRecord(inputs, found.st_size, found.st_mtime_ns)
        with contextlib.suppress(OSError):
            records = SiteRecords(self._made_by, self._read_mark(), self._templates, pages)
            replace_file(self._file, msgspec.msgpack.encode(records))

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
            found = (self._site / file).stat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (record.size, record.modified)

    def _inputs_of(
        self, file: str, template: Template, values: Mapping[str, Any], shared: Mapping[str, Any]
    ) -> bytes | None:
        """The digest of what a page is made from; None where it cannot be known."""
        env = template.environment
        _, reader = self._readers.setdefault(id(env), (env, TemplateReader(env, self._templates)))
        needed = reader.inputs(template.name or "")
        if not needed.is_known:
            return None
        digests = self._digests[needed.prints_texts]
        asked = sorted(name for name in needed.names if name not in values)
        whole = hashlib.blake2b(f"{file}\0{template.name}".encode() + needed.digest, digest_size=16)
        try:
            whole.update(digests.of(values))
            for name in asked:
                if name in shared:
                    whole.update(name.encode() + digests.of(shared[name]))
                elif name in env.globals and not callable(env.globals[name]):
                    whole.update(name.encode() + digests.of(env.globals[name]))
        except UnknownInputError:
            return None
        return whole.digest()


def _link(there: Path, place: Path) -> None:
    """A second name for a file that nobody changes in place; a copy where the disk has no such names."""
    try:
        os.link(there, place)
    except OSError:
        shutil.copy2(there, place)
