"""What stands round a post: on its page, in the feeds, and on the page of thanks."""

from __future__ import annotations

from io import BytesIO

import feedparser
import pytest
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once

FULL = """Title: The second week
Disclosure: The bank is a *client* of mine.
First_published: The Client Letter, May 2008 https://letter.example/fees
Via: Ben Sample https://ben.example/fees
Also_posted: https://one.example/fees; Two https://two.example/fees
Question: How do you <ask>?
Lang: pl

The words themselves.
"""
ORDER = (
    *(
        "Disclosure",
        "The bank is a client of mine.",
        "First published in The Client Letter, May 2008.",
    ),
    *("The words themselves.", "Found via Ben Sample.", "Also posted on one.example, Two."),
    "How do you <ask>?",
)


@prepared_once
def credited(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", FULL)
    site.post("posts/2026-11-07-hidden.md", FULL.replace("Lang", "Status: hidden\nLang"))
    site.build()


def in_order(text: str) -> list[int]:
    words = " ".join(text.split())
    return [words.index(one) for one in ORDER]


@pytest.mark.A8
def test_what_a_reader_should_know_stands_round_the_post_and_in_the_feed(credited: Site) -> None:
    found = in_order(credited.page("2026/11/second.html").select_one(".prose").get_text())
    assert found == sorted(found)
    entry = feedparser.parse(BytesIO(credited.files["feeds/posts.atom.xml"])).entries[0]
    content = entry.content[0].value
    assert 'href="https://letter.example/fees"' in content
    assert content.index("Disclosure") < content.index("The words themselves")
    assert content.index("The words themselves") < content.index("Found via")
    assert "How do you &lt;ask&gt;?" in content


@pytest.mark.A8
def test_a_post_that_appeared_elsewhere_first_is_canonical_there(credited: Site) -> None:
    def canonical(page: str) -> str:
        [link] = credited.page(page).select("link[rel=canonical]")
        return str(link["href"])

    assert canonical("2026/11/second.html") == "https://letter.example/fees"
    assert canonical("2026/11/first.html") == "http://localhost:8000/2026/11/first.html"
    assert not credited.page("2026/11/second.html").select('meta[name="robots"]')  # R9


@pytest.mark.A8
def test_who_led_to_a_post_is_thanked_on_the_page_of_the_year(credited: Site) -> None:
    assert "Ben Sample The second week" in credited.main("thanks/2026.html")
    assert credited.main("thanks/2026.html").count("The second week") == 1  # the other is hidden
    assert credited.page("archives.html").select('a[href$="thanks/2026.html"]')


def test_a_post_in_another_language_says_so_where_it_stands(credited: Site) -> None:
    post, home = credited.page("2026/11/second.html"), credited.page("index.html")
    marked = [part.name for part in post.select("main [lang=pl]")]
    assert marked == ["h1", "div"]
    assert [part.get_text() for part in post.select("main [lang=pl] [lang=en]")] == [
        *("Disclosure", "First published in The Client Letter, May 2008."),
        *("Found via Ben Sample.", "Also posted on one.example, Two."),
    ]
    assert [part.name for part in home.select("main [lang=pl]")] == ["a", "p"]
    assert not credited.page("2026/11/first.html").select("main .post > :not(.turn) [lang]")


@pytest.mark.A3
@pytest.mark.A4
def test_a_preview_shows_what_is_not_to_be_seen_yet_and_says_so(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", "Title: Second\nStatus: draft\n\nWords.\n")
    site.post("posts/2026-11-27-third.md", "Title: Third\nDate: 2026-11-27 09:00\n\nWords.\n")
    site.post("pages/about.md", "Title: About\nStatus: draft\n\nWords.\n")
    site.settings = "PREVIEW = True\n"
    site.build()
    banner = "Only this preview shows it."
    assert f"Draft. {banner}" in site.main("2026/11/second.html")
    assert f"To appear on 2026-11-27 at 09:00. {banner}" in site.main("2026/11/third.html")
    assert f"Draft. {banner}" in site.main("about.html")
    assert "Draft Notes Second" in site.main("index.html")
    assert banner not in site.main("2026/11/first.html")
