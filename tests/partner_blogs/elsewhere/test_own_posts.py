from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from partner_blogs.elsewhere.own_posts import OwnArticle, own_item

SETTINGS = {
    "SITE_ADDRESS": "https://salt.example",
    "SITE_AUTHORITY": "salt.example,2026",
    "DEFAULT_LANG": "en",
    "TIMEZONE": "Europe/Warsaw",
}


class OtherTime(datetime):
    """As Pelican's, which has a class of its own."""


def article(**given: Any) -> SimpleNamespace:
    made = {
        "relative_source_path": "notes/a late invoice.md",
        "title": "A <em>late</em> invoice &amp; more",
        "url": "late.html",
        "date": OtherTime(2026, 11, 10, 8, 30, tzinfo=UTC),
        "summary": "<p>What I learnt.</p>",
        "author": "Ann",
        "tags": ["fees"],
        "get_content": lambda site: f'<a href="{site}/x.html">x</a>',
    }
    return SimpleNamespace(**{**made, **given})


@pytest.mark.X1
def test_a_post_is_known_by_its_file_whatever_its_title_date_and_address() -> None:
    own = OwnArticle(article(), SETTINGS)
    assert own.id == "tag:salt.example,2026:posts/notes/a%20late%20invoice"
    assert OwnArticle(article(title="B", url="b.html"), SETTINGS).id == own.id
    assert (own.title, own.plain_summary) == ("A late invoice & more", "What I learnt.")


@pytest.mark.X1
def test_a_date_is_a_plain_one_with_a_zone() -> None:
    own = OwnArticle(article(), SETTINGS)
    assert (type(own.date), own.date) == (datetime, datetime(2026, 11, 10, 8, 30, tzinfo=UTC))
    bare = OwnArticle(article(date=OtherTime(2026, 11, 10, 8, 30)), SETTINGS)
    assert bare.date == datetime(2026, 11, 10, 7, 30, tzinfo=UTC)


@pytest.mark.X1
def test_an_item_has_the_whole_post_with_absolute_addresses() -> None:
    changed = OtherTime(2026, 11, 12, 8, 30, tzinfo=UTC)
    item = own_item(OwnArticle(article(modified=changed), SETTINGS), SETTINGS)
    assert item.content == '<a href="https://salt.example/x.html">x</a>'
    assert (item.link, item.author, item.tags) == (
        "https://salt.example/late.html",
        "Ann",
        ("fees",),
    )
    assert (item.published, item.updated) == (datetime(2026, 11, 10, 8, 30, tzinfo=UTC), changed)
