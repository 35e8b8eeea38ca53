"""What a whole site tells programs of itself."""

from __future__ import annotations

import pytest
from tests.machine_readable.test_sitemap import locations
from tests.site.building import Site

pytestmark = pytest.mark.R7

HOME = "http://localhost:8000"
PARTNER = "partners:\n  - {id: ann, name: Ann, home: https://ann.example/, feed: ann.xml, backfill: all}\n"
POST = "Title: A post\nDate: 2026-11-06 09:00\n{}\n\nWords.\n"


@pytest.mark.R9
@pytest.mark.A3
def test_the_list_has_own_pages_alone_and_no_time_of_the_build(site: Site) -> None:
    site.feeds(PARTNER)
    site.feed("ann", ("Theirs", "Tue, 10 Nov 2026 09:00:00 GMT"))
    site.post("posts/changed.md", POST.format("Modified: 2026-11-07 09:00\nAliases: /old.html"))
    site.post("posts/hidden.md", POST.format("Status: hidden"))
    site.post("posts/draft.md", POST.format("Status: draft"))
    site.post("posts/later.md", POST.format("Status: published").replace("11-06", "12-06"))
    away = "First_published: Elsewhere, https://else.example/a-post"
    site.post("posts/elsewhere.md", POST.format(away))
    site.post("pages/about.md", "Title: About\n\nUs.\n")
    site.refresh()
    site.build()
    assert {f"2026/11/{name}.html" for name in ("hidden", "elsewhere")} < set(site.files)
    assert set(locations(site.files["sitemap.xml"])) == {
        f"{HOME}/{name}"
        for name in (
            *(
                "",
                "archives.html",
                "2026/",
                "2026/11/",
                "2026/11/first.html",
                "2026/11/changed.html",
            ),
            *("category/notes.html", "author/the-editor.html", "about.html", "blogs/"),
        )
    }
    text = site.files["sitemap.xml"].decode()
    assert text.count("<lastmod>") == 2
    assert "2026-11-07T09:00:00+00:00" in text
    assert site.files["robots.txt"].decode().endswith(f"Sitemap: {HOME}/sitemap.xml\n")
    for name in (name for name in site.files if name.endswith(".html")):
        page = site.page(name)
        canonical = page.select_one("link[rel=canonical]")
        if page.select('meta[name=robots][content*="noindex"]') and canonical:
            assert canonical["href"].startswith(HOME), name


def test_the_authors_own_robots_txt_counts(site: Site) -> None:
    site.post("extra/robots.txt", "User-agent: *\nDisallow: /\n")
    site.settings = 'EXTRA_PATH_METADATA = {"extra/robots.txt": {"path": "robots.txt"}}\n'
    site.build()
    assert site.files["robots.txt"] == b"User-agent: *\nDisallow: /\n"
