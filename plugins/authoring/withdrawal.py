"""What an author wrote today and the last good source in, whether the author may have taken the text back,
out. Pure (A12, A14). In doubt the answer is yes: a text that was taken back must not come again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from .fields import FIELDS, RESOURCE_FIELDS
from .model import Field, Header
from .near import nearest
from .text import taken_apart

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
_MONTH = re.compile(r"(\d{4})\D?(\d{2})?")

LINES = 15
"""So many lines of a text are looked at for a field that was meant for its header."""


def may_be_withdrawn(today: bytes, before: bytes, now: datetime) -> bool:
    """Whether anything in today's file may mean a draft, a later date or a withdrawal, and did not stand
    in the last good source, with which readers saw the text."""
    return bool(_signs(today, now) - _signs(before, now))


def _signs(data: bytes, now: datetime) -> frozenset[str]:
    header, found = taken_apart(data)
    if any(one.severity == "error" for one in (*found, *header.problems)):
        return frozenset({"the header cannot be read"})
    return frozenset({*_of_header(header, now), *_of_text(header)})


def _of_header(header: Header, now: datetime) -> Iterator[str]:
    if not header.fields:
        yield "there is no header"
    for field in header.fields:
        name, value = _bare(field.name), _value(field)
        is_known = field.name in _KNOWN or _says_published(name, value)
        if _keeps_back(name) and not is_known:
            yield f"{name}: {value}"
        is_date = "date" in name or "publish" in name or nearest(name, ("date",)) is not None
        if is_date and (field.name == "date" or not is_known) and _is_to_come(value, now):
            yield f"{name}: {value}"


def _of_text(header: Header) -> Iterator[str]:
    lines = [line for line in header.body.split("\n")[: LINES * 2] if line.strip()][:LINES]
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
    return any(part in name for part in _PARTS) or nearest(name, _NAMES) is not None


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


def _is_to_come(value: str, now: datetime) -> bool:
    """Whether a date, though nobody can read it, begins with a later year or month."""
    return any(
        (int(match[1]), int(match[2] or 0)) > (now.year, now.month)
        if match[2]
        else int(match[1]) > now.year
        for match in _MONTH.finditer(value)
        if 1900 < int(match[1]) < 9999
    )
