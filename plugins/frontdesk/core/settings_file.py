"""A settings file of a project, such as publishconf.py, in; what it sets out. Needs Python alone."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SETTINGS_MODULE = "pelicanconf"


def run_settings(path: Path) -> Mapping[str, Any]:
    """The names that a settings file sets. It is run in its own folder, where it finds the files that it
    imports; what an earlier project had under the same name is not mistaken for them.

    Raises:
        OSError: the file cannot be read.
        Exception: whatever the file itself raises, for it is a program.
    """
    before, folder = Path.cwd(), path.resolve().parent
    loaded = sys.modules.pop(SETTINGS_MODULE, None)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        return modernized(runpy.run_path(path.name))[0]
    finally:
        sys.modules.pop(SETTINGS_MODULE, None)
        if loaded:
            sys.modules[SETTINGS_MODULE] = loaded
        sys.path.remove(str(folder))
        os.chdir(before)


# --- names of before ----------------------------------------------------------------------------

GENERATOR = "frontdesk.pelican"
"""The plugin that is all of the generator."""

_OLD_PLUGINS = {
    *("wording", "datelines", "authoring", "images", "credits", "syndication", "series", "library"),
    *("related", "outline", "comments", "search", "machine_readable", "hosting"),
}
"""Its parts, as version 0.1.0 had them in PLUGINS."""

_OLD_EXTENSIONS = {
    "library.boxes": "frontdesk.content.task_lists",
    "authoring.commonmark": "frontdesk.content.commonmark",
}


def modernized(settings: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Settings that were written for an earlier version, as this one has them; and what to write instead,
    a line for each old name (B10)."""
    found, notices = dict(settings), []
    plugins = list(found.get("PLUGINS") or ())
    if old := [name for name in plugins if name in _OLD_PLUGINS]:
        new = [GENERATOR if name in _OLD_PLUGINS else name for name in plugins]
        found["PLUGINS"] = list(dict.fromkeys(new))
        notices.append(
            f"PLUGINS names {', '.join(old)}, which are one now; write {found['PLUGINS']}"
        )
    markdown = dict(found.get("MARKDOWN") or {})
    extensions = dict(markdown.get("extension_configs") or {})
    if old := [name for name in extensions if name in _OLD_EXTENSIONS]:
        markdown["extension_configs"] = {
            _OLD_EXTENSIONS.get(name, name): options for name, options in extensions.items()
        }
        found["MARKDOWN"] = markdown
        notices += [f"MARKDOWN names {one}; write {_OLD_EXTENSIONS[one]}" for one in old]
    return found, tuple(notices)
