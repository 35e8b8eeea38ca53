""".github/workflows/publish.yml from its first line to its last, against a repository and a published site
on this machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.ops.forge import POST, ROOT, Forge, feed, git
from tests.ops.runner import Ran, run
from tests.partner_blogs.refresh.websub import Hub

from partner_blogs.store import Store

HANDED_OVER = {"handed_over": "success", "hubs": ""}
NOTHING = {"handed_over": "skipped", "hubs": ""}

pytestmark = pytest.mark.O2


@pytest.mark.rehearsal
def test_from_the_first_run_on(forge: Forge) -> None:
    first = forge.run()
    assert not first.failed, first.said
    assert set(first.steps.values()) == {"success", "skipped"}
    assert "There is no branch store yet" in first.said
    assert "The store begins empty." in first.said
    assert first.outputs == HANDED_OVER
    assert first.actions["actions/upload-pages-artifact"]["include-hidden-files"]
    assert "ledger 4" in forge.page("blogs/ledger.html")
    assert f"{forge.address}/" in forge.page("index.html")
    assert "Ledger" in first.summary

    again = forge.run()
    assert not again.failed, again.said
    assert "The store begins empty." not in again.said
    assert again.outputs == NOTHING
    assert "actions/upload-pages-artifact" not in again.actions, "nothing changed"

    forge.feed("ledger", 5)
    news = forge.run()
    assert news.outputs == HANDED_OVER
    page = forge.page("blogs/ledger.html")
    assert all(f"ledger {day}" in page for day in (3, 4, 5)), "what left the feed stays"


@pytest.mark.rehearsal
@pytest.mark.S7
def test_a_run_in_which_nothing_is_due_builds_nothing(forge: Forge) -> None:
    """Another machine, another checkout at the same place, and what the run before has kept."""
    forge.edit("feeds.yaml", "partners:\n  - {id: lamp, name: Lamp, home: 'https://lamp.test/'}\n")
    first = forge.machine()
    assert forge.run(first).outputs == HANDED_OVER
    away = first.rename(first.with_name("away"))
    again = forge.machine().rename(first)
    for name in (".cache", "output"):
        shutil.copytree(away / name, again / name, symlinks=True)
    ran = forge.run(again)
    assert not ran.failed, ran.said
    assert "\nUnchanged  " in ran.said
    assert ran.outputs == NOTHING
    assert ran.steps["Keep what was built for the next run"] == "skipped"
    assert "actions/cache/save" not in ran.actions
    forge.edit("content/posts/2026-11-06-second.md", POST.format("Second", 6))
    git(again, "pull", "--quiet")
    ran = forge.run(again)
    assert ran.outputs == HANDED_OVER
    assert "actions/cache/save" in ran.actions


@pytest.mark.rehearsal
@pytest.mark.F7
def test_hubs_hear_of_a_site_when_it_is_published_and_once(forge: Forge) -> None:
    """The job that tells them has another machine, and what this run has kept."""

    def told(built: Path) -> Ran:
        folder = forge.machine()
        shutil.copytree(built / "output", folder / "output")
        ran = run(
            "publish", "ping", folder,
            variables={"SITEURL": forge.address},
            environment={
                "PYTHONPATH": str(folder / "plugins"), "PING_FLAGS": "--allow-private-addresses"
            },
        )  # fmt: skip
        assert not ran.failed, ran.said
        return ran

    with Hub()() as hub:
        conf = (ROOT / "publishconf.py").read_text()
        forge.edit("publishconf.py", f"{conf}WEBSUB_HUBS = [{hub.address!r}]\n")
        first = forge.machine()
        assert forge.run(first).outputs == {"handed_over": "success", "hubs": "yes"}
        assert hub.pings == []
        hub.answers = [(500, {}, b"")]
        assert "The next `ping` tries these again." in told(first).said
        again = forge.machine()
        assert forge.run(again).outputs["hubs"] == "yes"
        told(again)
        assert len(hub.taken) == len(set(hub.taken)) > 5
        last = forge.machine()
        assert forge.run(last).outputs["hubs"] == ""


@pytest.mark.rehearsal
@pytest.mark.B6
def test_two_runs_that_began_together_lose_nothing(forge: Forge) -> None:
    one, two = forge.machine(), forge.machine()
    for day, folder in ((6, one), (7, two)):
        (folder / "feeds/ledger.xml").write_text(feed("ledger", day))
    assert not forge.run(one).failed
    ran = forge.run(two)
    assert not ran.failed, ran.said
    assert len(forge.kept) == 1, "one commit without a parent (E7)"
    assert all(f"ledger {day}" in forge.page("blogs/ledger.html") for day in (6, 7))


@pytest.mark.rehearsal
@pytest.mark.B3
def test_a_refresh_that_fails_publishes_the_last_good_copy_and_complains(forge: Forge) -> None:
    assert not forge.run().failed
    forge.edit("content/posts/2026-11-06-second.md", POST.format("Second", 6))
    ran = forge.run(REFRESH_FLAGS="--no-such-flag")
    assert ran.steps["Refresh"] == "failure"
    assert ran.outputs == HANDED_OVER
    assert "Second" in forge.page("index.html")
    assert "ledger 4" in forge.page("blogs/ledger.html")
    assert ran.failed, "somebody has to hear of it"
    assert "::error::The refresh failed" in ran.said


@pytest.mark.rehearsal
def test_a_mistake_in_the_list_publishes_nothing_and_names_its_line(forge: Forge) -> None:
    forge.edit("feeds.yaml", "partners:\n  - {id: ledger, nmae: Ledger}\n")
    ran = forge.run()
    assert ran.failed
    assert "feeds.yaml:2:" in ran.said
    assert "feeds.yaml:2:" in ran.summary
    assert ran.outputs == NOTHING
    assert ran.steps["Refresh"] == "skipped"


@pytest.mark.rehearsal
@pytest.mark.A2
def test_news_wait_for_no_mistake_that_a_build_can_live_with(forge: Forge) -> None:
    lines = "\n![](no-such-picture.png)\n"
    forge.edit("content/posts/2026-11-06-second.md", POST.format("Second", 6) + lines)
    ran = forge.run()
    assert not ran.failed, ran.said
    assert ran.outputs == HANDED_OVER
    assert "2026-11-06-second.md" in ran.summary
    assert "::warning::There are mistakes" in ran.said
    assert "ledger 4" in forge.page("blogs/ledger.html")


@pytest.mark.rehearsal
@pytest.mark.A12
@pytest.mark.B9
@pytest.mark.parametrize(("event", "red"), [("push", True), ("schedule", False)])
def test_a_text_with_an_error_keeps_nothing_back_and_stands_as_it_was(
    forge: Forge, event: str, red: bool
) -> None:
    """On a machine that knows nothing but what is on the branch."""
    assert not forge.run().failed
    before = forge.kept
    forge.edit("content/posts/2026-11-05-first.md", "Title: First\nDate: someday\n\nTorn.\n")
    forge.edit("content/posts/2026-11-06-lost.md", "Title: Lost\nDate: someday\n\nWords.\n")
    forge.feed("ledger", 5)
    ran = forge.run(EVENT=event)
    assert ran.failed is red
    assert ran.outputs == HANDED_OVER
    assert "Some words on First." in forge.page("2026/11/first.html")
    assert "ledger 5" in forge.page("blogs/ledger.html")
    assert "2026-11-06-lost.md" in ran.summary
    assert "readers see the last good version" in ran.summary
    assert f"::{'error' if red else 'warning'}::Some texts have an error" in ran.said
    assert forge.kept != before


@pytest.mark.rehearsal
@pytest.mark.R2
def test_what_would_harm_a_reader_is_not_published_and_all_else_is(forge: Forge) -> None:
    forge.edit("content/extra/talk.html", "<script src='//else.example/deck.js'></script>")
    ran = forge.run()
    assert ran.failed
    assert ran.outputs == HANDED_OVER
    assert not (forge.pages / "talk.html").exists()
    assert "Some words on First." in forge.page("2026/11/first.html")
    assert "talk.html" in ran.summary
    conf = (forge.place / "desk/pelicanconf.py").read_text()
    forge.edit("pelicanconf.py", f'{conf}AUDIT_LEAVES_OUT = ["talk.html"]\n')
    assert forge.run().outputs == HANDED_OVER
    assert (forge.pages / "talk.html").exists()


def test_a_copy_that_nobody_has_filled_in_is_asked_nothing_by_the_schedule(forge: Forge) -> None:
    def asked(**variables: str) -> Ran:
        return run("publish", "ready", forge.machine(), variables=variables)

    example = asked()
    assert (example.failed, example.outputs) == (False, {"ours": "false"})
    assert "::notice::The address is still the example" in example.said
    assert asked(SITEURL="https://blog.test").outputs == {"ours": "true"}
    conf = (ROOT / "publishconf.py").read_text()
    forge.edit("publishconf.py", f'{conf}SITEURL = "https://blog.test"\n')
    assert asked().outputs == {"ours": "true"}


def test_settings_that_need_a_package_are_left_to_the_run_that_has_it(forge: Forge) -> None:
    forge.edit("pelicanconf.py", "import no_such_package\n")
    ran = run("publish", "ready", forge.machine())
    assert (ran.failed, ran.outputs) == (False, {"ours": "true"})
    assert "::notice::The address is not known yet (No module named 'no_such_package')." in ran.said


@pytest.mark.rehearsal
def test_nothing_is_published_under_an_example_address(forge: Forge) -> None:
    forge.edit("pelicanconf.py", (ROOT / "pelicanconf.py").read_text())
    ran = forge.run()
    assert ran.failed
    assert "still an example: CONTACT in pelicanconf.py" in ran.said
    assert not (forge.pages / "index.html").exists()


def test_where_the_store_cannot_be_had_nothing_begins_anew(forge: Forge) -> None:
    folder = forge.machine()
    git(folder, "remote", "set-url", "origin", str(forge.place / "nowhere.git"))
    ran = forge.run(folder)
    assert ran.steps["Restore the store"] == "failure"
    assert ran.steps["Refresh"] == "skipped"
    assert ran.outputs == NOTHING


@pytest.mark.rehearsal
@pytest.mark.B5
def test_a_damaged_store_is_mended_from_the_published_site(forge: Forge) -> None:
    assert not forge.run().failed
    by_hand = forge.place / "by-hand"
    git(forge.place, "clone", "--quiet", "--branch", "store", str(forge.remote), by_hand.name)
    (by_hand / "partners/ledger.json").write_text("{")
    git(by_hand, "commit", "--quiet", "--all", "--message", "By hand")
    git(by_hand, "push", "--quiet")
    forge.feed("ledger", 6)
    ran = forge.run(RECOVER_FLAGS="--allow-private-addresses")
    assert not ran.failed, ran.said
    assert "partners/ledger.json is damaged on the branch" in ran.said
    assert "1 partners, 2 entries and 0 digests came back" in ran.said
    assert all(f"ledger {day}" in forge.page("blogs/ledger.html") for day in (3, 4, 6))
    machine = forge.machine()
    git(machine, "fetch", "--quiet", "origin", "store")
    git(machine, "checkout", "--quiet", "FETCH_HEAD")
    assert Store(machine).damaged() == []


@pytest.mark.rehearsal
def test_only_the_two_steps_that_talk_to_the_branch_have_the_token(forge: Forge) -> None:
    folder = forge.machine()
    tell = """
