"""A folder of finished pages in, the index beside them out; the only user of Pagefind's program.

The same pages give the same bytes (B2). Nothing is asked of anybody (B1).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from .normalize import put_in_order

FOLDER = "pagefind"
BODY = b"data-pagefind-body"
"""What marks the parts of a page that can be found. Were it on none, Pagefind would take in all pages."""

UNUSED = ("pagefind-*.js", "pagefind-*.css")
"""Its ready-made interfaces, and a worker: our page needs none of them."""


def program() -> Path | None:
    """Pagefind's program; None where there is none for this system."""
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 - it may not be there

        return Path(get_executable())
    except (ImportError, FileNotFoundError):
        return None


def make_index(pagefind: Path, site: Path) -> str:
    """Write the index of a site's pages into its folder FOLDER; none where no page has anything to find.

    Returns:
        What went wrong, in Pagefind's words; empty where nothing did.
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
        put_in_order(site / FOLDER)
    for pattern in UNUSED:
        for path in Path(site, FOLDER).glob(pattern):
            path.unlink()
    return (done.stderr.strip() or f"exit code {done.returncode}") if done.returncode else ""
