"""An element tree in, the bytes of a well-formed document out. Pure (F4)."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, ProcessingInstruction, indent, tostring

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(root: Element, stylesheet: str | None = None) -> bytes:
    """The tree as UTF-8, one element a line. Characters that XML cannot hold are left out of every
    text and attribute (XML 1.0, 2.2).

    Args:
        stylesheet: the address of a CSS file for whoever opens the document in a browser (F6).
    """
    for element in root.iter():
        element.text = _NOT_XML.sub("", element.text) if element.text else element.text
        for name, value in element.items():
            element.set(name, _NOT_XML.sub("", value))
    indent(root, space=" ")
    whole = bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
    if stylesheet is None:
        return whole
    declaration, _, tree = whole.partition(b"\n")
    style = ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{escape(stylesheet)}"')
    return b"\n".join((declaration, tostring(style), tree))
