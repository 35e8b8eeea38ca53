"""All texts in; a note for each one that looks different since Markdown is read as CommonMark, out (A13).

Each text is rendered by the old and the new rules, and compared. A mark in the cache says that this was
done, and so does the memory of a publish, which came with the new rules. So it happens once for an existing
site, and never for a new one.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown import Markdown
from pelican import signals

from frontdesk.content.content_paths import COMMENTS_FOLDER
from frontdesk.content.front_matter import split_document
from frontdesk.content.render_cache import has_marker, set_marker
from frontdesk.core.settings import markdown_extensions
from frontdesk.formats.author_sanitizer import clean_author_html
from partner_blogs.store import Store, default_store_folder

MARK = "markdown-2"
"""The current version of the rules."""
OURS = "frontdesk.content.commonmark_extension"

_log = logging.getLogger(__name__)
_INVISIBLE = re.compile(r'\s+|class="align-\w+"|&nbsp;')


def register() -> None:
    signals.all_generators_finalized.connect(_report_changes)
    signals.finalized.connect(_mark_done)


def _report_changes(generators: list[Any]) -> None:
    settings = generators[0].settings
    if not _is_due(settings) or is_new(settings):
        return
    name = os.path.relpath(settings["PATH"])
    for path in changed_texts(settings["CHECKED_CONTENT"].shown, settings["MARKDOWN"]):
        _log.warning(
            "%s/%s: this text looks different from before, for Markdown is read as on GitHub now; look at "
            "its page (told once; docs/posts.md says what has changed)",
            name,
            path,
            extra={"severity": "info", "once": True},
        )


def _mark_done(pelican: Any) -> None:
    if _is_due(pelican.settings):
        set_marker(pelican.settings, MARK)


def _is_due(settings: Mapping[str, Any]) -> bool:
    """Whether this is a build of the whole site, and the changes were not reported yet."""
    if (
        settings["PREVIEW"]
        or settings["CHECK_ONLY"]
        or OURS not in _extensions(settings["MARKDOWN"])
    ):
        return False
    return not has_marker(settings, MARK)


def is_new(settings: Mapping[str, Any]) -> bool:
    """Whether there was no site of the old rules, so that nothing can look different: the memory of a
    publish is of the new ones; else the output folder has no site, and where this is a publish, perhaps
    from another folder, the store has no entry from before the last refresh."""
    if settings["CHECKED_CONTENT"].memory:
        return True
    if settings.get("SITE_IS_THERE"):
        return False
    if not settings["PUBLISH"]:
        return True
    store = settings["PARTNER_BLOGS_STORE"] or default_store_folder(
        Path(settings["PARTNER_BLOGS_FEEDS"])
    )
    read = Store(Path(store))
    report = read.last_refresh()
    seen = (entry.first_seen for state in read.states().values() for entry in state.entries)
    return report is None or all(moment >= report.at for moment in seen)


def changed_texts(texts: Mapping[str, bytes], options: Mapping[str, Any]) -> list[str]:
    """The paths of the texts that the old rules render differently.

    Args:
        options: the setting MARKDOWN.
    """
    names = [name for name in _extensions(options) if name != OURS]
    configs = options.get("extension_configs", {})
    format_ = options.get("output_format", "html")
    old, new = (
        Markdown(
            extensions=extensions,
            extension_configs={name: configs.get(name, {}) for name in extensions},
            output_format=format_,
        )
        for extensions in (names, [*names, OURS])
    )
    found = []
    for path, data in sorted(texts.items()):
        if path.startswith(f"{COMMENTS_FOLDER}/"):
            continue
        body = split_document(data)[0].body
        if _seen(old.reset().convert(body)) != _seen(new.reset().convert(body)):
            found.append(path)
    return found


def _seen(html: str) -> str:
    """What is compared: without differences that readers do not see."""
    return _INVISIBLE.sub("", clean_author_html(html))


def _extensions(options: Mapping[str, Any]) -> list[str]:
    return [name for name in markdown_extensions(options) if isinstance(name, str)]
