"""HTML between the lines of a text: where a block of it begins, where it ends, and which of its lines may
be Markdown. Pure (CommonMark 0.31, 4.6, but for Markdown between tags)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .commonmark_lines import Line

_BLOCK_NAMES = (
    "address article aside audio base basefont blockquote body canvas caption center col colgroup dd "
    "details dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 "
    "h5 h6 head header hr html iframe legend li link main map math menu menuitem meta nav noframes "
    "noscript object ol optgroup option p param picture search section source summary svg table tbody td "
    "template tfoot th thead title tr track ul video"
)
_OF_A_BLOCK = re.compile(rf" *</?(?:{'|'.join(_BLOCK_NAMES.split())})(?:[\s>]|/>|$)", re.IGNORECASE)
_ALONE = re.compile(
    r" *<(?:/[A-Za-z][\w-]*\s*|[A-Za-z][\w-]*"
    r"""(?:\s+[\w:.@-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*+\s*/?)>\s*$"""
)
_COMMENT_END = re.compile(r"-->")
_VERBATIM: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r" *<(?:pre|script|style|textarea)(?:[\s>]|$)", re.IGNORECASE),
        re.compile(r"</(?:pre|script|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r" *<!--"), _COMMENT_END),
    (re.compile(r" *<\?"), re.compile(r"\?>")),
    (re.compile(r" *<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r" *<![A-Za-z]"), re.compile(r">")),
)
"""How HTML begins whose content is never Markdown, and how it ends."""

_MARKED = re.compile(r" *<([A-Za-z][\w-]*)\b[^<>]*\smarkdown\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>]*)>")
_EMPTY_NAMES = "area base br col embed hr img input link meta source track wbr"
_EMPTY = frozenset(_EMPTY_NAMES.split())
_HOLDERS = "article aside blockquote center details div figure footer header main nav section"
_HOLDS_BLOCKS = frozenset(_HOLDERS.split())
_MARKDOWN = re.compile(
    r"\]\(|\]\[|\*\*|__|`|~~|(?:^|\n) *(?:[-*+] |\d+[.)] |#{1,6} |> |\|)|https?://"
)


class VerbatimHtml(NamedTuple):
    """HTML whose content is never Markdown, such as `<pre>` or a comment.

    Attributes:
        start: the column behind its beginning.
        ends: what ends it.
        is_comment: whether it is a comment, which hides the rest of a text if it never ends.
    """

    start: int
    ends: re.Pattern[str]
    is_comment: bool


def begins_html(text: str, *, in_paragraph: bool) -> bool:
    """Whether a line begins a block of HTML. A tag alone in its line does not interrupt a paragraph."""
    if any(begins.match(text) for begins, _ in _VERBATIM) or _OF_A_BLOCK.match(text):
        return True
    return not in_paragraph and bool(_ALONE.match(text))


def find_verbatim(text: str) -> VerbatimHtml | None:
    """The verbatim HTML that begins in a line, if any does."""
    for begins, ends in _VERBATIM:
        if match := begins.match(text):
            return VerbatimHtml(match.end(), ends, ends is _COMMENT_END)
    return None


def find_markdown_element(lines: Sequence[Line], at: int) -> int | None:
    """For an element with the attribute `markdown` that begins in a line, the index of the line below its
    end; None if there is none or it never ends."""
    marked = _MARKED.match(lines[at].text)
    if not marked:
        return None
    name, depth = marked[1].lower(), 0
    for n in range(at, len(lines)):
        for closes, tag, _ in _TAG.findall(lines[n].text):
            if tag.lower() == name:
                depth += -1 if closes else 1
        if depth <= 0:
            return n + 1
    return None


def split_html_and_markdown(
    lines: Sequence[Line], opened: list[str]
) -> Iterator[tuple[bool, list[Line]]]:
    """The lines of a block of HTML in runs: True with lines of HTML, False with lines of Markdown.

    Args:
        opened: the elements that are open, the innermost last; changed in place.
    """
    done: list[Line] = []
    words: list[Line] = []
    is_in_tag = False
    for line in lines:
        is_tag = is_in_tag or line.text.lstrip().startswith("<")
        if not is_tag and opened and opened[-1] in _HOLDS_BLOCKS:
            words.append(line)
            continue
        if _is_markdown(words):
            yield from ((True, done),) if done else ()
            yield False, words
            done = []
        else:
            done += words
        words = []
        done.append(line)
        text = line.text
        is_in_tag = (is_in_tag or "<" in text) and text.rfind("<") >= text.rfind(">")
        if "<" in text:
            _update_opened(text, opened)
    if _is_markdown(words):
        yield from ((True, done),) if done else ()
        yield False, words
    elif done or words:
        yield True, [*done, *words]


def _is_markdown(lines: Sequence[Line]) -> bool:
    return bool(lines) and bool(_MARKDOWN.search("\n".join(line.text for line in lines)))


def _update_opened(text: str, opened: list[str]) -> None:
    for closes, name, rest in _TAG.findall(text):
        tag = name.lower()
        if tag in _EMPTY or rest.endswith("/"):
            continue
        if not closes:
            opened.append(tag)
        elif tag in opened:
            while opened.pop() != tag:
                pass
