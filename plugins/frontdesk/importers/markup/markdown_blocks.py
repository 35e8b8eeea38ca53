"""A tree of plain elements in, the blocks that it makes up out: paragraphs, lists, headings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

from .html_tree import BLOCKS, Node, text_node

HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ROWS = ("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "li", "dt", "dd", "summary")
_RAW_BLOCKS = frozenset({"details", "dl", "audio", "video"})


def blocks_of(nodes: Iterable[Node]) -> list[Node]:
    """The blocks that nodes make up; words between them are paragraphs."""
    made: list[Node] = []
    run: list[Node] = []

    def flush() -> None:
        made.extend(_paragraphs(run))
        run.clear()

    for node in _opened(nodes):
        if node.tag not in BLOCKS:
            run.append(node)
            continue
        flush()
        made.extend(_block(node))
    flush()
    return made


def _opened(nodes: Iterable[Node]) -> Iterator[Node]:
    """Nodes in which no words hold a block: a link or emphasis round blocks goes into each of them."""
    for node in nodes:
        if not node.tag or node.tag in BLOCKS or not node.has_block():
            yield node
            continue
        run: list[Node] = []
        for child in _opened(node.children):
            if child.tag in BLOCKS:
                if run:
                    yield node.shell(run)
                    run = []
                if child.tag in {"pre", "hr", "audio", "video"}:
                    yield child
                elif child.tag in _WITH_PARTS:
                    yield child.shell(_within(child.children, node))
                else:
                    yield child.shell([node.shell(child.children)])
            else:
                run.append(child)
        if run:
            yield node.shell(run)


_WITH_PARTS = frozenset({"table", "ul", "ol", "dl", "details", *_ROWS})


def _within(nodes: Iterable[Node], around: Node) -> Iterator[Node]:
    """The parts of a list or table, each with its words in a link or emphasis that stood round all."""
    for is_block, group in groupby(nodes, lambda node: node.tag in BLOCKS):
        run = [*group]
        if not is_block:
            yield from [around.shell(run)] if _is_shown(run) else run
            continue
        for node in run:
            is_whole = node.tag in {"pre", "hr", "audio", "video"}
            yield node if is_whole else node.shell(_within(node.children, around))


def _block(node: Node) -> list[Node]:
    match node.tag:
        case "hr" | "pre":
            return [node]
        case "table":
            return [node] if node.find("td", "th") else blocks_of(node.children)
        case "ul" | "ol":
            return _list(node)
        case "blockquote":
            inside = blocks_of(node.children)
            return [Node("blockquote", inside)] if inside else []
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            return _heading(node)
        case tag if tag in _RAW_BLOCKS:
            is_there = tag in {"audio", "video"} or node.words().strip() or node.find("img")
            return [node] if is_there else []
        case _:
            return blocks_of(node.children)


def _heading(node: Node) -> list[Node]:
    if any(one.tag in {"ul", "ol", "table", "pre", "blockquote"} for one in node.iter()):
        return blocks_of(node.children)
    inline = [made for one in node.children for made in _flat(one)]
    if not node.words().strip():
        return _paragraphs(inline)
    if any(one.tag == "br" for one in node.iter()):
        inline = [_without_breaks(one) for one in inline]
    return [Node(node.tag, inline)]


def _flat(node: Node) -> list[Node]:
    if node.tag in BLOCKS:
        inside = (made for one in node.children for made in _flat(one))
        return [text_node(" "), *inside, text_node(" ")]
    return [node]


def _without_breaks(node: Node) -> Node:
    if node.tag == "br":
        return text_node(" ")
    return node.shell(map(_without_breaks, node.children)) if node.tag else node


def _list(node: Node) -> list[Node]:
    """A list; what stands in it outside of an item is one too."""
    items: list[Node] = []
    for kind, run in groupby(_opened(node.children), _place_in_list):
        for inside in map(blocks_of, [one.children for one in run] if kind == "item" else [[*run]]):
            if inside and items and kind == "list":
                items[-1].children += inside
            elif inside:
                items.append(Node("li", inside))
    return [node.shell(items)] if items else []


def _place_in_list(child: Node) -> Literal["item", "list", "loose"]:
    if child.tag == "li":
        return "item"
    return "list" if child.tag in {"ul", "ol"} else "loose"


def _paragraphs(run: list[Node]) -> list[Node]:
    """The paragraphs of a run of words: two breaks or more divide them."""
    split = [piece for node in run for piece in _at_breaks(node)]
    parts: list[list[Node]] = [[]]
    breaks = 0
    for piece in split:
        if piece.tag == "br":
            breaks += 1
        elif piece.tag or piece.text.strip():
            if breaks > 1:
                parts.append([])
            elif breaks and parts[-1]:
                parts[-1].append(Node("br"))
            breaks = 0
            parts[-1].append(piece)
        elif not breaks:
            parts[-1].append(piece)
    return [Node("p", part) for part in parts if _is_shown(part)]


def _is_shown(part: Iterable[Node]) -> bool:
    return any(
        one.text.strip() or one.tag == "img" or one.get("id")
        for node in part
        for one in node.iter()
    )


def _at_breaks(node: Node) -> Iterator[Node]:
    """An element with breaks in it, as pieces without and the breaks between them."""
    if not node.tag or node.tag == "br" or not any(one.tag == "br" for one in node.iter()):
        yield node
        return
    run: list[Node] = []
    for child in node.children:
        for piece in _at_breaks(child):
            if piece.tag == "br":
                if run:
                    yield node.shell(run)
                    run = []
                yield piece
            else:
                run.append(piece)
    if run:
        yield node.shell(run)


def shift_headings(blocks: list[Node]) -> list[Node]:
    """Headings of level 2 and below, in which no level is left out."""
    open_levels: list[int] = []
    for node in (one for block in blocks for one in block.iter()):
        if level := HEADINGS.get(node.tag):
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            node.tag = f"h{min(len(open_levels) + 1, 6)}"
    return blocks
