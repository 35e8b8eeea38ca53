"""python -m partner_blogs: refresh, status, check, discover, add, recover, ping, import, export.

Exit codes: 0 fine, also where partners failed; 1 a mistake to correct, printed on standard error;
2 partners failed and --strict was given, or the command itself was mistyped.
"""

from __future__ import annotations

import argparse
import codecs
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import msgspec

from frontdesk.core.atomic import replace_file
from frontdesk.core.command_line import add_now_option, escape_unencodable_output, run_command
from frontdesk.core.errors import ConfigError, FrontDeskError
from frontdesk.core.problems import Problem
from frontdesk.core.progress import progress
from frontdesk.core.urls import (
    is_feed_file,
    mask_password,
    typed_url,
    typed_urls,
    url_key,
    without_credentials,
)

from . import cli_output
from .config.load import load_config
from .erasure import unlisted_partners, update_snapshots
from .model.config import Config, Show
from .model.report import FeedReport
from .partners_opml import import_outlines, partner_outlines
from .refresh.store_erasure import list_fingerprint
from .select.images import copies_to_show
from .select.near_duplicates import RUNS_FORMAT, knowing_runs
from .select.status import status_rows, unlisted_rows
from .store import Store, default_store_folder

_LIST = "feeds.yaml"
_NEW_LIST = b"blogroll:\n  title: Blogs we follow\n\npartners:\n"
_BEGIN_A_LIST = {"add", "discover", "import"}
_COMMAND = "partner-blogs"
"""Of the package for other sites; here it is `python -m partner_blogs`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back."""
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    work: Callable[[Config, argparse.Namespace], int] = _COMMANDS[options.command]
    kept = "Every feed that was read so far is stored." if options.command == "refresh" else ""
    return run_command(lambda: work(_config(options), options), kept=kept)


def _parser() -> argparse.ArgumentParser:
    listed = argparse.ArgumentParser(add_help=False)
    listed.add_argument(
        "--feeds",
        type=Path,
        default=_default_list(),
        metavar="FILE",
        help="the list of partners (feeds.yaml)",
    )
    stored = argparse.ArgumentParser(add_help=False)
    stored.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="where entries are kept (var/partner_blogs beside the list)",
    )
    asking = argparse.ArgumentParser(add_help=False)
    asking.add_argument(
        "--allow-private-addresses",
        action="store_true",
        help="let feeds lie on this machine and its network; for trials alone",
    )
    parser = argparse.ArgumentParser(
        prog=_COMMAND if _is_installed() else "python -m partner_blogs",
        description="Partners' feeds for this blog.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    refresh = commands.add_parser(
        "refresh",
        parents=[listed, stored, asking],
        help="ask the partners whose feed is due, and store what came",
    )
    add_now_option(refresh)
    refresh.add_argument("--force", action="store_true", help="ask also those that are not due")
    refresh.add_argument(
        "--only", nargs="+", default=(), metavar="ID", help="ask these partners only"
    )
    refresh.add_argument("--quiet", action="store_true", help="print failures only")
    refresh.add_argument("--strict", action="store_true", help="exit with 2 where a partner failed")

    status = commands.add_parser(
        "status",
        parents=[listed, stored],
        help="how each partner stands, and when it is asked next",
    )
    status.add_argument("--json", action="store_true", help="the same for programs")

    check = commands.add_parser(
        "check", parents=[listed, asking], help="find every mistake in the list of partners"
    )
    check.add_argument(
        "--online", action="store_true", help="also ask every feed once, and tell what it is"
    )

    discover = commands.add_parser(
        "discover", parents=[listed, asking], help="find a site's feeds, and what to write for them"
    )
    discover.add_argument("url", help="a page of the blog, or its feed")

    add = commands.add_parser(
        "add", parents=[listed, asking], help="find a site's feed, and put the blog on the list"
    )
    add.add_argument("url", help="a page of the blog, or its feed")
    add.add_argument(
        "--feed", metavar="ADDRESS", help="which of its feeds, where it has several (the first)"
    )
    add.add_argument("--name", help="as readers see it (the title of its feed)")
    add.add_argument("--topic", help="what it is about, in a word or two")
    add.add_argument(
        "--show",
        choices=[one for one in get_args(Show) if one != "full"],
        help="how much of a post readers see (excerpts)",
    )

    recover = commands.add_parser(
        "recover",
        parents=[listed, stored, asking],
        help="fill an empty store with what the published site still tells",
    )
    recover.add_argument(
        "place",
        nargs="?",
        metavar="ADDRESS",
        help="of the published site, or the folder of its files (about.site of the list)",
    )

    ping = commands.add_parser(
        "ping",
        parents=[listed, stored, asking],
        help="after a publish: tell the site's hubs which feeds have changed",
    )
    add_now_option(ping)
    ping.add_argument(
        "--output", type=Path, metavar="DIR", help="the built site (output beside the list)"
    )
    ping.add_argument(
        "--dry-run", action="store_true", help="print what is still to be told, and ask nobody"
    )

    import_ = commands.add_parser(
        "import", parents=[listed], help="put the blogs of an OPML file on the list"
    )
    import_.add_argument("file", type=Path, help="the OPML file")

    export = commands.add_parser("export", parents=[listed], help="the list as OPML")
    export.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write it (standard output)"
    )
    return parser


