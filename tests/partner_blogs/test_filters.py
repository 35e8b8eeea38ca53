"""The editor's filters of a partner's posts (E8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.partner_blogs.make import entry, partner

from frontdesk.core.errors import ConfigError
from partner_blogs.config.feeds_yaml import parse_feeds_yaml
from partner_blogs.filters import apply_filters, apply_limits, without_removed
from partner_blogs.model.config import Partner
from partner_blogs.model.state import Entry

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def post(key: str, *, title: str = "T", days: int = 1, **fields: object) -> Entry:
    date = NOW - timedelta(days=days)
    return Entry(id=key, key=key, title=title, first_seen=date, date=date, arrival="news", **fields)


POSTS = (
    post("1", title="Client service, again"),
    post("2", title="Clients", excerpt="about the CLIENT and the price"),
    post("3", title="Football", tags=("Off topic",)),
    post("4", title="Pricing"),
)


@pytest.mark.E8
@pytest.mark.parametrize(
    ("include", "exclude", "kept"),
    [
        ((), (), "1234"),
        (("client",), (), "12"),
        (("client service",), (), "1"),
        (("/clients?/",), (), "12"),
        (("pric",), (), ""),
        (("/^pric/",), (), "4"),
        ((), ("off topic",), "124"),
        (("client", "pricing"), ("price",), "14"),
        (("c++",), (), ""),
        (("(",), (), ""),
    ],
)
def test_words_are_found_whole_in_title_tags_and_excerpt(
    include: tuple[str, ...], exclude: tuple[str, ...], kept: str
) -> None:
    partner = Partner(id="a", name="A", include=include, exclude=exclude)
    assert "".join(e.key for e in apply_filters(partner, POSTS)) == kept


@pytest.mark.E8
def test_lists_show_no_more_and_nothing_older_than_the_editor_says() -> None:
    posts = tuple(post(str(n), days=n) for n in range(1, 9))
    assert [e.key for e in apply_limits(Partner(id="a", name="A", limit=3), posts, NOW)] == [
        "1",
        "2",
        "3",
    ]
    assert [e.key for e in apply_limits(Partner(id="a", name="A", max_age=2), posts, NOW)] == [
        "1",
        "2",
    ]
    assert len(apply_limits(Partner(id="a", name="A"), posts, NOW)) == 8


def test_filters_are_read_from_a_list_or_a_single_word() -> None:
    config = parse_feeds_yaml(
        "partners:\n  - id: a\n    name: A\n"
        "    include: client\n    exclude:\n      - sport\n      - /^ad:/\n"
    )
    assert config.partners[0].include == ("client",)
    assert config.partners[0].exclude == ("sport", "/^ad:/")


def test_a_broken_regular_expression_is_told_with_its_place() -> None:
    with pytest.raises(ConfigError, match=r"^feeds.yaml:4:16: '/\(/' is no regular expression"):
        parse_feeds_yaml("partners:\n  - id: a\n    name: A\n    include: [ /(/ ]\n")


# --- removals -----------------------------------------------------------------------------------

STORED = (entry(1), entry(2), entry(3, link=None))


@pytest.mark.parametrize("status", ["active", "retired"])
def test_a_partner_keeps_all_that_the_editor_did_not_remove(status):
    assert without_removed(partner(status=status), STORED) == STORED


@pytest.mark.E7
def test_nothing_of_a_removed_partner_remains():
    assert without_removed(partner(status="removed"), STORED) == ()


@pytest.mark.E7
def test_a_removed_entry_does_not_remain():
    asked = partner(removed=("https://ledger.example/2",))
    assert without_removed(asked, STORED) == (STORED[0], STORED[2])


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        ("http://www.ledger.example/2/", "https://ledger.example/2"),
        ("https://ledger.example/2", "https://ledger.example/2?utm_source=rss"),
        ("https://ledger.example/żółw", "https://ledger.example/%C5%BC%C3%B3%C5%82w"),
    ],
)
def test_an_entry_is_removed_however_its_address_is_written(asked, stored):
    assert without_removed(partner(removed=(asked,)), [entry(link=stored)]) == ()


def test_an_entry_without_a_link_is_not_removed_by_anothers_address():
    assert without_removed(partner(removed=("https://ledger.example/",)), [entry(link=None)])


def test_the_language_that_the_editor_gave_wins_over_what_the_feed_says():
    posts = [entry(language="en"), entry()]
    assert [e.language for e in apply_filters(partner(), posts)] == ["en", None]
    assert [e.language for e in apply_filters(partner(language="pl"), posts)] == ["pl", "pl"]
