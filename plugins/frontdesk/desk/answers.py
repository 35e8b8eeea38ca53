"""What a handler of the desk is asked, and what it answers, as values. No logic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .forms import UploadedFile


class Asked(NamedTuple):
    """A request that was believed.

    Attributes:
        path: what the address names, such as the period of a digest.
        query, form: their fields, each once.
        file: what came with the form.
    """

    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    file: UploadedFile | None = None


class Page(NamedTuple):
    """A page, by its template and the values in it."""

    template: str
    values: Mapping[str, Any]


class File(NamedTuple):
    """A picture or a plain text, by its type."""

    kind: str
    data: bytes


class Redirect(NamedTuple):
    """Where the browser goes on, after a form was saved."""

    to: str


class Refused(NamedTuple):
    """A form that cannot be used; nothing was written."""

    words: str


class Missing(NamedTuple):
    """There is nothing at this address."""

    words: str


class Conflict(NamedTuple):
    """What the form was made with has changed meanwhile; nothing was written.

    Attributes:
        what: is concerned, in words.
        now, yours: what stands in the file, and what the form wanted.
        fields: of a form that writes it all the same.
        back: the address of the page.
        others: the fields of a form that leaves the file as it is in this, and goes on with the other
            changes; none where there are none.
    """

    what: str
    now: str
    yours: str
    fields: Mapping[str, str]
    back: str
    others: Mapping[str, str] = {}


Answer = Page | File | Redirect | Refused | Missing | Conflict
