"""Values for the tests of this room: what a test does not care about is filled in, always the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from frontdesk.content.model import Outline
from frontdesk.content.resource_types import STRUCTS_BY_TYPE, Event
from frontdesk.content.resource_types import Resource as Thing
from frontdesk.site.resource_lists import event_status
from frontdesk.site.responsive_images import WebImage
from frontdesk.site.texts import Resource

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Words:
    """The words of a text."""

    def html(self) -> str:
        return "<p>Words.</p>"

    def summary(self) -> str:
        return "<p>A <b>summary</b>.</p>"

    def plain_summary(self) -> str:
        return "A summary."

    def outline(self) -> Outline:
        return Outline()

    def thumbnail(self) -> WebImage | None:
        return None


def resource(slug: str, thing: Thing | None = None, **fields: Any) -> Resource:
    """A resource of the type of its thing; without one, of the type that its slug names."""
    thing = thing or STRUCTS_BY_TYPE[slug](topic="Calls")  # type: ignore[index]
    usual = {
        "title": slug,
        "url": f"resources/{slug}.html",
        "save_as": f"resources/{slug}.html",
        "slug": slug,
        "lang": "en",
        "status": "published",
        "text": Words(),
        "template": "library/resource",
        "relative_source_path": f"resources/{slug}.md",
        "id": f"tag:site.example,2026:{slug}",
        "date": datetime(2026, 11, 1, tzinfo=UTC),
        "type": next(name for name, of in STRUCTS_BY_TYPE.items() if type(thing) is of),
        "thing": thing,
        "when": event_status(thing, NOW) if isinstance(thing, Event) else None,
    }
    return Resource(**usual | fields)
