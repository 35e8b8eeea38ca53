"""The manifest of the last build in; the digests of files out, without reading unchanged ones (S6)."""

from __future__ import annotations

import os
from functools import cached_property

from .manifest import RACY_NS, Manifest, Stat, as_tuple, file_digest, unpack_digests


class KnownDigests:
    """
    Args:
        before: None where there is no manifest; then every file is read.
    """

    def __init__(self, before: Manifest | None) -> None:
        self._before = before

    def of(self, path: str) -> bytes:
        """The SHA-256 of a file. It is read only where it may have changed since the manifest was written.

        Args:
            path: absolute.

        Raises:
            OSError: it cannot be read.
        """
        found = as_tuple(os.stat(path), is_source=True) if self._before else None  # noqa: PTH116
        return (found and self.find(path, found)) or file_digest(path)

    def find(self, path: str, found: Stat) -> bytes | None:
        """The SHA-256 of a file, unless it may have changed since the manifest was written.

        Args:
            path: absolute.
            found: what the file is now.
        """
        if self._before is None or found[2] >= self._before.taken - RACY_NS:
            return None
        folder, _, name = path.rpartition("/")
        sources = self._before.sources
        known: Stat | None = sources.folders.get(folder, sources.files).get(
            name if folder in sources.folders else path
        )
        return self._digests.get(path) if found == known else None

    @cached_property
    def _digests(self) -> dict[str, bytes]:
        return unpack_digests(self._before.digests) if self._before else {}
