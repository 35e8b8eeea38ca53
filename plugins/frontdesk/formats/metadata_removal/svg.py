"""An SVG, or another text with embedded media, in; the same without metadata of drawing programs and
cameras out (A7). The only user of lxml. Pure.

Drawing programs write the folder, the user, the date and their own name into elements and attributes of
their own namespaces, which browsers do not show.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from lxml import etree

from .file_types import Cleaner, RefusedFileError

_PROGRAM_NAMESPACES = re.compile(
    r"inkscape|sodipodi|adobe\.com|bohemiancoding|figma\.com|serif\.com|corel|purl\.org/dc|web\.resource\.org/cc|"
    r"creativecommons\.org/ns|w3\.org/1999/02/22-rdf|vectornator|xiph|sketch|boxy-svg|microsoft\.com|karbon",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    rb"(data:(?:image|audio|video|application/pdf)[\w/.+-]*(?:;[\w=.+-]+)*;base64,)([A-Za-z0-9+/=\s%]+)"
)


def svg(data: bytes, clean: Cleaner) -> bytes:
    """Raises RefusedFileError if it is not XML."""
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, huge_tree=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise RefusedFileError("is not a readable SVG; save it again") from None
    if _clean(root):
        etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])
        data = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return base64_media(data, clean)


def _clean(root: Any) -> bool:
    """Removes metadata; whether there was any."""
    tree = root.getroottree()
    gone = [one for one in root.iter() if _is_of_a_program(one)]
    around = [*root.itersiblings(preceding=True), *root.itersiblings()]
    found = bool(gone or around or tree.docinfo.internalDTD is not None)
    for one in gone:
        _remove(one)
    for one in root.iter(etree.Element):
        for name in list(one.attrib):
            if name.startswith("{") and _PROGRAM_NAMESPACES.search(name.partition("}")[0]):
                del one.attrib[name]
                found = True
    return found or any(
        _PROGRAM_NAMESPACES.search(uri) for one in root.iter() for uri in one.nsmap.values()
    )


def _is_of_a_program(one: Any) -> bool:
    if not isinstance(one.tag, str):
        return True  # a comment or a processing instruction
    space, _, name = one.tag.rpartition("}")
    return name.lower() == "metadata" or bool(space and _PROGRAM_NAMESPACES.search(space))


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


def base64_media(data: bytes, clean: Cleaner) -> bytes:
    """The text with its base64 media cleaned.

    Raises:
        RefusedFileError: one of them cannot be cleaned.
    """

    def cleaned(match: re.Match[bytes]) -> bytes:
        try:
            inner = base64.b64decode(re.sub(rb"\s|%0[AaDd]", b"", match[2]))
            made = clean(inner)
        except (binascii.Error, ValueError):
            return match[0]
        except RefusedFileError as error:
            raise RefusedFileError(f"has a picture in it that {error}") from None
        return match[0] if made == inner else match[1] + base64.b64encode(made)

    return _EMBEDDED.sub(cleaned, data)
