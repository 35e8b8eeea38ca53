"""The files of a built site in, the rules of its `_headers` out and back. Pure (O2).

Netlify, Cloudflare Pages and others read `_headers`: a pattern from the root of the host on, then a line
for each header. Where two patterns fit, all their headers are sent, and two values of one header become
one value with a comma; so no header stands under two patterns that can fit one file. A pattern has one
asterisk at most, at its end: what all hosts understand. Cloudflare reads the first 100 patterns, so a
folder whose files are all of one kind has one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from frontdesk.formats import atom, icalendar, json_feed, opml, rss

FEED_FOLDER = "feeds/"
ENOUGH_FOR_A_FOLDER = 3
"""So many files of one kind, and none of another, have one pattern together."""

_KINDS = {
    atom.ENDING: f"{atom.KIND}; charset=utf-8",
    rss.ENDING: f"{rss.KIND}; charset=utf-8",
    opml.ENDING: f"{opml.KIND}; charset=utf-8",
    icalendar.ENDING: f"{icalendar.KIND}; charset=utf-8",
}


class Rule(Struct, frozen=True):
    """Headers for the files that a pattern fits; the pattern begins with a slash."""

    pattern: str
    headers: Mapping[str, str]


def rules(
    files: Collection[str],
    copies: Mapping[str, str],
    everywhere: Mapping[str, str],
    cache_seconds: Mapping[str, int],
    path: str = "",
) -> tuple[Rule, ...]:
    """What a host is to send.

    Args:
        files: every file of the site, below its root.
        copies: file → the feed that it is a copy of.
        everywhere: headers of every answer.
        cache_seconds: folder → how long an answer may be used without asking; `feeds` means all feeds
            and lists, wherever they lie.
        path: of the site on its host, such as /blog.
    """
    feeds = {name: kind for name in files if (kind := _kind(copies.get(name, name)))}
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
    """The media type of a feed or list; other files have what every host gives them."""
    if name.startswith(FEED_FOLDER) and name.endswith(json_feed.ENDING):
        return json_feed.KIND
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), None)


def _patterns(files: Collection[str], feeds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Folders whose files are all of one kind, and whatever else there is file by file."""
    left = set(feeds)
    for folder in sorted({str(PurePosixPath(name).parent) for name in feeds} - {"."}):
        inside = {name for name in files if name.startswith(f"{folder}/")}
        kinds = {feeds.get(name) for name in inside}
        if len(kinds) == 1 and len(inside & left) >= ENOUGH_FOR_A_FOLDER:
            yield f"{folder}/*", kinds.pop() or ""
            left -= inside
    for name in left:
        yield name, feeds[name]


def joined(ours: Collection[Rule], own: Collection[Rule]) -> tuple[Rule, ...]:
    """Our rules and the author's; of one header under one pattern, the author's value."""
    by_pattern = {rule.pattern: dict(rule.headers) for rule in ours}
    for rule in own:
        by_pattern.setdefault(rule.pattern, {}).update(rule.headers)
    return tuple(Rule(pattern, headers) for pattern, headers in by_pattern.items())


# --- as text ------------------------------------------------------------------------------------


def headers_file(found: Collection[Rule]) -> str:
    """The rules as `_headers` has them."""
    blocks = (
        "\n".join((rule.pattern, *(f"  {name}: {value}" for name, value in rule.headers.items())))
        for rule in found
    )
    return "\n\n".join(blocks) + "\n"


def read_headers(text: str) -> tuple[Rule, ...]:
    """The rules of a `_headers` file, those that somebody wrote by hand too."""
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
