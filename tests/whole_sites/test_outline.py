"""What a page says of a text before it begins."""

from __future__ import annotations

import pytest
from tests.whole_sites.building import Site

PARTS = "".join(f"\n## Part {n}\n\n{'Words. ' * 200}\n" for n in range(4))


@pytest.mark.R4
def test_a_long_text_says_how_long_and_leads_to_its_parts(site: Site) -> None:
    site.post("posts/2026-11-05-long.md", f"Title: Long\n\nBegin.\n{PARTS}")
    site.post("posts/2026-11-06-short.md", "Title: Short\n\nAll of it.\n\n## One part\n\nMore.\n")
    site.build()
    long, short = site.page("2026/11/long.html"), site.page("2026/11/short.html")
    assert "4 min read" in long.select_one("article header").get_text()
    assert "1 min read" in short.select_one("article header").get_text()
    contents = {link["href"]: link.get_text() for link in long.select("nav.outline a")}
    assert contents == {f"#part-{n}": f"Part {n}" for n in range(4)}
    assert all(long.select_one(f"h2{anchor}") for anchor in contents)
    assert not short.select("nav.outline")


def test_a_wrong_number_is_told(site: Site) -> None:
    site.settings = "READING_SPEED = '230'\n"
    site.build(expect=1)
    assert "READING_SPEED is '230'; write a whole number, 0 or more" in site.complained


def test_the_menu_marks_the_page_that_is_open(site: Site) -> None:
    site.build()
    for name, marked in (
        ("archives.html", ["All posts"]),
        ("digests/index.html", ["Digests"]),
        ("index.html", []),
    ):
        menu = site.page(name).select(".masthead [aria-current=page]")
        assert [link.get_text() for link in menu] == marked
