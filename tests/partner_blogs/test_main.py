from __future__ import annotations

import functools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.partner_blogs.here import read_here
from tests.partner_blogs.refresh.server import Server, moved, reply, silent

from partner_blogs.__main__ import main
from partner_blogs.store import Store

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}
NOW = "2026-11-22T12:00:00+00:00"
FIELDS = [
    *("id", "name", "state", "reason", "advice", "entries"),
    *("last_success", "last_try", "next_try", "moved_to", "held"),
]
FEED = (
    '<rss version="2.0"><channel><title>Desk</title>'
    "<item><guid isPermaLink='false'>1</guid><title>Post 1</title></item>"
    "<item><guid isPermaLink='false'>2</guid><title>Post 2</title></item></channel></rss>"
)
LIST = """\
blogroll: {quiet_after: never}
partners:
  - id: desk
    name: The Desk
    feed: desk.xml
  - id: lamp
    name: The Lamp
    feed: lamp.xml
  - id: chair
    name: The Chair
    home: https://chair.example/
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder we work in: feeds.yaml with one feed that is there, one that is not, and a link."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.yaml").write_text(LIST, encoding="utf-8")
    (tmp_path / "desk.xml").write_text(FEED, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, standard output and standard error of one command in this process."""

    def run(command: str, *more: str) -> tuple[int, str, str]:
        capsys.readouterr()
        when = ("--now", NOW) if command == "refresh" and "--now" not in more else ()
        store = ("--store", "store") if command in {"refresh", "status"} else ()
        code = main([command, "--feeds", "feeds.yaml", *store, *when, *more])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def process(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "partner_blogs", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


# --- refresh ------------------------------------------------------------------------------------


def test_a_refresh_reads_stores_and_says_how_it_went(run: Run, folder: Path) -> None:
    code, out, err = run("refresh")
    assert (code, err) == (0, "")
    desk, lamp, whole = out.splitlines()
    assert desk == "  The Desk: 2 entries read"
    assert lamp.startswith("  The Lamp: ")
    assert "lamp.xml" in lamp
    assert whole == "Partners: 2 asked, 0 kept from before, 1 failed; 1 more are links only."
    assert {e.id for e in Store(folder / "store").states()["desk"].entries} == {"1", "2"}


def test_a_refresh_works_as_a_program(folder: Path) -> None:
    place = ("--feeds", "feeds.yaml", "--store", "store", "--now", NOW)
    done = process(folder, "refresh", *place)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Partners: 2 asked" in done.stdout
    assert len(Store(folder / "store").states()["desk"].entries) == 2


def test_the_store_lies_beside_the_list_unless_told(folder: Path) -> None:
    assert main(["refresh", "--feeds", "feeds.yaml", "--now", NOW]) == 0
    assert (folder / "var" / "partner_blogs" / "partners" / "desk.json").exists()


def test_now_is_the_time_of_everything_that_is_stored(run: Run) -> None:
    run("refresh", "--now", "2020-02-29T01:30:00+01:30")
    rows = json.loads(run("status", "--json")[1])
    assert rows[0]["last_try"] == rows[0]["last_success"] == "2020-02-29T00:00:00Z"
    assert rows[1]["last_success"] is None
    assert rows[1]["last_try"] == "2020-02-29T00:00:00Z"
    assert "2020-02-29T01:00:00Z" <= rows[1]["next_try"] <= "2020-02-29T01:03:00Z"


@pytest.mark.parametrize("now", ["yesterday", "", "2026-13-01", "99999-01-01"])
def test_a_time_that_is_none_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], now: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["refresh", "--feeds", "feeds.yaml", "--now", now])
    assert left.value.code == 2
    assert "--now" in capsys.readouterr().err
    assert not (folder / "var").exists()


def test_an_unknown_id_is_a_mistake_and_asks_nobody(run: Run, folder: Path) -> None:
    code, out, err = run("refresh", "--only", "desk", "dsek")
    assert (code, out) == (1, "")
    assert err == "--only dsek: no partner has this id; see `status` for the ids\n"
    assert not (folder / "store").exists()


def test_only_and_force_name_who_is_asked(run: Run) -> None:
    assert "Partners: 1 asked" in run("refresh", "--only", "lamp")[1]
    assert "Partners: 1 asked" in run("refresh", "--only", "lamp", "--force")[1]
    assert "Partners: 0 asked" in run("refresh", "--only", "chair", "--force")[1]


