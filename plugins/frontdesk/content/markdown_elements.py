"""The elements of one Markdown text in, its links and problems out, each with its line. Pure.

Lines are known for elements of the top level; what stands inside one is searched for among its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from frontdesk.formats.author_sanitizer import RemovedMarkup

from .commonmark_extension import BlockPreprocessor
from .model import LineProblem, Link
from .raw_html import HANDLER_REMOVED, MISSING_ALT, MISSING_SOURCE, STYLE_REMOVED, read_raw_html

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_DASH = re.compile(r"\s*(?:[—–―]|--)")

FIRST_PUBLISHED = re.compile(
    r"\b(?:first|originally|previously) (?:published|posted|appeared|printed) (?:in|on|at|by|as)\b",
    re.IGNORECASE,
)
_OF_NOTICES = ("publ", "posted", "appeared", "nted")
"""Every such notice has one of these; searching for them takes a hundredth of the time."""

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


class MarkdownLinter:
    """The links and problems that are found in one text so far."""

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
        """Take over what commonmark_preprocessor.py found: problems, and which lines are code."""
        normalizer = step.normalizer
        self.numbers = [line.number for line in step.lines]
        self.problems += normalizer.notes
        if normalizer.fenced or normalizer.verbatim:
            numbered = list(enumerate(self.lines))
            self.lines = ["" if n in normalizer.fenced else row for n, row in numbered]
            hidden = normalizer.fenced | normalizer.verbatim
            self.prose = ["" if n in hidden else row for n, row in numbered]
        self.prose = _without_code("\n".join(self.prose)).split("\n")

    def check_element(self, child: Element, span: tuple[int, int], stash: list[Any]) -> None:
        """Check one element of the top level with all inside it."""
        self._first, self._last = (self._number(n) for n in span)
        self._last = max(self._last, self._first + 1)
        self._at = (self._first, 0)
        if child.tag == "pre":
            self._check_code()
            return
        for number, quotation in enumerate(_outermost(child, "blockquote")):
            self._check_quotation(quotation, number)
        for element in child.iter():
            self._check_inside(element)
            if element.text and element.tag not in {"code", "pre"}:
                self._check_words(element.text, stash)
            if element.tail and element is not child:
                self._check_words(element.tail, stash)

    def _number(self, line: int) -> int:
        if self.numbers is None:
            return line
        return self.numbers[line] if line < len(self.numbers) else len(self.lines)

    def _find(self, *wanted: str | re.Pattern[str]) -> int:
        """The line, from 1, of the next match in the element, for the first of these that has one; else a
        match anywhere in the element, else in the text."""
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

    def _check_inside(self, element: Element) -> None:
        if element.tag in _HEADINGS:
            self._check_heading(_HEADINGS[element.tag])
        elif element.tag == "img":
            target = _unescaped(element.get("src", ""))
            line = self._find_address(target)
            self.links.append(Link(target, line, "picture"))
            if not (element.get("alt") or "").strip():
                self.note(line, MISSING_ALT)
        elif element.tag == "a":
            self._check_link(element)

    def _check_link(self, element: Element) -> None:
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

    def _check_heading(self, level: int) -> None:
        line = self._find(_HASHES[level], _UNDERLINE)
        is_underline = line > 1 and _UNDERLINE.fullmatch(self.lines[line - 1])
        self.check_heading_level(level, line - 1 if is_underline else line)

    def check_heading_level(self, level: int, line: int) -> None:
        if level == 1:
            self.note(
                line,
                "this is a heading of level 1, and only the title is one; write '## …'",
            )
        elif level > self._level + 1:
            marks = "#" * (self._level + 1)
            above = "the title" if self._level == 1 else f"one of level {self._level}"
            self.note(line, f"a heading of level {level} comes under {above}; write '{marks} …'")
        self._level = max(level, 1)

    def _check_quotation(self, element: Element, number: int) -> None:
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

    def _check_code(self) -> None:
        """An indented paragraph is a block of code, but a Tab in front of it is rarely meant so."""
        for n in range(self._first, self._last):
            if self.lines[n : n + 1] and self.lines[n].startswith("\t"):
                self.note(
                    n + 1,
                    "the Tab in front makes this a block of code; take it out, or put ``` above and "
                    "below what is code",
                )
                return

    def _check_words(self, text: str, stash: list[Any]) -> None:
        if "\x02" in text:
            for match in _INLINE_RAW.finditer(text):
                raw = stash[int(match[1])]
                if isinstance(raw, str):
                    self._check_raw_html(raw)
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

    def _check_raw_html(self, raw: str) -> None:
        first = raw.strip("\n").split("\n")[0]
        line = self._find(first)
        found = read_raw_html(raw.lstrip("\n"), is_in_drawing=self._is_in_drawing)
        self._is_in_drawing = found.is_in_drawing
        for link in found.links:
            self.links.append(Link(link.target, line + link.line - 1, link.use))
        for problem in found.problems:
            self.note(line + problem.line - 1, problem.message, problem.severity)
        for level, at in found.headings:
            self.check_heading_level(level, line + at - 1)

    # --- what the page will not have -------------------------------------------------------------

    def _line_with(self, *wanted: str | re.Pattern[str]) -> int:
        """The first line, from 1, with one of these."""
        for one in wanted:
            for n, row in enumerate(self.lines):
                if _end_of(one, row, 0) is not None:
                    return n + 1
        return 1

    def check_removed_markup(self, removed: RemovedMarkup) -> None:
        """Report what cleaning takes out of the text, unless that is reported already."""
        self._check_attribute_lists({name for _, name, _ in removed.attributes})
        told = " ".join(problem.message.split(" ")[0] for problem in self.problems)
        for tag, name, value in removed.attributes:
            if f"{name}=…" not in told and name not in _OF_OTHERS:
                self._report_attribute(tag, name, value)
                told += f" {name}=…"
        for tag in removed.tags:
            if f"<{tag}>" not in told:
                line = self._line_with(re.compile(rf"<{re.escape(tag)}\b", re.IGNORECASE))
                self.note(line, f"<{tag}> was left out: it is not allowed here; take it out")
        if removed.stray_ends or removed.unclosed:
            self._check_unmatched_tags(removed)

    def _check_attribute_lists(self, names: set[str]) -> None:
        """Styles and handlers in `{: … }`, each in its line."""
        for n, row in enumerate(self.prose if names else ()):
            for typed in _IN_A_LIST.findall(row) if "{" in row else ():
                if (name := typed.lower()) in names:
                    style = name == "style"
                    message = STYLE_REMOVED if style else HANDLER_REMOVED.format(name)
                    self.note(n + 1, message, "warning" if style else "error")

    def _report_attribute(self, tag: str, name: str, value: str) -> None:
        line = self._line_with(value or name, re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE))
        typed = self._line_with(re.compile(rf"\b{re.escape(name)}\s*=", re.IGNORECASE))
        if name.startswith("on"):
            self.note(typed, HANDLER_REMOVED.format(name), "error")
        elif name == "style":
            self.note(typed, STYLE_REMOVED)
        elif name in {"href", "src", "poster", "xlink:href", "cite"}:
            if value and value not in {link.target for link in self.links}:
                message = f"the address '{value}' was left out, because pages never link there; correct it"
                self.note(line, message)
        elif name == "srcset":
            message = (
                "srcset=… was left out: the build makes a picture in several widths; take it out"
            )
            self.note(typed, message)
        elif name in _LOOKS:
            message = f"{name}=… was left out: only the theme decides how pages look; take it out"
            self.note(typed, message, "info")
        else:
            message = f"{name}=… on <{tag}> was left out: it means nothing here; take it out"
            self.note(typed, message)

    def _check_unmatched_tags(self, removed: RemovedMarkup) -> None:
        """Report tags without a counterpart."""
        opened: list[tuple[str, int]] = []
        for n, row in enumerate(self.prose):
            for closes, name, rest in _A_TAG.findall(row) if "<" in row else ():
                tag = name.lower()
                if not closes and not rest.endswith("/"):
                    opened.append((tag, n + 1))
                elif closes and tag in {one for one, _ in opened}:
                    while (last := opened.pop())[0] != tag:
                        if last[0] in removed.unclosed:
                            self._report_unclosed(*last)
                elif closes and tag in removed.stray_ends:
                    self.note(n + 1, f"</{tag}> ends nothing and was left out; take it out")
        for tag, line in opened:
            if tag in removed.unclosed:
                self._report_unclosed(tag, line)

    def _report_unclosed(self, tag: str, line: int) -> None:
        self.note(
            line,
            f"<{tag}> begins here and never ends, so the build ends it; write </{tag}> where it ends",
        )

    def check_unused_footnotes(self, names: Iterable[str]) -> None:
        words = "\n".join(self.prose)
        for name in names:
            if not re.search(rf"\[\^{re.escape(name)}\](?!:)", words):
                line = self._line_with(f"[^{name}]:")
                self.note(
                    line,
                    f"nothing refers to this footnote; write [^{name}] where it belongs, or take it out",
                )

    # --- the text as a whole ---------------------------------------------------------------------

    def check_open_fence(self, masked: str) -> None:
        if match := _FENCE.search(masked):
            self.note(
                masked.count("\n", 0, match.start()) + 1,
                f"the block of code that begins here never ends; put {match[1]} below its last line",
            )

    def check_publication_notice(self, masked: str) -> None:
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
"""Attributes that no reader misses, or that have another message."""
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
_NO_GAP = "there is a space between the words of this link and its address; write '](' without it"
_NEVER_CLOSED = "this link's round bracket never closes; write ')' after the address"
