"""Forms as browsers send them, and as nobody does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.desk.forms import MOST_FIELDS, ParsedForm, UploadedFile, parse_form

KIND = "multipart/form-data; boundary=----WebKitFormBoundary7MA4"


def multipart(*parts: tuple[str, bytes], end: bytes = b"--\r\n") -> bytes:
    boundary = b"------WebKitFormBoundary7MA4"
    body = b"".join(
        boundary + f"\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"
        for head, data in parts
    )
    return body + boundary + end


def test_fields_and_a_file_come_back_byte_for_byte() -> None:
    picture = bytes(range(256)) * 9 + b"\r\n--\r\n"
    body = multipart(
        ('name="title"', "Zażółć; name=x".encode()),
        ('name="picture"; filename=""\r\nContent-Type: application/octet-stream', b""),
        ('name="picture"; filename="a name.png"\r\nContent-Type: image/png', picture),
        ('name="title"', b"second"),
    )
    assert parse_form(KIND, body) == ParsedForm(
        {"title": "Zażółć; name=x"}, UploadedFile("a name.png", picture)
    )


@pytest.mark.K5
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", multipart(('name="token"', b"x"))),
        ("multipart/form-data; boundary=other", multipart(('name="token"', b"x"))),
        (KIND, b""),
        (KIND, multipart(("", b"x"))),
        (KIND, multipart(('filename="name=token"', b"x"))),
        (KIND, multipart(*[('name="token"', b"x")] * (MOST_FIELDS + 1))),
        ("application/x-www-form-urlencoded", b"&".join([b"token=x"] * (MOST_FIELDS + 1))),
    ],
    ids=["no-boundary", "other", "empty", "no-name", "file-name", "many", "many-pairs"],
)
def test_what_cannot_be_read_has_no_fields(kind: str, body: bytes) -> None:
    assert parse_form(kind, body) == ParsedForm({})


@pytest.mark.K5
@given(st.binary(max_size=400), st.integers(0, 400))
def test_of_a_torn_or_damaged_form_no_field_is_made_up(noise: bytes, at: int) -> None:
    whole = multipart(('name="a"', b"1"), ('name="b"; filename="x.png"', b"\r\n--" * 9))
    assert parse_form(KIND, noise) == ParsedForm({})
    torn = parse_form(KIND, whole[:at])
    assert torn.fields in ({}, {"a": "1"})
    assert torn.file is None or at >= len(whole) - 4
    damaged = parse_form(KIND, whole[:at] + noise + whole[at:])
    assert damaged.file is None or damaged.file.data in whole[:at] + noise + whole[at:]
