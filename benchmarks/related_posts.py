"""How long it takes to find what is related to each post, at several sizes.

    python benchmarks/related_posts.py --posts 1250 2500 5000 10000

Posts of 400 words come one a day, on one of a hundred subjects each: of its words some are its subject's,
some its own, and most are those that all use, as often as in a language. It has two of a few hundred
tags, and every fifth belongs to one of eight series. Traits are what is compared of each text; the choice
is made of them, from nothing and when the post in the middle has other words. All are processor time, the
fastest of three, and linear where the column for a post stays level. The table goes to standard output.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

from frontdesk.site.related_features import Traits, traits
from frontdesk.site.related_updates import ComparedPost, related_today

SIZES = (1250, 2500, 5000, 10_000)
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
SUBJECTS = 100
TAGS = 400
SERIES = 8
WORDS = 400
MOST = 3

Text = tuple[str, str, tuple[str, ...], str]
"""Title, text, tags and series."""
Made = TypeVar("Made")


def main() -> None:
    print(
        "| posts | traits | choice | a post | after an edit | under how many a post stands at most |"
    )
    print("|---:|---:|---:|---:|---:|---:|")
    for count in _parser().parse_args().posts:
        texts = list(_texts(count))
        reading, posts = _fastest(_read, texts)
        choice, found = _fastest(related_today, None, posts, MOST)
        edited = [*posts]
        edited[count // 2] = _compared(count // 2, traits(*texts[0]))
        edit, _ = _fastest(related_today, found, edited, MOST)
        stands = Counter(chain.from_iterable(found.related))
        print(
            f"| {count} | {reading:.2f} s | {choice:.2f} s | {(reading + choice) / count * 1e6:.0f} µs "
            f"| {edit * 1000:.0f} ms | {max(stands.values())} |",
            flush=True,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Finding what is related to each post.")
    parser.add_argument(
        "--posts", type=int, nargs="+", default=SIZES, metavar="N", help="sizes (1250 to 10000)"
    )
    return parser


def _fastest(make: Callable[..., Made], *arguments: Any) -> tuple[float, Made]:
    """Processor seconds of the fastest of three, and what was made in them."""
    return min((_timed(make, *arguments) for _ in range(3)), key=itemgetter(0))


def _timed(make: Callable[..., Made], *arguments: Any) -> tuple[float, Made]:
    gc.collect()
    started = time.process_time()
    made = make(*arguments)
    return time.process_time() - started, made


def _read(texts: list[Text]) -> list[ComparedPost]:
    return [_compared(n, traits(*text)) for n, text in enumerate(texts)]


def _compared(number: int, found: Traits) -> ComparedPost:
    mark = repr(found).encode()
    return ComparedPost(f"{number}.md", FIRST + timedelta(days=number), mark, lambda: found)


def _texts(count: int) -> Iterator[Text]:
    chance = random.Random(count)  # noqa: S311 - the same on every run
    common = [_word(n) for n in range(20_000)]
    often = [1 / (n + 3) for n in range(len(common))]
    for n in range(count):
        subject = chance.randrange(SUBJECTS)
        words = chance.choices(common, often, k=WORDS - 60)
        words += (_word(100_000 + subject * 50 + chance.randrange(50)) for _ in range(40))
        words += (_word(1_000_000 + n * 20 + chance.randrange(20)) for _ in range(20))
        chance.shuffle(words)
        yield (
            " ".join(words[:6]),
            " ".join(words),
            tuple(f"tag {(subject * 7 + chance.randrange(9)) % TAGS}" for _ in range(2)),
            f"series {subject % SERIES}" if n % 5 == 0 else "",
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
