"""Parts of a tree in, the same joined, taken out or wrapped out. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from .html_tree import BLOCKS, Node, text_node


def wrapped(tag: str, children: list[Node], attrs: dict[str, str] | None = None) -> list[Node]:
    """The element, unless there is nothing in it."""
    return children if is_empty(children) else [Node(tag, children, attrs)]


def is_empty(nodes: Iterable[Node]) -> bool:
    return not any(
        one.text.strip() or one.tag in {"img", "hr", "audio", "video"} or one.get("id")
        for node in nodes
        for one in node.iter()
    )


def merged(nodes: list[Node]) -> list[Node]:
    """Neighbours of the same emphasis become one, everywhere."""
    made: list[Node] = []
    for node in nodes:
        node.children = merged(node.children)
        last = made[-1] if made else None
        if (
            last is not None
            and last.tag == node.tag
            and node.tag in {"strong", "em", "del", "code"}
        ):
            last.children = merged([*last.children, *node.children])
        elif last is not None and not last.tag and not node.tag:
            made[-1] = text_node(last.text + node.text)
        else:
            made.append(node)
    return made


def without(node: Node, part: Node | None) -> Node:
    return node.shell(
        without(one, part) if one.tag else one for one in node.children if one is not part
    )


def outermost_parts(node: Node) -> list[Node]:
    """The cells of a table, or the children of a figure, each to be a block."""
    if node.tag == "table":
        return [
            Node("div", one.children, {"id": one.get("id")} if one.get("id") else {})
            for one in node.iter()
            if one.tag in {"td", "th", "caption"}
        ]
    return [
        Node("div", [one]) if not one.tag or one.tag == "figure" else one for one in node.children
    ]


def inline_only(node: Node) -> list[Node]:
    if node.tag in BLOCKS:
        return [made for one in node.children for made in inline_only(one)]
    return [node]


def round_links(children: list[Node], address: str) -> list[Node]:
    """A link round others, such as one to a picture that is not to be had: only what is in none of them
    gets its address."""
    made: list[Node] = []
    for child in children:
        inside = any(one.tag == "a" and one.get("href") for one in child.iter())
        if child.tag and child.tag != "a" and inside:
            made.append(child.shell(round_links(child.children, address)))
        elif inside or not (child.words().strip() or child.find("img")):
            made.append(child)
        else:
            made.append(Node("a", [child], {"href": address}))
    return made
