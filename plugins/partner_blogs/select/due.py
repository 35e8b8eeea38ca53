"""Posts of partners and the time in, the instants at which what is selected may change out. Pure (B2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.core.memory.changes import MAX_NEWS_AGE
from frontdesk.core.memory.model import KnownPost
from frontdesk.core.periods import period_containing

from ..entry_dates import date_or_first_seen
from ..filters import apply_limits
from ..health import newest_entry_date
from ..model.config import Config
from ..model.digest import EditionHead
from ..model.state import PartnerState

_AFTER = timedelta(seconds=1)
"""What ends only after an instant has ended a second later: clocks of builds count in seconds."""


def due_instants(
    config: Config,
    states: Mapping[str, PartnerState],
    editions: Iterable[EditionHead],
    own: Iterable[KnownPost],
    now: datetime,
) -> Iterator[datetime]:
    """The instants, past ones among them, at which the clock alone changes what is selected: the end of the
    day by which digests are divided, an entry that gets too old for its partner's lists, a blog that turns
    quiet, a digest that a fast clock closed, an own post that gets too old to be news.

    Args:
        own: what is known of our posts, those of this build among them.
    """
    yield period_containing(now, "daily", ZoneInfo(config.about.timezone)).ends
    for partner in config.partners:
        state = states.get(partner.id)
        if state and partner.max_age:
            for entry in apply_limits(partner, state.entries, now):
                yield date_or_first_seen(entry) + timedelta(days=partner.max_age) + _AFTER
        newest = newest_entry_date(state)
        if newest and partner.quiet_after:
            yield newest + timedelta(days=partner.quiet_after) + _AFTER
    for edition in editions:
        if edition.closed:
            yield edition.closed
    for post in own:
        if post.first_published == now:  # not published yet
            yield post.date + MAX_NEWS_AGE + _AFTER
