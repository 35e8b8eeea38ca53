"""A name in, an id or an address for it out. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 64
ALL_BLOGS = "index"
"""The page of all blogs has this name; no partner's page can."""

_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})
"""Letters that Unicode does not take apart."""


def free_id(name: str, taken: Collection[str] = ()) -> str:
    """An id made from a name, that no other partner has."""
    stem = slug(name)[: LONGEST - 4].strip("-") or "partner"
    number, free = 1, stem
    while free in taken or free == ALL_BLOGS:
        number += 1
        free = f"{stem}-{number}"
    return free


def slug(name: str) -> str:
    """A name in plain letters: é becomes e, what is no letter or digit a hyphen. Empty where nothing
    is left."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")


def plain(name: str) -> str:
    """A name in small letters without accents; of other alphabets as it is."""
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(_WHOLE)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
