"""What the search finds in; its numbers, and the files that say what has which number, out. Pure.

A number is made of the day, so that a new post gives no post of another day another number, and the index
that grew is the one that is made from nothing (S2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from math import log2

import msgspec

from frontdesk.site.search_documents import SearchDocument

from .shards import CODE, encode_number, weight
from .terms import count_terms

NUMBERS_A_DAY = 4
"""So many posts of one day have its numbers. More take those of the next days."""
_FIRST_DAY = date(1990, 1, 1).toordinal()
CHUNK_BITS = 6
"""The titles of 2 ** 6 numbers are one file: those of half a month."""

Numbered = Mapping[int, SearchDocument]


def number_documents(documents: Iterable[SearchDocument]) -> dict[int, SearchDocument]:
    """Each document by its number, in the order of these: those without a date, then by date."""
    in_order = sorted(
        documents,
        key=lambda one: (
            (one.date.date(), "", one.url) if one.date else (date.min, one.kind, one.url)
        ),
    )
    numbered, free = {}, 0
    for one in in_order:
        days = one.date.date().toordinal() - _FIRST_DAY if one.date else 0
        number = max(free, days * NUMBERS_A_DAY)
        numbered[number] = one
        free = number + 1
    return numbered


def document_terms(document: SearchDocument) -> tuple[dict[str, int], int]:
    """The weight of each term of a document, and the number of words of its text."""
    text, title, keys = (
        count_terms(words, document.language)
        for words in (document.text(), document.title, "\n".join(document.keywords))
    )
    weights = {
        term: weight(text.get(term, 0), in_title=term in title, is_keyword=term in keys)
        for term in (*text, *title, *keys)
    }
    return weights, sum(text.values())


@cache
def length_code(words: int) -> int:
    """The length of a text, so coarse that few edits change it: 4 for each doubling."""
    return min(round(log2(words + 1) * 4), len(CODE) - 1)


def document_files(
    numbered: Numbered, lengths: Mapping[int, int], shards: Iterable[str]
) -> dict[str, bytes]:
    """The file that each search begins with, and those of the titles, by name.

    Args:
        lengths: the number of words of each document.
        shards: the names of the files of words.
    """
    kinds = sorted({one.kind for one in numbered.values()})
    years = sorted({one.date.year for one in numbered.values() if one.date})
    kind_codes = {kind: CODE[n] for n, kind in enumerate(kinds)}
    year_codes = {year: encode_number(n) for n, year in enumerate(years, 1)}
    last, numbers, year_of = 0, list[str](), list[str]()
    chunks: dict[int, list[list[object]]] = defaultdict(list)
    for number, one in numbered.items():
        numbers.append(encode_number(number - last))
        last = number
        day = one.date.date().isoformat() if one.date else ""
        year_of.append(year_codes[one.date.year] if one.date else encode_number(0))
        chunks[number >> CHUNK_BITS].append(
            [number, one.url, one.title, one.language, day, *filter(None, [one.summary])]
        )
    index = {
        "kinds": kinds,
        "years": years,
        "number": "".join(numbers),
        "kind": "".join(kind_codes[one.kind] for one in numbered.values()),
        "year": "".join(year_of),
        "length": "".join(CODE[length_code(lengths[number])] for number in numbered),
        "shards": " ".join(sorted(shards)),
    }
    files = {f"d{number}": msgspec.json.encode(chunk) for number, chunk in chunks.items()}
    return {"index": msgspec.json.encode(index), **files}
