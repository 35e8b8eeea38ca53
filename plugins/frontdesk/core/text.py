"""Text in, the same without what nobody sees out. Pure (E6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Control, bidirectional and invisible characters: harmless nowhere, needed by no sentence."""


_PAIR = re.compile(r"&#(x?)([0-9a-f]+);&#(x?)([0-9a-f]+);", re.IGNORECASE)


def whole_characters(text: str) -> str:
    """The same with one reference where a program wrote two, for the halves that UTF-16 has of a sign."""
    return _PAIR.sub(_whole, text) if "&#" in text else text


def _whole(pair: re.Match[str]) -> str:
    high, low = (int(pair[n + 1], 16 if pair[n] else 10) for n in (1, 3))
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return pair[0]
    return f"&#{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00};"


def one_line(text: str) -> str:
    """Plain text on one line, safe for a page, a feed and a terminal that escapes or knows no markup."""
    return " ".join(INVISIBLE.sub("", text).split())


def fenced(lines: list[str]) -> Iterator[str]:
    """Lines that are no Markdown: within a fence that is longer than any in them."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}text", *lines, fence)


_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})
"""Letters that Unicode does not decompose."""


def fold_accents(text: str) -> str:
    """Lower case without accents: Żółw → zolw. Other alphabets stay."""
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_UNDECOMPOSED)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
