"""The text of a post in, what stands in it out: its links and pictures, and what is wrong with it, each
with its line. Pure.

The text is read with the Markdown library and the extensions of the build, so that what is a link
here is a link there. The library keeps no lines; `_Outline` notes them for the elements of the top
level, and what stands inside one is looked for among its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

import msgspec
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from frontdesk.formats.author_html import RemovedMarkup, removed_markup

from .commonmark import BlockPreprocessor
from .markdown_patterns import InlinePatternFilter
from .model import Body, LineProblem, Link
from .raw_html import HANDLER_REMOVED, MISSING_ALT, MISSING_SOURCE, STYLE_REMOVED, read_raw_html
from .render_cache import RenderCache
from .unsupported_syntax import find_unsupported_syntax

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_MARKED = re.compile(r"[\[<`\\\x02@]|://|www\.")
_DASH = re.compile(r"\s*(?:[—–―]|--)")

FIRST_PUBLISHED = re.compile(
    r"\b(?:first|originally|previously) (?:published|posted|appeared|printed) (?:in|on|at|by|as)\b",
    re.IGNORECASE,
)
_OF_NOTICES = ("publ", "posted", "appeared", "nted")
"""Whoever writes one cannot do without one of these; to look for them takes a hundredth of the time."""


BODY, ANCHORS = "body", "anchors"
"""What a cache calls that which is made of a text here."""


class MarkdownReader:
    """Reads any number of texts.

    Args:
        options: what the build gives to Markdown, without the classes that it makes of it.
        cache: has what was read before.
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
            # They only set type.
            self._md.inlinePatterns.deregister(name, strict=False)
        self._outline = _Outline(self._md)
        self._patterns = InlinePatternFilter(self._md)

    def read(self, text: str) -> Body:
        """Find everything in one text. Lines are counted from 1 within it."""
        return msgspec.msgpack.decode(
            self._cache.get_or_make(BODY, text, self.read_packed), type=Body
        )

    def read_packed(self, text: str) -> bytes:
        """The same as bytes, read anew."""
        return msgspec.msgpack.encode(self._read(text))

    def anchors(self, text: str) -> frozenset[str]:
        """Every id of the text as it is published: headings, footnotes, the author's own."""
        found = self._cache.get_or_make(ANCHORS, text, self._anchors)
        return msgspec.msgpack.decode(found, type=frozenset[str])

    def _anchors(self, text: str) -> bytes:
        html = self._whole.reset().convert(text)
        return msgspec.msgpack.encode(sorted(read_raw_html(html).ids))

    def _read(self, text: str) -> Body:
        page = _Page(text.split("\n"))
        if not text.strip():
            return Body((), (LineProblem(1, "", "error"),))
        masked = self._without_fences(text, page)
        self._parse(masked, page)
        page.look_for_notices("\n".join(page.prose))
        find_unsupported_syntax(page.prose, page.note)
        self._look_for_unused_notes(page)
        if "<" in text or "{" in text:
            page.check_removed_markup(removed_markup(self._whole.reset().convert(text)))
        return Body(tuple(page.links), tuple(_together(page.problems)))

    def _look_for_unused_notes(self, page: _Page) -> None:
        if "footnote" not in self._md.treeprocessors or not any("[^" in row for row in page.prose):
            return
        notes = self._md.treeprocessors["footnote"].footnotes  # type: ignore[attr-defined]
        page.look_for_unused_notes(notes.footnotes)

    def _without_fences(self, text: str, page: _Page) -> str:
        """Blocks of code are nobody's mistake; the lines keep their numbers."""
        if self._preprocessor or not self._fences or ("```" not in text and "~~~" not in text):
            return text
        masked = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(_blank, text)
        page.look_for_open_fence(masked)
        return masked

    def _parse(self, text: str, page: _Page) -> None:
        md, outline = self._md.reset(), self._outline
        lines = text.split("\n")
        for step in md.preprocessors:
            lines = step.run(lines)
        if self._preprocessor:
            page.use_normalized_lines(self._preprocessor)
        elif self._html and "<" in text:
            plain, lines = lines, self._html.run(lines)
            page.numbers = _numbers(plain, lines, md.htmlStash.rawHtmlBlocks)
        outline.parseDocument(lines)
        root = outline.root
        before = len(root)
        if "footnote" in md.treeprocessors:
            md.treeprocessors["footnote"].run(root)
        for element in root.iter():
            if element.text and not _MARKED.search(element.text):
                element.text = AtomicString(element.text)
        self._patterns.limit_to(text)
        md.treeprocessors["inline"].run(root)
        spans = {child: (first, last) for child, first, last in outline.spans}
        for n, child in enumerate(root):
            span = spans.get(child, (0, len(lines))) if n < before else (0, len(lines))
            page.look_at(child, span, md.htmlStash.rawHtmlBlocks)


