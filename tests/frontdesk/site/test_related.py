"""Which posts are related: the likest, spread over all, and always the same."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frontdesk.site.related_blogs import Post, find_related

from frontdesk.site.related_features import traits

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = st.sampled_from(["invoice", "promise", "apology", "meeting", "listen", "letter", "hinge"])


@st.composite
def blogs(draw: st.DrawFn, fewest: int = 0) -> list[Post]:
    texts = draw(st.lists(st.lists(WORDS, max_size=4), min_size=fewest, max_size=max(fewest, 24)))
    return [
        Post(
            key=f"{n}.md",
            date=FIRST + timedelta(days=draw(st.integers(0, 9))),
            traits=traits(
                "",
                " ".join(words),
                words[:2],
                draw(st.sampled_from(["", "", "Friday", "Saturday"])),
            ),
        )
        for n, words in enumerate(texts)
    ]


def post(day: int, title: str, text: str = "", *tags: str, series: str = "") -> Post:
    return Post(title, FIRST + timedelta(days=day), traits(title, text, tags, series))


def among_others(*posts: Post) -> list[Post]:
    """These and as many more that have nothing in common as it takes for all to have a choice."""
    fillers = [post(30 * n, f"{n}", f"word{n:04}") for n in range(30)]
    return [*posts, *fillers]


def titles(posts: list[Post], of: Post, most: int = 3) -> list[str]:
    return [*find_related(posts, most)[of.key]]


@pytest.mark.A9
@given(blogs(), st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_in_which_posts_come_does_not_matter(posts, most, chance) -> None:  # type: ignore[no-untyped-def]
    found = find_related(posts, most)
    chance.shuffle(posts)
    assert find_related(posts, most) == found


@pytest.mark.A9
@given(blogs(), st.integers(0, 5))
def test_a_post_stands_under_a_fifth_of_all_at_most_and_never_under_itself(
    posts: list[Post], most: int
) -> None:
    found = find_related(posts, most)
    stands = Counter(other for others in found.values() for other in others)
    assert all(times <= len(posts) / 5 for times in stands.values())
    assert {*found} == {post.key for post in posts}
    for one, others in found.items():
        assert len(others) == len(set(others)) <= most
        assert one not in others


@pytest.mark.A9
@given(st.integers(0, 5), st.data())
def test_where_there_are_enough_posts_all_have_as_many_as_are_wanted(
    most: int, data: st.DataObject
) -> None:
    posts = data.draw(blogs(5 * (most + 1)))
    assert {len(others) for others in find_related(posts, most).values()} == {most}


@pytest.mark.A9
def test_tags_words_and_a_series_make_posts_related() -> None:
    one = post(1, "One", "The invoice came late.", "fees", series="Friday")
    by_tag = post(8, "By tag", "About nothing.", "Fees")
    by_word = post(15, "By word", "Late invoices again.")
    by_series = post(22, "By series", "About something.", series="Friday")
    posts = among_others(one, by_tag, by_word, by_series)
    assert set(titles(posts, one)) == {"By tag", "By word", "By series"}


@pytest.mark.A9
def test_what_many_share_counts_for_less_than_what_few_share() -> None:
    one = post(100, "One", "", "common", "rare")
    rare = post(1, "Rare", "", "rare", "else")
    many = [post(200 + 20 * n, f"Common {n}", "", "common", f"tag {n}") for n in range(9)]
    posts = among_others(one, rare, *many)
    assert titles(posts, one, 1) == ["Rare"]


@pytest.mark.A9
def test_neighbours_to_which_the_page_leads_anyway_count_for_less() -> None:
    first, second, third = (post(n, f"{n}th", "", "fees", series="Friday") for n in (7, 14, 21))
    posts = among_others(first, second, third)
    assert titles(posts, first, 1) == ["21th"]


@pytest.mark.A9
def test_a_post_that_many_want_stands_under_those_that_are_most_like_it() -> None:
    wanted = post(0, "Wanted", "", *(f"tag {n}" for n in range(30)))
    posts = [
        post(40 * n + 40, f"{n}", "", f"tag {n}", *(f"only {n} {m}" for m in range(n)))
        for n in range(30)
    ]
    others = [post(2000 + 40 * n, f"Other {n}") for n in range(100)]
    found = find_related([wanted, *posts, *others], 1)
    under = {key for key, chosen in found.items() if chosen == ("Wanted",)}
    assert under >= {f"{n}" for n in range(12)}
    assert not under & {f"{n}" for n in range(12, 30)}


@pytest.mark.A9
@given(st.integers(0, 149), st.integers(0, 29), st.booleans())
def test_an_edit_changes_only_what_is_like_it_or_near_in_time(
    edited: int, subject: int, dropped: bool
) -> None:
    def about(n: int, subject: int) -> Post:
        return post(n, f"{n}", f"word{subject:02}", f"tag {subject}")

    posts = [about(n, n % 30) for n in range(150)]
    before = find_related(posts, 3)
    after = find_related(
        posts[:edited] + [about(edited, subject)] * (not dropped) + posts[edited + 1 :], 3
    )
    changed = {int(key) for key, chosen in after.items() if chosen != before[key]} - {edited}
    assert all(n % 30 in (edited % 30, subject) or abs(n - edited) <= 10 for n in changed)
