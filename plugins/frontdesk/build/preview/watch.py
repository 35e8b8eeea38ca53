"""Folders and files in; a queue of their changes, as they happen, out. The only user of watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path
from queue import SimpleQueue

from watchfiles import Change, DefaultFilter, watch

TOGETHER_MS = 30
"""Changes within so many milliseconds are reported together: an editor writes a file in several steps."""
AGAIN_SECONDS = 1.0
"""How often a missing folder is looked for."""

Changes = frozenset[tuple[Change, Path]]


def follow(
    folders: Collection[Path], files: Collection[Path], stop: threading.Event
) -> SimpleQueue[Changes]:
    """Watch in threads until `stop` is set; folders with everything below them. What does not exist yet is
    waited for.

    For a file, its folder is watched: many editors replace a file instead of writing into it.
    """
    found: SimpleQueue[Changes] = SimpleQueue()
    for folder in folders:
        _start(found, folder, None, stop)
    for folder in {file.parent for file in files}:
        names = {str(file) for file in files if file.parent == folder}
        _start(found, folder, names, stop)
    return found


def _start(
    found: SimpleQueue[Changes], folder: Path, names: set[str] | None, stop: threading.Event
) -> None:
    wants = DefaultFilter()

    def is_wanted(change: Change, path: str) -> bool:
        return wants(change, path) and (names is None or path in names)

    def run() -> None:
        while not stop.is_set():
            try:
                for changes in watch(
                    folder,
                    watch_filter=is_wanted,
                    step=TOGETHER_MS,
                    stop_event=stop,
                    recursive=names is None,
                    raise_interrupt=False,
                ):
                    found.put(frozenset((change, Path(path)) for change, path in changes))
                    if not folder.is_dir():
                        break  # it was removed, and may be made again
            except FileNotFoundError:
                pass
            stop.wait(AGAIN_SECONDS)

    threading.Thread(target=run, daemon=True).start()
