from __future__ import annotations

import functools
import json
import re
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.partner_blogs.here import read_here
from tests.partner_blogs.refresh.server import (
    Answer,
    Line,
    Server,
    bomb,
    cut,
    endless,
    head,
    hung_up,
    moved,
    reply,
    resetting,
    silent,
    trickled,
)

from frontdesk.net.model import Fetched
from frontdesk.net.request_options import FetchPolicy
from partner_blogs.__main__ import main
from partner_blogs.model.feed import CleanFeed
from partner_blogs.model.state import PartnerState
from partner_blogs.refresh.parse_workers import WorkerPool
from partner_blogs.store import Store

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ETAG = {"ETag": '"v1"', "Last-Modified": "Sun, 22 Nov 2026 11:00:00 GMT"}


def rss(*posts: int) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><title>Post {n}</title>"
        f"<link>https://desk.example/{n}</link><description>{'words ' * 20}</description></item>"
        for n in posts
    )
    return (
        '<rss version="2.0"><channel><title>Desk</title>'
        f"<link>https://desk.example/</link>{items}</channel></rss>"
    ).encode()


class Project:
    """A folder with feeds.yaml, its feed files and its store; the clock is an argument."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.feeds = folder / "feeds.yaml"
        self.store = folder / "store"

    def partners(self, **feeds: str) -> None:
        lines = ["blogroll: {quiet_after: never}"]
        lines += ["about: {site: https://blog.example/, contact: us@blog.example}"]
        lines += ["partners:"]
        for id_, feed in feeds.items():
            lines += [f"  - id: {id_}", f"    name: The {id_}", f"    feed: {feed}"]
        self.feeds.write_text("\n".join(lines), encoding="utf-8")

    def refresh(self, now: datetime = START, *more: str) -> str:
        """What was printed; a refresh ends well whatever the partners do."""
        place = ("--feeds", str(self.feeds), "--store", str(self.store))
        private = "--allow-private-addresses"
        assert main(["refresh", *place, "--now", now.isoformat(), private, *more]) == 0
        out, _ = self._capsys.readouterr()
        assert out.replace("\n", "").isprintable()
        return out

    def status(self, id_: str = "desk") -> dict[str, Any]:
        self._capsys.readouterr()
        main(["status", "--json", "--feeds", str(self.feeds), "--store", str(self.store)])
        rows = {row["id"]: row for row in json.loads(self._capsys.readouterr().out)}
        row: dict[str, Any] = rows[id_]
        return row

    def status_text(self) -> str:
        self._capsys.readouterr()
        main(["status", "--feeds", str(self.feeds), "--store", str(self.store)])
        return self._capsys.readouterr().out

    def state(self, id_: str = "desk") -> PartnerState:
        return Store(self.store).states()[id_]

    def entries(self, id_: str = "desk") -> set[str]:
        return {entry.id for entry in self.state(id_).entries}

    def bytes(self) -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in self.store.rglob("*.json")}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    read_here(monkeypatch)


@contextmanager
def in_a_hurry(seconds: float = 0.3) -> Iterator[None]:
    """Where a deadline has to pass. Elsewhere there is so much time that a busy machine is no failure."""
    with pytest.MonkeyPatch.context() as patch:
        hasty = functools.partial(FetchPolicy, timeout_seconds=seconds)
        patch.setattr("frontdesk.net.request_options.FetchPolicy", hasty)
        yield


@pytest.fixture
def real_pool(monkeypatch: pytest.MonkeyPatch, in_this_process: None) -> None:
    monkeypatch.setattr(
        "partner_blogs.refresh.fetch_and_store.WorkerPool",
        functools.partial(WorkerPool, seconds=1.0),
    )


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    return Project(tmp_path, capsys)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(answers={"/feed": reply(rss(1, 2, 3), headers=ETAG)}) as server:
        yield server


def validators(server: Server) -> list[tuple[str | None, str | None]]:
    return [(s.header("If-None-Match"), s.header("If-Modified-Since")) for s in server.seen]


BOTH = (ETAG["ETag"], ETAG["Last-Modified"])


# --- files --------------------------------------------------------------------------------------


def test_a_feed_file_is_read_each_time(project: Project) -> None:
    project.partners(desk="desk.xml")
    (project.folder / "desk.xml").write_bytes(rss(1, 2))
    assert "2 entries read" in project.refresh()
    assert project.entries() == {"1", "2"}
    (project.folder / "desk.xml").write_bytes(rss(2, 3))
    assert "2 entries read, 1 new" in project.refresh(START + timedelta(minutes=1))
    assert "2 entries read, none new" in project.refresh(START + timedelta(minutes=2))
    assert project.entries() == {"1", "2", "3"}


@pytest.mark.B2
def test_the_same_input_and_clock_give_the_same_bytes(project: Project) -> None:
    project.partners(desk="desk.xml")
    (project.folder / "desk.xml").write_bytes(rss(1, 2))
    project.refresh()
    before = project.bytes()
    project.refresh()
    assert project.bytes() == before


@pytest.mark.E7
def test_a_file_that_vanishes_leaves_its_entries(project: Project) -> None:
    project.partners(desk="desk.xml")
    (project.folder / "desk.xml").write_bytes(rss(1, 2))
    project.refresh()
    (project.folder / "desk.xml").unlink()
    project.refresh(START + HOUR)
    assert project.status()["state"] == "failing"
    assert "desk.xml" in project.status()["reason"]
    assert project.entries() == {"1", "2"}


# --- what is read of the store (S3) -------------------------------------------------------------


@pytest.mark.S3
def test_where_nothing_came_and_no_digest_ends_no_entry_is_read(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.partners(desk=server.url(), ledger=server.url("/gone"))
    server.answers["/gone"] = reply(b"", 404)
    project.refresh()
    before = project.state()
    server.answers["/feed"] = reply(b"", 304, ETAG)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "states", lambda _: pytest.fail("all states were read"))
        patch.setattr(Store, "state", lambda *_: pytest.fail("a state was read"))
        project.refresh(START + 2 * HOUR)
    assert project.state().entries == before.entries
    assert project.state().last_try == START + 2 * HOUR
    assert project.state("ledger").failures == 2


# --- when, and with what (P1, P2, P3) -----------------------------------------------------------


@pytest.mark.P1
@pytest.mark.P2
def test_a_feed_with_validators_is_asked_again_after_an_hour_and_no_sooner(
    project: Project, server: Server
) -> None:
    project.partners(desk=server.url())
    project.refresh()
    assert validators(server) == [(None, None)]
    project.refresh(START + timedelta(minutes=59))
    assert len(server.seen) == 1
    newer = {"ETag": '"v2"', "Last-Modified": "Sun, 22 Nov 2026 13:00:00 GMT"}
    server.answers["/feed"] = reply(b"", 304, newer)
    second = START + timedelta(minutes=64)
    assert "nothing new" in project.refresh(second)
    assert validators(server)[1:] == [BOTH]
    assert project.entries() == {"1", "2", "3"}
    project.refresh(second + timedelta(minutes=64))
    assert validators(server)[2:] == [tuple(newer.values())]


@pytest.mark.P1
def test_a_304_without_validators_keeps_the_ones_before(project: Project, server: Server) -> None:
    server.answers["/feed"] = [reply(rss(1), headers=ETAG), reply(b"", 304)]
    project.partners(desk=server.url())
    for hours in range(3):
        project.refresh(START + hours * 2 * HOUR)
    assert validators(server) == [(None, None), BOTH, BOTH]


@pytest.mark.P2
@pytest.mark.S7
def test_a_refresh_in_which_nothing_is_due_writes_nothing_but_once_a_day(
    project: Project, server: Server
) -> None:
    project.partners(desk=server.url())
    project.refresh()

    def states() -> dict[str, tuple[int, int]]:
        unread = {".lock", "lists.json"}  # by builds
        files = (path for path in project.store.rglob("*") if path.name not in unread)
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in files}

    before = states()
    assert "0 asked" in project.refresh(START + timedelta(minutes=30))
    assert states() == before
    project.refresh(START - DAY)  # a clock that was put back
    assert states() != before
    project.refresh(START)
    server.answers["/feed"] = reply(rss(1), headers={**ETAG, "Cache-Control": "max-age=99999"})
    project.refresh(START + 2 * HOUR)
    before = states()
    project.refresh(START + 3 * HOUR)
    assert states() == before
    project.refresh(START + 13 * HOUR)  # the next day
    assert states() != before


@pytest.mark.P2
def test_a_feed_without_validators_is_asked_once_a_day(project: Project, server: Server) -> None:
    server.answers["/feed"] = reply(rss(1))
    project.partners(desk=server.url())
    project.refresh()
    project.refresh(START + 23 * HOUR)
    assert len(server.seen) == 1
    project.refresh(START + 26 * HOUR)
    assert validators(server) == [(None, None), (None, None)]


@pytest.mark.P2
def test_what_the_server_says_of_its_freshness_is_kept(project: Project, server: Server) -> None:
    server.answers["/feed"] = reply(rss(1), headers={**ETAG, "Cache-Control": "max-age=14400"})
    project.partners(desk=server.url())
    project.refresh()
    project.refresh(START + 3 * HOUR)
    assert len(server.seen) == 1
    project.refresh(START + timedelta(hours=4, minutes=13))
    assert len(server.seen) == 2


@pytest.mark.P2
@pytest.mark.P3
def test_two_refreshes_in_a_row_do_not_ask_twice_also_after_a_failure(
    project: Project, server: Server
) -> None:
    server.answers["/feed"] = reply(b"", 500)
    project.partners(desk=server.url())
    project.refresh()
    project.refresh(START + timedelta(minutes=59))
    assert len(server.seen) == 1
    project.refresh(START + timedelta(minutes=64))
    project.refresh(START + timedelta(minutes=64) + timedelta(minutes=119))
    assert len(server.seen) == 2
    project.refresh(START + timedelta(minutes=64) + timedelta(minutes=127))
    assert len(server.seen) == 3


@pytest.mark.P3
@pytest.mark.parametrize("after", ["10800", "Sun, 22 Nov 2026 15:00:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_time_gets_it(
    project: Project, server: Server, status: int, after: str
) -> None:
    server.answers["/feed"] = reply(b"", status, {"Retry-After": after})
    project.partners(desk=server.url())
    project.refresh()
    project.refresh(START + timedelta(hours=2, minutes=59))
    assert len(server.seen) == 1
    project.refresh(START + timedelta(hours=3, minutes=10))
    assert len(server.seen) == 2


def test_force_asks_whoever_is_not_due(project: Project, server: Server) -> None:
    project.partners(desk=server.url())
    project.refresh()
    project.refresh(START, "--force")
    assert validators(server) == [(None, None), BOTH]


def test_only_keeps_to_the_named_partners(project: Project, server: Server) -> None:
    with Server("127.0.0.2", {"/feed": reply(rss(1))}) as other:
        project.partners(desk=server.url(), lamp=other.url(), chair=server.url("/chair"))
        project.refresh(START, "--only", "lamp")
        assert (len(server.seen), len(other.seen)) == (0, 1)
        project.refresh(START, "--only", "desk", "lamp", "--force")
        assert (len(server.seen), len(other.seen)) == (1, 2)
    assert set(Store(project.store).states()) == {"desk", "lamp"}


@pytest.mark.P6
def test_a_request_says_whose_it_is(project: Project, server: Server) -> None:
    project.partners(desk=server.url())
    project.refresh()
    agent = server.seen[0].header("User-Agent") or ""
    assert re.fullmatch(
        r"partner-blogs/[\d.]+ \(\+https://blog\.example/; us@blog\.example\)", agent
    )


@pytest.mark.P6
def test_a_refresh_asks_for_the_feed_and_for_nothing_that_the_feed_speaks_of(
    project: Project, server: Server
) -> None:
    """P6: no icons, pictures, home pages, next pages or hubs."""
    places = ("/", "/icon.png", "/picture.jpg", "/next", "/hub", "/podcast.mp3", "/favicon.ico")
    home, icon, picture, following, hub, podcast, _ = map(server.url, places)
    feed = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Desk</title><link href='{home}'/>"
        f"<icon>{icon}</icon><logo>{icon}</logo><link rel='next' href='{following}'/>"
        f"<link rel='hub' href='{hub}'/><entry><id>1</id><title>One</title>"
        f"<link href='{home}one'/><link rel='enclosure' href='{podcast}'/>"
        f"<content type='html'>&lt;img src='{picture}'></content></entry></feed>"
    )
    server.answers = {place: reply(b"never asked for") for place in places}
    server.answers["/feed"] = reply(feed.encode())
    project.partners(desk=server.url())
    assert "1 entry read" in project.refresh()
    assert [seen.target for seen in server.seen] == ["/feed"]


def test_a_new_address_in_the_list_is_asked_at_once_and_without_validators(
    project: Project, server: Server
) -> None:
    project.partners(desk=server.url())
    project.refresh()
    server.answers["/new"] = reply(rss(4))
    project.partners(desk=server.url("/new"))
    project.refresh(START + timedelta(minutes=1))
    assert server.seen[1].target == "/new"
    assert validators(server)[1] == (None, None)
    assert project.entries() == {"1", "2", "3", "4"}


# --- trouble (P8, B3, B4) -----------------------------------------------------------------------

WHOLE = rss(7, 8, 9)
TROUBLE: dict[str, Answer] = {
    "500": reply(WHOLE, 500),
    "404": reply(WHOLE, 404),
    "403": reply(b"", 403),
    "206": reply(WHOLE, 206),
    "204": reply(b"", 204),
    "empty": reply(b""),
    "hangs": silent,
    "a byte a second": trickled(WHOLE, first=head()),
    "hangs up": hung_up,
    "a web page": reply(b"<!DOCTYPE html><html><title>Hello</title></html>"),
    "JSON": reply(b'{"error": "gone"}', headers={"Content-Type": "application/json"}),
    "cut by its length": cut(WHOLE),
    "a length that is too short": head(headers={"Content-Length": "200"}) + WHOLE,
    "a length and chunks": head(headers={"Content-Length": "9", "Transfer-Encoding": "chunked"}),
    "a reset": resetting(),
    "a reset in the middle": resetting(head() + WHOLE[:300]),
    "packed as it should not be": reply(
        zlib.compress(WHOLE), headers={"Content-Encoding": "deflate"}
    ),
    "not packed as it says": reply(WHOLE, headers={"Content-Encoding": "gzip"}),
    "5,000 headers": head(headers={f"X-{n}": "b" for n in range(5000)}) + WHOLE,
    "a header of 1 MB": head(headers={"X-A": "b" * 1_000_000}) + WHOLE,
    "endless headers": endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 100),
    "a status in colours": b"HTTP/1.1 500 \x1b[31m\xe2\x80\xae\x07\r\n\r\n",
    "cut without a length": head() + WHOLE[:-60],
    "cut in the first post": head() + WHOLE[:200],
    "a gzip bomb": bomb(megabytes=8),
    "a circle": moved("/feed"),
    "to a file": moved("file:///etc/passwd", 301),
    "not HTTP": b"hello\r\n\r\n",
}


@pytest.mark.P1
@pytest.mark.P8
@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
def test_a_partner_in_trouble_keeps_all_its_entries_and_its_validators(
    project: Project, server: Server, trouble: Answer
) -> None:
    project.partners(desk=server.url())
    project.refresh()
    good = project.state()

    server.answers["/feed"] = trouble
    with in_a_hurry():
        assert "1 failed" in project.refresh(START + 2 * HOUR)
    state = project.state()
    assert state.entries == good.entries
    assert state.freshness == good.freshness
    assert state.facts == good.facts
    row = project.status()
    assert row["state"] == "failing"
    assert row["reason"]
    assert row["entries"] == 3
    assert row["last_success"] == "2026-11-22T12:00:00Z"
    assert row["last_try"] == "2026-11-22T14:00:00Z"
    assert row["moved_to"] is None

    server.answers["/feed"] = reply(rss(4), headers={"ETag": '"v9"'})
    project.refresh(START + DAY)
    assert validators(server)[-1] == BOTH
    assert project.entries() == {"1", "2", "3", "4"}
    assert project.status()["state"] == "active"


@pytest.mark.B3
def test_a_server_that_disappears_leaves_the_entries(project: Project) -> None:
    with Server(answers={"/feed": reply(rss(1, 2))}) as server:
        project.partners(desk=server.url())
        project.refresh()
    assert "connection refused" in project.refresh(START + 2 * DAY)
    assert project.entries() == {"1", "2"}


@pytest.mark.P4
def test_a_feed_that_is_gone_is_never_asked_again(project: Project, server: Server) -> None:
    project.partners(desk=server.url())
    project.refresh()
    server.answers["/feed"] = reply(b"", 410)
    project.refresh(START + DAY)
    assert project.status()["state"] == "retired"
    assert project.entries() == {"1", "2", "3"}
    project.refresh(START + 30 * DAY)
    project.refresh(START + 30 * DAY, "--force")
    assert len(server.seen) == 2


@pytest.mark.B4
@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\x00",
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "http://a/\\ud800"}]}',
        b'{"version": "https://jsonfeed.org/version/1", "items": [[], null, {"id": "1"}]}',
        rss(1).replace(b"desk.example/1", b"[::1/"),
        rss(1).replace(b"<title>Post 1", b"<title>\x1b[2J\xe2\x80\xae&#0;&#xD800;"),
        rss(1).replace(b"<rss", b"<rss xml:base='http://[x/'"),
    ],
    ids=["empty", "zero", "half a character", "odd items", "brackets", "controls", "odd base"],
)
def test_one_bad_file_never_stops_the_others(project: Project, bad: bytes) -> None:
    project.partners(ann="ann.xml", bad="bad.xml", zoe="zoe.xml")
    for name, body in (("ann", rss(1)), ("bad", bad), ("zoe", rss(2))):
        (project.folder / f"{name}.xml").write_bytes(body)
    project.refresh()
    assert project.entries("ann") == {"1"}
    assert project.entries("zoe") == {"2"}
    assert Store(project.store).last_refresh() is not None
    assert project.status_text().replace("\n", "").isprintable()


@pytest.mark.B4
def test_one_bad_server_never_stops_the_others(project: Project, server: Server) -> None:
    server.answers |= {"/slow": silent, "/odd": b"\xff\xfe\r\n\r\n", "/up": hung_up}
    paths = {"slow": "/slow", "odd": "/odd", "up": "/up", "desk": "/feed", "none": "/none"}
    project.partners(**{id_: server.url(path) for id_, path in paths.items()})
    with in_a_hurry(2):
        assert "4 failed" in project.refresh()
    assert project.entries() == {"1", "2", "3"}


@pytest.mark.O1
def test_a_feed_in_which_no_entry_can_be_read_is_told_and_takes_nothing_away(
    project: Project,
) -> None:
    project.partners(desk="desk.xml")
    (project.folder / "desk.xml").write_bytes(rss(1, 2))
    project.refresh()
    (project.folder / "desk.xml").write_bytes(rss(1).replace(b"item>", b"thing><item/></thing>"))
    assert "in which no entry can be read" in project.refresh(START + DAY)
    assert project.entries() == {"1", "2"}
    row = project.status()
    assert (row["state"], row["reason"]) == ("failing", "sent a feed in which no entry can be read")


@pytest.mark.B4
def test_what_nobody_thought_of_in_one_document_never_stops_the_others(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = sys.modules["partner_blogs.refresh.parse_document"]
    clean: Callable[..., CleanFeed] = room.clean_feed

    def surprising(parsed: object, fetched: Fetched, *, full: bool) -> CleanFeed:
        if b"odd" in fetched.body:
            raise LookupError("something nobody thought of")
        return clean(parsed, fetched, full=full)

    monkeypatch.setattr(room, "clean_feed", surprising)
    project.partners(ann="ann.xml", bad="bad.xml", zoe="zoe.xml")
    for name, body in (("ann", rss(1)), ("bad", rss(1) + b"<!-- odd -->"), ("zoe", rss(2))):
        (project.folder / f"{name}.xml").write_bytes(body)
    project.refresh()
    assert project.entries("ann") == {"1"}
    assert project.entries("zoe") == {"2"}
    assert project.status("bad")["state"] == "failing"


TANGLED = {
    "author": "<rss><channel><item><author>" + "a." * 50_000 + "@</author></item></channel></rss>",
    "encoding": '<?xml version="1.0" encoding="punycode"?><rss>-' + "a" * 500_000 + "</rss>",
}


@pytest.mark.E9
def test_a_tangled_document_is_given_up_and_the_others_are_read(
    project: Project, server: Server, real_pool: None
) -> None:
    """E9: feedparser takes the square of the length of each of these, up to hours for 5 MiB."""
    server.answers |= {f"/{name}": reply(body.encode()) for name, body in TANGLED.items()}
    feeds = {name: server.url(f"/{name}") for name in TANGLED}
    project.partners(**feeds, desk=server.url(), zoe="zoe.xml")
    (project.folder / "zoe.xml").write_bytes(rss(9))
    begun = time.monotonic()
    project.refresh()
    assert time.monotonic() - begun < 60
    assert project.entries() == {"1", "2", "3"}
    assert project.entries("zoe") == {"9"}
    assert [project.status(name)["state"] for name in TANGLED] == ["failing"] * len(TANGLED)


@pytest.mark.B5
def test_what_was_read_is_stored_while_others_still_keep_us_waiting(
    project: Project, server: Server
) -> None:
    """A kill must cost no more than what has not come yet (B5)."""
    stored: set[str] = set()

    def look(line: Line) -> None:
        for _ in range(1000):  # of 0.02 seconds: less than anyone waits for an answer
            stored.update(path.stem for path in (project.store / "partners").glob("*.json"))
            if len(stored) == 2 or not line.wait(0.02):
                break
        line.send(reply(rss(1)))

    server.answers["/slow"] = look
    with Server("127.0.0.2", {"/feed": reply(rss(1))}) as quick:
        project.partners(slow=server.url("/slow"), quick=quick.url(), zoe="zoe.xml")
        (project.folder / "zoe.xml").write_bytes(rss(9))
        project.refresh()
    assert stored == {"quick", "zoe"}


@pytest.mark.B3
def test_without_any_network_the_last_good_copy_stays(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B3: exit code 0, and the status says how old the copy is."""
    project.partners(desk=server.url().replace("127.0.0.1", "localhost"))
    project.refresh()
    before = project.state()

    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert "1 asked, 1 kept from before, 1 failed" in project.refresh(START + 2 * HOUR)
    assert project.state().entries == before.entries
    row = project.status()
    assert row["reason"] == "has a name that cannot be found; there may be no network"
    assert (row["last_success"], row["entries"]) == ("2026-11-22T12:00:00Z", 3)


