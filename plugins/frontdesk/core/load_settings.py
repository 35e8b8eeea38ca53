"""The settings files of a project in, all its settings out: one value for each, wherever it was decided.

What comes later wins: the defaults, pelicanconf.py, site.yaml, publishconf.py, the environment. Settings
that follow from others are made last. site.yaml is a flat mapping, for programs and for people who would
rather not write Python:

    SITENAME: The Returned Call
    SITEURL: https://blog.example
    MENU_PAGES: [about, subscribe]
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .errors import SettingsError
from .settings import PREVIEW_ADDRESS, converted, declared, settings_from
from .settings_file import (
    PUBLISH,
    SAMPLE_ADDRESS,
    SETTINGS,
    SITE_YAML,
    modernized,
    names_of,
    without_preview,
)
from .settings_reads import SettingsReads

_EXTRA = "extra"
"""The folder of the content folder whose files lie in the root of the site."""

_FOLLOWS = {
    "SITE_ADDRESS": "follows SITEURL",
    "SITE_PATH": "follows SITEURL",
    "PAGE_POLICY": "follows CONTENT_POLICY",
    "SEARCH_POLICY": "is PAGE_POLICY",
    "SEARCH_NEEDS": "is not needed: the search has no WebAssembly any more",
}
"""Settings of earlier versions that are none any more."""


class Loaded(NamedTuple):
    """The settings of a project.

    Attributes:
        values: each by its name in capitals, Pelican's among them where a file sets them.
        notices: what to write instead of old names, a line each.
        reads: what the files read (S6).
    """

    values: dict[str, Any]
    notices: tuple[str, ...]
    reads: SettingsReads


def load_settings(
    path: Path, environment: Mapping[str, str], overrides: Mapping[str, Any] = {}
) -> Loaded:
    """All settings of a project.

    Args:
        path: its pelicanconf.py or publishconf.py, or another file of that kind.
        environment: of the process; SITEURL in it is where a publish goes.
        overrides: what the command line decides, beyond all of these.

    Raises:
        OSError: a file cannot be read.
        ConfigError: site.yaml has mistakes.
        SettingsError: with a line for each value that cannot be used, or why a settings file, which is a
            program, has failed.
    """
    reads = SettingsReads(variables={"SITEURL": environment.get("SITEURL")})
    base, own = _names_of(path, reads)
    reads.files |= {str(path.resolve().with_name(it)) for it in (f"{SETTINGS}.py", SITE_YAML)}
    publishes = bool({**base, **own, **overrides}.get("PUBLISH", path.name == PUBLISH))
    of_site = _site_yaml(path.with_name(SITE_YAML))
    of_environment = {}
    if publishes:
        base = without_preview(base)
        of_environment = {name: environment[name] for name in ("SITEURL",) if environment.get(name)}
    else:
        of_site.pop("SITEURL", None)  # a preview keeps its own address
    layers = (
        (f"{SETTINGS}.py" if own else path.name, base),
        (SITE_YAML, of_site),
        (path.name, own),
        ("the environment", of_environment),
        ("the command line", overrides),
    )
    given, origins = {}, {}
    for origin, decided in layers:
        for name, value in decided.items():
            if name != "SITEURL" or value:  # one that is empty is still to be written
                given[name], origins[name] = value, origin
    folder = path.resolve().parent
    return completed(given, origins, folder, publishes=publishes)._replace(reads=reads)


def _names_of(path: Path, reads: SettingsReads) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        return names_of(path, reads)
    except Exception as error:  # a program may fail in any way
        if isinstance(error, OSError) and not path.is_file():
            raise
        lines = (
            f", line {frame.lineno} of {Path(frame.filename).name}"
            for frame in reversed(traceback.extract_tb(error.__traceback__))
            if Path(frame.filename).parent == path.resolve().parent
        )
        where = "" if isinstance(error, SyntaxError) else next(lines, "")
        raise SettingsError(f"{path.name} cannot be read ({error}{where}); correct it") from None


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
    known = declared()
    given = {  # a setting that may not be None has its default then
        name: _without_paths(value) if name in known else value
        for name, value in given.items()
        if value is not None or name not in known or known[name].default is None
    }
    settings_from(given, origins)
    values = {one.name: _listed(one.default) for one in known.values()} | given
    address = values["SITEURL"] or (SAMPLE_ADDRESS if publishes else PREVIEW_ADDRESS)
    values |= {"PUBLISH": publishes, "SITEURL": address.rstrip("/")}
    values["CONTENT_POLICY"] = _with_newsletter(values["CONTENT_POLICY"], values["NEWSLETTER"])
    values |= _derived(values, folder)
    if "SITE_HEADERS" not in given:
        whole = _policy(values["CONTENT_POLICY"])
        headers = {"Content-Security-Policy": whole} if whole else {}
        values["SITE_HEADERS"] = {**headers, **values["SITE_HEADERS"]}
    old |= {name: f"{why}; delete the line" for name, why in _FOLLOWS.items() if name in given}
    notices = (
        f"{origins.get(name, f'{SETTINGS}.py')}: {name} {says}" for name, says in old.items()
    )
    return Loaded(values, tuple(notices), SettingsReads())


def _without_paths(value: Any) -> Any:
    """Paths as texts, alone or in a list: Pelican takes both."""
    if isinstance(value, list | tuple):
        return type(value)(_without_paths(one) for one in value)
    return str(value) if isinstance(value, PurePath) else value


def _listed(default: Any) -> Any:
    """As a settings file would have it."""
    return list(default) if isinstance(default, tuple) else default


def _derived(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    address = values["SITEURL"]
    content = folder / values["PATH"]
    files = sorted(path for path in content.glob(f"{_EXTRA}/*"))
    in_the_root = {f"{_EXTRA}/{file.name}": {"path": file.name} for file in files}
    return {
        "AUTHOR": values["AUTHOR"] or values["SITENAME"],
        "SITE_ADDRESS": address,
        "SITE_PATH": urlsplit(address).path,
        # A published page carries the policy itself, for hosts that send no headers of ours. Only a header
        # can say who may frame a page, and a preview may bring scripts of its own.
        "PAGE_POLICY": (
            _policy(values["CONTENT_POLICY"], "frame-ancestors") if values["PUBLISH"] else ""
        ),
        "EXTRA_PATH_METADATA": {**in_the_root, **values["EXTRA_PATH_METADATA"]},
    }


def _with_newsletter(policy: Mapping[str, str], form: Any) -> Mapping[str, str]:
    """What a page may load, and to whom a form may be sent: to the one host of the newsletter, too (T3)."""
    if not form or "form-action" not in policy:
        return policy
    action = urlsplit(converted("NEWSLETTER", form).action)
    return {**policy, "form-action": f"{policy['form-action']} https://{action.netloc}"}


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

    return read_site_yaml(path.read_bytes(), path.name)
