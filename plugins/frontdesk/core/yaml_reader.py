"""The text of a YAML file that a person keeps in, its fields out: every mistake at once, each with line,
column and remedy. feeds.yaml and curation.yaml are both read with this.

Values are read from the YAML nodes and not from YAML's own guesses, so that a name such as
`2008`, `No` or `https://…` stays the text that the editor typed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from .errors import ConfigError
from .problems import Problem
from .text import INVISIBLE, one_line
from .urls import has_credentials, is_address, masked


class WrongError(Exception):
    """A value that its reader cannot take; the message says what to write."""


class Sheet:
    """The problems found so far."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, int, str]] = []
        """Line and column, counted from 1, and message."""

    def note(self, node: Node, message: str) -> None:
        mark = node.start_mark
        self.problems.append((mark.line + 1, mark.column + 1, message))

    def finish(self, name: str) -> None:
        """Raise a ConfigError with every problem found, in the order of the file."""
        if self.problems:
            found = sorted(set(self.problems))
            raise ConfigError(
                tuple(Problem(name, line, says, column=at) for line, at, says in found)
            )


Reader = Callable[[Node, Sheet], Any]


# --- the document -------------------------------------------------------------------------------


def root_of(text: str, sheet: Sheet) -> Node | None:
    """The document's outermost node, an empty section for an empty text; None where it is not YAML."""
    try:
        with warnings.catch_warnings(action="ignore", category=ReusedAnchorWarning):
            root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context).split())
        said = f"{error.context} {error.problem}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        remedy = next((r for words, r in _YAML_REMEDIES if words in said), _YAML_REMEDY)
        sheet.problems.append((line, column, f"this is not YAML ({what}); {remedy}"))
        return None
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = f"the character U+{ord(text[error.position]):04X} cannot stand in it"
        remedy = "take control characters out and save the file as UTF-8"
        sheet.problems.append((line, column, f"this is not YAML ({what}); {remedy}"))
        return None
    except RecursionError:
        sheet.problems.append((1, 1, "this is nested too deep; three levels are enough"))
        return None
    return root or MappingNode("tag:yaml.org,2002:map", [], _START, _START)


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


# --- sections and lists -------------------------------------------------------------------------

_Section = TypeVar("_Section", bound=msgspec.Struct)


def fields(node: Node, sheet: Sheet, table: Mapping[str, Reader]) -> dict[str, Any]:
    """The readable fields of one section; problems go to the sheet."""
    if not isinstance(node, MappingNode):
        sheet.note(node, "a section of 'field: value' lines belongs here")
        return {}
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = visible(key_node) if isinstance(key_node, ScalarNode) else ""
        if key not in table:
            sheet.note(key_node, f"unknown field '{key}'{did_you_mean(key, table)}")
        elif key in seen and key == "id":
            sheet.note(key_node, "a second id: where a new partner begins, write '- ' before id")
            break
        elif key in seen:
            sheet.note(key_node, f"'{key}' stands twice in this section; take one out")
        else:
            seen.add(key)
            if is_left_out(value_node):
                continue
            try:
                found[key] = table[key](value_node, sheet)
            except WrongError as wrong:
                sheet.note(value_node, f"{key}: {wrong}")
    return found


def is_left_out(node: Node) -> bool:
    """`key:` with nothing behind it counts as not written, for a list or section as for a value."""
    return isinstance(node, ScalarNode) and node.style is None and node.value in {"", "~", "null"}


def section(
    node: Node, sheet: Sheet, kind: type[_Section], table: Mapping[str, Reader]
) -> _Section | None:
    before = len(sheet.problems)
    found = fields(node, sheet, table)
    for field in msgspec.structs.fields(kind):
        if field.required and field.name not in found and len(sheet.problems) == before:
            sheet.note(node, f"'{field.name}' is missing here; add '{field.name}: …'")
    return kind(**found) if len(sheet.problems) == before else None


def each(node: Node, sheet: Sheet, reader: Reader, what: str) -> Iterator[Any]:
    if not isinstance(node, SequenceNode):
        raise WrongError(f"a list belongs here: {what}")
    for item in node.value:
        try:
            yield reader(item, sheet)
        except WrongError as wrong:
            sheet.note(item, str(wrong))


def did_you_mean(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    if close:
        return f" (did you mean '{close[0]}'?)"
    return f"; known here: {', '.join(known)}" if isinstance(known, Mapping) else ""


# --- single values ------------------------------------------------------------------------------


def scalar(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise WrongError("a single value belongs here, not a list or a section")
    value = visible(node)
    if not value:
        raise WrongError("the value is missing; write one, or take the line out")
    return value


def visible(node: ScalarNode) -> str:
    """As it was typed, without what a copied address or name may drag along unseen."""
    return INVISIBLE.sub("", str(node.value)).strip()


def text_line(node: Node, _: Sheet) -> str:
    return one_line(scalar(node))


def one_of(*words: str) -> Reader:
    def read(node: Node, _: Sheet) -> str:
        value = scalar(node)
        if value not in words:
            listed = f"write one of {', '.join(words)}"
            raise WrongError(f"'{value}' is not known here{did_you_mean(value, words)}; {listed}")
        return value

    return read


def number(low: int, high: int) -> Reader:
    def read(node: Node, _: Sheet) -> int:
        value = scalar(node)
        if not re.fullmatch(r"\d{1,6}", value) or not low <= int(value) <= high:
            raise WrongError(f"'{value}' is not a whole number from {low} to {high}")
        return int(value)

    return read


_SWITCH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def switch(node: Node, _: Sheet) -> bool:
    value = scalar(node)
    try:
        return _SWITCH[value.lower()]
    except KeyError:
        raise WrongError(f"'{value}' is neither yes nor no") from None


def address(node: Node, _: Sheet) -> str:
    value = scalar(node)
    if not is_address(value):
        raise WrongError(f"'{masked(value)}' is not a web address; write it whole, https://…")
    if has_credentials(value):
        raise WrongError("a name and password do not belong in an address that we print")
    return value
