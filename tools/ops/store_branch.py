"""Keep the store on a branch of its own, for machines that forget everything between two runs (O2).

    python -m tools.ops.store_branch restore     the branch → the store; nothing there is taken away
    python -m tools.ops.store_branch keep        the store → the one commit of the branch

The branch is one commit without a parent, so that what was erased is in no older one (E7). It is pushed
with a lease: it takes the place of the commit that was joined before, and of no other. If another
machine was first, the push is refused; then its commit is joined too, and the push is tried again (B6).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from frontdesk.core.atomic import replace_file
from frontdesk.core.errors import FrontDeskError
from frontdesk.core.memory.folder import MemoryFolder
from frontdesk.core.urls import has_credentials
from partner_blogs.erasure import merge_records, merge_snapshots
from partner_blogs.model.state import PartnerFetchState
from partner_blogs.refresh.store_erasure import erase_from_store
from partner_blogs.store import Store, default_store_folder
from partner_blogs.store_merge import merge_editions, merge_states

ROOT = Path(__file__).resolve().parents[2]
KEPT_AS = ".kept-as"
"""In the store: the commit that it grew from. Not kept, like every name that begins with a dot."""

WORK = ".branch"
"""In the store: where git works meanwhile. It lies there so that the next run finds and removes what a
killed one left."""

TRIES = 5
README = """# The store

