"""The text of curation.yaml in, a Curation out, or every mistake at once (D7). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from ruamel.yaml.nodes import MappingNode, Node

from frontdesk.core.urls import url_key
from frontdesk.core.yaml_reader import (
    FieldParser,
    InvalidValueError,
    ProblemCollector,
    boolean,
    compose_root,
    parse_fields,
    parse_list,
    parse_section,
    scalar_text,
    text_line,
    web_address,
)

from ..model.config import CuratedEntry, Curation, EditionIntro


def parse_curation_yaml(text: str, name: str = "curation.yaml") -> Curation:
    """Read the whole file.

    Raises:
        ConfigError: with every problem found, in the order of the file.
    """
    problems = ProblemCollector()
    root = compose_root(text, problems)
    found = parse_fields(root, problems, _SECTIONS) if root else {}
    problems.raise_if_any(name)
    return Curation(entries=found.get("entries", ()), digests=found.get("digests", ()))


def _period(node: Node, _: ProblemCollector) -> str:
    value = scalar_text(node)
    if not re.fullmatch(r"\d{4}-(?:\d{2}-\d{2}|W\d{2}|\d{2})", value):
        raise InvalidValueError(
            f"'{value}' is no digest; write the end of its address: 2026-W46, 2026-11 or 2026-11-22"
        )
    return value


def _markdown(node: Node, _: ProblemCollector) -> str:
    return scalar_text(node)


_ENTRY: Mapping[str, FieldParser] = {
    "link": web_address,
    "pin": boolean,
    "hide": boolean,
    "note": text_line,
}
_INTRO: Mapping[str, FieldParser] = {"period": _period, "intro": _markdown, "title": text_line}


def _entries(node: Node, problems: ProblemCollector) -> tuple[CuratedEntry, ...]:
    return tuple(_each_once(node, problems, "link", _ENTRY, CuratedEntry, url_key))


def _digests(node: Node, problems: ProblemCollector) -> tuple[EditionIntro, ...]:
    return tuple(_each_once(node, problems, "period", _INTRO, EditionIntro, str))


def _each_once(
    node: Node,
    problems: ProblemCollector,
    key: str,
    table: Mapping[str, FieldParser],
    kind: type,
    same: Any,
) -> list[Any]:
    """The items of a list, of which no two may be about the same thing."""
    lines: dict[str, int] = {}
    found: list[Any] = []
    for item in parse_list(
        node, problems, lambda item, _: item, f"items, each beginning with '- {key}: …'"
    ):
        one = parse_section(item, problems, kind, table)
        if one is None or not isinstance(item, MappingNode):
            continue
        name = getattr(one, key)
        line = item.start_mark.line + 1
        if lines.setdefault(same(name), line) != line:
            problems.add(
                item, f"{key} '{name}' stands in line {lines[same(name)]} already; join the two"
            )
        elif isinstance(one, CuratedEntry) and one.pin and one.hide:
            problems.add(item, "an entry cannot be both pinned and hidden; take one out")
        elif isinstance(one, EditionIntro) and not (one.intro or one.title):
            problems.add(item, "'intro' is missing here; add 'intro: …'")
        else:
            found.append(replace(one, line=line))
    return found


_SECTIONS: Mapping[str, FieldParser] = {"entries": _entries, "digests": _digests}
