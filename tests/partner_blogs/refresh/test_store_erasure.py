"""Erased words are found by a byte search in no file of the store, and come back by nothing (E7)."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.partner_blogs.here import read_here

from partner_blogs.__main__ import main
from partner_blogs.entry_parts import generated_id
from partner_blogs.erasure import is_erased_whole
from partner_blogs.model.state import ImageCopy, PartnerImage
from partner_blogs.publish.feed_entries import EntryIds
from partner_blogs.store import Store
from partner_blogs.store_files import StoreFiles

pytestmark = pytest.mark.E7

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
"""A Monday; a week later its digest is closed."""
DAY = timedelta(days=1)
WEEK = 7 * DAY


def said(id_: str, n: int) -> str:
    """Words that nobody else says."""
    return f"zebra-{id_}-{n}"


def item(id_: str, n: int, **other: str) -> str:
    fields = {
        "guid": f"{id_}-{n}",
        "link": f"https://{id_}.example/{n}",
        "text": f"{said(id_, n)} walks through the words of {id_}, "
        + " ".join(f"{id_}{n}{letter * 4}" for letter in "abcdefghijklmnop"),
        "date": f"{n:02} Nov 2026 09:00:00 GMT",
    } | other
    return (
        f"<item><guid isPermaLink='false'>{fields['guid']}</guid><link>{fields['link']}</link>"
        f"<title>{said(id_, n)} has a title</title><pubDate>{fields['date']}</pubDate>"
        f"<description>{fields['text']}</description></item>"
    )


class Project:
    """feeds.yaml, feed files and the store of a blog; the clock is an argument."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "var" / "partner_blogs")
        self.removed: dict[str, list[str]] = {}
        self.status: dict[str, str] = {}

    def feed(self, id_: str, *items: str, name: str = "") -> None:
        (self.folder / f"{name or id_}.xml").write_text(
            f'<rss version="2.0"><channel><title>{id_}</title><link>https://{id_}.example/</link>'
            f"{''.join(items)}</channel></rss>"
        )

    def posts(self, id_: str, *numbers: int) -> None:
        self.feed(id_, *(item(id_, n) for n in numbers))

    def partners(self, *ids: str, file: str = "feeds.yaml", **feeds: str) -> None:
        lines = ["digest: {daily: yes, weekly: yes}", "partners:" if ids else ""]
        for id_ in ids:
            removed, status = self.removed.get(id_, []), self.status.get(id_, "active")
            lines.append(
                f"  - {{id: {id_}, name: The {id_}, home: 'https://{id_}.example/', "
                f"feed: {feeds.get(id_, id_)}.xml, backfill: all, status: {status}, "
                f"removed: {json.dumps(removed)}}}"
            )
        (self.folder / file).write_text("\n".join(lines))

    def refresh(self, now: datetime = START, file: str = "feeds.yaml") -> None:
        assert main(["refresh", "--feeds", str(self.folder / file), "--now", now.isoformat()]) == 0

    def run(self, *command: str) -> int:
        return main([*command, "--feeds", str(self.folder / "feeds.yaml")])

    def files_with(self, words: str) -> list[str]:
        """The files of the store that hold these bytes, or bear them in their names."""
        files = (path for path in self.store.folder.parent.rglob("*") if path.is_file())
        return sorted(
            path.name
            for path in files
            if words.encode() in path.read_bytes() or words in path.as_posix().rpartition("var/")[2]
        )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two partners for a week; the digests of that week are closed."""
    read_here(monkeypatch)
    project = Project(tmp_path)
    for id_ in ("ann", "ben"):
        project.posts(id_, 1, 2, 3)
    project.partners("ann", "ben")
    project.refresh()
    project.refresh(START + WEEK)
    assert len(project.files_with(said("ann", 2))) > 2, "the state and closed editions"
    return project


def remove(project: Project, link: str, id_: str = "ann") -> None:
    project.removed[id_] = [link]
    project.partners("ann", "ben")


# --- one post -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        "https://ann.example/2",
        "http://www.ann.example/2/",
        "https://ann.example/2?utm_source=mail&fbclid=1",
        "https://ann.example/%32",
        "https://ANN.example:443/2",
    ],
)
def test_an_entry_is_in_no_file_of_the_store_after_the_next_refresh(
    project: Project, link: str
) -> None:
    remove(project, link)
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 2)) == []
    assert project.files_with("ann.example/2") == []
    assert project.files_with(said("ann", 1))
    assert project.files_with(said("ben", 2))


def test_it_goes_though_nobody_can_be_asked_and_nothing_is_due(project: Project) -> None:
    remove(project, "https://ann.example/2")
    (project.folder / "ann.xml").unlink()
    project.refresh(START + WEEK)
    assert project.files_with(said("ann", 2)) == []


@pytest.mark.parametrize(
    "again", ["as it was", "a new id", "a new link", "a new id, then a new link"]
)
def test_it_comes_back_under_no_other_name_though_its_line_is_gone(
    project: Project, again: str
) -> None:
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("ann", "ben")
    changes = {
        "as it was": [{}],
        "a new id": [{"guid": "other"}],
        "a new link": [{"link": "https://ann.example/other"}],
        "a new id, then a new link": [
            {"guid": "other"},
            {"guid": "other", "link": "https://ann.example/other"},
        ],
    }[again]
    for day, changed in enumerate(changes, 2):
        project.feed("ann", item("ann", 2, **changed), item("ann", 4))
        project.refresh(START + WEEK + day * DAY)
        assert project.files_with(said("ann", 2)) == []
    assert project.files_with(said("ann", 4))


def test_an_entry_can_be_erased_before_it_ever_came(project: Project) -> None:
    remove(project, "https://ann.example/9")
    project.posts("ann", 1, 2, 3, 9)
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 9)) == []


def test_an_entry_whose_link_was_edited_goes_by_the_link_in_a_closed_digest(
    project: Project,
) -> None:
    project.feed("ann", item("ann", 2, link="https://ann.example/moved"))
    project.refresh(START + WEEK + DAY)
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []


def test_it_goes_at_every_partner_that_has_it(project: Project) -> None:
    project.feed("ben", item("ben", 1), item("ann", 2, guid="quoted"))
    project.refresh(START + WEEK + DAY)
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []
    assert project.files_with(said("ben", 1))


def test_who_told_it_too_is_named_no_more(project: Project) -> None:
    project.feed("ann", item("ann", 9, date="09 Nov 2026 13:00:00 GMT"))
    twin = item("ann", 9, date="09 Nov 2026 13:00:00 GMT", link="https://ben.example/9", guid="b9")
    project.feed("ben", twin)
    project.refresh(START + WEEK + DAY)
    project.refresh(START + 2 * WEEK)
    editions = list(project.store.folder.glob("editions/*/*.json"))
    assert any(b'"also"' in path.read_bytes() for path in editions)
    remove(project, "https://ben.example/9", "ben")
    project.refresh(START + 2 * WEEK + DAY)
    assert project.files_with("ben.example/9") == []
    assert not any(b'"also"' in path.read_bytes() for path in editions)
    assert project.files_with(said("ann", 9))


def test_a_link_that_all_entries_share_erases_no_more_than_it_names(project: Project) -> None:
    home = {"link": "https://ann.example/"}
    project.feed("ann", item("ann", 5, **home), item("ann", 6, **home))
    project.refresh(START + WEEK + DAY)
    remove(project, "https://ann.example/2")
    project.feed("ann", item("ann", 2, **home), item("ann", 5, **home), item("ann", 7, **home))
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []
    for n in (5, 6, 7):
        assert project.files_with(said("ann", n))


@pytest.mark.E2
def test_no_partner_can_have_anothers_post_erased(project: Project) -> None:
    """Ann's removed post comes again with the link, and then with the id, of a post of Ben's."""
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.feed("ann", item("ann", 2, link="https://ben.example/3"))
    project.refresh(START + WEEK + 2 * DAY)
    project.feed("ann", item("ann", 2, guid="ben-1"))
    project.refresh(START + WEEK + 3 * DAY)
    assert project.files_with(said("ann", 2)) == []
    assert project.files_with(said("ben", 3))
    assert project.files_with(said("ben", 1))


@pytest.mark.F4
@pytest.mark.parametrize("how", ["a line", "a partner"])
def test_an_id_that_two_had_does_not_pass_to_the_other(project: Project, how: str) -> None:
    """Ann had it first, so our feeds have made another for Ben's."""
    shared = "tag:shared.example,2026:1"
    project.feed("ann", item("ann", 8, guid=shared))
    project.refresh(START + WEEK + DAY)
    project.feed("ben", item("ben", 8, guid=shared), item("ben", 9))
    project.refresh(START + WEEK + 2 * DAY)
    assert ids_of_ben(project)[shared] != shared
    if how == "a partner":
        project.status["ann"] = "removed"
    remove(project, "https://ann.example/8")
    for days in (3, 4):
        project.refresh(START + WEEK + days * DAY)
        ids = ids_of_ben(project)
        assert ids[shared] == generated_id("ben", shared)
        assert ids["ben-9"] == generated_id("ben", "ben-9")


