from __future__ import annotations

import asyncio
import base64
import errno
import gzip
import itertools
import os
import socket
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.partner_blogs.refresh.server import (
    LONGEST_SECONDS,
    Answer,
    Crowd,
    Line,
    Server,
    bomb,
    cut,
    endless,
    gzipped,
    head,
    hung_up,
    moved,
    reply,
    resetting,
    silent,
    staying,
    trickled,
)

from frontdesk.net.fetch import fetch, is_public
from frontdesk.net.model import Failed, Fetched, Freshness, NotModified, Outcome, Redirect, Request
from frontdesk.net.request_options import FetchPolicy, image_policy

ROOM = sys.modules["frontdesk.net.fetch"]
"""The package binds the function over the module of the same name."""

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED = b'<rss version="2.0"><channel><title>A feed</title></channel></rss>'
SECONDS = 0.3
"""The deadline of tests that wait for it. Others have more time, so that a busy machine is no failure."""
LARGEST = 128 * 1024
PRIVATE = "leads to an address inside a private network, which is not allowed"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(answers={"/feed": reply(FEED)}) as server:
        yield server


def policy(folder: Path = Path(), **changed: Any) -> FetchPolicy:
    usual = {
        "user_agent": "partner-blogs/0 (+https://blog.example/)",
        "allow_private_addresses": True,
        "timeout_seconds": 30,
        "max_bytes": LARGEST,
    }
    return FetchPolicy(folder=folder, **usual | changed)


def in_a_hurry(seconds: float = SECONDS) -> FetchPolicy:
    return policy(timeout_seconds=seconds)


def request(partner: str, feed: str, **validators: str) -> Request:
    return Request(partner=partner, feed=feed, address=feed, **validators)


def ask_all(requests: Sequence[Request], how: FetchPolicy | None = None) -> dict[str, Outcome]:
    """Each partner's outcome."""

    async def collect() -> list[tuple[Request, Outcome]]:
        return [pair async for pair in fetch(requests, how or policy(), NOW)]

    pairs = asyncio.run(collect())
    assert len(pairs) == len(requests)
    return {request.partner: outcome for request, outcome in pairs}


def ask(feed: str, how: FetchPolicy | None = None, **validators: str) -> Outcome:
    return ask_all([request("ledger", feed, **validators)], how)["ledger"]


def fails(outcome: Outcome) -> Failed:
    """The failure, whose reason must be one line that a terminal can print."""
    assert isinstance(outcome, Failed), outcome
    assert outcome.reason
    assert outcome.reason.isprintable()
    return outcome


def body(outcome: Outcome) -> bytes:
    assert isinstance(outcome, Fetched), outcome
    return outcome.body


def answering(server: Server, answer: Answer, how: FetchPolicy | None = None) -> Outcome:
    server.answers["/feed"] = answer
    return ask(server.url(), how)


# --- what we send -------------------------------------------------------------------------------


@pytest.mark.P1
@pytest.mark.parametrize(
    "etag",
    ['"v1"', 'W/"v1"', "without-quotes", '"', '"a b,c"', "''", '"ÿ"', '"{}|^`\\"', '"--gzip"'],
)
def test_an_etag_goes_back_byte_for_byte(server: Server, etag: str) -> None:
    server.answers["/feed"] = reply(FEED, headers={"ETag": etag})
    first = ask(server.url())
    assert isinstance(first, Fetched)
    assert first.freshness.etag
    ask(server.url(), etag=first.freshness.etag)
    sent_back = server.seen[1].header("If-None-Match")
    assert sent_back is not None
    assert sent_back.encode("latin-1") == etag.encode()
    assert server.seen[1].header("If-Modified-Since") is None


@pytest.mark.P1
@pytest.mark.parametrize(
    "last_modified", ["Sun, 22 Nov 2026 06:00:00 GMT", "22 Nov 2026 06:00 +0200", "yesterday; 1"]
)
def test_a_last_modified_goes_back_byte_for_byte(server: Server, last_modified: str) -> None:
    ask(server.url(), last_modified=last_modified)
    assert server.seen[0].header("If-Modified-Since") == last_modified
    assert server.seen[0].header("If-None-Match") is None


@pytest.mark.P1
def test_both_validators_go_back_together_also_after_a_redirect(server: Server) -> None:
    server.answers["/old"] = moved("/feed", 301)
    ask(server.url("/old"), etag='"v1"', last_modified="Sun, 22 Nov 2026 06:00:00 GMT")
    for seen in server.seen:
        assert seen.header("If-None-Match") == '"v1"'
        assert seen.header("If-Modified-Since") == "Sun, 22 Nov 2026 06:00:00 GMT"
    assert len(server.seen) == 2


@pytest.mark.P6
def test_a_request_says_who_asks_and_nothing_else(server: Server) -> None:
    ask(server.url())
    (seen,) = server.seen
    assert seen.method == "GET"
    assert seen.header("User-Agent") == "partner-blogs/0 (+https://blog.example/)"
    assert seen.header("Accept-Encoding") == "gzip"
    assert seen.header("Host") == f"127.0.0.1:{server.port}"
    names = {name for name, _ in seen.headers}
    assert names <= {"host", "user-agent", "accept", "accept-encoding", "connection"}


@pytest.mark.P6
def test_no_cookie_and_no_referer_goes_back(server: Server) -> None:
    cookie = {"Set-Cookie": "a=b; Path=/"}
    server.answers |= {
        "/one": reply(FEED, headers=cookie),
        "/two": reply(b"", 302, {"Location": "/feed", **cookie}),
    }
    ask_all([request(path, server.url(path)) for path in ("/one", "/two")])
    assert [seen.target for seen in server.seen] == ["/one", "/two", "/feed"]
    for seen in server.seen:
        assert seen.header("Cookie") is None
        assert seen.header("Referer") is None


