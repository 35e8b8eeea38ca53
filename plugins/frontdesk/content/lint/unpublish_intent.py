"""Today's file and the last good source of a text in, whether its author may have taken it back out. Pure
(A12, A14). In doubt the answer is yes: a text that was taken back must not come again.

draft_status.py knows what keeps a text from readers. This is asked where today's file has an error, so it
doubts more: a header that cannot be read, and a field whose name only resembles one that hides a text.
A date that cannot be read is a mistake, unless it may mean a later day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from frontdesk.core.settings import Settings
from frontdesk.core.suggestions import closest_match

from ..date_parser import FieldError, guess_date
from ..field_parsers import parse_value
from ..front_matter import split_document
from ..front_matter_fields import Field
from ..metadata import FIELDS, RESOURCE_FIELDS, may_be_withheld
from ..model import Header, Kind

_OF_TYPES = {name for fields in RESOURCE_FIELDS.values() for name in fields}
_KNOWN = {*FIELDS, *_OF_TYPES} - {"status", "published"}
_PARTS = (
    *("draft", "publish", "status", "visib", "expir", "privat", "hidden", "unlist", "secret"),
    *("embargo", "withdr", "remov", "delet", "archiv", "schedul", "trash", "release", "until"),
)
"""What the names of fields have in them by which programs keep a text from readers."""
_NAMES = (
    "status",
    "state",
    "draft",
    "published",
    "visibility",
    "publishdate",
    "expirydate",
    "hidden",
)
_YES, _NO = {"true", "yes", "on", "1", "y"}, {"false", "no", "off", "0", "n"}
_FIELD = re.compile(r"""[\s>*_#+-]*["']?([A-Za-z][A-Za-z0-9_ -]{2,24})["']?[*_]*\s*[:=]\s*(.*)""")
_FENCE = re.compile(r"\s*(\+\+\+|---|\{|<!--)\s*")
_NOT_YET = re.compile(
    r"\b(soon|later|tomorrow|tb[ad]|never|draft|not|none|hold|wait|until|after|next|private|future|unknown)\b",
    re.IGNORECASE,
)
"""What stands for a date and means that it has not come."""
_MONTH = re.compile(r"(\d{4})\D?(\d{2})?")

SCANNED_LINES = 15
"""So many lines of a text are looked at for a field that was meant for its header."""


def may_be_withdrawn(
    today: bytes, before: bytes, path: str, kind: Kind, rules: Settings, now: datetime
) -> bool:
    """Whether anything in today's file may mean a draft, a later date or a withdrawal, and did not stand
    in the last good source, with which readers saw the text."""
    header, found = split_document(today)
    if any(one.severity == "error" for one in (*found, *header.problems)):
        return True
    unreadable = [field for field in header.fields if _is_unreadable_date(field, rules)]
    if not all(_lies_behind(field.text, now) for field in unreadable):
        return True
    fields = tuple(field for field in header.fields if field not in unreadable)
    if may_be_withheld(replace(header, fields=fields), path, kind, rules, now):
        return True
    return bool(_signs(header, now) - _signs(split_document(before)[0], now))


def _is_unreadable_date(field: Field, rules: Settings) -> bool:
    if field.name != "date":
        return False
    try:
        parse_value("date", field.text, rules)
    except FieldError:
        return True
    return False


def _signs(header: Header, now: datetime) -> frozenset[str]:
    return frozenset({*_of_header(header, now), *_of_text(header)})


def _of_header(header: Header, now: datetime) -> Iterator[str]:
    if not header.fields:
        yield "there is no header"
    for field in header.fields:
        name, value = _bare(field.name), _value(field)
        is_known = field.name in _KNOWN or _says_published(name, value)
        if _keeps_back(name) and not is_known:
            yield f"{name}: {value}"
        is_date = "date" in name or "publish" in name or closest_match(name, ("date",)) is not None
        if is_date and (field.name == "date" or not is_known) and _is_to_come(value, now):
            yield f"{name}: {value}"


def _of_text(header: Header) -> Iterator[str]:
    lines = [line for line in header.body.split("\n")[: SCANNED_LINES * 2] if line.strip()][
        :SCANNED_LINES
    ]
    if lines and _FENCE.fullmatch(lines[0]):
        yield lines[0].strip()
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match and _keeps_back(_bare(match[1])):
            yield line.strip().casefold()


def _bare(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())


def _value(field: Field) -> str:
    return " ".join((field.text, *(field.items or ()))).strip().casefold()


def _keeps_back(name: str) -> bool:
    return any(part in name for part in _PARTS) or closest_match(name, _NAMES) is not None


def _says_published(name: str, value: str) -> bool:
    """Whether a field says clearly that readers may see the text."""
    if name == "status":
        return value in {"published", "hidden"}
    if name == "visibility":
        return value == "public"
    if name in {"published", "publish", "public", "visible"}:
        return value in _YES or re.match(r"\d{4}", value) is not None
    return (
        name in {"draft", "isdraft", "private", "hidden", "unlisted", "archived"} and value in _NO
    )


_NAMES_A_DAY = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)",
    re.IGNORECASE,
)


def _lies_behind(value: str, now: datetime) -> bool:
    """Whether a date that is no date of ours can mean no day to come. In doubt it may."""
    if _NOT_YET.search(value):
        return False
    if guess := guess_date(value):
        return guess[:10] < f"{now:%Y-%m-%d}"
    months = [(int(match[1]), int(match[2])) for match in _MONTH.finditer(value) if match[2]]
    if months:
        return max(months) < (now.year, now.month)
    return not _NAMES_A_DAY.search(value)


def _is_to_come(value: str, now: datetime) -> bool:
    """Whether a date that cannot be read begins with a later year or month."""
    return any(
        (int(match[1]), int(match[2] or 0)) > (now.year, now.month)
        if match[2]
        else int(match[1]) > now.year
        for match in _MONTH.finditer(value)
        if 1900 < int(match[1]) < 9999
    )
