"""Edits of YAML that people write by hand: what is edited changes, and nothing else."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.shipped import needs_sample_site

from frontdesk.core.errors import ConfigError
from frontdesk.core.yaml_editor import append_items, move_item, remove_value, set_value

ROOT = Path(__file__).resolve().parents[3]


def load(text: str, version: str = "1.2") -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = version
    with warnings.catch_warnings(action="ignore"):
        return yaml.load(text)


def edited(text: str, edit: str, path: tuple[str | int, ...], *value: Any) -> str:
    edits: dict[str, Callable[..., str]] = {
        "set": set_value,
        "append": append_items,
        "remove": remove_value,
    }
    return edits[edit](text, path, *value, name="site.yaml")


# --- files as people write them -----------------------------------------------------------------

PARTNERS = """\
# feeds.yaml: our partners
#
# Only id and name are required.

about: {site: 'https://me.example/'}   # who asks
partners:

  # --- 1. Friends ---
  - id: alpha        # never change
    name: "Alpha"
    topics: [law, "courts"]
    # he wrote in May

  # the second
  - id: beta
    name: 'Beta: more'
    description: |
      Two
      lines.

# candidates, switched off
#  - id: gamma
#    name: Gamma
digest:
    weekly: yes
    # daily: no      # one for each day
"""

FIRST = """\
  - id: alpha        # never change
    name: "Alpha"
    topics: [law, "courts"]
    # he wrote in May
"""
SECOND = """
  # the second
  - id: beta
    name: 'Beta: more'
    description: |
      Two
      lines.
"""

SITE = """\
%YAML 1.2
---
# About the site.
title: The Returned Call

# Shown in the foot.
licence: "CC BY 4.0"   # or none
menu:
- {name: Home, url: /}
- {name: Blogs, url: /blogs/}

colours: &colours
  light: '#fff'
  dark: '#000'
print: *colours
numbers: [ 1, 2 ]
wide: [
  one,
  two
]
noted: [
  one,  # the first
  two
]
hours: '08:30'
motto: >-
  One call,
  returned.

