"""The posts desk without a browser: lists, drafts, pictures, conflicts; and the bytes of each file."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from tests.frontdesk.desk.requests import FORM, KEYS, desk_of, fields_of, get, header, send
from tests.frontdesk.desk.test_forms import KIND, multipart
from tests.whole_sites.building import ROOT, Site

from frontdesk.build.preview.application import AppRequest, AppResponse
from frontdesk.content.edit_text import body_of
from frontdesk.content.render_cache import CACHE_FILE
from frontdesk.desk.application import Desk

FIRST = "posts/2026-11-05-first.md"
TEXT = """---
Title: First
Date: 2026-11-05 09:00
# Tags used most: fees
Own_field: stays
Category: Notes
---

Some words.

![A desk]({attach}desk.png)
"""
TOKEN = {"token": KEYS.form_token}
A_PNG, OTHER_PNG = sorted((ROOT / "docs/images").glob("*.png"))[:2]
PNG = A_PNG.read_bytes()


@pytest.fixture
def site(tmp_path) -> Site:
    site = Site(tmp_path)
    site.feeds("partners: []\n")
    site.post(FIRST, TEXT)
    site.post("posts/2026-11-06-later.md", "Title: Later\nDate: 2026-12-24\n\nWords.\n")
    site.post("posts/2026-11-07-draft.md", "Title: Not yet\nStatus: draft\n\nWords.\n")
    site.post("posts/2026-11-08-wrong.md", "Title: Wrong\nDate: soon\n\nWords.\n")
    (site.folder / "content/posts/desk.png").write_bytes(PNG)
    site.command()
    return site


@pytest.fixture
def desk(site: Site) -> Desk:
    return desk_of(site)


def text_of(site: Site, path: str = FIRST) -> str:
    return (site.folder / "content" / path).read_bytes().decode()


def form_of(desk: Desk, path: str = FIRST) -> dict[str, str]:
    """What a browser sends for the form of a text."""
    return fields_of(get(desk, f"/desk/post?path={quote(path)}"), ".editor")


@pytest.mark.K4
def test_texts_are_listed_by_their_state_with_their_problems(desk: Desk) -> None:
    page = get(desk, "/desk/posts/").body.decode()
    groups = dict(re.findall(r"<h2>([\w ]+) <small>(\d+)</small>", page))
    assert groups == {"With errors": "1", "Drafts": "1", "Scheduled": "1", "Published": "1"}
    assert page.index("Wrong") < page.index("1 error") < page.index("Not yet")


@pytest.mark.K4
def test_a_form_that_nobody_changed_changes_nothing(desk: Desk, site: Site) -> None:
    for path in (FIRST, "posts/2026-11-06-later.md", "posts/2026-11-07-draft.md"):
        before = text_of(site, path)
        assert send(desk, "/desk/post", {**form_of(desk, path), "do": "save"}).status == 303
        assert text_of(site, path) == before


@pytest.mark.K4
def test_only_what_was_changed_is_written(desk: Desk, site: Site) -> None:
    form = form_of(desk)
    changed = {**form, "title": "First: a start", "tags": "fees, calls", "date": "2026-11-06T10:30"}
    changed |= {"body": form["body"].replace("Some", "More").replace("\n", "\r\n"), "do": "save"}
    assert send(desk, "/desk/post", changed).status == 303
    assert text_of(site) == (
        TEXT.replace("Title: First", "Title: 'First: a start'")
        .replace("2026-11-05 09:00", "2026-11-06 10:30")
        .replace("Category: Notes\n", "Category: Notes\nTags: fees, calls\n")
        .replace("Some", "More")
    )


@pytest.mark.K4
def test_a_draft_is_begun_kept_as_typed_and_published(desk: Desk, site: Site) -> None:
    begun = send(desk, "/desk/posts/new", {**TOKEN, "title": "What I learnt"})
    path = "posts/2026-11-18-what-i-learnt.md"
    assert header(begun, "Location").startswith(f"/desk/post?path={quote(path, '')}")
    assert "Status: draft\n---\n\n" in text_of(site, path)
    page = get(desk, header(begun, "Location")).body.decode()
    assert "It is begun. It is a draft: only you see it." in page
    assert 'class="problems"' not in page
    assert send(desk, "/desk/posts/new", {**TOKEN, "title": "What I learnt"}).status == 422
    form = form_of(desk, path)
    odd = "A *half\n[link](\n\n    code  \n<b"
    assert send(desk, "/desk/post", {**form, "body": odd, "do": "save"}).status == 303
    assert text_of(site, path).endswith(f"---\n\n{odd}\n")
    form = form_of(desk, path)
    send(desk, "/desk/post", {**form, "body": "Words.", "status": "published", "do": "save"})
    assert "Status" not in text_of(site, path)


@pytest.mark.K4
def test_what_readers_will_see_is_shown_clean_and_nothing_is_written(
    desk: Desk, site: Site
) -> None:
    form = {**form_of(desk), "title": "Other"}
    form["body"] = "One.\n\nTwo <script>alert(1)</script> [x](#none)\n\n![A desk]({attach}desk.png)"
    for answer in (
        send(desk, "/desk/posts/preview", form),
        send(desk, "/desk/post", {**form, "do": "preview"}),
    ):
        page = answer.body.decode()
        assert answer.status == 200
        assert "<script>alert" not in page
        assert 'src="/desk/picture?path=posts%2Fdesk.png"' in page
        assert 'data-line="3"' in page
    picture = get(desk, "/desk/picture?path=posts%2Fdesk.png")
    assert (header(picture, "Content-Type"), picture.body == PNG) == ("image/png", True)
    assert text_of(site) == TEXT


@pytest.mark.K4
def test_problems_of_a_text_beside_the_others_stand_by_their_line(desk: Desk, site: Site) -> None:
    site.post(FIRST, TEXT.replace("Some words", "Words, and [more](gone.md)"))
    page = get(desk, f"/desk/post?path={quote(FIRST)}").body.decode()
    assert re.search(r'data-line="1">Line 1</button>[^<]*gone\.md', page)


@pytest.mark.K4
def test_a_file_that_changed_meanwhile_is_shown_beside_what_was_typed(
    desk: Desk, site: Site
) -> None:
    form = {**form_of(desk), "body": "Mine.", "do": "save"}
    site.post(FIRST, TEXT.replace("Some", "Their"))
    answer = send(desk, "/desk/post", form)
    page = answer.body.decode()
    assert answer.status == 409
    marked = re.findall(r"<mark>([^<]*)</mark>", page)  # what only one of the two has
    assert marked == ["Their words.", "![A desk]({attach}desk.png)", "Mine."]
    assert "Their words." in text_of(site)
    assert send(desk, "/desk/post", fields_of(answer)).status == 303
    assert text_of(site).endswith("---\n\nMine.\n")


def upload(desk: Desk, form: dict[str, str], name: str, data: bytes) -> AppResponse:
    parts = [(f'name="{key}"', value.encode()) for key, value in form.items()]
    file = (f'name="picture"; filename="{name}"\r\nContent-Type: image/png', data)
    headers = {**FORM, "content-type": KIND}
    return desk(AppRequest("POST", "/desk/post", headers, multipart(*parts, file)))


@pytest.mark.K4
def test_a_picture_is_stored_beside_the_post_and_put_into_what_was_typed(
    desk: Desk, site: Site
) -> None:
    form = {
        **form_of(desk),
        "body": "One.\n\nTwo.",
        "alt": "A [new] desk",
        "do": "picture",
        "at": "4",
    }
    answer = upload(desk, form, "My Desk.PNG", PNG)
    new = fields_of(answer)["body"]
    assert new == "One.\n\n![A (new) desk]({attach}my-desk.png)\n\nTwo."
    assert (site.folder / "content/posts/my-desk.png").read_bytes() == PNG
    assert text_of(site) == TEXT  # the text is saved by its own button
    again = fields_of(upload(desk, form, "My Desk.png", PNG))["body"]
    assert "{attach}my-desk.png" in again  # of the same picture there is one file
    other = OTHER_PNG.read_bytes()
    assert "my-desk-2.png" in fields_of(upload(desk, form, "My Desk.png", other))["body"]
    assert (site.folder / "content/posts/my-desk-2.png").read_bytes() == other


@pytest.mark.K5
@pytest.mark.parametrize(
    ("name", "data", "alt"),
    [
        ("x.png", PNG, ""),
        ("x.png", b"<svg onload='alert(1)'/>", "A desk"),
        ("x.png", b"#!/bin/sh\n", "A desk"),
        ("x.html", b"<script>alert(1)</script>", "A desk"),
    ],
    ids=["no-alt", "svg", "program", "page"],
)
def test_what_is_no_picture_is_not_stored(
    desk: Desk, site: Site, name: str, data: bytes, alt: str
) -> None:
    before = sorted((site.folder / "content").rglob("*"))
    form = {**form_of(desk), "body": "Typed.", "alt": alt, "do": "picture"}
    answer = upload(desk, form, name, data)
    assert (answer.status, fields_of(answer)["body"]) == (200, "Typed.")
    assert sorted((site.folder / "content").rglob("*")) == before


@pytest.mark.K5
@pytest.mark.parametrize(
    "name", ["../../conf.py", "/etc/x", "..\\x", "a/../../x.png", "\0", "...", ""]
)
def test_the_name_of_a_picture_leads_nowhere(desk: Desk, site: Site, name: str) -> None:
    form = {**form_of(desk), "alt": "A desk", "do": "picture"}
    upload(desk, form, name, PNG)
    (new,) = {path.name for path in (site.folder / "content").rglob("*.png")} - {"desk.png"}
    assert re.fullmatch(r"[a-z0-9-]+\.png", new)
    assert {path.name for path in site.folder.glob("*.png")} == set()


@pytest.mark.K5
@pytest.mark.parametrize(
    "path",
    [
        *("../conf.py", "posts/../../conf.py", "conf.py", "extra/x.md", "posts/desk.png", ""),
        *("/etc/passwd", "posts/none.md"),
    ],
)
def test_nothing_but_texts_is_opened_or_written(desk: Desk, site: Site, path: str) -> None:
    conf = (site.folder / "conf.py").read_text()
    assert get(desk, f"/desk/post?path={quote(path, '')}").status in {404, 422}
    form = {**form_of(desk), "path": path, "do": "save"}
    assert send(desk, "/desk/post", form).status in {404, 422}
    assert send(desk, "/desk/posts/preview", form).status in {404, 422}
    assert get(desk, f"/desk/picture?path={quote(f'../{path}', '')}").status in {404, 422}
    assert (site.folder / "conf.py").read_text() == conf


@pytest.mark.K4
def test_what_is_pasted_from_a_word_processor_becomes_markdown(desk: Desk) -> None:
    html = (
        '<p class="MsoNormal"><b style="mso-x:y">Bold</b> and <a href="https://a.example/">a link</a>'
        "<o:p></o:p></p><ul><li>One</li></ul><script>alert(1)</script>"
    )
    answer = send(desk, "/desk/posts/paste", {**TOKEN, "html": html})
    assert header(answer, "Content-Type") == "text/plain; charset=utf-8"
    assert answer.body.decode() == "**Bold** and [a link](https://a.example/)\n\n- One"


@pytest.mark.K4
def test_a_draft_is_published_with_what_was_typed(desk: Desk, site: Site) -> None:
    path = "posts/2026-11-07-draft.md"
    before, form = text_of(site, path), form_of(desk, path)
    answer = send(desk, "/desk/post", {**form, "title": "Ready", "do": "publish"})
    assert answer.status == 303
    new = text_of(site, path)
    assert "Status" not in new
    assert "Title: Ready\n" in new
    assert body_of(new).text == body_of(before).text


@pytest.mark.K4
def test_a_book_is_begun_filled_in_and_published(desk: Desk, site: Site) -> None:
    begun = send(desk, "/desk/posts/new", {**TOKEN, "title": "On Fees", "kind": "book"})
    path = "resources/on-fees.md"
    assert header(begun, "Location").startswith(f"/desk/post?path={quote(path, '')}")
    before, form = text_of(site, path), form_of(desk, path)
    assert send(desk, "/desk/post", {**form, "do": "save"}).status == 303
    assert text_of(site, path) == before
    filled = {
        "author": "A. Writer; B. Writer",
        "publisher": "A house",
        "year": "2020",
        "topic": "Fees",
    }
    filled |= {
        "link": "https://a.example/",
        "summary": "What it says.",
        "checked": "2026-11-17",
        "status": "published",
    }
    send(desk, "/desk/post", {**form, **filled, "body": "Read it.", "do": "save"})
    text = text_of(site, path)
    assert all(f"\n{line}\n" in text for line in (
        "Author: A. Writer; B. Writer", "Publisher: A house", "Year: 2020", "Checked: 2026-11-17",
    ))  # fmt: skip
    assert "Status" not in text
    assert '<li class="error">' not in get(desk, f"/desk/post?path={quote(path)}").body.decode()
    assert send(desk, "/desk/posts/new", {**TOKEN, "title": "X", "kind": "car"}).status == 422


EVENT = """Title: Office hours
Type: event
Start: {start}
End: 2027-1-20 12:00
Timezone: Europe/London
Checked: {checked}
Id: urn:uuid:9b4cbb39-3b0f-4b8e-9c5e-0d9d1c0f4a11

