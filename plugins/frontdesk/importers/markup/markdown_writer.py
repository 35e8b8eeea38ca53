"""A tree of plain elements in, Markdown out, with the proof that readers get the same from both. Pure.

Each block is written as Markdown, rendered as the site renders it, and compared: the words, the links and
the pictures, in order. Where they differ it is written with fewer marks of Markdown, at last as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple, get_args

from .html_tree import BLOCKS, Node, Seen, parse_html, text_node, to_html, what_is_seen
from .markdown_escaping import escaped_words, safe_lines

Style = Literal["markdown", "tags"]
"""How emphasis is written: with marks, or with tags where marks would be read otherwise."""

_EMPHASIS = {"strong": "**", "em": "*", "del": "~~"}
_TAGS_INLINE_WORDS = "sup sub kbd abbr ruby rt rp mark ins cite q time var dfn bdo bdi"
_TAGS_INLINE = frozenset(_TAGS_INLINE_WORDS.split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ROWS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_RAW_BLOCKS = frozenset({"details", "dl", "audio", "video"})


class Written(NamedTuple):
    """A text in Markdown.

    Attributes:
        kept_as_html: the first line of each block that is HTML, because Markdown would say another thing.
    """

    text: str
    kept_as_html: tuple[str, ...]


def write_markdown(root: Node, render: Callable[[str], str]) -> Written:
    """Markdown for a tree of html_cleanup.py.

    Args:
        render: Markdown as the site reads it → HTML.
    """
    parts = list(_parts(_shift_headings(_blocks(root.children)), render))
    kept = (part.split("\n")[0] for part, is_html in parts if is_html)
    return Written("\n\n".join(part for part, _ in parts), tuple(kept))


def _parts(blocks: list[Node], render: Callable[[str], str]) -> Iterator[tuple[str, bool]]:
    """The text of blocks, and whether it is HTML. All are tried at once; where that is not right, each half
    by itself, down to the block that has to be written otherwise."""
    if not blocks:
        return
    whole = "\n\n".join(_write(block, "markdown") for block in blocks)
    if _is_same(whole, Node("body", blocks), render):
        yield whole, False
    elif len(blocks) == 1:
        text = _proved(blocks[0], render)
        yield (block_html(blocks[0]), True) if text is None else (text, False)
    else:
        half = len(blocks) // 2
        parts = [*_parts(blocks[:half], render), *_parts(blocks[half:], render)]
        joined = "\n\n".join(part for part, _ in parts)
        if _is_same(joined, Node("body", blocks), render):
            yield from parts
        else:  # each is right by itself, and not beside the other
            yield from ((block_html(block), True) for block in blocks)


def _proved(block: Node, render: Callable[[str], str]) -> str | None:
    for style in get_args(Style):
        text = _write(block, style)
        if _is_same(text, block, render):
            return text
    return None


def _is_same(text: str, source: Node, render: Callable[[str], str]) -> bool:
    return seen_after(text, render) == what_is_seen(_with_captions(source))


def seen_after(text: str, render: Callable[[str], str]) -> Seen:
    """What readers get from Markdown."""
    return what_is_seen(_with_captions(parse_html(render(text))))


def _with_captions(root: Node) -> Node:
    """The tree with the captions of its pictures as words, wherever they stand."""
    if not any(node.tag == "img" and node.get("title") for node in root.iter()):
        return root
    made = root.shell(_with_captions(one) if one.tag else one for one in root.children)
    children: list[Node] = []
    for one in made.children:
        children.append(one)
        if one.tag == "img" and one.get("title"):
            children.append(text_node(f" {one.get('title')} "))
    made.children = children
    return made


# --- blocks ---------------------------------------------------------------------------------------


def _blocks(nodes: Iterable[Node]) -> list[Node]:
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
                is_whole = child.tag in {
                    "table",
                    "pre",
                    "ul",
                    "ol",
                    "hr",
                    "dl",
                    "details",
                    "audio",
                    "video",
                }
                yield child if is_whole else child.shell([node.shell(child.children)])
            else:
                run.append(child)
        if run:
            yield node.shell(run)


def _block(node: Node) -> list[Node]:
    match node.tag:
        case "hr" | "pre":
            return [node]
        case "table":
            return [node] if node.find("td", "th") else _blocks(node.children)
        case "ul" | "ol":
            return _list(node)
        case "blockquote":
            inside = _blocks(node.children)
            return [Node("blockquote", inside)] if inside else []
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            return _heading(node)
        case tag if tag in _RAW_BLOCKS:
            is_there = tag in {"audio", "video"} or node.words().strip() or node.find("img")
            return [node] if is_there else []
        case _:
            return _blocks(node.children)


def _heading(node: Node) -> list[Node]:
    if any(one.tag in {"ul", "ol", "table", "pre", "blockquote"} for one in node.iter()):
        return _blocks(node.children)
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
        for inside in map(_blocks, [one.children for one in run] if kind == "item" else [[*run]]):
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


def _shift_headings(blocks: list[Node]) -> list[Node]:
    """Headings of level 2 and below, in which no level is left out."""
    open_levels: list[int] = []
    for node in (one for block in blocks for one in block.iter()):
        if level := _HEADINGS.get(node.tag):
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            node.tag = f"h{min(len(open_levels) + 1, 6)}"
    return blocks


# --- Markdown -------------------------------------------------------------------------------------


def _write(block: Node, style: Style) -> str:
    match block.tag:
        case "p":
            return safe_lines(_inline(block.children, style))
        case "hr":
            return "* * *"
        case "pre":
            return _fenced(block)
        case "blockquote":
            inner = "\n\n".join(_write(one, style) for one in block.children)
            return "\n".join(f"> {line}".rstrip(" ") if not line.endswith("  ") else f"> {line}"
                             for line in inner.split("\n"))  # fmt: skip
        case "ul" | "ol":
            return _write_list(block, style)
        case "table":
            return _pipe_table(block, style) or block_html(block)
        case tag if tag in _HEADINGS:
            words = _inline(block.children, style).replace("  \n", " ")
            words = re.sub(r"(#+)$", r"\\\1", " ".join(words.split()))
            return f"{'#' * _HEADINGS[tag]} {words}"
        case _:
            return block_html(block)


def _write_list(block: Node, style: Style) -> str:
    is_loose = any(
        len([one for one in item.children if one.tag == "p"]) > 1 for item in block.children
    )
    start = block.get("start")
    number = int(start) if start.isdigit() and len(start) < 6 else 1
    items = []
    for n, item in enumerate(block.children):
        marker = "-" if block.tag == "ul" else f"{number + n}."
        parts = [_write(one, style) for one in item.children]
        text = parts[0]
        for one, part in zip(item.children[1:], parts[1:], strict=True):
            is_tight = one.tag in {"ul", "ol"} and not is_loose
            text += ("\n" if is_tight else "\n\n") + part
        lines = text.split("\n")
        rest = [f"    {line}" if line.strip() else "" for line in lines[1:]]
        items.append("\n".join([f"{marker} {lines[0]}", *rest]))
    return ("\n\n" if is_loose else "\n").join(items)


def _fenced(block: Node) -> str:
    code = block.words()
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{block.get('lang')}\n{code}\n{fence}"


def _pipe_table(table: Node, style: Style) -> str | None:
    """A table with a head, the same number of cells in each row, and one line in each cell; else None."""
    rows = [one for one in table.iter() if one.tag == "tr"]
    cells = [[one for one in row.children if one.tag in {"td", "th"}] for row in rows]
    every = [one for row in cells for one in row]
    if (
        len(rows) < 2 or not cells[0] or any(len(row) != len(cells[0]) for row in cells)
        or any(one.tag != "th" for one in cells[0])
        or any(one.tag == "th" for row in cells[1:] for one in row[1:])
        or any(one.attrs.keys() & {"colspan", "rowspan"} for one in every)
        or sum(one.tag == "table" for one in table.iter()) > 1 or table.find("caption")
        or any(one.has_block() or one.find("br") for one in every)
        or any(one.tag == "code" and "|" in one.words() for one in table.iter())
    ):  # fmt: skip
        return None
    lines = []
    for row in cells:
        written = (
            " ".join(_inline(one.children, style).split()).replace("|", r"\|") for one in row
        )
        lines.append(f"| {' | '.join(written)} |")
    lines.insert(1, f"|{' --- |' * len(cells[0])}")
    return "\n".join(lines)


def block_html(block: Node) -> str:
    """A block as HTML, in which no empty line ends it."""
    html = to_html(_for_html(block))
    html = re.sub(r"\n", " ", html) if "<pre" not in html else _joined_lines(html)
    return html if block.tag in _BLOCK_TAGS else f"<div>{html}</div>"


_BLOCK_TAGS_WORDS = "p ul ol blockquote pre table hr details dl div audio video"
_BLOCK_TAGS = frozenset({*_HEADINGS, *_BLOCK_TAGS_WORDS.split()})


def _for_html(block: Node) -> Node:
    if block.tag == "pre":
        return Node("pre", [Node("code", [text_node(block.words())])])
    return block.shell(_for_html(one) if one.tag else one for one in block.children)


def _joined_lines(html: str) -> str:
    """Line ends within <pre> are written as references, others as spaces."""
    parts = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    return "".join(
        part.replace("\n", "&#10;" if part.startswith("<pre>") else " ") for part in parts
    )


# --- within a line --------------------------------------------------------------------------------


def _inline(nodes: Iterable[Node], style: Style, inside: frozenset[str] = frozenset()) -> str:
    parts: list[str] = []
    for node in nodes:
        parts.append(_piece(node, style, inside))
    return re.sub(r" *( {2}\n) *", r"\1", re.sub(r"(?<! ) {2,}(?!\n| )", " ", "".join(parts)))


def _piece(node: Node, style: Style, inside: frozenset[str]) -> str:
    if not node.tag:
        return escaped_words(node.text)
    if node.tag == "br":
        return "  \n"
    if node.tag == "img":
        return _picture(node)
    if node.tag == "code":
        return _code(node, style, inside)
    if node.tag == "a":
        return _link(node, style, inside)
    words = _inline(node.children, style, inside | {node.tag})
    if node.tag in inside or not words.strip():
        return words
    if node.tag not in _EMPHASIS and node.tag not in _TAGS_INLINE:
        return words
    begin = words[: len(words) - len(words.lstrip())]
    end = words[len(words.rstrip()) :]
    if node.tag in _EMPHASIS and style == "markdown":
        mark = _EMPHASIS[node.tag]
        return f"{begin}{mark}{words.strip()}{mark}{end}"
    attrs = to_html(Node(node.tag, (), node.attrs)).removesuffix(f"</{node.tag}>")
    return f"{begin}{attrs}{words.strip()}</{node.tag}>{end}"


def _code(node: Node, style: Style, inside: frozenset[str]) -> str:
    if any(one.tag in {"a", "img"} for one in node.iter()):
        return _inline(node.children, style, inside)
    text = " ".join(node.words().split())
    if not text:
        return " " if node.words() else ""
    words = node.words()
    before, after = " " * words[:1].isspace(), " " * words[-1:].isspace()
    if style == "tags":
        return f"{before}{to_html(Node('code', [text_node(text)]))}{after}"
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    mark = "`" * (longest + 1)
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{before}{mark}{gap}{text}{gap}{mark}{after}"


def _link(node: Node, style: Style, inside: frozenset[str]) -> str:
    if node.get("id"):
        return f'<a id="{to_html(text_node(node.get("id"))).replace(chr(34), "&quot;")}"></a>'
    words = _inline(node.children, style, inside | {"a"})
    if "a" in inside or not words.strip():
        return words
    begin = words[: len(words) - len(words.lstrip())]
    end = words[len(words.rstrip()) :]
    address = node.get("href")
    if (
        not node.find("img")
        and node.words().strip() == address
        and re.match(r"https?://[^\s<>]+$", address)
    ):
        return f"{begin}<{address}>{end}"
    if style == "tags" and not node.find("img"):
        tag = to_html(Node("a", (), {"href": address})).removesuffix("</a>")
        return f"{begin}{tag}{words.strip()}</a>{end}"
    return f"{begin}[{words.strip()}]({_target(address)}){end}"


def _target(address: str) -> str:
    plain = re.sub(r"[\n\r\t]", "", address).strip()
    plain = plain.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    needs_brackets = re.search(r"[()\[\]\"'\\*_`]", plain) is not None and not re.fullmatch(
        r"[^()\[\]\"'\\*`]+", plain
    )
    return f"<{plain}>" if needs_brackets or not plain else plain


def _picture(node: Node) -> str:
    alt = escaped_words(node.get("alt"))
    title = node.get("title").replace('"', "”").replace("\\", "\\\\")
    return f"![{alt}]({_target(node.get('src'))}{f' {chr(34)}{title}{chr(34)}' if title else ''})"
