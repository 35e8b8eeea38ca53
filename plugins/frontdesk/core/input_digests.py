"""The values that a page is made from in, a digest of them out, which differs where the page may differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from hashlib import blake2b
from pathlib import PurePath
from typing import Any

from msgspec import Struct, UnsetType

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
        kind = type(value)
        if kind is str:
            text: bytes = value.encode("utf-8", "surrogatepass")
            return b"s%d:%b" % (len(text), text)
        is_plain = self._plain.get(kind)
        if is_plain is None:
            is_plain = self._plain[kind] = issubclass(kind, _PLAIN)
        if is_plain:
            # The same instant is written otherwise in another zone.
            written = value.isoformat() if isinstance(value, datetime) else str(value)
            text = written.encode("utf-8", "surrogatepass")
            return b"p%b%d:%b" % (kind.__name__.encode(), len(text), text)
        kept = self._known.get(_identity(value))
        if kept is None:
            own: list[Any] = []
            digest = blake2b(self._parts(value, own), digest_size=_SIZE).digest()
            kept = value, b"d" + digest, tuple(own)
            if hasattr(kind, "input_values"):
                # The value is kept, too, or another could get its id.
                self._known[_identity(value)] = kept
        texts += kept[2]
        return kept[1]

    def _all_packed(self, values: Iterable[Any], texts: list[Any]) -> list[bytes]:
        """As `_packed`, of each; long lists hold posts that are known."""
        known, found = self._known, []
        for value in values:
            kept = known.get(_identity(value))
            if kept is None:
                found.append(self._packed(value, texts))
            else:
                found.append(kept[1])
                texts += kept[2]
        return found

    def _parts(self, value: Any, texts: list[Any]) -> bytes:
        if values := getattr(value, "input_values", None):
            if hasattr(value, "text_values"):
                texts.append(value)
            return b"o" + self._packed(values(), texts)
        if isinstance(value, tuple | list):
            return b"l" + b"".join(self._all_packed(value, texts))
        if isinstance(value, Struct):
            values = [getattr(value, name) for name in value.__struct_fields__]
            parts = self._all_packed(values, texts)
            return b"".join((type(value).__name__.encode(), b"(", *parts))
        if isinstance(value, Mapping):
            return b"m" + b"".join(
                self._packed(one, texts) for pair in value.items() for one in pair
            )
        if isinstance(value, set | frozenset):
            return b"f" + b"".join(sorted([self._packed(one, texts) for one in value]))
        raise UnknownInputError(f"nothing tells whether a {type(value).__name__} has changed")
