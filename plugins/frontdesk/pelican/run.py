"""Build options in, a built site out: Pelican writes into a fresh folder, which replaces the site only when
it is complete.

Pelican logs an error in a post and goes on; here an error ends the build, and the old site stays.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import filterfalse
from pathlib import Path
from typing import Any, NamedTuple

import pelican
import pelican.settings
from filelock import Timeout
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from frontdesk.build.manifest import MARK, Invocation, Summary
from frontdesk.build.page_records import PageReuse
from frontdesk.build.put_changes import few_changes, put_one_by_one
from frontdesk.build.site_files import file_names
from frontdesk.build.site_fingerprint import digests_of, site_fingerprint
from frontdesk.build.swap import (
    bring_back,
    clear_leftovers,
    free_name,
    lock,
    may_replace,
    put_among,
    put_in_place,
)
from frontdesk.core.errors import StoreError
from frontdesk.core.load_settings import load_settings
from frontdesk.core.memory.changes import differs_in_time_only
from frontdesk.core.memory.folder import MemoryFolder, memory_folder
from frontdesk.core.memory.model import Memory
from frontdesk.core.settings import PREVIEW_ADDRESS

from .build_record import BuildRecord
from .log_capture import LogCapture
from .publish_memory import propose_memory
from .settings import pelican_settings, tell
from .site_reuse import PAGE_REUSE
from .template_cache import bytecode_cache


class BuildOptions(NamedTuple):
    """What to build, from what, and where. All paths are absolute.

    Attributes:
        settings: pelicanconf.py or publishconf.py.
        site: the folder of the built site.
        feeds: feeds.yaml.
        store: the folder of the partners' entries.
        preview: include drafts and posts of the future, each with a banner.
        only: the posts and pages whose own pages to write into the site that is there; empty for all.
    """

    settings: Path
    site: Path
    feeds: Path
    store: Path
    preview: bool = False
    only: tuple[Path, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether this is the whole site as its readers see it."""
        return not self.preview and not self.only


class BuildResult(NamedTuple):
    """What came of a build.

    Attributes:
        errors: lines; where there are any, the site is as it was before.
        notes: warnings and information, in lines.
        context: what the pages were made from; empty where the build ended early.
        summary: what the command says of the site; None where there is none, or another program asked.
    """

    errors: tuple[str, ...]
    notes: tuple[str, ...] = ()
    context: Mapping[str, Any] = {}
    summary: Summary | None = None


class BuildCommand(NamedTuple):
    """The command `build`, which keeps a manifest of a whole site that it built.

    Attributes:
        summarize: says what it prints of a site, which the manifest keeps.
    """

    invoked: Invocation
    summarize: Callable[[BuildResult], Summary]


def build_site(options: BuildOptions, command: BuildCommand | None = None) -> BuildResult:
    """Build, and replace the site if there was no error. Errors and notes are also printed as they come."""
    site = options.site
    try:
        if not may_replace(site):
            return _refused(
                f"{site} holds something that is not a built site; name an empty folder"
            )
        if options.is_whole and _would_show(memory_folder(options.store), site):
            return _refused(
                f"{site} would show what the site remembers of its last publish, which lies in the folder "
                "site beside the store; name another --output, or another --store"
            )
        with lock(site):
            return _build_and_replace(options, command)
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


def _refused(error: str) -> BuildResult:
    print(f"Error: {error}", file=sys.stderr)
    return BuildResult((error,))


def _build_and_replace(options: BuildOptions, command: BuildCommand | None) -> BuildResult:
    bring_back(options.site)
    clear_leftovers(options.site)
    memory = MemoryFolder(memory_folder(options.store))
    memory.commit_staged()
    for notice in memory.notices:
        print(f"Warning: {notice}", file=sys.stderr)
    fresh = free_name(options.site, "new")
    record = BuildRecord(command.invoked, memory.folder) if command else None
    result = run_pelican(options, fresh, record.begin if record else lambda _: None)
    if result.errors:
        shutil.rmtree(fresh, ignore_errors=True)
    elif options.only:
        put_among(fresh, options.site)
    else:
        reuse: PageReuse | None = result.context[PAGE_REUSE]
        kept = reuse.kept(fresh) if reuse else []
        names = file_names(fresh, kept)
        known = partial(reuse.known_digest, fresh) if reuse else lambda _: None
        digests = digests_of(fresh, names, known)
        fingerprint = site_fingerprint(digests, options.store)
        proposed = None
        if options.is_whole and result.context["PUBLISH"]:
            mark = options.site / MARK
            proposed = propose_memory(memory, result.context, names, mark, fingerprint)
        (fresh / MARK).write_text(f"{fingerprint}\n", encoding="ascii")
        has_moved = reuse and reuse.has_moved_texts()
        changes = None if has_moved else few_changes(fresh, options.site, kept)
        if record:
            gone = changes.gone if changes else {*file_names(options.site)}.difference(names)
            _tell_what_goes(options.site, filterfalse(record.is_ours, sorted(gone)))
        if changes:
            put_one_by_one(fresh, options.site, changes)
            shutil.rmtree(fresh, ignore_errors=True)
        else:
            if reuse:
                reuse.complete(fresh)
            put_in_place(fresh, options.site)
        is_remembered = proposed is None or _accept(proposed, memory)
        # Words that are missing are told by the pages that ask for them.
        if reuse and not result.context["WORDS"].missing:
            reuse.save()
        if command and record:
            summary = command.summarize(result)
            result = result._replace(summary=summary)
            if is_remembered:
                record.write(result.context, summary, digests, published=proposed is not None)
    return result


