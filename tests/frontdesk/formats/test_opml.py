from __future__ import annotations

import contextlib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.formats.opml import OpmlError, Outline, opml, read_opml


def tree(*outlines: Outline, title: str = "Blogs", owner: str = "The Blog") -> ET.Element:
    return ET.fromstring(opml(title, owner, outlines))


def attributes(**fields) -> dict[str, str]:
    (outline,) = tree(Outline(**{"title": "Ledger & Lamp"} | fields)).iter("outline")
    return dict(outline.attrib)


def test_the_document_names_its_version_its_title_and_its_owner():
    root = tree()
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [child.tag for child in root] == ["head", "body"]
    assert (root.findtext("head/title"), root.findtext("head/ownerName")) == ("Blogs", "The Blog")
    assert list(root.find("body")) == []


@pytest.mark.F1
def test_a_blog_with_a_feed_is_a_subscription():
    whole = attributes(
        feed="https://ledger.example/feed?a=1&b=%20",
        home="https://ledger.example/",
        description='Fees, "and more"',
        topic="Law practice",
        language="en-GB",
    )
    assert whole == {
        "text": "Ledger & Lamp",
        "title": "Ledger & Lamp",
        "type": "rss",
        "xmlUrl": "https://ledger.example/feed?a=1&b=%20",
        "htmlUrl": "https://ledger.example/",
        "description": 'Fees, "and more"',
        "category": "/Law practice",
        "language": "en-GB",
    }


def test_a_subscription_says_nothing_of_what_is_not_known():
    assert attributes(feed="https://ledger.example/feed") == {
        "text": "Ledger & Lamp",
        "title": "Ledger & Lamp",
        "type": "rss",
        "xmlUrl": "https://ledger.example/feed",
    }


def test_a_blog_without_a_feed_is_a_link_to_its_page():
    assert attributes(home="https://ledger.example/", topic="Ideas", language="en") == {
        "text": "Ledger & Lamp",
        "title": "Ledger & Lamp",
        "type": "link",
        "url": "https://ledger.example/",
        "category": "/Ideas",
    }


def test_a_blog_of_which_only_the_name_is_known_is_only_a_name():
    assert attributes() == {"text": "Ledger & Lamp", "title": "Ledger & Lamp"}


def test_blogs_keep_the_editors_order():
    outlines = [Outline(title=title) for title in "zam"]
    assert [outline.get("text") for outline in tree(*outlines).iter("outline")] == ["z", "a", "m"]


def test_the_same_list_gives_the_same_bytes_in_utf_8():
    outlines = (Outline(title="Żółw"),)
    assert opml("Blogi", "Blog", outlines) == opml("Blogi", "Blog", outlines)
    assert "Żółw" in opml("Blogi", "Blog", outlines).decode("utf-8")


DIRTY = "a\x00\x08\x1b\ud800\uffffb"


@pytest.mark.parametrize("field", ["title", "feed", "home", "description", "topic", "language"])
def test_characters_that_xml_cannot_hold_are_left_out_of_an_outline(field):
    found = attributes(**{"feed": "https://ledger.example/feed"} | {field: DIRTY})
    assert {value.removeprefix("/") for value in found.values()} >= {"ab"}


def test_characters_that_xml_cannot_hold_are_left_out_of_the_head():
    root = tree(title=DIRTY, owner=DIRTY)
    assert (root.findtext("head/title"), root.findtext("head/ownerName")) == ("ab", "ab")


@pytest.mark.F5
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\r")))
def test_a_feeds_address_comes_out_as_it_went_in(address):
    assert attributes(feed=address).get("xmlUrl", "") == address


# --- reading ------------------------------------------------------------------------------------


def read(body: str, prolog: str = "") -> tuple[Outline, ...]:
    return read_opml(f'{prolog}<opml version="2.0"><body>{body}</body></opml>'.encode())


def test_a_list_is_read_in_its_order_with_whatever_it_says():
    found = read("""
      <outline type="rss" text="Z" xmlUrl="https://z.example/feed?a=1&amp;b" htmlUrl="https://z.example/"
               description=" Of  fees " category="/Ideas/Fees,/Other" language="pl"/>
      <outline type="link" title="A" url="https://a.example/"/>
      <outline text="Only a name"/>
      <outline/>
      <outline text="" xmlUrl="" htmlUrl="" description="" category="" language=""/>
    """)
    assert found == (
        Outline(
            title="Z",
            feed="https://z.example/feed?a=1&b",
            home="https://z.example/",
            description="Of fees",
            topic="Ideas/Fees",
            language="pl",
        ),
        Outline(title="A", home="https://a.example/"),
        Outline(title="Only a name"),
        Outline(title=""),
        Outline(title=""),
    )


def test_the_innermost_folder_is_the_topic():
    found = read("""
      <outline text="Law">
        <outline text="One" category="/Ideas"/>
        <outline text="Practice"><outline text="Two"/></outline>
        <outline><outline text="Three"/></outline>
      </outline>
      <outline text="Four"/>
    """)
    assert [(outline.title, outline.topic) for outline in found] == [
        ("One", "Law"),
        ("Two", "Practice"),
        ("Three", "Law"),
        ("Four", None),
    ]


@pytest.mark.E1
@pytest.mark.parametrize("name", ["xmlUrl", "XMLURL", "xmlurl", "XmlUrl", "xmlURL"])
@pytest.mark.parametrize("tag", ["outline", "OUTLINE", "Outline"])
def test_capitals_make_no_difference(name, tag):
    text = (
        f'<OPML><Body><{tag} TEXT="Law"><{tag} Title="One" TYPE="rss" {name}="https://a.example/f" '
        f'HTMLURL="https://a.example/" Language="pl" DESCRIPTION="d"/></{tag}></Body></OPML>'
    )
    assert read_opml(text.encode()) == (
        Outline(
            title="One",
            feed="https://a.example/f",
            home="https://a.example/",
            description="d",
            topic="Law",
            language="pl",
        ),
    )


