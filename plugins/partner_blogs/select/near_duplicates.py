"""Texts in, those that are nearly the same out. Pure (D6, E10).

Only the beginnings are compared. Two texts are nearly the same if they share most of their runs of four
words (shingles).
"""

from __future__ import annotations

import hashlib
import html
import re
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import accumulate, islice

from msgspec import Struct

COMPARED_WORDS = 60
"""Words of a text that are compared: as many as an excerpt has."""
MIN_WORDS = 12
"""A shorter text, such as 'Read more on our site', does not identify a post."""
MIN_SIMILARITY = 0.6
"""The share of all runs of four words that two texts must have in common (Jaccard)."""

_WORD = re.compile(r"\w+")
_RUN = 4
_SAMPLES = 8
"""So many runs of a text are looked up."""
_REMEMBERED = 20_000
"""Texts and titles of which a run keeps what it found."""
_LOOKED_AT = 8
"""So many texts that have a run are compared, the newest; more have it where it begins every text of a
blog, and a text has other runs to be found by."""


class TextIndex:
    """Texts, each with an owner and a number, in which similar ones are looked up."""

    def __init__(self) -> None:
        self._by_run: dict[int, tuple[_Text, ...]] = {}

    def add(self, owner: str, number: int, text: str) -> None:
        self.add_runs(owner, number, word_runs(text))

    def add_runs(self, owner: str, number: int, runs: Sequence[int]) -> None:
        """Add a text by its `word_runs`."""
        new = _Text(owner, number, runs)
        for run in runs[:_SAMPLES]:
            self._by_run[run] = (new, *self._by_run.get(run, ()))[:_LOOKED_AT]

    def similar(self, text: str, *, but_of: str | None = None) -> Iterator[int]:
        """The numbers of texts that are nearly the same as this one, a number once for each such text.

        Args:
            but_of: an owner whose texts do not count.
        """
        runs = word_runs(text)
        wanted, compared = frozenset(runs), set[_Text]()
        for run in runs[:_SAMPLES]:
            for one in self._by_run.get(run, ()):
                if one.owner != but_of and one not in compared:
                    compared.add(one)
                    if _are_alike(wanted, one.runs):
                        yield one.number


def text_samples(text: str) -> Sequence[int]:
    """Numbers of which two texts that are nearly the same have at least one in common. The whole of a text
    is not remembered where runs are known: most texts are never compared."""
    known = _known_runs.get()
    return known.samples_of(text) if known else word_runs(text)[:_SAMPLES]


def same_beginning(one: str, other: str) -> bool | None:
    """Whether two texts are the same, or one is the beginning of the other; None where they are too short
    to tell."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if len(shorter) < _FEWEST_TO_BEGIN:
        return None
    some, others = word_runs(one), word_runs(other)
    return longer[: len(shorter)] == shorter or bool(
        some and others and _are_alike(frozenset(some), others)
    )


_FEWEST_TO_BEGIN = 6
"""Fewer words may begin two texts of a column."""


def share_rare_words(one: str, other: str, *, but: str) -> bool:
    """Whether the shorter of two texts has many of its long words in common with the other, beside those
    of a title: a description of a post with the post."""
    known = set(but.split())
    some, others = ({w for w in _words(text) if len(w) > 4} - known for text in (one, other))
    shared = len(some & others)
    return shared >= _RARE_WORDS and shared >= _RARE_SHARE * min(len(some), len(others))


_RARE_WORDS = 4
_RARE_SHARE = 0.4


def _words(text: str) -> list[str]:
    """The first words, as far as they are whole: an ellipsis may end one in the middle."""
    plain = unicodedata.normalize("NFKC", html.unescape(text)).casefold()
    return _WORD.findall(plain.rstrip(" .…[]()"))[:COMPARED_WORDS]


class _Text(Struct, frozen=True, eq=False):
    """Two with the same words are two."""

    owner: str
    number: int
    runs: Sequence[int]


def _are_alike(some: frozenset[int], others: Sequence[int]) -> bool:
    """Most pairs are told apart by the first runs: all others in common would not be enough."""
    total = len(some) + len(others)
    most = len(some.intersection(others[:_FIRST])) + max(0, len(others) - _FIRST)
    if most < MIN_SIMILARITY * (total - most):
        return False
    both = len(some.intersection(others))
    return both >= MIN_SIMILARITY * (total - both)


_FIRST = 24
"""Runs, of the 57 of a whole text."""


@lru_cache(_REMEMBERED)
def word_runs(text: str) -> array[int]:
    """The runs of four words at the beginning of a text. A build asks for the same texts several times."""
    known = _known_runs.get()
    return known.of(text) if known else _runs_of(text)


class KnownRuns:
    """Runs that were found by an earlier process, and those that this one is asked for.

    Args:
        known: the digest of a text → its runs, of this RUNS_FORMAT.

    Attributes:
        asked: the same of all texts of which the runs were asked for.
    """

    def __init__(self, known: Mapping[bytes, bytes]) -> None:
        self._known = known
        self.asked: dict[bytes, bytes] = {}

    def of(self, text: str) -> array[int]:
        return array("I", self._bytes_of(text))

    def samples_of(self, text: str) -> array[int]:
        """The first of them."""
        return array("I", self._bytes_of(text)[: _SAMPLES * _RUN_BYTES])

    def _bytes_of(self, text: str) -> bytes:
        digest = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
        if (found := self._known.get(digest)) is None:
            found = _runs_of(text).tobytes()
        self.asked[digest] = found
        return found


_RUN_BYTES = array("I").itemsize
RUNS_FORMAT = f"1 {unicodedata.unidata_version} {sys.byteorder} {_RUN_BYTES}"
"""What runs in bytes depend on, beside the text. Raise the first number where `_runs_of` changes."""
_NOTHING_KNOWN: Mapping[bytes, bytes] = {}
_known_runs: ContextVar[KnownRuns | None] = ContextVar("known runs", default=None)


@contextmanager
def knowing_runs(known: Mapping[bytes, bytes] = _NOTHING_KNOWN) -> Iterator[KnownRuns]:
    """Take known runs for those of a text: to find them takes most of the time of a comparison (S3)."""
    runs = KnownRuns(known)
    token = _known_runs.set(runs)
    try:
        yield runs
    finally:
        _known_runs.reset(token)


def _runs_of(text: str) -> array[int]:
    """The runs of four words at the beginning of a text, each once, as numbers that are the same on
    every day, the smallest first: two texts that are nearly the same have some of the smallest in
    common."""
    words = [word[0] for word in islice(_WORD.finditer(text.casefold()), COMPARED_WORDS)]
    if len(words) < MIN_WORDS:
        return array("I")
    whole = " ".join(words)
    data = whole.encode()
    lengths = map(len, words if len(data) == len(whole) else map(str.encode, words))
    begins = [0, *accumulate(length + 1 for length in lengths)]
    runs = {
        zlib.crc32(data[begin : behind - 1])
        for begin, behind in zip(begins, begins[_RUN:], strict=False)
    }
    return array("I", sorted(runs))
