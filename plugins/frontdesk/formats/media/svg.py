"""The bytes of an SVG, or of another text with pictures in it, in; the same without what drawing programs
and cameras wrote out (A7). lxml's one door. Pure.

Programs that draw name the file's folder, the user, the day and themselves in elements and attributes of
their own, which no browser shows.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from .file_types import Refused

Clean = Callable[[bytes], bytes]

_OF_PROGRAMS = re.compile(
    r"inkscape|sodipodi|adobe\.com|bohemiancoding|figma\.com|serif\.com|corel|purl\.org/dc|web\.resource\.org/cc|"
    r"creativecommons\.org/ns|w3\.org/1999/02/22-rdf|vectornator|xiph|sketch|boxy-svg|microsoft\.com|karbon",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    rb"(data:(?:image|audio|video|application/pdf)[\w/.+-]*(?:;[\w=.+-]+)*;base64,)([A-Za-z0-9+/=\s%]+)"
)


def svg(data: bytes, clean: Clean) -> bytes:
    """Raises Refused where it is no XML."""
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, huge_tree=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("is no SVG that can be read; save it again") from None
    if _clean(root):
        etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])
        data = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return embedded(data, clean)


def _clean(root: Any) -> bool:
    """Whether anything was there to take out."""
    tree = root.getroottree()
    gone = [one for one in root.iter() if _is_of_a_program(one)]
    around = [*root.itersiblings(preceding=True), *root.itersiblings()]
    found = bool(gone or around or tree.docinfo.internalDTD is not None)
    for one in gone:
        _remove(one)
    for one in root.iter(etree.Element):
        for name in list(one.attrib):
            if name.startswith("{") and _OF_PROGRAMS.search(name.partition("}")[0]):
                del one.attrib[name]
                found = True
    return found or any(
        _OF_PROGRAMS.search(uri) for one in root.iter() for uri in one.nsmap.values()
    )


def _is_of_a_program(one: Any) -> bool:
    if not isinstance(one.tag, str):
        return True  # a remark or an instruction
    space, _, name = one.tag.rpartition("}")
    return name.lower() == "metadata" or bool(space and _OF_PROGRAMS.search(space))


def _remove(one: Any) -> None:
    parent = one.getparent()
    if parent is None:
        return
    if one.tail:
        before = one.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + one.tail
        else:
            parent.text = (parent.text or "") + one.tail
    parent.remove(one)


def embedded(data: bytes, clean: Clean) -> bytes:
    """The pictures that lie within a text as base64, each made clean.

    Raises:
        Refused: one of them cannot be.
    """

    def cleaned(match: re.Match[bytes]) -> bytes:
        try:
            inner = base64.b64decode(re.sub(rb"\s|%0[AaDd]", b"", match[2]))
            made = clean(inner)
        except (binascii.Error, ValueError):
            return match[0]
        except Refused as error:
            raise Refused(f"has a picture in it that {error}") from None
        return match[0] if made == inner else match[1] + base64.b64encode(made)

    return _EMBEDDED.sub(cleaned, data)
