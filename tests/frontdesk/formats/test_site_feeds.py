from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.formats.site_feeds import newest_items, stylesheet_from

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.F4
@pytest.mark.parametrize(
    ("hours_between", "given", "kept"), [(24, 60, 50), (1, 300, 168), (1, 40, 40), (24, 0, 0)]
)
def test_a_feed_holds_the_newest_50_or_the_last_7_days_whichever_is_more(
    hours_between, given, kept
):
    times = [NOW - timedelta(hours=n * hours_between) for n in range(given)]
    assert newest_items(times, lambda time: time) == tuple(times[:kept])


@pytest.mark.F6
@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("atom.xml", "theme/css/feed.css"),
        ("feeds/posts.atom.xml", "../theme/css/feed.css"),
        ("feeds/posts/default", "../../theme/css/feed.css"),
    ],
)
def test_the_style_of_a_feed_is_found_wherever_the_site_lies(path: str, address: str) -> None:
    assert stylesheet_from(path) == address