def ids_of_ben(project: Project) -> dict[str, str]:
    """The key of each of Ben's entries → its id in our feeds."""
    states = project.store.states()
    ids = EntryIds(states)
    return {entry.key: ids.of("ben", entry) for entry in states["ben"].entries}


def test_a_partner_under_another_id_brings_nothing_back(project: Project) -> None:
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("anna", "ben", anna="ann")
    project.feed("ann", item("ann", 2, link="https://ann.example/new"), item("ann", 3))
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []
    state = project.store.state("anna")
    assert state
    assert [entry.id for entry in state.entries] == ["ann-3"]


def test_a_partner_at_another_feed_brings_nothing_back(project: Project) -> None:
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("ann", "ben", ann="moved")
    project.feed(
        "ann", item("ann", 2, link="https://ann.example/new"), item("ann", 3), name="moved"
    )
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []


@pytest.mark.D11
@pytest.mark.parametrize("kept", ["title, text and date", "title and date", "title and text"])
def test_a_blog_on_a_new_platform_brings_nothing_back(project: Project, kept: str) -> None:
    """All its ids and links are new."""
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("ann", "ben")
    new = {"guid": "https://new.example/?p=7", "link": "https://new.example/seven"}
    if "text" not in kept:
        new["text"] = "Another beginning of the same post, as the new platform shows it."
    if "date" not in kept:
        new["date"] = "09 Nov 2026 10:30:00 GMT"
    project.feed("ann", item("ann", 2, **new), item("ann", 4))
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []
    assert project.files_with(said("ann", 4))


