"""The comments desk without a browser: what it reads from a letter, and the file that it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.desk.requests import KEYS, desk_of, fields_of, get, send
from tests.whole_sites.building import Site

from frontdesk.desk.application import Desk

LETTER = """From: Ann Example <ann@a.example>
Date: Tue, 17 Nov 2026 18:10:00 +0200
Subject: Re: Late invoices

We send ours on Mondays.

> What you wrote.
> More of it.

Nobody reads one on a Friday.
-- \nAnn
"""
TOKEN = {"token": KEYS.form_token}
KEY = "2026-11-05-late"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.feeds("partners: []\n")
    site.post(f"posts/{KEY}.md", "Title: Late invoices\n\nWords.\n")
    site.post("posts/2026-11-06-other.md", "Title: Other\n\nWords.\n")
    site.command()
    return site


@pytest.fixture
def desk(site: Site) -> Desk:
    return desk_of(site)


def comments(site: Site) -> dict[str, str]:
    folder = site.folder / "content/comments"
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.md")}


@pytest.mark.K1
def test_a_pasted_letter_becomes_a_comment(desk: Desk, site: Site) -> None:
    page = send(desk, "/desk/comments/read", {**TOKEN, "letter": LETTER}).body.decode()
    form = fields_of(page)
    assert comments(site) == {}
    for _ in range(2):
        assert send(desk, "/desk/comments/", form).status == 303
    written = (
        "Author: Ann Example\nDate: 2026-11-17 16:10\n\n"
        "We send ours on Mondays.\n\nNobody reads one on a Friday.\n"
    )
    assert comments(site) == {f"{KEY}/ann-example{n}.md": written for n in ("", "-2")}


@pytest.mark.K1
@pytest.mark.K5
@pytest.mark.parametrize(
    "changed",
    [
        {"post": "../../x"},
        {"post": ""},
        {"date": "soon"},
        {"text": ""},
        {"link": "javascript:alert(1)"},
    ],
    ids=["outside", "none", "date", "text", "link"],
)
def test_a_comment_with_a_mistake_comes_back_and_is_not_written(
    desk: Desk, site: Site, changed: dict[str, str]
) -> None:
    form = {**TOKEN, "post": KEY, "author": "Ann <b>", "date": "2026-11-17T10:00", "text": "Words."}
    answer = send(desk, "/desk/comments/", {**form, **changed})
    assert (answer.status, "Nothing was saved yet" in answer.body.decode()) == (200, True)
    assert "Ann &lt;b&gt;" in answer.body.decode()
    assert comments(site) == {}


def test_a_letter_without_a_header_is_its_words(desk: Desk) -> None:
    page = send(desk, "/desk/comments/read", {**TOKEN, "letter": "Only words."}).body.decode()
    assert "Only words.</textarea>" in page
    assert "Late invoices" in get(desk, "/desk/comments/").body.decode()
