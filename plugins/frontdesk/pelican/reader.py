"""A Markdown file in; HTML and metadata for Pelican out, read by the same code as `check` (A1).

Pelican's own reader leaves the header to Markdown's `meta` extension. That keeps only the first line of a
list, keeps YAML's quotation marks and brackets in the value, ends the header silently at the first line
that it does not understand, and completes a partial date with today's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown import Markdown
from markupsafe import Markup
from pelican import signals
from pelican.readers import BaseReader

from frontdesk.content.content_paths import MARKDOWN_EXTENSIONS, kind_of_path
from frontdesk.content.front_matter import split_document
from frontdesk.content.front_matter_fields import Head
from frontdesk.content.markdown_analysis import InlinePatternFilter
from frontdesk.content.metadata import FIELDS, read_head
from frontdesk.content.model import Kind
from frontdesk.content.permalinks import permalink
from frontdesk.content.render_cache import cache_for
from frontdesk.core.settings import markdown_extensions, settings_from
from frontdesk.core.slugs import term_slug
from frontdesk.core.urls import file_for_url
from frontdesk.formats.author_sanitizer import clean_author_html

from .link_rewriting import remove_footnotes

FIRST_WORDS = 10
"""Words of the text that become the title of a post without one (A10)."""


_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
"""A reference to a footnote. Fields of the header cannot have any."""


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


class PostReader(BaseReader):  # type: ignore[misc]
    """One instance, with one Markdown instance, for all files: new ones take a fifth of a build."""

    file_extensions = tuple(ending[1:] for ending in MARKDOWN_EXTENSIONS)

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._rules = settings_from(settings)
        self._cache = cache_for(settings)
        checked = settings.get("CHECKED_CONTENT")
        self._texts: Mapping[str, bytes] = checked.texts if checked else {}
        self._is_complete = bool(checked and checked.is_complete)
        self._objects: dict[tuple[str, Any], Any] = {}
        options = settings["MARKDOWN"]
        self._md = Markdown(**{**options, "extensions": markdown_extensions(options)})
        self._patterns = InlinePatternFilter(self._md)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        path = Path(source_path)
        below = path.relative_to(self.settings["PATH"]).as_posix()
        data = self._texts.get(below)
        if data is None:
            if self._is_complete:
                return "", {"status": "skip"}  # it has an error, or was saved after the check
            data = path.read_bytes()
        header, _ = split_document(data)
        kind = kind_of_path(below, self._rules) or "page"
        head, _ = read_head(header, below, kind, self._rules)
        content = self._html(header.body)
        return content, self._metadata(head, kind, content)

    def _html(self, text: str) -> str:
        return self._cache.get_or_make("html", text, self._convert).decode()

    def _convert(self, text: str) -> bytes:
        self._patterns.limit_to(text)
        html = str(self._md.reset().convert(text))
        return clean_author_html(html, self._rules.site_address).encode()

    def _metadata(self, head: Head, kind: Kind, content: str) -> dict[str, Any]:
        """The header, with Pelican's own objects where it needs them, and without missing fields.

        It includes the address, which Pelican would otherwise compute some thirty times for each text.
        """
        found: dict[str, Any] = {name: getattr(head, name) for name in FIELDS if name != "author"}
        found |= {
            "thing": head.thing,
            "written": head.written,
            "not_before": head.not_before,
            "not_after": head.not_after,
        }
        found["status"] = head.status or "draft"
        if kind == "post":
            found["category"] = head.category or self._rules.default_category
            found["authors"] = head.authors or ((self._rules.author,) if self._rules.author else ())
        found["title"] = head.title or _title(content, head.slug)
        if head.url:
            found["save_as"] = file_for_url(head.url)
        found["url"] = permalink(head, kind, self._rules)
        for name, spec in FIELDS.items():
            if spec.type == "markdown" and found[name]:
                found[name] = self._html(_FOOTNOTE.sub("", found[name]))
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


def _title(content: str, slug: str) -> str:
    """The first words of a text; those of its slug where it has none, such as a text of one image."""
    words = Markup(remove_footnotes(content)).striptags().split()  # noqa: S704 - to take the markup out
    if not words:
        return slug.replace("-", " ").capitalize()
    return " ".join(words[:FIRST_WORDS]) + ("…" if len(words) > FIRST_WORDS else "")
