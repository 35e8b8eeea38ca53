"""Every published page, read without a browser."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest
from tests.site import pages
from tests.site.pages import Pages


@pytest.mark.parametrize(
    "faults",
    [
        *(pages.broken_links, pages.strange_addresses, pages.foreign_requests),
        *(pages.doubled_ids, pages.untidy_headings, pages.wrong_frames, pages.wrong_heads),
        *(pages.unready_images, pages.inline_code),
    ],
)
def test_no_page_has(published: Pages, faults: Callable[[Pages], Iterator[str]]) -> None:
    assert [*faults(published)] == []


def test_there_are_pages_to_look_at(published: Pages) -> None:
    assert len(published.pages) > 40


def test_home_weighs_at_most_12_kb_and_an_article_14(published: Pages) -> None:
    style = len(gzip.compress(published.files["theme/css/site.css"]))
    weights = {
        page.file: style + len(gzip.compress(published.files[page.file]))
        for page in published.pages
        if page.file == "index.html" or page.soup.select("main > .post")
    }
    assert weights["index.html"] <= 12_000
    assert {file: bytes_ for file, bytes_ in weights.items() if bytes_ > 14_000} == {}
