"""Which entries of a document are read, and where they lead (E2, E4, E9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.net.model import Fetched
from partner_blogs.entry_dates import newest_positions
from partner_blogs.model.feed import CleanEntry, CleanFeed
from partner_blogs.refresh.parse_document import parse_and_clean

ADDRESS = "https://desk.example/blog/feed.xml"
HOME = "https://desk.example/"
START = datetime(2026, 1, 1, tzinfo=UTC)
SPACES = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'


def read_feed(body: str, address: str = ADDRESS) -> CleanFeed:
    found = parse_and_clean(
        Fetched(body=body.encode(), content_type=None, address=address), full=True
    )
    assert isinstance(found, CleanFeed), found
    return found


def rss(inside: str, attributes: str = "") -> str:
    return (
        f'<rss version="2.0" {SPACES} {attributes}><channel><title>D</title><link>{HOME}</link>'
        f"{inside}</channel></rss>"
    )


def atom(inside: str, attributes: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES} {attributes}><title>D</title>'
        f'<link href="{HOME}"/>{inside}</feed>'
    )


def jsonfeed(*items: dict[str, object]) -> str:
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "home_page_url": HOME, "items": items})


def only(feed: CleanFeed) -> CleanEntry:
    (entry,) = feed.entries
    return entry


# --- the newest 500 -----------------------------------------------------------------------------


def as_rss(dates: list[str]) -> str:
    return rss(
        "".join(
            f"<item><guid>{n}</guid>{f'<pubDate>{date}</pubDate>' if date else ''}</item>"
            for n, date in enumerate(dates)
        )
    )


def as_untidy_rss(dates: list[str]) -> str:
    return as_rss(dates).replace("<item>", "<item><itunes:author>R&D</itunes:author>")


def as_atom(dates: list[str]) -> str:
    return atom(
        "".join(
            f"<entry><id>{n}</id>{f'<published>{date}</published>' if date else ''}</entry>"
            for n, date in enumerate(dates)
        )
    )


def as_json(dates: list[str]) -> str:
    return jsonfeed(*({"id": str(n), "date_published": date} for n, date in enumerate(dates)))


FORMATS = [as_rss, as_untidy_rss, as_atom, as_json]


@pytest.mark.E9
@pytest.mark.parametrize("write", FORMATS)
def test_of_more_than_500_entries_the_newest_are_read_wherever_they_stand(
    write: Callable[[list[str]], str],
) -> None:
    days = [(START + timedelta(hours=n)).strftime("%Y-%m-%dT%H:%M:%SZ") for n in range(700)]

    def ids(dates: list[str]) -> list[int]:
        return [int(entry.id) for entry in read_feed(write(dates)).entries]

    assert ids(days) == list(range(200, 700))
    assert ids(days[::-1]) == list(range(500))
    middle = days[:300] + days[500:] + days[300:500]
    assert ids(middle) == list(range(200, 700))
    assert ids([""] * 700) == list(range(500))
    undated_between = [day if n % 7 else "" for n, day in enumerate(days)]
    assert ids(undated_between) == list(range(200, 700))
    assert ids(days[:10]) == list(range(10))


@pytest.mark.E9
def test_updated_stands_for_published_where_that_is_missing() -> None:
    entries = "".join(
        f"<entry><id>{n}</id><updated>{(START + timedelta(hours=n)).isoformat()}</updated></entry>"
        for n in range(600)
    )
    assert [entry.id for entry in read_feed(atom(entries)).entries] == [
        str(n) for n in range(100, 600)
    ]


DATES = st.lists(
    st.none() | st.integers(0, 9).map(lambda n: START + timedelta(days=n)), max_size=12
)


@pytest.mark.E9
@given(DATES, st.integers(1, 6))
def test_no_dated_entry_is_left_out_for_an_older_one(
    dates: list[datetime | None], most: int
) -> None:
    kept = newest_positions(dates, most)
    assert kept == sorted(set(kept))
    assert len(kept) == min(most, len(dates))
    if None not in dates:
        left = [date for place, date in enumerate(dates) if date and place not in kept]
        assert not left or max(left) <= min(date for place in kept if (date := dates[place]))


# --- where an entry leads -----------------------------------------------------------------------

MP3 = "https://desk.example/1.mp3"
AUDIO = f'<enclosure url="{MP3}" length="1" type="audio/mpeg"/>'
PICTURE = '<enclosure url="https://desk.example/1.png" length="1" type="image/png"/>'


@pytest.mark.E4
@pytest.mark.parametrize("untidy", ["", "<itunes:author>Ann</itunes:author>"])
@pytest.mark.parametrize(
    ("inside", "link"),
    [
        (f'<guid isPermaLink="false">e1</guid>{AUDIO}', MP3),
        (f"<guid>e1</guid>{AUDIO}", MP3),
        (f"<title>One</title>{PICTURE}{AUDIO}", MP3),
        (f"<title>One</title>{AUDIO}<link>https://desk.example/1</link>", "https://desk.example/1"),
        (f"<guid>https://desk.example/1</guid>{AUDIO}", "https://desk.example/1"),
        (f"<title>One</title>{PICTURE}", None),
        ('<title>One</title><enclosure url="/files/1.mp3" length="1"/>', "https://desk.example/files/1.mp3"),
        ('<title>One</title><enclosure url="/1.png" length="1"/>', None),
    ],
)  # fmt: skip
def test_an_episode_without_a_page_leads_to_what_it_encloses(
    inside: str, link: str | None, untidy: str
) -> None:
    assert only(read_feed(rss(f"<item>{inside}{untidy}</item>"))).link == link


@pytest.mark.E4
def test_so_does_one_in_atom_json_and_media_rss() -> None:
    enclosed = f'<link rel="enclosure" type="audio/mpeg" href="{MP3}"/>'
    assert only(read_feed(atom(f"<entry><id>urn:1</id>{enclosed}</entry>"))).link == MP3
    media = f'<item><title>One</title><media:content url="{MP3}" type="audio/mpeg"/></item>'
    assert only(read_feed(rss(media))).link == MP3
    picture = {"url": "https://desk.example/1.png", "mime_type": "image/png"}
    item = {"id": "1", "attachments": [picture, {"url": MP3, "mime_type": "audio/mpeg"}]}
    assert only(read_feed(jsonfeed(item))).link == MP3
    assert only(read_feed(jsonfeed({**item, "url": "/1"}))).link == "https://desk.example/1"
    permalink = {**item, "id": "https://desk.example/1"}
    assert only(read_feed(jsonfeed(permalink))).link == "https://desk.example/1"


@pytest.mark.E2
def test_the_address_of_a_file_is_no_identity() -> None:
    first = only(read_feed(rss(f"<item><title>One</title>{AUDIO}</item>")))
    moved = AUDIO.replace(".mp3", ".mp3?token=2")
    again = only(read_feed(rss(f"<item><title>One</title>{moved}</item>")))
    assert first.id == again.id
    assert first.link != again.link


@pytest.mark.E2
@pytest.mark.parametrize(
    "guid", ["12345", "e-1", "/posts/1", "posts/1.html", "desk.example/1", "tag:a,2026:1"]
)
@pytest.mark.parametrize("attributes", ["", 'isPermaLink="true"', 'isPermaLink="false"'])
@pytest.mark.parametrize("base", ["", 'xml:base="https://base.example/b/"', 'xml:base="b/"'])
def test_an_id_that_is_no_address_is_no_link_and_stays_to_the_letter(
    guid: str, attributes: str, base: str
) -> None:
    entry = only(
        read_feed(rss(f"<item><guid {attributes}>{guid}</guid><title>One</title></item>", base))
    )
    assert (entry.id, entry.link) == (guid, None)
    entry = only(read_feed(atom(f"<entry><id>{guid}</id><title>One</title></entry>", base)))
    assert (entry.id, entry.link) == (guid, None)
    entry = only(read_feed(jsonfeed({"id": guid, "title": "One"})))
    assert (entry.id, entry.link) == (guid, None)


def test_a_guid_that_is_an_address_is_a_link_unless_it_says_no() -> None:
    address = "https://desk.example/1"
    assert only(read_feed(rss(f"<item><guid>{address}</guid></item>"))).link == address
    for empty in ("<link/>", "<link></link>", "<link> </link>"):
        assert only(read_feed(rss(f"<item>{empty}<guid>{address}</guid></item>"))).link == address
    said = f'<item><guid isPermaLink="false">{address}</guid></item>'
    assert only(read_feed(rss(said))).link is None


@pytest.mark.E4
@pytest.mark.parametrize("untidy", ["", "<itunes:author>Ann</itunes:author>"])
@pytest.mark.parametrize(
    ("links", "link"),
    [
        ([("text/html", "/1"), ("application/json", "/1.json")], "/1"),
        ([("application/json", "/1.json"), ("text/html", "/1")], "/1"),
        ([("application/json", "/1.json"), (None, "/1"), ("text/markdown", "/1.md")], "/1"),
        ([("text/html; charset=utf-8", "/1"), ("application/pdf", "/1.pdf")], "/1"),
        ([("application/xhtml+xml", "/1")], "/1"),
        ([("application/pdf", "/1.pdf")], "/1.pdf"),
        ([("application/activity+json", "/1.json")], "/1.json"),
        ([("", "/1")], "/1"),
    ],
)
def test_a_page_comes_before_the_same_in_another_form(
    links: list[tuple[str | None, str]], link: str, untidy: str
) -> None:
    written = "".join(
        f'<link rel="alternate"{"" if kind is None else f""" type="{kind}" """} href="{href}"/>'
        for kind, href in links
    )
    entry = only(read_feed(atom(f"<entry><id>urn:1</id>{written}{untidy}</entry>")))
    assert entry.link == f"https://desk.example{link}"


# --- relative links -----------------------------------------------------------------------------

TEXTS = ["", "<title>x</title>", "<summary>x</summary>", "<content>x</content>"]
BASES = [
    ("", HOME),
    ('xml:base="https://base.example/b/"', "https://base.example/b/"),
    ('xml:base="b/"', "https://desk.example/blog/b/"),
    ('xml:base="/b/"', "https://desk.example/b/"),
]


@pytest.mark.E6
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("base", "place"), BASES)
def test_a_relative_link_leads_to_the_same_place_with_and_without_text(
    text: str, base: str, place: str
) -> None:
    entry = f'<entry><id>1</id>{text}<link href="one.html"/></entry>'
    assert only(read_feed(atom(entry, base))).link == f"{place}one.html"
    of_rss = text.replace("summary", "description").replace("content", "description")
    item = f"<item><guid>1</guid>{of_rss}<link>one.html</link></item>"
    assert only(read_feed(rss(item, base))).link == f"{place}one.html"
    on_the_entry = entry.replace("<entry>", f"<entry {base}>")
    assert only(read_feed(atom(on_the_entry))).link == f"{place}one.html"


@pytest.mark.E6
def test_links_in_a_text_have_the_base_of_the_link_beside_it() -> None:
    html = '&lt;a href="two.html"&gt;two&lt;/a&gt;'
    for base, place in BASES:
        entry = f'<entry><id>1</id><content type="html">{html}</content></entry>'
        assert f'href="{place}two.html"' in str(only(read_feed(atom(entry, base))).content)
        item = f"<item><description>{html}</description></item>"
        assert f'href="{place}two.html"' in str(only(read_feed(rss(item, base))).content)
