from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, at_home, config, entry, partner, state

from frontdesk.formats.feed_ids import is_valid_id
from partner_blogs.model.config import BlogrollRules, DigestRules
from partner_blogs.model.digest import Edition, EditionPart
from partner_blogs.model.state import Entry
from partner_blogs.publish.feed_entries import is_iri
from partner_blogs.publish.selection import select
from partner_blogs.select.own_posts import OwnPost, OwnPosts


def blog(id_: str, name: str | None = None, **fields):
    usual = {"id": id_, "name": name or id_.title(), "feed": f"https://{id_}.example/feed"}
    return partner(**usual | {"quiet_after": 90} | fields)


def known(**entries: tuple[Entry, ...]):
    """Whoever is alone writes at ledger.example; two do not write at one place."""
    return {
        id_: state(
            *(own if len(entries) == 1 else at_home(id_, own)),
            id=id_,
            feed=f"https://{id_}.example/feed",
        )
        for id_, own in entries.items()
    }


def select_of(*partners, recorded=(), now=NOW, states=None, **sections):
    return select(config(*partners, **sections), states or {}, tuple(recorded), now)


def sidebar(*partners, states=None, **rules) -> list[str]:
    chosen = select_of(*partners, states=states, blogroll=BlogrollRules(**rules))
    return [card.partner.id for card in chosen.sidebar]


# --- sidebar and list (W1, W2, W8) --------------------------------------------------------------

THREE = (blog("ann", "Zoe's"), blog("ben", "anna's"), blog("cyd", "Anna's too"))
POSTS = known(ann=(entry(3),), ben=(entry(1),), cyd=(entry(2),))


@pytest.mark.W1
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("manual", ["ann", "ben", "cyd"]),
        ("alphabetical", ["ben", "cyd", "ann"]),
        ("recent", ["ben", "cyd", "ann"]),
    ],
)
def test_the_sidebar_has_the_order_that_the_editor_asked_for(sort, order):
    assert sidebar(*THREE, states=POSTS, sort=sort) == order


def test_whoever_has_no_dated_post_comes_after_those_who_have_in_the_editors_order():
    home = "https://home.example/"
    partners = (blog("zed"), blog("new", home=home), blog("ann"))
    partners += (blog("link", feed=None, home=home), blog("bare"), blog("name", feed=None))
    states = known(zed=(entry(1, date=None),), ann=(entry(9),))
    assert sidebar(*partners, states=states) == ["ann", "zed", "new", "link"]


@pytest.mark.W8
@pytest.mark.parametrize("sort", ["manual", "alphabetical", "recent"])
def test_whoever_is_quiet_comes_last_and_is_still_there(sort):
    states = POSTS | known(ben=(entry(91),))
    assert sidebar(*THREE, states=states, sort=sort)[-1] == "ben"


@pytest.mark.W1
@pytest.mark.parametrize("limit", [0, 1, 3, 10])
def test_the_sidebar_is_as_long_as_the_editor_wants_and_the_list_is_whole(limit):
    chosen = select_of(*THREE, states=POSTS, blogroll=BlogrollRules(limit=limit))
    assert len(chosen.sidebar) == min(limit, 3)
    assert chosen.sidebar == chosen.cards[:limit]
    assert len(chosen.cards) == 3


def test_whoever_is_retired_stands_at_the_end_of_the_list_and_not_in_the_sidebar():
    gone = state(
        entry(), id="ben", feed="https://ben.example/feed", trouble="gone", problem="gone (410)"
    )
    partners = (blog("ann", status="retired"), blog("ben"), blog("cyd"), blog("dan"))
    chosen = select_of(*partners, states=known(ann=(entry(),), dan=(entry(99),)) | {"ben": gone})
    assert [card.partner.id for card in chosen.sidebar] == ["dan"]  # cyd has no news and no link
    assert [card.partner.id for card in chosen.cards[:2]] == ["cyd", "dan"]
    assert {card.partner.id for card in chosen.cards[2:]} == {"ann", "ben"}


