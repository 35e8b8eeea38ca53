"""A name in, an id or an address for it out; an id in, whether a feed can have it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 64
ALL_BLOGS = "index"
"""The page of all blogs has this name; no partner's page can."""

_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})
"""Letters that Unicode does not take apart."""


def free_id(name: str, taken: Collection[str] = ()) -> str:
    """An id made from a name, that no other partner has."""
    stem = slug(name)[: LONGEST - 4].strip("-") or "partner"
    number, free = 1, stem
    while free in taken or free == ALL_BLOGS:
        number += 1
        free = f"{stem}-{number}"
    return free


def slug(name: str) -> str:
    """A name in plain letters: é becomes e, what is no letter or digit a hyphen. Empty where nothing
    is left."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")


def plain(name: str) -> str:
    """A name in small letters without accents; of other alphabets as it is."""
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(_WHOLE)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_IN_A_URI = r"(?:[A-Za-z0-9;/?:@&=+$._!~*'(),-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(f"{_IN_A_URI}+(?:#{_IN_A_URI}*)?")
_BY_SCHEME = {
    "http": re.compile(r"http://[^/?#].*"),
    "https": re.compile(r"https://[^/?#].*"),
    # RFC 4151: who names things, by a domain or an e-mail address, and on which day that was theirs.
    "tag": re.compile(
        r"tag:(?:[a-z0-9._-]+@)?[a-z0-9][a-z0-9.-]*,"
        r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?:.*"
    ),
    # RFC 2141, which is stricter than RFC 8141 and what validators know; uuid by RFC 9562.
    "urn": re.compile(
        r"urn:(?!uuid:)[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9()+,.:=@;$_!*'%-]+"
        r"|urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        re.IGNORECASE,
    ),
}


def is_valid_id(text: str) -> bool:
    """Whether every validator takes this for the id of an entry or a feed (RFC 4287 4.2.6): a whole
    address, or a tag or URN that follows its own rules; in ASCII, for not all of them know IRIs."""
    rule = _BY_SCHEME.get(text.partition(":")[0])
    return bool(rule and rule.fullmatch(text) and _URI.fullmatch(text))