def _block_preprocessor(md: Markdown) -> BlockPreprocessor | None:
    """What lays texts out, if the settings have it."""
    for step in md.preprocessors:
        if isinstance(step, BlockPreprocessor):
            step.is_check = True
            return step
    return None


def _together(problems: Iterable[LineProblem]) -> Iterator[LineProblem]:
    """A letter that was pasted has a hundred styles, and one problem."""
    listed = list(problems)
    lines = sorted({one.line for one in listed if one.message == STYLE_REMOVED})
    yield from (one for one in listed if one.message != STYLE_REMOVED)
    if lines:
        more = f"; so in {len(lines) - 1} more of the lines below" if lines[1:] else ""
        yield LineProblem(lines[0], STYLE_REMOVED + more)


def _markdown(options: Mapping[str, Any]) -> Markdown:
    configs = options.get("extension_configs", {})
    names = [*options.get("extensions", ()), *configs]
    return Markdown(
        extensions=list(dict.fromkeys(names)),
        extension_configs=configs,
        output_format=options.get("output_format", "html"),
    )


def _blank(match: re.Match[str]) -> str:
    """As many lines with one word, so that two quotations with code between them stay two."""
    count = match[0].count("\n")
    return "\nx" + "\n" * (count - 1) if count > 1 else "x\n"


# --- lines --------------------------------------------------------------------------------------

_NO_PROSE = re.compile(r"\n(?:[=#-]| {0,3}>)")
_ODD_LINE = re.compile(r"\n\s*(?:[^\w\s]|_)")
_ODD_BEGIN = frozenset("#>=:*+-_[0123456789")


class _Outline(BlockParser):
    """The library's parser, which also notes from which line to which each element of the top level
    reaches. What is plain prose becomes a paragraph at once: asking each processor of the library in
    turn takes half of the time of a whole check (benchmarks/check.py)."""

    spans: list[tuple[Element, int, int]]

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.blockprocessors = md.parser.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self
        md.parser = self
        names = [name for name in ("hashheader", "paragraph") if name in self.blockprocessors]
        self._of_headings = [self.blockprocessors[name] for name in names]

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - the library's name
        self.root = Element("div")
        self.spans = []
        originals = "\n".join(lines).split("\n\n")
        starts, line = [], 0
        for block in originals:
            starts.append(line)
            line += block.count("\n") + 2
        blocks, here = originals[:], 0
        while blocks:
            before = len(self.root)
            self._take(self.root, blocks)
            there = _line_of(blocks, originals, starts) if blocks else line
            added = self.root[before:]
            if not added and self.spans:
                child, first, _ = self.spans.pop()
                self.spans.append((child, first, there))
            self.spans += ((child, here, there) for child in added)
            here = there
        return ElementTree(self.root)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - as above
        while blocks:
            self._take(parent, blocks)

    def _take(self, parent: Element, blocks: list[str]) -> None:
        """Make elements of the first block."""
        if _is_prose(blocks):
            SubElement(parent, "p").text = AtomicString(blocks.pop(0))
            return
        if _is_paragraph(blocks) and not self.state.isstate("list"):
            SubElement(parent, "p").text = blocks.pop(0)
            return
        is_heading = blocks[0].startswith("#") and "\n" not in blocks[0]
        for processor in self._of_headings if is_heading else self.blockprocessors:
            if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                return


def _is_prose(blocks: list[str]) -> bool:
    """Whether no processor would make more of the first block than a paragraph or a plain list, and the
    next one does not continue it."""
    block = blocks[0]
    return (
        block[:1] not in {"#", ">", "=", ":"}
        and not block[:1].isspace()
        and not _MARKED.search(block)
        and not _NO_PROSE.search(block)
        and not _is_continued(blocks)
    )


