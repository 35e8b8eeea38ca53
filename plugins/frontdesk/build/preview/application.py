"""A request to an application within the preview, and its answer, as values. No logic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

MAX_BODY = 20_000_000
"""The most bytes of a body that are taken: a picture and what goes with it."""


class AppRequest(NamedTuple):
    """What a browser asks.

    Attributes:
        target: the path with its query, as it came.
        headers: by name in small letters; none where one of them came twice.
        body: what was sent; None where that was more than `MAX_BODY`, or had no length.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None = b""


class AppResponse(NamedTuple):
    """The answer; its length is added."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


Application = Callable[[AppRequest], AppResponse]
