"""Cards: what is set in which size."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.build.images.card_layout import SIZES, TEXT_WIDTH, layout_title, truncate
from frontdesk.site.share_cards import MAX_LETTERS

pytestmark = pytest.mark.R7


def measure(text: str, size: int) -> float:
    """Every sign is half as wide as it is high."""
    return len(text) * size / 2


@pytest.mark.parametrize(
    ("title", "size", "lines"),
    [
        ("Fine", 92, ("Fine",)),
        ("How long is shortly in your house?", 92, ("How long is shortly", "in your house?")),
        ("x" * 50, 92, ("x" * 22, "x" * 22, "x" * 6)),
        ("", 92, ()),
    ],
)
def test_a_title_is_as_large_as_fits(title: str, size: int, lines: tuple[str, ...]) -> None:
    found = layout_title(title, measure)
    assert (found.size, found.lines) == (size, lines)


@settings(max_examples=60)
@given(st.text("ab Łż…", max_size=400))
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(title: str) -> None:
    found = layout_title(title, measure)
    assert all(measure(line, found.size) <= TEXT_WIDTH for line in found.lines)
    assert found.size * 1.16 * len(found.lines) <= 330
    whole = "".join(found.lines).replace(" ", "")
    typed = "".join(title.split())
    assert whole == typed or (found.size == SIZES[-1] and whole.endswith("…"))


def test_lines_are_about_as_long_as_each_other() -> None:
    assert layout_title("Friday Debrief: the call that you moved to Monday", measure).lines == (
        *("Friday Debrief:", "the call that you", "moved to Monday"),
    )


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert truncate("ab " * 99, 46, measure) == ("ab " * 99)[:43].rstrip() + "…"
    assert truncate("ab", 46, measure) == "ab"


def test_a_text_is_measured_a_bounded_number_of_times() -> None:
    measured: list[int] = []

    def noted(text: str, size: int) -> float:
        measured.append(len(text))
        return len(text) * size * 0.2

    layout_title("b " * (MAX_LETTERS // 2), noted)
    truncate("c" * MAX_LETTERS, 26, noted)
    assert max(measured) <= MAX_LETTERS + 1
    assert len(measured) < 10 * MAX_LETTERS
