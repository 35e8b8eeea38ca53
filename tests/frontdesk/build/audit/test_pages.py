"""The audit finds what it is there for, and nothing in a page that is as it should be."""

from __future__ import annotations

import pytest
from tests.whole_sites.kinds import specimens
from tests.whole_sites.pages import Pages

from frontdesk.build.audit.pages import Kind

ROOT = "https://site.example/blog"
HEAD = (
    '<meta name="description" content="It."><link rel="canonical" href="https://site.example/blog/">'
    '<link rel="stylesheet" href="site.css"><link rel="icon" href="/blog/icon.svg">'
)
BODY = (
    '<main id="main"><h1>A</h1><h2>B</h2><p><a href="#main">up</a> <a href="other/">on</a></p>'
    '<p><a href="https://else.example/">away</a> <a href="mailto:a@b.example">letter</a></p></main>'
)
PAGE = (
    '<!doctype html><html lang="en"><head><title>T</title>{head}</head><body>{body}</body></html>'
)


def site(head: str = HEAD, body: str = BODY, **files: str) -> Pages:
    """A home that is as it should be, but for what a test puts in; and one more page."""
    other = PAGE.format(head=HEAD, body=BODY.replace("other/", "../")).replace(
        "<title>T", "<title>U"
    )
    other = other.replace("It.", "That.").replace('"site.css', '"../site.css')
    whole = {"index.html": PAGE.format(head=head, body=body), "other/index.html": other}
    whole |= {"site.css": "p { color: red }", "icon.svg": "<svg/>"}
    return Pages({name: data.encode() for name, data in (whole | files).items()}, ROOT)


def test_nothing_is_wrong_with_a_page_that_is_as_it_should_be() -> None:
    assert site().faults() == []


def test_the_address_of_a_folder_leads_there_without_its_slash_too() -> None:
    links = '<a href="other">there</a> <a href="https://site.example/blog">home</a>'
    assert site(body=f"{BODY}{links}").faults() == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("link", '<a href="gone.html">'),
        ("link", '<a href="/other/">'),
        ("link", '<a href="https://site.example/blog/site.css/">'),
        ("link", '<a href="#gone">'),
        ("link", '<a href="other/#gone">'),
        ("link", '<img src="gone.png">'),
        ("address", '<a href="javascript:alert(1)">'),
        ("address", '<a href="data:text/html,x">'),
        ("address", '<form action="mailto:a@b.example">'),
        ("address", '<a href="java\tscript:alert(1)">'),
        ("address", '<a href=" \x01javascript:alert(1)">'),
        ("address", '<a href="vbscript:x">'),
        ("address", '<img src="tel:+48123">'),
        ("address", '<a href="https://[x">'),
        ("address", '<svg><a xlink:href="javascript:x"></a></svg>'),
        ("request", '<img src="https://else.example/x.png">'),
        ("request", '<img src="/root.png">'),
        ("request", '<img srcset="icon.svg 1x, //else.example/x.png 2x">'),
        ("request", '<link rel="preconnect" href="https://else.example">'),
        ("request", '<svg><use xlink:href="https://else.example/#a"/></svg>'),
        ("id", '<p id="main">'),
        ("heading", "<h1>C</h1>"),
        ("heading", "<h4>C</h4>"),
        ("heading", "<h3> </h3>"),
        ("frame", "<main></main>"),
        ("frame", '<div role="main"></div>'),
        ("image", '<img src="icon.svg" width="1" height="1">'),
        ("image", '<img src="icon.svg" alt="" width="50%" height="1">'),
        ("code", "<script>1</script>"),
        ("code", "<style>p {}</style>"),
        ("code", '<p style="color: red">'),
        ("code", '<p ONclick="x">'),
        ("code", '<script type="application/ld+json">{</script>'),
        ("code", '<script type="application/ld+json">{"@type": "Blog"}</script>'),
    ],
)
def test_what_is_wrong_in_a_page_is_found(kind: Kind, body: str) -> None:
    assert site(body=BODY + body).faults(kind)


@pytest.mark.A11
@pytest.mark.parametrize(
    "target",
    [
        *(
            "tel:+48123",
            "sms:+48123?body=x",
            "geo:52.2,21.0",
            "facetime:a@b.example",
            "xmpp:a@b.example",
        ),
        *("webcal://else.example/x.ics", "whatsapp://send?text=x", "magnet:?xt=x", "TEL:+48123"),
    ],
)
def test_a_link_may_open_a_program_of_the_readers(target: str) -> None:
    assert site(body=BODY + f'<a href="{target}">x</a>').faults("address") == []


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("It.", " "),
        HEAD.replace("It.", "That."),
        HEAD + "<title>Two</title>",
        HEAD.replace("https://site.example/blog/", "/blog/"),
        HEAD.replace("canonical", "other"),
    ],
)
def test_what_is_wrong_in_a_head_is_found(head: str) -> None:
    assert site(head=head).faults("head")


def test_a_page_that_leads_on_needs_no_description_and_no_title_of_its_own() -> None:
    head = HEAD.replace('name="description"', 'http-equiv="refresh"')
    assert site(head=head, **{"old.html": PAGE.format(head=head, body=BODY)}).faults("head") == []


def test_a_title_that_two_pages_have_and_a_missing_language_are_found() -> None:
    home = PAGE.format(head=HEAD, body=BODY)
    assert site(**{"index.html": home.replace("<title>T", "<title>U")}).faults("head")
    assert site(**{"index.html": home.replace(' lang="en"', "")}).faults("frame")


@pytest.mark.parametrize("style", ["@import '//a.example/x.css';", "p { background: url(/x.png) }"])
def test_what_a_style_sheet_fetches_from_elsewhere_is_found(style: str) -> None:
    assert site(**{"site.css": style}).faults("request")


def test_the_page_that_is_not_there_is_met_at_any_depth() -> None:
    assert site(**{"404.html": '<a href="other/">'}).faults("link")
    assert not site(**{"404.html": '<a href="/blog/other/">'}).faults("link")


def test_data_for_search_engines_is_no_script() -> None:
    thing = '{"@context": "https://schema.org", "@type": "Blog"}'
    data = f'<script type="application/ld+json">{thing}</script>'
    assert not site(body=BODY + data).faults("code")


def test_the_specimens_show_every_kind_of_page_and_every_part() -> None:
    kinds = {f"2026/11/{n}.html": f"<p>{'words ' * n}</p>" for n in range(4)}
    whole = Pages({name: data.encode() for name, data in kinds.items()}, ROOT)
    assert specimens(whole) == ["2026/11/3.html"]
    more = {
        "about.html": "<p>x</p>",
        "2025/01/a.html": "<p>x</p>",
        "2025/01/b.html": '<p class="a">',
    }
    whole = Pages({name: data.encode() for name, data in (kinds | more).items()}, ROOT)
    assert specimens(whole) == ["2026/11/3.html", "about.html", "2025/01/b.html"]
