"""The text of feeds.yaml in, a Config out. Every mistake at once, each with line, column and remedy.

Values are read from the YAML nodes and not from YAML's own guesses, so that a name such as
`2008`, `No` or `https://…` stays the text that the editor typed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from .addresses import comparable, has_credentials, is_address, is_feed_file
from .errors import ConfigError, Problem
from .ids import ALL_BLOGS, LONGEST, free_id
from .language import language_tag
from .model import About, BlogrollRules, Config, Consent, DigestRules, Partner, Show
from .visible import INVISIBLE, one_line
from .wanted import pattern


def read_config(text: str, name: str = "feeds.yaml") -> Config:
    """Read the whole file.

    Args:
        text: the file's content.
        name: what to call it in messages.

    Raises:
        ConfigError: with every problem found, in the order of the file.
    """
    sheet = _Sheet()
    config = _whole_file(sheet, text)
    if sheet.problems or config is None:
        raise ConfigError(name, tuple(sorted(set(sheet.problems))))
    return config


class _WrongError(Exception):
    """A value that its reader cannot take; the message says what to write."""


class _Sheet:
    """The problems found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def note(self, node: Node, message: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(mark.line + 1, mark.column + 1, message))


_Reader = Callable[[Node, _Sheet], Any]


# --- single values ------------------------------------------------------------------------------


def _scalar(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise _WrongError("a single value belongs here, not a list or a section")
    value = _visible(node)
    if not value:
        raise _WrongError("the value is missing; write one, or take the line out")
    return value


def _visible(node: ScalarNode) -> str:
    """As it was typed, without what a copied address or name may drag along unseen."""
    return INVISIBLE.sub("", str(node.value)).strip()


def _text(node: Node, _: _Sheet) -> str:
    return one_line(_scalar(node))


def _one_of(*words: str) -> _Reader:
    def read(node: Node, _: _Sheet) -> str:
        value = _scalar(node)
        if value not in words:
            listed = f"write one of {', '.join(words)}"
            raise _WrongError(f"'{value}' is not known here{_did_you_mean(value, words)}; {listed}")
        return value

    return read


def _number(low: int, high: int) -> _Reader:
    def read(node: Node, _: _Sheet) -> int:
        value = _scalar(node)
        if not re.fullmatch(r"\d{1,6}", value) or not low <= int(value) <= high:
            raise _WrongError(f"'{value}' is not a whole number from {low} to {high}")
        return int(value)

    return read


def _days_or_never(node: Node, sheet: _Sheet) -> int | None:
    if _scalar(node) == "never":
        return None
    try:
        days: int = _number(1, 36500)(node, sheet)
    except _WrongError:
        raise _WrongError(
            f"'{_scalar(node)}' is not a number of days; write 90, or never"
        ) from None
    return days


_SWITCH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def _switch(node: Node, _: _Sheet) -> bool:
    value = _scalar(node)
    try:
        return _SWITCH[value.lower()]
    except KeyError:
        raise _WrongError(f"'{value}' is neither yes nor no") from None


def _id(node: Node, _: _Sheet) -> str:
    value = _scalar(node)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value) or len(value) > LONGEST:
        raise _WrongError(
            f"'{value}' cannot be an id; use lower-case letters, digits and hyphens, such as "
            f"'{free_id(value)}'"
        )
    if value == ALL_BLOGS:
        raise _WrongError(f"'{value}' is the name of the page of all blogs; use another id")
    return value


def _address(node: Node, _: _Sheet) -> str:
    value = _scalar(node)
    if not is_address(value):
        raise _WrongError(f"'{value}' is not a web address; write it whole, https://…")
    if has_credentials(value):
        raise _WrongError("a name and password do not belong in an address that we print")
    return value


_FEED_FILES = {".xml", ".rss", ".atom", ".rdf", ".json"}


def _feed(node: Node, _: _Sheet) -> str:
    value = _scalar(node)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        if not is_address(value):
            raise _WrongError(
                f"'{value}' cannot be asked; a feed is an https:// or http:// address, or a file "
                "beside this one"
            )
        return value
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or PureWindowsPath(value).drive or "\\" in value:
        raise _WrongError(
            f"'{value}' is outside the folder of this file; put the feed file inside it"
        )
    if not path.parts:
        raise _WrongError(f"'{value}' is a folder and no file; write the name of the feed file")
    host = re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}", path.parts[0], re.IGNORECASE)
    is_file = len(path.parts) == 1 and path.suffix.lower() in _FEED_FILES
    if host and not is_file and not value.startswith("./"):
        raise _WrongError(
            f"'{value}' looks like a web address; write it whole, https://{value}; or, if it is a "
            f"file beside this one, ./{value}"
        )
    return value


