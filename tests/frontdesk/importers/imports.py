"""Imports for tests: the exports, what an import makes of one, and what the check says of that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache
from frontdesk.core.problems import Problem
from frontdesk.core.progress import ProgressStep
from frontdesk.core.settings import Settings
from frontdesk.importers.import_run import ImportJob, run_import
from frontdesk.importers.outcome import Outcome
from frontdesk.importers.readers.sources import open_source

EXPORTS = Path(__file__).parent / "exports"
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
RULES = Settings(sitename="A site", site_authority="site.example,2026")
PLACES = sorted(EXPORTS.iterdir())


def quiet(_: ProgressStep) -> None:
    pass


def take(
    place: Path,
    folder: Path,
    rules: Settings = RULES,
    *,
    pictures_from: Sequence[Path] = (),
    is_dry: bool = False,
) -> Outcome:
    """Import an export into `content` and `var` below a folder."""
    job = ImportJob(
        source=open_source(place, rules), rules=rules, content=folder / "content",
        var=folder / "var", now=NOW, pictures_from=tuple(pictures_from), is_dry=is_dry,
    )  # fmt: skip
    return run_import(job, quiet)


def files(folder: Path) -> dict[str, str]:
    """The files of the content folder and what is in them."""
    found = (one for one in sorted((folder / "content").rglob("*")) if one.is_file())
    return {
        one.relative_to(folder / "content").as_posix(): one.read_bytes().decode("utf-8", "replace")
        for one in found
    }


def errors(folder: Path) -> list[Problem]:
    problems = check(folder / "content", RULES, NOW, RenderCache()).problems
    return [one for one in problems if one.severity == "error"]
