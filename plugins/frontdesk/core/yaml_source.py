"""The text of a YAML file that a person keeps in; where its values, lines and comments stand, and how it is
written. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NoReturn

from .errors import ConfigError
from .problems import Problem
from .yaml_reader import ProblemCollector, check_loads, compose_root
from .yaml_tree import Node, tree
from .yaml_writer import Indent

KeyPath = Sequence[str | int]
"""Keys and places in lists, counted from 0: `("partners", 2, "name")`."""

_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = "\ufeff"


class YamlSource:
    """
    Attributes:
        mark: the byte order mark, or nothing.
        text: the text without it.
        newline: its line break.
        used: how often the anchor of each name is repeated.

    Raises:
        ConfigError: the text is not YAML, or a program that loads it would refuse it.
    """

    def __init__(self, text: str, name: str) -> None:
        self.mark = _MARK if text.startswith(_MARK) else ""
        self.text = text.removeprefix(_MARK)
        self.name = name
        problems = ProblemCollector()
        compose_root(self.text, problems)
        problems.raise_if_any(name)
        self.document = tree(self.text)
        self.root = self.document.root
        self.check_keys()
        check_loads(self.text, problems)
        problems.raise_if_any(name)
        found = _BREAK.search(self.text)
        self.newline = found[0] if found else "\n"
        self.used = Counter(node.value for node in self.root.walk() if node.kind == "alias")

    def check_keys(self) -> None:
        """Refuse a file in which a key stands twice, wherever that is."""
        for node in self.root.walk():
            keys = [key for key, _ in node.pairs()] if node.kind == "mapping" else []
            seen = set[str]()
            for key in keys:
                if key.kind == "scalar" and key.value in seen:
                    self.refuse(key, f"'{key.value}' stands twice in this section; take one out")
                elif key.kind == "scalar":
                    seen.add(key.value)

    def refuse(self, node: Node, message: str) -> NoReturn:
        before = self.text[: node.start]
        line, column = len(_BREAK.findall(before)) + 1, self.column(node.start) + 1
        raise ConfigError((Problem(self.name, line, message, column=column),))

    # --- places -------------------------------------------------------------------------------

    def find(self, path: KeyPath) -> tuple[Node, list[str]]:
        """The value at a path, or the last that is there and the keys that are not."""
        node = self.root
        for depth, step in enumerate(path):
            self.check_alone(node)
            if isinstance(step, int):
                node = self.item(node, step)
                continue
            if node.kind != "mapping" and not node.is_empty():
                self.refuse(node, f"there is no section with a key '{step}' here")
            found = next((value for key, value in node.pairs() if _is_key(key, step)), None)
            if found is None:
                missing = [one for one in path[depth:] if isinstance(one, str)]
                if len(missing) < len(path) - depth:
                    self.refuse(node, f"there is no '{step}' here")
                return node, missing
            node = found
        return node, []

    def item(self, node: Node, place: int) -> Node:
        if node.kind != "sequence":
            self.refuse(node, f"there is no list here that could have an item {place}")
        if not 0 <= place < len(node.children):
            count = len(node.children)
            self.refuse(
                node, f"there is no item {place} here; the list has {count}, counted from 0"
            )
        return node.children[place]

    def check_alone(self, node: Node) -> None:
        """Refuse a change within something that shows in two places."""
        if node.kind == "alias":
            said_there = f"'*{node.value}' repeats what stands elsewhere"
            self.refuse(node, f"{said_there}; write it out here, then change it")
        if node.anchor and self.used[node.anchor]:
            self.refuse(node, f"'*{node.anchor}' repeats this elsewhere; write it out there first")

    def check_unused(self, node: Node) -> None:
        """Refuse to lose an anchor that is needed."""
        inside = Counter(one.value for one in node.walk() if one.kind == "alias")
        for one in node.walk():
            if one.anchor and self.used[one.anchor] > inside[one.anchor]:
                self.refuse(
                    one, f"'*{one.anchor}' repeats this elsewhere; write it out there first"
                )

    def line_start(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1

    def line_end(self, place: int) -> int:
        """Before the line break."""
        found = _BREAK.search(self.text, place)
        return found.start() if found else len(self.text)

    def next_line(self, place: int) -> int:
        found = _BREAK.search(self.text, place)
        return found.end() if found else len(self.text)

    def line_above(self, start: int) -> int:
        return self.line_start(start - (2 if self.text.endswith("\r\n", 0, start) else 1))

    def is_cut(self) -> bool:
        """Whether the last line has no line break."""
        return bool(self.text) and not self.text.endswith(("\n", "\r"))

    def column(self, place: int) -> int:
        return place - self.line_start(place)

    def behind(self, node: Node, column: int) -> int:
        """The line behind a value and the comments that stand deeper than its column, so belong to it."""
        behind = place = self.next_line(node.end)
        while place < len(self.text):
            line = self.text[place : self.line_end(place)]
            bare = line.lstrip(" \t")
            if bare and (not bare.startswith("#") or len(line) - len(bare) <= column):
                break
            place = self.next_line(place)
            behind = place if bare else behind
        return behind

    # --- style --------------------------------------------------------------------------------

    def indent_near(self, place: int) -> Indent:
        """How the file indents, by what is nearest to a place."""
        found = sorted(self._indents(), key=lambda one: abs(one[0] - place))
        nearest = {what: spaces for _, what, spaces in reversed(found)}
        return Indent(**nearest)

    def _indents(self) -> Iterator[tuple[int, str, int]]:
        for node in self.root.walk():
            if node.style in {"|", ">"} and node.holder and node.holder.kind == "mapping":
                first_line = re.compile(r"\s*").match(self.text, self.next_line(node.body))
                deeper = self.column(first_line.end() if first_line else 0) - self.column(
                    node.entry
                )
                if deeper > 0:
                    yield node.start, "keys", deeper
            if not node.is_block() or not node.children:
                continue
            first = node.entries()[0]
            if node.kind == "sequence" and first.slot < first.body < self.line_end(first.entry):
                yield node.start, "items", first.body - first.entry
            if node.holder and node.holder.kind == "mapping":
                deeper = self.column(first.entry) - self.column(node.entry)
                if node.kind == "sequence":
                    yield node.start, "dashes", deeper
                elif deeper > 0:
                    yield node.start, "keys", deeper

    def is_blank(self, start: int, end: int) -> bool:
        """Whether there are lines, all of them blank."""
        return start < end and not self.text[start:end].strip()

    def column_of(self, block: Node) -> int:
        """Where the entries of a section or list stand."""
        first = block.entries()[0].entry
        if self.text[self.line_start(first) : first].strip(" -"):
            self.refuse(block, "this is written in an unusual way; change it by hand")
        return self.column(first)

    def is_spaced(self, block: Node) -> bool:
        """Whether blank lines part the last two entries."""
        if len(block.entries()) < 2:
            return False
        one, other = block.entries()[-2:]
        return self.is_blank(self.next_line(one.end), self.line_start(other.entry))

    def has_comment(self, brackets: Node) -> bool:
        place = brackets.body
        for node in brackets.walk():
            if node.kind in {"scalar", "alias"}:
                if "#" in self.text[place : node.start]:
                    return True
                place = node.end
        return "#" in self.text[place : brackets.end]


def _is_key(node: Node, key: str) -> bool:
    return node.kind == "scalar" and node.value == key
