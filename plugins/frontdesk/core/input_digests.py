"""The values that a page is made from in, a digest of them out, which differs where the page may differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from hashlib import blake2b
from pathlib import PurePath
from typing import Any

from msgspec import Struct, UnsetType
from msgspec.structs import astuple

from .errors import FrontDeskError

_PLAIN = (
    *(str, bytes, int, float, bool, type(None), UnsetType),
    *(date, time, timedelta, tzinfo, PurePath, Enum),
)
_SIZE = 16
_identity = object.__hash__
"""As `id`, for which Python calls each audit hook, and settings are read under one."""


class UnknownInputError(FrontDeskError):
    """A value of which nothing says whether it has changed. What is made from it is always made anew."""


class InputDigests:
    """Digests of values.

    A value that is neither plain nor a collection says by a method `input_values` what it is made of. Its
    digest is kept, because the same posts stand on many pages. It may say by `text_values` what else counts
    where a template prints whole texts.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes, tuple[Any, ...]]] = {}
        self._texts: dict[int, bytes] = {}
        self._plain: dict[type, bool] = {}

    def of(self, value: Any, *, with_texts: bool = False) -> bytes:
        """The digest of a value, 16 bytes; plain data gives the same in each process.

        Args:
            with_texts: whether all words of the texts in it count.

        Raises:
            UnknownInputError: it holds something that cannot be compared.
        """
        return blake2b(self.packed(value, with_texts=with_texts), digest_size=_SIZE).digest()

    def packed(self, value: Any, *, with_texts: bool = False, of_many: bool = False) -> bytes:
        """What `of` makes its digest of; several may be joined for one digest.

        Args:
            with_texts: as for `of`.
            of_many: whether many pages have this very value; then its digest is kept, too.

        Raises:
            UnknownInputError: it holds something that cannot be compared.
        """
        kept = self._known.get(_identity(value))  # plain values are never among these
        if kept is None or with_texts:
            texts: list[Any] = []
            packed = self._packed(value, texts)
            if of_many and kept is None and not isinstance(value, _PLAIN):
                self._known[_identity(value)] = value, packed, tuple(texts)
            return b"".join((packed, *map(self._words_of, texts))) if with_texts else packed
        return kept[1]

    def packed_all(self, values: Iterable[Any]) -> bytes:
        """As `packed`, of many values at once.

        Raises:
            UnknownInputError: one of them holds something that cannot be compared.
        """
        return b"".join(self._all_packed(values, []))

    def _words_of(self, text: Any) -> bytes:
        found = self._texts.get(_identity(text))  # `_known` has the text, so no other gets its id
        if found is None:
            found = self._texts[_identity(text)] = self._packed(text.text_values(), [])
        return found

    def _packed(self, value: Any, texts: list[Any]) -> bytes:
        """Bytes that no other value has: plain ones as they are written, with their type and length.

        Args:
            texts: to which those in the value are added.
        """
        return self._all_packed((value,), texts)[0]

    def _all_packed(self, values: Iterable[Any], texts: list[Any]) -> list[bytes]:
        """As `_packed`, of each: one loop for all, since most are strings, or posts that are known."""
        known, found = self._known, []
        for value in values:
            kind = type(value)
            if kind is str:
                text = value.encode("utf-8", "surrogatepass")
                found.append(b"s%d:%b" % (len(text), text))
            elif value is None:
                found.append(b"n")
            elif kept := known.get(_identity(value)):  # plain values are never among these
                found.append(kept[1])
                texts += kept[2]
            elif self._is_plain(kind):
                found.append(_plain(value))
            else:
                found.append(self._packed_parts(value, texts))
        return found

    def _is_plain(self, kind: type) -> bool:
        found = self._plain.get(kind)
        if found is None:
            found = self._plain[kind] = issubclass(kind, _PLAIN)
        return found

    def _packed_parts(self, value: Any, texts: list[Any]) -> bytes:
        own: list[Any] = []
        digest = b"d" + blake2b(self._parts(value, own), digest_size=_SIZE).digest()
        if hasattr(type(value), "input_values"):
            # The value is kept, too, or another could get its id.
            self._known[_identity(value)] = value, digest, tuple(own)
        texts += own
        return digest

    def _parts(self, value: Any, texts: list[Any]) -> bytes:
        if values := getattr(value, "input_values", None):
            if hasattr(value, "text_values"):
                texts.append(value)
            return b"o" + self._packed(values(), texts)
        if isinstance(value, tuple | list):
            return b"l" + b"".join(self._all_packed(value, texts))
        if isinstance(value, Struct):
            parts = self._all_packed(astuple(value), texts)
            return b"".join((type(value).__name__.encode(), b"(", *parts))
        if isinstance(value, Mapping):
            return b"m" + b"".join(
                self._packed(one, texts) for pair in value.items() for one in pair
            )
        if isinstance(value, set | frozenset):
            return b"f" + b"".join(sorted([self._packed(one, texts) for one in value]))
        raise UnknownInputError(f"nothing tells whether a {type(value).__name__} has changed")


def _plain(value: Any) -> bytes:
    # The same instant is written otherwise in another zone.
    written = value.isoformat() if isinstance(value, datetime) else str(value)
    text = written.encode("utf-8", "surrogatepass")
    return b"p%b%d:%b" % (type(value).__name__.encode(), len(text), text)
