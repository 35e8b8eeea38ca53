"""Whatever happens to a refresh: nothing that was stored is lost, and the next one works (B5, B6).

The kills come to more than five hundred: one at each step by which a refresh changes a file, some in the
middle of a write, most at a random moment, and a few of whole programs that talk to servers.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.partner_blogs.faults import NOBODY, PLUGINS, Fate, Nursery
from tests.partner_blogs.refresh.server import Server, reply, silent

from partner_blogs.entry_parts import in_parts
from partner_blogs.model.digest import Edition
from partner_blogs.store import TRIES_FILE, Store

THURSDAY, FRIDAY, TUESDAY = (f"2026-11-{day}T12:00Z" for day in (19, 20, 24))
PARTNERS = ("desk", "lamp")


class Blog:
    """A list of partners whose feeds are files, with its store beside it."""

    def __init__(self, folder: Path, partners: tuple[str, ...] = PARTNERS) -> None:
        self.folder, self.store = folder, folder / "store"
        self.partners = partners
        folder.mkdir(exist_ok=True)
        rows = "".join(f"  - {{id: {p}, name: {p.title()}, feed: {p}.json}}\n" for p in partners)
        text = f"digest: {{daily: yes}}\npartners:\n{rows}"
        (folder / "feeds.yaml").write_text(text, encoding="utf-8")

    def posts(self, count: int, older: int = 0, edit: str = "") -> None:
        """Each partner's feed has so many posts, one a day, and so many of long ago."""
        for name in self.partners:
            (self.folder / f"{name}.json").write_bytes(self.feed(name, count, older, edit))

    def feed(self, name: str, count: int, older: int = 0, edit: str = "") -> bytes:
        items = [
            {"id": f"{name}-{d}", "title": f"Of the {d}th", "date_published": f"2026-11-{d}"}
            for d in range(16, 16 + count)
        ]
        items += [
            {
                "id": f"{name}-old-{n}",
                "title": f"Of long ago {n} {edit if n == older - 1 else ''}",
                "date_published": f"{2020 - n // 12}-{n % 12 + 1:02}-01",
            }
            for n in range(older)
        ]
        version = "https://jsonfeed.org/version/1.1"
        return json.dumps({"version": version, "title": name, "items": items}).encode()

    def command(self, name: str, *more: str) -> tuple[str, ...]:
        place = ("--feeds", str(self.folder / "feeds.yaml"), "--store", str(self.store))
        return (name, *place, *more)

    def refresh(self, now: str, *more: str) -> tuple[str, ...]:
        return self.command("refresh", "--now", now, *more)


@dataclass
class Held:
    """What a store holds at one time, read from its files."""

    entries: dict[tuple[str, str], object]
    editions: dict[tuple[str, str], Edition]
    aside: dict[str, bytes]
    names: set[str]


def held(folder: Path, damaged: int = 0) -> Held:
    """Fails where more files are not whole than a test damaged itself."""
    store = Store(folder)
    states, editions = store.states(), store.editions()
    store.last_refresh()
    assert len(store.notices) <= damaged, store.notices
    used = {
        f"{part.facts.name}.json"
        for state in states.values()
        for part in in_parts(state.entries).parts
    }
    files = [
        path
        for path in folder.rglob("*")
        if path.is_file() and (path.name in used or not path.is_relative_to(folder / "older"))
    ]
    return Held(
        entries={
            (id_, e.key): (e.id, e.first_seen, e.date, e.arrival)
            for id_, state in states.items()
            for e in state.entries
        },
        editions={(e.kind, e.period): e for e in editions},
        aside={path.name: path.read_bytes() for path in files if ".damaged" in path.name},
        names={path.relative_to(folder).as_posix() for path in files},
    )


def assert_told(fate: Fate) -> None:
    """In plain lines, one for the mistake and one for each file that was set aside."""
    notices, others = [], []
    for line in fate.err.splitlines():
        assert line.isprintable()
        assert "Errno" not in line
        (notices if line.startswith("Store: ") else others).append(line)
    assert len(others) == fate.code, fate.err
    assert fate.code in {0, 1}


# --- what a refresh meets -----------------------------------------------------------------------


def nothing_yet(blog: Blog, nursery: Nursery) -> int:
    blog.posts(2)
    blog.store.mkdir()
    return 0


def news_and_damage(blog: Blog, nursery: Nursery) -> int:
    """New posts; a week and four days that have ended since; three files are damaged."""
    blog.posts(2)
    for now in (THURSDAY, FRIDAY):
        assert nursery.run(*blog.refresh(now)).code == 0
    blog.posts(4)
    damaged = ("partners/lamp.json", "editions/daily/2026-11-19.json", "refresh.json")
    for name in damaged:
        path = blog.store / name
        path.write_bytes(path.read_bytes()[:99])
    return len(damaged)


