"""Lighthouse, as on a telephone, looks at the five pages that readers come to. It gives all of its points,
but other work on the machine may take some for speed away: the parts that no machine sways are held.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from tests.browser.conftest import CHROMIUM, FIGURES, FLAGS, TOOLS, only
from tests.browser.host import hosted
from tests.whole_sites.kinds import kind_of, weights
from tests.whole_sites.pages import Pages

pytestmark = pytest.mark.R1

INDEXED = ("index.html", "2026/10/everything.html")
NOT_INDEXED = ("rack/index.html", "digests/monthly/2026-10.html", "search.html")
"""R9 wants `noindex`, which one audit takes for a mistake."""

NAMES = ("performance", "accessibility", "best-practices", "seo")
FAST = 0.9
"""What Lighthouse calls good. On a machine with nothing else to do all five have 1."""


class Look(Struct, frozen=True):
    """What Lighthouse says of a page.

    Attributes:
        scores: by category, 1 at most.
        short: by category, the audits that count and did not have the whole score.
        shift: how far things jumped; 0 where nothing did.
        requests: how many the page made, icon and all.
        complaints: why its words are not to be trusted.
    """

    scores: Mapping[str, float]
    short: Mapping[str, list[str]]
    shift: float
    requests: int
    complaints: list[str]


@pytest.fixture(scope="module")
def looks(published: Pages) -> Mapping[str, Look]:
    files = (*INDEXED, *NOT_INDEXED)
    script = Path(__file__).with_name("lighthouse.mjs")
    with hosted(published) as root:
        done = subprocess.run(
            [
                *("node", str(script), str(TOOLS.parent), str(CHROMIUM)),
                json.dumps([only("localhost"), *FLAGS]),
                *(f"{root}/{file}" for file in files),
            ],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    said = (json.loads(line) for line in done.stdout.splitlines())
    return {file: Look(**one) for file, one in zip(files, said, strict=True)}


def test_no_page_loses_a_point_but_those_that_are_not_to_be_found(
    looks: Mapping[str, Look],
) -> None:
    for file, look in looks.items():
        short = {name: look.short[name] for name in NAMES if name != "performance"}
        seo = ["is-crawlable"] if file in NOT_INDEXED else []
        assert short == {"accessibility": [], "best-practices": [], "seo": seo}, file
        assert look.scores["performance"] >= FAST, file


def test_the_figures_are_told(
    published: Pages, looks: Mapping[str, Look], record_property: Callable[[str, str], None]
) -> None:
    """Under the outcome of `make audit`; the README has a copy."""
    for page in published.pages:
        if look := looks.get(page.file):
            scores = " | ".join(f"{look.scores[name] * 100:.0f}" for name in NAMES)
            kilobytes = sum(weights(published, page).values()) / 1000
            kind = kind_of(page)
            assert kind
            record_property(
                FIGURES, f"| {kind.name} | {scores} | {kilobytes:.1f} kB | {look.requests} |"
            )


def test_nothing_jumps_and_at_most_7_requests_are_made(looks: Mapping[str, Look]) -> None:
    assert [look.complaints for look in looks.values() if look.complaints] == []
    assert {file: look.shift for file, look in looks.items() if look.shift} == {}
    assert {file: look.requests for file, look in looks.items() if look.requests > 7} == {}
