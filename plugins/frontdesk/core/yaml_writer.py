"""Values in, YAML out that readers of YAML 1.1 and 1.2 read back as the same values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeGuard

from msgspec import Struct

Value: TypeAlias = "bool | int | float | str | Sequence[Value] | Mapping[str, Value] | None"
"""What can be written. There is no date among them: YAML 1.2 has none, so a date is a text here."""


class Indent(Struct, frozen=True):
    """How far a file indents, in spaces.

    Attributes:
        keys: of the keys of a section, from the key that it stands under.
        dashes: of the dashes of a list, from the key that it stands under.
        items: of what an item holds, from its dash.
    """

    keys: int = 2
    dashes: int = 2
    items: int = 2


# --- lines of their own -------------------------------------------------------------------------


def key_lines(key: str, value: Value, column: int, indent: Indent) -> list[str]:
    """`key: value`, the key at this column, on as many lines as it takes."""
    first, below = value_lines(value, column, indent)
    return [f"{' ' * column}{scalar(key)}:{' ' if first else ''}{first}", *below]


def item_lines(value: Value, column: int, indent: Indent, quote: str | None = None) -> list[str]:
    """`- value`, the dash at this column."""
    inside = column + indent.items
    if isinstance(value, Mapping) and value:
        lines = [x for key, one in value.items() for x in key_lines(key, one, inside, indent)]
        first, below = lines[0][inside:], lines[1:]
    elif is_list(value) and value:
        lines = [line for one in value for line in item_lines(one, inside, indent)]
        first, below = lines[0][inside:], lines[1:]
    else:
        first, below = value_lines(value, column, indent, quote)
    return [f"{' ' * column}{'-'.ljust(indent.items)}{first}", *below]


def value_lines(
    value: Value, column: int, indent: Indent, quote: str | None = None
) -> tuple[str, list[str]]:
    """What stands behind a key at this column, and the lines below it."""
    if isinstance(value, Mapping) and value:
        inside = column + indent.keys
        return "", [x for key, one in value.items() for x in key_lines(key, one, inside, indent)]
    if is_list(value) and value:
        inside = column + indent.dashes
        return "", [line for one in value for line in item_lines(one, inside, indent)]
    if isinstance(value, str) and _can_be_block(value):
        lines = value.removesuffix("\n").split("\n")
        margin = " " * (column + indent.keys)
        return "|" if value.endswith("\n") else "|-", [margin + x if x else "" for x in lines]
    return flow(value, quote), []


def is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


_HIDDEN = "\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_UNPRINTABLE = re.compile(f"[\x00-\x1f{_HIDDEN}]")
_ESCAPED = re.compile(f'[\x00-\x1f{_HIDDEN}"\\\\]')
_NO_BLOCK = re.compile(f"[\x00-\x09\x0b-\x1f{_HIDDEN}]")


def _can_be_block(text: str) -> bool:
    """Whether a text of several lines reads well as a block: its first line is not indented, no line is
    of spaces alone, and no blank line ends it."""
    lines = text.removesuffix("\n").split("\n")
    return (
        len(lines) > 1
        and not _NO_BLOCK.search(text)
        and all(line.strip() or not line for line in lines)
        and bool(lines[-1])
        and not next(filter(None, lines)).startswith(" ")
    )


# --- on one line --------------------------------------------------------------------------------


def flow(value: Value, quote: str | None = None, *, nested: bool = False) -> str:
    """A value on one line.

    Args:
        quote: the quotes that a text gets: `'` or `"`; None for quotes only where it needs them.
        nested: whether it stands within brackets.
    """
    if isinstance(value, Mapping):
        pairs = (flow_pair(key, one) for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, str):
        return scalar(value, quote, nested=nested)
    if is_list(value):
        return f"[{', '.join(flow(one, nested=True) for one in value)}]"
    if isinstance(value, float):
        return _float(value)
    return "null" if value is None else str(value).lower()


def flow_pair(key: str, value: Value) -> str:
    return f"{scalar(key, nested=True)}: {flow(value, nested=True)}"


def _float(value: float) -> str:
    """With a point and a sign, for `1e9` is a text in YAML 1.1."""
    written = repr(value)
    if written.lstrip("-") in {"inf", "nan"}:
        return written.replace("inf", ".inf").replace("nan", ".nan")
    return written if "." in written else written.replace("e", ".0e")


def scalar(text: str, quote: str | None = None, *, nested: bool = False) -> str:
    """A text on one line, in quotes where it needs them."""
    if quote is None and is_plain_text(text, nested=nested):
        return text
    if quote == '"' or _UNPRINTABLE.search(text):
        return f'"{_ESCAPED.sub(_escape, text)}"'
    return "'" + text.replace("'", "''") + "'"


_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return _ESCAPES.get(sign[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NUMBER = re.compile(r"[0-9][0-9a-fxotz_.:+\- ]*", re.IGNORECASE)
"""Numbers, dates and times of either version, and some texts that look like them."""


def is_plain_text(text: str, *, nested: bool = False) -> bool:
    """Whether every reader takes a text without quotes for this text; not so `no`, `08:30`, `=`, `1.0`.

    Args:
        nested: whether it stands within brackets, where commas and colons mean more.
    """
    first = text[:1]
    return (
        (first.isalnum() or first in set("/(_$") or first > "\x9f")
        and text == text.strip()
        and not text.endswith(":")
        and ": " not in text
        and " #" not in text
        and text.lower() not in _WORDS
        and not _NUMBER.fullmatch(text)
        and not _UNPRINTABLE.search(text)
        and not (nested and re.search(r"[,\[\]{}:?]", text))
    )
