"""Every published page, read without a browser."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from tests.whole_sites.kinds import KINDS, Kind, kind_of, stays, weights
from tests.whole_sites.pages import Pages

from frontdesk.build.audit.pages import Kind as Fault


@pytest.mark.parametrize("kind", get_args(Fault))
def test_no_page_has(published: Pages, kind: Fault) -> None:
    assert published.faults(kind) == []


def test_every_page_is_of_a_kind_and_there_is_one_of_each_kind(published: Pages) -> None:
    """A page of a new kind has to say what it may weigh, and is then looked at in each view."""
    found = {page.file: kind_of(page) for page in published.pages}
    assert [file for file, kind in found.items() if kind is None] == []
    assert [kind.name for kind in KINDS if kind not in found.values()] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_page_weighs_more_than_its_kind_may(published: Pages, kind: Kind) -> None:
    whole = {
        page.file: sum(weights(published, page).values())
        for page in published.pages
        if kind_of(page) == kind
    }
    limit = kind.kilobytes * 1000
    assert {file: bytes_ for file, bytes_ in whole.items() if bytes_ > limit} == {}


def test_the_style_sheet_and_the_script_of_a_page_to_read_are_light(published: Pages) -> None:
    """Search alone has a script that is more than a page needs."""
    for page in published.pages:
        parts = weights(published, page)
        assert sum(bytes_ for name, bytes_ in parts.items() if name.endswith(".css")) <= 8_000
        if page.file != "search.html":
            assert sum(bytes_ for name, bytes_ in parts.items() if name.endswith(".js")) <= 1_500


def test_a_page_is_painted_after_one_style_sheet_and_the_choice_of_colours(
    published: Pages,
) -> None:
    """They are asked for before the font. The script holds the paint alone: while it is on its way, the
    page is read on."""
    first = (
        "link[rel=stylesheet], link[rel=preload], [blocking=render], "
        "script[src]:not([defer], [async], [type=module])"
    )
    for page in filter(stays, published.pages):
        held = [str(tag.get("href") or tag.get("src")) for tag in page.soup.select(first)]
        files = [published.addresses.file_at(page.address_of(one)) or one for one in held]
        style, script, font = (re.sub("-[0-9a-f]{10}", "", file) for file in files)
        assert (style, script) == ("lasting/site.css", "lasting/colours.js"), page.file
        assert font == "lasting/literata-latin-600.woff2", page.file
        assert page.soup.select_one("script[src][blocking=render][async]"), page.file
