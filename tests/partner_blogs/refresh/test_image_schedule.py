"""When a picture is asked for, and what is kept of it (W4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.partner_blogs.make import NOW, ago

from frontdesk.net.model import Failed, Fetched, Freshness, NotModified, Request
from partner_blogs.model.state import ImageCopy, PartnerImage
from partner_blogs.refresh.image_schedule import (
    MAX_IMAGES_PER_MONTH,
    copies_to_keep,
    due_images,
    record_attempt,
)

pytestmark = pytest.mark.W4

ICON, PHOTO = (
    PartnerImage("icon", "https://desk.example/icon.png"),
    PartnerImage("thumbnail", "https://desk.example/1.jpg"),
)
FRESH = Freshness(etag='"1"', last_modified="Sun, 22 Nov 2026 11:00:00 GMT")
FILE = f"{'a' * 32}.webp"


def copy(picture: PartnerImage = ICON, days: float = 0, **fields: Any) -> ImageCopy:
    """Tried so many days ago."""
    usual = {"partner": "desk", "tried": ago(days=days), "file": FILE, "freshness": FRESH}
    return ImageCopy(picture=picture, **usual | fields)


def asked(*copies: ImageCopy, now: datetime = NOW) -> list[PartnerImage]:
    known = {each.picture: each for each in copies}
    return list(due_images("desk", (ICON, PHOTO), known, now))


def test_what_was_never_asked_for_is_due() -> None:
    blank = {"partner": "desk", "etag": None, "last_modified": None}
    assert due_images("desk", (ICON, PHOTO), {}, NOW) == {
        picture: Request(feed=picture.address, address=picture.address, **blank)
        for picture in (ICON, PHOTO)
    }


@pytest.mark.parametrize(
    ("days", "again"), [(0, False), (1, False), (29.99, False), (30, True), (400, True)]
)
@pytest.mark.parametrize("fields", [{}, {"file": None, "problem": "has no picture"}])
def test_a_picture_is_asked_for_once_a_month_whether_it_came_or_not(
    days: float, again: bool, fields: dict[str, Any]
) -> None:
    assert (ICON in asked(copy(days=days, **fields))) is again


def test_a_clock_that_went_back_far_silences_no_picture() -> None:
    assert ICON not in asked(copy(days=-29))
    assert ICON in asked(copy(days=-31))


@pytest.mark.P1
def test_validators_are_sent_only_where_there_is_a_copy_that_they_are_of() -> None:
    def request(old: ImageCopy) -> Request:
        return due_images("desk", (ICON,), {ICON: old}, NOW)[ICON]

    again = request(copy(days=40))
    assert (again.etag, again.last_modified) == (FRESH.etag, FRESH.last_modified)
    assert request(copy(days=40, file=None)).etag is None


@given(st.integers(0, 300), st.integers(0, 300))
def test_however_often_addresses_change_no_more_than_so_many_are_asked_in_a_month(
    before: int, after: int
) -> None:
    old = {p: copy(p, days=n % 30) for n, p in enumerate(pictures("old", before))}
    found = due_images("desk", pictures("new", after), old, NOW)
    assert len(found) == min(after, max(0, MAX_IMAGES_PER_MONTH - before))


def pictures(name: str, count: int) -> list[PartnerImage]:
    return [PartnerImage("thumbnail", f"https://desk.example/{name}/{n}") for n in range(count)]


# --- what we have then --------------------------------------------------------------------------


def fetched(**fields: Any) -> Fetched:
    return Fetched(body=b"x", content_type="image/png", address=ICON.address, **fields)


def test_what_came_is_remembered_with_its_validators() -> None:
    found = record_attempt("desk", ICON, None, fetched(freshness=FRESH), NOW)
    assert found == ImageCopy(partner="desk", picture=ICON, tried=NOW, freshness=FRESH)


@pytest.mark.P1
@pytest.mark.P8
def test_a_failure_is_remembered_and_changes_neither_copy_nor_validators() -> None:
    failed = Failed(reason="has no picture at this address (404)", kind="missing")
    first = record_attempt("desk", ICON, None, failed, NOW)
    assert (first.file, first.tried, first.problem) == (None, NOW, failed.reason)
    later = record_attempt("desk", ICON, copy(days=40), failed, NOW)
    assert (later.file, later.freshness, later.problem) == (FILE, FRESH, failed.reason)
    assert later.tried == NOW


@pytest.mark.P1
def test_what_has_not_changed_is_as_good_as_new() -> None:
    old = copy(days=40, problem="refuses us")
    same = record_attempt("desk", ICON, old, NotModified(), NOW)
    assert (same.file, same.freshness, same.problem, same.tried) == (FILE, FRESH, None, NOW)
    newer = Freshness(etag='"2"')
    assert record_attempt("desk", ICON, old, NotModified(freshness=newer), NOW).freshness == newer


def test_a_success_after_a_failure_forgets_it() -> None:
    found = record_attempt("desk", ICON, copy(problem="refuses us", file=None), fetched(), NOW)
    assert found.problem is None


# --- what is kept -------------------------------------------------------------------------------


def test_what_no_page_shows_any_more_is_kept_for_a_month_after_it_was_asked_for() -> None:
    young, old = copy(PHOTO, days=29), copy(PHOTO, days=31)
    assert copies_to_keep([young], (), (), NOW) == {PHOTO: young}
    assert copies_to_keep([old], (), (), NOW) == {}
    assert copies_to_keep([old], (PHOTO,), (), NOW) == {PHOTO: old}


@pytest.mark.E7
def test_what_the_editor_removed_is_not_kept() -> None:
    assert copies_to_keep([copy(PHOTO), copy(ICON)], (ICON,), {PHOTO.address}, NOW) == {
        ICON: copy(ICON)
    }


@given(st.lists(st.integers(1, 70), max_size=20))
def test_no_picture_is_asked_for_twice_within_a_month(pauses: list[int]) -> None:
    copies: dict[PartnerImage, ImageCopy] = {}
    asked_at: list[datetime] = []
    now = NOW
    for pause in pauses:
        now += timedelta(days=pause)
        assert copies_to_keep(copies.values(), (ICON,), (), now) == copies
        if due_images("desk", (ICON,), copies, now):
            asked_at.append(now)
            copies[ICON] = record_attempt("desk", ICON, copies.get(ICON), Failed(reason="no"), now)
    assert all(later - sooner >= timedelta(days=30) for sooner, later in pairwise(asked_at))
