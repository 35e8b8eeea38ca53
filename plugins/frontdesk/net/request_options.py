"""The editor's `about` in, how requests are made out: user agent, deadline, size limit. Pure (P6, P8)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from frontdesk import __version__

MEBIBYTE = 1024 * 1024
MAX_CONNECTIONS = 400
"""So many that waiting for answers takes less time than reading them (benchmarks/refresh.py)."""
FEED_TIMEOUT, MAX_FEED_BYTES = 30, 5 * MEBIBYTE
IMAGE_TIMEOUT, MAX_IMAGE_BYTES = 10, MEBIBYTE
FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, "
    "application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
IMAGE_TYPES = "image/webp, image/png, image/jpeg, image/gif, image/x-icon, */*;q=0.1"


class FetchPolicy(Struct, frozen=True, kw_only=True):
    """How requests are made.

    Attributes:
        folder: the folder of feeds.yaml; feed files must lie inside it.
        user_agent: the header User-Agent.
        allow_private_addresses: for trials only; lets requests reach this machine and its network (P7).
        noun: what is requested, as messages call it.
        accept: the header Accept.
        timeout_seconds: the deadline of one answer in all, redirects included.
        max_bytes: how large an answer may be, decompressed.
        pause_seconds: how long to wait between two requests to a host.
        max_connections: how many hosts are asked at a time.
        skips_busy_hosts: whether nothing more is requested from a host that answers 429 or 503 (P3).
    """

    folder: Path
    user_agent: str
    allow_private_addresses: bool = False
    noun: Literal["feed", "picture", "hub"] = "feed"
    accept: str = FEED_TYPES
    timeout_seconds: float = FEED_TIMEOUT
    max_bytes: int = MAX_FEED_BYTES
    max_connections: int = MAX_CONNECTIONS
    skips_busy_hosts: bool = False
    pause_seconds: float = 0


def fetch_policy(
    site: str | None,
    contact: str | None,
    folder: Path,
    allow_private_addresses: bool,
    connections: int | None = None,
) -> FetchPolicy:
    """How feeds are requested.

    Args:
        site: the address of the site that the requests are made for.
        contact: an address to write to.
        folder: the folder of feeds.yaml.
        connections: how many hosts are asked at a time; None for as many as are good.
    """
    return FetchPolicy(
        folder=folder,
        max_connections=connections or MAX_CONNECTIONS,
        user_agent=_user_agent(site, contact),
        allow_private_addresses=allow_private_addresses,
    )


def image_policy(policy: FetchPolicy) -> FetchPolicy:
    """The same for partners' pictures, which are small and can wait (W4)."""
    return replace(
        policy,
        noun="picture",
        accept=IMAGE_TYPES,
        timeout_seconds=min(policy.timeout_seconds, IMAGE_TIMEOUT),
        max_bytes=MAX_IMAGE_BYTES,
        skips_busy_hosts=True,
    )


def _user_agent(site: str | None, contact: str | None) -> str:
    """Product, version, site and contact (P6)."""
    comment = "; ".join(filter(None, (site and f"+{site}", contact)))
    return f"partner-blogs/{__version__}" + (f" ({comment})" if comment else "")