What partners' feeds said, and when we first saw it: data that exists nowhere else. Each scheduled run
that learnt anything replaces the one commit of this branch, so that what was erased is gone from here
too. Do not delete this branch, do not merge it, and do not forbid forced pushes to it. docs/deploy.md on
the main branch says more.
"""


class BranchError(Exception):
    """git could not do it; the text says what, and what to do."""


Join = Callable[[Path, Path, bool], Sequence[str]]
"""Brings into our folder what theirs knows: (ours, theirs, whether ours grew from theirs) → what to tell,
in plain lines. What ours lacks although it grew from theirs was taken out on this machine since."""


class Folder(NamedTuple):
    """A folder beside the store that the branch keeps.

    Attributes:
        name: below var/.
        path: on the branch; "" is its root.
        join: what to do where both have something.
    """

    name: str
    path: str
    join: Join


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 where the store is as the branch is, 1 where it could not be brought there."""
    options = _parser().parse_args(arguments)
    store = Store(options.store or default_store_folder(options.repository / "feeds.yaml"))
    try:
        branch = Branch(options.repository, options.remote, options.branch)
        print({"restore": restore, "keep": keep}[options.command](branch, store))
        for notice in store.notices:
            print(notice, file=sys.stderr)
    except (BranchError, FrontDeskError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Keep the store on a branch of its own.")
    parser.add_argument("command", choices=("restore", "keep"))
    parser.add_argument("--store", type=Path, metavar="DIR")
    parser.add_argument("--repository", type=Path, default=ROOT, metavar="DIR")
    parser.add_argument("--remote", default="origin", metavar="NAME")
    parser.add_argument("--branch", default="store", metavar="NAME")
    return parser


# --- what is done -------------------------------------------------------------------------------


def restore(branch: Branch, store: Store) -> str:
    """Bring what the branch has into the store."""
    if branch.newest() is None:
        return (
            f"There is no branch {branch.name} yet: the store begins empty. If it once had history, "
            "bring back what the published site still tells: python -m partner_blogs recover ADDRESS"
        )
    with store.locked(), branch.at_work(store.folder / WORK):
        store.set_aside_damaged()
        if (commit := branch.fetch()) is None:
            raise BranchError(f"the branch {branch.name} was deleted meanwhile; run it again")
        lines = _take_in(branch, commit, store)
        store.set_aside_damaged()
    return "\n".join([*lines, f"The store is as on the branch {branch.name}."])


def keep(branch: Branch, store: Store) -> str:
    """Let a commit of the store take the place of the branch's, after taking in what others have kept
    meanwhile."""
    if not store.folder.is_dir():
        return "There is no store yet, so nothing is kept."
    with store.locked(), branch.at_work(store.folder / WORK):
        store.set_aside_damaged()
        for _ in range(TRIES):
            there = branch.fetch()
            if there is not None:
                _take_in(branch, there, store)
                store.set_aside_damaged()
            _refuse_passwords(store)
            store.remove_unused_parts()
            commit = branch.commit(_trees(store), there, _message(store))
            if commit is None:
                return f"The branch {branch.name} has all of the store already."
            if branch.push(commit, there):
                _note(store, commit)
                return f"The store is kept on the branch {branch.name}: {commit[:10]}."
    raise BranchError(
        f"others wrote to the branch {branch.name} {TRIES} times meanwhile; run it again later"
    )


def _refuse_passwords(store: Store) -> None:
    """A branch may be public. A refresh keeps no password; older ones did."""
    found = [
        id_ for id_, visit in store.fetch_states().items() if has_credentials(visit.feed or "")
    ]
    if found:
        files = ", ".join(f"partners/{id_}.json" for id_ in found)
        raise BranchError(
            f"a password stands in {files}, so nothing was kept: run `make refresh`, or take it out of "
            "`feed` there"
        )


def _take_in(branch: Branch, commit: str, store: Store) -> list[str]:
    """Join each folder of the branch to ours; what came of it, in plain lines."""
    theirs, grew = branch.checked_out(commit), commit == _grew_from(store)
    lines: list[str] = []
    for folder in FOLDERS:
        there = theirs / folder.path
        if there.is_dir():
            lines += folder.join(_place(folder, store), there, grew)
    _note(store, commit)
    return lines


def _trees(store: Store) -> dict[str, Path]:
    """Path on the branch → the folder that goes there."""
    places = {folder.path: _place(folder, store) for folder in FOLDERS}
    return {path: place for path, place in places.items() if place.is_dir()}


def _place(folder: Folder, store: Store) -> Path:
    return store.folder if folder.path == "" else store.folder.parent / folder.name


def _grew_from(store: Store) -> str | None:
    path = store.folder / KEPT_AS
    return path.read_text(encoding="ascii").strip() if path.is_file() else None


def _note(store: Store, commit: str) -> None:
    replace_file(store.folder / KEPT_AS, f"{commit}\n".encode("ascii"))


def _message(store: Store) -> str:
    report = store.last_refresh()
    if report is None:
        return "The store before its first refresh"
    return f"{report.at:%Y-%m-%d %H:%M}: {report.asked} asked, {len(report.failed)} failed"


# --- joins --------------------------------------------------------------------------------------


def join_stores(ours: Path, theirs: Path, grew: bool) -> list[str]:
    """Everything of theirs that is not in ours; where both have a file, what both know (B6); of what either
    has erased, nothing (E7). Where ours grew from theirs, only a partner or edition that ours lost comes
    back: a picture that it lacks was forgotten on purpose."""
    one, other = Store(ours), Store(theirs)
    lines = [
        f"{path.relative_to(theirs).as_posix()} is damaged on the branch. The next refresh asks its "
        "partner anew; `python -m partner_blogs recover ADDRESS` brings back what the published site "
        "still tells."
        for path in other.damaged()
    ]
    other.set_aside_damaged()
    record = merge_records(one.erased(), other.erased())
    record = merge_records(
        record, erase_from_store(other, record).record
    )  # what they erase never comes in
    erase_from_store(one, record)
    if (
        not grew
        and (lists := merge_snapshots(one.list_snapshots(), other.list_snapshots()))
        != one.list_snapshots()
    ):
        one.save_list_snapshots(lists)
    for path in _data(theirs):
        _join_file(path, path.relative_to(theirs), one, other, grew=grew)
    one.save_fetch_states(_later_tries(one.fetch_states(), other.fetch_states()))
    erase_from_store(one, merge_records(record, one.erased()))
    return lines


def _later_tries(
    ours: Mapping[str, PartnerFetchState], theirs: Mapping[str, PartnerFetchState]
) -> list[PartnerFetchState]:
    """How it went with partners whose own file is the same here and there, where theirs was asked later."""
    both = [(ours[id_], theirs[id_]) for id_ in ours.keys() & theirs.keys()]
    return [
        there
        for here, there in both
        if here.told_until == there.told_until
        and here.last_try
        and there.last_try
        and here.last_try < there.last_try
    ]


def _join_file(path: Path, name: Path, one: Store, other: Store, *, grew: bool) -> None:
    kind, there = name.parts[0], one.folder / name
    if name.as_posix() in _NOT_JOINED or kind in {*_OTHER_FOLDERS, "older"}:
        return
    if not there.exists() and kind == "partners" and path.suffix == ".json":
        if state := other.state(path.stem):
            one.save_state(state)
    elif not there.exists():
        if not grew or (kind in {"partners", "editions"} and path.suffix == ".json"):
            replace_file(there, path.read_bytes())
    elif grew or there.read_bytes() == path.read_bytes():
        return
    elif kind == "partners":
        theirs_has, ours_has = other.state(path.stem), one.state(path.stem)
        if theirs_has and ours_has:
            one.save_state(merge_states(ours_has, theirs_has))
    elif kind == "editions":
        before, now = (store.edition(name.parts[1], path.stem) for store in (other, one))
        if before and now:
            one.save_edition(merge_editions(now, before))


def join_memories(ours: Path, theirs: Path, grew: bool) -> list[str]:
    """What both memories of the site know (B9). Where ours grew from theirs, theirs knows nothing more,
    unless ours was lost. Of files that no memory knows, those that ours lacks."""
    one, other = MemoryFolder(ours), MemoryFolder(theirs)
    if not grew:
        join_missing(ours, theirs, grew)
    if not grew or one.read() is None:
        one.merge_from(other)
    return [*one.notices, *other.notices]


def join_missing(ours: Path, theirs: Path, grew: bool) -> list[str]:
    """The files that ours lacks; of two with one name ours stays. For folders without a better rule."""
    for path in _data(theirs):
        there = ours / path.relative_to(theirs)
        if not grew and not there.exists():
            replace_file(there, path.read_bytes())
    return []


def _data(folder: Path) -> list[Path]:
    """Every file that is data, in the order of their names."""
    files = (path for path in folder.rglob("*") if path.is_file())
    names = ((path.relative_to(folder), path) for path in files)
    return sorted(
        path for name, path in names if not any(part.startswith(".") for part in name.parts)
    )


FOLDERS = (
    Folder("partner_blogs", "", join_stores),
    Folder("site", "site", join_memories),
)
"""The store lies at the root of the branch, as it always did; other folders lie below their names."""

_NOT_JOINED = {"README.md", "erased.json", "lists.json", "tries.json"}
"""Files that are not copied: one is no data, and three are joined by rules of their own."""

_OTHER_FOLDERS = {folder.path for folder in FOLDERS}


# --- git ----------------------------------------------------------------------------------------


class Branch:
    """One branch at a remote. What is more than a look at it is done `at_work`.

    Attributes:
        remote: the address, or a name that the repository around us knows.
    """

    def __init__(self, repository: Path, remote: str, name: str) -> None:
        self.name = name
        self.remote = _address(repository, remote)
        self._folder: Path | None = None

    @contextlib.contextmanager
    def at_work(self, folder: Path) -> Iterator[None]:
        """Have a repository in this folder, which is nobody else's and is gone afterwards."""
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
        folder.mkdir(parents=True)
        self._folder = folder.resolve()
        try:
            self._git("init", "--quiet", "--bare")
            yield
        finally:
            self._folder = None
            shutil.rmtree(folder, ignore_errors=True)

    def newest(self) -> str | None:
        """The commit at the remote; None where there is no such branch.

        Raises:
            BranchError: where the remote cannot be asked. That is no empty branch: a refresh that
                began from nothing would take old posts for news.
        """
        said = self._said("ls-remote", self.remote, f"refs/heads/{self.name}")
        return said.split()[0] if said else None

    def fetch(self) -> str | None:
        """The same, with all that is in it.

        Raises:
            BranchError: like newest().
        """
        if self.newest() is None:
            return None
        here = "refs/heads/there"
        self._git("fetch", "--quiet", "--depth=1", self.remote, f"+refs/heads/{self.name}:{here}")
        return self._said("rev-parse", here)

    def checked_out(self, commit: str) -> Path:
        """The branch's files in a folder of their own."""
        folder = self._here / f"tree-{commit}"
        folder.mkdir(exist_ok=True)
        self._git("read-tree", commit)
        self._git(f"--work-tree={folder}", "checkout-index", "--all", "--force", cwd=folder)
        return folder

    def commit(self, trees: Mapping[str, Path], there: str | None, message: str) -> str | None:
        """A commit without a parent that has these folders and nothing else; None where the commit that
        is there is one already.

        Args:
            trees: path on the branch → folder; "" for its root.
            there: the commit that the branch has.
        """
        made = {path: self._tree(folder, is_root=not path) for path, folder in trees.items()}
        self._git("read-tree", "--empty")
        for path, tree in sorted(made.items()):
            self._git("read-tree", *(["-i", f"--prefix={path}/"] if path else []), tree)
        readme = self._said("hash-object", "-w", "--stdin", typed=README)
        self._git("update-index", "--add", "--cacheinfo", f"100644,{readme},README.md")
        tree = self._said("write-tree")
        if there and tree == self._said("rev-parse", f"{there}^{{tree}}") and self._is_alone(there):
            return None
        return self._said("commit-tree", tree, "-m", message)

    def _tree(self, folder: Path, *, is_root: bool) -> str:
        """Whatever in the folder is data, as git has it. What lies in the root where another folder has its
        place, as in a store that somebody cloned from the branch, is not."""
        self._git("read-tree", "--empty")
        others = [f":(exclude){path}" for path in sorted(_OTHER_FOLDERS) if is_root and path]
        no_data = (":(exclude,glob).*", ":(exclude,glob)**/.*", ":(exclude,glob)**/.*/**", *others)
        add = ("add", "--force", "--", ".", *no_data)
        self._git(f"--work-tree={folder.resolve()}", *add, cwd=folder)
        return self._said("write-tree")

    def _is_alone(self, commit: str) -> bool:
        """Whether it has no parent, of which a shallow repository says nothing elsewhere."""
        head, _, _ = self._said("cat-file", "commit", commit).partition("\n\n")
        return not any(line.startswith("parent ") for line in head.splitlines())

    def push(self, commit: str, there: str | None) -> bool:
        """Whether the branch took it; False where somebody else was first.

        Args:
            there: the only commit whose place it may take; None where there may be no branch.

        Raises:
            BranchError: where nobody else was, and it was refused all the same.
        """
        branch = f"refs/heads/{self.name}"
        lease = f"--force-with-lease={branch}:{there or ''}"
        pushed = self._git("push", "--quiet", lease, self.remote, f"{commit}:{branch}", check=False)
        if pushed.returncode and self.newest() == there:
            raise self._error("push", pushed)
        return pushed.returncode == 0

    @property
    def _here(self) -> Path:
        if self._folder is None:
            raise RuntimeError("git has no place to work in; see at_work()")
        return self._folder

    def _said(self, *words: str, typed: str = "") -> str:
        return self._git(*words, typed=typed).stdout.decode().strip()

    def _git(
        self, *words: str, check: bool = True, cwd: Path | None = None, typed: str = ""
    ) -> subprocess.CompletedProcess[bytes]:
        named = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "partner_blogs"), ("EMAIL", "partner_blogs@localhost"))
        }
        here = self._folder
        ours = {"GIT_DIR": str(here), "GIT_INDEX_FILE": str(here / "index")} if here else {}
        done = subprocess.run(  # noqa: S603
            ["git", "-c", "core.autocrlf=false", *words],  # noqa: S607
            cwd=cwd or here,
            env={**named, **os.environ, **ours},
            input=typed.encode(),
            capture_output=True,
            check=False,
        )
        if check and done.returncode:
            raise self._error(words[0], done)
        return done

    def _error(self, what: str, done: subprocess.CompletedProcess[bytes]) -> BranchError:
        said = done.stderr.decode(errors="replace").strip()
        return BranchError(
            f"git {what} failed for the branch {self.name} at {self.remote}: {said}\n"
            "Look at the remote's address, the network and the right to write there; the branch must allow "
            "forced pushes."
        )


def _address(repository: Path, remote: str) -> str:
    """What the repository calls by this name; a path or an address stands for itself."""
    command = ["git", "-C", str(repository), "remote", "get-url", remote]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip() or remote


if __name__ == "__main__":
    sys.exit(main())
