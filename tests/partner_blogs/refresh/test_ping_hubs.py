"""Hubs on loopback are told of each feed once (F7)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.ops.serving import served
from tests.partner_blogs.refresh.websub import Hub, Subscriber, listening

from frontdesk.core.memory.folder import MemoryFolder
from frontdesk.core.memory.model import Ping, Pings, ToldHub
from frontdesk.formats.atom import atom
from frontdesk.formats.feed_model import Feed, Item
from frontdesk.formats.json_feed import json_feed
from frontdesk.formats.rss import rss
from partner_blogs.__main__ import main

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WRITERS = {".atom.xml": atom, ".rss.xml": rss, ".json": json_feed}

pytestmark = pytest.mark.F7


class Project:
    """A project whose site is built in `output` and published by a copy of that folder.

    Attributes:
        address: of the published site.
        hubs: those that its feeds name.
        told: what the last command printed.
    """

    def __init__(self, folder: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.address, self._capsys = folder, address, capsys
        self.hubs: tuple[str, ...] = ()
        self.told = ""
        (folder / "feeds.yaml").write_text("partners: []\n")

    def build(self, name: str, *titles: str, endings: tuple[str, ...] = (".atom.xml",)) -> None:
        """A feed with an entry for each title."""
        items = tuple(
            Item(
                id=f"tag:blog.example,2026:{title}", title=title, link=f"{self.address}/{title}",
                published=NOW, updated=NOW, author="Ann", summary=title,
            )
            for title in titles
        )  # fmt: skip
        feed = Feed(
            id=f"tag:blog.example,2026:feeds/{name}", title=name, home=f"{self.address}/",
            address=f"{self.address}/feeds/{name}", language="en", author="Ann", born=NOW,
            items=items, hubs=self.hubs,
        )  # fmt: skip
        for ending in endings:
            path = self.folder / "output/feeds" / f"{name}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(WRITERS[ending](feed))

    def deploy(self) -> None:
        shutil.copytree(self.folder / "output", self.folder / "public", dirs_exist_ok=True)

    def ping(self, hours: int = 0, *more: str, code: int = 0) -> str:
        """What was printed."""
        now = (NOW + timedelta(hours=hours)).isoformat()
        place = ("--feeds", str(self.folder / "feeds.yaml"), "--now", now)
        assert main(["ping", *place, "--allow-private-addresses", *more]) == code
        out, self.complaints = self._capsys.readouterr()
        return out

    def topic(self, name: str, ending: str = ".atom.xml") -> str:
        return f"{self.address}/feeds/{name}{ending}"

    @property
    def memory(self) -> MemoryFolder:
        return MemoryFolder(self.folder / "var/site")


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub()() as hub:
        yield hub


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str], hub: Hub) -> Iterator[Project]:
    (tmp_path / "public").mkdir()
    with served(tmp_path / "public") as address:
        project = Project(tmp_path, address, capsys)
        project.hubs = (hub.address,)
        yield project


def test_a_subscriber_sees_the_new_entry_after_the_ping(project: Project, hub: Hub) -> None:
    """From the links of the feed to the entry: discovery, the challenge, the ping, the new bytes."""
    project.build("posts", "old")
    project.deploy()
    project.ping()
    with Subscriber()() as subscriber:
        subscriber.subscribe(project.topic("posts"))
        assert subscriber.titles == set()
        project.build("posts", "new", "old")
        project.deploy()
        project.ping(1)
        assert subscriber.titles == {"new", "old"}


def test_a_hub_is_told_of_each_feed_once_in_every_format(project: Project, hub: Hub) -> None:
    project.build("posts", "one", endings=tuple(WRITERS))
    project.build("all", "one")
    project.deploy()
    assert f"{hub.address}: told of 4 feeds." in project.ping()
    topics = {project.topic("posts", ending) for ending in WRITERS} | {project.topic("all")}
    assert (set(hub.pings), len(hub.pings)) == (topics, 4)
    assert project.ping(1) == "No feed has changed since the hubs were told.\n"
    assert len(hub.pings) == 4
    project.build("all", "two", "one")
    project.deploy()
    project.ping(2)
    assert hub.pings[4:] == [project.topic("all")]


def test_a_feed_waits_until_the_public_has_its_new_bytes(project: Project, hub: Hub) -> None:
    project.build("posts", "one")
    assert "the feed at its public address has no feed at this address (404)" in project.ping()
    project.deploy()
    project.ping(1)
    project.build("posts", "two", "one")
    said = project.ping(2)
    assert "its public address has other bytes than the last build" in said
    assert said.endswith("The site is published all the same. The next `ping` tries these again.\n")
    assert len(hub.pings) == 1
    project.deploy()
    project.ping(3)
    assert len(hub.pings) == 2


@pytest.mark.parametrize("status", [400, 429, 500, 503, 301])
def test_a_hub_that_fails_gets_what_it_did_not_take_again_and_nothing_else(
    project: Project, hub: Hub, status: int
) -> None:
    """It refuses the second ping. One that is overloaded is asked nothing more in the same run."""
    for name in ("a", "b", "c"):
        project.build(name, "one")
    project.deploy()
    hub.answers = [(204, {}, b""), (status, {"Location": hub.address}, b"")]
    said = project.ping()
    assert "not told of" in said
    for hours in (1, 2):
        project.ping(hours)
    assert sorted(hub.taken) == [project.topic(name) for name in ("a", "b", "c")]
    assert len(hub.pings) == 4


def test_a_hub_is_left_alone_as_long_as_it_asks_for(project: Project, hub: Hub) -> None:
    project.build("posts", "one")
    project.deploy()
    hub.answers = [(503, {"Retry-After": "7000"}, b"")]
    project.ping()
    assert "asked to be left alone until 2026-11-22 13:56 UTC" in project.ping(1)
    assert len(hub.pings) == 1
    project.ping(2)
    assert hub.taken == [project.topic("posts")]


def test_a_hub_that_is_away_harms_no_other_and_is_not_asked_for_every_feed(
    project: Project, hub: Hub
) -> None:
    failing = Hub()
    with failing() as other:
        failing.answers = [(500, {}, b"")] * 5
        project.hubs = (other.address, hub.address)
        for name in "abcde":
            project.build(name, "one")
        project.deploy()
        said = project.ping()
        assert len(other.pings) == 3
        assert "the hub failed 3 times in a row" in said
        assert len(hub.taken) == 5
    assert f"{other.address}: not told of 3 feeds" in project.ping(1)
    assert len(hub.pings) == 5


def test_hubs_and_feeds_on_a_private_network_are_asked_nothing(
    project: Project, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    project.build("posts", "one")
    project.deploy()
    capsys.readouterr()
    assert main(["ping", "--feeds", str(project.folder / "feeds.yaml")]) == 0
    assert "private network" in capsys.readouterr().out
    assert hub.pings == []


def test_copies_of_feeds_and_feeds_without_a_hub_are_no_topics(project: Project, hub: Hub) -> None:
    project.build("posts", "one")
    feeds = project.folder / "output/feeds"
    shutil.copy(feeds / "posts.atom.xml", feeds / "copy.atom.xml")
    project.hubs = ()
    project.build("quiet", "A post on a hub")
    project.deploy()
    project.ping()
    assert hub.pings == [project.topic("posts")]


def test_a_dry_run_names_what_waits_and_asks_nobody(project: Project, hub: Hub) -> None:
    project.build("posts", "one")
    assert project.ping(0, "--dry-run") == f"{hub.address}: {project.topic('posts')}\n"
    assert hub.pings == []
    project.deploy()
    project.ping()
    assert project.ping(1, "--dry-run") == ""


def test_where_there_is_no_hub_or_no_site_that_is_told(project: Project) -> None:
    project.ping(code=1)
    assert "name that of the built site with --output" in project.complaints
    project.hubs = ()
    project.build("posts", "one")
    assert "WEBSUB_HUBS names hubs" in project.ping()


def test_a_feed_that_is_gone_is_forgotten_and_a_preview_forgets_nothing(
    project: Project, hub: Hub
) -> None:
    for name in ("a", "b"):
        project.build(name, "one")
    project.deploy()
    project.ping()
    (project.folder / "output/feeds/a.atom.xml").unlink()
    project.build("b", "two")
    project.deploy()
    project.ping(1)
    assert set(project.memory.read_pings().hubs[hub.address].pings) == {project.topic("b")}
    project.hubs = ()
    project.build("b", "two")
    project.ping(2)
    assert set(project.memory.read_pings().hubs[hub.address].pings) == {project.topic("b")}


@pytest.mark.B5
def test_a_damaged_record_is_told_and_set_aside(project: Project, hub: Hub) -> None:
    project.build("posts", "one")
    project.deploy()
    project.ping()
    record = project.folder / "var/site/pings.json"
    record.write_bytes(record.read_bytes()[:40])
    project.ping(1)
    assert "pings.json in the site's memory is damaged" in project.complaints
    assert len(hub.pings) == 2
    assert record.with_name("pings.json.damaged").exists()
    project.ping(2)
    assert len(hub.pings) == 2


@pytest.mark.B5
def test_what_a_hub_took_is_noted_before_the_next_ping(project: Project, hub: Hub) -> None:
    """So a run that is killed repeats none."""
    noted: list[int] = []

    def answer(method: str, target: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        noted.append(sum(len(it.pings) for it in project.memory.read_pings().hubs.values()))
        return 202, {}, b""

    with listening(answer) as address:
        project.hubs = (address,)
        for name in ("a", "b"):
            project.build(name, "one")
        project.deploy()
        project.ping()
    assert noted == [0, 1]


@pytest.mark.B6
def test_two_machines_know_together_what_hubs_were_told(tmp_path: Path) -> None:
    one, other = MemoryFolder(tmp_path / "one"), MemoryFolder(tmp_path / "other")
    later = NOW + timedelta(hours=1)
    one.save_pings(Pings(hubs={"h": ToldHub(pings={"a": Ping("1", NOW), "b": Ping("2", later)})}))
    other.save_pings(
        Pings(
            hubs={
                "h": ToldHub(pings={"b": Ping("0", NOW), "c": Ping("3", NOW)}, not_before=later),
                "i": ToldHub(pings={"a": Ping("4", NOW)}),
            }
        )
    )
    one.merge_from(other)
    hubs = one.read_pings().hubs
    assert hubs["h"].not_before == later
    digests = {topic: ping.digest for topic, ping in hubs["h"].pings.items()}
    assert digests == {"a": "1", "b": "2", "c": "3"}
    assert hubs["i"].pings["a"].digest == "4"
