"""Ids of feeds and entries (RFC 4287 4.2.6): makes ours, and tells whether a feed can carry a given one.
Pure (F4, F8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

_PLAIN_NAME = re.compile("[a-z0-9-]*")
_AUTHORITY = re.compile(r"(?:[a-z0-9._-]+@)?[a-z0-9][a-z0-9.-]*,(\d{4})(?:-\d\d(?:-\d\d)?)?")


def is_authority(text: str) -> bool:
    """Whether tag URIs can be made under it (RFC 4151 2.1): a domain in lower case, and a date on which
    we owned it."""
    return _AUTHORITY.fullmatch(text) is not None


def authority_date(authority: str) -> datetime:
    """The first day of the year that an authority names, in UTC; 1990 at the earliest."""
    year = re.search(r",(\d{4})", authority)
    return datetime(max(int(year[1]) if year else 0, 1990), 1, 1, tzinfo=UTC)


def id_of_file(authority: str, path: str) -> str:
    """The id of a post that has no field `Id`: it depends on neither title, date, slug nor address (F4).

    Args:
        path: of its file, with an extension.
    """
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return f"tag:{authority}:posts/{stem if _PLAIN_NAME.fullmatch(stem) else quote(stem)}"


def tag_uri(settings: Mapping[str, Any], name: str) -> str:
    """A permanent id (RFC 4151). It is made under SITE_AUTHORITY, which stays when the site moves."""
    return f"tag:{settings['SITE_AUTHORITY']}:{name}"


_URI_CHARACTER = r"(?:[A-Za-z0-9;/?:@&=+$._!~*'(),-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(f"{_URI_CHARACTER}+(?:#{_URI_CHARACTER}*)?")
_BY_SCHEME = {
    "http": re.compile(r"http://[^/?#].*"),
    "https": re.compile(r"https://[^/?#].*"),
    # RFC 4151: an authority (a domain or an e-mail address, and a date), then a name.
    "tag": re.compile(
        r"tag:(?:[a-z0-9._-]+@)?[a-z0-9][a-z0-9.-]*,"
        r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?:.*"
    ),
    # RFC 2141, which is stricter than RFC 8141 and what validators check; uuid by RFC 9562.
    "urn": re.compile(
        r"urn:(?!uuid:)[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9()+,.:=@;$_!*'%-]+"
        r"|urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        re.IGNORECASE,
    ),
}


def is_valid_id(text: str) -> bool:
    """Whether every validator accepts this as the id of an entry or feed: an absolute http(s) address, or
    a tag URI or URN that follows the rules of its scheme. ASCII only, because not all validators know
    IRIs."""
    rule = _BY_SCHEME.get(text.partition(":")[0])
    return bool(rule and rule.fullmatch(text) and _URI.fullmatch(text))
