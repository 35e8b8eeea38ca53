"""Names and titles become parts of addresses. The rules differ, and each is permanent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.slugs import (
    partner_slug,
    post_slug,
    slugify,
    term_slug,
    title_slug,
    unique_partner_id,
)
from partner_blogs.config.feeds_yaml import parse_feeds_yaml

NAMES = st.text(max_size=80) | st.sampled_from(["Index", "INDEX!", "Ęłßé", "a" * 90, ""])


@given(st.lists(NAMES, max_size=6))
def test_every_name_gets_an_id_of_its_own_that_the_list_accepts(names: list[str]) -> None:
    taken = list[str]()
    for name in names:
        taken.append(unique_partner_id(name, taken))
    lines = "".join(f"  - id: '{id_}'\n    name: A\n" for id_ in taken)
    assert [partner.id for partner in parse_feeds_yaml(f"partners:\n{lines}").partners] == taken


@pytest.mark.parametrize(
    ("name", "as_post", "as_title", "as_term", "as_partner"),
    [
        ("Fees.and_Rates", "Fees.and_Rates", "feesand_rates", "feesand_rates", "fees-and-rates"),
        ("Zażółć gęślą", "zazolc-gesla", "zazolc-gesla", "zazolc-gesla", "zazolc-gesla"),
        ("C++", "c", "c", "c-plus-plus", "c"),
        ("R&D", "rd", "rd", "rd", "r-d"),
        ("日本", "ri-ben", "ri-ben", "ri-ben", ""),
    ],
)
def test_each_kind_of_name_keeps_its_own_rule(
    name: str, as_post: str, as_title: str, as_term: str, as_partner: str
) -> None:
    assert post_slug(name) == as_post
    assert title_slug(name) == as_title == slugify(name)
    assert term_slug(name) == as_term
    assert partner_slug(name) == as_partner
