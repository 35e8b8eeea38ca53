"""A text and its language in; its words out, each with its count, and the terms that it is found by. Pure.

theme/static/js/search-engine.js folds and splits what a reader types in the same way. It needs no stems:
words with one stem stand together in the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

import Stemmer

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962-\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a51\u0abc-\u0acd"
    "\u0b3c-\u0b57\u0bbe-\u0bcd\u0c3e-\u0c56\u0cbc-\u0cd6\u0d3b-\u0d4d\u0dca-\u0ddf\u0e31-\u0e4e"
    "\u0eb1-\u0ece\u0f18-\u0f97\u102b-\u103e\u17b4-\u17d3\u3099-\u309a"
)
"""Vowel signs and accents: parts of a word that are no letters of their own (Unicode, category M)."""
_PIECE = f"(?:[0-9]{{1,3}}(?:[.,][0-9]{{3}})+(?!\\w)|[\\w{_MARKS}]+)"
_JOINT = "-\u2010\u2011'\u2019()\\[\\]"
_SIGN = r"\+\+|\#(?!\w)"
"""What ends a word such as C++ or C#."""
_WORD = re.compile(f"{_PIECE}(?:[{_JOINT}]{_PIECE})*(?:{_SIGN})?")
_JOINTS = re.compile(f"[{_JOINT}.,]")
_NO_APOSTROPHE = re.compile("[^'\u2019]")
_SIGNS = re.compile(f"(?:{_SIGN})$")
_NEW_CAPITAL = re.compile("(?<=[a-z][a-z])(?=[A-Z][a-z][a-z])")

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""

_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670]")


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


_LETTERS = str.maketrans(_pairs("ł=l ø=o đ=d ð=d ħ=h ı=i ŧ=t ß=ss æ=ae œ=oe þ=th ς=σ"))
"""Letters that Unicode does not decompose, as they are typed where a keyboard lacks them."""

_STEMMERS = _pairs(
    """
    ar=arabic ca=catalan cs=czech da=danish de=german el=greek en=english es=spanish et=estonian
    eu=basque fi=finnish fr=french ga=irish hi=hindi hu=hungarian hy=armenian id=indonesian it=italian
    lt=lithuanian nb=norwegian ne=nepali nl=dutch nn=norwegian no=norwegian pl=polish pt=portuguese
    ro=romanian ru=russian sr=serbian sv=swedish ta=tamil tr=turkish
    """
)
"""Primary subtags of BCP 47, each with Snowball's algorithm."""


def fold(word: str) -> str:
    """Lower case without accents: Żółw → zolw, Straße → strasse."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.lower()).translate(_LETTERS)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", letters))


def count_words(text: str) -> Mapping[str, int]:
    """The words of a text in lower case, each with how often it stands there."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return Counter(_WORD.findall(text.lower().replace("_", " ")))


def spaced(title: str) -> str:
    """A title with spaces in words of several capitals: `LawFirmBlogging` → `Law Firm Blogging`."""
    return _NEW_CAPITAL.sub(" ", title)


class Analyzer:
    """The terms of words.

    Args:
        language: a tag of BCP 47.
    """

    def __init__(self, language: str) -> None:
        name = _STEMMERS.get(language.partition("-")[0].lower())
        self._stem = Stemmer.Stemmer(name).stemWord if name else str

    def terms(self, word: str) -> Iterator[str]:
        """Of `complaints`, `complaints complaint`: the word, folded, and its stem. Of `e-mail`, those of
        `email`, `e` and `mail`.

        Args:
            word: one of `count_words`.
        """
        if word.isascii() and word.isalnum():  # nearly all words of many sites
            yield f"{word} {fold(self._stem(word)) or word}"
            return
        for form in _forms(word):
            at = 0
            for run in _UNSPACED.finditer(form):
                yield from self._stemmed(form[at : run.start()])
                letters = fold(run[0])
                for n in range(len(letters)):
                    pair = letters[n : n + 2]
                    yield f"{pair} {pair}"
                at = run.end()
            yield from self._stemmed(form[at:])

    def _stemmed(self, word: str) -> Iterator[str]:
        if form := fold(word):
            yield f"{form} {fold(self._stem(word)) or form}"


def _forms(word: str) -> Iterator[str]:
    """What a word is found by: itself, or its parts and the whole without the joints; with and without a
    sign at its end. One letter beside an apostrophe is no part."""
    plain = _SIGNS.sub("", word)
    if plain != word:
        yield word
    parts = _JOINTS.split(plain)
    if len(parts) > 1:
        yield "".join(parts)
    is_compound = len(parts) == 1 or _NO_APOSTROPHE.search("".join(_JOINTS.findall(plain)))
    yield from (part for part in parts if is_compound or len(part) > 1)
