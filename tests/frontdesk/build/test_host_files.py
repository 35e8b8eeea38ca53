"""`_headers`: what a host is told, in a form that every host reads in the same way."""

from __future__ import annotations

import gzip
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from tests.whole_sites.building import ROOT, Site
from tests.whole_sites.conftest import begun, site
from tests.whole_sites.test_feeds import shipped

from frontdesk.build.host_files import (
    Rule,
    format_headers,
    header_rules,
    merge_rules,
    parse_headers,
)
from frontdesk.pelican.template_filters import allow_inline_data

__all__ = ["site"]

pytestmark = pytest.mark.O2

EVERYWHERE = {"X-Content-Type-Options": "nosniff"}
SECONDS = {"feeds": 1800, "theme": 3600, "images": 86400}
FILES = (
    *("index.html", "rss.xml", "old", "blogroll.opml", "status.json", "theme/css/site.css"),
    *("feeds/posts.atom.xml", "feeds/posts.rss.xml", "feeds/posts.json", "theme/feed.css"),
    *("feeds/partners/a.atom.xml", "feeds/partners/b.atom.xml", "feeds/partners/c.atom.xml"),
    *("feeds/tags/a.atom.xml", "blogroll/a.opml", "blogroll/b.opml", "blogroll/c.opml"),
)
COPIES = {"old": "feeds/posts.atom.xml", "rss.xml": "feeds/posts.rss.xml"}


def fits(pattern: str, address: str) -> bool:
    return address.startswith(pattern[:-1]) if pattern.endswith("*") else address == pattern


def sent(found: tuple[Rule, ...], address: str) -> list[tuple[str, str]]:
    """Every header that a host would send, a doubled one twice."""
    return [pair for rule in found if fits(rule.pattern, address) for pair in rule.headers.items()]


def sent_at(address: str, path: str = "") -> dict[str, str]:
    return dict(sent(header_rules(FILES, COPIES, EVERYWHERE, SECONDS, path), f"{path}/{address}"))


@pytest.mark.parametrize("path", ["", "/blog"])
@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("feeds/posts.atom.xml", "application/atom+xml; charset=utf-8"),
        ("feeds/posts.rss.xml", "application/rss+xml; charset=utf-8"),
        ("feeds/posts.json", "application/feed+json"),
        ("feeds/partners/b.atom.xml", "application/atom+xml; charset=utf-8"),
        ("feeds/tags/a.atom.xml", "application/atom+xml; charset=utf-8"),
        ("blogroll.opml", "text/x-opml; charset=utf-8"),
        ("old", "application/atom+xml; charset=utf-8"),
        ("rss.xml", "application/rss+xml; charset=utf-8"),
    ],
)
def test_a_feed_has_its_own_kind_and_lasts_a_while(path: str, file: str, kind: str) -> None:
    headers = sent_at(file, path)
    assert headers["Content-Type"] == kind
    assert headers["Cache-Control"] == "public, max-age=1800"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_and_what_is_no_feed_have_the_kind_that_hosts_give() -> None:
    assert sent_at("index.html") == sent_at("status.json") == EVERYWHERE
    assert sent_at("theme/css/site.css")["Cache-Control"] == "public, max-age=3600"


def test_what_is_not_below_our_path_is_not_ours() -> None:
    found = header_rules(FILES, COPIES, EVERYWHERE, SECONDS, "/blog")
    assert sent(found, "/index.html") == []


def test_no_header_is_sent_twice() -> None:
    found = header_rules(FILES, COPIES, EVERYWHERE, SECONDS)
    for name in FILES:
        assert max(Counter(header for header, _ in sent(found, f"/{name}")).values()) == 1


def test_a_folder_of_one_kind_is_one_pattern() -> None:
    patterns = [rule.pattern for rule in header_rules(FILES, COPIES, EVERYWHERE, SECONDS)]
    assert {"/feeds/partners/*", "/blogroll/*"} <= set(patterns)
    assert not any(pattern.startswith("/feeds/partners/a") for pattern in patterns)
    assert "/images/*" not in patterns, "there is no such folder"


def test_the_file_is_a_fixpoint() -> None:
    found = header_rules(FILES, COPIES, EVERYWHERE, SECONDS)
    assert parse_headers(format_headers(found)) == found


def test_what_the_author_wrote_counts_more_than_ours() -> None:
    ours = (Rule("/*", {"A": "1", "B": "1"}),)
    own = parse_headers("# mine\n/*\n  B: 2\n\n/x\n  C: a: b\n")
    assert merge_rules(ours, own) == (Rule("/*", {"A": "1", "B": "2"}), Rule("/x", {"C": "a: b"}))