nothing:
empty: []
...
"""


@pytest.mark.parametrize(
    ("text", "edit", "old", "new"),
    [
        # a value in the place of another
        (PARTNERS, ("set", ("partners", 0, "id"), "alfa"), "- id: alpha  ", "- id: alfa  "),
        (PARTNERS, ("set", ("partners", 0, "name"), "A"), 'name: "Alpha"', 'name: "A"'),
        (PARTNERS, ("set", ("partners", 1, "name"), "It's"), "'Beta: more'", "'It''s'"),
        (PARTNERS, ("set", ("partners", 0, "topics", 1), "a, b"), '"courts"', '"a, b"'),
        (PARTNERS, ("set", ("partners", 0, "topics"), ["x"]), '[law, "courts"]', "[x]"),
        (PARTNERS, ("set", ("about", "site"), None), "'https://me.example/'", "null"),
        (PARTNERS, ("set", ("digest", "weekly"), False), "weekly: yes", "weekly: false"),
        (PARTNERS, ("set", ("partners", 1, "description"), "One."), "|\n      Two\n      lines.", "One."),
        (PARTNERS, ("set", ("partners", 1, "description"), "A\n\nB"), "|\n      Two\n      lines.",
         "|-\n      A\n\n      B"),
        (PARTNERS, ("set", ("partners", 1, "name"), "A\nB\n"), "'Beta: more'", "|\n      A\n      B"),
        (PARTNERS, ("set", ("digest",), 5), "digest:\n    weekly: yes", "digest: 5"),
        (PARTNERS, ("set", ("digest",), {"a": {"b": 1}}), "    weekly: yes", "    a:\n        b: 1"),
        (SITE, ("set", ("licence",), "none"), '"CC BY 4.0"', '"none"'),
        (SITE, ("set", ("licence",), ["a", "b"]), 'licence: "CC BY 4.0"   # or none',
         "licence:   # or none\n- a\n- b"),
        (SITE, ("set", ("menu", 1), "all"), "{name: Blogs, url: /blogs/}", "all"),
        (SITE, ("set", ("print",), 1), "print: *colours", "print: 1"),
        (SITE, ("set", ("motto",), "Short."), ">-\n  One call,\n  returned.", "Short."),
        (SITE, ("set", ("hours",), "09:00"), "'08:30'", "'09:00'"),
        (SITE, ("set", ("nothing",), "no"), "nothing:", "nothing: 'no'"),
        (SITE, ("set", ("nothing",), {"a": 1}), "nothing:", "nothing:\n  a: 1"),
        (SITE, ("set", ("noted", 0), "1"), "one,  # the first", "'1',  # the first"),
        # a key that is not there
        (SITE, ("set", ("contact",), "me@x.example"), "empty: []", "empty: []\ncontact: me@x.example"),
        (PARTNERS, ("set", ("about", "contact"), "a:b"), "me.example/'}", "me.example/', contact: 'a:b'}"),
        (PARTNERS, ("set", ("partners", 0, "show"), "full"), "    # he wrote in May\n",
         "    show: full\n    # he wrote in May\n"),
        (PARTNERS, ("set", ("partners", 1, "consent", "by"), "Ann"), "      lines.\n",
         "      lines.\n    consent:\n      by: Ann\n"),
        (PARTNERS, ("set", ("digest", "daily"), True), "weekly: yes\n", "weekly: yes\n    daily: true\n"),
        (PARTNERS, ("set", ("partners", 0, "removed"), ["a"]), "    # he wrote in May\n",
         "    removed: [a]\n    # he wrote in May\n"),
        ("a: 1", ("set", ("b", "c"), 2), "a: 1", "a: 1\nb:\n  c: 2"),
        ("", ("set", ("a",), "x"), "", "a: x\n"),
        ("# mine", ("set", ("a",), "x"), "# mine", "# mine\na: x"),
        ("---\n# mine\n...\n", ("set", ("a",), "x"), "...", "a: x\n..."),
        ("a: {}\r\nb: 1\r\n", ("set", ("a", "c"), 2), " {}", "\r\n  c: 2"),
        ("a: 1\n\nb: 2\n", ("set", ("c",), 3), "b: 2\n", "b: 2\n\nc: 3\n"),
        # items at the end of a list
        (PARTNERS, ("append", ("partners",), [{"id": "c", "name": "C"}]), "      lines.\n",
         "      lines.\n  - id: c\n    name: C\n"),
        (PARTNERS, ("append", ("partners", 0, "topics"), ["tax", "no"]), '"courts"]', '"courts", "tax", "no"]'),
        (PARTNERS, ("append", ("entries",), [{"link": "x"}]), "# one for each day\n",
         "# one for each day\nentries:\n  - link: x\n"),
        (SITE, ("append", ("menu",), [{"name": "A, b", "url": "/a/"}]), "url: /blogs/}\n",
         "url: /blogs/}\n- {name: 'A, b', url: /a/}\n"),
        (SITE, ("append", ("numbers",), [3, 4]), "1, 2 ]", "1, 2, 3, 4 ]"),
        (SITE, ("append", ("wide",), ["three"]), "  two\n]\nnoted", "  two,\n  three\n]\nnoted"),
        (SITE, ("append", ("empty",), ["a"]), "empty: []", "empty:\n- a"),
        (SITE, ("append", ("nothing",), ["a"]), "nothing:", "nothing:\n- a"),
        ("- a\n- b", ("append", (), ["c"]), "- b", "- b\n- c"),
        ("", ("append", (), [{"a": 1, "b": [1]}]), "", "- a: 1\n  b:\n    - 1\n"),
        ("l:\n  -   a: 1\n\n  -   a: 2\nx: 1\n", ("append", ("l",), [{"a": 3, "b": 4}]), "a: 2\n",
         "a: 2\n\n  -   a: 3\n      b: 4\n"),
        ("a: {b: [], c: 1}", ("append", ("a", "b"), ["x"]), "[]", "[x]"),
        # something taken away, with what was said about it
        (PARTNERS, ("remove", ("partners", 1)), SECOND, ""),
        (PARTNERS, ("remove", ("partners", 0)), FIRST, ""),
        (PARTNERS, ("remove", ("partners", 0, "id")), "id: alpha        # never change\n    ", ""),
        (PARTNERS, ("remove", ("partners", 0, "topics", 0)), "law, ", ""),
        (PARTNERS, ("remove", ("partners", 0, "topics", 1)), ', "courts"', ""),
        (PARTNERS, ("remove", ("about", "site")), "{site: 'https://me.example/'}", "{}"),
        (PARTNERS, ("remove", ("digest", "weekly")), "digest:\n    weekly: yes", "digest: {}"),
        (PARTNERS, ("remove", ("partners", 1, "description")), "    description: |\n      Two\n      lines.\n",
         ""),
        (SITE, ("remove", ("licence",)), '# Shown in the foot.\nlicence: "CC BY 4.0"   # or none\n', ""),
        (SITE, ("remove", ("print",)), "print: *colours\n", ""),
        ("# about this file\na: 1\n# about b\nb: 2\n", ("remove", ("a",)), "a: 1\n", ""),
        ("l:\n- a: 1\n  # about b\n  b: 2\n", ("remove", ("l", 0, "a")), "- a: 1\n", "-\n"),
        ("a: 1\n\nb: 2", ("remove", ("b",)), "\n\nb: 2", ""),
        ("a: 1", ("remove", ("a",)), "a: 1", ""),
    ],
)  # fmt: skip
def test_an_edit_changes_what_it_names_and_no_other_byte(
    text: str, edit: tuple[Any, ...], old: str, new: str
) -> None:
    assert text.count(old) == 1 or not old
    expected = text.replace(old, new, 1)
    assert edited(text, *edit) == expected
    if "\n" in text and "\r" not in text:
        windows = "\ufeff" + text.replace("\n", "\r\n")
        assert edited(windows, *edit) == "\ufeff" + expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "edit", "says"),
    [
        ("a: [1", ("set", ("a",), 1), "site.yaml:1:6: this is not YAML"),
        ("a:\n\tb: 1", ("set", ("a",), 1), "site.yaml:2:1: this is not YAML .*use spaces"),
        ("a: 1\n---\nb: 1\n", ("set", ("a",), 1), "this is not YAML"),
        ("a: *x\n", ("set", ("a",), 1), "this is not YAML"),
        ("a: 1\na: 2\n", ("set", ("a",), 1), "site.yaml:2:1: 'a' stands twice"),
        ("b:\n  - x\nb:\n  - x\n", ("set", ("a",), 1), "site.yaml:3:1: 'b' stands twice"),
        ("b: 1\n'b': 2\n\"b\": 3\n", ("set", ("a",), 1), "site.yaml:2:1: 'b' stands twice"),
        ("b: {c: 1, \"c\": 2}\n", ("set", ("a",), 1), "site.yaml:1:11: 'c' stands twice"),
        ("b:\n  - [{c: {d: 1, d: 2}}]\n", ("append", ("a",), [1]), "2:17: 'd' stands twice"),
        ("b: &b {c: 1}\nd:\n  <<: *b\n  e: 1\n  e: 2\n", ("remove", ("b",)), "5:3: 'e' stands twice"),
        ("b: &b {c: 1}\n<<: *b\n<<: *b\n", ("set", ("a",), 1), "site.yaml:3:1: '<<' stands twice"),
        ("1: a\n0x1: b\n", ("set", ("a",), 1), "site.yaml:2:1: .*two keys are the same"),
        ("no: a\nfalse: b\n", ("set", ("a",), 1), "site.yaml:2:1: .*two keys are the same"),
        ("n: &n b\n*n : 1\n", ("set", ("b",), 1), "change it by hand"),
        # what programs cannot load
        ("b: !mine x\n", ("set", ("a",), 1), "site.yaml:1:4: this cannot be loaded .*take the tag out"),
        ("b: !!int x\n", ("set", ("a",), 1), "site.yaml:1:4: .*no int .*'single quotes'"),
        ("c: 1\nb: 2026-13-40\n", ("set", ("a",), 1), "site.yaml:2:4: .*no timestamp .*'single quotes'"),
        ("b: !!omap [c: 1, c: 2]\n", ("set", ("a",), 1), "site.yaml:1:4: .*no omap"),
        ("b: =\n", ("set", ("a",), 1), "site.yaml:1:4: .*'single quotes'"),
        ("<<: 1\n", ("set", ("a",), 1), "site.yaml:1:5: .*'<<' adds is a section"),
        ("? {c: 1}\n: 1\n", ("set", ("a",), 1), "site.yaml:1:3: .*write a text as the key"),
        ("%YAML 1.3\n---\nb: 1\n", ("set", ("a",), 1), "site.yaml:1:1: .*'%YAML 1.3'.*take it out"),
        ('c: 1\nb: "\\U00110000"\n', ("set", ("a",), 1), "site.yaml:2:1: .*take it out"),
        ("hello\n", ("set", ("a",), 1), "there is no section with a key 'a' here"),
        ("a: 1\n", ("set", ("a", "b"), 1), "site.yaml:1:4: there is no section with a key 'b'"),
        ("a: [1]\n", ("set", ("a", 1), 1), "site.yaml:1:4: there is no item 1 here; the list has 1"),
        ("a: 1\n", ("set", ("b", 0), 1), "there is no 'b' here"),
        ("a: 1\n", ("set", ("a", 0), 1), "there is no list here"),
        ("a: 1\n", ("set", (), 1), "name one of its keys"),
        ("a: 1\n", ("remove", ()), "name one of its keys"),
        ("a: 1\n", ("remove", ("b",)), "there is no 'b' here to take away"),
        ("a: 1\n", ("append", ("a",), [1]), "site.yaml:1:4: a list belongs here"),
        (SITE, ("set", ("print", "dark"), "x"), "site.yaml:15:8: .*write it out here"),
        (SITE, ("set", ("colours", "dark"), "x"), "site.yaml:12:10: .*write it out there first"),
        (SITE, ("remove", ("colours",)), "write it out there first"),
        (SITE, ("append", ("noted",), ["x"]), "site.yaml:21:8: there are comments between these"),
        (SITE, ("remove", ("noted", 0)), "without brackets"),
        ("? a\n: 1\n? b\n: 2\n", ("set", ("c",), 1), "change it by hand"),
        ("a: [b: 1]\n", ("set", ("a", 0, "c"), 1), "change it by hand"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_safely_is_refused_with_a_place_and_a_remedy(
    text: str, edit: tuple[Any, ...], says: str
) -> None:
    with pytest.raises(ConfigError, match=says):
        edited(text, *edit)


@pytest.mark.parametrize("value", ["site", "2008", "no", 5, ["a"], {"a": "b"}, None, "a\nb\n"])
def test_what_stands_there_already_is_not_written_anew(value: Any) -> None:
    for text in ("a: 1 # x\n", "a:\n- b\n", "a: {b: c}"):
        once = set_value(text, ["a"], value, "f.yaml")
        assert set_value(once, ["a"], value, "f.yaml") == once
    assert set_value('a: "b"\n', ["a"], "b", "f.yaml") == 'a: "b"\n'


@needs_sample_site
@pytest.mark.parametrize("name", ["feeds.yaml", "curation.yaml"])
def test_our_own_files_can_be_edited_and_come_back(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for key, value in load(text).items():
        if isinstance(value, list):
            new = append_items(text, [key], [{"id": "x", "name": "No: 1"}], name)
            assert load(new)[key] == [*value, {"id": "x", "name": "No: 1"}]
            assert remove_value(new, [key, len(value)], name) == text
        else:
            new = set_value(text, [key, "new"], ["a"], name)
            assert load(new)[key] == {**value, "new": ["a"]}
            assert remove_value(new, [key, "new"], name) == text


def test_a_comment_that_is_a_heading_or_begins_the_file_stays() -> None:
    text = "# the file\na:\n  # === all of them ===\n  - 1\n  # about two\n  - 2\n"
    assert remove_value(text, ["a", 0], "f") == text.replace("  - 1\n", "")
    assert remove_value(text, ["a", 1], "f") == text.replace("  # about two\n  - 2\n", "")
    assert remove_value(text, ["a"], "f") == "# the file\n"
    alone = "a:\n\n  # --- friends ---\n  - 1\n\nb: 2\n"
    assert remove_value(alone, ["a", 0], "f") == "a: []\n\n  # --- friends ---\n\nb: 2\n"


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("- 1\n- 2\n- 3\n", "- 2\n- 1\n- 3\n"),
        ("- a: 1\n\n# two\n- b: 2", "# two\n- b: 2\n\n- a: 1\n"),
        ("- 1   # one\n  # of one\n- 2\n", "- 2\n- 1   # one\n  # of one\n"),
        ("- |\n  words\n\n- >-\n  folded\n", "- >-\n  folded\n\n- |\n  words\n"),
        ("- 1\r\n- 2", "- 2\r\n- 1\r\n"),
    ],
    ids=["numbers", "comment", "behind", "blocks", "cut"],
)
def test_two_items_change_places_with_what_belongs_to_them(text: str, swapped: str) -> None:
    assert move_item(text, [], 0, 1, "f") == swapped
    assert move_item(text, [], 1, 0, "f") == swapped


def test_an_item_moves_over_several_and_what_stands_between_stays() -> None:
    text = "a:\n  # of one\n  - 1\n\n  # --- more ---\n  - 2\n  # of three\n  - 3\n"
    down = "a:\n  - 2\n\n  # --- more ---\n  # of three\n  - 3\n  # of one\n  - 1\n"
    assert move_item(text, ["a"], 0, 2, "f") == down
    up = "a:\n  # of three\n  - 3\n\n  # --- more ---\n  # of one\n  - 1\n  - 2\n"
    assert move_item(text, ["a"], 2, 0, "f") == up


@pytest.mark.parametrize(
    "text", ["[1, 2]\n", "- 1\n", "a: 1\n", "- - 1\n  - 2\n- &x 3\n- *x\n"], ids=list("abcd")
)
def test_items_that_cannot_change_places_are_left_alone(text: str) -> None:
    with pytest.raises(ConfigError):
        move_item(text, [0] if text.startswith("- -") else [], 0, 1, "f")


# --- any document, any edit ---------------------------------------------------------------------


class Written:
    """A document that is written line by line, in a style that Hypothesis draws."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[tuple[str, tuple[str | int, ...]]] = []
        """Each line, and the path of the innermost value that begins in it."""
        self.keys = draw(st.sampled_from([1, 2, 4]))
        self.dashes = draw(st.sampled_from([0, 2, 4]))
        self.items = draw(st.sampled_from([2, 2, 4]))
        self.comments = draw(st.booleans())
        self.count = 0

    def chance(self) -> bool:
        return self.draw(st.integers(0, 3)) == 0

    def comment(self, column: int, path: tuple[str | int, ...]) -> None:
        if self.comments and self.chance():
            self.count += 1
            self.lines.append((" " * column + f"# note {self.count}", path))

    def behind(self) -> str:
        return (
            f"{self.draw(st.sampled_from([' ', '   ']))}# behind"
            if self.comments and self.chance()
            else ""
        )

    def add(self, line: str, path: tuple[str | int, ...]) -> None:
        self.lines.append((line, path))

    def block(self, value: Any, column: int, path: tuple[str | int, ...], start: str = "") -> None:
        """
        Args:
            start: what stands on the first line already, such as a dash.
        """
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for n, (key, one) in enumerate(pairs):
            here = (*path, key)
            if n or not start:
                if n and self.chance():
                    self.add("", path)
                if not (n == 0 and not path):
                    self.comment(column, here)
            prefix = start if n == 0 and start else " " * column
            if isinstance(value, dict):
                self.pair(prefix + word(key) + ":", one, column, here)
            else:
                self.item(prefix + "-", one, column, here)

    def pair(self, head: str, value: Any, column: int, path: tuple[str | int, ...]) -> None:
        if isinstance(value, dict | list) and value and not self.chance():
            self.add(head + self.behind(), path)
            self.comment(column + 9, (*path, "in"))
            deeper = self.keys if isinstance(value, dict) else self.dashes
            self.block(value, column + deeper, path)
        else:
            self.single(head, value, column, path)

    def item(self, head: str, value: Any, column: int, path: tuple[str | int, ...]) -> None:
        if isinstance(value, dict | list) and value and not self.chance():
            inside = column + self.items
            self.block(value, inside, path, head + " " * (self.items - 1))
        else:
            self.single(head, value, column, path)

    def single(self, head: str, value: Any, column: int, path: tuple[str | int, ...]) -> None:
        if (
            isinstance(value, str)
            and re.fullmatch(r"([a-z]+\n)+[a-z]+\n?", value)
            and self.chance()
        ):
            self.add(f"{head} {'|' if value.endswith(chr(10)) else '|-'}{self.behind()}", path)
            for line in value.splitlines():
                self.add(" " * (column + 2) + line, path)
            return
        written = self.flow(value)
        self.add(f"{head}{' ' + written if written else ''}{self.behind()}", path)
        if self.chance() and self.comments:
            self.comment(column + 1, path)

    def flow(self, value: Any, *, nested: bool = False) -> str:
        space = self.draw(st.sampled_from(["", "", " "]))
        comma = self.draw(st.sampled_from([", ", ", ", ","]))
        if isinstance(value, dict):
            inner = comma.join(f"{word(k)}: {self.flow(v, nested=True)}" for k, v in value.items())
            return f"{{{space}{inner}{space if inner else ''}}}"
        if isinstance(value, list):
            inner = comma.join(self.flow(v, nested=True) for v in value)
            end = "," if inner and self.chance() else ""
            return f"[{space}{inner}{end}{space if inner else ''}]"
        if isinstance(value, str):
            how = self.draw(st.sampled_from(["plain", "'", '"']))
            if how == "'" and value.isprintable():
                return "'" + value.replace("'", "''") + "'"
            return (
                value
                if how == "plain" and PLAIN.fullmatch(value)
                else json.dumps(value, ensure_ascii=value != "🙂")
            )
        if value is None:
            return "~" if nested else self.draw(st.sampled_from(["", "~", "null"]))
        return json.dumps(value)


