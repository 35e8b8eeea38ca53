"""Build options in; all posts read before a build needs them. Most of a partial build's time goes into
reading the posts that it does not write."""

from __future__ import annotations

import gc
import logging
import os
from typing import Any, NamedTuple

import pelican
from pelican import signals
from pelican.generators import ArticlesGenerator

from .run import BuildOptions, settings_of


class _Post(NamedTuple):
    """A post, and the stamp of its file from before it was read."""

    stamp: tuple[int, int, int]
    article: Any


def preload_posts(options: BuildOptions) -> None:
    """Read all posts. From now on each build in this process, and in those that are forked from it, takes
    from here every post whose file has not changed, except the posts that it is to write.

    If anything but texts changes, start a new process. Also fork for each build: a build leaves traces on
    the posts that it uses.
    """
    kept: dict[str, _Post] = {}

    def use_kept_posts(generator: Any) -> None:
        """Pelican asks a generator for what was read before, and tells it what it reads now."""
        path, settings = generator.path, generator.settings
        stamps: dict[str, tuple[int, int, int]] = {}

        def find(name: str, default: Any) -> Any:
            place = os.path.join(path, name)  # noqa: PTH118 - of a thousand, Paths take a while
            stamps[name] = _stamp(place)
            post = kept.get(name)
            if post is None or post.stamp != stamps[name] or place in settings["CHECK_ONLY"]:
                return default
            post.article.settings, post.article._context = settings, generator.context
            return post.article

        def keep(name: str, article: Any) -> None:
            kept[name] = _Post(stamps[name], article)

        generator.get_cached_data, generator.cache_data = find, keep

    signals.article_generator_init.connect(use_kept_posts, weak=False)
    logging.disable()  # the build of the whole site has reported everything
    os.chdir(options.settings.parent)
    settings = settings_of(options, options.site)
    pelican.Pelican(settings)
    known: dict[str, Any] = {"generated_content": {}, "static_content": {}, "static_links": set()}
    generator = ArticlesGenerator(
        context={**settings, **known},
        settings=settings,
        path=settings["PATH"],
        theme=settings["THEME"],
        output_path=settings["OUTPUT_PATH"],
    )
    with signals.article_generator_finalized.muted():
        generator.generate_context()
    logging.disable(logging.NOTSET)
    gc.freeze()  # or each build's collector visits all posts, and so copies their memory


def _stamp(place: str) -> tuple[int, int, int]:
    state = os.stat(place)  # noqa: PTH116 - as above
    return state.st_mtime_ns, state.st_size, state.st_ino
