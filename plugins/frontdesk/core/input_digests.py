"""The values that a page is made from in, a digest of them out, which differs where the page may differ."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
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
    """Digests of values; those of structs are kept, because the same posts stand in many lists.

    A value that is neither plain nor a collection says by a method `input_values` what it is made of. With
    `with_texts`, it says by `text_values` what else counts where a template prints whole texts.
    """

    def __init__(self, *, with_texts: bool) -> None:
        self._what = "text_values" if with_texts else "input_values"
        self._known: dict[int, tuple[object, bytes]] = {}

    def of(self, value: Any) -> bytes:
        """The digest of a value, 16 bytes; plain data gives the same in each process.

        Raises:
            UnknownInputError: it holds something that cannot be compared.
        """
        if isinstance(value, datetime):  # the same instant is written otherwise in another zone
            return _hash(b"d", value.isoformat().encode())
        if isinstance(value, _PLAIN):
            return _hash(type(value).__name__.encode(), str(value).encode("utf-8", "surrogatepass"))
        kept = self._known.get(id(value))
        if kept is None:
            # The value is kept, or another could get its id.
            kept = self._known[id(value)] = value, self._of_parts(value)
        return kept[1]

    def _of_parts(self, value: Any) -> bytes:
        if parts := getattr(value, self._what, None) or getattr(value, "input_values", None):
            return _hash(b"o", self.of(parts()))
        if isinstance(value, Struct):
            parts = (getattr(value, name) for name in value.__struct_fields__)
            return _hash(type(value).__name__.encode(), *map(self.of, parts))
        if isinstance(value, Mapping):
            return _hash(b"m", *(self.of(one) for pair in value.items() for one in pair))
        if isinstance(value, tuple | list):
            return _hash(b"l", *map(self.of, value))
        if isinstance(value, set | frozenset):
            return _hash(b"s", *sorted(map(self.of, value)))
        raise UnknownInputError(f"nothing tells whether a {type(value).__name__} has changed")


def _hash(*parts: bytes) -> bytes:
    whole = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.digest()
