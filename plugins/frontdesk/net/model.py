"""What is asked of a server and what comes of it, as values. No logic.

Lengths of time are whole seconds.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Request(Struct, frozen=True, kw_only=True):
    """One feed to ask for now, with the validators of the last good copy.

    Attributes:
        feed: as feeds.yaml has it.
        address: what to ask instead, where the feed has moved for good; else the feed itself.
    """

    partner: str
    feed: str
    address: str
    etag: str | None = None
    last_modified: str | None = None


class Hop(Struct, frozen=True):
    """One redirect that was followed: its status and where it pointed."""

    status: int
    target: str


class Freshness(Struct, frozen=True, kw_only=True):
    """What a reply said of its own validity: validators to the letter, and a lifetime in seconds."""

    etag: str | None = None
    last_modified: str | None = None
    max_age: int | None = None


class Fetched(Struct, frozen=True, kw_only=True):
    """A whole body, decompressed, at most 5 MiB."""

    body: bytes
    content_type: str | None
    address: str
    freshness: Freshness = Freshness()
    hops: tuple[Hop, ...] = ()


class NotModified(Struct, frozen=True, kw_only=True):
    """304: the last good copy is still the newest."""

    freshness: Freshness = Freshness()
    hops: tuple[Hop, ...] = ()


Trouble = Literal["gone", "refused", "missing", "no-feed", "blocked", "parked", "moved", "other"]
"""What kind of trouble, for the advice that goes with it."""


class Failed(Struct, frozen=True, kw_only=True):
    """No usable reply.

    Attributes:
        reason: in plain words, one line, safe to print.
        kind: `gone` is 410, the feed asks never to be asked again.
        retry_after: seconds the server asked us to wait.
        busy: whether the host has too much to do, for anybody or for us: 429 and 503.
    """

    reason: str
    kind: Trouble = "other"
    retry_after: int | None = None
    busy: bool = False
    hops: tuple[Hop, ...] = ()


Outcome = Fetched | NotModified | Failed
