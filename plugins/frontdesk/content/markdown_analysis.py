"""A Markdown text in, its links, pictures, anchors and problems out, each with its line. Pure.

It is read with the Markdown library and the extensions of the build, so the check sees the links that the
build makes. Python-Markdown keeps no line numbers; markdown_lines.py adds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.util import AtomicString

from frontdesk.core.settings import markdown_extensions
from frontdesk.formats.author_sanitizer import removed_markup

from .commonmark_extension import BlockPreprocessor
from .markdown_elements import MarkdownLinter
from .markdown_source_positions import INLINE_MARKS, LineTrackingParser, source_line_numbers
from .model import Body, LineProblem
from .raw_html import STYLE_REMOVED, read_raw_html
from .render_cache import RenderCache
from .unsupported_syntax import find_unsupported_syntax

BODY, ANCHORS = "body", "anchors"
"""The kinds under which a RenderCache keeps the results of `read` and `anchors`."""


class MarkdownReader:
    """Reads any number of texts. Making one takes a while, so make it once.

    Args:
        options: the setting MARKDOWN.
        cache: of what was read before.
    """

    def __init__(self, options: Mapping[str, Any], cache: RenderCache) -> None:
        self._cache = cache
        self._whole = _markdown(options)
        self._md = _markdown(options)
        self._preprocessor = _block_preprocessor(self._md)
        self._fences = "fenced_code_block" in self._md.preprocessors
        self._html = None if self._preprocessor else self._md.preprocessors["html_block"]
        for name in ("html_block", "fenced_code_block", "meta"):
            if name in self._md.preprocessors:
                self._md.preprocessors.deregister(name)
        for name in ("linebreak", "backslash_break", "em_strong", "em_strong2", "entity", "strike"):
            # These only change how words look.
            self._md.inlinePatterns.deregister(name, strict=False)
        self._outline = LineTrackingParser(self._md)
        self._patterns = InlinePatternFilter(self._md)

    def read(self, text: str) -> Body:
        """The links and problems of one text. Lines count from 1 within it."""
        return msgspec.msgpack.decode(
            self._cache.get_or_make(BODY, text, self.read_packed), type=Body
        )

    def read_packed(self, text: str) -> bytes:
        """The same as MessagePack, without the cache."""
        return msgspec.msgpack.encode(self._read(text))

    def anchors(self, text: str) -> frozenset[str]:
        """Every id of the text as it is published: of headings, footnotes and HTML."""
        found = self._cache.get_or_make(ANCHORS, text, self._anchors)
        return msgspec.msgpack.decode(found, type=frozenset[str])

    def _anchors(self, text: str) -> bytes:
        html = self._whole.reset().convert(text)
        return msgspec.msgpack.encode(sorted(read_raw_html(html).ids))

    def _read(self, text: str) -> Body:
        linter = MarkdownLinter(text.split("\n"))
        if not text.strip():
            return Body((), (LineProblem(1, "", "error"),))
        masked = self._without_fences(text, linter)
        self._parse(masked, linter)
        linter.check_publication_notice("\n".join(linter.prose))
        find_unsupported_syntax(linter.prose, linter.note)
        self._check_unused_footnotes(linter)
        if "<" in text or "{" in text:
            linter.check_removed_markup(removed_markup(self._whole.reset().convert(text)))
        return Body(tuple(linter.links), tuple(_merge_style_problems(linter.problems)))

    def _check_unused_footnotes(self, linter: MarkdownLinter) -> None:
        if "footnote" not in self._md.treeprocessors or not any(
            "[^" in row for row in linter.prose
        ):
            return
        notes = self._md.treeprocessors["footnote"].footnotes  # type: ignore[attr-defined]
        linter.check_unused_footnotes(notes.footnotes)

    def _without_fences(self, text: str, linter: MarkdownLinter) -> str:
        """The text with its blocks of code blanked; the lines keep their numbers."""
        if self._preprocessor or not self._fences or ("```" not in text and "~~~" not in text):
            return text
        masked = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(_blank, text)
        linter.check_open_fence(masked)
        return masked

    def _parse(self, text: str, linter: MarkdownLinter) -> None:
        md, outline = self._md.reset(), self._outline
        lines = text.split("\n")
        for step in md.preprocessors:
            lines = step.run(lines)
        if self._preprocessor:
            linter.use_normalized_lines(self._preprocessor)
        elif self._html and "<" in text:
            plain, lines = lines, self._html.run(lines)
            linter.numbers = source_line_numbers(plain, lines, md.htmlStash.rawHtmlBlocks)
        outline.parseDocument(lines)
        root = outline.root
        before = len(root)
        if "footnote" in md.treeprocessors:
            md.treeprocessors["footnote"].run(root)
        for element in root.iter():
            if element.text and not INLINE_MARKS.search(element.text):
                element.text = AtomicString(element.text)
        self._patterns.limit_to(text)
        md.treeprocessors["inline"].run(root)
        spans = {child: (first, last) for child, first, last in outline.spans}
        for n, child in enumerate(root):
            span = spans.get(child, (0, len(lines))) if n < before else (0, len(lines))
            linter.check_element(child, span, md.htmlStash.rawHtmlBlocks)


def _block_preprocessor(md: Markdown) -> BlockPreprocessor | None:
    """The preprocessor of commonmark.py, if the settings name it."""
    for step in md.preprocessors:
        if isinstance(step, BlockPreprocessor):
            step.is_check = True
            return step
    return None


def _merge_style_problems(problems: Iterable[LineProblem]) -> Iterator[LineProblem]:
    """One problem for all styles of a text: a pasted mail may have a hundred."""
    listed = list(problems)
    lines = sorted({one.line for one in listed if one.message == STYLE_REMOVED})
    yield from (one for one in listed if one.message != STYLE_REMOVED)
    if lines:
        more = f"; so in {len(lines) - 1} more of the lines below" if lines[1:] else ""
        yield LineProblem(lines[0], STYLE_REMOVED + more)


def _markdown(options: Mapping[str, Any]) -> Markdown:
    return Markdown(
        extensions=markdown_extensions(options),
        extension_configs=options.get("extension_configs") or {},
        output_format=options.get("output_format", "html"),
    )


def _blank(match: re.Match[str]) -> str:
    """As many lines with one word, so that two quotations with code between them stay two."""
    count = match[0].count("\n")
    return "\nx" + "\n" * (count - 1) if count > 1 else "x\n"


# --- speed --------------------------------------------------------------------------------------

_NEEDS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    # commonmark_preprocessor.py puts a backslash before what would be a heading, or end a cell.
    "escape": ("\\", "#", "|", "\t"),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    **dict.fromkeys(("footnote", "reference", "link", "image_link", "image_reference"), ("[",)),
    **dict.fromkeys(("short_reference", "short_image_ref"), ("[",)),
    "bare_web": ("://",),
    "bare_www": ("www.",),
    "bare_mail": ("@",),
    "strike": ("~~",),
    "backslash_break": ("\\\n",),
}
"""For a pattern of the library, the characters of which it needs at least one. Others always run."""


class InlinePatternFilter:
    """Skips the inline patterns of the library that cannot match anything in a text.

    Each pattern runs over every paragraph; the one for backticks takes half of that time where there is
    no backtick (benchmarks/check.py).
    """

    def __init__(self, md: Markdown) -> None:
        known = md.inlinePatterns
        needs = {known[name]: mark for name, mark in _NEEDS.items() if name in known}
        self._found = [(needs.get(pattern, ("",)), pattern) for pattern in known]
        self._inline: Any = md.treeprocessors["inline"]

    def limit_to(self, text: str) -> None:
        """From now on, run only the patterns that can match in this text."""
        self._inline.inlinePatterns = [
            pattern for marks, pattern in self._found if any(mark in text for mark in marks)
        ]
