"""An element tree in, the bytes of a well-formed document out. Pure (F4)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, indent, tostring

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(root: Element) -> bytes:
    """The tree as UTF-8, one element a line. Characters that XML cannot hold are left out of every
    text and attribute (XML 1.0, 2.2)."""
    for element in root.iter():
        element.text = _NOT_XML.sub("", element.text) if element.text else element.text
        for name, value in element.items():
            element.set(name, _NOT_XML.sub("", value))
    indent(root, space=" ")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
