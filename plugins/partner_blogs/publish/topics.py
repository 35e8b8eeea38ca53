"""Partners in, the topics that they stand under out, each with a permanent address. Pure (W7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from msgspec import Struct

from frontdesk.core.slugs import ALL_BLOGS, MAX_PARTNER_SLUG, partner_slug
from frontdesk.core.text import fold_accents

from ..model.config import Partner
from .urls import RACK_PAGE

_SPOKEN = str.maketrans({"&": " and ", "+": " plus ", "#": " sharp "})
"""Signs that tell names apart: C++ is no C."""


class Topic(Struct, frozen=True):
    """What some partners are about.

    Attributes:
        name: as the editor wrote it first.
        slug: its address, made from the name alone: neither order nor other topics change it.
    """

    name: str
    slug: str

    @property
    def url(self) -> str:
        """Of its page of the rack, below the site's root."""
        return f"{RACK_PAGE}{self.slug}.html"


def topics_by_slug(partners: Iterable[Partner]) -> dict[str, Topic]:
    """Slug → topic, in the order in which the editor first named them. Words that differ only in
    capitals, accents or punctuation have one slug and are one topic."""
    found: dict[str, Topic] = {}
    for partner in partners:
        if partner.topic:
            key = topic_slug(partner.topic)
            found.setdefault(key, Topic(partner.topic, key))
    return found


def topic_slug(name: str) -> str:
    """Plain letters where they say the whole name; else they, and a number made of it."""
    letters = fold_accents(name).translate(_SPOKEN)
    found = partner_slug(letters)
    is_whole = all(letter.isascii() for letter in letters if letter.isalnum())
    if is_whole and found not in {"", ALL_BLOGS} and len(found) <= MAX_PARTNER_SLUG:
        return found
    number = hashlib.sha256(letters.encode()).hexdigest()[:8]
    return f"{found[:MAX_PARTNER_SLUG].strip('-') or 'topic'}-{number}"