PLAIN = re.compile(r"w[a-z]*( [a-z]+)*")


def word(key: str) -> str:
    return key if re.fullmatch(r"k[0-9]+", key) else json.dumps(key)


KEYS = st.sampled_from([f"k{n}" for n in range(9)] + ["no", "2008", "a b", "x: y", "é", "'"])
TEXTS = (
    st.from_regex(r"\Aw[a-z]{0,3}( [a-z]{1,4})?\Z")
    | st.sampled_from(
        ["no", "08:30", "=", "~", "1.0", "0x1f", "1e3", "2026-11-20", " a ", "a #b", "a: b", "", "y", "<<", "*a",
         "- a", "? a", "[a", "{a}", "a, b", "#", "'", '"', "it's", "%a", "@a", "`", "null", "a:", ":", "---", "!x",
         "one\ntwo", "one\ntwo\n", "one\n\n", "\n", "one\n two\n", " one\ntwo", "a\r\nb", "tab\there", "\x07",
         "1_000", "1:20:30", ".5", "-1", "+1", "0o7", "017", "Ω", "🙂", "\u2028", "\x85", "\ufeff", ".inf", "|", ">"]
    )
    | st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), max_size=8)
)  # fmt: skip
SCALARS = TEXTS | st.booleans() | st.none() | st.integers(-9, 99) | st.sampled_from([0.5, -2.25])
FLOATS = st.floats(allow_nan=False)


