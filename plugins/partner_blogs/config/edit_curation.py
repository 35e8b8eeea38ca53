"""The text of curation.yaml and a decision of the editor in, the new text out. Pure (D7, K2).

All other lines stay as they are, comments too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from msgspec.structs import replace

from frontdesk.core.text import clean_line, strip_invisible
from frontdesk.core.urls import url_key
from frontdesk.core.yaml_editor import append_items, remove_value, set_value
from frontdesk.core.yaml_writer import Value

from ..model.config import CuratedEntry, Curation, EditionIntro
from .curation_yaml import parse_curation_yaml
from .load import CURATION_FILE

Choice = Literal["pin", "show", "hide"]
"""What can be decided about an entry: it stands first, as the rules have it, or nowhere."""

CHOICES: tuple[Choice, ...] = get_args(Choice)


def choice_of(entry: CuratedEntry | None) -> Choice:
    """What was decided."""
    if entry is None:
        return "show"
    return "pin" if entry.pin else "hide" if entry.hide else "show"


class EntryEdit(NamedTuple):
    """What is to change about the entry with a link; None where it stays."""

    link: str
    choice: Choice | None = None
    note: str | None = None


def set_entries(text: str, edits: Iterable[EntryEdit]) -> str:
    """The file with these changes; an entry of which nothing is left to say is taken away. New ones are
    written at once: to write takes the longer, the more the file has.

    Raises:
        ConfigError: the file has mistakes, or cannot be changed safely.
    """
    added: dict[str, CuratedEntry] = {}
    for edit in edits:
        key = url_key(edit.link)
        listed = parse_curation_yaml(text, CURATION_FILE).entries
        at = next((n for n, one in enumerate(listed) if url_key(one.link) == key), None)
        if at is None:
            added[key] = _edited(added.get(key), edit)
            continue
        was, wanted = _fields(listed[at]), _fields(_edited(listed[at], edit))
        if wanted and wanted != was:
            text = _with_fields(text, ("entries", at), wanted, was)
        elif wanted != was:
            text = remove_value(text, ["entries", at], CURATION_FILE)
    new = [{"link": one.link, **said} for one in added.values() if (said := _fields(one))]
    return append_items(text, ["entries"], new, CURATION_FILE) if new else text


def with_entries(curation: Curation, edits: Iterable[EntryEdit]) -> Curation:
    """What `set_entries` makes the file say, to show it before it is written."""
    entries = {url_key(one.link): one for one in curation.entries}
    for edit in edits:
        key = url_key(edit.link)
        entries[key] = _edited(entries.get(key), edit)
    said = tuple(one for one in entries.values() if _fields(one))
    return replace(curation, entries=said)


def with_introduction(curation: Curation, period: str, title: str, intro: str) -> Curation:
    """What `set_introduction` makes the file say."""
    title, intro = clean_line(title), paragraphs(intro)
    others = tuple(one for one in curation.digests if one.period != period)
    words = EditionIntro(period=period, title=title or None, intro=intro or None)
    return replace(curation, digests=(*others, words) if title or intro else others)


def _edited(one: CuratedEntry | None, edit: EntryEdit) -> CuratedEntry:
    old = one or CuratedEntry(link=edit.link)
    choice = edit.choice or choice_of(one)
    note = old.note if edit.note is None else clean_line(edit.note) or None
    return replace(old, pin=choice == "pin", hide=choice == "hide", note=note)


def _fields(one: CuratedEntry) -> dict[str, Value]:
    """What the file has of an entry, without its link."""
    said = {"pin": one.pin, "hide": one.hide, "note": one.note}
    return {name: value for name, value in said.items() if value}


def set_introduction(text: str, period: str, title: str, intro: str) -> str:
    """The file with what the editor says on top of a digest; where both are empty, nothing of it.

    Args:
        period: such as 2026-W46.
        intro: Markdown.

    Raises:
        ConfigError: as `set_entries`.
    """
    title, intro = clean_line(title), paragraphs(intro)
    wanted = {key: value for key, value in (("title", title), ("intro", intro)) if value}
    listed = parse_curation_yaml(text, CURATION_FILE).digests
    at = next((n for n, one in enumerate(listed) if one.period == period), None)
    if at is None:
        found = [{"period": period, **wanted}] if wanted else []
        return append_items(text, ["digests"], found, CURATION_FILE)
    if not wanted:
        return remove_value(text, ["digests", at], CURATION_FILE)
    old = {"title": listed[at].title, "intro": listed[at].intro}
    same = {
        key: value for key, value in old.items() if value and paragraphs(value) == wanted.get(key)
    }
    return _with_fields(text, ("digests", at), {**wanted, **same}, old)


def _with_fields(
    text: str,
    item: tuple[str, int],
    wanted: Mapping[str, Value],
    old: Mapping[str, Value],
) -> str:
    """The file with these fields in an item, and without those that it had and are not wanted."""
    for key, value in wanted.items():
        if value != old.get(key):
            text = set_value(text, [*item, key], value, CURATION_FILE)
    for key, value in old.items():
        if value and key not in wanted:
            text = remove_value(text, [*item, key], CURATION_FILE)
    return text


def paragraphs(text: str) -> str:
    """A text as a form sent it, on lines that YAML can keep, and as the file is read."""
    text = strip_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))
    body = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return f"{body}\n" if "\n" in body else body
