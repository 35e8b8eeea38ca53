"""The HTML of a text in, its summary out: the beginning, with its tags closed. Pure.

It counts words as Pelican does, so that SUMMARY_MAX_LENGTH means the same.
"""

from __future__ import annotations

import re
from html import unescape

from frontdesk.content.outline import remove_footnotes

_CONTENTS = re.compile(r'<div\s+class="contents[^"]*"[^>]*>.*?</div>', re.DOTALL | re.IGNORECASE)
_BACK_LINK = re.compile(
    r'<a[^>]*class="[^"]*toc-backref[^"]*"[^>]*>(.*?)</a>', re.DOTALL | re.IGNORECASE
)
_MARKUP = re.compile(
    r"""(?P<comment><!--.*?-->)|<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*)(?:[^>"']|"[^"]*"|'[^']*')*>"""
    r"|(?P<ref>&(?:\#\w+|\w+);?)",
    re.DOTALL,
)
_LETTERS = (
    "\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0002a6df\U0002f800-\U0002fa1f\u3040-\u30ff"
    "\u1100-\u11ff\uac00-\ud7ff\u3130-\u318f"
)
"""Of Chinese, Japanese and Korean, each of which counts as a word."""
_WORD = re.compile(rf"[{_LETTERS}]|\w[\w'-]*")
_EMPTY = {"br", "col", "link", "base", "img", "param", "area", "hr", "input"}
"""Elements that are not closed."""


def summarize(html: str, most_words: int | None, end: str) -> str:
    """A summary without footnotes, whose marks and notes would link to places on another page (A13).

    Args:
        most_words: after so many words it is cut off; None for all of the text.
        end: what stands where it was cut off.
    """
    cut = html if most_words is None else _first_words(html, most_words, end)
    return remove_footnotes(_BACK_LINK.sub(r"\1", _CONTENTS.sub("", cut)))


def _first_words(html: str, most: int, end: str) -> str:
    if most <= 0:
        return ""
    counter = _Counter(most)
    at = 0
    for match in _MARKUP.finditer(html):
        if counter.read(html, at, match.start()) or counter.pass_markup(match):
            break
        at = match.end()
    else:
        counter.read(html, at, len(html))
    if counter.cut is None:
        return html
    closed = "".join(f"</{name}>" for name in reversed(counter.open))
    return f"{html[: counter.cut]}{f' {end}' if end else ''}{closed}"


class _Counter:
    """Counts words. A word goes on over a reference to a letter, such as `caf&eacute;s`.

    Attributes:
        cut: where the last word ends that may be shown; None while there may be more.
        open: the names of the elements around, from outside in.
    """

    def __init__(self, most: int) -> None:
        self.cut: int | None = None
        self.open: list[str] = []
        self._left = most
        self._word_ends: int | None = None

    def read(self, html: str, start: int, stop: int) -> bool:
        """Read plain text; whether that was enough."""
        last = start
        for match in _WORD.finditer(html, start, stop):
            if match.start() > start and self._count():
                return True
            last = self._word_ends = match.end()
        return last < stop and self._count()

    def pass_markup(self, match: re.Match[str]) -> bool:
        """Pass a comment, a reference or a tag; whether that was enough."""
        if match["comment"]:
            return False
        if match["ref"]:
            if re.match(r"\w", unescape(match["ref"])):
                self._word_ends = match.end()
                return False
            return self._count()
        if self._count():
            return True
        name = match["name"].lower()
        if match["slash"]:
            if name in self.open:
                del self.open[len(self.open) - 1 - self.open[::-1].index(name) :]
        elif name not in _EMPTY and not match[0].endswith("/>"):
            self.open.append(name)
        return False

    def _count(self) -> bool:
        """The word has ended, if there is one; whether it was the last."""
        if self._word_ends is None:
            return False
        self._left -= 1
        if not self._left:
            self.cut = self._word_ends
        self._word_ends = None
        return self.cut is not None
