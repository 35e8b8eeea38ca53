"""A header and a file's name in, the `Head` out, with all problems in them. Pure.

`Head` declares the fields of posts and pages, resource_types.py those of each type of resource;
field_parsers.py parses their values.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from frontdesk.core.problems import Severity
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import post_slug
from frontdesk.core.suggestions import closest_match, field_key

from . import draft_words as vocabulary
from .content_paths import split_dated_name
from .date_parser import DATE_EXAMPLE, FieldError, date_as_written, possible_dates
from .draft_status import draft_signals, field_meaning, may_be_held_back
from .field_parsers import STATUSES, normalize_value, parse_value
from .field_specs import RESOURCE_TYPES, FieldSpec, field_specs
from .front_matter_fields import DraftSignal, Field, Head, fields_for_type
from .model import Header, Kind, LineProblem
from .resource_types import (
    STRUCTS_BY_TYPE,
    Thing,
    find_contradictions,
    localize_event,
    missing_fields,
)

FIELDS = field_specs(Head)
"""Every field of a post or page."""
RESOURCE_FIELDS: dict[str, dict[str, FieldSpec]] = {
    what: fields_for_type(what) for what in RESOURCE_TYPES
}
"""Every field of a resource, by its type."""
_ANY_TYPE = {name: one for fields in RESOURCE_FIELDS.values() for name, one in fields.items()}

_NO_TYPES = {
    "post",
    "posts",
    "page",
    "pages",
    "blog",
    "entry",
    "text",
    "note",
    "blogpost",
    "blog post",
}
"""What other programs write as the type of a post or page."""
_LISTS = {"words", "paths", "credits"}


def read_head(
    header: Header, path: str, kind: Kind, rules: Settings
) -> tuple[Head, list[LineProblem]]:
    """Understand a header.

    Args:
        path: of the file, for the date and the slug that its name may hold.

    Returns:
        The head, with what could be read, and a problem for all that could not.
    """
    fields = _fields_for(header, kind)
    signals = draft_signals(header, path, fields, rules)
    named_date, rest = split_dated_name(path)
    sheet = _Sheet(header, kind, rules, signals, has_dated_name=named_date is not None)
    sheet.settle_date(named_date)
    values = {name: sheet.read(name) for name in fields}
    # The author of a book is not the author of our page.
    of_head = FIELDS.keys() - ({"author"} if kind == "resource" else set())
    head = Head(
        **{name: value for name, value in values.items() if name in of_head and value is not None},
        typed=tuple(sheet.fields.values()),
    )
    named = _date_of_name(named_date, sheet, rules) if named_date else None
    head = replace(
        head,
        date=head.date or named,
        written=date_as_written(sheet.fields["date"].text, rules)
        if "date" in sheet.fields
        else None,
        slug=post_slug(head.slug or rest),
        status=_status(values["status"], signals, sheet),
        authors=head.authors or _bylines(sheet) or ((head.author,) if head.author else ()),
        not_before=max(
            (one.day for one in signals if one.meaning == "from" and one.day), default=None
        ),
        not_after=min(
            (one.day for one in signals if one.meaning == "until" and one.day), default=None
        ),
        draft_signals=signals,
    )
    _compare_dates(head, named, sheet, rules)
    _look_for_title_and_date(head, kind, sheet)
    _look_at_slug(head, rest, sheet)
    _look_at_weekday(head, sheet, rules)
    if kind == "resource":
        head = replace(head, thing=_thing(head, values, sheet))
    return head, sheet.problems


def may_be_withheld(header: Header, path: str, kind: Kind, rules: Settings, now: datetime) -> bool:
    """Whether a header may mean a draft or a withdrawal, even if it cannot be read. Then no earlier version
    of the text may be published in its place (A14).

    Args:
        path: of the file, below the content folder; a folder of drafts keeps back what lies in it.
        now: texts with a later date wait.
    """
    return may_be_held_back(header, path, _fields_for(header, kind), rules, now)


def _bylines(sheet: _Sheet) -> tuple[str, ...]:
    """Of an `Author` that is a list."""
    field = sheet.fields.get("author")
    return field.items or () if field and len(field.items or ()) > 1 else ()


def _status(typed: str | None, signals: tuple[DraftSignal, ...], sheet: _Sheet) -> str:
    """The status of a text: a line that hides it outweighs one that publishes it (A14)."""
    for signal in signals:
        _tell_of(signal, sheet)
    said = {signal.meaning for signal in signals}
    field = sheet.fields.get("status")
    if field and typed == "draft" and normalize_value(field.text) not in STATUSES:
        message = f"'{field.text}' means draft, so this is not published; write draft"
        sheet.note(field, message, "info")
    if "draft" in said or typed == "draft":
        return "draft"
    if "unclear" in said or (field and not typed):
        return ""
    return typed or "published"


def _tell_of(signal: DraftSignal, sheet: _Sheet) -> None:
    """The problem for a line that keeps a text from readers, or may."""
    short = textwrap.shorten(signal.typed, 60, placeholder="…")
    severity: Severity = "error"
    if signal.meaning == "draft":
        remedy = "move the file" if not signal.line else "take the line out"
        message = (
            f"'{short}' keeps this out of the site, as 'Status: draft' does; {remedy} to publish"
        )
        severity = "info"
    elif signal.meaning in {"from", "until"} and not signal.meant:
        # cross_checks.py knows the time and tells this.
        return
    elif signal.meant:
        typed = signal.typed.partition(":")[0].strip()
        message = f"unknown field '{typed}' (did you mean '{signal.meant}'?)"
    elif signal.is_below:
        message = (
            f"'{short}' is below the header and may mean that this is a draft, so it "
            "waits; move the line up, or write 'Status: published' there"
        )
    else:
        message = (
            f"'{short}' may mean that this is a draft, so it waits; write 'Status: draft', or "
            "'Status: published'"
        )
    sheet.problems.append(LineProblem(signal.line, message, severity))


def _fields_for(header: Header, kind: Kind) -> Mapping[str, FieldSpec]:
    if kind != "resource":
        return FIELDS
    typed = (field.text.lower() for field in header.fields if field.name == "type")
    return RESOURCE_FIELDS.get(next(typed, ""), _ANY_TYPE)


def _thing(head: Head, values: Mapping[str, Any], sheet: _Sheet) -> Thing | None:
    """The fields of a resource's type; None if the type is missing or unknown."""
    if not head.type:
        if "type" not in sheet.fields and not sheet.is_torn:
            message = f"a resource has a type; write 'Type: …', one of {', '.join(RESOURCE_TYPES)}"
            sheet.problems.append(LineProblem(1, message, "error"))
        return None
    told = {"title", "date", "type", *sheet.fields, *sheet.unreadable}
    missing = [name for name, one in sheet.specs.items() if one.is_required and name not in told]
    for name in missing:
        write = f"write '{field_label(name)}: {sheet.specs[name].example}'"
        sheet.problems.append(
            LineProblem(1, f"{_a(head.type)} has {_a(field_label(name))}; {write}", "error")
        )
    its_own = {
        name: value
        for name, value in values.items()
        if value is not None and (name == "author" or name not in FIELDS)
    }
    thing = localize_event(STRUCTS_BY_TYPE[head.type](**its_own))
    if not (missing_fields(head.type, thing) or sheet.unreadable):
        for name, message in find_contradictions(thing):
            sheet.problems.append(LineProblem(head.line(name, "type"), message, "error"))
    return thing


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiouAEIOU" else f"a {word}"