@pytest.mark.W2
def test_whoever_was_never_asked_has_a_name_and_nothing_more():
    (card,) = select_of(blog("ann")).cards
    assert (card.latest, card.standing.state, card.feed) == (
        None,
        "waiting",
        "https://ann.example/feed",
    )


def test_a_partner_whose_feed_was_changed_keeps_its_place_and_its_entries():
    old = state(entry(1), id="ben", feed="https://old.example/feed", problem="gone", trouble="gone")
    chosen = select_of(*THREE, states=POSTS | {"ben": old})
    assert chosen.sidebar[0].partner.id == "ben"
    assert chosen.sidebar[0].standing.state == "waiting"
    assert chosen.sidebar[0].latest == entry(1)


def latest(*entries: Entry, **fields):
    (card,) = select_of(blog("ann", **fields), states=known(ann=entries)).cards
    return card.latest


def test_the_latest_is_the_newest_entry_that_was_not_removed():
    assert latest(entry(1), entry(2)) == entry(1)
    assert latest(entry(1), entry(2), removed=("https://ledger.example/1",)) == entry(2)
    assert latest(entry(1), removed=("https://ledger.example/1",)) is None
    assert latest() is None


@pytest.mark.parametrize("fields", [{"show": "link"}, {"status": "retired"}])
def test_a_mere_link_and_a_retired_partner_have_no_latest(fields):
    assert latest(entry(1), **fields) is None


@pytest.mark.parametrize(
    ("feed", "printed"),
    [
        ("https://ann.example/feed?a=1&b", "https://ann.example/feed?a=1&b"),
        ("https://ann.example/@ann", "https://ann.example/@ann"),
        ("https://ann:secret@ann.example/feed", None),
        ("samples/feeds/ann.xml", None),
        (None, None),
    ],
)
def test_a_feed_is_printed_unless_it_is_a_file_or_holds_a_password(feed, printed):
    (card,) = select_of(blog("ann", feed=feed)).cards
    assert card.feed == printed


# --- removal (E7) -------------------------------------------------------------------------------


@pytest.mark.E7
def test_a_removed_partner_and_one_taken_out_of_feeds_yaml_are_nowhere():
    states = known(ann=(entry(1),), ben=(entry(1, key="b"),))
    parts = (part("ann", entry(8)), part("ben", entry(8)))
    for partners in ([blog("ann", status="removed")], []):
        chosen = select_of(*partners, states=states, recorded=[edition(*parts)])
        assert (chosen.cards, chosen.sidebar, chosen.feed_entries, chosen.open) == ((), (), (), ())
        assert [e.parts for e in chosen.closed] == [()]


# --- the aggregated feed (F2, F4) ---------------------------------------------------------------


def quoted(*entries: Entry, **fields) -> list[str]:
    chosen = select_of(blog("ann", **fields), states=known(ann=entries))
    return [q.entry.key for q in chosen.feed_entries]


def arrived(n: int, **length) -> Entry:
    return entry(key=f"tag:a,2026:{n}", first_seen=ago(**length), date=ago(**length))


def test_the_feed_has_the_newest_arrival_first():
    backfilled = entry(key="b", arrival="backfill", date=ago(hours=2), first_seen=NOW)
    late = entry(key="l", first_seen=ago(hours=1), date=ago(days=20))
    assert quoted(arrived(1, hours=3), backfilled, late) == ["l", "b", "tag:a,2026:1"]


def test_what_came_in_at_once_stands_with_the_newest_date_first():
    at_once = [entry(n, key=f"{n}", first_seen=NOW) for n in (2, 3, 1)]
    assert quoted(*at_once, entry(key="0", first_seen=NOW, date=None)) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("filters", "kept"),
    [({"exclude": ("post 1",)}, (2, 3)), ({"limit": 2}, (1, 2)), ({"max_age": 2}, (1, 2))],
)
def test_list_and_feed_show_what_the_editors_filters_let_through(filters, kept):
    posts = [entry(n) for n in (1, 2, 3)]
    assert latest(*posts, **filters) == entry(kept[0])
    assert quoted(*posts, **filters) == [entry(n).key for n in kept]


