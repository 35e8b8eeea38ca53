"""The sample site, published on days on which a period ends or begins, or all events are over."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.conftest import ADDRESS, publish_sample
from tests.whole_sites.building import files_of
from tests.whole_sites.pages import Pages


@pytest.mark.parametrize(
    "now",
    [
        pytest.param("2026-12-31T23:30Z", id="the last evening of a year"),
        pytest.param("2027-01-01T00:30Z", id="week 53, month 1"),
        pytest.param("2027-03-01T09:00Z", id="a month and a week begin together"),
        pytest.param("2028-02-29T12:00Z", id="a leap day; all events are over"),
    ],
)
def test_no_page_is_wrong_on_a_day_that_is_rare(tmp_path: Path, now: str) -> None:
    project = tmp_path / "project"
    publish_sample(project, now)
    assert Pages(files_of(project / "output"), ADDRESS).all_faults == ()
