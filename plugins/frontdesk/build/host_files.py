"""The files of a built site in; `_headers` and `_redirects` out, which tell a host what to send (O2, A5).

Pure. Netlify, Cloudflare Pages and others read both files.

`_headers`: a pattern, which is a path from the root of the host, then a line for each header. Where two
patterns match a file, hosts send the headers of both, and join two values of one header by a comma. So no
header is under two patterns that can match one file. A pattern has at most one asterisk, at its end, as
all hosts understand it. Cloudflare reads only the first 100 patterns, so a folder whose files are all of
one type has one pattern.

`_redirects`: FROM TO STATUS, both paths from the root of the host. The first line that matches counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from msgspec import Struct

from frontdesk.formats import atom, icalendar, json_feed, opml, rss

HEADERS = "_headers"
REDIRECTS = "_redirects"

FEED_FOLDER = "feeds/"
FOLDER_PATTERN_FROM = 3
"""A folder of at least so many files, all of one media type, has one pattern."""

_KINDS = {
    atom.EXTENSION: f"{atom.MEDIA_TYPE}; charset=utf-8",
    rss.EXTENSION: f"{rss.MEDIA_TYPE}; charset=utf-8",
    opml.EXTENSION: f"{opml.MEDIA_TYPE}; charset=utf-8",
    icalendar.EXTENSION: f"{icalendar.MEDIA_TYPE}; charset=utf-8",
}
_ENDINGS = (json_feed.EXTENSION, *_KINDS)


class Rule(Struct, frozen=True):
    """The headers of all files that match a pattern; the pattern begins with a slash."""

    pattern: str
    headers: Mapping[str, str]


def header_rules(
    files: Collection[str],
    copies: Mapping[str, str],
    everywhere: Mapping[str, str],
    cache_seconds: Mapping[str, int],
    path: str = "",
) -> tuple[Rule, ...]:
    """The headers that a host should send.

    Args:
        files: the paths of all files, below the site's root.
        copies: path of a file → path of the feed that it is a copy of.
        everywhere: headers for all files.
        cache_seconds: folder → how many seconds its files may be cached; `feeds` means all feeds and
            lists, in any folder.
        path: of the site on its host, such as /blog; empty at its root.
    """
    likely = [name for name in files if name in copies or name.endswith(_ENDINGS)]
    feeds = {name: kind for name in likely if (kind := _kind(copies.get(name, name)))}
    lasting = {"Cache-Control": f"public, max-age={cache_seconds['feeds']}"}
    found = [Rule(f"{path}/*", everywhere)]
    for pattern, kind in sorted(_patterns(files, feeds)):
        found.append(Rule(f"{path}/{pattern}", {"Content-Type": kind, **lasting}))
    for folder, seconds in sorted(cache_seconds.items()):
        if folder != "feeds" and any(name.startswith(f"{folder}/") for name in files):
            found.append(
                Rule(f"{path}/{folder}/*", {"Cache-Control": f"public, max-age={seconds}"})
            )
    return tuple(found)


def _kind(name: str) -> str | None:
    """The media type of a feed or list; None for other files, whose types every host knows."""
    if name.startswith(FEED_FOLDER) and name.endswith(json_feed.EXTENSION):
        return json_feed.MEDIA_TYPE
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), None)


def _patterns(files: Collection[str], feeds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A pattern for each folder whose files are all of one type, and one for each other feed."""
    left = set(feeds)
    for folder in sorted({str(PurePosixPath(name).parent) for name in feeds} - {"."}):
        inside = {name for name in files if name.startswith(f"{folder}/")}
        kinds = {feeds.get(name) for name in inside}
        if len(kinds) == 1 and len(inside & left) >= FOLDER_PATTERN_FROM:
            yield f"{folder}/*", kinds.pop() or ""
            left -= inside
    for name in left:
        yield name, feeds[name]


def merge_rules(ours: Collection[Rule], own: Collection[Rule]) -> tuple[Rule, ...]:
    """Our rules and the author's. If both set a header under one pattern, the author's value counts."""
    by_pattern = {rule.pattern: dict(rule.headers) for rule in ours}
    for rule in own:
        by_pattern.setdefault(rule.pattern, {}).update(rule.headers)
    return tuple(Rule(pattern, headers) for pattern, headers in by_pattern.items())


# --- as text ------------------------------------------------------------------------------------


def format_headers(found: Collection[Rule]) -> str:
    """The text of a `_headers` file."""
    blocks = (
        "\n".join((rule.pattern, *(f"  {name}: {value}" for name, value in rule.headers.items())))
        for rule in found
    )
    return "\n\n".join(blocks) + "\n"


def parse_headers(text: str) -> tuple[Rule, ...]:
    """The rules of a `_headers` file, also of one that was written by hand."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace() and found:
            name, _, value = line.partition(":")
            found[-1][1][name.strip()] = value.strip()
        else:
            found.append((line.strip(), {}))
    return tuple(Rule(pattern, headers) for pattern, headers in found)


def format_redirects(own: str, moved: Iterable[tuple[str, str]], path: str = "") -> str:
    """The text of a `_redirects` file: the author's own lines first; empty where there are none at all.

    Args:
        own: the lines that the author wrote.
        moved: former address and current one, both below the site's root.
        path: of the site on its host, such as /blog; empty at its root.
    """
    lines = (f"{path}/{quote(former)} {path}/{quote(now)} 301\n" for former, now in moved)
    return (f"{own.rstrip()}\n" if own.strip() else "") + "".join(lines)
