"""Related posts that follow edits are those that are found from nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frontdesk.site.related_blogs import Post, as_keys, compared, find_related

from frontdesk.site.related_features import traits
from frontdesk.site.related_state import StoredRelated
from frontdesk.site.related_updates import ComparedPost, related_today

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def some_post(chance: Random, key: int) -> Post:
    words = chance.choices(range(160), [1 / (n + 3) for n in range(160)], k=chance.randrange(9))
    tags = [f"tag {chance.randrange(40)}" for _ in range(chance.randrange(3))]
    series = chance.choice(["", "", "", "Friday", "Saturday"])
    text = " ".join(f"w{word:03}" for word in words)
    day = FIRST + timedelta(days=chance.randrange(90))
    return Post(f"{key}.md", day, traits("", text, tags, series))


def today(before: StoredRelated | None, posts: dict[str, Post], most: int) -> StoredRelated:
    """What is found of them, as it comes back from the file in which it is kept."""
    made = related_today(before, compared(posts.values()), most)
    return msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=StoredRelated)


@pytest.mark.A9
@settings(max_examples=15, deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.integers(0, 5),
    st.sampled_from([0, 20, 70, 90, 110, 124, 160, 200]),
)
def test_what_follows_edits_equals_what_is_found_from_nothing(
    chance: Random, most: int, count: int
) -> None:
    posts = {f"{n}.md": some_post(chance, n) for n in range(count)}
    found = today(None, posts, most)
    for step in range(8):
        for key in chance.sample([*posts], min(len(posts), chance.choice([0, 0, 1, 2]))):
            del posts[key]
        saved = [some_post(chance, chance.randrange(count + 9)) for _ in range(chance.randrange(4))]
        if posts and chance.random() < 0.5:
            again = posts[chance.choice([*posts])]
            saved.append(msgspec.structs.replace(again, date=again.date + timedelta(days=step - 4)))
        posts |= {post.key: post for post in saved}
        found = today(found, posts, most)
        assert as_keys(found) == find_related(posts.values(), most)


@pytest.mark.A9
def test_of_posts_far_from_an_edit_no_traits_are_asked_for() -> None:
    chance = Random(1)
    posts = {f"{n}.md": some_post(chance, n) for n in range(200)}
    asked: list[str] = []

    def watched(one: Post) -> ComparedPost:
        def asked_for() -> object:
            asked.append(one.key)
            return one.traits

        return ComparedPost(one.key, one.date, repr(one.traits).encode(), asked_for)  # type: ignore[arg-type]

    found = related_today(None, map(watched, posts.values()), 3)
    assert len(asked) == 200
    asked.clear()
    assert related_today(found, map(watched, posts.values()), 3) == found
    assert asked == []
    posts["7.md"] = msgspec.structs.replace(posts["7.md"], traits=traits("", "nothing known"))
    related_today(found, map(watched, posts.values()), 3)
    assert "7.md" in asked
    assert len(asked) < 150
