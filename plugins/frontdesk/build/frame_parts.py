"""Parts that many pages share, such as the sidebar, in; rendered once a build, and put into the pages, out.

A page asks for one with `frame_part("partner_blogs/sidebar.html", root=root)`. If the part needs nothing
else of the page than it is given, its place in the page is remembered; when only the part has changed, it
is replaced there, and the page is not rendered again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct

from frontdesk.core.site_writer import ROOT, from_page

from .template_inputs import TemplateReader

COLLECTOR = "frame_parts"
"""The name of the collector among the values of a page; a page without one gets its parts as they are."""

PER_PAGE = frozenset({"articles", "dates"})
"""Values that all pages share but that lists have of their own."""

_SECRET = os.urandom(8).hex()  # it is in no page; so nobody can write such a token into a text
_TOKEN = re.compile(rf"<!--frame-part {_SECRET} (\d+)-->")


class PartPlace(Struct, frozen=True, array_like=True):
    """Where a part stands in the file of a page.

    Attributes:
        template: its name.
        values: what the page gave it, as JSON.
        start, size: in bytes.
        digest: of these bytes.
    """

    template: str
    values: str
    start: int
    size: int
    digest: bytes


class FrameParts:
    """The parts of one build.

    Args:
        shared: the values that all pages share.
    """

    def __init__(self, shared: Mapping[str, Any]) -> None:
        self.shared = shared
        self._html: dict[tuple[str, str], str] = {}
        self._made: dict[tuple[str, str, str], tuple[bytes, bytes]] = {}

    def part(self, env: Environment, template: str, values: str, file: str) -> tuple[bytes, bytes]:
        """A part as it stands in one page, and its digest; rendered when it is first asked for.

        Args:
            values: as in `PartPlace`.
            file: the path of the page below the root of the site.
        """
        key = template, values, from_page(ROOT, file)
        made = self._made.get(key)
        if made is None:
            data = from_page(self._render(env, template, values), file).encode()
            made = self._made[key] = data, digest_of(data)
        return made

    def _render(self, env: Environment, template: str, values: str) -> str:
        key = template, values
        html = self._html.get(key)
        if html is None:
            given = {**self.shared, **json.loads(values)}
            html = self._html[key] = env.get_template(template).render(given)
        return html


class PartCollector:
    """The parts of one page while it is rendered."""

    def __init__(self, parts: FrameParts, reader: TemplateReader) -> None:
        self._parts, self._reader = parts, reader
        self._used: list[tuple[str, str]] = []

    def ask(self, template: str, values: Mapping[str, Any]) -> Markup | None:
        """What stands for a part in the HTML until it is assembled; None for a part that needs more of the
        page."""
        if not self._reader.is_frame_part(template, values):
            return None
        self._used.append((template, json.dumps(values)))
        return Markup(f"<!--frame-part {_SECRET} {len(self._used) - 1}-->")  # noqa: S704 - it is ours

    def assemble(self, env: Environment, html: str, file: str) -> tuple[bytes, list[PartPlace]]:
        """The bytes of the page, and where the parts stand in it.

        Args:
            html: as it was rendered, with ROOT.
            file: the path of the page below the root of the site.
        """
        whole = bytearray()
        places = []
        pieces = _TOKEN.split(html)
        for n, piece in enumerate(pieces):
            if n % 2:
                template, values = self._used[int(piece)]
                data, digest = self._parts.part(env, template, values, file)
                places.append(PartPlace(template, values, len(whole), len(data), digest))
                whole += data
            else:
                whole += from_page(piece, file).encode()
        return bytes(whole), places


def digest_of(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def frame_part(context: Context, template: str, **values: Any) -> Markup:
    """For templates: a part of the page that other pages have too. Register it with `pass_context`."""
    collector: PartCollector | None = context.get(COLLECTOR)
    token = collector.ask(template, values) if collector else None
    if token is not None:
        return token
    whole = context.environment.get_template(template)
    return Markup(whole.render({**context.get_all(), **values}))  # noqa: S704 - rendered with autoescape
