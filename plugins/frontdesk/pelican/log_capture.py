"""Log records of a build in; printed and collected lines out, such as `Error: content/posts/x.md:3: …`."""

from __future__ import annotations

import logging
import sys
import traceback


class LogCapture(logging.Handler):
    """Prints the warnings and errors of Pelican and the plugins, and collects them.

    A record may carry its own severity word in `extra={"severity": "info"}`, and `"once": True` where only
    this build may say it.

    Attributes:
        errors: lines without the severity; where there are any, the build failed.
        notes: all other lines that count until they are mended, each with its severity in front.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self.notes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        is_error = record.levelno >= logging.ERROR
        text = record.getMessage()
        if record.exc_info and (error := record.exc_info[1]):
            text = f"{text}: {_template_line(error)}{error}"
        word = getattr(record, "severity", "error" if is_error else "warning").capitalize()
        print(f"{word}: {text}", file=sys.stderr)
        if is_error:
            self.errors.append(text)
        elif not getattr(record, "once", False):
            self.notes.append(f"{word.lower()}: {text}")


def _template_line(error: BaseException) -> str:
    """The file and line of the template in which it happened, for the author of a theme; else empty."""
    steps = [(step.filename, step.lineno) for step in traceback.extract_tb(error.__traceback__)]
    steps.append((getattr(error, "filename", None) or "", getattr(error, "lineno", None)))
    templates = [(name, line) for name, line in steps if name.endswith(".html")]
    return f"{templates[-1][0]}:{templates[-1][1]}: " if templates else ""
