"""tools/ops/store_branch.py, against a bare repository on this machine."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state
from tools.ops import store_branch
from tools.ops.store_branch import ROOT, Branch, main

from frontdesk.core.memory.changes import after_publish
from frontdesk.core.memory.folder import MemoryFolder, source_name
from frontdesk.core.memory.model import Memory, ShownPost
from partner_blogs.erasure import record_removals
from partner_blogs.model.digest import Edition, EditionPart
from partner_blogs.model.report import RefreshReport
from partner_blogs.model.state import (
    ImageCopy,
    ListSnapshot,
    ListSnapshots,
    PartnerImage,
    UnlistedPartner,
)
from partner_blogs.refresh.store_erasure import erase_from_store
from partner_blogs.store import Store

pytestmark = pytest.mark.O2


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


class Machine:
    """A runner: a clone of the project with a store of its own, all of it new."""

    def __init__(self, folder: Path, remote: Path) -> None:
        git(folder.parent, "clone", "--quiet", str(remote), folder.name)
        self.folder = folder
        self.store = Store(folder / "var" / "partner_blogs")

    def run(self, command: str) -> int:
        return main([command, "--repository", str(self.folder)])

    def has(self, *posts: int, id_: str = "ledger", hour: float = 1) -> None:
        """What a refresh so many hours ago leaves in the store."""
        self.store.save_state(
            state(*(entry(n, first_seen=ago(hours=hour)) for n in posts), id=id_, last_try=ago(hours=hour))
        )  # fmt: skip
        self.store.save_report(RefreshReport(at=ago(hours=hour), asked=1))

    def posts(self, id_: str = "ledger") -> set[str]:
        known = self.store.state(id_)
        return {one.title for one in known.entries} if known else set()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    folder = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", folder.name)
    return folder


@pytest.fixture
def one(tmp_path: Path, remote: Path) -> Machine:
    return Machine(tmp_path / "one", remote)


@pytest.fixture
def two(tmp_path: Path, remote: Path) -> Machine:
    return Machine(tmp_path / "two", remote)


def commits(remote: Path) -> list[str]:
    return git(remote, "log", "--format=%s", "store").splitlines()


def on_the_branch(remote: Path) -> set[str]:
    return set(git(remote, "ls-tree", "-r", "--name-only", "store").splitlines())


# --- from run to run ----------------------------------------------------------------------------


def test_the_first_run_finds_no_branch_and_makes_it(
    one: Machine, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert one.run("restore") == 0
    assert "There is no branch store yet" in capsys.readouterr().out
    one.has(1, 2)
    assert one.run("keep") == 0
    assert commits(remote) == ["2026-11-22 11:00: 1 asked, 0 failed"]
    assert on_the_branch(remote) == {"README.md", "partners/ledger.json", "refresh.json"}


def test_the_next_run_on_a_new_machine_goes_on_from_there(
    one: Machine, two: Machine, remote: Path
) -> None:
    one.has(2)
    assert one.run("keep") == 0
    assert two.run("restore") == 0
    assert two.posts() == {"Post 2"}
    two.has(1, 2, hour=0)
    assert two.run("keep") == 0
    assert len(commits(remote)) == 1
    assert one.run("restore") == 0
    assert one.posts() == {"Post 1", "Post 2"}


def test_a_password_of_an_older_store_is_never_kept(
    one: Machine, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one.store.save_state(state(entry(), feed="https://reader:hush@ledger.example/feed"))
    assert one.run("keep") == 1
    said = capsys.readouterr().err
    assert "a password stands in partners/ledger.json" in said
    assert "hush" not in said
    assert git(remote, "branch", "--list") == ""


def test_what_is_the_same_gives_no_commit(one: Machine, two: Machine, remote: Path) -> None:
    one.has(1)
    assert (one.run("keep"), one.run("keep")) == (0, 0)
    assert two.run("restore") == 0
    assert two.run("keep") == 0
    assert len(commits(remote)) == 1


def test_without_a_store_nothing_is_kept(one: Machine, remote: Path) -> None:
    assert one.run("keep") == 0
    assert git(remote, "branch", "--list") == ""


def test_a_store_that_lost_its_files_takes_none_from_the_branch(one: Machine, remote: Path) -> None:
    one.has(1)
    one.has(1, id_="desk")
    assert one.run("keep") == 0
    (one.store.folder / "partners/desk.json").unlink()
    one.has(1, 2)
    assert one.run("keep") == 0
    assert "partners/desk.json" in on_the_branch(remote)


def test_a_store_on_a_machine_that_remembers_is_joined_and_not_replaced(
    one: Machine, two: Machine
) -> None:
    one.has(1)
    assert one.run("keep") == 0
    two.has(2)
    assert two.run("restore") == 0
    assert two.posts() == {"Post 1", "Post 2"}


def test_neither_the_clone_nor_its_branches_are_touched(one: Machine) -> None:
    one.has(1)
    assert (one.run("keep"), one.run("restore")) == (0, 0)
    assert git(one.folder, "for-each-ref") == ""
    assert git(one.folder, "status", "--porcelain") == "?? var/"


# --- one commit, and no older one (E7) ------------------------------------------------------------


@pytest.mark.E7
@pytest.mark.parametrize("begun_by", ["a file", "a branch with history"])
def test_what_was_taken_out_of_the_store_is_in_no_commit_of_the_branch(
    one: Machine, remote: Path, begun_by: str
) -> None:
    one.has(1)
    (one.store.folder / "pictures/ledger").mkdir(parents=True)
    picture = one.store.folder / "pictures/ledger/old.json"
    picture.write_text("the words that went")
    assert one.run("keep") == 0
    if begun_by == "a branch with history":
        other = one.folder.parent / "by-hand"
        git(other.parent, "clone", "--quiet", "--branch", "store", str(remote), other.name)
        who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@site.example")
        git(other, *who, "commit", "--quiet", "--allow-empty", "--message", "More")
        git(other, "push", "--quiet")
        assert one.run("restore") == 0
    for path in one.store.folder.glob("pictures/ledger/old.*"):
        path.unlink()
    assert one.run("keep") == 0
    assert len(commits(remote)) == 1
    assert "the words that went" not in everything_in(remote)


@pytest.mark.E7
def test_a_branch_with_history_loses_it_though_its_files_are_the_same(
    one: Machine, two: Machine, remote: Path
) -> None:
    one.has(1)
    assert one.run("keep") == 0
    other = one.folder.parent / "by-hand"
    git(other.parent, "clone", "--quiet", "--branch", "store", str(remote), other.name)
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@site.example")
    git(other, *who, "commit", "--quiet", "--allow-empty", "--message", "More")
    git(other, "push", "--quiet")
    assert len(commits(remote)) == 2
    assert (two.run("restore"), two.run("keep")) == (0, 0)
    assert len(commits(remote)) == 1


def everything_in(remote: Path) -> str:
    """All that can be reached at the remote."""
    names = git(remote, "rev-list", "--objects", "--all").splitlines()
    return "\n".join(git(remote, "cat-file", "-p", name.split()[0]) for name in names)


@pytest.mark.B5
@pytest.mark.E7
def test_what_a_killed_run_left_is_gone_after_the_next(one: Machine, remote: Path) -> None:
    one.has(1)
    left = one.store.folder / store_branch.WORK / "tree-1/partners/ledger.json"
    left.parent.mkdir(parents=True)
    left.write_text("words")
    assert one.run("keep") == 0
    assert not (one.store.folder / store_branch.WORK).exists()
    assert on_the_branch(remote) == {"README.md", "partners/ledger.json", "refresh.json"}


@pytest.mark.B6
@pytest.mark.parametrize("hours", [(3, 2), (2, 3)])
def test_of_two_answers_without_entries_the_later_one_counts(
    one: Machine, two: Machine, hours: tuple[int, int]
) -> None:
    one.has(1, hour=5)
    assert one.run("keep") == two.run("restore") == 0
    for machine, hour in zip((one, two), hours, strict=True):
        known = machine.store.fetch_states()["ledger"]
        machine.store.save_fetch_states([replace(known, last_try=ago(hours=hour))])
        assert machine.run("keep") == 0
    assert one.run("restore") == 0
    for machine in (one, two):
        assert machine.posts() == {"Post 1"}
        assert Store(machine.store.folder).states()["ledger"].last_try == ago(hours=2)


# --- what was erased (E7) -----------------------------------------------------------------------


LINK = "https://ledger.example/2"


def erase_post_2(machine: Machine, **fields: object) -> None:
    """What a refresh does that finds the link of Post 2 under `removed:`, or another list."""
    given = fields or {"removed": (LINK,)}
    list_ = config(partner(**given))
    erase_from_store(machine.store, record_removals(list_, machine.store.erased(), NOW), list_)


def closed(machine: Machine) -> None:
    """An edition with Post 2 in it."""
    part = EditionPart(partner="ledger", name="Ledger", show="excerpts", entries=(entry(2),))
    machine.store.save_edition(
        Edition(
            kind="weekly", period="2026-W46", starts=ago(days=14), ends=ago(days=7), parts=(part,)
        )
    )


def words_on(machine: Machine, words: str) -> list[str]:
    files = (path for path in (machine.folder / "var").rglob("*") if path.is_file())
    return [path.name for path in files if words.encode() in path.read_bytes()]


@pytest.mark.E7
def test_erased_words_are_in_no_object_that_the_branch_leads_to(one: Machine, remote: Path) -> None:
    one.has(1, 2)
    closed(one)
    (one.store.folder / "partners/ledger.json.damaged").write_text("Post 2")
    assert one.run("keep") == 0
    assert "Post 2" in everything_in(remote)
    erase_post_2(one)
    assert one.run("keep") == 0
    everything = everything_in(remote)
    assert "Post 2" not in everything
    assert "ledger.example/2" not in everything
    assert "Post 1" in everything
    assert len(commits(remote)) == 1


@pytest.mark.E7
@pytest.mark.B6
@pytest.mark.parametrize("then", [("restore", "keep"), ("keep",)])
def test_a_second_machine_with_its_old_store_brings_nothing_back(
    one: Machine, two: Machine, remote: Path, then: tuple[str, ...]
) -> None:
    """It was away when the words were erased, and has news of its own."""
    one.has(1, 2)
    closed(one)
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    two.has(1, 2, 3)
    two.store.save_copy(
        ImageCopy(
            partner="ledger",
            picture=PartnerImage("icon", "https://ledger.example/i.png"),
            tried=NOW,
        )
    )
    (two.store.folder / "editions/weekly/2026-W45.json.damaged").write_text("Post 2")
    erase_post_2(one)
    assert one.run("keep") == 0
    for command in then:
        assert two.run(command) == 0
    assert one.run("restore") == 0
    assert one.posts() == two.posts() == {"Post 1", "Post 3"}
    assert words_on(one, "Post 2") == words_on(two, "Post 2") == []
    assert "Post 2" not in everything_in(remote)


@pytest.mark.E7
def test_it_does_not_come_back_where_the_second_machine_keeps_it_first(
    one: Machine, two: Machine, remote: Path
) -> None:
    one.has(1, 2)
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    erase_post_2(one)
    two.has(1, 2, 3)
    closed(two)
    assert two.run("keep") == 0
    assert "Post 2" in everything_in(remote), "nobody told that machine"
    assert one.run("keep") == 0
    assert words_on(one, "Post 2") == []
    assert "Post 2" not in everything_in(remote)
    assert "Post 3" in everything_in(remote)


@pytest.mark.E7
def test_the_second_machine_knew_it_under_another_link(one: Machine, two: Machine) -> None:
    one.has(1, 2)
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    moved = entry(2, link="https://ledger.example/moved", excerpt="Post 2 has moved.")
    two.store.save_state(state(entry(1), moved, last_try=NOW))
    erase_post_2(one)
    assert (one.run("keep"), two.run("keep"), one.run("restore")) == (0, 0, 0)
    assert words_on(one, "Post 2") == words_on(two, "Post 2") == []


@pytest.mark.E7
def test_a_removed_partner_is_brought_back_by_no_other_machine(
    one: Machine, two: Machine, remote: Path
) -> None:
    one.has(1, 2)
    one.has(4, id_="desk")
    closed(one)
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    erase_post_2(one, status="removed")
    two.has(1, 2, 3)
    assert (two.run("keep"), one.run("keep"), two.run("restore")) == (0, 0, 0)
    for machine in (one, two):
        assert set(machine.store.states()) == {"desk"}
        assert words_on(machine, "Post 2") == []
    assert "Post 2" not in everything_in(remote)
    assert "partners/ledger.json" not in on_the_branch(remote)


@pytest.mark.E7
def test_a_partner_that_was_taken_up_again_is_not_erased_once_more(
    one: Machine, two: Machine
) -> None:
    one.has(1, 2)
    erase_post_2(one, status="removed")
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    erase_post_2(one, status="active")
    one.has(3)
    assert (one.run("keep"), two.run("keep"), two.run("restore"), one.run("restore")) == (0,) * 4
    assert one.posts() == two.posts() == {"Post 3"}


@pytest.mark.E7
def test_lists_are_joined_so_that_their_days_go_on(one: Machine, two: Machine) -> None:
    old = ListSnapshot(
        name="x", at=ago(days=9), partners=("desk",), missing=(UnlistedPartner("a", ago(days=9)),)
    )
    new = ListSnapshot(
        name="x", at=ago(days=1), partners=("desk",), missing=(UnlistedPartner("a", ago(days=1)),)
    )
    for machine, listing in ((one, old), (two, new)):
        machine.has(1)
        machine.store.save_list_snapshots(ListSnapshots((listing,)))
        assert machine.run("keep") == 0
    (joined,) = two.store.list_snapshots().lists
    assert (joined.at, joined.missing) == (new.at, old.missing)


# --- other folders beside the store -------------------------------------------------------------


def test_a_folder_beside_the_store_is_kept_and_restored_with_it(
    one: Machine, two: Machine, remote: Path
) -> None:
    one.has(1)
    memory = one.folder / "var/site"
    (memory / "posts").mkdir(parents=True)
    (memory / "posts/first.json").write_text("{}")
    (memory / ".lock").touch()
    assert one.run("keep") == 0
    assert "site/posts/first.json" in on_the_branch(remote)
    assert "site/.lock" not in on_the_branch(remote)
    assert two.run("restore") == 0
    assert (two.folder / "var/site/posts/first.json").read_text() == "{}"
    assert two.posts() == {"Post 1"}
    assert not (two.store.folder / "site").exists()


def test_a_folder_that_is_not_on_the_branch_yet_is_added_to_it(
    one: Machine, two: Machine, remote: Path
) -> None:
    one.has(1)
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    (two.folder / "var/site").mkdir()
    (two.folder / "var/site/first.json").write_text("theirs")
    (one.folder / "var/site").mkdir()
    (one.folder / "var/site/first.json").write_text("ours")
    (one.folder / "var/site/second.json").write_text("ours")
    assert (two.run("keep"), one.run("keep"), two.run("restore")) == (0, 0, 0)
    assert (two.folder / "var/site/first.json").read_text() == "theirs"
    assert (two.folder / "var/site/second.json").read_text() == "ours"


def test_what_a_folder_lost_since_it_was_kept_stays_lost_unless_another_machine_has_it(
    one: Machine, remote: Path
) -> None:
    one.has(1)
    (one.folder / "var/site").mkdir()
    (one.folder / "var/site/first.json").write_text("ours")
    assert one.run("keep") == 0
    (one.folder / "var/site/first.json").unlink()
    (one.folder / "var/site/second.json").write_text("ours")
    assert one.run("keep") == 0
    assert {name for name in on_the_branch(remote) if name.startswith("site/")} == {
        "site/second.json"
    }


def test_a_folder_is_joined_by_the_rule_that_the_table_has_for_it(
    one: Machine, two: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def longest(ours: Path, theirs: Path, grew: bool) -> list[str]:
        one, other = ours / "first.json", theirs / "first.json"
        one.write_text(max(one.read_text(), other.read_text(), key=len))
        return ["the longest stays"]

    folders = (store_branch.FOLDERS[0], store_branch.Folder("site", "site", longest))
    monkeypatch.setattr(store_branch, "FOLDERS", folders)
    for machine, words in ((one, "long words"), (two, "words")):
        machine.has(1)
        (machine.folder / "var/site").mkdir()
        (machine.folder / "var/site/first.json").write_text(words)
    assert (one.run("keep"), two.run("keep")) == (0, 0)
    assert (two.folder / "var/site/first.json").read_text() == "long words"


@pytest.mark.B9
def test_the_memory_of_the_site_travels_with_the_store_and_two_of_them_are_joined(
    one: Machine, two: Machine, remote: Path
) -> None:
    """An older and a newer publish, on two machines; a third knows both."""
    early = datetime(2026, 11, 16, 9, tzinfo=UTC)
    first = published(one, None, early, "a")
    one.has(1)
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    assert memory_of(two).read() == first
    published(one, first, early.replace(hour=10), "a", "b")
    later = published(two, first, early.replace(hour=11), "a", "b", "c")
    assert (one.run("keep"), two.run("keep"), one.run("restore")) == (0, 0, 0)
    for machine in (one, two):
        known = memory_of(machine).read()
        assert known
        assert known.sources == later.sources
        assert known.posts["b"].came_out == early.replace(hour=10)
        assert known.posts["c"].came_out == early.replace(hour=11)
        assert memory_of(machine).source(known.sources["posts/c.md"]) == b"Words of c.\n"
    assert {name for name in on_the_branch(remote) if name.startswith("site/sources/")} == {
        f"site/sources/{name}" for name in later.sources.values()
    }


@pytest.mark.B9
def test_a_text_that_a_publish_took_away_is_in_no_file_of_the_branch(
    one: Machine, two: Machine, remote: Path
) -> None:
    early = datetime(2026, 11, 16, 9, tzinfo=UTC)
    first = published(one, None, early, "a", "b")
    one.has(1)
    assert (one.run("keep"), two.run("restore")) == (0, 0)
    published(one, first, early.replace(hour=10), "a")
    assert (one.run("keep"), two.run("keep"), two.run("restore")) == (0, 0, 0)
    for machine in (one, two):
        files = [path for path in (machine.folder / "var/site").rglob("*") if path.is_file()]
        assert not [path for path in files if b"of b" in path.read_bytes()]
    assert len([name for name in on_the_branch(remote) if name.startswith("site/sources/")]) == 1


def memory_of(machine: Machine) -> MemoryFolder:
    return MemoryFolder(machine.folder / "var/site")


def published(machine: Machine, before: Memory | None, now: datetime, *ids: str) -> Memory:
    """What a publish of these posts leaves on a machine."""
    texts = {f"posts/{id_}.md": f"Words of {id_}.\n".encode() for id_ in ids}
    posts = (
        ShownPost(
            id=id_, path=f"posts/{id_}.md", title=f"Title of {id_}", summary="", url=f"{id_}.html",
            date=datetime(2026, 11, 15, tzinfo=UTC),
        )
        for id_ in ids
    )  # fmt: skip
    memory = replace(
        after_publish(before, posts, (), now),
        sources={path: source_name(data) for path, data in texts.items()},
    )
    folder, mark = memory_of(machine), machine.folder / "mark"
    folder.stage(memory, texts.values(), mark, f"{now:%H%M}")
    mark.write_text(f"{now:%H%M}\n")
    folder.commit_staged()
    return memory


# --- two at once --------------------------------------------------------------------------------


@pytest.mark.B6
def test_of_two_runs_that_began_together_both_are_kept(
    one: Machine, two: Machine, remote: Path
) -> None:
    one.has(3)
    one.has(3, id_="desk")
    assert one.run("keep") == 0
    assert two.run("restore") == 0
    one.has(1, 3, hour=0.5)
    two.has(2, 3, hour=0.25)
    two.has(4, id_="corner")
    assert (one.run("keep"), two.run("keep")) == (0, 0)
    assert len(commits(remote)) == 1
    assert one.run("restore") == 0
    assert one.posts() == {"Post 1", "Post 2", "Post 3"}
    assert (one.posts("desk"), one.posts("corner")) == ({"Post 3"}, {"Post 4"})


@pytest.mark.B6
def test_four_machines_at_once_lose_nothing_of_one_another(tmp_path: Path, remote: Path) -> None:
    machines = [Machine(tmp_path / f"machine-{n}", remote) for n in range(4)]
    for n, machine in enumerate(machines):
        machine.has(n + 1)
        machine.has(n + 1, id_=f"blog-{n}")
    program = [sys.executable, "-m", "tools.ops.store_branch", "keep", "--repository"]
    running = [
        subprocess.Popen([*program, machine.folder], cwd=ROOT, stdout=subprocess.DEVNULL)
        for machine in machines
    ]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0, 0]
    last = Machine(tmp_path / "last", remote)
    assert last.run("restore") == 0
    assert last.posts() == {f"Post {n + 1}" for n in range(4)}
    assert set(last.store.states()) == {"ledger", *(f"blog-{n}" for n in range(4))}


@pytest.mark.B6
def test_whoever_is_overtaken_while_pushing_tries_again(
    one: Machine, two: Machine, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.has(1)
    two.has(2)
    push = Branch.push

    def overtaken(branch: Branch, commit: str, parent: str | None) -> bool:
        monkeypatch.setattr(Branch, "push", push)
        assert two.run("keep") == 0
        return push(branch, commit, parent)

    monkeypatch.setattr(Branch, "push", overtaken)
    assert one.run("keep") == 0
    assert len(commits(remote)) == 1
    assert one.posts() == {"Post 1", "Post 2"}


@pytest.mark.B6
def test_a_branch_that_somebody_made_meanwhile_is_not_replaced(
    one: Machine, two: Machine, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There was none when the first of two looked; its lease is on that."""
    one.has(1)
    two.has(2)
    commit = Branch.commit

    def slow(branch: Branch, *given: object) -> str | None:
        monkeypatch.setattr(Branch, "commit", commit)
        assert two.run("keep") == 0
        return commit(branch, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Branch, "commit", slow)
    assert one.run("keep") == 0
    assert two.run("restore") == 0
    assert two.posts() == {"Post 1", "Post 2"}


