"""The text of feeds.yaml and a change of its partners in, the new text out. Pure (K3).

All other lines stay as they are, comments too. What a change makes of the file is read as a refresh reads
it, so no mistake is ever written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from frontdesk.core.errors import ConfigError, FrontDeskError
from frontdesk.core.slugs import unique_partner_id
from frontdesk.core.urls import host_name, url_key, without_credentials
from frontdesk.core.yaml_editor import append_items, move_item, remove_value, set_value
from frontdesk.core.yaml_source import YamlSource
from frontdesk.core.yaml_writer import Value

from ..model.config import Config, Partner
from ..model.report import FeedReport
from .feeds_yaml import parse_feeds_yaml

FEEDS_FILE = "feeds.yaml"
_LIST = "partners"


class Suggestion(NamedTuple):
    """What a feed that was found would be on the list.

    Attributes:
        known: the partner that has this feed already.
        completes: the partner of the same home page that has no feed yet.
        fields: of a new partner: id, name, home, feed.
    """

    known: Partner | None
    completes: Partner | None
    fields: Mapping[str, str]


def suggest_partner(address: str, found: FeedReport, config: Config) -> Suggestion:
    """What to write for a feed, so that it stands on the list once.

    Args:
        address: where it was asked for; it stays the feed's own, unless that moved for good.
    """
    feed = found.moved_to or without_credentials(address)
    fields = {
        "id": unique_partner_id(found.title or "", {one.id for one in config.partners}),
        "name": found.title or host_name(feed),
        "home": found.home,
        "feed": feed,
    }
    known = (one for one in config.partners if one.feed and url_key(one.feed) == url_key(feed))
    home = url_key(found.home) if found.home else None
    same = (p for p in config.partners if not p.feed and p.home and url_key(p.home) == home)
    return Suggestion(
        known=next(known, None),
        completes=next(same, None),
        fields={key: value for key, value in fields.items() if value},
    )


def add_partner(text: str, fields: Mapping[str, Value]) -> str:
    """The list with one more partner, behind the last.

    Raises:
        ConfigError: with the mistakes that it would have, or where it cannot be changed safely.
    """
    return _whole(append_items(text, [_LIST], [fields], FEEDS_FILE))


def set_partner(text: str, id_: str, fields: Mapping[str, Value]) -> str:
    """The list with these fields of a partner changed; one that is None is taken away.

    Raises:
        ConfigError: as `add_partner`.
        FrontDeskError: there is no such partner.
    """
    at = _place(text, id_)
    for key, value in fields.items():
        if value is not None:
            text = set_value(text, [_LIST, at, key], value, FEEDS_FILE)
        elif not YamlSource(text, FEEDS_FILE).find([_LIST, at, key])[1]:
            text = remove_value(text, [_LIST, at, key], FEEDS_FILE)
    return _whole(text)


def move_partner(text: str, id_: str, before: str | None) -> str:
    """The list with a partner right before another one, with the comments that belong to it.

    Args:
        before: the id of the other; None for the end of the list.

    Raises:
        ConfigError: as `add_partner`.
        FrontDeskError: there is no such partner.
    """
    at, last = _place(text, id_), len(parse_feeds_yaml(text).partners) - 1
    then = last + 1 if before is None else _place(text, before)
    to = then - 1 if at < then else then
    return text if at == to else _whole(move_item(text, [_LIST], at, to, FEEDS_FILE))


def _place(text: str, id_: str) -> int:
    for at, one in enumerate(parse_feeds_yaml(text).partners):
        if one.id == id_:
            return at
    raise FrontDeskError("there is no such blog on the list")


def _whole(text: str) -> str:
    parse_feeds_yaml(text)
    return text


# --- candidates ---------------------------------------------------------------------------------


class CandidateBlog(NamedTuple):
    """A partner whose lines are all comments, so that it can be switched on.

    Attributes:
        first, last: its lines in the file, counted from 0; `last` is not one of them.
    """

    partner: Partner
    note: str
    first: int
    last: int


_BEGINS = re.compile(r"#( +)- +id:")
_NOTE = re.compile(r"^ *# *(?:Note: *)?(.*)$", re.MULTILINE)


def candidate_blogs(text: str) -> tuple[CandidateBlog, ...]:
    """The candidates of the list. Each begins with `#  - id:`; its other lines are the comments below that
    are indented deeper than its dash."""
    return tuple(_candidates(text))


def _candidates(text: str) -> Iterator[CandidateBlog]:
    lines = text.splitlines()
    for first, line in enumerate(lines):
        begin = _BEGINS.match(line)
        if begin is None:
            continue
        deeper = "#" + begin[1] + " "
        last = first + 1
        while last < len(lines) and lines[last].startswith(deeper):
            last += 1
        block = "\n".join(one[1:] for one in lines[first:last])
        try:
            (partner,) = parse_feeds_yaml(f"{_LIST}:\n{block}\n").partners
        except (ConfigError, ValueError):
            continue
        note = " ".join(one.strip() for one in _NOTE.findall(block) if one.strip())
        yield CandidateBlog(partner, note, first, last)


def switch_on(text: str, id_: str) -> str:
    """The list with a candidate switched on: the first # of each of its lines goes.

    Raises:
        ConfigError: with the mistakes that it would have.
        FrontDeskError: there is no such candidate, or its lines do not belong to the partners.
    """
    found = next((one for one in candidate_blogs(text) if one.partner.id == id_), None)
    if found is None:
        raise FrontDeskError("there is no such candidate on the list")
    lines = text.splitlines(keepends=True)
    for at in range(found.first, found.last):
        lines[at] = lines[at][1:]
    new = "".join(lines)
    before, after = parse_feeds_yaml(text), parse_feeds_yaml(new)
    if {one.id for one in after.partners} != {id_, *(one.id for one in before.partners)}:
        raise FrontDeskError("this candidate cannot be switched on by a program; do it by hand")
    return new
