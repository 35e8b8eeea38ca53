"""What repeats a post of this blog is known by itself, and shown nowhere (E10)."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations

import pytest
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from partner_blogs.model.digest import Edition
from partner_blogs.publish.selection import select
from partner_blogs.select.digests import close_editions, open_editions
from partner_blogs.select.own_posts import OwnPost, OwnPosts
from partner_blogs.select.status import status_rows

pytestmark = pytest.mark.E10

TEXT = (
    "A client who hears from us on Thursday that Friday will not work can still plan. A client who "
    "hears it on Friday evening has already told somebody else. The date was ours; the cost of it "
    "is theirs, and they will remember which of the two we talked about first."
)
LINK = "https://site.example/p"
A_MONTH_AGO = ago(days=30)


def ours(date: datetime = A_MONTH_AGO, text: str = TEXT, link: str = LINK) -> OwnPost:
    return OwnPost(title="Ours", link=link, text=text, date=date)


def copied(n: int = 1, **fields):
    return entry(n, excerpt=TEXT, **fields)


def kept(editions: tuple[Edition, ...]) -> list[list[str]]:
    return [[e.title for part in edition.parts for e in part.entries] for edition in editions]


@pytest.mark.parametrize(
    ("fields", "is_ours"),
    [
        ({"excerpt": TEXT}, True),
        ({"excerpt": f"As first told elsewhere. {TEXT}"}, True),
        ({"link": f"{LINK}?utm_source=a"}, True),
        ({"excerpt": " ".join(TEXT.split()[:8])}, False),
        ({"excerpt": " ".join(reversed(TEXT.split()))}, False),
        ({"link": None}, False),
    ],
    ids=["the text", "with words before", "the address", "too short", "other words", "nothing"],
)
def test_a_post_of_ours_is_known_by_text_or_address(fields, is_ours):
    assert (OwnPosts([ours()]).repeated_by(entry(**fields)) is not None) is is_ours


@pytest.mark.parametrize(
    ("fields", "is_ours"),
    [
        ({"excerpt": "A hand has written this.", "opening": TEXT}, True),
        ({"excerpt": " ".join(TEXT.split()[:9]) + "…", "title": "What a Late Answer Costs!"}, True),
        ({"excerpt": " ".join(TEXT.split()[:9]) + "…"}, False),
        (
            {"excerpt": "Quite another text of that title.", "title": "What a late answer costs"},
            False,
        ),
    ],
    ids=["below a description", "its beginning and title", "its beginning", "its title"],
)
def test_a_post_of_ours_is_known_below_a_description_and_by_its_title(fields, is_ours):
    post = OwnPost("What a late answer costs", LINK, TEXT, A_MONTH_AGO)
    assert (OwnPosts([post]).repeated_by(entry(**fields)) is not None) is is_ours


def test_what_came_before_our_post_is_news():
    """We wrote it up later: the partner had it first, and it stays where it was."""
    post = ours(date=ago(days=2))
    assert OwnPosts([post]).repeated_by(copied(3)) is None
    assert OwnPosts([post]).repeated_by(copied(1)) == post


def test_of_two_posts_of_ours_the_older_is_named_whatever_their_order():
    older, newer = ours(date=ago(days=9)), ours(date=ago(days=8), link="https://site.example/q")
    for posts in ([older, newer], [newer, older]):
        assert OwnPosts(posts).repeated_by(copied()) == older


def test_nothing_that_repeats_us_is_in_a_running_digest_a_closed_one_or_a_feed():
    brought = {"ledger": state(copied(9), entry(1), copied(2))}
    closed = close_editions(config(partner()), brought, (), NOW)
    without = select(config(partner()), brought, closed, NOW)
    assert (kept(without.closed), kept(without.open)) == ([["Post 9"]], [["Post 1", "Post 2"]])
    with_us = select(config(partner()), brought, closed, NOW, OwnPosts([ours()]))
    assert (kept(with_us.closed), kept(with_us.open)) == ([[]], [["Post 1"]])
    assert [quoted.entry.title for quoted in with_us.feed_entries] == ["Post 1"]
    assert [entry.title for entry in with_us.cards[0].recent] == ["Post 1"]


@pytest.mark.D2
def test_closing_a_digest_takes_nothing_out_of_it_that_stood_there_a_moment_before():
    """A refresh knows nothing of our posts: what repeats us takes a place in the choice on both sides."""
    brought = {"ledger": state(entry(14), *(copied(n) for n in (7, 8, 9, 10, 11)))}
    rules = config(partner())
    before = select(rules, brought, (), NOW, OwnPosts([ours()]))
    after = select(rules, brought, close_editions(rules, brought, (), NOW), NOW, OwnPosts([ours()]))
    shown = {edition.period: edition.parts for edition in (*before.closed, *before.open)}
    assert {edition.period: edition.parts for edition in after.closed} == {
        "2026-W45": shown["2026-W45"],
        "2026-W46": (),
    }


@pytest.mark.D2
def test_who_else_tells_what_changes_nothing_about_it():
    """Two copies of ours and a text between: each is judged alone, however many others there are."""
    half = " ".join([*TEXT.split()[:30], *(f"word{n}" for n in range(20))])
    posts = (copied(1), entry(2, excerpt=half), entry(3))
    alone = {post.key: OwnPosts([ours()]).repeated_by(post) is not None for post in posts}
    for some in combinations(posts, 2):
        listed = select(
            config(partner()), {"ledger": state(*some)}, (), NOW, OwnPosts([ours()])
        ).cards[0]
        assert [e.key for e in listed.recent] == [e.key for e in some if not alone[e.key]]


def test_the_status_says_what_repeats_us():
    (row,) = status_rows(
        config(partner()), {"ledger": state(copied(), entry(2))}, NOW, OwnPosts([ours()])
    )
    assert row.held == ("“Post 1” repeats our post “Ours”",)


def test_a_digest_as_the_refresh_would_close_it_is_a_matter_of_partners_alone():
    brought = {"ledger": state(copied())}
    assert kept(open_editions(config(partner()), brought, (), NOW)) == [["Post 1"]]