class _Sheet:
    """The fields of one header by name, and the problems found so far.

    Args:
        kind: of the text, for what it needs.
        has_dated_name: whether the file's name has a date.
    """

    def __init__(
        self,
        header: Header,
        kind: Kind,
        rules: Settings,
        signals: tuple[DraftSignal, ...],
        *,
        has_dated_name: bool,
    ) -> None:
        self._signals = signals
        self._kind = kind
        self._has_dated_name = has_dated_name
        self.specs = _fields_for(header, kind)
        self._is_of_library = self.specs is not FIELDS
        self.problems = list(header.problems)
        self.is_torn = bool(header.problems)
        self.fields: dict[str, Field] = {}
        self.unreadable: set[str] = set()
        self._rules = rules
        known = (*self.specs, *(name.lower() for name in rules.more_fields))
        typed = {field.name: field for field in header.fields}
        for field in header.fields:
            if (
                kind != "resource"
                and field.name == "type"
                and normalize_value(field.text) in _NO_TYPES
            ):
                continue
            if field.name in known:
                self._take(field, field.name)
            elif ours := self._meant_by(field):
                self._take_for(ours, field, typed)
            else:
                self._note_unknown(field, known)

    def _take(self, field: Field, name: str) -> None:
        if name in self.fields:
            first = self.fields[name].line
            message = f"'{field.typed}' is here and in line {first}; make one line of the two"
            self.note(field, message, "error")
        else:
            self.fields[name] = self._with_one_value(field, name)
            self._look_at_value(self.fields[name])

    def _meant_by(self, field: Field) -> str | None:
        """Our field that other programs call so, if the value fits it."""
        ours = vocabulary.FIELD_SYNONYMS.get(field_key(field.name))
        if ours not in self.specs or field.line in {
            signal.line for signal in self._signals if not signal.day
        }:
            return None
        if ours == "url" and not re.search(r"[/.]", field.text):
            return None
        if ours == "date":
            # A file that is named after its day has its date.
            return None if self._has_dated_name or not self._is_date(field.text) else ours
        return ours

    def _is_date(self, typed: str) -> bool:
        try:
            parse_value("date", typed, self._rules)
        except FieldError:
            return False
        return True

    def _take_for(self, ours: str, field: Field, typed: Mapping[str, Field]) -> None:
        """Take the value of a field with another name, unless the file has our field too."""
        if ours == "url" and re.search("[:*{}]", re.sub(r"^https?:", "", field.text)):
            message = (
                f"'{field.text}' is a pattern of another program, so the address is made of the date and "
                "Slug; write 'Url: /…' for another"
            )
            self.note(field, message)
            return
        other = typed.get(ours) or self.fields.get(ours)
        if other is None:
            self._take(replace(field, name=ours), ours)
        elif (other.text, other.items) != (field.text, field.items):
            message = f"'{other.typed}' is there too and counts, so '{field.typed}' has no effect"
            self.note(field, message, "info")

    def settle_date(self, named: str | None) -> None:
        """If a date can be one of two days, the date in the file's name decides."""
        for name in ("date", "modified"):
            field = self.fields.get(name)
            if (
                field
                and named
                and (
                    iso := next(
                        (one for one in possible_dates(field.text) if one.startswith(named)), ""
                    )
                )
            ):
                self.fields[name] = replace(field, text=iso)

    def _with_one_value(self, field: Field, name: str) -> Field:
        """A list of one value is that value; of several categories, the first counts."""
        spec = self.specs.get(name)
        if spec is None or spec.type in _LISTS or not field.items:
            return field
        if len(field.items) == 1:
            return replace(field, text=field.items[0], items=None, is_dashed=False)
        if name == "category" and (field.name != field_key(field.typed) or not field.is_dashed):
            message = f"a post has one category, so '{field.items[0]}' counts; write the others after Tags"
            self.note(field, message)
            return replace(field, text=field.items[0], items=None, is_dashed=False)
        return field

    def note(self, field: Field, message: str, severity: Any = "warning") -> None:
        self.problems.append(LineProblem(field.line, message, severity))

    def read(self, name: str) -> Any:
        """The value of a field; None if it is missing, empty or unreadable."""
        field = self.fields.get(name)
        if not field or not (field.text or field.items):
            return None
        spec = self.specs[name]
        if spec.type not in _LISTS:
            return self._value(field, spec, field.text) if field.text else None
        values = (self._value(field, spec, item) for item in _items(field, spec))
        return tuple(dict.fromkeys(value for value in values if value is not None))

    def _value(self, field: Field, spec: FieldSpec, typed: str) -> Any:
        try:
            return parse_value(spec.type, typed, self._rules)
        except FieldError as wrong:
            is_critical = spec.is_critical and field_key(field.typed) == field_key(field.name)
            is_critical = is_critical or spec.is_required
            self.note(field, str(wrong), "error" if is_critical else "warning")
            self.unreadable.add(field.name)
            return None

    def _note_unknown(self, field: Field, known: tuple[str, ...]) -> None:
        if (
            field_key(field.name) in vocabulary.ANY_DRAFT_FIELD
            and field_meaning(field, self._rules) != "none"
        ):
            return
        if here := [signal for signal in self._signals if signal.line == field.line]:
            self.unreadable |= {signal.meant.lower() for signal in here}
            return
        if self._is_of_library and field.name in _ANY_TYPE:
            others = [what for what, fields in RESOURCE_FIELDS.items() if field.name in fields]
            message = f"{field.typed} is for {_a(others[0])}, not for this; take the line out"
            self.note(field, message)
            return
        if field_key(field.name) in vocabulary.IGNORED_FIELDS | vocabulary.FIELD_SYNONYMS.keys():
            message = (
                f"'{field.typed}' has no effect here; take the line out, or name it in MORE_FIELDS if "
                "templates of your own read it"
            )
            self.note(field, message, "info")
            return
        meant = closest_match(field.name, known)
        if meant:
            message = f"unknown field '{field.typed}' (did you mean '{field_label(meant)}'?)"
            self.unreadable.add(meant)
        else:
            page = "library" if self._is_of_library else "posts"
            message = (
                f"unknown field '{field.typed}'; take the line out, or put an empty line above it if it "
                f"is text (docs/{page}.md lists the fields)"
            )
        self.note(field, message, "error" if meant and self._is_grave(meant, field) else "warning")

    def _is_grave(self, meant: str, field: Field) -> bool:
        """Whether a mistyped name may hide a draft or a date to come, or leaves out what is needed."""
        if meant == "date":
            return self._kind != "page" and (
                not self._has_dated_name or re.search(r"\d[-/. ]\d", field.text) is not None
            )
        if meant == "status":
            return normalize_value(field.text) not in vocabulary.PUBLISHED_VALUES
        spec = self.specs.get(meant)
        return (spec is not None and spec.is_required) or (
            meant == "title" and self._kind != "post" and meant not in self.fields
        )

    def _look_at_value(self, field: Field) -> None:
        name = field_label(field.name)
        spec = self.specs.get(field.name)
        is_list = spec is not None and spec.type in _LISTS
        if not is_list and field.is_dashed and field.name != "author":
            self.note(
                field, f"{name} takes one value; write it after '{name}:', without a dash", "error"
            )
        elif not field.text and not field.items:
            is_required = spec is not None and (spec.is_required or field.name == "status")
            remedy = "write one" if is_required else "write one, or take the line out"
            self.note(
                field, f"{name} has no value; {remedy}", "error" if is_required else "warning"
            )
        elif field.text[:1] in {'"', "'"} and field.text.count(field.text[0]) == 1:
            self.note(
                field, f"a quotation mark opens and never closes; write it at the end of {name} too"
            )


