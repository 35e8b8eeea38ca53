"""A project's settings in, the Rules out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from frontdesk.core.errors import SettingsError

from .model import Rules

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def rules_of(settings: Mapping[str, Any]) -> Rules:
    """Every rule from the setting of its name; a setting that is not there leaves what is usual.

    Raises:
        SettingsError: where a setting has a value of another kind than ours.
    """
    found = {
        field.name: settings[field.name.upper()]
        for field in msgspec.structs.fields(Rules)
        if settings.get(field.name.upper()) is not None
    }
    try:
        rules = msgspec.convert(found, Rules)
    except msgspec.ValidationError as error:
        raise SettingsError(f"pelicanconf.py: {error}; see docs/authors.md") from None
    for name, day in rules.series.items():
        if day not in (None, *WEEKDAYS):
            raise SettingsError(
                f"pelicanconf.py: '{day}' is no weekday for '{name}' in SERIES; write Friday or so, or None"
            )
    return rules
