"""Keep the store on a branch of its own, for machines that forget everything between two runs (O2).

    python -m tools.ops.store_branch restore     the branch → the store; nothing there is taken away
    python -m tools.ops.store_branch keep        the store → one small commit, where anything changed

Nothing is ever forced: who comes second takes in what the first one kept, and tries again (B6).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from partner_blogs.addresses import has_credentials
from partner_blogs.errors import PartnerBlogsError
from partner_blogs.files import write_whole
from partner_blogs.reunited import reunited_edition, reunited_state
from partner_blogs.store import Store, default_store

ROOT = Path(__file__).resolve().parents[2]
KEPT_AS = ".kept-as"
"""In the store: the commit that it grew from. Not kept."""

TRIES = 5
README = """# The store

What partners' feeds once said, and when we first saw it: data that exists nowhere else. Each scheduled run
adds a commit. Do not delete this branch, and do not merge it. docs/deploy.md on the main branch says how
to take a file back from the history, and how to start the history anew.
"""


class BranchError(Exception):
    """git could not do it; the text says what, and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 where the store is as the branch is, 1 where it could not be brought there."""
    options = _parser().parse_args(arguments)
    store = Store(options.store or default_store(options.repository / "feeds.yaml"))
    try:
        with Branch(options.repository, options.remote, options.branch) as branch:
            print({"restore": restore, "keep": keep}[options.command](branch, store))
        for notice in store.notices:
            print(notice, file=sys.stderr)
    except (BranchError, PartnerBlogsError, OSError) as error:
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
    """Bring what the branch has into the store, and mend what is damaged there from the history."""
    commit = branch.fetch()
    if commit is None:
        return (
            f"There is no branch {branch.name} yet: the store begins empty. If it once had history, "
            "bring back what the published site still tells: python -m partner_blogs recover ADDRESS"
        )
    theirs = Store(branch.checked_out(commit))
    mended = _mend(branch, commit, theirs)
    with store.locked():
        store.set_damage_aside()
        _take_in(store, theirs)
        _note(store, commit)
    return "\n".join([*mended, f"The store is as on the branch {branch.name}."])


def keep(branch: Branch, store: Store) -> str:
    """Commit the store, after taking in what others have kept meanwhile."""
    if not store.folder.is_dir():
        return "There is no store yet, so nothing is kept."
    with store.locked():
        store.set_damage_aside()
        _refuse_passwords(store)
        for _ in range(TRIES):
            parent = branch.fetch()
            if parent is not None and parent != _grew_from(store):
                _take_in(store, Store(branch.checked_out(parent)))
                _note(store, parent)
            commit = branch.commit(store.folder, parent, _message(store))
            if commit is None:
                return f"The branch {branch.name} has all of the store already."
            if branch.push(commit, parent):
                _note(store, commit)
                return f"The store is kept on the branch {branch.name}: {commit[:10]}."
    raise BranchError(
        f"others wrote to the branch {branch.name} {TRIES} times meanwhile; run it again later"
    )


def _refuse_passwords(store: Store) -> None:
    """A branch may be public, and never forgets. A refresh keeps no password; older ones did."""
    found = [id_ for id_, visit in store.visits().items() if has_credentials(visit.feed or "")]
    if found:
        files = ", ".join(f"partners/{id_}.json" for id_ in found)
        raise BranchError(
            f"a password stands in {files}, so nothing was kept: run `make refresh`, or take it out of "
            "`feed` there"
        )


def _take_in(ours: Store, theirs: Store) -> None:
    """Everything of theirs that is not in ours; where both have a file, what both know (B6)."""
    for path in sorted(path for path in theirs.folder.rglob("*") if path.is_file()):
        name = path.relative_to(theirs.folder)
        data, there = path.read_bytes(), ours.folder / name
        if name.parts == ("README.md",) or (there.is_file() and there.read_bytes() == data):
            continue
        if not there.exists():
            write_whole(there, data)
        elif name.parts[0] == "partners":
            theirs_has, ours_has = theirs.state(path.stem), ours.state(path.stem)
            if theirs_has and ours_has:
                ours.save_state(reunited_state(ours_has, theirs_has))
        elif name.parts[0] == "editions":
            kind, period = name.parts[1], path.stem
            if (before := theirs.edition(kind, period)) and (now := ours.edition(kind, period)):
                ours.save_edition(reunited_edition(now, before))


def _mend(branch: Branch, commit: str, store: Store) -> list[str]:
    """Put the last good copy in the place of every file that cannot be read (B5)."""
    lines = []
    for path in store.damaged():
        name = path.relative_to(store.folder).as_posix()
        for data in branch.older(commit, name):
            path.write_bytes(data)
            if path not in store.damaged():
                lines.append(f"{name} is damaged on the branch; its last good copy was taken.")
                break
        else:
            lines.append(f"{name} is damaged on the branch, and has no older copy that is good.")
    return lines


def _grew_from(store: Store) -> str | None:
    path = store.folder / KEPT_AS
    return path.read_text(encoding="ascii").strip() if path.is_file() else None


def _note(store: Store, commit: str) -> None:
    write_whole(store.folder / KEPT_AS, f"{commit}\n".encode("ascii"))


def _message(store: Store) -> str:
    report = store.last_refresh()
    if report is None:
        return "The store before its first refresh"
    return f"{report.at:%Y-%m-%d %H:%M}: {report.asked} asked, {len(report.failed)} failed"


# --- git ----------------------------------------------------------------------------------------


class Branch:
    """One branch at a remote, read and written through a repository that lasts as long as this.

    Attributes:
        remote: the address, or a name that the repository around us knows.
    """

    def __init__(self, repository: Path, remote: str, name: str) -> None:
        self.name = name
        self._place = tempfile.TemporaryDirectory()
        self._folder = Path(self._place.name)
        self._index = self._folder / "index"
        self._git("init", "--quiet", "--bare")
        self.remote = _address(repository, remote)

    def __enter__(self) -> Branch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._place.cleanup()

    def fetch(self) -> str | None:
        """The newest commit at the remote; None where there is no such branch.

        Raises:
            BranchError: where the remote cannot be asked. That is no empty branch: a refresh that
                began from nothing would take old posts for news.
        """
        if not self._git("ls-remote", self.remote, f"refs/heads/{self.name}").stdout:
            return None
        here = "refs/heads/there"
        self._git("fetch", "--quiet", "--depth=1", self.remote, f"+refs/heads/{self.name}:{here}")
        return self._said("rev-parse", here)

    def checked_out(self, commit: str) -> Path:
        """The branch's files in a folder of their own."""
        folder = self._folder / f"tree-{commit}"
        folder.mkdir(exist_ok=True)
        self._git("read-tree", commit)
        self._git(f"--work-tree={folder}", "checkout-index", "--all", "--force", cwd=folder)
        return folder

    def older(self, commit: str, name: str) -> Iterator[bytes]:
        """What a file was before, newest first; only now is the history fetched."""
        if self._said("rev-parse", "--is-shallow-repository") == "true":
            self._git("fetch", "--quiet", "--unshallow", self.remote, f"refs/heads/{self.name}")
        for each in self._said("log", "--format=%H", commit, "--", name).split():
            shown = self._git("show", f"{each}:{name}", check=False)
            if shown.returncode == 0:
                yield shown.stdout

    def commit(self, folder: Path, parent: str | None, message: str) -> str | None:
        """A commit of the folder upon the parent; None where it would change nothing. What the parent
        has and the folder has not stays: a store forgets nothing."""
        self._git("read-tree", *([parent] if parent else ["--empty"]))
        readme = self._said("hash-object", "-w", "--stdin", typed=README)
        self._git("update-index", "--add", "--cacheinfo", f"100644,{readme},README.md")
        names = (f":(exclude){name}" for name in (KEPT_AS, ".lock", "**/.*.new"))
        add = ("add", "--force", "--ignore-removal", "--", ".", *names)
        self._git(f"--work-tree={folder.resolve()}", *add, cwd=folder)
        tree = self._said("write-tree")
        if parent and tree == self._said("rev-parse", f"{parent}^{{tree}}"):
            return None
        return self._said("commit-tree", tree, *(["-p", parent] if parent else []), "-m", message)

    def push(self, commit: str, parent: str | None) -> bool:
        """Whether the branch took it; False where somebody else was first.

        Raises:
            BranchError: where nobody else was, and it was refused all the same.
        """
        target = f"{commit}:refs/heads/{self.name}"
        pushed = self._git("push", "--quiet", self.remote, target, check=False)
        if pushed.returncode and self.fetch() == parent:
            raise self._error("push", pushed)
        return pushed.returncode == 0

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
        ours = {"GIT_DIR": str(self._folder), "GIT_INDEX_FILE": str(self._index)}
        done = subprocess.run(  # noqa: S603
            ["git", "-c", "core.autocrlf=false", *words],  # noqa: S607
            cwd=cwd or self._folder,
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
            "Look at the remote's address, the network and the right to write there."
        )


def _address(repository: Path, remote: str) -> str:
    """What the repository calls by this name; a path or an address stands for itself."""
    command = ["git", "-C", str(repository), "remote", "get-url", remote]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip() or remote


if __name__ == "__main__":
    sys.exit(main())
