"""Lets no build begin that would leave out a post or break a promise to readers (A2).

The same check as `python -m authoring check`; what that calls a mistake and is not as grave is told, and
the site is built all the same: the news of partners must not wait for a forgotten alt text.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from pelican import signals

from .check import check
from .memo import memo_of
from .rules import rules_of
from .tell import place_of

_log = logging.getLogger(__name__)


class ContentError(Exception):
    """The posts as they are cannot be built; what is wrong was logged."""


def connect() -> None:
    signals.get_generators.connect(_check)


def _check(pelican: Any) -> None:
    settings = pelican.settings
    folder = Path(settings["PATH"])
    name = os.path.relpath(folder)
    only = {Path(path).relative_to(folder).as_posix() for path in settings["CHECK_ONLY"]}
    now, memo = settings["BUILD_TIME"], memo_of(settings)
    report = check(folder, rules_of(settings), now, memo, only)
    settings["REDIRECTS"] = report.redirects
    for problem in report.problems:
        tell = _log.error if problem.severity == "error" else _log.warning
        tell("%s: %s", place_of(problem, name), problem.message)
    if any(problem.severity == "error" for problem in report.problems):
        raise ContentError(f"nothing is built from {name} until the errors above are mended")
