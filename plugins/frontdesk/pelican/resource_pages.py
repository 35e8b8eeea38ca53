"""The library in Pelican's context in; its pages, feed and calendars out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from frontdesk.core.site_writer import write_bytes, write_page
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.metadata_removal.file_types import RefusedFileError
from frontdesk.formats.site_feeds import site_feed
from frontdesk.site.library_pages import Download, Library, library_calendars, library_pages

from .static_files import clean_copy

_log = logging.getLogger(__name__)


def register() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return LibraryGenerator


class LibraryGenerator(Generator):  # type: ignore[misc]
    """Writes the page of each resource, the lists, the feed and the calendars."""

    def generate_output(self, writer: Any) -> None:
        library: Library = self.context["own_library"]
        for page in library_pages(library, dict(self._downloads(library)), self.settings):
            write_page(self, writer, page)
        for file in library_calendars(library, self.settings):
            write_bytes(self.output_path, file.path, file.data)
        if library.lists.newest:
            offer, items = self.context["feeds"]["resources"], self.context["resource_items"]()
            write_feed(writer.write_or_keep, offer, site_feed(self.settings, offer, items))

    def _downloads(self, library: Library) -> Iterator[tuple[str, Download]]:
        """The path of each resource with a file that can be published, and that file."""
        for one in (*library.lists.newest, *library.hidden):
            source = one.relative_source_path
            name = getattr(one.thing, "file", None)
            if not name:
                continue
            path = Path(self.path, name)
            try:
                data = clean_copy(path.read_bytes(), self.settings)
            except RefusedFileError as refused:
                _log.warning("%s: %s %s", source, name, refused)
            except OSError as error:
                _log.error("%s: %s cannot be read (%s)", source, name, error.strerror)
            else:
                digest = hashlib.sha256(data).hexdigest()
                yield source, Download(name, path.name, len(data), digest)
