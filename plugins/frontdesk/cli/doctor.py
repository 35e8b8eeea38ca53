"""Is everything in place to refresh, build and publish? A line for each thing, with what to do about it.

    python -m frontdesk doctor                 all lines
    python -m frontdesk doctor addresses list  these alone

Exit code 1 where anything is wrong. Nothing is changed, and nobody is asked over the network. What is not
of Python's own is imported where it is used: a doctor has to come where packages are missing.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata, util
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .project import ROOT, command_parser

OLDEST_PYTHON = (3, 11)
QUIET_HOURS = 26
"""A refresh that is due every hour, or every day, has been silent for too long after that."""

LEAST_FREE_BYTES = 500_000_000
CLOCK_MINUTES = 5
"""Two clocks may differ by so much, that of a network's disk from ours."""


@dataclass(frozen=True)
class Place:
    """What is looked at; `now` is Unix time."""

    root: Path
    feeds: Path
    store: Path
    output: Path
    now: float


class Wrong(Exception):
    """What is wrong, and what to do about it."""


def main(arguments: Sequence[str] | None = None) -> int:
    if isinstance(sys.stdout, TextIOWrapper):  # what a terminal cannot show ends nothing
        sys.stdout.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    place = Place(
        root=ROOT,
        feeds=options.feeds.resolve(),
        store=(options.store or options.feeds.resolve().parent / "var/partner_blogs").resolve(),
        output=options.output.resolve(),
        now=time.time(),
    )
    healthy = True
    for name, well, words in examine(place, options.lines or tuple(LINES)):
        healthy = healthy and well
        print(f"{'well ' if well else 'WRONG'}  {name:<9}  {words}")
    return 0 if healthy else 1


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("doctor", "Is everything in place?", "feeds", "store", "output")
    parser.add_argument("lines", nargs="*", metavar="LINE", help=f"one of {', '.join(LINES)}")
    return parser


def examine(place: Place, names: Sequence[str]) -> Iterator[tuple[str, bool, str]]:
    """Each line's name, whether all is well, and what there is to say."""
    for name in names:
        try:
            yield name, True, LINES[name](place)
        except Wrong as wrong:
            yield name, False, str(wrong)
        except OSError as error:
            why = f"{error.filename} cannot be read ({error.strerror})"
            yield name, False, f"{why}: look at its owner and permissions"
        except ImportError as error:
            yield (
                name,
                False,
                f"not looked at, since {error.name} is missing: mend the packages first",
            )


# --- one line each ------------------------------------------------------------------------------


def _python(place: Place) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        raise Wrong(
            f"{version} is too old: install {oldest} or newer, then `make clean site PYTHON=python{oldest}`"
        )
    if not Path(sys.prefix).is_relative_to(place.root):
        raise Wrong(f"{version} outside of .venv: run `make site`, which makes .venv")
    return f"{version}, in {_short(Path(sys.prefix), place)}"


def _packages(place: Place) -> str:
    lock = (place.root / "requirements.lock").read_text(encoding="utf-8")
    pinned: dict[str, set[str]] = {}
    optional: set[str] = set()
    for name, version, marker in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)( ;)?", lock):
        pinned.setdefault(name, set()).add(version)
        optional |= {name} if marker else set()
    found = {name: _installed(name) for name in pinned}
    others = [
        f"{name} {version or 'is missing'}"
        for name, version in found.items()
        if version not in pinned[name] and not (version is None and name in optional)
    ]
    if others:
        raise Wrong(f"not those of the lock ({_few(others)}): run `make clean`, then `make site`")
    code = _code_that_runs()
    if code != ROOT / "plugins":
        where = f"that of {_short(code, place)}" if code else "none"
        raise Wrong(
            f"`python -m partner_blogs` runs {where}, not the code of {ROOT / 'plugins'}: run "
            "`make clean`, then `make site`"
        )
    return f"{len(pinned)}, as the lock has them"


