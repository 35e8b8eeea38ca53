"""What a settings file reads is known afterwards, so that a change of it counts (S6)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from frontdesk.core.load_settings import load_settings
from frontdesk.core.settings_reads import SettingsReads

pytestmark = pytest.mark.S6


def reads_of(folder: Path, text: str, name: str = "pelicanconf.py") -> SettingsReads:
    (folder / name).write_text(text)
    return load_settings(folder / name, os.environ).reads


def names(reads: SettingsReads, folder: Path) -> set[str]:
    return {str(Path(path).relative_to(folder)) for path in reads.files if str(folder) in path}


def test_the_settings_files_count_also_those_that_are_not_there(tmp_path: Path) -> None:
    reads = reads_of(tmp_path, "SITENAME = 'A site'")
    assert names(reads, tmp_path) == {"pelicanconf.py", "site.yaml"}
    reads = reads_of(tmp_path, "from pelicanconf import *", "publishconf.py")
    assert names(reads, tmp_path) == {"pelicanconf.py", "publishconf.py", "site.yaml"}


def test_modules_count_that_settings_import_at_once_or_through_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "house_of_a").mkdir()
    (tmp_path / "house_of_a" / "__init__.py").write_text("from .words import NAME")
    (tmp_path / "house_of_a" / "words.py").write_text("NAME = 'A site'")
    text = "from house_of_a import NAME as SITENAME"
    for _ in range(2):  # the second time, Python has them already
        found = names(reads_of(tmp_path, text), tmp_path)
        assert found >= {"house_of_a/__init__.py", "house_of_a/words.py"}
    for name in ("house_of_a", "house_of_a.words"):
        monkeypatch.delitem(sys.modules, name)


def test_files_count_that_settings_open(tmp_path: Path) -> None:
    (tmp_path / "slogan.txt").write_text("We call back.")
    text = "from pathlib import Path\nSITESUBTITLE = Path('slogan.txt').read_text()"
    assert "slogan.txt" in names(reads_of(tmp_path, text), tmp_path)
    assert "slogan.txt" not in names(reads_of(tmp_path, "SITENAME = 'A site'"), tmp_path)


@pytest.mark.parametrize(
    "asked",
    [
        "import os\nSITENAME = os.environ.get('A_NAME', 'none')",
        "import os\nSITENAME = os.getenv('A_NAME') or 'none'",
        "from os import environ\nSITENAME = environ['A_NAME'] if 'A_NAME' in environ else 'none'",
    ],
)
@pytest.mark.parametrize("value", ["a value", None])
def test_variables_count_that_settings_ask_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, value: str | None
) -> None:
    monkeypatch.delenv("SITEURL", raising=False)
    monkeypatch.delenv("A_NAME", raising=False)
    if value:
        monkeypatch.setenv("A_NAME", value)
    reads = reads_of(tmp_path, asked)
    assert reads.variables == {"SITEURL": None, "A_NAME": value}
    assert not reads.all_variables


@pytest.mark.parametrize("asked", ["dict(os.environ)", "os.environ.copy()", "len(os.environ)"])
def test_all_variables_count_where_settings_look_at_all(tmp_path: Path, asked: str) -> None:
    reads = reads_of(tmp_path, f"import os\nEVERYTHING = {asked}")
    assert reads.all_variables


def test_the_environment_is_what_it_was_and_settings_may_change_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_NAME", "one")
    before = os.environ
    reads_of(tmp_path, "import os\nos.environ['A_NAME'] = 'two'\ndel os.environ['A_NAME']")
    assert os.environ is before
    assert "A_NAME" not in os.environ


@pytest.mark.parametrize(
    "asked",
    [
        "import subprocess\nSITENAME = subprocess.check_output(['echo', 'A']).decode()",
        "import os\nos.system('true')",
    ],
)
def test_what_a_program_answers_cannot_be_compared_later(tmp_path: Path, asked: str) -> None:
    assert reads_of(tmp_path, asked).cannot_tell
    assert not reads_of(tmp_path, "SITENAME = 'A site'").cannot_tell
