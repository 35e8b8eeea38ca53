"""Which cards a site needs, and the words on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from tests.frontdesk.content.project import RULES

from frontdesk.site.share_cards import (
    MAX_LETTERS,
    TONES,
    Card,
    CardFont,
    drawable_card,
    plan_card,
    plan_post_cards,
    plan_site_card,
)

pytestmark = pytest.mark.R7

FONT = CardFont("font", str.isascii)
SITE = replace(RULES, sitename="The Returned Call", sitesubtitle="On promises", timezone="UTC")


def post(path: str, title: str, **more: Any) -> Any:
    """A post as far as a card asks for it."""
    known = {
        "relative_source_path": path,
        "title": title,
        "slug": path.removesuffix(".md"),
        "date": datetime(2026, 11, 5, 23, 30, tzinfo=UTC),
        "series": "",
        "category": SimpleNamespace(name="Notes"),
    }
    return SimpleNamespace(**{**known, **more})


def test_a_post_has_a_card_with_its_title_and_where_and_when_it_came_out() -> None:
    posts = [post("a.md", "First"), post("b.md", "Second", series="Letters")]
    planned = plan_post_cards(posts, SITE, "en", FONT)
    assert [replace(one.card, tone=0) for one in planned.values()] == [
        Card("The Returned Call", "First", "Notes · November 5, 2026"),
        Card("The Returned Call", "Second", "Letters · November 5, 2026"),
    ]
    assert planned["a.md"].words == "First · The Returned Call · Notes · November 5, 2026"
    assert planned["a.md"].path.startswith("cards/a-")
    assert (planned["a.md"].width, planned["a.md"].height) == (1200, 630)


def test_posts_of_one_series_or_category_have_cards_of_one_tone() -> None:
    posts = [post(f"{n}.md", f"Post {n}", series=name) for n, name in enumerate("abcdefgha")]
    tones = [one.card.tone for one in plan_post_cards(posts, SITE, "en", FONT).values()]
    assert tones[0] == tones[-1]
    assert len(set(tones)) > 1
    assert max(tones) < TONES


def test_the_day_on_a_card_is_that_of_the_site() -> None:
    there = replace(SITE, timezone="Europe/Warsaw")
    (card,) = plan_post_cards([post("a.md", "First")], there, "en", FONT).values()
    assert card.card.below == "Notes · November 6, 2026"


def test_a_post_whose_title_cannot_be_drawn_has_no_card() -> None:
    assert plan_post_cards([post("a.md", "日本語の題")], SITE, "en", FONT) == {}


def test_the_card_of_the_site_says_what_it_is_about() -> None:
    card = plan_site_card(SITE, FONT)
    assert card is not None
    assert card.card == Card("", "The Returned Call", "On promises")
    assert plan_site_card(replace(SITE, sitename="日本"), FONT) is None


@pytest.mark.parametrize(
    ("change", "font"),
    [
        (lambda card: replace(card, above="Other"), FONT),
        (lambda card: replace(card, title="Other"), FONT),
        (lambda card: replace(card, below="Other"), FONT),
        (lambda card: replace(card, tone=1), FONT),
        (lambda card: card, CardFont("another font", str.isascii)),
    ],
)
def test_another_card_has_another_path(change: Callable[[Card], Card], font: CardFont) -> None:
    card = Card("Site", "Title", "Notes")
    one, other = plan_card("a", card, FONT), plan_card("a", change(card), font)
    assert one is not None
    assert other is not None
    assert one.path != other.path
    assert plan_card("a", card, FONT) == one


def test_a_text_of_any_length_has_a_bounded_number_of_letters() -> None:
    found = drawable_card(
        Card("a" * 100_000, "b " * 100_000, "c\u0301" * 100_000), lambda sign: True
    )
    assert found
    assert max(map(len, (found.above, found.title, found.below))) <= MAX_LETTERS


def test_signs_that_the_font_does_not_have_are_left_out() -> None:
    card = Card("Site", "Tea 🍵 for two", "x")
    assert drawable_card(card, str.isascii) == Card("Site", "Tea for two", "x")
    assert drawable_card(Card("Site", "お茶を二つ tea", ""), str.isascii) is None
    assert drawable_card(Card("Site", "🍵", ""), str.isascii) is None
