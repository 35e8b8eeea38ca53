import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.html_parser import HTMLParser


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


@pytest.mark.parametrize(
    "odd",
    [
        "<![\n<![CDATA[ x ]]>",
        "<![>",
        "<![endif]-->",
        "<![if !IE]>",
        "<![CDATA[ x ]]>",
        "<!x>",
        "<!>",
    ],
)
def test_a_mark_that_browsers_pass_over_is_passed_over(odd: str) -> None:
    assert Tags(f"<p>{odd}<b>").found == ["p", "b"]


@given(st.lists(st.sampled_from(["<!", "[", "<![", "CDATA[", "]]>", "-->", "<b>", "x", "\n", '"'])))
def test_nothing_is_too_odd_for_it(parts: list[str]) -> None:
    Tags("".join(parts))
