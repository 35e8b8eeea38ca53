"""Sixty blogs over four months: what they publish, what their feeds hold on a day, what the editor writes.

Nothing here knows how the program decides. `World` reckons by hand, from the feeds, what is news.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from frontdesk.net.model import Failed
from partner_blogs.model.feed import CleanEntry, CleanFeed, FeedFacts
from partner_blogs.select.own_posts import OwnPost

DAYS = 120
START = datetime(2026, 7, 20, 6, tzinfo=UTC)
"""A Monday; every day begins at six in the morning with a refresh."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

JOINS, SETTINGS_CHANGE, LEAVES, REMOVAL = 60, 70, 90, 95
FAILING, EMPTY = range(20, 48), range(40, 50)
SILENT = ("silent-1", "silent-2", "silent-3")
EVERYBODY = (
    *("flood", *SILENT, "echo-a", "planet", "echo-b", "origin", "late", "redated", "renamed"),
    *("rewriter", "shrinks", "fails", "leaver", "regret", "copycat", "undated", "modest", "brief"),
    *(f"plain-{n:02}" for n in range(40)),
)


def at(day: int) -> datetime:
    return START + day * DAY


def day_of(moment: datetime) -> int:
    return (moment - START) // DAY


# --- what the blogs publish ---------------------------------------------------------------------


@dataclass(frozen=True)
class Post:
    """One post of one blog.

    Attributes:
        story: what it tells, whoever else tells it too.
        listed: from when on its feed has it.
    """

    story: str
    link: str
    text: str
    published: datetime
    listed: datetime


def words(seed: str, count: int) -> str:
    """A text of its own, always the same."""
    letters = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("lt", "nd", "rk")]
    return " ".join(Random(seed).choices(letters, k=count)).capitalize() + "."


def post(blog: str, n: int, published: datetime, **fields: Any) -> Post:
    usual = {"story": f"{blog} {n}", "link": f"https://{blog}.example/{n}", "listed": published}
    return Post(**{"text": words(f"{blog} {n}", 10), "published": published} | usual | fields)


def now_and_then(blog: str, days_between: float) -> list[datetime]:
    """When a blog posts that keeps no hours, from some weeks before the start."""
    chance, moments = Random(blog), [at(-40)]
    while moments[-1] < at(DAYS):
        moments.append(moments[-1] + chance.random() * 2 * days_between * DAY)
    return moments


