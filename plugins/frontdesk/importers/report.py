"""What an import did in, a report in Markdown and a summary for a terminal out. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import get_args
from urllib.parse import quote
from zoneinfo import available_timezones

from msgspec.structs import replace

from frontdesk.content.front_matter_fields import Head
from frontdesk.content.permalinks import permalink
from frontdesk.core.settings import Settings

from .addresses.placement import UNKNOWN_HOME
from .model import RemarkKind, SourceKind
from .outcome import Outcome
from .pictures.download import host_of_picture

MAX_LISTED = 200
"""Lines of one list; the rest is counted."""
_TITLES: dict[RemarkKind, str] = {
    "kept as HTML": "Kept as HTML, because Markdown would say another thing",
    "shortcode": "Shortcodes of plugins that are not known here",
    "removed": "Scripts, style sheets and invisible pictures that were taken out",
    "frame": "Frames that became links",
    "no description": "Pictures without a description for people who cannot see them",
    "link to nothing": "Links that lead to nothing here",
    "draft": "Drafts",
    "address": "Addresses that changed",
    "other": "Other remarks",
}
_SYSTEMS: Mapping[SourceKind, str] = {
    **{kind: kind.capitalize() for kind in get_args(SourceKind)},
    "wordpress": "WordPress",
    "feed": "a feed",
    "markdown": "a folder of Markdown",
}
_KINDS = {
    "post": "posts",
    "page": "pages",
    "comment": "comments",
    "picture": "pictures",
    "redirect": "redirects",
}


def summary_lines(outcome: Outcome) -> list[str]:
    """A few lines for a terminal."""
    would = "would be written" if outcome.is_dry else "written"
    written = _counted(outcome.written) or "nothing"
    lines = [
        f"{_SYSTEMS[outcome.source.kind]}: {_counted(outcome.read) or 'no text'} in the export"
    ]
    lines.append(
        f"  {written} {would}" + (f", {outcome.same} files as they were" if outcome.same else "")
    )
    if outcome.was_finished:
        lines.append("  the files of an import that had been stopped were moved first")
    if outcome.kept:
        lines.append(f"  {len(outcome.kept)} files that you changed were left as they are")
    if outcome.collisions:
        lines.append(
            f"  {len(outcome.collisions)} texts not written: another text has their address"
        )
    if outcome.left_out:
        one = len(outcome.left_out) == 1
        lines.append(f"  {len(outcome.left_out)} {'entry' if one else 'entries'} left out")
    if outcome.missing:
        lines.append(f"  {len(outcome.missing)} pictures not to be had; links stand in their place")
    return lines


def has_faults(outcome: Outcome) -> bool:
    """Whether an entry could not be read, or was not written because of another text."""
    return bool(outcome.collisions) or any(one.is_fault for one in outcome.left_out)


def _counted(found: Mapping[str, int]) -> str:
    return ", ".join(
        f"{found[one]:,} {words if found[one] != 1 else one}"
        for one, words in _KINDS.items()
        if found.get(one)
    )


def report(outcome: Outcome, rules: Settings, now: datetime) -> str:
    """The report, in Markdown."""
    parts = [
        f"# Import from {_SYSTEMS[outcome.source.kind]}\n",
        f"{now:%Y-%m-%d %H:%M} UTC, from {outcome.source.files.place.name}."
        + (" Nothing was written: this was a trial (DRY=1)." if outcome.is_dry else ""),
        _numbers(outcome),
        *_faults(outcome),
        *_not_written(outcome),
        *_remarks(outcome),
        *_pictures(outcome),
        _settings(outcome, rules),
        _queries(outcome),
        _next(outcome),
    ]
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _numbers(outcome: Outcome) -> str:
    left = Counter(one.what for one in outcome.left_out)
    rows = ["\n## Numbers\n", "| | In the export | Taken over | Left out |", "|---|--:|--:|--:|"]
    collided = Counter[str](one.kind for one, _ in outcome.collisions)
    unread = Counter(one.what for one in outcome.overview.left_out)
    for kind, words in _KINDS.items():
        if kind in {"picture", "redirect"}:
            continue
        dropped = left[kind] + collided[kind]
        read = outcome.read.get(kind, 0) + unread[kind]
        rows.append(f"| {words} | {read} | {read - dropped} | {dropped} |")
    rows.append("")
    rows.append(
        f"Written: {_counted(outcome.written) or 'nothing'}. As they were: {outcome.same} files."
    )
    reasons = Counter((one.what, one.reason) for one in outcome.left_out)
    if reasons:
        rows.append("\nLeft out:\n")
        rows += [
            f"- {count} × {what}: {reason}" for (what, reason), count in sorted(reasons.items())
        ]
    return "\n".join(rows)


def _faults(outcome: Outcome) -> Iterator[str]:
    faults = [one for one in outcome.left_out if one.is_fault]
    yield from _listed(
        "Could not be read", [f"{one.what} {one.name}: {one.reason}" for one in faults]
    )
    named = [
        f"{one.what} '{one.name}': {one.reason}"
        for one in outcome.left_out
        if one.name and not one.is_fault
    ]
    yield from _listed("Left out, by name", named)


def _not_written(outcome: Outcome) -> Iterator[str]:
    lines = [
        f"'{text.title}' ({text.address}) has the address of {path}; nothing was written for it"
        for text, path in outcome.collisions
    ]
    yield from _listed("Addresses that two blogs have", lines)
    if outcome.kept:
        yield "\n## Files that you changed\n"
        yield "They stay as they are. This is what differs in the export now:\n"
        for one in outcome.kept[:MAX_LISTED]:
            yield f"### {one.path}\n\n````diff\n{one.difference}\n````\n"


def _remarks(outcome: Outcome) -> Iterator[str]:
    by_kind: defaultdict[RemarkKind, list[str]] = defaultdict(list)
    for one in outcome.remarks:
        place = f"{one.path}:{one.line}" if one.line else one.path
        by_kind[one.remark.kind].append(f"{place}: {one.remark.message}")
    for kind, title in _TITLES.items():
        yield from _listed(title, by_kind[kind])


def _pictures(outcome: Outcome) -> Iterator[str]:
    hosts = Counter(host_of_picture(one) for one in outcome.missing)
    if hosts:
        yield "\n## Pictures that are not here\n"
        yield "Links stand in their place. They lie at:\n"
        yield "\n".join(f"- {host}: {count}" for host, count in hosts.most_common())
        shown = [one.removeprefix(UNKNOWN_HOME.rstrip("/")) for one in outcome.missing]
        yield from _listed("Their addresses", shown)
    yield from _listed(
        "Pictures that cannot be published", [f"{a}: {b}" for a, b in outcome.refused.items()]
    )


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"\n## {title} ({len(lines)})\n"
    yield "\n".join(f"- {' '.join(line.split())}" for line in lines[:MAX_LISTED])
    if len(lines) > MAX_LISTED:
        yield f"- … and {len(lines) - MAX_LISTED} more"


def _settings(outcome: Outcome, rules: Settings) -> str:
    """Settings that fit the old blog. They are proposed and never written."""
    blog, lines = outcome.overview.blog, []
    if blog.name and blog.name != rules.sitename:
        lines.append(f"SITENAME = {blog.name!r}")
    if blog.description and blog.description != rules.sitesubtitle:
        lines.append(f"SITESUBTITLE = {blog.description[:200]!r}")
    if blog.timezone in available_timezones() and blog.timezone != rules.timezone:
        lines.append(f"TIMEZONE = {blog.timezone!r}")
    if blog.language and blog.language.partition("-")[0].lower() != rules.default_lang:
        lines.append(f"DEFAULT_LANG = {blog.language.partition('-')[0].lower()!r}")
    if pattern := _pattern(outcome, rules):
        lines.append(f"ARTICLE_URL = {pattern!r}")
    copies = {
        "blogger": {
            "feeds/posts/default": "feeds/posts.atom.xml",
            "feeds/posts/summary": "feeds/posts.atom.xml",
            "atom.xml": "feeds/posts.atom.xml",
            "rss.xml": "feeds/posts.rss.xml",
        },
    }.get(outcome.source.kind, {})
    missing = {one: to for one, to in copies.items() if one not in rules.feed_copies}
    if missing:
        inner = "".join(f"    {one!r}: {to!r},\n" for one, to in missing.items())
        lines.append(f"FEED_COPIES = {{\n{inner}}}")
    if not lines:
        return ""
    body = "\n".join(lines)
    return (
        "\n## Settings that fit the old blog\n\nFor pelicanconf.py, if you agree:\n\n"
        f"```python\n{body}\n```"
    )


_PATTERNS_WORDS = (
    "{date:%Y}/{date:%m}/{slug}.html {date:%Y}/{date:%m}/{slug}/ "
    "{date:%Y}/{date:%m}/{date:%d}/{slug}/ {date:%Y}/{date:%m}/{date:%d}/{slug}.html "
    "{date:%Y}/{slug}/ posts/{slug}/ posts/{slug}.html blog/{slug}/ p/{slug} {slug}/ {slug}.html"
)
_PATTERNS = _PATTERNS_WORDS.split()


def _pattern(outcome: Outcome, rules: Settings) -> str:
    """The pattern that 95 of 100 addresses follow, if the site has another."""
    posts = [one for one in outcome.overview.texts if one.kind == "post" and one.address]
    placed = [
        (outcome.places[one.source_id], one) for one in posts if one.source_id in outcome.places
    ]
    if not placed:
        return ""
    for pattern in _PATTERNS:
        made = 0
        for place, _ in placed:
            url = place.url.rstrip("/")
            slug = url.rpartition("/")[2].removesuffix(".html")
            settings = _with_pattern(rules, pattern)
            made += permalink(Head(slug=slug, date=place.date), "post", settings) == place.url
        if made * 100 >= len(placed) * 95:
            return pattern if pattern != rules.article_url else ""
    return ""


def _with_pattern(rules: Settings, pattern: str) -> Settings:
    return replace(rules, article_url=pattern)


def _queries(outcome: Outcome) -> str:
    """Addresses such as /?p=N, which only a server can lead on."""
    if outcome.source.kind != "wordpress":
        return ""
    drafts = {
        outcome.places[one.source_id].path
        for one in outcome.overview.texts
        if one.is_draft and one.source_id in outcome.places
    }
    found = [
        (number, outcome.old_blog.urls[file])
        for number, file in outcome.old_blog.numbers.items()
        if number.isdigit() and file not in drafts
    ]
    if not found:
        return ""
    found.sort(key=lambda one: int(one[0]))
    rows = "\n".join(f'    "/ {number}" "/{quote(url)}";' for number, url in found)
    return (
        f"\n## Addresses with a number ({len(found)})\n\n"
        "A static host sees only the path, so /?p=12 gives the home page. With nginx, put this map beside "
        'the server block:\n\n```nginx\nmap "$uri $arg_p$arg_page_id" $old_post {\n    default "";\n'
        + rows
        + "\n}\n```\n\n"
        "and this into it:\n\n```nginx\nif ($old_post) { return 301 $old_post; }\n```"
    )


def _next(outcome: Outcome) -> str:
    steps = [
        "Run `make check`, which finds no error in what was imported.",
        "Run `make serve` and look at a few old posts, the one with the most pictures first.",
    ]
    if outcome.missing:
        steps.append(
            "Import once more with PICTURES=yes, which fetches the pictures, or with PICTURES_FROM=folder."
        )
    if outcome.kept:
        steps.append("Look at the files that you changed, and take over what you want.")
    steps.append(
        "Before you move the address, read docs/moving-in.md about subscribers and search engines."
    )
    return "\n## What to do next\n\n" + "\n".join(f"{n}. {one}" for n, one in enumerate(steps, 1))
