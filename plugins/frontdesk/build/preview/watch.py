"""Folders and files in; what was changed there out, as soon as it is. The only user of watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path
from queue import SimpleQueue

from watchfiles import Change, DefaultFilter, watch

TOGETHER_MS = 30
"""Changes that come so close to each other are one: an editor writes a file in several steps."""
AGAIN_SECONDS = 1.0
"""After so long a folder is looked for again that is not there."""

Changes = frozenset[tuple[Change, Path]]


def follow(
    folders: Collection[Path], files: Collection[Path], stop: threading.Event
) -> SimpleQueue[Changes]:
    """Watch until told to stop; folders with all below them. What is not there yet is waited for.

    Of a file its folder is watched: many editors put a new file in place of the old.
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
                        break  # it went, and another of its name may come
            except FileNotFoundError:
                pass
            stop.wait(AGAIN_SECONDS)

    threading.Thread(target=run, daemon=True).start()
