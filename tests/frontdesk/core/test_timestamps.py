"""The clock of a build, and instants as RFC 3339 writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.core.timestamps import build_time, rfc3339

MOMENT = datetime(2026, 11, 22, 7, 30, 5, 250_000, ZoneInfo("Europe/Warsaw"))


def test_an_instant_is_written_in_utc_and_whole_seconds() -> None:
    assert rfc3339(MOMENT) == "2026-11-22T06:30:05Z"


def test_a_fraction_is_written_where_it_is_asked_for_and_there_is_one() -> None:
    assert rfc3339(MOMENT, fraction=True) == "2026-11-22T06:30:05.250000Z"
    assert rfc3339(MOMENT.replace(microsecond=0), fraction=True) == "2026-11-22T06:30:05Z"


@pytest.mark.B2
def test_a_build_takes_its_time_from_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795953600")
    assert build_time() == datetime(2026, 11, 29, 12, tzinfo=UTC)
