"""A settings file of a project, such as publishconf.py, in; what it sets out. Needs Python alone."""

from __future__ import annotations

import os
import re
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SETTINGS = "pelicanconf"
"""The module that publishconf.py, and others of its kind, build on."""

PUBLISH = "publishconf.py"
"""The settings with which a build is a publish."""

SITE_YAML = "site.yaml"
"""Settings that programs may write, beside the others."""

SAMPLE_ADDRESS = "https://returned-call.example"
"""Where a site is published that has not said where: no address of anybody's (RFC 2606)."""


def names_of(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a settings file sets: what it has from the pelicanconf.py that it imports, or is, and what it
    decides beyond that.

    It is run in its own folder, where it finds the files that it imports; a module of an earlier project
    with the same name is not mistaken for them.

    Raises:
        OSError: the file cannot be read.
        Exception: whatever the file itself raises, for it is a program.
    """
    before, folder = Path.cwd(), path.resolve().parent
    loaded = sys.modules.pop(SETTINGS, None)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        own = _settings_among(runpy.run_path(path.name))
        module = sys.modules.get(SETTINGS)
        base = _settings_among(vars(module)) if module else {}
    finally:
        sys.modules.pop(SETTINGS, None)
        if loaded:
            sys.modules[SETTINGS] = loaded
        sys.path.remove(str(folder))
        os.chdir(before)
    if not module and path.name != PUBLISH:
        return own, {}
    missing = object()
    return base, {name: it for name, it in own.items() if base.get(name, missing) is not it}


def _settings_among(names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if name.isupper()}


def published_address(project: Path, environment: Mapping[str, str]) -> str:
    """The address that the environment, publishconf.py or site.yaml names, in this order; else the sample.
    Reads no YAML, so that it can be asked before anything is installed."""
    own = environment.get("SITEURL") or names_of(project / PUBLISH)[1].get("SITEURL")
    site = project / SITE_YAML
    if not own and site.is_file():
        lines = site.read_text(encoding="utf-8-sig")
        found = re.search(r"""^SITEURL:\s*["']?([^"'\s#]+)""", lines, re.MULTILINE)
        own = found and found[1]
    return str(own or SAMPLE_ADDRESS).rstrip("/")


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
    "authoring.commonmark": "frontdesk.content.commonmark_extension",
}


def modernized(settings: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings that were written for an earlier version, as this one has them; and what to write instead of
    each that has changed (B10)."""
    found, says = dict(settings), {}
    plugins = list(found.get("PLUGINS") or ())
    if any(name in _OLD_PLUGINS for name in plugins):
        new = [GENERATOR if name in _OLD_PLUGINS else name for name in plugins]
        found["PLUGINS"] = list(dict.fromkeys(new))
        old = ", ".join(name for name in plugins if name in _OLD_PLUGINS)
        says["PLUGINS"] = f"names {old}, which are one plugin now; write {found['PLUGINS']}"
    markdown = dict(found.get("MARKDOWN") or {})
    extensions = dict(markdown.get("extension_configs") or {})
    if old_ones := [name for name in extensions if name in _OLD_EXTENSIONS]:
        markdown["extension_configs"] = {
            _OLD_EXTENSIONS.get(name, name): options for name, options in extensions.items()
        }
        found["MARKDOWN"] = markdown
        instead = ", ".join(f"{_OLD_EXTENSIONS[name]} for {name}" for name in old_ones)
        says["MARKDOWN"] = f"names an extension of before; write {instead}"
    return found, says
