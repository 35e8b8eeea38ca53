"""The Markdown library's block parser, with the source line of each element. Pure.

The library keeps no line numbers, so `LineTrackingParser` notes them for the elements of the top level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.util import HTML_PLACEHOLDER_RE

INLINE_MARKS = re.compile(r"[\[<`\\\x02@]|://|www\.")
"""What may begin a link, picture, tag or code within a line."""
_KNOWN_PROCESSORS = frozenset(
    {
        *("markdown_block", "empty", "indent", "defindent", "code", "table", "hashheader", "hr"),
        *("setextheader", "olist", "ulist", "deflist", "quote", "footnote", "abbr", "reference"),
        *("paragraph", "containers"),
    }
)
"""Those of the library, of its extension `extra` and of our CommonMark."""
_MAY_BEGIN_A_BLOCK = re.compile(r"\n\s*[#>=:*+\-_\[]")
_MAY_BE_NO_PARAGRAPH = frozenset("#>=:*+-_[0123456789")


class LineTrackingParser(BlockParser):
    """The library's parser, which also notes the lines of each element of the top level. Plain prose is
    a paragraph at once: asking each processor in turn takes half of the time of a check
    (benchmarks/check.py).

    Attributes:
        root: the tree of the last text.
        spans: its elements of the top level: the first line of each and the line after its last, from 0.
    """

    root: Element
    spans: dict[Element, tuple[int, int]]

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.blockprocessors = md.parser.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self
        md.parser = self
        known = [self.blockprocessors[n] for n in _KNOWN_PROCESSORS if n in self.blockprocessors]
        self._knows_all = all(one in known for one in self.blockprocessors)

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - the library's name
        self.root = Element("div")
        self.spans = {}
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
                child, (first, _) = self.spans.popitem()
                self.spans[child] = (first, there)
            self.spans |= dict.fromkeys(added, (here, there))
            here = there
        return ElementTree(self.root)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - as above
        while blocks:
            self._take(parent, blocks)

    def _take(self, parent: Element, blocks: list[str]) -> None:
        """Make elements of the first block."""
        if self._knows_all and _is_paragraph(blocks[0]) and not self.state.isstate("list"):
            SubElement(parent, "p").text = blocks.pop(0)
            return
        for processor in self.blockprocessors:
            if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                return


def _is_paragraph(block: str) -> bool:
    """Whether a block can only be a paragraph."""
    return (
        bool(block)
        and block[0] not in _MAY_BE_NO_PARAGRAPH
        and not block[0].isspace()
        and not ("|" in block or "\x02" in block)
        and not _MAY_BEGIN_A_BLOCK.search(block)
    )


def _line_of(blocks: list[str], originals: list[str], starts: list[int]) -> int:
    """The line where the first remaining block begins. Processors put back what they do not take, as new
    strings in front of the untouched ones."""
    for n, block in enumerate(blocks):
        index = len(originals) - len(blocks) + n
        if index >= 0 and block is originals[index]:
            if n == 0:
                return starts[index] + len(block) - len(block.lstrip("\n"))
            rest = sum(b.count("\n") + 1 for b in blocks[:n])
            return max(starts[index] - 1 - rest, 0)
    rest = sum(b.count("\n") + 1 for b in blocks)
    return max(starts[-1] + originals[-1].count("\n") + 1 - rest, 0)


def source_line_numbers(before: list[str], after: list[str], stash: list[Any]) -> list[int]:
    """For each line of a text without its raw HTML, the number of the line before HTML was taken out."""
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
