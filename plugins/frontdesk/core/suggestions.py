"""A word and the words that are known in, the one that was probably meant out. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches

from .slugs import term_slug

SHORTEST = 4
"""Letters of a word that may be another mistyped; of so few, one may be missing, but none is another:
`nots` may be notes, `firm` is no form."""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """` (did you mean '…'?)`, or nothing."""
    meant = nearest(word, known)
    return f" (did you mean '{meant}'?)" if meant else ""


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that differs in case only, or in a few letters."""
    folded = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def bare_name(typed: str) -> str:
    """`_build`, `publishDate`, `extra.dg-publish` as the tables of `foreign` have them."""
    return re.sub(r"[\W_]", "", typed.rpartition(".")[2].casefold())


def misspelt(counts: Mapping[str, int]) -> dict[str, str]:
    """Words that look like another which is used more often, each with that other.

    Words that differ in case, hyphens or a plural s only are one word, however often each is used.
    Those that differ in one letter, or two that changed places, may well be two: only what is used a
    single time is suspected.

    Args:
        counts: how often each word is used; of two used equally often, the one that stands first here
            counts as known.
    """
    order = {word: (-count, n) for n, (word, count) in enumerate(counts.items())}
    twins: dict[str, str] = {}
    for alike in _groups(counts, lambda word: (_bare(word),)):
        best = min(alike, key=order.__getitem__)
        twins |= {word: best for word in alike if word != best}
    for alike in _groups(counts, _shortened):
        best = min(alike, key=order.__getitem__)
        for word in alike:
            is_near = _bare(word) != _bare(best) and one_change(word.casefold(), best.casefold())
            if word not in twins and counts[word] == 1 and is_near:
                twins[word] = best
    return twins


def _groups(words: Collection[str], keys: Callable[[str], Collection[str]]) -> Iterator[list[str]]:
    by_key: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for key in keys(word):
            by_key[key].append(word)
    return (group for group in by_key.values() if len(group) > 1)


def _bare(word: str) -> str:
    letters = term_slug(word).replace("-", "")
    return re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", letters))


def _shortened(word: str) -> set[str]:
    """The word itself and with each of its letters taken out: near words share one of these."""
    letters = word.casefold()
    if len(letters) <= SHORTEST:
        return {letters} if len(letters) == SHORTEST else set()
    return {letters, *(letters[:n] + letters[n + 1 :] for n in range(len(letters)))}


def one_change(one: str, other: str) -> bool:
    """Whether a letter was added, left out, mistyped, or changed places with its neighbour."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    n = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[n:] == other[n + 1 :]
    swapped = one[n + 1 : n + 2] + one[n : n + 1] + one[n + 2 :]
    return one[n + 1 :] == other[n + 1 :] or swapped == other[n:]
