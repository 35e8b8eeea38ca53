"""A Markdown text in; its HTML, links, anchors and problems out, from one parse. Pure.

Links and problems have lines. Python-Markdown keeps none; markdown_source_positions.py adds them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString
from pygments.formatters import get_formatter_by_name

from frontdesk.core.settings import markdown_extensions
from frontdesk.formats.author_sanitizer import clean_author_html, removed_markup

from .commonmark_extension import BlockPreprocessor
from .markdown_elements import MarkdownLinter
from .markdown_source_positions import INLINE_MARKS, LineTrackingParser, source_line_numbers
from .model import Body, LineProblem
from .raw_html import STYLE_REMOVED, read_ids
from .unsupported_syntax import find_unsupported_syntax

_MAY_LOSE_MARKUP = re.compile(r"<|\{(?!(?:filename|static|attach|tag|category|author|index)\})")
"""HTML, or a list of attributes: only in these is anything that a page cannot have."""
_LOOKS = frozenset({"linebreak", "backslash_break", "em_strong", "em_strong2", "entity", "strike"})
"""Inline patterns that only change how words look. They would split the words that are checked."""
_INLINE_PRIORITY = 20
"""With which the library reads the inline marks."""
BELOW_FOOTNOTES = 45
"""The library adds the footnotes to the tree with priority 50."""


class MarkdownReader:
    """Reads any number of texts. Making one takes a while, so make it once.

    The blocks of a text are parsed once. Its inline marks are read twice: with all patterns for the HTML,
    and without those of `_LOOKS` for the check, but only where something is to be checked.

    Args:
        options: the setting MARKDOWN.
        own: the address of the site, whose files a text may load; empty if there is none.
    """

    def __init__(self, options: Mapping[str, Any], own: str = "") -> None:
        self._own = own
        self._md = _markdown(options)
        self._preprocessor = _block_preprocessor(self._md)
        self._inline = InlineMarkProcessor(self._md)
        self._patterns = self._inline.patterns()
        self._tree: _TreeCopy | _OwnParse
        if self._preprocessor:
            self._tree = _TreeCopy(self._inline, self._preprocessor)
        else:
            self._tree = _OwnParse(_markdown(options))

    def read(self, text: str) -> Body:
        """What a text contains. Lines count from 1 within it."""
        if not text.strip():
            return Body("")
        self._inline.inlinePatterns = self._patterns
        html = self._md.reset().convert(text)
        linter = MarkdownLinter(text.split("\n"))
        self._tree.check(text, linter)
        linter.check_publication_notice("\n".join(linter.prose))
        find_unsupported_syntax(linter.prose, linter.note)
        if _MAY_LOSE_MARKUP.search(text):
            linter.check_removed_markup(removed_markup(html))
        return Body(
            clean_author_html(html, self._own),
            tuple(linter.links),
            tuple(_merge_style_problems(linter.problems)),
            read_ids(html),
        )


class _TreeCopy(Treeprocessor):
    """Checks a copy of the tree of the text that was just converted, from before its inline marks were
    read."""

    def __init__(self, inline: InlineMarkProcessor, preprocessor: BlockPreprocessor) -> None:
        md = inline.md
        super().__init__(md)
        self._preprocessor = preprocessor
        self._parser = LineTrackingParser(md)
        self._inline, self._patterns = inline, inline.patterns(_LOOKS)
        self._parts: list[tuple[Element, Element]] = []
        self._root = Element("div")
        md.treeprocessors.register(self, "copy", BELOW_FOOTNOTES)

    def run(self, root: Element) -> None:
        self._root = _copy(root)
        self._parts = list(zip(self._root, root, strict=True))

    def check(self, _: str, linter: MarkdownLinter) -> None:
        linter.use_normalized_lines(self._preprocessor)
        spans = self._parser.spans
        parts = {copied: spans[child] for copied, child in self._parts if child in spans}
        _skip_plain_words(self._root)
        self._inline.inlinePatterns = self._patterns
        self._inline.run(self._root)
        code = self._preprocessor.code
        stash = ["" if n in code else raw for n, raw in enumerate(self.md.htmlStash.rawHtmlBlocks)]
        _check_tree(self.md, self._root, parts, stash, linter)


class _OwnParse:
    """Parses a text once more for the check, where the settings do without our CommonMark: the library's
    own steps for code and HTML keep no lines."""

    def __init__(self, md: Markdown) -> None:
        self._md = md
        self._fences = "fenced_code_block" in md.preprocessors
        self._html = md.preprocessors["html_block"]
        for name in ("html_block", "fenced_code_block", "meta"):
            if name in md.preprocessors:
                md.preprocessors.deregister(name)
        self._parser = LineTrackingParser(md)
        self._inline = InlineMarkProcessor(md)
        self._inline.inlinePatterns = self._inline.patterns(_LOOKS)

    def check(self, text: str, linter: MarkdownLinter) -> None:
        md, parser = self._md.reset(), self._parser
        lines = self._without_fences(text, linter).split("\n")
        for step in md.preprocessors:
            lines = step.run(lines)
        if "<" in text:
            plain, lines = lines, self._html.run(lines)
            linter.numbers = source_line_numbers(plain, lines, md.htmlStash.rawHtmlBlocks)
        parser.parseDocument(lines)
        if "footnote" in md.treeprocessors:
            md.treeprocessors["footnote"].run(parser.root)
        _skip_plain_words(parser.root)
        self._inline.run(parser.root)
        _check_tree(md, parser.root, parser.spans, md.htmlStash.rawHtmlBlocks, linter)

    def _without_fences(self, text: str, linter: MarkdownLinter) -> str:
        """The text with its blocks of code blanked; the lines keep their numbers."""
        if not self._fences or ("```" not in text and "~~~" not in text):
            return text
        masked = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(_blank, text)
        linter.check_open_fence(masked)
        return masked


def _check_tree(
    md: Markdown,
    root: Element,
    spans: Mapping[Element, tuple[int, int]],
    stash: list[Any],
    linter: MarkdownLinter,
) -> None:
    """Check each element of the top level; what has no lines of its own, such as the footnotes, has all."""
    whole = (0, max((last for _, last in spans.values()), default=0))
    for child in root:
        linter.check_element(child, spans.get(child, whole), stash)
    if "footnote" in md.treeprocessors and any("[^" in row for row in linter.prose):
        notes = md.treeprocessors["footnote"].footnotes  # type: ignore[attr-defined]
        linter.check_unused_footnotes(notes.footnotes)


def _copy(element: Element) -> Element:
    made = Element(element.tag, dict(element.attrib))
    made.text, made.tail = element.text, element.tail
    made.extend([_copy(child) for child in element])
    return made


def _skip_plain_words(root: Element) -> None:
    """Let the inline patterns skip words in which they can find nothing to check."""
    for element in root.iter():
        if element.text and not INLINE_MARKS.search(element.text):
            element.text = AtomicString(element.text)


def _block_preprocessor(md: Markdown) -> BlockPreprocessor | None:
    """The preprocessor of our CommonMark, if the settings name it."""
    for step in md.preprocessors:
        if isinstance(step, BlockPreprocessor):
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
    md = Markdown(**{**options, "extensions": markdown_extensions(options)})
    for extension in md.registeredExtensions:
        colours = extension if isinstance(extension, CodeHiliteExtension) else None
        if colours and colours.getConfig("pygments_formatter") == "html":
            colours.setConfig("pygments_formatter", _html_formatter)
    return md


def _blank(match: re.Match[str]) -> str:
    """As many lines with one word, so that two quotations with code between them stay two."""
    count = match[0].count("\n")
    return "\nx" + "\n" * (count - 1) if count > 1 else "x\n"


# --- speed --------------------------------------------------------------------------------------


def _html_formatter(lang_str: str, **options: Any) -> Any:  # noqa: ARG001 - the library's arguments
    """What writes the HTML of a block of code. It makes a style sheet first, which takes as long as a short
    block, so it is made once."""
    try:
        return _formatter_for(**options)
    except TypeError:  # a list of lines to mark
        return get_formatter_by_name("html", **options)


_formatter_for = lru_cache(maxsize=16)(partial(get_formatter_by_name, "html"))

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
    "linebreak": ("  \n",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""For a pattern of the library, the marks of which it needs at least one. Others always run."""


