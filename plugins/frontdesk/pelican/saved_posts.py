"""Build options in; the pages of posts out, as each of these is saved (S5). Pelican runs once up to where
the first page is written; each build goes on from there in a fork, with the saved posts read again."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pelican
from pelican import signals
from pelican.generators import ArticlesGenerator

from frontdesk.build.swap import bring_back, clear_leftovers, free_name, lock, put_among
from frontdesk.content.content_paths import kind_of_path
from frontdesk.core.settings import settings_from
from frontdesk.core.timestamps import build_time

from .document_posts import reads_documents
from .log_capture import LogCapture
from .own_texts import read_again
from .pre_build_check import check_again
from .run import BuildOptions, settings_of, write_texts_only


class Saved(NamedTuple):
    """Texts that were saved.

    Attributes:
        shown: whose pages to make.
        all: all that were saved since this process was started.
    """

    shown: tuple[Path, ...]
    all: frozenset[Path]


Answer = tuple[tuple[str, ...], tuple[str, ...]]
"""What came of a build: errors, notes."""


class NotSavedPostsError(Exception):
    """These texts, or this site, need a build of their own."""


def serve_saved_posts(options: BuildOptions, connection: Connection[Any, Any]) -> NoReturn:
    """Receive a `Saved`, and send an `Answer` when the pages are in the site; None where these texts need a
    build of their own. End when the other end is closed.

    If anything but texts changes, start a new process.

    Args:
        options: of the whole site, as a preview.
    """
    output = free_name(options.site, "new")
    captured = LogCapture()
    started: list[Any] = []

    def go_on_in_forks(generators: list[Any]) -> None:
        write_texts_only(generators)
        gc.freeze()  # or each build's collector visits all posts, and so copies their memory
        saved = _next_saved(connection)
        logging.disable(logging.NOTSET)
        logging.getLogger().addHandler(captured)
        started.append(lock(options.site))
        started[0].acquire()
        bring_back(options.site)
        clear_leftovers(options.site)
        _read_again(generators, saved)

    signals.all_generators_finalized.connect(
        go_on_in_forks
    )  # before the plugins: they see the saved posts
    logging.disable()  # the build of the whole site has reported everything
    os.chdir(options.settings.parent)
    try:
        with signals.finalized.muted():
            pelican.Pelican(settings_of(options, output, of_a_part=True)).run()
        put_among(output, options.site)
    except NotSavedPostsError:
        connection.send(None)
        os._exit(0)
    except Exception:
        if (
            not started
        ):  # a text has an error since the build of the whole site; the next one tells it
            os._exit(1)
        logging.getLogger(__name__).exception("the build stopped")
        shutil.rmtree(output, ignore_errors=True)
    _end(lambda: connection.send((tuple(captured.errors), tuple(captured.notes))))


def _next_saved(connection: Connection[Any, Any]) -> Saved:
    """In a fork of this process, what was saved next. This process ends here."""
    while True:
        try:
            saved: Saved = connection.recv()
        except EOFError:
            os._exit(0)
        if os.fork() == 0:
            return saved
        if os.wait()[1]:
            os._exit(1)


def _read_again(generators: Sequence[Any], saved: Saved) -> None:
    posts = next(one for one in generators if isinstance(one, ArticlesGenerator))
    settings, context = posts.settings, posts.context
    rules, folder = settings_from(settings), Path(settings["PATH"])
    kinds = {kind_of_path(path.relative_to(folder).as_posix(), rules) for path in saved.all}
    if kinds != {"post"} or not reads_documents(settings):
        raise NotSavedPostsError
    settings["BUILD_TIME"] = context["BUILD_TIME"] = build_time()
    settings["CHECK_ONLY"] = [str(path) for path in saved.all]
    read_again(posts, check_again(settings))
    context["own_library"] = context["find_library"]()
    settings["CHECK_ONLY"] = [str(path) for path in saved.shown]


def _end(say: Callable[[], None]) -> NoReturn:
    """End a fork without what Python does at the end of a program, which is its parent's."""
    try:
        say()
    except BaseException:  # noqa: BLE001 - as Python itself would
        traceback.print_exc()
        os._exit(1)
    sys.stderr.flush()
    os._exit(0)
