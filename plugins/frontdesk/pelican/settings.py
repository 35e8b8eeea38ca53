"""The settings of a project in, Pelican's settings out: ours with their defaults, and what Pelican does our
way. A plain `pelican -s pelicanconf.py` gets the same as our own command."""

from __future__ import annotations

import inspect
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.settings import DEFAULT_CONFIG, configure_settings

from frontdesk.core.errors import SettingsError
from frontdesk.core.load_settings import Loaded, completed, load_settings
from frontdesk.core.settings_file import GENERATOR
from frontdesk.core.urls import file_for_url

from .unused_settings import unused_settings

MARK = "FRONTDESK_SETTINGS"
"""Among the settings that are complete."""

_log = logging.getLogger(__name__)

_WITH_A_FILE = (
    *("ARTICLE", "PAGE", "RESOURCE", "CATEGORY", "TAG", "AUTHOR", "YEAR_ARCHIVE", "MONTH_ARCHIVE"),
)
_IN_LANGUAGES = ("ARTICLE", "PAGE", "RESOURCE")
_PATHS = (
    *("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH", "PARTNER_BLOGS_FEEDS", "PARTNER_BLOGS_STORE"),
)

_PLUGINS = (GENERATOR, "partner_blogs")

_TEMPLATE = "templates/series.html"
"""Themes that are made for Pelican alone have none."""

_OURS: dict[str, Any] = {
    "PLUGIN_PATHS": ["plugins"],
    "PLUGINS": list(_PLUGINS),
    # The reader of this room takes date and slug from a file's name.
    "FILENAME_METADATA": "",
    "USE_FOLDER_AS_CATEGORY": False,
    # Each file is a post of its own, whatever its slug and language: Pelican would take two of one slug for
    # translations and list only one of them. Also the order of posts whose dates are the same.
    "ARTICLE_TRANSLATION_ID": "source_path",
    "PAGE_TRANSLATION_ID": "source_path",
    # The check tells these with file and line.
    "LOG_FILTER": [
        (logging.WARNING, "Unable to find '%s', skipping url replacement."),
        (logging.WARNING, "Empty alt attribute for image %s in %s"),
    ],
    "CHECK_ONLY": [],
    "PREVIEW": False,
    # Drafts and posts of the future are left out by the build's own clock; Pelican's way would write drafts
    # into a public folder.
    "WITH_FUTURE_DATES": True,
    "DRAFT_SAVE_AS": "",
    "DRAFT_PAGE_SAVE_AS": "",
    # Pelican's cache would serve old pages after a change of settings. Ours go by all that the HTML of a
    # text, or a picture, depends on.
    "CACHE_CONTENT": False,
    "LOAD_CONTENT_CACHE": False,
    # Time is the pagination: home leads to the months, and a closed month never changes again.
    "DEFAULT_PAGINATION": False,
    # archives.html lists them all.
    **dict.fromkeys(("CATEGORIES_SAVE_AS", "TAGS_SAVE_AS", "AUTHORS_SAVE_AS"), ""),
    # Pelican's feeds have ids that change with date, slug and domain.
    **dict.fromkeys(
        (
            *("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS"),
            *("TRANSLATION_FEED_ATOM", "FEED_DOMAIN"),
        )
    ),
}
_JINJA: dict[str, Any] = {
    # Everything that reaches a page is escaped unless a template says that it is HTML.
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],  # templates say things by theme/words/
}


def register() -> None:
    signals.initialized.connect(_complete)


