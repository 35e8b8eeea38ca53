"""The exceptions of the product, for the person who runs a command. A failure of a partner is a value,
never an exception.

FrontDeskError
├── ConfigError       a YAML file of the editor has mistakes: all of them, with line and column
├── ContentError      the texts cannot be built
├── ScaffoldError     a new text cannot be created
├── SettingsError     a setting is not valid
├── StoreError        the store cannot be read or written at all
│   └── StoreBusy     another refresh uses it
├── CatalogError      a catalog of translations cannot be read
├── UsageError        a command cannot start
├── FieldError        content: a field of a text has a value that cannot be read
├── InvalidValueError core: a value in a YAML file cannot be read
├── OpmlError         formats: a document is not OPML
├── RefusedFileError  formats: a file of an author cannot be published as it is
└── UnreadableImage   build: an image cannot be decoded

Those below UsageError are caught where they arise, and become problems.
"""

from __future__ import annotations

from .problems import Problem


class FrontDeskError(Exception):
    """The base class. The text is one or more lines for a person."""


class ConfigError(FrontDeskError):
    """A YAML file cannot be read or changed. `str()` gives one line `NAME:LINE:COL: message` for each
    problem."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.path}:{p.line}:{p.column}: {p.message}" for p in problems))


class ContentError(FrontDeskError):
    """The texts cannot be built; their problems were printed before."""


class ScaffoldError(FrontDeskError):
    """A new text cannot be created; the message says what to write instead."""


class SettingsError(FrontDeskError):
    """A setting is not valid; the message says what to write."""


class StoreError(FrontDeskError):
    """The folder of the store cannot be used; the message says why and what to do."""


class StoreBusy(StoreError):
    """Another refresh uses the store."""


class CatalogError(FrontDeskError, ValueError):
    """A catalog of translations cannot be read; the message says what is wrong, with the line."""


class UsageError(FrontDeskError):
    """A command cannot start; the message says what to do."""
