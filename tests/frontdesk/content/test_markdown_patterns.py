"""What is not asked of the Markdown library would have found nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from tests.shipped import SETTINGS

from frontdesk.content.markdown_patterns import InlinePatternFilter

PIECES = st.sampled_from(
    [
        *(
            "words ",
            "`",
            "``",
            "\\",
            "\\*",
            "*",
            "**",
            "_",
            "<",
            ">",
            "<b>",
            "</b>",
            "&amp;",
            "&",
            "\n",
            "\n\n",
        ),
        *(
            "[",
            "]",
            "](a.html)",
            "![",
            "[a]",
            "[^1]",
            "\n\n[a]: b.html\n",
            "\n\n[^1]: note `x`\n",
            "|",
            "\n---|---\n",
        ),
        *(
            "<https://a.example/>",
            "<me@a.example>",
            "    ",
            "\n- ",
            "\n> ",
            "# ",
            "{ #x }",
            "~~~\n",
            ":   ",
            "*[ab]: c",
            "\n\n#a",
            "\n\nx\ty|z\nu\tv\n\n",
        ),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_a_text_becomes_what_the_whole_library_makes_of_it(text: str) -> None:
    whole, limited = (
        Markdown(**SETTINGS["MARKDOWN"], extensions=[*SETTINGS["MARKDOWN"]["extension_configs"]])
        for _ in range(2)
    )
    InlinePatternFilter(limited).limit_to(text)
    assert limited.convert(text) == whole.convert(text)