@pytest.mark.P6
@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/feed", "/feed"),
        ("/feed?a=1&b=%20&b=+x", "/feed?a=1&b=%20&b=+x"),
        ("/feed?%C3%A9={}", "/feed?%C3%A9={}"),
        ("/a%2Fb%7e/./%41?q=%41", "/a%2Fb%7e/./%41?q=%41"),
        ("/feed#part", "/feed"),
        ("/żółć", "/%C5%BC%C3%B3%C5%82%C4%87"),
        ("", "/"),
        ("?format=atom", "/?format=atom"),
    ],
)
def test_the_address_is_asked_as_the_editor_wrote_it(
    server: Server, written: str, sent: str
) -> None:
    ask(server.url(written))
    assert server.seen[0].target == sent


# --- what comes back ----------------------------------------------------------------------------


@pytest.mark.P9
@pytest.mark.parametrize("status", [200, 203, 226])
def test_a_whole_body_is_fetched(server: Server, status: int) -> None:
    headers = {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "ETag": 'W/"v 2"',
        "Last-Modified": "Sun, 22 Nov 2026 06:00:00 GMT",
        "Cache-Control": "public, max-age=7200",
    }
    assert answering(server, reply(FEED, status, headers)) == Fetched(
        body=FEED,
        content_type="application/rss+xml; charset=utf-8",
        address=server.url(),
        freshness=Freshness(
            etag='W/"v 2"', last_modified="Sun, 22 Nov 2026 06:00:00 GMT", max_age=7200
        ),
    )


@pytest.mark.parametrize("length", ["announced", "chunked", "until the line closes"])
def test_a_body_may_come_in_any_framing(server: Server, length: str) -> None:
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (FEED[:9], FEED[9:]))
    framings = {
        "announced": reply(FEED),
        "chunked": head(headers={"Transfer-Encoding": "chunked"}) + chunked + b"0\r\n\r\n",
        "until the line closes": head() + FEED,
    }
    assert body(answering(server, framings[length])) == FEED


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", " gzip "])
def test_a_gzip_body_is_unpacked(server: Server, coding: str) -> None:
    answer = reply(gzip.compress(FEED), headers={"Content-Encoding": coding})
    assert body(answering(server, answer)) == FEED


def test_a_gzip_body_of_two_members_is_not_half_lost(server: Server) -> None:
    """RFC 1952 2.2: a file is a series of members; the first alone is a cut body."""
    outcome = answering(server, gzipped(FEED[:20], FEED[20:]))
    assert isinstance(outcome, Failed) or body(outcome) == FEED


@pytest.mark.parametrize(
    "cuts", [(-9,), (-1,), (0,), (1,), (2,), (9,), (0, 1), (-1, 0), (-1, 0, 1, 2, 3)]
)
def test_the_members_of_a_gzip_body_may_arrive_in_any_pieces(
    server: Server, cuts: tuple[int, ...]
) -> None:
    """Each cut is counted from the border between the two members."""
    first, second = gzip.compress(FEED[:20]), gzip.compress(FEED[20:])
    whole = first + second
    places = [0, *(len(first) + cut for cut in cuts), len(whole)]

    def answer(line: Line) -> None:
        line.send(head(headers={"Content-Encoding": "gzip"}))
        for begins, ends in itertools.pairwise(places):
            line.send(whole[begins:ends])
            line.wait(0.02)

    assert body(answering(server, answer)) == FEED


@pytest.mark.P2
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=60", 60),
        ("public, MAX-AGE = 60", 60),
        ('max-age="60", private', 60),
        ("s-maxage=60", None),
        ("x-max-age=60", None),
        ("no-cache", None),
        ("max-age=-1", None),
        ("max-age=sixty", None),
        ("max-age=99999999999999999999", 999_999_999),
    ],
)
def test_max_age_is_read_from_cache_control(
    server: Server, header: str, seconds: int | None
) -> None:
    outcome = answering(server, reply(FEED, headers={"Cache-Control": header}))
    assert isinstance(outcome, Fetched)
    assert outcome.freshness.max_age == seconds


@pytest.mark.P2
def test_expires_counts_where_max_age_does_not_stand(server: Server) -> None:
    """P2: no more often than max-age or Expires allow."""
    dates = {"Date": "Sun, 22 Nov 2026 12:00:00 GMT", "Expires": "Sun, 22 Nov 2026 15:00:00 GMT"}
    outcome = answering(server, reply(FEED, headers=dates))
    assert isinstance(outcome, Fetched)
    assert outcome.freshness.max_age == 3 * 3600


@pytest.mark.P1
def test_a_validator_that_could_not_go_back_as_it_is_is_dropped(server: Server) -> None:
    answer = head().replace(b"\r\n\r\n", b'\r\nETag: "\xff\xfe"\r\nLast-Modified: a\x1bb\r\n\r\n')
    outcome = answering(server, answer + FEED)
    assert isinstance(outcome, Fetched)
    assert outcome.freshness == Freshness()


@pytest.mark.P1
@pytest.mark.parametrize(
    "validators", [{"etag": '"v1"'}, {"last_modified": "Sun, 22 Nov 2026 06:00:00 GMT"}]
)
def test_304_is_not_modified_and_brings_its_newer_validators(
    server: Server, validators: dict[str, str]
) -> None:
    newer = {"ETag": '"v2"', "Last-Modified": "x", "Cache-Control": "max-age=9"}
    server.answers["/feed"] = reply(b"", 304, newer)
    assert ask(server.url(), **validators) == NotModified(
        freshness=Freshness(etag='"v2"', last_modified="x", max_age=9)
    )


