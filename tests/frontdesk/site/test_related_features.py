"""What is kept of a post to compare it by."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.site.related_features import Traits, count_terms, rarities, traits, weigh


@pytest.mark.A9
def test_the_order_of_words_and_the_case_of_letters_are_no_traits() -> None:
    one = traits("Fees", "The invoice came LATE.", ("Fees", "fees"), "Friday")
    assert one == traits("fees", "Late came the Invoice?", ("fees",), "Friday")


@pytest.mark.A9
@given(st.text(), st.text(), st.lists(st.text(), max_size=3), st.text())
def test_traits_can_be_stored(title: str, text: str, tags: list[str], series: str) -> None:
    one = traits(title, text, tags, series)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Traits) == one


@pytest.mark.A9
def test_one_more_post_with_a_word_changes_its_weight_only_at_a_power_of_two() -> None:
    posts = [traits("", f"invoice promise {'a letter' if n < 3 else ''}") for n in range(40)]
    counts = count_terms(posts)

    def features(bearers: int) -> dict[str, int]:
        return dict(weigh(posts[0], rarities({**counts, "promis": bearers}, 40), 40))

    assert features(4) == features(7)
    assert features(7) != features(8)
