"""What a whole site tells programs of itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import Tag
from tests.frontdesk.build.test_sitemap import locations
from tests.whole_sites.building import Site

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
    said = {name: what_it_says(site, name) for name in site.files if name.endswith(".html")}
    listed = {
        address
        for address, noindex, canonical in said.values()
        if not noindex and canonical == address
    }
    assert set(locations(site.files["sitemap.xml"])) == listed
    assert {name for name, (_, _, canonical) in said.items() if not canonical} == {"404.html"}
    assert not [
        name
        for name, (address, noindex, canonical) in said.items()
        if noindex and canonical not in {address, ""}
    ]


def what_it_says(site: Site, name: str) -> tuple[str, bool, str]:
    """The address of a page, whether it has `noindex`, and its canonical address."""
    page = site.page(name)
    canonical = page.select_one("link[rel=canonical]")
    noindex = page.select('meta[name=robots][content*="noindex"]')
    address = f"{HOME}/{name.removesuffix('index.html')}"
    return address, bool(noindex), str(canonical["href"]) if canonical else ""


def test_the_authors_own_robots_txt_counts(site: Site) -> None:
    site.post("extra/robots.txt", "User-agent: *\nDisallow: /\n")
    site.settings = 'EXTRA_PATH_METADATA = {"extra/robots.txt": {"path": "robots.txt"}}\n'
    site.build()
    assert site.files["robots.txt"] == b"User-agent: *\nDisallow: /\n"


REQUIRED = {
    "WebSite": {"@id", "url", "name"},
    "Blog": {"@id", "url", "name", "author"},
    "BlogPosting": {"headline", "url", "datePublished", "dateModified", "author", "description"},
    "BreadcrumbList": {"itemListElement"},
    "CollectionPage": {"url", "name", "mainEntity"},
}


def addresses(thing: Any) -> list[str]:
    """Every address in a thing of JSON-LD, however deep."""
    if isinstance(thing, list):
        return [address for one in thing for address in addresses(one)]
    if not isinstance(thing, dict):
        return []
    deeper = [address for one in thing.values() for address in addresses(one)]
    named = [thing[k] for k in ("@id", "url", "item", "logo") if k in thing]
    return deeper + named + thing.get("image", [])


def test_each_page_says_what_it_is_with_whole_addresses_of_its_own(site: Site) -> None:
    hostile = "Title: </script><script>alert(1)</script> & more\nDate: 2026-10-06 09:00\nTags: a\n"
    site.post("posts/hostile.md", f"{hostile}Series: Friday Debrief\n\nWords.\n")
    site.build()
    lists = ("2026/index.html", "2026/10/index.html", "category/notes.html", "tag/a.html")
    lists += ("author/the-editor.html", "series/friday-debrief.html")
    kinds = {name: {"CollectionPage", "BreadcrumbList"} for name in lists} | {
        "index.html": {"WebSite", "Blog"},
        "2026/10/hostile.html": {"BlogPosting", "BreadcrumbList"},
    }
    own = {f"{HOME}/{name.removesuffix('index.html')}" for name in site.files}
    for name, expected in kinds.items():
        page = site.page(name)
        (data,) = page.select('script[type="application/ld+json"]')
        assert not page.select("script:not([type], [src])")
        graph = json.loads(data.get_text())["@graph"]
        assert {thing["@type"] for thing in graph} == expected, name
        assert all(REQUIRED[thing["@type"]] <= set(thing) for thing in graph), name
        assert {address.partition("#")[0] for address in addresses(graph)} <= own, name
        canonical = page.select_one("link[rel=canonical]")["href"]
        assert canonical in {thing.get("url") for thing in graph}, name
        steps = [a["href"] for a in page.select('nav[aria-label="Breadcrumbs"] a')]
        for thing in graph:
            if thing["@type"] == "BreadcrumbList":
                last = thing["itemListElement"][-1]
                assert (last["position"], last["item"]) == (len(steps) + 1, canonical), name


def property_of(entry: Tag, name: str) -> str:
    """What a microformat of this kind says; the first where there are several."""
    tag = entry.select_one(f".{name}")
    assert tag, name
    value = tag.get("datetime") or tag.get("value") or (name[0] == "u" and tag.get("href"))
    return str(value) if value else " ".join(tag.get_text(" ").split())


def test_posts_teasers_and_items_of_digests_are_entries_to_programs(site: Site) -> None:
    site.feeds(PARTNER)
    site.feed("ann", ("Theirs", "Tue, 10 Nov 2026 09:00:00 GMT"))
    site.post("posts/a-post.md", POST.format("Tags: a").replace("11-06", "11-11"))
    site.refresh()
    site.build()
    published = "2026-11-11T09:00:00+00:00"
    entry = site.page("2026/11/a-post.html").select_one(".h-entry")
    assert {name: property_of(entry, name) for name in ("p-name", "u-url", "dt-published")} == {
        "p-name": "A post",
        "u-url": f"{HOME}/2026/11/a-post.html",
        "dt-published": published,
    }
    assert property_of(entry, "e-content") == "Words."
    assert property_of(entry, "p-author.h-card") == "The Editor"
    assert [tag.get_text() for tag in entry.select(".p-category")] == ["Notes", "a"]
    for name in ("index.html", "2026/11/index.html", "category/notes.html", "tag/a.html"):
        teaser = site.page(name).select_one(".h-feed .h-entry")
        assert property_of(teaser, "p-name") == "A post", name
        assert property_of(teaser, "u-url").endswith("2026/11/a-post.html")
        assert property_of(teaser, "dt-published") == published
    digests = (name for name in site.files if name.startswith("digests/weekly"))
    items = [item for name in digests for item in site.page(name).select(".h-feed .h-entry")]
    assert {property_of(item, "p-name") for item in items} == {"A post", "Theirs"}
    assert "https://ann.example/0" in {property_of(item, "u-url") for item in items}
    assert property_of(site.page("author/the-editor.html").select_one("main .h-card"), "p-name")
