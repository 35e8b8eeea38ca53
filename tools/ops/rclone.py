"""A built site in; rclone commands that upload it to an object store out. They set the media types and
cache lifetimes of its `_headers`, which such a store does not read (O2).

    python -m tools.ops.rclone output remote:bucket | sh -e

Files with headers of their own are uploaded first, with them; then all others, and files that the site no
longer has are deleted. Nothing is uploaded twice.
"""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from frontdesk.build.host_files import HEADERS, REDIRECTS, Rule, parse_headers

KEPT = ("Content-Type", "Cache-Control")
"""The headers that an object store can send with a file."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Commands for rclone.")
    parser.add_argument("output", type=Path, help="the folder of the built site")
    parser.add_argument("place", help="where to, as rclone calls it: remote:bucket")
    options = parser.parse_args(arguments)
    rules = parse_headers((options.output / HEADERS).read_text(encoding="utf-8"))
    print("\n".join(commands(rules, str(options.output), options.place)))
    return 0


def commands(rules: Collection[Rule], output: str, place: str) -> Iterator[str]:
    """Lines for a shell."""
    path = next(rule.pattern for rule in rules if rule.pattern.endswith("/*")).removesuffix("/*")
    alike: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for rule in rules:
        own = tuple(f"{name}: {rule.headers[name]}" for name in KEPT if name in rule.headers)
        if own:
            alike[own].append(_filter(rule.pattern.removeprefix(path)))
    where = [output, place]
    for own, patterns in alike.items():
        chosen = [word for pattern in patterns for word in ("--include", pattern)]
        headers = [word for header in own for word in ("--header-upload", header)]
        yield shlex.join(["rclone", "copy", "--checksum", *chosen, *headers, *where])
    others = ["--exclude", f"/{HEADERS}", "--exclude", f"/{REDIRECTS}"]
    yield shlex.join(["rclone", "sync", "--checksum", *others, *where])


def _filter(pattern: str) -> str:
    """As rclone writes it: two asterisks for whatever lies in a folder, however deep."""
    start = re.sub(r"([*?{}\[\]\\])", r"\\\1", pattern.removesuffix("*"))
    return f"{start}**" if pattern.endswith("*") else start


if __name__ == "__main__":
    sys.exit(main())
