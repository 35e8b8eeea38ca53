"""A settings file of a project, such as publishconf.py, in; what it sets out. Needs Python alone."""

from __future__ import annotations

import ast
import contextlib
import os
import re
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .settings_reads import SettingsReads, watched_reads

SETTINGS = "pelicanconf"
"""The module that publishconf.py, and others of its kind, build on."""

PUBLISH = "publishconf.py"
"""The settings with which a build is a publish."""

SITE_YAML = "site.yaml"
"""Settings that programs may write, beside the others."""

SAMPLE_ADDRESS = "https://returned-call.example"
"""Where a site is published that has not said where: no address of anybody's (RFC 2606)."""


def names_of(
    path: Path, reads: SettingsReads | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a settings file sets: what it has from the pelicanconf.py that it imports, or is, and what it
    decides beyond that.

    It is run in its own folder, where it finds the files that it imports; a module of an earlier project
    with the same name is not mistaken for them.

    Args:
        reads: takes note of what the file reads.

    Raises:
        OSError: the file cannot be read.
        Exception: whatever the file itself raises, for it is a program.
    """
    before, folder = Path.cwd(), path.resolve().parent
    loaded = sys.modules.pop(SETTINGS, None)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        with watched_reads(reads) if reads else contextlib.nullcontext():
            own = _settings_among(runpy.run_path(str(folder / path.name)))
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
    decided, missing = _assigned(path), object()
    return base, {
        name: it for name, it in own.items() if name in decided or base.get(name, missing) is not it
    }


def _assigned(path: Path) -> set[str]:
    """The names that a file assigns itself, also where it repeats what it has imported."""
    nodes = ast.walk(ast.parse(path.read_bytes()))
    return {it.id for it in nodes if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Store)}


def _settings_among(names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if name.isupper()}


def published_address(project: Path, environment: Mapping[str, str]) -> str:
    """The address of a publish, in the order of `load_settings`; the sample where nothing names one. Reads
    no YAML, so that it can be asked before anything is installed."""
    base, own = names_of(project / PUBLISH)
    site = project / SITE_YAML
    text = site.read_text(encoding="utf-8-sig", errors="replace") if site.is_file() else ""
    found = _SITEURL_IN_YAML.search(text)
    said = own.get("SITEURL") or (found and found[1]) or without_preview(base).get("SITEURL")
    return str(environment.get("SITEURL") or said or SAMPLE_ADDRESS).rstrip("/")


_SITEURL_IN_YAML = re.compile(
    r"""^\s*(?:\{.*?)?["']?SITEURL["']?\s*:\s*["']?(https?://[^"'\s,}]+)""", re.MULTILINE
)
"""As people write it, and programs, whose site.yaml may be JSON."""


def without_preview(base: Mapping[str, Any]) -> dict[str, Any]:
    """What a publish has from pelicanconf.py: not the address of this machine."""
    found = dict(base)
    if urlsplit(str(found.get("SITEURL") or "")).hostname in {"localhost", "127.0.0.1"}:
        del found["SITEURL"]
    return found


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
_PELICANS_FEED = re.compile(r"(\w+_)?FEED_(ALL_)?(ATOM|RSS)")
"""Its entries have ids that change with date, slug and domain, and its files the addresses of ours."""


def modernized(settings: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings that were written for an earlier version, as this one has them; and what to write instead of
    each that has changed (B10), or that Pelican alone would use."""
    found, says = dict(settings), {}
    plugins = list(found.get("PLUGINS") or ())
    if any(name in _OLD_PLUGINS for name in plugins):
        new = [GENERATOR if name in _OLD_PLUGINS else name for name in plugins]
        found["PLUGINS"] = list(dict.fromkeys(new))
        old = ", ".join(name for name in plugins if name in _OLD_PLUGINS)
        says["PLUGINS"] = f"names {old}, which are one plugin now; write {found['PLUGINS']}"
    for name in filter(_PELICANS_FEED.fullmatch, settings):
        if found[name]:
            found[name] = None
            says[name] = (
                "is not used, because Front Desk writes the feeds; delete the line, and copy a feed to an "
                "address of before by FEED_COPIES"
            )
    if found.get("DEFAULT_PAGINATION"):
        found["DEFAULT_PAGINATION"] = False
        says["DEFAULT_PAGINATION"] = (
            "is not used, because lists have months and years and no numbered pages; delete the line, and "
            "lead on from an address such as /index2.html in content/redirects.txt"
        )
    if (logo := found.pop("SITELOGO", None)) and not found.get("LOGO"):
        found["LOGO"] = str(logo).lstrip("/")
        says["SITELOGO"] = f"is called LOGO here; write LOGO = {found['LOGO']!r}"
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
