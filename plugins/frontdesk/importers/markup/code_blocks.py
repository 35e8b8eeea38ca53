"""A `<pre>` element in, the lines of its code and their language out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .html_tree import BLOCKS, Node, divides_words

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b\ufeff\u2060\u2028\u2029\u202a-\u202e\ufffe\uffff]"
)
_LANGUAGE = re.compile(
    r"(?:brush\s*:\s*|language-|lang-|lang:\s*|sourceCode\s+|highlight-source-|highlight\s+)([A-Za-z0-9+#._-]+)"
)


def code_text(node: Node) -> str:
    """The lines of a block of code; a block within it, such as a `div` for each line, has lines of its
    own, and a picture or cell is divided from what is beside it."""
    text = "".join(_code_parts(node)).replace("\r\n", "\n").replace("\r", "\n")
    text = _CELL_BORDER.sub(" ", _LINE_BORDER.sub("\n", text)).replace(_BREAK, "\n")
    return INVISIBLE.sub("", text.replace("\u00a0", " ")).strip("\n").rstrip()


_LINE, _CELL, _BREAK = "\x02", "\x03", "\x04"  # control characters are cut out when a file is read
_BORDER = f"{_CELL}*{_LINE}[{_LINE}{_CELL}]*"
_LINE_BORDER = re.compile(f"[\n{_BREAK}]?{_BORDER}(?:\n{_BORDER})*\n?")
_CELL_BORDER = re.compile(f"{_CELL}+")


def _code_parts(node: Node) -> Iterator[str]:
    for child in node.children:
        if not child.tag:
            yield child.text
        elif child.tag == "br":
            yield _BREAK
        else:
            is_line = child.tag in BLOCKS and child.tag not in {"td", "th"}
            border = _LINE if is_line else _CELL if divides_words(child) else ""
            yield border
            yield from _code_parts(child)
            yield border


def code_language(node: Node) -> str:
    for one in node.iter():
        for name in ("data-lang", "data-language", "data-code-block-lang", "lang"):
            if one.tag in {"pre", "code"} and one.get(name):
                return _plain_language(one.get(name))
        if found := _LANGUAGE.search(f"{one.get('class')} {one.get('data-enlighter-language')}"):
            return _plain_language(found[1])
    return ""


def _plain_language(typed: str) -> str:
    known = re.sub(r"[^A-Za-z0-9+#._-]", "", typed).lower().strip(".;")
    return "" if known in {"plain", "text", "none", "plaintext", "en", "en-us"} else known
