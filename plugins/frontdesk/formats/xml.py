"""An element tree in, the bytes of a well-formed document out. Pure (F4)."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from xml.etree.ElementTree import Element, ProcessingInstruction, indent, tostring

from .feed_text import clean

_LOOKS_LIKE_MARKUP = re.compile(r"&#?\w|<[/A-Za-z]")
# No text holds these two characters: `clean` leaves them out, for XML cannot hold them.
_AMPERSAND, _LESS_THAN = "\uffff", "\ufffe"
_AS_NUMBERS = {_AMPERSAND: b"&#x26;", _LESS_THAN: b"&#x3C;"}


def document(
    root: Element, stylesheet: str | None = None, plain: Collection[str] = frozenset()
) -> bytes:
    """The tree as UTF-8, one element a line. Characters that XML cannot hold are left out of every
    text and attribute (XML 1.0, 2.2).

    Args:
        stylesheet: the address of a CSS file for whoever opens the document in a browser (F6).
        plain: the elements that hold plain text. What looks like markup in them is written with numeric
            references, by which the RSS Advisory Board's profile and the W3C's validator know that it
            is meant as it stands. To a program that reads XML they are the same.
    """
    for element in root.iter():
        if element.text:
            element.text = clean(element.text)
            if element.tag in plain:
                # U+FFFD stands where a letter was lost; validators take it for a mistake of ours.
                element.text = _as_it_stands(element.text.replace("\ufffd", "?"))
        for name, value in element.items():
            element.set(name, clean(value))
    indent(root, space=" ")
    whole = bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
    for character, number in _AS_NUMBERS.items():
        whole = whole.replace(character.encode(), number)
    if stylesheet is None:
        return whole
    declaration, _, tree = whole.partition(b"\n")
    style = ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{escape(stylesheet)}"')
    return b"\n".join((declaration, tostring(style), tree))


def _as_it_stands(text: str) -> str:
    if not _LOOKS_LIKE_MARKUP.search(text):
        return text
    return text.replace("&", _AMPERSAND).replace("<", _LESS_THAN)
