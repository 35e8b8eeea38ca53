"""What can be wrong for the person at the keyboard. A partner's trouble is a value, never one of these.

PartnerBlogsError
├── ConfigError      feeds.yaml has mistakes: all of them, with line and column
└── StoreError       the store cannot be read or written at all
    └── StoreBusy    another refresh is at work in it
"""

from __future__ import annotations

import msgspec


class PartnerBlogsError(Exception):
    """Base of all errors of this package; its text is one or more lines for a person."""


class Problem(msgspec.Struct, frozen=True, order=True):
    """One mistake in a file an editor keeps.

    Attributes:
        line, column: where it is, counted from 1.
        message: what is wrong; what to do.
    """

    line: int
    column: int
    message: str


class ConfigError(PartnerBlogsError):
    """feeds.yaml cannot be used. `str()` gives one `NAME:LINE:COL: message` line a problem."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.name = name
        self.problems = problems
        lines = (f"{name}:{p.line}:{p.column}: {p.message}" for p in problems)
        super().__init__("\n".join(lines))


class StoreError(PartnerBlogsError):
    """The folder of the store cannot be used; the text says why and what to do."""


class StoreBusy(StoreError):
    """Another refresh holds the store."""
