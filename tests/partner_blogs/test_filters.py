"""The editor's filters of a partner's posts (E8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.core.errors import ConfigError
from partner_blogs.config.feeds_yaml import parse_feeds_yaml
from partner_blogs.filters import shown, wanted
from partner_blogs.model.config import Partner
from partner_blogs.model.state import Entry

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def entry(key: str, *, title: str = "T", days: int = 1, **fields: object) -> Entry:
    date = NOW - timedelta(days=days)
    return Entry(id=key, key=key, title=title, first_seen=date, date=date, arrival="news", **fields)


POSTS = (
    entry("1", title="Client service, again"),
    entry("2", title="Clients", excerpt="about the CLIENT and the price"),
    entry("3", title="Football", tags=("Off topic",)),
    entry("4", title="Pricing"),
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
    assert "".join(e.key for e in wanted(partner, POSTS)) == kept


@pytest.mark.E8
def test_lists_show_no_more_and_nothing_older_than_the_editor_says() -> None:
    posts = tuple(entry(str(n), days=n) for n in range(1, 9))
    assert [e.key for e in shown(Partner(id="a", name="A", limit=3), posts, NOW)] == ["1", "2", "3"]
    assert [e.key for e in shown(Partner(id="a", name="A", max_age=2), posts, NOW)] == ["1", "2"]
    assert len(shown(Partner(id="a", name="A"), posts, NOW)) == 8


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
