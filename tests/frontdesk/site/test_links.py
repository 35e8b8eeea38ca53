"""Links and pictures of a text lead to where they are in the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from msgspec.structs import replace

from frontdesk.core.site_writer import ROOT
from frontdesk.site.links import (
    FileLinks,
    LinkRecorder,
    LinkTargets,
    file_links,
    place_attachments,
    resolve_links,
)
from frontdesk.site.responsive_images import WebImage

TARGETS = LinkTargets(
    texts={"posts/a.md": "2026/a.html", "pages/ü b.md": "b.html"},
    files={"files/list.pdf": "files/list.pdf", "posts/near.pdf": "2026/near.pdf"},
    terms={
        "tag": "tag/{slug}.html",
        "category": "category/{slug}.html",
        "author": "author/{slug}.html",
    },
    home="index.html",
    renamed={"posts/a.md": {"comment-on-fees"}},
)


def resolved(html: str) -> str:
    return resolve_links(html, "posts/here.md", TARGETS, lambda _: None)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("{filename}a.md", "/2026/a.html"),
        ("{filename}/posts/a.md", "/2026/a.html"),
        ("{filename}a.md#part", "/2026/a.html#part"),
        ("{filename}a.md#comment-ann", "/2026/a.html#comment-ann"),
        ("{filename}a.md#comment-on-fees", "/2026/a.html#text-comment-on-fees"),
        ("{filename}a.md?x=1&amp;y=2#part", "/2026/a.html?x=1&amp;y=2#part"),
        ("|filename|a.md", "/2026/a.html"),
        ("{filename}../pages/%C3%BC%20b.md", "/b.html"),
        ("{filename}/files/list.pdf", "/files/list.pdf"),
        ("{static}/files/list.pdf", "/files/list.pdf"),
        ("{attach}near.pdf", "/2026/near.pdf"),
        ("{tag}C++", "/tag/c%2B%2B.html"),
        ("{category}Law &amp; order", "/category/law-order.html"),
        ("{index}", "/index.html"),
        ("/digests/", "/digests/"),
    ],
)
def test_a_link_leads_from_the_root_to_its_target(target: str, address: str) -> None:
    found = resolved(f'<p><a href="{target}">x</a></p>')
    assert found.startswith(f'<p><a href="{ROOT}/') or "%2B" in address
    assert found == f'<p><a href="{ROOT}{address}">x</a></p>' or "%2B" in address


@pytest.mark.parametrize(
    "target", ["https://a.example/{filename}a.md", "a.html", "#part", "//b.example/"]
)
def test_a_link_without_a_mark_stays(target: str) -> None:
    assert resolved(f'<a href="{target}">x</a>') == f'<a href="{target}">x</a>'


def test_a_link_to_a_text_that_is_not_in_the_site_becomes_words() -> None:
    html = '<p>See <a href="{filename}draft.md" title="t">the <b>draft</b></a>.</p>'
    assert resolved(html) == "<p>See the <b>draft</b>.</p>"


def test_a_file_that_is_not_there_keeps_its_mark() -> None:
    assert resolved('<a href="{static}no.pdf">x</a>') == '<a href="{static}no.pdf">x</a>'


def test_every_address_of_an_element_is_resolved() -> None:
    html = '<video src="{attach}near.pdf" poster="{static}/files/list.pdf"></video>'
    assert "{" not in resolved(html)


def test_words_that_look_like_marks_stay() -> None:
    html = '<code>href="{filename}a.md"</code> {tag}x |static| <b title="{filename}a.md">x</b>'
    assert resolved(html) == html


def test_an_attached_file_lies_beside_the_page_of_the_first_text_that_attaches_it() -> None:
    first = file_links('<a href="{attach}near.pdf">x</a>', "posts/a.md", "2026/05/a.html")
    other = file_links('<a href="{attach}near.pdf">x</a>', "posts/b.md", "2026/06/b.html")
    deep = file_links('<a href="{attach}img/deep.pdf">x</a>', "posts/a.md", "2026/05/a.html")
    far = file_links('<a href="{attach}/files/far.pdf">x</a>', "posts/a.md", "2026/05/a.html")
    assert place_attachments([first, other, deep, far], ()) == {
        "posts/near.pdf": "2026/05/near.pdf",
        "posts/img/deep.pdf": "2026/05/img/deep.pdf",
        "files/far.pdf": "2026/05/far.pdf",
    }


def test_a_file_that_has_a_place_stays_there() -> None:
    attached = FileLinks("posts/a.md", "2026/a.html", (), ("posts/x.pdf", "files/y.pdf"))
    linked = FileLinks("posts/b.md", "2026/b.html", ("files/y.pdf",), ())
    assert not place_attachments([attached, linked], {"posts/x.pdf"})


# --- what links depend on -----------------------------------------------------------------------

PICTURE = WebImage("images/p.png", 10, 10)


def shows(picture: WebImage | None) -> Callable[[str], WebImage | None]:
    """Finds it for each address of an image."""
    return lambda address: picture if address.endswith(".png") else None


ASKING = (
    '<p><a href="{filename}a.md#comment-1">a</a> <a href="{filename}later.md">b</a> '
    '<a href="{static}/files/list.pdf">c</a> <img src="{static}/images/p.png"></p>'
)


@pytest.mark.S2
@pytest.mark.parametrize(
    ("texts", "files", "picture"),
    [
        ({"posts/a.md": "2026/moved.html"}, {}, PICTURE),
        ({"posts/a.md": None}, {}, PICTURE),
        ({"posts/later.md": "2026/later.html"}, {}, PICTURE),
        ({}, {"posts/later.md": "later.md"}, PICTURE),
        ({}, {"files/list.pdf": "files/moved.pdf"}, PICTURE),
        ({}, {}, None),
        ({}, {}, WebImage("images/other.png", 10, 10)),
    ],
)
def test_other_answers_to_what_links_ask_for_are_noticed(
    texts: dict[str, str | None], files: dict[str, str | None], picture: WebImage | None
) -> None:
    recorder = LinkRecorder(TARGETS, shows(PICTURE))
    made = resolve_links(ASKING, "posts/here.md", recorder.targets, recorder.image)
    assert made == resolve_links(ASKING, "posts/here.md", TARGETS, shows(PICTURE))
    answers = recorder.answers()
    assert answers.still_hold(TARGETS, shows(PICTURE))
    changed = replace(
        TARGETS, texts=without_none(TARGETS.texts, texts), files=without_none(TARGETS.files, files)
    )
    assert resolve_links(ASKING, "posts/here.md", changed, shows(picture)) != made
    assert not answers.still_hold(changed, shows(picture))


@pytest.mark.S2
def test_another_name_of_an_id_that_a_link_leads_to_is_noticed() -> None:
    recorder = LinkRecorder(TARGETS, shows(PICTURE))
    made = resolve_links(ASKING, "posts/here.md", recorder.targets, recorder.image)
    changed = replace(TARGETS, renamed={"posts/a.md": frozenset({"comment-1"})})
    assert resolve_links(ASKING, "posts/here.md", changed, shows(PICTURE)) != made
    assert not recorder.answers().still_hold(changed, shows(PICTURE))


def test_what_no_link_asks_for_changes_no_answer() -> None:
    recorder = LinkRecorder(TARGETS, shows(PICTURE))
    resolve_links(ASKING, "posts/here.md", recorder.targets, recorder.image)
    more = replace(TARGETS, texts={**TARGETS.texts, "posts/other.md": "2026/other.html"})
    assert recorder.answers().still_hold(more, shows(PICTURE))


def without_none(places: Mapping[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    return {path: url for path, url in {**places, **changes}.items() if url is not None}
