"""The index that Pagefind has written, put in order: it writes the values of a filter in an order of
chance, and names files by what is in them, so the same pages gave another index each time (B2)."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cbor2

_MARK = b"pagefind_dcd"
"""With this each file of the index begins, when unpacked; the rest is CBOR (RFC 8949)."""
_FILTERS = 3
"""Of what the meta file lists: version, pages, chunks of words, filters, sorts, fields."""


def put_in_order(folder: Path) -> None:
    """Sort what is in no order, and name the files by what is in them now."""
    names = {}
    for path in sorted(folder.glob("filter/*.pf_filter")):
        name, values = _read(path)
        names[path.stem] = _replace(path, [name, sorted(values)])
    for path in sorted(folder.glob("pagefind.*.pf_meta")):
        meta = _read(path)
        meta[_FILTERS] = sorted([name, names[file]] for name, file in meta[_FILTERS])
        old = path.stem.removeprefix("pagefind.")
        names[old] = _replace(path, meta).removeprefix("pagefind.")
    entry = folder / "pagefind-entry.json"
    entry.write_text(_renamed(entry.read_text(encoding="utf-8"), names), encoding="utf-8")


def _read(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(_MARK))


def _replace(path: Path, what: object) -> str:
    """Write a file anew under the name that fits it; the name, without its ending."""
    data = _MARK + cbor2.dumps(what)
    language, _, old = path.stem.rpartition("_")
    name = f"{language}_{hashlib.sha256(data).hexdigest()[: len(old)]}"
    path.unlink()
    path.with_name(f"{name}{path.suffix}").write_bytes(gzip.compress(data, mtime=0))
    return name


def _renamed(text: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return text
