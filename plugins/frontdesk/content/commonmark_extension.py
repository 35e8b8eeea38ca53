"""An extension of the Markdown library: Markdown as CommonMark and GitHub read it (A13).

Name it last in the setting MARKDOWN: `frontdesk.content.commonmark_extension`. commonmark_preprocessor.py
finds the blocks; this module makes elements of them, and reads the marks within a line.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from .commonmark_lines import BlockLines, Line, ListBlock, QuoteBlock, split_lines
from .commonmark_preprocessor import BlockNormalizer

PREPROCESSOR = "layout"
"""The name of our preprocessor in the library."""

_MARK = re.compile(r"\x02block:(\d+)\x03\s*$")


class CommonMark(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        preprocessor = BlockPreprocessor(md)
        md.preprocessors.register(preprocessor, PREPROCESSOR, 35)
        md.parser.blockprocessors.register(_Containers(preprocessor), "containers", 110)
        add = md.inlinePatterns.register
        add(_LineBreak(r"\\\n", "br"), "backslash_break", 185)
        add(_BareUrl(_WEB, md), "bare_web", 117)
        add(_BareUrl(_WWW, md), "bare_www", 116)
        add(_BareMail(_MAIL, md), "bare_mail", 105)
        add(SimpleTagInlineProcessor(r"(?<!~)(~~)(?!~)(.+?)(?<!~)~~(?!~)", "del"), "strike", 70)
        md.treeprocessors.register(_Alignment(md), "alignment", 5)
        md.treeprocessors.register(_UnusedFootnotes(md), "unused_notes", 4)


# --- blocks -------------------------------------------------------------------------------------


class BlockPreprocessor(Preprocessor):
    """Rewrites a text as the library expects it, and stashes HTML and code.

    Attributes:
        lines: the lines of the last text, with their numbers.
        normalizer: what was found in them.
        code: the numbers of the blocks of code among the HTML that is stashed.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.lines: tuple[Line, ...] = ()
        self.normalizer = BlockNormalizer(md.htmlStash.store, None, None)
        self.code: set[int] = set()
        self._html = md.preprocessors["html_block"]
        fences = "fenced_code_block"
        self._fences = md.preprocessors[fences] if fences in md.preprocessors else None  # noqa: SIM401 - no dict
        # The library's own steps would look once more for what is put away here.
        for name in ("normalize_whitespace", "html_block", "fenced_code_block"):
            if name in md.preprocessors:
                md.preprocessors.deregister(name)

    def run(self, lines: list[str]) -> list[str]:
        marked = self._marked if "md_in_html" in type(self._html).__module__ else None
        code = self._code if self._fences else None
        self.normalizer = BlockNormalizer(self.md.htmlStash.store, code, marked)
        self.code = set()
        self.lines = self.normalizer.normalize(split_lines("\n".join(lines))).lines
        return [*(line.text for line in self.lines), "", ""]

    def _marked(self, rows: list[str]) -> list[str]:
        """Normalize the lines inside the element first, if it has any."""
        if len(rows) > 2 and not re.search(r"markdown\s*=\s*[\"']?(?:0|span)", rows[0]):
            inside = [Line(row, n) for n, row in enumerate(rows[1:-1])]
            rows = [
                rows[0],
                *(line.text for line in self.normalizer.normalize(inside, 1).lines),
                rows[-1],
            ]
        return self._html.run(rows)

    def _code(self, rows: list[str]) -> str:
        if self._fences is None:
            return self.md.htmlStash.store("")
        fence = re.match(r"[`~]+", rows[0])
        mark = fence[0] if fence else "```"
        rows = [mark + _known(rows[0][len(mark) :].strip()), *rows[1:]]
        info = rows[0][len(mark) :].split()
        # The library does not know some words after the language, such as title="x".
        for first in (rows[0], f"{mark}{info[0]}" if info else mark, mark):
            for row in self._fences.run([first, *rows[1:]]):
                if match := HTML_PLACEHOLDER_RE.fullmatch(row.strip()):
                    self.code.add(int(match[1]))
                    return match[0]
        return self.md.htmlStash.store("")


_OPTION = re.compile(r"""[.#][\w+-]+|hl_lines\s*=\s*["']?[\d\s-]+["']?|linenums\s*=\s*\w+""")


def _known(info: str) -> str:
    """The part of `{ … }` after a fence that the library knows: language, classes, id and marked lines. It
    would take any other word for an option of its highlighter, and fail."""
    if not info.startswith("{"):
        return info
    return "{ " + " ".join(_OPTION.findall(info)) + " }" if _OPTION.search(info) else ""