def test_304_without_validators_of_ours_is_a_failure(server: Server) -> None:
    outcome = fails(answering(server, reply(b"", 304)))
    assert "304" in outcome.reason


@pytest.mark.P9
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(b""), "answered with an empty page"),
        (reply(b" \r\n\t\n"), "answered with an empty page"),
        (gzipped(b""), "answered with an empty page"),
        (reply(b"", 204), "answered with nothing (204)"),
        (reply(b"", 205), "answered with nothing (205)"),
        (reply(FEED, 206), "sent only a part of the feed (206)"),
        (reply(FEED, 300, {"Location": "/other"}), "answered with an error (300)"),
        (reply(FEED, 301), "answered with an error (301)"),
        (reply(b"", 401), "asks for a name and password (401)"),
        (reply(b"", 403), "refuses access (403)"),
        (reply(FEED, 404), "has no feed at this address (404)"),
        (reply(b"", 418), "answered with an error (418)"),
        (reply(b"", 429), "says that requests come too often (429)"),
        (reply(FEED, 500), "has an error of its own (500)"),
        (reply(b"", 502), "cannot be reached behind its gateway (502)"),
        (reply(b"", 503), "is temporarily unavailable (503)"),
        (reply(b"", 504), "did not answer its gateway in time (504)"),
    ],
)
def test_an_answer_without_a_whole_feed_fails_in_plain_words(
    server: Server, answer: bytes, reason: str
) -> None:
    assert fails(answering(server, answer)).reason == reason


@pytest.mark.P4
def test_410_is_gone_for_good(server: Server) -> None:
    outcome = fails(answering(server, reply(b"", 410)))
    assert outcome.kind == "gone"
    assert "410" in outcome.reason


@pytest.mark.P4
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(b"", 401), "refused"),
        (reply(b"", 403), "refused"),
        (reply(b"", 404), "missing"),
        (reply(b"", 403, {"Cf-Mitigated": "challenge"}), "blocked"),
        (reply(b"", 500), "other"),
    ],
)
def test_a_refusal_a_wrong_address_and_a_riddle_are_told_apart(
    server: Server, answer: bytes, kind: str
) -> None:
    assert fails(answering(server, answer)).kind == kind


@pytest.mark.P3
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("999999999", 999_999_999),
        ("Sun, 22 Nov 2026 13:00:00 GMT", 3600),
        ("Sunday, 22-Nov-26 13:00:00 GMT", 3600),
        ("Sun Nov 22 13:00:00 2026", 3600),
        ("Sun, 22 Nov 2026 14:00:00 +0200", 0),
        ("Sun, 22 Nov 2020 13:00:00 GMT", 0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("Sun, 99 Nov 99999 99:99:99 GMT", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(
    server: Server, status: int, header: str | None, seconds: int | None
) -> None:
    answer = reply(b"", status, {"Retry-After": header} if header else {})
    outcome = fails(answering(server, answer))
    assert outcome.retry_after == seconds
    assert str(status) in outcome.reason


@pytest.mark.P3
def test_an_absurd_retry_after_does_not_hide_what_happened(server: Server) -> None:
    answer = reply(b"", 429, {"Retry-After": "Sun, 22 Nov 2026 13:00:00 +99999999999999999999"})
    assert fails(answering(server, answer)).reason == "says that requests come too often (429)"


# --- lines that stay open -----------------------------------------------------------------------


def test_a_line_that_stays_open_carries_the_next_request_to_its_host(server: Server) -> None:
    server.answers["/one"] = staying(reply(FEED), moved("/end"), reply(b"the end"))
    outcomes = ask_all([request(path, server.url(path)) for path in ("/one", "/two")])
    assert (body(outcomes["/one"]), body(outcomes["/two"])) == (FEED, b"the end")
    assert [seen.target for seen in server.seen] == ["/one", "/two", "/end"]
    assert server.connections == 1


@pytest.mark.parametrize("behind", [reply(b"not asked for"), b"x", b"HTTP/1.1 200 OK\r\n"])
def test_what_stands_behind_a_reply_is_never_taken_for_the_next_one(
    server: Server, behind: bytes
) -> None:
    server.answers |= {"/one": staying(reply(FEED) + behind), "/two": reply(b"the second")}
    outcomes = ask_all([request(path, server.url(path)) for path in ("/one", "/two")])
    for path, right in (("/one", FEED), ("/two", b"the second")):
        assert isinstance(outcomes[path], Failed) or body(outcomes[path]) == right


# --- redirects ----------------------------------------------------------------------------------


@pytest.mark.P4
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_kind_of_redirect_is_followed_and_recorded(server: Server, status: int) -> None:
    server.answers |= {"/old": moved(server.url("/mid"), status), "/mid": moved("/feed", 302)}
    outcome = ask(server.url("/old"))
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED
    assert outcome.address == server.url()
    assert outcome.redirects == (Redirect(status, server.url("/mid")), Redirect(302, server.url()))


@pytest.mark.P4
@pytest.mark.parametrize("status", [304, 404, 410, 503])
def test_a_failure_or_304_behind_a_redirect_keeps_the_hops(server: Server, status: int) -> None:
    server.answers |= {"/old": moved("/end", 301), "/end": reply(b"", status)}
    outcome = ask(server.url("/old"), etag='"v1"')
    assert isinstance(outcome, Failed | NotModified)
    assert outcome.redirects == (Redirect(301, server.url("/end")),)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("feed", "/blog/feed"),
        ("./feed?a=1", "/blog/feed?a=1"),
        ("../feed", "/feed"),
        ("/feed", "/feed"),
        ("?page=2", "/blog/old?page=2"),
        ("/a feed", "/a%20feed"),
        ("/a%20feed with spaces", "/a%20feed%20with%20spaces"),
        ("/%C5%BC", "/%C5%BC"),
    ],
)
def test_a_location_is_resolved_against_the_address_before(
    server: Server, location: str, target: str
) -> None:
    place = target.partition("?")[0]
    redirect, found = moved(location), reply(FEED)
    server.answers["/blog/old"] = [redirect, found] if place == "/blog/old" else redirect
    server.answers.setdefault(place, found)
    assert body(ask(server.url("/blog/old"))) == FEED
    assert [seen.target for seen in server.seen] == ["/blog/old", target]


