"""A language tag in, itself or nothing out (BCP 47, well-formed). Pure."""

from __future__ import annotations

import re


def language_tag(text: str | None) -> str | None:
    """en, en-GB and pl are; English is not, nor is anything that could hurt an attribute."""
    return text if text and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else None
