"""A content folder for a test, checked with the settings of this project."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace
from tests.shipped import SETTINGS

from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache
from frontdesk.core.problems import Problem
from frontdesk.core.settings import Settings, settings_from

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""A Sunday."""


SHIPPED = settings_from(SETTINGS)
RULES = replace(SHIPPED, author="The Editor", series={"Friday debrief": "Friday"})


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def problems(
    folder: Path, files: Mapping[str, str | bytes], rules: Settings = RULES
) -> tuple[Problem, ...]:
    write(folder, files)
    return check(folder, rules, NOW, RenderCache()).problems


def messages(folder: Path, files: Mapping[str, str | bytes], rules: Settings = RULES) -> list[str]:
    return [one.message for one in problems(folder, files, rules)]
