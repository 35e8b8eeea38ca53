"""A struct in, the fields of a header that it declares out. Pure."""

from __future__ import annotations

from typing import Annotated, get_origin, get_type_hints

from msgspec import Struct

from .model import FieldSpec


def field_specs(struct: type[Struct]) -> dict[str, FieldSpec]:
    """Name in lower case → what it is, in the order of the documentation: first those of the struct that
    this one builds on."""
    return {
        name: hint.__metadata__[0]
        for name, hint in get_type_hints(struct, include_extras=True).items()
        if get_origin(hint) is Annotated
    }
