"""The folder of a built site and its store in, one line out that differs where two sites differ."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from partner_blogs.publish.urls import STATUS_FILE, STATUS_PAGE
from partner_blogs.store import Store


def site_fingerprint(site: Path, store: Path) -> str:
    """64 hexadecimal digits, so that nothing is published twice.

    The status of the feeds changes with every request to a partner. It counts once a day only: by the day
    of the last refresh.
    """
    report = Store(store).last_refresh()
    whole = hashlib.sha256(f"{report.at:%Y-%m-%d}".encode() if report else b"")
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if not name.startswith((STATUS_FILE, STATUS_PAGE)):
            whole.update(os.fsencode(f"\n{name}\n"))
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
