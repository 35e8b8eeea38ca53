"""The Pelican side. The only room that knows Pelican, beside `partner_blogs.plugin`.

`PLUGINS = ["frontdesk.pelican", "partner_blogs"]` is all that a site has to say.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from . import (
    attributions,
    comments,
    dates,
    deploy_headers,
    draft_filter,
    feeds,
    images,
    link_rewriting,
    pre_build_check,
    reader,
    redirect_pages,
    related,
    rendering_changes,
    resources,
    search,
    series,
    share_cards,
    structured_data,
    summaries,
    toc,
    translations,
)

_FIRST = (
    *(translations, dates, pre_build_check, reader, draft_filter, link_rewriting, redirect_pages),
    *(summaries, rendering_changes, images, share_cards, attributions, feeds, series, resources),
    *(related, toc, comments),
)
"""In the order in which they act on what Pelican hands round."""

_LAST = (search, structured_data, deploy_headers)
"""They look at what all others wrote, other plugins included."""


def register() -> None:
    for part in _FIRST:
        part.connect()
    signals.initialized.connect(_connect_the_last)


def _connect_the_last(_: Any) -> None:
    for part in _LAST:
        part.connect()
