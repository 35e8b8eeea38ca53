"""The blogs of a long list in, its pages by first letter out. Pure (S4)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from frontdesk.core.text import fold_accents

from .selection import PartnerCard
from .urls import letter_page

MAX_LISTED = 300
"""So many blogs, and so many lines, stand on one page; with their descriptions they are some 200 kB."""

_DIGITS, _OTHERS = "0–9", "…"


class LetterLink(Struct, frozen=True, kw_only=True):
    """The page of one letter, as pages link to it.

    Attributes:
        name: the letter, or what stands for digits and for scripts without an alphabet.
        url: below the site's root.
        count: how many blogs it has.
    """

    name: str
    url: str
    count: int


class BlogLetter(Struct, frozen=True, kw_only=True):
    """The blogs whose names begin with one letter, by name."""

    link: LetterLink
    cards: tuple[PartnerCard, ...]


def blog_letters(cards: Iterable[PartnerCard]) -> tuple[BlogLetter, ...]:
    """A page for each letter that names begin with, in the order of the alphabet; accents do not count."""
    found: dict[str, list[PartnerCard]] = {}
    for card in sorted(cards, key=lambda one: (fold_accents(one.partner.name), one.partner.id)):
        found.setdefault(_letter(card.partner.name), []).append(card)
    return tuple(
        BlogLetter(
            link=LetterLink(name=name, url=letter_page(_slug(name)), count=len(its)),
            cards=tuple(its),
        )
        for name, its in sorted(found.items(), key=lambda one: (one[0] == _OTHERS, one[0]))
    )


def _letter(name: str) -> str:
    first = next(filter(str.isalnum, fold_accents(name)), "")
    if first.isdigit():
        return _DIGITS
    has_case = first.upper() != first.lower()
    return first.upper()[:1] if has_case else _OTHERS


def _slug(name: str) -> str:
    """Permanent: made of the letter alone."""
    if name in {_DIGITS, _OTHERS}:
        return "digits" if name == _DIGITS else "others"
    return name.lower() if name.isascii() else f"u{ord(name):04x}"
