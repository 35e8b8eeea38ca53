"""Build the site with Pelican into a fresh folder, and put it in place only when it is whole.

Pelican reports an error in a post and goes on; here an error ends the build with the old site still
in place. Files whose bytes did not change keep their times, so that a web server and rsync see
what really changed.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import filecmp
import logging
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pelican
import pelican.settings
from filelock import FileLock, Timeout
from pelican import signals

from partner_blogs.store import Store, default_store

MARK = ".built-here"
"""An empty file in every folder that we made, and may take away again."""

LOCK_SECONDS = 120
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 where the site was built, 1 where a mistake kept it from being built."""
    options = _parser().parse_args(arguments)
    site: Path = options.output.resolve()
    feeds: Path = options.feeds.resolve()
    store: Path = (options.store or default_store(feeds)).resolve()
    if not _may_replace(site):
        print(
            f"{options.output} holds something that is not a built site; name an empty folder with "
            "OUTPUT=…",
            file=sys.stderr,
        )
        return 1
    try:
        with FileLock(site.with_name(f".{site.name}.lock"), timeout=LOCK_SECONDS):
            return _build_and_replace(options, site, feeds, store)
    except Timeout:
        print(f"Another build of {options.output} is at work; try again.", file=sys.stderr)
        return 1


def _build_and_replace(options: argparse.Namespace, site: Path, feeds: Path, store: Path) -> int:
    _bring_back(site)
    fresh = site.with_name(f"{site.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    complaints, context = _build(options.settings.resolve(), fresh, feeds, store)
    if any(record.levelno >= logging.ERROR for record in complaints):
        shutil.rmtree(fresh, ignore_errors=True)
        kept = f"; {options.output} still holds the last good one" if site.exists() else ""
        print(f"The site was not built{kept}. Mend the errors above.", file=sys.stderr)
        return 1
    (fresh / MARK).touch()
    put_in_place(fresh, site)
    _say_how_it_went(context, store, options.output)
    return 0


def put_in_place(fresh: Path, site: Path) -> None:
    """Let the fresh folder take the site's place; what is the same keeps its old times (B7, B8)."""
    for path in sorted(fresh.rglob("*")):
        before = site / path.relative_to(fresh)
        if path.is_file() and before.is_file() and filecmp.cmp(path, before, shallow=False):
            shutil.copystat(before, path)
    if site.exists() and _exchange(fresh, site):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    old = _old(site)
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


AT_FDCWD = -100
RENAME_EXCHANGE = 2
CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step, so that no request ever finds none (B7). False where
    the system or the file system cannot: only Linux has renameat2(2), and not on every disk."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _old(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _bring_back(site: Path) -> None:
    """A build that was killed between its two renames left no site, but the old one beside it."""
    if not site.exists() and (_old(site) / MARK).is_file():
        _old(site).rename(site)


def _may_replace(site: Path) -> bool:
    """Never take away a folder that we did not make."""
    if not site.exists():
        return True
    return site.is_dir() and ((site / MARK).is_file() or not any(site.iterdir()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Build the site from content/ and the store.")
    parser.add_argument("settings", type=Path, help="pelicanconf.py or publishconf.py")
    parser.add_argument("--output", type=Path, default=ROOT / "output", metavar="DIR")
    parser.add_argument("--feeds", type=Path, default=ROOT / "feeds.yaml", metavar="FILE")
    parser.add_argument("--store", type=Path, metavar="DIR")
    return parser


# --- Pelican --------------------------------------------------------------------------------------


class _Complaints(logging.Handler):
    """Shows what Pelican and the plugins complain of, and remembers it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        word = "Error" if record.levelno >= logging.ERROR else "Note"
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text = f"{text}: {record.exc_info[1]}"
        print(f"{word}: {text}", file=sys.stderr)


def _build(
    settings_file: Path, fresh: Path, feeds: Path, store: Path
) -> tuple[list[logging.LogRecord], dict[str, Any]]:
    """Run Pelican; what it complained of comes back, and the context its pages were made from."""
    complaints = _Complaints()
    root = logging.getLogger()
    root.addHandler(complaints)
    found: dict[str, Any] = {}

    def remember(generators: list[Any]) -> None:
        found.update(generators[0].context)

    signals.all_generators_finalized.connect(remember)
    os.chdir(settings_file.parent)
    try:
        settings = pelican.settings.read_settings(
            str(settings_file),
            override={
                "DEBUG": True,  # or Pelican keeps the reason of an error in a post to itself
                "OUTPUT_PATH": str(fresh),
                "PARTNER_BLOGS_FEEDS": str(feeds),
                "PARTNER_BLOGS_STORE": str(store),
            },
        )
        pelican.Pelican(settings).run()
    except Exception:
        logging.getLogger(__name__).exception("the build stopped")
    finally:
        root.removeHandler(complaints)
    return complaints.records, found


def _say_how_it_went(context: dict[str, Any], store: Path, output: Path) -> None:
    partners = context["partners"]
    report = Store(store).last_refresh()
    digests = sum(bool(edition.parts) for edition in partners.closed)
    print(f"Own posts  {len(context['articles'])}")
    if report:
        print(
            f"Partners   {report.asked} asked, {report.kept} kept from before, "
            f"{len(report.failed)} failed; {len(partners.cards)} listed"
        )
    running = f", {len(partners.open)} running" if partners.open else ""
    print(f"Digests    {digests} closed{running}")
    if (urlsplit(context["SITE_ADDRESS"]).hostname or "").endswith(".example"):
        print("Address    still the example; write yours as SITEURL in publishconf.py")
    if context["SITE_ADDRESS"].startswith("http://localhost"):
        print(f"The site   {output}/index.html; `make serve` shows it")
    else:
        print(f"The site   {output}/, for {context['SITE_ADDRESS']}; copy it to your host")


if __name__ == "__main__":
    sys.exit(main())
