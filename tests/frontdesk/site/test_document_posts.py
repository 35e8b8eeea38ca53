"""Which texts a build shows, and why not the others (A3, A14)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.content.front_matter_fields import Head
from frontdesk.site.document_posts import Visible, visible

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(days=1), NOW - timedelta(days=1)


@pytest.mark.A3
@pytest.mark.A14
@pytest.mark.parametrize(
    ("head", "waits"),
    [
        (Head(status="published", date=BEFORE), ""),
        (Head(status="published", date=NOW), ""),
        (Head(status="published"), ""),
        (Head(status="hidden", date=BEFORE), ""),
        (Head(status="published", date=LATER), "To appear on 2026-11-19 at 12:00"),
        (Head(status="hidden", date=LATER), "To appear on 2026-11-19 at 12:00"),
        (
            Head(status="published", date=BEFORE, not_before=LATER),
            "To appear on 2026-11-19 at 12:00",
        ),
        (
            Head(status="published", date=BEFORE, not_after=NOW),
            "Out of the site since 2026-11-18 at 12:00",
        ),
        (Head(status="published", date=BEFORE, not_after=LATER), ""),
        (Head(status="draft", date=BEFORE), "Draft"),
        (Head(status="", date=BEFORE), "Draft"),
        (Head(status="anything", date=LATER), "Draft"),
    ],
)
def test_a_text_that_waits_is_shown_to_its_author_alone(head: Head, waits: str) -> None:
    status = "hidden" if head.status == "hidden" and not waits else "published"
    shown = Visible(status, waits)
    assert visible(head, NOW, is_preview=True) == shown
    assert visible(head, NOW, is_preview=False) == (None if waits else shown)
