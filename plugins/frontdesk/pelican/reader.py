"""A Markdown file in; the HTML and metadata of its document, for Pelican, out (A1).

Pelican's own reader leaves the header to Markdown's `meta` extension. That keeps only the first line of a
list, keeps YAML's quotation marks and brackets in the value, ends the header silently at the first line
that it does not understand, and completes a partial date with today's.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pelican import signals
from pelican.readers import BaseReader

from frontdesk.content.content_paths import MARKDOWN_EXTENSIONS
from frontdesk.content.document_cache import DocumentReader
from frontdesk.content.metadata import FIELDS
from frontdesk.content.model import Document, DocumentText, Outline
from frontdesk.content.outline import read_outline
from frontdesk.content.permalinks import permalink
from frontdesk.content.render_cache import cache_for
from frontdesk.content.scan import template_names
from frontdesk.core.settings import Settings, settings_from
from frontdesk.core.slugs import term_slug
from frontdesk.core.urls import file_for_url
from frontdesk.site.texts import Post


def register() -> None:
    signals.readers_init.connect(_replace_readers)
    signals.finalized.connect(_save_cache)


def _replace_readers(readers: Any) -> None:
    """Markdown is the only format: what the check cannot read is not built."""
    made: list[PostReader] = []

    def shared_reader(settings: Any) -> PostReader:
        made.extend([] if made else [PostReader(settings)])
        return made[0]

    readers.reader_classes = {
        "static": BaseReader,
        **{ending[1:]: shared_reader for ending in MARKDOWN_EXTENSIONS},
    }


def _save_cache(pelican: Any) -> None:
    cache_for(pelican.settings).save()


def rules_of(settings: Any) -> Settings:
    """The settings that documents are read by."""
    return replace(settings_from(settings), templates=template_names(settings, Path.cwd()))


class PostReader(BaseReader):  # type: ignore[misc]
    """One instance for all files, so that a tag is one object."""

    file_extensions = tuple(ending[1:] for ending in MARKDOWN_EXTENSIONS)

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        checked = settings.get("CHECKED_CONTENT")
        self._rules = rules_of(settings)
        self._reader: DocumentReader = (
            checked.reader
            if checked
            else DocumentReader(Path(settings["PATH"]), self._rules, cache_for(settings))
        )
        self._documents: Mapping[str, Document] = checked.documents if checked else {}
        self._is_complete = bool(checked and checked.is_complete)
        self._objects: dict[tuple[str, Any], Any] = {}

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        path = Path(source_path)
        below = path.relative_to(self.settings["PATH"]).as_posix()
        document = self._documents.get(below)
        if document is None:
            if self._is_complete:
                return "", {"status": "skip"}  # it has an error, or was saved after the check
            document = self._reader.read(below, path.read_bytes())
        text = self._reader.text(document)
        return text.html, self._metadata(document, text)

    def _metadata(self, document: Document, text: DocumentText) -> dict[str, Any]:
        """The header, with Pelican's own objects where it needs them, and without missing fields.

        It includes the address, which Pelican would otherwise compute some thirty times for each text.
        """
        head = document.head
        found: dict[str, Any] = {name: getattr(head, name) for name in FIELDS if name != "author"}
        found |= {
            "thing": head.thing,
            "written": head.written,
            "not_before": head.not_before,
            "not_after": head.not_after,
        }
        found["status"] = head.status or "draft"
        if document.kind == "post":
            found["category"] = head.category or self._rules.default_category
            found["authors"] = head.authors or ((self._rules.author,) if self._rules.author else ())
        found["title"] = document.title
        if head.url:
            found["save_as"] = file_for_url(head.url)
        found["url"] = permalink(head, document.kind, self._rules)
        found |= text.fields
        found |= {"_document": document, "_html_as_read": text.html}
        found |= {
            field.name: field.text for field in head.typed if field.name in self._rules.more_fields
        }
        return {
            name: self._pelican_value(name, value)
            for name, value in found.items()
            if value not in (None, "", ())
        }

    def _pelican_value(self, name: str, value: Any) -> Any:
        """One object for each tag, author and category, with a slug of ours: Pelican gives C++ and C# the
        same slug, and none to a name that looks like HTML."""
        if name not in {"tags", "authors", "category"}:
            return value
        known = self._objects.get((name, value))
        if known is None:
            typed = list(value) if isinstance(value, tuple) else value
            known = self._objects[name, value] = self.process_metadata(name, typed)
            for one in known if isinstance(known, list) else (known,):
                one.slug = term_slug(one.name)
        return list(known) if isinstance(known, list) else known


def document_of(content: Any) -> Document | None:
    """The document of a post, page or resource; None for one that a plugin has made."""
    if isinstance(content, Post):
        return content.text.document
    document: Document | None = getattr(content, "_document", None)
    return document


def outline_of(content: Any) -> Outline:
    """The outline of a post, page or resource. Where a plugin has changed its words, they are read once
    more."""
    if content._content is not getattr(content, "_html_as_read", None):
        return read_outline(content.content)
    outline: Outline = content._document.outline
    return outline