class _Containers(BlockProcessor):
    """Makes elements of the quotations and lists that commonmark_preprocessor.py found."""

    def __init__(self, preprocessor: BlockPreprocessor) -> None:
        super().__init__(preprocessor.md.parser)
        self._preprocessor = preprocessor

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's arguments
        return block.startswith("\x02block:")

    def run(self, parent: Element, blocks: list[str]) -> bool:
        match = _MARK.match(blocks[0])
        normalizer = self._preprocessor.normalizer
        if not match or int(match[1]) >= len(normalizer.containers):
            return False
        blocks.pop(0)
        container = normalizer.containers[int(match[1])]
        self.parser.state.set("container")
        if isinstance(container, QuoteBlock):
            self._quotation(parent, container)
        else:
            self._list(parent, container)
        self.parser.state.reset()
        return True

    def _quotation(self, parent: Element, quotation: QuoteBlock) -> None:
        before = self.lastChild(parent)
        is_one = before is not None and before.tag == "blockquote"
        element = before if is_one and before is not None else SubElement(parent, "blockquote")
        self.parser.parseBlocks(element, quotation.inside.blocks)

    def _list(self, parent: Element, items: ListBlock) -> None:
        listed = SubElement(parent, "ul" if items.start is None else "ol")
        if items.start not in (None, 1):
            listed.set("start", str(items.start))
        for item in items.items:
            self._item(listed, item, is_loose=items.is_loose)

    def _item(self, listed: Element, lines: BlockLines, *, is_loose: bool) -> None:
        item = SubElement(listed, "li")
        self.parser.parseBlocks(item, lines.blocks)
        if is_loose:
            return
        before: Element | None = None
        for child in list(item):
            if child.tag != "p" or len(child):
                before = child
            else:
                item.remove(child)
                if before is None:
                    item.text = _joined(item.text, child.text)
                else:
                    before.tail = _joined(before.tail, child.text)


def _joined(one: str | None, other: str | None) -> str:
    if not one:
        return other or ""
    return f"{one}\n{other or ''}"


class _Alignment(Treeprocessor):
    """The alignment of a column becomes a class, because a page's policy allows no styles (R2)."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in {"td", "th"}:
                style = cell.attrib.pop("style", None) or ""
                match = re.fullmatch(r"text-align: (left|right|center);", style)
                where = match[1] if match else cell.attrib.pop("align", "")
                if where:
                    cell.set("class", f"{cell.get('class', '')} align-{where}".strip())
                elif style:
                    cell.set("style", style)


class _UnusedFootnotes(Treeprocessor):
    """A footnote without a reference gets no link back to it."""

    def run(self, root: Element) -> None:
        notes = next((e for e in root.iter("div") if e.get("class") == "footnote"), None)
        if notes is None:
            return
        ids = {element.get("id") for element in root.iter()}
        for parent in notes.iter():
            for child in list(parent):
                target = child.get("href", "")
                if child.get("class") == "footnote-backref" and target[1:] not in ids:
                    parent.remove(child)


# --- marks within a line ------------------------------------------------------------------------

# Tags and links of HTML are passed over, and so is an address after `](`, which begins an unfinished link.
_PASSED = r"(?P<passed><a\b[^<>]*>(?:(?!</a\b).)*</a\s*>|<[^<>]*>)"
_END = r"[^\s<>\"`\[\]|\\\x02\x03“”„«»。、，）」』】》；：！？]"
_WEB = rf"{_PASSED}|(?<![\w/@\"'=])(?<!\]\()(?<!\] \()https?://(?=[\w\[]){_END}+"
_WWW = rf"{_PASSED}|(?<![\w/@\"'=.:-])(?<!\]\()www\.(?=\w){_END}+"
_MAIL = (
    rf"{_PASSED}|(?<![\w.+/@:=-])(?<!\]\()[\w.+-]+@(?:[\w-]+\.)+[A-Za-z][\w-]*[A-Za-z](?![\w@/-])"
)
_TRAILING = re.compile(r"(?:[?!.,:*_~'’;…]|&\w+;)+$")


class _LineBreak(SimpleTagInlineProcessor):
    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the library's argument
    ) -> tuple[Element, int, int]:
        return Element(self.tag), m.start(0), m.end(0)


class _BareLink(InlineProcessor):
    """An address in the words becomes a link, as GitHub does it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the library's argument
    ) -> tuple[Element | None, int | None, int | None]:
        found = None if m["passed"] else self._address(m[0])
        if not found:
            return None, None, None
        words, target = found
        link = Element("a", href=target)
        link.text = AtomicString(words)
        return link, m.start(0), m.start(0) + len(words)

    def _address(self, typed: str) -> tuple[str, str] | None:
        """The words of the link and its target; None if this is no address after all."""
        raise NotImplementedError


class _BareUrl(_BareLink):
    def _address(self, typed: str) -> tuple[str, str] | None:
        url = _without_sentence_end(typed)
        host = url.partition("://")[2] or url
        if not re.match(r"[\w-]+(?:\.[\w-]+)*(?:[:/?#]|$)", host) or (
            "." not in host and not host.startswith("localhost")
        ):
            return None
        return url, url if "://" in url else f"https://{url}"


class _BareMail(_BareLink):
    def _address(self, typed: str) -> tuple[str, str] | None:
        return typed, f"mailto:{typed}"


def _without_sentence_end(address: str) -> str:
    while True:
        before = address
        address = _TRAILING.sub("", address)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1]
        if address == before:
            return address


def makeExtension(**settings: Any) -> CommonMark:  # noqa: N802 - the library's name
    return CommonMark(**settings)
