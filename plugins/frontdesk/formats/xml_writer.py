"""An element tree in, the bytes of a well-formed document out. Pure (F4)."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from xml.etree.ElementTree import Element, ProcessingInstruction, indent, tostring

from .feed_escaping import drop_invalid_xml

_LOOKS_LIKE_MARKUP = re.compile(r"&#?\w|<[/A-Za-z]")
# No text has these two characters: XML cannot hold them, so drop_invalid_xml removes them.
_AMPERSAND, _LESS_THAN = "\uffff", "\ufffe"
_AS_NUMBERS = {_AMPERSAND: b"&#x26;", _LESS_THAN: b"&#x3C;"}


def xml_document(
    root: Element, stylesheet: str | None = None, plain: Collection[str] = frozenset()
) -> bytes:
    """The tree as UTF-8, one element a line. Characters that XML cannot hold are removed from
    every text and attribute (XML 1.0, 2.2).

    Args:
        stylesheet: the address of a CSS file for people who open the document in a browser (F6).
        plain: tags of the elements that hold plain text. What looks like markup in them is written with
            numeric references, by which the RSS Advisory Board's profile and the W3C's validator know
            that it is text. To an XML parser they are the same.
    """
    for element in root.iter():
        if element.text:
            element.text = drop_invalid_xml(element.text)
            if element.tag in plain:
                # U+FFFD stands for a lost character; validators take it for an encoding error.
                element.text = _with_numeric_references(element.text.replace("\ufffd", "?"))
        for name, value in element.items():
            element.set(name, drop_invalid_xml(value))
    indent(root, space=" ")
    whole = bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
    for character, number in _AS_NUMBERS.items():
        whole = whole.replace(character.encode(), number)
    if stylesheet is None:
        return whole
    declaration, _, tree = whole.partition(b"\n")
    style = ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{escape(stylesheet)}"')
    return b"\n".join((declaration, tostring(style), tree))


def _with_numeric_references(text: str) -> str:
    if not _LOOKS_LIKE_MARKUP.search(text):
        return text
    return text.replace("&", _AMPERSAND).replace("<", _LESS_THAN)
