from __future__ import annotations

import pytest

from frontdesk.content.boxes import LAST, OwnBox, read_boxes
from frontdesk.core.settings import Settings

pytestmark = pytest.mark.T2


def read(*texts: str) -> tuple[tuple[OwnBox, ...], list[str]]:
    files = [(f"boxes/{n}.md", text.encode()) for n, text in enumerate(texts)]
    boxes, problems = read_boxes(files, Settings())
    return boxes, [f"{one.severity} {one.path}:{one.line} {one.message}" for one in problems]


def test_a_box_has_a_title_a_place_and_an_order() -> None:
    text = "Title: Hours\nPlace: posts\nOrder: 15\n\nOn *Tuesdays*.\n"
    boxes, problems = read("Only words.\n", text)
    assert problems == []
    assert [(box.title, box.place, box.order) for box in boxes] == [
        ("Hours", "posts", 15),
        ("", "all", LAST),
    ]
    assert boxes[0].text.strip() == "On *Tuesdays*."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Place: left\n\nx\n", "error boxes/0.md:1 a box cannot stand at 'left'; write all, home"),
        ("Order: first\n\nx\n", "error boxes/0.md:1 'first' is no order"),
        ("Title: Empty\n\n", "error boxes/0.md:0 this box is empty"),
        ("Titel: x\n\nx\n", "warning boxes/0.md:1 unknown field 'Titel' (did you mean 'Title'?)"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, says: str) -> None:
    boxes, (problem,) = read(text)
    assert problem.startswith(says)
    assert len(boxes) == (1 if says.startswith("warning") else 0)


@pytest.mark.A14
@pytest.mark.parametrize("line", ["Status: draft", "draft: true", "published: no"])
def test_a_draft_is_no_box(line: str) -> None:
    boxes, (problem,) = read(f"{line}\n\nx\n")
    assert boxes == ()
    assert problem.startswith("info boxes/0.md:1")
