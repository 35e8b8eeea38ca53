"""A title, file name or name in, the part of an address that is made from it out. Pure.

Three kinds of text become addresses, each by a rule of its own, because published addresses never change:

- a post's file name or title: `post_slug`, `title_slug`;
- a term (category, tag, series, topic of the library, author): `term_slug`;
- a partner's id and topic: `partner_slug`, `unique_partner_id`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from unidecode import unidecode

from .text import fold_accents

MAX_TITLE_SLUG = 80
"""Characters of a slug that is made from a title. An author may write a longer one."""
MAX_PARTNER_SLUG = 64
"""Characters of a partner's id."""
ALL_BLOGS = "index"
"""The slug of the page of all blogs; no partner and no topic can have it."""

_MAX_SPELLED = 8
_SPELLED = (
    (re.compile(r"(?<=[\w+])\+"), " plus "),
    (re.compile(r"(?<=\w)#"), " sharp "),
    (re.compile(r"(?<!\S)\.(?=\w)"), "dot "),
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""A byte of a file name that is not UTF-8."""
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]+")
"""What needs no escape in an address (RFC 3986 2.3)."""


@lru_cache(4096)
def slugify(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens. Letters of any script become English ones:
    Zażółć gęślą → zazolc-gesla. Empty where nothing is left. Cached, because each post asks for its
    category."""
    plain = re.sub(r"[^\w\s-]", "", unidecode(_SURROGATE.sub("", text))).strip().lower()
    return re.sub(r"[-\s]+", "-", plain).strip("-")


def pelican_slug(text: str) -> str:
    """A slug as Pelican's own settings make it, for addresses that it gave: as `slugify`, but tags are cut
    out, and hyphens at the ends stay."""
    plain = re.sub(r"<[^<>]*>", "", _SURROGATE.sub("", text))
    plain = re.sub(r"[^\w\s-]", "", unidecode(plain)).strip().lower()
    return re.sub(r"[-\s]+", "-", plain)


MAX_STEM = 150
"""Characters of a file's name before its digest: a file name has at most 255 bytes."""


def post_slug(text: str) -> str:
    """The slug of a post from its file name or its field `Slug`: as it is where an address can hold it,
    else as `slugify` writes it."""
    return text if _UNRESERVED.fullmatch(text) else slugify(text)


def title_slug(title: str) -> str:
    """The slug of a new post: whole words of its title, at most MAX_TITLE_SLUG characters."""
    whole = slugify(title)
    if len(whole) <= MAX_TITLE_SLUG:
        return whole
    return whole[: MAX_TITLE_SLUG + 1].rpartition("-")[0] or whole[:MAX_TITLE_SLUG]


@lru_cache(4096)
def term_slug(term: str) -> str:
    """The slug of a category, tag, series, topic or author. Signs that tell two names apart are spelled:
    C, C++ and C# become c, c-plus-plus and c-sharp. A name without a letter or digit is written as its
    code points, so that each term has a page."""
    spelled = term
    for sign, name in _SPELLED:
        spelled = sign.sub(name, spelled)
    return slugify(spelled) or "-".join(f"u{ord(sign):x}" for sign in term.strip()[:_MAX_SPELLED])


def partner_slug(name: str) -> str:
    """The slug of a partner's name or topic: accents are removed, and everything but a to z and digits
    becomes a hyphen, other alphabets too. Empty where nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", fold_accents(name)).strip("-")


def unique_partner_id(name: str, taken: Collection[str] = ()) -> str:
    """An id for a partner, made from its name and different from those that are taken."""
    stem = partner_slug(name)[: MAX_PARTNER_SLUG - 4].strip("-") or "partner"
    number, found = 1, stem
    while found in taken or found == ALL_BLOGS:
        number += 1
        found = f"{stem}-{number}"
    return found
