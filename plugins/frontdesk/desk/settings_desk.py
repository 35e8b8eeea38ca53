"""The settings desk: the most used settings as a form, and site.yaml with what was changed in it (K1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from frontdesk.core.errors import ConfigError
from frontdesk.core.settings import declared
from frontdesk.core.settings_file import SITE_YAML
from frontdesk.core.site_yaml import read_site_yaml
from frontdesk.core.text import clean_line
from frontdesk.core.yaml_editor import set_value

from .answers import Answer, Asked, Conflict, Page, Redirect
from .project import Project
from .project_files import version

_LABELS = {
    "SITENAME": "Name of the site",
    "SITESUBTITLE": "What it is about, in one line",
    "AUTHOR": "Who writes it",
    "ABOUT": "About, for the sidebar",
    "CONTACT": "E-mail address",
    "SITEURL": "Its address on the web",
    "ACCENT": "Colour of links",
    "COLOURS": "Light or dark",
    "HOME_POSTS": "Posts on the home page",
    "DEFAULT_LANG": "Language",
    "TIMEZONE": "Time zone",
    "COPYRIGHT": "Copyright",
}
_CHOICES = {"COLOURS": ("system", "light", "dark")}
_ADDRESS = "/desk/settings/"


class SettingInput(NamedTuple):
    """A setting as the form asks for it.

    Attributes:
        choices: its possible values; none for a text.
    """

    name: str
    label: str
    help: str
    choices: tuple[str, ...]


def show_settings(project: Project, asked: Asked) -> Answer:
    """The form, with the values that a build has now."""
    return _page(
        project, "Saved. The preview follows in a moment." if "saved" in asked.query else ""
    )


def save_settings(project: Project, asked: Asked) -> Answer:
    """Write what was changed into site.yaml, and nothing else."""
    now, form = _values(project), asked.form
    wanted = {name: clean_line(form.get(name, now[name])) for name in now}
    changed = {name: value for name, value in wanted.items() if value != now[name]}
    if changed and form.get("seen") != _version(now):
        return Conflict(
            what="the settings",
            now=_in_words(now),
            yours=_in_words(wanted),
            fields={**form, "seen": _version(now)},
            back=_ADDRESS,
        )
    try:
        project.files.change(SITE_YAML, lambda text: _with(text, changed))
    except ConfigError as error:
        return _page(project, "", form, tuple(one.message for one in error.problems))
    return Redirect(f"{_ADDRESS}?saved=yes")


def _with(text: str, changed: Mapping[str, str]) -> str:
    """The file with other values.

    Raises:
        ConfigError: one of them cannot be used.
    """
    for name, value in changed.items():
        is_number = isinstance(declared()[name].default, int) and value.isdecimal()
        text = set_value(text, [name], int(value) if is_number else value, SITE_YAML)
    read_site_yaml(text.encode(), SITE_YAML)
    return text


def _values(project: Project) -> dict[str, str]:
    """What stands in site.yaml, or else what a build has from elsewhere."""
    decided = read_site_yaml(project.files.read(SITE_YAML) or b"", SITE_YAML)
    values = {**project.settings(), **decided}
    return {name: "" if (found := values.get(name)) is None else str(found) for name in _LABELS}


def _page(
    project: Project,
    saved: str,
    typed: Mapping[str, str] | None = None,
    problems: tuple[str, ...] = (),
) -> Page:
    now = _values(project)
    inputs = tuple(
        SettingInput(name, label, declared()[name].says.replace("`", ""), _CHOICES.get(name, ()))
        for name, label in _LABELS.items()
    )
    return Page(
        "settings.html",
        {
            "inputs": inputs,
            "fields": {**now, **(typed or {})},
            "seen": (typed or {}).get("seen") or _version(now),
            "saved": saved,
            "problems": problems,
        },
    )


def _version(values: Mapping[str, str]) -> str:
    return version(repr(sorted(values.items())).encode())[:16]


def _in_words(values: Mapping[str, str]) -> str:
    return "\n".join(f"{_LABELS[name]}: {value}" for name, value in values.items() if value)


ROUTES: tuple[tuple[str, str, Callable[[Project, Asked], Answer]], ...] = (
    ("GET", _ADDRESS, show_settings),
    ("POST", _ADDRESS, save_settings),
)
