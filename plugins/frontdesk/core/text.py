"""Plain text in, the same text out: without invisible characters, on one line, without accents, fenced for
Markdown, or with words kept whole; or the number of its words. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_EVERYWHERE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
)
INVISIBLE = re.compile(f"[{_EVERYWHERE}\xad]")
"""Control, bidirectional and zero-width characters, lone surrogates and soft hyphens (E6): no text of a
partner needs them. The line breaks U+0085, U+2028 and U+2029 are missing: they become spaces."""
INVISIBLE_IN_SOURCE = re.compile(f"[{_EVERYWHERE}\x85\u2028\u2029]")
"""The same for a file that an author writes, where a soft hyphen is the author's choice, and a line break
that no editor shows is a mistake."""


def strip_invisible(text: str) -> str:
    """The text without the characters of INVISIBLE."""
    return INVISIBLE.sub("", text)


def clean_line(text: str) -> str:
    """The text on one line, without invisible characters: safe for a feed, a terminal, and a page that
    escapes it."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(INVISIBLE.sub("", text).split())


def clean_unescaped(text: str) -> str:
    """A value of an author's file after its escapes were read: surrogate pairs are joined, a lone
    surrogate becomes U+FFFD, and the characters of INVISIBLE_IN_SOURCE go."""
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return INVISIBLE_IN_SOURCE.sub("", joined)


_REFERENCE_PAIR = re.compile(r"&#(x?)([0-9a-f]+);&#(x?)([0-9a-f]+);", re.IGNORECASE)


def join_surrogate_references(markup: str) -> str:
    """HTML with one character reference where a program wrote two, one for each half of a UTF-16
    surrogate pair: &#55356;&#57225; → &#127881;"""
    return _REFERENCE_PAIR.sub(_joined, markup) if "&#" in markup else markup


def _joined(pair: re.Match[str]) -> str:
    high, low = (int(pair[n + 1], 16 if pair[n] else 10) for n in (1, 3))
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return pair[0]
    return f"&#{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00};"


_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})
"""Letters that Unicode does not decompose."""


def fold_accents(text: str) -> str:
    """Lower case without accents: Żółw → zolw. Other alphabets stay."""
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_UNDECOMPOSED)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_WORD = re.compile(r"\w[\w’'-]*")
_LETTER = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""Of the scripts of Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer and Tibetan, which are read letter
by letter."""
_LETTERS_PER_WORD = 2
"""Letters of these scripts that are read in the time of one word: 460 a minute beside 230 words."""


def count_words(text: str) -> float:
    """How many words it has, or as many as are read in the same time where a script has no spaces."""
    letters = len(_LETTER.findall(text))
    words = len(_WORD.findall(_LETTER.sub(" ", text) if letters else text))
    return words + letters / _LETTERS_PER_WORD


def fenced_code(lines: list[str]) -> Iterator[str]:
    """The lines as a fenced code block of Markdown, with a fence longer than any in them."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}text", *lines, fence)


@lru_cache(20_000)
def normalized_title(title: str) -> str:
    """A title as far as two of one post agree: no matter how quotes, dashes and capitals are set."""
    plain = unicodedata.normalize("NFKC", html.unescape(title)).casefold()
    return " ".join(re.findall(r"\w+", plain)) or " ".join(plain.split())


def keep_words_whole(markup: str) -> str:
    """HTML in which no line ends within a word such as e-mail or T-shirt: browsers may end one after any
    hyphen, and one letter would be left alone. Code stays as it is."""
    made: list[str] = []
    done = 0
    at = markup.find("-", 1)
    while at != -1:
        if _is_after_one_letter(markup, at) and _is_text(markup, at):
            end = at + 1
            while end < len(markup) and markup[end].isalnum():
                end += 1
            made += (markup[done : at - 1], f'<span class="whole">{markup[at - 1 : end]}</span>')
            done = end
        at = markup.find("-", at + 1)
    return "".join((*made, markup[done:]))


def _is_after_one_letter(markup: str, at: int) -> bool:
    before = markup[at - 2 : at - 1] if at > 1 else ""
    alone = not before.isalnum() and before not in {"-", "_", "&", "@", ".", "/"}
    return alone and markup[at - 1].isalpha() and markup[at + 1 : at + 2].isalpha()


def _is_text(markup: str, at: int) -> bool:
    if markup.rfind("<", 0, at) > markup.rfind(">", 0, at):
        return False
    begins, ends = (
        [markup.rfind(f"<{slash}{tag}", 0, at) for tag in ("pre", "code")] for slash in ("", "/")
    )
    return all(begin <= end for begin, end in zip(begins, ends, strict=True))