def test_the_next_post_of_a_column_with_the_same_title_comes(project: Project) -> None:
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    column = {"guid": "n", "link": "https://ann.example/n", "date": "09 Nov 2026 10:00:00 GMT"}
    project.feed("ann", item("ann", 2, text="Other words under the title of the column.", **column))
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with("Other words under the title")


def test_an_id_that_is_a_number_is_no_other_blogs_number(project: Project) -> None:
    """A new platform counts from 1 again."""
    project.feed("ann", item("ann", 2, guid="2"))
    project.refresh(START + WEEK)
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.feed("ann", item("ann", 8, guid="2", link="https://new.example/hello"))
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 8))


def test_the_editor_hears_of_a_copy_at_another_partner(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.feed("ben", item("ben", 1), item("ann", 3, guid="b", link="https://ben.example/copy"))
    project.refresh(START + WEEK + DAY)
    remove(project, "https://ann.example/3")
    capsys.readouterr()
    project.refresh(START + WEEK + 2 * DAY)
    told = capsys.readouterr().err
    assert "stands at The ben too: https://ben.example/copy" in told
    assert "add it to `removed:`" in told
    remove(project, "https://ben.example/copy", "ben")
    project.refresh(START + WEEK + 3 * DAY)
    assert project.files_with(said("ann", 3)) == []
    assert "stands at" not in capsys.readouterr().err


def test_what_is_only_hidden_stays_in_the_store(project: Project) -> None:
    (project.folder / "curation.yaml").write_text(
        "entries:\n  - {link: https://ann.example/2, hide: yes}\n"
    )
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 2))


def test_a_clock_that_goes_back_brings_nothing_back(project: Project) -> None:
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("ann", "ben")
    for now in (START - 400 * DAY, START, START + 800 * DAY):
        project.refresh(now)
        assert project.files_with(said("ann", 2)) == []


# --- damage, kills, older versions --------------------------------------------------------------


