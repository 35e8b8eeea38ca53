"""The lines of a text in, the lines that Python-Markdown expects out, and what is odd in them. Pure (A13).

Python-Markdown has the rules of 2004: a list needs an empty line above it, its children four spaces.
Authors write for GitHub, which follows CommonMark 0.31 and adds tables. So this module finds the blocks by
CommonMark's own algorithm. Quotations, lists, code and HTML are taken out, and a placeholder line stands
for each; the lines inside quotations and lists are normalized in the same way. The work grows with the
number of lines and no faster, whatever they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .commonmark_html import (
    VerbatimHtml,
    begins_html,
    find_markdown_element,
    find_verbatim,
    split_html_and_markdown,
)
from .commonmark_lines import (
    PLACEHOLDER,
    TAB_WIDTH,
    BlockLines,
    Container,
    Line,
    ListBlock,
    QuoteBlock,
    expand_tabs,
    indent_with_spaces,
)
from .model import LineProblem

Stash = Callable[[str], str]
"""Stashes HTML and returns the placeholder for it."""

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*?)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_TIGHT_HEADING = re.compile(r" {0,3}(#{1,6})([^#\s].*)$")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])(?:( +)(.*)|$)")
_DEFINED = re.compile(r" {0,3}\[[^\]]+\]:")
_SPECIAL = frozenset("`~-*_=#>+<|:[\x02")
_DELIMITER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE = re.compile(r"(?<!\\)\|")

# The bullets of lists pasted from Word, Google Docs and Outlook.
_SURE_BULLET = "•·▪▫◦‣⁃●○■□◆➢\uf0a7\uf0b7\uf0d8\uf076"
_BULLET = re.compile(
    rf"( *)(?:([{_SURE_BULLET}])[ \t\u00a0]+|([o§–—-])(?:\t|[ \u00a0]{{2,}}))(\S.*)$"
)

_ENDS_A_SENTENCE = tuple(".!?…:;,")


class BlockNormalizer:
    """Normalizes one text.

    Attributes:
        containers: quotations and lists, by the number in their placeholder.
        notes: problems, with lines of the text from 1.
        fenced: the numbers of lines of fenced code, from 0.
        verbatim: those of other lines without Markdown: indented code, comments, <pre>.

    Args:
        raw: stashes HTML, and gives its placeholder.
        code: stashes a fenced block, given as lines with its fences, and gives its placeholder; None if the
            settings have no fenced code.
        marked: gives the lines for an element of HTML with the attribute `markdown`.
    """

    def __init__(
        self,
        raw: Stash,
        code: Callable[[list[str]], str] | None,
        marked: Callable[[list[str]], list[str]] | None,
    ) -> None:
        self._raw = raw
        self._code = code
        self._marked = marked
        self._open: list[str] = []
        self.containers: list[Container] = []
        self.notes: list[LineProblem] = []
        self.fenced: set[int] = set()
        self.verbatim: set[int] = set()

    def normalize(self, lines: Sequence[Line], depth: int = 0) -> BlockLines:
        """Normalize the lines of one container, or of a whole text.

        Args:
            depth: the number of containers around them.
        """
        step = _Step(self, list(lines), depth)
        while step.at < len(step.lines):
            step.block()
        return BlockLines(tuple(step.out), step.has_gap)

    # --- for the steps ---------------------------------------------------------------------------

    def note(self, number: int, message: str, severity: str = "warning") -> None:
        self.notes.append(LineProblem(number + 1, message, severity))  # type: ignore[arg-type]

    def keep(self, container: Container) -> str:
        self.containers.append(container)
        return PLACEHOLDER % (len(self.containers) - 1)


_DEEPEST = 40
"""Nested containers; deeper ones stay as text."""


class _Step:
    """Goes through the lines of one container, block by block."""

    def __init__(self, normalizer: BlockNormalizer, lines: list[Line], depth: int) -> None:
        self.normalizer = normalizer
        self.lines = lines
        self.depth = depth
        self.at = 0
        self.out: list[Line] = []
        self.has_gap = False
        self._blank_before = False

    def block(self) -> None:
        """Take the block that begins in this line."""
        text, number = self.lines[self.at]
        if not text or text.isspace():
            self._blank_before = bool(self.out)
            self.out.append(Line("", number))
            self.at += 1
            return
        if self._blank_before:
            self.has_gap = True
            self._blank_before = False
        kind = self._kind(self.at)
        if kind is None:
            self._paragraph()
        else:
            kind()

    def _emit(self, lines: Sequence[Line]) -> None:
        """Put a block out, with empty lines around it."""
        if self.out and self.out[-1].text:
            self.out.append(Line("", lines[0].number))
        self.out += lines
        if self.at < len(self.lines) and self.lines[self.at].text.strip():
            self.out.append(Line("", self.lines[self.at].number))

    # --- which block begins ----------------------------------------------------------------------

    def _kind(self, at: int, *, in_paragraph: bool = False) -> Callable[[], None] | None:
        """What takes the block that begins in a line; None for a paragraph, or for one that goes on."""
        text = self.lines[at].text
        if "\t" in text and self._tab_rows(at) > 1:
            return self._tab_table
        start = text.lstrip(" ")
        first = start[:1]
        indent = len(text) - len(start)
        if first.isalpha() and "|" not in text:
            return self._bullets if first == "o" and self._is_bullet(at) else None
        if indent >= TAB_WIDTH:
            if first == "<" and self.normalizer._open and not in_paragraph:
                return self._html
            return None if in_paragraph else self._code_block
        if first not in _SPECIAL and not first.isdigit() and "|" not in text:
            return self._bullets if self._is_bullet(at) else None
        return self._special(at, text, first, in_paragraph=in_paragraph)

    def _special(
        self, at: int, text: str, first: str, *, in_paragraph: bool
    ) -> Callable[[], None] | None:
        if first in "`~" and self.normalizer._code and _FENCE.match(text):
            return self._fence
        if first == "#" and (_HEADING.match(text) or _TIGHT_HEADING.match(text)):
            is_word = not _HEADING.match(text) and not text.lstrip().startswith("##")
            return None if is_word and in_paragraph else self._heading
        if first in "-*_" and _RULE.match(text) and not (in_paragraph and _UNDERLINE.match(text)):
            return self._rule
        if first == ">" and self.depth < _DEEPEST:
            return self._quotation
        if first in "-–—" and not _ITEM.match(text) and self._is_bullet(at):
            return self._bullets
        if self._is_item(text, in_paragraph=in_paragraph) and self.depth < _DEEPEST:
            return self._list
        if first == "<" and begins_html(text, in_paragraph=in_paragraph):
            return self._html
        if "|" in text and self._is_table(at):
            return self._table
        return None

    def _is_item(self, text: str, *, in_paragraph: bool) -> bool:
        match = _ITEM.match(text.expandtabs(TAB_WIDTH) if "\t" in text else text)
        if not match:
            return False
        if in_paragraph:
            # A year at the beginning of a line, or a dash at its end, begins no list.
            return bool(match[4]) and (match[2] in "-*+" or match[2] in {"1.", "1)"})
        return True

    def _is_table(self, at: int) -> bool:
        if at + 1 >= len(self.lines):
            return False
        head, below = self.lines[at].text, self.lines[at + 1].text
        if "-" not in below or not _DELIMITER.match(below):
            return False
        columns = _columns(head)
        return columns == _columns(below) and (columns > 1 or "|" in below)

    # --- paragraphs ------------------------------------------------------------------------------

    def _paragraph(self) -> None:
        begin = self.at
        taken: list[Line] = []
        while self.at < len(self.lines):
            text, number = self.lines[self.at]
            if not text or text.isspace():
                break
            if taken:
                underline = _UNDERLINE.match(text)
                if underline and not _DEFINED.match(taken[0].text):
                    self._underlined(taken, underline[1][0])
                    return
                if self._kind(self.at, in_paragraph=True):
                    break
            taken.append(Line(expand_tabs(text), number))
            self.at += 1
        if begin == self.at:  # what nothing else took
            taken, self.at = [self.lines[begin]], begin + 1
        self._emit(taken)

    def _underlined(self, taken: list[Line], mark: str) -> None:
        number = self.lines[self.at].number
        words = " ".join(line.text.strip() for line in taken)
        if mark == "-" and (len(taken) > 1 or words.endswith(_ENDS_A_SENTENCE)):
            self.normalizer.note(
                number,
                "this line makes a heading of the text above it; put an empty line between them for a rule",
            )
        self.at += 1
        self._emit([Line(words, taken[0].number), Line(mark * 3, number)])

    def _heading(self) -> None:
        text, number = self.lines[self.at]
        self.at += 1
        tight = _TIGHT_HEADING.match(text)
        if match := _HEADING.match(text):
            words = (match[2] or "").strip()
            if not words.strip("#").strip():
                self.normalizer.note(
                    number, "this heading has no words; write some, or take it out"
                )
            self._emit([Line(expand_tabs(f"{match[1]} {words}"), number)])
        elif tight and len(tight[1]) > 1:
            self.normalizer.note(
                number,
                f"other programs take this line for text; write '{tight[1]} …' for a heading, with a space",
            )
            self._emit([Line(expand_tabs(f"{tight[1]} {tight[2]}"), number)])
        else:  # #fees is a word
            self.lines[self.at - 1] = Line(f"\\{text.lstrip()}", number)
            self.at -= 1
            self._paragraph()

    def _rule(self) -> None:
        number = self.lines[self.at].number
        self.at += 1
        self._emit([Line("***", number)])

    # --- code ------------------------------------------------------------------------------------

    def _code_block(self) -> None:
        taken: list[Line] = []
        while self.at < len(self.lines):
            text, number = self.lines[self.at]
            if text.strip() and not text.startswith(" " * TAB_WIDTH):
                break
            taken.append(Line(text.expandtabs(TAB_WIDTH) if text.strip() else "", number))
            self.at += 1
        while taken and not taken[-1].text:
            taken.pop()
            self.at -= 1
        self.normalizer.verbatim.update(line.number for line in taken)
        self._emit(taken)

    def _fence(self) -> None:
        begin = self.at
        text, number = self.lines[begin]
        fence, info = _FENCE.findall(text)[0]
        indent = len(text) - len(text.lstrip(" "))
        inside: list[str] = []
        self.at += 1
        is_closed = False
        while self.at < len(self.lines) and not is_closed:
            row = self.lines[self.at].text
            bare = row.strip(" \t")
            is_closed = (
                row[:4] != " " * TAB_WIDTH and len(bare) >= len(fence) and not bare.strip(fence[0])
            )
            if not is_closed:
                lead = min(indent, len(row) - len(row.lstrip(" ")))
                inside.append(row[lead:].expandtabs(TAB_WIDTH))
            self.at += 1
        if not is_closed:
            self.normalizer.note(
                number,
                f"the block of code that begins here never ends; put {fence} below its last line",
            )
            while inside and not inside[-1].strip():
                inside.pop()
        self.normalizer.fenced.update(line.number for line in self.lines[begin : self.at])
        put_away = self.normalizer._code or "\n".join
        self._emit([Line(put_away([f"{fence}{info}", *inside, fence]), number)])

    # --- quotations and lists --------------------------------------------------------------------

    def _quotation(self) -> None:
        number = self.lines[self.at].number
        inside: list[Line] = []
        is_fenced = False
        while self.at < len(self.lines):
            text, n = self.lines[self.at]
            if match := _QUOTE.match(text):
                inside.append(Line(indent_with_spaces(text[match.end() :]), n))
                if self.normalizer._code and _FENCE.match(inside[-1].text):
                    is_fenced = not is_fenced
            elif is_fenced or not self._goes_on(inside):
                break
            else:
                inside.append(Line(text, n))
            self.at += 1
        normalized = self.normalizer.normalize(inside, self.depth + 1)
        self._emit([Line(self.normalizer.keep(QuoteBlock(normalized)), number)])

    def _goes_on(self, inside: Sequence[Line]) -> bool:
        """Whether this line, less indented than it should be, lazily continues a paragraph."""
        if not inside or not inside[-1].text.strip() or not self.lines[self.at].text.strip():
            return False
        if _UNDERLINE.match(self.lines[self.at].text):
            return False
        before = inside[-1].text
        if _HEADING.match(before) or _RULE.match(before) or _FENCE.match(before):
            return False
        return self._kind(self.at, in_paragraph=True) is None

    def _list(self) -> None:
        typed = _ITEM.findall(expand_tabs(self.lines[self.at].text))[0][1]
        mark = typed[-1]
        start = int(typed[:-1]) if mark in ".)" else None
        number = self.lines[self.at].number
        items: list[BlockLines] = []
        is_loose = False
        while (item := self._item_here(mark)) is not None:
            items.append(self._one_item(item))
            after = self.at
            while after < len(self.lines) and not self.lines[after].text.strip():
                after += 1
            if after > self.at:
                before, self.at = self.at, after
                if self._item_here(mark) is None:
                    self.at = before
                    break
                is_loose = True
        is_loose = is_loose or any(item.has_gap for item in items)
        self._emit([Line(self.normalizer.keep(ListBlock(tuple(items), start, is_loose)), number)])

    def _item_here(self, mark: str) -> _Item | None:
        if self.at >= len(self.lines):
            return None
        text = self.lines[self.at].text
        if len(text) - len(text.lstrip(" ")) >= TAB_WIDTH or _RULE.match(text):
            return None
        item = _item_of(text)
        return item if item and item.mark[-1] == mark else None

    def _one_item(self, item: _Item) -> BlockLines:
        """Take an item with all that belongs to it: what is indented as its words are, or, for a child of
        it, by two spaces."""
        inside = [Line(item.words, self.lines[self.at].number)]
        self.at += 1
        while self.at < len(self.lines):
            text, n = self.lines[self.at]
            if not text or text.isspace():
                if len(inside) == 1 and not item.words:
                    break  # an item that begins with an empty line is empty
                inside.append(Line("", n))
                self.at += 1
                continue
            indent = len(text) - len(text.lstrip(" "))
            if indent >= item.offset:
                inside.append(Line(text[item.offset :], n))
            elif self._is_child(item, indent) or self._goes_on_in_an_item(inside, indent):
                inside.append(Line(text.lstrip(" "), n))
            else:
                break
            self.at += 1
        while len(inside) > 1 and not inside[-1].text:
            inside.pop()
            self.at -= 1
        return self.normalizer.normalize(inside, self.depth + 1)

    def _is_child(self, item: _Item, indent: int) -> bool:
        """Two spaces make a child, even where the words of its parent begin farther to the right."""
        text = self.lines[self.at].text
        return indent >= item.indent + 2 and _item_of(text) is not None and not _RULE.match(text)

    def _goes_on_in_an_item(self, inside: Sequence[Line], indent: int) -> bool:
        is_item = indent < TAB_WIDTH and _item_of(self.lines[self.at].text) is not None
        return not is_item and self._goes_on(inside)

    # --- what Word and Excel leave on the clipboard ----------------------------------------------

    def _is_bullet(self, at: int) -> bool:
        match = _BULLET.match(self.lines[at].text) if self.depth < _DEEPEST else None
        return bool(match) and not (match and match[3] == "-")

    def _bullets(self) -> None:
        """Write the bullets of a word processor as Markdown's; deeper ones by their sign, where no spaces
        say how deep they are."""
        signs: list[str] = []
        indents: list[int] = []
        at = self.at
        while at < len(self.lines):
            text, number = self.lines[at]
            match = _BULLET.match(text)
            if not match:
                if text.strip() or at + 1 >= len(self.lines) or not self._is_bullet(at + 1):
                    break
                at += 1
                continue
            sign, indent = match[2] or match[3], len(match[1])
            while indents and indent < indents[-1]:
                indents.pop()
            if not indents or indent > indents[-1]:
                indents.append(indent)
            if sign in signs:
                del signs[signs.index(sign) + 1 :]
            else:
                signs.append(sign)
            level = max(len(signs), len(indents)) - 1
            self.lines[at] = Line(f"{'  ' * level}- {match[4]}", number)
            at += 1
        self._list()

    def _tab_rows(self, at: int) -> int:
        """How many lines from here on are rows of a table that came with tabs between its cells."""
        rows = 0
        columns = self.lines[at].text.count("\t")
        first = self.lines[at].text
        if _item_of(first) or _BULLET.match(first):
            return 0
        while at + rows < len(self.lines):
            text = self.lines[at + rows].text
            if not text.strip() or text.startswith(" ") or text.count("\t") != columns:
                break
            rows += 1
        return rows

    def _tab_table(self) -> None:
        rows = self._tab_rows(self.at)
        taken = []
        for n, (text, number) in enumerate(self.lines[self.at : self.at + rows]):
            cells = [_PIPE.sub(r"\\|", cell.strip()) for cell in text.split("\t")]
            taken.append(Line(f"| {' | '.join(cells)} |", number))
            if n == 0:
                taken.append(Line("|" + " --- |" * len(cells), number))
        self.at += rows
        self._emit(taken)

    def _table(self) -> None:
        taken = [
            Line(expand_tabs(self.lines[n].text.strip()), self.lines[n].number)
            for n in (self.at, self.at + 1)
        ]
        self.at += 2
        while self.at < len(self.lines):
            text, number = self.lines[self.at]
            if not text.strip() or self._kind(self.at, in_paragraph=True):
                break
            taken.append(Line(expand_tabs(text.strip()), number))
            self.at += 1
        self._emit(taken)

    # --- HTML ------------------------------------------------------------------------------------

    def _html(self) -> None:
        text, number = self.lines[self.at]
        end = find_markdown_element(self.lines, self.at) if self.normalizer._marked else None
        if self.normalizer._marked and end is not None:
            rows = [line.text for line in self.lines[self.at : end]]
            self.at = end
            self._emit([Line(row, number) for row in self.normalizer._marked(rows)])
        elif verbatim := find_verbatim(text):
            self._verbatim(verbatim)
        else:
            begin = self.at
            while self.at < len(self.lines) and self.lines[self.at].text.strip():
                self.at += 1
            self._mixed(self.lines[begin : self.at])

    def _verbatim(self, html: VerbatimHtml) -> None:
        begin, number = self.at, self.lines[self.at].number
        while self.at < len(self.lines):
            column = html.start if self.at == begin else 0
            found = html.ends.search(self.lines[self.at].text, column)
            self.at += 1
            if found:
                break
        else:
            if html.is_comment:
                message = "this comment never ends, so readers do not see the rest; write --> where it ends"
                self.normalizer.note(number, message, "error")
        self.normalizer.verbatim.update(line.number for line in self.lines[begin : self.at])
        self._put_away(self.lines[begin : self.at])

    def _mixed(self, lines: Sequence[Line]) -> None:
        """A block of HTML, up to an empty line: the lines between its tags may be Markdown."""
        for is_raw, run in split_html_and_markdown(lines, self.normalizer._open):
            if is_raw:
                self._put_away(run)
            else:
                self._emit(self.normalizer.normalize(run, self.depth + 1).lines)

    def _put_away(self, lines: Sequence[Line]) -> None:
        html = "\n".join(line.text for line in lines)
        self._emit([Line(self.normalizer._raw(html), lines[0].number)])


class _Item(NamedTuple):
    """The beginning of an item: where its mark stands, where its words do, and these."""

    indent: int
    mark: str
    offset: int
    words: str


def _item_of(text: str) -> _Item | None:
    match = _ITEM.match(text.expandtabs(TAB_WIDTH) if "\t" in text else text)
    if not match:
        return None
    indent, mark, gap, words = len(match[1]), match[2], match[3] or "", match[4] or ""
    width = len(gap)
    if width > TAB_WIDTH:  # a block of code in the item
        words = " " * (width - 1) + words
        width = 1
    return _Item(indent, mark, indent + len(mark) + max(width, 1), words if words.strip() else "")


def _columns(row: str) -> int:
    bare = row.strip()
    count = len(_PIPE.findall(bare)) + 1
    if bare.startswith("|"):
        count -= 1
    if bare.endswith("|") and not bare.endswith("\\|") and len(bare) > 1:
        count -= 1
    return count
