"""The pages of a few texts instead of all: what the preview builds first after a text was saved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from pelican.generators import ArticlesGenerator, PagesGenerator

# Where Pelican's generators have the texts whose pages they write; templates have lists of their own.
_POSTS = ("articles", "translations", "hidden_articles", "hidden_translations")
_PAGES = (
    *("pages", "translations", "hidden_pages", "hidden_translations"),
    *("draft_pages", "draft_translations"),
)


def write_only(generators: Iterable[Any], sources: Collection[str]) -> None:
    """Let Pelican's generators write the pages of some texts and nothing else. All texts have been read.

    Args:
        sources: absolute paths of the texts.
    """
    for generator in generators:
        generator.generate_output = partial(_write_pages, generator, sources)


def _write_pages(generator: Any, sources: Collection[str], writer: Any) -> None:
    lists = {ArticlesGenerator: _POSTS, PagesGenerator: _PAGES}.get(type(generator), ())
    for name in lists:
        texts = [text for text in getattr(generator, name) if text.source_path in sources]
        setattr(generator, name, texts)
    if lists is _POSTS:
        relative = generator.settings["RELATIVE_URLS"]
        generator.generate_articles(partial(writer.write_file, relative_urls=relative))
    elif lists is _PAGES:
        PagesGenerator.generate_output(generator, writer)
