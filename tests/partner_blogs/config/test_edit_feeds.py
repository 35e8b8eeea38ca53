"""Each change of the list of partners changes its own lines of feeds.yaml and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.core.errors import FrontDeskError
from partner_blogs.config.edit_feeds import (
    add_partner,
    candidate_blogs,
    move_partner,
    set_partner,
    switch_on,
)
from partner_blogs.config.feeds_yaml import parse_feeds_yaml

LIST = """# The blogs in our sidebar.
about:
  contact: ann@blog.example   # that is me

partners:

  # --- 1. Friends ---
  - id: ann
    name: Ann
    feed: https://ann.example/feed   # checked
    topic: Law

  # Met at the fair.
  - id: ben
    name: Ben

  # --- 2. Others ---
  - id: cyd
    name: Cyd
    show: headlines

## --- 3. Candidates ---
## Take the first # away.

#  - id: dan
#    name: "Dan's: a blog"
#    feed: https://dan.example/feed
#    # Note: high volume.

#  - id: broken
#    nmae: Broken

#  - id: eve
#    name: Eve
"""
ANN = LIST[LIST.index("  - id: ann") : LIST.index("\n  # Met")]
IDS = ("ann", "ben", "cyd")
BEN = LIST[LIST.index("  # Met") : LIST.index("\n  # --- 2")]


@pytest.mark.K3
@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"name": "Ann & Co"}, "name: Ann\n", "name: Ann & Co\n"),
        ({"topic": None}, "    topic: Law\n", ""),
        ({"description": None, "show": None}, "", ""),
        ({"status": "retired", "reason": "It ended: in May."}, "    topic: Law\n",
         "    topic: Law\n    status: retired\n    reason: 'It ended: in May.'\n"),
        ({"show": "full", "consent": {"by": "Ann", "date": "2026-11-20"}}, "    topic: Law\n",
         "    topic: Law\n    show: full\n    consent:\n      by: Ann\n      date: '2026-11-20'\n"),
        ({"per_digest": 2}, "    topic: Law\n", "    topic: Law\n    per_digest: 2\n"),
    ],
    ids=["value", "no-value", "nothing", "retired", "consent", "limit"],
)  # fmt: skip
def test_a_field_of_a_partner_is_changed_and_nothing_else(fields, old: str, new: str) -> None:
    assert set_partner(LIST, "ann", fields) == (LIST.replace(old, new, 1) if old else LIST)


@pytest.mark.K3
def test_a_new_partner_stands_behind_the_last_one(tmp_path: Path) -> None:
    fields = {"id": "fay", "name": "Fay", "feed": "https://fay.example/feed"}
    lines = "  - id: fay\n    name: Fay\n    feed: https://fay.example/feed\n"
    before = "    show: headlines\n"
    assert add_partner(LIST, fields) == LIST.replace(before, before + lines)
    with_marks = "\ufeff" + LIST.replace("\n", "\r\n")
    assert add_partner(with_marks, fields) == "\ufeff" + LIST.replace(
        before, before + lines
    ).replace("\n", "\r\n")


@pytest.mark.K3
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda: add_partner(LIST, {"id": "ann", "name": "Ann"}), "'ann' is taken"),
        (
            lambda: add_partner(LIST, {"id": "x", "name": "X", "show": "full"}),
            "needs their consent",
        ),
        (lambda: set_partner(LIST, "ann", {"share": 500}), "500"),
        (lambda: set_partner(LIST, "nobody", {"name": "X"}), "no such blog"),
        (lambda: move_partner(LIST, "nobody", None), "no such blog"),
        (lambda: move_partner(LIST, "ann", "nobody"), "no such blog"),
        (lambda: switch_on(LIST, "broken"), "no such candidate"),
        (lambda: switch_on(LIST, "ann"), "no such candidate"),
    ],
    ids=["id", "consent", "number", "unknown", "moved", "before", "broken", "partner"],
)
def test_a_mistake_is_told_and_never_written(change, says: str) -> None:
    with pytest.raises(FrontDeskError, match=says):
        change()


@pytest.mark.K3
def test_a_partner_moves_with_its_comment_and_headings_stay() -> None:
    down = LIST.replace(ANN, "%").replace(BEN, ANN).replace("%", BEN)
    assert move_partner(LIST, "ann", "cyd") == down
    assert move_partner(LIST, "ann", "ben") == LIST
    over = move_partner(LIST, "ben", None)
    assert [one.id for one in parse_feeds_yaml(over).partners] == ["ann", "cyd", "ben"]
    assert over.index("--- 2.") < over.index("# Met at the fair.\n  - id: ben")
    assert sorted(over.splitlines()) == sorted(LIST.splitlines())


@pytest.mark.K3
def test_candidates_are_found_and_switched_on() -> None:
    found = candidate_blogs(LIST)
    assert [(one.partner.name, one.note) for one in found] == [
        ("Dan's: a blog", "high volume."),
        ("Eve", ""),
    ]
    block = LIST[LIST.index("#  - id: dan") : LIST.index("\n#  - id: broken")]
    plain = "".join(line[1:] for line in block.splitlines(keepends=True))
    assert switch_on(LIST, "dan") == LIST.replace(block, plain)
    assert [one.id for one in parse_feeds_yaml(switch_on(LIST, "dan")).partners][-1] == "dan"


@pytest.mark.K3
@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([*IDS, None])), max_size=4))
def test_moves_lose_no_line(moves) -> None:
    text, order = LIST, list(IDS)
    for id_, before in moves:
        text = move_partner(text, id_, before)
        if id_ != before:
            order.remove(id_)
            order.insert(order.index(before) if before else len(order), id_)
    assert [one.id for one in parse_feeds_yaml(text).partners] == order
    assert sorted(text.splitlines()) == sorted(LIST.splitlines())
