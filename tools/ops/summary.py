"""The outcomes of a workflow's steps in; a summary for its page out: a table, and the ends of failed logs.

python -m tools.ops.summary < steps     a line each: LOG OUTCOME TITLE
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(
    0, str(Path(__file__).resolve().parents[2] / "plugins")
)  # before anything is installed

from frontdesk.core.text import fenced_code

LINES = 40
"""Lines of a failed log that are shown; the step has all of them."""

OUTCOMES = {"success": "ok", "failure": "**failed**"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def main() -> int:
    steps = [line.split(maxsplit=2) for line in sys.stdin if line.strip()]
    print("\n".join(summary((title, outcome, _log(Path(log))) for log, outcome, title in steps)))
    return 0


def summary(steps: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Markdown lines.

    Args:
        steps: title, outcome as GitHub calls it, log.
    """
    steps = tuple((title.strip(), outcome, log) for title, outcome, log in steps)
    yield "| | | |"
    yield "|---|---|---|"
    for title, outcome, log in steps:
        last = next((line for line in reversed(log.splitlines()) if line.strip()), "")
        yield f"| {title} | {OUTCOMES.get(outcome, outcome)} | {_cell(last)} |"
    for title, outcome, log in steps:
        if outcome == "failure":
            yield from ("", f"### {title}", "", *fenced_code(log.splitlines()[-LINES:]))


def _log(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return _COLOURS.sub("", text)


def _cell(line: str) -> str:
    """A line of a log without Markdown and HTML: it may come from a stranger's pull request."""
    words = re.sub(r"[`|<>\\]", " ", line.strip())
    return f"`{words[:120]}`" if words.strip() else ""


if __name__ == "__main__":
    sys.exit(main())
