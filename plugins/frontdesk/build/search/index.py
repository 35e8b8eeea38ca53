"""The folder of finished pages in; the search index in it out. The only user of Pagefind's program.

The same pages give the same bytes (B2). No network is used (B1).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from .reproducible_index import normalize_index

FOLDER = "pagefind"
BODY = b"data-pagefind-body"
"""Marks the parts of a page that can be found. If no page has it, Pagefind would index all of them."""

UNUSED = ("pagefind-*.js", "pagefind-*.css")
"""Pagefind's own interfaces and a worker, which our page does not use."""


def program() -> Path | None:
    """The path of Pagefind's program; None where there is none for this system."""
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 - it may not be there

        return Path(get_executable())
    except (ImportError, FileNotFoundError):
        return None


def make_index(pagefind: Path, site: Path) -> str:
    """Write the index into the folder FOLDER of the site; none where no page has BODY.

    Returns:
        Pagefind's error message; empty where there was no error.
    """
    if not any(BODY in page.read_bytes() for page in site.rglob("*.html")):
        return ""
    done = subprocess.run(  # noqa: S603 - the program that came with a package of ours
        [pagefind, "--site", site, "--output-subdir", FOLDER, "--silent"],
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        normalize_index(site / FOLDER)
    for pattern in UNUSED:
        for path in Path(site, FOLDER).glob(pattern):
            path.unlink()
    return (done.stderr.strip() or f"exit code {done.returncode}") if done.returncode else ""
