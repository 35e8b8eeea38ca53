"""A resource in; its JSON-LD for search engines, in terms of schema.org, out. Pure (L4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from frontdesk.content.resource_types import (
    Article,
    Book,
    Community,
    Download,
    Event,
    Resource,
    Video,
)

_TYPES = {
    "book": "Book",
    "article": "Article",
    "guide": "DigitalDocument",
    "checklist": "DigitalDocument",
    "event": "Event",
    "community": "Organization",
    "tool": "CreativeWork",
    "video": "VideoObject",
}


def resource_json_ld(
    what: str, title: str, summary: str, address: str, thing: Resource, file: str | None = None
) -> dict[str, Any]:
    """The value for the page of a resource; without its link where it is closed.

    Args:
        address: the absolute address of its page.
        file: the absolute address of the file to download.
    """
    link = None if thing.closed else thing.link
    found = {
        "@type": _TYPES[what],
        "name": title,
        "description": summary,
        "inLanguage": thing.language,
        **_type_fields(title, thing, file),
    }
    found.setdefault("url", link or address)
    return {name: value for name, value in found.items() if value not in (None, [], False)}


def _type_fields(title: str, thing: Resource, file: str | None) -> Mapping[str, Any]:
    match thing:
        case Book():
            return {
                "author": _people(thing.author),
                "publisher": {"@type": "Organization", "name": thing.publisher},
                "datePublished": str(thing.year),
                "isbn": thing.isbn,
            }
        case Article():
            return {
                "headline": title,
                "author": _people(thing.author),
                "publisher": {"@type": "Organization", "name": thing.publication},
                "datePublished": f"{thing.published}",
                "isPartOf": {"@type": "Periodical", "name": thing.publication},
            }
        case Event():
            return _event(thing)
        case Community():
            return {"foundingDate": str(thing.since) if thing.since else None}
        case Video():
            return {"duration": _duration(thing.duration or 0)}
        case Download():
            return {
                "version": f"{thing.version}" if thing.version else None,
                "encoding": {"@type": "MediaObject", "contentUrl": file} if file else None,
            }
        case _:
            return {}


def _event(event: Event) -> Mapping[str, Any]:
    online = {"@type": "VirtualLocation", "url": event.online} if event.online else None
    place = {"@type": "Place", "name": event.place, "address": event.place} if event.place else None
    where: list[dict[str, str] | None] = [one for one in (place, online) if one]
    mode = "Mixed" if len(where) > 1 else "Online" if online else "Offline"
    return {
        "startDate": event.start.isoformat() if event.start else None,
        "endDate": event.end.isoformat() if event.end else None,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if event.closed else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": where if len(where) > 1 else (where or [None])[0],
        "organizer": {"@type": "Organization", "name": event.organiser}
        if event.organiser
        else None,
        "isAccessibleForFree": _is_free(event) or None,
        "offers": _offer(event),
    }


def _is_free(event: Event) -> bool:
    return (event.cost or "").casefold() == "free"


_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "zł": "PLN", "Kč": "CZK"}
_SIGN = "|".join([*map(re.escape, _SIGNS), "[A-Z]{3}"])
_PRICE = re.compile(
    rf"(?P<before>{_SIGN})?\s*(?P<price>\d+(?:[.,]\d\d)?)(?!\d)\s*(?P<after>{_SIGN})?"
)


def _offer(event: Event) -> Mapping[str, str] | None:
    """The first price that the cost of an event names; None where there is none, or no currency."""
    found = _PRICE.search(event.cost or "")
    sign = found and (found["before"] or found["after"])
    if event.closed or not (sign or _is_free(event)):
        return None
    currency = {"priceCurrency": _SIGNS.get(sign, sign)} if sign else {}
    price = found["price"].replace(",", ".") if found and sign else "0"
    link = {"url": event.link} if event.link else {}
    return {"@type": "Offer", "description": event.cost or "", "price": price, **currency, **link}


def _people(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": name} for name in names]


def _duration(seconds: int) -> str:
    """PT11M20S (ISO 8601)."""
    hours, rest = divmod(timedelta(seconds=seconds), timedelta(hours=1))
    minutes, left = divmod(rest.seconds, 60)
    return f"PT{f'{hours}H' if hours else ''}{minutes}M{left}S"
