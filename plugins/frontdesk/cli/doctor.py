"""`python -m frontdesk doctor`: is everything ready to refresh, build and publish? One line for each check.

    python -m frontdesk doctor                 all checks
    python -m frontdesk doctor addresses list  only these

A check that finds something wrong says what to do. Then the exit code is 1. Nothing is changed, and no
network is used. Packages are imported in the checks that use them, so that the doctor also runs where some
are missing.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

from frontdesk.core.command_line import run_command

from .project import ROOT, command_parser

OLDEST_PYTHON = (3, 11)
QUIET_HOURS = 26
"""After so many hours without a refresh, neither an hourly nor a daily schedule is running."""

LEAST_FREE_BYTES = 500_000_000
CLOCK_MINUTES = 5
"""Two clocks may differ by so many minutes, such as ours and that of a network disk."""


@dataclass(frozen=True)
class Project:
    """What is checked. All paths are absolute; `now` is Unix time, in seconds."""

    root: Path
    feeds: Path
    store: Path
    output: Path
    now: float


class CheckFailed(Exception):
    """The message says what is wrong and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_command(lambda: _look_at_all(options))


def _look_at_all(options: argparse.Namespace) -> int:
    project = Project(
        root=ROOT,
        feeds=options.feeds.resolve(),
        store=(options.store or options.feeds.resolve().parent / "var/partner_blogs").resolve(),
        output=options.output.resolve(),
        now=time.time(),
    )
    all_ok = True
    for name, is_ok, message in run_checks(project, options.checks or tuple(CHECKS)):
        all_ok = all_ok and is_ok
        print(f"{'ok' if is_ok else 'wrong':<5}  {name:<9}  {message}")
    return 0 if all_ok else 1


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("doctor", "Is everything ready?", "feeds", "store", "output")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"one of {', '.join(CHECKS)}")
    return parser


def run_checks(project: Project, names: Sequence[str]) -> Iterator[tuple[str, bool, str]]:
    """Run checks by their names. Each gives its name, whether it is ok, and a message."""
    for name in names:
        try:
            yield name, True, CHECKS[name](project)
        except CheckFailed as failed:
            yield name, False, str(failed)
        except OSError as error:
            why = f"{error.filename} cannot be read ({error.strerror})"
            yield name, False, f"{why}: look at its owner and permissions"
        except ImportError as error:
            yield (
                name,
                False,
                f"not checked, because {error.name} is missing: mend the packages first",
            )


# --- the checks ---------------------------------------------------------------------------------


def _python(project: Project) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        raise CheckFailed(
            f"{version} is too old: install {oldest} or newer, then `make clean site PYTHON=python{oldest}`"
        )
    if not Path(sys.prefix).is_relative_to(project.root):
        raise CheckFailed(f"{version} outside of .venv: run `make site`, which makes .venv")
    return f"{version}, in {_short(Path(sys.prefix), project)}"


def _packages(project: Project) -> str:
    lock = (project.root / "requirements.lock").read_text(encoding="utf-8")
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
        raise CheckFailed(
            f"not those of the lock ({_few(others)}): run `make clean`, then `make site`"
        )
    code = _code_that_runs()
    if code != ROOT / "plugins":
        where = f"that of {_short(code, project)}" if code else "none"
        raise CheckFailed(
            f"`python -m partner_blogs` runs {where}, not the code of {ROOT / 'plugins'}: run "
            "`make clean`, then `make site`"
        )
    return f"{len(pinned)}, as the lock has them"


