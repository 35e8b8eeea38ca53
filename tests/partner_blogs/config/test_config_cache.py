"""A list that was read before is not read again, and says the same as if it were (S2)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from frontdesk.core.errors import FrontDeskError
from partner_blogs.config.load import SiteChoices, load_config
from partner_blogs.model.config import Config

LIST = """
blogroll: {quiet_after: never}
partners:
  - {id: ledger, name: Ledger, feed: https://ledger.example/feed, exclude: [cake]}
"""
CURATION = "entries:\n  - {link: https://ledger.example/1, hide: yes}\n"


class Editor:
    """The files of an editor, and a cache."""

    def __init__(self, folder: Path) -> None:
        self.feeds = folder / "feeds.yaml"
        self.curation = folder / "curation.yaml"
        self.cache = folder / "cache"
        self.feeds.write_text(LIST, encoding="utf-8")

    def read(self, timezone: str = "UTC") -> Config:
        """With the cache; the same comes without it."""
        config = load_config(self.feeds, SiteChoices(timezone, self.cache))
        assert config == load_config(self.feeds, SiteChoices(timezone))
        return config

    def kept(self) -> list[Path]:
        return [path for path in self.cache.rglob("*") if path.is_file()]


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    return Editor(tmp_path)


@pytest.mark.S2
def test_whatever_the_editor_changes_counts_at_once(editor: Editor) -> None:
    for _ in range(2):
        assert [partner.name for partner in editor.read().partners] == ["Ledger"]
    editor.feeds.write_text(LIST.replace("Ledger", "Lamp"), encoding="utf-8")
    assert [partner.name for partner in editor.read().partners] == ["Lamp"]
    editor.curation.write_text(CURATION, encoding="utf-8")
    assert editor.read().partners[0].hidden == ("https://ledger.example/1",)
    assert editor.read("Europe/Warsaw").about.timezone == "Europe/Warsaw"
    editor.curation.unlink()
    assert editor.read().partners[0].hidden == ()


def test_a_list_with_a_mistake_is_told_each_time(editor: Editor) -> None:
    editor.read()
    editor.feeds.write_text(LIST.replace("name:", "nmae:"), encoding="utf-8")
    editor.curation.write_text("entries: 1\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(FrontDeskError, match=r"feeds\.yaml:4.*'nmae'[\s\S]*curation\.yaml:1"):
            load_config(editor.feeds, SiteChoices(cache=editor.cache))
    editor.feeds.write_text(LIST, encoding="utf-8")
    editor.curation.unlink()
    assert editor.read().partners[0].name == "Ledger"


@pytest.mark.parametrize("damage", [b"", b"\x00" * 100, b"\x92\xa1a\x90"])
def test_a_damaged_cache_is_no_cache(editor: Editor, damage: bytes) -> None:
    editor.read()
    for path in editor.kept():
        path.write_bytes(damage)
    assert editor.read().partners[0].name == "Ledger"


def test_a_cache_that_cannot_be_written_is_no_mistake(editor: Editor) -> None:
    editor.cache.write_text("a file", encoding="utf-8")
    assert editor.read().partners[0].name == "Ledger"


@pytest.mark.E7
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://ledger", "https://me:secret@ledger"),
        ("exclude: [cake]", "removed: [https://ledger.example/secret]"),
    ],
)
def test_no_list_is_kept_with_a_password_or_a_removed_post(
    editor: Editor, before: str, after: str
) -> None:
    editor.read()
    editor.feeds.write_text(LIST.replace(before, after), encoding="utf-8")
    for _ in range(2):
        assert "secret" in repr(editor.read())
        assert not editor.kept()


def test_a_list_that_has_not_changed_is_read_without_a_parser(editor: Editor) -> None:
    code = (
        "import sys; from pathlib import Path; "
        "from partner_blogs.config.load import SiteChoices, load_config; "
        f"site = SiteChoices(cache=Path({str(editor.cache)!r})); "
        f"print(load_config(Path({str(editor.feeds)!r}), site).partners[0].name); "
        "print('ruamel.yaml' in sys.modules)"
    )
    told = [subprocess.check_output([sys.executable, "-c", code], text=True) for _ in range(2)]
    assert [one.split() for one in told] == [["Ledger", "True"], ["Ledger", "False"]]
