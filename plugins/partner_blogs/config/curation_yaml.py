"""The text of curation.yaml in, a Curation out, or every mistake at once; and what it does (D7). Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from msgspec.structs import replace
from ruamel.yaml.nodes import MappingNode, Node

from frontdesk.core.urls import comparable
from frontdesk.core.yaml_reader import (
    Reader,
    Sheet,
    WrongError,
    address,
    each,
    fields,
    root_of,
    scalar,
    section,
    switch,
    text_line,
)

from ..model.config import Config, Curated, Curation, Intro
from ..model.state import Entry


def read_curation(text: str, name: str = "curation.yaml") -> Curation:
    """Read the whole file.

    Raises:
        ConfigError: with every problem found, in the order of the file.
    """
    sheet = Sheet()
    root = root_of(text, sheet)
    found = fields(root, sheet, _SECTIONS) if root else {}
    sheet.finish(name)
    return Curation(entries=found.get("entries", ()), digests=found.get("digests", ()))


def _period(node: Node, _: Sheet) -> str:
    value = scalar(node)
    if not re.fullmatch(r"\d{4}-(?:\d{2}-\d{2}|W\d{2}|\d{2})", value):
        raise WrongError(
            f"'{value}' is no digest; write the end of its address: 2026-W46, 2026-11 or 2026-11-22"
        )
    return value


def _markdown(node: Node, _: Sheet) -> str:
    return scalar(node)


_ENTRY: Mapping[str, Reader] = {
    "link": address,
    "pin": switch,
    "hide": switch,
    "note": text_line,
}
_INTRO: Mapping[str, Reader] = {"period": _period, "intro": _markdown, "title": text_line}


def _entries(node: Node, sheet: Sheet) -> tuple[Curated, ...]:
    return tuple(_each_once(node, sheet, "link", _ENTRY, Curated, comparable))


def _digests(node: Node, sheet: Sheet) -> tuple[Intro, ...]:
    return tuple(_each_once(node, sheet, "period", _INTRO, Intro, str))


def _each_once(
    node: Node, sheet: Sheet, key: str, table: Mapping[str, Reader], kind: type, same: Any
) -> list[Any]:
    """The items of a list, of which no two may be about the same thing."""
    lines: dict[str, int] = {}
    found: list[Any] = []
    for item in each(node, sheet, lambda item, _: item, f"items, each beginning with '- {key}: …'"):
        one = section(item, sheet, kind, table)
        if one is None or not isinstance(item, MappingNode):
            continue
        name = getattr(one, key)
        line = item.start_mark.line + 1
        if lines.setdefault(same(name), line) != line:
            sheet.note(
                item, f"{key} '{name}' stands in line {lines[same(name)]} already; join the two"
            )
        elif isinstance(one, Curated) and one.pin and one.hide:
            sheet.note(item, "an entry cannot be both pinned and hidden; take one out")
        elif isinstance(one, Intro) and not (one.intro or one.title):
            sheet.note(item, "'intro' is missing here; add 'intro: …'")
        else:
            found.append(replace(one, line=line))
    return found


_SECTIONS: Mapping[str, Reader] = {"entries": _entries, "digests": _digests}


# --- what it does -------------------------------------------------------------------------------


def curated(config: Config, curation: Curation) -> Config:
    """The list with the editor's choices: what is hidden is shown at no partner, and stays in the store,
    so that it can be shown again."""
    hidden = tuple(one.link for one in curation.entries if one.hide)
    return replace(
        config,
        curation=curation,
        partners=tuple(
            replace(partner, hidden=partner.hidden + hidden) for partner in config.partners
        ),
    )


def pins(curation: Curation) -> frozenset[str]:
    """The comparable links of what is pinned."""
    return frozenset(comparable(one.link) for one in curation.entries if one.pin)


def is_pinned(entry: Entry, pins: Collection[str]) -> bool:
    return any(comparable(link) in pins for link in entry.links)


def by_link(curation: Curation) -> dict[str, Curated]:
    """Comparable link → what was decided about the entry there."""
    return {comparable(one.link): one for one in curation.entries}
