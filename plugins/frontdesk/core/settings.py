"""One setting of pelicanconf.py in, its value out, or what to write instead: for all packages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import SettingsError


def whole_number(settings: Mapping[str, Any], name: str, most: int | None = None) -> int:
    """A number that is 0 or more.

    Args:
        most: the highest that is of use; None for any.

    Raises:
        SettingsError: where it is something else.
    """
    value = settings[name]
    if type(value) is int and value >= 0 and (most is None or value <= most):
        return value
    wanted = "a whole number, or 0 for none" if most is None else f"a number from 0 to {most}"
    raise SettingsError(f"pelicanconf.py: {name} is {value!r}; write {wanted}")
