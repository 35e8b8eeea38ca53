"""What old exports of Blogger have: archives of other names, custom redirects, labels with a slash."""

from __future__ import annotations

import pytest
from tests.frontdesk.importers.imports import EXPORTS, files, take


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
