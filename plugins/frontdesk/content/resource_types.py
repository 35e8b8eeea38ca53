"""The types of resources, each with its fields, and what those contradict. Pure (L1).

Fields that posts have too are those of `Head`; the structs declare the others. metadata.py parses all of
them, docs/library.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from .field_specs import FieldSpec, FieldType, field_specs

# --- what all have in common --------------------------------------------------------------------


def _required(field_type: FieldType, example: str, description: str) -> FieldSpec:
    return FieldSpec(field_type, example, description, "", is_required=True)


class Resource(Struct, frozen=True, kw_only=True, tag=str.lower):
    """The fields of every resource.

    Attributes:
        checked: the day on which the author last followed the link.
        closed: the day from which it no longer exists: its page stays, its link goes (L4).
    """

    topic: Annotated[str | None, _required("text", "Fees", "the shelf on which it stands")] = None
    why: Annotated[
        str | None,
        FieldSpec("text", "It is the only one with examples.", "why you recommend it", "not said"),
    ] = None
    level: Annotated[
        str | None,
        FieldSpec("level", "beginner", "for whom: `beginner`, `practised` or `expert`", "anybody"),
    ] = None
    language: Annotated[
        str | None, FieldSpec("language", "en-GB", "the language it is in", "not said")
    ] = None
    link: Annotated[
        str | None, FieldSpec("address", "https://fees.example/", "where it is found", "none")
    ] = None
    checked: Annotated[
        date | None, FieldSpec("day", "2026-11-20", "when you last followed the link", "not said")
    ] = None
    closed: Annotated[
        date | None,
        FieldSpec("day", "2026-06-26", "since when it is no more; the link goes", "it is open"),
    ] = None
    sample: Annotated[
        bool, FieldSpec("answer", "yes", "`yes` for what is invented, which gets a label", "no")
    ] = False


class Download(Resource, frozen=True, kw_only=True):
    """A resource that can be a file of ours (L3)."""

    version: Annotated[
        date | None, FieldSpec("day", "2026-11-21", "the day of this version", "none")
    ] = None
    file: Annotated[
        str | None,
        FieldSpec("file", "files/fee-letter.txt", "a file of `content/`, to download", "none"),
    ] = None
    licence: Annotated[
        str | None,
        FieldSpec("text", "yours to copy and change", "what readers may do with it", "not said"),
    ] = None


_WRITTEN = _required("words", "Ann Example; Ben Sample", "who wrote it; several with `;`")
_VERSION = _required("day", "2026-11-21", "the day of this version")
_LINK = _required("address", "https://fees.example/", "where it is found")


# --- the types ----------------------------------------------------------------------------------


class Book(Resource, frozen=True, kw_only=True):
    """A book; never with a link that earns money.

    Attributes:
        isbn: thirteen digits without hyphens.
    """

    author: Annotated[tuple[str, ...], _WRITTEN] = ()
    publisher: Annotated[
        str | None, _required("text", "Example House", "of the edition that you mean")
    ] = None
    year: Annotated[int | None, _required("year", "2008", "of that edition")] = None
    isbn: Annotated[
        str | None,
        FieldSpec("isbn", "978-0-306-40615-7", "ten or thirteen digits, which are checked", "none"),
    ] = None


class Article(Resource, frozen=True, kw_only=True):
    """Something that was published elsewhere."""

    author: Annotated[tuple[str, ...], _WRITTEN] = ()
    publication: Annotated[str | None, _required("text", "The Client Letter", "where")] = None
    published: Annotated[date | None, _required("day", "2008-05-22", "when")] = None
    link: Annotated[str | None, _LINK] = None


class Guide(Download, frozen=True, kw_only=True):
    """Something of ours to read from beginning to end."""

    version: Annotated[date | None, _VERSION] = None


class Checklist(Download, frozen=True, kw_only=True):
    """Something of ours to print and tick off."""

    version: Annotated[date | None, _VERSION] = None


class Event(Resource, frozen=True, kw_only=True):
    """Something that takes place (L2).

    Attributes:
        start, end: aware, in the zone of the event.
        timezone: its name in the IANA database.
        place: None for an event that is online only.
        online: where those who do not travel take part.
    """

    start: Annotated[
        datetime | None, _required("moment", "2027-01-20 09:30", "day and hour, by the clock there")
    ] = None
    end: Annotated[
        datetime | None, _required("moment", "2027-01-20 12:00", "day and hour, by the clock there")
    ] = None
    timezone: Annotated[
        str | None, _required("zone", "Europe/London", "the zone of that clock")
    ] = None
    place: Annotated[
        str | None,
        FieldSpec(
            "text", "Library, Exchange Street, Leeds", "a room and its address", "online only"
        ),
    ] = None
    online: Annotated[
        str | None,
        FieldSpec("address", "https://rooms.example/7", "where it is online", "in its place only"),
    ] = None
    cost: Annotated[str | None, _required("text", "£25; free for beginners", "or `free`")] = None
    organiser: Annotated[
        str | None, FieldSpec("text", "Ann Example", "whose it is", "not said")
    ] = None


class Community(Resource, frozen=True, kw_only=True):
    """People who talk to each other."""

    link: Annotated[str | None, _LINK] = None
    cost: Annotated[str | None, FieldSpec("text", "free", "of taking part", "not said")] = None
    since: Annotated[
        int | None, FieldSpec("year", "2024", "the year in which it began", "not said")
    ] = None


class Tool(Download, frozen=True, kw_only=True):
    """Something to work with: the page itself, a file of ours, or a program elsewhere."""


class Video(Resource, frozen=True, kw_only=True):
    """Something to watch; we link to it and embed nothing.

    Attributes:
        duration: in seconds.
    """

    link: Annotated[str | None, _LINK] = None
    duration: Annotated[
        int | None, _required("length", "11:20", "minutes and seconds, or hours before them")
    ] = None
    captions: Annotated[
        bool, FieldSpec("answer", "yes", "whether the words can be read along", "no")
    ] = False
    transcript: Annotated[
        bool, FieldSpec("answer", "yes", "whether they can be read without it", "no")
    ] = False


Thing = Book | Article | Guide | Checklist | Event | Community | Tool | Video

STRUCTS_BY_TYPE: dict[str, type[Thing]] = {
    "book": Book,
    "article": Article,
    "guide": Guide,
    "checklist": Checklist,
    "event": Event,
    "community": Community,
    "tool": Tool,
    "video": Video,
}


def missing_fields(what: str, thing: Resource) -> list[str]:
    """The required fields of a type that have no value, as in a draft that the preview shows."""
    fields = field_specs(STRUCTS_BY_TYPE[what])
    return [name for name, one in fields.items() if one.is_required and not getattr(thing, name)]


# --- what its fields say together ---------------------------------------------------------------


def localize_event(thing: Thing) -> Thing:
    """The same resource; an event with its times in its own time zone."""
    if not isinstance(thing, Event) or not thing.timezone:
        return thing
    zone = ZoneInfo(thing.timezone)
    return replace(
        thing,
        start=thing.start and thing.start.replace(tzinfo=zone),
        end=thing.end and thing.end.replace(tzinfo=zone),
    )


def find_contradictions(thing: Resource) -> Iterator[tuple[str, str]]:
    """Contradictions between fields: the name of a field, and the message."""
    if isinstance(thing, Event):
        yield from _of_an_event(thing)
    if isinstance(thing, Download) and thing.file and not thing.version:
        yield "file", "a file to download has a day; write 'Version: 2026-11-22'"
    if thing.checked and not thing.link:
        yield (
            "checked",
            "Checked is the day on which you followed the Link, and there is none; write one",
        )


def _of_an_event(event: Event) -> Iterator[tuple[str, str]]:
    if not (event.place or event.online):
        yield "place", "an event takes place somewhere; write 'Place: …' or 'Online: https://…'"
    if not (event.start and event.end and event.timezone):
        return
    for name, moment in (("start", event.start), ("end", event.end)):
        there = moment.astimezone(UTC).astimezone(moment.tzinfo)
        if there.replace(tzinfo=None) != moment.replace(tzinfo=None):
            message = (
                f"there is no {moment:%H:%M} in {event.timezone} on {moment:%Y-%m-%d}, when clocks are put "
                f"forward; write {there:%H:%M}"
            )
            yield name, message
    if event.end <= event.start:
        yield "end", "End is not after Start; correct one of the two"
    elif event.end - event.start > timedelta(days=60):
        yield "end", f"this lasts for {(event.end - event.start).days} days; correct Start or End"
