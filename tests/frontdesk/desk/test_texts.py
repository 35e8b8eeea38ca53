"""The report on all texts that the desk keeps, and when it makes a new one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.frontdesk.desk.requests import NOW
from tests.whole_sites.building import Site

from frontdesk.content.lint.run import CheckReport
from frontdesk.desk.project_files import ProjectFiles
from frontdesk.desk.texts import KeptReport, texts_of

SETTINGS = {
    "PATH": "content",
    "THEME": "theme",
    "CACHE_PATH": ".cache",
    "SITENAME": "Notes",
    "TIMEZONE": "Europe/Warsaw",
    "MARKDOWN": {},
}
POST = "posts/2026-11-05-first.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.post(POST, "Title: First\n\nWords.\n")
    site.post("posts/2026-11-06-later.md", "Title: Later\nDate: 2026-11-18 15:00\n\nWords.\n")
    return site


def report(kept: KeptReport, site: Site, now: datetime = NOW, **settings: str) -> CheckReport:
    return kept.of(texts_of(ProjectFiles(site.folder), {**SETTINGS, **settings}), now)


def test_a_report_is_kept_while_nothing_changes(site: Site) -> None:
    kept = KeptReport()
    first = report(kept, site)
    assert {one.title for one in first.documents} == {"First", "Later"}
    assert report(kept, site, NOW + timedelta(minutes=50)) is first


def test_a_report_is_made_anew_after_any_change(site: Site) -> None:
    kept = KeptReport()
    folder = site.folder / "content"
    changes = [
        lambda: site.post(POST, "Title: Other\n\nWords.\n"),
        lambda: site.post(POST, "Title: Third\n\nWords.\n"),  # of the same size
        lambda: site.post("posts/2026-11-07-new.md", "Title: New\n\nWords.\n"),
        lambda: (folder / "posts/a.png").write_bytes(b"x"),
        lambda: (folder / "posts/a.png").replace(folder / "posts/b.png"),
        (folder / POST).unlink,
    ]
    for change in changes:
        before = report(kept, site)
        change()
        assert report(kept, site) is not before
    titles = {one.title for one in report(kept, site).documents}
    assert titles == {"Later", "New"}


@pytest.mark.parametrize("hours", [4, 12], ids=["the time of a text comes", "the next day"])
def test_a_report_is_made_anew_when_its_time_is_over(site: Site, hours: int) -> None:
    kept = KeptReport()
    before = report(kept, site)
    assert report(kept, site, NOW + timedelta(hours=hours)) is not before


def test_a_report_is_made_anew_with_other_settings(site: Site) -> None:
    kept = KeptReport()
    before = report(kept, site)
    assert report(kept, site, TIMEZONE="Asia/Tokyo") is not before
