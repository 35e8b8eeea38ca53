"""What is a sample: the bytes of a file in, whether it came with the project and is as it came, out.

samples.json, which ships beside it, has the digest of each sample, so a sample that was edited is none any
more. `python -m tools.samples` writes it. Needs no package, so that the doctor can ask it anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple


class Samples(NamedTuple):
    """
    Attributes:
        files: path below the project → digest; those that `make start` takes away or writes anew.
        general: likewise those that fit any blog, and only need to be in its language.
        partners: the ids of the partners that feeds.yaml comes with.
        entries: the digest of the entry of each of them, as it came.
        words: names that only the sample blog and its partners have.
    """

    files: Mapping[str, str]
    general: Mapping[str, str]
    partners: frozenset[str]
    entries: frozenset[str]
    words: tuple[str, ...]

    def is_sample(self, path: str, data: bytes) -> bool:
        return digest(data) == self.files.get(path)

    def is_general(self, path: str, data: bytes) -> bool:
        return digest(data) == self.general.get(path)

    def words_in(self, text: str) -> Iterator[tuple[int, str]]:
        """The line, counted from 1, and the word, of each place that speaks of the sample blog."""
        named = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in self.words))
        for line, words in enumerate(text.splitlines(), start=1):
            for found in named.finditer(words):
                yield line, found[0]

    def left(self, found: Mapping[str, bytes]) -> list[str]:
        """The paths of the files that are still as they came.

        Args:
            found: by path below the project.
        """
        return [path for path, data in found.items() if self.is_sample(path, data)]

    def places(self, found: Mapping[str, bytes]) -> Iterator[str]:
        """Where other files speak of the sample blog, and where pages have an address that is an example:
        `content/pages/about.md:5 has 'The Returned Call'`."""
        for path, data in found.items():
            if self.is_sample(path, data):
                continue
            text = data.decode("utf-8", errors="replace")
            examples = _examples(text) if path.startswith(_PAGES) else ()
            for line, word in sorted({*self.words_in(text), *examples}):
                yield f"{path}:{line} has '{word}'"


_PAGES = "content/pages/"
_EXAMPLE = re.compile(r"[\w.-]+\.example\b")


def _examples(text: str) -> Iterator[tuple[int, str]]:
    for line, words in enumerate(text.splitlines(), start=1):
        for found in _EXAMPLE.finditer(words):
            yield line, found[0]


def digest(data: bytes) -> str:
    """The same for each way to end a line, because Git may have chosen another on this machine."""
    return sha256(data.replace(b"\r\n", b"\n")).hexdigest()


@cache
def samples() -> Samples:
    found = json.loads(files(__package__).joinpath("samples.json").read_text("utf-8"))
    return Samples(
        found["files"],
        found["general"],
        frozenset(found["partners"]),
        frozenset(found["entries"]),
        tuple(found["words"]),
    )