def test_a_location_without_a_scheme_leads_to_its_host(server: Server) -> None:
    with Server("127.0.0.2", {"/feed": reply(FEED)}) as other:
        server.answers["/old"] = moved(other.url().removeprefix("http:"))
        assert body(ask(server.url("/old"))) == FEED


@pytest.mark.P7
def test_five_redirects_are_followed_and_a_sixth_is_not(server: Server) -> None:
    server.answers |= {f"/{n}": moved(f"/{n - 1}") for n in range(1, 7)} | {"/0": reply(FEED)}
    assert body(ask(server.url("/5"))) == FEED
    server.seen.clear()
    outcome = fails(ask(server.url("/6")))
    assert outcome.reason == "redirects more than 5 times"
    assert [seen.target for seen in server.seen] == ["/6", "/5", "/4", "/3", "/2", "/1"]


@pytest.mark.P7
def test_a_redirect_in_a_circle_ends(server: Server) -> None:
    assert fails(answering(server, moved("/feed", 301))).reason == "redirects more than 5 times"
    assert len(server.seen) == 6


@pytest.mark.P7
@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://127.0.0.1/feed",
        "javascript:alert(1)",
        "data:application/rss+xml,%3Crss/%3E",
        "gopher://127.0.0.1/",
        "feed:https://blog.example/feed",
        "mailto:a@blog.example",
        "urn:x",
    ],
)
def test_a_redirect_to_anything_but_the_web_is_not_followed(server: Server, location: str) -> None:
    outcome = fails(answering(server, moved(location)))
    assert outcome.reason == "redirects to something that is not a web address"
    assert [seen.target for seen in server.seen] == ["/feed"]


@pytest.mark.parametrize("location", ["http://[bad", "http://127.0.0.1:99999/", "http://[::1"])
def test_an_unreadable_location_is_a_failure_of_this_partner(server: Server, location: str) -> None:
    fails(answering(server, moved(location)))
    assert len(server.seen) == 1


@pytest.mark.parametrize("escape", ["\x1b[2J", "\x07", "\x9b2J", "\u202e"])
def test_a_redirect_holds_nothing_that_a_terminal_would_obey(server: Server, escape: str) -> None:
    server.answers |= {"/old": moved(f"/feed?{escape}", 301)}
    outcome = ask(server.url("/old"))
    assert all(redirect.target.isprintable() for redirect in outcome.redirects)


@pytest.mark.P7
def test_name_and_password_stay_with_their_host(server: Server) -> None:
    with Server("127.0.0.2", {"/feed": reply(FEED)}) as other:
        server.answers["/old"] = moved(other.url(), 301)
        outcome = ask(f"http://ann:secret@127.0.0.1:{server.port}/old")
    expected = base64.b64encode(b"ann:secret").decode()
    assert server.seen[0].header("Authorization") == f"Basic {expected}"
    assert other.seen[0].header("Authorization") is None
    assert isinstance(outcome, Fetched)
    assert outcome.address == other.url()
    assert outcome.redirects == (Redirect(301, other.url()),)


@pytest.mark.P7
@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("ann:secret", "ann:secret"),
        ("us%C3%A9r:p%3Aa:ß", "usér:p:a:ß"),
        ("użytkownik:żółć", "użytkownik:żółć"),
        ("ann:%F0%9F%94%91", "ann:\N{KEY}"),
        ("ann:a:b:c", "ann:a:b:c"),
        ("ann:p%40ss%2Fw%23rd%3F", "ann:p@ss/w#rd?"),
        ("ann:p@ss", "ann:p@ss"),
        ("ann:100%", "ann:100%"),
        ("ann", "ann:"),
        (":token", ":token"),
    ],
)
def test_name_and_password_are_sent_as_they_are_meant(
    server: Server, written: str, sent: str
) -> None:
    server.answers["/old"] = moved("/feed", 302)
    outcome = ask(f"http://{written}@127.0.0.1:{server.port}/old?q=%7Ea")
    assert isinstance(outcome, Fetched), outcome
    expected = f"Basic {base64.b64encode(sent.encode()).decode()}"
    assert [seen.header("Authorization") for seen in server.seen] == [expected] * 2
    assert f"{written}@" not in repr(outcome)


@pytest.mark.P7
def test_a_login_that_was_left_behind_is_not_sent_again(server: Server) -> None:
    with Server("127.0.0.2", {"/on": moved(server.url(), 302)}) as other:
        server.answers["/old"] = moved(other.url("/on"), 302)
        ask(f"http://ann:secret@127.0.0.1:{server.port}/old")
    assert [bool(seen.header("Authorization")) for seen in server.seen] == [True, False]


@pytest.mark.P7
def test_a_login_that_a_server_makes_up_is_never_sent(server: Server) -> None:
    with Server("127.0.0.2", {"/feed": reply(FEED)}) as other:
        server.answers["/old"] = moved(other.url().replace("//", "//bob:secret@"), 302)
        ask(server.url("/old"))
    assert other.seen[0].header("Authorization") is None


@pytest.mark.P7
def test_name_and_password_are_never_handed_on(server: Server) -> None:
    server.answers["/old"] = moved("/feed", 301)
    outcome = ask(f"http://ann:secret@127.0.0.1:{server.port}/old")
    assert isinstance(outcome, Fetched)
    assert "secret" not in repr(outcome)
    server.answers["/old"] = moved(f"http://bob:secret@127.0.0.1:{server.port}/gone", 301)
    assert "secret" not in repr(ask(server.url("/old")))


