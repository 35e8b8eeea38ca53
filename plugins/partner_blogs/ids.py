"""A name in, an id for it out. Pure."""

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
    """An id made from a name, that no other partner has: é becomes e, what is no letter or digit a
    hyphen."""
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(_WHOLE)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST - 4].strip("-") or "partner"
    number, free = 1, stem
    while free in taken or free == ALL_BLOGS:
        number += 1
        free = f"{stem}-{number}"
    return free