@pytest.mark.E2
def test_a_partner_that_copies_another_replaces_and_hides_nothing(
    project: Project, server: Server
) -> None:
    """E2: the same ids, links and titles; a claim to be the other; a source and an author of its own."""
    theirs = rss(1, 2, 3)
    claims = (
        b"<author>The desk</author><source url='" + server.url().encode() + b"'>The desk</source>"
    )
    server.answers["/copy"] = reply(
        theirs.replace(b"Post ", b"Stolen ").replace(b"</item>", claims + b"</item>")
    )
    project.partners(desk=server.url(), thief=server.url("/copy"))
    project.refresh()
    desk = project.state()
    assert project.entries("thief") == {"1", "2", "3"}
    server.answers["/copy"] = reply(theirs.replace(b"Post ", b"Again "))
    project.refresh(START + 2 * DAY, "--only", "thief")
    assert project.state() == desk
    assert {entry.title for entry in desk.entries} == {"Post 1", "Post 2", "Post 3"}


@pytest.mark.B4
def test_with_everybody_in_trouble_the_refresh_still_ends_well(project: Project) -> None:
    project.partners(ann="no.xml", zoe="http://127.0.0.1:1/")
    assert "2 asked, 0 kept from before, 2 failed" in project.refresh()


@pytest.mark.P7
def test_a_private_address_is_refused_unless_a_test_says_otherwise(
    project: Project, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    project.partners(desk=server.url())
    place = ["--feeds", str(project.feeds), "--store", str(project.store)]
    assert main(["refresh", *place, "--now", START.isoformat()]) == 0
    assert server.connections == 0
    assert "private network" in capsys.readouterr().out
    assert "--allow-private-addresses" in project.status()["advice"]
    assert "1 asked, 0 kept from before, 0 failed" in project.refresh()  # at once


# --- moves (P4) ---------------------------------------------------------------------------------


@pytest.mark.P4
def test_a_permanent_move_is_told(project: Project, server: Server) -> None:
    server.answers["/old"] = moved("/feed", 301)
    project.partners(desk=server.url("/old"))
    project.refresh()
    assert project.status()["moved_to"] == server.url()
    assert project.entries() == {"1", "2", "3"}


@pytest.mark.P4
@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_move_for_now_is_never_adopted(project: Project, server: Server, status: int) -> None:
    server.answers |= {"/old": moved("/mid", 301), "/mid": moved("/feed", status)}
    project.partners(desk=server.url("/old"))
    for days in range(6):
        project.refresh(START + days * DAY)
    assert project.status()["moved_to"] is None
    assert [s.target for s in server.seen if s.target == "/old"] == ["/old"] * 6


@pytest.mark.P4
@pytest.mark.parametrize(
    "target",
    [
        reply(b"", 404),
        reply(b"<!DOCTYPE html><html><title>For sale</title></html>"),
        reply(b"{}"),
        reply(b""),
        silent,
    ],
    ids=["404", "a page", "JSON", "nothing", "silence"],
)
def test_a_move_to_what_is_no_feed_is_not_believed(
    project: Project, server: Server, target: Answer
) -> None:
    server.answers |= {"/old": moved("/new", 301), "/new": target}
    project.partners(desk=server.url("/old"))
    with in_a_hurry():
        project.refresh()
    assert project.status()["moved_to"] is None
    assert project.status()["state"] == "failing"


LONG = "/feed?" + "x" * 2100


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/feed?\x1b[2J",
        "/feed?\u202e",
        "/404\x1b]0;x\x07",
    ],
)
def test_a_move_never_puts_anything_hostile_on_the_status(
    project: Project, server: Server, target: str
) -> None:
    server.answers["/old"] = moved(target, 301)
    project.partners(desk=server.url("/old"))
    project.refresh()
    where = project.status()["moved_to"]
    assert where is None or where.startswith("http://127.0.0.1")
    assert project.status_text().replace("\n", "").isprintable()


@pytest.mark.P4
def test_another_host_is_not_believed_before_the_editor_agrees(
    project: Project, server: Server
) -> None:
    project.partners(desk=server.url())
    project.refresh()
    with Server("127.0.0.2", {"/feed": reply(rss(66))}) as stranger:
        server.answers["/feed"] = moved(stranger.url(), 301)
        for days in range(1, 6):
            project.refresh(START + days * 2 * DAY)
        assert stranger.url() in project.status_text()
    assert project.entries() == {"1", "2", "3"}


# --- the store (B5) -----------------------------------------------------------------------------


@pytest.mark.B5
@pytest.mark.parametrize("away", [365 * DAY, -365 * DAY])
def test_a_clock_that_jumps_far_away_and_back_loses_and_silences_nobody(
    project: Project, server: Server, away: timedelta
) -> None:
    """And what comes in after it was put right is in the digest of its week."""
    server.answers["/feed"] = [reply(rss(*range(1, n + 1))) for n in (3, 4, 5, 6, 7)]
    project.partners(desk=server.url())
    times = [START + hours * HOUR for hours in (-100, -74, -48, -22, 24)]
    times[2] += away
    seen: dict[str, tuple[datetime, datetime | None]] = {}
    for count, now in enumerate(times, start=3):
        project.refresh(now)
        assert project.entries() == {str(n) for n in range(1, count + 1)}
        assert project.status()["state"] == "active"
        found = {e.key: (e.first_seen, e.date) for e in project.state().entries}
        assert seen.items() <= found.items()
        seen = found
    (week,) = (e for e in Store(project.store).editions() if e.period == "2026-W47")
    assert {"4", "6"} <= {e.id for part in week.parts for e in part.entries}


@pytest.mark.B5
def test_partners_that_are_renamed_or_moved_in_the_list_keep_all_they_had(
    project: Project, server: Server
) -> None:
    server.answers["/two"] = reply(rss(7))
    project.partners(desk=server.url(), lamp=server.url("/two"))
    project.refresh()
    before = project.bytes()
    project.partners(lamp=server.url("/two"), desk=server.url())
    project.feeds.write_text(project.feeds.read_text().replace("The desk", "Another name"))
    assert "0 asked" in project.refresh(START + timedelta(minutes=1))
    partners = {name: data for name, data in before.items() if "/partners/" in name}
    assert partners.items() <= project.bytes().items()


def test_a_partner_with_a_new_id_starts_anew_and_the_old_ones_store_stays(
    project: Project, server: Server
) -> None:
    project.partners(desk=server.url())
    project.refresh()
    before = project.state()
    project.partners(bureau=server.url())
    project.refresh(START + 2 * HOUR)
    assert validators(server) == [(None, None)] * 2
    assert project.entries("bureau") == {"1", "2", "3"}
    assert project.state() == before


@pytest.mark.B5
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"next_try": "2026-11-22T13:', '"next_try": "soon'),
        ('Z"', '"'),
        ("Post 1", "Post \udcff"),
        ("}", ""),
    ],
    ids=["a word", "no zones", "not UTF-8", "no ends"],
)
def test_a_state_damaged_by_hand_is_told_and_the_refresh_goes_on(
    project: Project, server: Server, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    project.partners(desk=server.url(), zoe="zoe.xml")
    (project.folder / "zoe.xml").write_bytes(rss(1))
    project.refresh()
    path = project.store / "partners" / "desk.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", errors="surrogateescape")
    bad = path.read_bytes()
    (project.folder / "zoe.xml").write_bytes(rss(1, 2))

    place = ["--feeds", str(project.feeds), "--store", str(project.store)]
    now = ["--now", (START + HOUR).isoformat(), "--allow-private-addresses"]
    assert main(["refresh", *place, *now]) == 0
    assert "desk.json.damaged" in capsys.readouterr().err
    assert path.with_name("desk.json.damaged").read_bytes() == bad
    assert project.entries("zoe") == {"1", "2"}
    assert project.entries() == {"1", "2", "3"}


def test_a_refresh_that_asks_nobody_loads_nothing_that_asks_or_reads(
    project: Project, server: Server
) -> None:
    """So `make site` costs little while all wait (S1)."""
    project.partners(desk=server.url("/feed"))
    project.refresh()
    place = ["--feeds", str(project.feeds), "--store", str(project.store)]
    command = ["refresh", *place, "--now", (START + timedelta(minutes=1)).isoformat()]
    code = (
        f"import sys; from partner_blogs.__main__ import main; assert main({command}) == 0; "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "0 asked" in done.stdout
    heavy = {"aiohttp", "asyncio", "bs4", "feedparser", "lxml", "nh3", "rich", "PIL"}
    assert not heavy & set(done.stderr.split())
    assert len(server.seen) == 1