def _code_that_runs() -> Path | None:
    """The folder from which a command takes our packages: a copied .venv may name that of another project.
    A Python of its own is asked, because this one may have been told where they are."""
    ask = "from importlib.util import find_spec; found = find_spec('partner_blogs'); print(found.origin)"
    asked = subprocess.run(  # noqa: S603 - the Python that runs this
        [sys.executable, "-I", "-c", ask], capture_output=True, text=True, check=False
    )
    origin = asked.stdout.strip()
    return Path(origin).resolve().parents[1] if origin else None


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _list(project: Project) -> str:
    from frontdesk.core.errors import FrontDeskError
    from partner_blogs.config.load import load_config

    try:
        config = load_config(project.feeds)
    except FrontDeskError as error:
        raise CheckFailed(_first(error)) from None
    return f"{_counted(len(config.partners), 'partner')} in {_short(project.feeds, project)}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _addresses(project: Project) -> str:
    from frontdesk.core.errors import FrontDeskError
    from partner_blogs.config.feeds_yaml import parse_feeds_yaml

    settings = _settings(project)
    try:
        about = parse_feeds_yaml(project.feeds.read_text(encoding="utf-8-sig")).about
    except (OSError, UnicodeError, FrontDeskError):
        raise CheckFailed(
            "not checked, because feeds.yaml cannot be read: mend the list first"
        ) from None
    address = str(settings["SITE_ADDRESS"])
    if missing := [name for name in ("CONTACT", "SITE_AUTHORITY") if not settings[name]]:
        raise CheckFailed(
            f"not set yet: {', '.join(missing)}; run `make start`, or write them into site.yaml"
        )
    named = {
        _with_its_file(project, "SITEURL", "publishconf.py"): address,
        _with_its_file(project, "CONTACT"): str(settings["CONTACT"] or ""),
        _with_its_file(project, "SITE_AUTHORITY"): str(settings["SITE_AUTHORITY"]).partition(",")[
            0
        ],
        "about.site in feeds.yaml": about.site or "",
        "about.contact in feeds.yaml": about.contact or "",
    }
    examples = [where for where, what in named.items() if re.search(r"\.example\b", what)]
    if examples:
        raise CheckFailed(
            f"still an example: {', '.join(examples)}; write your own there, or run `make start`"
        )
    return f"the site is for {address}"


def _with_its_file(project: Project, setting: str, otherwise: str = "pelicanconf.py") -> str:
    """A setting with the file that decides it: site.yaml wins where it has the setting."""
    answers = project.root / "site.yaml"
    text = answers.read_text(encoding="utf-8-sig") if answers.is_file() else ""
    is_answer = re.search(rf"(?m)^{setting}\s*:", text)
    return f"{setting} in {'site.yaml' if is_answer else otherwise}"


def _samples(project: Project) -> str:
    from frontdesk.start.samples import samples

    known = samples()
    if left := known.left(_files(project, known.files)):
        raise CheckFailed(_listed(f"{len(left)} are left: run `make start`, or delete them", left))
    return "none are left"


def _words(project: Project) -> str:
    from frontdesk.start.samples import samples

    content = project.root / "content"
    texts = sorted(path.relative_to(project.root).as_posix() for path in content.rglob("*.md"))
    lists = ("feeds.yaml", "curation.yaml", "site.yaml", "pelicanconf.py")
    if places := [*samples().places(_files(project, (*texts, *lists)))]:
        raise CheckFailed(_listed("not yours yet: write what is true for your blog", places))
    return "no text speaks of the sample blog"


def _hosting(project: Project) -> str:
    from frontdesk.core.errors import FrontDeskError
    from frontdesk.start.answers import HOSTINGS
    from frontdesk.start.changes import answers_before, paths_to_read
    from frontdesk.start.hosting import WORKFLOW, missing_for
    from frontdesk.start.samples import samples

    found = _files(project, (*paths_to_read(samples()), WORKFLOW, ".git/config"))
    try:
        answers = answers_before(found)
    except FrontDeskError as error:
        raise CheckFailed(f"not checked: {_first(error)}") from None
    hosting, workflow = answers.get("hosting", "other"), found.get(WORKFLOW)
    missing = missing_for(
        hosting,
        answers.get("address", ""),
        None if workflow is None else workflow.decode("utf-8", "replace"),
        found.get(".git/config", b"").decode("utf-8", "replace"),
    )
    if missing:
        raise CheckFailed(missing)
    name = HOSTINGS.get(hosting)
    return name or "of your own; docs/deploy.md has a part for each"


def _files(project: Project, paths: Iterable[str]) -> dict[str, bytes]:
    """The bytes of those files that are there."""
    found = ((path, project.root / path) for path in paths)
    return {path: file.read_bytes() for path, file in found if file.is_file()}


def _listed(what: str, lines: Iterable[str]) -> str:
    return "\n".join([what, *(f"                 {line}" for line in lines)])


def _settings(project: Project) -> Mapping[str, Any]:
    from frontdesk.core.errors import FrontDeskError
    from frontdesk.core.load_settings import load_settings

    try:
        return load_settings(project.root / "publishconf.py", os.environ).values
    except FrontDeskError as error:
        raise CheckFailed(_first(error)) from None


