"""How long it takes to find what is related to each post, at several sizes.

    python benchmarks/related_posts.py --posts 1250 2500 5000 10000

Posts of 400 words come one a day, on one of a hundred subjects each: of its words some are its subject's,
some its own, and most are those that all use, as often as in a language. It has two of a few hundred
tags, and every fifth belongs to one of eight series. The choice is linear where the column a post stays
level; it is processor time, the fastest of three. The table goes to standard output.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from frontdesk.site.related import Post, find_related

SIZES = (1250, 2500, 5000, 10_000)
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
SUBJECTS = 100
TAGS = 400
SERIES = 8
WORDS = 400
MOST = 3


def main() -> None:
    print("| posts | choice | a post | under how many a post stands at most |")
    print("|---:|---:|---:|---:|")
    for count in _parser().parse_args().posts:
        posts = list(_posts(count))
        seconds = min(_choice(posts) for _ in range(3))
        stands = _stands_at_most(posts)
        print(
            f"| {count} | {seconds:.2f} s | {seconds / count * 1e6:.0f} µs | {stands} |", flush=True
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Finding what is related to each post.")
    parser.add_argument(
        "--posts", type=int, nargs="+", default=SIZES, metavar="N", help="sizes (1250 to 10000)"
    )
    return parser


def _choice(posts: list[Post]) -> float:
    """Processor seconds of one choice."""
    gc.collect()
    started = time.process_time()
    find_related(posts, MOST)
    return time.process_time() - started


def _stands_at_most(posts: list[Post]) -> int:
    counts = dict.fromkeys((post.key for post in posts), 0)
    for others in find_related(posts, MOST):
        for other in others:
            counts[other.key] += 1
    return max(counts.values())


def _posts(count: int) -> Iterator[Post]:
    chance = random.Random(count)  # noqa: S311 - the same on every run
    common = [_word(n) for n in range(20_000)]
    often = [1 / (n + 3) for n in range(len(common))]
    for n in range(count):
        subject = chance.randrange(SUBJECTS)
        words = chance.choices(common, often, k=WORDS - 60)
        words += (_word(100_000 + subject * 50 + chance.randrange(50)) for _ in range(40))
        words += (_word(1_000_000 + n * 20 + chance.randrange(20)) for _ in range(20))
        chance.shuffle(words)
        yield Post(
            key=f"{n}.md",
            date=FIRST + timedelta(days=n),
            title=" ".join(words[:6]),
            text=" ".join(words),
            tags=tuple(f"tag {(subject * 7 + chance.randrange(9)) % TAGS}" for _ in range(2)),
            series=f"series {subject % SERIES}" if n % 5 == 0 else "",
        )


def _word(n: int) -> str:
    """Another word for each number; the last of its digits come first, so that beginnings differ."""
    word = ""
    while n or len(word) < 4:
        n, digit = divmod(n, 16)
        word += "bcdfghklmnprstvw"[digit] + "aeiou"[digit % 5]
    return word


if __name__ == "__main__":
    main()
