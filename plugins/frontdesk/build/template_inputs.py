"""A template's name in; the names of the values that it needs, with all templates that it includes, out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from msgspec import Struct


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


class TemplateReader:
    """Reads each template once.

    Args:
        env: the environment that renders them.
    """

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._alone: dict[str, tuple[TemplateInputs, tuple[str, ...]]] = {}
        self._whole: dict[str, TemplateInputs] = {}

    def inputs(self, name: str) -> TemplateInputs:
        """What a template needs, with all that it extends, imports and includes."""
        found = self._whole.get(name)
        if found is None:
            parts = [self._read(one)[0] for one in self._closure(name)]
            found = self._whole[name] = TemplateInputs(
                names=frozenset().union(*(part.names for part in parts)),
                prints_texts=any(part.prints_texts for part in parts),
                digest=hashlib.sha256(b"".join(part.digest for part in parts)).digest(),
                is_known=all(part.is_known for part in parts),
            )
        return found

    def _closure(self, name: str) -> Iterator[str]:
        """It, and all that it needs, each once, in an order that does not change."""
        found: dict[str, None] = {}
        left = [name]
        while left:
            one = left.pop()
            if one not in found:
                found[one] = None
                left += self._read(one)[1]
        yield from found

    def _read(self, name: str) -> tuple[TemplateInputs, tuple[str, ...]]:
        found = self._alone.get(name)
        if found is None:
            found = self._alone[name] = self._parse(name)
        return found

    def _parse(self, name: str) -> tuple[TemplateInputs, tuple[str, ...]]:
        loader = self._env.loader
        try:
            source = loader.get_source(self._env, name)[0] if loader else ""
        except TemplateNotFound:  # an include that may be missing
            return TemplateInputs(frozenset(), False, f"no {name}".encode(), True), ()
        tree = self._env.parse(source, name)
        others = list(find_referenced_templates(tree))
        return (
            TemplateInputs(
                names=frozenset(find_undeclared_variables(tree)),
                prints_texts=_prints_texts(tree),
                digest=hashlib.sha256(f"{name}\0{source}".encode()).digest(),
                is_known=None not in others,
            ),
            tuple(one for one in others if one is not None),
        )


_OF_TEXTS = {"content", "outline"}
"""Attributes that are made of a whole text."""


def _prints_texts(tree: nodes.Template) -> bool:
    """Whether it asks anything for them, as attributes, by a key or through a filter."""
    return any(one.attr in _OF_TEXTS for one in tree.find_all(nodes.Getattr)) or any(
        isinstance(one.value, str) and one.value in _OF_TEXTS for one in tree.find_all(nodes.Const)
    )
