"""Texts and labels in; the traits of each out, and from these weighted features, which tell each text from
the others. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import sqrt

from msgspec import Struct

Features = Sequence[tuple[str, int]]
"""Words and labels with their weights, in thousandths. The squares of the weights of a text add up to 1 for
its words, and to at most `_LABEL_WEIGHT` for its labels. They are whole numbers, so that sums of their
products are the same in any order and on any machine."""

_WORDS_PER_TEXT = 12
"""Words of a text that become features."""
_CHARACTERS_READ = 1500
"""Characters of a text that are read: about 250 words."""
_LABEL_WEIGHT = 0.8
"""How much two posts with the same rare labels have in common, where two with the same words have 1."""
_WORD = re.compile(r"\w{4,}")
_STEM_LETTERS = 6
"""First letters that stand for a word: invoice and invoices, faktura and faktury are one feature."""
_COMMON_SHARE = 5
"""A word that more than about one in so many of all posts contain is ignored."""
_UNIT = 1000


class Traits(Struct, frozen=True, array_like=True):
    """What a post is compared by. It follows from the post alone, so it can be kept with its text.

    Attributes:
        words: beginnings of the words of its title and text, sorted, each as often as it occurs, with
            spaces between them.
        tags: in small letters, each once.
        series: its name; may be empty.
    """

    words: str
    tags: tuple[str, ...] = ()
    series: str = ""


def traits(title: str, text: str, tags: Iterable[str] = (), series: str = "") -> Traits:
    """The traits of a post.

    Args:
        text: plain text.
    """
    words = _WORD.findall(f"{title} {text}"[:_CHARACTERS_READ].casefold())
    return Traits(
        " ".join(sorted(word[:_STEM_LETTERS] for word in words)),
        tuple(dict.fromkeys(tag.casefold() for tag in tags)),
        series,
    )


def terms(post: Traits) -> set[str]:
    """The words and labels of a post."""
    return {*post.words.split(), *_labels(post)}


def count_terms(posts: Iterable[Traits]) -> Counter[str]:
    """How many posts have each word and label."""
    return Counter(chain.from_iterable(map(terms, posts)))


def rarities(counts: Mapping[str, int], total: int) -> dict[str, int]:
    """How rare each word and label is, without those of one post alone and those that are too common.

    Numbers of posts count by their power of two, so an edit seldom changes the weights of other posts.

    Args:
        counts: how many posts have each.
        total: the number of all posts.
    """
    highest, common = powers(total)
    reached = {term: many.bit_length() for term, many in counts.items() if many > 1}
    return {
        term: highest - power
        for term, power in reached.items()
        if power < highest and (power <= common or _is_label(term))
    }


def powers(total: int) -> tuple[int, int]:
    """What of a number of posts decides on weights."""
    return total.bit_length(), (total // _COMMON_SHARE).bit_length()


def weigh(post: Traits, rarity: Mapping[str, int], total: int) -> Features:
    """The features of a post."""
    return (*_of_words(post, rarity), *_of_labels(post, rarity, total.bit_length() - 1))


def _of_words(post: Traits, rarity: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The words with the highest weights: rare words, and words that are repeated."""
    weights = [
        (times.bit_length() * rarity[word], word)
        for word, times in Counter(post.words.split()).items()
        if word in rarity
    ]
    telling = sorted(weights, reverse=True)[:_WORDS_PER_TEXT]
    length = sqrt(sum(weight**2 for weight, _ in telling))
    return ((word, round(_UNIT * weight / length)) for weight, word in telling)


def _of_labels(post: Traits, rarity: Mapping[str, int], highest: int) -> Iterator[tuple[str, int]]:
    labels = _labels(post)
    return (
        (label, round(_UNIT * sqrt(_LABEL_WEIGHT * rarity[label] / highest / len(labels))))
        for label in labels
        if label in rarity
    )


def _labels(post: Traits) -> list[str]:
    series = [f"series {post.series}"] if post.series else []
    return [*(f"tag {tag}" for tag in post.tags), *series]


def _is_label(term: str) -> bool:
    return " " in term
