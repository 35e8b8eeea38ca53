"""Build the site with Pelican into a fresh folder, and put it in place only when it is whole.

Pelican reports an error in a post and goes on; here an error ends the build with the old site still
in place. Files whose bytes did not change keep their times, so that a web server and rsync see
what really changed.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import errno
import filecmp
import hashlib
import logging
import os
import shutil
import sys
import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pelican
import pelican.settings
from filelock import FileLock, Timeout
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from msgspec.structs import replace
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from memory.folder import MemoryFolder, memory_folder, name_of
from memory.model import Memory
from partner_blogs.errors import StoreError
from partner_blogs.publish.places import OTHERS, STATUS_FILE, STATUS_PAGE
from partner_blogs.store import Store, default_store
from partner_blogs.tell import listed_line
from terminal import show_any_letter

MARK = ".built-here"
"""A file in every folder that we made, and may take away again. It holds the site's fingerprint."""

PUBLISHES = "publishconf.py"
"""The settings with which a whole build is a publish: the site's memory is of what it showed (B9)."""

PREVIEW = Path(".cache", "preview", "site")
"""Where `make serve` builds, below the project."""

SERVED = ".served.lock"
"""Beside the preview; held while it is shown."""

LOCK_SECONDS = 120
SPARE = 9
"""So many sites that cannot be taken away may lie beside ours."""
ROOT = Path(__file__).resolve().parents[1]


class Plan(NamedTuple):
    """What is to be built, of what, and where; whole paths.

    Attributes:
        settings: pelicanconf.py or publishconf.py.
        preview: with drafts and posts to come, each with a banner.
        only: the posts and pages whose own pages to write into a site that is there; else all of it.
    """

    settings: Path
    site: Path
    feeds: Path
    store: Path
    preview: bool = False
    only: tuple[Path, ...] = ()

    @property
    def publishes(self) -> bool:
        return self.settings.name == PUBLISHES and not self.preview and not self.only


