"""The settings of a project in; a line for each that has no effect, with what to do instead, out (T5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import fields
from pelican.settings import DEFAULT_CONFIG

import frontdesk
from frontdesk.core.settings import Settings

_OF_PELICAN = {
    "DISPLAY_PAGES_ON_MENU": "MENU names the pages of the menu",
    "DISPLAY_CATEGORIES_ON_MENU": "MENU may name them: ['Notes', 'category/notes.html']",
    "CSS_FILE": "write a style sheet of your own, content/extra/site.css",
    "DATE_FORMATS": "DATE_STYLE and DEFAULT_LANG say how days are written",
    "DEFAULT_DATE_FORMAT": "DATE_STYLE and DEFAULT_LANG say how days are written",
    "FEED_MAX_ITEMS": "feeds have the newest 50 entries, or those of 7 days",
    "RSS_FEED_SUMMARY_ONLY": "feeds of own posts have whole texts",
    "FEED_APPEND_REF": "links in feeds are the addresses of the posts",
    "PAGINATED_TEMPLATES": "lists have months and years and no numbered pages",
    "PAGINATION_PATTERNS": "lists have months and years and no numbered pages",
    "DEFAULT_ORPHANS": "lists have months and years and no numbered pages",
    "DELETE_OUTPUT_DIRECTORY": "each build replaces the whole site",
    "OUTPUT_RETENTION": "put such files into content/extra/",
    "CATEGORIES_SAVE_AS": "the archives list all categories",
    "TAGS_SAVE_AS": "the archives list all tags",
    "AUTHORS_SAVE_AS": "the archives list all authors",
    "GOOGLE_ANALYTICS": "pages ask no other server",
    "DISQUS_SITENAME": "readers reply by e-mail, and comments are files; see docs/posts.md",
    "TWITTER_USERNAME": "SOCIAL has your profiles",
    "GITHUB_URL": "SOCIAL has your profiles",
    "SOCIAL_WIDGET_NAME": "profiles stand at the foot of each page, without a heading",
}
"""Settings of Pelican and of its themes that do nothing here, and what does it."""

_OURS = Path(frontdesk.__file__).parents[1]
"""The folder of our code, which settings files may import too."""
_NAME = re.compile(r"\b[A-Z][A-Z0-9_]{2,}\b")
_PATTERNS = re.compile(r".*_(URL|SAVE_AS|FEED_ATOM|FEED_RSS)(_URL)?|PLUGIN\w*|PARTNER_BLOGS\w*")


def unused_settings(values: Mapping[str, Any], folder: Path, read: Iterable[str]) -> Iterator[str]:
    """
    Args:
        values: what the settings files say.
        folder: of the project. What its templates and settings files themselves name has an effect, and
            with plugins of others everything may have.
        read: the paths of the files that the settings were read from.
    """
    known = {*DEFAULT_CONFIG, *(field.encode_name for field in fields(Settings))}
    named = _names_in(folder, values, read)
    for name, value in values.items():
        if (not value and value is not False) or named.get(name, 0) > 1:
            continue
        if name in _OF_PELICAN and value != DEFAULT_CONFIG.get(name):
            yield f"{name} has no effect: {_OF_PELICAN[name]}; delete the line"
        elif name not in known and not _PATTERNS.fullmatch(name) and not _has_plugins(values):
            yield f"{name} has no effect: nothing reads a setting of this name; delete the line"


def _has_plugins(values: Mapping[str, Any]) -> bool:
    return not {*(values.get("PLUGINS") or ())} <= {"frontdesk.pelican", "partner_blogs"}


def _names_in(folder: Path, values: Mapping[str, Any], read: Iterable[str]) -> dict[str, int]:
    """How often each name stands in the settings files and, counted for more, in templates."""
    found: dict[str, int] = {}
    themes = (values["THEME"], *values["THEME_TEMPLATES_OVERRIDES"])
    templates = (path for theme in themes for path in (folder / theme).rglob("*.html"))
    settings = (
        path
        for path in map(Path, read)
        if path.suffix == ".py" and not path.is_relative_to(_OURS) and path.is_file()
    )
    for path in (*settings, *templates):
        weight = 1 if path.suffix == ".py" else 2
        for name in _NAME.findall(path.read_text(encoding="utf-8", errors="replace")):
            found[name] = found.get(name, 0) + weight
    return found
