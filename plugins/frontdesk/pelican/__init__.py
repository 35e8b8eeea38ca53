"""The Pelican plugin: `PLUGINS = ["frontdesk.pelican", "partner_blogs"]` in pelicanconf.py loads all of it.

Only this package and `partner_blogs.plugin` import Pelican.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from . import (
    commonmark_migration,
    draft_filter,
    face,
    feeds,
    host_files,
    i18n,
    images,
    link_rewriting,
    own_texts,
    page_writer,
    partner_host,
    pre_build_check,
    publish_memory,
    reader,
    redirect_pages,
    resource_pages,
    resources,
    search,
    settings,
    sitemap,
    structured_data,
    template_filters,
)

_FIRST = (
    *(
        settings,
        page_writer,
        template_filters,
        i18n,
        pre_build_check,
        reader,
        draft_filter,
        link_rewriting,
    ),
    *(redirect_pages, commonmark_migration, images),
    *(resources, resource_pages, face, partner_host),
)
"""In the order in which they handle Pelican's signals."""

_LAST = (own_texts, feeds, search, structured_data, sitemap, host_files, publish_memory)
"""They take what all others made, other plugins included."""


def register() -> None:
    for part in _FIRST:
        part.register()
    signals.initialized.connect(_register_last)


def _register_last(_: Any) -> None:
    for part in _LAST:
        part.register()
