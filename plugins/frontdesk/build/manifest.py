"""The manifest of a built site in; whether a build would make the same site again out (S6, S7).

A manifest says from what a site was made, what it consists of, and until when that holds. It lies in the
cache of the project, one for each folder of a site. Without one, or with one that cannot be read, the whole
site is built.

Where nothing has changed, the command `build` ends here. So this module imports as little as it can:
msgspec and typing take as long to load as a look at 5,000 files.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import stat
import sys
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from frontdesk.core.atomic import replace_file

FORMAT = 1
FOLDER = Path(".cache", "manifests")
"""Below the folder of the settings file: it is found before any setting is read."""
MARK = ".built-here"
"""A file in every site that we built, which we may therefore delete. It holds the site's fingerprint."""
LOCALE = ("LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_TIME", "TZ")
"""Variables by which Python and Pelican write dates and names of files."""
RACY_NS = 2_000_000_000
"""Nanoseconds. A file that is so new may change once more without another time: the coarsest file system,
FAT, counts in steps of two seconds. Its bytes are compared, as git does it."""

_ALIKE = (".lock", ".kept-as", "__pycache__")
"""Names that say nothing of a site: a lock, which commit has the store, what Python has compiled."""

Stat = tuple[int, int, int, int]
"""Mode, size in bytes, time of the last change in nanoseconds, inode. A folder has a mode alone."""


class Tree:
    """Files and folders as they are at one moment.

    Attributes:
        files: path → what it is; None where there is nothing.
        folders: path → everything in this folder by its name.
        without: paths that are left out.
        is_source: whether links are followed and inodes count.
    """

    def __init__(
        self,
        files: dict[str, Stat | None],
        folders: dict[str, dict[str, Stat | None]],
        without: tuple[str, ...],
        is_source: bool,
    ) -> None:
        self.files = files
        self.folders = folders
        self.without = without
        self.is_source = is_source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tree) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


