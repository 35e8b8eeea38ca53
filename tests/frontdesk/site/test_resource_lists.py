"""How things stand in the lists of the library, by a clock that is given (L1, L2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from frontdesk.content.field_specs import RESOURCE_TYPES
from frontdesk.content.resource_types import (
    STRUCTS_BY_TYPE,
    Article,
    Book,
    Checklist,
    Community,
    Event,
    Resource,
    Tool,
    Video,
)
from frontdesk.core.translations import english
from frontdesk.site.resource_json_ld import resource_json_ld
from frontdesk.site.resource_lists import build_lists, event_status

START = datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
END = START + timedelta(hours=2)
EVENT = Event(
    topic="Calls", start=START, end=END, timezone="Europe/London", place="Leeds", cost="free"
)


def thing(slug: str, of: Resource, day: int = 1, now: datetime = START) -> Any:
    what = next(name for name, struct in STRUCTS_BY_TYPE.items() if type(of) is struct)
    moment = datetime(2026, 11, day, tzinfo=UTC)
    when = event_status(of, now) if isinstance(of, Event) else None
    return SimpleNamespace(slug=slug, title=slug, date=moment, type=what, thing=of, when=when)


def slugs(things: Any) -> list[str]:
    return [one.slug for one in things]


@pytest.mark.L2
@pytest.mark.parametrize(
    ("now", "when"),
    [
        (START - timedelta(seconds=1), "to come"),
        (START, "now"),
        (END - timedelta(seconds=1), "now"),
        (END, "past"),
    ],
)
def test_an_event_is_to_come_then_now_then_past(now: datetime, when: str) -> None:
    assert event_status(EVENT, now) == when
    found = build_lists([thing("e", EVENT, now=now)], english())
    assert slugs(found.on_home) == ([] if when == "past" else ["e"])


@pytest.mark.L2
def test_the_next_event_stands_first_and_the_last_past_one_after_all_to_come() -> None:
    def at(days: int) -> Event:
        hours = timedelta(days=days)
        return Event(
            topic="Calls", start=START + hours, end=END + hours, timezone="UTC", cost="free"
        )

    events = [thing(f"{days}", at(days)) for days in (-9, 9, -3, 3)]
    shelf = build_lists(events, english()).types[0]
    assert (slugs(shelf.current), slugs(shelf.over)) == (["3", "9"], ["-3", "-9"])
    assert slugs(shelf.things) == ["3", "9", "-3", "-9"]


@pytest.mark.L1
def test_things_stand_by_type_and_by_topic_newest_first() -> None:
    found = build_lists(
        [
            thing("old", Book(topic="Calls"), 1),
            thing("new", Book(topic="Fees"), 3),
            thing("tool", Tool(topic="calls"), 2),
            thing("gone", Tool(topic="Fees", closed=date(2026, 1, 1)), 9),
        ],
        english(),
    )
    assert [(one.name, one.url, slugs(one.things)) for one in found.types] == [
        ("books", "resources/books/", ["new", "old"]),
        ("tools", "resources/tools/", ["gone", "tool"]),
    ]
    assert [(one.name, one.url, slugs(one.things)) for one in found.topics] == [
        ("Calls", "resources/topics/calls/", ["tool", "old"]),
        ("Fees", "resources/topics/fees/", ["gone", "new"]),
    ]
    assert slugs(found.on_home) == ["new", "tool", "old"]


def say(what: str, of: Resource, file: str | None = None) -> dict[str, Any]:
    return resource_json_ld(what, "T", "S", "https://a.example/x.html", of, file)


@pytest.mark.L4
def test_each_type_is_one_that_search_engines_know() -> None:
    things = {one: EVENT if one == "event" else STRUCTS_BY_TYPE[one]() for one in RESOURCE_TYPES}
    assert {what: say(what, thing)["@type"] for what, thing in things.items()} == {
        "book": "Book", "article": "Article", "guide": "DigitalDocument", "checklist": "DigitalDocument",
        "event": "Event", "community": "Organization", "tool": "CreativeWork", "video": "VideoObject",
    }  # fmt: skip


@pytest.mark.L4
def test_what_is_said_of_a_thing_is_what_its_fields_say() -> None:
    book = say("book", Book(author=("Ann",), year=2008, publisher="House", isbn="9780306406157"))
    assert book["author"] == [{"@type": "Person", "name": "Ann"}]
    assert (book["isbn"], book["datePublished"]) == ("9780306406157", "2008")
    event = say("event", EVENT)
    assert (event["startDate"], event["endDate"]) == (
        "2027-01-20T09:30:00+00:00",
        "2027-01-20T11:30:00+00:00",
    )
    assert event["location"]["@type"] == "Place"
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert event["isAccessibleForFree"] is True
    assert event["offers"] == {"@type": "Offer", "description": "free", "price": "0"}
    assert say("video", Video(duration=3723))["duration"] == "PT1H2M3S"
    file = say("checklist", Checklist(version=date(2026, 11, 21)), "https://a.example/files/x.txt")
    assert (file["version"], file["encoding"]["contentUrl"]) == (
        "2026-11-21",
        "https://a.example/files/x.txt",
    )
    article = say("article", Article(link="https://b.example/", publication="The Paper"))
    assert (article["url"], article["headline"]) == ("https://b.example/", "T")
    assert article["publisher"] == {"@type": "Organization", "name": "The Paper"}


@pytest.mark.L2
@pytest.mark.parametrize(
    ("cost", "price"),
    [
        ("£25; free for beginners", ("25", "GBP")),
        ("from 12,50 €", ("12.50", "EUR")),
        ("90 zł", ("90", "PLN")),
        ("CHF 40", ("40", "CHF")),
        ("two of 3 days", None),
        ("a donation", None),
    ],
)
def test_the_price_of_an_event_is_an_offer(cost: str, price: tuple[str, str] | None) -> None:
    offer = say("event", replace(EVENT, cost=cost)).get("offers")
    assert (offer and (offer["price"], offer["priceCurrency"])) == price


@pytest.mark.L4
def test_what_is_closed_is_said_without_its_link() -> None:
    club = Community(link="https://b.example/", closed=date(2026, 1, 1))
    assert "https://b.example/" not in str(say("community", club))
