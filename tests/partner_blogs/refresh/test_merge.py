from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import FEED, NOW, ago, clean_entry, document, entry, partner, state

from frontdesk.net.model import Failed, FailureKind, Freshness, NotModified, Redirect
from partner_blogs.model.feed import CleanEntry, FeedFacts, QuietTimes
from partner_blogs.refresh.merge import merge

DAY = timedelta(days=1)
VALIDATORS = Freshness(etag='"1"', last_modified="Sat, 21 Nov 2026 12:00:00 GMT")
DOWN = Failed(reason="did not answer")
TEN_HOURS = QuietTimes(ttl_minutes=600)


def first(*entries: CleanEntry, **fields):
    """What a new partner's first document leaves in the store."""
    return merge(partner(**fields), None, document(*entries), NOW)


def then(known, *entries: CleanEntry, now=NOW + DAY, **fields):
    """What one more document makes of it."""
    return merge(partner(**fields), known, document(*entries), now)


def met_later(*entries: CleanEntry, **fields):
    """The entries, met at a partner whom we have asked before."""
    return then(state(), *entries, now=NOW, **fields).entries


def arrivals(entries) -> dict[str, str]:
    return {e.title: e.arrival for e in entries}


# --- which entries are the ones we had (E2) -----------------------------------------------------


@pytest.mark.E2
def test_an_entry_that_comes_again_is_one_entry():
    known = first(clean_entry(1), clean_entry(2))
    assert then(known, clean_entry(1), clean_entry(2)).entries == known.entries


def test_an_entry_keeps_its_id_as_its_key():
    (only,) = first(clean_entry()).entries
    assert only.key == only.id == clean_entry().id


@pytest.mark.E2
@pytest.mark.F8
@pytest.mark.parametrize(
    ("id_", "made"),
    [
        ("https://ledger.example/1", False),
        ("tag:ledger.example,2026:1", False),
        ("tag:Ledger,1", True),
        ("urn:post:", True),
        ("urn:uuid:17", True),
        ("17", True),
    ],
)
def test_whether_an_id_can_be_given_out_is_decided_when_it_is_first_met(id_, made):
    known = first(clean_entry(id=id_))
    (later,) = then(known, clean_entry(id=id_, title="Edited")).entries
    assert (known.entries[0].made_id, later.made_id) == (made, made)


@pytest.mark.F4
def test_an_id_that_was_given_out_once_stays_however_it_looks():
    known = state(entry(id="urn:post:", key="urn:post:"))
    (later,) = then(known, clean_entry(id="urn:post:", title="Edited")).entries
    assert (later.title, later.made_id) == ("Edited", False)


def test_one_id_on_several_links_is_several_entries_and_stays_so():
    posts = [clean_entry(n, id="same") for n in (1, 2, 3)]
    known = first(*posts)
    assert len({e.key for e in known.entries}) == len(known.entries) == 3
    assert then(known, *posts).entries == known.entries
    grown = then(known, clean_entry(0, id="same"), *posts)
    assert len(grown.entries) == 4
    assert set(known.entries) < set(grown.entries)
    moved_on = then(known, clean_entry(0, id="same"), *posts[:2])
    assert moved_on.entries == grown.entries


def test_one_id_on_one_link_is_one_entry_and_the_first_in_the_document_counts():
    again = clean_entry(title="Again", link="http://www.ledger.example/1/?utm_source=x")
    (only,) = first(clean_entry(), again).entries
    assert only.title == "Post 1"


@pytest.mark.E2
def test_an_id_that_changes_at_each_fetch_is_one_entry_by_its_link():
    known = first(clean_entry(1, id="a1"), clean_entry(2, id="a2"))
    for n in range(3):
        newer = then(known, clean_entry(1, id=f"b{n}"), clean_entry(2, id=f"c{n}"))
        assert newer.entries == known.entries


def test_an_id_that_changes_is_one_entry_by_its_title_where_it_has_no_link():
    known = first(clean_entry(1, id="a", link=None))
    assert then(known, clean_entry(1, id="b", link=None)).entries == known.entries


@pytest.mark.E2
def test_an_edited_address_is_one_entry_by_its_id():
    known = first(clean_entry(link="https://ledger.example/old"))
    (only,) = then(known, clean_entry(link="https://ledger.example/new")).entries
    assert only.link == "https://ledger.example/new"
    assert only.key == known.entries[0].key
    assert only.changed is None