@pytest.mark.E1
def test_a_feed_with_children_is_on_the_list_and_so_are_they():
    found = read("""
      <outline text="Law">
        <outline text="One" xmlUrl="https://a.example/f">
          <outline text="Comments" xmlUrl="https://a.example/c"/>
          <outline text="A page" htmlUrl="https://a.example/p"/>
          <outline text="A post of it"/>
          <outline text="More"><outline text="Two" xmlurl="https://b.example/f"/></outline>
        </outline>
        <outline text="Three" XMLURL="https://c.example/f"/>
      </outline>
    """)
    assert [(one.title, one.feed, one.topic) for one in found] == [
        ("One", "https://a.example/f", "Law"),
        ("Comments", "https://a.example/c", "Law"),
        ("A page", None, "Law"),
        ("Two", "https://b.example/f", "More"),
        ("Three", "https://c.example/f", "Law"),
    ]


@pytest.mark.E1
def test_the_url_of_an_outline_that_is_a_feed_is_that_of_the_feed():
    found = read("""
      <outline text="One" type="rss" url="https://a.example/f"/>
      <outline text="Two" type="rss" xmlUrl="https://b.example/f" url="https://b.example/x"/>
      <outline text="Three" type="link" url="https://c.example/"/>
    """)
    assert [(one.feed, one.home) for one in found] == [
        ("https://a.example/f", None),
        ("https://b.example/f", None),
        (None, "https://c.example/"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "line 1, column 1: this is not XML"),
        (b"<opml>\n <body>&</body></opml>", "line 2, column 9: this is not XML"),
        (b"<rss/>", "this is not an OPML list: it has no <opml> with a <body>"),
        (b"<rss><body/></rss>", "this is not an OPML list: it has no <opml> with a <body>"),
        (b"<opml><head/></opml>", "this is not an OPML list: it has no <opml> with a <body>"),
        (
            b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body/></opml>",
            "it has a document type (opml), which a list of blogs must not have",
        ),
    ],
)
def test_what_is_no_list_is_told_with_its_reason(data, reason):
    with pytest.raises(OpmlError) as caught:
        read_opml(data)
    assert str(caught.value) == reason


@pytest.mark.parametrize("encoding", ["foo", "utf-7", "shift_jis", "idna", "hex"])
def test_an_encoding_that_nobody_can_read_is_told_as_well(encoding):
    with pytest.raises(OpmlError):
        read("", prolog=f'<?xml version="1.0" encoding="{encoding}"?>')


def test_a_list_is_read_in_other_encodings_too():
    text = '<?xml version="1.0" encoding="{}"?><opml><body><outline text="Żółw"/></body></opml>'
    for encoding in ("utf-8", "utf-16", "iso-8859-2"):
        (found,) = read_opml(text.format(encoding).encode(encoding))
        assert found.title == "Żółw"


def test_a_list_has_at_most_5000_blogs():
    blog = '<outline text="x"/>'
    assert len(read(blog * 5000)) == 5000
    with pytest.raises(OpmlError, match="more than 5000 blogs"):
        read(blog * 5001)


@pytest.mark.parametrize("depth", [21, 10_000])
def test_folders_are_at_most_20_deep(depth):
    def nested(n: int) -> str:
        return '<outline text="f">' * n + '<outline text="x"/>' + "</outline>" * n

    assert len(read(nested(19))) == 1
    with pytest.raises(OpmlError, match="folders deeper than 20"):
        read(nested(depth))


WORDS = st.text("aŻ &<>\"'/.", min_size=1).map(lambda text: " ".join(text.split()))
TOPICS = WORDS.map(lambda text: text.strip("/ "))
ADDRESSES = st.sampled_from([None, "https://a.example/?a=1&b=ż", "http://b.example"])


def outline(feed, language, **fields) -> Outline:
    return Outline(feed=feed, language=language if feed else None, **fields)


OUTLINES = st.builds(
    outline,
    title=WORDS,
    feed=ADDRESSES,
    home=ADDRESSES,
    description=st.none() | WORDS.map(lambda text: text or None),
    topic=st.none() | TOPICS.map(lambda text: text or None),
    language=st.sampled_from([None, "en-GB"]),
)


@given(st.lists(OUTLINES).map(tuple))
def test_what_was_written_is_read_back_as_it_was(outlines):
    assert read_opml(opml("Blogs", "The Blog", outlines)) == outlines


@pytest.mark.parametrize("folder", ["Law, tax and audit", "B2B/B2C"])
def test_import_export_import_changes_no_topic(folder):
    imported = read(f'<outline text="{folder}"><outline text="One"/></outline>')
    assert imported[0].topic == folder
    assert read_opml(opml("Blogs", "The Blog", imported)) == imported


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_whatever_bring_anything_but_a_list_or_an_opml_error(data):
    with contextlib.suppress(OpmlError):
        assert isinstance(read_opml(data), tuple)


@pytest.mark.parametrize("name", ["News&notes", "Food&parallel lives", "Sol&sectarian", "AT&T"])
def test_an_ampersand_in_a_name_begins_no_sign(name: str) -> None:
    line = f'<outline text="{name.replace("&", "&amp;")}" type="rss" xmlUrl="https://a.example/f"/>'
    (found,) = read_opml(f'<opml version="2.0"><body>{line}</body></opml>'.encode())
    assert found.title == name
