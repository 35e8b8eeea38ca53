"""feeds.yaml's `about` in, how we go about asking out. Pure (P6)."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ..model import About, Config

VERSION = "0.1.0"
TOTAL_SECONDS = 30


class Manners(Struct, frozen=True, kw_only=True):
    """How we go about asking.

    Attributes:
        folder: the folder of feeds.yaml; feed files must lie inside it.
        user_agent: what we call ourselves.
        allow_private_addresses: for tests only; lets requests reach this machine and its network.
        seconds: the total deadline of one feed, redirects included.
    """

    folder: Path
    user_agent: str
    allow_private_addresses: bool = False
    seconds: float = TOTAL_SECONDS


def manners_of(config: Config, folder: Path, allow_private_addresses: bool) -> Manners:
    """How this list's owner goes about asking; `folder` is that of feeds.yaml."""
    return Manners(
        folder=folder,
        user_agent=_user_agent(config.about),
        allow_private_addresses=allow_private_addresses,
    )


def _user_agent(about: About) -> str:
    """Product, version, and who to write to."""
    who = "; ".join(filter(None, (about.site and f"+{about.site}", about.contact)))
    return f"partner-blogs/{VERSION}" + (f" ({who})" if who else "")
