"""Build the site with Pelican into a fresh folder, and put it in place only when it is whole.

Pelican reports an error in a post and goes on; here an error ends the build with the old site still
in place.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import sys
import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pelican
import pelican.settings
from filelock import Timeout
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from msgspec.structs import replace
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from frontdesk.build.swap import (
    MARK,
    bring_back,
    clear_leftovers,
    free_name,
    lock,
    may_replace,
    put_among,
    put_in_place,
)
from frontdesk.core.errors import StoreError
from frontdesk.core.memory.folder import MemoryFolder, memory_folder, name_of
from frontdesk.core.memory.model import Memory
from frontdesk.core.settings_file import modernized
from partner_blogs.publish.urls import OTHERS, STATUS_FILE, STATUS_PAGE
from partner_blogs.store import Store

PUBLISHES = "publishconf.py"
"""The settings with which a whole build is a publish: the site's memory is of what it showed (B9)."""


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


def make_site(plan: Plan) -> Outcome:
    """Build, and put what came out in place where no error was found. Errors and notes are printed as
    they are found, too."""
    site = plan.site
    try:
        if not may_replace(site):
            return _refused(
                f"{site} holds something that is not a built site; name an empty folder"
            )
        if plan.publishes and _would_show(memory_folder(plan.store), site):
            return _refused(
                f"{site} would show what the site remembers of its last publish, which lies in the folder "
                "site beside the store; name another --output, or another --store"
            )
        with lock(site):
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


def _refused(error: str) -> Outcome:
    print(f"Error: {error}", file=sys.stderr)
    return Outcome((error,))


def _build_and_replace(plan: Plan) -> Outcome:
    bring_back(plan.site)
    clear_leftovers(plan.site)
    memory = MemoryFolder(memory_folder(plan.store))
    memory.settle()
    for notice in memory.notices:
        print(f"Warning: {notice}", file=sys.stderr)
    fresh = free_name(plan.site, "new")
    outcome = _build(plan, fresh)
    if outcome.errors:
        shutil.rmtree(fresh, ignore_errors=True)
    elif plan.only:
        put_among(fresh, plan.site)
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
    read = pelican.settings.read_settings(
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
    settings, notices = modernized(read)
    for notice in notices:
        logging.getLogger(__name__).warning("%s: %s", plan.settings.name, notice)
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