def _date(node: Node, _: _Sheet) -> str:
    value = _scalar(node)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise _WrongError(f"'{value}' is not a date; write it as 2026-05-22") from None


def _timezone(node: Node, _: _Sheet) -> str:
    value = _scalar(node)
    try:
        return ZoneInfo(value).key
    except (KeyError, OSError, ValueError):
        raise _WrongError(
            f"'{value}' is not a time zone; write one such as Europe/Warsaw or UTC"
        ) from None


def _language(node: Node, _: _Sheet) -> str:
    value = _scalar(node)
    if language_tag(value) is None:
        raise _WrongError(f"'{value}' is not a language tag; write one such as en, en-GB or pl")
    return value


def _addresses(node: Node, sheet: _Sheet) -> tuple[str, ...]:
    return tuple(_each(node, sheet, _address, "addresses, each on a line that begins with '- '"))


def _filters(node: Node, sheet: _Sheet) -> tuple[str, ...]:
    if isinstance(node, ScalarNode):
        return (_filter(node, sheet),)
    return tuple(_each(node, sheet, _filter, "words, each on a line that begins with '- '"))


def _filter(node: Node, sheet: _Sheet) -> str:
    text = _text(node, sheet)
    try:
        pattern(text)
    except re.error as error:
        raise _WrongError(f"'{text}' is no regular expression ({error.msg})") from None
    return text


# --- sections -----------------------------------------------------------------------------------

_Section = TypeVar("_Section", bound=msgspec.Struct)

_ABOUT: Mapping[str, _Reader] = {"site": _address, "contact": _text, "timezone": _timezone}
_BLOGROLL: Mapping[str, _Reader] = {
    "title": _text,
    "sort": _one_of("manual", "alphabetical", "recent"),
    "limit": _number(0, 1000),
    "latest": _switch,
    "snippet": _switch,
    "age": _switch,
    "quiet_after": _days_or_never,
}
_DIGEST: Mapping[str, _Reader] = {
    "daily": _switch,
    "weekly": _switch,
    "monthly": _switch,
    "per_day": _number(1, 1000),
    "per_digest": _number(1, 1000),
    "share": _number(1, 100),
}
_CONSENT: Mapping[str, _Reader] = {"by": _text, "date": _date, "note": _text}
_PARTNER: Mapping[str, _Reader] = {
    "id": _id,
    "name": _text,
    "author": _text,
    "home": _address,
    "feed": _feed,
    "topic": _text,
    "description": _text,
    "language": _language,
    "sample": _switch,
    "show": _one_of(*get_args(Show)),
    "poll": _switch,
    "backfill": _one_of("none", "all"),
    "quiet_after": _days_or_never,
    "status": _one_of("active", "retired", "removed"),
    "reason": _text,
    "consent": lambda node, sheet: _section(node, sheet, Consent, _CONSENT),
    "removed": _addresses,
    "include": _filters,
    "exclude": _filters,
    "limit": _number(1, 1000),
    "max_age": _number(1, 36500),
}


def _whole_file(sheet: _Sheet, text: str) -> Config | None:
    try:
        with warnings.catch_warnings(action="ignore", category=ReusedAnchorWarning):
            root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context).split())
        said = f"{error.context} {error.problem}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        remedy = next((r for words, r in _YAML_REMEDIES if words in said), _YAML_REMEDY)
        sheet.problems.append(Problem(line, column, f"this is not YAML ({what}); {remedy}"))
        return None
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = f"the character U+{ord(text[error.position]):04X} cannot stand in it"
        remedy = "take control characters out and save the file as UTF-8"
        sheet.problems.append(Problem(line, column, f"this is not YAML ({what}); {remedy}"))
        return None
    except RecursionError:
        sheet.problems.append(Problem(1, 1, "this is nested too deep; three levels are enough"))
        return None
    if root is None:
        root = MappingNode("tag:yaml.org,2002:map", [], _START, _START)
    tables: dict[str, _Reader] = {
        "about": lambda node, s: _section(node, s, About, _ABOUT),
        "blogroll": lambda node, s: _section(node, s, BlogrollRules, _BLOGROLL),
        "digest": lambda node, s: _section(node, s, DigestRules, _DIGEST),
        "partners": _nodes,
    }
    found = _fields(root, sheet, tables)
    about = found.get("about") or About()
    blogroll = found.get("blogroll") or BlogrollRules()
    digest = found.get("digest") or DigestRules()
    partners = _partners(found.get("partners") or (), sheet, blogroll)
    return Config(about=about, blogroll=blogroll, digest=digest, partners=partners)


