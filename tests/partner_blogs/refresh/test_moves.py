"""Redirects for good: believed slowly on one host, never on another (P4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.net.model import Failed, NotModified, Redirect
from partner_blogs.health import partner_health
from partner_blogs.model.config import Partner
from partner_blogs.model.feed import CleanEntry, CleanFeed, FeedFacts
from partner_blogs.model.state import PartnerState
from partner_blogs.refresh.merge import merge
from partner_blogs.refresh.schedule import due_requests

pytestmark = pytest.mark.P4

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OLD = "http://a.example/feed"
PARTNER = Partner(id="a", name="A", feed=OLD, feed_line=7)


def feed(*redirects: Redirect) -> CleanFeed:
    return CleanFeed(
        facts=FeedFacts(), entries=(CleanEntry(id="1", title="One"),), redirects=redirects
    )


def after(*outcomes: CleanFeed | NotModified | Failed) -> PartnerState:
    state: PartnerState | None = None
    for n, outcome in enumerate(outcomes):
        state = merge(PARTNER, state, outcome, NOW + timedelta(days=n))
    assert state is not None
    return state


def asked(state: PartnerState) -> str:
    (request,) = due_requests([PARTNER], {"a": state}, NOW, force=True)
    return request.address


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_on_the_same_host_is_believed_after_three_refreshes(status: int) -> None:
    moved = feed(Redirect(status, "http://a.example/new"))
    assert asked(after(moved)) == OLD
    assert asked(after(moved, moved)) == OLD
    state = after(moved, moved, moved)
    assert asked(state) == "http://a.example/new"
    assert (
        partner_health(PARTNER, state, NOW).advice
        == "change line 7 of feeds.yaml to feed: http://a.example/new"
    )


def test_the_new_address_stays_while_it_answers() -> None:
    moved = feed(Redirect(301, "http://a.example/new"))
    assert asked(after(moved, moved, moved, feed(), NotModified())) == "http://a.example/new"


def test_a_failure_at_the_new_address_leads_back_to_the_old() -> None:
    moved = feed(Redirect(301, "http://a.example/new"))
    assert asked(after(moved, moved, moved, Failed(reason="no"))) == OLD


@pytest.mark.parametrize("target", ["https://a.example/feed"])
def test_from_http_to_https_at_once(target: str) -> None:
    assert asked(after(feed(Redirect(301, target)))) == target


def test_www_is_the_same_host() -> None:
    moved = feed(Redirect(301, "https://www.a.example/feed"))
    assert asked(after(moved, moved, moved)) == "https://www.a.example/feed"


@pytest.mark.parametrize(
    "redirects",
    [
        (Redirect(302, "http://a.example/new"),),
        (Redirect(307, "http://a.example/new"),),
        (Redirect(301, "http://a.example/x"), Redirect(302, "http://a.example/new")),
        (Redirect(302, "http://a.example/x"), Redirect(301, "http://a.example/new")),
    ],
)
def test_a_move_with_a_temporary_hop_is_never_believed(redirects: tuple[Redirect, ...]) -> None:
    moved = feed(*redirects)
    state = after(moved, moved, moved, moved)
    assert asked(state) == OLD
    assert state.moved_to is None


def test_targets_that_change_are_never_believed() -> None:
    state = after(*(feed(Redirect(301, f"http://a.example/{n}")) for n in range(5)))
    assert asked(state) == OLD


def test_another_host_is_not_published_until_the_editor_agrees() -> None:
    before = after(feed())
    stranger = CleanFeed(
        facts=FeedFacts(title="Casino"),
        entries=(CleanEntry(id="9", title="Win"),),
        redirects=(Redirect(301, "https://b.example/feed"),),
    )
    state = merge(PARTNER, before, stranger, NOW)
    for _ in range(4):
        state = merge(PARTNER, state, stranger, NOW)
    assert [entry.title for entry in state.entries] == ["One"]
    assert asked(state) == OLD
    stands = partner_health(PARTNER, state, NOW)
    assert stands.state == "failing"
    assert stands.reason == "has moved to https://b.example/feed, another host"
    assert stands.advice == "change line 7 of feeds.yaml to feed: https://b.example/feed"


def test_the_editor_agrees_by_changing_the_line() -> None:
    moved = feed(Redirect(301, "https://b.example/feed"))
    state = after(feed(), moved)
    partner = Partner(id="a", name="A", feed="https://b.example/feed", feed_line=7)
    (request,) = due_requests([partner], {"a": state}, NOW)
    assert (request.address, request.etag) == ("https://b.example/feed", None)
    state = merge(partner, state, feed(), NOW)
    assert (state.problem, state.moved_to, len(state.entries)) == (None, None, 1)
