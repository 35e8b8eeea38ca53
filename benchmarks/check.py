"""How long a check of many posts takes.

Writes posts of a usual kind into a temporary folder: some 350 words each, with headings, links to other
posts, a quotation, a list, and every third with a picture or a block of code; half with a header
between lines of `---`. Then `python -m frontdesk check` reads them twice, each time in processes of its
own: at first nothing is known of them, then what was made of each is found again. Linux only: it reads
/proc.

    .venv/bin/python benchmarks/check.py            10,000 posts
    .venv/bin/python benchmarks/check.py 1000 --repeat 3
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from watch import ROOT, Cost, Failure, watch

SECONDS_AT_MOST = 1800
MIB = 1024 * 1024
SETTINGS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
CACHE_PATH = "cache"
"""
TEXT = (
    "the client asked for an estimate on Monday and we sent one by noon because nobody likes to wait for a "
    "number that somebody else has to sign before the bank opens and the printer begins"
)
WORDS = TEXT.split()
TAGS = ("fees", "promises", "calls", "e-mail", "listening", "bad-news", "meetings", "notes")
CATEGORIES = ("Craft", "Practice", "Columns", "Recovery")
FIRST = date(2008, 1, 1)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def write_posts(folder: Path, count: int) -> None:
    """Fill a content folder; the same count gives the same posts."""
    chance = random.Random(count)  # noqa: S311 - nothing secret
    (folder / "posts").mkdir(parents=True)
    (folder / "images").mkdir()
    (folder / "images/desk.svg").write_text(PICTURE, encoding="utf-8")
    for n in range(count):
        (folder / name(n)).write_text(post(n, chance), encoding="utf-8")


def name(n: int) -> str:
    return f"posts/{FIRST + timedelta(days=n // 2)}-number-{n}.md"


def post(n: int, chance: random.Random) -> str:
    day = FIRST + timedelta(days=n // 2)
    tags = ", ".join(chance.sample(TAGS, 3))
    head = [f"Title: Number {n}: {sentence(chance, 5)}", f"Date: {day} 08:30"]
    head += [
        f"Category: {chance.choice(CATEGORIES)}",
        f"Tags: {tags}",
        f"Summary: {sentence(chance, 15)}",
    ]
    if n % 2:
        head = ["---", *head[:3], f"Tags: [{tags}]", f'Summary: "{sentence(chance, 15)}"', "---"]
    parts = [paragraph(chance), paragraph(chance), "## What happened", paragraph(chance)]
    if n:
        target = name(chance.randrange(n))
        parts.append(
            f"{sentence(chance, 9)}, as [said before]({{filename}}/{target}), {paragraph(chance)}"
        )
    parts += [
        f"> {paragraph(chance)}\n>\n> — Ann Example, [her blog](https://elsewhere.example/{n}), 2008"
    ]
    parts += [
        "## What to do",
        "\n".join(f"- {sentence(chance, 12)}" for _ in range(4)),
        paragraph(chance),
    ]
    parts += (
        ["![A desk with a telephone]({static}/images/desk.svg)"],
        [f"```text\n{sentence(chance, 8)}\n{sentence(chance, 8)}\n```"],
        [],
    )[n % 3]
    return "\n".join(head) + "\n\n" + "\n\n".join(parts) + "\n"


def sentence(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count)).capitalize()


def paragraph(chance: random.Random) -> str:
    return " ".join(f"{sentence(chance, chance.randint(8, 18))}." for _ in range(4))


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a check of many posts takes.")
    parser.add_argument("count", type=int, nargs="?", default=10_000, help="of posts; 10000")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="the fastest counts; 1")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_posts(folder / "content", options.count)
        size = sum(path.stat().st_size for path in Path(folder, "content/posts").iterdir())
        (folder / "conf.py").write_text(SETTINGS, encoding="utf-8")
        pairs = [both(folder) for _ in range(options.repeat)]
    print(f"{options.count} posts, {size / 1e6:.1f} MB")
    for when, costs in zip(("at first", "again"), zip(*pairs, strict=True), strict=True):
        best = min(costs)
        print(
            f"{when}: {best.seconds:.1f} s, {best.cpu_seconds:.1f} s of processor time, "
            f"{best.peak_bytes / MIB:.0f} MiB at most"
        )


def both(folder: Path) -> tuple[Cost, Cost]:
    """A check that knows none of the texts, and the next one, which knows all."""
    shutil.rmtree(folder / "cache", ignore_errors=True)
    return checked(folder), checked(folder)


def checked(folder: Path) -> Cost:
    command = [sys.executable, "-m", "frontdesk", "check", str(folder / "content")]
    command += ["--settings", str(folder / "conf.py"), "--now", "2026-11-22T06:00Z"]
    try:
        cost = watch(command, folder / "log", SECONDS_AT_MOST)
    except Failure as failure:
        sys.exit(f"The check {failure}")
    said = (folder / "log").read_text(encoding="utf-8")
    if "no problems" not in said:
        sys.exit(f"The posts of this benchmark have mistakes:\n{said[-2000:]}")
    return cost


if __name__ == "__main__":
    main()
