"""`python -m frontdesk start`: make the project your own, by answering a few questions.

On a terminal it asks what no option has answered; elsewhere the options have to answer. It writes site.yaml
and the pages that follow from the answers, and takes away the samples that nobody has edited. Exit codes: 0
done, or nothing was to be done; 1 an answer is missing or cannot be used; 2 the command was mistyped.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from frontdesk.core.atomic import replace_file
from frontdesk.core.command_line import add_now_option, escape_unencodable_output, run_command
from frontdesk.core.errors import FrontDeskError, UsageError
from frontdesk.core.memory.folder import MemoryFolder, memory_folder
from frontdesk.core.timestamps import build_time
from frontdesk.start.answers import QUESTIONS, Question, read_answers
from frontdesk.start.changes import Changes, answers_before, paths_to_read, plan_changes
from frontdesk.start.samples import Samples, samples
from partner_blogs.store import default_store_folder

from .project import ROOT, command_parser, typed

_NEXT = {
    "github": "docs/deploy.md, 'GitHub Pages, every hour', says how to publish it there.",
    "own": "docs/deploy.md, 'A machine of your own', says how to publish it there.",
}
_NEXT |= dict.fromkeys(
    ("cloudflare", "netlify"),
    "docs/deploy.md, 'Netlify, Cloudflare Pages', says how to publish it there.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    given = {one.name: typed(getattr(options, one.name) or "") for one in QUESTIONS}
    return run_command(
        lambda: _start(given, options.now or build_time()), kept="Nothing is changed."
    )


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("start", "Make the project your own, by answering a few questions.")
    for one in QUESTIONS:
        parser.add_argument(f"--{one.name}", metavar="ANSWER", help=one.asks)
    add_now_option(parser)
    return parser


def _start(given: Mapping[str, str], now: datetime) -> int:
    if Path.cwd() != ROOT:
        raise UsageError(
            f"this would change {ROOT}, the project whose code runs, and you are in {Path.cwd()}; go "
            "there, or run `make clean` first if this project is a copy of it"
        )
    known = samples()
    found = {
        path: (ROOT / path).read_bytes() for path in paths_to_read(known) if (ROOT / path).is_file()
    }
    earlier = answers_before(found)
    if sys.stdin.isatty():
        given = {**given, **dict(_asked(given, earlier))}
    answers = read_answers(given, earlier)
    try:
        before = read_answers({}, earlier)
    except UsageError:
        before = None
    changes = plan_changes(found, _has_posts(found, known), answers, before, known, now)
    _apply(changes)
    said = [*_told(changes), *_clear_store(known)]
    print("\n".join(said or ["Nothing is to be done: everything is as you answered."]))
    for line in changes.left:
        print(f"Left: {line}", file=sys.stderr)
    print("`make serve` shows the site, and `make doctor` says what is still missing.")
    if next_step := _NEXT.get(answers.hosting):
        print(next_step)
    return 0


def _asked(given: Mapping[str, str], earlier: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a person answers, question by question; each is asked until the answer can be used."""
    for question in QUESTIONS:
        if not given[question.name]:
            yield question.name, _ask(question, earlier.get(question.name) or question.default)


def _ask(question: Question, default: str | None) -> str:
    shown = f" [{default}]" if default else ""
    while True:
        try:
            answer = input(f"{question.asks}{shown} ").strip() or default
        except EOFError:
            raise UsageError("the answers ended before the questions; nothing is changed") from None
        try:
            if answer is not None:
                return question.parse(answer)
            print("This one needs an answer.")
        except FrontDeskError as error:
            print(error)


def _has_posts(found: Mapping[str, bytes], known: Samples) -> bool:
    folder = ROOT / "content" / "posts"
    posts = (path.relative_to(ROOT).as_posix() for path in folder.rglob("*.md"))
    return any(not known.is_sample(path, found.get(path, b"")) for path in posts)


def _apply(changes: Changes) -> None:
    for path, data in changes.written.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        replace_file(ROOT / path, data)
    for path in changes.removed:
        (ROOT / path).unlink()
        for folder in (ROOT / path).parents:
            is_needed = folder.name in {"posts", "pages"} or folder == ROOT / "content"
            if is_needed or any(folder.iterdir()):
                break
            folder.rmdir()


def _told(changes: Changes) -> Iterator[str]:
    if changes.written:
        yield f"Written: {', '.join(changes.written)}"
    if changes.removed:
        yield f"Taken away: {len(changes.removed)} samples below content/"


def _clear_store(known: Samples) -> Iterator[str]:
    """Take away the store and the memory of the samples, unless they know more than samples."""
    store = default_store_folder(ROOT / "feeds.yaml")
    memory = memory_folder(store)
    partners = {path.stem for path in store.glob("partners/*.json")}
    if not partners & known.partners:
        return
    name = store.relative_to(ROOT)
    published = MemoryFolder(memory).read() if memory.is_dir() else None
    shipped = {**known.files, **known.general}
    digests = {path.removeprefix("content/"): one for path, one in shipped.items()}
    own = [
        path
        for path, source in (published.sources if published else {}).items()
        if not digests.get(path, "").startswith(source)
    ]
    if partners <= known.partners and not own:
        for folder in (store, memory):
            shutil.rmtree(folder, ignore_errors=True)
        yield f"Taken away: {name}, the store of the sample partners"
    else:
        yield (
            f"{name} stays, because it knows more than samples; partners that feeds.yaml names no more "
            "leave it by themselves"
        )