def _is_paragraph(blocks: list[str]) -> bool:
    """Whether no processor but that of paragraphs would want the first block, which has links."""
    block = blocks[0]
    return (
        block[:1] not in _ODD_BEGIN
        and not block[:1].isspace()
        and not ("<" in block or "|" in block or "\x02" in block)
        and not _ODD_LINE.search(block)
        and not _is_continued(blocks)
    )


def _is_continued(blocks: list[str]) -> bool:
    return len(blocks) > 1 and blocks[1][:1] in {" ", "\t", ":"}


def _line_of(blocks: list[str], originals: list[str], starts: list[int]) -> int:
    """Where the first of the blocks that are left begins. Processors put back what they do not want,
    as new strings in front of those that nobody has touched."""
    for n, block in enumerate(blocks):
        index = len(originals) - len(blocks) + n
        if index >= 0 and block is originals[index]:
            if n == 0:
                return starts[index] + len(block) - len(block.lstrip("\n"))
            rest = sum(b.count("\n") + 1 for b in blocks[:n])
            return max(starts[index] - 1 - rest, 0)
    rest = sum(b.count("\n") + 1 for b in blocks)
    return max(starts[-1] + originals[-1].count("\n") + 1 - rest, 0)


def _numbers(before: list[str], after: list[str], stash: list[Any]) -> list[int]:
    """For each line of a text whose raw HTML was taken out, the line that it was before."""
    numbers: list[int] = []
    at = 0
    for line in after:
        placeholder = HTML_PLACEHOLDER_RE.search(line)
        raw = stash[int(placeholder[1])] if placeholder else line
        rows = raw.split("\n") if isinstance(raw, str) else ()
        first = next((row.strip() for row in rows if row.strip()), "")
        if first:
            at = next((n for n in range(at, len(before)) if first in before[n]), at)
        numbers.append(at)
        if placeholder and isinstance(raw, str):
            at += raw.strip("\n").count("\n")
        elif first:
            at += 1
    return numbers


# --- the page -----------------------------------------------------------------------------------

