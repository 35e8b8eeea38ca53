"""A declaration of a field in, what the parser and the documentation need to know of it out. Pure."""

from __future__ import annotations

from typing import Annotated, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct

ResourceType = Literal[
    "book", "article", "guide", "checklist", "event", "community", "tool", "video"
]
RESOURCE_TYPES: tuple[ResourceType, ...] = get_args(ResourceType)
"""The types of a resource; resource_types.py has the fields of each."""
LEVELS = ("beginner", "practised", "expert")
"""The readers that a resource is for."""


FieldType = Literal[
    "text",
    "markdown",
    "words",
    "date",
    "slug",
    "path",
    "paths",
    "status",
    "language",
    "id",
    "series",
    "credit",
    "credits",
    "address",
    "replies",
    "type",
    "level",
    "answer",
    "day",
    "year",
    "moment",
    "zone",
    "isbn",
    "length",
    "file",
]
"""How the value of a field is parsed; field_parsers.py has a parser for each."""


class FieldSpec(Struct, frozen=True):
    """What a field of a header is, for the parser and for docs/posts.md.

    Attributes:
        type: how its value is parsed.
        example: a good value.
        description: what it does, in the words of docs/posts.md.
        default: what applies where it is left out, also in those words.
        is_critical: a text whose value cannot be read is not published.
        is_required: a resource without a value is not published.
    """

    type: FieldType
    example: str
    description: str
    default: str
    is_critical: bool = False
    is_required: bool = False


def field_specs(struct: type[Struct]) -> dict[str, FieldSpec]:
    """The fields that a struct declares, by name in lower case and in the order of the documentation: first
    those of its base class."""
    return {
        name: hint.__metadata__[0]
        for name, hint in get_type_hints(struct, include_extras=True).items()
        if get_origin(hint) is Annotated
    }
