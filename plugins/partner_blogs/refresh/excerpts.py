"""The texts that a feed has of an entry in, its excerpt out (E5). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from frontdesk.core.text import normalized_title
from frontdesk.formats.sanitizer import html_to_text

from ..model.feed import RawText
from .boilerplate import PostContext, strip_boilerplate
from .paragraphs import Kind, Paragraph, join_paragraphs, split_paragraphs

EXCERPT_WORDS = 60
EXCERPT_CHARACTERS = 400


class Excerpt(NamedTuple):
    """What stands for a text.

    Attributes:
        text: what readers see.
        opening: how the whole text begins, where that is something else: by it the same post is known
            again elsewhere (D6).
    """

    text: str
    opening: str = ""


def make_excerpt(summary: RawText | None, content: RawText | None, about: PostContext) -> Excerpt:
    """What reads best: a description that somebody wrote, else the beginning of the text. A description
    that a program cut off the text is no description."""
    description, text = (_meant(raw) if raw else None for raw in (summary, content))
    of_text = _running(text, about)
    if (
        description is None
        or _begins(description, of_text)  # mostly
        or _is_cut_from(description, text, about)
    ):
        return Excerpt(truncate(of_text) if of_text else truncate(_running(description, about)))
    by_hand = _running(description, about)
    if _says_little(by_hand, about) and of_text:
        return Excerpt(truncate(of_text))
    shown, opening = truncate(by_hand), truncate(of_text)
    return Excerpt(shown, opening if opening != shown else "")


def _says_little(words: str, about: PostContext) -> bool:
    known = normalized_title(words)
    return len(known.split()) < 2 or known == normalized_title(about.title)


def _is_cut_from(description: RawText, text: RawText | None, about: PostContext) -> bool:
    """Whether most runs of words of a description stand in the text: what a program cut off it lacks its
    markup, and may join what the text keeps apart."""
    if text is None:
        return False
    whole = strip_boilerplate(split_paragraphs(description.value, html=description.html), about)
    words = " ".join(paragraph.text for paragraph in whole)
    runs = list(_runs(words.rpartition(" ")[0] or words))  # the last word may be cut
    if not runs:
        return True
    beginning = text.value[: _FIRST + 4 * len(description.value)]
    known = set(_runs(html_to_text(beginning) if text.html else beginning))
    return sum(run in known for run in runs) >= 0.7 * len(runs)


def _begins(description: RawText, of_text: str) -> bool:
    """Whether all words of a long description stand near the beginning of the running text, in their order:
    then a program cut it off, whatever it has added."""
    plain = html_to_text(description.value) if description.html else description.value
    whole, _, last = plain.rpartition(" ")
    if plain.isascii() and last.isalnum() and of_text.startswith(f"{whole} "):
        return bool(_ENOUGH_WORDS.match(whole))
    wanted = _words(plain)[:-1]  # the last one may be cut
    if len(wanted) < _WORDS_TELL:
        return False
    known = _words(of_text[: _NEAR + 2 * len(plain)])
    return f" {' '.join(wanted)} " in f" {' '.join(known)} "


_NEAR = 500
"""Characters before and among the words that a description was cut off."""
_WORDS_TELL = 16
"""A shorter description is looked at more closely."""
_ENOUGH_WORDS = re.compile(rf"(?:[\W_]*+[^\W_]++){{{_WORDS_TELL}}}")


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """All runs of three words, or the whole of a shorter text."""
    words = _words(text)
    return zip(*(islice(words, n, None) for n in range(min(3, max(len(words), 1)))), strict=False)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text.casefold()))


_FIRST = 3_000
"""Characters of HTML among which the words of a short description are, if it was cut off the text."""
_WORD = re.compile(r"[^\W_]+")


# --- one line -----------------------------------------------------------------------------------


def _running(raw: RawText | None, about: PostContext) -> str:
    """The running text on one line; of a text that is nothing but a list or a table, its parts."""
    if raw is None:
        return ""
    whole = split_paragraphs(raw.value, html=raw.html)
    found = strip_boilerplate(whole, about)
    for kind in (Kind.RUNNING, Kind.ITEM, Kind.CELL):
        of_kind = [one for one in _without_lead_ins(found) if one.kind is kind]
        if of_kind and (of_kind == whole or (of_kind := strip_boilerplate(of_kind, about))):
            return join_paragraphs(paragraph.text for paragraph in of_kind)
    return join_paragraphs(paragraph.text for paragraph in found if _is_prose(paragraph))


def _without_lead_ins(found: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs without sentences that lead to something that an excerpt has not: after "They thanked
    us for:" and a list, the next paragraph would seem to go on."""
    for paragraph, following in zip(found, [*found[1:], None], strict=False):
        leads = paragraph.kind is Kind.RUNNING and paragraph.text.rstrip().endswith((":", "："))
        if not (leads and following and following.kind is not Kind.RUNNING):
            yield paragraph
        elif before := _SENTENCES.match(paragraph.text):
            yield paragraph._replace(text=before[0])


