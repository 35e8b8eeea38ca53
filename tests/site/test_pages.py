"""Each check of pages.py finds what it is there for, and nothing in a page that is as it should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.site import pages
from tests.site.pages import Pages, specimens

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

Check = Callable[[Pages], Iterator[str]]


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
    checks: list[Check] = [
        *(pages.broken_links, pages.strange_addresses, pages.foreign_requests),
        *(pages.doubled_ids, pages.untidy_headings, pages.wrong_frames, pages.wrong_heads),
        *(pages.unready_images, pages.inline_code),
    ]
    assert [fault for check in checks for fault in check(site())] == []


@pytest.mark.parametrize(
    ("check", "body"),
    [
        (pages.broken_links, '<a href="gone.html">'),
        (pages.broken_links, '<a href="/other/">'),
        (pages.broken_links, '<a href="https://site.example/blog/other">'),
        (pages.broken_links, '<a href="#gone">'),
        (pages.broken_links, '<a href="other/#gone">'),
        (pages.broken_links, '<img src="gone.png">'),
        (pages.strange_addresses, '<a href="javascript:alert(1)">'),
        (pages.strange_addresses, '<a href="data:text/html,x">'),
        (pages.strange_addresses, '<form action="mailto:a@b.example">'),
        (pages.foreign_requests, '<img src="https://else.example/x.png">'),
        (pages.foreign_requests, '<img src="/root.png">'),
        (pages.foreign_requests, '<img srcset="icon.svg 1x, //else.example/x.png 2x">'),
        (pages.foreign_requests, '<link rel="preconnect" href="https://else.example">'),
        (pages.foreign_requests, '<svg><use xlink:href="https://else.example/#a"/></svg>'),
        (pages.doubled_ids, '<p id="main">'),
        (pages.untidy_headings, "<h1>C</h1>"),
        (pages.untidy_headings, "<h4>C</h4>"),
        (pages.untidy_headings, "<h3> </h3>"),
        (pages.wrong_frames, "<main></main>"),
        (pages.wrong_frames, '<div role="main"></div>'),
        (pages.unready_images, '<img src="icon.svg" width="1" height="1">'),
        (pages.unready_images, '<img src="icon.svg" alt="" width="50%" height="1">'),
        (pages.inline_code, "<script>1</script>"),
        (pages.inline_code, "<style>p {}</style>"),
        (pages.inline_code, '<p style="color: red">'),
        (pages.inline_code, '<p ONclick="x">'),
        (pages.inline_code, '<script type="application/ld+json">{</script>'),
        (pages.inline_code, '<script type="application/ld+json">{"@type": "Blog"}</script>'),
    ],
)
def test_what_is_wrong_in_a_page_is_found(check: Check, body: str) -> None:
    assert [*check(site(body=BODY + body))]


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
    assert [*pages.wrong_heads(site(head=head))]


def test_a_title_that_two_pages_have_and_a_missing_language_are_found() -> None:
    home = PAGE.format(head=HEAD, body=BODY)
    assert [*pages.wrong_heads(site(**{"index.html": home.replace("<title>T", "<title>U")}))]
    assert [*pages.wrong_frames(site(**{"index.html": home.replace(' lang="en"', "")}))]


@pytest.mark.parametrize("style", ["@import '//a.example/x.css';", "p { background: url(/x.png) }"])
def test_what_a_style_sheet_fetches_from_elsewhere_is_found(style: str) -> None:
    assert [*pages.foreign_requests(site(**{"site.css": style}))]


def test_the_page_that_is_not_there_is_met_at_any_depth() -> None:
    assert [*pages.broken_links(site(**{"404.html": '<a href="other/">'}))]
    assert not [*pages.broken_links(site(**{"404.html": '<a href="/blog/other/">'}))]


def test_data_for_search_engines_is_no_script() -> None:
    thing = '{"@context": "https://schema.org", "@type": "Blog"}'
    data = f'<script type="application/ld+json">{thing}</script>'
    assert not [*pages.inline_code(site(body=BODY + data))]


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