@pytest.mark.O1
@pytest.mark.parametrize("more", [(), ("--only", "desk"), ("--force",)])
def test_the_counts_of_a_refresh_add_up_to_the_list(
    run: Run, folder: Path, more: tuple[str, ...]
) -> None:
    """Also where some are not due, are never asked, or were retired."""
    (folder / "feeds.yaml").write_text(
        "partners:\n  - {id: desk, name: D, feed: desk.xml}\n  - {id: lamp, name: L, feed: lamp.xml}\n"
        "  - {id: a, name: A, home: https://a.example/}\n  - {id: b, name: B}\n"
        "  - {id: c, name: C, status: retired, reason: gone}\n"
        "  - {id: d, name: D2, feed: https://d.example/feed, poll: no}\n"
        "  - {id: e, name: E, status: removed}\n",
        encoding="utf-8",
    )
    last = run("refresh", *more)[1].splitlines()[-1]
    found = re.fullmatch(
        r"Partners: (\d+) asked, \d+ kept from before, \d+ failed; (\d+) more are links only"
        r"(?:, (\d+) not asked this time)?(?:, (\d+) retired)?\.",
        last,
    )
    assert found, last
    assert sum(int(number or 0) for number in found.groups()) == 6


def test_an_empty_list_is_refreshed_and_told(run: Run, folder: Path) -> None:
    (folder / "feeds.yaml").write_text("", encoding="utf-8")
    code, out, err = run("refresh")
    assert (code, err) == (0, "")
    assert "Partners: 0 asked, 0 kept from before, 0 failed; 0 more are links only." in out
    assert run("status") == (0, "", "")
    assert json.loads(run("status", "--json")[1]) == []


# --- mistakes -----------------------------------------------------------------------------------

FIVE_MISTAKES = """\
about:
  timezone: Europe/Warsow
partners:
  - id: Desk
    name: The Desk
  - id: lamp
    nmae: The Lamp
    feed: www.lamp.example/feed
  - id: chair
    name: The Chair
    show: full
"""


@pytest.mark.parametrize("command", ["refresh", "status", "check"])
def test_five_mistakes_are_five_lines_and_change_nothing(
    run: Run, folder: Path, command: str
) -> None:
    run("refresh")
    before = files(folder / "store")
    (folder / "feeds.yaml").write_text(FIVE_MISTAKES, encoding="utf-8")
    code, out, err = run(command)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "feeds.yaml:2:13",
        "feeds.yaml:4:9",
        "feeds.yaml:7:5",
        "feeds.yaml:8:11",
        "feeds.yaml:11:5",
    ]
    assert "did you mean 'name'?" in lines[2]
    assert files(folder / "store") == before


def test_mistakes_are_told_by_the_program_as_well(folder: Path) -> None:
    (folder / "feeds.yaml").write_text(FIVE_MISTAKES, encoding="utf-8")
    done = process(folder, "refresh", "--feeds", "feeds.yaml", "--store", "store")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 5
    assert "Traceback" not in done.stderr
    assert not (folder / "store").exists()


@pytest.mark.parametrize("command", ["refresh", "status", "check"])
def test_a_list_that_is_not_utf_8_is_told_with_its_line(
    run: Run, folder: Path, command: str
) -> None:
    (folder / "feeds.yaml").write_bytes("partners:\n  - id: x\n    name: Café\n".encode("latin-1"))
    code, out, err = run(command)
    assert (code, out) == (1, "")
    assert err.startswith("feeds.yaml:3:1: ")
    assert "UTF-8" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["refresh", "status", "check"])
@pytest.mark.parametrize("kind", ["missing", "a folder"])
def test_a_list_that_cannot_be_read_is_told(
    run: Run, folder: Path, command: str, kind: str
) -> None:
    (folder / "feeds.yaml").unlink()
    if kind == "a folder":
        (folder / "feeds.yaml").mkdir()
    code, out, err = run(command)
    assert (code, out) == (1, "")
    assert err.startswith("feeds.yaml cannot be read (")
    assert err.count("\n") == 1
    assert not (folder / "store").exists()