class Outcome(NamedTuple):
    """How a build went.

    Attributes:
        errors: what kept the site as it was before, in lines.
        context: what the pages were made from.
    """

    errors: tuple[str, ...]
    notes: tuple[str, ...] = ()
    context: Mapping[str, Any] = {}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 where the site was built, 1 where a mistake kept it from being built."""
    show_any_letter()
    options = _parser().parse_args(arguments)
    feeds: Path = options.feeds.resolve()
    plan = Plan(
        settings=options.settings.resolve(),
        site=options.output.resolve(),
        feeds=feeds,
        store=(options.store or default_store(feeds)).resolve(),
    )
    outcome = make_site(plan)
    if outcome.errors:
        kept = (
            f"; {options.output} still holds the last good one"
            if os.path.isfile(plan.site / MARK)  # noqa: PTH113 - also where it may not be read
            else ""
        )
        print(f"The site was not built{kept}. Mend the errors above.", file=sys.stderr)
        return 1
    forget_preview(plan.settings.parent / PREVIEW)
    _say_how_it_went(outcome.context, plan.store, options.output)
    _say_what_waits(outcome.context["JUDGED"].waiting, options.waiting)
    return 0


def make_site(plan: Plan) -> Outcome:
    """Build, and put what came out in place where no error was found. Errors and notes are printed as
    they are found, too."""
    site = plan.site
    try:
        if not _may_replace(site):
            return _refused(
                f"{site} holds something that is not a built site; name an empty folder"
            )
        if plan.publishes and _would_show(memory_folder(plan.store), site):
            return _refused(
                f"{site} would show what the site remembers of its last publish, which lies in the folder "
                "site beside the store; name another --output, or another --store"
            )
        with _lock(site):
            return _build_and_replace(plan)
    except Timeout:
        return _refused(f"another build of {site} is at work; try again")
    except StoreError as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(
            f"{site} cannot be made ({error.strerror or error}); look at --output, who owns it and its "
            "flags, the right to write there and the free space"
        )


def _would_show(memory: Path, site: Path) -> bool:
    """Whether the memory lies in the folder that readers are shown."""
    return site == memory or site in memory.parents


def _lock(site: Path) -> FileLock:
    """For every user, whatever the umask is; that of one who lets nobody else write is laid anew."""
    path = site.with_name(f".{site.name}.lock")
    if path.exists() and not os.access(path, os.W_OK):
        path.unlink()
    return FileLock(path, timeout=LOCK_SECONDS, mode=0o666)


def _refused(error: str) -> Outcome:
    print(f"Error: {error}", file=sys.stderr)
    return Outcome((error,))


def _build_and_replace(plan: Plan) -> Outcome:
    _bring_back(plan.site)
    _clear_leftovers(plan.site)
    memory = MemoryFolder(memory_folder(plan.store))
    memory.settle()
    for notice in memory.notices:
        print(f"Warning: {notice}", file=sys.stderr)
    fresh = _free(plan.site, "new")
    outcome = _build(plan, fresh)
    if outcome.errors:
        shutil.rmtree(fresh, ignore_errors=True)
    elif plan.only:
        _put_among(fresh, plan.site)
    else:
        fingerprint = _fingerprint(fresh, plan.store)
        if plan.publishes:
            _propose(memory, outcome.context, fresh, plan.site / MARK, fingerprint)
        (fresh / MARK).write_text(f"{fingerprint}\n", encoding="ascii")
        put_in_place(fresh, plan.site)
        if plan.publishes:
            _remember(memory)
    return outcome


def _propose(
    folder: MemoryFolder, context: Mapping[str, Any], fresh: Path, mark: Path, fingerprint: str
) -> None:
    """Let the memory wait for the site that is about to be put in place (B9)."""
    judged, known = context["JUDGED"], context["memory"]
    shown: Mapping[str, bytes] = judged.shown
    before: Mapping[str, str] = judged.memory.sources if judged.memory else {}
    sources = {path: name for path, name in before.items() if path in judged.kept}
    sources |= {path: name_of(data) for path, data in shown.items()}
    memory: Memory = replace(
        known,
        sources=dict(sorted(sources.items())),
        addresses=tuple(_addresses(fresh)),
    )
    folder.propose(memory, shown.values(), mark, fingerprint)


def _remember(folder: MemoryFolder) -> None:
    """The site is in place whatever happens now; the next build takes over what waits."""
    try:
        folder.settle()
    except StoreError as error:
        print(f"Warning: {error}", file=sys.stderr)


def _addresses(fresh: Path) -> Iterator[str]:
    """The pages and feeds that are made of our own words, by the names of their files."""
    for path in sorted(fresh.rglob("*")):
        name = path.relative_to(fresh).as_posix()
        if path.suffix in {".html", ".xml", ".json", ".ics"} and not name.startswith(OTHERS):
            yield name


def _fingerprint(fresh: Path, store: Path) -> str:
    """One line that differs where two sites differ, so that nothing is published twice. How the partners
    stand changes whenever one of them is asked, and counts once a day only: by the day of the refresh."""
    report = Store(store).last_refresh()
    whole = hashlib.sha256(f"{report.at:%Y-%m-%d}".encode() if report else b"")
    for path in sorted(path for path in fresh.rglob("*") if path.is_file()):
        name = path.relative_to(fresh).as_posix()
        if not name.startswith((STATUS_FILE, STATUS_PAGE)):
            whole.update(os.fsencode(f"\n{name}\n"))
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _put_among(fresh: Path, site: Path) -> None:
    """Let fresh files take the place of those of their name, each in one step."""
    for path in sorted(fresh.rglob("*")):
        if path.is_file():
            place = site / path.relative_to(fresh)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    shutil.rmtree(fresh, ignore_errors=True)


def put_in_place(fresh: Path, site: Path) -> None:
    """Let the fresh folder take the site's place; what is the same keeps its old times and nothing else
    of the old file: modes are those of this build (B7, B8)."""
    for path in sorted(fresh.rglob("*")):
        before = site / path.relative_to(fresh)
        if path.is_file() and _is_same(path, before):
            then = before.stat()
            os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    if site.exists() and _exchange(fresh, site):
        _take_away(fresh)
        return
    old = _free(site, "old")
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    _take_away(old)


def _is_same(path: Path, before: Path) -> bool:
    """Whether a file of the site before has the same bytes; one that cannot be read has others."""
    try:
        return before.is_file() and filecmp.cmp(path, before, shallow=False)
    except OSError:
        return False


# --- folders beside the site --------------------------------------------------------------------


def leftovers(site: Path) -> list[Path]:
    """The folders beside a site that a build makes, and takes away when it is done."""
    found = [path for what in ("new", "old") for path in _names(site, what) if path.exists()]
    return sorted(found)


def _names(site: Path, what: str) -> list[Path]:
    """output.new, output.new2 and so on: several, so that one that cannot be taken away blocks nothing."""
    return [site.with_name(f"{site.name}.{what}{n if n > 1 else ''}") for n in range(1, SPARE + 1)]


def _free(site: Path, what: str) -> Path:
    """A name beside the site at which nothing is; what an earlier build left goes, where it can.

    Raises:
        OSError: all names are taken.
    """
    names = _names(site, what)
    for path in names:
        shutil.rmtree(path, ignore_errors=True)
        if not os.path.lexists(path):
            return path
    left = f"{names[0].name} to {names[-1].name} cannot be removed"
    raise OSError(
        errno.EEXIST, f"{left}; look at their owner and flags, and delete them", str(site)
    )


def _clear_leftovers(site: Path) -> None:
    """Take away what earlier builds left: it may hold words that were erased since (E7). A folder of
    somebody else's has no mark of ours."""
    for path in leftovers(site):
        if path.name.startswith(f"{site.name}.new") or (path / MARK).is_file():
            _take_away(path)