@pytest.mark.B6
def test_whoever_is_overtaken_every_time_says_so_and_loses_nothing(
    one: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one.has(1)
    monkeypatch.setattr(Branch, "push", lambda *_: False)
    assert one.run("keep") == 1
    assert "run it again later" in capsys.readouterr().err
    assert one.posts() == {"Post 1"}


@pytest.mark.D2
def test_an_edition_that_both_closed_is_that_of_the_first(one: Machine, two: Machine) -> None:
    closed = Edition(
        kind="weekly", period="2026-W46", starts=ago(days=14), ends=ago(days=7), closed=ago(hours=2)
    )
    one.store.save_edition(closed)
    two.store.save_edition(replace(closed, closed=ago(hours=1)))
    assert (one.run("keep"), two.run("keep")) == (0, 0)
    assert two.store.editions() == (closed,)


# --- damage -------------------------------------------------------------------------------------


def spoil(machine: Machine, remote: Path) -> None:
    """Somebody writes nonsense on the branch, by hand."""
    other = machine.folder.parent / "by-hand"
    git(other.parent, "clone", "--quiet", "--branch", "store", str(remote), other.name)
    (other / "partners/ledger.json").write_text("<<<<<<< nonsense")
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@site.example")
    git(other, *who, "commit", "--quiet", "--all", "--message", "Mend it")
    git(other, "push", "--quiet")


@pytest.mark.B5
def test_a_file_that_was_damaged_on_the_branch_is_told_and_a_good_one_takes_its_place(
    one: Machine, two: Machine, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one.has(1)
    assert one.run("keep") == 0
    one.has(1, 2, hour=0)
    assert one.run("keep") == 0
    spoil(one, remote)
    assert two.run("restore") == 0
    assert two.posts() == set()
    assert "partners/ledger.json is damaged on the branch" in capsys.readouterr().out
    two.has(2, hour=0)
    assert two.run("keep") == 0
    assert one.run("keep") == 0
    assert one.posts() == {"Post 1", "Post 2"}
    assert two.run("restore") == 0
    assert two.posts() == {"Post 1", "Post 2"}
    assert len(commits(remote)) == 1


@pytest.mark.B5
def test_what_was_never_good_is_told_and_set_aside(
    one: Machine, two: Machine, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one.has(1, id_="desk")
    path = one.store.folder / "partners/ledger.json"
    path.write_text("nonsense")
    assert one.run("keep") == 0
    assert on_the_branch(remote) >= {"partners/desk.json", "partners/ledger.json.damaged"}
    assert "ledger.json is damaged" in capsys.readouterr().err
    assert two.run("restore") == 0
    assert two.posts("desk") == {"Post 1"}


@pytest.mark.B5
def test_a_damaged_store_does_not_overwrite_the_good_one_on_the_branch(
    one: Machine, two: Machine
) -> None:
    one.has(1)
    assert one.run("keep") == 0
    (one.store.folder / "partners/ledger.json").write_text("nonsense")
    assert one.run("keep") == 0
    assert two.run("restore") == 0
    assert two.posts() == {"Post 1"}


def test_a_remote_that_cannot_be_asked_is_no_empty_branch(
    one: Machine, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refresh that began from nothing would take old posts for news."""
    remote.rename(remote.with_name("gone.git"))
    assert one.run("restore") == 1
    assert "Look at the remote's address" in capsys.readouterr().err


def test_a_branch_that_may_not_be_written_is_told(
    one: Machine, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    hook.chmod(0o755)
    one.has(1)
    assert one.run("keep") == 1
    assert "git push failed" in capsys.readouterr().err


def test_a_store_of_a_newer_program_is_left_alone(
    one: Machine, two: Machine, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one.has(1)
    path = one.store.folder / "refresh.json"
    newer = path.read_text().replace('"version": 4', '"version": 99')
    assert one.run("keep") == 0
    path.write_text(newer)
    assert one.run("keep") == 1
    assert "newer version" in capsys.readouterr().err
    assert len(commits(remote)) == 1


def test_what_is_no_data_is_not_kept(one: Machine, remote: Path) -> None:
    one.has(1)
    (one.store.folder / "partners/.ledger.json.new").write_text("half")
    (one.store.folder / ".lock").touch()
    assert one.run("keep") == 0
    assert not any(Path(name).name.startswith(".") for name in on_the_branch(remote))
    assert store_branch.KEPT_AS in {path.name for path in one.store.folder.iterdir()}


def test_the_time_of_the_commit_is_told_by_the_refresh(one: Machine, remote: Path) -> None:
    one.has(1)
    one.store.save_report(RefreshReport(at=NOW, asked=12, failed=(("ledger", "is gone"),)))
    assert one.run("keep") == 0
    assert commits(remote) == ["2026-11-22 12:00: 12 asked, 1 failed"]
