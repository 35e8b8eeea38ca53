"""Text in, the same without what nobody sees out. Pure (E6)."""

from __future__ import annotations

import re

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Control, bidirectional and invisible characters: harmless nowhere, needed by no sentence."""


def one_line(text: str) -> str:
    """Plain text on one line, safe for a page, a feed and a terminal that escapes or knows no markup."""
    return " ".join(INVISIBLE.sub("", text).split())