def test_id_and_link_together_win_over_the_id_alone_and_that_over_the_link_alone():
    known = first(
        clean_entry(1, id="a", link="https://ledger.example/1"),
        clean_entry(2, id="b", link="https://ledger.example/2"),
    )
    swapped = then(
        known,
        clean_entry(1, id="b", link="https://ledger.example/1", title="B has moved"),
        clean_entry(2, id="a", link="https://ledger.example/2", title="A has moved"),
    )
    assert {e.key: e.title for e in swapped.entries} == {"b": "B has moved", "a": "A has moved"}


def test_a_new_post_at_the_address_of_one_that_is_still_there_is_new():
    front = "https://ledger.example/"
    known = first(clean_entry(1, link=front))
    newer = then(known, clean_entry(0, link=front), clean_entry(1, link=front))
    assert {e.title for e in newer.entries} == {"Post 0", "Post 1"}


def test_posts_that_share_an_address_are_told_apart_by_their_ids():
    front = "https://ledger.example/"
    known = first(clean_entry(1, link=front), clean_entry(2, link=front))
    newer = then(known, clean_entry(0, link=front))
    assert {e.title for e in newer.entries} == {"Post 0", "Post 1", "Post 2"}


def test_an_entry_whose_own_id_is_still_in_the_document_does_not_give_way_to_another_id():
    known = first(clean_entry(1, id="a"), clean_entry(2, id="a"))
    newer = then(known, clean_entry(1, id="b", title="By b"), clean_entry(3, id="a"))
    assert {e.title for e in newer.entries} == {"Post 1", "Post 2", "Post 3", "By b"}


def test_a_key_is_unique_even_where_a_feed_guesses_it():
    twice = first(clean_entry(1, id="same"), clean_entry(2, id="same"))
    made = next(e.key for e in twice.entries if e.key != "same")
    posts = [clean_entry(1, id="same"), clean_entry(3, id=made), clean_entry(2, id="same")]
    assert len({e.key for e in first(*posts).entries}) == 3


# --- what never changes, and what does (E3, F4) -------------------------------------------------


@pytest.mark.E3
def test_an_edit_brings_the_new_words_and_the_time_of_the_edit_and_moves_nothing():
    known = first(clean_entry(1), clean_entry(2), clean_entry(3))
    edited = clean_entry(3, title="Better", excerpt="Other words.", published=NOW + DAY)
    newer = then(known, clean_entry(1), clean_entry(2), edited)
    assert newer.entries[:2] == known.entries[:2]
    before, after = known.entries[2], newer.entries[2]
    assert (after.title, after.excerpt, after.changed) == ("Better", "Other words.", NOW + DAY)
    kept = ("id", "key", "first_seen", "date", "arrival")
    assert [getattr(after, f) for f in kept] == [getattr(before, f) for f in kept]


@pytest.mark.parametrize("field", ["title", "excerpt"])
def test_the_time_of_an_edit_stays_until_the_next_edit(field):
    known = then(first(clean_entry()), clean_entry(**{field: "Better"}))
    (same,) = then(known, clean_entry(**{field: "Better"}), now=NOW + 2 * DAY).entries
    assert same.changed == NOW + DAY
    (other,) = then(known, clean_entry(**{field: "Best"}), now=NOW + 2 * DAY).entries
    assert other.changed == NOW + 2 * DAY


@pytest.mark.E3
def test_dates_that_move_at_each_fetch_change_nothing_that_is_shown():
    known = first(clean_entry(1), clean_entry(2))
    now = NOW + 5 * DAY
    moved = then(known, clean_entry(1, published=now), clean_entry(2, published=now + DAY), now=now)
    shown = [(e.key, e.date, e.first_seen, e.arrival, e.changed) for e in known.entries]
    assert [(e.key, e.date, e.first_seen, e.arrival, e.changed) for e in moved.entries] == shown


@pytest.mark.E3
@pytest.mark.parametrize(
    ("published", "date"), [(ago(days=3), ago(days=3)), (NOW, NOW), (NOW + DAY, NOW)]
)
def test_the_shown_date_is_the_earlier_of_published_and_first_seen(published, date):
    (only,) = met_later(clean_entry(published=published))
    assert (only.date, only.first_seen) == (date, NOW)


@pytest.mark.E3
def test_an_entry_without_a_date_is_new_when_we_meet_it_except_at_the_first_fetch():
    (only,) = met_later(clean_entry(published=None))
    assert (only.date, only.arrival) == (NOW, "news")
    (only,) = first(clean_entry(published=None)).entries
    assert (only.date, only.arrival) == (None, "old")


def test_entries_stand_newest_first_and_those_without_a_date_last():
    known = first(clean_entry(3), clean_entry(1, published=None), clean_entry(2))
    newer = then(known, clean_entry(0, published=None), clean_entry(4))
    assert [e.title for e in newer.entries] == ["Post 0", "Post 2", "Post 3", "Post 4", "Post 1"]


def test_of_entries_with_one_date_the_one_that_we_saw_last_stands_first():
    known = first(clean_entry(1, published=ago(days=1)))
    newer = then(known, clean_entry(1), clean_entry(2, published=ago(days=1)))
    assert [e.title for e in newer.entries] == ["Post 2", "Post 1"]


@pytest.mark.F4
def test_what_a_new_version_of_the_program_makes_of_the_words_is_no_edit():
    known = replace(first(clean_entry()), cleaned_by=1)
    (same,) = then(known, clean_entry(excerpt="Without a caption.")).entries
    assert (same.excerpt, same.changed) == ("Without a caption.", None)
    after = then(known, clean_entry(excerpt="Without a caption."))
    (edited,) = then(after, clean_entry(excerpt="Edited."), now=NOW + 2 * DAY).entries
    assert edited.changed == NOW + 2 * DAY


# --- what a feed forgets, we do not (E7) --------------------------------------------------------


@pytest.mark.E7
def test_a_feed_that_shrinks_to_nothing_leaves_the_history_as_it_was():
    known = first(clean_entry(1), clean_entry(2))
    assert then(known).entries == known.entries
    assert then(known, clean_entry(0)).entries[1:] == known.entries


def test_a_new_address_of_the_feed_keeps_the_history_and_drops_what_belonged_to_the_old_one():
    gone = {"failures": 5, "problem": "gone (410)", "trouble": "gone"}
    moved = {"moved_to": "https://ledger.example/x", "moved_seen": 9, "adopted": True}
    old = state(entry(), freshness=VALIDATORS, **gone, **moved)
    newer = merge(partner(feed="https://ledger.example/new"), old, DOWN, NOW)
    assert newer.entries == old.entries
    assert (newer.feed, newer.freshness) == ("https://ledger.example/new", Freshness())
    assert (newer.failures, newer.trouble) == (1, "other")
    answered = merge(partner(feed="https://ledger.example/new"), old, document(), NOW)
    for state_ in (newer, answered):
        assert (state_.moved_to, state_.moved_seen, state_.adopted) == (None, 0, False)


def test_the_same_posts_at_a_new_address_of_the_feed_are_not_news_again():
    known = first(clean_entry(1), clean_entry(2))
    assert then(known, clean_entry(1), clean_entry(2), feed="a.xml").entries == known.entries


# --- which new entries are news (D5) ------------------------------------------------------------


@pytest.mark.D5
def test_a_new_partner_brings_in_its_two_newest_posts():
    entries = first(clean_entry(3), clean_entry(1), clean_entry(4), clean_entry(2)).entries
    assert arrivals(entries) == {
        "Post 1": "news",
        "Post 2": "news",
        "Post 3": "old",
        "Post 4": "old",
    }
    assert all(e.first_seen == NOW for e in entries)


def test_failed_tries_do_not_use_up_a_new_partners_welcome():
    known = merge(partner(), None, DOWN, NOW - DAY)
    entries = then(known, clean_entry(1), clean_entry(2), clean_entry(3), now=NOW).entries
    assert arrivals(entries) == {"Post 1": "news", "Post 2": "news", "Post 3": "old"}


def test_a_partner_who_had_nothing_at_first_brings_news_later():
    entries = then(first(), *map(clean_entry, range(1, 6))).entries
    assert set(arrivals(entries).values()) == {"news"}