def _code_that_runs() -> Path | None:
    """The folder from which Python takes our packages; a copied .venv may name that of another project."""
    found = util.find_spec("partner_blogs")
    return Path(found.origin).resolve().parents[1] if found and found.origin else None


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _list(place: Place) -> str:
    from frontdesk.core.errors import FrontDeskError
    from partner_blogs.config.load import load_config

    try:
        config = load_config(place.feeds)
    except FrontDeskError as error:
        first, *more = str(error).splitlines()
        raise Wrong(f"{first}{f' (and {len(more)} more)' if more else ''}") from None
    return f"{len(config.partners)} partners in {_short(place.feeds, place)}"


def _addresses(place: Place) -> str:
    from frontdesk.core.errors import FrontDeskError
    from partner_blogs.config.feeds_yaml import parse_feeds_yaml

    settings = _settings(place)
    try:
        about = parse_feeds_yaml(place.feeds.read_text(encoding="utf-8-sig")).about
    except (OSError, UnicodeError, FrontDeskError):
        raise Wrong("not looked at, since feeds.yaml cannot be read: mend the list first") from None
    address = str(settings["SITE_ADDRESS"])
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Wrong(f"SITEURL in publishconf.py is {address!r}: write the whole address, https://…")
    named = {
        "SITEURL in publishconf.py": address,
        "CONTACT in pelicanconf.py": str(settings["CONTACT"] or ""),
        "SITE_AUTHORITY in pelicanconf.py": str(settings["SITE_AUTHORITY"]).partition(",")[0],
        "about.site in feeds.yaml": about.site or "",
        "about.contact in feeds.yaml": about.contact or "",
    }
    examples = [where for where, what in named.items() if re.search(r"\.example\b", what)]
    if examples:
        raise Wrong(f"still an example: {', '.join(examples)}; write your own there")
    return f"the site is for {address}"


def _settings(place: Place) -> Mapping[str, Any]:
    from frontdesk.core.settings_file import run_settings

    try:
        return run_settings(place.root / "publishconf.py")
    except Exception as error:  # noqa: BLE001 - settings are a program, and may fail in any way
        raise Wrong(f"publishconf.py cannot be read ({error}): mend it or pelicanconf.py") from None


def _store(place: Place) -> str:
    from frontdesk.core.errors import FrontDeskError
    from frontdesk.core.memory.folder import MemoryFolder, memory_folder
    from partner_blogs.store import Store

    where = _short(place.store, place)
    if not place.store.is_dir():
        raise Wrong(
            f"none in {where}: run `make refresh`; had you one, take it from your backup first"
        )
    store, memory = Store(place.store), MemoryFolder(memory_folder(place.store))
    try:
        damaged = [path.name for path in store.damaged()]
        memory.read()
        states, editions = len(store.states()), len(store.editions())
        with tempfile.TemporaryFile(dir=place.store):
            pass
    except (OSError, FrontDeskError) as error:
        raise Wrong(f"{error}: look at the owner of {where} and the permissions there") from None
    if damaged:
        raise Wrong(
            f"damaged in {where}: {_few(damaged)}; take them from your backup, or let the next refresh "
            "set them aside"
        )
    if memory.notices:
        raise Wrong(
            f"{memory.notices[0]}: take {_short(memory.folder, place)} from your backup; without it the "
            "next publish begins a new one, and texts with an error wait until then"
        )
    return f"{states} partners and {editions} closed digests in {where}"


def _refresh(place: Place) -> str:
    report = _report(place)
    if report is None:
        raise Wrong("there was none yet: run `make refresh`")
    age = timedelta(seconds=place.now - report.at.timestamp())
    if age > timedelta(hours=QUIET_HOURS):
        raise Wrong(
            f"the last was {_ago(age)}: run `make refresh`, and look whether your schedule still runs"
        )
    return f"the last was {_ago(age)}: {report.asked} asked, {len(report.failed)} failed"


