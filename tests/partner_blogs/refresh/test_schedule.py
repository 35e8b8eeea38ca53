from __future__ import annotations

import pytest
from tests.partner_blogs.make import FEED, NOW, ago, entry, partner, state

from frontdesk.net.model import Freshness, Request
from partner_blogs.refresh.schedule import due_requests, is_polled

VALIDATORS = Freshness(etag='W/"a, b"', last_modified="Sun, 22 Nov 2026 11:00:00 GMT")
FILE = "samples/feeds/ledger.xml"


def is_asked(known, ask_for=None, **options) -> bool:
    return bool(
        due_requests([ask_for or partner()], {"ledger": known} if known else {}, NOW, **options)
    )


def asked(known, **fields) -> Request:
    (request,) = due_requests([partner(**fields)], {"ledger": known}, NOW, force=True)
    return request


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.W5
@pytest.mark.parametrize(
    "fields",
    [{"feed": None}, {"poll": False}, {"status": "retired"}, {"status": "removed"}],
)
def test_who_is_not_polled_is_never_asked_even_by_force(fields):
    assert not is_polled(partner(**fields))
    assert not is_asked(None, partner(**fields))
    assert not is_asked(state(), partner(**fields), force=True)


def test_a_partner_that_we_never_asked_is_due():
    assert is_asked(None)
    assert is_asked(state(last_try=None))
    assert is_asked(state(next_try=None))


@pytest.mark.P2
def test_a_partner_is_due_from_the_second_on_that_was_set_for_it():
    assert is_asked(state(next_try=NOW))
    assert is_asked(state(next_try=ago(days=1)))
    assert not is_asked(state(next_try=ago(seconds=-1)))


@pytest.mark.P7
def test_a_private_address_is_asked_at_once_where_it_is_allowed():
    refused = state(trouble="private", next_try=ago(days=-1))
    assert not is_asked(refused)
    assert is_asked(refused, allow_private_addresses=True)
    failed = state(trouble="other", next_try=ago(days=-1))  # it was asked: it has its rest (P2)
    assert not is_asked(failed, allow_private_addresses=True)


def test_force_asks_before_the_time():
    assert is_asked(state(next_try=ago(days=-1)), force=True)


@pytest.mark.P4
def test_a_feed_that_is_gone_is_never_asked_again():
    assert not is_asked(state(trouble="gone", next_try=ago(days=999)))
    assert not is_asked(state(trouble="gone"), force=True)


@pytest.mark.parametrize("gone", [False, True])
def test_a_new_address_is_asked_at_once_whatever_became_of_the_old_one(gone):
    known = state(next_try=ago(days=-1), trouble="gone" if gone else None)
    assert is_asked(known, partner(feed="https://ledger.example/new"))


@pytest.mark.P7
def test_a_feed_file_is_always_due():
    assert is_asked(state(feed=FILE, next_try=ago(days=-1)), partner(feed=FILE))


@pytest.mark.P2
@pytest.mark.parametrize("days", [365, 8])
def test_a_clock_that_ran_far_ahead_and_was_put_right_does_not_silence_a_partner(days):
    assert is_asked(state(last_try=ago(days=-days), next_try=ago(days=-days - 1)))


def test_a_last_try_a_little_ahead_of_the_clock_changes_nothing():
    assert not is_asked(state(last_try=ago(days=-1), next_try=ago(days=-2)))


def test_requests_come_in_the_order_of_the_partners():
    partners = [partner(id=id_, feed=f"https://{id_}.example/") for id_ in "zam"]
    assert [request.partner for request in due_requests(partners, {}, NOW)] == ["z", "a", "m"]


def test_only_keeps_to_the_partners_that_were_named():
    partners = [partner(id=id_, feed=f"https://{id_}.example/") for id_ in "zam"]
    assert [request.partner for request in due_requests(partners, {}, NOW, only=["m", "a"])] == [
        "a",
        "m",
    ]
    assert due_requests(partners, {}, NOW, only=["nobody"]) == ()


def test_only_does_not_ask_before_the_time():
    assert not is_asked(state(next_try=ago(days=-1)), only=["ledger"])


# --- with what ----------------------------------------------------------------------------------


@pytest.mark.P1
@pytest.mark.parametrize("feed", [FEED, FILE])
def test_validators_are_sent_back_to_the_letter(feed):
    known = state(entry(), feed=feed, freshness=VALIDATORS)
    assert asked(known, feed=feed) == Request(
        partner="ledger",
        feed=feed,
        address=feed,
        etag='W/"a, b"',
        last_modified="Sun, 22 Nov 2026 11:00:00 GMT",
    )


@pytest.mark.P1
def test_failures_in_between_do_not_keep_validators_back():
    known = state(entry(), freshness=VALIDATORS, failures=3, problem="did not answer")
    assert asked(known).etag == 'W/"a, b"'


@pytest.mark.P1
@pytest.mark.parametrize(
    ("known", "fields"),
    [
        (state(freshness=VALIDATORS), {}),
        (state(entry(), freshness=VALIDATORS), {"feed": "https://ledger.example/new"}),
        (state(entry(), freshness=VALIDATORS), {"show": "full"}),
    ],
    ids=["without entries", "of another address", "of excerpts where full texts are wanted"],
)
def test_validators_are_not_sent_where_a_304_would_leave_us_without_what_we_want(known, fields):
    feed = fields.get("feed", FEED)
    assert asked(known, **fields) == Request(partner="ledger", feed=feed, address=feed)


@pytest.mark.parametrize("show", ["link", "headlines", "excerpts", "full"])
def test_a_copy_with_full_texts_is_good_for_everything(show):
    known = state(entry(), freshness=VALIDATORS, full=True)
    assert asked(known, show=show).etag == 'W/"a, b"'


def test_a_partner_without_a_state_is_asked_without_validators():
    assert due_requests([partner()], {}, NOW) == (
        Request(partner="ledger", feed=FEED, address=FEED),
    )


# --- where --------------------------------------------------------------------------------------


@pytest.mark.P4
def test_a_feed_that_has_moved_for_good_is_asked_at_its_new_address():
    request = asked(state(moved_to="https://ledger.example/new", moved_seen=3, adopted=True))
    assert (request.feed, request.address) == (FEED, "https://ledger.example/new")


@pytest.mark.parametrize(
    ("known", "feed"),
    [
        (state(moved_to="https://ledger.example/new", moved_seen=1), FEED),
        (state(moved_to="https://new.example/feed", adopted=True), "https://ledger.example/own"),
    ],
    ids=["where the move was not adopted", "where the editor has changed the address since"],
)
def test_a_feed_is_asked_at_the_address_of_feeds_yaml(known, feed):
    assert asked(known, feed=feed).address == feed


@pytest.mark.O2
def test_a_feed_with_a_password_is_the_one_that_is_kept_without_it():
    secret = FEED.replace("//", "//reader:hush@")
    known = state(entry(), freshness=VALIDATORS, next_try=ago(days=-1))
    assert not is_asked(known, partner(feed=secret))
    request = asked(known, feed=secret)
    assert (request.address, request.etag) == (secret, VALIDATORS.etag)
    moved = state(entry(), moved_to=f"{FEED}/new", adopted=True)
    assert asked(moved, feed=secret).address == secret
