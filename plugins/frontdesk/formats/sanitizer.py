"""HTML of others in, HTML that a page of ours may show, or plain words, out. The only user of nh3, the
only maker of SafeHtml. Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import nh3

from frontdesk.core.html import SafeHtml
from frontdesk.core.text import INVISIBLE, clean_line, join_surrogate_references, strip_invisible
from frontdesk.core.urls import clean_address

_CONTENT = 200_000

BLOCKS = frozenset({
    "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr",
    "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "section",
    "article", "header", "footer", "main", "aside", "nav", "address", "details", "summary", "form",
    "fieldset", "legend", "center", "menu", "hgroup", "dir",
})  # fmt: skip
"""Elements that stand on lines of their own."""
VOID = frozenset({"br", "hr", "img", "wbr"})
_ALLOWED = {
    "p", "br", "hr", "blockquote", "q", "cite", "em", "strong", "b", "i", "s", "sub", "sup", "small",
    "code", "pre", "kbd", "ul", "ol", "li", "dl", "dt", "dd", "abbr", "a", "table", "thead", "tbody",
    "tr", "th", "td",
}  # fmt: skip
_RAW = {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"}
_DROPPED = _RAW | {"template", "plaintext", "object", "svg", "math"}
_NO_WORDS = _DROPPED | {
    "audio",
    "canvas",
    "datalist",
    "map",
    "meter",
    "progress",
    "select",
    "video",
}
_ATTRIBUTES = ("class", "id", "role", "hidden", "style", "aria-hidden")

# Without "*", title and lang would stay on every element.
_TO_WORDS = nh3.Cleaner(
    tags=BLOCKS | {"wbr"},
    clean_content_tags=_NO_WORDS,
    attributes={"*": set()},
    strip_comments=True,
    link_rel=None,
)
_TO_TOKENS = nh3.Cleaner(
    tags=BLOCKS
    | {
        "a",
        "button",
        "code",
        "img",
        "kbd",
        "label",
        "samp",
        "small",
        "span",
        "sub",
        "sup",
        "tt",
        "wbr",
    },
    clean_content_tags=_NO_WORDS,
    attributes={"*": set(_ATTRIBUTES), "a": {"href"}, "img": {"alt"}},
    strip_comments=True,
    link_rel=None,
)

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=<>"]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([^\s=<>"]+)="([^"]*)"')
_UNSEEN = re.compile(f"{INVISIBLE.pattern}|\x85")


class Tag(NamedTuple):
    """The beginning or the end of an element; `attributes` as they are meant."""

    name: str
    closes: bool
    attributes: Mapping[str, str]


def tokens(markup: str) -> Iterator[Tag | str]:
    """A text as an HTML5 parser understands it: tags of elements that tell what their words are for, each
    closed but for VOID, and the words between them. What no browser shows is left out."""
    for token in _TOKEN.finditer(_TO_TOKENS.clean(_prepared(markup))):
        closes, name, attributes, words = token.groups()
        if words:
            yield html.unescape(words) if "&" in words else words
        elif attributes:
            found = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
            yield Tag(name, False, found)
        else:
            yield Tag(name, bool(closes), _NO_ATTRIBUTES)


_NO_ATTRIBUTES: Mapping[str, str] = {}


def plain_words(markup: str) -> str:
    """The words that a browser would show, on one line."""
    # The cleaner's output is canonical: every `<` in it begins a tag, and an entity is never two.
    pieces = _TOKEN.findall(_TO_WORDS.clean(_prepared(markup)))
    return clean_line(
        "".join(html.unescape(words) if words else _between(name) for _, name, _, words in pieces)
    )


def _between(name: str) -> str:
    return "" if name == "wbr" else " "


def safe_html(markup: str, base: str, *, rel: str) -> SafeHtml:
    """A whole text through the allow-list, links made absolute, no images (E6): over and over until that
    changes nothing, because a parser may make another tree of what it wrote itself.

    Args:
        base: an address, against which others are resolved.
        rel: what all links are for the page, such as external.
    """
    safe = markup
    for _ in range(_ROUNDS):
        before, safe = safe, _allowed(safe, base, rel)
        if safe == before:
            return SafeHtml(safe)
    return safe_text(plain_words(markup))


def safe_text(text: str) -> SafeHtml:
    """Plain text as one paragraph."""
    return SafeHtml(f"<p>{html.escape(clean_line(text))}</p>")


_ROUNDS = 5


def _allowed(markup: str, base: str, rel: str) -> str:
    def absolute(tag: str, attribute: str, value: str) -> str | None:
        return (
            clean_address(value, base) if (tag, attribute) == ("a", "href") else clean_line(value)
        )

    safe = nh3.clean(
        _prepared(markup),
        tags=_ALLOWED,
        clean_content_tags=_DROPPED,
        attributes={"*": set(), "a": {"href"}, "abbr": {"title"}},
        attribute_filter=absolute,
        url_schemes={"http", "https"},
        link_rel=rel,
    )
    # Entities became characters; and a parser takes the line break behind <pre> for layout.
    return re.sub(r"<pre>\n+", "<pre>", _UNSEEN.sub("", safe))


def _prepared(text: str) -> str:
    """The beginning of a text, as its author meant it, and no deeper than a parser can bear."""
    text = strip_invisible(join_surrogate_references(text))[:_CONTENT]
    if "<![CDATA[" in text:
        text = _CDATA.sub(r"\1", text)
    return _shallow(_unswallowed(text.removesuffix("]]>")))


_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|$)", re.DOTALL)


def _unswallowed(text: str) -> str:
    """Without the beginnings of elements that hold all that follows, as they lack their ends: <iframe/>, or
    a text that speaks of <title>. A program that was cut stays hidden."""
    if not _OPENS_RAW.search(text):
        return text
    lower = text.lower()
    for name in _UNSWALLOWED:
        begin = max(lower.rfind(f"</{name}"), 0)
        if lower.find(f"<{name}", begin) >= 0:
            is_program = name in {"script", "style"}
            ends = r"\b[^<>]*/>" if is_program else r"\b[^<>]*>"
            tail = re.sub(f"<{name}{ends}", " ", text[begin:], flags=re.IGNORECASE)
            text = text[:begin] + tail
            lower = text.lower()
    return text


_UNSWALLOWED = (*sorted(_RAW), "plaintext", "template")
_OPENS_RAW = re.compile(f"<(?:{'|'.join(_UNSWALLOWED)})", re.IGNORECASE)


def _shallow(text: str) -> str:
    """A text without its tags where they are nested as no person nests them: an HTML parser takes the
    square of the depth (E9)."""
    if not _is_too_deep(text):
        return text
    text = _without_drawings(text)
    return _ANY_TAG.sub(" ", text).replace("<", "&lt;") if _is_too_deep(text) else text


def _without_drawings(text: str) -> str:
    """Each up to its end; what has none stays. Behind the last end none is looked for again and again."""
    for drawing, end in _DRAWINGS:
        last = max((found.end() for found in end.finditer(text)), default=0)
        text = drawing.sub("", text[:last]) + text[last:]
    return text


def _is_too_deep(text: str) -> bool:
    standing = Counter[str]()
    depth = 0
    for closes, name in _TAG.findall(text.lower()):
        if name in _DOES_NOT_NEST:
            continue
        if not closes:
            standing[name] += 1
            depth += 1
        elif standing[name]:
            standing[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False


_DEEPEST = 250
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_ANY_TAG = re.compile(
    r"<!--.*?(?:-->|$)|</?[a-zA-Z!?](?:[^<>\"']|\"[^\"]*(?:\"|$)|'[^']*(?:'|$))*>?", re.DOTALL
)
_DRAWINGS = tuple(
    (
        re.compile(rf"<{name}\b.*?</{name}\s*>", re.IGNORECASE | re.DOTALL),
        re.compile(rf"</{name}\s*>", re.IGNORECASE),
    )
    for name in ("svg", "math")
)
# Elements that have no inside, or that the next of their kind closes.
_DOES_NOT_NEST = {
    "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip
