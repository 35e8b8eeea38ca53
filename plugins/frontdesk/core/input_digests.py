"""The values that a page is made from in, a digest of them out, which differs where the page may differ."""

from __future__ import annotations

from collections.abc import Mapping
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


class UnknownInputError(FrontDeskError):
    """A value of which nothing says whether it has changed. What is made from it is always made anew."""


class InputDigests:
    """Digests of values; those of structs and collections are kept, because the same posts stand in many
    lists.

    A value that is neither plain nor a collection says by a method `input_values` what it is made of. With
    `with_texts`, it says by `text_values` what else counts where a template prints whole texts.
    """

    def __init__(self, *, with_texts: bool) -> None:
        self._methods = ("text_values", "input_values") if with_texts else ("input_values",)
        self._known: dict[int, tuple[object, bytes]] = {}

    def of(self, value: Any) -> bytes:
        """The digest of a value, 16 bytes; plain data gives the same in each process.

        Raises:
            UnknownInputError: it holds something that cannot be compared.
        """
        return blake2b(self._packed(value), digest_size=_SIZE).digest()

    def _packed(self, value: Any) -> bytes:
        """Bytes that no other value has: plain ones as they are written, with their type and length."""
        kind = type(value)
        if kind is str:
            text: bytes = value.encode("utf-8", "surrogatepass")
            return b"s%d:%b" % (len(text), text)
        if isinstance(value, _PLAIN):
            # The same instant is written otherwise in another zone.
            written = value.isoformat() if isinstance(value, datetime) else str(value)
            text = written.encode("utf-8", "surrogatepass")
            return b"p%b%d:%b" % (kind.__name__.encode(), len(text), text)
        kept = self._known.get(id(value))
        if kept is None:
            # The value is kept, or another could get its id.
            digest = blake2b(self._parts(value), digest_size=_SIZE).digest()
            kept = self._known[id(value)] = value, b"d" + digest
        return kept[1]

    def _parts(self, value: Any) -> bytes:
        for method in self._methods:
            if values := getattr(value, method, None):
                return b"o" + self._packed(values())
        if isinstance(value, Struct):
            parts = [self._packed(getattr(value, name)) for name in value.__struct_fields__]
            return b"".join((type(value).__name__.encode(), b"(", *parts))
        if isinstance(value, Mapping):
            return b"m" + b"".join(self._packed(one) for pair in value.items() for one in pair)
        if isinstance(value, tuple | list):
            return b"l" + b"".join(map(self._packed, value))
        if isinstance(value, set | frozenset):
            return b"f" + b"".join(sorted(map(self._packed, value)))
        raise UnknownInputError(f"nothing tells whether a {type(value).__name__} has changed")