def values(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=8,
    )


VALUES = values(SCALARS | FLOATS)
ROOTS = st.dictionaries(KEYS, values(SCALARS), max_size=4)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Of all values within one, but for those that an anchor and an alias share."""
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = [(key, one) for key, one in value.items() if key not in {"base", "again"}]
    elif isinstance(value, list):
        pairs = enumerate(value)
    return [x for key, one in pairs for x in ((*path, key), *paths(one, (*path, key)))]


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, Any, list[tuple[str, tuple[str | int, ...]]]]:
    """A text, what it says, and its lines with the paths that they belong to."""
    root = draw(ROOTS)
    written = Written(draw)
    if draw(st.booleans()):
        written.add("# about the file", ("file",))
        if draw(st.booleans()):
            written.add("", ("file",))
    is_marked = draw(st.booleans())
    if is_marked:
        written.add("---", ("file",))
    if draw(st.booleans()):
        root = {"base": {"x": 1}, "again": [{"x": 1}], **root}
        for line in ("base: &base {x: 1}", "again: [*base]"):
            written.add(line, ("file",))
    written.block({key: one for key, one in root.items() if key not in {"base", "again"}}, 0, ())
    if not root and draw(st.booleans()):
        written.add("{}", ())
    if draw(st.booleans()):
        written.add("# at the end", ("file",))
    if is_marked and draw(st.integers(0, 3)) == 0:
        written.add("...", ("file",))
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = newline.join(line for line, _ in written.lines)
    whole = not text or draw(st.integers(0, 3)) > 0 or text.endswith("one") or "|" in text
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    return mark + text + (newline if whole and text else ""), root, written.lines


def same(one: Any, other: Any) -> bool:
    """Whether two loaded documents are equal, kinds too; a document with nothing in it is an empty section."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def check(new: str, expected: Any) -> None:
    for version in ("1.2", "1.1"):
        found = load(new.removeprefix("\ufeff"), version)
        assert same(found or {}, expected), (version, found)