def _build(place: Place) -> str:
    mark, where = place.output / ".built-here", _short(place.output, place)
    if left := _left_beside(place.output):
        raise Wrong(
            f"builds could not remove {_few([_short(path, place) for path in left])}, sites of before: "
            "look at the owner and the flags (`ls -la`, `lsattr`), and delete them; after "
            "nine no build can begin"
        )
    if why := _stays_for_ever(place.output):
        raise Wrong(f"no build can put another site in the place of {where}: {why}")
    if not mark.is_file():
        raise Wrong(f"there is no site in {where}: run `make site`")
    built = mark.stat().st_ctime
    report = _report(place)
    if report and report.at.timestamp() - built > QUIET_HOURS * 3600:
        raise Wrong(f"the site in {where} is older than the last refresh: run `make site`")
    return f"{where} was built {_ago(timedelta(seconds=place.now - built))}"


_FLAGS, _UNCHANGEABLE = 0x80086601, 0x30
"""FS_IOC_GETFLAGS of Linux; what `chattr +i` and `+a` set."""


def _stays_for_ever(output: Path) -> str:
    """Why a folder cannot change names with another, and what to do; empty where it can."""
    if os.path.ismount(output):
        return "it is a disk of its own (mount); name a folder within it by OUTPUT="
    parent = output.parent
    if parent.is_dir() and not os.access(parent, os.W_OK | os.X_OK):
        return f"{parent} may not be written to; look at its owner and permissions"
    if any(path.is_dir() and _flags(path) & _UNCHANGEABLE for path in (output, parent)):
        return "it, or the folder that it lies in, is set unchangeable; run `chattr -i -a` on both"
    return ""


def _flags(folder: Path) -> int:
    """Those of the file system; 0 where it has none, or the system is another."""
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return 0
    try:
        told = fcntl.ioctl(descriptor, _FLAGS, bytes(8))
    except OSError:
        return 0
    finally:
        os.close(descriptor)
    return int.from_bytes(told[:4], sys.byteorder)


def _left_beside(output: Path) -> list[Path]:
    """The folders that a build makes and takes away; those of one that is at work are in order."""
    from filelock import FileLock, Timeout

    from frontdesk.build.swap import leftovers

    found = leftovers(output)
    lock = output.with_name(f".{output.name}.lock")
    try:
        if found and lock.exists():
            with FileLock(lock, timeout=0):
                return leftovers(output)
    except (OSError, Timeout):
        return []
    return found


def _space(place: Place) -> str:
    folder = next(path for path in (place.store, *place.store.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise Wrong(
            f"{free // 1_000_000} MB are free: a build needs room for a second site; make room for at "
            f"least {LEAST_FREE_BYTES // 1_000_000} MB"
        )
    return f"{free / 1_000_000_000:.1f} GB are free"


def _clock(place: Place) -> str:
    files = place.store.rglob("*.json") if place.store.is_dir() else ()
    newest = max((path.stat().st_mtime for path in files), default=0.0)
    report = _report(place)
    newest = max(newest, report.at.timestamp() if report else 0.0)
    ahead = timedelta(seconds=newest - place.now)
    today = datetime.fromtimestamp(place.now, UTC).strftime("%Y-%m-%d %H:%M UTC")
    if ahead > timedelta(minutes=CLOCK_MINUTES):
        raise Wrong(
            f"{today}, but the store was written {_long(ahead)} later: set the clock of this machine, or "
            "wait; until then nobody is asked who was asked by the other clock"
        )
    return today


LINES: Mapping[str, Callable[[Place], str]] = {
    "python": _python,
    "packages": _packages,
    "list": _list,
    "addresses": _addresses,
    "store": _store,
    "refresh": _refresh,
    "build": _build,
    "space": _space,
    "clock": _clock,
}


# --- words --------------------------------------------------------------------------------------


def _report(place: Place) -> Any:
    from frontdesk.core.errors import FrontDeskError
    from partner_blogs.store import Store

    try:
        return Store(place.store).last_refresh()
    except FrontDeskError as error:
        raise Wrong(str(error)) from None


def _short(path: Path, place: Place) -> str:
    return str(path.relative_to(place.root) if path.is_relative_to(place.root) else path)


def _few(names: Sequence[str]) -> str:
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")


def _ago(age: timedelta) -> str:
    return f"{_long(age)} ago" if age >= timedelta(minutes=1) else "just now"


def _long(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"
