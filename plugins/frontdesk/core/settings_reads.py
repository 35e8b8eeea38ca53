"""A settings file at work in; what it reads out: files, variables of the environment, whether it asks for
more than a later build can compare (S6). Needs Python alone."""

from __future__ import annotations

import contextlib
import os
import sys
import sysconfig
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

_PROGRAMS = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork")
_NETWORK = ("socket.connect", "socket.getaddrinfo", "urllib.Request")
_PYTHON = tuple(
    {
        os.path.join(sysconfig.get_path(name), "")
        for name in ("stdlib", "platstdlib", "purelib", "platlib")
    }
)


@dataclass
class SettingsReads:
    """What the settings files of a project read.

    Attributes:
        files: absolute paths: the files themselves, the modules that they import from the project, and
            the files that they open; also those that are not there.
        variables: variable of the environment → its value, None where it was not set.
        all_variables: whether they look at the environment as a whole.
        cannot_tell: whether they start a program or ask the network, whose answer may differ each time.
    """

    files: set[str] = field(default_factory=set)
    variables: dict[str, str | None] = field(default_factory=dict)
    all_variables: bool = False
    cannot_tell: bool = False


@contextlib.contextmanager
def watched_reads(reads: SettingsReads) -> Iterator[None]:
    """Note what the code within reads, also what it imported earlier in this process."""
    environment = os.environ
    os.environ = _Watched(environment, reads)  # type: ignore[assignment]  # noqa: B003
    _install_hook()
    _watching.append(reads)
    try:
        yield
    finally:
        _watching.remove(reads)
        os.environ = environment  # noqa: B003
        loaded = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        reads.files |= {os.path.abspath(path) for path in loaded if path and _is_own(path)}


class _Watched(MutableMapping[str, str]):
    """The environment, which notes what is asked for."""

    def __init__(self, environment: MutableMapping[str, str], reads: SettingsReads) -> None:
        self._environment = environment
        self._reads = reads

    def __getitem__(self, name: str) -> str:
        self._reads.variables.setdefault(name, self._environment.get(name))
        return self._environment[name]

    def __setitem__(self, name: str, value: str) -> None:
        self._environment[name] = value

    def __delitem__(self, name: str) -> None:
        del self._environment[name]

    def __iter__(self) -> Iterator[str]:
        self._reads.all_variables = True
        return iter(self._environment)

    def __len__(self) -> int:
        self._reads.all_variables = True
        return len(self._environment)

    def copy(self) -> dict[str, str]:
        return dict(self)


# --- what Python tells of ------------------------------------------------------------------------

_watching: list[SettingsReads] = []
_hooks: list[Any] = []


def _install_hook() -> None:
    """Once for a process: Python keeps a hook for as long as it runs."""
    if not _hooks:
        _hooks.append(_note)
        sys.addaudithook(_note)


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    for reads in _watching:
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.path.abspath(os.fsdecode(arguments[0]))
            if _is_own(path):
                reads.files.add(path)
        elif event in _PROGRAMS or event in _NETWORK:
            reads.cannot_tell = True


def _is_own(path: str) -> bool:
    """Whether a file belongs to the project, and neither to Python nor to a library, nor is it compiled."""
    is_compiled = os.path.basename(os.path.dirname(path)) == "__pycache__"
    return not is_compiled and not path.startswith(_PYTHON) and not path.endswith((".pyc", ".pyo"))
