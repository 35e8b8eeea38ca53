"""Each decision changes its own lines of curation.yaml and no other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from frontdesk.core.errors import ConfigError
from frontdesk.core.urls import url_key
from partner_blogs.config.curation_yaml import parse_curation_yaml
from partner_blogs.config.edit_curation import (
    CHOICES,
    Choice,
    EntryEdit,
    choice_of,
    set_entries,
    set_introduction,
    with_entries,
    with_introduction,
)
from partner_blogs.curation import curated_by_link
from partner_blogs.model.config import CuratedEntry, Curation

ONE, TWO, THREE = (f"https://blog.example/{name}" for name in ("one", "two", "three"))
FILE = f"""# What we add by hand.

entries:
  # Read this first.
  - link: {ONE}   # of the first week
    pin: yes
    note: A good one.

  - link: {TWO}
    hide: yes

digests:
  - period: 2026-W45   # a week of endings
    intro: |
      Endings this week.

      And more.
"""


def set_choice(text: str, link: str, choice: Choice) -> str:
    return set_entries(text, [EntryEdit(link, choice)])


def set_note(text: str, link: str, note: str) -> str:
    return set_entries(text, [EntryEdit(link, None, note)])


@pytest.mark.K2
@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda text: set_choice(text, ONE, "pin"), "", ""),
        (lambda text: set_choice(text, ONE, "show"), "    pin: yes\n", ""),
        (
            lambda text: set_choice(text, ONE, "hide"),
            "    pin: yes\n    note: A good one.\n",
            "    note: A good one.\n    hide: true\n",
        ),
        (lambda text: set_choice(text, TWO, "show"), f"\n  - link: {TWO}\n    hide: yes\n", ""),
        (
            lambda text: set_choice(text, THREE, "pin"),
            "    hide: yes\n",
            f"    hide: yes\n\n  - link: {THREE}\n    pin: true\n",
        ),
        (lambda text: set_choice(text, THREE, "show"), "", ""),
        (lambda text: set_note(text, ONE, " A better\none. "), "A good one.", "A better one."),
        (lambda text: set_note(text, ONE, ""), "    note: A good one.\n", ""),
        (
            lambda text: set_note(text, f"{ONE}?utm_source=x", "Yes: this one"),
            "note: A good one.",
            "note: 'Yes: this one'",
        ),
        (
            lambda text: set_introduction(
                text, "2026-W45", "Endings", "Endings this week.\r\n\r\nAnd more.\r\n"
            ),
            "      And more.\n",
            "      And more.\n    title: Endings\n",
        ),
        (
            lambda text: set_introduction(text, "2026-W45", "", "A line."),
            "intro: |\n      Endings this week.\n\n      And more.\n",
            "intro: A line.\n",
        ),
        (
            lambda text: set_introduction(text, "2026-W46", "Beginnings", ""),
            "      And more.\n",
            "      And more.\n  - period: 2026-W46\n    title: Beginnings\n",
        ),
    ],
    ids=[
        "pinned-already",
        "unpin",
        "from-pin-to-hide",
        "unhide",
        "pin-another",
        "nothing-to-undo",
        "note",
        "no-note",
        "note-by-another-address",
        "title",
        "shorter-introduction",
        "new-introduction",
    ],
)
def test_a_decision_changes_its_own_lines_only(change, old: str, new: str) -> None:
    assert change(FILE) == (FILE.replace(old, new) if old else FILE)


@pytest.mark.K2
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_the_manner_of_the_file_stays(ends: str) -> None:
    file = "\ufeff" + FILE.replace("\n", ends)
    new = set_note(file, ONE, "Better.")
    assert new == file.replace("A good one.", "Better.")


def test_a_file_that_is_not_there_yet_is_begun() -> None:
    assert set_choice("", ONE, "pin") == f"entries:\n  - link: {ONE}\n    pin: true\n"


def test_a_file_with_mistakes_is_left_alone() -> None:
    with pytest.raises(ConfigError, match=r"curation\.yaml:1:1"):
        set_choice("entrys: []\n", ONE, "pin")


def test_new_entries_are_written_at_once_and_each_once() -> None:
    edits = [EntryEdit(THREE, "pin"), EntryEdit(f"{THREE}?utm_source=x", None, "Read it.")]
    new = set_entries("", [*edits, EntryEdit(ONE, "show"), EntryEdit(TWO, "hide", "")])
    pinned, hidden = f"{THREE}\n    pin: true\n    note: Read it.\n", f"{TWO}\n    hide: true\n"
    assert new == f"entries:\n  - link: {pinned}  - link: {hidden}"


LINKS, NOTES = st.sampled_from([ONE, TWO, THREE]), st.text(max_size=30)


@pytest.mark.K2
@settings(max_examples=15)
@given(st.lists(st.tuples(LINKS, st.sampled_from(CHOICES), NOTES), max_size=3))
def test_the_last_decision_about_each_entry_counts(decisions) -> None:
    text, wanted = FILE, {}
    for link, choice, note in decisions:
        text = set_entries(text, [EntryEdit(link, choice, note)])
        wanted[link] = choice
    entries = curated_by_link(parse_curation_yaml(text))
    assert {link: choice_of(entries.get(url_key(link))) for link in wanted} == wanted
    assert "# What we add by hand." in text
    assert "# a week of endings" in text


WORDS = st.tuples(st.sampled_from(["2026-W45", "2026-W46"]), NOTES, NOTES)
EDITS = st.builds(EntryEdit, LINKS, st.none() | st.sampled_from(CHOICES), st.none() | NOTES)


@pytest.mark.K2
@settings(max_examples=15)
@given(st.lists(EDITS, max_size=4), WORDS)
def test_what_is_shown_before_it_is_written_is_what_is_written(edits, words) -> None:
    before = parse_curation_yaml(FILE)
    shown = with_introduction(with_entries(before, edits), *words)
    written = parse_curation_yaml(set_introduction(set_entries(FILE, edits), *words))
    assert _without_lines(shown) == _without_lines(written)


def _without_lines(curation: Curation) -> tuple[set[CuratedEntry], set[tuple]]:
    entries = {replace(one, line=1) for one in curation.entries}
    words = {(one.period, one.title, (one.intro or "").rstrip("\n")) for one in curation.digests}
    return entries, words