@pytest.mark.D5
@pytest.mark.parametrize("meet", [met_later, lambda *e: first(*e).entries])
def test_nothing_older_than_30_days_at_first_sight_is_news(meet):
    border = clean_entry(1, published=NOW - timedelta(days=30))
    older = clean_entry(2, published=NOW - timedelta(days=30, seconds=1))
    assert arrivals(meet(border, older)) == {"Post 1": "news", "Post 2": "old"}


@pytest.mark.D5
def test_backfill_sends_every_dated_entry_of_the_first_fetch_to_its_own_time():
    posts = (clean_entry(1), clean_entry(2), clean_entry(3), clean_entry(999))
    entries = first(*posts, clean_entry(4, published=None), backfill="all").entries
    assert arrivals(entries) == {
        "Post 1": "backfill",
        "Post 2": "backfill",
        "Post 3": "backfill",
        "Post 999": "backfill",
        "Post 4": "old",
    }


def test_backfill_sends_late_entries_to_their_own_time_and_leaves_news_alone():
    entries = met_later(clean_entry(1), clean_entry(31), backfill="all")
    assert arrivals(entries) == {"Post 1": "news", "Post 31": "backfill"}


# --- what is said of the try --------------------------------------------------------------------


def test_a_document_replaces_facts_and_validators_and_ends_a_row_of_failures():
    known = state(entry(), freshness=VALIDATORS, failures=4, problem="x", trouble="other")
    came = document(
        facts=FeedFacts(title="New", quiet_times=TEN_HOURS), freshness=Freshness(etag='"2"')
    )
    newer = merge(partner(), known, came, NOW)
    assert newer.facts == FeedFacts(title="New", quiet_times=TEN_HOURS)
    assert newer.freshness == Freshness(etag='"2"')
    assert (newer.failures, newer.problem, newer.trouble) == (0, None, None)
    assert newer.last_try == newer.last_success == NOW
    assert newer.next_try - NOW >= timedelta(hours=10)


@pytest.mark.parametrize(("show", "full"), [("full", True), ("excerpts", False)])
def test_the_state_says_whether_its_entries_are_whole(show, full):
    assert first(clean_entry(), show=show).full is full


@pytest.mark.P1
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (Freshness(), replace(VALIDATORS, max_age=None)),
        (Freshness(max_age=60), replace(VALIDATORS, max_age=60)),
        (Freshness(etag='"2"'), Freshness(etag='"2"')),
        (Freshness(last_modified="now"), Freshness(last_modified="now")),
    ],
)
def test_a_304_keeps_everything_but_its_own_newer_validators(sent, kept):
    known = state(
        entry(), freshness=replace(VALIDATORS, max_age=9), failures=2, problem="x", full=True
    )
    newer = merge(partner(), known, NotModified(freshness=sent), NOW)
    assert newer.freshness == kept
    assert (newer.entries, newer.facts, newer.full) == (known.entries, known.facts, True)
    assert (newer.failures, newer.problem, newer.last_success) == (0, None, NOW)


def test_a_304_is_paced_by_what_the_feed_said_when_it_was_read():
    known = state(entry(), freshness=VALIDATORS, facts=FeedFacts(quiet_times=TEN_HOURS))
    assert merge(partner(), known, NotModified(), NOW).next_try - NOW >= timedelta(hours=10)


@pytest.mark.P1
def test_a_failure_keeps_entries_facts_and_validators():
    known = state(entry(), freshness=VALIDATORS, facts=FeedFacts(title="Ledger"), failures=2)
    newer = merge(partner(), known, DOWN, NOW)
    assert (newer.entries, newer.facts, newer.freshness) == (
        known.entries,
        known.facts,
        known.freshness,
    )
    assert (newer.failures, newer.problem, newer.trouble) == (3, "did not answer", "other")
    assert (newer.last_try, newer.last_success) == (NOW, known.last_success)
    assert timedelta(hours=4) <= newer.next_try - NOW <= timedelta(hours=4.2)


def test_a_failure_waits_as_long_as_the_server_asks():
    newer = merge(partner(), None, Failed(reason="too often (429)", retry_after=7200), NOW)
    assert timedelta(hours=2) <= newer.next_try - NOW <= timedelta(hours=2.1)


