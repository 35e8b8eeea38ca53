"""The text of curation.yaml and a decision of the editor in, the new text out. Pure (D7, K2).

All other lines stay as they are, comments too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from frontdesk.core.text import clean_line
from frontdesk.core.urls import url_key
from frontdesk.core.yaml_editor import append_items, remove_value, set_value

from ..model.config import CuratedEntry
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


def set_choice(text: str, link: str, choice: Choice) -> str:
    """The file with a decision about the entry with this link; its note stays.

    Raises:
        ConfigError: the file has mistakes, or cannot be changed safely.
    """
    wanted: Mapping[str, bool] = {} if choice == "show" else {choice: True}
    return _set_entry(text, link, wanted, ("pin", "hide"))


def set_note(text: str, link: str, note: str) -> str:
    """The file with a note on an entry; an empty one takes the note away.

    Raises:
        ConfigError: as `set_choice`.
    """
    note = clean_line(note)
    return _set_entry(text, link, {"note": note} if note else {}, ("note",))


def set_introduction(text: str, period: str, title: str, intro: str) -> str:
    """The file with what the editor says on top of a digest; where both are empty, nothing of it.

    Args:
        period: such as 2026-W46.
        intro: Markdown.

    Raises:
        ConfigError: as `set_choice`.
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


def _set_entry(
    text: str, link: str, wanted: Mapping[str, bool | str], fields: tuple[str, ...]
) -> str:
    listed = parse_curation_yaml(text, CURATION_FILE).entries
    at = next((n for n, one in enumerate(listed) if url_key(one.link) == url_key(link)), None)
    if at is None:
        found = [{"link": link, **wanted}] if wanted else []
        return append_items(text, ["entries"], found, CURATION_FILE)
    one = listed[at]
    old = {"pin": one.pin or None, "hide": one.hide or None, "note": one.note}
    new = {**{key: value for key, value in old.items() if key not in fields and value}, **wanted}
    if not new:
        return remove_value(text, ["entries", at], CURATION_FILE)
    return _with_fields(text, ("entries", at), new, old)


def _with_fields(
    text: str,
    item: tuple[str, int],
    wanted: Mapping[str, bool | str | None],
    old: Mapping[str, bool | str | None],
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
    """A text as a form sent it, on lines that YAML can keep as they are."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    body = "\n".join(lines).strip("\n")
    return f"{body}\n" if "\n" in body else body
