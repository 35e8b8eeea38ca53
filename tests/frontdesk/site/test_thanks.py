"""Who is thanked for what, year by year."""

from __future__ import annotations

from typing import NamedTuple

from frontdesk.content.front_matter_fields import Credit
from frontdesk.site.thanks import thanks_by_year


class Post(NamedTuple):
    title: str
    slug: str = ""


def test_everybody_stands_once_a_year_by_name_with_their_posts_by_title() -> None:
    ben, ann = Credit("Ben", "https://ben.example/1"), Credit("Ann")
    years = thanks_by_year(
        [
            (2025, ben, Post("Z")),
            (2026, ben, Post("Y")),
            (2026, ann, Post("X")),
            (2026, ben, Post("A")),
        ]
    )
    assert [(year.number, [t.credit.words for t in year.thanked]) for year in years] == [
        (2026, ["Ann", "Ben"]),
        (2025, ["Ben"]),
    ]
    assert [post.title for post in years[0].thanked[1].posts] == ["A", "Y"]


def test_capitals_make_nobody_another_and_an_address_serves_for_all() -> None:
    [year] = thanks_by_year(
        [
            (2026, Credit("ben sample"), Post("A")),
            (2026, Credit("Ben Sample", "https://ben.example/"), Post("B")),
        ]
    )
    [one] = year.thanked
    assert one.credit == Credit("Ben Sample", "https://ben.example/")
    assert len(one.posts) == 2


def test_nobody_thanked_makes_no_year() -> None:
    assert thanks_by_year([]) == ()
