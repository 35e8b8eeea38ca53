"""A clear date is read right, an unclear one is none, and neither depends on the machine (E3)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.net.model import Fetched
from partner_blogs.model.feed import ParsedFeed
from partner_blogs.refresh.clean import clean_feed
from partner_blogs.refresh.feed_dates import parse_date
from partner_blogs.refresh.parse_feedparser import parse_feed

pytestmark = pytest.mark.E3
ADDRESS = "https://desk.example/feed"

CLEAR = {
    # days
    "2026/1/5": "2026-01-05T00:00",
    "2026.02.03": "2026-02-03T00:00",
    "2026-1-5": "2026-01-05T00:00",
    "2026. 11. 20.": "2026-11-20T00:00",
    "20261120": "2026-11-20T00:00",
    "2026-11-20": "2026-11-20T00:00",
    "2026-11-20Z": "2026-11-20T00:00",
    "2026-11-20+01:00": "2026-11-19T23:00",
    "20 Nov 26": "2026-11-20T00:00",
    "20 Nov 99": "1999-11-20T00:00",
    "20/11/2026": "2026-11-20T00:00",
    "11/20/2026": "2026-11-20T00:00",
    "05/05/2026": "2026-05-05T00:00",
    "29.11.2026": "2026-11-29T00:00",
    "20-11-2026": "2026-11-20T00:00",
    "Nov 20, 2026": "2026-11-20T00:00",
    "November 20th, 2026": "2026-11-20T00:00",
    "20-Nov-2026": "2026-11-20T00:00",
    "2026-Nov-20": "2026-11-20T00:00",
    # times
    "2026-11-20 08:00:00 UTC": "2026-11-20T08:00",
    "2026-11-20 08:00:00": "2026-11-20T08:00",
    "2026-11-20T08:00": "2026-11-20T08:00",
    "2026-1-5T1:02:03Z": "2026-01-05T01:02:03",
    "2026-11-20t08:00:00z": "2026-11-20T08:00",
    "2026-11-20T08:00:00.123456789Z": "2026-11-20T08:00",
    "20261120T080000Z": "2026-11-20T08:00",
    "20261120T080000+0100": "2026-11-20T07:00",
    "20261120T08:00:00": "2026-11-20T08:00",
    "2026-11-20 08:00:00.123 +0000 UTC": "2026-11-20T08:00",
    "2026-11-20T08:00:00.000+0000": "2026-11-20T08:00",
    "2026-11-20T24:00:00Z": "2026-11-21T00:00",
    "2026-11-20T23:59:60Z": "2026-11-21T00:00",
    "11/20/2026 8:00 PM": "2026-11-20T20:00",
    "Nov 20, 2026 12:30 am": "2026-11-20T00:30",
    "November 20th, 2026 at 8:00 a.m. EST": "2026-11-20T13:00",
    # zones
    "Fri, 20 Nov 2026 08:00:00 CET": "2026-11-20T07:00",
    "Fri, 20 Nov 2026 08:00:00 CEST": "2026-11-20T06:00",
    "Fri, 20 Nov 2026 08:00:00 BST": "2026-11-20T07:00",
    "Fri, 20 Nov 2026 08:00:00 JST": "2026-11-19T23:00",
    "Fri, 20 Nov 2026 08:00:00 AEST": "2026-11-19T22:00",
    "Fri, 20 Nov 2026 08:00:00 AEDT": "2026-11-19T21:00",
    "Fri, 20 Nov 2026 08:00:00 MSK": "2026-11-20T05:00",
    "Fri, 20 Nov 2026 08:00:00 EST": "2026-11-20T13:00",
    "Fri, 20 Nov 2026 08:00:00 PDT": "2026-11-20T15:00",
    "Fri, 20 Nov 2026 08:00:00 UTC+1": "2026-11-20T07:00",
    "Fri, 20 Nov 2026 08:00:00 UTC+05:30": "2026-11-20T02:30",
    "Fri, 20 Nov 2026 08:00:00 GMT+0200": "2026-11-20T06:00",
    "Fri, 20 Nov 2026 08:00:00 GMT-5": "2026-11-20T13:00",
    "Fri, 20 Nov 2026 08:00:00 +0530 IST": "2026-11-20T02:30",
    "Fri, 20 Nov 2026 08:00:00 +0100 (CET)": "2026-11-20T07:00",
    "Fri, 20 Nov 2026 08:00:00 -0000": "2026-11-20T08:00",
    "2026-11-20 08:00:00 CET": "2026-11-20T07:00",
    "2026-11-20T08:00:00\u221205:00": "2026-11-20T13:00",
    "2026-11-20T08:00:00+01:00[Europe/Warsaw]": "2026-11-20T07:00",
    "2026-11-20 08:00:00 America/New_York": "2026-11-20T13:00",
    "2026-11-20 08:00:00 America/Port_of_Spain": "2026-11-20T12:00",
    "2026-11-20 08:00:00 Etc/UTC": "2026-11-20T08:00",
    # what other programs write
    "Fri Nov 20 08:00:00 2026": "2026-11-20T08:00",
    "Fri Nov 20 08:00:00 UTC 2026": "2026-11-20T08:00",
    "Fri Nov 20 08:00:00 JST 2026": "2026-11-19T23:00",
    "Fri Nov 20 2026 08:00:00 GMT+0100 (Central European Standard Time)": "2026-11-20T07:00",
    "Friday, 20-Nov-26 08:00:00 GMT": "2026-11-20T08:00",
    "Friday, 20 November 2026 08:00:00 +0100": "2026-11-20T07:00",
    "Mon, 20 Nov 2026 08:00:00 GMT": "2026-11-20T08:00",
    # other languages
    "Κυρ, 22 Νοε 2026 09:30:00 EST": "2026-11-22T14:30",
    "2004-július-13T9:15-05:00": "2004-07-13T14:15",
    "2004년 05월 28일  01:31:15": "2004-05-27T16:31:15",
    "2004-05-25 오후 11:23:17": "2004-05-25T14:23:17",
    "2026年11月20日(金) 08:00": "2026-11-20T08:00",
    "2026年11月20日 下午3:05": "2026-11-20T15:05",
    "ven., 20 nov. 2026 08:00:00 +0100": "2026-11-20T07:00",
    "mar, 03 mar 2026 08:00:00 +0000": "2026-03-03T08:00",
    "vendredi 20 novembre 2026 à 08:00": "2026-11-20T08:00",
    "20 de noviembre de 2026": "2026-11-20T00:00",
    "Freitag, 20. November 2026, 08:00 Uhr MEZ": "2026-11-20T07:00",
    "5. März 2026": "2026-03-05T00:00",
    "pt., 20 lis 2026 08:00:00 +0100": "2026-11-20T07:00",
    "5 września 2026": "2026-09-05T00:00",
    "Пт, 20 ноября 2026 г. 08:00": "2026-11-20T08:00",
}
UNCLEAR = [
    *("2026-02-30", "2026-02-30T10:00:00Z", "Fri, 30 Feb 2026 10:00:00 GMT", "2026-13-01", "2026-20-11"),
    *("2026-11-20T25:00:00Z", "2026-11-20T24:30:00Z", "2026-11-20T08:61:00Z", "2026-11-20T08:00:61Z"),
    *("2026-11-20 13:00 PM", "2026-11-20 0:30 AM", "31.11.2026", "0000-00-00 00:00:00", "2026-00-10"),
    *("05/01/2026", "05-01-2026", "20/11/26", "26-11-20", "01/02/03"),
    *("12", "2026", "2026-11", "2026-W47", "1795341000", "1795341000000", "9" * 100),
    *("yesterday", "2 hours ago", "last Tuesday", "now", "Friday 08:00", "20 Nov", "Nov 2026"),
    *("Fri, 20 Nov 2026 08:00:00 IST", "2026-11-20 08:00:00 IST", "20 Nov 2026 08:00 AST"),
    *("Fri, 20 Nov 2026 08:00:00 XYZ", "Fri, 20 Nov 2026 08:00:00 A", "20 Nov 2026 08:00 Mars/Olympus"),
    *("Fri, 20 Nov 2026 08:00:00 +9900", "2026-11-20T08:00:00+01:75", "2026-11-20T08:00:00-13:00"),
    *("Fri, 20 Nov 2026 08:00:00 +0100 EST", "Fri, 20 Nov 2026 08:00:00 CET+0500"),
    *("2026-11-20T08:00:00Z 2026-11-21T08:00:00Z", "20 Nov 2026 / 21 Nov 2026"),
    *("Fri, 20 Nov 126 08:00:00 GMT", "Fri, 20 Nov 99999 08:00:00 GMT", "9999-12-31T23:59:59-05:00"),
    "20 listopada 2026",  # November in Polish, October in Croatian
]  # fmt: skip


def published(written: str) -> list[datetime | None]:
    """The date as an RSS item, an Atom entry and an item of a JSON Feed have it."""
    rss = (
        '<rss version="2.0"><channel><title>D</title><item><title>a</title>'
        f"<pubDate>{written}</pubDate></item></channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry><id>a</id><title>a</title>'
        f"<published>{written}</published></entry></feed>"
    )
    item = {"id": "a", "title": "a", "date_published": written}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "D", "items": [item]}
    found = []
    for body in (rss, atom, json.dumps(feed)):
        fetched = Fetched(body=body.encode(), content_type=None, address=ADDRESS)
        parsed = parse_feed(fetched)
        assert isinstance(parsed, ParsedFeed)
        (entry,) = clean_feed(parsed, fetched, full=False).entries
        found.append(entry.published)
    return found


@pytest.mark.parametrize(("written", "instant"), CLEAR.items())
def test_a_clear_date_is_read_right_in_every_format(written: str, instant: str) -> None:
    assert published(written) == [datetime.fromisoformat(instant).replace(tzinfo=UTC)] * 3


@pytest.mark.parametrize("written", UNCLEAR)
def test_an_unclear_date_is_none_in_every_format(written: str) -> None:
    assert published(written) == [None] * 3


def test_dates_depend_on_neither_zone_nor_locale_of_the_machine() -> None:
    code = (
        "import json, sys\nfrom partner_blogs.refresh.feed_dates import parse_date\n"
        "print(json.dumps([str(parse_date(one)) for one in json.loads(sys.argv[1])]))"
    )
    written = [*CLEAR, *UNCLEAR]
    expected = [str(parse_date(one)) for one in written]
    for zone, locale in (("Asia/Tokyo", "C"), ("America/St_Johns", "tr_TR.UTF-8")):
        environment = os.environ | {"TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        said = subprocess.check_output(
            [sys.executable, "-c", code, json.dumps(written)], env=environment
        )
        assert json.loads(said) == expected


MOMENTS = st.integers(631_238_400, 4_102_444_800).map(lambda n: datetime.fromtimestamp(n, UTC))
ZONES = st.integers(-12 * 4, 14 * 4).map(lambda n: timezone(timedelta(minutes=15 * n)))


@given(MOMENTS, ZONES)
def test_what_programs_write_is_read_back(moment: datetime, zone: timezone) -> None:
    local = moment.astimezone(zone)
    for written in (
        format_datetime(local),
        local.isoformat(),
        local.isoformat(" "),
        local.strftime("%a %b %d %H:%M:%S %z %Y"),
        local.strftime("%d/%b/%Y:%H:%M:%S").replace(":", " ", 1) + local.strftime(" %z"),
        local.strftime("%B %d, %Y %I:%M:%S %p %z"),
    ):
        assert parse_date(written) == moment, written


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9]{1,4}[-/. ][A-Za-z0-9]{1,3}[-/. T][0-9: +-Z]{1,12}")
)
def test_whatever_is_written_is_a_utc_date_or_none(written: str) -> None:
    found = parse_date(written)
    assert found is None or found.utcoffset() == timedelta()
