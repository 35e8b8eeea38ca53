"""A file of another generator's folder in, its header as our reader of headers gives it out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.content.front_matter_fields import Field, Head
from frontdesk.content.model import Header

from ..markup.html_tree import parse_html, to_html
from ..model import Markup
from .generator_settings import SiteSettings, defaults_for


class FolderFile(Struct, frozen=True):
    """A file as it was read.

    Attributes:
        path: in the folder.
        fields: by their name, in lower case with `_` for `-`.
    """

    path: str
    header: Header
    head: Head
    fields: Mapping[str, Field]
    markup: Markup

    def text(self, *names: str) -> str:
        """The first of these fields that has a value."""
        found = (self.fields[one] for one in names if one in self.fields)
        values = (one.text or ", ".join(one.items or ()) for one in found)
        return next(filter(None, values), "")

    def words(self, *names: str, at_spaces: bool = False) -> tuple[str, ...]:
        """The words of the first of these fields that there is."""
        field = next((self.fields[one] for one in names if one in self.fields), None)
        if field is None:
            return ()
        split = field.items or field.text.split("," if "," in field.text or not at_spaces else None)
        return tuple(one.strip() for one in split if one.strip())


def html_with_header(data: bytes, site: SiteSettings) -> bytes | None:
    """A file of HTML whose header our reader knows; None for one without a header, such as a template."""
    if data.startswith((b"---", b"+++", b"\xef\xbb\xbf---")):
        return data
    if site.kind != "pelican" or b"<title" not in data[:20_000].lower():
        return None
    # Of Pelican: what the head of the page says is the header.
    text = data.decode("utf-8-sig", "replace")
    head, _, rest = text.partition("</head>")
    metas = [one for one in parse_html(head).iter() if one.tag == "meta"]
    title = re.search(r"<title[^>]*>(.*?)</title>", head, re.DOTALL | re.IGNORECASE)
    fields = [("title", parse_html(title[1]).words() if title else "")]
    fields += [(one.get("name"), one.get("content") or one.get("contents")) for one in metas]
    body = parse_html(rest)
    return joined(fields, "".join(map(to_html, body.children)))


def joined(fields: list[tuple[str, str]], body: str) -> bytes:
    lines = [f"{name}: {' '.join(value.split())}" for name, value in fields if name and value]
    return "\n".join([*lines, "", body]).encode("utf-8", "replace")


def why_no_text(data: bytes, header: Header, site: SiteSettings) -> str:
    """Why a file of Eleventy is no text; empty where it is one."""
    if site.kind != "eleventy":
        return ""
    if re.match(rb"---(?:js|javascript)[ \t]*\r?\n", data):
        return "its header is JavaScript, which is not run; write it as YAML and import again"
    if any(field.name == "pagination" for field in header.fields):
        return "it makes several pages from data, by a program"
    return ""


def with_defaults(header: Header, path: str, kind: str, site: SiteSettings) -> Header:
    """A header with what the settings of the site say for such a text."""
    known = {field.name for field in header.fields}
    found = defaults_for(path, kind, site)
    added = (
        Field(name, name, value, 0) if isinstance(value, str) else Field(name, name, "", 0, value)
        for name, value in found.items()
        if name not in known
    )
    return replace(header, fields=(*header.fields, *added))
