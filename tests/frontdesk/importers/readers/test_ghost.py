"""What the editors of Ghost put into a text: cards, in three ways to keep them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.frontdesk.importers.imports import EXPORTS, errors, files, take


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("ghost")
    take(EXPORTS / "ghost-cards.json", folder)
    return files(folder)


@pytest.mark.parametrize(
    ("post", "words"),
    [
        ("cards", "[A bookmark](https://b.example/)\n\nWhat it is\n"),
        ("cards", "> 💡 A hint"),
        ("cards", "[A film of mine](https://www.youtube.com/watch?v=dQw4w9WgXcQ)"),
        ("cards", "[Feat](/content/images/2021/02/feature.jpg)"),
        ("cards", '1. <a id="fn1"></a>\n\n    Note [↩︎](#fnref1)'),
        (
            "second",
            "## Title\n\nSome *words* and [x]({filename}/posts/2021-02-03-second.md)\n\n- a\n",
        ),
        ("second", "**bold**  \n[link](https://c.example)\n\nJust **md**\n"),
        ("second", "[B title](https://b.example/)"),
        ("third", "***Both***  \n[l](https://c.example)"),
        ("third", "md **bold**\n\n- x\n"),
        ("third", "> x Hint words\n\n### Q\n\nA\n"),
    ],
)
def test_what_a_card_says_stays(found: dict[str, str], post: str, words: str) -> None:
    assert words in found[f"posts/2021-02-03-{post}.md"]


@pytest.mark.parametrize("words", ["/1:23", "0:12", "Sign up", "1 MB", "kg-"])
def test_what_belongs_to_the_platform_goes(found: dict[str, str], words: str) -> None:
    assert words not in "".join(found.values())


def test_an_address_that_the_site_needs_is_given_up(tmp_path: Path) -> None:
    outcome = take(EXPORTS / "ghost-cards.json", tmp_path)
    assert errors(tmp_path) == []
    said = [one.remark.message for one in outcome.remarks if one.remark.kind == "address"]
    assert said == [
        "its address /cards/ is that of another part of the site, too, so it has a new one"
    ]


def test_a_text_of_which_nothing_is_left_is_left_out(tmp_path: Path) -> None:
    outcome = take(EXPORTS / "ghost-cards.json", tmp_path)
    assert [one.reason for one in outcome.left_out] == ["nothing is left of its text"]


def test_a_post_keeps_the_guid_of_the_feed_of_ghost(tmp_path: Path) -> None:
    take(EXPORTS / "ghost.json", tmp_path)
    found = files(tmp_path)
    text = found["posts/2021-02-03-a-ghost.md"]
    assert "\nRss_guid: 63c0e1f52a7d2f3d0c1b4a59\n" in text
    assert "\nId:" not in text
    assert "/rss/ /feeds/posts.rss.xml" in found["redirects.txt"].splitlines()


def ghost(folder: Path, **post: object) -> dict[str, str]:
    place = folder / "ghost.json"
    whole = {
        "id": "1",
        "title": "Old",
        "slug": "old",
        "status": "published",
        "html": "<p>Words.</p>",
        **post,
    }
    place.write_text(
        json.dumps({"data": {"posts": [whole], "posts_meta": [{"post_id": "1", "email_only": 0}]}})
    )
    take(place, folder)
    return {name: text for name, text in files(folder).items() if name.startswith("posts/")}


@pytest.mark.A14
def test_a_letter_that_was_only_sent_is_a_draft(tmp_path: Path) -> None:
    (text,) = ghost(tmp_path, status="sent").values()
    assert "\nStatus: draft\n" in text


def test_words_in_an_unknown_part_of_the_editor_stay(tmp_path: Path) -> None:
    parts = [
        {"type": "at-link", "children": [{"type": "text", "text": "one"}]},
        {"type": "tk", "text": "two"},
    ]
    lexical = json.dumps({"root": {"children": [{"type": "paragraph", "children": parts}]}})
    (text,) = ghost(tmp_path, html=None, lexical=lexical).values()
    assert text.endswith("\n\nonetwo\n")


def test_before_ghost_1_the_guid_was_the_uuid(tmp_path: Path) -> None:
    uuid = "0e4cbe8f-6ba3-4e8c-9a49-3b0b0f9a7c11"
    (text,) = ghost(tmp_path, id=3, uuid=uuid, html=None, markdown="Words.").values()
    assert f"\nRss_guid: {uuid}\n" in text


def test_markdown_of_ghost_0_stays_as_it_is(tmp_path: Path) -> None:
    (text,) = ghost(
        tmp_path, id=3, html="<p>One <em>two</em></p>", markdown="One _two_ &amp; 3"
    ).values()
    assert text.endswith("\n\nOne _two_ &amp; 3\n")
