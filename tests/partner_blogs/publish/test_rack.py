from __future__ import annotations

import pytest
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from partner_blogs.model.config import BlogrollRules
from partner_blogs.model.digest import Edition
from partner_blogs.publish.rack import Rack, build_racks
from partner_blogs.publish.selection import select

LAST_DIGEST_ENDED = ago(days=3)


def blog(id_: str, **fields):
    usual = {"id": id_, "name": id_.title(), "feed": f"https://{id_}.example/feed"}
    return partner(**usual | {"quiet_after": 90} | fields)


def racks_of(*partners, recorded=True, sort="recent", **entries) -> tuple[Rack, ...]:
    closed = Edition(kind="weekly", period="2026-W46", starts=ago(days=10), ends=LAST_DIGEST_ENDED)
    states = {
        id_: state(*own, id=id_, feed=f"https://{id_}.example/feed") for id_, own in entries.items()
    }
    rules = config(*partners, blogroll=BlogrollRules(sort=sort))
    return build_racks(rules, select(rules, states, (closed,) if recorded else (), NOW))


def names(rack: Rack) -> list[str]:
    return [magazine.card.partner.id for magazine in rack.magazines]


def headlines(*entries, **fields):
    (rack,) = racks_of(blog("ann", **fields), ann=entries)
    return rack.magazines[0].headlines


@pytest.mark.W7
def test_there_is_a_rack_of_all_and_one_of_each_topic_in_the_editors_order():
    found = racks_of(
        blog("ann", topic="Retail"),
        blog("ben", topic="Law"),
        blog("cyd"),
        blog("dan", topic="retail"),
        ann=(entry(5),),
        ben=(entry(1),),
        cyd=(entry(2),),
        dan=(entry(3),),
    )
    assert [(rack.topic and rack.topic.name, names(rack)) for rack in found] == [
        (None, ["ann", "ben", "cyd", "dan"]),
        ("Retail", ["ann", "dan"]),
        ("Law", ["ben"]),
    ]


@pytest.mark.parametrize("sort", ["manual", "alphabetical", "recent"])
def test_the_order_is_the_editors_however_the_sidebar_is_sorted_and_whoever_posts(sort):
    partners = blog("zoe"), blog("ann")
    for newest in (1, 9):
        (rack,) = racks_of(*partners, sort=sort, zoe=(entry(5),), ann=(entry(newest),))
        assert names(rack) == ["zoe", "ann"]


def test_whoever_is_quiet_stands_behind_the_others_and_is_still_there():
    (rack,) = racks_of(blog("ann"), blog("ben"), ann=(entry(91),), ben=(entry(1),))
    assert names(rack) == ["ben", "ann"]


@pytest.mark.W7
def test_a_magazine_has_its_last_five_headlines():
    assert [h.entry.key for h in headlines(*map(entry, range(1, 8)))] == [
        entry(n).key for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("show", "preview"), [("excerpts", "What post 1 says."), ("headlines", "")]
)
def test_a_preview_shows_no_more_than_the_partner_wishes(show, preview):
    assert [h.preview for h in headlines(entry(1), show=show)] == [preview]


@pytest.mark.W7
def test_what_came_in_after_the_newest_digest_was_closed_is_new():
    came = (
        entry(1),
        entry(2, first_seen=LAST_DIGEST_ENDED),
        entry(3, first_seen=ago(days=4)),
        entry(4, arrival="old", first_seen=NOW),
        entry(5, arrival="backfill", first_seen=NOW, date=ago(days=20)),
    )
    assert [h.is_new for h in headlines(*came)] == [True, True, False, False, False]


def test_before_the_first_digest_nothing_is_called_new():
    (rack,) = racks_of(blog("ann"), recorded=False, ann=(entry(1),))
    assert [h.is_new for h in rack.magazines[0].headlines] == [False]


def test_a_partner_without_posts_has_its_name_and_one_that_is_retired_has_nothing():
    found = racks_of(
        blog("ann", feed=None, topic="Retail"),
        blog("ben", show="link", topic="Retail"),
        blog("cyd", status="retired", topic="Ended"),
        blog("dan", status="removed", topic="Gone"),
        blog("eve", topic="Retail"),
        ben=(entry(1),),
        cyd=(entry(1),),
        dan=(entry(1),),
    )
    assert [(names(r), [card.partner.id for card in r.others]) for r in found] == [
        ([], ["ann", "ben", "eve"]),
        ([], ["ann", "ben", "eve"]),
    ]
