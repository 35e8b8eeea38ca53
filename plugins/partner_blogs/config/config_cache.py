"""The bytes of the editor's files in, the Config that was made of the same bytes before out.

A list with mistakes makes no Config, so it is read each time. Nor is a list kept that holds a password or
the address of a removed post (E7): programs that run builds hand caches on, and others can read them there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct

import frontdesk.core
from frontdesk.core.hashing import digest
from frontdesk.core.urls import has_credentials

from ..model.config import Config

FILE = "partners.msgpack"


class _Kept(Struct, frozen=True, array_like=True):
    key: str
    config: Config


_decode = msgspec.msgpack.Decoder(_Kept).decode


def config_key(feeds: bytes, curation: bytes, timezone: str) -> str:
    """A digest of all that a Config is made of, and by."""
    ours = Path(__file__).parents[1]
    parser = find_spec("ruamel.yaml")  # the file names its version; importlib.metadata loads slowly
    rooms = (Path(frontdesk.core.__path__[0]), ours, ours / "config", ours / "model")
    files = [path for room in rooms for path in sorted(room.glob("*.py"))]
    files += [Path(parser.origin)] if parser and parser.origin else []
    return digest(feeds, curation, timezone, *(path.read_bytes() for path in files))


def kept_config(folder: Path, key: str) -> Config | None:
    """The Config that was kept under this key, if it was the last."""
    try:
        kept = _decode((folder / FILE).read_bytes())
    except (OSError, msgspec.MsgspecError):  # none, or damaged
        return None
    return kept.config if kept.key == key else None


def keep_config(folder: Path, key: str, config: Config) -> None:
    """Keep it in place of the last. Where that cannot be done, the next run reads the list again."""
    file = folder / FILE
    if any(partner.removed or has_credentials(partner.feed or "") for partner in config.partners):
        with suppress(OSError):
            file.unlink()
        return
    beside = file.with_name(f".{FILE}.{os.getpid()}")
    try:
        data = msgspec.msgpack.encode(_Kept(key, config))
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(file)
    except (OSError, ValueError):  # no room; half a character, which a list may escape
        with suppress(OSError):
            beside.unlink()
