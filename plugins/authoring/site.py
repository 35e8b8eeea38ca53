"""All sources and files in, the addresses of the site and what is behind them out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from .addresses import archive_url, file_of, lies_in, word_url
from .model import PICTURES, File, Rules, Source


class Site(Struct, frozen=True):
    """What the next build makes.

    Attributes:
        sources: by path below the content folder.
        files: all other files, by path.
        made: for each file of the site, the source or file that it is made from; "" for what the
            build makes of several.
        words: the addresses of categories, tags and authors, by kind.
        now: who has a later date waits.
    """

    sources: Mapping[str, Source]
    files: Mapping[str, File]
    made: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    rules: Rules
    now: datetime

    def is_seen(self, source: Source) -> bool:
        """Whether the next build publishes it."""
        return is_seen(source, self.now)

    def is_made(self, name: str) -> bool:
        """Whether the site will have such a file, for all that can be known here."""
        return name in self.made or name.startswith(self.rules.other_addresses)


def site_of(sources: Iterable[Source], files: Iterable[File], rules: Rules, now: datetime) -> Site:
    by_path = {source.path: source for source in sources}
    seen = [source for source in by_path.values() if is_seen(source, now) and source.url]
    files_by_path = {file.path: file for file in files}
    made = {f"{name}.html": "" for name in rules.direct_templates}
    words = _words(seen, rules)
    made |= {file_of(url): "" for urls in words.values() for url in urls}
    made |= {file_of(url): "" for url in _archives(seen, rules)}
    made |= {place: path for path in files_by_path if (place := place_of(path, rules))}
    made |= {file_of(alias): source.path for source in seen for alias in source.head.aliases}
    made |= {file_of(source.url): source.path for source in seen}
    return Site(by_path, files_by_path, made, words, rules, now)


def is_seen(source: Source, now: datetime) -> bool:
    head = source.head
    return head.status in {"published", "hidden"} and (head.date is None or head.date <= now)


def place_of(path: str, rules: Rules) -> str | None:
    """Where a file of the content folder lies in the site; None for one that is published only where a
    text shows it, and for a picture, of which copies are made (A7)."""
    if path in rules.extra_path_metadata:
        return rules.extra_path_metadata[path]["path"]
    if path.lower().endswith(PICTURES):
        return None
    return path if lies_in(path, rules.static_paths) else None


def _words(seen: Iterable[Source], rules: Rules) -> dict[str, frozenset[str]]:
    posts = [
        source.head for source in seen if source.kind == "post" and source.head.status != "hidden"
    ]
    return {
        "category": frozenset(
            word_url(rules.category_url, head.category or rules.default_category) for head in posts
        ),
        "series": frozenset(
            word_url(rules.series_url, head.series) for head in posts if head.series
        ),
        "tag": frozenset(word_url(rules.tag_url, tag) for head in posts for tag in head.tags),
        "author": frozenset(
            word_url(rules.author_url, name)
            for head in posts
            for name in head.authors or [rules.author]
        ),
    }


def _archives(seen: Iterable[Source], rules: Rules) -> set[str]:
    zone = ZoneInfo(rules.timezone)
    days = {source.head.date.astimezone(zone).date() for source in seen if source.head.date}
    return {archive_url(pattern, day) for pattern in _archive_patterns(rules) for day in days}


def _archive_patterns(rules: Rules) -> tuple[str, ...]:
    return tuple(filter(None, (rules.year_archive_url, rules.month_archive_url)))
