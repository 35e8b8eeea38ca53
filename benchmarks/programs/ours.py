"""Our own refresh: the list of partners before it, the entries in the store after it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from partner_blogs.store import Store


def prepare(folder: Path) -> None:
    lines = ["partners:"]
    for n, address in enumerate((folder / "addresses").read_text().split()):
        lines += [f"  - id: blog-{n}", f"    name: Blog {n}", f"    feed: {address}"]
    (folder / "feeds.yaml").write_text("\n".join(lines) + "\n")


def count(folder: Path) -> None:
    print(
        json.dumps(sum(len(state.entries) for state in Store(folder / "store").states().values()))
    )


if __name__ == "__main__":
    {"prepare": prepare, "count": count}[sys.argv[1]](Path(sys.argv[2]))
