"""HTML of others in, HTML that a page of ours may show, or plain words, out. The only user of nh3, the
only maker of SafeHtml. Pure."""

from __future__ import annotations

import html
import re
from collections import Counter

import nh3

from .addresses import clean_address
from .model import SafeHtml
from .visible import INVISIBLE, one_line

_CONTENT = 200_000

_BLOCKS = {
    "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr",
    "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "section", "article",
}  # fmt: skip
_ALLOWED = {
    "p", "br", "hr", "blockquote", "q", "cite", "em", "strong", "b", "i", "s", "sub", "sup", "small",
    "code", "pre", "kbd", "ul", "ol", "li", "dl", "dt", "dd", "abbr", "a", "table", "thead", "tbody",
    "tr", "th", "td",
}  # fmt: skip
_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"}
_SEPARATES = re.compile(r"</?(?:" + "|".join(sorted(_BLOCKS)) + r")>")
_TO_BLOCKS = nh3.Cleaner(
    tags=_BLOCKS, clean_content_tags=_DROPPED, attributes={}, strip_comments=True, link_rel=None
)

_UNSEEN = re.compile(f"{INVISIBLE.pattern}|\x85")


def plain_words(markup: str) -> str:
    """The words on one line."""
    # The cleaner's output is canonical: every `<` in it begins one of our block tags.
    blocks = _TO_BLOCKS.clean(_shallow(markup))
    return one_line(html.unescape(_SEPARATES.sub(" ", blocks.replace("<li>", " • "))))


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
    return SafeHtml(f"<p>{html.escape(one_line(text))}</p>")


_ROUNDS = 5


def _allowed(markup: str, base: str, rel: str) -> str:
    def absolute(tag: str, attribute: str, value: str) -> str | None:
        return clean_address(value, base) if (tag, attribute) == ("a", "href") else one_line(value)

    safe = nh3.clean(
        _shallow(markup),
        tags=_ALLOWED,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}, "abbr": {"title"}},
        attribute_filter=absolute,
        url_schemes={"http", "https"},
        link_rel=rel,
    )
    # Entities became characters; and a parser takes the line break behind <pre> for layout.
    return re.sub(r"<pre>\n+", "<pre>", _UNSEEN.sub("", safe))


def _shallow(text: str) -> str:
    """The beginning of a text, without its tags where they are nested as no person nests them: an HTML
    parser takes the square of the depth (E9)."""
    text = _DRAWING.sub("", INVISIBLE.sub("", text)[:_CONTENT])
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
            return re.sub("<[^>]*>", " ", text).replace("<", "&lt;")
    return text


_DEEPEST = 250
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_DRAWING = re.compile(r"<(svg|math)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
# Elements that have no inside, or that the next of their kind closes.
_DOES_NOT_NEST = {
    "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip
