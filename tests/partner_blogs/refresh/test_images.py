"""A refresh copies partners' pictures, once a month, guarded as every request is (W4)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.partner_blogs.here import read_here
from tests.partner_blogs.refresh.drawing import boasting, drawn, opened
from tests.partner_blogs.refresh.server import (
    Answer,
    Crowd,
    Server,
    bomb,
    cut,
    endless,
    head,
    moved,
    reply,
    silent,
)

from frontdesk.net import request_options
from frontdesk.net.fetch import is_public
from partner_blogs.__main__ import main
from partner_blogs.model.state import ImageCopy
from partner_blogs.store import Store

pytestmark = pytest.mark.W4

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH = 30 * DAY
ETAG = {"ETag": '"v1"'}
PLUGINS = Path(__file__).resolve().parents[3] / "plugins"


class Project:
    """A list with pictures switched on, whose partners' feeds are files and name a server's pictures."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.feeds = folder / "feeds.yaml"
        self.blogroll = "icon: yes, thumbnail: yes"

    def partners(self, *ids: str, **fields: str) -> None:
        more = "".join(f", {name}: {value}" for name, value in fields.items())
        rows = [f"  - {{id: {id_}, name: The {id_}, feed: {id_}.json{more}}}" for id_ in ids]
        head = [f"blogroll: {{{self.blogroll}}}", "about: {contact: us@blog.example}", "partners:"]
        self.feeds.write_text("\n".join([*head, *rows]), encoding="utf-8")

    def feed(self, id_: str, icon: str | None = None, *thumbnails: str | None) -> None:
        """A post for each thumbnail, the newest first."""
        items = [
            {
                "id": str(n),
                "title": f"Post {n}",
                "url": f"https://{id_}.example/{n}",
                "image": image,
                "date_published": f"2026-11-{20 - n}",
            }
            for n, image in enumerate(thumbnails)
        ]
        whole = {"version": "https://jsonfeed.org/version/1.1", "favicon": icon, "items": items}
        (self.folder / f"{id_}.json").write_text(json.dumps(whole), encoding="utf-8")

    def refresh(self, now: datetime = START, *more: str, private: bool = True) -> str:
        """What was printed; a refresh ends well whatever the servers do."""
        flags = ["--allow-private-addresses"] * private
        command = ["refresh", "--feeds", str(self.feeds), "--now", now.isoformat(), *flags, *more]
        assert main(command) == 0
        return self._capsys.readouterr().out

    @property
    def store(self) -> Store:
        return Store(self.folder / "var" / "partner_blogs")

    def copies(self) -> dict[str, ImageCopy]:
        """By the last part of the address."""
        return {copy.picture.address.rpartition("/")[2]: copy for copy in self.store.copies()}

    def shown(self, name: str) -> tuple[int, int]:
        """How large our copy is."""
        data = self.store.picture(self.copies()[name])
        assert data is not None
        return opened(data).size


@pytest.fixture(autouse=True)
def small_and_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_options, "MAX_IMAGE_BYTES", 200_000)
    read_here(monkeypatch)


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    project = Project(tmp_path, capsys)
    project.partners("desk")
    return project


@pytest.fixture
def server() -> Iterator[Server]:
    answers: dict[str, Answer | list[Answer]] = {
        "/icon": reply(drawn(200, 200), headers=ETAG),
        "/1": reply(drawn(800, 600, "JPEG")),
        "/2": reply(drawn(72, 72, "GIF")),
    }
    with Server(answers=answers) as server:
        yield server


def targets(server: Server) -> list[str]:
    return sorted(seen.target for seen in server.seen)


def test_an_icon_and_thumbnails_are_copied_small(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/icon"), server.url("/1"), None, server.url("/2"))
    told = project.refresh()
    assert "  The desk, icon: copied\n" in told
    assert "  The desk, thumbnail: copied\n" in told
    assert "Pictures: 3 asked for, 0 not to be had.\n" in told
    assert targets(server) == ["/1", "/2", "/icon"]
    assert project.shown("icon") == (64, 64)
    assert project.shown("1") == (144, 96)
    assert project.shown("2") == (72, 48)


@pytest.mark.P6
@pytest.mark.parametrize(
    ("blogroll", "asked"),
    [
        ("limit: 10", []),
        ("icon: no, thumbnail: no", []),
        ("icon: yes", ["/icon"]),
        ("thumbnail: yes", ["/1"]),
    ],
)
def test_what_is_switched_off_is_never_asked_for(
    project: Project, server: Server, blogroll: str, asked: list[str]
) -> None:
    project.blogroll = blogroll
    project.partners("desk")
    project.feed("desk", server.url("/icon"), server.url("/1"))
    told = project.refresh()
    assert targets(server) == asked
    assert ("Pictures:" in told) is bool(asked)
    assert (project.store.folder / "pictures").exists() is bool(asked)


OFF = """
import sys
from partner_blogs.__main__ import main
assert main(["refresh", "--feeds", sys.argv[1]]) == 0
assert main(["status", "--feeds", sys.argv[1]]) == 0
print("PIL" in sys.modules)
"""


def test_a_refresh_without_pictures_loads_nothing_that_draws(project: Project) -> None:
    project.blogroll = "limit: 10"
    project.partners("desk")
    project.feed("desk", "https://desk.example/icon.png")
    command = [sys.executable, "-c", OFF, str(project.feeds)]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(PLUGINS)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


# --- once a month -------------------------------------------------------------------------------


def test_a_picture_is_asked_for_once_a_month(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/icon"), server.url("/1"))
    for days in (0, 1, 15, 29.9):
        project.refresh(START + days * DAY)
        project.refresh(START + days * DAY, "--force")
    assert targets(server) == ["/1", "/icon"]
    project.refresh(START + MONTH)
    assert targets(server) == ["/1", "/1", "/icon", "/icon"]


@pytest.mark.P1
def test_the_next_month_sends_the_validators_back(project: Project, server: Server) -> None:
    server.answers["/icon"] = [
        reply(drawn(), headers=ETAG),
        reply(status=304),
        reply(drawn(32, 32)),
    ]
    project.feed("desk", server.url("/icon"))
    project.refresh()
    before = project.copies()["icon"]
    assert "The desk, icon: copied" in project.refresh(START + MONTH)
    again = project.copies()["icon"]
    assert (again.file, again.tried) == (before.file, START + MONTH)
    project.refresh(START + 2 * MONTH)
    assert [seen.header("If-None-Match") for seen in server.seen] == [None, '"v1"', '"v1"']
    assert project.shown("icon") == (32, 32)


def test_a_failure_is_remembered_for_a_month(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/none"))
    told = project.refresh()
    assert "  The desk, icon: has no picture at this address (404)\n" in told
    assert "Pictures: 1 asked for, 1 not to be had.\n" in told
    project.refresh(START + 29 * DAY)
    assert targets(server) == ["/none"]
    server.answers["/none"] = reply(drawn())
    project.refresh(START + MONTH)
    assert project.shown("none") == (64, 64)


@pytest.mark.P8
def test_what_fails_later_leaves_the_copy_that_we_have(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/icon"))
    project.refresh()
    server.answers["/icon"] = reply(b"gone", 500)
    project.refresh(START + MONTH)
    assert project.copies()["icon"].problem == "has an error of its own (500)"
    assert project.shown("icon") == (64, 64)


def test_one_picture_of_many_posts_is_asked_for_once(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/1"), *[server.url("/1")] * 4)
    assert "Pictures: 2 asked for" in project.refresh()
    assert targets(server) == ["/1"]
    assert {copy.picture.kind for copy in project.store.copies()} == {"icon", "thumbnail"}


def test_a_feed_that_changes_its_addresses_all_the_time_is_soon_left_alone(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partner_blogs.refresh.image_schedule.MAX_IMAGES_PER_MONTH", 7)
    for hour in range(9):
        project.feed("desk", None, server.url(f"/1?{hour}"), server.url(f"/2?{hour}"))
        project.refresh(START + timedelta(hours=hour))
    assert len(server.seen) == 7


@pytest.mark.parametrize("limit", ["MAX_REQUESTS", "MAX_REQUESTS_PER_HOST"])
def test_a_refresh_asks_for_so_many_pictures_and_icons_come_first(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(f"partner_blogs.refresh.images.{limit}", 2)
    project.partners("desk", "lamp")
    for id_ in ("desk", "lamp"):
        project.feed(id_, server.url(f"/icon?{id_}"), server.url(f"/1?{id_}"))
    project.refresh()
    assert targets(server) == ["/icon?desk", "/icon?lamp"]
    project.refresh(START + DAY)
    assert targets(server) == ["/1?desk", "/1?lamp", "/icon?desk", "/icon?lamp"]


def test_only_some_partners_pictures_are_asked_for(project: Project, server: Server) -> None:
    project.partners("desk", "lamp")
    for id_ in ("desk", "lamp"):
        project.feed(id_, server.url(f"/icon?{id_}"))
    project.refresh(START, "--only", "lamp")
    assert targets(server) == ["/icon?lamp"]


@pytest.mark.P3
def test_whoever_could_not_give_its_feed_is_not_asked_for_pictures(
    project: Project, server: Server
) -> None:
    project.feed("desk", server.url("/icon"))
    project.refresh()
    (project.folder / "desk.json").unlink()
    told = project.refresh(START + MONTH)
    assert "1 failed" in told
    assert targets(server) == ["/icon"]
    assert project.shown("icon") == (64, 64)


# --- what is kept -------------------------------------------------------------------------------


@pytest.mark.E7
def test_a_partner_that_is_removed_leaves_no_picture(project: Project, server: Server) -> None:
    project.partners("desk", "lamp")
    for id_ in ("desk", "lamp"):
        project.feed(id_, server.url("/icon"))
    project.refresh()
    project.partners("lamp")
    project.refresh(START + DAY)
    folder = project.store.folder / "pictures"
    assert {path.parent.name for path in folder.glob("*/*")} == {"lamp"}
    project.partners("lamp", status="removed")
    project.refresh(START + 2 * DAY)
    assert not list(folder.glob("*/*"))


@pytest.mark.E7
def test_the_picture_of_a_removed_post_leaves_the_store(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/icon"), server.url("/1"))
    project.refresh()
    project.partners("desk", removed="['https://desk.example/0']")
    project.refresh(START + DAY)
    assert set(project.copies()) == {"icon"}
    assert len(list(project.store.folder.glob("pictures/desk/*"))) == 2


def test_what_no_page_shows_any_more_goes_after_a_month(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/icon"), server.url("/1"))
    project.refresh()
    project.blogroll = "icon: yes"
    project.partners("desk")
    project.refresh(START + 29 * DAY)
    assert set(project.copies()) == {"icon", "1"}
    project.refresh(START + MONTH)
    assert set(project.copies()) == {"icon"}
    assert len(list(project.store.folder.glob("pictures/desk/*"))) == 2


@pytest.mark.B5
def test_a_picture_that_was_lost_is_asked_for_again(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/icon"))
    project.refresh()
    (path,) = project.store.folder.glob("pictures/desk/*.webp")
    path.unlink()
    project.refresh(START + DAY)
    assert targets(server) == ["/icon", "/icon"]
    assert project.shown("icon") == (64, 64)


@pytest.mark.B2
def test_the_same_answers_and_clock_give_the_same_bytes(
    project: Project, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "again").mkdir()
    other = Project(tmp_path / "again", capsys)
    other.partners("desk")
    for each in (project, other):
        each.feed("desk", server.url("/icon"), server.url("/1"))
        each.refresh()
    one, two = (
        {path.name: path.read_bytes() for path in each.store.folder.glob("pictures/*/*")}
        for each in (project, other)
    )
    assert len(one) == 4
    assert one == two


# --- guarded as every request is ----------------------------------------------------------------

NO_PICTURE = "is no picture of a kind that we read (PNG, JPEG, GIF, WEBP, ICO)"
PRIVATE = "leads to an address inside a private network, which is not allowed"
BAD: dict[str, tuple[Answer, str]] = {
    "a page": (reply(b"<!doctype html><title>x</title>"), NO_PICTURE),
    "a page that says it is a picture": (
        reply(b"<!doctype html>", headers={"Content-Type": "image/png"}),
        NO_PICTURE,
    ),
    "a drawing with scripts": (
        reply(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>", headers={"Content-Type": "image/svg+xml"}
        ),
        NO_PICTURE,
    ),
    "another kind": (reply(drawn(kind="TIFF")), NO_PICTURE),
    "too many pixels": (reply(boasting(30_000, 30_000)), "has more than 16 million pixels"),
    "a packed bomb": (bomb(20), "is larger than"),
    "no end": (endless(head(), b"x" * 10_000), "is larger than"),
    "half of it": (cut(drawn()), "sent a body that was cut off"),
    "half a picture": (reply(drawn(300, 300, "JPEG")[:900]), "is a damaged picture"),
    "nothing": (reply(b""), "answered with an empty page"),
    "a refusal": (reply(b"no", 403), "refuses access (403)"),
    "a spacer": (reply(drawn(1, 1, "GIF")), "is too small or too narrow"),
    "round and round": (moved("/bad"), "redirects more than 5 times"),
    "another scheme": (moved("file:///etc/passwd"), "redirects to something that is not a web"),
}


@pytest.mark.P8
@pytest.mark.E9
@pytest.mark.parametrize("name", BAD)
def test_whatever_else_comes_is_a_failure_in_plain_words(
    project: Project, server: Server, name: str
) -> None:
    answer, reason = BAD[name]
    server.answers["/bad"] = answer
    project.feed("desk", server.url("/bad"), server.url("/1"))
    told = project.refresh()
    assert f"  The desk, icon: {reason}" in told
    assert told.replace("\n", "").isprintable()
    assert project.copies()["bad"].file is None
    assert project.shown("1") == (144, 96)
    assert server.sent < 10_000_000


@pytest.mark.P3
@pytest.mark.parametrize(
    ("status", "says"), [(429, "come too often"), (503, "temporarily unavailable")]
)
def test_a_host_that_is_busy_is_asked_for_no_other_picture_for_a_month(
    project: Project, server: Server, status: int, says: str
) -> None:
    server.answers["/busy"] = reply(b"", status)
    with Server("127.0.0.9", answers={"/1": reply(drawn())}) as other:
        thumbnails = server.url("/1"), server.url("/2"), other.url("/1")
        project.feed("desk", server.url("/busy"), *thumbnails)
        told = project.refresh()
        assert told.count("thumbnail: was not requested, because its host") == 2
        assert told.count(says) == 3
        assert "Pictures: 4 asked for, 3 not to be had." in told
        project.refresh(START + 29 * DAY)
        assert (targets(server), targets(other)) == (["/busy"], ["/1"])
        project.refresh(START + MONTH)
        assert targets(server) == ["/busy", "/busy"]


@pytest.mark.P8
def test_a_server_that_never_answers_is_soon_left(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_options, "IMAGE_TIMEOUT", 0.3)
    server.answers["/icon"] = silent
    project.feed("desk", server.url("/icon"))
    assert "icon: did not answer in full within 0.3 seconds" in project.refresh()


@pytest.mark.P7
def test_no_picture_is_asked_for_in_a_private_network(project: Project, server: Server) -> None:
    project.feed("desk", server.url("/icon"), "http://169.254.169.254/1", "http://[::1]/2")
    told = project.refresh(private=False)
    assert server.connections == 0
    assert told.count(f": {PRIVATE}") == 3


@pytest.mark.P7
def test_a_redirect_into_a_private_network_is_not_followed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "frontdesk.net.fetch.is_public", lambda ip: ip == "127.0.0.9" or is_public(ip)
    )
    with Server(answers={"/icon": reply(drawn())}) as inside:
        outside = Server("127.0.0.9", answers={"/icon": moved(inside.url("/icon"))})
        with outside:
            project.feed("desk", outside.url("/icon"))
            assert PRIVATE in project.refresh(private=False)
            assert outside.connections == 1
        assert inside.connections == 0


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "icon.png", "data:image/png;base64,aaaa", "javascript:x", "//x"],
)
def test_what_is_no_web_address_is_no_picture(project: Project, address: str) -> None:
    project.feed("desk", address, address)
    assert "Pictures" not in project.refresh()


@pytest.mark.P5
def test_a_host_is_asked_for_one_picture_at_a_time(project: Project) -> None:
    crowd = Crowd(reply(drawn()))
    paths = [f"/{n}" for n in range(5)]
    with Server(answers=dict.fromkeys(paths, crowd)) as server:
        project.partners("desk", "lamp")
        project.feed("desk", None, *map(server.url, paths))
        project.feed("lamp", server.url("/0"))
        project.refresh()
        assert len(server.seen) == 6
    assert crowd.most == 1


@pytest.mark.P6
def test_a_request_for_a_picture_says_who_we_are_and_nothing_else(
    project: Project, server: Server
) -> None:
    project.feed("desk", server.url("/icon?size=64"))
    project.refresh()
    (seen,) = server.seen
    assert seen.target == "/icon?size=64"
    assert "us@blog.example" in (seen.header("User-Agent") or "")
    names = {name for name, _ in seen.headers}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}
