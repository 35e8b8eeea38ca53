"""What a picture is, and which copies are made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.build.images.variants import ImageInfo, Variant, file_name, plan_variants

pytestmark = pytest.mark.A7

SIZES = st.integers(min_value=1, max_value=20_000)


@pytest.mark.parametrize(
    ("width", "widths", "fallback"),
    [
        (4032, [480, 960, 1600], 960),
        (1600, [480, 960, 1600], 960),
        (1200, [480, 960, 1200], 960),
        (1000, [480, 1000], 960),
        (600, [480, 600], 600),
        (500, [500], 500),
        (16, [16], 16),
    ],
)
def test_the_widths_of_a_photograph(width: int, widths: list[int], fallback: int) -> None:
    planned = plan_variants(ImageInfo(width, width // 2, "photo"))
    assert planned
    assert [copy.width for copy in planned.webp] == widths
    assert planned.fallback == Variant(fallback, round(width // 2 * fallback / width), "jpg")


@given(width=SIZES, height=SIZES)
def test_nothing_is_enlarged_or_bent(width: int, height: int) -> None:
    planned = plan_variants(ImageInfo(width, height, "drawing"))
    assert planned
    copies = [*planned.webp, planned.fallback]
    assert all(1 <= copy.width <= min(width, 1600) and copy.height >= 1 for copy in copies)
    assert all(abs(copy.height - height * copy.width / width) <= 1 for copy in copies)
    assert planned.fallback.format == "png"
    assert len({copy.width for copy in planned.webp}) == len(planned.webp) <= 3


def test_what_moves_and_what_is_drawn_in_lines_is_published_as_it_is() -> None:
    assert plan_variants(ImageInfo(800, 600, None)) is None
    assert plan_variants(ImageInfo(None, None, None)) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("posts/desk.jpg", "images/desk-0123456789-480.webp"),
        ("images/Mój stół (2).JPEG", "images/moj-stol-2-0123456789-480.webp"),
        ("images/日.png", "images/ri-0123456789-480.webp"),
        ("images/(!).png", "images/picture-0123456789-480.webp"),
    ],
)
def test_a_copy_has_a_name_that_any_address_can_hold(path: str, name: str) -> None:
    assert file_name(path, "0123456789abcdef", Variant(480, 320, "webp")) == name


def test_what_is_published_as_it_is_keeps_its_ending() -> None:
    assert file_name("posts/Plan.SVG", "0123456789abcdef") == "images/plan-0123456789.svg"
