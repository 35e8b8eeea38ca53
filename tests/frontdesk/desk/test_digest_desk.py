"""The digest desk without a browser: what it shows, and the lines that it writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.frontdesk.desk.requests import (
    CHOICE,
    CURATION,
    KEYS,
    POST,
    WEEK,
    desk_of,
    get,
    header,
    send,
)
from tests.whole_sites.building import Site

from frontdesk.desk.application import Desk


@pytest.fixture
def desk(site: Site, curation: Path) -> Desk:
    return desk_of(site)


@pytest.mark.K2
def test_the_running_digest_is_shown_as_readers_get_it_with_a_reason_for_each(desk: Desk) -> None:
    page = get(desk, "/desk/digest/").body.decode()
    assert "2 posts from 1 blog" in page
    assert page.count("within the limits") == 2


@pytest.mark.K2
def test_pin_note_hide_and_undo_are_written_and_shown_at_once(desk: Desk, curation: Path) -> None:
    answer = send(desk, f"{WEEK}/choice", CHOICE)
    assert answer.status == 303
    entry = f"\n  - link: {POST}\n    pin: true\n"
    assert curation.read_text() == f"# By hand.\nentries:   # none so far{entry}"
    page = get(desk, header(answer, "Location").partition("#")[0]).body.decode()
    assert "editor’s choice" in page
    assert 'role="status">Pinned.' in page
    seen = re.findall(r'name="seen" value="(\w{16})"', page)[0]
    note = {"token": KEYS.form_token, "link": POST, "note": "Read <this>.", "seen": seen}
    assert send(desk, f"{WEEK}/note", note).status == 303
    assert curation.read_text().endswith("    pin: true\n    note: Read <this>.\n")
    assert "Read &lt;this&gt;." in get(desk, WEEK).body.decode()

    assert send(desk, f"{WEEK}/choice", {**CHOICE, "seen": "pin", "choice": "hide"}).status == 303
    page = get(desk, WEEK).body.decode()
    assert "1 post from 1 blog" in page
    assert "You hid it" in page
    assert send(desk, f"{WEEK}/choice", {**CHOICE, "seen": "hide", "choice": "show"}).status == 303
    assert curation.read_text().endswith(f"  - link: {POST}\n    note: Read <this>.\n")


@pytest.mark.K2
def test_what_others_wrote_meanwhile_stays(desk: Desk, curation: Path) -> None:
    """Another window hid another entry, and an editor of texts added a line."""
    send(desk, f"{WEEK}/choice", {**CHOICE, "link": "https://ann.example/1", "choice": "hide"})
    curation.write_text(curation.read_text() + "# A line from a text editor.\n")
    assert send(desk, f"{WEEK}/choice", CHOICE).status == 303
    text = curation.read_text()
    assert all(
        part in text for part in ("ann.example/1", "hide: true", POST, "pin: true", "text editor")
    )


@pytest.mark.K2
def test_where_both_changed_one_thing_both_are_shown_and_one_is_chosen(
    desk: Desk, curation: Path
) -> None:
    send(desk, f"{WEEK}/choice", {**CHOICE, "choice": "hide"})
    before = curation.read_text()
    answer = send(desk, f"{WEEK}/choice", CHOICE)
    page = answer.body.decode()
    assert (answer.status, curation.read_text()) == (409, before)
    assert all(words in page for words in ("In the file now", "Hidden", "Yours", "Pinned"))
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    assert send(desk, f"{WEEK}/choice", fields).status == 303
    assert curation.read_text().endswith(f"  - link: {POST}\n    pin: true\n")


@pytest.mark.K2
def test_title_and_introduction_are_shown_before_they_are_saved(desk: Desk, curation: Path) -> None:
    page = get(desk, WEEK).body.decode()
    seen = re.findall(r'name="seen" value="(\w{16})">\n    <h2>Title', page)[0]
    words = {"token": KEYS.form_token, "title": "Endings", "seen": seen}
    words["intro"] = "Read **this**.\r\n\r\n<script>alert(1)</script>\r\n"
    shown = send(desk, f"{WEEK}/words", {**words, "do": "preview"})
    page = shown.body.decode()
    assert (shown.status, curation.read_text()) == (200, CURATION)
    assert "<strong>this</strong>" in page
    assert "No page may have &lt;script&gt;" in page
    assert "<script>" not in page
    assert "Nothing is saved yet" in page

    assert send(desk, f"{WEEK}/words", {**words, "intro": "Short.", "do": "save"}).status == 303
    assert curation.read_text().endswith(
        "digests:\n  - period: 2026-W47\n    title: Endings\n    intro: Short.\n"
    )
    stale = send(desk, f"{WEEK}/words", {**words, "intro": "Other.", "do": "save"})
    assert stale.status == 409
    assert "Short." in stale.body.decode()
    assert "Other." in stale.body.decode()


@pytest.mark.K2
@pytest.mark.parametrize(
    "changed", [{"choice": "burn"}, {"link": "javascript:alert(1)"}, {"link": ""}]
)
def test_a_form_that_makes_no_sense_writes_nothing(
    desk: Desk, curation: Path, changed: dict[str, str]
) -> None:
    assert send(desk, f"{WEEK}/choice", {**CHOICE, **changed}).status == 422
    assert curation.read_text() == CURATION


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