_YAML_REMEDY = "look at this line and the one before it for indentation, a colon or a quote"
_YAML_REMEDIES = (
    ("'\\t'", "a Tab stands here; use spaces"),
    ("mapping values are not allowed", "put a text that has ': ' in it between 'single quotes'"),
    ("but found '<scalar>'", "an apostrophe between single quotes is typed twice: 'the client''s'"),
    ("but found '<block mapping start>'", "stand it exactly under the line above"),
    ("but found '-'", "stand the dash exactly under the dashes above"),
    ("but found '<block sequence start>'", "stand the dash exactly under the dashes above"),
)


class _Mark:
    line = column = 0


_START = _Mark()


def _fields(node: Node, sheet: _Sheet, table: Mapping[str, _Reader]) -> dict[str, Any]:
    """The readable fields of one section; problems go to the sheet."""
    if not isinstance(node, MappingNode):
        sheet.note(node, "a section of 'field: value' lines belongs here")
        return {}
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = _visible(key_node) if isinstance(key_node, ScalarNode) else ""
        if key not in table:
            sheet.note(key_node, f"unknown field '{key}'{_did_you_mean(key, table)}")
        elif key in seen and key == "id":
            sheet.note(key_node, "a second id: where a new partner begins, write '- ' before id")
            break
        elif key in seen:
            sheet.note(key_node, f"'{key}' stands twice in this section; take one out")
        else:
            seen.add(key)
            if _is_left_out(value_node):
                continue
            try:
                found[key] = table[key](value_node, sheet)
            except _WrongError as wrong:
                sheet.note(value_node, f"{key}: {wrong}")
    return found


def _is_left_out(node: Node) -> bool:
    """`key:` with nothing behind it counts as not written, for a list or section as for a value."""
    return isinstance(node, ScalarNode) and node.style is None and node.value in {"", "~", "null"}


def _section(
    node: Node, sheet: _Sheet, kind: type[_Section], table: Mapping[str, _Reader]
) -> _Section | None:
    before = len(sheet.problems)
    found = _fields(node, sheet, table)
    for field in msgspec.structs.fields(kind):
        if field.required and field.name not in found and len(sheet.problems) == before:
            sheet.note(node, f"'{field.name}' is missing here; add '{field.name}: …'")
    return kind(**found) if len(sheet.problems) == before else None


def _nodes(node: Node, sheet: _Sheet) -> tuple[Node, ...]:
    return tuple(
        _each(node, sheet, lambda item, _: item, "partners, each beginning with '- id: …'")
    )


def _each(node: Node, sheet: _Sheet, reader: _Reader, what: str) -> Iterator[Any]:
    if not isinstance(node, SequenceNode):
        raise _WrongError(f"a list belongs here: {what}")
    for item in node.value:
        try:
            yield reader(item, sheet)
        except _WrongError as wrong:
            sheet.note(item, str(wrong))


def _partners(nodes: tuple[Node, ...], sheet: _Sheet, rules: BlogrollRules) -> tuple[Partner, ...]:
    partners: list[Partner] = []
    lines: dict[tuple[str, str], int] = {}
    for node in nodes:
        before = len(sheet.problems)
        found = _fields(node, sheet, _PARTNER)
        if not isinstance(node, MappingNode):
            continue
        at = {
            _visible(key): key
            for key, value in node.value
            if isinstance(key, ScalarNode) and not _is_left_out(value)
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


def _check_required(node: Node, sheet: _Sheet, at: Mapping[str, Node]) -> None:
    for field, example in (("id", "quiet-counter"), ("name", "The Quiet Counter")):
        mistyped = any(key not in _PARTNER and get_close_matches(key, [field]) for key in at)
        if field not in at and not mistyped:
            sheet.note(node, f"this partner has no {field}; add '{field}: {example}'")


def _check_once(
    sheet: _Sheet, lines: dict[tuple[str, str], int], at: Mapping[str, Node], found: dict[str, Any]
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
            sheet.note(at[field], f"{field} '{found[field]}' is taken by line {first}; {remedy}")


def _same_feed(feed: str) -> str:
    """The same text for feeds that are one, however they are written."""
    return str(PurePosixPath(feed)) if is_feed_file(feed) else comparable(feed)


def _did_you_mean(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    if close:
        return f" (did you mean '{close[0]}'?)"
    return f"; known here: {', '.join(known)}" if isinstance(known, Mapping) else ""
