"""What can be found on a whole site, and a site of a system for which Pagefind has no program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.frontdesk.build.search.test_index import fragments
from tests.frontdesk.content.resource_faults import resource
from tests.whole_sites.building import ROOT, Site

pytestmark = pytest.mark.R4

PARTNER = "partners:\n  - {id: ann, name: Ann, home: https://ann.example/, feed: ann.xml}\n"


@pytest.mark.R9
@pytest.mark.A3
def test_own_posts_are_found_and_nothing_else(site: Site) -> None:
    site.feeds(PARTNER)
    site.feed("ann", ("Partnerly words", "Tue, 17 Nov 2026 09:00:00 GMT"))
    hidden = "Title: Hidden\nDate: 2026-11-06\nStatus: hidden\n\nSome hidden words.\n"
    site.post("posts/2026-11-06-hidden.md", hidden)
    site.post(
        "posts/2026-11-07-draft.md", hidden.replace("idden", "raft").replace("hraft", "draft")
    )
    site.post("posts/2026-11-19-later.md", "Title: Later\n\nSome later words.\n")
    site.refresh()
    site.build()
    assert "2026/11/hidden.html" in site.files
    (found,) = fragments(site.folder / "output")
    assert found["url"] == "/2026/11/first.html"
    assert found["content"] == "First. Some words."
    assert found["filters"] == {"type": ["Post"]}
    assert found["meta"] == {"title": "First", "date": "Thursday, November 5, 2026"}


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


def test_without_a_program_for_the_system_the_site_has_no_search(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent/pagefind_bin.py").write_text("raise ImportError\n", encoding="utf-8")
    path = (tmp_path / "absent", ROOT, ROOT / "plugins")
    site.build(environment={"PYTHONPATH": os.pathsep.join(map(str, path))})
    assert "Warning: Pagefind has no program for this system" in site.complained
    assert_no_search(site)


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
    assert not [name for name in site.files if name.startswith("pagefind/")]
    for name in (name for name in site.files if name.endswith(".html")):
        assert not site.page(name).select('form, a[href$="search.html"]'), name
        assert not [ul for ul in site.page(name).select("ul, ol, dl") if not ul.find(True)], name
    site.post("resources/a-tool.md", resource("tool", Date="2026-11-10"))
    site.build()
    assert site.page("archives.html").select_one("form")["action"] == "./search.html"


def assert_no_search(site: Site) -> None:
    assert not [name for name in site.files if name.startswith(("search", "pagefind"))]
    for name in ("index.html", "archives.html", "404.html"):
        assert not site.page(name).select('form, a[href$="search.html"]')
