"""The folder of the memory: whole files, damage told, and never ahead of the site (B5, B9)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from frontdesk.core.errors import StoreError
from frontdesk.core.memory.folder import MemoryFolder, memory_folder, source_name
from frontdesk.core.memory.model import Memory

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
TEXT = b"Title: A\n\nThe words of a post.\n"


@pytest.fixture
def folder(tmp_path: Path) -> MemoryFolder:
    return MemoryFolder(tmp_path / "var/site")


def memory(*texts: bytes, now: datetime = NOW) -> Memory:
    sources = {f"posts/{n}.md": source_name(text) for n, text in enumerate(texts)}
    return Memory(published=now, sources=sources)


def publish(folder: MemoryFolder, *texts: bytes, now: datetime = NOW) -> Memory:
    mark, known = folder.folder.parent / "mark", memory(*texts, now=now)
    folder.stage(known, texts, mark, f"{now:%H%M}")
    mark.write_text(f"{now:%H%M}\n")
    folder.commit_staged()
    return known


@pytest.mark.B9
def test_it_lies_beside_the_store_wherever_that_is() -> None:
    assert memory_folder(Path("var/partner_blogs")) == Path("var/site")
    assert memory_folder(Path("/srv/store")) == Path("/srv/site")


@pytest.mark.B9
def test_what_was_published_is_read_again_with_its_sources(folder: MemoryFolder) -> None:
    assert folder.read() is None
    known = publish(folder, TEXT)
    assert folder.read() == known
    assert folder.source(known.sources["posts/0.md"]) == TEXT
    assert folder.notices == []


@pytest.mark.B9
def test_nothing_is_made_where_nothing_was_published(folder: MemoryFolder) -> None:
    folder.commit_staged()
    assert not folder.folder.exists()


@pytest.mark.B9
def test_a_memory_whose_site_was_not_put_in_place_is_forgotten(folder: MemoryFolder) -> None:
    known = publish(folder, TEXT)
    folder.stage(memory(b"new"), [b"new"], folder.folder.parent / "mark", "another")
    assert folder.read() == known
    folder.commit_staged()
    assert folder.read() == known
    assert [path.name for path in folder.folder.glob("sources/*")] == [source_name(TEXT)]


@pytest.mark.B9
def test_a_memory_whose_site_is_in_place_counts_before_anybody_took_it_over(
    folder: MemoryFolder,
) -> None:
    publish(folder, TEXT)
    mark, new = folder.folder.parent / "mark", memory(b"new")
    folder.stage(new, [b"new"], mark, "another")
    mark.write_text("another\n")
    assert folder.read() == new
    folder.commit_staged()
    assert MemoryFolder(folder.folder).read() == new


@pytest.mark.B9
@pytest.mark.parametrize("texts", [(), (b"Title: Another\n\nOther words.\n",)])
def test_no_byte_of_a_text_that_is_gone_stays(
    folder: MemoryFolder, texts: tuple[bytes, ...]
) -> None:
    publish(folder, TEXT)
    publish(folder, *texts, now=NOW.replace(hour=10))
    files = [path.read_bytes() for path in folder.folder.rglob("*") if path.is_file()]
    assert not any(b"The words of a post" in data for data in files)


@pytest.mark.B5
@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"version": 1, "value": {}}', b"[1]"])
def test_a_damaged_memory_is_left_out_set_aside_and_told(
    folder: MemoryFolder, damage: bytes
) -> None:
    publish(folder, TEXT)
    (folder.folder / "memory.json").write_bytes(damage)
    assert folder.read() is None
    assert folder.notices == ["memory.json in the site's memory is damaged and was left out"]
    again = MemoryFolder(folder.folder)
    known = publish(again, TEXT, now=NOW.replace(hour=10))
    assert again.notices == ["memory.json is damaged; it was kept as memory.json.damaged"]
    assert (folder.folder / "memory.json.damaged").read_bytes() == damage
    assert again.read() == known
    publish(again, b"other", now=NOW.replace(hour=11))
    assert not (folder.folder / "memory.json.damaged").exists()


@pytest.mark.B5
@pytest.mark.parametrize("damage", [b"", TEXT[:-1], TEXT + b"more"])
def test_a_source_that_was_cut_short_is_told_and_written_again(
    folder: MemoryFolder, damage: bytes
) -> None:
    known = publish(folder, TEXT)
    name = known.sources["posts/0.md"]
    (folder.folder / "sources" / name).write_bytes(damage)
    assert folder.source(name) is None
    assert folder.notices == [f"sources/{name} in the site's memory is damaged and was left out"]
    publish(folder, TEXT, now=NOW.replace(hour=10))
    assert folder.source(name) == TEXT


@pytest.mark.B5
def test_a_source_that_is_gone_is_none(folder: MemoryFolder) -> None:
    known = publish(folder, TEXT)
    (folder.folder / "sources" / source_name(TEXT)).unlink()
    assert folder.source(known.sources["posts/0.md"]) is None


@pytest.mark.B10
def test_a_memory_of_a_newer_version_is_refused_in_words(folder: MemoryFolder) -> None:
    publish(folder, TEXT)
    path = folder.folder / "memory.json"
    newer = path.read_bytes().replace(b'"version": 1', b'"version": 2', 1)
    path.write_bytes(newer)
    for use in (folder.read, folder.commit_staged, lambda: folder.merge_from(folder)):
        with pytest.raises(StoreError, match="newer version of this program; update"):
            use()
    assert path.read_bytes() == newer


@pytest.mark.B5
def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    folder = MemoryFolder(tmp_path / "site")
    assert folder.read() is None
    with pytest.raises(StoreError, match="look at the folder's owner"):
        folder.stage(memory(TEXT), [TEXT], tmp_path / "mark", "1")


@pytest.mark.B8
def test_a_publish_that_changes_nothing_leaves_the_file_alone(folder: MemoryFolder) -> None:
    publish(folder, TEXT)
    before = (folder.folder / "memory.json").stat()
    publish(folder, TEXT, now=NOW.replace(hour=10))
    assert (folder.folder / "memory.json").stat().st_mtime_ns == before.st_mtime_ns
    assert not (folder.folder / ".next.json").exists()


@pytest.mark.B5
def test_many_new_sources_are_all_there(folder: MemoryFolder) -> None:
    texts = [f"Text {n}.\n".encode() for n in range(120)]
    known = publish(folder, *texts)
    assert [folder.source(name) for name in known.sources.values()] == texts
    assert not list(folder.folder.glob("sources/.*"))


@pytest.mark.B6
def test_another_machines_memory_is_taken_in_with_its_sources(
    folder: MemoryFolder, tmp_path: Path
) -> None:
    publish(folder, TEXT)
    other = MemoryFolder(tmp_path / "other/site")
    later = publish(other, b"new", b"both", now=NOW.replace(hour=12))
    folder.merge_from(other)
    assert folder.read() == later
    assert folder.source(source_name(b"new")) == b"new"
    assert folder.source(source_name(TEXT)) is None
    other.merge_from(folder)
    assert other.read() == later


@pytest.mark.B5
def test_a_damaged_source_of_the_same_length_is_written_anew(folder: MemoryFolder) -> None:
    publish(folder, b"Words.")
    path = folder.folder / "sources" / source_name(b"Words.")
    path.write_bytes(b"Wards.")
    publish(folder, b"Words.")
    assert path.read_bytes() == b"Words."