def test_damaged_copies_that_may_hold_the_words_go(project: Project) -> None:
    for name in ("partners/ann.json", "editions/weekly/2026-W45.json"):
        path = project.store.folder / name
        path.write_bytes(path.read_bytes()[:-20])
    project.refresh(START + WEEK + DAY)
    aside = sorted(path.name for path in project.store.folder.rglob("*.damaged"))
    assert aside == ["2026-W45.json.damaged", "ann.json.damaged"]
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []


def test_a_file_that_is_damaged_when_the_words_are_to_go_goes_too(project: Project) -> None:
    path = project.store.folder / "partners/ann.json"
    path.write_bytes(path.read_bytes()[:-20])
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 2)) == []


@pytest.mark.B5
def test_damage_after_it_is_set_aside_as_ever(project: Project) -> None:
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    path = project.store.folder / "partners/ben.json"
    path.write_bytes(path.read_bytes()[:-20])
    project.refresh(START + WEEK + 2 * DAY)
    assert [path.name for path in project.store.folder.rglob("*.damaged")] == ["ben.json.damaged"]


@pytest.mark.B5
def test_what_a_killed_refresh_was_writing_goes(project: Project) -> None:
    for name in (
        "partners/.ann.json.new",
        "editions/weekly/.2026-W45.json.new",
        ".refresh.json.new",
    ):
        (project.store.folder / name).write_text(said("ann", 2))
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 2)) == []
    assert not list(project.store.folder.rglob("*.new"))


@pytest.mark.parametrize(
    "name",
    [
        "partners/ann.json.bak",
        "partners/.ann.json.swp",
        "editions/weekly/old/1.json",
        "pictures/ann/x",
    ],
)
def test_a_strange_file_in_the_store_goes_with_the_words(project: Project, name: str) -> None:
    path = project.store.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(said("ann", 2))
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 2)) == []


def test_the_place_where_a_killed_keep_worked_goes(project: Project) -> None:
    path = project.store.folder / ".branch/tree-1/partners/ann.json"
    path.parent.mkdir(parents=True)
    path.write_text(said("ann", 2))
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 2)) == []


def test_a_file_from_a_backup_loses_the_words_again(project: Project) -> None:
    paths = [
        project.store.folder / p for p in ("partners/ann.json", "editions/weekly/2026-W45.json")
    ]
    before = [path.read_bytes() for path in paths]
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("ann", "ben")
    for path, data in zip(paths, before, strict=True):
        path.write_bytes(data)
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with(said("ann", 2)) == []


