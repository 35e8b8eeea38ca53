"""A text of an export and its Markdown in, the bytes of its file out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from frontdesk.content.date_parser import FieldError
from frontdesk.content.field_parsers import parse_value
from frontdesk.content.front_matter import split_front_matter
from frontdesk.core.settings import Settings

_WIDTH = 4000


def write_file(fields: Iterable[tuple[str, str]], body: str) -> bytes:
    """A header and a body. Fields without a value are left out."""
    lines = [f"{name}: {value}" for name, value in fields if value]
    return ("\n".join(lines) + f"\n\n{body.strip(chr(10))}\n").encode("utf-8", "replace")


def field_text(value: str) -> str:
    """A value of a header, so that it is read as it is here."""
    line = " ".join(value.split())
    if not line or _reads_as(line) == (line, None):
        return line
    quoted = '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return quoted if _reads_as(quoted) == (line, None) else line


def _reads_as(value: str) -> tuple[str, tuple[str, ...] | None]:
    fields = split_front_matter(f"Title: {value}\n").fields
    return (fields[0].text, fields[0].items) if fields else ("", None)


def field_list(values: Iterable[str]) -> str:
    """Words for a field that takes several."""
    words = [" ".join(one.split()) for one in values]
    words = [one for one in dict.fromkeys(words) if one]
    if not any(re.search(r"[,;\[\]\"']", one) for one in words):
        return ", ".join(words)
    quoted = ('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in words)
    return f"[{', '.join(quoted)}]"


def date_text(moment: datetime | None) -> str:
    """2014-05-31 20:00 -07:00; seconds where there are any."""
    if moment is None:
        return ""
    offset = moment.strftime("%z")
    time = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{moment.year:04}-{moment:%m-%d} {time} {offset[:3]}:{offset[3:5]}"


def feed_id_field(feed_id: str, rules: Settings) -> str:
    """An id for feeds of all formats, if it can be one; empty otherwise."""
    typed = feed_id.strip().replace(" ", "%20")
    try:
        return str(parse_value("id", typed, rules)) if typed else ""
    except FieldError:
        return ""
