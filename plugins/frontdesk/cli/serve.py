"""`python -m frontdesk serve`: a preview of the site that follows each change.

It includes drafts and posts of the future, each with a banner. Every change is built at once: first the
post that was saved, then the whole site. The browser shows it by itself, and errors too. With it
comes the editor's desk, at the address that is printed.
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

from frontdesk.build.preview.build_status import BuildReport, BuildStatus
from frontdesk.build.preview.server import make_server
from frontdesk.build.preview.watch import Changes, follow
from frontdesk.build.swap import SERVED, forget_preview
from frontdesk.content.content_paths import is_markdown_file
from frontdesk.core.command_line import escape_unencodable_output
from frontdesk.core.memory.folder import MEMORY_FILE as MEMORY
from frontdesk.core.memory.folder import memory_folder
from frontdesk.core.process_temp_folder import use_process_temp_folder
from frontdesk.core.settings_file import SITE_YAML
from frontdesk.core.timestamps import build_time
from frontdesk.desk.application import Desk
from frontdesk.desk.guard import new_keys
from frontdesk.desk.project import Project
from frontdesk.pelican.build_process import PartialBuilder, build_in_process
from frontdesk.pelican.run import BuildOptions
from partner_blogs.store import default_store_folder

from .project import PREVIEW, ROOT, command_parser

SITE = ROOT / PREVIEW
CONTENT, CURATION = "content", "curation.yaml"


def main(arguments: Sequence[str] | None = None) -> int:
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    feeds = options.feeds.resolve()
    build = BuildOptions(
        settings=options.settings.resolve(),
        site=options.output.resolve(),
        feeds=feeds,
        store=(options.store or default_store_folder(feeds)).resolve(),
        preview=True,
    )
    status = BuildStatus()
    try:
        keys = new_keys(options.port)
        project = Project(
            build.settings,
            feeds,
            build.store,
            build_time,
            allow_private_addresses=options.allow_private_addresses,
        )
        server = make_server(build.site, options.port, status, Desk(project, keys))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"Port {options.port} is in use; try `make serve PORT={options.port + 1}`.")
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    print(f"The preview is at http://localhost:{port}; stop with Ctrl-C.", flush=True)
    print(f"The editor's desk is at http://localhost:{port}/desk/?token={keys.token}", flush=True)
    use_process_temp_folder()
    stop = threading.Event()
    folder = build.settings.parent
    memory = memory_folder(build.store) / MEMORY
    changes = follow(
        [*(folder / name for name in (CONTENT, "theme", "plugins")), build.store],
        [build.settings, folder / SITE_YAML, feeds, feeds.with_name(CURATION), memory],
        stop,
    )
    try:
        with preview_lock(build.site):
            build_on_changes(build, status, changes)
    except KeyboardInterrupt:
        print()
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
    if build.site == SITE:
        forget_preview(SITE)
    return 0


@contextlib.contextmanager
def preview_lock(site: Path) -> Iterator[None]:
    """While this is held, no build removes the preview."""
    site.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(site.with_name(SERVED), timeout=0)
    with contextlib.suppress(Timeout, OSError):  # another preview of the same site holds it
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def build_on_changes(
    whole: BuildOptions, status: BuildStatus, changes: SimpleQueue[Changes]
) -> None:
    """Build now, and again after every change, for ever. A change cancels the build that is running; the
    next build includes its changes.

    Args:
        whole: options for the build of the whole site.
    """
    changed: set[tuple[Change, Path]] = set()
    with PartialBuilder(whole) as partial_builder:
        while True:
            builds = next_builds(whole, status.latest, changed)
            if builds == (whole,):
                partial_builder.stop()
            for options in builds:
                build = partial_builder.build if options.only else build_in_process
                report = build(options, lambda: not changes.empty())
                if report is None:
                    break
                status.publish(report)
                _print_report(options, report)
                if report.errors:
                    break
            if report is not None:
                changed.clear()
                if not report.errors:
                    partial_builder.start()
            changed |= changes.get()
            while not changes.empty():
                changed |= changes.get()


def next_builds(
    whole: BuildOptions, last: BuildReport | None, changed: Collection[tuple[Change, Path]]
) -> tuple[BuildOptions, ...]:
    """What to build, in order: always the whole site. If only texts were saved and the last build had no
    errors, the pages of these texts come first, for their author waits for them."""
    saved = {path for _, path in changed}
    content = whole.settings.parent / CONTENT
    texts = sorted(
        path
        for path in saved
        if is_markdown_file(path.name) and path.is_file() and path.is_relative_to(content)
    )
    if last is None or last.errors or len(texts) < len(saved) or not saved:
        return (whole,)
    return (whole._replace(only=tuple(texts)), whole)


def _print_report(options: BuildOptions, report: BuildReport) -> None:
    what = ", ".join(path.name for path in options.only) or "the site"
    if report.errors:
        print(f"Not built: {what}; mend the errors above", flush=True)
    else:
        print(f"Built {what} in {report.seconds:.1f} s", flush=True)


def _parser() -> argparse.ArgumentParser:
    what = "Show the site while it is written."
    parser = command_parser("serve", what, "settings", "feeds", "store")
    parser.add_argument(
        "--output", type=Path, default=SITE, metavar="DIR", help="where the preview is built"
    )
    parser.add_argument("--port", type=int, default=8000, help="of this machine (8000)")
    parser.add_argument(
        "--allow-private-addresses",
        action="store_true",
        help="let the desk ask blogs on this machine and its network; for trials alone",
    )
    return parser