def news_beside_older_posts(blog: Blog, nursery: Nursery) -> int:
    """So many posts that most lie in parts; news, and another word in the oldest post."""
    blog.posts(2, older=180)
    for now in (THURSDAY, FRIDAY):
        assert nursery.run(*blog.refresh(now)).code == 0
    blog.posts(4, older=180, edit="(again)")
    assert len(list(blog.store.glob("older/*/*.json"))) == len(blog.partners)
    return 0


def a_feed_that_is_missing(blog: Blog, nursery: Nursery) -> int:
    """News of one partner; the feed of the other was missing the last time, and is so again."""
    blog.posts(2)
    assert nursery.run(*blog.refresh(THURSDAY)).code == 0
    blog.posts(4)
    (blog.folder / "lamp.json").unlink()
    assert nursery.run(*blog.refresh(FRIDAY)).code == 0
    assert (blog.store / TRIES_FILE).exists()
    return 0


@dataclass
class Scene:
    """A store before a refresh, and what the refresh makes of it when nothing befalls it."""

    nursery: Nursery
    blog: Blog
    copy: Path
    damaged: int
    before: Held
    quiet: Fate
    after: Held

    def play(self, **fault: Any) -> Fate:
        """A refresh with a fault loses nothing, and the next one ends where a quiet one would."""
        fate = self.strike(**fault)
        again = self.nursery.run(*self.blog.refresh(TUESDAY))
        assert again.code == 0, again.err
        assert_told(again)
        assert held(self.blog.store) == self.after
        return fate

    def strike(self, **fault: Any) -> Fate:
        """A refresh with a fault loses nothing."""
        shutil.rmtree(self.blog.store)
        shutil.copytree(self.copy, self.blog.store)
        fate = self.nursery.run(*self.blog.refresh(TUESDAY), **fault)
        left = held(self.blog.store, self.damaged)
        assert self.before.entries.items() <= left.entries.items()
        assert self.before.editions.items() <= left.editions.items()
        if fate.code >= 0:
            assert_told(fate)
            assert all(name in fate.err for name in left.aside)
        return fate

    def rooms(self, count: int) -> list[int]:
        """So many lengths, in bytes, that the longest file of the store does not fit in."""
        longest = max(path.stat().st_size for path in self.blog.store.rglob("*.json"))
        return [longest * n // count for n in range(count)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def nursery(place: Path) -> Iterator[Nursery]:
    with Nursery(place / "blog") as nursery:
        yield nursery


@pytest.fixture
def blog(place: Path) -> Iterator[Blog]:
    yield Blog(place / "blog")
    shutil.rmtree(place / "blog")


SCENES = [nothing_yet, news_and_damage, news_beside_older_posts, a_feed_that_is_missing]


@pytest.fixture(params=SCENES, ids=lambda meet: meet.__name__)
def scene(request: pytest.FixtureRequest, blog: Blog, nursery: Nursery, tmp_path: Path) -> Scene:
    copy = tmp_path / "copy"
    damaged = request.param(blog, nursery)
    shutil.copytree(blog.store, copy)
    before = held(blog.store, damaged)
    quiet = nursery.run(*blog.refresh(TUESDAY))
    assert quiet.code == 0, quiet.err
    return Scene(nursery, blog, copy, damaged, before, quiet, held(blog.store))


# --- kill -9 ------------------------------------------------------------------------------------


@pytest.mark.rehearsal
@pytest.mark.B5
def test_a_kill_at_each_step_of_a_refresh_loses_nothing(scene: Scene) -> None:
    steps = scene.quiet.numbers("change")
    assert len(steps) > 15
    assert [scene.play(kill_at=step).code for step in steps] == [-signal.SIGKILL] * len(steps)


@pytest.mark.B5
def test_a_kill_in_the_middle_of_a_write_loses_nothing(scene: Scene) -> None:
    codes = [scene.strike(room=room, torn=True).code for room in scene.rooms(20)]
    assert codes == [-signal.SIGXFSZ] * 20


@pytest.mark.B5
def test_a_kill_at_any_moment_loses_nothing(scene: Scene) -> None:
    chance = random.Random(2008)
    codes = {scene.strike(kill_after=chance.uniform(0, 0.06)).code for _ in range(52)}
    assert codes <= {0, -signal.SIGKILL}


@pytest.mark.rehearsal
@pytest.mark.B5
def test_hundreds_of_kills_at_any_moment_lose_nothing(scene: Scene) -> None:
    chance = random.Random(2009)
    codes = [scene.strike(kill_after=chance.uniform(0, 0.12)).code for _ in range(170)]
    assert set(codes) <= {0, -signal.SIGKILL}


@pytest.mark.rehearsal
@pytest.mark.B5
def test_a_kill_of_a_whole_program_loses_nothing_and_leaves_nobody_behind(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "blog", ("desk", "lamp", "chair", "slow"))
    chance = random.Random(1)
    known: dict[tuple[str, str], object] = {}
    with Server() as server, Server("127.0.0.2", {"/slow.json": silent}) as slow:
        text = (blog.folder / "feeds.yaml").read_text(encoding="utf-8")
        for name in blog.partners:
            place = slow if name == "slow" else server
            text = text.replace(f"{name}.json", place.url(f"/{name}.json"))
        (blog.folder / "feeds.yaml").write_text(text, encoding="utf-8")
        for round_ in range(1, 4):
            server.seen.clear()
            for name in blog.partners[:-1]:
                server.answers[f"/{name}.json"] = reply(blog.feed(name, round_))
            with started(blog.refresh(TUESDAY, "--force", "--allow-private-addresses")) as running:
                wait_for(lambda: server.seen)
                time.sleep(chance.uniform(0, 0.8))
                running.kill()
                # Whoever it started holds the other end of its output.
                running.communicate(timeout=20)
            left = held(blog.store).entries
            assert known.items() <= left.items()
            known = left
        slow.answers["/slow.json"] = reply(blog.feed("slow", 1))
        with started(blog.refresh(TUESDAY, "--force", "--allow-private-addresses")) as running:
            _, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (0, "")
    assert len(held(blog.store).entries) == 3 * 3 + 1
    assert known.items() <= held(blog.store).entries.items()


def started(command: tuple[str, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "partner_blogs", *command],
        env=os.environ | {"PYTHONPATH": str(PLUGINS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Callable[[], object]) -> None:
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)
    pytest.fail("it never came to that")


# --- disks --------------------------------------------------------------------------------------


@pytest.mark.B5
def test_a_full_disk_loses_nothing_and_is_told(scene: Scene) -> None:
    """A real refusal by the system: no file may grow beyond so many bytes."""
    for room in scene.rooms(6):
        fate = scene.play(room=room)
        assert fate.code == 1
        assert "(File too large); look at" in fate.err
        assert "free space" in fate.err


@pytest.mark.rehearsal
@pytest.mark.B5
def test_a_disk_that_refuses_one_change_loses_nothing_and_is_told(scene: Scene) -> None:
    for step in scene.quiet.numbers("change"):
        scene.play(fail_at=step, error="ENOSPC")


@pytest.mark.rehearsal
@pytest.mark.B5
@pytest.mark.parametrize("scene", [news_and_damage], indirect=True)
def test_a_disk_that_fails_to_read_loses_nothing_and_is_told(scene: Scene) -> None:
    looks = {scene.quiet.steps[n - 1]: n for n in scene.quiet.numbers("look")}
    for step in looks.values():
        scene.play(fail_at=step, error="EIO")


@pytest.fixture
def read_only() -> Iterator[tuple[Blog, Nursery]]:
    """A blog that nobody may write to, and as whom to try: chmod holds root back from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        blog = Blog(Path(folder) / "blog")
        blog.posts(2)
        with Nursery(blog.folder) as nursery:
            assert nursery.run(*blog.refresh(THURSDAY)).code == 0
            blog.posts(4)
            places = [Path(folder), blog.folder, *blog.folder.rglob("*")]
            for path in places:
                path.chmod(0o555 if path.is_dir() else 0o444)
            yield blog, nursery
            for path in places:
                path.chmod(0o755)


@pytest.mark.B5
def test_a_store_that_nobody_may_write_to_is_told_and_can_still_be_read(
    read_only: tuple[Blog, Nursery],
) -> None:
    blog, nursery = read_only
    user = NOBODY if os.geteuid() == 0 else None
    before = held(blog.store)
    fate = nursery.run(*blog.refresh(TUESDAY), user=user)
    assert_told(fate)
    assert "(Permission denied); look at the folder's owner, its permissions" in fate.err
    assert held(blog.store) == before
    fate = nursery.run(*blog.command("status"), user=user)
    assert (fate.code, fate.err) == (0, "")
    assert fate.out.count("2 entries") == len(blog.partners)


# --- two at once (B6) ---------------------------------------------------------------------------


@pytest.mark.B6
def test_refreshes_at_once_lose_no_update(blog: Blog, nursery: Nursery) -> None:
    for count in range(1, 6):
        blog.posts(count)
        fates = nursery.run_together(
            *(blog.refresh(TUESDAY, "--only", name) for name in blog.partners),
            blog.refresh(TUESDAY),
        )
        assert [(fate.code, fate.err) for fate in fates] == [(0, "")] * len(fates)
        assert len(held(blog.store).entries) == count * len(blog.partners)


@pytest.mark.B6
def test_whoever_reads_beside_a_refresh_meets_whole_files(blog: Blog, nursery: Nursery) -> None:
    for count in range(1, 6):
        blog.posts(count)
        fates = nursery.run_together(blog.refresh(TUESDAY), *[blog.command("status")] * 4)
        assert [(fate.code, fate.err) for fate in fates] == [(0, "")] * 5
