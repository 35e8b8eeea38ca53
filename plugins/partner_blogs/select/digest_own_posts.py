"""What is known of our own posts in, those of each edition out. Pure (D2); used by the refresh, which
closes editions, and by the build, which shows the open ones. Neither reads content here: the site's memory
has when each post came out (B9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from frontdesk.core.memory.model import KnownPost
from frontdesk.core.periods import PeriodKind, days_of_period

from ..model.digest import Edition, EditionFacts, EditionPost

_TWO_DAYS = timedelta(days=2)


def with_own_posts(
    editions: Iterable[Edition],
    known: Collection[KnownPost],
    recorded: Iterable[Edition | EditionFacts],
) -> Iterator[Edition]:
    """Editions that are not recorded yet, each with the posts that came out in its period, the newest
    first.

    What came out in a period that was closed while its publish was still at work, and is in no edition,
    goes into the next one: so every subscriber gets it once.

    Args:
        editions: of each kind the older ones first.
        recorded: those that are closed.
    """
    told: dict[PeriodKind, set[str]] = defaultdict(set)
    since: dict[PeriodKind, datetime] = {}
    for edition in recorded:
        if edition.post_ids is not None:
            told[edition.kind] |= set(edition.post_ids)
            since[edition.kind] = max(since.get(edition.kind, edition.starts), edition.starts)
    for edition in editions:
        before, first = told[edition.kind], since.get(edition.kind)
        late = [
            post
            for post in known
            if first and post.is_news and first <= post.came_out < edition.starts
        ]
        found = [post for post in (*late, *_of_period(edition, known)) if post.id not in before]
        whole = replace(edition, posts=_listed(found, edition))
        told[edition.kind] |= {post.id for post in found}
        since[edition.kind] = edition.starts
        yield whole


def with_missing_posts(
    recorded: Iterable[Edition], known: Collection[KnownPost]
) -> Iterator[Edition]:
    """The editions that were closed when nothing was known of our posts, each with its posts by the same
    rule."""
    for edition in recorded:
        if edition.posts is None:
            yield replace(edition, posts=_listed(_of_period(edition, known), edition))


def without_deleted_posts(recorded: Iterable[Edition], known: Collection[str]) -> Iterator[Edition]:
    """The editions that have a post which its author deleted or took back, without it: of such a post no
    word stays.

    Args:
        known: the ids of the posts that the memory has.
    """
    for edition in recorded:
        kept = tuple(post for post in edition.posts or () if post.id in known)
        if edition.posts is not None and kept != edition.posts:
            yield replace(edition, posts=kept)


def _of_period(edition: Edition, known: Iterable[KnownPost]) -> Iterator[KnownPost]:
    """What was there at the very first publish, and imports, count by the day of their date, everything
    else by the instant at which it came out."""
    first, last = days_of_period(edition.kind, edition.period)
    zone = _zone(edition)
    # Days of all zones lie between these instants; of most posts nothing else has to be asked.
    before, after = (
        datetime.combine(day, time(), UTC) for day in (first - _TWO_DAYS, last + _TWO_DAYS)
    )
    for post in known:
        if post.is_news or post.came_out != post.date:
            if edition.starts <= post.came_out < edition.ends:
                yield post
        elif before < post.date < after and first <= _moment(post, zone).date() <= last:
            yield post


def _listed(posts: Iterable[KnownPost], edition: Edition) -> tuple[EditionPost, ...]:
    zone = _zone(edition)
    ordered = sorted(posts, key=lambda post: post.url)
    ordered.sort(key=lambda post: _moment(post, zone), reverse=True)
    return tuple(
        EditionPost(
            id=post.id,
            title=post.title,
            url=post.url,
            day=f"{_moment(post, zone):%Y-%m-%d}",
            summary=post.summary,
            lang=post.lang,
        )
        for post in ordered
    )


def _moment(post: KnownPost, zone: ZoneInfo) -> datetime:
    """Day and hour of a post's date, without a zone: as they were written, or as they were in the zone of
    the edition."""
    if post.written:
        return datetime.fromisoformat(post.written)
    return post.date.astimezone(zone).replace(tzinfo=None)


def _zone(edition: Edition) -> ZoneInfo:
    try:
        return ZoneInfo(edition.timezone or "UTC")
    except (KeyError, OSError, ValueError):  # a record from a system that knows more zones
        return ZoneInfo("UTC")