@pytest.mark.F4
def test_the_feed_has_50_entries_where_the_last_7_days_brought_fewer():
    posts = [arrived(n, days=n) for n in range(60)]
    assert quoted(*posts) == [post.key for post in posts[:50]]


@pytest.mark.F4
def test_the_feed_has_all_of_the_7_days_before_its_newest_entry_where_those_are_more():
    week = [arrived(n, days=100, hours=n) for n in range(7 * 24)]
    border = [arrived(n, days=100, hours=n) for n in range(7 * 24, 7 * 24 + 9)]
    assert quoted(*week, *border) == [post.key for post in week]


@pytest.mark.parametrize("fields", [{"show": "link"}, {"removed": ("https://ledger.example/1",)}])
def test_what_may_not_be_shown_is_not_in_the_feed(fields):
    assert quoted(entry(1), **fields) == []


def test_old_entries_are_not_in_the_feed():
    assert quoted(entry(1, arrival="old")) == []


# --- ids in the feed (E2, F2, F4) ---------------------------------------------------------------


def ids(*partners, **entries) -> dict[str, str]:
    """Partner → the id of its one entry in our feed."""
    chosen = select_of(*partners, states=known(**entries))
    assert len({q.id for q in chosen.feed_entries}) == len(chosen.feed_entries)
    return {q.partner.id: q.id for q in chosen.feed_entries}


@pytest.mark.F2
@pytest.mark.parametrize(
    "key",
    ["https://ann.example/?p=1", "http://ann.example/1", "tag:ann.example,2026:1", "urn:isbn:1"],
)
def test_an_entry_keeps_the_id_that_its_author_gave_it(key):
    assert ids(blog("ann"), ann=(entry(key=key),)) == {"ann": key}


@pytest.mark.parametrize(
    "key", ["1", "sha256:ab", "title:2026-11-22:x", "javascript:x", "http:", ""]
)
def test_an_id_that_is_no_iri_gives_way_to_one_that_is_and_stays(key):
    (made,) = ids(blog("ann"), ann=(entry(key=key),)).values()
    assert made.startswith("urn:uuid:")
    moved = blog("ann", name="Other", feed="https://elsewhere.example/")
    assert ids(moved, ann=(entry(key=key, title="New", date=NOW),)) == {"ann": made}
    assert ids(blog("ben"), ben=(entry(key=key),)) != {"ben": made}


@pytest.mark.parametrize(
    ("text", "answer"),
    [("https://a/", True), ("tag:a,1:b c", False), ("http:", False), (":x", False), ("x", False)],
)
def test_an_iri_has_a_scheme_that_we_know_and_no_space(text, answer):
    assert is_iri(text) is answer


@pytest.mark.F8
def test_an_id_that_is_not_valid_gives_way_where_it_was_never_given_out():
    found = entry(key="tag:Ann:1", made_id=True)
    made = ids(blog("ann"), ann=(found,))["ann"]
    assert is_valid_id(made)
    assert ids(blog("ann"), ann=(entry(key="tag:Ann:1", made_id=True, title="New"),)) == {
        "ann": made
    }
    assert ids(blog("ann"), ann=(entry(key="tag:Ann:1"),)) == {"ann": "tag:Ann:1"}


@pytest.mark.E2
def test_a_partner_cannot_take_anothers_entry_id():
    hers = entry(key="https://ben.example/1", first_seen=ago(days=2))
    copied = entry(key="https://ben.example/1", first_seen=ago(days=1))
    given_out = ids(blog("ann"), blog("ben"), ann=(copied,), ben=(hers,))
    assert given_out["ben"] == "https://ben.example/1"
    assert given_out["ann"].startswith("urn:uuid:")


@pytest.mark.F4
def test_an_id_that_we_made_once_is_the_same_in_every_version_of_this_program():
    made = "urn:uuid:243d4b7a-f5a6-4ae8-adba-68ab0291c894"
    assert ids(blog("ann"), ann=(entry(key="1"),)) == {"ann": made}


