"""Names that have pages, and addresses of before, in a whole site."""

from __future__ import annotations

import pytest
from tests.whole_sites.building import Site

POST = "Title: {}\nTags: {}\nCategory: {}\n\nWords.\n"


def tags(site: Site, name: str) -> list[str]:
    return [a["href"] for a in site.page(name).select('a[href*="tag/"]')]


@pytest.mark.A2
def test_names_that_differ_in_signs_only_have_a_page_each(site: Site) -> None:
    names = {"C": "c", "C++": "c-plus-plus", "C#": "c-sharp", "<b>": "b", "🎉": "u1f389"}
    for n, name in enumerate(names):
        site.post(f"posts/2026-11-0{n + 1}-p{n}.md", POST.format(f"On {n}", name, "Notes"))
    site.post(
        "posts/2026-11-08-all.md",
        "Title: All\n\n[c]({tag}C++), [s]({tag}C#), [p]({tag}🎉), [n]({category}Notes).\n",
    )
    site.build()
    for n, slug in enumerate(names.values()):
        page = site.page(f"tag/{slug}.html")
        assert f"On {n}" in page.select_one("main").get_text()
        assert page.select_one("main h1").get_text().count([*names][n]) == 1
    assert "tag/.html" not in site.files
    links = {a["href"] for a in site.page("2026/11/all.html").select(".prose a")}
    assert links == {
        "../../tag/c-plus-plus.html",
        "../../tag/c-sharp.html",
        "../../tag/u1f389.html",
        "../../category/notes.html",
    }


@pytest.mark.A5
@pytest.mark.B10
def test_the_address_that_such_a_name_had_before_leads_on_where_nothing_else_lies(
    site: Site,
) -> None:
    site.post("posts/2026-11-05-p.md", POST.format("On C++", "C++", "F#"))
    site.build()
    assert site.page("tag/c.html").select_one("a")["href"] == "../tag/c-plus-plus.html"
    assert site.page("category/f.html").select_one("a")["href"] == "../category/f-sharp.html"
    assert (
        site.files["feeds/categories/f.atom.xml"] == site.files["feeds/categories/f-sharp.atom.xml"]
    )
    site.post("posts/2026-11-06-q.md", POST.format("On C", "C", "Notes"))
    site.build()
    assert "On C++" not in site.main("tag/c.html")
    assert "On C" in site.main("tag/c.html")


@pytest.mark.A5
def test_a_category_tag_and_series_that_were_renamed_are_found_with_their_feeds(
    site: Site,
) -> None:
    site.settings = 'SERIES = {"New Column": None}\nTAG_FEEDS = True\n'
    site.post(
        "posts/2026-11-05-p.md", "Title: P\nTags: fees\nCategory: Money\nSeries: New Column\n\nW.\n"
    )
    site.post(
        "redirects.txt",
        "/category/bills.html /category/money.html\n"
        "/tag/invoices.html /tag/fees.html\n"
        "/series/old-column.html /series/new-column.html\n"
        "/rss /feeds/posts.rss.xml\n"
        "/atom-old.xml /feeds/posts.atom.xml\n"
        "/gone.xml /feeds/no.such.xml\n",
    )
    site.build()
    for old, new in (
        ("category/bills.html", "../category/money.html"),
        ("tag/invoices.html", "../tag/fees.html"),
        ("series/old-column.html", "../series/new-column.html"),
    ):
        assert site.page(old).select_one("a")["href"] == new
    for old, new in (
        ("feeds/categories/bills.atom.xml", "feeds/categories/money.atom.xml"),
        ("feeds/tags/invoices.atom.xml", "feeds/tags/fees.atom.xml"),
        ("feeds/series/old-column.atom.xml", "feeds/series/new-column.atom.xml"),
        ("atom-old.xml", "feeds/posts.atom.xml"),
    ):
        in_the_root = site.files[old].replace(b'"theme/', b'"../theme/', 1)  # their style
        assert in_the_root == site.files[new]
    assert "/category/bills.html /category/money.html 301" in site.files["_redirects"].decode()
    assert "gone.xml" not in site.files
    assert "redirects.txt:6: there is no feed /feeds/no.such.xml" in site.complained


@pytest.mark.B4
@pytest.mark.parametrize("path", ["", "/blog"])
def test_a_wrong_line_keeps_nothing_from_being_published(site: Site, path: str) -> None:
    site.settings = f'SITEURL = "https://site.example{path}"\n'
    site.post("posts/2026-11-05-p.md", POST.format("P", "fees", "Money"))
    site.post("redirects.txt", "nothing\n/old.html /2026/11/p.html\n/x.html /no-such.html\n")
    site.build()
    assert "content/redirects.txt:1" in site.complained
    assert "content/redirects.txt:3" in site.complained
    assert site.page("old.html").select_one("a")["href"] == "./2026/11/p.html"
    assert f"{path}/old.html {path}/2026/11/p.html 301\n" in site.files["_redirects"].decode()
    assert "x.html" not in site.files


@pytest.mark.R7
def test_a_page_whose_name_ends_in_index_tells_its_whole_address_and_its_own_feed(
    site: Site,
) -> None:
    site.settings = 'MENU_PAGES = ["my-index"]\n'
    site.post("posts/2026-11-05-reindex.md", POST.format("P", "fees", "Reindex"))
    site.post("posts/2026-11-06-my-index.md", POST.format("Q", "fees", "My index"))
    site.post("pages/my-index.md", "Title: A page\n\nWords.\n")
    site.build()
    for name in ("2026/11/reindex.html", "2026/11/my-index.html", "category/reindex.html"):
        tag = site.page(name).select_one('meta[property="og:url"]')
        assert tag["content"] == f"http://localhost:8000/{name}"
    for slug in ("reindex", "my-index"):
        feeds = site.page(f"category/{slug}.html").select("head link[rel=alternate]")
        assert f"../feeds/categories/{slug}.atom.xml" in {feed["href"] for feed in feeds}
    chosen = site.page("my-index.html").select("nav [aria-current=page]")
    assert [link["href"] for link in chosen] == ["./my-index.html"]
    for name, address in (("index.html", ""), ("2026/11/index.html", "2026/11/")):
        tag = site.page(name).select_one('meta[property="og:url"]')
        assert tag["content"] == f"http://localhost:8000/{address}"