def _config(options: argparse.Namespace) -> Config:
    """What the editor decided; nothing yet, for a command that may begin the list."""
    if options.command in _BEGIN_A_LIST and not options.feeds.exists():
        return Config()
    return load_config(options.feeds)


def _list_bytes(path: Path) -> bytes:
    """Those of the list, or the beginning of a new one."""
    return path.read_bytes() if path.exists() else _NEW_LIST


def _default_list() -> Path:
    """That of the checkout which this is part of, from any folder; else the one in this folder."""
    ours = Path(__file__).resolve().parents[2] / _LIST
    return ours if ours.is_file() else Path(_LIST)


def _is_installed() -> bool:
    return Path(sys.argv[0]).stem == _COMMAND


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _store(options: argparse.Namespace) -> Store:
    return Store(options.store or default_store_folder(options.feeds))


def _print_notices(notices: Sequence[str]) -> None:
    for notice in notices:
        print(f"Store: {notice}", file=sys.stderr)


# --- commands -----------------------------------------------------------------------------------
# What goes to the network is imported where it is used: the others start without its libraries.


def _refresh(config: Config, options: argparse.Namespace) -> int:
    from .refresh.run import refresh

    known = {partner.id for partner in config.partners}
    for id_ in options.only:
        if id_ not in known:
            raise FrontDeskError(f"--only {id_}: no partner has this id; see `status` for the ids")
    store = _store(options)
    try:
        with progress(quiet=options.quiet) as show:
            report = refresh(
                config,
                options.feeds.resolve().parent,
                store,
                options.now or _now(),
                force=options.force,
                only=frozenset(options.only),
                allow_private_addresses=options.allow_private_addresses,
                progress=show,
                name=options.feeds.resolve().name,
            )
    finally:
        _print_notices(store.notices)
    if not options.quiet or report.failed:
        for line in cli_output.report_lines(report):
            print(line)
    return 2 if options.strict and report.failed else 0


def _status(config: Config, options: argparse.Namespace) -> int:
    store = _store(options)
    now, states = _now(), store.states()
    copies = copies_to_show(config, states, store.copies(), now)
    with knowing_runs(store.known_runs(RUNS_FORMAT)):
        rows = status_rows(config, states, now, copies=copies)
    name, listed = (
        list_fingerprint(options.feeds, store),
        {partner.id for partner in config.partners},
    )
    listings, _ = update_snapshots(store.list_snapshots(), name, listed, store.partner_ids, now)
    rows += unlisted_rows(unlisted_partners(listings, name, listed), states)
    _print_notices(store.notices)
    if options.json:
        print(json.dumps(msgspec.to_builtins(rows), indent=2, ensure_ascii=False))
    else:
        for line in cli_output.status_lines(rows):
            print(line)
    return 0


def _check(config: Config, options: argparse.Namespace) -> int:
    name, folder = os.path.relpath(options.feeds), options.feeds.resolve().parent
    missing = tuple(
        Problem(
            name,
            p.feed_line or 1,
            f"there is no file {p.feed} beside this one; correct its name",
            column=1,
        )
        for p in config.partners
        if p.feed and is_feed_file(p.feed) and not (folder / p.feed).is_file()
    )
    if missing:
        raise ConfigError(missing)
    if options.online:
        _check_online(config, options, name)
    count = len(config.partners)
    print(f"{name}: {count} partner{'s' * (count != 1)}, no mistakes.")
    return 0


def _check_online(config: Config, options: argparse.Namespace, name: str) -> None:
    from frontdesk.net.request_options import fetch_policy

    from .refresh.discover import inspect_feeds
    from .refresh.duplicate_feeds import compare_feeds
    from .refresh.schedule import is_polled

    partners = [partner for partner in config.partners if is_polled(partner)]
    policy = fetch_policy(
        config.about.site,
        config.about.contact,
        options.feeds.resolve().parent,
        options.allow_private_addresses,
        config.about.connections,
    )
    now = _now()
    with progress() as show:
        found = inspect_feeds([partner.feed or "" for partner in partners], policy, now, show)
    comparison = compare_feeds(partners, found)
    for line in cli_output.online_check_lines(partners, found, comparison, now):
        print(line)
    if comparison.duplicates:
        raise ConfigError(cli_output.duplicate_feed_problems(comparison, name))


def _found_feeds(config: Config, options: argparse.Namespace) -> Mapping[str, FeedReport]:
    """The feeds at the address that was typed; where there is none, what was found is told."""
    from frontdesk.net.request_options import fetch_policy

    from .refresh.discover import discover

    urls = typed_urls(options.url)
    if not urls:
        raise FrontDeskError(
            f"{mask_password(options.url)!r} is no web address; write one such as a-blog.example"
        )
    policy = fetch_policy(
        config.about.site,
        config.about.contact,
        options.feeds.resolve().parent,
        options.allow_private_addresses,
    )
    with progress() as show:
        found = discover(urls, policy, _now(), show)
    reports = {address: one for address, one in found.items() if isinstance(one, FeedReport)}
    for line in () if reports else cli_output.no_feed_lines(found):
        print(line, file=sys.stderr)
    return reports


def _best(reports: Mapping[str, FeedReport]) -> str:
    """The first that has entries."""
    return next((a for a, one in reports.items() if one.entries), next(iter(reports)))


def _named(typed: str, reports: Mapping[str, FeedReport]) -> str:
    """The feed of this address among those that were found."""
    for address in reports:
        if url_key(address) == url_key(typed_url(typed) or typed):
            return address
    found = ", ".join(map(without_credentials, reports))
    raise FrontDeskError(f"there is no feed at {mask_password(typed)!r} here; found: {found}")


def _discover(config: Config, options: argparse.Namespace) -> int:
    reports = _found_feeds(config, options)
    if not reports:
        return 1
    for address, one in reports.items():
        for line in cli_output.feed_report_lines(address, one):
            print(line)
    address = _best(reports)
    print()
    from .config.edit_feeds import suggest_partner

    suggested = suggest_partner(address, reports[address], config)
    for line in cli_output.feeds_yaml_lines(suggested):
        print(line)
    return 0


def _add(config: Config, options: argparse.Namespace) -> int:
    from .config.edit_feeds import add_partner, set_partner, suggest_partner

    reports = _found_feeds(config, options)
    if not reports:
        return 1
    address = _named(options.feed, reports) if options.feed else _best(reports)
    for line in cli_output.feed_report_lines(address, reports[address]):
        print(line)
    known, completes, fields = suggest_partner(address, reports[address], config)
    if known:
        raise FrontDeskError(f"it is on the list already: {known.name}, line {known.feed_line}")
    chosen = {"name": options.name, "topic": options.topic, "show": options.show}
    wanted = {**fields, **{key: value for key, value in chosen.items() if value}}
    text = _list_bytes(options.feeds).decode()
    if completes:
        given = {key: value for key, value in chosen.items() if value}
        text = set_partner(text, completes.id, {"feed": fields["feed"], **given})
    else:
        text = add_partner(text, wanted)
    _write(options.feeds, text.encode())
    print(
        f"Added: {completes.name if completes else wanted['name']}. "
        f"`{_COMMAND if _is_installed() else 'make'} refresh` asks for its posts."
    )
    others = [one for one in reports if one != address]
    if others:
        print("It has other feeds; to take one of them, write --feed and its address:", end="\n  ")
        print(*others, sep="\n  ")
    return 0


def _recover(config: Config, options: argparse.Namespace) -> int:
    from frontdesk.net.request_options import fetch_policy

    from .refresh.rebuild_store import recover

    place = options.place or config.about.site
    if place is None:
        raise FrontDeskError("name the address of the published site, or the folder of its files")
    policy = fetch_policy(
        config.about.site,
        config.about.contact,
        options.feeds.resolve().parent,
        options.allow_private_addresses,
    )
    found = recover(config, _store(options), place, policy, _now())
    print(
        f"{found.partners} partners, {found.entries} entries and {found.editions} digests came back from "
        f"{place}."
    )
    print("docs/deploy.md says what did not. The next refresh asks the partners for the rest.")
    return 0


def _ping(config: Config, options: argparse.Namespace) -> int:
    from frontdesk.core.memory.folder import MemoryFolder, memory_folder
    from frontdesk.net.request_options import fetch_policy

    from .refresh.ping_hubs import ping_hubs, site_topics, waiting_pings

    site = options.output or options.feeds.resolve().parent / "output"
    if not site.is_dir():
        raise FrontDeskError(f"{site} is no folder; name that of the built site with --output")
    try:
        topics = site_topics(site)
    except OSError as error:
        raise FrontDeskError(f"{error.filename} cannot be read ({error.strerror})") from None
    memory = MemoryFolder(memory_folder(options.store or default_store_folder(options.feeds)))
    if options.dry_run:
        for hub, topic in waiting_pings(topics, memory.read_pings()):
            print(f"{hub}: {topic.address}")
        return 0
    policy = fetch_policy(
        config.about.site,
        config.about.contact,
        options.feeds.resolve().parent,
        options.allow_private_addresses,
    )
    report = ping_hubs(topics, memory, policy, options.now or _now())
    _print_notices(memory.notices)
    for line in cli_output.ping_lines(report):
        print(line)
    return 0


def _import(config: Config, options: argparse.Namespace) -> int:
    from frontdesk.formats.opml import OpmlError, read_opml

    from .config.feeds_yaml import parse_feeds_yaml
    from .config.parse_files import decode_file

    try:
        found = read_opml(options.file.read_bytes())
    except OpmlError as error:
        raise FrontDeskError(f"{options.file}: {error}") from None
    except OSError as error:
        raise FrontDeskError(f"{options.file} cannot be read ({error.strerror})") from None
    imported = import_outlines(
        decode_file(options.feeds, _list_bytes(options.feeds)), config, found
    )
    parse_feeds_yaml(imported.text)  # a list that we could not read back is never written
    _write(options.feeds, _as_it_was(options.feeds, imported.text))
    for line in cli_output.import_lines(imported):
        print(line)
    return 0


def _as_it_was(path: Path, text: str) -> bytes:
    """The text in the manner of the file that it replaces: its line ends, its byte order mark."""
    old, new = _list_bytes(path), text.encode()
    new = new.replace(b"\n", b"\r\n") if b"\r\n" in old else new
    return codecs.BOM_UTF8 + new if old.startswith(codecs.BOM_UTF8) else new


def _export(config: Config, options: argparse.Namespace) -> int:
    from frontdesk.formats.opml import opml

    document = opml(
        config.blogroll.title, config.about.site or "", partner_outlines(config.partners)
    )
    if options.output:
        _write(options.output, document)
    else:
        sys.stdout.write(document.decode())
    return 0


def _write(path: Path, data: bytes) -> None:
    try:
        replace_file(path, data)
    except OSError as error:
        raise FrontDeskError(f"{path} cannot be written ({error.strerror})") from None


_COMMANDS = {
    "refresh": _refresh,
    "status": _status,
    "check": _check,
    "discover": _discover,
    "add": _add,
    "recover": _recover,
    "ping": _ping,
    "import": _import,
    "export": _export,
}


if __name__ == "__main__":
    sys.exit(main())