def test_the_owner_of_an_id_keeps_it_when_the_other_comes_first_in_feeds_yaml():
    same = entry(key="https://ben.example/1")
    one_way = ids(blog("ann"), blog("ben"), ann=(same,), ben=(same,))
    assert one_way == ids(blog("ben"), blog("ann"), ann=(same,), ben=(same,))


def test_an_id_stays_when_the_partner_who_had_it_first_leaves():
    hers = entry(key="https://ben.example/1", first_seen=ago(days=2))
    copied = entry(key="https://ben.example/1", first_seen=ago(days=1))
    before = ids(blog("ann"), blog("ben"), ann=(copied,), ben=(hers,))
    assert ids(blog("ann"), ann=(copied,), ben=(hers,)) == {"ann": before["ann"]}


def test_an_id_that_we_made_for_one_partner_cannot_be_taken_by_another():
    (made,) = ids(blog("ann"), ann=(entry(key="1"),)).values()
    thief = entry(key=made, first_seen=ago(hours=1))
    assert ids(blog("ann"), blog("ben"), ann=(entry(key="1"),), ben=(thief,))["ann"] == made


KEYS = st.lists(
    st.sampled_from(["1", "2", "https://a/1", "tag:a,2026:1"]), min_size=1, max_size=4, unique=True
)


@given(st.dictionaries(st.sampled_from(["ann", "ben", "cyd"]), KEYS, min_size=1), st.data())
def test_every_id_in_the_feed_is_an_iri_and_unique(keys, data):
    days = st.integers(1, 5)
    entries = {
        id_: tuple(entry(key=key, first_seen=ago(days=data.draw(days))) for key in own)
        for id_, own in keys.items()
    }
    chosen = select_of(*map(blog, keys), states=known(**entries))
    found = [q.id for q in chosen.feed_entries]
    assert len(found) == sum(map(len, keys.values())) == len(set(found))
    assert all(map(is_iri, found))


# --- digests (D2, E5, E7) -----------------------------------------------------------------------

LAST_WEEK = (ago(days=13, hours=12), ago(days=6, hours=12))


def part(id_: str, *entries: Entry, **fields) -> EditionPart:
    usual = {"partner": id_, "name": id_.title(), "show": "excerpts", "entries": entries}
    return EditionPart(**usual | fields)


def edition(*parts: EditionPart, kind="weekly", period="2026-W46") -> Edition:
    return Edition(kind=kind, period=period, starts=LAST_WEEK[0], ends=LAST_WEEK[1], parts=parts)


@pytest.mark.D2
def test_a_closed_edition_stays_whatever_became_of_its_entries_and_partners():
    recorded = edition(part("ann", entry(8), more=3, name="Her first name", home="https://old/"))
    since = known(ann=(entry(8, title="Edited since", date=NOW), entry(9)))
    retired = blog("ann", name="New name", status="retired")
    assert select_of(retired, states=since, recorded=[recorded]).closed == (recorded,)
    filtered = blog("ann", exclude=("post",), limit=1, max_age=1)
    assert select_of(filtered, recorded=[recorded]).closed == (recorded,)


def test_a_language_given_later_does_not_change_a_closed_edition():
    recorded = edition(part("ann", entry(8, language="en")))
    assert select_of(blog("ann", language="pl"), recorded=[recorded]).closed == (recorded,)


def test_a_removed_entry_leaves_closed_editions_and_takes_an_empty_part_with_it():
    recorded = edition(part("ann", entry(8), entry(9)), part("ben", entry(8)))
    first, second = "https://ledger.example/8", "https://ledger.example/9"

    def closed(*removed):
        partners = blog("ann", removed=removed), blog("ben")
        return select_of(*partners, recorded=[recorded]).closed

    assert closed(first) == (edition(part("ann", entry(9)), part("ben", entry(8))),)
    assert closed(first, second) == (edition(part("ben", entry(8))),)


