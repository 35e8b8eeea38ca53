"""What the search finds in; its numbers, and the files that say what has which number, out. Pure.

A number is made of the day, so that a new post gives no post of another day another number, and the index
that grew is the one that is made from nothing (S2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from math import log2

import msgspec

from frontdesk.site.search_documents import SearchDocument

from .shards import CODE, encode_number

NUMBERS_A_DAY = 4
"""So many posts of one day have its numbers. More take those of the next days."""
_FIRST_DAY = date(1990, 1, 1).toordinal()
_CHUNK = 64
"""The titles of so many numbers are one file: those of half a month."""

Numbered = Mapping[int, SearchDocument]


def number_documents(documents: Iterable[SearchDocument]) -> dict[int, SearchDocument]:
    """Each document by its number, in the order of these: those without a date, then by date."""
    in_order = sorted(
        (one.date.toordinal(), "", one.url, one) if one.date else (0, one.kind, one.url, one)
        for one in documents
    )
    numbered, free = {}, 0
    for day, _, _, one in in_order:
        number = max(free, (day - _FIRST_DAY) * NUMBERS_A_DAY)
        numbered[number] = one
        free = number + 1
    return numbered


@cache
def _length_code(words: int) -> str:
    """The length of a text, so coarse that few edits change it: 4 for each doubling."""
    return CODE[min(round(log2(words + 1) * 4), len(CODE) - 1)]


_distance = cache(encode_number)


def first_file(
    numbered: Numbered, lengths: Mapping[int, int], shards: Iterable[str], endings: Iterable[str]
) -> bytes:
    """The file that each search begins with.

    Args:
        lengths: the number of words of each document.
        shards, endings: the names of the shards, and of the words by their ends.
    """
    kinds = sorted({one.kind for one in numbered.values()})
    years = [one.date.year if one.date else 0 for one in numbered.values()]
    kind_codes = {kind: CODE[n] for n, kind in enumerate(kinds)}
    known_years = sorted({*years} - {0})
    year_codes = {0: encode_number(0)} | {
        year: encode_number(n) for n, year in enumerate(known_years, 1)
    }
    numbers = [*numbered]
    return msgspec.json.encode(
        {
            "kinds": kinds,
            "years": known_years,
            "number": "".join(
                _distance(number - last)
                for last, number in zip([0, *numbers], numbers, strict=False)
            ),
            "kind": "".join(kind_codes[one.kind] for one in numbered.values()),
            "year": "".join(year_codes[year] for year in years),
            "length": "".join(_length_code(lengths[number]) for number in numbers),
            "shards": " ".join(sorted(shards)),
            "endings": " ".join(sorted(endings)),
        }
    )


def chunk_of(number: int) -> str:
    """The file of titles that has a document, by its name."""
    return f"{number // _CHUNK}"


def chunk_file(numbered: Numbered) -> bytes:
    """A file of titles: what a list of results shows of each document."""
    return msgspec.json.encode(
        [
            [
                number,
                one.url,
                one.title,
                one.language,
                one.date.date().isoformat() if one.date else "",
                *filter(None, [one.summary]),
            ]
            for number, one in numbered.items()
        ]
    )
