"""The text of a YAML file in its plainest form in, its nodes out, quickly; None for any other form.

Plain are sections and lists in block form, with values on one line: bare, or between quotes without an
escape. So are `feeds.yaml` and `curation.yaml`, as their comments tell people to write them. What is read
here, ruamel reads as the same nodes, at the same places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


class _Mark(NamedTuple):
    line: int
    column: int


class _Token(NamedTuple):
    """The dash of an item, the key of a field, or a value that stands alone behind a dash.

    Attributes:
        node: the key, or the value that stands alone; of a dash it says nothing.
        value: of a field; None where it stands in the lines below, or nowhere.
    """

    kind: str
    mark: _Mark
    node: Node
    value: Node | None = None


class _NotPlainError(Exception):
    pass


_LINE = re.compile(r"( *)(?:(- +)|-$)?(?:([A-Za-z_][A-Za-z0-9_]*)(?::( +)|:$))?(.*)")
_COMMENT = re.compile(r" +#.*")
_BARE = re.compile(r"[^\W_](?:[^:#]|:(?! |$)|(?<! )#)*")
_QUOTED = re.compile(r"'((?:[^']|'')*)'|\"([^\"\\]*)\"")


def compose_plain(text: str) -> Node | None:
    """The document's outermost node."""
    lines = text.split("\n")
    if not all(map(str.isprintable, lines)):
        return None
    try:
        tokens = [token for n, line in enumerate(lines) for token in _tokens(n, line)]
        if not tokens or tokens[0].kind == "value":
            return None
        node, end = _block(tokens, 0)
    except (_NotPlainError, RecursionError):
        return None
    return node if end == len(tokens) else None


def _tokens(number: int, line: str) -> list[_Token]:
    if not line or line.isspace() or line.lstrip(" ").startswith("#"):
        return []
    found = _LINE.fullmatch(line)
    if found is None:
        raise _NotPlainError
    spaces, dash, key, gap, rest = found.groups("")
    column, tokens = len(spaces), list[_Token]()
    if found[2] or line.strip(" ") == "-":
        mark = _Mark(number, column)
        tokens.append(_Token("dash", mark, _node("", None, mark)))
        column += len(dash)
    value = _scalar(rest, _Mark(number, column + len(key) + len(gap) + bool(key)))
    if key:
        name = _node(key, None, _Mark(number, column))
        tokens.append(_Token("key", _Mark(number, column), name, value))
    elif value:
        tokens.append(_Token("value", _Mark(number, column), value))
    if not tokens or (not dash and not key):
        raise _NotPlainError
    return tokens


def _scalar(written: str, mark: _Mark) -> ScalarNode | None:
    """The value at the end of a line; None for nothing."""
    if not written or written.startswith("#"):
        return None
    if written[0] in "'\"":
        found = _QUOTED.match(written)
        if not found or not re.fullmatch(r" *|" + _COMMENT.pattern, written[found.end() :]):
            raise _NotPlainError
        single = found[1] is not None
        value = found[1].replace("''", "'") if single else found[2]
        return _node(value, "'" if single else '"', mark)
    value = _COMMENT.sub("", written, count=1).rstrip(" ")
    if not _BARE.fullmatch(value):
        raise _NotPlainError
    return _node(value, None, mark)


def _node(value: str, style: str | None, mark: _Mark) -> ScalarNode:
    return ScalarNode("tag:yaml.org,2002:str", value, mark, mark, style=style)


def _block(tokens: Sequence[_Token], at: int) -> tuple[Node, int]:
    """A section or list that begins with this token, and the number of the token behind it."""
    return (_list if tokens[at].kind == "dash" else _section)(tokens, at)


def _list(tokens: Sequence[_Token], at: int) -> tuple[Node, int]:
    begin, items = tokens[at].mark, list[Node]()
    while at < len(tokens) and tokens[at].mark.column == begin.column and tokens[at].kind == "dash":
        at += 1
        if at == len(tokens) or tokens[at].mark.line != tokens[at - 1].mark.line:
            raise _NotPlainError  # an item in the lines below
        if tokens[at].kind == "value":
            items.append(tokens[at].node)
            at += 1
        else:
            node, at = _section(tokens, at)
            items.append(node)
    _ends(tokens, at, begin)
    return SequenceNode("tag:yaml.org,2002:seq", items, begin, begin), at


def _section(tokens: Sequence[_Token], at: int) -> tuple[Node, int]:
    begin, fields = tokens[at].mark, list[tuple[Node, Node]]()
    while at < len(tokens) and tokens[at].mark.column == begin.column and tokens[at].kind == "key":
        key, value = tokens[at].node, tokens[at].value
        at += 1
        if value is None and at < len(tokens) and _is_below(tokens[at], begin):
            value, at = _block(tokens, at)
        fields.append((key, value or _node("", None, begin)))
    _ends(tokens, at, begin)
    return MappingNode("tag:yaml.org,2002:map", fields, begin, begin), at


def _is_below(token: _Token, begin: _Mark) -> bool:
    """Whether what begins with this token is the value of a field in a section that begins there."""
    deeper = token.mark.column > begin.column
    return deeper or (token.kind == "dash" and token.mark.column == begin.column)


def _ends(tokens: Sequence[_Token], at: int, begin: _Mark) -> None:
    """What follows a section or list stands further to the left, or is the next field above a list."""
    if at < len(tokens) and tokens[at].mark.column > begin.column:
        raise _NotPlainError
