"""The list of partners as OPML and back (F5, O4)."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.core.errors import FrontDeskError
from frontdesk.core.text import INVISIBLE
from frontdesk.formats.opml import OpmlError, Outline, opml, read_opml
from partner_blogs.config.feeds_yaml import parse_feeds_yaml
from partner_blogs.partners_opml import import_outlines, partner_outlines, partner_yaml

LIST = """# my list
about: {site: https://me.example/}
partners:
  # the first of all
  - id: alpha        # never change
    name: Alpha
    feed: https://alpha.example/feed

  # the second
  - id: beta
    name: 'Beta: more'
    home: https://beta.example/
    description: |
      Two
      lines.

# candidates, switched off
#  - id: gamma
#    name: Gamma
digest: {weekly: yes}
"""


def imported(text: str, *found: Outline) -> str:
    return import_outlines(text, parse_feeds_yaml(text), found).text


@pytest.mark.F5
def test_new_blogs_stand_behind_the_last_partner_and_every_other_line_stays() -> None:
    new = imported(
        LIST, Outline(title="Delta & Co", feed="https://delta.example/feed", topic="Law")
    )
    added = (
        "  - id: delta-co\n"
        "    name: Delta & Co\n"
        "    feed: https://delta.example/feed\n"
        "    topic: Law\n"
    )
    assert new == LIST.replace("      lines.\n", "      lines.\n" + added)
    assert [p.id for p in parse_feeds_yaml(new).partners] == ["alpha", "beta", "delta-co"]


@pytest.mark.parametrize(
    "text",
    ["", "# nothing yet\n", "partners:\n", "partners: []\n", "about: {}\npartners:   # none\n",
     "partners:\n- id: a\n  name: A\n", "blogroll: {limit: 3}", "partners:\n    - id: a\n      name: A"],
)  # fmt: skip
def test_any_list_can_take_a_blog_in(text: str) -> None:
    new = imported(text, Outline(title="New", home="https://new.example/"))
    assert [p.name for p in parse_feeds_yaml(new).partners][-1] == "New"
    assert len(parse_feeds_yaml(new).partners) == len(parse_feeds_yaml(text).partners) + 1


def test_a_list_in_one_line_is_refused_with_a_remedy() -> None:
    text = "partners: [{id: a, name: A}]\n"
    with pytest.raises(FrontDeskError, match="on lines of its own"):
        imported(text, Outline(title="New", home="https://new.example/"))


def test_what_is_known_is_not_added_again() -> None:
    found = (
        Outline(title="Alpha by another name", feed="http://www.alpha.example/feed/"),
        Outline(title="Beta", home="https://beta.example"),
        Outline(title="New", feed="https://new.example/feed"),
        Outline(title="New too", feed="https://new.example/feed?utm_source=x"),
    )
    result = import_outlines(LIST, parse_feeds_yaml(LIST), found)
    assert result.added == ("New",)
    assert result.known == ("Alpha by another name", "Beta", "New too")


@pytest.mark.P7
@pytest.mark.parametrize(
    "feed",
    ["file:///etc/passwd", "samples/feeds/x.xml", "javascript:alert(1)", "https://a:b@c.example/"],
)
def test_an_import_names_no_file_and_no_password(feed: str) -> None:
    result = import_outlines(LIST, parse_feeds_yaml(LIST), (Outline(title="Hostile", feed=feed),))
    assert result.refused == ("Hostile",)
    assert result.text == LIST


def test_two_blogs_of_one_name_get_two_ids() -> None:
    new = imported(
        LIST,
        Outline(title="Alpha", home="https://other.example/"),
        Outline(title="Ålpha!", home="https://third.example/"),
        Outline(title="木", home="https://fourth.example/"),
    )
    assert [p.id for p in parse_feeds_yaml(new).partners][2:] == ["alpha-2", "alpha-3", "partner"]


@pytest.mark.F3
def test_whom_no_address_leads_to_is_led_to_by_our_page_about_it() -> None:
    rows = (
        "partners:\n  - {id: a, name: A, feed: a.xml}\n  - {id: b, name: B, home: 'https://b.example/ż'}\n"
        "  - {id: c, name: C, feed: https://c.example/feed, language: jp}\n"
    )
    partners = parse_feeds_yaml(rows).partners
    found = partner_outlines(partners, lambda one: f"https://us.example/blogs/{one.id}.html")
    assert [(one.home, one.language) for one in found] == [
        ("https://us.example/blogs/a.html", None),
        ("https://b.example/%C5%BC", None),
        (None, None),
    ]
    assert partner_outlines(partners)[0].home is None


SAFE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf"))
WORDS = st.text(SAFE, min_size=1, max_size=40).map(lambda t: " ".join(t.split())).filter(bool)
OUTLINES = st.lists(
    st.builds(
        lambda n, title, topic, has_feed: Outline(
            title=title,
            feed=f"https://b{n}.example/feed" if has_feed else None,
            home=f"https://b{n}.example/",
            topic=topic,
        ),
        st.integers(0, 20), WORDS, st.none() | WORDS, st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


@pytest.mark.F5
@settings(max_examples=40)  # of up to eight partners each, written and read three times
@given(OUTLINES)
def test_import_and_export_is_a_fixpoint(found: list[Outline]) -> None:
    first = imported("", *found)
    document = opml("T", "O", partner_outlines(parse_feeds_yaml(first).partners))
    second = imported("", *read_opml(document))
    assert second == first
    assert opml("T", "O", partner_outlines(parse_feeds_yaml(second).partners)) == document
    assert imported(first, *read_opml(document)) == first


HOSTILE = st.builds(
    Outline,
    title=st.text(max_size=40),
    feed=st.none() | st.text(max_size=40) | st.text(max_size=30).map("https://b.example/".__add__),
    home=st.none() | st.text(max_size=30).map("http://".__add__),
    description=st.none() | st.text(max_size=40),
    topic=st.none() | st.text(max_size=20),
    language=st.none() | st.text(max_size=6),
)


@given(st.lists(HOSTILE, max_size=5))
def test_whatever_an_opml_file_holds_the_list_stays_readable_and_every_line_stays(
    found: list[Outline],
) -> None:
    result = import_outlines(LIST, parse_feeds_yaml(LIST), found)
    partners = parse_feeds_yaml(result.text).partners
    assert [p.name for p in partners[2:]] == list(result.added)
    assert len(result.added + result.known + result.refused) == len(found)
    assert not INVISIBLE.search("".join((*result.refused, *result.added)))
    lines = iter(result.text.splitlines(keepends=True))
    assert all(line in lines for line in LIST.splitlines(keepends=True))


def test_an_address_that_only_has_to_be_written_properly_is_taken() -> None:
    new = imported(LIST, Outline(title="New", feed="https://new.example/my feed\u200b"))
    assert parse_feeds_yaml(new).partners[-1].feed == "https://new.example/my%20feed"


@given(st.dictionaries(st.sampled_from(["name", "description", "topic"]), WORDS, min_size=1))
def test_every_text_survives_being_written_into_the_list(fields: dict[str, str]) -> None:
    text = "partners:\n" + partner_yaml({"id": "a", "name": "A", **fields})
    (partner,) = parse_feeds_yaml(text).partners
    assert {field: getattr(partner, field) for field in fields} == fields


@pytest.mark.E1
def test_folders_of_an_opml_file_become_topics() -> None:
    document = b"""<opml version="1.0"><head/><body>
      <outline text="Law"><outline text="Courts"><outline text="A" xmlUrl="https://a.example/f"/></outline>
        <outline text="B" xmlUrl="https://b.example/f" htmlUrl="https://b.example/"/></outline>
      <outline title="C" type="link" url="https://c.example/" category="/Ideas,/Other"/></body></opml>"""
    assert [(o.title, o.topic, o.feed, o.home) for o in read_opml(document)] == [
        ("A", "Courts", "https://a.example/f", None),
        ("B", "Law", "https://b.example/f", "https://b.example/"),
        ("C", "Ideas", None, "https://c.example/"),
    ]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (b"", "not XML"),
        (b"<html/>", "not an OPML list"),
        (b"<opml version='2.0'><head/></opml>", "not an OPML list"),
        (b"<opml><body><outline></body></opml>", "line 1, column"),
        (
            b"<!DOCTYPE opml [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><opml><body/></opml>",
            "document type",
        ),
        (b"<!DOCTYPE opml SYSTEM 'file:///etc/passwd'><opml><body/></opml>", "document type"),
        (
            b"<opml><body>" + b"<outline text='x'>" * 50 + b"</outline>" * 50 + b"</body></opml>",
            "deeper",
        ),
        (b"<opml><body>" + b"<outline text='x'/>" * 6000 + b"</body></opml>", "more than 5000"),
    ],
)
def test_hostile_and_broken_lists_are_refused(document: bytes, why: str) -> None:
    with pytest.raises(OpmlError, match=why):
        read_opml(document)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(OpmlError):
        assert isinstance(read_opml(data), tuple)
