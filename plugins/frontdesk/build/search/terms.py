"""A text and its language in; its words out, each folded, with its stem and its count. Pure.

theme/static/js/search-engine.js folds and splits what a reader types in the same way. It needs no stems:
words with one stem stand together in the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import Stemmer

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962-\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a51\u0abc-\u0acd"
    "\u0b3c-\u0b57\u0bbe-\u0bcd\u0c3e-\u0c56\u0cbc-\u0cd6\u0d3b-\u0d4d\u0dca-\u0ddf\u0e31-\u0e4e"
    "\u0eb1-\u0ece\u0f18-\u0f97\u102b-\u103e\u17b4-\u17d3\u3099-\u309a"
)
"""Vowel signs and accents: parts of a word that are no letters of their own (Unicode, category M)."""
_PIECE = f"(?:[^\\W_]|[{_MARKS}])+"
_WORD = re.compile(f"{_PIECE}(?:[-\u2010\u2011'\u2019]{_PIECE})*")
_JOINTS = re.compile("[-\u2010\u2011'\u2019]")
_HYPHENS = re.compile("[-\u2010\u2011]")

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


def count_terms(text: str, language: str) -> Mapping[str, int]:
    """The words of a text, each with how often it stands there: `complaints complaint`, which is the word,
    folded, and its stem.

    Args:
        language: a tag of BCP 47.
    """
    primary = language.partition("-")[0].lower()
    found: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(unicodedata.normalize("NFKC", text))).items():
        for term in _terms_of(word, primary):
            found[term] += count
    return found


@cache
def _terms_of(word: str, language: str) -> tuple[str, ...]:
    """The terms of what stands between two spaces; of `e-mail` these are `e`, `mail` and `email`."""
    parts = _JOINTS.split(word)
    forms = [part for part in parts if len(part) > 1 or len(parts) == 1 or _HYPHENS.search(word)]
    if len(parts) > 1 and _HYPHENS.search(word):
        forms.append("".join(parts))
    return tuple(term for form in forms for term in _split(form, language))


def _split(word: str, language: str) -> Iterator[str]:
    at = 0
    for run in _UNSPACED.finditer(word):
        yield from _stemmed(word[at : run.start()], language)
        letters = fold(run[0])
        for n in range(len(letters)):
            pair = letters[n : n + 2]
            yield f"{pair} {pair}"
        at = run.end()
    yield from _stemmed(word[at:], language)


def _stemmed(word: str, language: str) -> Iterator[str]:
    if form := fold(word):
        stemmer = _stemmer(language)
        yield f"{form} {(stemmer and fold(stemmer.stemWord(word.lower()))) or form}"


@cache
def _stemmer(language: str) -> Any:
    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name else None
