"""A short text of the owner's in Markdown in, such as an introduction; clean HTML out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import markdown

from frontdesk.core.safe_html import prefix_root_links
from frontdesk.core.settings import markdown_extensions

from .author_sanitizer import clean_author_html, removed_markup


def author_markdown_html(
    text: str, settings: Mapping[str, Any], root: str
) -> tuple[str, tuple[str, ...]]:
    """Its HTML, rendered and cleaned as posts are.

    Args:
        settings: Pelican's.
        root: what stands in front of addresses that begin with a slash, without one at its end.

    Returns:
        the HTML, and the tags and attributes that were left out because no page may have them, such as
        `<script>` or `onclick=…`.
    """
    options = settings["MARKDOWN"]
    made = markdown.markdown(
        text,
        extensions=markdown_extensions(options),
        extension_configs=options.get("extension_configs") or {},
    )
    went = removed_markup(made)
    names = [*(f"<{tag}>" for tag in went.tags), *(f"{name}=…" for _, name, _ in went.attributes)]
    clean = clean_author_html(made, settings["SITE_ADDRESS"])
    return prefix_root_links(clean, root), tuple(dict.fromkeys(names))