def check_lines(
    text: str, new: str, lines: Any, path: tuple[str | int, ...], *, blank: bool
) -> None:
    """Each line of the old text stands in the new one, in the same order, if it is no part of a path, above or
    below."""
    rest = iter(re.split(r"\r?\n", new.removeprefix("\ufeff")))
    for line, own in lines:
        shared = own[: len(path)] == path[: len(own)]
        if not shared and (line or blank):
            assert line in rest, f"{line!r} is gone"
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    if len(lines) > 1 and "\r\n" in text:
        assert not re.search(r"(?<!\r)\n", new)


@settings(max_examples=40)
@given(documents(), st.data())
def test_a_value_that_is_set_is_read_back_and_all_else_stays(
    document: Any, data: st.DataObject
) -> None:
    text, root, lines = document
    check(text, root)
    path = data.draw(st.sampled_from(paths(root) or [("new",)]))
    value = data.draw(VALUES)
    new = set_value(text, path, value, "f.yaml")
    expected = copy.deepcopy(root)
    at(expected, path[:-1])[path[-1]] = value
    check(new, expected)
    check_lines(text, new, lines, path, blank=True)
    assert set_value(new, path, value, "f.yaml") == new


@settings(max_examples=40)
@given(documents(), st.data())
def test_a_new_key_is_read_back_and_taken_away_again(document: Any, data: st.DataObject) -> None:
    text, root, lines = document
    places = [path for path in [(), *paths(root)] if isinstance(at(root, path), dict)]
    path = (*data.draw(st.sampled_from(places)), "new")
    value = data.draw(VALUES)
    new = set_value(text, path, value, "f.yaml")
    expected = copy.deepcopy(root)
    at(expected, path[:-1])["new"] = value
    check(new, expected)
    check_lines(text, new, lines, path, blank=True)
    if at(root, path[:-1]):
        assert remove_value(new, path, "f.yaml") == text


