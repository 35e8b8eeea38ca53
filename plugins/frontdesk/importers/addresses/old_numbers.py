"""An address such as /?p=12 in, its number out. Pure."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

_NUMBERED = ("p", "page_id", "attachment_id")
_OF_LISTS = {"cat", "tag", "author", "s", "m", "feed", "post_type", "paged", *_NUMBERED}


def number_in(address: str) -> str:
    """The N of /?p=N; empty for other addresses."""
    found = next((values[0] for name, values in _query(address).items() if name in _NUMBERED), "")
    return found if found.isdigit() else ""


def names_a_list(address: str) -> bool:
    """Whether the query of an address at `/` makes another page of it than the home page. `m` is a month
    in WordPress and the form for telephones in Blogger."""
    return any(
        name in _OF_LISTS and (name, values) != ("m", ["1"])
        for name, values in _query(address).items()
    )


def _query(address: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(address).query)
    except ValueError:
        return {}