def forget_preview(folder: Path) -> None:
    """Take away the site of a preview that has ended: it may hold words that were erased since (E7)."""
    if folder.is_dir():
        with contextlib.suppress(Timeout, OSError), FileLock(folder.with_name(SERVED), timeout=0):
            shutil.rmtree(folder)


def _take_away(old: Path) -> None:
    """Remove a site of before, its mark last. Where that cannot be, the new one stands all the same, and
    it is told."""
    reasons: list[str] = []

    def note(_: object, name: str, error: tuple[type, BaseException, object]) -> None:
        reasons.append(f"{name}: {getattr(error[1], 'strerror', None) or error[1]}")

    with contextlib.suppress(OSError):  # rmtree tells of what cannot be removed
        for path in [path for path in old.iterdir() if path.name != MARK]:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
    shutil.rmtree(old, onerror=note)
    if reasons and os.path.lexists(old):
        print(
            f"Warning: {old}, the site before, cannot be removed ({reasons[0]}); look at its owner and "
            "flags, and delete it",
            file=sys.stderr,
        )


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


def _bring_back(site: Path) -> None:
    """A build that was killed between its two renames left no site, but the old one beside it."""
    old = [path for path in _names(site, "old") if (path / MARK).is_file()]
    if old and not site.exists():
        max(old, key=lambda path: path.stat().st_ctime_ns).rename(site)


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
    parser.add_argument(
        "--waiting", type=Path, metavar="FILE", help="write a line for each error of a text into it"
    )
    return parser


# --- Pelican --------------------------------------------------------------------------------------