# --- limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [reply, gzipped])
def test_a_body_of_the_greatest_length_is_taken(
    server: Server, pack: Callable[[bytes], bytes]
) -> None:
    noise = os.urandom(LARGEST)
    assert body(answering(server, pack(noise))) == noise


@pytest.mark.P8
@pytest.mark.parametrize("pack", [reply, gzipped])
def test_a_body_one_byte_longer_is_not(server: Server, pack: Callable[[bytes], bytes]) -> None:
    assert (
        fails(answering(server, pack(os.urandom(LARGEST + 1)))).reason == "is larger than 0.125 MiB"
    )


@pytest.mark.P8
def test_a_body_of_five_mebibytes_is_the_greatest() -> None:
    assert FetchPolicy(folder=Path(), user_agent="").max_bytes == 5 * 1024 * 1024


def peak_of(ask_now: Callable[[], Outcome]) -> tuple[Outcome, int]:
    """What came, and the most memory that Python held meanwhile, in bytes."""
    tracemalloc.start()
    try:
        return ask_now(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.W4
@pytest.mark.P8
def test_a_picture_may_take_a_third_of_the_time_and_a_fifth_of_the_room() -> None:
    pictures = image_policy(FetchPolicy(folder=Path(), user_agent=""))
    assert (pictures.timeout_seconds, pictures.max_bytes) == (10, 1024 * 1024)


@pytest.mark.W4
@pytest.mark.P6
def test_a_picture_is_asked_for_by_its_own_types_and_missed_by_its_own_name(server: Server) -> None:
    outcome = ask(server.url("/icon.png"), image_policy(policy()))
    assert fails(outcome).reason == "has no picture at this address (404)"
    accepted = (server.seen[0].header("Accept") or "").split(", ")
    assert {"image/webp", "image/png", "image/jpeg", "image/gif"} < set(accepted)
    assert "image/svg+xml" not in accepted
    assert server.seen[0].header("User-Agent") == policy().user_agent


@pytest.mark.P8
def test_a_gzip_bomb_is_cut_while_it_unpacks(server: Server) -> None:
    server.answers["/feed"] = bomb(megabytes=50)
    ask(server.url("/other"))
    outcome, peak = peak_of(lambda: ask(server.url()))
    assert fails(outcome).reason == "is larger than 0.125 MiB"
    assert peak < 20 * LARGEST


@pytest.mark.P8
def test_an_endless_body_is_cut_at_the_greatest_length(server: Server) -> None:
    outcome = answering(server, endless(head(), b"x" * 10_000))
    assert fails(outcome).reason == "is larger than 0.125 MiB"
    assert server.sent < 10_000_000


@pytest.mark.parametrize("coding", ["deflate", "br", "zstd", "gzip, gzip", "identity", "\x7f"])
def test_a_coding_that_was_not_asked_for_is_never_unpacked(server: Server, coding: str) -> None:
    """We ask for gzip and nothing else; a feed under a wrong name is read as it came."""
    packed = zlib.compress(bytes(LARGEST * 99))
    for sent in (FEED, packed):
        outcome = answering(server, reply(sent, headers={"Content-Encoding": coding}))
        assert isinstance(outcome, Failed) or outcome.body == sent  # type: ignore[union-attr]
    assert all(seen.header("Accept-Encoding") == "gzip" for seen in server.seen)


def test_endless_bytes_behind_a_gzip_body_are_not_kept(server: Server) -> None:
    """They unpack to nothing, so that the length after decompression never tells."""
    first = head(headers={"Content-Encoding": "gzip"}) + gzip.compress(FEED)
    server.answers["/feed"] = endless(first, b"x" * 10_000)
    ask(server.url("/other"))
    _, peak = peak_of(lambda: ask(server.url()))
    assert peak < 20 * LARGEST


@pytest.mark.P8
@pytest.mark.parametrize(
    "answer",
    [
        trickled(FEED * 9, first=head(headers={"Content-Length": str(len(FEED) * 9)})),
        trickled(FEED * 9, first=head()),
        trickled(head() + FEED),
        trickled(b"X-A: b\r\n" * 99, first=b"HTTP/1.1 200 OK\r\n"),
        trickled(b"HTTP/1.1 100 Continue\r\n\r\n" * 99),
        silent,
    ],
    ids=["body", "body without a length", "all", "headers", "100 Continue", "nothing at all"],
)
def test_an_answer_of_a_byte_now_and_then_is_cut_at_the_deadline(
    server: Server, answer: Answer
) -> None:
    begun = time.monotonic()
    outcome = fails(answering(server, answer, in_a_hurry()))
    assert outcome.reason == "did not answer in full within 0.3 seconds"
    assert time.monotonic() - begun < LONGEST_SECONDS / 2
    assert len(server.seen) == 1


@pytest.mark.P8
@pytest.mark.parametrize(
    "answer",
    [
        endless(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 1000 + b"\r\n"),
        endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 1000),
        endless(b"HTTP/1.1 200 ", b"b" * 1000),
        endless(head(headers={"Transfer-Encoding": "chunked"}) + b"0\r\n", b"X-A: b\r\n" * 100),
    ],
    ids=["headers", "header", "status line", "trailers"],
)
def test_endless_headers_are_cut(server: Server, answer: Answer) -> None:
    fails(answering(server, answer))
    assert server.sent < 10_000_000
    assert len(server.seen) == 1


