"""What the next build makes of each text where some have errors (A12)."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frontdesk.content.faults import picture
from tests.frontdesk.content.project import NOW, RULES, write
from tests.frontdesk.content.resource_faults import resource

from frontdesk.content.lint.run import CheckReport, check
from frontdesk.content.render_cache import RenderCache

A, B, C = "posts/a.md", "posts/b.md", "posts/c.md"
GOOD = "Title: A\nDate: 2026-11-01\n\nGood words.\n"
BAD = "Title: A\nDate: someday\n\nOther words.\n"
REMOTE = "![x](https://x.example/y.png)"
"""A picture that another server would have to send: an error."""


def judged(
    folder: Path, files: Mapping[str, str | bytes], before: Mapping[str, str] | None = None
) -> CheckReport:
    write(folder, files)
    known = {path: text.encode() for path, text in (before or {}).items()}
    return check(folder, RULES, NOW, RenderCache(), (), known.get)


def seen(report: CheckReport) -> dict[str, str]:
    return {one.path: report.readers_see(one.path) for one in report.errors}


def shown(report: CheckReport) -> set[str]:
    """The texts that readers see."""
    assert report.selection
    site = report.selection.site
    return {path for path, source in site.documents.items() if site.is_published(source)}


def text_of(report: CheckReport, path: str) -> str:
    return report.texts[path].decode()


@pytest.mark.A12
def test_where_nothing_is_wrong_each_text_is_that_of_today(tmp_path: Path) -> None:
    report = judged(tmp_path, {A: GOOD}, {A: "Title: Old\nDate: 2026-11-01\n\nOld.\n"})
    assert text_of(report, A) == GOOD
    assert seen(report) == {}


@pytest.mark.A12
@pytest.mark.parametrize(
    "bad",
    [
        BAD,
        "Title: A\nDate: 2026-11-01\n\n![x](https://x.example/y.png)\n",
        "Title: A\nDate: 2026-02-30\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\n\n",
    ],
)
def test_a_text_with_an_error_stands_with_its_last_good_source(tmp_path: Path, bad: str) -> None:
    report = judged(tmp_path, {A: bad, B: GOOD.replace("A", "B")}, {A: GOOD})
    assert text_of(report, A) == GOOD
    assert seen(report) == {A: "before"}
    assert B in report.texts


@pytest.mark.A12
def test_without_one_it_waits_and_links_to_it_are_told(tmp_path: Path) -> None:
    linking = "Title: B\nDate: 2026-11-02\n\n[A]({filename}a.md)\n"
    report = judged(tmp_path, {A: BAD, B: linking})
    assert A not in report.texts
    assert seen(report) == {A: "nothing"}
    assert "'posts/a.md' waits until a mistake in it is fixed" in report.problems[1].message


@pytest.mark.A12
@pytest.mark.parametrize(
    "today",
    [
        "Title: A\nDate: someday\nStatus: removed\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nSttus: draft\n\nWords.\n",
        "---\nTitle: A\n\nWords.\n",
        b"Title: \xe9\n\nWords.\n",
        f"Title: A\nDate: 2099-01-01\n\n{REMOTE}\n",
    ],
)
def test_what_its_author_may_have_taken_back_waits(tmp_path: Path, today: str | bytes) -> None:
    report = judged(tmp_path, {A: today}, {A: GOOD})
    assert shown(report) == set()


@pytest.mark.A12
def test_a_text_whose_file_is_gone_does_not_come_back(tmp_path: Path) -> None:
    report = judged(tmp_path, {B: BAD}, {A: GOOD})
    assert A not in report.texts


@pytest.mark.A12
def test_a_last_good_source_that_is_good_no_more_does_not_stand(tmp_path: Path) -> None:
    for old in (BAD, GOOD.replace("2026-11-01", "2027-01-01"), "Status: draft\n" + GOOD):
        report = judged(tmp_path, {A: BAD}, {A: old})
        assert A not in report.texts


@pytest.mark.A12
@pytest.mark.parametrize(
    "words",
    [
        "![a desk]({static}/images/desk.png)",
        "![a desk](/images/desk.png)",
        "![a desk]({attach}desk.png)",
        "[the list]({static}/files/list.pdf)",
    ],
)
def test_where_a_picture_or_file_of_it_is_gone_it_waits(tmp_path: Path, words: str) -> None:
    report = judged(tmp_path, {A: BAD}, {A: f"{GOOD}\n{words}\n"})
    assert A not in report.texts
    files = {"images/desk.png": picture(9, 9), "posts/desk.png": picture(9, 9)}
    report = judged(tmp_path, {**files, "files/list.pdf": b"%PDF"}, {A: f"{GOOD}\n{words}\n"})
    assert seen(report) == {A: "before"}


@pytest.mark.A12
def test_where_another_has_its_address_it_waits(tmp_path: Path) -> None:
    other = "Title: B\nDate: 2026-11-09\nSlug: a\n\nWords.\n"
    report = judged(tmp_path, {A: BAD, B: other}, {A: GOOD})
    assert A not in report.texts
    assert text_of(report, B) == other
    report = judged(
        tmp_path, {"images/x.png": picture(9, 9), B: other.replace("Slug: a", "Slug: x")}
    )
    assert seen(report)[A] == "nothing"


@pytest.mark.A12
def test_of_two_that_claim_one_thing_the_later_stands_as_it_was(tmp_path: Path) -> None:
    for field in ("Slug: same", "Id: urn:x:1"):
        one = f"Title: A\nDate: 2026-11-01\n{field}\n\nWords.\n"
        two = f"Title: B\nDate: 2026-11-02\n{field}\n\nWords.\n"
        old = "Title: B\nDate: 2026-11-02\n\nWords.\n"
        report = judged(tmp_path, {A: one, B: two}, {B: old})
        assert seen(report) == {B: "before"}
        assert text_of(report, B) == old
        assert seen(judged(tmp_path, {A: one, B: two})) == {B: "nothing"}


@pytest.mark.A12
def test_what_waits_gives_its_address_and_id_free(tmp_path: Path) -> None:
    bad = f"Title: A\nDate: 2026-11-01\nSlug: same\nId: urn:x:1\n\n{REMOTE}\n"
    free = "Title: B\nDate: 2026-11-02\nSlug: same\nId: urn:x:1\n\nWords.\n"
    report = judged(tmp_path, {A: bad, B: free})
    assert seen(report)[A] == "nothing"
    assert text_of(report, B) == free
    assert seen(report).get(B, "today") == "today"


@pytest.mark.A12
def test_of_three_none_is_held_because_of_one_that_is_held_too(tmp_path: Path) -> None:
    """The second clashes with the first by its address, the third with the second by its id alone."""
    texts = {
        A: "Title: A\nDate: 2026-11-01\nSlug: same\n\nWords.\n",
        B: "Title: B\nDate: 2026-11-02\nSlug: same\nId: urn:x:1\n\nWords.\n",
        C: "Title: C\nDate: 2026-11-03\nId: urn:x:1\n\nWords.\n",
    }
    report = judged(tmp_path, texts)
    assert seen(report) == {B: "nothing", C: "today"}
    assert set(report.texts) == {A, C}


@pytest.mark.A12
def test_many_that_clash_are_settled(tmp_path: Path) -> None:
    texts = {
        f"posts/{n:03}.md": f"Title: {n}\nDate: 2026-11-01\nSlug: same\nId: urn:x:{n % 7}\n\nWords.\n"
        for n in range(60)
    }
    report = judged(tmp_path, texts)
    assert set(report.texts) == {"posts/000.md"}


@pytest.mark.A12
def test_a_draft_and_a_post_to_come_with_errors_just_wait(tmp_path: Path) -> None:
    future = f"Title: F\nDate: 2027-01-01\n\n{REMOTE}\n"
    draft = "Title: D\nDate: someday\nStatus: draft\n\nWords.\n"
    report = judged(tmp_path, {A: GOOD, B: future, C: draft})
    assert seen(report) == {B: "nothing"}
    assert report.selection
    assert not report.selection.site.is_published(report.selection.site.documents[C])


@pytest.mark.A12
@pytest.mark.parametrize("path", ["pages/a.md", "resources/a.md"])
def test_pages_and_things_of_the_library_too(tmp_path: Path, path: str) -> None:
    good = resource("tool", Date="2026-11-01", Title="A")
    if path.startswith("pages"):
        good = "Title: A\n\nWords.\n"
    bad = f"{good}\n{REMOTE}\n"
    assert seen(judged(tmp_path, {path: bad}, {path: good}))[path] == "before"
    assert seen(judged(tmp_path, {path: bad}))[path] == "nothing"


@pytest.mark.A12
def test_a_comment_that_cannot_be_read_stands_as_it_was(tmp_path: Path) -> None:
    path = "comments/a/ann.md"
    good = "Author: Ann\nDate: 2026-11-02\n\nWell said.\n"
    report = judged(tmp_path, {A: GOOD, path: "Author: Ann\n\nWell, well.\n"}, {path: good})
    assert report.comments == ((path, good.encode()),)
    assert judged(tmp_path, {}).comments == ()


@pytest.mark.A12
def test_a_text_that_shows_a_file_that_is_refused_waits_or_stands_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files/list.md").write_text("Nothing is read here.\n")
    showing = GOOD.replace("words", "words: [list]({static}/files/list.md)")
    report = judged(tmp_path, {A: showing, B: GOOD}, {A: GOOD})
    assert "files/list.md" in report.refused
    assert text_of(report, A) == GOOD
    assert seen(report) == {"files/list.md": "nothing", A: "before"}
    assert A not in judged(tmp_path, {}).texts


@pytest.mark.A12
def test_two_files_of_one_name_have_one_id_unless_one_is_given(tmp_path: Path) -> None:
    texts = {
        "posts/one/note.md": "Title: A\nDate: 2026-11-01\nSlug: a\n\nWords.\n",
        "posts/two/note.md": "Title: B\nDate: 2026-11-02\nSlug: b\n\nWords.\n",
    }
    report = judged(tmp_path, texts)
    assert seen(report) == {"posts/two/note.md": "nothing"}
    assert "has the same Id, made of its file's name" in report.errors[0].message
    given = texts["posts/two/note.md"].replace("Slug", "Id: urn:x:1\nSlug")
    assert seen(judged(tmp_path, {"posts/two/note.md": given})) == {}


_TEXTS = st.sampled_from(
    [
        None,
        "Title: {0}\nDate: 2026-11-0{1}\n\nWords.\n",
        "Title: {0}\nDate: 2026-11-0{1}\nSlug: same\n\nWords.\n",
        "Title: {0}\nDate: 2026-11-0{1}\nId: urn:x:1\n\nWords.\n",
        "Title: {0}\nDate: 2026-11-0{1}\nSlug: same\nId: urn:x:1\nAliases: /b.html\n\nWords.\n",
        "Title: {0}\nDate: 2026-11-0{1}\nUrl: /2026/11/a.html\n\nWords.\n",
        "Title: {0}\nDate: someday\n\nWords.\n",
        "Title: {0}\nDate: 2026-11-0{1}\nStatus: draft\nSlug: same\n\nWords.\n",
        "Title: {0}\nDate: 2027-01-0{1}\nId: urn:x:1\n\nWords.\n",
        "Title: {0}\nDate: 2026-11-0{1}\n\n![x]({{static}}/images/gone.png)\n",
        "Title: {0}\nDate: 2026-11-0{1}\nTags: same\nUrl: /tag/same.html\n\nWords.\n",
        "Title: {0}\nDate: 2026-11-0{1}\nVisibilty: private\n\nWords.\n",
    ]
)
_NAMES = tuple("abcd")


@pytest.mark.A12
@pytest.mark.A11
@given(st.tuples(*[_TEXTS] * 4), st.tuples(*[_TEXTS] * 4))
def test_whatever_is_wrong_what_is_published_is_right(
    today: tuple[str | None, ...], before: tuple[str | None, ...]
) -> None:
    """A folder of nothing but what is published has no error; of each text, today's file is there."""
    rows = (
        {
            f"posts/{name}.md": text.format(name, n + 1)
            for n, (name, text) in enumerate(zip(_NAMES, texts, strict=True))
            if text
        }
        for texts in (today, before)
    )
    files, known = rows
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        (Path(one) / "posts").mkdir()
        report = judged(Path(one), files, known)
        (Path(other) / "posts").mkdir()
        published = {path: report.texts[path] for path in shown(report)}
        assert judged(Path(other), published).errors == ()
    assert set(published) <= set(files)
    for path, text in files.items():
        wrong = [one for one in report.errors if one.path == path]
        if not wrong and path in published:
            assert published[path] == text.encode()
        assert "Visibilty" not in published.get(path, b"").decode()