def pelican_settings(loaded: Loaded, folder: Path) -> dict[str, Any]:
    """What Pelican is to know of a project.

    Args:
        folder: of its settings file.

    Raises:
        SettingsError: its pages cannot be made with these plugins, or this theme.
    """
    values = {**_OURS, **loaded.values, MARK: True}
    for one in _WITH_A_FILE:
        values.setdefault(f"{one}_SAVE_AS", file_for_url(values[f"{one}_URL"]))
    for one in _IN_LANGUAGES:  # a text in another language lies among the others
        values.setdefault(f"{one}_LANG_URL", values[f"{one}_URL"])
        values.setdefault(f"{one}_LANG_SAVE_AS", values[f"{one}_SAVE_AS"])
    jinja = values.get("JINJA_ENVIRONMENT") or {}
    extensions = dict.fromkeys((*_JINJA["extensions"], *(jinja.get("extensions") or ())))
    values["JINJA_ENVIRONMENT"] = {**_JINJA, **jinja, "extensions": list(extensions)}
    plugins = values["PLUGINS"] or ()
    if GENERATOR not in plugins:
        values["PLUGINS"] = [*dict.fromkeys((*_OURS["PLUGINS"], *plugins))]
    for one in _PATHS:
        if values[one] is None:
            continue
        whole = os.path.normpath(folder / values[one])
        if one != "THEME" or os.path.exists(whole):  # noqa: PTH110 - of a theme, the name will do
            values[one] = whole
    overrides = values["THEME_TEMPLATES_OVERRIDES"]
    values["THEME_TEMPLATES_OVERRIDES"] = [os.path.normpath(folder / one) for one in overrides]
    folders = values["PLUGIN_PATHS"] or ()
    folders = [folders] if isinstance(folders, str) else folders
    values["PLUGIN_PATHS"] = [os.path.normpath(folder / one) for one in folders]
    if missing := [one for one in _PLUGINS if one not in values["PLUGINS"]]:
        raise SettingsError(
            f"PLUGINS is without {', '.join(missing)}, which the pages need; write "
            f"PLUGINS = {list(_PLUGINS)} (where feeds.yaml names no blog, pages show none)"
        )
    if not Path(values["THEME"], _TEMPLATE).is_file():
        raise SettingsError(
            f"THEME = {loaded.values['THEME']!r} is not a theme of Front Desk, for it has no {_TEMPLATE}; "
            "take THEME = 'theme' or a copy of it, and change its look as docs/face.md says (the partners' "
            "blogs work in a site of Pelican with any theme: docs/pelican.md)"
        )
    return values


def has_other_plugins(settings: Mapping[str, Any]) -> bool:
    """Whether there are plugins of others, which may read and change what nothing tells."""
    return not {*settings["PLUGINS"]} <= {*_PLUGINS}


def tell(loaded: Loaded, folder: Path) -> None:
    """What to write in place of names of before, and which settings have no effect.

    Args:
        folder: of the settings file.
    """
    for notice in (*loaded.notices, *unused_settings(loaded.values, folder, loaded.reads.files)):
        _log.warning("%s", notice)


# --- a plain `pelican` --------------------------------------------------------------------------


def _complete(running: Any) -> None:
    """Pelican was started by its own command, which knows none of our defaults."""
    settings = running.settings
    if settings.get(MARK):
        return
    path, overrides = _command_line()
    if path:
        loaded = load_settings(path, os.environ, overrides)
    else:
        given = {name: it for name, it in settings.items() if DEFAULT_CONFIG.get(name, ...) != it}
        loaded = completed(given, {}, Path.cwd(), publishes=bool(given.get("PUBLISH")))
    folder = path.resolve().parent if path else Path.cwd()
    tell(loaded, folder)
    whole = pelican_settings(loaded, folder)
    # The plugins are loaded already.
    settings.update(
        {name: it for name, it in whole.items() if name not in {"PLUGINS", "PLUGIN_PATHS"}}
    )
    configure_settings(settings)
    running.path, running.theme = settings["PATH"], settings["THEME"]
    running.output_path, running.ignore_files = settings["OUTPUT_PATH"], settings["IGNORE_FILES"]


def _command_line() -> tuple[Path | None, dict[str, Any]]:
    """The file that the command `pelican` was given, and what it decides itself; no file where Pelican was
    started in another way. Pelican keeps neither, but for the function that started it: `invoke` and other
    programs call that without a command line of the process."""
    frame = inspect.currentframe()
    while frame and frame.f_code is not pelican.get_instance.__code__:
        frame = frame.f_back
    if not frame or not frame.f_locals["args"].settings:
        return None, {}
    options = frame.f_locals["args"]
    return Path(options.settings), pelican.get_config(options)