def _store(project: Project) -> str:
    from frontdesk.core.errors import FrontDeskError
    from frontdesk.core.memory.folder import MemoryFolder, memory_folder
    from partner_blogs.store import Store

    where = _short(project.store, project)
    if not project.store.is_dir():
        raise CheckFailed(
            f"none in {where}: run `make refresh`; had you one, take it from your backup first"
        )
    store, memory = Store(project.store), MemoryFolder(memory_folder(project.store))
    try:
        damaged = [path.name for path in store.damaged()]
        memory.read()
        states, editions = len(store.states()), len(store.editions())
        with tempfile.TemporaryFile(dir=project.store):
            pass
    except (OSError, FrontDeskError) as error:
        raise CheckFailed(
            f"{error}: look at the owner of {where} and the permissions there"
        ) from None
    if damaged:
        raise CheckFailed(
            f"damaged in {where}: {_few(damaged)}; take them from your backup, or let the next refresh "
            "set them aside"
        )
    if memory.notices:
        raise CheckFailed(
            f"{memory.notices[0]}: take {_short(memory.folder, project)} from your backup; without it the "
            "next publish begins a new one, and texts with an error wait until then"
        )
    return f"{_counted(states, 'partner')} and {_counted(editions, 'closed digest')} in {where}"


def _refresh(project: Project) -> str:
    report = _report(project)
    if report is None:
        raise CheckFailed("there was none yet: run `make refresh`")
    age = timedelta(seconds=project.now - report.at.timestamp())
    if age > timedelta(hours=QUIET_HOURS):
        raise CheckFailed(
            f"the last was {_ago(age)}: run `make refresh`, and look whether your schedule still runs"
        )
    return f"the last was {_ago(age)}: {report.asked} asked, {len(report.failed)} failed"


def _build(project: Project) -> str:
    mark, where = project.output / ".built-here", _short(project.output, project)
    if left := _left_beside(project.output):
        raise CheckFailed(
            f"builds could not remove {_few([_short(path, project) for path in left])}, old sites: "
            "look at the owner and the flags (`ls -la`, `lsattr`), and delete them; after "
            "nine no build can begin"
        )
    if why := _cannot_be_replaced(project.output):
        raise CheckFailed(f"no build can put another site in the place of {where}: {why}")
    if not mark.is_file():
        raise CheckFailed(f"there is no site in {where}: run `make site`")
    built = mark.stat().st_ctime
    report = _report(project)
    if report and report.at.timestamp() - built > QUIET_HOURS * 3600:
        raise CheckFailed(f"the site in {where} is older than the last refresh: run `make site`")
    return f"{where} was built {_ago(timedelta(seconds=project.now - built))}"


_FLAGS, _UNCHANGEABLE = 0x80086601, 0x30
"""FS_IOC_GETFLAGS of Linux; what `chattr +i` and `+a` set."""


def _cannot_be_replaced(output: Path) -> str:
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


def _space(project: Project) -> str:
    folder = next(path for path in (project.store, *project.store.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise CheckFailed(
            f"{free // 1_000_000} MB are free: a build needs room for a second site; make room for at "
            f"least {LEAST_FREE_BYTES // 1_000_000} MB"
        )
    return f"{free / 1_000_000_000:.1f} GB are free"


def _clock(project: Project) -> str:
    files = project.store.rglob("*.json") if project.store.is_dir() else ()
    newest = max((path.stat().st_mtime for path in files), default=0.0)
    report = _report(project)
    newest = max(newest, report.at.timestamp() if report else 0.0)
    ahead = timedelta(seconds=newest - project.now)
    today = datetime.fromtimestamp(project.now, UTC).strftime("%Y-%m-%d %H:%M UTC")
    if ahead > timedelta(minutes=CLOCK_MINUTES):
        raise CheckFailed(
            f"{today}, but the store was written {_long(ahead)} later: set the clock of this machine, or "
            "wait; until then, partners asked by the other clock are not asked again"
        )
    return today


CHECKS: Mapping[str, Callable[[Project], str]] = {
    "python": _python,
    "packages": _packages,
    "list": _list,
    "addresses": _addresses,
    "samples": _samples,
    "words": _words,
    "hosting": _hosting,
    "store": _store,
    "refresh": _refresh,
    "build": _build,
    "space": _space,
    "clock": _clock,
}


# --- words --------------------------------------------------------------------------------------


def _report(project: Project) -> Any:
    from frontdesk.core.errors import FrontDeskError
    from partner_blogs.store import Store

    try:
        return Store(project.store).last_refresh()
    except FrontDeskError as error:
        raise CheckFailed(str(error)) from None


def _short(path: Path, project: Project) -> str:
    return str(path.relative_to(project.root) if path.is_relative_to(project.root) else path)


def _first(error: Exception) -> str:
    first, *more = str(error).splitlines()
    return f"{first}{f' (and {len(more)} more)' if more else ''}"


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
