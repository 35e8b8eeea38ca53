"""One thing that is wrong with a file that a person keeps, in the same words everywhere (A11)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "info"]
"""How bad a problem is: it would break a promise to readers or lose something; it should be mended, and is
published all the same; it is good to know."""


class Problem(Struct, frozen=True, order=True):
    """One thing that an author or editor wants to know.

    Attributes:
        path: the file, below the content folder or beside feeds.yaml.
        line: counted from 1; 0 for a file as a whole.
        message: what is wrong; what to write instead.
        column: counted from 1; 0 for a line as a whole.
    """

    path: str
    line: int
    message: str
    severity: Severity = "error"
    column: int = 0