@pytest.mark.P8
def test_the_deadline_counts_all_redirects_together(server: Server) -> None:
    def slow(line: Line) -> None:
        line.wait(SECONDS / 3)
        line.send(moved("/feed"))

    server.answers |= {"/feed": slow}
    assert "within 0.3 seconds" in fails(ask(server.url(), in_a_hurry())).reason


@pytest.mark.P8
def test_thirty_seconds_is_the_deadline_unless_somebody_says_otherwise() -> None:
    assert FetchPolicy(folder=Path(), user_agent="x").timeout_seconds == 30
    assert ROOM.CONNECT_TIMEOUT == 10


@pytest.mark.P8
@pytest.mark.parametrize(
    "answer",
    [
        cut(FEED),
        cut(b"", 1),
        head(headers={"Transfer-Encoding": "chunked"}) + b"5\r\nhello\r\n",
        reply(gzip.compress(FEED)[:-9], headers={"Content-Encoding": "gzip"}),
    ],
    ids=["length", "no body", "chunks", "gzip"],
)
def test_a_cut_body_is_a_failure(server: Server, answer: bytes) -> None:
    assert fails(answering(server, answer)).reason == "sent a body that was cut off"


@pytest.mark.parametrize("sent", [FEED, zlib.compress(FEED), gzip.compress(FEED)[:30] + b"x" * 99])
def test_a_body_that_is_not_packed_as_it_says_is_a_failure(server: Server, sent: bytes) -> None:
    outcome = fails(answering(server, reply(sent, headers={"Content-Encoding": "gzip"})))
    assert outcome.reason == "sent a compressed body that cannot be decompressed"


@pytest.mark.B4
@pytest.mark.parametrize(
    "answer",
    [
        b"hello\r\n\r\n",
        FEED,
        b"HTTP/1.1 999999 No\r\n\r\n",
        head(headers={"Transfer-Encoding": "chunked"}) + b"no length\r\n",
        head(headers={"Content-Length": "many"}) + FEED,
        head(headers={"Content-Length": "-5"}) + FEED,
        head(headers={"Content-Length": "5"}) + FEED,
        head(headers={"Content-Length": f"5\r\nContent-Length: {len(FEED)}"}) + FEED,
        head(headers={"Content-Length": "5", "Transfer-Encoding": "chunked"}) + b"0\r\n\r\n",
        head(headers={"X-A": "b" * 1_000_000}) + FEED,
        head(headers={f"X-{n}": "b" for n in range(5000)}) + FEED,
        b"HTTP/1.1 200 " + b"b" * 1_000_000 + b"\r\n\r\n" + FEED,
        head(headers={"X-A": "a\0b"}) + FEED,
    ],
    ids=[
        *("words", "no headers", "status", "chunk", "length", "length below zero", "too short"),
        *("two lengths", "length and chunks", "a header of 1 MB", "5,000 headers"),
        *("a status line of 1 MB", "a zero"),
    ],
)
def test_what_is_no_http_is_a_failure_and_stops_nobody(server: Server, answer: bytes) -> None:
    server.answers |= {"/odd": answer}
    outcomes = ask_all([request(path, server.url(path)) for path in ("/odd", "/feed")])
    fails(outcomes["/odd"])
    assert body(outcomes["/feed"]) == FEED
    assert [seen.target for seen in server.seen] == ["/odd", "/feed"]


@pytest.mark.parametrize("status", [b"404", b"410", b"500", b"503", b"999"])
def test_the_words_of_a_status_line_are_never_shown(server: Server, status: bytes) -> None:
    line = b"HTTP/1.1 " + status + b" \x1b[2J\x07\xe2\x80\xae\x9b2J evil\r\n"
    outcome = fails(answering(server, line + b"Connection: close\r\n\r\n"))
    assert status.decode() in outcome.reason
    assert "evil" not in outcome.reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (hung_up, "closed the connection without an answer"),
        (resetting(), "closed the connection without an answer"),
        (resetting(b"HTTP/1.1 200 OK\r\nContent-"), "closed the connection without an answer"),
        (resetting(cut(FEED)), "sent a body that was cut off"),
    ],
    ids=["closed", "reset", "reset in the headers", "reset in the body"],
)
def test_a_line_that_breaks_is_told(server: Server, answer: Answer, reason: str) -> None:
    assert fails(answering(server, answer)).reason == reason
    assert len(server.seen) <= 2  # HTTP lets a GET be asked once more (RFC 9110 9.2.2)


def test_a_refused_connection_is_told() -> None:
    with Server() as server:
        address = server.url()
    assert fails(ask(address)).reason == "does not answer (connection refused)"


@pytest.mark.B3
@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN])
def test_a_network_that_is_not_there_is_told(
    server: Server, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    async def sock_connect(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", sock_connect)
    assert fails(ask(server.url())).reason == "cannot be reached; there may be no network"


@pytest.mark.P8
def test_a_host_that_never_takes_the_connection_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ROOM, "CONNECT_TIMEOUT", 0.2)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        place = listener.getsockname()
        queued = [socket.socket() for _ in range(4)]
        try:
            for waiting in queued:  # Linux drops further ones once its queue is full
                waiting.setblocking(False)
                waiting.connect_ex(place)
            time.sleep(0.05)
            outcome = ask(f"http://127.0.0.1:{place[1]}/feed", policy(timeout_seconds=2))
        finally:
            for waiting in queued:
                waiting.close()
    assert fails(outcome).reason == "did not answer within 0.2 seconds"


# --- names and addresses ------------------------------------------------------------------------

Found = list[tuple[int, int, int, str, tuple[Any, ...]]]


def resolving_to(*addresses: str) -> Callable[..., Found]:
    """In place of socket.getaddrinfo."""

    def getaddrinfo(host: object, port: object, *_: object, **__: object) -> Found:
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (address, port, 0, 0) if ":" in address else (address, port),
            )
            for address in addresses
        ]

    return getaddrinfo


