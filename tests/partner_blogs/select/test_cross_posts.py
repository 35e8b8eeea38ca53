"""What two tell is one story (D6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from partner_blogs.model.config import Partner
from partner_blogs.model.digest import Edition, EditionFacts
from partner_blogs.publish.selection import select
from partner_blogs.recorded_editions import RecordedEditions, edition_facts
from partner_blogs.select.candidates import Candidate
from partner_blogs.select.cross_posts import cluster_candidates, other_sources, primary_source
from partner_blogs.select.digests import close_editions, open_editions

TEXT = (
    "A client who hears from us on Thursday that Friday will not work can still plan. A client who "
    "hears it on Friday evening has already told somebody else. The date was ours; the cost of it "
    "is theirs, and they will remember which of the two we talked about first."
)
OTHER = (
    "Before the meeting we write down the one sentence that the client must be able to repeat to "
    "somebody who was not there. If nobody can find that sentence, the meeting is not ready, and "
    "an hour of everybody's time is saved by saying so the day before."
)


def blog(id_: str, **fields) -> Partner:
    usual = {"id": id_, "name": id_.title(), "feed": f"https://{id_}.example/feed"}
    return partner(**usual | {"home": f"https://{id_}.example/"} | fields)


def told(id_: str, n: int = 1, *, hours: float = 0, **fields) -> Candidate:
    """A post of a blog, `hours` after noon."""
    came = NOW + timedelta(hours=hours)
    usual = {
        "key": f"{id_}-{n}",
        "link": f"https://{id_}.example/{n}",
        "excerpt": f"Short {id_} {n}.",
    }
    return Candidate(blog(id_), entry(**usual | {"first_seen": came, "date": came} | fields), came)


def groups(*news: Candidate) -> list[list[str]]:
    return [[one.entry.key for one in story] for story in cluster_candidates(news)]


# --- what is one story --------------------------------------------------------------------------


def test_two_with_one_address_are_one_story():
    link = "https://ann.example/1"
    assert groups(told("ann"), told("ben", hours=1, link=f"{link}?utm_source=ben")) == [
        ["ann-1", "ben-1"]
    ]


@pytest.mark.E10
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper().replace(".", "!"),
        f"First published at Ann's. {TEXT}"[:380],
        TEXT.replace("Thursday", "Wednesday"),
        " ".join(TEXT.split()[:45]),
    ],
    ids=["the same", "louder", "with a word before", "one word else", "cut sooner"],
)
def test_two_with_nearly_one_text_are_one_story(text):
    assert groups(told("ann", excerpt=TEXT), told("ben", hours=1, excerpt=text)) == [
        ["ann-1", "ben-1"]
    ]


TITLE = "What a late answer costs"
BY_HAND = "Why the cost of a broken date is the client's, and why they remember who talked first."
ANNS = {"title": TITLE, "excerpt": BY_HAND, "opening": TEXT}


@pytest.mark.E10
@pytest.mark.parametrize(
    "bens",
    [
        {"excerpt": TEXT},
        {"excerpt": TEXT.replace("Thursday", "Wednesday"), "title": "Another title"},
        {"excerpt": OTHER, "opening": TEXT},
        {"excerpt": BY_HAND},
        {"excerpt": BY_HAND, "opening": TEXT},
        {"excerpt": " ".join(TEXT.split()[:9]) + "…", "title": f"“{TITLE.upper()}”"},
        {"excerpt": "", "title": f"{TITLE}!", "published": NOW - timedelta(days=1)},
        {"excerpt": "Ann says it.", "title": TITLE, "published": NOW - timedelta(days=1)},
    ],
    ids=[
        "text alone", "text, other title", "other description", "description alone", "both", "begun",
        "title and instant", "title, instant, other words",
    ],
)  # fmt: skip
def test_a_post_with_a_description_by_hand_is_the_same_story_elsewhere(bens):
    for ann, ben in ((0, 1), (1, 0)):
        news = told("ann", hours=ann, **ANNS), told("ben", hours=ben, **bens)
        assert len(groups(*news)) == 1


def test_a_description_alone_is_known_by_title_and_its_words():
    elsewhere = told("ben", title=TITLE, excerpt=TEXT, published=NOW - timedelta(days=2))
    other = "A story about the telephone in the hall, and about those who pass it by every morning."
    assert len(groups(told("ann", title=TITLE, excerpt=BY_HAND), elsewhere)) == 1
    assert len(groups(told("ann", title=TITLE, excerpt=other), elsewhere)) == 2
    assert len(groups(told("ann", title="Late answer", excerpt=BY_HAND), elsewhere)) == 2


LINKS = "Links of the week"


@pytest.mark.parametrize(
    "news",
    [
        [told("ann", title=LINKS, excerpt=TEXT), told("ben", title=LINKS, excerpt=OTHER)],
        [told("ann", title=LINKS, excerpt="Links."), told("ben", title=LINKS, excerpt="Links.")],
        [told("ann", title=TITLE, excerpt=TEXT), told("ben", title=TITLE, excerpt=OTHER)],
        [
            told("ann", title="Post 1", excerpt=TEXT[:60]),
            told("ben", title="Post 1", excerpt=OTHER),
        ],
        [
            told("ann", title=TITLE, excerpt=BY_HAND, opening=TEXT),
            told("ben", title=TITLE, excerpt="Another one, on the same day.", opening=OTHER),
        ],
        [
            told(id_, n, title=f"{LINKS}, all in one place", excerpt="A few links.", hours=n)
            for id_ in ("ann", "ben")
            for n in (1, 2)
        ],
    ],
    ids=["column", "short", "one title, two texts", "short title", "both whole", "repeated"],
)
def test_equal_titles_do_not_make_two_posts_one(news):
    apart = [
        replace(one, entry=replace(one.entry, published=NOW - timedelta(days=n)))
        for n, one in enumerate(news)
    ]
    assert len(groups(*apart)) == len(news)
    if news[0].entry.opening or news[0].entry.title.startswith((LINKS, "Post")):
        assert len(groups(*news)) == len(news)


@pytest.mark.parametrize(
    "others",
    [
        told("ben", excerpt=OTHER),
        told("ben", excerpt=" ".join(TEXT.split()[:11])),
        told("ben", excerpt=" ".join(reversed(TEXT.split()))),
        told("ann", 2, excerpt=TEXT),
        told("ben", link=None, excerpt=""),
    ],
    ids=["another text", "too short to say", "other order", "the same blog", "nothing at all"],
)
def test_what_is_not_one_story(others):
    assert len(groups(told("ann", excerpt=TEXT), others)) == 2


def test_one_address_on_all_entries_of_a_blog_leads_to_none_of_them():
    home = "https://ann.example/"
    everything = [told("ann", n, link=home, hours=n) for n in (1, 2)]
    assert len(groups(*everything, told("ben", link=home, hours=3))) == 3


def test_a_word_under_every_text_does_not_make_them_one():
    """Many programs end each excerpt alike; few words say too little."""
    appeared = "The post appeared first on the blog of this house."
    assert len(groups(told("ann", excerpt=appeared), told("ben", excerpt=appeared))) == 2


NEWS = st.lists(
    st.builds(
        told,
        st.sampled_from(["ann", "ben", "cyd"]),
        st.integers(1, 9),
        hours=st.integers(0, 3),
        excerpt=st.sampled_from([TEXT, OTHER, "", "Short."]),
        link=st.sampled_from([None, "https://ann.example/1", "https://ben.example/2"]),
    ),
    unique_by=lambda one: one.key,
)


@given(NEWS, st.randoms(use_true_random=False))
def test_each_piece_of_news_is_in_one_story_whatever_their_order(news, chance):
    found = cluster_candidates(news)
    named = sorted(one.key for story in found for one in story)
    assert named == sorted(one.key for one in news)
    assert cluster_candidates(chance.sample(news, len(news))) == found
    starts = [story[0].time for story in found]
    assert starts == sorted(starts)


# --- who tells it -------------------------------------------------------------------------------


def test_the_authors_own_blog_is_quoted_before_one_that_passes_it_on():
    passed_on = told("ben", link="https://ann.example/1")
    own = told("ann", hours=1)
    (story,) = cluster_candidates((passed_on, own))
    assert primary_source(story) == own
    assert [(one.name, one.link) for one in other_sources(own, story)] == [
        ("Ben", "https://ann.example/1")
    ]


def test_of_two_with_their_own_copies_the_first_is_quoted():
    first, second = told("ben", excerpt=TEXT), told("ann", hours=1, excerpt=TEXT)
    (story,) = cluster_candidates((second, first))
    assert primary_source(story) == first


def test_a_partner_cannot_hide_anothers_post_by_pointing_at_it():
    """Whoever copies an address first is still not the one who is quoted (E2)."""
    early = told("ben", link="https://ann.example/1", hours=-1, title="Nothing to see")
    (story,) = cluster_candidates((early, told("ann")))
    assert primary_source(story).partner.id == "ann"


# --- in digests and feeds -----------------------------------------------------------------------

ANN, BEN = blog("ann"), blog("ben")
HERE = {"key": "a", "link": "https://ann.example/1", "excerpt": TEXT}
THERE = {"key": "b", "link": "https://ben.example/1", "excerpt": TEXT}


def states(ann: dict | None = None, ben: dict | None = None):
    posts = {"ann": ann, "ben": ben}
    return {id_: state(entry(2, **post), id=id_) for id_, post in posts.items() if post}


def kept(edition: Edition) -> dict[str, list[str]]:
    return {part.partner: [e.key for e in part.entries] for part in edition.parts}


@pytest.mark.D6
def test_a_digest_has_a_story_once_and_says_who_has_it_too():
    (edition,) = open_editions(
        config(ANN, BEN), states(HERE, THERE | {"first_seen": ago(days=1)}), (), NOW
    )
    assert kept(edition) == {"ann": ["a"]}
    (also,) = edition.parts[0].also
    assert (also.key, also.name, also.link) == ("a", "Ben", "https://ben.example/1")


def test_a_story_of_a_closed_digest_does_not_come_again():
    early, late = HERE | {"first_seen": ago(days=9)}, THERE | {"first_seen": ago(days=1)}
    everybody = config(ANN, BEN)
    closed = close_editions(everybody, states(early), (), NOW)
    assert [kept(edition) for edition in closed] == [{"ann": ["a"]}]
    (running,) = open_editions(everybody, states(early, late), closed, NOW)
    assert kept(running) == {}


def test_a_story_comes_once_into_editions_that_are_closed_together():
    early, late = HERE | {"first_seen": ago(days=16)}, THERE | {"first_seen": ago(days=9)}
    closed = close_editions(config(ANN, BEN), states(early, late), (), NOW)
    assert [kept(edition) for edition in closed] == [{"ann": ["a"]}, {}]


@pytest.mark.S3
@pytest.mark.parametrize(("copied", "read"), [(False, 0), (True, 1)])
def test_closed_digests_are_read_only_from_the_oldest_related_post_on(copied: bool, read: int):
    """Also where older posts of two partners are one."""
    everybody, days = config(ANN, BEN), (1, 16, 29, 30)
    posts = [
        entry(
            key=f"a{n}", link=f"https://ann.example/{n}", excerpt=f"Short {n}.", title=f"Post {n}"
        )
        for n in days
    ]
    came = [replace(one, first_seen=ago(days=n)) for one, n in zip(posts, days, strict=True)]
    passed_on = replace(came[3], key="b30", first_seen=ago(days=29))
    recent = replace(came[1] if copied else came[0], key="b1", first_seen=ago(days=1))
    older = {
        "ann": state(id="ann", entries=tuple(came[1:])),
        "ben": state(id="ben", entries=(passed_on,)),
    }
    closed = close_editions(everybody, older, (), NOW - timedelta(days=7))
    asked = list[str]()
    held = {one.period: one for one in closed}

    def reads(one: EditionFacts) -> Edition:
        asked.append(one.period)
        return held[one.period]

    records = RecordedEditions(map(edition_facts, closed), reads)
    newer = {
        "ann": state(id="ann", entries=tuple(came)),
        "ben": state(id="ben", entries=(recent, passed_on)),
    }
    (*_, running) = open_editions(everybody, newer, records, NOW)
    assert kept(running) == {"ann": ["a1"]}
    assert len(asked) == read < len(closed)


def test_after_a_quarter_of_a_year_it_is_news_again():
    early, late = HERE | {"first_seen": ago(days=120)}, THERE | {"first_seen": ago(days=1)}
    everybody = config(ANN, BEN)
    closed = close_editions(everybody, states(early), (), NOW)
    assert kept(open_editions(everybody, states(early, late), closed, NOW)[0]) == {"ben": ["b"]}


def test_the_feed_keeps_a_storys_id_when_a_better_teller_comes():
    """Subscribers have it already: the words change, the item does not."""
    passed_on = {
        "key": "tag:ben,2026:1",
        "link": "https://ann.example/1",
        "first_seen": ago(days=2),
    }
    everybody = config(ANN, BEN)
    (before,) = select(everybody, states(None, passed_on), (), NOW).feed_entries
    (after,) = select(
        everybody, states(HERE | {"first_seen": ago(days=1)}, passed_on), (), NOW
    ).feed_entries
    assert (before.partner.id, after.partner.id) == ("ben", "ann")
    assert before.id == after.id == "tag:ben,2026:1"


def test_the_feed_keeps_a_storys_id_when_a_backfill_brings_an_older_telling():
    """A partner that joins with all its old posts had the story in its time; subscribers have ours."""
    had = {"ann": HERE | {"key": "tag:a", "first_seen": ago(days=2), "date": ago(days=2)}}
    joins = THERE | {"key": "tag:b", "arrival": "backfill", "date": ago(days=60)}
    everybody = config(ANN, BEN)
    for first_seen in (ago(days=1), ago(days=2)):
        brought = states(**had, ben=joins | {"first_seen": first_seen})
        (quoted,) = select(everybody, brought, (), NOW).feed_entries
        assert (quoted.id, quoted.arrived) == ("tag:a", ago(days=2))


def test_who_has_it_too_is_not_named_after_leaving_the_list():
    brought = states(HERE | {"first_seen": ago(days=9)}, THERE | {"first_seen": ago(days=9)})
    closed = close_editions(config(ANN, BEN), brought, (), NOW)

    def named(*partners: Partner) -> list[str]:
        chosen = select(config(*partners), brought, closed, NOW)
        return [also.name for edition in chosen.closed for p in edition.parts for also in p.also]

    assert named(ANN, BEN) == ["Ben"]
    assert named(ANN) == named(ANN, blog("ben", status="removed")) == []
    assert named(ANN, blog("ben", removed=("https://ben.example/1",))) == []