_REFERENCE = re.compile(r"(!?\[[^\[\]\n]+\]\s?\[[^\[\]\n]*\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_GAP = re.compile(r"\]\s+\((?:https?://|\{|/|mailto:)")
_OPEN = re.compile(r"\]\((?:https?://|\{|/|mailto:)[^)\n]*")
_FENCE = re.compile(r"^(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_IN_A_LIST = re.compile(r"\{[^{}<>]*?\s(style|on\w+)\s*=", re.IGNORECASE)
_A_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)([^<>]*)>")
_HASHES = {n: re.compile(rf"^[>\s\d.*+-]*#{{{n}}}(?!#)") for n in range(1, 7)}
_QUOTED = re.compile(r"[\s\d.*+-]*>")
_UNDERLINE = re.compile(r"^[=-]+\s*$")
_ESCAPED = re.compile("\x02(\\d+)\x03")
_INLINE_RAW = re.compile("\x02wzxhzdk:(\\d+)\x03")


class _Page:
    """What has been found in one text so far."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.links: list[Link] = []
        self.problems: list[LineProblem] = []
        self.numbers: list[int] | None = None
        self.prose = lines
        self._level = 1
        self._first = self._last = 0
        self._at = (0, 0)
        self._is_in_drawing = False

    def note(self, line: int, message: str, severity: Any = "warning") -> None:
        self.problems.append(LineProblem(line, message, severity))

    def use_normalized_lines(self, step: BlockPreprocessor) -> None:
        """Take over what is known of the lines: which are code, and what is odd about others."""
        normalizer = step.normalizer
        self.numbers = [line.number for line in step.lines]
        self.problems += normalizer.notes
        if normalizer.fenced or normalizer.verbatim:
            numbered = list(enumerate(self.lines))
            self.lines = ["" if n in normalizer.fenced else row for n, row in numbered]
            hidden = normalizer.fenced | normalizer.verbatim
            self.prose = ["" if n in hidden else row for n, row in numbered]
        self.prose = _without_code("\n".join(self.prose)).split("\n")

    def look_at(self, child: Element, span: tuple[int, int], stash: list[Any]) -> None:
        """Look through one element of the top level."""
        self._first, self._last = (self._number(n) for n in span)
        self._last = max(self._last, self._first + 1)
        self._at = (self._first, 0)
        if child.tag == "pre":
            self._look_at_code()
            return
        for number, quotation in enumerate(_outermost(child, "blockquote")):
            self._look_at_quotation(quotation, number)
        for element in child.iter():
            self._look_at_element(element)
            if element.text and element.tag not in {"code", "pre"}:
                self._look_at_words(element.text, stash)
            if element.tail and element is not child:
                self._look_at_words(element.tail, stash)

    def _number(self, line: int) -> int:
        if self.numbers is None:
            return line
        return self.numbers[line] if line < len(self.numbers) else len(self.lines)

    def _find(self, *wanted: str | re.Pattern[str]) -> int:
        """The line, from 1, of the next place in the element that is one of these, the first before the
        others; else of any in the element, else in the text."""
        here, column = self._at
        for first, last, start in (
            (here, self._last, column),
            (self._first, self._last, 0),
            (0, len(self.lines), 0),
        ):
            for one in wanted:
                for n in range(first, min(last, len(self.lines))):
                    end = _end_of(one, self.lines[n], start if n == first else 0)
                    if end is not None:
                        self._at = max(self._at, (n, end))
                        return n + 1
        return self._first + 1

    def _find_address(self, target: str) -> int:
        bare = target.removeprefix("https://").removeprefix("mailto:")
        return self._find(f"]({target}", f"<{target}", f"]: {target}", f'"{target}', target, bare)

    def _look_at_element(self, element: Element) -> None:
        if element.tag in _HEADINGS:
            self._look_at_heading(_HEADINGS[element.tag])
        elif element.tag == "img":
            target = _unescaped(element.get("src", ""))
            line = self._find_address(target)
            self.links.append(Link(target, line, "picture"))
            if not (element.get("alt") or "").strip():
                self.note(line, MISSING_ALT)
        elif element.tag == "a":
            self._look_at_link(element)

    def _look_at_link(self, element: Element) -> None:
        target = _unescaped(element.get("href", ""))
        if "footnote-" in element.get("class", "") or target.startswith("\x02"):
            return
        if target == f"mailto:{element.text}":
            return  # found in the words
        line = self._find_address(target)
        if not target:
            self.note(line, "this link leads nowhere; write an address between the round brackets")
            return
        self.links.append(Link(target, line))
        if not "".join(element.itertext()).strip() and element.find(".//img") is None:
            self.note(
                line, "this link has no words to click on; write some between the square brackets"
            )

    def _look_at_heading(self, level: int) -> None:
        line = self._find(_HASHES[level], _UNDERLINE)
        is_underline = line > 1 and _UNDERLINE.fullmatch(self.lines[line - 1])
        self.heading(level, line - 1 if is_underline else line)

    def heading(self, level: int, line: int) -> None:
        if level == 1:
            self.note(
                line,
                "a heading of the first level; the title is the only one of these. Write '## …'",
            )
        elif level > self._level + 1:
            marks = "#" * (self._level + 1)
            above = "the title" if self._level == 1 else f"one of level {self._level}"
            self.note(line, f"a heading of level {level} comes under {above}; write '{marks} …'")
        self._level = max(level, 1)

    def _look_at_quotation(self, element: Element, number: int) -> None:
        """A quotation names its source in its last paragraph, behind a dash."""
        begins = [
            n for n in range(self._first, self._last) if self._is_quoted(n, and_not_before=True)
        ]
        line = begins[number] + 1 if number < len(begins) else self._first + 1
        parts = [part for part in element.iter() if part.tag in {"p", "li", "cite"}]
        last = "".join(parts[-1].itertext()) if parts else ""
        has_source = any(_DASH.match(row) for row in last.split("\n"))
        if not has_source and "cite" not in {part.tag for part in parts}:
            self.note(line, MISSING_SOURCE, "info")

    def _is_quoted(self, n: int, *, and_not_before: bool = False) -> bool:
        is_quoted = n < len(self.lines) and bool(_QUOTED.match(self.lines[n]))
        return is_quoted and not (and_not_before and n > self._first and self._is_quoted(n - 1))

    def _look_at_code(self) -> None:
        """An indented paragraph is a block of code; who typed a Tab in front of it hardly meant that."""
        for n in range(self._first, self._last):
            if self.lines[n : n + 1] and self.lines[n].startswith("\t"):
                self.note(
                    n + 1,
                    "the Tab in front makes this a block of code; take it out, or put ``` above and "
                    "below what is code",
                )
                return

    def _look_at_words(self, text: str, stash: list[Any]) -> None:
        if "\x02" in text:
            for match in _INLINE_RAW.finditer(text):
                raw = stash[int(match[1])]
                if isinstance(raw, str):
                    self._look_at_markup(raw)
        if "[" not in text:
            return
        for match in _REFERENCE.finditer(text):
            name = re.split(r"\]\s?\[", match[0].rstrip("]"))
            wanted = name[-1] or name[0].lstrip("![")
            self.note(
                self._find(match[0].split("\n")[0]),
                f"'{match[0]}' points to nothing; write '[{wanted}]: https://…' in a line of its own, "
                "or the address in round brackets",
            )
        for match in _FOOTNOTE.finditer(text):
            self.note(
                self._find(match[0]),
                f"the footnote {match[0]} has no text; write '{match[0]}: …' in a line of its own",
            )
        for pattern, message in ((_GAP, _NO_GAP), (_OPEN, _NEVER_CLOSED)):
            for match in pattern.finditer(text):
                self.note(self._find(match[0]), message)

    def _look_at_markup(self, raw: str) -> None:
        first = raw.strip("\n").split("\n")[0]
        line = self._find(first)
        found = read_raw_html(raw.lstrip("\n"), is_in_drawing=self._is_in_drawing)
        self._is_in_drawing = found.is_in_drawing
        for link in found.links:
            self.links.append(Link(link.target, line + link.line - 1, link.use))
        for problem in found.problems:
            self.note(line + problem.line - 1, problem.message, problem.severity)
        for level, at in found.headings:
            self.heading(level, line + at - 1)

    # --- what the page will not have -------------------------------------------------------------

    def _line_with(self, *wanted: str | re.Pattern[str]) -> int:
        """The first line, from 1, with one of these."""
        for one in wanted:
            for n, row in enumerate(self.lines):
                if _end_of(one, row, 0) is not None:
                    return n + 1
        return 1

    def check_removed_markup(self, removed: RemovedMarkup) -> None:
        """Tell what cleaning takes from the text, unless that was told already."""
        self._look_at_attribute_lists({name for _, name, _ in removed.attributes})
        told = " ".join(problem.message.split(" ")[0] for problem in self.problems)
        for tag, name, value in removed.attributes:
            if f"{name}=…" not in told and name not in _OF_OTHERS:
                self._tell_of_attribute(tag, name, value)
                told += f" {name}=…"
        for tag in removed.tags:
            if f"<{tag}>" not in told:
                line = self._line_with(re.compile(rf"<{re.escape(tag)}\b", re.IGNORECASE))
                self.note(line, f"<{tag}> was left out: it has no place here; take it out")
        if removed.stray_ends or removed.unclosed:
            self._look_for_ends(removed)

    def _look_at_attribute_lists(self, names: set[str]) -> None:
        """Styles and handlers in `{: … }`, each in its line."""
        for n, row in enumerate(self.prose if names else ()):
            for typed in _IN_A_LIST.findall(row) if "{" in row else ():
                if (name := typed.lower()) in names:
                    style = name == "style"
                    message = STYLE_REMOVED if style else HANDLER_REMOVED.format(name)
                    self.note(n + 1, message, "warning" if style else "error")

    def _tell_of_attribute(self, tag: str, name: str, value: str) -> None:
        line = self._line_with(value or name, re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE))
        typed = self._line_with(re.compile(rf"\b{re.escape(name)}\s*=", re.IGNORECASE))
        if name.startswith("on"):
            self.note(typed, HANDLER_REMOVED.format(name), "error")
        elif name == "style":
            self.note(typed, STYLE_REMOVED)
        elif name in {"href", "src", "poster", "xlink:href", "cite"}:
            if value and value not in {link.target for link in self.links}:
                message = f"the address '{value}' was left out, for no page leads there; correct it"
                self.note(line, message)
        elif name == "srcset":
            message = (
                "srcset=… was left out: the build makes a picture in several widths; take it out"
            )
            self.note(typed, message)
        elif name in _LOOKS:
            message = f"{name}=… was left out: the theme alone says how pages look; take it out"
            self.note(typed, message, "info")
        else:
            message = f"{name}=… on <{tag}> was left out: it means nothing here; take it out"
            self.note(typed, message)

    def _look_for_ends(self, removed: RemovedMarkup) -> None:
        """Which tags have no counterpart."""
        opened: list[tuple[str, int]] = []
        for n, row in enumerate(self.prose):
            for closes, name, rest in _A_TAG.findall(row) if "<" in row else ():
                tag = name.lower()
                if not closes and not rest.endswith("/"):
                    opened.append((tag, n + 1))
                elif closes and tag in {one for one, _ in opened}:
                    while (last := opened.pop())[0] != tag:
                        if last[0] in removed.unclosed:
                            self._tell_of_open(*last)
                elif closes and tag in removed.stray_ends:
                    self.note(n + 1, f"</{tag}> ends nothing and was left out; take it out")
        for tag, line in opened:
            if tag in removed.unclosed:
                self._tell_of_open(tag, line)

    def _tell_of_open(self, tag: str, line: int) -> None:
        self.note(
            line,
            f"<{tag}> begins here and never ends, so the build ends it; write </{tag}> where it ends",
        )

    def look_for_unused_notes(self, names: Iterable[str]) -> None:
        words = "\n".join(self.prose)
        for name in names:
            if not re.search(rf"\[\^{re.escape(name)}\](?!:)", words):
                line = self._line_with(f"[^{name}]:")
                self.note(
                    line,
                    f"nothing refers to this footnote; write [^{name}] where it belongs, or take it out",
                )

    # --- the text as a whole ---------------------------------------------------------------------

    def look_for_open_fence(self, masked: str) -> None:
        if match := _FENCE.search(masked):
            self.note(
                masked.count("\n", 0, match.start()) + 1,
                f"the block of code that begins here never ends; put {match[1]} below its last line",
            )

    def look_for_notices(self, masked: str) -> None:
        folded = masked.casefold()
        if not any(part in folded for part in _OF_NOTICES):
            return
        if match := FIRST_PUBLISHED.search(masked):
            self.note(
                masked.count("\n", 0, match.start()) + 1,
                f"'{match[0]} …' is typed in the text; write it as a field at the top: "
                "'First_published: https://…'",
            )


def _end_of(wanted: str | re.Pattern[str], line: str, start: int) -> int | None:
    """Where something ends in a line, looked for from a column on."""
    if isinstance(wanted, str):
        begin = line.find(wanted, start)
        return None if begin < 0 else begin + len(wanted)
    match = wanted.search(line, start)
    return match.end() if match else None


def _without_code(text: str) -> str:
    """The same with each code span of a line taken out."""
    if "`" not in text:
        return text
    return _CODE_SPAN.sub(lambda span: "\n" * span[0].count("\n"), text)


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    """Elements of that name which stand in no other one, in the order of the text."""
    if element.tag == tag:
        yield element
    else:
        for child in element:
            yield from _outermost(child, tag)


def _unescaped(target: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1])), target) if "\x02" in target else target


_OF_OTHERS = frozenset(
    {
        *("markdown", "autoplay", "xml:space"),
        *("xmlns:o", "xmlns:w", "xmlns:v", "xmlns:m", "xmlns:xlink"),
    }
)
"""Attributes that mean nothing to a reader, or of which something else is told."""
_LOOKS = frozenset(
    {
        *(
            "align",
            "valign",
            "bgcolor",
            "color",
            "face",
            "size",
            "border",
            "cellpadding",
            "cellspacing",
        ),
        *("nowrap", "clear", "hspace", "vspace", "noshade", "frameborder", "width", "height"),
        "imageanchor",
    }
)
_NO_GAP = "a space parts the words of this link from its address; write '](' without it"
_NEVER_CLOSED = "this link's round bracket never closes; write ')' behind the address"
