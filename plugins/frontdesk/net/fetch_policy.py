"""feeds.yaml's `about` in, how we go about asking out. Pure (P6)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

VERSION = "0.1.0"
MEBIBYTE = 1024 * 1024
FEED_SECONDS, FEED_BYTES = 30, 5 * MEBIBYTE
PICTURE_SECONDS, PICTURE_BYTES = 10, MEBIBYTE
FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, "
    "application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
PICTURE_TYPES = "image/webp, image/png, image/jpeg, image/gif, image/x-icon, */*;q=0.1"


class Manners(Struct, frozen=True, kw_only=True):
    """How we go about asking.

    Attributes:
        folder: the folder of feeds.yaml; feed files must lie inside it.
        user_agent: what we call ourselves.
        allow_private_addresses: for tests only; lets requests reach this machine and its network.
        what: what we ask for, as those who fail to give it are told of.
        accept: its media types, for the server to choose from.
        seconds: the total deadline of one answer, redirects included.
        most_bytes: how large an answer may be, unpacked.
        leaves_a_busy_host: whether nothing more is asked of a host that says 429 or 503 (P3).
    """

    folder: Path
    user_agent: str
    allow_private_addresses: bool = False
    what: Literal["feed", "picture"] = "feed"
    accept: str = FEED_TYPES
    seconds: float = FEED_SECONDS
    most_bytes: int = FEED_BYTES
    leaves_a_busy_host: bool = False


def manners_of(
    site: str | None, contact: str | None, folder: Path, allow_private_addresses: bool
) -> Manners:
    """How the owner of a list goes about asking.

    Args:
        site: the address of the site that asks.
        contact: whom to write to.
        folder: that of feeds.yaml.
    """
    return Manners(
        folder=folder,
        user_agent=_user_agent(site, contact),
        allow_private_addresses=allow_private_addresses,
    )


def for_pictures(manners: Manners) -> Manners:
    """The same for partners' pictures, which are small, and which nobody waits for (W4)."""
    return replace(
        manners,
        what="picture",
        accept=PICTURE_TYPES,
        seconds=min(manners.seconds, PICTURE_SECONDS),
        most_bytes=PICTURE_BYTES,
        leaves_a_busy_host=True,
    )


def _user_agent(site: str | None, contact: str | None) -> str:
    """Product, version, and who to write to."""
    who = "; ".join(filter(None, (site and f"+{site}", contact)))
    return f"partner-blogs/{VERSION}" + (f" ({who})" if who else "")
