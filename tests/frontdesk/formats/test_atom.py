from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.formats.atom import atom
from frontdesk.formats.feed_model import Feed, Item, Source

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def source(**fields: Any) -> Source:
    return Source(**{"id": "tag:ledger.example,2026:f", "title": "Ledger", "updated": NOW} | fields)


def item(**fields: Any) -> Item:
    usual = {"id": "tag:blog.example,2026:1", "title": "One", "link": "https://blog.example/1"}
    return Item(**usual | {"published": NOW, "updated": NOW} | fields)


def feed(*items: Item, **fields: Any) -> Feed:
    usual = {
        "id": "tag:blog.example,2026:feed",
        "title": "A blog",
        "address": "https://blog.example/feeds/posts",
        "home": "https://blog.example/",
        "language": "en",
        "author": "The Editor",
        "born": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Feed(**usual | {"items": items} | fields)


def tree(*items: Item, **fields: Any) -> ET.Element:
    return ET.fromstring(atom(feed(*items, **fields)))


def entry_of(**fields: Any) -> ET.Element:
    found = tree(item(**fields)).find(f"{ATOM}entry")
    assert found is not None
    return found


def text(where: ET.Element, path: str) -> str | None:
    return where.findtext("/".join(ATOM + step for step in path.split("/")))


def links(where: ET.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in where.findall(f"{ATOM}link")}


# --- a reader's view ----------------------------------------------------------------------------


def test_a_reader_finds_in_it_what_was_put_in():
    one = item(
        title='1 < 2 & "3"',
        link="https://blog.example/?a=1&b=2",
        published=NOW - timedelta(days=1),
        author="Ann",
        summary="Short & <plain>.",
        content="<p>Whole &amp; <b>bold</b>.</p>",
        tags=("fees", "R&D"),
        rights="CC BY",
        language="pl",
        source=source(),
    )
    found = feedparser.parse(atom(feed(one, subtitle="A tagline")))
    assert not found.bozo
    assert found.version == "atom10"
    assert (found.feed.id, found.feed.title, found.feed.subtitle, found.feed.link) == (
        "tag:blog.example,2026:feed",
        "A blog",
        "A tagline",
        "https://blog.example/",
    )
    (entry,) = found.entries
    assert (entry.id, entry.title, entry.link) == (one.id, one.title, one.link)
    assert (entry.published, entry.updated) == ("2026-11-21T12:00:00Z", "2026-11-22T12:00:00Z")
    assert (entry.author, entry.rights, entry.summary) == ("Ann", "CC BY", "Short & <plain>.")
    assert entry.content[0].value == one.content
    assert (entry.content[0].type, entry.content[0].language) == ("text/html", "pl")
    assert [tag.term for tag in entry.tags] == ["fees", "R&D"]
    assert (entry.source.id, entry.source.title) == ("tag:ledger.example,2026:f", "Ledger")


def test_entries_keep_their_order():
    items = [item(id=f"tag:blog.example,2026:{n}") for n in (3, 1, 2)]
    assert [text(e, "id") for e in tree(*items).findall(f"{ATOM}entry")] == [i.id for i in items]


def test_the_same_feed_gives_the_same_bytes():
    assert atom(feed(item(source=source()))) == atom(feed(item(source=source())))


def test_the_document_says_that_it_is_utf_8_and_is():
    document = atom(feed(title="Żółw"))
    assert document.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns=")
    assert "Żółw" in document.decode("utf-8")


# --- the feed -----------------------------------------------------------------------------------


@pytest.mark.F4
def test_a_feed_was_updated_when_its_newest_entry_was():
    items = [item(updated=NOW - timedelta(days=n)) for n in (2, 1, 3)]
    assert text(tree(*items), "updated") == "2026-11-21T12:00:00Z"


def updates(*items: Item) -> dict[str | None, str | None]:
    return {text(e, "id"): text(e, "updated") for e in tree(*items).findall(f"{ATOM}entry")}


@pytest.mark.F3
def test_no_two_entries_are_updated_at_one_time():
    """Many blogs give dates without a time, or one time to all that a refresh found without a date."""
    items = [item(id=f"urn:{n}", updated=NOW + timedelta(milliseconds=n)) for n in range(300)]
    found = updates(*items)
    assert len(set(found.values())) == 300
    assert {moment[:19] for moment in found.values()} == {"2026-11-22T12:00:00"}
    assert found["urn:299"] == "2026-11-22T12:00:00Z"
    assert text(tree(*items), "updated") == max(found.values(), key=datetime.fromisoformat)


@pytest.mark.F4
def test_an_entry_that_comes_later_moves_the_time_of_no_other():
    items = [item(id=f"urn:{n}") for n in range(5)]
    assert updates(item(id="urn:new"), *items) == updates(*items) | {
        "urn:new": updates(item(id="urn:new"), item())["urn:new"]
    }
    assert updates(item(), item(id="urn:1", updated=NOW - timedelta(seconds=1))) == {
        "tag:blog.example,2026:1": "2026-11-22T12:00:00Z",
        "urn:1": "2026-11-22T11:59:59Z",
    }


@pytest.mark.F3
@pytest.mark.parametrize(
    ("title", "kind"),
    [("a </b> b", "html"), ("<\x00/b>", "html"), ("a < b </ c", None), ("&lt;", None)],
)
def test_a_text_with_an_end_tag_is_given_as_html_that_shows_it(title, kind):
    found = entry_of(
        title=title, summary=title, rights=title, link=None, source=source(title=title)
    )
    for path in ("title", "summary", "rights", "content", "source/title"):
        element = found.find("/".join(ATOM + step for step in path.split("/")))
        assert element.get("type") == kind
        shown = unescape(element.text) if kind else element.text
        assert shown == title.replace("\x00", "")


def test_an_empty_feed_was_updated_when_it_was_born():
    root = tree()
    assert text(root, "updated") == "2026-01-01T00:00:00Z"
    assert root.find(f"{ATOM}entry") is None


def test_a_feed_says_where_it_lies_to_which_page_it_belongs_and_in_which_language_it_is():
    root = tree()
    assert links(root) == {
        "self": "https://blog.example/feeds/posts.atom.xml",
        "alternate": "https://blog.example/",
    }
    assert [link.get("type") for link in root.findall(f"{ATOM}link")] == [
        "application/atom+xml",
        "text/html",
    ]
    assert root.get(f"{XML}lang") == "en"


def test_nothing_is_printed_for_what_is_not_set():
    root = tree(item())
    entry = root.find(f"{ATOM}entry")
    assert [child.tag.removeprefix(ATOM) for child in root] == [
        *("id", "title", "updated", "link", "link", "author", "entry")
    ]
    assert [child.tag.removeprefix(ATOM) for child in entry] == [
        "id",
        "title",
        "link",
        "published",
        "updated",
    ]


# --- entries ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"author": "Ann"}, "Ann"),
        ({"author": "Ann", "source": source()}, "Ann"),
        ({"source": source()}, "Ledger"),
        ({}, None),
    ],
)
def test_an_entry_from_elsewhere_never_falls_to_the_editor_as_its_author(fields, author):
    root = tree(item(**fields))
    assert text(root, "entry/author/name") == author
    assert text(root, "author/name") == "The Editor"


