"""What a form was made with, what it says and what the file says now in; what the form changes, and what
both changed, out. Pure (K1, K3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from .project_files import version


class FormChanges(NamedTuple):
    """Names of fields.

    Attributes:
        changed: those that the form changes.
        both: those of them that were changed in the file meanwhile, to something else.
    """

    changed: tuple[str, ...]
    both: tuple[str, ...]


def seen_values(values: Mapping[str, object]) -> str:
    """What a form keeps of the values that it was made with."""
    return " ".join(f"{name}={_version(value)}" for name, value in values.items())


def form_changes(seen: str, wanted: Mapping[str, object], now: Mapping[str, object]) -> FormChanges:
    """What is to be written, so that changes of others to other fields stay.

    Args:
        seen: by `seen_values`.
        wanted, now: by the same names.
    """
    before = _read(seen)
    changed = tuple(
        name
        for name, value in wanted.items()
        if value != now[name] and _version(value) != before.get(name)
    )
    both = tuple(name for name in changed if _version(now[name]) != before.get(name))
    return FormChanges(changed, both)


def seen_again(seen: str, now: Mapping[str, object], names: Collection[str]) -> str:
    """What a form keeps after its reader was shown what these fields are now."""
    changed = {name: _version(now[name]) for name in names}
    return " ".join(f"{name}={one}" for name, one in {**_read(seen), **changed}.items())


def _read(seen: str) -> dict[str, str]:
    return dict(one.split("=", 1) for one in seen.split() if "=" in one)


def _version(value: object) -> str:
    return version(repr(value).encode())[:16]
