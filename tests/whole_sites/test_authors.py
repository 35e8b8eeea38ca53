"""What becomes of an author's files in a whole site: told, built, found again after a move."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest
from tests.frontdesk.content.resource_faults import GOOD, resource
from tests.whole_sites.building import NOW, Site

from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache
from frontdesk.content.scan import scan_content
from frontdesk.content.url_map import map_site
from frontdesk.core.load_settings import load_settings
from frontdesk.core.settings import settings_from

ATOM = "feeds/posts.atom.xml"
WORDS = "Title: Second\nDate: 2026-11-06 09:00\n"


def entries(site: Site) -> dict[str, str]:
    found = feedparser.parse(BytesIO(site.files[ATOM])).entries
    return {entry.title: entry.id for entry in found}


@pytest.mark.A2
def test_a_mistake_that_loses_nothing_is_told_and_the_site_is_built(site: Site) -> None:
    site.post("posts/second.md", f"{WORDS}\n![]({{static}}/images/gone.png)\n\n> Said.\n")
    site.post("posts/later.md", "Date: 2026-12-24\n\nWords without a title.\n")
    site.build()
    assert "2026/11/second.html" in site.files
    waits = (
        "this waits for its date: the first build after Thursday, 2026-12-24 00:00 UTC publishes it"
    )
    told = [line for line in site.complained.splitlines() if "content/posts" in line]
    assert [line.partition(": ")[2].partition("; ")[0] for line in told] == [
        "content/posts/later.md:1: this post has no title, so its first words are used",
        f"content/posts/later.md:1: {waits}",
        "content/posts/second.md:4: there is no picture 'images/gone.png'",
        "content/posts/second.md:4: this picture has no description for people who cannot see it",
        "content/posts/second.md:6: this quotation has no source",
    ]


@pytest.mark.A10
def test_a_post_without_a_title_and_one_of_an_equal_title_are_published(site: Site) -> None:
    site.post("posts/2026-11-05-note.md", "\nOnly a *few* words.\n")
    site.post("posts/2026-11-05-again.md", "Title: First\n\nWords.\n")
    site.build()
    assert site.page("2026/11/note.html").select_one("h1").get_text() == "Only a few words."
    assert [h.get_text() for h in site.page("index.html").select("main h3")].count("First") == 2


@pytest.mark.A5
def test_an_id_outlives_title_date_slug_and_the_files_name(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", f"{WORDS}Id: urn:uuid:1\n\nWords.\n")
    site.build()
    before = entries(site)["Second"]
    (site.folder / "content/posts/2026-11-06-second.md").unlink()
    site.post(
        "posts/moved.md",
        "---\ntitle: Third\ndate: 2026-10-01\nslug: other\nid: 'urn:uuid:1'\n---\nW.\n",
    )
    site.build()
    assert entries(site)["Third"] == before == "urn:uuid:1"


@pytest.mark.A5
@pytest.mark.parametrize("path", ["", "/blog"])
def test_former_addresses_lead_to_the_new_one(site: Site, path: str) -> None:
    site.settings = f'SITEURL = "https://site.example{path}"\n'
    site.post(
        "posts/second.md",
        f"{WORDS}Aliases: /2008/05/old.html, /żółw/, /a/b\n\nWords & words.\n",
    )
    site.post("pages/about.md", "Title: About <us>\nSlug: about\nAliases: /who.html\n\nWords.\n")
    site.post("posts/draft.md", f"{WORDS}Slug: d\nStatus: draft\nAliases: /draft.html\n\nWords.\n")
    site.build()
    page = site.page("2008/05/old.html")
    link = "../../2026/11/second.html"
    assert page.select_one("a")["href"] == link
    assert page.select_one('meta[http-equiv="refresh"]')["content"] == f"0; url={link}"
    assert page.select_one('link[rel="canonical"]')["href"] == (
        f"https://site.example{path}/2026/11/second.html"
    )
    assert page.select_one('meta[name="robots"]') is None
    assert site.page("żółw/index.html").select_one("a")["href"] == "../2026/11/second.html"
    assert site.page("a/b/index.html").select_one("a")["href"] == "../../2026/11/second.html"
    assert site.page("who.html").select_one("a").get_text() == "About <us>"
    assert not [
        name for name, data in site.files.items() if b"draft.html" in data or "draft" in name
    ]


def test_a_post_in_another_language_lies_and_stands_among_the_others(site: Site) -> None:
    site.post("posts/2026-10-05-first.md", "Title: Pierwszy\nLang: pl\n\nSłowa.\n")
    site.build()
    assert "2026/10/first.html" in site.files
    assert [h.get_text() for h in site.page("index.html").select("main h3")] == [
        "First",
        "Pierwszy",
    ]
    assert set(entries(site)) == {"First", "Pierwszy"}


@pytest.mark.A3
@pytest.mark.parametrize("path", ["", "/blog"])
def test_a_link_to_what_is_not_out_is_plain_words_and_one_from_the_root_stays_in_the_site(
    site: Site, path: str
) -> None:
    site.settings = f'SITEURL = "https://site.example{path}"\n'
    site.post("posts/draft.md", f"{WORDS}Slug: d\nStatus: draft\n\nWords.\n")
    site.post("posts/later.md", "Title: Later\nDate: 2027-01-01\n\nWords.\n")
    links = "[that *draft*]({filename}draft.md#x), [then]({filename}/posts/later.md), [digests](/digests/)"
    old = "[old]({filename}2026-11-05-first.md)"
    site.post("posts/second.md", f"{WORDS}Summary: S: {links}.\n\nT: {links}, {old}.\n")
    site.build()
    page = site.page("2026/11/second.html").select_one(".prose")
    assert str(page.select_one("p")) == (
        '<p>T: that <em>draft</em>, then, <a href="../../digests/">digests</a>, '
        '<a href="../../2026/11/first.html">old</a>.</p>'
    )
    content = feedparser.parse(BytesIO(site.files[ATOM])).entries[0].content[0].value
    assert f'<a href="https://site.example{path}/digests/">digests</a>' in content
    assert not [name for name, data in site.files.items() if b"{filename}" in data]


@pytest.mark.A2
def test_the_check_knows_every_address_that_a_build_makes(site: Site) -> None:
    site.post("posts/second.md", f"{WORDS}Tags: a\nAuthor: Ann\nAliases: /old.html\n\nWords.\n")
    site.post("pages/about.md", "Title: About\nSlug: about\n\nWords.\n")
    site.post("images/desk.svg", "<svg/>")
    for what in GOOD:
        site.post(f"resources/a-{what}.md", resource(what, Date="2026-11-01"))
    site.post("files/fees.txt", "Fees.\n")
    site.feeds(
        "digest: {daily: yes, monthly: yes}\n"
        "partners:\n  - {id: p, name: P, feed: p.xml, topic: Law, backfill: all}\n"
    )
    site.feed("p", ("One", "3 Nov 2026 09:00:00 GMT"))
    site.refresh()
    site.build()
    rules = settings_from(settings_of(site))
    content = site.folder / "content"
    report = check(content, rules, datetime.fromisoformat(NOW), RenderCache())
    known = map_site(
        report.documents, scan_content(content, rules).files, rules, datetime.fromisoformat(NOW)
    )
    assert [
        name
        for name in site.files
        if not known.is_made(name) and not Path(name).name.startswith((".", "_"))
    ] == []
    own = {source.url for source in report.documents}
    assert own <= set(site.files)


def settings_of(site: Site) -> dict[str, Any]:
    return load_settings(site.folder / "conf.py", {}).values
