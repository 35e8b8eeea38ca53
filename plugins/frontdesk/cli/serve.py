"""Show the site to its author while it is written: `make serve`.

Drafts and posts to come are in it, each with a banner. Whatever is changed is built at once: first
the post that was saved, then the whole site; the browser shows it by itself, and what went wrong too.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

from filelock import FileLock, Timeout
from watchfiles import Change

from frontdesk.build.preview.server import make_server
from frontdesk.build.preview.status_board import Board, Built
from frontdesk.build.preview.watch import Changes, follow
from frontdesk.build.swap import PREVIEW, SERVED, forget_preview
from frontdesk.content.file_names import is_text
from frontdesk.core.command_line import show_any_letter
from frontdesk.core.memory.folder import FILE as MEMORY
from frontdesk.core.memory.folder import memory_folder
from frontdesk.core.temp_folder import use_own_folder
from frontdesk.pelican.forked_build import Standby, build
from frontdesk.pelican.run import Plan
from partner_blogs.store import default_store

from .project import ROOT, command_parser

SITE = ROOT / PREVIEW
CONTENT, CURATION = "content", "curation.yaml"


def main(arguments: Sequence[str] | None = None) -> int:
    show_any_letter()
    options = _parser().parse_args(arguments)
    feeds = options.feeds.resolve()
    plan = Plan(
        settings=options.settings.resolve(),
        site=options.output.resolve(),
        feeds=feeds,
        store=(options.store or default_store(feeds)).resolve(),
        preview=True,
    )
    board = Board()
    try:
        server = make_server(plan.site, options.port, board)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"Port {options.port} is in use; try `make serve PORT={options.port + 1}`.")
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    print(f"The preview is at http://localhost:{port}; stop with Ctrl-C.", flush=True)
    use_own_folder()
    stop = threading.Event()
    project = plan.settings.parent
    memory = memory_folder(plan.store) / MEMORY
    changes = follow(
        [*(project / name for name in (CONTENT, "theme", "plugins")), plan.store],
        [plan.settings, feeds, feeds.with_name(CURATION), memory],
        stop,
    )
    try:
        with being_shown(plan.site):
            keep_building(plan, board, changes)
    except KeyboardInterrupt:
        print()
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
    if plan.site == SITE:
        forget_preview(SITE)
    return 0


@contextlib.contextmanager
def being_shown(site: Path) -> Iterator[None]:
    """Meanwhile no build takes the preview away."""
    site.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(site.with_name(SERVED), timeout=0)
    with contextlib.suppress(Timeout, OSError):  # another preview of the same site holds it
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def keep_building(plan: Plan, board: Board, changes: SimpleQueue[Changes]) -> None:
    """Build now, and again after every change, for ever. A build that is overtaken by a change is
    called off; what it had to do the next one does."""
    changed: set[tuple[Change, Path]] = set()
    with Standby(plan) as standby:
        while True:
            plans = _plans(plan, board.built, changed)
            if plans == (plan,):
                standby.dismiss()
            for one in plans:
                built = (standby.build if one.only else build)(one, lambda: not changes.empty())
                if built is None:
                    break
                board.post(built)
                _say(one, built)
                if built.errors:
                    break
            if built is not None:
                changed.clear()
                if not built.errors:
                    standby.prepare()
            changed |= changes.get()
            while not changes.empty():
                changed |= changes.get()


def _plans(
    plan: Plan, last: Built | None, changed: Collection[tuple[Change, Path]]
) -> tuple[Plan, ...]:
    """What to build, one after the other: what was saved comes first, where that is all and the site is
    in order; its author waits for it."""
    saved = {path for _, path in changed}
    content = plan.settings.parent / CONTENT
    texts = sorted(
        path
        for path in saved
        if is_text(path.name) and path.is_file() and path.is_relative_to(content)
    )
    if last is None or last.errors or len(texts) < len(saved) or not saved:
        return (plan,)
    return (plan._replace(only=tuple(texts)), plan)


def _say(plan: Plan, built: Built) -> None:
    what = ", ".join(path.name for path in plan.only) or "the site"
    if built.errors:
        print(f"Not built: {what}; mend the errors above", flush=True)
    else:
        print(f"Built {what} in {built.seconds:.1f} s", flush=True)


def _parser() -> argparse.ArgumentParser:
    what = "Show the site while it is written."
    parser = command_parser("serve", what, "settings", "feeds", "store")
    parser.add_argument(
        "--output", type=Path, default=SITE, metavar="DIR", help="where the preview is built"
    )
    parser.add_argument("--port", type=int, default=8000, help="of this machine (8000)")
    return parser