def test_a_list_with_a_byte_order_mark_is_read(run: Run, folder: Path) -> None:
    (folder / "feeds.yaml").write_text(LIST, encoding="utf-8-sig")
    (folder / "lamp.xml").touch()
    assert run("check") == (0, "feeds.yaml: 3 partners, no mistakes.\n", "")


def test_a_feed_file_that_is_not_there_is_a_mistake(run: Run) -> None:
    code, _, err = run("check")
    assert code == 1
    assert err.endswith("there is no file lamp.xml beside this one; correct its name\n")


def test_a_feed_with_a_zero_in_its_name_stops_nobody(run: Run, folder: Path) -> None:
    text = LIST.replace("lamp.xml", '"la\\0mp.xml"')
    (folder / "feeds.yaml").write_text(text, encoding="utf-8")
    code, _, err = run("refresh")
    if code == 1:
        assert err.startswith("feeds.yaml:8:")
    else:
        assert len(Store(folder / "store").states()["desk"].entries) == 2


def test_a_command_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["refesh"], ["refresh", "--nwo"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["refresh", "status", "check"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert "--feeds" in capsys.readouterr().out


# --- the store ----------------------------------------------------------------------------------


@pytest.mark.B5
def test_a_store_that_cannot_be_used_is_told_in_one_line(run: Run, folder: Path) -> None:
    (folder / "store").write_text("a file", encoding="utf-8")
    code, out, err = run("refresh")
    assert (code, out) == (1, "")
    assert err.startswith("the store in store cannot be used (")
    assert err.count("\n") == 1
    assert (folder / "store").read_text(encoding="utf-8") == "a file"


@pytest.mark.B5
def test_a_store_of_a_newer_program_is_left_alone(run: Run, folder: Path) -> None:
    run("refresh")
    path = folder / "store" / "partners" / "desk.json"
    newer = json.loads(path.read_bytes()) | {"version": 99}
    path.write_text(json.dumps(newer), encoding="utf-8")
    before = files(folder / "store")
    for command in ("refresh", "status"):
        code, out, err = run(command)
        assert (code, out) == (1, "")
        assert "newer version" in err
    assert files(folder / "store") == before


@pytest.mark.B5
def test_damage_is_told_and_the_next_refresh_works(run: Run, folder: Path) -> None:
    run("refresh")
    (folder / "store" / "partners" / "desk.json").write_bytes(b"torn")
    code, _, err = run("status")
    assert code == 0
    assert err == "Store: desk.json in the store is damaged and was left out\n"
    code, _, err = run("refresh")
    assert code == 0
    assert err == "Store: desk.json is damaged; it was kept as desk.json.damaged\n"
    assert run("refresh")[2] == ""


@pytest.mark.B6
def test_a_second_refresh_is_told_that_the_first_is_at_work(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = Store.locked
    with Store(folder / "store").locked():
        monkeypatch.setattr(Store, "locked", functools.partialmethod(locked, wait_seconds=0.05))
        code, out, err = run("refresh")
    assert (code, out) == (1, "")
    assert err == "another refresh is at work in store; let it finish, then try again\n"


# --- status -------------------------------------------------------------------------------------


@pytest.mark.O1
def test_status_as_json_has_these_fields_for_each_partner(run: Run) -> None:
    run("refresh")
    code, out, err = run("status", "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert [list(row) for row in rows] == [FIELDS] * 3
    desk, lamp, chair = rows
    assert desk == {
        "id": "desk",
        "name": "The Desk",
        "state": "active",
        "reason": None,
        "advice": None,
        "entries": 2,
        "last_success": "2026-11-22T12:00:00Z",
        "last_try": "2026-11-22T12:00:00Z",
        "next_try": desk["next_try"],
        "moved_to": None,
        "held": [],
    }
    assert lamp["state"] == "failing"
    assert "lamp.xml" in lamp["reason"]
    assert lamp["entries"] == 0
    assert lamp["last_success"] is None
    assert chair["state"] == "link"
    assert chair["entries"] == 0
    assert [chair[name] for name in FIELDS[-5:]] == [None, None, None, None, []]


@pytest.mark.O1
def test_status_tells_people_the_same(run: Run) -> None:
    run("refresh")
    code, out, err = run("status")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["active", "desk", "The", "Desk"]
    assert "2 entries" in lines[1]
    assert "2026-11-22T12:00:00Z" in lines[1]
    assert lines[2].split() == ["failing", "lamp", "The", "Lamp"]
    assert "lamp.xml" in lines[3]
    assert lines[4].split() == ["link", "chair", "The", "Chair"]
    assert len(lines) == 5
    assert "None" not in out
    assert "1970" not in out


def test_a_partner_that_was_never_asked_is_waiting(run: Run, folder: Path) -> None:
    rows = json.loads(run("status", "--json")[1])
    assert [row["state"] for row in rows] == ["waiting", "waiting", "link"]
    assert [row["entries"] for row in rows] == [0, 0, 0]
    assert not (folder / "store").exists()


def test_a_changed_feed_waits_for_the_next_refresh_and_keeps_its_entries(
    run: Run, folder: Path
) -> None:
    run("refresh")
    swapped = LIST.replace("desk.xml", "new.xml").replace("lamp.xml", "desk.xml")
    (folder / "feeds.yaml").write_text(swapped, encoding="utf-8")
    desk, lamp, _ = json.loads(run("status", "--json")[1])
    assert (desk["state"], desk["entries"]) == ("waiting", 2)
    assert desk["last_success"] == "2026-11-22T12:00:00Z"
    assert (lamp["state"], lamp["next_try"], lamp["advice"]) == ("waiting", None, None)
    run("refresh")
    desk, lamp, _ = json.loads(run("status", "--json")[1])
    assert (desk["state"], lamp["state"], desk["entries"]) == ("failing", "active", 2)


def test_names_are_printed_in_their_own_letters(run: Run, folder: Path) -> None:
    (folder / "feeds.yaml").write_text("partners: [{id: a, name: Żółć}]", encoding="utf-8")
    assert "Żółć" in run("status", "--json")[1]
    assert "Żółć" in run("status")[1]


LOADED = """
import sys
from partner_blogs.__main__ import main
main(sys.argv[1:])
print(sorted({name.partition(".")[0] for name in sys.modules} & set(%r)), file=sys.stderr)
"""
HEAVY = ["aiohttp", "feedparser", "nh3", "yarl", "pelican", "markdown", "ssl", "_ssl"]


@pytest.mark.B1
@pytest.mark.parametrize("command", [["status", "--json"], ["status"], ["check"]], ids=" ".join)
def test_a_command_that_asks_nobody_loads_nothing_of_the_network(
    folder: Path, command: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED % HEAVY, *command, "--feeds", "feeds.yaml"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"


# --- import and export --------------------------------------------------------------------------

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Theirs</title></head><body>
<outline text="Law"><outline text="Courts">
  <outline text="The Bench" xmlUrl="https://bench.example/feed"/></outline>
  <outline text="The Bench again" xmlUrl="http://www.bench.example/feed/"/></outline>
<outline text="The Chair" htmlUrl="https://chair.example"/>
<outline text="Ours" xmlUrl="file:///etc/passwd"/>
<outline text="Till &#x9b;2J[red] :smile:" xmlUrl="https://till.example/feed" htmlUrl="https://till.example/"/>
</body></opml>"""


@pytest.mark.E1
def test_an_import_adds_what_is_new_and_changes_no_other_line(run: Run, folder: Path) -> None:
    text = LIST.replace("partners:", "# ours, in our order\npartners:  # all of them")
    (folder / "feeds.yaml").write_text(text + "\n# the end\n", encoding="utf-8")
    (folder / "theirs.opml").write_text(OPML, encoding="utf-8")
    code, out, err = run("import", "theirs.opml")
    assert (code, err) == (0, "")
    assert out == (
        "Blogs added: 2; known already: 2; refused: 1.\n  refused: Ours, which has no web address\n"
    )
    new = (
        "  - id: the-bench\n    name: The Bench\n    feed: https://bench.example/feed\n"
        "    topic: Courts\n"
        "  - id: till-2j-red-smile\n    name: 'Till 2J[red] :smile:'\n"
        "    home: https://till.example/\n    feed: https://till.example/feed\n"
    )
    written = (folder / "feeds.yaml").read_text(encoding="utf-8")
    assert written == text + new + "\n# the end\n"
    assert run("import", "theirs.opml")[1].startswith("Blogs added: 0; known already: 4;")
    assert (folder / "feeds.yaml").read_text(encoding="utf-8") == written


def test_an_import_keeps_the_line_ends_and_the_mark_of_an_editor_of_windows(
    run: Run, folder: Path
) -> None:
    before = LIST.encode("utf-8-sig").replace(b"\n", b"\r\n")
    (folder / "feeds.yaml").write_bytes(before)
    (folder / "theirs.opml").write_text(OPML, encoding="utf-8")
    assert run("import", "theirs.opml")[0] == 0
    after = (folder / "feeds.yaml").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n") > before.count(b"\n")
    assert run("export")[1].count("<outline") == 5


@pytest.mark.F5
def test_export_and_import_lead_back_to_the_same_list(run: Run, folder: Path) -> None:
    (folder / "theirs.opml").write_text(OPML, encoding="utf-8")
    run("import", "theirs.opml")
    assert run("export", "--output", "first.opml") == (0, "", "")
    (folder / "feeds.yaml").write_text("", encoding="utf-8")
    run("import", "first.opml")
    assert run("export")[1].encode() == (folder / "first.opml").read_bytes()
    before = (folder / "feeds.yaml").read_bytes()
    run("import", "first.opml")
    assert (folder / "feeds.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (None, "cannot be read ("),
        ("<opml><body>", "line 1, column"),
        ("<!DOCTYPE opml [<!ENTITY a 'a'>]><opml><body/></opml>", "document type"),
        ("<html/>", "not an OPML list"),
    ],
)
def test_a_hostile_or_broken_opml_file_is_refused_and_the_list_stays(
    run: Run, folder: Path, document: str | None, why: str
) -> None:
    if document is not None:
        (folder / "theirs.opml").write_text(document, encoding="utf-8")
    code, out, err = run("import", "theirs.opml")
    assert (code, out) == (1, "")
    assert err.startswith("theirs.opml")
    assert why in err
    assert err.count("\n") == 1
    assert (folder / "feeds.yaml").read_text(encoding="utf-8") == LIST


# --- names and passwords ------------------------------------------------------------------------


@pytest.mark.P7
def test_a_password_in_an_address_is_never_printed_or_exported(
    run: Run, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P7: whatever becomes of the feed that it is for."""
    read_here(monkeypatch)
    caplog.set_level("DEBUG")
    page = b"<html><link rel=alternate type=application/rss+xml href=feed></html>"
    answers = {
        "/feed": reply(FEED.encode()),
        "/moved": moved("/feed", 301),
        "/page": reply(page),
        "/refused": reply(b"", 401),
    }
    with Server(answers=dict(answers)) as server:
        ours = {path: server.url(path).replace("//", "//ann:secret@") for path in answers}
        rows = (f"  - {{id: {path[1:]}, name: N, feed: '{url}'}}\n" for path, url in ours.items())
        (folder / "feeds.yaml").write_text("partners:\n" + "".join(rows), encoding="utf-8")
        said = [run("refresh", "--allow-private-addresses", "--force") for _ in range(2)]
        assert all(seen.header("Authorization") for seen in server.seen)
        said += [run("status"), run("status", "--json"), run("export")]
        said += [run("check", "--online", "--allow-private-addresses")]
        said += [run("discover", url, "--allow-private-addresses") for url in ours.values()]
    said += [run("discover", "https://ann:secret@/")]
    assert "secret" not in repr(said) + caplog.text
    assert "secret" not in (folder / "store" / "refresh.json").read_text(encoding="utf-8")
    assert "asks for a name and password (401)" in said[0][1]


@pytest.mark.P7
@pytest.mark.parametrize(
    "address",
    [
        "ftp://ann:secret@desk.example/",
        "https://ann:secret@",
        "https://ann:secret@desk.example:99999/",
        "https://ann:sec/ret@desk.example/",
        "https://ann:sec#ret@desk.example/",
        "https://ann:12/sec@desk.example/feed",
        "https://ann:secret@[x/",
        "//ann:secret@desk.example/feed",
        "ann:secret@desk.example/feed",
    ],
)
@pytest.mark.parametrize("field", ["feed", "home"])
def test_a_mistake_in_an_address_is_told_without_its_password(
    run: Run, folder: Path, field: str, address: str
) -> None:
    text = f"partners: [{{id: desk, name: Desk, {field}: '{address}'}}]"
    (folder / "feeds.yaml").write_text(text, encoding="utf-8")
    code, out, err = run("check")
    assert (code, out) == (1, "")
    assert err.startswith("feeds.yaml:1:")
    assert "ann:sec" not in err


@pytest.mark.P7
def test_a_feed_that_stands_twice_is_told_without_its_password(run: Run, folder: Path) -> None:
    rows = "".join(
        f"  - {{id: {one}, name: N, feed: 'https://ann:secret@desk.example/feed'}}\n"
        for one in "ab"
    )
    (folder / "feeds.yaml").write_text(f"partners:\n{rows}", encoding="utf-8")
    code, _, err = run("check")
    assert code == 1
    assert "'https://desk.example/feed' is taken by line 2" in err
    assert "secret" not in err


# --- stopped by hand ----------------------------------------------------------------------------


@pytest.mark.B5
@pytest.mark.parametrize("moment", [0.0, 0.1, 0.4])
def test_ctrl_c_ends_with_one_line_and_leaves_whole_files(folder: Path, moment: float) -> None:
    """A terminal sends it to every process that the program has started as well."""
    slow = Server("127.0.0.2", {"/slow": silent})
    with Server(answers={"/feed": reply(FEED.encode())}) as server, slow:
        text = LIST.replace("feed: lamp.xml", f"feed: {slow.url('/slow')}")
        text += f"  - {{id: sofa, name: The Sofa, feed: '{server.url()}'}}\n"
        (folder / "feeds.yaml").write_text(text, encoding="utf-8")
        place = ["--feeds", "feeds.yaml", "--store", "store", "--now", NOW]
        with subprocess.Popen(
            [sys.executable, "-m", "partner_blogs", "refresh", "--allow-private-addresses", *place],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            text=True,
        ) as running:
            assert running.stdout
            assert running.stdout.readline() == "  The Desk: 2 entries read\n"
            ends = time.monotonic() + 20
            while not (server.seen and slow.seen) and time.monotonic() < ends:
                time.sleep(0.01)
            assert running.stdout
            told = running.stdout.readline()  # the file is read and stored; the others are asked
            time.sleep(moment)
            os.killpg(running.pid, signal.SIGINT)
            out, err = running.communicate(timeout=20)
    out = told + out
    assert running.returncode == 130
    assert err == "Stopped. Every feed that was read so far is stored.\n"
    store = Store(folder / "store")
    stored = {id_: len(state.entries) for id_, state in store.states().items()}
    assert stored in ({"desk": 2}, {"desk": 2, "sofa": 2})
    assert ("The Sofa: 2 entries read" not in out) or "sofa" in stored
    with store.locked(wait_seconds=1):
        store.set_aside_damaged()
    assert store.notices == []
    leftovers = [p.name for p in (folder / "store").rglob("*") if p.suffix not in {".json", ""}]
    assert [name for name in leftovers if name != ".lock"] == []


def test_whoever_reads_only_the_first_line_hears_no_complaint(folder: Path) -> None:
    name = "A blog with a long name " * 20
    many = "partners:\n" + "".join(f"  - {{id: p{n}, name: {name}}}\n" for n in range(300))
    (folder / "feeds.yaml").write_text(many, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "partner_blogs", "status", "--feeds", "feeds.yaml"],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().startswith("link")
        running.stdout.close()
        assert running.stderr.read() == ""
        assert running.wait(timeout=20) in {0, 141}


# --- add ------------------------------------------------------------------------------------------

HOME = b'<link rel="alternate" type="application/rss+xml" href="/feed"><title>A shop</title>'


@pytest.mark.K3
def test_a_blog_is_added_by_the_address_of_its_home_page(run: Run, folder: Path) -> None:
    feed = FEED.replace("Desk", "The Shop").encode()
    with Server() as server:
        server.answers |= {"/": reply(HOME), "/feed": reply(feed)}
        where = server.url("/")
        code, out, err = run("add", where, "--allow-private-addresses", "--topic", "Retail")
        assert (code, err) == (0, "")
        assert "Added: The Shop." in out
        feed_line = f"    feed: {server.url('/feed')}\n"
        added = f"  - id: the-shop\n    name: The Shop\n{feed_line}    topic: Retail\n"
        assert (folder / "feeds.yaml").read_text("utf-8") == LIST + added

        code, _, err = run("add", where, "--allow-private-addresses")
        assert (code, "on the list already: The Shop, line 14" in err) == (1, True)
    code, _, err = run("add", "https://")
    assert (code, "is no web address" in err) == (1, True)
    assert (folder / "feeds.yaml").read_text("utf-8") == LIST + added


@pytest.mark.K3
def test_a_blog_without_a_feed_gets_the_one_of_its_home_page(run: Run, folder: Path) -> None:
    with Server() as server:
        home = server.url("/")
        feed = FEED.replace("<item>", f"<link>{home}</link><item>", 1).encode()
        server.answers |= {"/": reply(HOME), "/feed": reply(feed)}
        text = LIST.replace("https://chair.example/", home)
        (folder / "feeds.yaml").write_text(text, encoding="utf-8")
        assert run("add", home, "--allow-private-addresses", "--show", "headlines")[0] == 0
        line = f"    feed: {server.url('/feed')}\n    show: headlines\n"
        assert (folder / "feeds.yaml").read_text("utf-8") == text + line


@pytest.mark.X2
def test_the_first_blog_that_is_added_begins_the_list(run: Run, folder: Path) -> None:
    (folder / "feeds.yaml").unlink()
    with Server() as server:
        server.answers |= {"/": reply(HOME), "/feed": reply(FEED.encode())}
        code, out, err = run("discover", server.url("/"), "--allow-private-addresses")
        assert (code, err, "id: desk" in out) == (0, "", True)
        assert not (folder / "feeds.yaml").exists()
        assert run("add", server.url("/"), "--allow-private-addresses")[0] == 0
    assert (
        (folder / "feeds.yaml")
        .read_text("utf-8")
        .startswith("blogroll:\n  title: Blogs we follow\n")
    )
    assert run("check")[:2] == (0, "feeds.yaml: 1 partner, no mistakes.\n")


@pytest.mark.K3
def test_an_address_without_https_is_asked_by_http_too(run: Run, folder: Path) -> None:
    with Server() as server:
        server.answers |= {"/": reply(HOME), "/feed": reply(FEED.encode())}
        address = server.url("/").removeprefix("http://")
        assert run("add", address, "--allow-private-addresses")[0] == 0
    assert f"    feed: {server.url('/feed')}\n" in (folder / "feeds.yaml").read_text("utf-8")


@pytest.mark.X2
def test_an_import_begins_the_list(run: Run, folder: Path) -> None:
    (folder / "feeds.yaml").unlink()
    (folder / "theirs.opml").write_text(OPML, encoding="utf-8")
    assert run("import", "theirs.opml")[0] == 0
    assert run("check")[:2] == (0, "feeds.yaml: 3 partners, no mistakes.\n")


@pytest.mark.K3
def test_where_there_is_no_feed_nothing_is_added(run: Run, folder: Path) -> None:
    with Server() as server:
        server.answers["/"] = reply(b"<title>No feed</title>")
        code, _, err = run("add", server.url("/"), "--allow-private-addresses")
    assert (code, "No feed was found. Look for the word RSS" in err) == (1, True)
    assert (folder / "feeds.yaml").read_text("utf-8") == LIST


@pytest.mark.K3
def test_of_several_feeds_the_one_that_is_named_is_added(run: Run, folder: Path) -> None:
    other = HOME.replace(b"/feed", b"/news")
    with Server() as server:
        server.answers |= {
            "/": reply(HOME + other),
            "/feed": reply(FEED.encode()),
            "/news": reply(FEED.replace("Desk", "News of the shop").encode()),
        }
        ask = ("add", server.url("/"), "--allow-private-addresses", "--feed")
        code, _, err = run(*ask, server.url("/none"))
        assert (code, "there is no feed at" in err, server.url("/news") in err) == (1, True, True)
        assert (folder / "feeds.yaml").read_text("utf-8") == LIST
        code, out, err = run(*ask, server.url("/news"))
        assert (code, err) == (0, "")
        assert out.endswith(f"write --feed and its address:\n  {server.url('/feed')}\n")
        added = f"  - id: news-of-the-shop\n    name: News of the shop\n    feed: {server.url('/news')}\n"
        assert (folder / "feeds.yaml").read_text("utf-8") == LIST + added