@pytest.mark.parametrize(
    ("then", "now", "shown"),
    [
        ("full", "excerpts", "excerpts"),
        ("excerpts", "headlines", "headlines"),
        ("headlines", "full", "headlines"),
        ("excerpts", "excerpts", "excerpts"),
    ],
)
def test_a_closed_edition_shows_what_both_then_and_now_allow(then, now, shown):
    recorded = edition(part("ann", entry(8), show=then))
    (closed,) = select_of(blog("ann", show=now), recorded=[recorded]).closed
    assert [p.show for p in closed.parts] == [shown]


def test_a_partner_who_became_a_mere_link_leaves_closed_editions():
    (closed,) = select_of(
        blog("ann", show="link"), recorded=[edition(part("ann", entry(8)))]
    ).closed
    assert closed.parts == ()


def test_the_open_edition_has_what_came_in_so_far():
    chosen = select_of(blog("ann"), states=known(ann=(entry(1), entry(2))))
    (running,) = chosen.open
    assert (running.kind, running.period) == ("weekly", "2026-W47")
    assert [e for p in running.parts for e in p.entries] == [entry(1), entry(2)]


def test_a_period_in_which_nothing_came_in_has_no_open_edition():
    week_before = edition(part("ann", entry(8)))
    chosen = select_of(blog("ann"), states=known(ann=(entry(8),)), recorded=[week_before])
    assert (chosen.closed, chosen.open) == ((week_before,), ())


def test_every_kind_that_is_switched_on_has_an_open_edition():
    rules = DigestRules(daily=True, weekly=False, monthly=True)
    states = known(ann=(entry(1, first_seen=ago(hours=1)),))
    chosen = select_of(blog("ann"), states=states, digest=rules)
    assert [e.period for e in chosen.open] == ["2026-11-22", "2026-11"]


def test_a_period_that_is_in_the_record_is_not_open_whatever_the_clock_says():
    recorded = edition(part("ann", entry(1)), period="2026-W47")
    chosen = select_of(blog("ann"), states=known(ann=(entry(1),)), recorded=[recorded])
    assert (chosen.open, chosen.closed) == ((), (recorded,))


def test_a_week_that_ended_since_the_last_refresh_is_still_shown():
    """Its page has a permanent address (D1), and a build may come before the next refresh (B3)."""
    monday = NOW + timedelta(days=1)
    chosen = select_of(blog("ann"), states=known(ann=(entry(1),)), now=monday)
    assert "2026-W47" in [e.period for e in (*chosen.closed, *chosen.open)]


# --- topics, single partners, the sidebar without headlines -------------------------------------


def test_topics_have_their_partners_in_the_editors_order_and_an_ended_one_has_none():
    chosen = select_of(
        blog("zed", topic="Retail"),
        blog("ann", topic="Law"),
        blog("ben", topic="RETAIL"),
        blog("cyd", topic="Ended", status="retired"),
        states=known(ben=(entry(1),), zed=(entry(5),)),
    )
    found = {s.topic.name: [card.partner.id for card in s.cards] for s in chosen.shelves}
    assert found == {"Retail": ["zed", "ben"], "Law": ["ann"]}
    topics = {card.partner.id: card.topic and card.topic.name for card in chosen.cards}
    assert topics == {"zed": "Retail", "ann": "Law", "ben": "Retail", "cyd": None}


def test_each_partner_brings_its_newest_50_and_together_they_bring_the_newest_of_all():
    states = known(
        ann=tuple(arrived(n, days=2 * n) for n in range(60)),
        ben=tuple(arrived(100 + n, days=2 * n + 1) for n in range(60)),
    )
    chosen = select_of(blog("ann"), blog("ben"), states=states)
    assert [len(feed) for feed in chosen.by_partner.values()] == [50, 50]
    both = {q.arrived: q for feed in chosen.by_partner.values() for q in feed}
    assert chosen.feed_entries == tuple(both[time] for time in sorted(both, reverse=True)[:50])