import os

def main(_):
    print("it has" if "STORE_TOKEN" in os.environ else "it has not")
"""
    for name in ("doctor", "build"):
        (folder / "plugins/frontdesk/cli" / f"{name}.py").write_text(tell)
    ran = forge.run(folder)
    assert ran.said.count("it has not\n") == 2
    assert "it has\n" not in ran.said


@pytest.mark.rehearsal
@pytest.mark.E7
def test_what_the_editor_removes_is_on_no_page_and_in_no_commit_of_the_store(forge: Forge) -> None:
    """The feed still has it; a second machine comes later with the store of before."""
    assert not forge.run().failed
    late = forge.machine()
    store = late / "var/partner_blogs"
    git(forge.place, "clone", "--quiet", "--branch", "store", str(forge.remote), str(store))
    shutil.rmtree(store / ".git")
    assert "ledger 4" in forge.page("blogs/ledger.html")
    text = (late / "feeds.yaml").read_text()
    removed = "feed: feeds/ledger.xml, removed: ['https://ledger.example/4'],"
    forge.edit("feeds.yaml", text.replace("feed: feeds/ledger.xml,", removed))
    for folder in (forge.machine(), late, forge.machine()):
        ran = forge.run(folder)
        assert not ran.failed, ran.said
        kept = git(forge.remote, "rev-list", "--objects", "store").splitlines()
        words = [git(forge.remote, "cat-file", "-p", name.split()[0]) for name in kept]
        assert not any("ledger 4" in one or "ledger.example/4" in one for one in words)
        assert any("ledger 3" in one for one in words)
    pages = [path for path in forge.pages.rglob("*") if path.is_file()]
    assert not [path for path in pages if b"ledger 4" in path.read_bytes()]