@pytest.mark.B3
def test_a_name_that_does_not_resolve_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> Found:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    outcome = fails(ask("http://blog.example/feed"))
    assert outcome.reason == "has a name that cannot be found; there may be no network"


def test_a_name_that_resolves_to_nothing_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to())
    fails(ask("http://blog.example/feed"))


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.255.255",
        "100.128.0.1",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.P7
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:7f00:1",
        "::ffff:0.0.0.0",
        "::ffff:0:127.0.0.1",
        "::ffff:0:7f00:1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:c0a8:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_any_other_address_is_not(address: str) -> None:
    """Loopback, private, link-local, unique-local, site-local, multicast, reserved, IPv4 in IPv6."""
    assert not is_public(address)


@pytest.mark.P7
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "localhost",
        "LocalHost",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "１２７.0.0.1",
        "127。0。0。1",
        "ann:secret@127.0.0.1",
    ],
)
@pytest.mark.parametrize("way", ["asked", "redirected"])
def test_no_spelling_of_this_machine_is_ever_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch, host: str, way: str
) -> None:
    target = f"http://{host}:{server.port}/feed"
    if way == "asked":
        fails(ask(target, policy(allow_private_addresses=False)))
        assert server.connections == 0
        return
    # The gate stays whole, and only the server that sends us on counts as a public one.
    monkeypatch.setattr(ROOM, "is_public", lambda ip: ip == "127.0.0.9" or is_public(ip))
    with Server("127.0.0.9", {"/feed": moved(target, 301)}) as public:
        fails(ask(public.url(), policy(allow_private_addresses=False)))
        assert len(public.seen) == 1
    assert server.connections == 0


def test_the_reason_says_that_the_address_is_private(server: Server) -> None:
    outcome = fails(ask(server.url(), policy(allow_private_addresses=False)))
    assert (outcome.kind, outcome.reason) == ("private", PRIVATE)


@pytest.mark.P7
@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("169.254.169.254",),
        ("10.0.0.1", "127.0.0.1"),
        ("::1",),
        ("::ffff:127.0.0.1",),
        ("::1", "127.0.0.1"),
    ],
)
def test_a_name_that_leads_to_a_private_address_is_not_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to(*addresses))
    connected: list[object] = []
    plain = asyncio.SelectorEventLoop.sock_connect

    async def sock_connect(loop: Any, sock: socket.socket, place: object) -> None:
        connected.append(place)
        await plain(loop, sock, place)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", sock_connect)
    address = f"http://blog.example:{server.port}/feed"
    outcome = fails(ask(address, policy(allow_private_addresses=False)))
    assert outcome.reason == PRIVATE
    assert server.connections == 0
    assert connected == []


@pytest.mark.P7
def test_a_name_that_changes_its_mind_is_checked_where_it_leads_now(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a public address for whoever checks, this machine for whoever connects."""
    monkeypatch.setattr(ROOM, "is_public", lambda ip: ip == "127.0.0.9" or is_public(ip))
    asked: list[object] = []

    def getaddrinfo(*where: object, **how: object) -> Found:
        asked.append(where)
        return resolving_to("127.0.0.9" if len(asked) == 1 else "127.0.0.1")(*where, **how)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with Server("127.0.0.9", {"/feed": moved("/next")}, port=server.port) as public:
        ask(f"http://blog.example:{server.port}/feed", policy(allow_private_addresses=False))
        assert public.seen[0].header("Host") == f"blog.example:{server.port}"
    assert server.connections == 0


# --- many at once -------------------------------------------------------------------------------


@pytest.mark.P5
def test_one_request_at_a_time_goes_to_a_host(server: Server) -> None:
    crowd = Crowd(reply(FEED))
    server.answers = {f"/{n}": crowd for n in range(4)}
    requests = [request(str(n), server.url(f"/{n}")) for n in range(4)]
    assert all(isinstance(outcome, Fetched) for outcome in ask_all(requests).values())
    assert crowd.most == 1


@pytest.mark.P5
def test_a_host_is_one_host_at_all_its_ports_and_behind_its_own_redirects(server: Server) -> None:
    crowd = Crowd(reply(FEED))
    with Server(server.host, {"/end": crowd, "/old": moved("/end")}) as other:
        server.answers = {
            "/end": crowd,
            "/old": moved("/end", 301),
            "/away": moved(other.url("/end")),
        }
        ways = [server.url("/end"), server.url("/old"), server.url("/away"), other.url("/old")]
        outcomes = ask_all([request(way, way) for way in ways])
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())
    assert crowd.most == 1


def test_different_hosts_are_asked_in_parallel() -> None:
    together = threading.Barrier(4)

    def answer(line: Line) -> None:
        together.wait(timeout=LONGEST_SECONDS)
        line.send(reply(FEED))

    hosts = [Server(f"127.0.0.{n}", {"/feed": answer}) for n in range(1, 5)]
    with hosts[0], hosts[1], hosts[2], hosts[3]:
        requests = [request(host.host, host.url()) for host in hosts]
        outcomes = ask_all(requests)
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())


@pytest.mark.P5
def test_the_number_of_requests_in_all_is_bounded() -> None:
    crowd = Crowd(reply(FEED))
    hosts = [Server(f"127.0.0.{n}", {"/feed": crowd}) for n in range(1, 5)]
    with hosts[0], hosts[1], hosts[2], hosts[3]:
        requests = [request(host.host, host.url()) for host in hosts]
        outcomes = ask_all(requests, policy(max_connections=2))
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())
    assert crowd.most <= 2


def test_a_partner_that_waits_its_turn_has_its_own_deadline(server: Server) -> None:
    server.answers |= {"/slow": silent}
    requests = [
        request("slow", server.url("/slow")),
        request("next", server.url()),
    ]
    outcomes = ask_all(requests, in_a_hurry(1.5))
    assert "within 1.5 seconds" in fails(outcomes["slow"]).reason
    assert body(outcomes["next"]) == FEED


@pytest.mark.B4
def test_a_partners_surprise_never_stops_the_others(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprising(address: str) -> str | None:
        if address.endswith("/odd"):
            raise LookupError("something nobody thought of\nin two lines")
        return None

    monkeypatch.setattr(ROOM, "basic_auth", surprising)
    paths = {"before": "/feed", "odd": "/odd", "after": "/feed"}
    outcomes = ask_all([request(name, server.url(path)) for name, path in paths.items()])
    fails(outcomes["odd"])
    assert body(outcomes["before"]) == body(outcomes["after"]) == FEED


@pytest.mark.B4
@pytest.mark.parametrize(
    "feed",
    ["http://[bad/feed", "http:///feed", "http://blog.example:99999/", "http://exa mple/feed"],
)
def test_an_address_that_cannot_be_asked_never_stops_the_others(
    server: Server, monkeypatch: pytest.MonkeyPatch, feed: str
) -> None:
    requests = [request("odd", feed), request("good", server.url())]
    outcomes = ask_all(requests)
    fails(outcomes["odd"])
    assert body(outcomes["good"]) == FEED


def test_whoever_stops_listening_early_leaves_nothing_running(server: Server) -> None:
    server.answers |= {"/slow": silent}

    async def first() -> int:
        found = fetch(
            [
                request("a", server.url()),
                request("b", server.url("/slow")),
            ],
            policy(),
            NOW,
        )
        async for _ in found:
            break
        await found.aclose()  # type: ignore[attr-defined]
        return len(asyncio.all_tasks()) - 1

    assert asyncio.run(first()) == 0


# --- feed files ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of feeds.yaml, with a feed inside and another outside."""
    inside = tmp_path / "project"
    (inside / "feeds").mkdir(parents=True)
    (inside / "feeds" / "a.xml").write_bytes(FEED)
    (tmp_path / "outside.xml").write_bytes(b"secret")
    return inside


@pytest.mark.parametrize("feed", ["feeds/a.xml", "./feeds/a.xml", "feeds/../feeds/a.xml"])
def test_a_feed_file_inside_the_folder_is_read(folder: Path, feed: str) -> None:
    assert ask(feed, policy(folder)) == Fetched(body=FEED, content_type=None, address="")


@pytest.mark.P7
def test_a_link_that_stays_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "link.xml").symlink_to(folder / "feeds" / "a.xml")
    assert body(ask("link.xml", policy(folder))) == FEED


