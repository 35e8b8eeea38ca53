"""A tree of plain elements in, Markdown out, with the proof that readers get the same from both. Pure.

Each block is written as Markdown, rendered as the site renders it, and compared: the words, the links and
the pictures, in order. Where they differ it is written with fewer marks of Markdown, at last as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, get_args

from .html_tree import INLINE_TAGS, Node, Seen, parse_html, text_node, to_html, what_is_seen
from .markdown_blocks import HEADINGS, blocks_of, shift_headings
from .markdown_escaping import escaped_words, safe_lines

Style = Literal["markdown", "tags"]
"""How emphasis is written: with marks, or with tags where marks would be read otherwise."""

_EMPHASIS = {"strong": "**", "em": "*", "del": "~~"}


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
    parts = list(_parts(shift_headings(blocks_of(root.children)), render))
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


_PLAIN = r"[^\W\d_][^\W_]*(?:[ ,.;?()’“”…–—'-]+[^\W_]+)*[.,;?!)…’”]*"
_PLAIN_LINE = re.compile(
    rf"(?!www\b)(?:{_PLAIN}(?: |$)|\*\*{_PLAIN}\*\*(?: |$)|"
    rf"\[{_PLAIN}\]\((?:https?://|{{filename}}|/)[\w./%{{}}#-]*\)(?: |$))+ ?"
)


def is_plain(text: str) -> bool:
    """Whether a text has nothing that Markdown could read otherwise than it was meant: lines of words, of
    words in bold, and of links. To render it would prove nothing."""
    return all(not line or _PLAIN_LINE.fullmatch(line) for line in text.split("\n"))


def _is_same(text: str, source: Node, render: Callable[[str], str]) -> bool:
    return is_plain(text) or seen_after(text, render) == what_is_seen(_with_captions(source))


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
        case tag if tag in HEADINGS:
            words = _inline(block.children, style).replace("  \n", " ")
            words = re.sub(r"(#+)$", r"\\\1", " ".join(words.split()))
            return f"{'#' * HEADINGS[tag]} {words}"
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
_BLOCK_TAGS = frozenset({*HEADINGS, *_BLOCK_TAGS_WORDS.split()})


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
    if node.tag not in _EMPHASIS and node.tag not in INLINE_TAGS:
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
