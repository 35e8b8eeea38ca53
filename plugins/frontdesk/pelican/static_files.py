"""Files of authors and of the theme in; copies without metadata in the site out (A7).

All files are published through this module: Pelican itself copies none of an author's files.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals

from frontdesk.build.file_cache import FileCache
from frontdesk.core.hashing import digest
from frontdesk.core.site_writer import write_bytes
from frontdesk.formats.metadata_removal.file_types import RefusedFileError
from frontdesk.formats.metadata_removal.strip_metadata import is_checked, strip_metadata, versions

_log = logging.getLogger(__name__)


def register() -> None:
    signals.static_generator_finalized.connect(_replace_copying)
    signals.finalized.connect(_prune)


def clean_copy(data: bytes, settings: Any) -> bytes:
    """The bytes to publish of a file, without metadata; cached between builds.

    Raises:
        RefusedFileError: the file must not be published; the check reports it.
    """
    if not is_checked(data):
        return data
    (made,) = _cache(settings).get_or_make(
        [(digest(versions(), data), data)], lambda wanted: [strip_metadata(one) for one in wanted]
    )
    return made


def _cache(settings: Any) -> FileCache:
    return FileCache(Path(settings["CACHE_PATH"], "media"), settings["BUILD_TIME"])


def _prune(pelican: Any) -> None:
    _cache(pelican.settings).prune()


def _replace_copying(generator: Any) -> None:
    generator.generate_output = partial(_write, generator, generator.generate_output)


def _write(generator: Any, copy_theme: Callable[[Any], None], writer: Any) -> None:
    """Let Pelican copy the theme; publish everything else ourselves."""
    files = generator.context["staticfiles"]
    generator.context["staticfiles"] = []
    copy_theme(writer)
    generator.context["staticfiles"] = files
    settings, output = generator.settings, generator.output_path
    theme = Path(output, settings["THEME_STATIC_DIR"])
    for path in sorted(path for path in theme.rglob("*") if path.is_file()):
        _publish(path, path.relative_to(output).as_posix(), settings, output)
    for file in files:
        _publish(Path(generator.path, file.source_path), file.save_as, settings, output)


def _publish(path: Path, name: str, settings: Any, output: str) -> None:
    try:
        data = path.read_bytes()
        made = clean_copy(data, settings)
    except OSError as error:
        _log.error("%s cannot be read (%s); look at its owner", path, error.strerror)
    except RefusedFileError as refused:
        _log.warning("%s is not published: it %s", path, refused)
        Path(output, name).unlink(missing_ok=True)
    else:
        if made != data or path != Path(output, name):
            write_bytes(output, name, made)