class InlineMarkProcessor(InlineProcessor):
    """The library's processor of inline marks, but each pattern is tried only on words with a mark that it
    needs. To try all on plain prose takes a fifth of the time of a text (benchmarks/check.py).

    Args:
        md: has all its patterns. Its own processor is replaced.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        known: Any = md.inlinePatterns
        # Some patterns say themselves which marks they look for.
        self._marks = {
            known[name]: tuple(getattr(known[name], "tokens", needed))
            for name, needed in _NEEDS.items()
            if name in known
        }
        self.inlinePatterns: Any = self.patterns()
        md.treeprocessors.register(self, "inline", _INLINE_PRIORITY)

    def patterns(self, left_out: Collection[str] = ()) -> list[Any]:
        """The patterns to try, without those of some names."""
        known: Any = self.md.inlinePatterns
        never = [known[name] for name in left_out if name in known]
        return [one for one in known if one not in never]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Replaces a private method. Were the library to rename it, all patterns would be tried again."""
        if isinstance(data, AtomicString):
            return data
        run = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for number in range(patternIndex, len(self.inlinePatterns)):
            pattern = self.inlinePatterns[number]
            for mark in self._marks.get(pattern, _ANY):
                if mark in data:
                    break
            else:
                continue
            is_found, start = True, 0
            while is_found:
                data, is_found, start = run(pattern, data, number, start)
        return data


_ANY = ("",)
"""No mark is needed."""
