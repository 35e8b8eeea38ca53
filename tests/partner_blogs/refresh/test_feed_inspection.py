"""discover and check --online, against a site on loopback (O4)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from tests.partner_blogs.make import NOW

from frontdesk.net.model import Fetched
from partner_blogs.__main__ import main
from partner_blogs.cli_output import feeds_yaml_lines
from partner_blogs.config.edit_feeds import suggest_partner
from partner_blogs.config.feeds_yaml import parse_feeds_yaml
from partner_blogs.model.feed import CleanFeed
from partner_blogs.refresh.feed_inspection import autodiscovered_feeds, report_on_feed
from partner_blogs.refresh.parse_document import parse_and_clean

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


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("partner_blogs.__main__.datetime", SimpleNamespace(now=lambda _: now))


def run(command: str, *arguments: str, feeds: Path) -> int:
    return main([command, *arguments, "--feeds", str(feeds), "--allow-private-addresses"])


@pytest.mark.O4
def test_a_page_leads_to_its_feed_and_to_the_lines_to_paste(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = httpserver.url_for("/")
    page = '<link rel="alternate" type="application/rss+xml" href="feed?a=1&amp;b=2">'
    httpserver.expect_request("/").respond_with_data(page, content_type="text/html")
    httpserver.expect_request("/feed").respond_with_data(RSS.format(home=home))
    assert run("discover", home, feeds=listed) == 0
    said = capsys.readouterr().out
    assert f"{home}feed?a=1&b=2\n  RSS 2.0, The Counter\n" in said
    assert "2 entries, newest 2026-11-03, excerpts" in said
    assert "1 entry without a date" in said
    assert "no entry names its author" in said
    pasted = said.partition("under partners:\n\n")[2]
    (partner,) = parse_feeds_yaml("partners:\n" + pasted).partners
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
    assert "/blog/atom.xml\n  RSS 2.0" in capsys.readouterr().out


def test_where_the_announced_feed_is_dead_the_usual_places_are_tried(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="/gone">'
    httpserver.expect_request("/").respond_with_data(page, content_type="text/html")
    httpserver.expect_request("/feed.json").respond_with_json(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Desk", "items": []}
    )
    assert run("discover", httpserver.url_for("/"), feeds=listed) == 0
    assert "/feed.json\n  JSON Feed 1.1, Desk\n  0 entries" in capsys.readouterr().out


def paste(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str], path: str = "/feed"
) -> str:
    """What discover says after the facts."""
    assert run("discover", httpserver.url_for(path), feeds=listed) == 0
    return capsys.readouterr().out.partition("\n\n")[2]


def test_what_is_pasted_under_a_list_is_one_more_partner_and_asked_like_any_other(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/feed").respond_with_data(rss("x", 1))
    listed.write_text("partners:\n\n  - id: x\n    name: X\n")
    pasted = paste(httpserver, listed, capsys).removeprefix("For feeds.yaml, under partners:\n\n")
    listed.write_text(listed.read_text() + pasted)
    assert [partner.id for partner in parse_feeds_yaml(listed.read_text()).partners] == ["x", "x-2"]
    assert run("check", "--online", feeds=listed) == 0
    assert "1 entry, newest 2026-11-01" in capsys.readouterr().out


@pytest.mark.O4
def test_a_feed_of_the_list_is_not_pasted_again(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/feed").respond_with_data(rss("x", 1))
    feed = httpserver.url_for("/feed/")
    listed.write_text(f"partners:\n  - id: x\n    name: The X\n    feed: {feed}\n")
    told = paste(httpserver, listed, capsys)
    assert told == "It is on the list already: The X, line 4.\n"


def test_a_blog_of_the_list_gets_its_feed(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/feed").respond_with_data(rss("x", 1))
    listed.write_text("partners:\n  - id: a\n    name: The A\n    home: https://www.x.example\n")
    told = paste(httpserver, listed, capsys)
    assert told.startswith("The A is on the list without a feed; add this line to it:\n\n")
    listed.write_text(listed.read_text() + told.splitlines()[-1] + "\n")
    (partner,) = parse_feeds_yaml(listed.read_text()).partners
    assert partner.feed == httpserver.url_for("/feed")


@pytest.mark.parametrize(("status", "adopted"), [(301, "/new"), (302, "/feed")])
def test_a_feed_is_pasted_where_it_will_stay(
    httpserver: HTTPServer,
    listed: Path,
    capsys: pytest.CaptureFixture[str],
    status: int,
    adopted: str,
) -> None:
    httpserver.expect_request("/new").respond_with_data(rss("x", 1))
    httpserver.expect_request("/feed").respond_with_data(
        status=status, headers={"Location": "/new"}
    )
    assert f"feed: {httpserver.url_for(adopted)}\n" in paste(httpserver, listed, capsys)


ODD = st.text(max_size=60) | st.sampled_from(
    [
        "yes",
        "2008",
        "- a",
        "a: b #c",
        "'",
        '"',
        "[red]",
        ":smile:",
        "&a *b",
        "%",
        "@x",
        "| x",
        "null",
    ]
)


@given(ODD)
def test_whatever_a_feed_is_called_its_entry_can_be_pasted(title: str) -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": []})
    fetched = Fetched(body=body.encode(errors="replace"), content_type=None, address="")
    cleaned = parse_and_clean(fetched, full=True)
    assert isinstance(cleaned, CleanFeed)
    found = report_on_feed("https://x.example/f", cleaned, NOW)
    empty = parse_feeds_yaml("partners: []")
    lines = list(feeds_yaml_lines(suggest_partner("https://x.example/f", found, empty)))
    (partner,) = parse_feeds_yaml("partners:\n" + "\n".join(lines[1:]) + "\n").partners
    assert partner.name == (cleaned.facts.title or "x.example")
    assert partner.feed == "https://x.example/f"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "https://", "http://[x"])
def test_what_is_no_address_is_told_and_nobody_is_asked(
    listed: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert run("discover", url, feeds=listed) == 1
    assert "is no web address" in capsys.readouterr().err


def test_no_feed_anywhere_is_said(
    httpserver: HTTPServer, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/").respond_with_data("<html>hello", content_type="text/html")
    httpserver.expect_request("/rss.xml").respond_with_data(status=403)
    httpserver.expect_request(re.compile("/.+")).respond_with_data(status=404)
    assert run("discover", httpserver.url_for("/"), feeds=listed) == 1
    page, refused, nothing = capsys.readouterr().err.splitlines()
    assert page == f"{httpserver.url_for('/')}: sent a web page and not a feed"
    assert refused == f"{httpserver.url_for('/rss.xml')}: refuses access (403)"
    assert nothing.startswith("No feed was found.")


def rss(host: str, *numbers: int, extra: str = "") -> str:
    items = "".join(
        f"<item><title>Post {n}</title><link>https://{host}.example/{n}</link><author>Ann</author>"
        f"<pubDate>{n:02} Nov 2026 09:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    title = f"<title>{host}</title><link>https://{host}.example/</link>"
    return f"<rss version='2.0'><channel>{title}{items}{extra}</channel></rss>"


@pytest.fixture
def check(
    httpserver: HTTPServer,
    listed: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., tuple[int, dict[str, list[str]], str]]:
    """Lists these paths as partners and asks for them: the exit code, what is said of each, and
    what is said of the mistakes."""
    set_clock(monkeypatch, NOW)

    def check(**paths: str) -> tuple[int, dict[str, list[str]], str]:
        rows = [
            f"  - id: {id_}\n    name: The {id_}\n    feed: {httpserver.url_for(path)}\n"
            for id_, path in paths.items()
        ]
        listed.write_text("partners:\n" + "".join(rows))
        code = run("check", "--online", feeds=listed)
        out, err = capsys.readouterr()
        said: dict[str, list[str]] = {}
        for line in out.splitlines():
            if line.startswith("  "):
                said[next(reversed(said))].append(line.strip())
            else:
                said[line] = []
        assert not (listed.parent / "var").exists()
        return code, said, err

    return check


Check = Callable[..., tuple[int, dict[str, list[str]], str]]


@pytest.mark.O4
def test_check_online_tells_what_every_feed_is_and_stores_nothing(
    httpserver: HTTPServer, check: Check
) -> None:
    httpserver.expect_request("/good").respond_with_data(RSS.format(home="https://x.example/"))
    httpserver.expect_request("/page").respond_with_data("<html>", content_type="text/html")
    httpserver.expect_request("/none").respond_with_data(status=404)
    riddle = "<html><title>Just a moment...</title>"
    httpserver.expect_request("/riddle").respond_with_data(riddle, content_type="text/html")
    code, said, err = check(good="/good", page="/page", missing="/none", riddle="/riddle")
    assert (code, err) == (0, "")
    good, page, missing, riddled, last = said.items()
    assert good == (
        f"The good, line 4: {httpserver.url_for('/good')}",
        [
            "RSS 2.0, The Counter",
            "2 entries, newest 2026-11-03, excerpts",
            "1 entry without a date",
            "no entry names its author; what to do: add author: to this partner",
        ],
    )
    assert page[1][0].startswith(
        "sent a web page and not a feed; what to do: look for its new feed"
    )
    assert page[1][0].endswith("change line 7 of feeds.yaml")
    assert missing[1][0].startswith("has no feed at this address (404); what to do: ")
    assert riddled[1][0].startswith("shows a browser check instead of the feed; what to do: write")
    assert last[0].endswith("feeds.yaml: 4 partners, no mistakes.")


@pytest.mark.O4
@pytest.mark.parametrize("status", [301, 308])
def test_a_move_for_good_is_told_with_the_line_to_change(
    httpserver: HTTPServer, check: Check, status: int
) -> None:
    new = httpserver.url_for("/new")
    httpserver.expect_request("/new").respond_with_data(rss("x", 1))
    httpserver.expect_request("/old").respond_with_data(status=status, headers={"Location": new})
    code, said, _ = check(desk="/old")
    assert code == 0
    (lines, _) = said.values()
    assert lines[2:] == [f"moved for good; what to do: change line 4 of feeds.yaml to feed: {new}"]


def test_a_move_for_now_is_a_fact_and_nothing_to_act_on(
    httpserver: HTTPServer, check: Check
) -> None:
    new = httpserver.url_for("/new")
    httpserver.expect_request("/new").respond_with_data(rss("x", 1))
    for path, status, to in (("/old", 301, "/mid"), ("/mid", 302, "/new")):
        httpserver.expect_request(path).respond_with_data(
            status=status, headers={"Location": httpserver.url_for(to)}
        )
    code, said, _ = check(desk="/old")
    assert code == 0
    assert next(iter(said.values()))[2:] == [
        f"sends us on to {new} for now; leave the line as it is"
    ]


def test_a_move_for_good_to_what_is_no_feed_is_not_advised(
    httpserver: HTTPServer, check: Check
) -> None:
    httpserver.expect_request("/new").respond_with_data("<html>", content_type="text/html")
    httpserver.expect_request("/old").respond_with_data(status=301, headers={"Location": "/new"})
    _, said, _ = check(desk="/old")
    assert "/new" not in str(said)


def test_one_feed_on_two_lines_is_a_mistake(httpserver: HTTPServer, check: Check) -> None:
    httpserver.expect_request("/good").respond_with_data(rss("x", 1, 2))
    httpserver.expect_request("/moved").respond_with_data(
        status=301, headers={"Location": httpserver.url_for("/good")}
    )
    httpserver.expect_request("/copy").respond_with_data(rss("x", 2, 1))
    code, said, err = check(moved="/moved", good="/good", copy="/copy")
    assert code == 1
    assert [line.partition("feeds.yaml")[2] for line in err.splitlines()] == [
        (
            ":7:1: the feed of The good is that of The moved in line 4 (both lead to "
            f"{httpserver.url_for('/good')}); list each blog once"
        ),
        (
            ":10:1: the feed of The copy is that of The moved in line 4 (both have the same "
            "entries); list each blog once"
        ),
    ]
    moved, *_ = said.values()
    assert moved[2:] == [f"moved for good to {httpserver.url_for('/good')}"]
    assert "no mistakes" not in str(said)


def test_a_partner_that_repeats_others_is_told_and_is_no_mistake(
    httpserver: HTTPServer, check: Check
) -> None:
    item = "<item><link>https://ann.example/1</link></item><item><link>https://ben.example/1</link></item>"
    httpserver.expect_request("/ann").respond_with_data(rss("ann", 1, 2))
    httpserver.expect_request("/ben").respond_with_data(rss("ben", 1, 2))
    httpserver.expect_request("/planet").respond_with_data(rss("planet", 1, extra=item))
    code, said, err = check(planet="/planet", ann="/ann", ben="/ben")
    assert (code, err) == (0, "")
    assert list(said)[3] == (
        "The planet, line 4: most of its 3 entries are others' on this list: The ann in line 7 (1), "
        "The ben in line 10 (1); what to do: write poll: no under line 4, so that each post comes "
        "from its author"
    )


def test_a_blog_that_fell_silent_is_told_with_how_long(
    httpserver: HTTPServer, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2027, 2, 3, 9, tzinfo=UTC)
    httpserver.expect_request("/feed").respond_with_data(rss("x", 1, 5))
    set_clock(monkeypatch, late)
    assert len(next(iter(check(desk="/feed")[1].values()))) == 2
    set_clock(monkeypatch, late + timedelta(seconds=1))
    silent = next(iter(check(desk="/feed")[1].values()))[2]
    assert silent.startswith("nothing new for more than 90 days, so it is labelled quiet;")


def test_a_date_in_the_future_is_told_and_is_not_the_newest(
    httpserver: HTTPServer, check: Check
) -> None:
    httpserver.expect_request("/feed").respond_with_data(rss("x", 3, 30))
    _, said, _ = check(desk="/feed")
    assert next(iter(said.values()))[1:] == [
        "2 entries, newest 2026-11-03, excerpts",
        "1 entry dated in the future",
    ]


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
    assert list(autodiscovered_feeds(fetched)) == expected


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
    assert autodiscovered_feeds(fetched) == ()