_SENTENCES = re.compile(r"""(?s)(?:.*[.!?…]["'”’»)]*(?=\s+[^\sa-z])|.*[。！？])""")
"""All whole sentences before the last."""


def _is_prose(paragraph: Paragraph) -> bool:
    """Whether something that is set as code, or as a heading, is a text after all: old letters stand in
    <pre>, and some people write in large letters."""
    words, text = paragraph.text.split(), paragraph.text
    signs = len(re.findall(r"[{}()=<>/\\|_$#;*&]", text))
    return len(words) >= 12 and signs * 40 < len(text)


# --- what was meant -----------------------------------------------------------------------------

_WHOLLY_HTML = re.compile(
    r"\s*<(?:p|div|h[1-6]|ul|ol|dl|table|blockquote|figure|section|article|img|a|span|strong|em|b|i|br|pre)"
    r"(?:\s[^<>]*)?/?>.*(?:</[a-zA-Z0-9]+|<(?:br|img|hr)[^<>]*)\s*/?>\s*",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\s*&lt;[a-zA-Z][^<]*&gt;\s*")


def _meant(raw: RawText) -> RawText:
    """A text as what it is: some feeds call HTML plain, or escape it once more."""
    if not raw.html:
        is_html = len(raw.value) < _LONGEST_READ and _WHOLLY_HTML.fullmatch(raw.value)
        return replace(raw, html=True) if is_html else raw
    if not _ESCAPED.fullmatch(raw.value):
        return raw
    unescaped = unescape(raw.value)
    return replace(raw, value=unescaped) if _WHOLLY_HTML.fullmatch(unescaped) else raw


_LONGEST_READ = 200_000


# --- short --------------------------------------------------------------------------------------


def truncate(text: str, words: int = EXCERPT_WORDS, characters: int = EXCERPT_CHARACTERS) -> str:
    """The beginning of a text, cut between words, with an ellipsis where something is missing.

    Args:
        words, characters: at most so many; the ellipsis counts.
    """
    short = " ".join(text.split(" ", words)[:words])
    if len(short) > characters - (short != text):
        short = _whole_words(short, characters - 1)
    return short if short == text else short.rstrip(" ,;:–—-(·、，：；…") + "…"


def _whole_words(text: str, most: int) -> str:
    """As many whole words as fit; of scripts without spaces as many letters. A word that is longer than
    all that is cut within."""
    end = most
    while end > 0 and not _may_end(text, end):
        end -= 1
    return text[: end or most]


def _may_end(text: str, end: int) -> bool:
    before, behind = text[end - 1], text[end]
    if behind == " " or before == " ":
        return True
    if unicodedata.combining(behind) or behind in "\u200d\ufe0f" or before == "\u200d":
        return False
    return _stands_alone(before) or _stands_alone(behind)


def _stands_alone(letter: str) -> bool:
    """Whether words of its script have no spaces between them: Chinese, Japanese, Thai and others."""
    code = ord(letter)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
        or 0x0E00 <= code <= 0x0EFF
        or 0x1780 <= code <= 0x17FF
        or 0x1000 <= code <= 0x109F
    )