def field_label(name: str) -> str:
    """A field's name as the documentation writes it."""
    return "ISBN" if name == "isbn" else name.capitalize()


def _items(field: Field, spec: FieldSpec) -> list[str]:
    """The values of a list in the order in which they were written."""
    items = field.items
    if items is None:
        by_comma = spec.type != "credits" and ";" not in field.text
        items = tuple(field.text.split("," if by_comma else ";"))
    if spec.type == "paths":
        return [path for item in items for path in item.split()]
    return [item for one in items if (item := " ".join(one.split()))]


# --- what the fields say together ---------------------------------------------------------------


def _compare_dates(head: Head, named: datetime | None, sheet: _Sheet, rules: Settings) -> None:
    date = sheet.fields.get("date")
    if date and head.date and named and head.date.date() != named.date():
        there = f" by the clock of the site ({rules.timezone})" if head.written else ""
        sheet.note(
            date,
            f"Date is {head.date:%Y-%m-%d}{there} and the file's name says {named:%Y-%m-%d}; Date counts. "
            "Correct it, or rename the file"
            + ("" if head.id else " (then add an Id, or feeds take it for a new post)"),
            "info",
        )
    modified = sheet.fields.get("modified")
    if modified and head.modified and head.date and head.modified < head.date:
        sheet.note(modified, "Modified is earlier than Date; correct one of the two")


