"""All instants that a site knows and the time in, the second at which the clock alone may change it out.
Pure (B2, S6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.core.periods import period_containing


def next_due(instants: Iterable[datetime], timezone: str, now: datetime) -> datetime:
    """The first whole second, after now, at which a build with the same sources may make another site.

    At the latest that is the end of the day, in the site's time zone and in UTC: settings files may ask a
    clock for the year, and what is unclear in a header is compared by day.

    Args:
        instants: at which something begins or ends; past ones do not count.
        timezone: TIMEZONE, by which days begin.
    """
    midnights = (period_containing(now, "daily", ZoneInfo(one)).ends for one in (timezone, "UTC"))
    first = min([*midnights, *(one for one in instants if one > now)])
    whole = first.replace(microsecond=0)
    return whole if whole == first else whole + timedelta(seconds=1)
