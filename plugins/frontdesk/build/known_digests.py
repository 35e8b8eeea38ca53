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
        if self._before:
            known = self._digests.get(path)
            if known and self._is_as_it_was(path, self._before):
                return known
        return file_digest(path)

    @cached_property
    def _digests(self) -> dict[str, bytes]:
        return unpack_digests(self._before.digests) if self._before else {}

    @staticmethod
    def _is_as_it_was(path: str, before: Manifest) -> bool:
        folder, _, name = path.rpartition("/")
        sources = before.sources
        known: Stat | None = sources.folders.get(folder, sources.files).get(
            name if folder in sources.folders else path
        )
        found = as_tuple(os.stat(path), is_source=True)  # noqa: PTH116 - of ten thousand
        return found == known and found[2] < before.taken - RACY_NS
