"""A title in, the file for a new text out. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from frontdesk.core.errors import ScaffoldError
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import slugify, title_slug

from .field_specs import RESOURCE_TYPES, ResourceType
from .front_matter import FENCE, split_front_matter
from .front_matter_fields import Head
from .metadata import RESOURCE_FIELDS, field_label

ScaffoldKind = Literal["post", "page", "column", ResourceType]
MAX_LISTED_TERMS = 20
DRAFT_LINE = "Status: draft"
"""In the header of every new text but a page, which waits because it is empty."""


class Scaffold(Struct, frozen=True):
    """A new file.

    Attributes:
        path: below the content folder.
    """

    path: str
    text: str


def make_scaffold(
    title: str,
    what: ScaffoldKind,
    now: datetime,
    new_id: str,
    rules: Settings,
    *,
    series: str | None = None,
    slug: str | None = None,
    known: Iterable[Head] = (),
) -> Scaffold:
    """A post, page, column or resource with a header and no text yet (A4).

    Args:
        title: in any script.
        now: its date; a column gets the next day of its series.
        new_id: a permanent id that nothing else has (A5).
        series: of a column; not needed if there is only one.
        slug: the last part of its address; made from the title if it is missing.
        known: the heads of all posts; the file lists their categories and tags.

    Raises:
        ScaffoldError: if no slug can be made of the title, or the series is unknown.
    """
    title = " ".join(title.split())
    name = slugify(slug) if slug else title_slug(title)
    if not title:
        raise ScaffoldError('a title is missing; write one, such as title="What I learnt"')
    if not name:
        raise ScaffoldError(f'no address can be made of "{slug or title}"; add slug=a-few-words')
    if what == "page":
        lines = [
            field_line("Title", title),
            f"Slug: {name}",
            "# Summary: one sentence for search engines",
        ]
        return _start(f"{rules.page_paths[0]}/{name}.md", lines)
    moment = now.astimezone(ZoneInfo(rules.timezone))
    if what in RESOURCE_TYPES:
        return _resource(title, name, what, f"{moment:%Y-%m-%d}", new_id, rules)
    column: list[str] = []
    if what == "column":
        chosen = _series(series, rules)
        if weekday := rules.series[chosen]:
            moment = _next(moment, weekday)
        column = [field_line("Series", chosen)]
    posts = tuple(known)
    categories = Counter(head.category for head in posts if head.category)
    tags = Counter(tag for head in posts for tag in head.tags)
    lines = [
        field_line("Title", title),
        f"Date: {moment:%Y-%m-%d %H:%M}{_offset(moment)}",
        f"Id: {new_id}",
        f"Slug: {name}",
        *column,
        f"Category: {rules.default_category}",
        *_choice("Categories so far", categories),
        "# Tags: words, with commas between them",
        *_choice("Tags used most", tags),
        "# Summary: one sentence that makes readers want to read on",
        DRAFT_LINE,
    ]
    return _start(f"{rules.article_paths[0]}/{moment:%Y-%m-%d}-{name}.md", lines)


def _resource(
    title: str, name: str, what: ResourceType, day: str, new_id: str, rules: Settings
) -> Scaffold:
    """A draft whose required fields are empty, each below a line that says what it takes."""
    filled = {"title": title, "type": what, "date": day, "id": new_id, "slug": name, "version": day}
    lines = [
        field_line("Title", title),
        f"Type: {what}",
        f"Date: {day}",
        f"Id: {new_id}",
        f"Slug: {name}",
    ]
    for field, spec in RESOURCE_FIELDS[what].items():
        if spec.is_required and field not in {"title", "type", "date"}:
            lines += [f"# {field_label(field)}: {spec.description}, such as {spec.example}"]
            lines += [f"{field_label(field)}: {filled.get(field, '')}".rstrip()]
    lines += [
        f"# {field_label(field)}: {spec.description}"
        for field, spec in RESOURCE_FIELDS[what].items()
        if not spec.is_required and field not in {*filled, "status"}
    ]
    lines += [DRAFT_LINE]
    return _start(f"{rules.resource_paths[0]}/{name}.md", lines)


def _start(path: str, lines: list[str]) -> Scaffold:
    return Scaffold(path, "\n".join([FENCE, *lines, FENCE, "", ""]))


_RISKY = re.compile(
    r""": |:$|\ \#|^[\s\[\]{}>|*&!%#`@,?:"'-]|^(?:[~=]|null|true|false|yes|no|on|off|y|n)$"""
    r"""|^[\d.+][\d_.:+a-fotxz\ -]*$|^[.+]*(?:inf|nan)$""",
    re.IGNORECASE,
)
"""Text that YAML reads as something else: its marks, booleans, numbers, dates and times."""


def field_line(field: str, text: str) -> str:
    """A field that other programs, which read YAML, understand as this text too."""
    plain = f"{field}: {text}"
    found = split_front_matter(plain).fields
    if found and found[0].text == text and not _RISKY.search(text):
        return plain
    doubled = text.replace("'", "''")
    return f"{field}: '{doubled}'"


def _choice(words: str, used: Counter[str]) -> list[str]:
    most = sorted(word for word, _ in used.most_common(MAX_LISTED_TERMS))
    return [f"# {words}: {', '.join(most)}"] if most else []


def _offset(moment: datetime) -> str:
    offset = f"{moment:%z}"
    return f"{offset[:3]}:{offset[3:5]}"


def _series(name: str | None, rules: Settings) -> str:
    names = {one.casefold(): one for one in rules.series}
    if name and name.casefold() in names:
        return names[name.casefold()]
    if name is None and len(names) == 1:
        return next(iter(rules.series))
    if not names:
        raise ScaffoldError("there is no series yet; add one to SERIES in pelicanconf.py")
    listed = ", ".join(rules.series)
    raise ScaffoldError(f'say which column: series="…", one of {listed}')


def _next(moment: datetime, weekday: str) -> datetime:
    """The same time on the next day of the series, which may be today."""
    return next(day for n in range(7) if f"{(day := moment + timedelta(days=n)):%A}" == weekday)
