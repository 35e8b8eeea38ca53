"""What the editor of Medium puts into a story."""

from __future__ import annotations

import pytest
from tests.frontdesk.importers.imports import EXPORTS, files, take


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("medium")
    take(EXPORTS / "medium-cards", folder)
    return next(text for name, text in files(folder).items() if "2019-03-04" in name)


@pytest.mark.parametrize(
    "words",
    [
        "*A KICKER*",
        "When it began",  # the first letter is an element of its own
        "```javascript\nconst a = 1;\n  b();\n```",
        "[A page](https://example.com/page)\n\nWhat it is about\n",
        "[older]({filename}/posts/2018-03-04-an-older-story-0123456789ab.md)",
        "[short]({filename}/posts/2018-03-04-an-older-story-0123456789ab.md)",
        "[Code at GitHub](https://gist.github.com/ann/abcdef0123456789)",
    ],
)
def test_each_part_of_a_story_stays(story: str, words: str) -> None:
    assert words in story


def test_a_subtitle_stands_once(story: str) -> None:
    assert story.count("A subtitle that says it") == 1
