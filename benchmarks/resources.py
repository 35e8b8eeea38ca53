"""How long it takes to build a site with a library, at several sizes.

    python benchmarks/resources.py --resources 250 500 1000 2000

A site of one post and no partners, with things of all eight types in ten topics: an eighth are events, each
of which has a calendar file, and each thing links to the one before. Processor time of all of
`python -m frontdesk build`, its check included, so that other work beside counts for little; linear where
the column of one thing stays level. The table goes to standard output. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from watch import ROOT, Cost, Failure, watch_build

SCRATCH = ROOT / ".cache" / "benchmarks"
SIZES = (250, 500, 1000, 2000)
NOW = 1795338000  # 2026-11-22
SECONDS_AT_MOST = 1800
MIB = 1024 * 1024
SETTINGS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
THEME = {str(ROOT / "theme")!r}
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
"""
FIELDS = {
    "book": "Author: Ann Example; Ben Sample\nPublisher: Example House\nYear: 2008",
    "article": "Author: Ann Example\nPublication: The Letter\nPublished: 2008-05-22\nLink: https://a.example/",
    "guide": "Version: 2026-11-21",
    "checklist": "Version: 2026-11-21",
    "event": "Start: 2027-01-20 18:00\nEnd: 2027-01-20 20:00\nTimezone: Europe/London\nPlace: L\nCost: 1",
    "community": "Link: https://a.example/",
    "tool": "Link: https://a.example/",
    "video": "Link: https://a.example/\nDuration: 11:20",
}
TOPICS = 10
PARAGRAPHS = 6
WORDS = (
    "A paragraph of *some* twenty words, which is about as much as anybody says of a thing in one go. "
    * 3
)


def main() -> None:
    options = _parser().parse_args()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    print("| things | build | one of them | peak memory |")
    print("|---:|---:|---:|---:|")
    for count in options.resources:
        try:
            cost = _measured(count)
        except Failure as failure:
            sys.exit(f"{count} things: the build {failure}")
        seconds = cost.cpu_seconds
        print(
            f"| {count} | {seconds:.1f} s | {seconds / count * 1000:.1f} ms "
            f"| {cost.peak_bytes / MIB:.0f} MiB |",
            flush=True,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Building a site with a library.")
    parser.add_argument(
        "--resources", type=int, nargs="+", default=SIZES, metavar="N", help="sizes (250 to 2000)"
    )
    return parser


def _measured(count: int) -> Cost:
    folder = Path(tempfile.mkdtemp(dir=SCRATCH, prefix="resources-"))
    try:
        _fill(folder, count)
        return watch_build(folder / "conf.py", folder, NOW, SECONDS_AT_MOST)
    finally:
        shutil.rmtree(folder)


def _fill(folder: Path, count: int) -> None:
    (folder / "conf.py").write_text(SETTINGS)
    (folder / "feeds.yaml").write_text("partners: []\n")
    for name in ("posts", "resources"):
        (folder / "content" / name).mkdir(parents=True)
    post = "Title: One\nResources: thing-0\n\nWords.\n"
    (folder / "content/posts/2026-11-01-one.md").write_text(post)
    kinds = list(FIELDS.items())
    for n in range(count):
        what, fields = kinds[n % len(kinds)]
        head = f"Title: Thing {n}\nType: {what}\nDate: 2026-{n % 10 + 1:02}-{n % 28 + 1:02}\n"
        head += f"Summary: What thing {n} is for.\nTopic: Topic {n % TOPICS}\n{fields}\n"
        before = f"After [another]({{filename}}thing-{n - 1}.md).\n\n" if n else ""
        text = f"{head}\n{before}" + f"{WORDS}\n\n" * PARAGRAPHS
        (folder / f"content/resources/thing-{n}.md").write_text(text)


if __name__ == "__main__":
    main()
