"""What the search finds of a page."""

from __future__ import annotations

import pytest

from frontdesk.build.search.indexed_parts import indexed_parts

pytestmark = pytest.mark.R4

PAGE = '<!doctype html><html lang="pl"><head><title>Site</title></head><body>{}</body></html>'
TITLE = "<h1 data-pagefind-body>Zażółć &amp; co</h1>"
WHOLE = '<div data-pagefind-body><h1>A</h1><b data-pagefind-meta="x">y</b><img src="a.png"></div>'


def parts(body: str) -> str:
    """The body of the small page."""
    small = indexed_parts(PAGE.format(body).encode()).decode()
    if not small:
        return ""
    head, _, rest = small.partition("<body>")
    assert head.split() == ["<!doctype", "html>", "<html", 'lang="pl">']
    return rest.removesuffix("</body></html>")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Title</h1><p>Words</p>", ""),
        ("<p>data-pagefind-body</p>", ""),
        (f"<nav>Menu</nav>{TITLE}<aside>News</aside>", TITLE),
        (
            "<h1>Title</h1><p>x</p><p data-pagefind-body>W</p>",
            "<h1>Title</h1><p data-pagefind-body>W</p>",
        ),
        (
            f'<article data-pagefind-filter="type:Post">x{TITLE}</article>',
            f'<article data-pagefind-filter="type:Post"></article>{TITLE}',
        ),
        (
            f'<p>On <time data-pagefind-meta="date">May 1</time></p>{TITLE}',
            f'<time data-pagefind-meta="date">May 1</time>{TITLE}',
        ),
        (f"<nav data-pagefind-ignore>Contents</nav>{TITLE}", TITLE),
        (WHOLE, WHOLE),
    ],
)
def test_only_what_is_found_stays(body: str, expected: str) -> None:
    assert parts(body) == expected
