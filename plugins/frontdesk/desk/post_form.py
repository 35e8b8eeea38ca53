"""A text in, the form in which it is edited out; a form in, what it changes of the text out. Pure (K4)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple
from zoneinfo import ZoneInfo

from frontdesk.content.date_parser import FieldError, parse_day, parse_local_time
from frontdesk.content.edit_text import body_of
from frontdesk.content.field_specs import FieldSpec
from frontdesk.content.front_matter_fields import Field
from frontdesk.content.metadata import RESOURCE_FIELDS, field_label
from frontdesk.content.model import Document
from frontdesk.core.text import clean_line

_OF_A_POST = ("title", "category", "tags", "series", "summary")
_OF_A_PAGE = ("title", "summary")
_MOMENT = "datetime-local"
_OWN_INPUT = frozenset({"title", "date", "status", "summary"})
"""Fields for which the form has a place of their own."""
_LEFT_ALONE = frozenset({"type", "id", "slug", "aliases", "modified", "lang", "keywords"})
"""Fields of a thing of the library that a form does not have; they stay as they are."""


class FieldInput(NamedTuple):
    """A field of a thing of the library, as the form asks for it.

    Attributes:
        kind: of HTML's input; "text" for a day or time that is typed in another form, which stays visible.
        value: as such an input takes it.
    """

    name: str
    label: str
    help: str
    kind: str
    value: str
    is_required: bool


def inputs_of(document: Document) -> tuple[FieldInput, ...]:
    """The fields of its type; none for posts and pages."""
    fields = RESOURCE_FIELDS.get(document.head.type or "", {})
    typed = _typed(document)
    return tuple(
        FieldInput(
            name,
            field_label(name).replace("_", " "),
            _help(spec),
            *_kind_and_value(spec, _as_typed(typed.get(name))),
            spec.is_required,
        )
        for name, spec in fields.items()
        if name not in _OWN_INPUT | _LEFT_ALONE
    )


def _kind_and_value(spec: FieldSpec, typed: str) -> tuple[str, str]:
    with suppress(FieldError):
        if spec.type == "day":
            return "date", parse_day(typed).isoformat() if typed else ""
        if spec.type == "moment":
            return _MOMENT, parse_local_time(typed).isoformat("T", "minutes") if typed else ""
    return "text", typed


def _help(spec: FieldSpec) -> str:
    said = f"{spec.description}, such as {spec.example.rstrip('.')}.".replace("`", "")
    return said[:1].upper() + said[1:]


def form_of(document: Document, source: str, zone: ZoneInfo) -> dict[str, str]:
    """What the form of a text shows."""
    head, typed = document.head, _typed(document)
    moment = head.date.astimezone(zone) if head.date else None
    return {
        **{name: _as_typed(typed.get(name)) for name in _names(document)},
        **{one.name: one.value for one in inputs_of(document)},
        "date": f"{moment:%Y-%m-%dT%H:%M}" if moment else "",
        "status": head.status or "draft",
        "body": body_of(source).text,
    }


def changes_of(
    form: Mapping[str, str], document: Document, source: str, zone: ZoneInfo
) -> tuple[dict[str, str | None], str]:
    """The fields that a form changes, and the body that it has.

    Args:
        document: what the file says now.
    """
    shown = form_of(document, source, zone)
    times = {one.name for one in inputs_of(document) if one.kind == _MOMENT}
    changed: dict[str, str | None] = {
        name: clean_line(form[name].replace("T", " ") if name in times else form[name]) or None
        for name in _names(document)
        if name in form and clean_line(form[name]) != clean_line(shown[name])
    }
    if "date" in form and form["date"] != shown["date"]:
        day = clean_line(form["date"].replace("T", " "))
        changed["date"] = (day.partition(" ")[0] if document.kind == "resource" else day) or None
    if "status" in form and form["status"] != shown["status"]:
        changed["status"] = None if form["status"] == "published" else clean_line(form["status"])
    return changed, form.get("body", shown["body"])


def _names(document: Document) -> tuple[str, ...]:
    """The fields that are one line in the form and in the file."""
    match document.kind:
        case "post":
            return _OF_A_POST
        case "page":
            return _OF_A_PAGE
        case "resource":
            return (*_OF_A_PAGE, *(one.name for one in inputs_of(document)))


def _typed(document: Document) -> dict[str, Field]:
    return {one.name: one for one in document.head.typed}


def _as_typed(field: Field | None) -> str:
    if field is None:
        return ""
    return ", ".join(field.items) if field.items is not None else field.text
