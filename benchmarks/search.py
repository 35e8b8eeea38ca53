"""How good the search is beside Pagefind, what an index costs, and how long a reader waits.

    python benchmarks/search.py
    python benchmarks/search.py --posts 1000 10000 --only cost

Quality: the judged queries of tests/frontdesk/build/search run through both, over the same pages. Ours runs
in Node, Pagefind in Chromium. Pagefind gets each page in the language of the site, as the theme has it, and
once more in its own; of its answers to the second, those of each language count.

Cost: posts of 200 to 900 words, as often as in a language (Zipf), of 90,000 that begin as unevenly as in
English. The index is made from nothing, then after one edit, in processor time and the most that the
process held. Then twenty queries of two words, each after a first search: what they load, packed, and how
many files. Then a hundred words with one mistake each, at any letter: how many are understood.

Line: the last of these indexes in the page Search of the sample site, in Chromium on a line of 1.6 Mbit/s
and 150 ms, as Lighthouse has it for a telephone. The same queries, sent one after the other: how long until
the results show, and until those on the screen have their excerpts; what was loaded, excerpts and all.

The tables go to standard output.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import html
import itertools
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from slow_line import SCREEN, slow_line

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

from tests.browser.host import hosted  # noqa: E402
from tests.frontdesk.build.search.judged import (  # noqa: E402
    answers,
    document,
    documents,
    faults,
    index_files,
    queries,
)
from tests.whole_sites.pages import Pages  # noqa: E402

from frontdesk.build.search.index import IndexFile, write_index  # noqa: E402
from frontdesk.site.search_documents import SearchDocument  # noqa: E402

QUERIES = 20
MISTYPED = 100
WORDS = 90_000
FIRST = datetime(2011, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=365 * 15)
COMMON = """
    the of and a to in is it that for was on are as with his they be at one have this from or had by not
    but what some we can out other were all there when up use your how said an each she
