"""Compiled templates, kept between builds: Pelican's settings in, Jinja's bytecode cache out.

Each of Pelican's generators compiles the templates for itself, which takes longer than to write a few
dozen pages.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


def bytecode_cache(settings: Mapping[str, Any]) -> FileSystemBytecodeCache | None:
    """A cache in `templates/` below CACHE_PATH; None where that folder cannot be made, for example
    because it belongs to another user.

    Jinja compiles anew what has another source. The options of the environment and Jinja's version change
    what is compiled, too, so they name the folder.
    """
    options = repr(sorted(settings["JINJA_ENVIRONMENT"].items())) + version("jinja2")
    name = hashlib.sha256(options.encode()).hexdigest()[:16]
    folder = Path(settings["CACHE_PATH"], "templates", name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _OptionalCache(str(folder))


class _OptionalCache(FileSystemBytecodeCache):
    """Keeps nothing where it may not write. What it keeps is of use in another folder, too, as on a host
    that unpacks a project and its cache elsewhere each time."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - see above
        return super().get_cache_key(name)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
