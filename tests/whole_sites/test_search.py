"""What can be found on a whole site."""

from __future__ import annotations

import gzip
import json

import pytest
from tests.frontdesk.content.resource_faults import resource
from tests.whole_sites.building import Site

pytestmark = [pytest.mark.R4, pytest.mark.R13]

PARTNER = "partners:\n  - {id: ann, name: Ann, home: https://ann.example/, feed: ann.xml}\n"


@pytest.mark.R9
@pytest.mark.A3
def test_own_texts_are_found_and_no_word_of_others(site: Site) -> None:
    site.feeds(PARTNER)
    site.feed("ann", ("Partnerly words", "Tue, 17 Nov 2026 09:00:00 GMT"))
    hidden = "Title: Hidden\nDate: 2026-11-06\nStatus: hidden\n\nSome hidden words.\n"
    site.post("posts/2026-11-06-hidden.md", hidden)
    site.post(
        "posts/2026-11-07-draft.md", hidden.replace("idden", "raft").replace("hraft", "draft")
    )
    site.post("posts/2026-11-19-later.md", "Title: Later\n\nSome later words.\n")
    site.post(
        "posts/2026-11-08-kept.md",
        "Title: Kept\nCategory: Practice\nKeywords: dunning, late payment\nTags: fees\n\nA letter.\n",
    )
    site.post("pages/about.md", "Title: About\nKeywords: imprint\n\nWhat we do.\n")
    tool = resource("tool", Title="The Abacus", Date="2026-11-10", Keywords="sums")
    site.post("resources/a-tool.md", tool)
    site.refresh()
    site.build()
    assert "2026/11/hidden.html" in site.files
    found = titles(site)
    assert {url: title for url, title in found.items() if not url.startswith("20")} == {
        "about.html": "About",
        "blogs/ann.html": "Ann",
        "category/notes.html": "Notes",
        "category/practice.html": "Practice",
        "resources/a-tool.html": "The Abacus",
    }
    assert {url for url in found if url.startswith("20")} == {
        "2026/11/first.html",
        "2026/11/kept.html",
    }
    words = known_words(site)
    assert {
        "first",
        "letter",
        "dunning",
        "payment",
        "fees",
        "abacus",
        "ann",
        "imprint",
        "sums",
    } <= words
    assert not words & {"hidden", "draft", "later", "partnerly"}


def titles(site: Site) -> dict[str, str]:
    """The title of each page that can be found, by its address."""
    chunks = (json.loads(data) for name, data in site.files.items() if name.startswith("search/d"))
    return {one[1]: one[2] for chunk in chunks for one in chunk}


def known_words(site: Site) -> set[str]:
    """All words that something is found by."""
    shards = (
        json.loads(data)
        for name, data in site.files.items()
        if name.startswith("search/w") and name.count(".") == 1
    )
    return {word for shard in shards for entry in shard for word in entry[1::2]}


def test_without_script_the_search_leads_on_by_links(site: Site) -> None:
    site.build()
    page = site.page("search.html")
    assert not page.select_one("form").get("action")
    assert "archives.html" in page.select_one("noscript ~ #search-elsewhere a")["href"]
    assert {a.get_text() for a in page.select("#search-elsewhere a")} == {
        "All posts",
        "Notes",
        "First",
    }


def test_a_site_whose_posts_all_wait_says_so(site: Site) -> None:
    (site.folder / "content/posts/2026-11-05-first.md").unlink()
    site.post("posts/2026-11-19-later.md", "Title: Later\n\nSome later words.\n")
    site.settings = "PREVIEW = True\n"
    site.build()
    page = site.page("search.html")
    assert not page.select("form, script[type=module]")
    assert page.select_one(".empty").get_text() == "Nothing has been published yet."


@pytest.mark.R5
def test_the_archives_and_the_page_that_is_not_there_lead_to_the_search(site: Site) -> None:
    site.settings = 'SITEURL = "http://localhost:8000/sub"\n'
    site.build()
    assert site.page("archives.html").select_one("form")["action"] == "./search.html"
    assert site.page("404.html").select_one("form")["action"] == "/sub/search.html"


def test_the_script_is_on_the_search_page_only(site: Site) -> None:
    site.build()
    users = {
        name for name, data in site.files.items() if name.endswith(".html") and b"search.js" in data
    }
    assert users == {"search.html"}


def test_what_runs_is_small(site: Site) -> None:
    site.build()
    scripts = ("theme/js/search.js", "theme/js/search-engine.js")
    assert sum(len(gzip.compress(site.files[name])) for name in scripts) <= 12_000


def test_a_search_that_is_switched_off_leaves_nothing_behind(site: Site) -> None:
    site.build()
    assert "search.html" in site.files
    site.settings = "SEARCH = False\n"
    site.build()
    assert "Warning" not in site.complained
    assert_no_search(site)


def test_a_search_that_would_find_nothing_is_not_offered(site: Site) -> None:
    (site.folder / "content/posts/2026-11-05-first.md").unlink()
    site.post("pages/about.md", "Title: About\n\nWords about us.\n")
    site.post("posts/2026-11-06-hidden.md", "Title: H\nStatus: hidden\n\nWords.\n")
    site.post("posts/2026-11-07-draft.md", "Title: D\nStatus: draft\n\nWords.\n")
    site.build()
    assert "search.html" not in site.files
    assert not [name for name in site.files if name.startswith("search/")]
    for name in (name for name in site.files if name.endswith(".html")):
        assert not site.page(name).select('form, a[href$="search.html"]'), name
        assert not [ul for ul in site.page(name).select("ul, ol, dl") if not ul.find(True)], name
    site.post("resources/a-tool.md", resource("tool", Date="2026-11-10"))
    site.build()
    assert site.page("archives.html").select_one("form")["action"] == "./search.html"


def assert_no_search(site: Site) -> None:
    assert not [name for name in site.files if name.startswith("search")]
    for name in ("index.html", "archives.html", "404.html"):
        assert not site.page(name).select('form, a[href$="search.html"]')