@pytest.mark.B5
@pytest.mark.parametrize("kept", range(12))
def test_whenever_it_is_killed_the_next_refresh_does_the_rest(
    project: Project, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes after so many files of the store were written or removed."""
    path = project.store.folder / "partners/ann.json"
    (path.parent / "ann.json.damaged").write_bytes(path.read_bytes())
    remove(project, "https://ann.example/2")
    left = [kept]

    class Killed(BaseException):
        pass

    def counted(do: object) -> object:
        def step(*given: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            do(*given)  # type: ignore[operator]

        return step

    with monkeypatch.context() as patch:
        for name in ("write_bytes", "remove"):
            patch.setattr(StoreFiles, name, counted(getattr(StoreFiles, name)))
        with contextlib.suppress(Killed):
            project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("ann", "ben")
    project.feed("ann", item("ann", 2, link="https://ann.example/other"))
    if "erased.json" in {path.name for path in project.store.folder.iterdir()}:
        project.refresh(START + WEEK + 2 * DAY)
        assert project.files_with(said("ann", 2)) == []


@pytest.mark.B10
def test_a_file_of_an_older_version_loses_the_words_as_it_is_brought_up_to_date(
    project: Project,
) -> None:
    for path in project.store.folder.rglob("*.json"):
        path.write_text(path.read_text().replace('"version": 4', '"version": 2', 1))
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    assert project.files_with(said("ann", 2)) == []
    files = list(project.store.folder.rglob("*.json"))
    assert all('"version": 4' in path.read_text() for path in files)


@pytest.mark.B10
def test_a_record_of_a_newer_version_is_refused_in_words(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    path = project.store.folder / "erased.json"
    path.write_text(path.read_text().replace('"version": 4', '"version": 99'))
    assert project.run("refresh") == 1
    assert "newer version" in capsys.readouterr().err


# --- pictures -----------------------------------------------------------------------------------


def test_the_copied_picture_of_an_erased_entry_goes(project: Project) -> None:
    image = '<enclosure url="https://ann.example/2.png" type="image/png" length="9"/></item>'
    project.feed("ann", item("ann", 2).replace("</item>", image), item("ann", 3))
    project.refresh(START + WEEK + DAY)
    for n in (2, 3):
        picture = PartnerImage("thumbnail", f"https://ann.example/{n}.png")
        copy = ImageCopy(partner="ann", picture=picture, tried=START + WEEK)
        project.store.save_copy(copy, f"picture {n}".encode())
    assert len(project.files_with("picture 2")) == 1
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with("picture 2") == []
    assert project.files_with("2.png") == []


# --- a partner ----------------------------------------------------------------------------------


def test_of_a_removed_partner_nothing_is_left(project: Project) -> None:
    copy = ImageCopy(
        partner="ann", picture=PartnerImage("icon", "https://ann.example/i.png"), tried=START
    )
    project.store.save_copy(copy, b"picture")
    (project.store.folder / "partners/ann.json.damaged").write_text(said("ann", 2))
    project.status["ann"] = "removed"
    project.partners("ann", "ben")
    project.refresh(START + WEEK + DAY)
    for words in ("zebra-ann", "The ann", "ann.example", "picture"):
        assert project.files_with(words) == [], words
    assert project.files_with(said("ben", 2))


def test_a_removed_partner_that_is_taken_off_the_list_stays_away(project: Project) -> None:
    state = (project.store.folder / "partners/ann.json").read_bytes()
    project.status["ann"] = "removed"
    project.partners("ann", "ben")
    project.refresh(START + WEEK + DAY)
    project.partners("ben")
    (project.store.folder / "partners/ann.json").write_bytes(state)  # from some backup
    project.refresh(START + WEEK + 2 * DAY)
    assert project.files_with("zebra-ann") == []


def test_a_partner_that_is_taken_up_again_brings_what_is_new_and_nothing_old(
    project: Project,
) -> None:
    project.status["ann"] = "removed"
    project.partners("ann", "ben")
    project.refresh(START + WEEK + DAY)
    project.status = {}
    project.partners("ann", "ben")
    project.posts("ann", 1, 2, 3, 8)
    project.refresh(START + WEEK + 2 * DAY)
    state = project.store.state("ann")
    assert state
    assert [entry.id for entry in state.entries] == ["ann-8"]
    assert not any(project.files_with(said("ann", n)) for n in (1, 2, 3))


def test_a_partner_off_the_list_goes_with_the_second_refresh_thirty_days_apart(
    project: Project,
) -> None:
    project.partners("ben")
    gone = START + 2 * WEEK
    for days in (0, 29):
        project.refresh(gone + days * DAY)
        assert project.files_with("zebra-ann")
    project.refresh(gone + 30 * DAY)
    assert project.files_with("zebra-ann") == []
    assert project.files_with("The ann") == []
    assert project.files_with("zebra-ben")


def test_one_refresh_however_late_is_not_two(project: Project) -> None:
    project.partners("ben")
    project.refresh(START + 90 * DAY)
    assert project.files_with("zebra-ann")


def test_who_comes_back_in_between_stays_and_the_days_begin_anew(project: Project) -> None:
    gone = START + 2 * WEEK
    for days, ids in ((0, ["ben"]), (20, ["ann", "ben"]), (21, ["ben"]), (45, ["ben"])):
        project.partners(*ids)
        project.refresh(gone + days * DAY)
        assert project.files_with("zebra-ann")
    project.refresh(gone + 51 * DAY)
    assert project.files_with("zebra-ann") == []


def test_who_is_listed_again_after_that_begins_anew(project: Project) -> None:
    project.partners("ben")
    for days in (0, 30):
        project.refresh(START + 2 * WEEK + days * DAY)
    project.partners("ann", "ben")
    project.refresh(START + 2 * WEEK + 31 * DAY)
    assert project.files_with(said("ann", 2)) == ["ann.json"]
    record = project.store.erased()
    assert not any(is_erased_whole(scope) for scope in record.scopes), (
        "a join must not erase it again"
    )


@pytest.mark.parametrize("text", ["", "partners: []\n", "partners:\n", "about: {timezone: UTC}\n"])
def test_an_empty_list_takes_nobody_away(project: Project, text: str) -> None:
    (project.folder / "feeds.yaml").write_text(text)
    for days in (0, 31, 62):
        project.refresh(START + 2 * WEEK + days * DAY)
    assert project.files_with("zebra-ann")
    assert project.files_with("zebra-ben")


def test_a_list_that_cannot_be_read_takes_nobody_away(project: Project) -> None:
    (project.folder / "feeds.yaml").write_text("partners:\n  - {id: ben, nmae: Ben}\n")
    for _ in range(2):
        assert project.run("refresh") == 1
    assert project.files_with("zebra-ann")


@pytest.mark.parametrize("file", ["other.yaml", "elsewhere/feeds.yaml", "feeds.yaml"])
def test_another_list_with_the_same_store_takes_nobody_away(project: Project, file: str) -> None:
    (project.folder / file).parent.mkdir(exist_ok=True)
    project.partners("cleo", "dora", file=file)
    for id_ in ("cleo", "dora"):
        project.posts(id_, 1)
    copy = ImageCopy(
        partner="ann", picture=PartnerImage("icon", "https://ann.example/i.png"), tried=START
    )
    project.store.save_copy(copy, b"picture")
    for days in (0, 31, 62):
        now = (START + 2 * WEEK + days * DAY).isoformat()
        place = ("--feeds", str(project.folder / file), "--store", str(project.store.folder))
        assert main(["refresh", *place, "--now", now]) == 0
    assert project.files_with("zebra-ann")
    assert project.files_with("picture")


def test_who_is_on_another_list_of_the_store_stays(project: Project) -> None:
    project.partners("ann", file="other.yaml")
    project.refresh(START + 2 * WEEK, "other.yaml")
    project.partners("ben")
    for days in (0, 31, 62):
        project.refresh(START + 2 * WEEK + days * DAY)
    assert project.files_with("zebra-ann")


@pytest.mark.B10
def test_a_store_of_an_older_version_knows_no_lists_and_its_partners_go_in_time_too(
    project: Project,
) -> None:
    (project.store.folder / "lists.json").unlink()
    project.partners("ben")
    for days in (0, 30):
        assert project.files_with("zebra-ann")
        project.refresh(START + 2 * WEEK + days * DAY)
    assert project.files_with("zebra-ann") == []


def test_status_tells_it_before(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.status["ann"] = "removed"
    project.partners("ann", "ben")
    project.run("status")
    assert "the next refresh deletes its words from the store" in capsys.readouterr().out
    project.status = {}
    project.partners("ben")
    project.refresh(START + 2 * WEEK)
    capsys.readouterr()
    project.run("status")
    told = capsys.readouterr().out
    assert "unlisted" in told
    assert "not on the list since 2026-11-16" in told
    assert "the first refresh from 2026-12-16 on deletes its words" in told


# --- recovery -----------------------------------------------------------------------------------


def test_a_recovery_of_a_lost_partner_leaves_erased_words_away(project: Project) -> None:
    """The site was published before the words were erased; its store lost a file since."""
    remove(project, "https://ann.example/2")
    project.refresh(START + WEEK + DAY)
    project.removed = {}
    project.partners("ann", "ben")
    site = project.folder / "published"
    (site / "feeds/partners").mkdir(parents=True)
    row = {"id": "ann", "state": "active", "last_try": START.isoformat()}
    (site / "status.json").write_text(json.dumps([row | {"last_success": START.isoformat()}]))
    (site / "feeds/partners/ann.atom.xml").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Ann</title><id>tag:a,2026:a</id>'
        + "".join(
            f"<entry><id>ann-{n}</id><title>{said('ann', n)}</title>"
            f"<link href='https://ann.example/{n}'/><published>2026-11-0{n}T09:00:00Z</published>"
            f"<updated>2026-11-0{n}T09:00:00Z</updated><summary>{said('ann', n)}</summary></entry>"
            for n in (1, 2, 3)
        )
        + "</feed>"
    )
    (project.store.folder / "partners/ann.json").write_text("{")
    assert project.run("recover", str(site)) == 0
    state = project.store.state("ann")
    assert state
    assert sorted(entry.id for entry in state.entries) == ["ann-1", "ann-3"]
    assert project.files_with(said("ann", 2)) == []
    assert project.run("recover", str(site)) == 1, "nothing is missing any more"
