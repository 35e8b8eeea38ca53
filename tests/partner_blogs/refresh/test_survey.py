"""discover and check --online, against a site on loopback (O4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from partner_blogs.__main__ import main
from partner_blogs.config import read_config
from partner_blogs.model import Fetched
from partner_blogs.refresh.survey import feed_links

RSS = """<rss version="2.0"><channel><title>The Counter</title><link>{home}</link>
<item><title>Two</title><link>{home}2</link><pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate>
<description>%s</description></item>
<item><title>One</title><link>{home}1</link><description>short</description></item></channel></rss>""" % (
    "word " * 300
)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text("about: {contact: us@site.example}\npartners: []\n")
    return path


def run(command: str, *arguments: str, feeds: Path) -> int:
    return main([command, *arguments, "--feeds", str(feeds), "--allow-private-addresses"])


def test_a_page_leads_to_its_feed_and_to_the_lines_to_paste(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = httpserver.url_for("/")
    page = '<link rel="alternate" type="application/rss+xml" href="feed?a=1&amp;b=2">'
    httpserver.expect_request("/").respond_with_data(page, content_type="text/html")
    httpserver.expect_request("/feed").respond_with_data(RSS.format(home=home))
    assert run("discover", home, feeds=listed) == 0
    said = capsys.readouterr().out
    assert f"{home}feed?a=1&b=2: RSS 2.0, The Counter" in said
    assert "2 entries, newest 2026-11-03, excerpts" in said
    assert "1 entries have no date" in said
    assert "no entry names its author" in said
    pasted = said.partition("under partners:\n\n")[2]
    (partner,) = read_config("partners:\n" + pasted).partners
    assert (partner.id, partner.name, partner.feed) == (
        "the-counter",
        "The Counter",
        f"{home}feed?a=1&b=2",
    )
    assert partner.home == home


def test_an_address_that_is_a_feed_needs_no_page(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/rss").respond_with_data(RSS.format(home="https://x.example/"))
    assert run("discover", httpserver.url_for("/rss"), feeds=listed) == 0
    assert "RSS 2.0, The Counter" in capsys.readouterr().out
    assert len(httpserver.log) == 1


def test_where_a_page_is_silent_the_usual_places_are_tried(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/blog/").respond_with_data("<p>hello", content_type="text/html")
    httpserver.expect_request("/blog/atom.xml").respond_with_data(
        RSS.format(home="https://x.example/")
    )
    assert run("discover", httpserver.url_for("/blog/"), feeds=listed) == 0
    assert "/blog/atom.xml: RSS 2.0" in capsys.readouterr().out


def test_no_feed_anywhere_is_said(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/").respond_with_data("<p>hello", content_type="text/html")
    assert run("discover", httpserver.url_for("/"), feeds=listed) == 1
    assert "No feed was found." in capsys.readouterr().err


def test_check_online_tells_what_every_feed_is_and_stores_nothing(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/good").respond_with_data(RSS.format(home="https://x.example/"))
    httpserver.expect_request("/moved").respond_with_data(
        status=301, headers={"Location": httpserver.url_for("/good")}
    )
    httpserver.expect_request("/page").respond_with_data("<html>", content_type="text/html")
    ways = ("good", "moved", "page", "missing")
    rows = (f"  - {{id: {w}, name: N, feed: '{httpserver.url_for('/' + w)}'}}" for w in ways)
    listed.write_text("partners:\n" + "\n".join(rows) + "\n")
    assert run("check", "--online", feeds=listed) == 0
    said = capsys.readouterr().out
    assert "4 partners, no mistakes" in said
    assert f"reached by a redirect from {httpserver.url_for('/moved')}" in said
    assert f"{httpserver.url_for('/page')}: sent a web page and not a feed" in said
    assert f"{httpserver.url_for('/missing')}: " in said
    assert not (listed.parent / "var").exists()


def test_check_alone_asks_nobody(httpserver: HTTPServer, listed: Path) -> None:
    listed.write_text(f"partners: [{{id: a, name: A, feed: '{httpserver.url_for('/')}'}}]")
    assert run("check", feeds=listed) == 0
    assert httpserver.log == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<link rel="alternate" type="application/atom+xml" href="/a">', ["https://x.example/a"]),
        ('<LINK REL="ALTERNATE home" TYPE="application/rss+xml; charset=utf-8" HREF="b">', ["https://x.example/blog/b"]),
        ('<base href="https://y.example/z/"><link rel=alternate type=application/feed+json href=c>',
         ["https://y.example/z/c"]),
        ('<link rel="alternate" type="text/xml" href="a">' * 2, ["https://x.example/blog/a"]),
    ],
)  # fmt: skip
def test_announced_feeds_are_found(page: str, expected: list[str]) -> None:
    fetched = Fetched(body=page.encode(), content_type=None, address="https://x.example/blog/post")
    assert list(feed_links(fetched)) == expected


@pytest.mark.parametrize(
    "page",
    [
        '<link rel="alternate" hreflang="pl" href="/pl">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="stylesheet" type="text/xml" href="/x">',
        "",
    ],
)
def test_other_links_are_no_feeds(page: str) -> None:
    fetched = Fetched(body=page.encode(), content_type=None, address="https://x.example/")
    assert feed_links(fetched) == ()
