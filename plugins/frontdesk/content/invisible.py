"""Text in, the same without what no text needs and nobody sees out. Pure."""

from __future__ import annotations

import re

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
"""Control characters and marks of direction or width."""


def strip_invisible(text: str) -> str:
    """A text that may have come out of escapes: the halves that UTF-16 has of a character are joined, and
    those that stand alone are replaced."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return INVISIBLE.sub("", whole)
