"""A document in; its words as pages show them out, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from markupsafe import Markup
from msgspec import DecodeError, Struct, msgpack
from msgspec.structs import replace

from frontdesk.content.document_cache import DocumentReader
from frontdesk.content.metadata import FIELDS
from frontdesk.content.model import Document, Outline
from frontdesk.content.outline import remove_footnotes
from frontdesk.core.hashing import digest
from frontdesk.site.links import (
    FileLinks,
    LinkAnswers,
    LinkRecorder,
    LinkTargets,
    file_links,
    resolve_links,
)
from frontdesk.site.responsive_images import Find, WebImage
from frontdesk.site.summaries import summarize

from .link_rewriting import TARGETS

_MARKDOWN = [name for name, spec in FIELDS.items() if spec.type == "markdown" and name != "summary"]
_SHOWN, _FILES = "shown", "files"


class _Shown(Struct, frozen=True, array_like=True):
    """What the pages that show a text depend on.

    Attributes:
        answers: what its links lead to.
        html: its digest.
        summary, plain_summary: with markup and without.
    """

    answers: LinkAnswers
    html: str
    summary: str
    plain_summary: str


_ASKED = LinkAnswers()
"""Once the answers were compared, nobody asks for them, and a site has many."""
_decode = msgpack.Decoder(_Shown).decode
_Paths = tuple[str, ...]
_decode_links = msgpack.Decoder(tuple[_Paths, _Paths, _Paths]).decode


@cache
def _options(*parts: object) -> str:
    return repr(parts)


class DocumentWords:
    """The words of one document, as `site.texts.Text` says.

    Args:
        context: Pelican's; it knows the targets of links before any words are asked for.
    """

    def __init__(self, document: Document, settings: Any, context: Any) -> None:
        self._document = document
        self._settings = settings
        self._context = context
        self._known: _Shown | None = None

    @property
    def document(self) -> Document:
        return self._document

    def source(self) -> str:
        return self._reader.source(self._document)

    def html_as_read(self) -> str:
        return self._reader.text(self._document).html

    def digest(self) -> bytes:
        return bytes.fromhex(self._document.digest)

    def fields(self) -> Mapping[str, str]:
        """The HTML of the fields of its head that are Markdown, by their names, without the summary."""
        if not any(getattr(self._document.head, name) for name in _MARKDOWN):
            return {}
        fields = self._reader.text(self._document).fields
        return {name: html for name, html in fields.items() if name != "summary"}

    def file_links(self, save_as: str) -> FileLinks:
        """The files that it asks for; kept between builds.

        Args:
            save_as: the path of its page.
        """
        path = self._document.path
        with suppress(DecodeError, TypeError):
            kept = _decode_links(self._reader.find_result(_FILES, self._document, ""))  # type: ignore[arg-type]
            return FileLinks(path, save_as, *kept)
        found = file_links(self.html_as_read(), path, save_as)
        made = msgpack.encode((found.named, found.linked, found.attached))
        self._reader.keep_result(_FILES, self._document, "", made)
        return found

    def html(self) -> str:
        return self._html(self._targets, self._image)

    def summary(self) -> str:
        return self._shown().summary

    def plain_summary(self) -> str:
        return self._shown().plain_summary

    def kept(self, what: str, make: Callable[[str], bytes]) -> bytes:
        found = self._reader.find_result(what, self._document, "")
        if found is None:
            found = make(self.html_as_read())
            self._reader.keep_result(what, self._document, "", found)
        return found

    def outline(self) -> Outline:
        return self._document.outline

    def thumbnail(self) -> WebImage | None:
        shown: WebImage | None = self._context["studio"].thumbnail(self._document)
        return shown

    def input_values(self) -> tuple[Any, ...]:
        """What lists show of it."""
        return self._shown().summary, self.thumbnail()

    def text_values(self) -> tuple[Any, ...]:
        """What its page shows of it."""
        shown = self._shown()
        return shown.html, shown.summary, self.thumbnail()

    @property
    def _targets(self) -> LinkTargets:
        targets: LinkTargets = self._context[TARGETS]
        return targets

    @property
    def _image(self) -> Find:
        image: Find = self._context["studio"].finder(self._document.path)
        return image

    @property
    def _reader(self) -> DocumentReader:
        reader: DocumentReader = self._settings["CHECKED_CONTENT"].reader
        return reader

    def _html(self, targets: LinkTargets, image: Find) -> str:
        return resolve_links(self.html_as_read(), self._document.path, targets, image)

    def _summary(self, html: str, targets: LinkTargets, image: Find) -> str:
        """
        Args:
            html: all of its words.
        """
        if self._document.head.summary:
            given = self._reader.text(self._document).fields.get("summary", "")
            return remove_footnotes(resolve_links(given, self._document.path, targets, image))
        most, end = self._settings["SUMMARY_MAX_LENGTH"], self._settings["SUMMARY_END_SUFFIX"]
        return summarize(html, most, end)

    def _shown(self) -> _Shown:
        """Kept between builds: to see that nothing that its links lead to has moved is quicker than to make
        the HTML."""
        if self._known is None:
            self._known = replace(self._find_shown(), answers=_ASKED)
        return self._known

    def _find_shown(self) -> _Shown:
        targets, image, reader = self._targets, self._image, self._reader
        cut = (self._settings["SUMMARY_MAX_LENGTH"], self._settings["SUMMARY_END_SUFFIX"])
        options = _options(*targets.terms.items(), targets.home, *cut)
        with suppress(DecodeError, TypeError):
            found = _decode(reader.find_result(_SHOWN, self._document, options))  # type: ignore[arg-type]
            if found.answers.still_hold(targets, image):
                return found
        recorder = LinkRecorder(targets, image)
        html = self._html(recorder.targets, recorder.image)
        summary = self._summary(html, recorder.targets, recorder.image)
        plain = Markup(summary).striptags()  # noqa: S704 - to take the markup out
        made = _Shown(recorder.answers(), digest(html), summary, plain)
        reader.keep_result(_SHOWN, self._document, options, msgpack.encode(made))
        return made
