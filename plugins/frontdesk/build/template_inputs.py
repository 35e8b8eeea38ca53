"""A template's name in; the names of the values that it needs, with all templates that it includes, out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from msgspec import Struct

from frontdesk.core.hashing import digest

from .file_cache import FileCache

FRAME_PART = "frame_part"
"""The function by which templates ask for a part that other pages have too; see `frame_parts`."""


class TemplateInputs(Struct, frozen=True):
    """What a page depends on besides the values of the variables named here.

    Attributes:
        names: of all variables that the template and those that it includes ask for.
        texts_of: of which of them it may print a whole text, and not only its title or summary; None where
            it may be that of any post in any of them.
        digest: of the sources of all of them.
        is_known: False where a template is chosen only while a page is rendered; then the page may depend
            on anything.
    """

    names: frozenset[str]
    texts_of: frozenset[str] | None
    digest: bytes
    is_known: bool

    def prints_texts_of(self, name: str) -> bool:
        """Whether it may print a whole text of what a variable holds."""
        return self.texts_of is None or name in self.texts_of


class OneTemplate(Struct, frozen=True, array_like=True):
    """What the source of one template says.

    Attributes:
        names, texts_of: as in `TemplateInputs`, of this template alone.
        assigned: the names that hold something else in a part of it, such as a post of a list.
        others: the templates that it extends, imports and includes.
        parts: the templates of its frame parts, each with the names of the values that it gives them.
        is_known: False where one of these is chosen only while a page is rendered.
    """

    names: tuple[str, ...]
    texts_of: tuple[str, ...] | None
    assigned: tuple[str, ...]
    others: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    is_known: bool


class TemplateReader:
    """Reads each template once.

    Args:
        env: the environment that renders them.
        kept: keeps what was read between builds; None where nothing can be kept.
        shared: the names of the values that all pages share.
    """

    def __init__(
        self, env: Environment, kept: FileCache | None = None, shared: Collection[str] = ()
    ) -> None:
        self._env = env
        self._shared = frozenset(shared)
        self._kept = kept
        self._alone: dict[str, tuple[bytes, OneTemplate]] = {}
        self._whole: dict[str, TemplateInputs] = {}

    def inputs(self, name: str) -> TemplateInputs:
        """What a template needs, with all that it extends, imports and includes."""
        found = self._whole.get(name)
        if found is None:
            parts = [self._read(one) for one in self._closure(name)]
            found = self._whole[name] = TemplateInputs(
                names=frozenset().union(*(part.names for _, part in parts)),
                texts_of=_all_texts_of([part for _, part in parts]),
                digest=hashlib.sha256(b"".join(digest for digest, _ in parts)).digest(),
                is_known=all(part.is_known for _, part in parts),
            )
        return found

    def is_frame_part(self, name: str, given: Collection[str]) -> bool:
        """Whether a template needs only values that all pages share, and those that it is given."""
        needed = self.inputs(name)
        return needed.is_known and needed.names <= self._shared.union(self._env.globals, given)

    def _closure(self, name: str) -> Iterator[str]:
        """It, and all that it needs, each once, in an order that does not change."""
        found: dict[str, None] = {}
        left = [name]
        while left:
            one = left.pop()
            if one not in found:
                found[one] = None
                read = self._read(one)[1]
                left += read.others
                left += (part for part, given in read.parts if not self.is_frame_part(part, given))
        yield from found

    def _read(self, name: str) -> tuple[bytes, OneTemplate]:
        """Its digest, and what it says."""
        found = self._alone.get(name)
        if found is None:
            loader = self._env.loader
            try:
                source = loader.get_source(self._env, name)[0] if loader else ""
                of_source = hashlib.sha256(f"{name}\0{source}".encode()).digest()
            except TemplateNotFound:  # an include that may be missing
                source, of_source = "", f"no {name}".encode()
            one = self._kept_or_parsed(name, source, of_source)
            found = self._alone[name] = of_source, one
        return found

    def _kept_or_parsed(self, name: str, source: str, of_source: bytes) -> OneTemplate:
        if self._kept is None:
            return self._parsed(name, source)
        (data,) = self._kept.get_or_make(
            [(digest(_own_code(), of_source), source)],
            lambda wanted: [msgspec.msgpack.encode(self._parsed(name, one)) for one in wanted],
        )
        try:
            return msgspec.msgpack.decode(data, type=OneTemplate)
        except msgspec.DecodeError:  # a file of the cache is damaged
            return self._parsed(name, source)

    def _parsed(self, name: str, source: str) -> OneTemplate:
        return _parse(self._env.parse(source, name))


@cache
def _own_code() -> bytes:
    """What was kept by other code is read again."""
    return Path(__file__).read_bytes()


def _all_texts_of(parts: Iterable[OneTemplate]) -> frozenset[str] | None:
    """A name that one of the templates assigns may hold any post in those that it includes."""
    found: set[str] = set()
    for part in parts:
        if part.texts_of is None:
            return None
        found.update(part.texts_of)
    is_clear = all(found.isdisjoint(part.assigned) for part in parts)
    return frozenset(found) if is_clear else None


def _parse(tree: nodes.Template) -> OneTemplate:
    others = list(find_referenced_templates(tree))
    parts = [_part(one) for one in tree.find_all(nodes.Call) if _is_part(one)]
    return OneTemplate(
        names=tuple(sorted(find_undeclared_variables(tree))),
        texts_of=_texts_of(tree),
        assigned=tuple(sorted(_assigned(tree))),
        others=tuple(one for one in others if one is not None),
        parts=tuple(one for one in parts if one is not None),
        is_known=None not in others and None not in parts,
    )


def _is_part(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name == FRAME_PART


def _part(call: nodes.Call) -> tuple[str, tuple[str, ...]] | None:
    """None where its template is chosen only while a page is rendered."""
    if len(call.args) != 1 or not isinstance(call.args[0], nodes.Const) or call.dyn_kwargs:
        return None
    return str(call.args[0].value), tuple(one.key for one in call.kwargs)


_OF_TEXTS = {"content", "outline"}
"""Attributes that are made of a whole text."""


def _texts_of(tree: nodes.Template) -> tuple[str, ...] | None:
    """The names of what it asks for whole texts; None where it asks anything else, by a key or through a
    filter."""
    if any(
        isinstance(one.value, str) and one.value in _OF_TEXTS for one in tree.find_all(nodes.Const)
    ):
        return None
    found = set()
    for one in tree.find_all(nodes.Getattr):
        if one.attr in _OF_TEXTS:
            if not isinstance(one.node, nodes.Name):
                return None
            found.add(one.node.name)
    return tuple(sorted(found))


def _assigned(tree: nodes.Template) -> set[str]:
    """The names that loops, macros, imports and `set` give to something, and those of frame parts."""
    found = {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
    found |= {one.name for one in tree.find_all(nodes.Macro)}
    found |= {one.target for one in tree.find_all(nodes.Import)}
    for imported in tree.find_all(nodes.FromImport):
        found |= {one if isinstance(one, str) else one[1] for one in imported.names}
    for call in tree.find_all(nodes.Call):
        if _is_part(call):
            found |= {one.key for one in call.kwargs}
    return found
