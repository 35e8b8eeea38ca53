"""The body of a form in, its fields and its file out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import parse_qsl

URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MOST_FIELDS = 200

_BOUNDARY = re.compile(r"boundary=\"?([A-Za-z0-9'()+_,./:=?-]{1,70})\"?(?:;|$)")
_NAME = re.compile(rb"name=\"([^\"\r\n]*)\"")
_FILE_NAME = re.compile(rb"filename=\"([^\"\r\n]*)\"")


class UploadedFile(NamedTuple):
    """A file that came with a form; its name is the sender's word."""

    name: str
    data: bytes


class ParsedForm(NamedTuple):
    """Of fields with one name the first; of files the first that is not empty."""

    fields: Mapping[str, str]
    file: UploadedFile | None = None


def kind_of_form(content_type: str) -> str:
    """Its content type, without parameters."""
    return content_type.partition(";")[0].strip().lower()


def parse_form(content_type: str, body: bytes) -> ParsedForm:
    """What a form sent. One that cannot be read has no fields."""
    if kind_of_form(content_type) == MULTIPART:
        return _parse_multipart(content_type, body)
    return ParsedForm(parse_fields(body.decode("utf-8", "replace")))


def parse_fields(encoded: str) -> dict[str, str]:
    """The fields of a query or a form; of far too many none."""
    found: dict[str, str] = {}
    with suppress(ValueError):
        for name, value in parse_qsl(encoded, keep_blank_values=True, max_num_fields=MOST_FIELDS):
            found.setdefault(name, value)
    return found


def _parse_multipart(content_type: str, body: bytes) -> ParsedForm:
    """By RFC 7578: parts between lines with the boundary, each with a header."""
    boundary = _BOUNDARY.search(content_type)
    fields: dict[str, str] = {}
    file: UploadedFile | None = None
    if boundary is None:
        return ParsedForm(fields)
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())
    if len(parts) > MOST_FIELDS:
        return ParsedForm(fields)
    for part in parts[1:-1]:
        head, _, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name, file_name = _NAME.search(b" " + _disposition(head)), _FILE_NAME.search(head)
        if name is None:
            continue
        if file_name is None:
            fields.setdefault(name[1].decode("utf-8", "replace"), data.decode("utf-8", "replace"))
        elif data and file is None:
            file = UploadedFile(file_name[1].decode("utf-8", "replace"), data)
    return ParsedForm(fields, file)


def _disposition(head: bytes) -> bytes:
    """The part of the header that names the field, without the name of a file."""
    lines = (
        line for line in head.split(b"\r\n") if line.lower().startswith(b"content-disposition:")
    )
    return _FILE_NAME.sub(b"", next(lines, b""))