@settings(max_examples=40)
@given(documents(), st.data())
def test_new_items_are_read_back_and_taken_away_again(document: Any, data: st.DataObject) -> None:
    text, root, lines = document
    places = [path for path in paths(root) if isinstance(at(root, path), list)]
    path = data.draw(st.sampled_from([*places, ("new",)]))
    items = data.draw(st.lists(VALUES, min_size=1, max_size=2))
    new = append_items(text, path, items, "f.yaml")
    expected = copy.deepcopy(root)
    expected.setdefault("new", []) if path == ("new",) else None
    at(expected, path).extend(items)
    check(new, expected)
    check_lines(text, new, lines, (*path, "last"), blank=True)
    if path != ("new",) and at(root, path):
        for _ in items:
            new = remove_value(
                new, (*path, len(at(load(new.removeprefix("\ufeff")), path)) - 1), "f.yaml"
            )
        assert new == text


@settings(max_examples=40)
@given(documents(), st.data())
def test_what_is_taken_away_takes_nothing_else_along(document: Any, data: st.DataObject) -> None:
    text, root, lines = document
    path = data.draw(st.sampled_from(paths(root) or [()]))
    if not path:
        return
    new = remove_value(text, path, "f.yaml")
    expected = copy.deepcopy(root)
    del at(expected, path[:-1])[path[-1]]
    check(new, expected)
    holder = at(root, path[:-1])
    following = list(holder)[1:2] if isinstance(holder, dict) else [1]
    moved = (*path[:-1], *following)  # may stand behind the dash now
    kept = [(line, own) for line, own in lines if own[: len(moved)] != moved]
    check_lines(text, new, kept, path, blank=False)


BITS = st.sampled_from(
    ["a", ": ", "b:", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ", ", "#", " # c", "'", '"', "|", "|+", ">",
     "&x ", "*x", "!t ", "!!int ", "? ", "\t", "\r\n", "---\n", "...\n", "~", "<<: ", "\u2028", "a: 1\n",
     "b:\n  - x\n", '"b": ', "1: ", "0x1: ", "2026-13-40"]
)  # fmt: skip


@example("b:\n  - x\nb:\n  - x\n", "set")
@given(st.lists(BITS, max_size=12).map("".join), st.sampled_from(["set", "append", "remove"]))
def test_whatever_a_file_holds_it_is_edited_or_refused(text: str, edit: str) -> None:
    values = {"set": ("x\ny",), "append": ([1, "no"],), "remove": ()}
    with contextlib.suppress(ConfigError):
        new = edited(text, edit, ("a",), *values[edit])
        load(new, "1.1")
        load(new, "1.2")
