"""A text of an author and new values of its fields or a new body in, the text with just these changed out.
Pure (K4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from frontdesk.core.errors import FrontDeskError

from .front_matter import split_front_matter
from .front_matter_fields import Field
from .metadata import FIELDS, RESOURCE_FIELDS, field_label
from .model import Header
from .scaffold import field_line

_MARK = "\ufeff"
_GOES_ON = re.compile(r"[ \t]+\S|-(?:[ \t]|$)")
"""A line of the header that belongs to the field above it."""
_TYPES = {
    name: spec.type
    for fields in (*RESOURCE_FIELDS.values(), FIELDS)
    for name, spec in fields.items()
}
_REFUSED = "a program cannot change {} in this file safely; change it in a text editor"


def edit_text(source: str, fields: Mapping[str, str | None], body: str | None = None) -> str:
    """The text with other values in its header, and another body.

    Args:
        source: as it is in the file, with its line ends and its mark.
        fields: name → one line; None takes the field away.
        body: without the blank lines around it; None leaves it as it is.

    Raises:
        FrontDeskError: the change cannot be made without changing something else.
    """
    mark = _MARK if source.startswith(_MARK) else ""
    newline = "\r\n" if "\r\n" in source else "\n"
    text = source.removeprefix(_MARK).replace(newline, "\n")
    if "\r" in text or (
        newline == "\r\n" and text.replace("\n", newline) != source.removeprefix(_MARK)
    ):
        raise FrontDeskError("this file has line ends of two kinds; save it with one of them first")
    for name, value in fields.items():
        text = _with_field(text, name, value)
    if body is not None:
        text = _with_body(text, body)
    return mark + text.replace("\n", newline)


class TextBody(NamedTuple):
    """The body of a text without the blank lines around it, as `edit_text` takes it.

    Attributes:
        line: of the file, in which it begins, counted from 1.
    """

    text: str
    line: int


def body_of(source: str) -> TextBody:
    """The body of a text.

    Args:
        source: as it is in the file.
    """
    header = split_front_matter(source.removeprefix(_MARK).replace("\r\n", "\n"))
    blank = len(header.body) - len(header.body.lstrip("\n"))
    return TextBody(header.body.strip("\n"), header.body_line + blank)


def _with_body(text: str, body: str) -> str:
    header = split_front_matter(text)
    old, new = header.body, body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if old.strip("\n") == new:
        return text
    blank = old[: len(old) - len(old.lstrip("\n"))] or ("\n" if header.fields else "")
    end = "\n" if new else ""
    head = text[: len(text) - len(old)] if old else text
    if head and not head.endswith("\n"):
        head += "\n"
    whole = f"{head}{blank}{new}{end}"
    found = split_front_matter(whole)
    if _values(found) != _values(header) or found.body.strip("\n") != new:
        raise FrontDeskError(_REFUSED.format("the text"))
    return whole


def _with_field(text: str, name: str, value: str | None) -> str:
    header = split_front_matter(text)
    old = next((one for one in header.fields if one.name == name), None)
    if sum(one.name == name for one in header.fields) > 1:
        raise FrontDeskError(_REFUSED.format(field_label(name)))
    lines = text.split("\n")
    line = None if value is None else _line(name, old.typed if old else field_label(name), value)
    if old:
        first, last = _extent(lines, old)
        lines[first:last] = [] if line is None else [line]
    elif line is None:
        return text
    elif header.fields:
        last = _extent(lines, header.fields[-1])[1]
        lines.insert(last, line)
    else:
        lines[:0] = [line, ""]
    whole = "\n".join(lines)
    found = split_front_matter(whole)
    now, before = _values(found), _values(header)
    now.pop(name, None)
    before.pop(name, None)
    told = next((one.text for one in found.fields if one.name == name), None)
    same_body = found.body.strip("\n") == header.body.strip("\n")
    if (
        now != before
        or told != value
        or not same_body
        or len(found.problems) > len(header.problems)
    ):
        raise FrontDeskError(_REFUSED.format(field_label(name)))
    return whole


def _line(name: str, typed: str, value: str) -> str:
    """A day or number stands as it is, for other programs read it as one then."""
    is_text = _TYPES.get(name, "text") in {"text", "markdown", "words"}
    return field_line(typed, value) if is_text else f"{typed}: {value}"


def _extent(lines: list[str], field: Field) -> tuple[int, int]:
    """The lines of a field, from 0; the second is not one of them."""
    last = field.line
    while last < len(lines) and _GOES_ON.match(lines[last]):
        last += 1
    return field.line - 1, last


def _values(header: Header) -> dict[str, tuple[str, tuple[str, ...] | None]]:
    return {one.name: (one.text, one.items) for one in header.fields}
