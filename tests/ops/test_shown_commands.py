"""Every command that the docs show runs in a clone, or is named here with the reason why it does not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.shipped import needs_sample_site

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "packaging/README.md"]

RUN = {
    'make new title="What I learnt from a late invoice"': 0,
    "make check": 0,
    "make refresh": 0,
    "make status": 0,
    "make site": 0,
    "make publish": 0,
    "make publish SITEURL=https://blog.example.org": 0,
    ".venv/bin/python -m frontdesk audit output": 0,
    ".venv/bin/python -m partner_blogs ping": 0,
    ".venv/bin/python -m tools.ops.nginx output --folder /srv/www/blog --name blog.example.org "
    "> blog.conf": 0,
    "make words lang=de": 0,
    "make doctor": 1,  # the sample's addresses are still those of an example
}
"""In this order, each with its exit code."""

NOT_RUN = {
    "make start": "asks questions; tests/whole_sites/test_start.py answers them",
    "make serve": "runs until it is stopped; tests/frontdesk/cli/test_serve.py",
    "make (test|coverage|audit|elsewhere|lint|types|format|lock|wheel|rehearse|bench)\\b": (
        "is about the code, and .ci/run or a release runs it"
    ),
    r"\.venv/bin/python -m partner_blogs (add|recover) ": "asks the internet; has tests on loopback",
    r"\.venv/bin/python -m tools\.ops\.store_branch ": "needs a forge; test_store_branch.py has one",
    r"\.venv/bin/python -m tools\.ops\.rclone ": "needs rclone; a rehearsal runs it",
    r"\.venv/bin/python -m tools\.ops\.nginx /srv/": "is the one above, of a folder of the machine",
    "tools/ops/publish.sh ": "writes into the machine; test_publish.py",
    "make publish SITEURL=.* OUTPUT=/srv": "writes into the machine; test_nginx.py",
    "(git|cd|rsync|sudo|npx) ": "is another program's, and changes the machine or asks a host",
    "(python -m pip|partner-blogs|pelican) ?": "is for other sites: make elsewhere runs it",
}


def shown() -> set[str]:
    """The lines of all blocks of the shell, without what is said behind them."""
    blocks = (
        block
        for page in PAGES
        for block in re.findall(
            r"^ *```sh\n(.*?)^ *```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
    )
    lines = (
        re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.splitlines()
    )
    return {line for line in lines if line}


def is_declared(command: str) -> bool:
    return any(re.match(pattern, command) for pattern in NOT_RUN)


def test_every_command_that_the_docs_show_is_run_or_has_its_reason() -> None:
    assert {one for one in shown() if one not in RUN and not is_declared(one)} == set()


def test_no_command_is_run_that_no_page_shows() -> None:
    assert {*RUN} <= shown()


@pytest.mark.rehearsal
@needs_sample_site
def test_the_commands_of_the_docs_run_in_a_clone(tmp_path: Path) -> None:
    clone = tmp_path / "blog"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    (clone / ".venv").symlink_to(ROOT / ".venv")
    for lock in clone.glob("requirements*.lock"):  # installed already
        os.utime(lock, (0, 0))
    variables = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "MAKEFLAGS"}}
    assert shutil.which("make")
    for command, code in RUN.items():
        done = subprocess.run(
            command,
            cwd=clone,
            env=variables,
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"{command}\n{done.stdout}"
