"""Whatever is read quickly is what ruamel reads, at the same places; anything else is left to it."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError, YAMLWarning
from ruamel.yaml.nodes import Node, ScalarNode

from frontdesk.core.yaml_plain import compose_plain

ROOT = Path(__file__).resolve().parents[3]
PLAIN = """\
# A list
about:
  site: https://site.example/  # ours
  contact: us@site.example

partners:
  - id: corner-shop
    name: 'The Corner''s Shop: one'
    description: "Forty years, #1"
    quiet_after: 180
    author:
    removed:
      - https://corner-shop.example/a#b
      - 'x'
    consent:
      by: Ann Example
  # | - id: none
  -   id: b
      topic: Retail & more - and so on
digest:
- weekly
- daily
"""


def seen(node: Node | None) -> Any:
    """A node as plain values with their places. The place of a value that is not there tells nothing."""
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        place = (node.start_mark.line, node.start_mark.column) if node.value or node.style else None
        return node.value, node.style, place
    place = node.start_mark.line, node.start_mark.column
    return place, [
        tuple(map(seen, one)) if isinstance(one, tuple) else seen(one) for one in node.value
    ]


def by_ruamel(text: str) -> Any:
    with warnings.catch_warnings(action="ignore", category=YAMLWarning):
        try:
            return seen(YAML(typ="safe", pure=True).compose(text))
        except YAMLError:
            return "no YAML"


def agree(text: str) -> bool:
    """Whether it was read quickly; then both have to read the same."""
    found = compose_plain(text)
    if found is not None:
        assert seen(found) == by_ruamel(text), text
    return found is not None


def test_a_file_as_people_are_told_to_write_it_is_read() -> None:
    assert agree(PLAIN)
    assert agree(PLAIN.rstrip("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "", "# nothing\n", "a", "- a", "a: [1]", "a: {b: c}", "a: |\n  x", "a: &x b", "a: *x", "a: !t b",
        "a: b\n  c", "a:\n  b\n", "- - a", "-\n  a: b", "a: 'b", 'a: "b\\n"', "a: b: c", "---\na: b",
        "a: b\n b: c", "a: b\r\nc: d", "a:\tb", "? a\n: b", "a: 'b' c", "a: @b", "a: -b", "a: 1\n- b",
        "'a': b", "a b: c", "%YAML 1.1\n---\na: b", "\ufeffa: b", "a: \x85",
    ],
)  # fmt: skip
def test_any_other_form_is_left_to_the_careful_reader(text: str) -> None:
    assert not agree(text) or by_ruamel(text) != "no YAML"


PIECES = st.sampled_from([
    *("a", "b", "id", ":", ": ", "- ", "-", "  ", " ", "\n", "\n  ", "\n    ", "#", " # x", "'", '"', "''"),
    *("x y", "https://a.example/#b", "[", "]", "{", "}", "|", ">", "&", "*", "!", "?", ",", "\t", "\r", "~"),
])  # fmt: skip


@settings(max_examples=600)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_of_any_text_both_read_the_same(text: str) -> None:
    agree(text)


@settings(max_examples=200)
@given(st.integers(0, len(PLAIN)), st.integers(0, 3), PIECES)
def test_of_a_list_with_a_slip_both_read_the_same(at: int, gone: int, put: str) -> None:
    agree(PLAIN[:at] + put + PLAIN[at + gone :])
