"""What old exports of Blogger have: archives of other names, custom redirects, labels with a slash."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.importers.imports import EXPORTS, files, take
from tests.frontdesk.importers.written_exports import BLOGGER, TAKEOUT, body, entry, imported


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("blogger")
    take(EXPORTS / "blogger-old.xml", folder)
    return files(folder)


@pytest.mark.parametrize(
    "line",
    [
        "/search/label/M%C3%BCll/Abfall /tag/mullabfall.html",
        "/2010_04_01_archive.html /2010/05/",  # of a post whose month is another by our clock
        "/old/path.html /2010/03/a-post.html",
    ],
)
def test_an_old_address_leads_on(found: dict[str, str], line: str) -> None:
    assert line in found["redirects.txt"].splitlines()


def test_no_list_leads_to_a_month_that_is_to_come(found: dict[str, str]) -> None:
    assert "/2030/" not in found["redirects.txt"]


def test_links_to_lists_of_the_blog_lead_to_ours(found: dict[str, str]) -> None:
    text = found["posts/2010-03-04-a-post.md"]
    assert "[old perma](/2010/03/) [feed](/feeds/posts.atom.xml)" in text
    assert "[c]({filename}/posts/2010-03-04-a-post.md)" in text


def test_a_picture_beside_words_is_a_block_of_its_own(found: dict[str, str]) -> None:
    assert "1600/old.jpg)\n\nFirst.\n" in found["posts/2010-03-04-a-post.md"]


def takeout(name: str, kind: str, status: str, more: str = "") -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-7.post-{name}</id><blogger:type>{kind}</blogger:type>"
        f"<blogger:status>{status}</blogger:status><title>A post</title><content type='html'>Words.</content>"
        f"<published>1970-01-01T00:00:00Z</published><blogger:created>2016-03-01T10:00:00Z</blogger:created>{more}"
        "</entry>"
    )


def test_only_comments_that_readers_saw_are_taken(tmp_path: Path) -> None:
    parent = "<blogger:parent>tag:blogger.com,1999:blog-7.post-1</blogger:parent>"
    comments = [takeout("2", "COMMENT", "GHOSTED", parent), takeout("3", "COMMENT", "LIVE", parent)]
    outcome, found = imported(
        TAKEOUT.format("".join([takeout("1", "POST", "LIVE"), *comments])), tmp_path
    )
    assert [name for name in found if name.startswith("comments/")] == [
        "comments/2016-03-01-a-post/c3.md"
    ]
    assert [one.reason for one in outcome.left_out] == ["its status was GHOSTED"]


def test_a_draft_without_a_date_has_the_day_of_its_beginning(tmp_path: Path) -> None:
    _, found = imported(TAKEOUT.format(takeout("1", "POST", "DRAFT")), tmp_path)
    assert "\nDate: 2016-03-01 10:00 +00:00\n" in found["posts/2016-03-01-a-post.md"]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.blogger.com/blogger.g?blogID=7#editor",
        "https://draft.blogger.com/blog/post/edit/7/1#editor",
        "https://www.blogger.com/u/1/blogger.g?blogID=7#editor",
    ],
)
def test_a_link_to_the_editor_leads_into_the_text(address: str, tmp_path: Path) -> None:
    _, found = imported(BLOGGER.format(entry(f'<a href="{address}">x</a>')), tmp_path)
    assert body(found) == "[x](#editor)"


def test_a_place_on_the_page_of_a_month_is_no_address(tmp_path: Path) -> None:
    archive = "2012_01_01_archive.html"
    _, found = imported(BLOGGER.format(entry("Words.", path=f"{archive}#108")), tmp_path)
    assert "Url:" not in found["posts/2012-01-05-a-post.md"]
    assert f"/{archive} /2012/01/" in found["redirects.txt"].splitlines()
