"""The settings files of a project in, all its settings out: one value for each, wherever it was decided.

What comes later wins: the defaults, pelicanconf.py, site.yaml, publishconf.py, the environment. Settings
that follow from others are made last. site.yaml is a flat mapping, for programs and for people who would
rather not write Python:

    SITENAME: The Returned Call
    SITEURL: https://blog.example
    MENU_PAGES: [about, subscribe]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .settings import PREVIEW_ADDRESS, declared, settings_from
from .settings_file import PUBLISH, SAMPLE_ADDRESS, SETTINGS, SITE_YAML, modernized, names_of

_EXTRA = "extra"
"""The folder of the content folder whose files lie in the root of the site."""

_FOLLOWS = {
    "SITE_ADDRESS": "follows SITEURL",
    "SITE_PATH": "follows SITEURL",
    "PAGE_POLICY": "follows CONTENT_POLICY",
    "SEARCH_POLICY": "follows CONTENT_POLICY and SEARCH_NEEDS",
}
"""Settings of version 0.1.0 that are none any more."""


class Loaded(NamedTuple):
    """The settings of a project.

    Attributes:
        values: each by its name in capitals, Pelican's among them where a file sets them.
        given: the names that a file or the environment decided.
        notices: what to write instead of old names, a line each.
    """

    values: dict[str, Any]
    given: frozenset[str]
    notices: tuple[str, ...]


def load_settings(path: Path, environment: Mapping[str, str]) -> Loaded:
    """All settings of a project.

    Args:
        path: its pelicanconf.py or publishconf.py, or another file of that kind.
        environment: of the process; SITEURL in it is where a publish goes.

    Raises:
        OSError: a file cannot be read.
        ConfigError: site.yaml has mistakes.
        SettingsError: with a line for each value that cannot be used.
        Exception: whatever a settings file raises, for it is a program.
    """
    base, own = names_of(path)
    publishes = bool({**base, **own}.get("PUBLISH", path.name == PUBLISH))
    of_site = _site_yaml(path.with_name(SITE_YAML))
    if not publishes:
        of_site.pop("SITEURL", None)  # a preview keeps its own address
    given = {**base, **of_site, **own}
    origins = dict.fromkeys(base, f"{SETTINGS}.py" if own else path.name)
    origins |= {**dict.fromkeys(of_site, SITE_YAML), **dict.fromkeys(own, path.name)}
    if publishes and environment.get("SITEURL"):
        given["SITEURL"] = environment["SITEURL"]
    return completed(given, origins, path.resolve().parent, publishes=publishes)


def completed(
    given: Mapping[str, Any], origins: Mapping[str, str], folder: Path, *, publishes: bool
) -> Loaded:
    """What was decided, with defaults and with what follows from it.

    Args:
        origins: in which file a setting stands; pelicanconf.py for one that is not among them.
        folder: the project.

    Raises:
        SettingsError: with a line for each value that cannot be used.
    """
    given, old = modernized(given)
    typed = settings_from(given, origins)
    values = {one.name: _listed(one.default) for one in declared().values()} | given
    address = typed.siteurl or (SAMPLE_ADDRESS if publishes else PREVIEW_ADDRESS)
    values |= {"PUBLISH": publishes, "SITEURL": address.rstrip("/")}
    values |= _derived(values, folder)
    values |= {name: given[name] for name in _FOLLOWS if name in given}
    if "SITE_HEADERS" not in given:
        whole = _policy(values["CONTENT_POLICY"] | values["SEARCH_NEEDS"])
        headers = {"Content-Security-Policy": whole} if whole else {}
        values["SITE_HEADERS"] = {**headers, **values["SITE_HEADERS"]}
    old |= {name: f"{why}; delete the line" for name, why in _FOLLOWS.items() if name in given}
    notices = (
        f"{origins.get(name, f'{SETTINGS}.py')}: {name} {says}" for name, says in old.items()
    )
    return Loaded(values, frozenset(given), tuple(notices))


def _listed(default: Any) -> Any:
    """As a settings file would have it."""
    return list(default) if isinstance(default, tuple) else default


def _derived(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    address = values["SITEURL"]
    policy, search = values["CONTENT_POLICY"], values["CONTENT_POLICY"] | values["SEARCH_NEEDS"]
    content = folder / values["PATH"]
    files = sorted(path for path in content.glob(f"{_EXTRA}/*"))
    in_the_root = {f"{_EXTRA}/{file.name}": {"path": file.name} for file in files}
    return {
        "SITE_ADDRESS": address,
        "SITE_PATH": urlsplit(address).path,
        # A published page carries the policy itself, for hosts that send no headers of ours. Only a header
        # can say who may frame a page, and a preview may bring scripts of its own.
        "PAGE_POLICY": _policy(policy, "frame-ancestors") if values["PUBLISH"] else "",
        "SEARCH_POLICY": _policy(search, "frame-ancestors") if values["PUBLISH"] else "",
        "EXTRA_PATH_METADATA": {**in_the_root, **values["EXTRA_PATH_METADATA"]},
    }


def _policy(directives: Mapping[str, str], *without: str) -> str:
    """Content-Security-Policy Level 3, 2.2: directives with a semicolon between them."""
    return "; ".join(f"{what} {whose}" for what, whose in directives.items() if what not in without)


# --- site.yaml ----------------------------------------------------------------------------------


def _site_yaml(path: Path) -> dict[str, Any]:
    """What site.yaml decides; nothing where there is none.

    Raises:
        ConfigError: with every mistake in it.
    """
    if not path.is_file():
        return {}
    from .site_yaml import read_site_yaml  # noqa: PLC0415 - most sites have none, and ruamel loads slowly

    return read_site_yaml(path.read_text(encoding="utf-8-sig"), path.name)
