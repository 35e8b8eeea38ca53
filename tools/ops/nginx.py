"""A built site in; an nginx server block out, with the headers of its `_headers` and the redirects of its
`_redirects` (O2).

    python -m tools.ops.nginx output --folder /srv/www/blog --name blog.example.org > blog.conf

Put it into /etc/nginx/conf.d/ or sites-available/. Make it again when SITEURL, the settings of headers or a
redirect change. nginx answers If-None-Match and If-Modified-Since by itself.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from frontdesk.build.host_files import HEADERS, REDIRECTS, Rule, parse_headers

EVERYTHING = "/*"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Settings for nginx.")
    parser.add_argument("output", type=Path, help="the folder of the built site")
    parser.add_argument("--folder", required=True, help="where the site lies on the server")
    parser.add_argument("--name", default="_", help="the server's name; any")
    parser.add_argument("--listen", default="80", help="port, or address and port; 80")
    options = parser.parse_args(arguments)
    found = parse_headers((options.output / HEADERS).read_text(encoding="utf-8"))
    path = next(rule.pattern for rule in found if rule.pattern.endswith(EVERYTHING))
    path = path.removesuffix(EVERYTHING)
    if not options.folder.rstrip("/").endswith(path):
        print(
            f"The site is for {path}/ on its host, so its folder has to end in {path}; "
            f"put it into {options.folder.rstrip('/')}{path}",
            file=sys.stderr,
        )
        return 1
    root = options.folder.rstrip("/").removesuffix(path) or "/"
    redirects = options.output / REDIRECTS
    moved = _moved(redirects.read_text(encoding="utf-8") if redirects.is_file() else "")
    for line in _left_out(found, path):
        print(line, file=sys.stderr)
    print("\n".join(server(found, moved, path, root, options.name, options.listen)))
    return 0


def server(
    found: Collection[Rule],
    moved: Mapping[str, tuple[str, str]],
    path: str,
    root: str,
    name: str,
    listen: str,
) -> Iterator[str]:
    """The lines of a file for nginx's http context.

    Args:
        moved: former address → status and new address.
        path: of the site on its host; empty at the root.
        root: the folder that the host's root stands for.
    """
    everywhere = [rule for rule in found if rule.pattern == f"{path}{EVERYTHING}"]
    others = [rule for rule in found if rule not in everywhere]
    others = [rule for rule in others if "*" not in rule.pattern.removesuffix("*")]
    yield "# Made by tools/ops/nginx.py."
    yield "map $uri $site_lasts {"
    yield '    default "no-cache";'
    for rule in others:
        if lasts := rule.headers.get("Cache-Control"):
            yield f"    {_match(rule.pattern)} {_quoted(lasts)};"
    yield "}"
    yield ""
    yield "server {"
    yield f"    listen {listen};"
    yield f"    server_name {name};"
    yield f"    root {_quoted(root)};"
    yield "    index index.html;"
    yield f"    error_page 404 {path}/404.html;"
    yield "    absolute_redirect off;"
    yield "    server_tokens off;"
    yield "    charset utf-8;"
    yield "    charset_types text/plain text/css text/xml application/json;"
    yield "    gzip on;"
    yield "    gzip_static on;"
    yield "    gzip_types text/css text/plain image/svg+xml application/json application/feed+json"
    yield "        application/atom+xml application/rss+xml text/x-opml;"
    yield ""
    yield "    # Other add_header lines within a location would take the place of all of these."
    for rule in everywhere:
        for header, value in rule.headers.items():
            yield f"    add_header {header} {_quoted(value)} always;"
    yield "    add_header Cache-Control $site_lasts;"
    yield ""
    for file in (HEADERS, REDIRECTS):
        yield f"    location = {path}/{file} {{ return 404; }}"
    for former, (status, now) in moved.items():
        yield f"    location = {_quoted(former)} {{ return {status} {_quoted(now)}; }}"
    for rule in others:
        if (kind := rule.headers.get("Content-Type")) and rule.pattern not in moved:
            yield f"    location {_place(rule.pattern)} {{ types {{ }} default_type {_quoted(kind)}; }}"
    yield "}"


def _moved(text: str) -> dict[str, tuple[str, str]]:
    """The lines of a `_redirects` file that name one address each: FROM TO STATUS; the first one counts."""
    found: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        former, now, status = [*line.partition("#")[0].split(), "", "", ""][:3]
        if (
            now
            and not re.search(r"[*]|/:|\?", former)
            and status in {"", "301", "302", "307", "308"}
        ):
            found.setdefault(unquote(former), (status or "301", now))
        elif now:
            print(f"{line}: not carried over; write a location of your own", file=sys.stderr)
    return found


def _left_out(found: Collection[Rule], path: str) -> Iterator[str]:
    """What the author's own rules say that is not carried over."""
    for rule in found:
        if "*" in rule.pattern.removesuffix("*"):
            yield f"{rule.pattern}: not carried over; an asterisk may only stand at the end"
        elif rule.pattern != f"{path}{EVERYTHING}":
            for header in set(rule.headers) - {"Cache-Control", "Content-Type"}:
                yield f"{rule.pattern}: {header} is not carried over; write a location of your own"


def _match(pattern: str) -> str:
    """For a map of $uri; an expression, because nginx has a limit for the length of plain words."""
    start = re.sub(r"([.+?^()|\[\]\\])", r"\\\1", pattern.removesuffix("*"))
    return _quoted(f"~^{start}{'' if pattern.endswith('*') else '(?!.)'}")


def _place(pattern: str) -> str:
    """For a location; a folder's goes before whatever a regular expression may find."""
    return f"^~ {pattern.removesuffix('*')}" if pattern.endswith("*") else f"= {pattern}"


def _quoted(text: str) -> str:
    if "$" in text:
        raise SystemExit(
            f"nginx would take the dollar sign in {text!r} for a variable; leave it out"
        )
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.exit(main())