"""
BEGINNINGS = ("",) * 7 + ("con", "com", "re", "pre", "in", "un", "de", "dis", "ex")
CONSONANTS = "b br c ch d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t tr v w"
VOWELS = "a e i o u ea ou ai"
CLOSINGS = "n r s t l m nd st ck ng rt nt"
ENDINGS = ("", "", "s", "ing", "ed", "er", "ion", "ly")
SAMPLE_POST = "2026/11/how-long-is-shortly.html"
_PROSE = re.compile(r'(?<=class="prose e-content">).*(?=</article>)', re.DOTALL)
RESULTS_SHOWN = """q => {
  const { textContent: said, dataset } = document.getElementById("said");
  return said.includes(`“${q}”`) && said !== dataset.wait.replace("{q}", q);
}"""
EXCERPTS_SHOWN = """() => [...document.querySelectorAll("#found li")].every((one) =>
  one.getBoundingClientRect().top > innerHeight || one.querySelector("p").textContent)"""
IN_BROWSER = """async ([queries, language]) => {
  document.documentElement.lang = language;
  const pagefind = await import("/pagefind/pagefind.js?" + language);
  await pagefind.options({noWorker: true});
  await pagefind.init();
  const found = [];
  for (const q of queries) {
    const {results} = await pagefind.search(q);
    const first = await Promise.all(results.slice(0, 5).map((one) => one.data()));
    found.push(first.map((one) => one.url));
  }
  await pagefind.destroy();
  return found;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description="The search beside Pagefind, and its cost.")
    parser.add_argument("--posts", type=int, nargs="+", default=(1000, 10_000), metavar="N")
    parser.add_argument("--only", choices=("quality", "cost", "line"))
    parser.add_argument("--one-size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one_size:
        print(_cost(options.one_size))
        return
    if options.only in {None, "quality"}:
        _print_quality()
    if options.only in {None, "cost"}:
        columns = (
            *("posts", "from nothing", "one edit", "highest memory", "files", "index, packed"),
            *("first load", "a query of two words (least to most)", "its files"),
            "mistyped words understood",
        )
        print(f"\n| {' | '.join(columns)} |\n|{'---:|' * len(columns)}", flush=True)
        for count in options.posts:  # each in a process of its own, for its memory
            command = [sys.executable, __file__, "--one-size", str(count)]
            subprocess.run(command, check=True)  # noqa: S603 - this very program
    if options.only in {None, "line"}:
        _print_line(options.posts[-1])


def _print_quality() -> None:
    judged, found = queries(), list(documents())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = _ours(found, folder, judged)
        pagefind = {
            "site": _pagefind(found, folder / "site", judged, own_languages=False),
            "own": _pagefind(found, folder / "own", judged, own_languages=True),
        }
    columns = {"ours": ours, **pagefind}
    titles = {
        "ours": "ours",
        "site": "Pagefind, language of the site",
        "own": "Pagefind, language of each page",
    }
    for query in judged:
        if wrong := {
            titles[name]: of[query["q"]] for name, of in columns.items() if of[query["q"]]
        }:
            print(f"- {query['q']}: {'; '.join(f'{n}: {w[0]}' for n, w in wrong.items())}")
    print("\nQueries that find what they should:\n")
    print(f"| kind | queries | {' | '.join(titles.values())} |\n|---|{'---:|' * (1 + len(titles))}")
    kinds = {
        query["kind"]: [one for one in judged if one["kind"] == query["kind"]] for query in judged
    }
    for kind, some in {**kinds, "all": judged}.items():
        good = (sum(not of[one["q"]] for one in some) for of in columns.values())
        print(f"| {kind} | {len(some)} | {' | '.join(map(str, good))} |")


Judged = Mapping[str, Sequence[str]]
"""What is wrong with the answer to each query."""


def _ours(
    found: Iterable[SearchDocument], folder: Path, judged: Iterable[Mapping[str, Any]]
) -> Judged:
    for name, data in index_files(found, folder / "cache.sqlite", "").items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    texts = {one.url: one.text() for one in found}
    asked = [query["q"] for query in judged]
    return {
        query["q"]: faults(query, one["urls"], [*one["meant"].values()])
        for query, one in zip(judged, answers(folder / "search", asked, texts), strict=True)
    }


def _pagefind(
    found: Iterable[SearchDocument],
    site: Path,
    judged: Sequence[Mapping[str, Any]],
    *,
    own_languages: bool,
) -> Judged:
    """The offered word is left out of what Pagefind is judged by: it offers none."""
    from pagefind_bin import get_executable  # noqa: PLC0415 - not for the cost
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    site.mkdir()
    languages, names = set(), {}
    for n, one in enumerate(found):
        language = one.language if own_languages else "en"
        languages.add(language)
        names[f"/{n}.html"] = one.url
        keys = f"<p>{html.escape(', '.join(one.keywords))}</p>" if one.keywords else ""
        (site / f"{n}.html").write_text(
            f'<!doctype html><html lang="{language}"><body><main data-pagefind-body>'
            f"<h1>{html.escape(one.title)}</h1><p>{html.escape(one.text())}</p>{keys}</main></body></html>",
            encoding="utf-8",
        )
    command = [str(get_executable()), "--site", str(site), "--silent"]
    subprocess.run(command, check=True)  # noqa: S603 - the program of a package
    asked = [query["q"] for query in judged]
    with sync_playwright() as playwright:
        chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        page = playwright.chromium.launch(executable_path=chromium).new_page()
        page.route("**/*", functools.partial(_serve, site))
        page.goto("http://site.example/")
        lists = [page.evaluate(IN_BROWSER, [asked, language]) for language in sorted(languages)]
    result = {}
    for n, query in enumerate(judged):
        query = {name: value for name, value in query.items() if name != "meant"}  # noqa: PLW2901
        each = [faults(query, [names[url] for url in one[n]]) for one in lists]
        good = all if query.get("none") else any
        result[query["q"]] = [] if good(not one for one in each) else min(each, key=len) or each[0]
    return result


def _serve(site: Path, route: Any) -> None:
    path = site / route.request.url.partition("site.example/")[2].partition("?")[0]
    if path.is_file():
        kind = {".js": "text/javascript", ".wasm": "application/wasm"}.get(path.suffix)
        route.fulfill(body=path.read_bytes(), content_type=kind or "application/octet-stream")
    else:
        route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")


def _cost(count: int) -> str:
    made = _Made()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = Path(name)
        cache = folder / "cache.sqlite"
        found = list(made.posts(count))
        (folder / "search").mkdir()
        digests: dict[str, bytes] = {}

        def write(file: IndexFile) -> None:
            """Write what has changed, as a build does."""
            if digests.get(file.path) != file.digest:
                (folder / file.path).write_bytes(file.data())
                digests[file.path] = file.digest

        def timed() -> float:
            start, made.spent = time.process_time(), 0.0
            write_index(found, cache, "", write)
            return time.process_time() - start - made.spent

        nothing, edits = timed(), list[float]()
        for n in range(5):
            nth = count // 3 + n
            found[nth] = made.post(nth, count, f"reprise{n} and other words")
            edits.append(timed())
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        packed = {path: len(gzip.compress((folder / path).read_bytes())) for path in digests}
        loaded = answers(folder / "search", list(made.queries()), {}, fresh=True)
        mistyped = dict(made.mistyped())
        guesses = answers(folder / "search", list(mistyped), {}, fresh=True)
    sizes = [one["bytes"] / 1000 for one in loaded]
    understood = sum(one["meant"].get(one["q"]) == mistyped[one["q"]] for one in guesses)
    return (
        f"| {count:,} | {nothing:.1f} s | {statistics.median(edits):.2f} s | {highest:.0f} MiB "
        f"| {len(packed):,} | {sum(packed.values()) / 1e6:.1f} MB "
        f"| {packed['search/index.json'] / 1000:.0f} kB "
        f"| {statistics.median(sizes):.0f} kB ({min(sizes):.0f} to {max(sizes):.0f}) "
        f"| {statistics.median(len(one['files']) for one in loaded):.0f} "
        f"| {understood} of {len(mistyped)} |"
    )


def _print_line(count: int) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not for the cost

    made = _Made()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        command = [sys.executable, "-m", "frontdesk", "build", "pelicanconf.py", "--output", name]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)  # noqa: S603
        files = _Files(
            (path.relative_to(folder).as_posix(), path.read_bytes())
            for path in folder.rglob("*")
            if path.is_file() and not path.is_relative_to(folder / "search")
        )
        before, _, after = _PROSE.sub("\0", files[SAMPLE_POST].decode(), count=1).partition("\0")
        found = list(made.posts(count))
        for one in found:
            files[one.url] = functools.partial(_page, before, after, one)
        files.update(index_files(found, folder / "cache.sqlite"))
        chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        with hosted(Pages(files, "http://localhost")) as root:
            page = playwright.chromium.launch(executable_path=chromium).new_page(viewport=SCREEN)
            waits = _waits(page, f"{root}/search.html", ["the", *made.queries()])
    results, excerpts, sizes, requests = zip(*waits[1:], strict=True)
    print(
        f"\n{QUERIES} queries of two words over {count:,} posts, on a line of 1.6 Mbit/s and 150 ms:\n"
    )
    print("| | median | most |\n|---|---:|---:|")
    for what, values, unit in (
        ("results after", results, "s"),
        ("excerpts after", excerpts, "s"),
        ("loaded", [size / 1000 for size in sizes], "kB"),
        ("requests", requests, ""),
    ):
        middle, most = statistics.median(values), max(values)
        print(f"| {what} | {middle:.3g} {unit} | {most:.3g} {unit} |")


