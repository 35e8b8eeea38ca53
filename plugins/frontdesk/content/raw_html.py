"""HTML in a text in, its links, headings, ids and problems out, with lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from frontdesk.core.html_parser import HTMLParser
from frontdesk.core.problems import Severity

from .model import LineProblem, Link, LinkUse

MISSING_ALT = (
    "this picture has no description for people who cannot see it; write what it shows between the square "
    "brackets"
)
MISSING_SOURCE = (
    "this quotation has no source; write '> — Who, [where](https://…), when' as its last paragraph"
)
_UNASKED = 'write <{} controls preload="none" …>: it loads and plays when a reader asks for it'

_NO_SCRIPT = "pages of this site run no scripts"
_NO_FRAME = "pages of this site show no pages of others"
_NO_STYLE = "only the theme decides how pages look"
_NO_SERVER = "this site has no server to answer it"
_ONLY_A_PART = "a post is only a part of its page"
STYLE_REMOVED = f"style=… was left out: {_NO_STYLE}; take it out"
HANDLER_REMOVED = f"{{}}=… does not work here: {_NO_SCRIPT}; take it out"
_FORBIDDEN = {
    **dict.fromkeys(("script", "noscript"), _NO_SCRIPT),
    **dict.fromkeys(("iframe", "frame", "frameset", "object", "embed", "applet"), _NO_FRAME),
    **dict.fromkeys(("style", "link"), _NO_STYLE),
    **dict.fromkeys(("base", "meta", "title", "head", "body", "html"), _ONLY_A_PART),
    **dict.fromkeys(("form", "input", "button", "textarea", "select"), _NO_SERVER),
}
_NOT_FOR_TEXTS = {
    **dict.fromkeys(("font", "basefont"), _NO_STYLE),
    "main": "a text is a part of the page's own <main>",
    **dict.fromkeys(("dialog", "template", "slot", "canvas", "datalist"), "it needs a script"),
    **dict.fromkeys(("fieldset", "legend", "optgroup", "option", "output", "label"), _NO_SERVER),
}
"""Elements that are left out, while their content stays."""
_INSTEAD = {
    _NO_FRAME: "write a link to it",
    _NO_SCRIPT: "take it out, or write a link to what it shows",
}
_FETCHED: dict[tuple[str, str], LinkUse] = {
    ("img", "src"): "picture",
    ("img", "srcset"): "picture",
    ("source", "srcset"): "picture",
    ("video", "poster"): "picture",
    ("video", "src"): "file",
    ("audio", "src"): "file",
    ("source", "src"): "file",
    ("track", "src"): "file",
    **{
        (name, attribute): "picture"
        for name in ("use", "image")
        for attribute in ("href", "xlink:href")
    },
}
"""Attributes that make a browser fetch something."""

_NAMES = (
    "a abbr address area article aside audio b bdi bdo blockquote br canvas caption center cite code col "
    "colgroup data datalist dd del details dfn dialog div dl dt em fieldset figcaption figure font footer "
    "h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd label legend li main map mark math menu meter nav ol "
    "optgroup option output p picture pre progress q rp rt ruby s samp search section small source span "
    "strike strong sub summary sup svg table tbody td template tfoot th thead time tr track tt u ul var "
    "video wbr big"
)
_ELEMENTS = frozenset(_NAMES.split())
_HEADING = re.compile(r"h([1-6])")
_ODD_HTML = re.compile(
    r"<[!?]|<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)\b",
    re.IGNORECASE,
)
"""HTML in which something that looks like a tag may be none."""
_BEGINS_A_TAG = re.compile("<[A-Za-z]")
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_MAY_HAVE_ID = re.compile(r"\b(?:id|name)\b", re.IGNORECASE)


class RawHtml(Struct, frozen=True):
    """What a piece of HTML contains. Lines count from 1 within it.

    Attributes:
        headings: the level of each, and its line.
        ids: the anchors that a link can lead to.
        is_in_drawing: an `<svg>` or `<math>` is still open at its end.
    """

    links: tuple[Link, ...]
    problems: tuple[LineProblem, ...]
    headings: tuple[tuple[int, int], ...]
    ids: tuple[str, ...]
    is_in_drawing: bool = False


def read_raw_html(html: str, *, is_in_drawing: bool = False) -> RawHtml:
    """Look at every tag.

    Args:
        is_in_drawing: an `<svg>` or `<math>` from earlier HTML is still open, so elements are those of it.
    """
    reader = _Reader(is_in_drawing=is_in_drawing)
    reader.feed(html)
    reader.close()
    reader.end_quotations()
    return RawHtml(
        tuple(reader.links),
        tuple(reader.problems),
        tuple(reader.headings),
        tuple(reader.ids),
        reader.is_in_drawing,
    )


def read_ids(html: str) -> tuple[str, ...]:
    """The ids in the HTML of a text, each once and in order."""
    tags = _TAG.findall(html)
    if not _ODD_HTML.search(html) and len(tags) == len(_BEGINS_A_TAG.findall(html)):
        html = "".join(filter(_MAY_HAVE_ID.search, tags))
    return tuple(dict.fromkeys(read_raw_html(html).ids))


class _Reader(HTMLParser):
    def __init__(self, *, is_in_drawing: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self.problems: list[LineProblem] = []
        self.headings: list[tuple[int, int]] = []
        self.ids: list[str] = []
        self._quotation: int | None = None
        self._has_source = False
        self.is_in_drawing = is_in_drawing

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        self.ids += (values[name] for name in ("id", "name") if values.get(name))
        self.is_in_drawing = self.is_in_drawing or tag in {"svg", "math"}
        self._look_at_tag(tag, line)
        self._look_at_attributes(tag, values, line)
        if heading := _HEADING.fullmatch(tag):
            self.headings.append((int(heading[1]), line))
        if tag == "blockquote" and self._quotation is None:
            self._quotation, self._has_source = line, bool(values.get("cite"))
        elif tag == "cite":
            self._has_source = True

    def handle_data(self, data: str) -> None:
        if re.search(r"(?:^|\n)\s*(?:[—–―]|--)", data):
            self._has_source = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.end_quotations()
        elif tag in {"svg", "math"}:
            self.is_in_drawing = False

    def end_quotations(self) -> None:
        if self._quotation is not None and not self._has_source:
            self.problems.append(LineProblem(self._quotation, MISSING_SOURCE, "info"))
        self._quotation = None

    def _look_at_tag(self, tag: str, line: int) -> None:
        if tag in _FORBIDDEN:
            reason = _FORBIDDEN[tag]
            remedy = _INSTEAD.get(reason, "take it out")
            severity: Severity = "warning" if reason == _NO_SERVER else "error"
            self.problems.append(
                LineProblem(line, f"<{tag}> does not work here: {reason}; {remedy}", severity)
            )
        elif tag in _NOT_FOR_TEXTS:
            message = f"<{tag}> was left out: {_NOT_FOR_TEXTS[tag]}; take it out"
            self.problems.append(LineProblem(line, message))
        elif ":" in tag and not self.is_in_drawing:
            message = (
                f"<{tag}> was left out: it means something to a word processor alone; take it out"
            )
            self.problems.append(LineProblem(line, message, "info"))
        elif tag not in _ELEMENTS and not self.is_in_drawing:
            message = (
                f"'<{tag}>' is taken for HTML, and readers will not see it; write '&lt;{tag}>' if it is "
                "text"
            )
            self.problems.append(LineProblem(line, message))

    def _look_at_attributes(self, tag: str, values: dict[str, str], line: int) -> None:
        for name, value in values.items():
            if name.startswith("on"):
                self.problems.append(LineProblem(line, HANDLER_REMOVED.format(name), "error"))
            elif name == "style":
                self.problems.append(LineProblem(line, STYLE_REMOVED))
            elif (tag, name) in _FETCHED and value:
                parts = value.split(",") if name == "srcset" else [value]
                targets = [part.split()[0] for part in parts if part.strip()]
                self.links += (Link(target, line, _FETCHED[tag, name]) for target in targets)
            elif name == "href" and tag in {"a", "area"} and value:
                self.links.append(Link(value.strip(), line))
        if tag in {"video", "audio"} and not _waits_for_a_click(values):
            self.problems.append(LineProblem(line, _UNASKED.format(tag)))
        if tag == "img" and "alt" not in values:
            message = MISSING_ALT.replace("between the square brackets", 'as alt="…"')
            self.problems.append(LineProblem(line, message))


def _waits_for_a_click(values: Mapping[str, str]) -> bool:
    return "controls" in values and values.get("preload") == "none" and "autoplay" not in values
