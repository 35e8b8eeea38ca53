"""Every published page, read without a browser."""

from __future__ import annotations

import gzip
from typing import get_args

import pytest
from tests.site.pages import Pages
from tools.audit.pages import Kind


@pytest.mark.parametrize("kind", get_args(Kind))
def test_no_page_has(published: Pages, kind: Kind) -> None:
    assert published.faults(kind) == []


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
