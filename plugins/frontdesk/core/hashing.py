"""Bytes and texts in; a digest out, which differs if any of them differs. Pure."""

from __future__ import annotations

import hashlib


def digest(*parts: bytes | str) -> str:
    """64 hexadecimal digits; they differ if any part differs."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(data) + data)
    return whole.hexdigest()
