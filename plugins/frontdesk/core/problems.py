"""A mistake in a file that an author or editor writes, as a value (A11)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "info"]
"""error: it breaks something for readers or loses something; warning: to be corrected, but published
anyway; info: good to know."""


class Problem(Struct, frozen=True, order=True):
    """One mistake.

    Attributes:
        path: of the file, below the content folder or beside feeds.yaml.
        line: from 1; 0 for the whole file.
        message: what is wrong, and what to write instead.
        column: from 1; 0 for the whole line.
    """

    path: str
    line: int
    message: str
    severity: Severity = "error"
    column: int = 0
