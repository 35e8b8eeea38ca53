"""Boxes to tick off, in Markdown."""

from __future__ import annotations

import markdown
import pytest


def html(text: str) -> str:
    return markdown.markdown(text, extensions=["frontdesk.content.task_lists"]).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- [ ] one\n- [x] *two*\n- three", '<ul class="boxes"><li>☐ one</li><li>☑ <em>two</em></li><li>three</li></ul>'),
        ("- [X] one\n\n- [ ] two", '<ul class="boxes"><li><p>☑ one</p></li><li><p>☐ two</p></li></ul>'),
        ("- [one](https://a.example/)", '<ul><li><a href="https://a.example/">one</a></li></ul>'),
        ("- [x](https://a.example/)", '<ul><li><a href="https://a.example/">x</a></li></ul>'),
        ("1. [ ] one", "<ol><li>[ ] one</li></ol>"),
        ("[ ] one", "<p>[ ] one</p>"),
        ("- []", "<ul><li>[]</li></ul>"),
        ("    - [ ] code", "<pre><code>- [ ] code</code></pre>"),
    ],
)  # fmt: skip
def test_a_box_is_a_sign_of_the_text(text: str, says: str) -> None:
    assert html(text) == says


def test_lists_in_lists_have_boxes_too() -> None:
    assert html("- one\n    - [ ] two").count("☐ two") == 1
