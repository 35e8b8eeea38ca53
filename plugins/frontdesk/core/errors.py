"""What can be wrong for the person at the keyboard. A partner's trouble is a value, never one of these.

FrontDeskError
├── ConfigError       feeds.yaml or its like has mistakes: all of them, with line and column
├── ContentError      the texts cannot be built
├── ScaffoldError     a text cannot be begun
├── SettingsError     a setting cannot be used
├── StoreError        the store cannot be read or written at all
│   └── StoreBusy     another refresh is at work in it
├── CatalogError      a file of translations cannot be read
└── UsageError        a command cannot begin
"""

from __future__ import annotations

from .problems import Problem


class FrontDeskError(Exception):
    """Base of all errors of this product; its text is one or more lines for a person."""


class ConfigError(FrontDeskError):
    """A YAML file cannot be used or changed. `str()` gives one `NAME:LINE:COL: message` line a problem."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.path}:{p.line}:{p.column}: {p.message}" for p in problems))


class ContentError(FrontDeskError):
    """The texts cannot be built; the problems were told before."""


class ScaffoldError(FrontDeskError):
    """A text cannot be begun; the text says what to write instead."""


class SettingsError(FrontDeskError):
    """A setting that cannot be used; the text says what to write."""


class StoreError(FrontDeskError):
    """The folder of the store cannot be used; the text says why and what to do."""


class StoreBusy(StoreError):
    """Another refresh holds the store."""


class CatalogError(FrontDeskError, ValueError):
    """A file of translations cannot be read; the text says what is wrong, with its line."""


class UsageError(FrontDeskError):
    """What keeps a command from beginning; the text says what to do."""