class Summary:
    """What a build prints at its end.

    Attributes:
        lines: what the site has.
        address: where readers find it.
        waiting: a line for each error in a text (A12).
        notes: its warnings and infos, each with its severity in front.
    """

    def __init__(
        self,
        lines: tuple[str, ...],
        address: str,
        waiting: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        self.lines = lines
        self.address = address
        self.waiting = waiting
        self.notes = notes


class Manifest:
    """From what a site was made, and of what it consists.

    Attributes:
        fingerprint: of the site.
        circumstances: of the invocation: options, umask, Python, libraries, where our code lies.
        variables: variable of the environment → its value; None where it was not set.
        all_variables: whether there may be no others.
        built: the clock of the build, in seconds since 1970.
        due: the first second at which the same sources may make another site.
        taken: when the files were looked at, in nanoseconds since 1970.
        sources, outputs: all files that a build reads, and all that it wrote.
        digests: of the bytes of all these files, by path; packed, for most builds need none.
        summary: what the build printed.
    """

    def __init__(
        self,
        *,
        fingerprint: str,
        circumstances: dict[str, str],
        variables: dict[str, str | None],
        all_variables: bool,
        built: int,
        due: int,
        taken: int,
        sources: Tree,
        outputs: Tree,
        digests: bytes,
        summary: Summary,
    ) -> None:
        self.fingerprint = fingerprint
        self.circumstances = circumstances
        self.variables = variables
        self.all_variables = all_variables
        self.built = built
        self.due = due
        self.taken = taken
        self.sources = sources
        self.outputs = outputs
        self.digests = digests
        self.summary = summary


class Invocation:
    """One start of the command `build`.

    Attributes:
        manifest: where the manifest of its site lies.
        circumstances: what a build depends on beside files, variables and the clock.
        started: when this process began to read code and settings, in nanoseconds since 1970.
    """

    def __init__(self, settings: Path, site: Path, feeds: Path, store: Path | None) -> None:
        """All paths are absolute.

        Args:
            store: the folder that was named; None for that beside feeds.yaml.
        """
        self.started = time.time_ns()
        self.site = site
        name = f"{site.name[:40]}-{zlib.crc32(os.fsencode(site)):08x}"
        self.manifest = settings.parent / FOLDER / name
        umask = os.umask(0)
        os.umask(umask)
        self.circumstances = {
            "settings": str(settings),
            "output": str(site),
            "feeds": str(feeds),
            "store": str(store or ""),
            "umask": f"{umask:03o}",
            "python": sys.version,
            "libraries": " ".join(_libraries()),
            "code": os.path.dirname(__file__),
        }


def _libraries() -> Iterator[str]:
    """Each installed package with its version, as its folder is called."""
    for folder in sys.path:
        if folder.endswith("-packages") and os.path.isdir(folder):
            yield from sorted(name for name in os.listdir(folder) if name.endswith("-info"))


def unchanged_site(invoked: Invocation, now: int) -> Summary | None:
    """What the last build printed, where another one would make the same site; else None.

    It takes no lock. A build that runs meanwhile has read a change, which is seen here too, or it puts
    the same site in place; mark and times of files tell a site that another build has just put there.

    Args:
        now: seconds since 1970.
    """
    manifest = read_manifest(invoked.manifest)
    if manifest is None:
        return None
    try:
        if not _is_alike(manifest, invoked, now) or _has_leftovers(invoked.site):
            return None
        suspects = [
            suspect
            for tree in (manifest.sources, manifest.outputs)
            for suspect in _suspects(tree, manifest.taken)
        ]
        if suspects:
            digests = unpack_digests(manifest.digests)
            if any(file_digest(path) != digests.get(path) for path, *_ in suspects):
                return None
            for _, names, name, found in suspects:
                names[name] = found
            manifest.taken = invoked.started
            with contextlib.suppress(OSError):  # then the next build reads these files again
                write_manifest(invoked.manifest, manifest)
    except (_ChangedError, OSError):
        return None
    return manifest.summary


def _is_alike(manifest: Manifest, invoked: Invocation, now: int) -> bool:
    """Whether all but the files is as it was."""
    known = manifest.variables
    return (
        manifest.circumstances == invoked.circumstances
        and manifest.built <= now < manifest.due
        and all(os.environ.get(name) == value for name, value in known.items())
        and not (manifest.all_variables and os.environ.keys() - known.keys())
        and (invoked.site / MARK).read_bytes().strip() == manifest.fingerprint.encode()
    )


def _has_leftovers(site: Path) -> bool:
    """Whether a build that was killed left anything beside the site, which the next one deletes (E7)."""
    names = (f"{site.name}.new", f"{site.name}.old")
    return any(name.startswith(names) for name in os.listdir(site.parent))


# --- the file -----------------------------------------------------------------------------------


def read_manifest(path: Path) -> Manifest | None:
    """The manifest in a file; None where there is none that is whole and of this format (B10)."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head, packed = data[:_HEAD], memoryview(data)[_HEAD:]
    if head != _head(packed):
        return None
    *simple, sources, outputs, summary = marshal.loads(packed)  # noqa: S302 - we wrote these bytes
    values = dict(zip(_SIMPLE, simple, strict=True))
    return Manifest(
        **values, sources=Tree(*sources), outputs=Tree(*outputs), summary=Summary(*summary)
    )


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write it whole (B5).

    Raises:
        OSError: it cannot be written.
    """
    simple = (getattr(manifest, name) for name in _SIMPLE)
    parts = (manifest.sources, manifest.outputs, manifest.summary)
    packed = marshal.dumps((*simple, *(tuple(vars(part).values()) for part in parts)))
    replace_file(path, _head(packed) + packed)


_SIMPLE = (
    *("fingerprint", "circumstances", "variables", "all_variables", "built", "due", "taken"),
    "digests",
)
_HEAD = 24
"""Bytes."""


def _head(packed: bytes | memoryview) -> bytes:
    """Format, Python, and a checksum: marshal differs between versions and takes every byte for true."""
    version = sys.version_info
    return f"{FORMAT:4d} {version[0]}.{version[1]:<4d}{zlib.crc32(packed):012x}\n".encode()


def file_digest(path: str) -> bytes:
    """The SHA-256 of a file.

    Raises:
        OSError: it cannot be read.
    """
    import hashlib  # noqa: PLC0415 - a build in which no file looks changed needs none

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def pack_digests(digests: Mapping[str, bytes]) -> bytes:
    return marshal.dumps(dict(digests))


def unpack_digests(packed: bytes) -> dict[str, bytes]:
    digests: dict[str, bytes] = marshal.loads(packed)  # noqa: S302 - we wrote these bytes
    return digests


# --- files --------------------------------------------------------------------------------------


class _ChangedError(Exception):
    """There are other files than before, or one has another size or mode."""


def read_tree(roots: Iterable[str], *, without: Collection[str] = (), is_source: bool) -> Tree:
    """The files and folders at these paths, with all that lies in the folders.

    Raises:
        OSError: a folder cannot be read.
    """
    tree = Tree({}, {}, tuple(without), is_source)
    for root in roots:
        found = _stat(root)
        if found is None or not stat.S_ISDIR(found[0]):
            tree.files[root] = found
        elif root not in tree.folders:
            _walk(root, tree, set())
    return tree


def _walk(folder: str, tree: Tree, around: set[tuple[int, int]]) -> None:
    """
    Args:
        around: the folders in which this one lies: a link may lead to one of them.
    """
    this = os.stat(folder)
    if (this.st_dev, this.st_ino) in around:
        return
    found: dict[str, Stat | None] = {}
    tree.folders[folder] = found
    with os.scandir(folder) as entries:
        for entry in entries:
            if not _is_left_out(entry, tree):
                found[entry.name] = _entry_stat(entry, is_source=tree.is_source)
    for name, one in found.items():
        if one and stat.S_ISDIR(one[0]):
            _walk(os.path.join(folder, name), tree, around | {(this.st_dev, this.st_ino)})


def _is_left_out(entry: os.DirEntry[str], tree: Tree) -> bool:
    return entry.name in _ALIKE or entry.name.endswith(".pyc") or entry.path in tree.without


def _entry_stat(entry: os.DirEntry[str], *, is_source: bool) -> Stat:
    try:
        found = entry.stat(follow_symlinks=is_source)
    except FileNotFoundError:  # a link that leads nowhere
        found = entry.stat(follow_symlinks=False)
    return as_tuple(found, is_source=is_source)


def as_tuple(found: os.stat_result, *, is_source: bool) -> Stat:
    """What a tree says of a file or folder."""
    if stat.S_ISDIR(found.st_mode):
        return found.st_mode, 0, 0, 0
    inode = found.st_ino if is_source else 0
    return found.st_mode, found.st_size, found.st_mtime_ns, inode


def _stat(path: str) -> Stat | None:
    try:
        return as_tuple(os.stat(path), is_source=True)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _suspects(
    tree: Tree, taken: int
) -> Iterator[tuple[str, dict[str, Stat | None], str, Stat | None]]:
    """The files whose time or inode is another, or whose time is as new as the manifest.

    Returns:
        Of each its path, the part of the tree in which it stands and its name there, and what it is now.

    Raises:
        _ChangedError: something has surely changed.
        OSError: a folder has gone, or cannot be read.
    """
    new, is_source = taken - RACY_NS, tree.is_source
    for path, before in tree.files.items():
        found = _stat(path)
        if found != before or (found and found[2] >= new):
            _must_be_alike(before, found)
            yield path, tree.files, path, found
    for folder, names in tree.folders.items():
        count = 0
        with os.scandir(folder) as entries:
            for entry in entries:
                before = names.get(entry.name)
                if before is None:
                    if _is_left_out(entry, tree):
                        continue
                    raise _ChangedError
                found = _entry_stat(entry, is_source=is_source)
                if found != before or found[2] >= new:
                    _must_be_alike(before, found)
                    if stat.S_ISREG(found[0]):  # and no link that leads nowhere
                        yield entry.path, names, entry.name, found
                count += 1
        if count != len(names):
            raise _ChangedError


def _must_be_alike(before: Stat | None, found: Stat | None) -> None:
    """
    Raises:
        _ChangedError: kind, mode or size is another.
    """
    if before is None or found is None or before[:2] != found[:2]:
        raise _ChangedError


def files_in(tree: Tree) -> Iterator[tuple[str, Stat]]:
    """The paths of the files of a tree that can be read, each with what the tree says of it."""
    for path, found in tree.files.items():
        if found:
            yield path, found
    for folder, names in tree.folders.items():
        for name, found in names.items():
            if found and stat.S_ISREG(found[0]):
                yield os.path.join(folder, name), found
