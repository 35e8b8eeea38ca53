"""A plan in, its posts read before anybody asks for them: most of what the build of a part takes is
reading all the others."""

from __future__ import annotations

import gc
import logging
import os
from typing import Any, NamedTuple

import pelican
from pelican import signals
from pelican.generators import ArticlesGenerator

from .run import Plan, settings_of


class _Post(NamedTuple):
    """A post, and its file as it was before it was read."""

    stamp: tuple[int, int, int]
    article: Any


def read_posts(plan: Plan) -> None:
    """From now on every build of this process, and of those that are forked from it, takes from here each
    post whose file is still the same, unless it is the one that is wanted. Who changes anything but texts
    needs another process; so does who builds more than once, for a build leaves its marks on a post."""
    kept: dict[str, _Post] = {}

    def lend(generator: Any) -> None:
        """Pelican asks a generator for what it has read before, and tells it what it reads now."""
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

    signals.article_generator_init.connect(lend, weak=False)
    logging.disable()  # the build of the whole site has said all there is to say
    os.chdir(plan.settings.parent)
    settings = settings_of(plan, plan.site)
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
    gc.freeze()  # or the collector of each build looks at all of them, and makes copies of their memory


def _stamp(place: str) -> tuple[int, int, int]:
    state = os.stat(place)  # noqa: PTH116 - as above
    return state.st_mtime_ns, state.st_size, state.st_ino
