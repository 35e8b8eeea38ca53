"""Lets no build begin that would leave out a post or break a promise to readers (A2).

The same check as `python -m authoring check`; what that calls a mistake and is not as grave is told, and
the site is built all the same: the news of partners must not wait for a forgotten alt text.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from pelican import signals

from memory.folder import MemoryFolder, memory_folder
from memory.model import Memory
from partner_blogs.store import default_store

from .check import Report, check
from .memo import memo_of
from .rules import rules_of
from .tell import place_of

_log = logging.getLogger(__name__)


class Judged(Struct, frozen=True):
    """What the rest of a build goes by, in the setting `JUDGED`.

    Attributes:
        texts: the bytes that each text is to be made of, by its path: what was judged is what is built.
        shown: those that readers will see, drafts and posts to come left out.
        memory: what the last publish knew; None where there was none.
    """

    texts: Mapping[str, bytes]
    shown: Mapping[str, bytes]
    memory: Memory | None


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
    settings["JUDGED"] = Judged(report.texts, _shown(report), _remembered(settings))


def _shown(report: Report) -> dict[str, bytes]:
    site = report.site
    if site is None:
        return {}
    return {
        path: report.texts[path] for path, source in site.sources.items() if site.is_seen(source)
    }


def _remembered(settings: Any) -> Memory | None:
    feeds = Path(settings["PARTNER_BLOGS_FEEDS"])
    store = Path(settings["PARTNER_BLOGS_STORE"] or default_store(feeds))
    folder = MemoryFolder(memory_folder(store))
    memory = folder.read()
    for notice in folder.notices:
        _log.warning("%s", notice)
    return memory
