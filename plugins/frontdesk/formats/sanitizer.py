"""HTML of others in; safe HTML, its tags and words one by one, or plain text out. The only maker of
SafeHtml. Pure (E5, E6)."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import nh3

from frontdesk.core.safe_html import SafeHtml
from frontdesk.core.text import INVISIBLE, clean_line, join_surrogate_references, strip_invisible
from frontdesk.core.urls import clean_url

_MAX_CHARACTERS = 200_000

BLOCK_TAGS = frozenset({
    "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr",
    "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "section",
    "article", "header", "footer", "main", "aside", "nav", "address", "details", "summary", "form",
    "fieldset", "legend", "center", "menu", "hgroup", "dir",
})  # fmt: skip
"""Elements that begin on a new line."""
VOID_TAGS = frozenset({"br", "hr", "img", "wbr"})
_ALLOWED = {
    "p", "br", "hr", "blockquote", "q", "cite", "em", "strong", "b", "i", "s", "sub", "sup", "small",
    "code", "pre", "kbd", "ul", "ol", "li", "dl", "dt", "dd", "abbr", "a", "table", "thead", "tbody",
    "tr", "th", "td",
}  # fmt: skip
_RAW = {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"}
_DROPPED = _RAW | {"template", "plaintext", "object", "svg", "math"}
_WITHOUT_TEXT = _DROPPED | {
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

# Without "*", nh3 keeps title and lang on every element.
_TO_WORDS = nh3.Cleaner(
    tags=BLOCK_TAGS | {"wbr"},
    clean_content_tags=_WITHOUT_TEXT,
    attributes={"*": set()},
    strip_comments=True,
    link_rel=None,
)
_TO_TOKENS = nh3.Cleaner(
    tags=BLOCK_TAGS
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
    clean_content_tags=_WITHOUT_TEXT,
    attributes={"*": set(_ATTRIBUTES), "a": {"href"}, "img": {"alt"}},
    strip_comments=True,
    link_rel=None,
)

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=<>"]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([^\s=<>"]+)="([^"]*)"')
_INVISIBLE = re.compile(f"{INVISIBLE.pattern}|\x85")


class Tag(NamedTuple):
    """A start or end tag; the values of `attributes` are unescaped."""

    name: str
    closes: bool
    attributes: Mapping[str, str]


def html_tokens(markup: str) -> Iterator[Tag | str]:
    """HTML as an HTML5 parser understands it: the text, and the tags of the elements that tell what their
    text is for. Each element but those of VOID_TAGS is closed. What no browser shows is left out."""
    for token in _TOKEN.finditer(_TO_TOKENS.clean(_repaired(markup))):
        closes, name, attributes, words = token.groups()
        if words:
            yield html.unescape(words) if "&" in words else words
        elif attributes:
            found = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
            yield Tag(name, False, found)
        else:
            yield Tag(name, bool(closes), _NO_ATTRIBUTES)


_NO_ATTRIBUTES: Mapping[str, str] = {}


def html_to_text(markup: str) -> str:
    """The text that a browser would show, on one line."""
    if "<" not in markup and "&" not in markup:
        return clean_line(markup)
    if (
        len(markup) <= _MAX_CHARACTERS
        and markup.count("<") <= _MAX_DEPTH
        and _SIMPLE.fullmatch(markup)
    ):
        return clean_line(_INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", markup)))
    # The cleaner's output is canonical: every `<` in it begins a tag, and no entity is escaped twice.
    pieces = _TOKEN.findall(_TO_WORDS.clean(_repaired(markup)))
    return clean_line(
        "".join(html.unescape(words) if words else _between(name) for _, name, _, words in pieces)
    )


_SIMPLE = re.compile(r"(?:[^<>&]++|</?(?:p|b|i|em|strong)>|<br ?/?>)*+")
"""HTML that says what it is by its letters: no tree has to be made of it."""
_BLOCK_TAG = re.compile(r"</?p>|<br ?/?>")
_INLINE_TAG = re.compile(r"</?(?:b|i|em|strong)>")


def _between(name: str) -> str:
    return "" if name == "wbr" else " "


def sanitize_html(markup: str, base: str, *, rel: str) -> SafeHtml:
    """HTML that a page of ours can show (E6): only elements of the allow-list, no images, absolute links.
    It is cleaned until nothing changes, because a parser may read its own output as another tree; if it
    never settles, only its text is kept.

    Args:
        base: the address against which relative links are resolved.
        rel: the attribute `rel` of all links, such as external.
    """
    safe = markup
    for _ in range(_ROUNDS):
        before, safe = safe, _allowed(safe, base, rel)
        if safe == before:
            return SafeHtml(safe)
    return text_to_html(html_to_text(markup))


def text_to_html(text: str) -> SafeHtml:
    """Plain text as one paragraph of HTML."""
    return SafeHtml(f"<p>{html.escape(clean_line(text))}</p>")


_ROUNDS = 5


def _allowed(markup: str, base: str, rel: str) -> str:
    def absolute(tag: str, attribute: str, value: str) -> str | None:
        return clean_url(value, base) if (tag, attribute) == ("a", "href") else clean_line(value)

    safe = nh3.clean(
        _repaired(markup),
        tags=_ALLOWED,
        clean_content_tags=_DROPPED,
        attributes={"*": set(), "a": {"href"}, "abbr": {"title"}},
        attribute_filter=absolute,
        url_schemes={"http", "https"},
        link_rel=rel,
    )
    # Entities became characters, which may be invisible; and a parser drops a line break after <pre>.
    return re.sub(r"<pre>\n+", "<pre>", _INVISIBLE.sub("", safe))


def _repaired(text: str) -> str:
    """The beginning of the HTML, repaired, and nested no deeper than a parser can bear."""
    text = strip_invisible(join_surrogate_references(text))[:_MAX_CHARACTERS]
    if "<![CDATA[" in text:
        text = _CDATA.sub(r"\1", text)
    return _shallow(_without_swallowing_tags(text.removesuffix("]]>")))


_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|$)", re.DOTALL)


def _without_swallowing_tags(text: str) -> str:
    """Without start tags that would swallow all the following text because their end tag is missing:
    <iframe/>, or a text about <title>. A script that was cut off stays hidden."""
    if not _SWALLOWING_TAG.search(text):
        return text
    lower = text.lower()
    for name in _SWALLOWING_TAGS:
        begin = max(lower.rfind(f"</{name}"), 0)
        if lower.find(f"<{name}", begin) >= 0:
            is_program = name in {"script", "style"}
            ends = r"\b[^<>]*/>" if is_program else r"\b[^<>]*>"
            tail = re.sub(f"<{name}{ends}", " ", text[begin:], flags=re.IGNORECASE)
            text = text[:begin] + tail
            lower = text.lower()
    return text


_SWALLOWING_TAGS = (*sorted(_RAW), "plaintext", "template")
_SWALLOWING_TAG = re.compile(f"<(?:{'|'.join(_SWALLOWING_TAGS)})", re.IGNORECASE)


def _shallow(text: str) -> str:
    """The HTML without its tags if they are nested deeper than any person nests them: the time of an HTML
    parser grows with the square of the depth (E9)."""
    if not _is_too_deep(text):
        return text
    text = _without_drawings(text)
    return _ANY_TAG.sub(" ", text).replace("<", "&lt;") if _is_too_deep(text) else text


def _without_drawings(text: str) -> str:
    """Without each drawing up to its end tag. Nothing is searched for after the last end tag, so the time
    stays linear."""
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
        if depth > _MAX_DEPTH:
            return True
    return False


_MAX_DEPTH = 250
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
# Void elements, and elements that the next one of their kind closes.
_DOES_NOT_NEST = {
    "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip
