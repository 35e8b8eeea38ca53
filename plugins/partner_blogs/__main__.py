"""python -m partner_blogs: refresh, status, check.

Exit codes: 0 fine, also where partners failed; 1 a mistake to mend, told on standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from .config import read_config
from .errors import ConfigError, PartnerBlogsError, Problem
from .model import Config, Partner, PartnerState, RefreshReport
from .standing import standing
from .store import Store, default_store

_FEEDS = Path(__file__).resolve().parents[2] / "feeds.yaml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back."""
    options = _parser().parse_args(arguments)
    feeds: Path = options.feeds
    try:
        config = read_config(_text(feeds), name=os.path.relpath(feeds))
        store = Store(options.store or default_store(feeds))
        match options.command:
            case "refresh":
                _refresh(config, store, options)
            case "status":
                _status(config, store, as_json=options.json)
            case _:
                print(f"{os.path.relpath(feeds)}: {len(config.partners)} partners, no mistakes.")
    except PartnerBlogsError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Every feed that was read so far is stored.", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--feeds",
        type=Path,
        default=_FEEDS,
        metavar="FILE",
        help="the list of partners (feeds.yaml)",
    )
    shared.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="where entries are kept (var/partner_blogs beside the list)",
    )
    parser = argparse.ArgumentParser(
        prog="partner_blogs", description="Partners' feeds for this blog."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    refresh = commands.add_parser(
        "refresh", parents=[shared], help="ask the partners whose feed is due, and store what came"
    )
    refresh.add_argument(
        "--now",
        type=_instant,
        metavar="ISO-8601",
        help="take this for the time, such as 2026-11-22T06:00Z",
    )
    refresh.add_argument("--force", action="store_true", help="ask also those that are not due")
    refresh.add_argument(
        "--only", nargs="+", default=(), metavar="ID", help="ask these partners only"
    )
    refresh.add_argument(
        "--allow-private-addresses",
        action="store_true",
        help="let feeds lie on this machine and its network; meant for tests",
    )

    status = commands.add_parser(
        "status", parents=[shared], help="how each partner stands, and when it is asked next"
    )
    status.add_argument("--json", action="store_true", help="the same for programs")

    commands.add_parser(
        "check", parents=[shared], help="find every mistake in the list of partners, and ask nobody"
    )
    return parser


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _text(feeds: Path) -> str:
    try:
        return feeds.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(line, 1, "this line is not UTF-8; save the file with the encoding UTF-8")
        raise ConfigError(os.path.relpath(feeds), (problem,)) from None
    except OSError as error:
        raise PartnerBlogsError(
            f"{feeds} cannot be read ({error.strerror}); name the list of partners with --feeds"
        ) from None


# --- refresh ------------------------------------------------------------------------------------


def _refresh(config: Config, store: Store, options: argparse.Namespace) -> None:
    from .refresh import refresh  # noqa: PLC0415 - status starts without the network's libraries

    known = {partner.id for partner in config.partners}
    for id_ in options.only:
        if id_ not in known:
            raise PartnerBlogsError(
                f"--only {id_}: no partner has this id; see `status` for the ids"
            )
    report = refresh(
        config,
        options.feeds.resolve().parent,
        store,
        options.now or _now(),
        force=options.force,
        only=frozenset(options.only),
        allow_private_addresses=options.allow_private_addresses,
        progress=lambda line: print(f"  {line}", flush=True),
    )
    _print_report(report)


def _print_report(report: RefreshReport) -> None:
    for notice in report.notices:
        print(f"Store: {notice}", file=sys.stderr)
    print(
        f"Partners: {report.asked} asked, {report.kept} kept from before, "
        f"{len(report.failed)} failed; {report.links} more are links only."
    )
    if report.closed:
        print(f"Digests closed: {len(report.closed)}.")


# --- status -------------------------------------------------------------------------------------


def _status(config: Config, store: Store, *, as_json: bool) -> None:
    states = store.states()
    now = _now()
    rows = [_row(partner, states.get(partner.id), now) for partner in config.partners]
    for notice in store.notices:
        print(f"Store: {notice}", file=sys.stderr)
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        facts = [f"{row['entries']} entries"] if row["entries"] else []
        facts += [f"{label} {row[field]}" for field, label in _LABELS.items() if row[field]]
        print(f"{row['state']:9} {row['id']:32} {row['name']}")
        if facts:
            print(f"          {'; '.join(facts)}")


_LABELS = {
    "reason": "why:",
    "last_success": "last read",
    "last_try": "last tried",
    "next_try": "next try",
    "moved_to": "moved to",
}


def _row(
    partner: Partner, state: PartnerState | None, now: datetime
) -> dict[str, str | int | None]:
    state = state or PartnerState(id=partner.id)
    stands = standing(partner, state, now)
    return {
        "id": partner.id,
        "name": partner.name,
        "state": stands.state,
        "reason": stands.reason,
        "entries": len(state.entries),
        "last_success": _iso(state.last_success),
        "last_try": _iso(state.last_try),
        "next_try": _iso(state.next_try),
        "moved_to": state.moved_to,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


if __name__ == "__main__":
    sys.exit(main())
