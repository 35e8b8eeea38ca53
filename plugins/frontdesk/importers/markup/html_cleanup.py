"""The HTML of a text in another system in, its words, links and pictures as plain elements out. Pure.

Looks, scripts and frames go; what a frame showed becomes a link. What is left has few elements, which
markdown_writer.py knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from ..model import Remark
from .code_blocks import INVISIBLE, code_language, code_text
from .frames import frame_link, host_of, link_paragraph
from .html_tree import BLOCKS, INLINE_TAGS, Node, parse_html, text_node
from .picture_addresses import leads_to_larger
from .tree_edits import (
    inline_only,
    is_empty,
    merged,
    outermost_parts,
    round_links,
    without,
    wrapped,
)

_NAMES = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "em"),
    **dict.fromkeys(("code", "tt", "samp"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
}
_KEPT_BLOCKS_WORDS = (
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table thead tbody tfoot tr td th caption hr "
    "details summary dl dt dd figure figcaption"
)
_KEPT_BLOCKS = frozenset(_KEPT_BLOCKS_WORDS.split())
_DROPPED_WORDS = (
    "style link meta base title head template noframes noembed param input button select textarea "
    "option canvas svg map area dialog datalist"
)
_DROPPED = frozenset(_DROPPED_WORDS.split())
_KEPT_ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt", "title"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start",),
    "abbr": ("title",),
    "dfn": ("title",),
    "time": ("datetime",),
    "audio": ("src", "controls", "preload"),
    "video": ("src", "controls", "preload"),
    "source": ("src", "type"),
    "bdo": ("dir",),
}
_PIXELS = re.compile(
    r"//(?:[\w-]+\.)*(?:assoc-amazon\.\w+|feedburner\.com/~r|feeds\.wordpress\.com|stats\.wordpress\.com|"
    r"doubleclick\.net|google-analytics\.com|statcounter\.com|linksynergy\.com|tradedoubler\.com)(?:/|$)|"
    r"//(?:[\w-]+\.)*blogger\.googleusercontent\.com/tracker/|/~ff/|\.amazon-adsystem\.com/"
)
_NBSP_KEPT = re.compile("(?<=\\d)\u00a0(?=[A-Za-z%€$£°µ])|\u00a0(?=[;:!?»])|(?<=«)\u00a0")
_HOLDS_ANCHOR = frozenset({"li", "td", "th", "p", "div", "blockquote", "dt", "dd"})
_NO_PICTURE = frozenset({"pre", "table", "iframe", "video", "audio", "blockquote", "ul"})
_SPACE = re.compile("[ \t\r\n\f\u0085]+")
_FLOATS = re.compile(
    r"\bfloat:\s*(?:left|right)|\balign(?:left|right|center|none)\b|(?:^| )(?:left|right)$"
)


class Cleaner:
    """Cleans one text.

    Args:
        link: an address of a link in → the address to write, or None to take the link away.
        picture: an address, and a smaller copy of it, in → the address to write, or None where the picture
            is not to be had and a link takes its place.
        whole: an address of a picture that is not to be had in → the one that a link can have.
    """

    def __init__(
        self,
        link: Callable[[str], str | None] = lambda one: one,
        picture: Callable[[str, str], str | None] = lambda one, _: one,
        whole: Callable[[str], str] = lambda one: one,
    ) -> None:
        self._link = link
        self._picture = picture
        self._whole = whole
        self._targets: set[str] = set()
        self.remarks: list[Remark] = []

    def clean(self, html: str) -> Node:
        """The text as a tree of plain elements."""
        root = parse_html(html)
        self._targets = {
            unquote(one.get("href")[1:])
            for one in root.iter()
            if one.tag == "a" and one.get("href").startswith("#")
        } - {""}
        return Node("body", merged(self._all(root.children)))

    def _all(self, nodes: Iterable[Node], *, is_code: bool = False) -> list[Node]:
        return [made for node in nodes for made in self._one(node, is_code=is_code)]

    def _one(self, node: Node, *, is_code: bool) -> list[Node]:
        if not node.tag:
            return [text_node(node.text if is_code else tidy_text(node.text))]
        special = _SPECIAL.get(node.tag)
        made = special(self, node) if special else self._plain(node, is_code=is_code)
        return self._with_anchor(node, made)

    def _with_anchor(self, node: Node, made: list[Node]) -> list[Node]:
        anchor = self._anchor(node)
        if anchor and len(made) == 1 and made[0].tag in _HOLDS_ANCHOR:
            made[0].children[:0] = anchor
            return made
        return [*anchor, *made]

    def _anchor(self, node: Node) -> list[Node]:
        """An empty element for an id that a link of the text leads to."""
        if not self._targets:
            return []
        for name in (node.get("id"), node.get("name") if node.tag == "a" else ""):
            if name in self._targets:
                self._targets.discard(name)
                return [Node("a", (), {"id": name})]
        return []

    def _plain(self, node: Node, *, is_code: bool) -> list[Node]:
        if node.tag in _DROPPED:
            return []
        children = self._all(node.children, is_code=is_code or node.tag == "pre")
        if node.tag in _NAMES:
            return wrapped(_NAMES[node.tag], children)
        if node.tag in {"span", "font"}:
            return _styled(node, children)
        if node.tag in INLINE_TAGS:
            return wrapped(node.tag, children, _kept(node))
        if node.tag in _KEPT_BLOCKS:
            return [Node(node.tag, children, _kept(node))]
        if node.tag == "br":
            return [Node("br")]
        return [Node("div", children)] if node.tag in BLOCKS else children

    # --- elements with a rule of their own --------------------------------------------------------

    def _a(self, node: Node) -> list[Node]:
        typed = node.get("href").strip()
        picture = node.find("img")
        is_alone = picture is not None and not node.words().strip()
        if picture is not None and is_alone and leads_to_larger(typed, picture.get("src")):
            return _beside_words(picture, self._image(picture, larger=typed))
        children = self._all(node.children)
        if not typed:
            return children
        address = self._link(typed)
        if address is None or re.match(r"(?i)\s*(?:javascript|vbscript|data|file):", address):
            return children
        if not any(one.tag == "img" or one.text.strip() for c in children for one in c.iter()):
            return children
        if any(one.tag == "a" and one.get("href") for c in children for one in c.iter()):
            return round_links(children, address)
        return [Node("a", children, {"href": address})]

    def _img(self, node: Node) -> list[Node]:
        return _beside_words(node, self._image(node))

    def _image(self, node: Node, larger: str = "") -> list[Node]:
        address = node.get("src").strip() or node.get("data-src").strip()
        if not address:
            return []
        size = {node.get("width"), node.get("height")} & {"0", "1", "0px", "1px"}
        if size or _PIXELS.search(address):
            host = address.split("/")[2] if address.count("/") > 1 else address[:60]
            self.remarks.append(
                Remark("removed", f"an invisible picture that counts readers, of {host}")
            )
            return []
        alt = " ".join(tidy_text(node.get("alt")).split())
        if re.fullmatch(r"[\w-]+\.(?:jpe?g|png|gif|webp)", alt, re.IGNORECASE):
            alt = ""  # the name of the file
        caption = " ".join(tidy_text(node.get("data-caption")).split())
        place = self._picture(larger or address, address)
        if place is None:
            words = alt or caption or "picture"
            if address.startswith("data:"):
                self.remarks.append(
                    Remark("removed", f"a picture within the text, which is damaged: {words}")
                )
                return [text_node(words)]
            return [Node("a", [text_node(words)], {"href": self._whole(larger or address)})]
        if not alt:
            self.remarks.append(
                Remark("no description", f"a picture without a description: {place}", place)
            )
        attrs = {"src": place, "alt": alt, **({"title": caption} if caption else {})}
        shown = Node("img", (), attrs)
        return [shown]

    def _figure(self, node: Node) -> list[Node]:
        """A picture with its caption; anything else in a figure is a block of its own."""
        caption = node.find("figcaption") or next(
            (one for one in node.iter() if "tr-caption" in one.get("class").split()), None
        )
        pictures = [one for one in node.iter() if one.tag == "img"]
        words = " ".join(tidy_text(caption.words()).split()) if caption else ""
        has_links = caption is not None and any(one.tag in {"a", "img"} for one in caption.iter())
        others = [
            one for one in node.iter()
            if one is not caption and one.tag in _NO_PICTURE
            and not (node.tag == "table" and one is node)
        ]  # fmt: skip
        rest = without(node, caption)
        if len(pictures) != 1 or has_links or others or rest.words().strip():
            inner = [Node("div", self._all([one])) for one in outermost_parts(node)]
            return inner or [Node("div", self._all(node.children))]
        pictures[0].attrs["data-caption"] = words
        rest = without(node, caption)
        made = [one for one in self._all(rest.children) for one in inline_only(one)]
        shown = any(one.get("title") for made_one in made for one in made_one.iter())
        said = any(words in one.words() for one in made) if words else True
        if not shown and not said:
            made += [Node("br"), text_node(words)]
        return [Node("p", made)]

    def _table(self, node: Node) -> list[Node]:
        if "tr-caption-container" in node.get("class").split():
            return self._figure(node)
        cells = [one for one in node.iter() if one.tag in {"td", "th"}]
        if len(cells) == 1 and not any(one.tag == "caption" for one in node.iter()):
            return [Node("div", self._all(cells[0].children))]
        return [Node("table", self._all(node.children))]

    def _div(self, node: Node) -> list[Node]:
        return [Node("div", self._all(node.children))]

    def _pre(self, node: Node) -> list[Node]:
        code = code_text(node)
        language = code_language(node)
        made = Node("pre", [text_node(code)], {"lang": language} if language else {})
        return [made] if code.strip() else []

    def _script(self, node: Node) -> list[Node]:
        source = node.get("src")
        gist = re.match(r"(?:https?:)?//gist\.github\.com/([\w./-]+?)\.js", source)
        if gist:
            return [link_paragraph("Code at GitHub", f"https://gist.github.com/{gist[1]}")]
        if node.get("type").startswith("math/"):
            return [text_node(f" {node.words()} ")]
        shown = " ".join((source or node.words()).split())[:80]
        self.remarks.append(Remark("removed", f"a script: {shown}"))
        return []

    def _style(self, node: Node) -> list[Node]:
        self.remarks.append(
            Remark("removed", f"a style sheet: {' '.join(node.words().split())[:80]}")
        )
        return []

    def _frame(self, node: Node) -> list[Node]:
        """What a frame showed, as a link."""
        address = next(
            (one.get(name) for one in node.iter() for name in ("src", "data", "data-src", "value")
             if re.match(r"(?:https?:)?//", one.get(name).strip())),
            "",
        )  # fmt: skip
        inside = [] if node.tag == "iframe" else self._all(
            [one for one in node.children if one.tag not in {"embed", "param", "object"}]
        )  # fmt: skip
        if not address:
            return inside
        self.remarks.append(Remark("frame", f"a frame of {host_of(address)} became a link"))
        return [
            frame_link(address.strip(), tidy_text(node.get("title"))),
            *([] if is_empty(inside) else inside),
        ]

    def _player(self, node: Node) -> list[Node]:
        """An own film or sound stays; one of another site becomes a link."""
        address = next((o.get("src").strip() for o in node.iter() if o.get("src").strip()), "")
        if kind := node.get("data-missing"):
            self.remarks.append(Remark("removed", f"{kind} that is not in the export"))
        if not address:
            return self._all(node.children)
        place = self._link(address)
        if place is None or re.match(r"(?:https?:)?//", place):
            word = "Video" if node.tag == "video" else "Audio"
            host = host_of(place or address)
            return [link_paragraph(f"{word} at {host}", place or address)]
        return [Node(node.tag, (), {"src": place, "controls": "", "preload": "none"})]

    def _math(self, node: Node) -> list[Node]:
        words = " ".join(node.words().split())
        self.remarks.append(Remark("other", f"a formula, written as its words: {words[:80]}"))
        return [text_node(f" {words} ")]

    def _ruby(self, node: Node) -> list[Node]:
        return [Node("ruby", self._all(node.children))]

    def _noscript(self, node: Node) -> list[Node]:
        """What readers without scripts got: often the same picture once more."""
        return [] if node.find("img", "iframe") else self._all(node.children)


_SPECIAL: dict[str, Callable[[Cleaner, Node], list[Node]]] = {
    "a": Cleaner._a,
    "img": Cleaner._img,
    "figure": Cleaner._figure,
    "table": Cleaner._table,
    "div": Cleaner._div,
    "pre": Cleaner._pre,
    "listing": Cleaner._pre,
    "xmp": Cleaner._pre,
    "script": Cleaner._script,
    "style": Cleaner._style,
    "iframe": Cleaner._frame,
    "embed": Cleaner._frame,
    "object": Cleaner._frame,
    "video": Cleaner._player,
    "audio": Cleaner._player,
    "math": Cleaner._math,
    "ruby": Cleaner._ruby,
    "noscript": Cleaner._noscript,
}


# --- words ----------------------------------------------------------------------------------------


def tidy_text(text: str) -> str:
    """Without invisible characters; a no-break space stays where a line must not break."""
    if "\u00a0" in text:
        kept = _NBSP_KEPT.sub("\ue000", re.sub("\u00a0(?=[ \t\r\n]*\u00a0)", " ", text))
        text = kept.replace("\u00a0", " ").replace("\ue000", "\u00a0")
    return _SPACE.sub(" ", INVISIBLE.sub("", text))


# --- looks ----------------------------------------------------------------------------------------


def _beside_words(picture: Node, made: list[Node]) -> list[Node]:
    """What stands for a picture that has words beside it: a block of its own."""
    looks = f"{picture.get('style')} {picture.get('class')} {picture.get('align')}".lower()
    return [Node("div", made)] if made and _FLOATS.search(looks) else made


def _kept(node: Node) -> dict[str, str]:
    names = _KEPT_ATTRIBUTES.get(node.tag, ())
    return {name: node.attrs[name] for name in names if node.attrs.get(name, "").strip()}


def _styled(node: Node, children: list[Node]) -> list[Node]:
    """A span that looks like something is that."""
    style = node.get("style").lower().replace(" ", "")
    face = f"{node.get('face').lower()} {style}"
    if re.search(r"font-weight:(?:bold|bolder|[6-9]00)", style):
        children = wrapped("strong", children)
    if "font-style:italic" in style or "font-style:oblique" in style:
        children = wrapped("em", children)
    if re.search(r"courier|monospace|consolas|monaco", face) and not any(
        one.tag in BLOCKS or one.tag in {"br", "a", "img"} for c in children for one in c.iter()
    ):
        children = wrapped("code", children)
    return children
