"""The text of a YAML file that a person keeps in, its fields out: every mistake at once, each with line,
column and remedy. feeds.yaml and curation.yaml are both read with this.

Values are read from the YAML nodes and not from YAML's own guesses, so that a name such as
`2008`, `No` or `https://…` stays the text that the editor typed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLWarning
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from .errors import ConfigError, FrontDeskError
from .problems import Problem
from .suggestions import did_you_mean
from .text import clean_line, strip_invisible
from .urls import has_credentials, is_web_url, mask_password
from .yaml_plain import compose_plain

_BAD_VALUES = (ArithmeticError, AssertionError, LookupError, TypeError, ValueError)
"""What ruamel raises where a value is not of the kind that its form promises."""


class InvalidValueError(FrontDeskError):
    """A value that its reader cannot take; the message says what to write."""


class ProblemCollector:
    """The problems found so far."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int, str]] = []
        """Line and column, counted from 1, and message."""

    def add(self, node: Node, message: str) -> None:
        mark = node.start_mark
        self.found.append((mark.line + 1, mark.column + 1, message))

    def raise_if_any(self, name: str) -> None:
        """Raise a ConfigError with every problem found, in the order of the file."""
        if self.found:
            found = sorted(set(self.found))
            raise ConfigError(
                tuple(Problem(name, line, says, column=at) for line, at, says in found)
            )


FieldParser = Callable[[Node, ProblemCollector], Any]


# --- the document -------------------------------------------------------------------------------


def compose_root(text: str, problems: ProblemCollector) -> Node | None:
    """The document's outermost node, an empty section for an empty text; None where it is not YAML.

    A plain text is read quickly; any other by ruamel, which says what is wrong with it.
    """
    if plain := compose_plain(text):
        return plain
    with _syntax_problems(text, problems):
        root = YAML(typ="safe", pure=True).compose(text)
        return root or MappingNode("tag:yaml.org,2002:map", [], _START, _START)
    return None


def foreign_values(text: str) -> dict[str, Any]:
    """What a YAML file of another program says, as plain values; nothing where it cannot be read."""
    try:
        found = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, RecursionError, *_BAD_VALUES):
        return {}
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


def check_loads(text: str, problems: ProblemCollector) -> None:
    """Find what keeps programs from loading a text, whichever version of YAML they speak."""
    for version in ("1.2", "1.1"):
        with _syntax_problems(text, problems):
            yaml = YAML(typ="safe", pure=True)
            yaml.version, yaml.Constructor = version, _PlacedConstructor
            yaml.load(text)
        if problems.found:
            return


class _PlacedConstructor(SafeConstructor):
    """ruamel's own, with the place of each value that it cannot construct."""

    def construct_document(self, node: Node) -> Any:
        self.deep_construct = True  # what is put off would be constructed without its place
        return super().construct_document(node)

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except _BAD_VALUES:
            kind = str(node.tag).rpartition(":")[2]
            raise ConstructorError(
                None, None, f"no {kind} that can be read", node.start_mark
            ) from None


@contextmanager
def _syntax_problems(text: str, problems: ProblemCollector) -> Iterator[None]:
    """What ruamel finds wrong with a text, as a problem."""
    try:
        with warnings.catch_warnings(action="ignore", category=YAMLWarning):
            yield
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context).split()).partition(" with value")[0]
        said = f"{error.context} {error.problem}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        remedy = next((r for words, r in _YAML_REMEDIES if words in said), _YAML_REMEDY)
        is_read = isinstance(error, ConstructorError | DuplicateKeyError)
        wrong = "this cannot be loaded" if is_read else "this is not YAML"
        problems.found.append((line, column, f"{wrong} ({what}); {remedy}"))
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = f"the character U+{ord(text[error.position]):04X} cannot stand in it"
        remedy = "take control characters out and save the file as UTF-8"
        problems.found.append((line, column, f"this is not YAML ({what}); {remedy}"))
    except (AssertionError, ValueError):  # ruamel means to raise neither
        found = _UNREADABLE.search(text)
        line, what = (text.count("\n", 0, found.start()) + 1, found[0]) if found else (1, "it")
        problems.found.append(
            (line, 1, f"this is not YAML (no program reads '{what}'); take it out")
        )
    except RecursionError:
        problems.found.append((1, 1, "this is nested too deep; three levels are enough"))


def not_utf8(error: UnicodeDecodeError, name: str) -> ConfigError:
    """Says in which line of a file the first bytes stand that are not UTF-8."""
    line = error.object.count(b"\n", 0, error.start) + 1
    message = "this line is not UTF-8; save the file with the encoding UTF-8"
    return ConfigError((Problem(name, line, message, column=1),))


