"""A word and the known words in, the one that was probably meant out. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches

from .slugs import term_slug

_SHORTEST_TYPO = 4
"""Characters that a word needs before a missing one makes it a typo; before a wrong one does, it needs one
more: `nots` may be notes, but `firm` is not form."""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """` (did you mean '…'?)` to put behind the word in a message; empty where no known word is close."""
    meant = closest_match(word, known)
    return f" (did you mean '{meant}'?)" if meant else ""


def closest_match(word: str, known: Collection[str]) -> str | None:
    """The known word that is most like this one; None where all differ in more than case and a few
    letters."""
    folded = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def field_key(typed: str) -> str:
    """A field's name without its section, case and punctuation, to compare the names that programs use:
    `_build` → build, `publishDate` → publishdate, `extra.dg-publish` → dgpublish."""
    return re.sub(r"[\W_]", "", typed.rpartition(".")[2].casefold())


def likely_typos(counts: Mapping[str, int]) -> dict[str, str]:
    """Words that look like a more common word, each with that word.

    Words that differ only in case, hyphens or a plural s count as the same word, however often each is
    used. Words that differ in one letter, or in two that changed places, may be different words, so only
    those that are used once are reported.

    Args:
        counts: how often each word is used. Of two with the same count, the first counts as known.
    """
    order = {word: (-count, n) for n, (word, count) in enumerate(counts.items())}
    twins: dict[str, str] = {}
    for alike in _groups(counts, lambda word: (_bare(word),)):
        best = min(alike, key=order.__getitem__)
        twins |= {word: best for word in alike if word != best}
    for alike in _groups(counts, _shortened):
        best = min(alike, key=order.__getitem__)
        for word in alike:
            is_near = _bare(word) != _bare(best) and is_one_edit_apart(
                word.casefold(), best.casefold()
            )
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
    """The word, and the word without each one of its letters: two words one edit apart share one of
    these."""
    letters = word.casefold()
    if len(letters) <= _SHORTEST_TYPO:
        return {letters} if len(letters) == _SHORTEST_TYPO else set()
    return {letters, *(letters[:n] + letters[n + 1 :] for n in range(len(letters)))}


def is_one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter was added, left out or replaced, or two neighbours changed places."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    n = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[n:] == other[n + 1 :]
    swapped = one[n + 1 : n + 2] + one[n : n + 1] + one[n + 2 :]
    return one[n + 1 :] == other[n + 1 :] or swapped == other[n:]
