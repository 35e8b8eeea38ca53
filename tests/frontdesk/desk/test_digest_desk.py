"""The digest desk without a browser: what it shows, and the lines that it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.frontdesk.desk.requests import (
    CHOICE,
    CURATION,
    POST,
    WEEK,
    desk_of,
    fields_of,
    get,
    header,
    send,
)
from tests.whole_sites.building import Site

from frontdesk.build.preview.application import AppResponse
from frontdesk.desk.application import Desk

OTHER = "https://ann.example/1"


def press(
    desk: Desk, page: AppResponse, button: str, typed: dict[str, str] | None = None
) -> AppResponse:
    """What a browser sends where words are typed into a page, and a button of it is pressed."""
    return send(desk, WEEK, {**fields_of(page), **(typed or {}), "do": button})


@pytest.fixture
def desk(site: Site, curation: Path) -> Desk:
    return desk_of(site)


@pytest.mark.K2
def test_the_running_digest_is_shown_as_readers_get_it_with_a_reason_for_each(desk: Desk) -> None:
    page = get(desk, "/desk/digest/").body.decode()
    assert "2 posts from 1 blog" in page
    assert page.count("within the limits") == 2


@pytest.mark.K2
def test_changes_are_shown_before_one_save_writes_all_of_them(desk: Desk, curation: Path) -> None:
    page = press(desk, get(desk, WEEK), f"pin {POST}")
    assert "editor’s choice" in page.body.decode()
    assert "It stands first now. <b>1 change is not saved yet.</b>" in page.body.decode()
    page = press(desk, page, f"hide {OTHER}")
    assert "You hid it" in page.body.decode()
    typed = {
        f"note:{POST}": " Read\n<this>. ",
        "title": "Endings",
        "intro": "Read **it**.\r\n\r\nTwice.",
    }
    page = press(desk, page, "preview", typed)
    shown = page.body.decode()
    assert all(
        words in shown
        for words in (
            "Read &lt;this&gt;.",
            "<h1>Endings</h1>",
            "<strong>it</strong>",
            "1 post from 1 blog",
        )
    )
    assert (page.status, "3 changes are not saved yet" in shown) == (200, True)
    assert curation.read_text() == CURATION

    saved = press(desk, page, "save")
    assert (saved.status, header(saved, "Location")) == (303, f"{WEEK}?done=saved")
    assert curation.read_text() == (
        f"# By hand.\nentries:   # none so far\n  - link: {POST}\n    pin: true\n    note: Read <this>.\n"
        f"  - link: {OTHER}\n    hide: true\n"
        "digests:\n  - period: 2026-W47\n    title: Endings\n    intro: |\n"
        "      Read **it**.\n\n      Twice.\n"
    )
    page = get(desk, header(saved, "Location"))
    assert "not saved yet" not in page.body.decode()
    assert "Saved." in page.body.decode()
    page = press(desk, page, f"show {POST}", {f"note:{POST}": "", "title": "", "intro": ""})
    assert press(desk, page, "save").status == 303
    assert curation.read_text() == (
        f"# By hand.\nentries:   # none so far\n  - link: {OTHER}\n    hide: true\ndigests: []\n"
    )


@pytest.mark.K2
def test_changes_are_taken_back_one_by_one_or_all_at_once(desk: Desk, curation: Path) -> None:
    page = press(desk, get(desk, WEEK), f"pin {POST}", {"title": "Endings"})
    page = press(desk, page, f"hide {OTHER}")
    for link, left in ((OTHER, 2), ("words", 1)):
        page = press(desk, page, f"back {link}")
        assert f"{left} change" in page.body.decode()
    assert fields_of(page)["title"] == ""
    page = press(desk, page, f"show {POST}")  # as it was: nothing is left to save
    assert "not saved yet" not in page.body.decode()
    page = press(desk, page, f"hide {POST}")
    gone = press(desk, page, "discard")
    assert (gone.status, curation.read_text()) == (303, CURATION)
    assert "not saved yet" not in get(desk, header(gone, "Location")).body.decode()


@pytest.mark.K2
def test_a_note_on_a_post_that_is_hidden_then_is_not_lost(desk: Desk, curation: Path) -> None:
    page = press(desk, get(desk, WEEK), "preview", {f"note:{POST}": "Read this."})
    page = press(desk, page, f"hide {POST}")
    assert press(desk, page, "save").status == 303
    assert curation.read_text().endswith(f"{POST}\n    hide: true\n    note: Read this.\n")


@pytest.mark.K2
def test_what_was_typed_since_the_page_was_made_is_shown_before_it_is_saved(
    desk: Desk, curation: Path
) -> None:
    page = press(desk, get(desk, WEEK), f"pin {POST}")
    page = press(desk, page, "save", {"intro": "<script>alert(1)</script>"})
    assert (page.status, curation.read_text()) == (200, CURATION)
    shown = page.body.decode()
    assert "Look it over" in shown
    assert "No page may have &lt;script&gt;" in shown
    assert "<script>" not in shown
    assert press(desk, page, "save").status == 303
    assert "intro: '<script>" in curation.read_text()


@pytest.mark.K2
def test_what_others_wrote_meanwhile_stays(desk: Desk, curation: Path) -> None:
    """Another window hid another entry and noted this one, and an editor of texts added a line."""
    mine = press(desk, get(desk, WEEK), f"pin {POST}")
    other = press(desk, get(desk, WEEK), f"hide {OTHER}", {f"note:{POST}": "Theirs."})
    assert press(desk, other, "save").status == 303
    curation.write_text(curation.read_text() + "# A line from a text editor.\n")
    assert press(desk, mine, "save").status == 303
    assert curation.read_text() == (
        f"# By hand.\nentries:   # none so far\n  - link: {POST}\n    note: Theirs.\n    pin: true\n"
        f"  - link: {OTHER}\n    hide: true\n# A line from a text editor.\n"
    )


@pytest.mark.K2
def test_where_both_changed_one_thing_both_are_shown_and_one_is_chosen(
    desk: Desk, curation: Path
) -> None:
    mine = press(desk, get(desk, WEEK), f"pin {POST}", {"title": "Mine", "intro": "My words."})
    mine = press(desk, mine, f"hide {OTHER}")
    other = press(desk, get(desk, WEEK), f"hide {POST}", {"title": "Theirs"})
    press(desk, other, "save")
    before = curation.read_text()
    answer = press(desk, mine, "save")
    assert (answer.status, curation.read_text()) == (409, before)
    now, yours = BeautifulSoup(answer.body, "html.parser").select(".version")
    assert now.get_text() == "One: Hidden\nTitle: Theirs\nIntroduction: none"
    assert yours.get_text() == "One: Pinned\nTitle: Mine\nIntroduction: My words."
    keep, instead = BeautifulSoup(answer.body, "html.parser").select("form")

    page = send(desk, WEEK, fields_of(str(keep)))  # what has no rival goes on
    assert "<b>1 change is not saved yet.</b>" in page.body.decode()
    assert f"hide {OTHER}" not in page.body.decode()
    assert curation.read_text() == before

    assert send(desk, WEEK, fields_of(str(instead))).status == 303
    assert curation.read_text() == (
        f"# By hand.\nentries:   # none so far\n  - link: {POST}\n    pin: true\n"
        f"  - link: {OTHER}\n    hide: true\n"
        "digests:\n  - period: 2026-W47\n    title: Mine\n    intro: My words.\n"
    )


@pytest.mark.K2
def test_a_mistake_in_the_file_loses_no_change(desk: Desk, curation: Path) -> None:
    page = press(desk, get(desk, WEEK), f"pin {POST}", {"intro": "Typed\n\nwith care."})
    curation.write_text("entrys: []\n")
    answer = press(desk, page, "save")
    assert (answer.status, curation.read_text()) == (422, "entrys: []\n")
    curation.write_text(CURATION)
    assert send(desk, WEEK, fields_of(answer)).status == 303
    assert f"{POST}\n    pin: true\n" in curation.read_text()
    assert "      Typed\n\n      with care.\n" in curation.read_text()


@pytest.mark.K2
def test_only_the_running_and_the_last_closed_digest_are_there(desk: Desk) -> None:
    assert get(desk, "/desk/digest/1999-W01").status == 404


@pytest.mark.K2
@pytest.mark.parametrize(
    "changed",
    [
        {f"choice:{POST}": "burn"},
        {"do": "pin https://elsewhere.example/"},
        {f"was:{POST}": "burn 1"},
        {"was:javascript:alert(1)": "show 1", "choice:javascript:alert(1)": "pin"},
    ],
)
def test_a_form_that_makes_no_sense_writes_nothing(
    desk: Desk, curation: Path, changed: dict[str, str]
) -> None:
    assert send(desk, WEEK, {**CHOICE, **changed}).status == 422
    assert curation.read_text() == CURATION


@pytest.mark.K2
def test_a_closed_digest_is_curated_and_a_running_one_says_what_went_over_a_limit(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path)
    site.feeds("partners:\n  - id: ann\n    name: Ann\n    feed: ann.xml\n    backfill: all\n")
    site.command()
    before = tuple((f"Before {n}", "Tue, 10 Nov 2026 09:00:00 GMT") for n in range(2))
    site.feed("ann", *before)
    site.refresh("2026-11-11T12:00:00Z")
    now = tuple((f"Now {n}", "Tue, 17 Nov 2026 09:00:00 GMT") for n in range(4))
    site.feed("ann", *before, *now)
    site.refresh()
    desk = desk_of(site)
    assert get(desk, WEEK).body.decode().count("Over the limit: Ann has 3 posts of that day") == 1
    closed = WEEK.replace("W47", "W46")
    page = get(desk, closed)
    assert "This digest is closed." in page.body.decode()
    first, second = (name.removeprefix("was:") for name in fields_of(page) if "was:" in name)
    page = send(desk, closed, {**fields_of(page), "title": "Old news", "do": f"hide {first}"})
    page = send(desk, closed, {**fields_of(page), f"note:{second}": "Still true.", "do": "preview"})
    assert all(words in page.body.decode() for words in ("1 post from 1 blog", "Old news", "Still"))
    assert send(desk, closed, {**fields_of(page), "do": "save"}).status == 303
    assert (tmp_path / "curation.yaml").read_text() == (
        f"entries:\n  - link: {first}\n    hide: true\n  - link: {second}\n    note: Still true.\n"
        "digests:\n  - period: 2026-W46\n    title: Old news\n"
    )


@pytest.mark.K2
def test_without_a_blog_the_digest_leads_to_the_first_steps(tmp_path: Path) -> None:
    empty = Site(tmp_path)
    empty.feeds("partners: []\n")
    empty.command()
    page = get(desk_of(empty), "/desk/digest/").body.decode()
    assert "No blog is on your list yet" in page
    assert 'href="/desk/blogs/">Add a blog<' in page
    blogs = get(desk_of(empty), "/desk/blogs/").body.decode()
    assert "There is no blog to ask yet" in blogs
