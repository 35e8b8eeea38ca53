"""A text of an export and what the person who imports chose in; the same text with the category, tags and
series that it has here out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from .model import ImportedText


class Choices(Struct, frozen=True):
    """What the person who imports decides.

    Attributes:
        category_from: labels of which the first that a post has is its category.
        series_from: label → series.
    """

    category_from: tuple[str, ...] = ()
    series_from: Mapping[str, str] = {}


def with_terms(text: ImportedText, choices: Choices) -> ImportedText:
    """A label is one thing here: the category, the series or a tag. Labels that differ in capitals alone
    are one."""
    tags = list(_joined_by_case(text.tags))
    category, series = text.category, text.series
    if not category:
        wanted = [one.casefold() for one in choices.category_from]
        category = next((tag for one in wanted for tag in tags if tag.casefold() == one), "")
    for label, name in choices.series_from.items():
        if any(label.casefold() == tag.casefold() for tag in tags):
            series = name
            tags = [one for one in tags if one.casefold() != label.casefold()]
    tags = [one for one in tags if one.casefold() != category.casefold()]
    return replace(text, category=category, tags=tuple(tags), series=series)


def _joined_by_case(tags: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for tag in tags:
        name = " ".join(tag.split())
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            yield name
