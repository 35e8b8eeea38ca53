"""The digests of a site's files and its store in, one line out that differs where two sites differ."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from partner_blogs.publish.urls import STATUS_FILE, STATUS_PAGE
from partner_blogs.store import Store

from .manifest import file_digest


def digests_of(
    site: Path, names: Iterable[str], known: Callable[[str], bytes | None] = lambda _: None
) -> dict[str, bytes]:
    """The SHA-256 of each file of a site, by its path in it.

    Args:
        names: their paths, in the order in which a fingerprint needs them (`site_files`).
        known: the digest of a file that need not be read.
    """
    return {name: known(name) or file_digest(f"{site}/{name}") for name in names}


def site_fingerprint(digests: Mapping[str, bytes], store: Path) -> str:
    """64 hexadecimal digits, so that nothing is published twice.

    The status of the feeds changes with every request to a partner. It counts once a day only: by the day
    of the last refresh.
    """
    report = Store(store).last_refresh()
    whole = hashlib.sha256(f"{report.at:%Y-%m-%d}".encode() if report else b"")
    for name, digest in digests.items():
        if not name.startswith((STATUS_FILE, STATUS_PAGE)):
            whole.update(os.fsencode(f"\n{name}\n"))
            whole.update(digest)
    return whole.hexdigest()
