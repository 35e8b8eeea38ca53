"""A template's name in; the names of the values that it needs, with all templates that it includes, out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from msgspec import Struct

FRAME_PART = "frame_part"
"""The function by which templates ask for a part that other pages have too; see `frame_parts`."""


class TemplateInputs(Struct, frozen=True):
    """What a page depends on besides the values of the variables named here.

    Attributes:
        names: of all variables that the template and those that it includes ask for.
        prints_texts: whether one of them may print a whole text, and not only its title or summary.
        digest: of the sources of all of them.
        is_known: False where a template is chosen only while a page is rendered; then the page may depend
            on anything.
    """

    names: frozenset[str]
    prints_texts: bool
    digest: bytes
    is_known: bool


class OneTemplate(Struct, frozen=True, array_like=True):
    """What the source of one template says.

    Attributes:
        names, prints_texts: as in `TemplateInputs`, of this template alone.
        others: the templates that it extends, imports and includes.
        parts: the templates of its frame parts, each with the names of the values that it gives them.
        is_known: False where one of these is chosen only while a page is rendered.
    """

    names: tuple[str, ...]
    prints_texts: bool
    others: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    is_known: bool


class TemplateReader:
    """Reads each template once.

    Args:
        env: the environment that renders them.
        kept: what was read before, by the digest of a template; what is read now is added.
        shared: the names of the values that all pages share.
    """

    def __init__(
        self, env: Environment, kept: dict[bytes, OneTemplate], shared: Collection[str] = ()
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
                prints_texts=any(part.prints_texts for _, part in parts),
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
                digest = hashlib.sha256(f"{name}\0{source}".encode()).digest()
            except TemplateNotFound:  # an include that may be missing
                source, digest = "", f"no {name}".encode()
            one = self._kept.get(digest)
            if one is None:
                one = self._kept[digest] = _parse(self._env.parse(source, name))
            found = self._alone[name] = digest, one
        return found


def _parse(tree: nodes.Template) -> OneTemplate:
    others = list(find_referenced_templates(tree))
    parts = [_part(one) for one in tree.find_all(nodes.Call) if _is_part(one)]
    return OneTemplate(
        names=tuple(sorted(find_undeclared_variables(tree))),
        prints_texts=_prints_texts(tree),
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


def _prints_texts(tree: nodes.Template) -> bool:
    """Whether it asks anything for them, as attributes, by a key or through a filter."""
    return any(one.attr in _OF_TEXTS for one in tree.find_all(nodes.Getattr)) or any(
        isinstance(one.value, str) and one.value in _OF_TEXTS for one in tree.find_all(nodes.Const)
    )
