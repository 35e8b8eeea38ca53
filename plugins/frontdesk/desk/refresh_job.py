"""A refresh that runs beside the preview, and what it has said so far (K3)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

from frontdesk.core.text import clean_line

_PLUGINS = Path(__file__).resolve().parents[2]
_MOST_LINES = 500


class RefreshJob:
    """One refresh at a time, in a process of its own, as `make refresh` runs it.

    Args:
        options: of the command `refresh`, such as the list and the store.
    """

    def __init__(self, *options: str) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._lines: deque[str] = deque(maxlen=_MOST_LINES)
        self._reader: threading.Thread | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """What the running refresh, or the last one, has said."""
        return tuple(self._lines)

    @property
    def is_running(self) -> bool:
        return self._reader is not None and self._reader.is_alive()

    def start(self) -> None:
        """Begin one, unless one is running."""
        with self._lock:
            if self.is_running:
                return
            self._lines.clear()
            self._reader = threading.Thread(target=self._run, daemon=True)
            self._reader.start()

    def _run(self) -> None:
        path = os.pathsep.join(filter(None, (str(_PLUGINS), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-m", "partner_blogs", "refresh", *self._options]
        with subprocess.Popen(  # noqa: S603 - the Python that runs this, with options of ours
            command,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                self._lines.append(clean_line(line))
        if process.returncode:
            self._lines.append("The refresh ended with a mistake; see above.")
