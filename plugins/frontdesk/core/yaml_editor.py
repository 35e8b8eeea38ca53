"""The text of a YAML file and a change in, the new text out; every other line stays as it is, comments
and all. Pure.

Each result is read once more. If it does not say what the old text says with this one change, the change is
refused, with file, line and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise, zip_longest

from .yaml_reader import ProblemCollector, check_loads
from .yaml_source import KeyPath, YamlSource
from .yaml_tree import Node, Said, reads_as, said, says
from .yaml_writer import Indent, Value, flow, flow_pair, is_list, item_lines, key_lines, value_lines


def set_value(text: str, path: KeyPath, value: Value, name: str) -> str:
    """Write a value in the place of another. A key that is not there is added at the end of its section, as
    are the sections around it.

    Args:
        name: of the file, for messages.

    Raises:
        ConfigError: the text is not YAML, there is no such place, or it cannot be changed safely.
    """
    file = _Edit(text, name)
    node, missing = file.find(path)
    if not path:
        file.refuse(node, "a file as a whole is not set; name one of its keys")
    for step in reversed(missing[1:]):
        value = {step: value}
    return file.add(node, missing[0], value) if missing else file.replace(node, value)


def append_items(text: str, path: KeyPath, values: Sequence[Value], name: str) -> str:
    """Add items at the end of a list, written as the last one is. A list that is not there is begun.

    Raises:
        ConfigError: as `set_value`.
    """
    file = _Edit(text, name)
    node, missing = file.find(path)
    if not values:
        return text
    if missing:
        return set_value(text, path, values, name)
    return file.append(node, values)


def remove_value(text: str, path: KeyPath, name: str) -> str:
    """Take a key or an item away, with the comments in it, behind it and right above it.

    A comment above that has a line drawn in it (`---`) is a heading, and one that begins the file is about
    the whole file; both stay. A section or list that has nothing left becomes `{}` or `[]`.

    Raises:
        ConfigError: as `set_value`.
    """
    file = _Edit(text, name)
    node, missing = file.find(path)
    if missing:
        file.refuse(node, f"there is no '{missing[0]}' here to take away")
    if node.holder is None:
        file.refuse(node, "a file as a whole is not taken away; name one of its keys")
    return file.remove(node, node.holder)


def move_item(text: str, path: KeyPath, place: int, to: int, name: str) -> str:
    """Move an item of a list to another place, with the comments that it would take along when it is
    removed. What stands between two items stays where it is.

    Raises:
        ConfigError: as `set_value`.
    """
    file = _Edit(text, name)
    node, missing = file.find(path)
    if missing:
        file.refuse(node, f"there is no '{missing[0]}' here")
    return file.move(node, place, to)


_RULE = re.compile(r"-{3}|={3}|\*{3}|~{3}|#{3}|_{3}|─{3}")
"""What people draw lines with."""


class _Edit(YamlSource):
    """A text that is edited once."""

    # --- changes ------------------------------------------------------------------------------

    def add(self, section: Node, key: str, value: Value) -> str:
        self.check_alone(section)
        if section.is_empty() and section is self.root:
            return self.begin(key_lines(key, value, 0, Indent()), {key: value})
        if section.is_empty() or (section.is_flow and not section.children and section.holder):
            return self.replace(section, {key: value})
        expected = said(self.root, section, (*said(section), (says(key), says(value))))
        if section.is_flow:
            return self.checked(section, self.in_brackets(section, flow_pair(key, value)), expected)
        column, indent = self.column_of(section), self.indent_near(section.end)
        if _flows_beside(section, value):
            (first,) = key_lines(key, None, column, indent)
            lines = [first.removesuffix("null") + flow(value)]
        else:
            lines = key_lines(key, value, column, indent)
        return self.checked(section, self.below(section, column, lines), expected)

    def append(self, node: Node, values: Sequence[Value]) -> str:
        self.check_alone(node)
        if node.is_empty() and node is self.root:
            return self.begin([x for one in values for x in item_lines(one, 0, Indent())], values)
        if node.is_empty() or (node.is_flow and not node.children and node.holder):
            return self.replace(node, values)
        if node.kind != "sequence":
            self.refuse(node, "a list belongs here, and there is none; write it by hand")
        expected = said(self.root, node, (*said(node), *map(says, values)))
        last = node.children[-1] if node.children else None
        if node.is_flow:
            quote = _quote(last)
            new = ", ".join(flow(one, quote, nested=True) for one in values)
            return self.checked(node, self.in_brackets(node, new), expected)
        column = self.column_of(node)
        indent = self.indent_near(node.end)
        lines = [x for one in values for x in self.item_like(last, one, column, indent)]
        return self.checked(node, self.below(node, column, lines), expected)

    def item_like(self, last: Node | None, value: Value, column: int, indent: Indent) -> list[str]:
        """The lines of a new item, written as the last one is."""
        if last and last.is_flow and last.children and not _is_scalar(value):
            return [f"{' ' * column}{'-'.ljust(indent.items)}{flow(value)}"]
        lines = item_lines(value, column, indent, _quote(last))
        if last and last.holder and self.is_spaced(last.holder):
            return ["", *lines]
        return lines

    def begin(self, lines: Sequence[str], value: Value) -> str:
        """The first lines of a document in which nothing is written."""
        if self.root.start < self.root.end:
            self.refuse(self.root, "take this out, then there is room for more")
        before, behind = self.text[: self.document.end], self.text[self.document.end :]
        if before and not before.endswith(("\n", "\r")):
            before += self.newline
        written = self.newline.join(lines) + (self.newline if behind or not self.is_cut() else "")
        return self.checked(self.root, before + written + behind, says(value))

    def below(self, block: Node, column: int, lines: Sequence[str]) -> str:
        """Lines at the end of a section or list."""
        place = self.behind(block, column)
        lines = ["", *lines] if block.kind == "mapping" and self.is_spaced(block) else lines
        written = self.newline.join(lines)
        if place == len(self.text) and self.is_cut():
            return self.text + self.newline + written
        return self.text[:place] + written + self.newline + self.text[place:]

    def in_brackets(self, brackets: Node, new: str) -> str:
        """One more between brackets, behind the last."""
        self.check_brackets(brackets)
        if not brackets.children:
            return self.text[: brackets.body + 1] + new + self.text[brackets.end - 1 :]
        between = ", "
        if len(brackets.entries()) > 1:
            one, other = brackets.entries()[-2:]
            found = self.text[one.end : other.entry]
            between = found if found.strip() == "," else between
        place = brackets.entries()[-1].end
        return self.text[:place] + between + new + self.text[place:]

    def check_brackets(self, brackets: Node) -> None:
        if self.text[brackets.end - 1] not in "]}" or self.text[brackets.body] not in "[{":
            self.refuse(brackets, "this is written in an unusual way; change it by hand")
        if self.has_comment(brackets):
            what = "there are comments between these brackets"
            self.refuse(
                brackets, f"{what}; write each entry on a line of its own, without brackets"
            )

    def replace(self, node: Node, value: Value) -> str:
        if said(node) == says(value):
            return self.mark + self.text
        self.check_unused(node)
        expected = said(self.root, node, says(value))
        first, below = self.written(node, value)
        if node.is_in_flow() or (not below and node.slot < node.start and self._is_token(node)):
            return self.checked(node, self.token(node, first), expected)
        return self.checked(node, self.rewritten(node, first, below), expected)

    def _is_token(self, node: Node) -> bool:
        return not node.is_block() and node.style not in {"|", ">"}

    def written(self, node: Node, value: Value) -> tuple[str, list[str]]:
        """What stands in the place of a value, and on the lines below it."""
        same = _kind(value) == node.kind
        if node.is_in_flow() or (same and node.is_flow and node.children):
            return flow(value, _quote(node), nested=node.is_in_flow()), []
        column, indent = self.column(node.entry), self.indent_near(node.start)
        inline = node.start <= self.line_end(node.slot)
        if node.holder and node.holder.kind == "sequence":
            gap = node.body - node.entry if inline and node.slot < node.body else indent.items
            indent = Indent(indent.keys, indent.dashes, gap)
            lines = item_lines(value, column, indent, _quote(node))
            return lines[0][column + gap :], lines[1:]
        if same and node.is_block():
            deeper = self.column(node.entries()[0].entry) - column
            keys = deeper if node.kind == "mapping" else indent.keys
            dashes = deeper if node.kind == "sequence" else indent.dashes
            indent = Indent(keys, dashes, indent.items)
        return value_lines(value, column, indent, _quote(node))

    def token(self, node: Node, new: str) -> str:
        """The text with something on one line in the place of something on one line."""
        if node.start == node.end:
            return self.text[: node.slot] + self._glue(node) + new + self.text[node.slot :]
        return self.text[: node.start] + new + self.text[node.end :]

    def _glue(self, node: Node) -> str:
        """What has to stand before a value where none was."""
        return " " if self.text[node.slot - 1] in ":-" else ": "

    def rewritten(self, node: Node, first: str, below: Sequence[str]) -> str:
        """The text with new lines in the place of a value; a comment behind its first line stays."""
        start, kept, end = self.extent(node)
        comment = self.text[kept : self.line_end(kept)]
        if not comment.strip():
            comment = "" if below or self.line_end(kept) < end else comment
        before = self.text[:start]
        before = before + self._glue(node) if first and start == node.slot else before
        head = before + first if first else before.rstrip(" \t")
        is_cut = end == len(self.text) and self.is_cut()
        rest = self.text[end:] if is_cut else self.newline + self.text[end:]
        return self.newline.join([head + comment, *below]) + rest

    def extent(self, node: Node) -> tuple[int, int, int]:
        """Where a value begins, where on its first line a comment may follow, and the line behind it."""
        line = self.line_end(node.slot)
        if node.start == node.end:
            return node.slot, node.slot, self.next_line(node.slot)
        if node.style in {"|", ">"}:
            header = re.compile(r"[|>][0-9+-]*").match(self.text, node.body)
            kept = header.end() if header else node.body
            return node.start, kept, self.next_line(max(node.end, kept))
        if not node.is_block():
            if node.start > line:
                return node.slot, node.slot, self.next_line(node.end)
            return node.start, node.end, self.next_line(node.end)
        behind = self.behind(node, self.column_of(node))
        if node.start > line:
            return node.slot, node.slot, behind
        if node.body > line:
            properties = re.compile(r"[&!]\S*(?:[ \t]+[&!]\S*)*").match(self.text, node.start)
            return node.start, properties.end() if properties else node.start, behind
        is_short = node.end <= line
        return node.start, node.end if is_short else self.line_end(node.end), behind

    def remove(self, node: Node, holder: Node) -> str:
        self.check_alone(holder)
        self.check_unused(node)
        place = holder.entries().index(node)
        if holder.kind == "mapping":
            self.check_unused(holder.children[2 * place])
        head = 2 if holder.tag else 1
        now = said(holder)
        then = now[: head + place] + now[head + place + 1 :]
        is_last_of_all = len(holder.entries()) == 1
        if holder.is_flow:
            new = self.without_in_brackets(holder, place)
        elif is_last_of_all and holder.holder:
            return self.emptied(node, holder)
        else:
            new = self.without_lines(node, holder, place)
            then = ("plain", "null") if is_last_of_all else then
        return self.checked(node, new, said(self.root, holder, then))

    def move(self, holder: Node, place: int, to: int) -> str:
        self.check_alone(holder)
        low, high = sorted((place, to))
        items = [self.item(holder, n) for n in range(low, high + 1)]
        if holder.is_flow:
            self.refuse(holder, "this list is written in one line; change it by hand")
        if self.text[self.line_start(items[0].entry) : items[0].entry].strip():
            self.refuse(items[0], "this is written in an unusual way; change it by hand")
        column = self.column_of(holder)
        above = self.next_line(holder.entries()[low - 1].end) if low else self.inside(holder)
        places: list[tuple[int, int]] = []
        for n, one in enumerate(items, low):
            places.append(self.lines_of(one, above, column, is_first=not n))
            above = places[-1][1]
        moved = [self.text[begin:end] for begin, end in places]
        if above == len(self.text) and self.is_cut():
            moved[-1] += self.newline
        between = [self.text[end:begin] for (_, end), (begin, _) in pairwise(places)]
        moved.insert(to - low, moved.pop(place - low))
        new = "".join(chain.from_iterable(zip_longest(moved, between, fillvalue="")))
        then = list(said(holder))
        head = 2 if holder.tag else 1
        then.insert(head + to, then.pop(head + place))
        whole = self.text[: places[0][0]] + new + self.text[above:]
        return self.checked(holder, whole, said(self.root, holder, tuple(then)))

    def lines_of(self, node: Node, above: int, column: int, *, is_first: bool) -> tuple[int, int]:
        """Where the lines of an item begin, its comment included, and where they end."""
        begin = self.line_start(node.entry)
        begin = self.with_comments(begin, above, column, is_first=is_first)
        return begin, self.behind(node, column)

    def emptied(self, node: Node, holder: Node) -> str:
        """The text with `{}` or `[]` in the place of a section or list that loses its only entry."""
        empty: Value = {} if holder.kind == "mapping" else []
        if holder.start < node.entry or self.line_start(node.entry) < holder.slot:
            return self.replace(holder, empty)
        new = self.without_lines(node, holder, 0)
        new = f"{new[: holder.slot]} {flow(empty)}{new[holder.slot :]}"
        return self.checked(node, new, said(self.root, holder, says(empty)))

    def without_in_brackets(self, holder: Node, place: int) -> str:
        self.check_brackets(holder)
        entries = holder.entries()
        if len(entries) == 1:
            return self.text[: holder.body + 1] + self.text[holder.end - 1 :]
        if place == 0:
            return self.text[: entries[0].entry] + self.text[entries[1].entry :]
        return self.text[: entries[place - 1].end] + self.text[entries[place].end :]

    def without_lines(self, node: Node, holder: Node, place: int) -> str:
        """The text without the lines of one entry of a section or list, and with one gap less."""
        column, entries = self.column_of(holder), holder.entries()
        begin, behind = self.line_start(node.entry), self.behind(node, column)
        following = entries[place + 1].entry if place + 1 < len(entries) else None
        if following and self.text[begin : node.entry].strip():  # behind the dash of a list
            if "#" in self.text[behind:following]:
                before = self.text[: node.entry].rstrip(" ")
                return before + self.newline + self.text[behind:]
            return self.text[: node.entry] + self.text[following:]
        above = self.next_line(entries[place - 1].end) if place else self.inside(holder)
        begin = self.with_comments(begin, above, column, is_first=not place and holder is self.root)
        if following and not place and self.is_blank(behind, self.line_start(following)):
            behind = self.line_start(following)
        elif self.is_blank(behind, self.next_line(behind)) or (place and not following):
            begin = self.blank_above(begin, above)
        if behind == len(self.text) and self.is_cut() and begin:
            begin -= 2 if self.text.endswith("\r\n", 0, begin) else 1
        return self.text[:begin] + self.text[behind:]

    def blank_above(self, begin: int, above: int) -> int:
        """Where the blank lines right above a line begin."""
        while begin > above and self.is_blank(self.line_above(begin), begin):
            begin = self.line_above(begin)
        return begin

    def inside(self, block: Node) -> int:
        """The line below the key or dash of a section or list."""
        return self.next_line(block.slot) if block.holder else 0

    def with_comments(self, begin: int, above: int, column: int, *, is_first: bool) -> int:
        """Where the comment right above a line begins, if it belongs to what stands there."""
        top = begin
        while top > above:
            start = self.line_above(top)
            line = self.text[start:top].rstrip()
            bare = line.lstrip(" \t")
            if not bare.startswith("#") or len(line) - len(bare) > column:
                break
            top = start
        comment = self.text[top:begin]
        begins_file = is_first and not self.text[:top].strip()
        return begin if _RULE.search(comment) or begins_file else top

    # --- the end ------------------------------------------------------------------------------

    def checked(self, node: Node, new: str, expected: Said) -> str:
        """The new text, if it says what it should."""
        candidates = [new] if not self.is_cut() else [new, new + self.newline]
        for one in candidates:
            if reads_as(one) == expected and _loads(one):
                return self.mark + one
        return self.refuse(node, "a program cannot change this safely; change it by hand")


def _loads(text: str) -> bool:
    problems = ProblemCollector()
    check_loads(text, problems)
    return not problems.found


def _quote(node: Node | None) -> str | None:
    return node.style if node and node.style in {"'", '"'} else None


def _is_scalar(value: Value) -> bool:
    return _kind(value) == "scalar"


def _kind(value: Value) -> str:
    if isinstance(value, Mapping):
        return "mapping"
    return "sequence" if is_list(value) else "scalar"


def _flows_beside(section: Node, value: Value) -> bool:
    """Whether a new list or section is written in brackets, as the last of its kind in this section is."""
    parts: Sequence[Value] = value if is_list(value) else ()
    parts = list(value.values()) if isinstance(value, Mapping) else parts
    like = [one for one in section.entries() if one.kind == _kind(value) and one.children]
    return bool(parts and like) and like[-1].is_flow and all(map(_is_scalar, parts))