@pytest.mark.E7
def test_a_feed_that_is_gone_keeps_its_history():
    newer = merge(partner(), state(entry()), Failed(reason="gone (410)", kind="gone"), NOW)
    assert (newer.trouble, newer.next_try) == ("gone", None)
    assert newer.entries == (entry(),)


# --- feed files ---------------------------------------------------------------------------------

FILE = "samples/ledger.xml"


@pytest.mark.B2
def test_a_feed_file_that_says_the_same_leaves_no_trace_of_having_been_read():
    known = first(clean_entry(), feed=FILE)
    assert then(known, clean_entry(), feed=FILE) == known
    assert known.next_try is None


def test_a_feed_file_that_says_something_new_or_works_again_bears_the_time_of_that():
    known = first(clean_entry(1), feed=FILE)
    newer = then(known, clean_entry(0), clean_entry(1), feed=FILE)
    assert (newer.last_try, newer.last_success, len(newer.entries)) == (NOW + DAY, NOW + DAY, 2)
    failed = merge(partner(feed=FILE), known, DOWN, NOW)
    again = then(failed, clean_entry(1), feed=FILE)
    assert (again.problem, again.last_success) == (None, NOW + DAY)


def test_an_empty_feed_file_was_read_all_the_same():
    known = merge(partner(feed=FILE), None, document(facts=FeedFacts()), NOW)
    assert known.last_success == NOW


# --- moves (P4) ---------------------------------------------------------------------------------

NEW = "https://ledger.example/new"
ABROAD = "https://new.example/feed"
NEWS = document(clean_entry(), freshness=Freshness(etag='"2"'))


def sent_on(known, *statuses: int, to=NEW, outcome=NEWS, feed=FEED):
    """One refresh of a partner whose server answers with these redirects, the last one to there."""
    redirects = (*(Redirect(status, FEED) for status in statuses[:-1]), Redirect(statuses[-1], to))
    return merge(partner(feed=feed), known, replace(outcome, redirects=redirects), NOW)


@pytest.mark.P4
@pytest.mark.parametrize("outcome", [NEWS, NotModified()], ids=["document", "304"])
@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ((301,), NEW),
        ((308, 301), NEW),
        ((302,), None),
        ((307,), None),
        ((303,), None),
        ((302, 301), None),
        ((301, 302), None),
    ],
)
def test_a_feed_has_moved_where_every_redirect_on_the_way_was_permanent(
    statuses, moved_to, outcome
):
    newer = sent_on(state(entry(), moved_to="old"), *statuses, outcome=outcome)
    assert (newer.moved_to, newer.adopted) == (moved_to, False)


def test_a_new_address_on_the_same_host_is_adopted_when_three_refreshes_found_it():
    known = state(entry())
    for adopted in (False, False, True):
        known = sent_on(known, 301, to="https://www.ledger.example/new")
        assert known.adopted is adopted
        assert (known.problem, known.freshness.etag, len(known.entries)) == (None, '"2"', 1)
    assert known.feed == FEED


@pytest.mark.parametrize(
    "in_between",
    [
        lambda known: sent_on(known, 301, to="https://ledger.example/other"),
        lambda known: sent_on(known, 302),
        lambda known: merge(partner(), known, document(), NOW),
        lambda known: merge(partner(), known, DOWN, NOW),
    ],
    ids=["another address", "a passing redirect", "no redirect", "a failure"],
)
def test_three_refreshes_are_three_in_a_row(in_between):
    known = sent_on(in_between(sent_on(sent_on(state(entry()), 301), 301)), 301)
    assert (known.moved_to, known.moved_seen, known.adopted) == (NEW, 1, False)


def test_the_same_address_by_https_is_adopted_at_once():
    secure = FEED.replace("http://", "https://")
    plain = FEED.replace("https://", "http://")
    newer = sent_on(None, 301, to=secure, feed=plain)
    assert (newer.feed, newer.moved_to, newer.adopted) == (plain, secure, True)


@pytest.mark.parametrize("outcome", [NEWS, NotModified()], ids=["document", "304"])
def test_an_adopted_address_stays_adopted_while_it_answers(outcome):
    known = state(entry(), moved_to=NEW, moved_seen=3, adopted=True)
    newer = merge(partner(), known, outcome, NOW)
    assert (newer.moved_to, newer.adopted) == (NEW, True)