def _look_for_title_and_date(head: Head, kind: Kind, sheet: _Sheet) -> None:
    if kind != "page" and head.date is None and "date" not in sheet.unreadable:
        message = (
            f"this {kind} has no date; write 'Date: {DATE_EXAMPLE}' at the top, or begin the file's name "
            f"with {DATE_EXAMPLE[:10]}-"
        )
        sheet.problems.append(LineProblem(1, message, "error"))
    if head.title or "title" in sheet.fields or "title" in sheet.unreadable or sheet.is_torn:
        return
    if kind != "post":
        message = f"this {kind} has no title; write 'Title: …' at the top"
        sheet.problems.append(LineProblem(1, message, "error"))
    else:
        message = (
            "this post has no title, so its first words are used; write 'Title: …' for another"
        )
        sheet.problems.append(LineProblem(1, message, "info"))


def _look_at_slug(head: Head, rest: str, sheet: _Sheet) -> None:
    typed = sheet.fields.get("slug")
    if not head.slug:
        where = f"the Slug '{typed.text}'" if typed else f"the file's name '{rest}'"
        message = f"no address can be made of {where}; write 'Slug: a-few-words'"
        sheet.problems.append(LineProblem(typed.line if typed else 1, message, "error"))
    elif typed and typed.text and head.slug != typed.text:
        message = f"'{typed.text}' cannot be an address, so '{head.slug}' is used; write that"
        sheet.note(typed, message, "info")


def _look_at_weekday(head: Head, sheet: _Sheet, rules: Settings) -> None:
    if not (head.series and head.date):
        return
    wanted = rules.series[head.series]
    day = head.date
    if wanted and f"{day:%A}" != wanted:
        week = (day + timedelta(days=n) for n in range(1, 7))
        ahead = next(one for one in week if f"{one:%A}" == wanted)
        line = head.line("date", "series")
        message = (
            f"{day:%Y-%m-%d} is a {day:%A}, and '{head.series}' appears on {wanted}s; write "
            f"{ahead:%Y-%m-%d}, or take Series out"
        )
        sheet.problems.append(LineProblem(line, message))


def _date_of_name(typed: str, sheet: _Sheet, rules: Settings) -> datetime | None:
    try:
        day: datetime = parse_value("date", typed, rules)
    except FieldError:
        message = f"the file's name begins with {typed}, which is no day; rename the file"
        sheet.problems.append(LineProblem(1, message, "error"))
        sheet.unreadable.add("date")
        return None
    return day
