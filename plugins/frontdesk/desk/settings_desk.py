"""The settings desk: the most used settings as a form, and site.yaml with what was changed in it (K1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain

import msgspec

from frontdesk.core.errors import ConfigError
from frontdesk.core.settings import Newsletter
from frontdesk.core.settings_file import SITE_YAML
from frontdesk.core.site_yaml import read_site_yaml
from frontdesk.core.yaml_editor import set_value

from .answers import Answer, Asked, Conflict, File, Page, Redirect
from .form_changes import form_changes, seen_again, seen_values
from .project import Project
from .settings_form import FILES, groups, inputs, shown, tidy, value_of
from .settings_preview import FIELDS, settings_picture

_ADDRESS = "/desk/settings/"
_NEWSLETTER = "NEWSLETTER"
_UNSAID = msgspec.structs.asdict(Newsletter(action=""))
"""What its keys mean where they are not written."""
_ENDINGS = frozenset(chain.from_iterable(FILES.values()))


def show_settings(project: Project, asked: Asked) -> Answer:
    """The form, with the values that a build has now."""
    saved = "Saved. The preview follows in a moment." if "saved" in asked.query else ""
    return _page(project, saved)


def save_settings(project: Project, asked: Asked) -> Answer:
    """Write what was changed into site.yaml, and nothing else; what others changed meanwhile stays."""
    now, form = _values(project), asked.form
    wanted = {name: tidy(name, form.get(name, now[name])) for name in now}
    changed, both = form_changes(form.get("seen", ""), wanted, now)
    if both:
        fields = {**form, "seen": seen_again(form.get("seen", ""), now, both)}
        return Conflict(
            what="the settings",
            now=_in_words(now, both),
            yours=_in_words(wanted, both),
            fields=fields,
            back=_ADDRESS,
            others={**fields, **{name: now[name] for name in both}} if changed != both else {},
        )
    if missing := tuple(_missing(project, {name: wanted[name] for name in changed})):
        return _page(project, "", form, missing)
    try:
        project.files.change(SITE_YAML, lambda text: _with(text, wanted, changed))
    except ConfigError as error:
        return _page(project, "", form, tuple(one.message for one in error.problems))
    return Redirect(f"{_ADDRESS}?saved=yes")


def show_picture(_: Project, asked: Asked) -> Answer:
    """What pages look like with the values of the form."""
    return File("image/svg+xml", settings_picture(asked.query))


def _with(text: str, wanted: Mapping[str, str], changed: Collection[str]) -> str:
    """The file with other values.

    Args:
        wanted: what was typed for each input.

    Raises:
        ConfigError: one of them cannot be used.
    """
    keys = [name for name in changed if "." in name]
    for name in (one for one in changed if one not in keys):
        text = set_value(text, [name], value_of(name, wanted[name]), SITE_YAML)
    if keys:
        text = _with_newsletter(text, wanted, keys)
    read_site_yaml(text.encode(), SITE_YAML)
    return text


def _with_newsletter(text: str, wanted: Mapping[str, str], changed: Collection[str]) -> str:
    """The file with another form; key by key where it has one, so that the lines of the others stay."""
    address = f"{_NEWSLETTER}.action"
    if address in changed and not wanted[address]:
        return set_value(text, [_NEWSLETTER], None, SITE_YAML)
    if not read_site_yaml(text.encode(), SITE_YAML).get(_NEWSLETTER):
        said = {
            key: value_of(f"{_NEWSLETTER}.{key}", wanted[f"{_NEWSLETTER}.{key}"]) for key in _UNSAID
        }
        said = {key: value for key, value in said.items() if value}
        return set_value(text, [_NEWSLETTER], said, SITE_YAML)
    for name in changed:
        key = name.removeprefix(f"{_NEWSLETTER}.")
        value = value_of(name, wanted[name]) or _UNSAID[key]
        text = set_value(text, [_NEWSLETTER, key], value, SITE_YAML)
    return text


def _missing(project: Project, wanted: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the files that are named."""
    content = project.settings()["PATH"]
    for name, path in wanted.items():
        one = inputs()[name]
        if path and one.kind in FILES and project.files.read(f"{content}/{path}") is None:
            yield f"{one.label}: there is no file {path} in {content}/; put it there, then save again."


def _files(project: Project) -> dict[str, list[str]]:
    """For each kind of file the paths of those in the content folder."""
    folder = project.files.root / project.settings()["PATH"]
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS)
    return {
        kind: [one.relative_to(folder).as_posix() for one in paths if one.suffix.lower() in endings]
        for kind, endings in FILES.items()
    }


def _values(project: Project) -> dict[str, str]:
    """What stands in site.yaml, or else what a build has from elsewhere."""
    decided = read_site_yaml(project.files.read(SITE_YAML) or b"", SITE_YAML)
    return {name: tidy(name, one) for name, one in shown(project.settings(), decided).items()}


def _page(
    project: Project,
    saved: str,
    typed: Mapping[str, str] | None = None,
    problems: tuple[str, ...] = (),
) -> Page:
    now = _values(project)
    fields = {**now, **(typed or {})}
    return Page(
        "settings.html",
        {
            "groups": groups(),
            "files": _files(project),
            "fields": fields,
            "picture": {name: fields[name] for name in FIELDS},
            "seen": fields.get("seen") or seen_values(now),
            "saved": saved,
            "problems": problems,
        },
    )


def _in_words(values: Mapping[str, str], names: Collection[str]) -> str:
    return "\n".join(f"{inputs()[name].label}: {values[name] or 'empty'}" for name in names)


ROUTES: tuple[tuple[str, str, Callable[[Project, Asked], Answer]], ...] = (
    ("GET", _ADDRESS, show_settings),
    ("POST", _ADDRESS, save_settings),
    ("GET", "/desk/settings/picture", show_picture),
)