@pytest.mark.parametrize(
    "redirects", [(), (Redirect(301, NEW),), (Redirect(302, NEW),), (Redirect(301, ABROAD),)]
)
def test_a_failure_is_not_where_a_feed_has_moved_and_sends_us_back_to_the_old_address(redirects):
    known = state(entry(), moved_to=NEW, moved_seen=3, adopted=True)
    lost = Failed(reason="has no feed at this address (404)", kind="missing", redirects=redirects)
    newer = merge(partner(), known, lost, NOW)
    assert (newer.moved_to, newer.moved_seen, newer.adopted) == (None, 0, False)
    assert (newer.trouble, newer.problem) == ("missing", lost.reason)


@pytest.mark.parametrize("outcome", [NEWS, NotModified()], ids=["document", "304"])
def test_what_comes_from_a_new_host_waits_for_the_editor(outcome):
    known = state(entry(9), freshness=VALIDATORS)
    for _ in range(4):
        known = sent_on(known, 301, to=ABROAD, outcome=outcome)
        assert known.entries == (entry(9),)
        assert known.freshness == VALIDATORS
        assert (known.moved_to, known.adopted) == (ABROAD, False)
        assert (known.trouble, known.problem) == (
            "moved",
            f"has moved to {ABROAD}, another host",
        )
    agreed = merge(partner(feed=ABROAD), known, NEWS, NOW)
    assert (agreed.problem, len(agreed.entries)) == (None, 2)


def test_redirects_that_lead_back_to_where_they_began_are_no_move():
    newer = merge(
        partner(), state(), replace(NEWS, redirects=(Redirect(301, NEW), Redirect(301, FEED))), NOW
    )
    assert (newer.moved_to, newer.adopted) == (None, False)


def test_what_a_passing_redirect_brings_from_another_host_is_taken():
    newer = sent_on(state(), 302, to=ABROAD)
    assert (len(newer.entries), newer.moved_to) == (1, None)


# --- whatever feeds do --------------------------------------------------------------------------