OWN = tuple(
    OwnPost(
        title=f"ours {n}",
        link=f"https://site.example/{n}",
        text=words(f"ours {n}", 30),
        date=at(7 * n) - 2 * HOUR,
    )
    for n in range(DAYS // 7)
)


def _written() -> dict[str, list[Post]]:
    blogs = {
        blog: [
            post(blog, n, when) for n, when in enumerate(now_and_then(blog, 1.5 + len(blog) / 4))
        ]
        for blog in EVERYBODY
    }
    blogs["flood"] = [post("flood", n, at(-2) + n * DAY / 40, text="") for n in range(40 * 122)]
    for blog in SILENT:
        blogs[blog] = [post(blog, n, at(-365 - 9 * n)) for n in range(5)]
    shared = now_and_then("shared", 2)
    blogs["echo-a"] = [_shared("echo-a", n, when) for n, when in enumerate(shared)]
    blogs["echo-b"] = [_shared("echo-b", n, when + n % 50 * HOUR) for n, when in enumerate(shared)]
    told = blogs["origin"]
    # The planet's program says before whose words it passes on, and leaves the address as it is.
    blogs["planet"] = [
        post(
            *("planet", n, one.published),
            story=one.story,
            link=one.link,
            text=f"Origin says on our planet: {one.text}",
        )
        for n, one in enumerate(told)
    ]
    # Every fourth post is on the planet a day before its own blog's feed has it.
    blogs["origin"] = [
        post("origin", n, one.published, listed=one.published + (n % 4 == 0) * DAY)
        for n, one in enumerate(told)
    ]
    blogs["late"] = [post("late", n, at(JOINS) - (200 - n) * 3 * DAY) for n in range(200)]
    blogs["late"] += [post("late", n, at(n - 199 + JOINS)) for n in range(200, 260)]
    blogs["copycat"] += [
        post("copycat", 900 + n, ours.date + DAY, story=ours.title, text=ours.text)
        for n, ours in enumerate(OWN)
    ]
    return {blog: sorted(posts, key=lambda one: one.listed) for blog, posts in blogs.items()}


def _shared(blog: str, n: int, when: datetime) -> Post:
    story = f"shared {n}"
    return post(blog, n, when, story=story, text=words(story, 30))


WRITTEN = _written()
_STORIES = {(blog, one.link): one.story for blog, posts in WRITTEN.items() for one in posts}


def story_of(blog: str, link: str | None) -> str:
    return _STORIES[blog, str(link)]


@cache
def feed_of(blog: str, day: int) -> CleanFeed | Failed:
    """What its feed holds on a day, with all that is odd about it; newest first."""
    if blog == "fails" and day in FAILING:
        return Failed(reason="the server answered 503")
    there = bisect_right(WRITTEN[blog], at(day), key=lambda one: one.listed)
    longest = 250 if blog == "late" else 60
    newest = [] if blog == "shrinks" and day in EMPTY else WRITTEN[blog][:there][-longest:]
    entries = tuple(_entry(blog, one, day) for one in reversed(newest))
    return CleanFeed(facts=FeedFacts(title=blog), entries=entries)


def _entry(blog: str, one: Post, day: int) -> CleanEntry:
    edited = f" Edited on day {day}." if blog == "rewriter" else ""
    another_id = f"-{day}" if blog == "renamed" else ""
    another_date = {"undated": None, "redated": at(day)}
    return CleanEntry(
        id=f"{blog}:{one.link}{another_id}",
        link=one.link,
        title=f"{one.story}{edited}",
        excerpt=one.text + edited,
        published=another_date.get(blog, one.published),
    )


# --- what the editor writes ---------------------------------------------------------------------

_OTHER_SETTINGS = {
    "modest": "per_day: 1, per_digest: 2, share: 50",
    "brief": "show: headlines",
}


def zone_of(day: int) -> str:
    return "Europe/Warsaw" if day < SETTINGS_CHANGE else "America/New_York"


def feeds_yaml(day: int, removed: str) -> str:
    """The list as it is on a day; `removed` is the address of the entry that has to go."""
    is_new = day >= SETTINGS_CHANGE
    more = _OTHER_SETTINGS | {"regret": f"removed: ['{removed}']" if day >= REMOVAL else ""}
    listed = [
        f"  - {{id: {blog}, name: Blog {blog}, home: 'https://{blog}.example/', "
        f"feed: 'https://{blog}.example/feed', {more.get(blog, '')}}}"
        for blog in EVERYBODY
        if (blog != "late" or day >= JOINS) and (blog != "leaver" or day < LEAVES)
    ]
    return "\n".join(
        [
            f"about: {{timezone: {zone_of(day)}}}",
            f"blogroll: {{sort: {'alphabetical' if is_new else 'recent'}}}",
            f"digest: {{daily: yes, monthly: yes{', per_day: 1, per_digest: 3, share: 4' * is_new}}}",
            "partners:",
            *listed,
            "",
        ]
    )


# --- what ought to come of it -------------------------------------------------------------------


@dataclass
class World:
    """What was news, and when.

    Attributes:
        told: story → the blogs that told it, each with the day on which its feed first had it.
    """

    told: defaultdict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    _seen: defaultdict[str, set[str | None]] = field(default_factory=lambda: defaultdict(set))

    def look(self, blog: str, day: int) -> None:
        """A blog that we look at for the first time brings two posts that have dates; nothing that
        is older than thirty days is news (D5)."""
        found = feed_of(blog, day)
        if isinstance(found, Failed):
            return
        fresh = [one for one in found.entries if one.link not in self._seen[blog]]
        if not self._seen[blog]:
            fresh = [one for one in fresh if one.published][:2]
        self._seen[blog] |= {one.link for one in found.entries}
        for one in fresh:
            if (one.published or at(day)) >= at(day) - 30 * DAY:
                self.told[story_of(blog, one.link)][blog] = day

    def arrivals(self) -> dict[str, int]:
        """Story → the day on which it came in first, but for what we had told before (E10)."""
        ours = {post.title for post in OWN}
        return {s: min(by.values()) for s, by in self.told.items() if s not in ours}
