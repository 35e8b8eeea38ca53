"""The bytes of a feed or list in, what its specification finds wrong with it out; nothing for a good one.

The checks are stricter than the specifications where our own rules are: a language, unique ids, absolute
addresses, and a document that names its own address (F3, F4). They also find what the W3C's feed validator
calls an error or a warning, except what only a complete HTML parser can see.
"""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from .atom import check_atom
from .json_feed import check_json_feed
from .opml import check_opml
from .rss import check_rss


def parse_error(name: str, data: bytes) -> str | None:
    """Why no program can read a file of XML or JSON; None where it can."""
    try:
        if name.endswith(".json"):
            json.loads(data)
        else:
            ET.fromstring(data)  # noqa: S314 - our own site
    except (ValueError, ET.ParseError) as error:
        return f"cannot be read: {error}"
    return None


def check_feed(name: str, data: bytes, address: str) -> list[str]:
    """What is wrong with a feed or list; the ending of its name tells the format.

    Args:
        address: the absolute address at which it is published.
    """
    if name.endswith(".atom.xml"):
        return [*check_atom(data, address)]
    if name.endswith(".rss.xml"):
        return [*check_rss(data, address)]
    return [*(check_json_feed(data, address) if name.endswith(".json") else check_opml(data))]
