"""The words of an index and where they stand in; the files that a browser loads of it out. Pure.

Words that begin alike lie in one file. So a search loads a file for each word that was typed, and a
changed text changes the files of the words that it gained or lost. The places of words that stand in many
texts lie in files of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec

SHARD_CHARS = 10_000
"""Words are put together until a file has so many characters (benchmarks/search.py)."""
INLINE_CHARS = 240
"""A longer list of places lies in another file."""
BLOCK_CHARS = 10_000
"""Lists are put together until a file has so many characters."""

SMALL_CHARS = 30_000
"""The words of a smaller index are put together as one part."""
MEDIUM_CHARS = 300_000
"""The words of a smaller one are put together by their first letter."""

CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The 64 characters of numbers."""
_MORE = 32
_MOST_OFTEN = 15

Places = Mapping[str, str]
"""The encoded places of each term."""


class Place(NamedTuple):
    """A text in which a word stands.

    Attributes:
        number: of the text.
        weight: 32 for a word of the title, 16 for a keyword, and how often it stands in the text, up to 15.
    """

    number: int
    weight: int


def weight(count: int, *, in_title: bool, is_keyword: bool) -> int:
    """The weight of a word in one text."""
    return in_title * 32 + is_keyword * 16 + min(count, _MOST_OFTEN)


def encode_number(number: int) -> str:
    """A number as characters, each with five bits of it, the lowest first; all but the last are marked."""
    text = ""
    while number >= _MORE:
        text += CODE[number % _MORE + _MORE]
        number //= _MORE
    return text + CODE[number]


_SHORT = tuple(map(encode_number, range(_MORE * _MORE)))


def encode_places(places: Iterable[tuple[int, int]]) -> str:
    """Places in the order of their numbers as text: of each the distance to the last, and the weight."""
    parts, last = [], 0
    for number, how in places:
        distance = number - last
        parts.append(_SHORT[distance] if distance < len(_SHORT) else encode_number(distance))
        parts.append(CODE[how])
        last = number
    return "".join(parts)


def decode_places(text: str) -> Iterator[Place]:
    """What `encode_places` was given."""
    number = distance = shift = 0
    letters = iter(text)
    for letter in letters:
        value = CODE.index(letter)
        distance |= value % _MORE << shift
        if value >= _MORE:
            shift += 5
            continue
        number += distance
        yield Place(number, CODE.index(next(letters)))
        distance = shift = 0


def beginning(term: str) -> str:
    """What a word is put in order by: its first four letters, of which those that are not ASCII are written
    as numbers; of a word that begins with such a letter, two. A file is named by the first that it has."""
    letters = term[:4].partition(" ")[0]
    if letters[0].isascii():
        return "".join(map(_plain, letters))
    return "".join(map(_plain, letters[:2]))


def _plain(letter: str) -> str:
    return letter if letter.isascii() else f"-{ord(letter):05x}"


def groups_of(term: str) -> tuple[str, str]:
    """The wide and the narrow group of words that are put together: by the first letter, or by two. Letters
    that are not ASCII go together by 256 and by 16."""
    letters = term[:2].rstrip(" ")
    first = _plain(letters[0])
    if letters[0].isascii():
        return first, "".join(map(_plain, letters))
    return first[:-2], first[:-1]


def level_of(size: int) -> Literal[0, 1, 2]:
    """Whether all words of an index are put together, or those of a wide or a narrow group.

    Args:
        size: characters of all words and places.
    """
    return 0 if size < SMALL_CHARS else 1 if size < MEDIUM_CHARS else 2


def shard_files(places: Places) -> dict[str, bytes]:
    """The files of words that are put together, by name: the words, as lists of a stem and its forms, each
    form with its places or with the number of the file that has them."""
    by_beginning: dict[str, list[str]] = defaultdict(list)
    for term in places:
        by_beginning[beginning(term)].append(term)
    files: dict[str, bytes] = {}
    shard, terms, size = "", list[str](), 0
    for name, some in sorted(by_beginning.items()):
        adds = sum(_size(term, places[term]) for term in some)
        if terms and size + adds > SHARD_CHARS:
            files |= _one_shard(shard, terms, places)
            terms, size = [], 0
        if not terms:
            shard = name
        terms += some
        size += adds
    return files | _one_shard(shard, terms, places)


def _size(term: str, where: str) -> int:
    return len(term) + (len(where) if len(where) <= INLINE_CHARS else 1) + 6


def _one_shard(shard: str, terms: Iterable[str], places: Places) -> dict[str, bytes]:
    words: dict[str, list[object]] = defaultdict(list)
    files, block, size, number = dict[str, bytes](), dict[str, str](), 0, 1
    for term in sorted(terms):
        form, _, stem = term.partition(" ")
        where = places[term]
        if len(where) <= INLINE_CHARS:
            words[stem] += [form, where]
            continue
        if block and size + len(where) > BLOCK_CHARS:
            files[f"{shard}.{number}"] = msgspec.json.encode(block)
            block, size, number = {}, 0, number + 1
        block[term] = where
        size += len(where)
        words[stem] += [form, number]
    if block:
        files[f"{shard}.{number}"] = msgspec.json.encode(block)
    files[shard] = msgspec.json.encode([[stem, *forms] for stem, forms in words.items()])
    return files