def _tell_what_goes(site: Path, names: Iterable[str]) -> None:
    """Of a folder that is ours, files of somebody else (B8)."""
    for name in names:
        print(
            f"Warning: {os.path.relpath(site / name)} was not made by a build, so it is gone; put what the "
            "site is to have into content/extra/",
            file=sys.stderr,
        )


def _accept(proposed: Memory, memory: MemoryFolder) -> bool:
    """Take over the memory of the site that is in place. If this fails, the next build does it.

    Returns:
        Whether the site remembers what was proposed, and not what another publish did meanwhile.
    """
    try:
        memory.commit_staged()
        return differs_in_time_only(memory.read(), proposed)
    except StoreError as error:
        print(f"Warning: {error}", file=sys.stderr)
        return False


def run_pelican(
    options: BuildOptions,
    output: Path,
    begin: Callable[[dict[str, Any]], None] = lambda _: None,
) -> BuildResult:
    """Run Pelican, and collect what it logs.

    Args:
        output: an empty folder, into which the site is written.
        begin: is called with all settings, before anything else is read.
    """
    captured = LogCapture()
    root = logging.getLogger()
    root.addHandler(captured)
    settings: dict[str, Any] = {}
    contexts: list[Mapping[str, Any]] = []  # the one that all generators share, once there is any

    def generators_are_ready(generators: list[Any]) -> None:
        contexts.append(generators[0].context)
        if options.only:
            write_texts_only(generators)

    signals.all_generators_finalized.connect(generators_are_ready)
    os.chdir(options.settings.parent)
    try:
        settings = settings_of(options, output)
        begin(settings)
        # What other modules do with the whole site, such as copying feeds, is not for a part of it.
        with signals.finalized.muted() if options.only else contextlib.nullcontext():
            pelican.Pelican(settings).run()
    except Exception:
        logging.getLogger(__name__).exception("the build stopped")
    finally:
        root.removeHandler(captured)
        if reuse := settings.get(PAGE_REUSE):
            reuse.stop()
    final = {name: settings.get(name) for name in ("CHECKED_CONTENT", "FEED_COPIES", PAGE_REUSE)}
    context = {**contexts[0], **final} if contexts else {}
    return BuildResult(tuple(captured.errors), tuple(captured.notes), context)


def write_texts_only(generators: Iterable[Any]) -> None:
    """Posts and pages know from CHECK_ONLY which of them to write; nothing else is written."""
    for generator in generators:
        if not isinstance(generator, ArticlesGenerator | PagesGenerator):
            generator.generate_output = lambda _: None


def settings_of(options: BuildOptions, output: Path, *, of_a_part: bool = False) -> Any:
    """What Pelican is to know.

    Args:
        of_a_part: whether only some pages will be written, also where `options` does not say which.
    """
    loaded = load_settings(options.settings, os.environ)
    if options.preview and loaded.values["PUBLISH"]:  # a preview stays at home
        home = {"PUBLISH": False, "SITEURL": PREVIEW_ADDRESS}
        loaded = load_settings(options.settings, os.environ, home)
    tell(loaded, options.settings.parent)
    settings = pelican.settings.read_settings(
        override={
            **pelican_settings(loaded, options.settings.parent),
            "DEBUG": True,  # or Pelican keeps the reason of an error in a post to itself
            "OUTPUT_PATH": str(output),
            "PARTNER_BLOGS_FEEDS": str(options.feeds),
            "PARTNER_BLOGS_STORE": str(options.store),
            "SETTINGS_READS": loaded.reads,
            "SITE_IS_THERE": (options.site / MARK).is_file(),
            "SITE_FOLDER": None if options.only or of_a_part else str(options.site),
            **({"PREVIEW": True} if options.preview else {}),
            "CHECK_ONLY": [str(path) for path in options.only],
            # What its author does not look for at once is left to the whole build, a moment later.
            **({"RELATED_POSTS": 0, "SHARE_CARDS": False} if options.only or of_a_part else {}),
        },
    )
    settings["JINJA_ENVIRONMENT"]["bytecode_cache"] = bytecode_cache(settings)
    # Nobody changes a template while a build lasts, and each import of one would ask for its time.
    settings["JINJA_ENVIRONMENT"]["auto_reload"] = False
    return settings