def test_the_folder_itself_may_be_reached_by_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert body(ask("feeds/a.xml", policy(tmp_path / "link"))) == FEED


@pytest.mark.P7
def test_a_file_outside_the_folder_is_never_read(folder: Path, tmp_path: Path) -> None:
    (folder / "link.xml").symlink_to(tmp_path / "outside.xml")
    (folder / "up").symlink_to(tmp_path)
    outside = str(tmp_path / "outside.xml")
    for feed in (
        "../outside.xml",
        "feeds/../../outside.xml",
        "link.xml",
        "up/outside.xml",
        outside,
    ):
        outcome = fails(ask(feed, policy(folder)))
        assert outcome.reason == f"the file {feed} lies outside the folder of feeds.yaml"


def test_a_folder_whose_name_begins_like_ours_is_outside(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "project-2").mkdir()
    (tmp_path / "project-2" / "a.xml").write_bytes(b"secret")
    assert "outside" in fails(ask("../project-2/a.xml", policy(folder))).reason


def test_a_missing_file_and_a_folder_are_told(folder: Path) -> None:
    assert "feeds/b.xml" in fails(ask("feeds/b.xml", policy(folder))).reason
    assert "feeds" in fails(ask("feeds", policy(folder))).reason


def test_a_feed_file_has_the_limit_of_a_body(folder: Path) -> None:
    (folder / "a.xml").write_bytes(b"x" * LARGEST)
    (folder / "b.xml").write_bytes(b"x" * (LARGEST + 1))
    assert len(body(ask("a.xml", policy(folder)))) == LARGEST
    assert fails(ask("b.xml", policy(folder))).reason == "the file b.xml is larger than 0.125 MiB"


@pytest.mark.parametrize("feed", ["circle.xml", "a\0b.xml", "n" * 300, "\ud800.xml", "pipe"])
def test_no_odd_file_stops_the_others(folder: Path, feed: str) -> None:
    (folder / "circle.xml").symlink_to(folder / "circle.xml")
    os.mkfifo(folder / "pipe")
    # A pipe that nobody writes to would hold a reader for ever: write to it a little later.
    late = threading.Timer(20.0, release, [folder / "pipe"])
    late.start()
    begun = time.monotonic()
    try:
        requests = [request("odd", feed), request("good", "feeds/a.xml")]
        outcomes = ask_all(requests, policy(folder))
    finally:
        late.cancel()
        late.join()
    assert time.monotonic() - begun < 15
    assert isinstance(outcomes["odd"], Failed)
    assert body(outcomes["good"]) == FEED


def release(pipe: Path) -> None:
    """Let whoever waits at the pipe read its end; nothing where nobody waits."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return


def test_files_and_addresses_are_answered_in_one_run(folder: Path, server: Server) -> None:
    requests = [
        request("web", server.url()),
        request("file", "feeds/a.xml"),
    ]
    outcomes = ask_all(requests, policy(folder))
    assert body(outcomes["web"]) == body(outcomes["file"]) == FEED


def test_nothing_to_ask_asks_nothing() -> None:
    assert ask_all([]) == {}
