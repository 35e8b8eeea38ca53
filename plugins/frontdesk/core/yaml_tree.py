"""The text of a YAML file in, its values out with the places where each begins and ends. Pure.

The nodes that ruamel composes make one of an alias and what it repeats, and end a section behind the
comments that follow it. So this tree is made of ruamel's events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml import events as yaml_events
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from .yaml_writer import Value, flow, is_plain_text

Kind = Literal["scalar", "mapping", "sequence", "alias"]


class Node(Struct, eq=False):
    """A value and its place; all places are indices into the text.

    Attributes:
        start: where it begins, with its anchor and tag.
        body: where it begins without them.
        end: behind its last character; comments and blank lines behind it do not count.
        value: the text of a scalar, the anchor that an alias names.
        style: of a scalar: `|`, `>`, a quote, or None for a plain one.
        is_flow: whether it is written in brackets.
        children: the items of a list; keys and values of a section in turn.
        holder: what it is a value or item of; None for the outermost.
        entry: where its key or dash begins.
        slot: right behind the colon of its key or behind its dash; where it would be written.
    """

    kind: Kind
    start: int
    body: int
    end: int
    value: str = ""
    style: str | None = None
    is_flow: bool = False
    anchor: str | None = None
    tag: str | None = None
    children: list[Node] = []
    holder: Node | None = None
    entry: int = 0
    slot: int = 0

    def pairs(self) -> list[tuple[Node, Node]]:
        return list(zip(self.children[::2], self.children[1::2], strict=True))

    def entries(self) -> list[Node]:
        """The items of a list, the values of a section."""
        return self.children[1::2] if self.kind == "mapping" else self.children

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def is_block(self) -> bool:
        """Whether it is a section or list on lines of its own."""
        return self.kind in {"mapping", "sequence"} and not self.is_flow

    def is_in_flow(self) -> bool:
        """Whether it stands within brackets."""
        return self.holder is not None and (self.holder.is_flow or self.holder.is_in_flow())

    def is_empty(self) -> bool:
        """Whether nothing is written, or null."""
        plain = self.kind == "scalar" and not self.style and not self.tag
        return plain and self.value in {"", "~", "null", "Null", "NULL"}


class Document(Struct, frozen=True):
    """
    Attributes:
        root: the outermost value; an empty scalar where there is none.
        end: where more lines may be added to an empty document.
    """

    root: Node
    end: int


_COLON = re.compile(r"[ \t]*+:")
_BEFORE_DASH = re.compile(r"(?:\s|#[^\r\n]*+|[&!]\S*+)*+")


def tree(text: str) -> Document:
    """The tree of a text that is one YAML document.

    Raises:
        MarkedYAMLError, ReaderError: it is none.
    """
    events = iter(YAML(typ="safe", pure=True).parse(text))
    root, end = Node("scalar", len(text), len(text), len(text)), len(text)
    for event in events:
        if isinstance(event, yaml_events.DocumentStartEvent):
            root = _node(next(events), events, text, 0)
        elif isinstance(event, yaml_events.DocumentEndEvent) and event.explicit:
            end = event.start_mark.index
    return Document(root, end)


def _node(event: Any, events: Iterator[Any], text: str, slot: int) -> Node:
    """
    Args:
        slot: where the value's place begins, for one that is not written.
    """
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml_events.AliasEvent):
        return Node("alias", start, start, end, event.anchor, slot=slot)
    if isinstance(event, yaml_events.ScalarEvent):
        if start == end or not text[start:end].strip():
            start = end = slot
        elif event.style in {"|", ">"}:
            end = _end_of_block(text, start, end)
        return Node(
            "scalar", start, _body(text, start), end, event.value, event.style,
            anchor=event.anchor, tag=_tag(event), slot=slot,
        )  # fmt: skip
    node = Node(
        "mapping" if isinstance(event, yaml_events.MappingStartEvent) else "sequence",
        start, _body(text, start), end, is_flow=bool(event.flow_style), anchor=event.anchor,
        tag=_tag(event), children=[], slot=slot,
    )  # fmt: skip
    (_pairs if node.kind == "mapping" else _items)(node, events, text)
    return node


def _tag(event: Any) -> str | None:
    return None if event.ctag is None else str(event.ctag)


def _pairs(node: Node, events: Iterator[Any], text: str) -> None:
    place = node.body
    while not isinstance(event := next(events), yaml_events.MappingEndEvent):
        key = _node(event, events, text, place)
        colon = _COLON.match(text, key.end)
        value = _node(next(events), events, text, colon.end() if colon else key.end)
        key.holder = value.holder = node
        key.entry = value.entry = key.start
        node.children += (key, value)
        place = node.end = value.end
    if node.is_flow:
        node.end = event.end_mark.index


def _items(node: Node, events: Iterator[Any], text: str) -> None:
    place = node.start
    while not isinstance(event := next(events), yaml_events.SequenceEndEvent):
        dash = _end_of(_BEFORE_DASH, text, place)
        item = _node(event, events, text, dash + 1)
        item.holder, item.entry = node, item.start if node.is_flow else dash
        node.children.append(item)
        place = node.end = item.end
    if node.is_flow:
        node.end = event.end_mark.index


_PROPERTIES = re.compile(r"(?:[&!]\S*+\s*+)*+")


def _body(text: str, start: int) -> int:
    return _end_of(_PROPERTIES, text, start)


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where a pattern that always matches ends."""
    found = pattern.match(text, start)
    return found.end() if found else start


def _end_of_block(text: str, start: int, end: int) -> int:
    """Of a text after `|` or `>`: blank lines behind it are part of it only after `|+`."""
    header = text[_body(text, start) : end].split("\n", 1)[0].split("#", 1)[0]
    written = text[start:end]
    kept = re.sub(r"(\r\n|\r|\n)\Z", "", written) if "+" in header else written.rstrip()
    return start + len(kept)


# --- what the text says, for a comparison -------------------------------------------------------

Said = tuple[Any, ...]


def said(node: Node, at: Node | None = None, becomes: Said | None = None) -> Said:
    """What a value is, whatever it looks like, so that two texts can be compared.

    Args:
        at: one value of the tree that counts as something else;
        becomes: this.
    """
    if node is at and becomes is not None:
        return becomes
    if node.kind == "alias":
        return ("alias", node.value)
    tag = (node.tag,) if node.tag else ()
    if node.kind == "sequence":
        return ("sequence", *tag, *(said(child, at, becomes) for child in node.children))
    if node.kind == "mapping":
        pairs = ((said(key, at, becomes), said(one, at, becomes)) for key, one in node.pairs())
        return ("mapping", *tag, *pairs)
    if tag or node.style or is_plain_text(node.value):
        return ("text", *tag, node.value)
    word = "null" if node.is_empty() else node.value.lower()
    return ("plain", word if word in {"null", "true", "false"} else node.value)


def reads_as(text: str) -> Said | None:
    """What a text says as a whole; None where it is no YAML."""
    try:
        return said(tree(text).root)
    except (MarkedYAMLError, ReaderError):
        return None


def says(value: Value) -> Said:
    """What `said` would find where this value is written."""
    if isinstance(value, str):
        return ("text", value)
    if isinstance(value, Mapping):
        return ("mapping", *((says(key), says(one)) for key, one in value.items()))
    if isinstance(value, Sequence):
        return ("sequence", *map(says, value))
    return ("plain", flow(value))