@pytest.mark.parametrize(
    ("own", "written"), [(None, None), ("en", None), ("pl", "pl"), ("en-GB", "en-GB")]
)
def test_an_entry_names_its_language_where_it_is_not_that_of_the_feed(own, written):
    assert entry_of(language=own).get(f"{XML}lang") == written


@pytest.mark.parametrize(("summary", "held"), [("Its words.", "Its words."), (None, "One")])
def test_an_entry_that_leads_nowhere_holds_what_there_is_of_its_text(summary, held):
    """An entry has a link or a content (RFC 4287 4.1.2)."""
    assert text(entry_of(link=None, summary=summary), "content") == held


@pytest.mark.parametrize("blank", [None, "", " ", "\x00"])
def test_what_is_blank_is_not_written(blank):
    """The W3C's validator warns of an element without a word."""
    found = entry_of(summary=blank, rights=blank, source=source(rights=blank))
    assert [found.find(f".//{ATOM}{name}") for name in ("summary", "rights")] == [None, None]
    assert tree(subtitle=blank).find(f"{ATOM}subtitle") is None


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 22, 1, tzinfo=timezone(timedelta(hours=2))), "2026-11-21T23:00:00Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 999999, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
    ],
)
def test_times_are_written_in_utc_by_rfc_3339(moment, written):
    assert text(entry_of(published=moment), "published") == written


@pytest.mark.F2
def test_a_source_carries_over_what_its_feed_said():
    whole = source(
        updated=NOW - timedelta(days=1),
        home="https://ledger.example/",
        feed="https://ledger.example/feed",
        rights="© Ann",
        licence="https://creativecommons.org/licenses/by/4.0/",
    )
    found = entry_of(source=whole).find(f"{ATOM}source")
    assert (text(found, "id"), text(found, "title")) == ("tag:ledger.example,2026:f", "Ledger")
    assert (text(found, "updated"), text(found, "rights")) == ("2026-11-21T12:00:00Z", "© Ann")
    assert links(found) == {
        "alternate": "https://ledger.example/",
        "self": "https://ledger.example/feed",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_a_source_of_which_little_is_known_says_little():
    found = entry_of(source=source()).find(f"{ATOM}source")
    assert [child.tag.removeprefix(ATOM) for child in found] == ["id", "title", "updated"]


# --- what XML cannot hold -----------------------------------------------------------------------

DIRTY = "a\x00\x08\x1b\ud800\uffff\ufffeb"


@pytest.mark.F4
@pytest.mark.parametrize(
    "dirty",
    [
        pytest.param(
            feed(title=DIRTY, subtitle=DIRTY, author=DIRTY, id=DIRTY), id="texts of a feed"
        ),
        pytest.param(feed(address=DIRTY), id="a feed's own address"),
        pytest.param(feed(home=DIRTY), id="a feed's page"),
        pytest.param(feed(language=DIRTY), id="a feed's language"),
        pytest.param(
            feed(item(id=DIRTY, title=DIRTY, summary=DIRTY, rights=DIRTY)), id="texts of an entry"
        ),
        pytest.param(feed(item(author=DIRTY)), id="an author"),
        pytest.param(feed(item(content=DIRTY)), id="a content"),
        pytest.param(feed(item(tags=(DIRTY,))), id="a tag"),
        pytest.param(feed(item(link=DIRTY)), id="a link"),
        pytest.param(feed(item(language=DIRTY)), id="a language"),
        pytest.param(
            feed(item(source=source(id=DIRTY, title=DIRTY, rights=DIRTY))), id="texts of a source"
        ),
        pytest.param(feed(item(source=source(home=DIRTY))), id="a source's page"),
        pytest.param(feed(item(source=source(feed=DIRTY))), id="a source's feed"),
        pytest.param(feed(item(source=source(licence=DIRTY))), id="a source's licence"),
    ],
)
def test_characters_that_xml_cannot_hold_are_left_out_wherever_they_stand(dirty):
    assert b"ab" in ET.tostring(ET.fromstring(atom(dirty)))


@given(st.text(st.characters()), st.text(st.characters()))
def test_whatever_a_text_holds_the_document_is_well_formed(title, content):
    entry = tree(item(title=title, content=content)).find(f"{ATOM}entry")
    assert text(entry, "title") is not None