_UNREADABLE = re.compile(r"^%YAML.*|\\U(?!000|0010)[0-9A-Fa-f]{8}", re.MULTILINE)
_YAML_REMEDY = "look at this line and the one before it for indentation, a colon or a quote"
_YAML_REMEDIES = (
    ("found duplicate", "these two keys are the same; take one out"),
    ("could not determine a con", "take the tag out, or put the text between 'single quotes'"),
    ("that can be read", "put it between 'single quotes' if it is a text"),
    ("unhashable key", "write a text as the key"),
    ("for merging", "what '<<' adds is a section, or a list of sections"),
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


def parse_fields(
    node: Node, problems: ProblemCollector, table: Mapping[str, FieldParser]
) -> dict[str, Any]:
    """The readable fields of one section, by name; what cannot be read goes to `problems`."""
    if not isinstance(node, MappingNode):
        problems.add(node, "a section of 'field: value' lines belongs here")
        return {}
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = visible_text(key_node) if isinstance(key_node, ScalarNode) else ""
        if key not in table:
            meant = did_you_mean(key, table) or f"; known here: {', '.join(table)}"
            problems.add(key_node, f"unknown field '{key}'{meant}")
        elif key in seen and key == "id":
            problems.add(key_node, "a second id: where a new partner begins, write '- ' before id")
            break
        elif key in seen:
            problems.add(key_node, f"'{key}' stands twice in this section; take one out")
        else:
            seen.add(key)
            if is_empty(value_node):
                continue
            try:
                found[key] = table[key](value_node, problems)
            except InvalidValueError as wrong:
                problems.add(value_node, f"{key}: {wrong}")
    return found


def is_empty(node: Node) -> bool:
    """`key:` with nothing behind it counts as not written, for a list or section as for a value."""
    return isinstance(node, ScalarNode) and node.style is None and node.value in {"", "~", "null"}


def parse_section(
    node: Node, problems: ProblemCollector, kind: type[_Section], table: Mapping[str, FieldParser]
) -> _Section | None:
    before = len(problems.found)
    found = parse_fields(node, problems, table)
    for field in msgspec.structs.fields(kind):
        if field.required and field.name not in found and len(problems.found) == before:
            problems.add(node, f"'{field.name}' is missing here; add '{field.name}: …'")
    return kind(**found) if len(problems.found) == before else None


def parse_list(
    node: Node, problems: ProblemCollector, reader: FieldParser, what: str
) -> Iterator[Any]:
    if not isinstance(node, SequenceNode):
        raise InvalidValueError(f"a list belongs here: {what}")
    for item in node.value:
        try:
            yield reader(item, problems)
        except InvalidValueError as wrong:
            problems.add(item, str(wrong))


# --- single values ------------------------------------------------------------------------------


def scalar_text(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise InvalidValueError("a single value belongs here, not a list or a section")
    value = visible_text(node)
    if not value:
        raise InvalidValueError("the value is missing; write one, or take the line out")
    return value


def visible_text(node: ScalarNode) -> str:
    """As it was typed, without what a copied address or name may drag along unseen."""
    return strip_invisible(str(node.value)).strip()


def text_line(node: Node, _: ProblemCollector) -> str:
    return clean_line(scalar_text(node))


def choice(*words: str) -> FieldParser:
    def read(node: Node, _: ProblemCollector) -> str:
        value = scalar_text(node)
        if value not in words:
            listed = f"write one of {', '.join(words)}"
            raise InvalidValueError(
                f"'{value}' is not known here{did_you_mean(value, words)}; {listed}"
            )
        return value

    return read


def integer(low: int, high: int) -> FieldParser:
    def read(node: Node, _: ProblemCollector) -> int:
        value = scalar_text(node)
        if not re.fullmatch(r"\d{1,6}", value) or not low <= int(value) <= high:
            raise InvalidValueError(f"'{value}' is not a whole number from {low} to {high}")
        return int(value)

    return read


_SWITCH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def boolean(node: Node, _: ProblemCollector) -> bool:
    value = scalar_text(node)
    try:
        return _SWITCH[value.lower()]
    except KeyError:
        raise InvalidValueError(f"'{value}' is neither yes nor no") from None


def web_address(node: Node, _: ProblemCollector) -> str:
    value = scalar_text(node)
    if not is_web_url(value):
        raise InvalidValueError(
            f"'{mask_password(value)}' is not a web address; write it whole, https://…"
        )
    if has_credentials(value):
        raise InvalidValueError("a name and password do not belong in an address that we print")
    return value
