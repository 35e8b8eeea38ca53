"""The index that Pagefind wrote in; the same, sorted and with new file names, out (B2).

Pagefind writes languages and the values of a filter in random order, and names files by their contents, so
the same pages would give another index each time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cbor2

_MARK = b"pagefind_dcd"
"""The first bytes of each decompressed file of the index; the rest is CBOR (RFC 8949)."""
_FILTERS = 3
"""Position in the meta file's list: version, pages, chunks of words, filters, sorts, fields."""


def normalize_index(folder: Path) -> None:
    """Sort the filters and languages, and name the files by their new contents."""
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
    found = json.loads(_renamed(entry.read_text(encoding="utf-8"), names))
    found["languages"] = dict(sorted(found["languages"].items()))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    entry.write_text(text, encoding="utf-8")


def _read(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(_MARK))


def _replace(path: Path, what: object) -> str:
    """Write new contents under the name that fits them; return it without the extension."""
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
