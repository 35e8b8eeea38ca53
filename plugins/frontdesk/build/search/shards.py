"""The terms of an index with their postings in; the files that a browser loads of it out. Pure.

Words that begin alike lie in one file, a shard. So a search loads a file for each word that was typed, and
a changed text changes the shards of the words that it gained or lost. Long lists of postings lie in files
of their own. The words stand a second time, without postings and by their ends, for words that were
mistyped in their first letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

SHARD_CHARS = 10_000
"""Words are put together until a file has so many characters (benchmarks/search.py)."""
INLINE_CHARS = 240
"""A longer list of postings lies in another file."""
BLOCK_CHARS = 10_000
"""Such lists are put together until a file has so many characters."""

SMALL_CHARS = 30_000
"""The words of a smaller index are put together as one part."""
MEDIUM_CHARS = 300_000
"""The words of a smaller one are put together by their first letter."""

CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The 64 characters of numbers."""
_MORE = 32
IN_TITLE, IN_KEYWORDS, MAX_COUNT = 32, 16, 15
"""The weight of a term in a document is how often it stands in the text, at most MAX_COUNT, and one of the
others for each field that it stands in."""
WEIGHTS = 64

Postings = Mapping[str, str]
"""The encoded postings of each term.

A posting is the number of a document and the weight of a term in it, as one number:
document * WEIGHTS + weight.
"""


def encode_number(number: int) -> str:
    """A number as characters, each with five bits of it, the lowest first; all but the last are marked."""
    text = ""
    while number >= _MORE:
        text += CODE[number % _MORE + _MORE]
        number //= _MORE
    return text + CODE[number]


class _Steps(dict[int, str]):
    """The text of a posting, by its step from the document before; those that are met often are kept."""

    def __missing__(self, step: int) -> str:
        text = encode_number(step // WEIGHTS) + CODE[step % WEIGHTS]
        if step < _OFTEN:
            self[step] = text
        return text


_OFTEN = 1024 * WEIGHTS
_steps = _Steps()


def encode_postings(postings: Iterable[int]) -> str:
    """Postings in their order as text: of each the distance from the last document, and the weight."""
    parts, last = [], 0
    for posting in postings:
        parts.append(_steps[posting - last])
        last = posting - posting % WEIGHTS
    return "".join(parts)


_VALUES = {letter: value for value, letter in enumerate(CODE)}


def decode_postings(text: str) -> list[int]:
    """What `encode_postings` was given."""
    found = []
    document = distance = shift = 0
    letters = iter(text)
    for letter in letters:
        value = _VALUES[letter]
        distance |= value % _MORE << shift
        if value >= _MORE:
            shift += 5
            continue
        document += distance
        found.append(document * WEIGHTS + _VALUES[next(letters)])
        distance = shift = 0
    return found


def prefix_of(word: str) -> str:
    """What a word is put in order by: its first four letters, of which those that are no letters or digits
    of ASCII are written as numbers; of a word that begins with such a letter, two. A shard is named by the
    first that it has."""
    return _prefix(word[:4])


@cache
def _prefix(letters: str) -> str:
    return "".join(map(_plain, letters if letters[0].isascii() else letters[:2]))


def _plain(letter: str) -> str:
    return letter if letter.isascii() and letter.isalnum() else f"-{ord(letter):05x}"


@cache
def groups_of(letters: str) -> tuple[str, str]:
    """The wide and the narrow group of words that are put together: by the first letter, or by two. Letters
    that are not ASCII go together by 256 and by 16.

    Args:
        letters: the first two of a word.
    """
    first = _plain(letters[0])
    if letters[0].isascii():
        return first, "".join(map(_plain, letters))
    return first[:-2], first[:-1]


def level_of(size: int) -> Literal[0, 1, 2]:
    """Whether all words of an index are put together, or those of a wide or a narrow group.

    Args:
        size: characters of all words and postings.
    """
    return 0 if size < SMALL_CHARS else 1 if size < MEDIUM_CHARS else 2


def shard_files(postings: Postings) -> dict[str, bytes]:
    """The shards of terms that are put together, by name: the words, as lists of a stem and its forms, each
    form with its postings or with the number of the file that has them."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for term in postings:
        by_prefix[_prefix(term[:4].partition(" ")[0])].append(term)
    sizes = {
        prefix: sum(_size(term, postings[term]) for term in terms)
        for prefix, terms in by_prefix.items()
    }
    files: dict[str, bytes] = {}
    for name, prefixes in _shards(sizes):
        terms = sorted(term for prefix in prefixes for term in by_prefix[prefix])
        files |= _one_shard(name, terms, postings)
    return files


def ending_files(words: Iterable[str]) -> dict[str, bytes]:
    """The shards of words, each spelt backwards, that are put together, by name."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_prefix[_prefix(word[:4])].append(word)
    sizes = {prefix: sum(len(word) + 1 for word in some) for prefix, some in by_prefix.items()}
    return {
        name: msgspec.json.encode(" ".join(word for one in prefixes for word in by_prefix[one]))
        for name, prefixes in _shards(sizes)
    }


def _shards(sizes: Mapping[str, int]) -> Iterator[tuple[str, list[str]]]:
    """Prefixes that go into one file, by its name.

    Args:
        sizes: the characters of the words of each prefix.
    """
    together: list[str] = []
    size = 0
    for prefix in sorted(sizes):
        if together and size + sizes[prefix] > SHARD_CHARS:
            yield together[0], together
            together, size = [], 0
        together.append(prefix)
        size += sizes[prefix]
    if together:
        yield together[0], together


def _size(term: str, postings: str) -> int:
    return len(term) + (len(postings) if len(postings) <= INLINE_CHARS else 1) + 6


def _one_shard(shard: str, terms: Iterable[str], postings: Postings) -> dict[str, bytes]:
    words: dict[str, list[object]] = defaultdict(list)
    files, block, size, number = dict[str, bytes](), dict[str, str](), 0, 1
    for term in terms:
        form, _, stem = term.partition(" ")
        found = postings[term]
        if len(found) <= INLINE_CHARS:
            words[stem] += [form, found]
            continue
        if block and size + len(found) > BLOCK_CHARS:
            files[f"{shard}.{number}"] = msgspec.json.encode(block)
            block, size, number = {}, 0, number + 1
        block[term] = found
        size += len(found)
        words[stem] += [form, number]
    if block:
        files[f"{shard}.{number}"] = msgspec.json.encode(block)
    files[shard] = msgspec.json.encode([[stem, *forms] for stem, forms in words.items()])
    return files
