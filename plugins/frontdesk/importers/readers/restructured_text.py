"""A text in reStructuredText in, its fields and its HTML out: by pandoc, where that is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

from .xml_entries import ExportError

_LINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_FIELD = re.compile(r"^:([A-Za-z][\w -]*):[ \t]*(.*)$")
_SECONDS = 60
REMEDY = "it is reStructuredText; install pandoc (https://pandoc.org) and import again"


def has_pandoc() -> bool:
    return shutil.which("pandoc") is not None


def split_rest(text: str) -> tuple[list[tuple[str, str]], str]:
    """The title and the fields of a text, and its body."""
    lines = text.replace("\r\n", "\n").split("\n")
    fields: list[tuple[str, str]] = []
    start = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    if _LINE.match(_at(lines, start)) and _LINE.match(_at(lines, start + 2)):
        fields, start = [("title", lines[start + 1].strip())], start + 3
    elif start < len(lines) and _LINE.match(_at(lines, start + 1)):
        fields, start = [("title", lines[start].strip())], start + 2
    count = 0
    for name, value, end in _fields(lines, start):
        fields.append((name, value))
        count = end - start
    return fields, "\n".join(lines[start + count :])


def _at(lines: list[str], n: int) -> str:
    return lines[n] if n < len(lines) else ""


def _fields(lines: list[str], n: int) -> Iterator[tuple[str, str, int]]:
    """The fields from a line on, each with the line behind it."""
    while n < len(lines):
        found = _FIELD.match(lines[n])
        n += 1
        if found is None:
            if lines[n - 1].strip():
                return
            continue
        value = [found[2]]
        while n < len(lines) and lines[n][:1].isspace() and lines[n].strip():
            value.append(lines[n].strip())
            n += 1
        yield found[1].strip(), " ".join(value).strip(), n


def html_of_rest(text: str) -> str:
    """The HTML of a body. Files that it includes are not read.

    Raises:
        ExportError: pandoc cannot read it.
    """
    command = [shutil.which("pandoc") or "pandoc", *("--from=rst", "--to=html", "--sandbox")]
    try:
        made = subprocess.run(  # noqa: S603 - the text is its input, and no argument
            command, input=text.encode(), capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error).encode()
        raise ExportError(
            f"pandoc cannot read it ({said.decode('utf-8', 'replace')[:200].strip()})"
        ) from None
    return made.stdout.decode("utf-8", "replace")
