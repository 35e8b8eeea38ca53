"""The text of feeds.yaml in, a Config out, or every mistake at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, get_args
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from frontdesk.core.language_tags import valid_language_tag
from frontdesk.core.slugs import ALL_BLOGS, MAX_PARTNER_SLUG, unique_partner_id
from frontdesk.core.suggestions import closest_match
from frontdesk.core.urls import (
    feed_without_credentials,
    is_feed_file,
    is_web_url,
    mask_password,
    url_key,
)
from frontdesk.core.yaml_reader import (
    FieldParser,
    InvalidValueError,
    ProblemCollector,
    boolean,
    choice,
    compose_root,
    integer,
    is_empty,
    parse_fields,
    parse_list,
    parse_section,
    scalar_text,
    text_line,
    visible_text,
    web_address,
)

from ..filters import filter_pattern
from ..model.config import About, BlogrollRules, Config, Consent, DigestRules, Partner, Show


def parse_feeds_yaml(text: str, name: str = "feeds.yaml", timezone: str = "UTC") -> Config:
    """Read the whole file.

    Args:
        text: the file's content.
        name: what to call it in messages.
        timezone: of the site, for a file that names none.

    Raises:
        ConfigError: with every problem found, in the order of the file.
    """
    problems = ProblemCollector()
    root = compose_root(text, problems)
    found = parse_fields(root, problems, _SECTIONS) if root else {}
    blogroll = found.get("blogroll") or BlogrollRules()
    partners = _partners(found.get("partners") or (), problems, blogroll)
    problems.raise_if_any(name)
    about = found.get("about") or About()
    return Config(
        about=about if _names_a_timezone(root) else replace(about, timezone=timezone),
        blogroll=blogroll,
        digest=found.get("digest") or DigestRules(),
        partners=_all_removed(partners),
    )


def _names_a_timezone(root: Node | None) -> bool:
    sections = root.value if isinstance(root, MappingNode) else ()
    about = [
        node for key, node in sections if key.value == "about" and isinstance(node, MappingNode)
    ]
    fields = (field for node in about for field in node.value)
    return any(key.value == "timezone" and not is_empty(value) for key, value in fields)


def _all_removed(partners: tuple[Partner, ...]) -> tuple[Partner, ...]:
    """Each partner with the addresses under `removed:` of all: a post is erased wherever it stands (E7)."""
    everywhere = tuple(dict.fromkeys(link for partner in partners for link in partner.removed))
    return tuple(replace(partner, removed=everywhere) for partner in partners)


# --- single values ------------------------------------------------------------------------------


def _days_or_never(node: Node, problems: ProblemCollector) -> int | None:
    if scalar_text(node) == "never":
        return None
    try:
        days: int = integer(1, 36500)(node, problems)
    except InvalidValueError:
        raise InvalidValueError(
            f"'{scalar_text(node)}' is not a number of days; write 90, or never"
        ) from None
    return days


def _id(node: Node, _: ProblemCollector) -> str:
    value = scalar_text(node)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value) or len(value) > MAX_PARTNER_SLUG:
        raise InvalidValueError(
            f"'{value}' cannot be an id; use lower-case letters, digits and hyphens, such as "
            f"'{unique_partner_id(value)}'"
        )
    if value == ALL_BLOGS:
        raise InvalidValueError(f"'{value}' is the name of the page of all blogs; use another id")
    return value


_FEED_FILES = {".xml", ".rss", ".atom", ".rdf", ".json"}


_ABOUT_PASSWORDS = "; in a name or password write %2F for /, %23 for #, %3F for ? and %5B for ["


def _feed(node: Node, _: ProblemCollector) -> str:
    value = scalar_text(node)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        if not is_web_url(value):
            raise InvalidValueError(
                f"'{mask_password(value)}' cannot be asked; a feed is an https:// or http:// address, or a "
                "file beside this one" + _ABOUT_PASSWORDS * ("@" in value)
            )
        return value
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or PureWindowsPath(value).drive or "\\" in value:
        raise InvalidValueError(
            f"'{mask_password(value)}' is outside the folder of this file; put the feed file inside it"
        )
    if not path.parts:
        raise InvalidValueError(
            f"'{value}' is a folder and no file; write the name of the feed file"
        )
    host = re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}", path.parts[0], re.IGNORECASE)
    is_file = len(path.parts) == 1 and path.suffix.lower() in _FEED_FILES
    if host and not is_file and not value.startswith("./"):
        raise InvalidValueError(
            f"'{value}' looks like a web address; write it whole, https://{value}; or, if it is a "
            f"file beside this one, ./{value}"
        )
    return value


def _date(node: Node, _: ProblemCollector) -> str:
    value = scalar_text(node)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InvalidValueError(f"'{value}' is not a date; write it as 2026-05-22") from None


def _timezone(node: Node, _: ProblemCollector) -> str:
    value = scalar_text(node)
    try:
        return ZoneInfo(value).key
    except (KeyError, OSError, ValueError):
        raise InvalidValueError(
            f"'{value}' is not a time zone; write one such as Europe/Warsaw or UTC"
        ) from None


def _language(node: Node, _: ProblemCollector) -> str:
    value = scalar_text(node)
    if valid_language_tag(value) is None:
        raise InvalidValueError(
            f"'{value}' is not a language tag; write one such as en, en-GB or pl"
        )
    return value


def _addresses(node: Node, problems: ProblemCollector) -> tuple[str, ...]:
    return tuple(
        parse_list(node, problems, web_address, "addresses, each on a line that begins with '- '")
    )


def _filters(node: Node, problems: ProblemCollector) -> tuple[str, ...]:
    if isinstance(node, ScalarNode):
        return (_filter(node, problems),)
    return tuple(parse_list(node, problems, _filter, "words, each on a line that begins with '- '"))


def _filter(node: Node, problems: ProblemCollector) -> str:
    text = text_line(node, problems)
    try:
        filter_pattern(text)
    except re.error as error:
        raise InvalidValueError(f"'{text}' is no regular expression ({error.msg})") from None
    return text


# --- sections -----------------------------------------------------------------------------------


ABOUT_FIELDS: Mapping[str, FieldParser] = {
    "site": web_address,
    "contact": text_line,
    "timezone": _timezone,
    "suggest": web_address,
    "connections": integer(1, 2000),
}
BLOGROLL_FIELDS: Mapping[str, FieldParser] = {
    "title": text_line,
    "sort": choice("manual", "alphabetical", "recent"),
    "limit": integer(0, 1000),
    "icon": boolean,
    "thumbnail": boolean,
    "latest": boolean,
    "snippet": boolean,
    "age": boolean,
    "headlines_on": choice("all", "front"),
    "rack": choice("manual", "recent"),
    "quiet_after": _days_or_never,
}
DIGEST_FIELDS: Mapping[str, FieldParser] = {
    "daily": boolean,
    "weekly": boolean,
    "monthly": boolean,
    "per_day": integer(1, 1000),
    "per_digest": integer(1, 1000),
    "share": integer(1, 100),
}
CONSENT_FIELDS: Mapping[str, FieldParser] = {"by": text_line, "date": _date, "note": text_line}
PARTNER_FIELDS: Mapping[str, FieldParser] = {
    "id": _id,
    "name": text_line,
    "author": text_line,
    "home": web_address,
    "feed": _feed,
    "topic": text_line,
    "description": text_line,
    "language": _language,
    "sample": boolean,
    "show": choice(*get_args(Show)),
    "poll": boolean,
    "backfill": choice("none", "all"),
    "quiet_after": _days_or_never,
    "status": choice("active", "retired", "removed"),
    "reason": text_line,
    "consent": lambda node, problems: parse_section(node, problems, Consent, CONSENT_FIELDS),
    "removed": _addresses,
    "include": _filters,
    "exclude": _filters,
    "per_day": integer(1, 1000),
    "per_digest": integer(1, 1000),
    "share": integer(1, 100),
    "limit": integer(1, 1000),
    "max_age": integer(1, 36500),
}


def _nodes(node: Node, problems: ProblemCollector) -> tuple[Node, ...]:
    return tuple(
        parse_list(node, problems, lambda item, _: item, "partners, each beginning with '- id: …'")
    )


_SECTIONS: Mapping[str, FieldParser] = {
    "about": lambda node, problems: parse_section(node, problems, About, ABOUT_FIELDS),
    "blogroll": lambda node, problems: parse_section(
        node, problems, BlogrollRules, BLOGROLL_FIELDS
    ),
    "digest": lambda node, problems: parse_section(node, problems, DigestRules, DIGEST_FIELDS),
    "partners": _nodes,
}


# --- partners -----------------------------------------------------------------------------------


def _partners(
    nodes: tuple[Node, ...], problems: ProblemCollector, rules: BlogrollRules
) -> tuple[Partner, ...]:
    partners: list[Partner] = []
    lines: dict[tuple[str, str], int] = {}
    for node in nodes:
        before = len(problems.found)
        found = parse_fields(node, problems, PARTNER_FIELDS)
        if not isinstance(node, MappingNode):
            continue
        at = {
            visible_text(key): key
            for key, value in node.value
            if isinstance(key, ScalarNode) and not is_empty(value)
        }
        _check_required(node, problems, at)
        _check_once(problems, lines, at, found)
        if found.get("show") == "full" and "consent" not in at:
            problems.add(
                at["show"],
                "show: full prints a partner's whole text and needs their consent; add "
                "'consent: {by: …, date: …, note: …}', or write show: excerpts",
            )
        if len(problems.found) == before:
            found.setdefault("quiet_after", rules.quiet_after)
            if "feed" in found:
                found["feed_line"] = at["feed"].start_mark.line + 1
            partners.append(Partner(**found))
    return tuple(partners)


def _check_required(node: Node, problems: ProblemCollector, at: Mapping[str, Node]) -> None:
    for field, example in (("id", "quiet-counter"), ("name", "The Quiet Counter")):
        mistyped = any(key not in PARTNER_FIELDS and closest_match(key, [field]) for key in at)
        if field not in at and not mistyped:
            problems.add(node, f"this partner has no {field}; add '{field}: {example}'")


def _check_once(
    problems: ProblemCollector,
    lines: dict[tuple[str, str], int],
    at: Mapping[str, Node],
    found: dict[str, Any],
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
            shown = feed_without_credentials(found[field]) if field == "feed" else found[field]
            problems.add(at[field], f"{field} '{shown}' is taken by line {first}; {remedy}")


def _same_feed(feed: str) -> str:
    """The same text for feeds that are one, however they are written."""
    return str(PurePosixPath(feed)) if is_feed_file(feed) else url_key(feed)
