"""Texts and labels in, what tells each of them from the others out, with weights. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from math import log, sqrt

Traits = Sequence[tuple[int, float]]
"""What a text has, each trait once, with its weight; the square of all weights of a text is 1 at most for
its words, and `_LABELS` for its labels."""

_WORDS = 12
"""So many words of a text tell it from the others."""
_READ = 1500
"""So many characters of a text are read, some 250 words."""
_LABELS = 0.8
"""So much count labels beside words: two posts with the same labels, all of them rare, beside two posts
with the same words."""
_WORD = re.compile(r"\w{4,}")
_STEM = 6
"""So many letters of a word stand for it: invoice and invoices, faktura and faktury."""
_TOO_COMMON = 0.2
"""A word that more than this part of all posts have says little."""


def traits(posts: Iterable[tuple[str, Sequence[str]]]) -> list[Traits]:
    """The traits of each post, those of its text and its labels.

    Words and labels are numbered in the order of the posts. What no other post has is left out.
    """
    number: defaultdict[str, int] = defaultdict(count().__next__)
    texts, labels = [], []
    for text, words in posts:
        found = _WORD.findall(text[:_READ].casefold())
        texts.append([number[word[:_STEM]] for word in found])
        labels.append(tuple(dict.fromkeys(number[f"label {word}"] for word in words)))
    bearers = Counter(chain.from_iterable(map(set, chain(texts, labels))))
    rarity = {one: log(len(texts) / many) for one, many in bearers.items() if many > 1}
    tells = {one: rare for one, rare in rarity.items() if bearers[one] <= _TOO_COMMON * len(texts)}
    highest = log(len(texts) or 1) or 1.0
    return [
        (*_of_words(text, tells), *_of_labels(own, rarity, highest))
        for text, own in zip(texts, labels, strict=True)
    ]


def _of_words(text: Sequence[int], rarity: dict[int, float]) -> Iterator[tuple[int, float]]:
    """The most telling words: rare ones, and those that come again and again."""
    weights = [
        (rarity[word] if times == 1 else (1 + log(times)) * rarity[word], word)
        for word, times in Counter(text).items()
        if word in rarity
    ]
    telling = sorted(weights, reverse=True)[:_WORDS]
    length = sqrt(sum(weight**2 for weight, _ in telling)) or 1.0
    return ((word, weight / length) for weight, word in telling)


def _of_labels(
    labels: Sequence[int], rarity: dict[int, float], highest: float
) -> Iterator[tuple[int, float]]:
    return (
        (label, sqrt(_LABELS * rarity[label] / highest / len(labels)))
        for label in labels
        if label in rarity
    )
