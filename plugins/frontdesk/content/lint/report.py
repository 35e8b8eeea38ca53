"""Problems in, lines for a terminal or a pull request out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from frontdesk.core.problems import Problem
from frontdesk.core.text import clean_line

from ..model import Document
from .last_good_sources import ReadersSee

MEANWHILE: Mapping[ReadersSee, str] = {
    "before": "until you fix it, readers see the last good version",
    "nothing": "until you fix it, it is not published",
    "today": "it is published, because the text it clashes with waits",
}


def format_problem(problem: Problem, folder: str) -> str:
    """content/posts/x.md:3: error: what is wrong; what to write instead

    Args:
        folder: the content folder, as seen from the working directory.
    """
    return clean_line(f"{format_location(problem, folder)}: {problem.severity}: {problem.message}")


def format_location(problem: Problem, folder: str) -> str:
    """content/posts/x.md:3, or the file alone if the problem has no line."""
    path = f"{folder}/{problem.path}" if folder not in {"", "."} else problem.path
    return f"{path}:{problem.line}" if problem.line else path


def format_held_problems(
    errors: Iterable[Problem], readers_see: Callable[[str], ReadersSee], folder: str
) -> Iterator[str]:
    """content/posts/x.md:3: what is wrong (what readers see until it is fixed), for each error."""
    for problem in errors:
        meanwhile = MEANWHILE[readers_see(problem.path)]
        yield clean_line(f"{format_location(problem, folder)}: {problem.message} ({meanwhile})")


def format_held_files(
    errors: Iterable[Problem], readers_see: Callable[[str], ReadersSee], folder: str
) -> Iterator[str]:
    """content/posts/x.md: what readers see until it is fixed, for each file with an error."""
    for path in dict.fromkeys(problem.path for problem in errors):
        yield clean_line(
            f"{format_location(Problem(path, 0, '', 'error'), folder)}: {MEANWHILE[readers_see(path)]}"
        )


def format_totals(sources: Sequence[Document], problems: Iterable[Problem], folder: str) -> str:
    """content: 6 posts, 3 pages, 2 resources; 1 error, 2 warnings, 1 info"""
    kinds = [source.kind for source in sources]
    shown = [_count(kinds.count(kind), kind) for kind in ("post", "page")]
    if resources := kinds.count("resource"):
        shown.append(_count(resources, "resource"))
    found = ", ".join(_counts(problems)) or "no problems"
    return f"{folder}: {', '.join(shown)}; {found}"


def markdown_summary(
    sources: Sequence[Document],
    problems: Sequence[Problem],
    folder: str,
    readers_see: Callable[[str], ReadersSee] | None = None,
) -> str:
    """The same as Markdown, for the summary of a run or a comment on a pull request."""
    counts = ", ".join(_counts(problems)) or "no problems"
    lines = [f"## The texts: {counts}", ""]
    if not problems:
        lines += [f"{format_totals(sources, (), folder)}.", ""]
    for path, group in groupby(problems, key=lambda problem: problem.path):
        found = list(group)
        lines += [f"### `{folder}/{path}`", "", *map(_item, found), ""]
        if readers_see and any(problem.severity == "error" for problem in found):
            meanwhile = MEANWHILE[readers_see(path)]
            lines += [f"{meanwhile[0].upper()}{meanwhile[1:]}.", ""]
    return "\n".join(lines)


def _counts(problems: Iterable[Problem]) -> Iterator[str]:
    severities = [problem.severity for problem in problems]
    for severity in ("error", "warning", "info"):
        if number := severities.count(severity):
            yield f"{number} info" if severity == "info" else _count(number, severity)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _item(problem: Problem) -> str:
    where = f"line {problem.line}" if problem.line else "the file"
    return f"- **{where}:** {problem.severity}: {_escaped(problem.message)}"


def _escaped(text: str) -> str:
    """Text that is no Markdown, no HTML and no @mention on a Git host."""
    marked = re.sub(r"([\\`*_\[\]#|~$])", r"\\\1", text)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
