"""The body of a form in, its fields and its file out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import NamedTuple
from urllib.parse import parse_qsl

from multipart import MultipartError, MultipartParser, parse_options_header

URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MOST_FIELDS = 10_000
"""A digest has three for each entry."""


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
    """By RFC 7578. All of it lies in memory already, and stays there."""
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    size = len(body) + 1
    parser = MultipartParser(
        BytesIO(body), boundary, part_limit=MOST_FIELDS, spool_limit=size, memory_limit=size
    )
    try:
        parts = [part for part in parser.parts() if part.name]
    except MultipartError:
        return ParsedForm({})
    fields: dict[str, str] = {}
    for part in parts:
        if part.filename is None:
            fields.setdefault(part.name, part.raw.decode("utf-8", "replace"))
    files = (UploadedFile(one.filename, one.raw) for one in parts if one.filename is not None)
    return ParsedForm(fields, next((one for one in files if one.data), None))