Come.
"""


@pytest.mark.K4
@pytest.mark.parametrize(
    ("start", "checked", "kinds", "shown"),
    [
        (
            "2027-01-20T09:30",
            "2026-9-5",
            ("datetime-local", "date"),
            ("2027-01-20T09:30", "2026-09-05"),
        ),
        ("2027-01-20 9.30", "soon", ("text", "text"), ("2027-01-20 9.30", "soon")),
        ("", "", ("datetime-local", "date"), ("", "")),
    ],
)
def test_days_and_times_of_the_library_have_inputs_of_their_own_and_stay_as_typed(
    desk: Desk, site: Site, start: str, checked: str, kinds: tuple[str, str], shown: tuple[str, str]
) -> None:
    path, text = "resources/office-hours.md", EVENT.format(start=start, checked=checked)
    site.post(path, text)
    page = BeautifulSoup(get(desk, f"/desk/post?path={quote(path)}").body, "html.parser")
    inputs = [page.select_one(f"#{name}") for name in ("start", "checked")]
    assert tuple(one["type"] for one in inputs if one) == kinds
    assert tuple(one["value"] for one in inputs if one) == shown
    form = form_of(desk, path)
    assert send(desk, "/desk/post", {**form, "do": "save"}).status == 303
    assert text_of(site, path) == text
    send(desk, "/desk/post", {**form, "end": "2027-01-20T13:15", "do": "save"})
    assert text_of(site, path) == text.replace("2027-1-20 12:00", "2027-01-20 13:15")


def test_what_one_thread_read_of_a_text_another_need_not_read_again(desk: Desk, site: Site) -> None:
    """The server answers each request in a thread of its own."""

    def list_posts(thread: ThreadPoolExecutor) -> int:
        assert thread.submit(get, desk, "/desk/posts/").result().status == 200
        with closing(sqlite3.connect(site.folder / ".cache" / CACHE_FILE)) as rows:
            tables = [name for (name,) in rows.execute("SELECT name FROM sqlite_master")]
            counts = (
                rows.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                for name in tables
                if not name.startswith("sqlite")
            )
            return sum(counts)

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        before = list_posts(one)
        site.post("posts/2026-11-09-new.md", "Title: New\n\nNew words.\n")
        assert list_posts(other) > before > 0


@pytest.mark.K4
@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Date: 2026-11-05", "Readers see it with the next publish"),
        ("Date: 2026-12-24", "Readers see it from its date on"),
        ("Status: draft", "only you see it"),
        ("Status: hidden", "it can be read by its address"),
        ("Date: soon", "readers see no change before you correct it"),
    ],
)
def test_who_sees_a_text_is_said_where_it_was_saved(
    desk: Desk, site: Site, header: str, says: str
) -> None:
    site.post(FIRST, f"Title: First\n{header}\n\nWords.\n")
    where = f"/desk/post?path={quote(FIRST)}"
    assert says in get(desk, f"{where}&saved=saved").body.decode()
    assert says not in get(desk, where).body.decode()