def _waits(page: Any, address: str, queries: Iterable[str]) -> list[tuple[float, float, int, int]]:
    """Of each query: the seconds until its results and until their excerpts, bytes and requests."""
    loaded: list[int] = []
    line = slow_line(page)
    line.on("Network.loadingFinished", lambda one: loaded.append(one["encodedDataLength"]))
    page.goto(address)
    waits = []
    for query in queries:
        loaded.clear()
        page.fill("#q", query)
        start = time.monotonic()
        page.press("#q", "Enter")
        page.wait_for_function(RESULTS_SHOWN, arg=query)
        results = time.monotonic() - start
        page.wait_for_function(EXCERPTS_SHOWN)
        excerpts = time.monotonic() - start
        page.wait_for_load_state("networkidle")
        waits.append((results, excerpts, sum(loaded), len(loaded)))
    return waits


class _Files(dict[str, Any]):
    """Files, of which some are made when they are asked for."""

    def __getitem__(self, name: str) -> bytes:
        found = super().__getitem__(name)
        return bytes(found() if callable(found) else found)


def _page(before: str, after: str, one: SearchDocument) -> bytes:
    return f"{before}<p>{one.text()}</p>{after}".encode()


class _Made:
    """Posts of words that are used as often as in a language; always the same.

    Attributes:
        spent: processor time for making up texts, in seconds.
    """

    spent = 0.0

    def __init__(self) -> None:
        chance = random.Random(1)  # noqa: S311 - no secret
        self._words = [*COMMON.split(), *dict.fromkeys(_word(chance) for _ in range(WORDS))]
        self._often = list(itertools.accumulate(1 / (n + 2.7) for n in range(len(self._words))))

    def posts(self, count: int) -> Iterator[SearchDocument]:
        return (self.post(n, count) for n in range(count))

    def post(self, nth: int, count: int, more: str = "") -> SearchDocument:
        chance = random.Random(nth)  # noqa: S311
        title = " ".join(chance.choices(self._words, cum_weights=self._often, k=6))
        size = chance.randint(200, 900)
        made = document(f"2011/01/{nth}.html", title, more, date=FIRST + YEARS * (nth / count))

        def text() -> str:
            start = time.process_time()
            words = random.Random(-nth).choices(self._words, cum_weights=self._often, k=size)  # noqa: S311
            made = " ".join([*words, more])
            self.spent += time.process_time() - start
            return made

        fields = {name: getattr(made, name) for name in made.__struct_fields__}
        digest = sha256(f"{nth} {more}".encode()).digest()
        return SearchDocument(**{**fields, "text": text, "digest": digest})

    def queries(self) -> Iterator[str]:
        """Two words each, of those that readers ask for: neither the commonest nor the rarest."""
        chance = random.Random(2)  # noqa: S311
        return (" ".join(chance.sample(self._words[50:3000], 2)) for _ in range(QUERIES))

    def mistyped(self) -> Iterator[tuple[str, str]]:
        """Words of five letters or more with one mistake each, and as they should be."""
        chance, known = random.Random(3), set(self._words)  # noqa: S311
        words = [word for word in self._words[50:3000] if len(word) > 4]
        for word in chance.sample(words, MISTYPED):
            wrong = word
            while wrong in known:
                at, letter = (
                    chance.randrange(len(word)),
                    chance.choice("abcdefghijklmnopqrstuvwxyz"),
                )
                before, after = word[:at], word[at + 1 :]
                swapped = f"{before}{after[:1]}{word[at]}{after[1:]}"
                left_out, added = before + after, f"{before}{letter}{word[at:]}"
                wrong = chance.choice((f"{before}{letter}{after}", left_out, added, swapped))
            yield wrong, word


def _word(chance: random.Random) -> str:
    starts, vowels, closings = CONSONANTS.split(), VOWELS.split(), ["", "", *CLOSINGS.split()]
    parts = (
        chance.choice(starts) + chance.choice(vowels) + chance.choice(closings)
        for _ in range(chance.choice((1, 2, 2, 2, 3, 3)))
    )
    return chance.choice(BEGINNINGS) + "".join(parts) + chance.choice(ENDINGS)


if __name__ == "__main__":
    main()
