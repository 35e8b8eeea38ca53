"""What is requested from a server and what comes of it, as values; and where a chain of redirects leads.

Durations are whole seconds.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Request(Struct, frozen=True, kw_only=True):
    """One request, with the validators of the last good copy.

    Attributes:
        partner: the id of the partner, or any key by which the caller knows the request.
        feed: the address as feeds.yaml has it, or the name of a feed file.
        address: what is requested: the feed itself, or its new address where it has moved permanently.
        etag, last_modified: sent back byte for byte (P1).
        form: fields that are sent by POST; empty for a GET. Whatever answer means success is then a Fetched
            without a body, and no redirect is followed.
    """

    partner: str
    feed: str
    address: str
    etag: str | None = None
    last_modified: str | None = None
    form: tuple[tuple[str, str], ...] = ()


class Redirect(Struct, frozen=True):
    """One redirect that was followed: its status code and its target."""

    status: int
    target: str


def permanent_target(redirects: tuple[Redirect, ...]) -> str | None:
    """Where a chain of redirects leads, if every one of them is permanent (P4); else None."""
    permanent = redirects and all(redirect.status in {301, 308} for redirect in redirects)
    return redirects[-1].target if permanent else None


class Freshness(Struct, frozen=True, kw_only=True):
    """What a reply says of its own validity: validators byte for byte, and a lifetime in seconds."""

    etag: str | None = None
    last_modified: str | None = None
    max_age: int | None = None


class Fetched(Struct, frozen=True, kw_only=True):
    """A whole body, decompressed, no larger than the policy allows.

    Attributes:
        address: where it was found, after all redirects; empty for a feed file.
    """

    body: bytes
    content_type: str | None
    address: str
    freshness: Freshness = Freshness()
    redirects: tuple[Redirect, ...] = ()


class NotModified(Struct, frozen=True, kw_only=True):
    """304: the last good copy is still current."""

    freshness: Freshness = Freshness()
    redirects: tuple[Redirect, ...] = ()


FailureKind = Literal[
    "gone", "refused", "missing", "no-feed", "blocked", "parked", "moved", "private", "other"
]
"""The kind of a failure, which decides the advice to the editor. The store keeps these words."""


class Failed(Struct, frozen=True, kw_only=True):
    """No usable reply.

    Attributes:
        reason: a predicate in plain words, one line, safe to print: "refuses access (403)".
        kind: `gone` is 410, by which a feed asks never to be requested again; `private` an address that is
            not public, and was not requested (P7).
        retry_after: seconds that the server asks us to wait.
        busy: whether the host is overloaded, in general or by us: 429 and 503.
    """

    reason: str
    kind: FailureKind = "other"
    retry_after: int | None = None
    busy: bool = False
    redirects: tuple[Redirect, ...] = ()


Outcome = Fetched | NotModified | Failed
