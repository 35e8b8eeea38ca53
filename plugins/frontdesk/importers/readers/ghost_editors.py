"""A text of Ghost's editors (Mobiledoc, Lexical) in, its HTML out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from markdown import Markdown

_ELEMENTS = {"listitem": "li", "quote": "blockquote", "aside": "blockquote", "paragraph": "p"}
_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"))
"""Bits of Lexical and the elements that they mean."""
_MARKDOWN = {"extensions": ["fenced_code", "tables", "frontdesk.content.commonmark_extension"]}


def html_of_lexical(document: Any) -> str:
    """The HTML of a document.

    Raises:
        TypeError, KeyError, AttributeError: it is none.
    """
    return "".join(map(_node, document["root"]["children"]))


def _node(node: Mapping[str, Any]) -> str:
    inner = "".join(map(_node, node.get("children") or []))
    kind = str(node.get("type", "")).removeprefix("extended-")
    if tag := _ELEMENTS.get(kind) or (node.get("tag") if kind in {"heading", "list"} else ""):
        return f"<{tag}>{inner}</{tag}>"
    match kind:
        case "text":
            made, bits = escape(str(node.get("text", ""))), node.get("format")
            for bit, name in _FORMATS:
                is_set = isinstance(bits, int) and bits & bit
                made = f"<{name}>{made}</{name}>" if is_set else made
            return made
        case "linebreak":
            return "<br>"
        case "link":
            return f'<a href="{_value(node, "url")}">{inner}</a>'
        case _ if kind in _CARDS or "html" in node:
            return _card(kind, node)
        case _:
            return inner or _value(node, "text")


def html_of_mobiledoc(document: Any) -> str:
    """The HTML of a document.

    Raises:
        TypeError, KeyError, IndexError, AttributeError, ValueError: it is none.
    """
    markups, cards, made = document.get("markups", []), document.get("cards", []), []
    atoms = document.get("atoms", [])
    for section in document["sections"]:
        match section[0]:
            case 1:
                made.append(f"<{section[1]}>{_marked(section[2], markups, atoms)}</{section[1]}>")
            case 2:
                made.append(_image({"src": section[1]}))
            case 3:
                items = "".join(f"<li>{_marked(one, markups, atoms)}</li>" for one in section[2])
                made.append(f"<{section[1]}>{items}</{section[1]}>")
            case 10:
                name, card = cards[section[1]][:2]
                made.append(_card(str(name).removeprefix("card-"), card))
            case _:
                pass
    return "".join(made)


def _marked(markers: Sequence[Any], markups: Sequence[Any], atoms: Sequence[Any]) -> str:
    made, opened = "", []
    for kind, opens, closes, text in markers:
        for number in opens:
            tag, *rest = markups[number]
            pairs = rest[0] if rest else []
            attrs = "".join(
                f' {name}="{escape(str(value))}"'
                for name, value in zip(pairs[::2], pairs[1::2], strict=False)
            )
            made += f"<{tag}{attrs}>"
            opened.append(tag)
        if kind == 1:  # an atom
            name, words = atoms[text][:2]
            made += "<br>" if name == "soft-return" else escape(str(words))
        else:
            made += escape(str(text))
        for _ in range(closes):
            made += f"</{opened.pop()}>"
    return made


def _value(card: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that has a text, for an attribute or between tags."""
    return next((escape(card[one]) for one in names if isinstance(card.get(one), str)), "")


def _html(card: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that has a text, which is HTML already."""
    return next((card[one] for one in names if isinstance(card.get(one), str)), "")


def _card(kind: str, card: Mapping[str, Any]) -> str:
    write = _CARDS.get(kind)
    return write(card) if write else f"<div>{_html(card, 'html')}</div>"


def _code(card: Mapping[str, Any]) -> str:
    return f'<pre data-lang="{_value(card, "language")}">{_value(card, "code")}</pre>'


def _image(card: Mapping[str, Any]) -> str:
    caption = f"<figcaption>{_html(card, 'caption')}</figcaption>"
    return (
        f'<figure><img src="{_value(card, "src")}" alt="{_value(card, "alt")}">{caption}</figure>'
    )


def _gallery(card: Mapping[str, Any]) -> str:
    images = card.get("images")
    shown = [one for one in images if isinstance(one, dict)] if isinstance(images, list) else []
    return "".join(map(_image, shown)) + f"<p>{_html(card, 'caption')}</p>"


def _markdown(card: Mapping[str, Any]) -> str:
    text = card.get("markdown")
    return Markdown(**_MARKDOWN).convert(text) if isinstance(text, str) else ""  # type: ignore[arg-type]


def _bookmark(card: Mapping[str, Any]) -> str:
    data = card.get("metadata") if isinstance(card.get("metadata"), dict) else {}
    address = _value(card, "url")
    words = _value(data or {}, "title") or _value(card, "title") or address
    about = _value(data or {}, "description") or _value(card, "description")
    return f'<p><a href="{address}">{words}</a></p><p>{about}</p><p>{_html(card, "caption")}</p>'


def _player(kind: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda card: (
        f'<{kind} src="{_value(card, "src")}"></{kind}><p>{_value(card, "title")}</p>'
        f"<p>{_html(card, 'caption')}</p>"
    )


def _file(card: Mapping[str, Any]) -> str:
    words = _value(card, "fileTitle") or _value(card, "fileName") or "file"
    about = _value(card, "fileCaption")
    return f'<p><a href="{_value(card, "src")}">{words}</a></p><p>{about}</p>'


def _callout(card: Mapping[str, Any]) -> str:
    return f"<blockquote><p>{_value(card, 'calloutEmoji')} {_html(card, 'calloutText')}</p></blockquote>"


def _toggle(card: Mapping[str, Any]) -> str:
    return f"<h4>{_html(card, 'heading')}</h4><div>{_html(card, 'content')}</div>"


def _button(card: Mapping[str, Any]) -> str:
    return f'<p><a href="{_value(card, "buttonUrl")}">{_value(card, "buttonText")}</a></p>'


def _heading(card: Mapping[str, Any]) -> str:
    return f"<h2>{_html(card, 'heading', 'header')}</h2><p>{_html(card, 'subheading', 'subheader')}</p>"


def _product(card: Mapping[str, Any]) -> str:
    picture = {"src": card.get("productImageSrc")}
    return (
        f"<h4>{_html(card, 'productTitle')}</h4><div>{_html(card, 'productDescription')}</div>"
        + (_image(picture) if _value(picture, "src") else "")
        + f'<p><a href="{_value(card, "productUrl")}">{_value(card, "productButton")}</a></p>'
    )


def _nothing(_: Mapping[str, Any]) -> str:
    return ""


_CARDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "image": _image,
    "code": _code,
    "codeblock": _code,
    "hr": lambda _: "<hr>",
    "horizontalrule": lambda _: "<hr>",
    "markdown": _markdown,
    "gallery": _gallery,
    "bookmark": _bookmark,
    "audio": _player("audio"),
    "video": _player("video"),
    "file": _file,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "header": _heading,
    "product": _product,
    "paywall": _nothing,
    "signup": _nothing,
    "email": _nothing,
    "email-cta": _nothing,
}
