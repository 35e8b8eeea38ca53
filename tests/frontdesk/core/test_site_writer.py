"""Pages know the way to the root of the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest

from frontdesk.core.site_writer import ROOT, from_page


@pytest.mark.parametrize(
    ("name", "address"),
    [("index.html", "./a"), ("2026/index.html", "../a"), ("2026/05/x.html", "../../a")],
)
def test_an_address_leads_from_each_page_to_the_root(name: str, address: str) -> None:
    assert (
        from_page(f'<a href="{ROOT}/a">{ROOT}</a>', name)
        == f'<a href="{address}">{address[:-2]}</a>'
    )


@pytest.mark.parametrize("escaped", [escape, quote, lambda text: json.dumps(text)[1:-1]])
def test_escaping_leaves_the_mark_of_the_root_alone(escaped: Callable[[str], str]) -> None:
    assert escaped(ROOT) == ROOT
