"""HTML of Ghost, Substack or Medium in, the same without what only their own pages show out. Pure.

Their editors put cards into a text: a bookmark, a gallery, a form to subscribe. What a card says stays, as
plain HTML that html_cleanup.py knows; buttons, players and forms of the platform go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from .html_tree import Node, parse_html, text_node, to_html

Rule = Callable[[Node], list[Node]]
"""A card in, what takes its place out."""


def without_cards(html: str, rules: Mapping[str, Rule]) -> str:
    """A text in which each element of a class (or, as `<name>`, of a name) went through its rule."""
    return "".join(to_html(one) for node in parse_html(html).children for one in _read(node, rules))


def _read(node: Node, rules: Mapping[str, Rule]) -> list[Node]:
    if not node.tag:
        return [node]
    names = (*node.get("class").split(), f"<{node.tag}>")
    rule = next((rules[one] for one in names if one in rules), None)
    made = rule(node) if rule else [node]
    for one in made:
        one.children = [
            inner
            for child in one.children
            for inner in (_read(child, rules) if child is not node else [child])
        ]
    return made


# --- rules that several platforms share -----------------------------------------------------------


def _dropped(_: Node) -> list[Node]:
    return []


def _unwrapped(node: Node) -> list[Node]:
    return [Node("div", node.children)] if node.has_block() else [Node("span", node.children)]


def _quoted(node: Node) -> list[Node]:
    return [Node("blockquote", node.children)]


def _paragraph(*children: Node) -> Node:
    return Node("p", children)


def _link(words: str, address: str) -> Node:
    return Node("a", [text_node(words)], {"href": address})


def _by_class(node: Node, name: str) -> Node | None:
    return next((one for one in node.iter() if name in one.get("class").split()), None)


def _words(node: Node | None) -> str:
    return " ".join(node.words().split()) if node else ""


# --- Ghost ----------------------------------------------------------------------------------------


def _ghost_bookmark(card: Node) -> list[Node]:
    link = next((one for one in card.iter() if one.tag == "a" and one.get("href")), None)
    if link is None:
        return [card]
    title = _words(_by_class(card, "kg-bookmark-title")) or link.get("href")
    made = [_paragraph(_link(title, link.get("href")))]
    for name in ("kg-bookmark-description", "kg-bookmark-publisher"):
        if words := _words(_by_class(card, name)):
            made.append(_paragraph(text_node(words)))
    if caption := card.find("figcaption"):
        made.append(Node("p", caption.children))
    return made


def _ghost_callout(card: Node) -> list[Node]:
    mark, text = _by_class(card, "kg-callout-emoji"), _by_class(card, "kg-callout-text")
    if text is None:
        return [card]
    lead = [text_node(f"{_words(mark)} ")] if _words(mark) else []
    return [Node("blockquote", [_paragraph(*lead, *text.children)])]


def _ghost_file(card: Node) -> list[Node]:
    link = next((one for one in card.iter() if one.tag == "a" and one.get("href")), None)
    name = _words(_by_class(card, "kg-file-card-title")) or _words(
        _by_class(card, "kg-file-card-filename")
    )
    if link is None or not name:
        return [card]
    about = _words(_by_class(card, "kg-file-card-caption"))
    made = [_paragraph(_link(name, link.get("href")))]
    return [*made, _paragraph(text_node(about))] if about else made


GHOST: Mapping[str, Rule] = {
    "kg-bookmark-card": _ghost_bookmark,
    "kg-callout-card": _ghost_callout,
    "kg-file-card": _ghost_file,
    **dict.fromkeys(
        (
            *("kg-audio-player", "kg-audio-thumbnail", "kg-video-overlay", "kg-signup-card"),
            *("kg-video-player-container", "kg-toggle-card-icon"),
        ),
        _dropped,
    ),
}


# --- Substack -------------------------------------------------------------------------------------


def _data(node: Node) -> Mapping[str, Any]:
    try:
        found = json.loads(node.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _said(data: Mapping[str, Any], *names: str) -> str:
    return next((data[one] for one in names if isinstance(data.get(one), str) and data[one]), "")


def _substack_picture(image: Node) -> list[Node]:
    """The address of the upload, where the page shows a copy of a service."""
    data = _data(image)
    if source := _said(data, "src"):
        image.attrs["src"] = source
        image.attrs["alt"] = image.get("alt") or _said(data, "alt")
    return [image]


def _substack_gallery(card: Node) -> list[Node]:
    gallery = _data(card).get("gallery")
    images = gallery.get("images") if isinstance(gallery, dict) else None
    if not isinstance(gallery, dict) or not isinstance(images, list):
        return [card]
    sources = [_said(one, "src") for one in images if isinstance(one, dict)]
    made = [
        _paragraph(Node("img", (), {"src": one, "alt": _said(gallery, "alt")}))
        for one in sources
        if one
    ]
    caption = _said(gallery, "caption")
    return [*made, _paragraph(text_node(caption))] if caption else made


def _substack_link(card: Node) -> list[Node]:
    """A card that shows something elsewhere: a link to it."""
    data = _data(card)
    address = _said(data, "url", "canonical_url")
    if not address.startswith("http"):
        return [card]
    made = [_paragraph(_link(_said(data, "title", "name") or address, address))]
    by = _said(data, "publication_name")
    return [*made, _paragraph(text_node(by))] if by else made


def _substack_tweet(card: Node) -> list[Node]:
    data = _data(card)
    address = _said(data, "url")
    if not address:
        return [card]
    words = _paragraph(text_node(_said(data, "full_text")))
    return [Node("blockquote", [words, _paragraph(_link(_said(data, "name") or address, address))])]


def _substack_instagram(card: Node) -> list[Node]:
    number = _said(_data(card), "instagram_id")
    if not re.fullmatch(r"[\w-]+", number):
        return [card]
    return [_paragraph(_link("Post at Instagram", f"https://www.instagram.com/p/{number}/"))]


def _substack_formula(card: Node) -> list[Node]:
    formula = _said(_data(card), "persistentExpression")
    return [_paragraph(text_node(f"$$ {formula} $$"))] if formula else [card]


def _substack_mention(card: Node) -> list[Node]:
    return [text_node(_said(_data(card), "name") or card.words())]


def _substack_button(card: Node) -> list[Node]:
    """A button of the platform, such as for a subscription, goes; one to somewhere else is a link."""
    link = card.find("a")
    address = link.get("href") if link else ""
    is_own = not address.startswith("http") or re.search(
        r"/(?:subscribe|p/[\w-]+/comments)\b", address
    )
    return [] if is_own else [_paragraph(*card.children)]  # fmt: skip


def _substack_footnote_mark(link: Node) -> list[Node]:
    return [Node("sup", [link])]


def _substack_footnote(card: Node) -> list[Node]:
    """The number of a footnote and its text, which are beside each other on the page."""
    number, text = _by_class(card, "footnote-number"), _by_class(card, "footnote-content")
    if number is None or text is None:
        return [card]
    first = text.find("p") or text
    first.children[:0] = [Node("sup", [number]), text_node(" ")]
    return [Node("div", text.children)]


def _substack_missing(card: Node) -> list[Node]:
    """A sound or film that only the platform has."""
    kind = "video" if "native-video-embed" in card.get("class") else "audio"
    return [Node(kind, (), {"data-missing": kind})]


SUBSTACK: Mapping[str, Rule] = {
    "<img>": _substack_picture,
    "image-link": _unwrapped,
    "image-gallery-embed": _substack_gallery,
    "digest-post-embed": _substack_link,
    "embedded-post-wrap": _substack_link,
    "embedded-publication-wrap": _substack_link,
    "tweet": _substack_tweet,
    "twitter-embed": _substack_tweet,
    "instagram": _substack_instagram,
    "latex-rendered": _substack_formula,
    "mention-wrap": _substack_mention,
    "button-wrapper": _substack_button,
    "footnote-anchor": _substack_footnote_mark,
    "footnote": _substack_footnote,
    "pullquote": _quoted,
    "native-audio-embed": _substack_missing,
    "native-video-embed": _substack_missing,
    **dict.fromkeys(
        (
            *("subscription-widget-wrap", "subscription-widget-wrap-editor", "subscription-widget"),
            *("captioned-button-wrap", "image-link-expand", "header-anchor-parent", "poll-embed"),
            *("file-embed-thumbnail", "file-embed-thumbnail-default", "hide-text", "paywall-jump"),
            *("community-chat", "install-substack-app-embed", "comment-thread"),
        ),
        _dropped,
    ),
}


# --- Medium ---------------------------------------------------------------------------------------


def _medium_heading(node: Node) -> list[Node]:
    """A line above or below the title, which Medium marks as a heading."""
    return [_paragraph(Node("em", node.children))]


def _medium_card(card: Node) -> list[Node]:
    """A card that shows another page: its title, what it is about, and its address."""
    link = next((one for one in card.iter() if one.tag == "a" and one.get("href")), None)
    title = card.find("strong")
    if link is None or not _words(title):
        return [card]
    made = [_paragraph(_link(_words(title), link.get("href")))]
    about = card.find("em")
    return [*made, _paragraph(text_node(_words(about)))] if _words(about) else made


MEDIUM: Mapping[str, Rule] = {
    "graf--kicker": _medium_heading,
    "graf--subtitle": _medium_heading,
    "graf--mixtapeEmbed": _medium_card,
    "graf--pullquote": _quoted,
}
