"""A fresh copy of the project, made your own and built for readers: nothing speaks of the samples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shipped import ROOT, needs_sample_site
from tests.whole_sites.building import Site, copy_code, files_of

from frontdesk.start.samples import samples

NOW = "2026-11-22T12:00Z"
ANSWERS = {
    "name": "Desk *notes* & more",
    "tagline": "Small things, well done",
    "author": "Ann B",
    "address": "https://ann.test/blog",
    "email": "ann@ann.test",
    "hosting": "own",
}
PARTS = ("content", "feeds.yaml", "curation.yaml", "pelicanconf.py", "publishconf.py", "samples")
MORE_WORDS = (
    "The Editor",
    "Friday Debrief",
    "Saturday Fair Copy",
    "Client Service Blogs",
    "Ines Calder",
)


def run(project: Path, package: str, *arguments: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": str(project / "plugins"),
        "SOURCE_DATE_EPOCH": "1795348800",
    }
    done = subprocess.run(
        [sys.executable, "-m", package, *arguments],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_sample_site
@pytest.mark.A16
@pytest.mark.parametrize(
    ("language", "was_published"),
    [pytest.param("en", True, marks=pytest.mark.rehearsal), ("pl", False)],
)
def test_a_project_made_ones_own_is_clean_and_fit_to_be_published(
    tmp_path: Path, language: str, was_published: bool
) -> None:
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    copy_code(tmp_path, "plugins")
    Site(tmp_path).share_templates()
    (tmp_path / "theme").symlink_to(ROOT / "theme")
    run(tmp_path, "partner_blogs", "refresh", "--now", NOW)
    if was_published:
        run(tmp_path, "frontdesk", "build", "publishconf.py")
    answers = [word for name, one in ANSWERS.items() for word in (f"--{name}", one)]
    run(tmp_path, "frontdesk", "start", *answers, "--language", language, "--now", NOW)
    assert not (tmp_path / "var").exists() or not [*(tmp_path / "var").rglob("*.json")]
    assert "no problems" in run(tmp_path, "frontdesk", "check", "--strict", "--now", NOW)
    run(tmp_path, "partner_blogs", "refresh", "--now", NOW)
    run(tmp_path, "frontdesk", "build", "publishconf.py")
    run(tmp_path, "frontdesk", "audit", "output", "--address", ANSWERS["address"])
    doctor = run(tmp_path, "frontdesk", "doctor", *("list", "addresses", "samples", "words"))
    assert "wrong" not in doctor
    words = {*samples().words, *MORE_WORDS}
    site = files_of(tmp_path / "output")
    assert "index.html" in site
    spoken = {
        (name, word)
        for name, data in site.items()
        for word in words
        if word.encode() in data or word.replace("&", "&amp;").encode() in data
    }
    assert spoken == set()