@pytest.mark.parametrize(
    ("fields", "has_a_feed"),
    [
        ({}, True),
        ({"feed": None}, False),
        ({"poll": False}, False),
        ({"show": "link"}, False),
        ({"status": "retired"}, False),
    ],
)
def test_a_partner_that_may_come_to_be_quoted_has_a_feed_before_its_first_post(fields, has_a_feed):
    (card,) = select_of(blog("ann", **fields)).cards
    assert card.has_feed is has_a_feed


def test_a_partner_that_is_no_longer_asked_keeps_its_feed_as_long_as_it_has_posts():
    (card,) = select_of(blog("ann", poll=False), states=known(ann=(entry(1),))).cards
    assert card.has_feed


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("recent", ["ann", "ben"]),
        ("manual", ["ann", "ben"]),
        ("alphabetical", ["ben", "cyd"]),
    ],
)
def test_the_sidebar_without_headlines_has_nothing_that_a_refresh_can_change(sort, order):
    partners = *THREE, blog("dan", "Aaa", status="retired")
    gone = state(id="ann", feed="https://ann.example/feed", trouble="gone", problem="gone (410)")
    for states in ({}, POSTS, known(ben=(entry(99),)) | {"ann": gone}):
        rules = BlogrollRules(sort=sort, limit=2)
        chosen = select_of(*partners, states=states, blogroll=rules)
        assert [partner.id for partner in chosen.names] == order


SAME = " ".join(f"word{n}" for n in range(40))


def test_a_story_of_two_stands_once_in_their_topic_and_in_the_feed_of_each():
    first = entry(key="tag:a", link="https://ann.example/1", excerpt=SAME, first_seen=ago(days=2))
    second = entry(key="tag:b", link="https://ben.example/1", excerpt=SAME)
    partners = blog("ann", topic="Law"), blog("ben", topic="Law"), blog("cyd", topic="Retail")
    chosen = select_of(*partners, states=known(ann=(first,), ben=(second,)))
    keys = {shelf.topic.name: [q.entry.key for q in shelf.feed_entries] for shelf in chosen.shelves}
    assert keys == {"Law": ["tag:a"], "Retail": []}
    assert [[q.entry.key for q in feed] for feed in chosen.by_partner.values()] == [
        ["tag:a"],
        ["tag:b"],
        [],
    ]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 200), st.integers(1, 60), st.randoms(use_true_random=False))
def test_a_feed_is_that_of_a_store_without_what_repeats_a_post_of_ours(count, every, chance):
    ours = OwnPosts([OwnPost("Ours", "https://us.example/1", SAME, ago(days=900))])
    posts = {
        id_: tuple(
            entry(n, key=f"{id_} {n}", first_seen=ago(hours=every * n), date=ago(hours=every * n))
            for n in range(count)
        )
        for id_ in ("ann", "ben")
    }
    stolen = {post.key for two in posts.values() for post in two if chance.random() < 0.4}
    brought = {
        id_: [replace(post, excerpt=SAME) if post.key in stolen else post for post in theirs]
        for id_, theirs in posts.items()
    }
    left = {
        id_: [post for post in theirs if post.key not in stolen] for id_, theirs in posts.items()
    }
    rules = config(blog("ann", topic="Law"), blog("ben"))
    with_us = select(rules, known(**brought), (), NOW, ours)
    without = select(rules, known(**left), (), NOW)
    assert with_us.feed_entries == without.feed_entries
    assert with_us.by_partner == without.by_partner
    assert with_us.shelves == without.shelves


def test_what_repeats_a_post_of_ours_is_in_no_feed_however_old():
    ours = OwnPost("Ours", "https://us.example/1", SAME, ago(days=200))
    posts = [arrived(n, days=n) for n in range(45)]
    posts[40] = entry(key="stolen", excerpt=SAME, first_seen=ago(days=40), date=ago(days=40))
    rules = config(blog("ann", topic="Law"))
    chosen = select(rules, known(ann=posts), (), NOW, OwnPosts([ours]))
    assert (
        len(chosen.feed_entries)
        == len(chosen.by_partner["ann"])
        == len(chosen.shelves[0].feed_entries)
        == 44
    )
