"""The doctor: each check, ok and wrong, and what it says to do."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, entry, state

from frontdesk.cli import doctor
from frontdesk.cli.doctor import CHECKS, ROOT, Project, main, run_checks
from partner_blogs.model.report import RefreshReport
from partner_blogs.store import Store

REPORT = RefreshReport(at=ago(hours=1), asked=5, failed=(("ledger", "is gone"),))
SETTINGS = """
CONTACT = "editor@blog.test"
SITE_AUTHORITY = "blog.test,2026"
"""
PUBLISHED = """
import os
from pelicanconf import *
SITEURL = os.environ.get("SITEURL") or "https://blog.test/planet"
"""


class Patient(NamedTuple):
    """A project in which everything is ok."""

    project: Project

    def line(self, name: str) -> tuple[bool, str]:
        ((_, is_ok, words),) = run_checks(self.project, [name])
        return is_ok, words

    def write(self, name: str, text: str) -> None:
        (self.project.root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Patient:
    monkeypatch.delenv("SITEURL", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    feeds, store, output = tmp_path / "feeds.yaml", tmp_path / "store", tmp_path / "output"
    patient = Patient(Project(tmp_path, feeds, store, output, NOW.timestamp()))
    patient.write("pelicanconf.py", SETTINGS)
    patient.write("publishconf.py", PUBLISHED)
    patient.write("requirements.lock", f"msgspec=={metadata.version('msgspec')} \\\n    --hash=x\n")
    patient.write("feeds.yaml", "partners:\n  - {id: ledger, name: Ledger}\n")
    Store(store).save_state(state(entry()))
    Store(store).save_report(REPORT)
    for path in store.rglob("*.json"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    output.mkdir()
    (output / ".built-here").touch()
    return patient


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("python", ", in .venv"),
        ("packages", "1, as the lock has them"),
        ("list", "1 partner in feeds.yaml"),
        ("addresses", "the site is for https://blog.test/planet"),
        ("store", "1 partner and 0 closed digests in store"),
        ("refresh", "the last was 1 hour ago: 5 asked, 1 failed"),
        ("build", "output was built"),
        ("space", "are free"),
        ("clock", "2026-11-22 12:00 UTC"),
    ],
)
def test_a_line_where_everything_is_ok(patient: Patient, line: str, says: str) -> None:
    is_ok, words = patient.line(line)
    assert is_ok
    assert says in words


def test_every_line_is_looked_at(patient: Patient) -> None:
    assert [name for name, _, _ in run_checks(patient.project, tuple(CHECKS))] == list(CHECKS)


def test_an_old_python(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    is_ok, words = patient.line("python")
    assert not is_ok
    assert "3.10.2 is too old: install 3.11 or newer" in words


def test_a_python_that_is_not_ours(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/usr")
    is_ok, words = patient.line("python")
    assert not is_ok
    assert "outside of .venv: run `make site`" in words


@pytest.mark.parametrize(
    ("lock", "says"),
    [
        ("msgspec==0.0.1 \\\n", f"msgspec {metadata.version('msgspec')}"),
        ("no-such-package==1.0 \\\n", "no-such-package is missing"),
    ],
)
def test_packages_that_are_not_those_of_the_lock(patient: Patient, lock: str, says: str) -> None:
    patient.write("requirements.lock", lock)
    is_ok, words = patient.line("packages")
    assert not is_ok
    assert says in words
    assert "run `make clean`, then `make site`" in words


@pytest.mark.parametrize("place", ["elsewhere/plugins/partner_blogs/__init__.py", None])
def test_code_of_another_folder_is_told(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, place: str | None
) -> None:
    """A .venv that was copied with its project may name the plugins of the project it came from."""
    python = patient.project.root / "python"
    python.write_text(f"#!/bin/sh\necho {(place and patient.project.root / place) or ''}\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    is_ok, words = patient.line("packages")
    assert not is_ok
    assert f"runs {'that of elsewhere/plugins' if place else 'none'}, not the code of" in words
    assert "run `make clean`, then `make site`" in words


@pytest.mark.parametrize("names", [["output.new"], ["output.old"], ["output.new2", "output.old"]])
def test_sites_that_could_not_be_removed_are_told(patient: Patient, names: list[str]) -> None:
    for name in names:
        (patient.project.root / name).mkdir()
    is_ok, words = patient.line("build")
    assert not is_ok
    assert f"builds could not remove {', '.join(names)}" in words
    assert "look at the owner and the flags" in words
    with FileLock(patient.project.root / ".output.lock"):  # a build is at work
        assert patient.line("build")[0]


def test_a_site_that_no_build_can_replace_is_told(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as mounted:
        mounted.setattr(os.path, "ismount", lambda _: True)
        is_ok, words = patient.line("build")
        assert (is_ok, "name a folder within it by OUTPUT=" in words) == (False, True)
    with monkeypatch.context() as closed:
        closed.setattr(os, "access", lambda *_: False)
        is_ok, words = patient.line("build")
        assert (is_ok, "may not be written to; look at its owner" in words) == (False, True)
    for flags in (0x10, 0x20, 0x80010):
        with monkeypatch.context() as fixed:
            told = flags.to_bytes(4, sys.byteorder) + bytes(4)
            fixed.setattr(fcntl, "ioctl", lambda *_, told=told: told)
            is_ok, words = patient.line("build")
            assert (is_ok, "run `chattr -i -a` on both" in words) == (False, True)
    assert patient.line("build")[0]


@pytest.mark.skipif(shutil.which("chattr") is None, reason="needs chattr")
def test_a_folder_that_is_set_unchangeable_is_seen(patient: Patient) -> None:
    output = patient.project.output
    if subprocess.run(["chattr", "+i", output], check=False, capture_output=True).returncode:
        pytest.skip("this disk or user cannot")
    try:
        assert "chattr -i" in patient.line("build")[1]
    finally:
        subprocess.run(["chattr", "-i", output], check=True)


def test_a_site_that_may_not_be_read_is_told(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)
    is_ok, words = patient.line("build")
    assert not is_ok
    assert words.endswith(
        ".built-here cannot be read (Permission denied): look at its owner and permissions"
    )


def test_a_package_for_other_systems_may_be_missing(patient: Patient) -> None:
    patient.write("requirements.lock", "no-such-package==1.0 ; sys_platform == 'win32' \\\n")
    assert patient.line("packages")[0]


def test_a_list_with_mistakes(patient: Patient) -> None:
    patient.write("feeds.yaml", "partners:\n  - {id: A, nmae: b}\n")
    is_ok, words = patient.line("list")
    assert not is_ok
    assert "feeds.yaml:2:" in words
    assert "more)" in words
    assert patient.line("addresses") == (
        False,
        "not checked, because feeds.yaml cannot be read: mend the list first",
    )


def test_settings_that_cannot_be_read(patient: Patient) -> None:
    patient.write("publishconf.py", "SITEURL = no_such_name\n")
    is_ok, words = patient.line("addresses")
    assert not is_ok
    assert (
        "publishconf.py cannot be read (name 'no_such_name' is not defined, line 1 of publishconf.py)"
        in words
    )


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("pelicanconf.py", SETTINGS.replace("@blog.test", "@blog.example"), "CONTACT in pelicanconf.py"),
        ("pelicanconf.py", SETTINGS.replace('"blog.test', '"blog.example'), "SITE_AUTHORITY"),
        ("publishconf.py", PUBLISHED.replace("blog.test", "blog.example"), "SITEURL in publishconf.py"),
        ("feeds.yaml", "about: {site: 'https://b.example/'}\npartners: []\n", "about.site in feeds.yaml"),
        ("feeds.yaml", "about: {contact: a@b.example}\npartners: []\n", "about.contact in feeds.yaml"),
        ("publishconf.py", PUBLISHED.replace("https:", ""), "write the whole address"),
        ("publishconf.py", "SITEURL = (", "publishconf.py cannot be read"),
    ],
)  # fmt: skip
def test_addresses_that_are_not_ones_own(patient: Patient, file: str, text: str, says: str) -> None:
    patient.write(file, text)
    is_ok, words = patient.line("addresses")
    assert not is_ok
    assert says in words


def test_an_address_is_looked_for_where_it_was_written(patient: Patient) -> None:
    patient.write("publishconf.py", PUBLISHED.replace("blog.test", "blog.example"))
    patient.write("site.yaml", "SITEURL: https://blog.example\n")
    assert "still an example: SITEURL in site.yaml;" in patient.line("addresses")[1]


def test_the_address_may_come_from_the_environment(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient.write("publishconf.py", PUBLISHED.replace("blog.test", "blog.example"))
    monkeypatch.setenv("SITEURL", "https://blog.test")
    assert patient.line("addresses") == (True, "the site is for https://blog.test")


def test_no_store(patient: Patient) -> None:
    shutil.rmtree(patient.project.store)
    is_ok, words = patient.line("store")
    assert not is_ok
    assert "run `make refresh`; had you one, take it from your backup first" in words


def test_a_damaged_store(patient: Patient) -> None:
    (patient.project.store / "partners/ledger.json").write_text("nonsense")
    is_ok, words = patient.line("store")
    assert not is_ok
    assert "damaged in store: ledger.json" in words


@pytest.mark.B9
def test_a_damaged_memory_of_the_site(patient: Patient) -> None:
    folder = patient.project.store.parent / "site"
    folder.mkdir()
    (folder / "memory.json").write_text("{")
    is_ok, words = patient.line("store")
    assert not is_ok
    assert "memory.json in the site's memory is damaged" in words
    assert "take site from your backup" in words


def test_a_store_of_a_newer_program(patient: Patient) -> None:
    path = patient.project.store / "refresh.json"
    newer, count = re.subn(r'"version": \d+', '"version": 99', path.read_text())
    assert count == 1
    path.write_text(newer)
    for line in ("store", "refresh"):
        is_ok, words = patient.line(line)
        assert not is_ok
        assert "update the program" in words


def test_a_store_that_cannot_be_written(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    is_ok, words = patient.line("store")
    assert not is_ok
    assert "Permission denied: look at the owner of store" in words


def test_no_refresh_yet(patient: Patient) -> None:
    (patient.project.store / "refresh.json").unlink()
    assert patient.line("refresh") == (False, "there was none yet: run `make refresh`")


def test_a_refresh_long_ago(patient: Patient) -> None:
    Store(patient.project.store).save_report(replace(REPORT, at=ago(days=3)))
    is_ok, words = patient.line("refresh")
    assert not is_ok
    assert "the last was 3 days ago" in words
    assert "whether your schedule still runs" in words


def test_no_site_yet(patient: Patient) -> None:
    (patient.project.output / ".built-here").unlink()
    assert patient.line("build") == (False, "there is no site in output: run `make site`")


def test_a_site_that_is_older_than_the_last_refresh(patient: Patient) -> None:
    built = (patient.project.output / ".built-here").stat().st_ctime
    later = replace(REPORT, at=NOW.fromtimestamp(built + 30 * 3600, NOW.tzinfo))
    Store(patient.project.store).save_report(later)
    is_ok, words = patient.line("build")
    assert not is_ok
    assert "older than the last refresh: run `make site`" in words


def test_a_full_disk(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(patient.project.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=12_000_000))
    is_ok, words = patient.line("space")
    assert not is_ok
    assert "12 MB are free" in words


@pytest.mark.parametrize("which", ["file", "report"])
def test_a_clock_that_went_back(patient: Patient, which: str) -> None:
    if which == "file":
        later = NOW.timestamp() + 2 * 86400
        os.utime(patient.project.store / "partners/ledger.json", (later, later))
    else:
        Store(patient.project.store).save_report(replace(REPORT, at=ago(days=-2)))
    is_ok, words = patient.line("clock")
    assert not is_ok
    assert "the store was written" in words
    assert "set the clock of this machine" in words


def test_what_needs_a_missing_package_says_so(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "partner_blogs.store", None)
    is_ok, words = patient.line("store")
    assert not is_ok
    assert "is missing: mend the packages first" in words


def test_it_comes_where_no_package_is_installed() -> None:
    """The line of the packages itself needs none."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "frontdesk", "doctor", "packages"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": "plugins"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("wrong  packages")


def test_the_exit_code_tells_whether_everything_is_ok(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["space"]) == 0
    assert main(["space", "store", "--store", str(tmp_path / "none")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        *(["ok", "space"], ["ok", "space"], ["wrong", "store"]),
    ]
