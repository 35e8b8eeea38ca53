"""The text of feeds.yaml in, a Config out, or every mistake at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, get_args
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from frontdesk.core.ids import ALL_BLOGS, LONGEST, free_id
from frontdesk.core.language_tags import language_tag
from frontdesk.core.urls import comparable, is_address, is_feed_file, kept_feed, masked
from frontdesk.core.yaml_reader import (
    Reader,
    Sheet,
    WrongError,
    address,
    each,
    fields,
    is_left_out,
    number,
    one_of,
    root_of,
    scalar,
    section,
    switch,
    text_line,
    visible,
)

from ..filters import pattern
from ..model.config import About, BlogrollRules, Config, Consent, DigestRules, Partner, Show


def read_config(text: str, name: str = "feeds.yaml") -> Config:
    """Read the whole file.

    Args:
        text: the file's content.
        name: what to call it in messages.

    Raises:
        ConfigError: with every problem found, in the order of the file.
    """
    sheet = Sheet()
    root = root_of(text, sheet)
    found = fields(root, sheet, _SECTIONS) if root else {}
    blogroll = found.get("blogroll") or BlogrollRules()
    partners = _partners(found.get("partners") or (), sheet, blogroll)
    sheet.finish(name)
    return Config(
        about=found.get("about") or About(),
        blogroll=blogroll,
        digest=found.get("digest") or DigestRules(),
        partners=_all_removed(partners),
    )


def _all_removed(partners: tuple[Partner, ...]) -> tuple[Partner, ...]:
    """Each partner with the addresses under `removed:` of all: a post is erased wherever it stands (E7)."""
    everywhere = tuple(dict.fromkeys(link for partner in partners for link in partner.removed))
    return tuple(replace(partner, removed=everywhere) for partner in partners)


# --- single values ------------------------------------------------------------------------------


def _days_or_never(node: Node, sheet: Sheet) -> int | None:
    if scalar(node) == "never":
        return None
    try:
        days: int = number(1, 36500)(node, sheet)
    except WrongError:
        raise WrongError(f"'{scalar(node)}' is not a number of days; write 90, or never") from None
    return days


def _id(node: Node, _: Sheet) -> str:
    value = scalar(node)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value) or len(value) > LONGEST:
        raise WrongError(
            f"'{value}' cannot be an id; use lower-case letters, digits and hyphens, such as "
            f"'{free_id(value)}'"
        )
    if value == ALL_BLOGS:
        raise WrongError(f"'{value}' is the name of the page of all blogs; use another id")
    return value


_FEED_FILES = {".xml", ".rss", ".atom", ".rdf", ".json"}


_ABOUT_PASSWORDS = "; in a name or password write %2F for /, %23 for #, %3F for ? and %5B for ["


def _feed(node: Node, _: Sheet) -> str:
    value = scalar(node)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        if not is_address(value):
            raise WrongError(
                f"'{masked(value)}' cannot be asked; a feed is an https:// or http:// address, or a "
                "file beside this one" + _ABOUT_PASSWORDS * ("@" in value)
            )
        return value
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or PureWindowsPath(value).drive or "\\" in value:
        raise WrongError(
            f"'{masked(value)}' is outside the folder of this file; put the feed file inside it"
        )
    if not path.parts:
        raise WrongError(f"'{value}' is a folder and no file; write the name of the feed file")
    host = re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}", path.parts[0], re.IGNORECASE)
    is_file = len(path.parts) == 1 and path.suffix.lower() in _FEED_FILES
    if host and not is_file and not value.startswith("./"):
        raise WrongError(
            f"'{value}' looks like a web address; write it whole, https://{value}; or, if it is a "
            f"file beside this one, ./{value}"
        )
    return value


def _date(node: Node, _: Sheet) -> str:
    value = scalar(node)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise WrongError(f"'{value}' is not a date; write it as 2026-05-22") from None


def _timezone(node: Node, _: Sheet) -> str:
    value = scalar(node)
    try:
        return ZoneInfo(value).key
    except (KeyError, OSError, ValueError):
        raise WrongError(
            f"'{value}' is not a time zone; write one such as Europe/Warsaw or UTC"
        ) from None


def _language(node: Node, _: Sheet) -> str:
    value = scalar(node)
    if language_tag(value) is None:
        raise WrongError(f"'{value}' is not a language tag; write one such as en, en-GB or pl")
    return value


def _addresses(node: Node, sheet: Sheet) -> tuple[str, ...]:
    return tuple(each(node, sheet, address, "addresses, each on a line that begins with '- '"))


def _filters(node: Node, sheet: Sheet) -> tuple[str, ...]:
    if isinstance(node, ScalarNode):
        return (_filter(node, sheet),)
    return tuple(each(node, sheet, _filter, "words, each on a line that begins with '- '"))


def _filter(node: Node, sheet: Sheet) -> str:
    text = text_line(node, sheet)
    try:
        pattern(text)
    except re.error as error:
        raise WrongError(f"'{text}' is no regular expression ({error.msg})") from None
    return text


# --- sections -----------------------------------------------------------------------------------


_ABOUT: Mapping[str, Reader] = {
    "site": address,
    "contact": text_line,
    "timezone": _timezone,
    "suggest": address,
}
_BLOGROLL: Mapping[str, Reader] = {
    "title": text_line,
    "sort": one_of("manual", "alphabetical", "recent"),
    "limit": number(0, 1000),
    "icon": switch,
    "thumbnail": switch,
    "latest": switch,
    "snippet": switch,
    "age": switch,
    "headlines_on": one_of("all", "front"),
    "quiet_after": _days_or_never,
}
_DIGEST: Mapping[str, Reader] = {
    "daily": switch,
    "weekly": switch,
    "monthly": switch,
    "per_day": number(1, 1000),
    "per_digest": number(1, 1000),
    "share": number(1, 100),
}
_CONSENT: Mapping[str, Reader] = {"by": text_line, "date": _date, "note": text_line}
_PARTNER: Mapping[str, Reader] = {
    "id": _id,
    "name": text_line,
    "author": text_line,
    "home": address,
    "feed": _feed,
    "topic": text_line,
    "description": text_line,
    "language": _language,
    "sample": switch,
    "show": one_of(*get_args(Show)),
    "poll": switch,
    "backfill": one_of("none", "all"),
    "quiet_after": _days_or_never,
    "status": one_of("active", "retired", "removed"),
    "reason": text_line,
    "consent": lambda node, sheet: section(node, sheet, Consent, _CONSENT),
    "removed": _addresses,
    "include": _filters,
    "exclude": _filters,
    "per_day": number(1, 1000),
    "per_digest": number(1, 1000),
    "share": number(1, 100),
    "limit": number(1, 1000),
    "max_age": number(1, 36500),
}


def _nodes(node: Node, sheet: Sheet) -> tuple[Node, ...]:
    return tuple(each(node, sheet, lambda item, _: item, "partners, each beginning with '- id: …'"))


_SECTIONS: Mapping[str, Reader] = {
    "about": lambda node, sheet: section(node, sheet, About, _ABOUT),
    "blogroll": lambda node, sheet: section(node, sheet, BlogrollRules, _BLOGROLL),
    "digest": lambda node, sheet: section(node, sheet, DigestRules, _DIGEST),
    "partners": _nodes,
}


# --- partners -----------------------------------------------------------------------------------


def _partners(nodes: tuple[Node, ...], sheet: Sheet, rules: BlogrollRules) -> tuple[Partner, ...]:
    partners: list[Partner] = []
    lines: dict[tuple[str, str], int] = {}
    for node in nodes:
        before = len(sheet.problems)
        found = fields(node, sheet, _PARTNER)
        if not isinstance(node, MappingNode):
            continue
        at = {
            visible(key): key
            for key, value in node.value
            if isinstance(key, ScalarNode) and not is_left_out(value)
        }
        _check_required(node, sheet, at)
        _check_once(sheet, lines, at, found)
        if found.get("show") == "full" and "consent" not in at:
            sheet.note(
                at["show"],
                "show: full prints a partner's whole text and needs their consent; add "
                "'consent: {by: …, date: …, note: …}', or write show: excerpts",
            )
        if len(sheet.problems) == before:
            found.setdefault("quiet_after", rules.quiet_after)
            if "feed" in found:
                found["feed_line"] = at["feed"].start_mark.line + 1
            partners.append(Partner(**found))
    return tuple(partners)


def _check_required(node: Node, sheet: Sheet, at: Mapping[str, Node]) -> None:
    for field, example in (("id", "quiet-counter"), ("name", "The Quiet Counter")):
        mistyped = any(key not in _PARTNER and get_close_matches(key, [field]) for key in at)
        if field not in at and not mistyped:
            sheet.note(node, f"this partner has no {field}; add '{field}: {example}'")


def _check_once(
    sheet: Sheet, lines: dict[tuple[str, str], int], at: Mapping[str, Node], found: dict[str, Any]
) -> None:
    for field, same, remedy in (
        ("id", str, "choose another id"),
        ("feed", _same_feed, "list each blog once"),
    ):
        if field not in found:
            continue
        thing = (field, same(found[field]))
        first = lines.get(thing)
        lines.setdefault(thing, at[field].start_mark.line + 1)
        if first is not None:
            shown = kept_feed(found[field]) if field == "feed" else found[field]
            sheet.note(at[field], f"{field} '{shown}' is taken by line {first}; {remedy}")


def _same_feed(feed: str) -> str:
    """The same text for feeds that are one, however they are written."""
    return str(PurePosixPath(feed)) if is_feed_file(feed) else comparable(feed)
