"""HTML in, a tree of it as a browser builds it out; and what a reader sees of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_DEPTH = 60
"""Elements within each other; what is deeper is read as if its parent held it."""
_BLOCKS_WORDS = (
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul caption listing xmp video audio"
)
BLOCKS = frozenset(_BLOCKS_WORDS.split())
"""Elements that begin a line of their own."""
INLINE_TAGS = frozenset(
    [
        "sup",
        "sub",
        "kbd",
        "abbr",
        "ruby",
        "rt",
        "rp",
        "mark",
        "ins",
        "cite",
        "q",
        "time",
        "var",
        "dfn",
        "bdo",
        "bdi",
    ]
)
"""Elements within a line that stay elements, because Markdown has no marks for them."""
_VOID_WORDS = "area br col embed hr img input source track wbr"
VOID = frozenset(_VOID_WORDS.split())
_RAW = frozenset({"script", "style", "template", "title", "head"})
"""What no reader sees."""


class Node:
    """An element, or a text, whose tag is empty. It may be changed."""

    __slots__ = ("attrs", "children", "tag", "text")

    def __init__(
        self,
        tag: str = "",
        children: Iterable[Node] = (),
        attrs: dict[str, str] | None = None,
        text: str = "",
    ) -> None:
        self.tag = tag
        self.children = list(children)
        self.attrs = attrs or {}
        self.text = text

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    def iter(self) -> Iterator[Node]:
        """The node and all below it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def find(self, *tags: str) -> Node | None:
        """The first element with one of these names, this one included."""
        return next((node for node in self.iter() if node.tag in tags), None)

    def words(self) -> str:
        """All text in it, as it stands."""
        return "".join(node.text for node in self.iter() if not node.tag)

    def has_block(self) -> bool:
        return any(node.tag in BLOCKS for node in self.iter() if node is not self)

    def shell(self, children: Iterable[Node]) -> Node:
        """The same element with other children."""
        return Node(self.tag, children, dict(self.attrs))


def text_node(text: str) -> Node:
    return Node(text=text)


def parse_html(html: str) -> Node:
    """The body of a page. Never fails: any text is HTML."""
    body = LexborHTMLParser(f"<!doctype html><body>{html.replace(chr(0), '')}").body
    root = Node("body")
    if body is None:
        return root
    waiting: list[tuple[LexborNode, Node, int]] = [(body, root, 0)]
    while waiting:
        source, parent, depth = waiting.pop()
        child = source.first_child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                parent.children.append(text_node(_utf8(child.text_content)))
            elif not tag.startswith(("-", "_", "!")):
                made = Node(tag, (), {k: _utf8(v) for k, v in child.attributes.items()})
                parent.children.append(made)
                if tag == "template":
                    made.text = ""
                elif depth < MAX_DEPTH:
                    waiting.append((child, made, depth + 1))
                else:
                    made.children.append(text_node(_utf8(child.text())))
            child = child.next
    return root


def plain_words(text: str) -> str:
    """Words on one line, without tags and with references to characters read."""
    words = parse_html(text).words() if "<" in text or "&" in text else text
    return " ".join(words.split())


def _utf8(text: str | None) -> str:
    return (text or "").encode("utf-8", "replace").decode()


def to_html(node: Node) -> str:
    """The HTML of a node."""
    if not node.tag:
        return escape(node.text, quote=False)
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    inner = "".join(map(to_html, node.children))
    return (
        f"<{node.tag}{attrs}>" if node.tag in VOID else f"<{node.tag}{attrs}>{inner}</{node.tag}>"
    )


class Seen(NamedTuple):
    """What a reader gets from HTML, in order.

    Attributes:
        words: divided at spaces and at the borders of blocks.
        links: addresses, of links that have words or a picture.
        pictures: addresses.
    """

    words: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]


_INVISIBLE = re.compile("[\u00ad\u200b\ufeff\u2060]")
_BREAKS = BLOCKS | {"br", "iframe"}


def divides_words(node: Node) -> bool:
    """Whether what stands before an element, in it and behind it are words apart."""
    return node.tag in _BREAKS or is_picture(node)


def is_picture(node: Node) -> bool:
    return node.tag == "img" and bool(node.get("src").strip())


def what_is_seen(root: Node) -> Seen:
    """The words, links and pictures of a tree."""
    parts: list[str] = []
    links: list[str] = []
    pictures: list[str] = []
    waiting: list[Node | None] = [root]
    while waiting:
        node = waiting.pop()
        if node is None:
            parts.append(" ")
        elif not node.tag:
            parts.append(node.text)
        elif node.tag not in _RAW:
            if divides_words(node):
                parts.append(" ")
                waiting.append(None)
            if is_picture(node):
                pictures.append(_address(node.get("src")))
            elif node.tag == "a" and node.get("href").strip() and not _is_bare(node):
                links.append(_address(node.get("href")))
            waiting.extend(reversed(node.children))
    return Seen(tuple(_INVISIBLE.sub("", "".join(parts)).split()), tuple(links), tuple(pictures))


def _is_bare(link: Node) -> bool:
    """Whether a link shows nothing but its address, as programs make of an address in a text."""
    if link.find("img"):
        return False
    words = link.words().strip()
    return not words or link.get("href").strip() in {words, f"mailto:{words}", f"https://{words}"}


def _address(typed: str) -> str:
    return re.sub(r"\s", "", typed).replace("%20", "").replace("%28", "(").replace("%29", ")")
