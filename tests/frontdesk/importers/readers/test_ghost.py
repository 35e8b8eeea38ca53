"""What the editors of Ghost put into a text: cards, in three ways to keep them."""

from __future__ import annotations

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
