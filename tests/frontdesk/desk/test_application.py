"""The desk without a browser: which requests it refuses, and what it writes for the others."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from tests.frontdesk.desk.requests import (
    CHOICE,
    CURATION,
    FORM,
    HOST,
    KEYS,
    OURS,
    WEEK,
    desk_of,
    get,
    header,
    send,
)
from tests.whole_sites.building import Site

from frontdesk.build.preview.application import MAX_BODY, AppRequest
from frontdesk.desk.application import Desk


@pytest.fixture
def desk(site: Site, curation: Path) -> Desk:
    return desk_of(site)


# --- who is answered ----------------------------------------------------------------------------


@pytest.mark.K5
def test_the_address_that_was_printed_opens_the_desk(desk: Desk) -> None:
    opened = get(desk, f"/desk/?token={KEYS.token}", {"host": HOST})
    assert (opened.status, header(opened, "Location")) == (303, "/desk/")
    cookie = header(opened, "Set-Cookie")
    assert cookie == f"desk-8000={KEYS.session}; Path=/desk; HttpOnly; SameSite=Strict"
    assert get(desk, "/desk/digest/").status == 200


@pytest.mark.K5
@pytest.mark.parametrize(
    ("status", "method", "changed", "body"),
    [
        (421, "POST", {"host": "evil.example"}, {}),
        (421, "POST", {"host": "localhost.evil.example:8000"}, {}),
        (421, "POST", {"host": "192.168.0.7:8000", "origin": "http://192.168.0.7:8000"}, {}),
        (421, "POST", {"host": "evil.example:8000", "origin": "http://evil.example:8000"}, {}),
        (403, "POST", {"cookie": ""}, {}),
        (403, "POST", {"cookie": "desk-8000=guessed"}, {}),
        (403, "POST", {"origin": "http://evil.example"}, {}),
        (403, "POST", {"origin": "null"}, {}),
        (403, "POST", {"origin": ""}, {}),
        (403, "POST", {"origin": "http://localhost:9000"}, {}),
        (403, "POST", {"origin": "https://localhost:8000"}, {}),
        (403, "POST", {"sec-fetch-site": "cross-site"}, {}),
        (403, "POST", {"sec-fetch-site": "same-site"}, {}),
        (403, "POST", {}, {"token": ""}),
        (403, "POST", {}, {"token": KEYS.token}),
        (403, "POST", {}, {"token": KEYS.session}),
        (415, "POST", {"content-type": "text/plain"}, {}),
        (415, "POST", {"content-type": "application/json"}, {}),
        (413, "POST", {}, {"note": "x" * 2_000_001}),
        (413, "POST", {}, None),
        (405, "PUT", {}, {}),
    ],
)
def test_what_does_not_come_from_the_desk_is_refused_and_writes_nothing(
    desk: Desk, curation: Path, status: int, method: str, changed: dict[str, str], body: dict | None
) -> None:
    sent = None if body is None else urlencode({**CHOICE, **body}).encode()
    answer = desk(AppRequest(method, WEEK, {**FORM, **changed}, sent))
    assert answer.status == status
    assert curation.read_text() == CURATION
    assert KEYS.form_token not in answer.body.decode()
    whole = desk(AppRequest("POST", WEEK, FORM, urlencode(CHOICE).encode()))
    assert whole.status == 303  # the same form, from the desk


@pytest.mark.K5
@pytest.mark.parametrize(("token", "status"), [(KEYS.form_token, 200), ("of another start", 403)])
def test_a_form_can_ask_whether_it_would_be_taken(desk: Desk, token: str, status: int) -> None:
    answer = desk(AppRequest("POST", "/desk/ready", FORM, urlencode({"token": token}).encode()))
    assert answer.status == status


@pytest.mark.K5
def test_nothing_is_written_by_following_a_link(desk: Desk, curation: Path) -> None:
    assert get(desk, f"{WEEK}?{urlencode(CHOICE)}").status == 200
    assert curation.read_text() == CURATION


@pytest.mark.K5
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/desk/digest/", {"host": HOST}),
        ("/desk/static/desk.css", {"host": "evil.example"}),
        (f"/desk/?token={KEYS.token}", {"host": "evil.example"}),
        ("/desk/?token=guessed", {"host": HOST}),
        ("/desk/?token=", {"host": HOST}),
        ("/desk/digest/", {**OURS, "sec-fetch-site": "cross-site"}),
    ],
)
def test_without_its_key_the_desk_shows_nothing(desk: Desk, path: str, headers: dict) -> None:
    answer = get(desk, path, headers)
    assert answer.status in {403, 421}
    assert "Ann" not in answer.body.decode()
    assert not header(answer, "Set-Cookie")


@pytest.mark.K5
@pytest.mark.parametrize(
    "path",
    [
        *("/desk/static/../application.py", "/desk/static/%2e%2e/guard.py", "/desk/../feeds.yaml"),
        *("/desk/digest/../../feeds.yaml", "/desk/digest/2026-W47/../x"),
    ],
)
def test_no_address_leads_out_of_the_desk(desk: Desk, path: str) -> None:
    assert get(desk, path).status == 404
    assert send(desk, path, CHOICE).status == 404


@pytest.mark.K5
def test_each_answer_forbids_what_the_desk_does_not_need(desk: Desk) -> None:
    for answer in (get(desk, "/desk/digest/"), get(desk, "/desk/x"), get(desk, "/desk/", {})):
        policy = header(answer, "Content-Security-Policy")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert header(answer, "X-Content-Type-Options") == "nosniff"
        assert header(answer, "Cache-Control") == "no-store"
    page = BeautifulSoup(get(desk, "/desk/digest/").body, "html.parser")
    names = {name for tag in page.find_all(True) for name in tag.attrs}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert [tag.get("src") for tag in page.find_all(["script", "style"])] == [
        "/desk/static/desk.js"
    ]


@pytest.mark.K5
def test_a_partners_words_are_words(desk: Desk) -> None:
    page = get(desk, "/desk/digest/").body.decode()
    assert "Ann &lt;b&gt;B" in page
    assert "alert" not in page or "&lt;script" in page
    assert "<script>" not in page
    assert "<img" not in page


@pytest.mark.K5
def test_an_error_names_file_and_line_and_no_folder_of_this_machine(
    desk: Desk, site: Site, curation: Path
) -> None:
    curation.write_text("entrys: []\n")
    answer = get(desk, "/desk/digest/")
    assert answer.status == 422
    assert "curation.yaml:1:1: unknown field" in answer.body.decode()
    assert str(site.folder) not in answer.body.decode()
    assert send(desk, WEEK, CHOICE).status == 422
    assert curation.read_text() == "entrys: []\n"


@pytest.mark.K5
def test_a_link_in_place_of_the_file_is_not_followed(
    desk: Desk, curation: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(CURATION)
    curation.unlink()
    curation.symlink_to(outside)
    answer = send(desk, WEEK, CHOICE)
    curation.unlink()
    assert answer.status == 422
    assert "symbolic link" in answer.body.decode()
    assert outside.read_text() == CURATION


def test_a_body_within_the_limit_fits_a_picture() -> None:
    assert 10_000_000 < MAX_BODY < 50_000_000
