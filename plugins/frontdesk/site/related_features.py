"""Texts and labels in; weighted features out, which tell each text from the others. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from math import log, sqrt

Features = Sequence[tuple[int, float]]
"""Numbers of features with their weights. The squares of the weights of a text add up to at most 1 for its
words, and to `_LABEL_WEIGHT` for its labels."""

_WORDS_PER_TEXT = 12
"""Words of a text that become features."""
_CHARACTERS_READ = 1500
"""Characters of a text that are read: about 250 words."""
_LABEL_WEIGHT = 0.8
"""How much two posts with the same rare labels have in common, where two with the same words have 1."""
_WORD = re.compile(r"\w{4,}")
_STEM_LETTERS = 6
"""First letters that stand for a word: invoice and invoices, faktura and faktury are one feature."""
_COMMON_SHARE = 0.2
"""A word that a larger share of all posts contains is ignored."""


def extract_features(posts: Iterable[tuple[str, Sequence[str]]]) -> list[Features]:
    """The features of each post: words of its text, and its labels.

    They are numbered in the order of the posts. What only one post has is left out.
    """
    number: defaultdict[str, int] = defaultdict(count().__next__)
    texts, labels = [], []
    for text, words in posts:
        found = _WORD.findall(text[:_CHARACTERS_READ].casefold())
        texts.append([number[word[:_STEM_LETTERS]] for word in found])
        labels.append(tuple(dict.fromkeys(number[f"label {word}"] for word in words)))
    bearers = Counter(chain.from_iterable(map(set, chain(texts, labels))))
    rarity = {one: log(len(texts) / many) for one, many in bearers.items() if many > 1}
    rare_enough = {
        one: rare for one, rare in rarity.items() if bearers[one] <= _COMMON_SHARE * len(texts)
    }
    highest = log(len(texts) or 1) or 1.0
    return [
        (*_of_words(text, rare_enough), *_of_labels(own, rarity, highest))
        for text, own in zip(texts, labels, strict=True)
    ]


def _of_words(text: Sequence[int], rarity: dict[int, float]) -> Iterator[tuple[int, float]]:
    """The words with the highest weights: rare words, and words that are repeated."""
    weights = [
        (rarity[word] if times == 1 else (1 + log(times)) * rarity[word], word)
        for word, times in Counter(text).items()
        if word in rarity
    ]
    telling = sorted(weights, reverse=True)[:_WORDS_PER_TEXT]
    length = sqrt(sum(weight**2 for weight, _ in telling)) or 1.0
    return ((word, weight / length) for weight, word in telling)


def _of_labels(
    labels: Sequence[int], rarity: dict[int, float], highest: float
) -> Iterator[tuple[int, float]]:
    return (
        (label, sqrt(_LABEL_WEIGHT * rarity[label] / highest / len(labels)))
        for label in labels
        if label in rarity
    )