MOMENTS = st.datetimes(
    datetime(2026, 10, 1), datetime(2026, 12, 31), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip
ENTRIES = st.builds(
    CleanEntry,
    id=st.sampled_from(["a", "b", "c"]),
    link=st.sampled_from(
        [None, "https://x.example/1", "http://x.example/1/", "https://x.example/2"]
    ),
    title=st.sampled_from(["T", "U"]),
    excerpt=st.sampled_from(["", "Words."]),
    published=st.none() | MOMENTS,
)
DOCUMENTS = st.lists(ENTRIES, max_size=6)
PARTNERS = st.builds(partner, backfill=st.sampled_from(["none", "all"]))


def merged(who, documents):
    known = None
    for n, entries in enumerate(documents):
        known = merge(who, known, document(*entries), NOW + n * DAY)
    return known


@given(PARTNERS, st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_the_same_document_twice_changes_no_entry(who, documents):
    known = merged(who, documents)
    again = merge(who, known, document(*documents[-1]), NOW + 9 * DAY)
    assert again.entries == known.entries


@pytest.mark.E7
@given(PARTNERS, st.lists(DOCUMENTS, max_size=3), DOCUMENTS)
def test_no_entry_is_ever_lost_and_what_must_not_change_does_not(who, documents, came):
    known = merged(who, documents)
    newer = {e.key: e for e in merge(who, known, document(*came), NOW + 9 * DAY).entries}
    for old in known.entries if known else ():
        new = newer[old.key]
        for field in ("id", "first_seen", "date", "arrival"):
            assert getattr(new, field) == getattr(old, field)


@pytest.mark.E2
@given(PARTNERS, st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_keys_are_unique_and_entries_stand_newest_first(who, documents):
    entries = merged(who, documents).entries
    assert len({e.key for e in entries}) == len(entries)
    dates = [e.date for e in entries if e.date]
    assert dates == sorted(dates, reverse=True)
    assert [e.date for e in entries[len(dates) :]] == [None] * (len(entries) - len(dates))


@given(PARTNERS, st.lists(DOCUMENTS, max_size=3), DOCUMENTS)
def test_every_entry_of_a_document_is_in_the_store_with_its_newest_words(who, documents, came):
    entries = merged(who, [*documents, came]).entries
    stored = {(e.link, e.title, e.excerpt) for e in entries}
    first_of_each = {}
    for e in came:
        place = e.link and e.link.replace("http:", "https:").rstrip("/")
        first_of_each.setdefault((e.id, place or e.title), e)
    assert {(e.link, e.title, e.excerpt) for e in first_of_each.values()} <= stored


@pytest.mark.E3
@given(PARTNERS, DOCUMENTS)
def test_no_date_lies_in_the_future(who, came):
    assert all(e.date is None or e.date <= NOW for e in merged(who, [came]).entries)


TIMES = st.integers(-400, 400).map(lambda days: NOW + days * DAY)
REDIRECTS = st.lists(
    st.builds(Redirect, st.sampled_from([301, 302, 308]), st.sampled_from([FEED, NEW, ABROAD])),
    max_size=2,
).map(tuple)
FRESHNESS = st.builds(Freshness, etag=st.sampled_from([None, '"1"', '"2"']))
OUTCOMES = st.one_of(
    st.builds(
        lambda entries, **said: document(*entries, **said),
        DOCUMENTS,
        freshness=FRESHNESS,
        redirects=REDIRECTS,
    ),
    st.builds(NotModified, freshness=FRESHNESS, redirects=REDIRECTS),
    st.builds(
        Failed,
        reason=st.just("no"),
        kind=st.sampled_from(get_args(FailureKind)),
        retry_after=st.none() | st.integers(0, 10**9),
        redirects=REDIRECTS,
    ),
)


@pytest.mark.B5
@pytest.mark.E7
@pytest.mark.P1
@given(
    PARTNERS,
    st.lists(st.tuples(OUTCOMES, TIMES, st.sampled_from([FEED, NEW, FILE])), max_size=6),
)
def test_whatever_a_partner_goes_through_nothing_it_had_is_lost(who, life):
    """Documents, redirects, failures, new addresses, and a clock that jumps a year to and fro."""
    known = state(feed=FEED, last_success=None)
    for outcome, now, feed in life:
        asked = replace(who, feed=feed)
        newer = merge(asked, known, outcome, now)
        came = {e.key: e for e in newer.entries}
        assert len(came) == len(newer.entries)
        for old in known.entries:
            for field in ("id", "first_seen", "date", "arrival"):
                assert getattr(came[old.key], field) == getattr(old, field)
        if isinstance(outcome, Failed):
            assert newer.entries == known.entries
            kept = known.freshness if known.feed == feed else Freshness()
            assert newer.freshness == kept
        if newer.next_try and newer.last_try == now:
            assert timedelta(hours=1) <= newer.next_try - now <= timedelta(days=7) * 1.05
        assert merge(asked, newer, outcome, now).entries == newer.entries
        known = newer


@pytest.mark.O2
@pytest.mark.parametrize("outcome", [document(clean_entry()), DOWN], ids=["read", "failed"])
def test_no_password_gets_into_the_store(outcome):
    secret = partner(feed=FEED.replace("//", "//reader:hush@"))
    known = merge(secret, None, outcome, NOW)
    assert known.feed == FEED
    assert b"hush" not in msgspec.json.encode(known, enc_hook=tuple)
    assert merge(secret, known, NotModified(), NOW + DAY).entries == known.entries


# --- what came back from the published site (O2) ------------------------------------------------


@pytest.mark.O2
def test_what_was_seen_before_the_store_was_lost_is_no_news():
    lost = state(entry(9), known_until=ago(hours=3))
    known = merge(
        partner(),
        lost,
        document(
            clean_entry(0, title="New"),
            clean_entry(1, title="Seen"),
            clean_entry(2, title="Undated", published=None),
            clean_entry(9, excerpt="More words than the site had."),
        ),
        NOW,
    )
    assert arrivals(known.entries) == {
        "New": "news",
        "Seen": "old",
        "Undated": "old",
        "Post 9": "news",
    }
    assert {e.title: e.date for e in known.entries}["Undated"] is None
    assert [e.changed for e in known.entries] == [None] * 4
    assert known.known_until is None


@pytest.mark.O2
@pytest.mark.parametrize("outcome", [NotModified(), DOWN], ids=["nothing new", "failed"])
def test_what_tells_no_entries_leaves_open_what_was_seen(outcome):
    assert merge(partner(), state(known_until=ago(hours=3)), outcome, NOW).known_until
