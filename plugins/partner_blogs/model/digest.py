"""An edition, which is one issue of a digest, as values: its parts and its posts. No logic."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from frontdesk.core.periods import PeriodKind
from frontdesk.core.timestamps import Instant

from .config import Show
from .state import Entry


class OtherSource(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another partner that has the same post as an entry (D6).

    Attributes:
        key: that of the entry that is shown.
        partner, name: id and name of the other partner.
        link: its own entry.
    """

    key: str
    partner: str
    name: str
    link: str | None = None


class EditionPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one partner brought to an edition; `more` entries were left out for fairness (D4)."""

    partner: str
    name: str
    show: Show
    entries: tuple[Entry, ...]
    home: str | None = None
    more: int = 0
    also: tuple[OtherSource, ...] = ()


class EditionPost(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A post of our own in an edition, with the words of that time.

    Attributes:
        url: below the site's root.
        day: that of its date, 2026-11-22.
        summary: plain text.
    """

    id: str
    title: str
    url: str
    day: str
    summary: str = ""
    lang: str = ""


class LinkVote(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One partner's link to an address (D8).

    Attributes:
        partner, name: id and name of the partner.
        link: its entry.
        text: the words of the link, where they say what is there.
    """

    partner: str
    name: str
    link: str | None = None
    text: str = ""


class LinkedAddress(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address that several partners linked to (D8).

    Attributes:
        votes: one a partner, in the order in which their entries came in.
        partner: whose post lies there; None where that is not known.
        title: of this post.
    """

    address: str
    votes: tuple[LinkVote, ...]
    partner: str | None = None
    title: str = ""


class EditionHead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which digest an edition is one of, and of what time.

    Attributes:
        period: 2026-11-22, 2026-W47 or 2026-11.
        starts, ends: the instants it covers, the end not included.
        timezone: in whose days it was made; None in old records.
        closed: when a refresh closed it, by the clock of that time; None while it is open.
    """

    kind: PeriodKind
    period: str
    starts: Instant
    ends: Instant
    timezone: str | None = None
    closed: Instant | None = None


class EditionFacts(EditionHead, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a closed edition without reading its entries.

    Attributes:
        has_parts: whether partners brought anything to it.
        post_ids: of our own posts in it; None where they are still to be added.
        has_links: whether any address was linked to by several partners.
    """

    has_parts: bool = False
    has_links: bool = False
    post_ids: tuple[str, ...] | None = None


class Edition(EditionHead, frozen=True, kw_only=True, omit_defaults=True):
    """What a digest holds. Written once when its period has ended, then never again (D2).

    Attributes:
        posts: our own; None where nothing was known of them when it was closed: version 0.1.0 recorded
            none, and there is no memory before the first publish. Then they are added once.
        most_linked: what several partners linked to, most votes first; counted when it is closed.
    """

    parts: tuple[EditionPart, ...] = ()
    most_linked: tuple[LinkedAddress, ...] = ()
    posts: tuple[EditionPost, ...] | None = None

    @property
    def post_ids(self) -> tuple[str, ...] | None:
        return None if self.posts is None else tuple(post.id for post in self.posts)


LeftOutReason = Literal["per_day", "per_digest", "share", "copy", "earlier"]
"""Why an entry is not in an edition: its partner has so many on that day, or in the edition, or fills its
share of it; or it is a copy of what another partner has; or an earlier edition has it."""


class LeftOut(Struct, frozen=True, kw_only=True):
    """An entry of a period that is not in its edition.

    Attributes:
        partner: its id.
        of: the name of the partner whose copy of it is shown; empty where that is not why.
    """

    partner: str
    entry: Entry
    reason: LeftOutReason
    of: str = ""


class Choice(Struct, frozen=True, kw_only=True):
    """An edition, and what is not in it."""

    edition: Edition
    left_out: tuple[LeftOut, ...] = ()