# --- whole sites --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """For tests that change nothing."""
    site = begun(tmp_path_factory.mktemp("published"))
    shipped(site)
    site.post(
        "posts/moved.md",
        "Title: Moved\nDate: 2026-11-05 10:00\nAliases: /2008/05/moved.html\n\n"
        '<video controls preload="none" src="{static}/files/call.mp4"></video>\n',
    )
    (site.folder / "content/files").mkdir(exist_ok=True)
    (site.folder / "content/files/call.mp4").write_bytes(b"film")
    site.settings = (ROOT / "publishconf.py").read_text().replace("from pelicanconf import *", "")
    site.refresh()
    site.build(environment={"SITEURL": "https://site.example/blog"})
    return site


@pytest.mark.R2
@pytest.mark.R12
def test_a_site_below_a_path_says_all_of_it(published: Site) -> None:
    redirect = "/blog/2008/05/moved.html /blog/2026/11/moved.html 301\n"
    assert published.files["_redirects"].decode() == redirect
    found = parse_headers(published.files["_headers"].decode())
    assert all(rule.pattern.startswith("/blog/") for rule in found)
    assert len(found) < 100, "Cloudflare reads no more"
    assert all(rule.pattern.count("*") <= rule.pattern.endswith("*") for rule in found)
    for name in published.files:
        headers = sent(found, f"/blog/{name}")
        assert max(Counter(header for header, _ in headers).values()) == 1
        if re.search(r"\.(atom|rss)\.xml|\.opml|feeds/.*\.json", name):
            assert "Content-Type" in dict(headers), name


@pytest.mark.R2
def test_the_policy_lets_in_what_our_pages_use_and_each_page_carries_as_much_as_it_needs(
    published: Site,
) -> None:
    found = parse_headers(published.files["_headers"].decode())
    policy = dict(sent(found, "/blog/index.html"))["Content-Security-Policy"]
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert (allowed["default-src"], allowed["frame-ancestors"]) == ("'none'", "'none'")
    users = {
        *(("script-src", "script[src]"), ("style-src", "link[rel=stylesheet]"), ("img-src", "img")),
        *(("media-src", "video, audio"), ("frame-src", "iframe"), ("object-src", "object, embed")),
    }
    assert published.files["files/call.mp4"] == b"film"
    for name, data in published.files.items():
        if name.endswith(".html"):
            page = BeautifulSoup(data, "html.parser")
            used = {what for what, tags in users if page.select(tags)}
            assert {what for what in used if not allowed[what].startswith("'self'")} == set(), name
            assert not page.select(
                "[style], style, script:not([src]):not([type='application/ld+json'])"
            )
            data_of = [tag.get_text() for tag in page.select("script[type='application/ld+json']")]
            whole = policy.replace("; frame-ancestors 'none'", "")
            meta = page.select_one('meta[http-equiv="Content-Security-Policy"]')
            assert meta["content"] == allow_inline_data(whole, "".join(data_of)), name
            assert meta.find_all_previous(["link", "script", "style", "img"]) == []


def test_a_preview_carries_no_policy_of_its_own(site: Site) -> None:
    site.build()
    assert b"http-equiv" not in site.files["index.html"]


def test_the_authors_own_file_is_taken_in(site: Site) -> None:
    site.post(
        "extra/_headers", "/*\n  X-Robots-Tag: noai\n/feeds/posts/default\n  Content-Type: a/b\n"
    )
    site.settings = 'EXTRA_PATH_METADATA = {"extra/_headers": {"path": "_headers"}}\n'
    site.build()
    found = parse_headers(site.files["_headers"].decode())
    assert dict(sent(found, "/index.html")).keys() >= {"X-Robots-Tag", "Content-Security-Policy"}
    assert dict(sent(found, "/feeds/posts/default"))["Content-Type"] == "a/b"


@pytest.mark.B2
def test_packed_copies_are_made_where_they_are_wanted(site: Site) -> None:
    site.build()
    assert not any(name.endswith(".gz") for name in site.files)
    site.settings = "PRECOMPRESS = True\n"
    site.build()
    first = dict(site.files)
    assert gzip.decompress(first["index.html.gz"]) == first["index.html"]
    assert {name.removesuffix(".gz") for name in first if name.endswith(".gz")} < set(first)
    site.build()
    assert site.files == first


@pytest.mark.A5
def test_the_authors_own_redirects_go_first(site: Site) -> None:
    site.post("extra/_redirects", "/feed https://feeds.example/ 302\n")
    site.settings = 'EXTRA_PATH_METADATA = {"extra/_redirects": {"path": "_redirects"}}\n'
    site.post("posts/2026-11-06-new.md", "Title: New\nAliases: /żółw/, /old.html\n\nWords.\n")
    site.build()
    assert site.files["_redirects"].decode() == (
        "/feed https://feeds.example/ 302\n"
        "/old.html /2026/11/new.html 301\n"
        "/%C5%BC%C3%B3%C5%82w/ /2026/11/new.html 301\n"
    )
