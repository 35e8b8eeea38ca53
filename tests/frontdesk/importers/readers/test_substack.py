"""What the editor of Substack puts into a text, and what the export does not say."""

from __future__ import annotations

import pytest
from tests.frontdesk.importers.imports import EXPORTS, RULES, files, take

from frontdesk.importers.model import ImportedText
from frontdesk.importers.readers.sources import open_source


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("substack")
    take(EXPORTS / "substack-cards", folder)
    return files(folder)


@pytest.mark.parametrize(
    "words",
    [
        "[a question]({filename}/posts/2024-02-06-question.md)",
        '<sup><a id="footnote-1"></a>[1](#footnote-anchor-1)</sup> A note with *words*.',
        "[A desk](https://substack-post-media.s3.amazonaws.com/",
        "Two of them",
        "> Words of a tweet\n>\n> [Ann](https://twitter.com/ann/status/1234567890?s=20)",
        "[Another letter]({filename}/posts/2024-01-06-talk.md)",
        "$$ a^2+b^2=c^2 $$",
        "A Ben Sample said.",
        "[Post at Instagram](https://www.instagram.com/p/CxYz/)",
    ],
)
def test_what_a_card_says_stays(found: dict[str, str], words: str) -> None:
    assert words in found["posts/2024-01-05-a-full-letter.md"]


@pytest.mark.parametrize("words", ["Subscribe", "Share", "%%", "<p>", "original spacing"])
def test_what_belongs_to_the_platform_goes(found: dict[str, str], words: str) -> None:
    assert words not in found["posts/2024-01-05-a-full-letter.md"]


def test_ids_are_the_addresses_at_the_host_that_most_links_name(found: dict[str, str]) -> None:
    assert "Id: https://annletter.substack.com/p/talk\n" in found["posts/2024-01-06-talk.md"]


def test_a_talk_leads_to_its_sound(found: dict[str, str]) -> None:
    assert "[Audio](https://api.substack.com/" in found["posts/2024-01-06-talk.md"]


def test_a_link_of_the_button_to_share_leads_to_the_post(found: dict[str, str]) -> None:
    text = found["posts/2024-02-06-question.md"]
    assert "[shared]({filename}/posts/2024-01-06-talk.md)" in text


@pytest.mark.parametrize(
    ("export", "feed_id"),
    [
        ("substack", "https://ann.example/p/a-letter"),
        ("eleventy", "https://ann.example/posts/eleven/"),
    ],
)
def test_an_address_that_is_told_makes_the_ids(export: str, feed_id: str) -> None:
    texts = open_source(EXPORTS / export, RULES, "https://ann.example").read()
    assert feed_id in {one.feed_id for one in texts if isinstance(one, ImportedText)}