class _Complaints(logging.Handler):
    """Shows what Pelican and the plugins complain of, and remembers it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self.notes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        is_error = record.levelno >= logging.ERROR
        text = record.getMessage()
        if record.exc_info and (error := record.exc_info[1]):
            text = f"{text}: {_where(error)}{error}"
        word = getattr(record, "severity", "error" if is_error else "warning").capitalize()
        print(f"{word}: {text}", file=sys.stderr)
        if is_error:
            self.errors.append(text)
        else:
            self.notes.append(f"{word.lower()}: {text}")


def _where(error: BaseException) -> str:
    """The line of the template in which it happened, for who writes a theme."""
    steps = [(step.filename, step.lineno) for step in traceback.extract_tb(error.__traceback__)]
    steps.append((getattr(error, "filename", None) or "", getattr(error, "lineno", None)))
    templates = [(name, line) for name, line in steps if name.endswith(".html")]
    return f"{templates[-1][0]}:{templates[-1][1]}: " if templates else ""


def _build(plan: Plan, fresh: Path) -> Outcome:
    """Run Pelican."""
    complaints = _Complaints()
    root = logging.getLogger()
    root.addHandler(complaints)
    settings: dict[str, Any] = {}
    context: list[
        Mapping[str, Any]
    ] = []  # the one that all generators share, as soon as there is any

    def look_at(generators: list[Any]) -> None:
        context.append(generators[0].context)
        if plan.only:
            _narrow(generators, {str(path) for path in plan.only})

    signals.all_generators_finalized.connect(look_at)
    os.chdir(plan.settings.parent)
    try:
        settings = settings_of(plan, fresh)
        # What is done when all is written, such as copying feeds, is not for a part.
        with signals.finalized.muted() if plan.only else contextlib.nullcontext():
            pelican.Pelican(settings).run()
    except Exception:
        logging.getLogger(__name__).exception("the build stopped")
    finally:
        root.removeHandler(complaints)
    known = {"JUDGED": settings.get("JUDGED"), **context[0]} if context else {}
    return Outcome(tuple(complaints.errors), tuple(complaints.notes), known)


def settings_of(plan: Plan, output: Path) -> Any:
    """What Pelican is to know."""
    settings = pelican.settings.read_settings(
        str(plan.settings),
        override={
            "DEBUG": True,  # or Pelican keeps the reason of an error in a post to itself
            "OUTPUT_PATH": str(output),
            "PARTNER_BLOGS_FEEDS": str(plan.feeds),
            "PARTNER_BLOGS_STORE": str(plan.store),
            "SITE_IS_THERE": (plan.site / MARK).is_file(),
            **({"PREVIEW": True} if plan.preview else {}),
            "CHECK_ONLY": [str(path) for path in plan.only],
            # What its author does not look for at once is left to the whole build, a moment later.
            **({"RELATED_POSTS": 0, "SHARE_CARDS": False} if plan.only else {}),
        },
    )
    settings["JINJA_ENVIRONMENT"]["bytecode_cache"] = _compiled_templates(settings)
    return settings


def _compiled_templates(settings: Mapping[str, Any]) -> FileSystemBytecodeCache | None:
    """Each of Pelican's generators compiles the templates for itself, which takes longer than a few dozen
    pages. Jinja goes by the text of a template; the options that decide too name the folder. None where
    no folder can be, as in the cache of another user."""
    options = repr(sorted(settings["JINJA_ENVIRONMENT"].items())) + version("jinja2")
    name = hashlib.sha256(options.encode()).hexdigest()[:16]
    folder = Path(settings["CACHE_PATH"], "templates", name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Compiled(str(folder))


class _Compiled(FileSystemBytecodeCache):
    """Where nothing can be written, as in the cache of another user, nothing is kept."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


_POSTS = ("articles", "translations", "hidden_articles", "hidden_translations")
_PAGES = (
    *("pages", "translations", "hidden_pages", "hidden_translations"),
    *("draft_pages", "draft_translations"),
)
"""Where Pelican's generators have the texts whose pages they write; templates have lists of their own."""


def _narrow(generators: Iterable[Any], sources: Collection[str]) -> None:
    """Let the generators write the pages of some texts and nothing else; all has been read."""
    for generator in generators:
        generator.generate_output = partial(_write_part, generator, sources)


def _write_part(generator: Any, sources: Collection[str], writer: Any) -> None:
    lists = {ArticlesGenerator: _POSTS, PagesGenerator: _PAGES}.get(type(generator), ())
    for name in lists:
        texts = [text for text in getattr(generator, name) if text.source_path in sources]
        setattr(generator, name, texts)
    if lists is _POSTS:
        relative = generator.settings["RELATIVE_URLS"]
        generator.generate_articles(partial(writer.write_file, relative_urls=relative))
    elif lists is _PAGES:
        PagesGenerator.generate_output(generator, writer)


def _say_how_it_went(context: Mapping[str, Any], store: Path, output: Path) -> None:
    partners = context["partners"]
    report = Store(store).last_refresh()
    digests = sum(bool(edition.parts) for edition in partners.closed)
    print(f"Own posts  {len(context['articles'])}")
    if report:
        print(f"Partners   {listed_line(report, len(partners.cards))}")
    running = f", {len(partners.open)} running" if partners.open else ""
    print(f"Digests    {digests} closed{running}")
    if (urlsplit(context["SITE_ADDRESS"]).hostname or "").endswith(".example"):
        print("Address    still the example; write yours as SITEURL in publishconf.py")
    if context["SITE_ADDRESS"].startswith("http://localhost"):
        print(f"The site   {output}/index.html; `make serve` shows it")
    else:
        print(f"The site   {output}/, for {context['SITE_ADDRESS']}; copy it to your host")


def _say_what_waits(lines: Sequence[str], file: Path | None) -> None:
    """Last of all, where it is seen (A12); and for a workflow, in a file."""
    if file:
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if lines:
        count = "1 error" if len(lines) == 1 else f"{len(lines)} errors"
        print(
            f"Waiting    {count} in content; mend what is named here, and build again:", flush=True
        )
        for line in lines:
            print(f"Error: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
