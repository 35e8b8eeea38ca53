"""A blog of the list in, its form out; a form in, what it says of the blog out. Pure (K3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from frontdesk.core.text import clean_line
from frontdesk.core.urls import feed_without_credentials
from frontdesk.core.yaml_writer import Value
from partner_blogs.model.config import BlogrollRules, Partner, Show

from .project_files import version

_TEXTS = ("name", "author", "home", "topic", "description", "language")
_NUMBERS = ("per_day", "per_digest", "share", "limit", "max_age")
_FILTERS = ("include", "exclude")
_CONSENT = {"consent_by": "by", "consent_date": "date", "consent_note": "note"}
_NEVER = "never"
FIELDS = ("id", "feed", "show", *_TEXTS, *_NUMBERS, *_FILTERS, "quiet_after", *_CONSENT)
"""The names of all fields of a form."""


def said_by_form(form: Mapping[str, str]) -> dict[str, Value]:
    """What a form says of a blog, by the names of the list; None where it says nothing."""
    consent = {key: said for name, key in _CONSENT.items() if (said := _line(form, name))}
    show = form.get("show", "excerpts")
    return {
        **{name: _line(form, name) or None for name in _TEXTS},
        "show": show if show in get_args(Show) else None,
        "consent": consent or None,
        **{name: _number(_line(form, name)) for name in (*_NUMBERS, "quiet_after")},
        **{name: _lines(form.get(name, "")) for name in _FILTERS},
    }


def said_by_list(partner: Partner, rules: BlogrollRules) -> dict[str, Value]:
    """The same of a blog as it stands on the list."""
    one, quiet = partner.consent, partner.quiet_after
    written = {"by": one.by, "date": one.date, "note": one.note} if one else {}
    consent: Value = {key: value for key, value in written.items() if value} or None
    return {
        **{name: getattr(partner, name) for name in (*_TEXTS, "show")},
        "consent": consent,
        **{name: getattr(partner, name) for name in _NUMBERS},
        "quiet_after": None if quiet == rules.quiet_after else quiet or _NEVER,
        **{name: getattr(partner, name) or None for name in _FILTERS},
    }


def shown_fields(
    partner: Partner, rules: BlogrollRules, names: Collection[str] | None = None
) -> dict[str, str]:
    """What the form of a blog shows.

    Args:
        names: of the list; None for all.
    """
    found: dict[str, str] = {}
    for name, said in said_by_list(partner, rules).items():
        if names is None or name in names:
            found |= _consent_fields(partner) if name == "consent" else {name: _as_typed(said)}
    return found


def _consent_fields(partner: Partner) -> dict[str, str]:
    one = partner.consent
    return {name: (getattr(one, key) or "") if one else "" for name, key in _CONSENT.items()}


def _as_typed(said: Value) -> str:
    if isinstance(said, tuple):
        return "\n".join(map(str, said))
    return "" if said is None else str(said)


def new_blog(form: Mapping[str, str]) -> dict[str, Value]:
    """The lines of a new blog, in the order in which they are written."""
    said = {"id": form.get("id", ""), "feed": _line(form, "feed"), **said_by_form(form)}
    if said["show"] == "excerpts":
        said["show"] = None
    order = ("id", "name", "author", "home", "feed", *_TEXTS[3:], "show", "consent")
    rest = (*_NUMBERS, "quiet_after", *_FILTERS)
    return {name: said[name] for name in (*order, *rest) if said[name] is not None}


def status_version(partner: Partner) -> str:
    """What a form that changes the status of a blog keeps of the blog that it was made with."""
    return version(repr(sorted(status_of(partner).items())).encode())[:16]


def status_of(partner: Partner) -> dict[str, Value]:
    """Which blog it is, and its status."""
    return {
        "name": partner.name,
        "home": partner.home,
        "feed": feed_without_credentials(partner.feed) if partner.feed else None,
        "status": partner.status,
        "reason": partner.reason,
    }


def in_words(said: Mapping[str, Value]) -> str:
    """What is said of a blog, a line for each thing."""
    return "\n".join(
        f"{name.replace('_', ' ')}: {_plain(one)}" for name, one in said.items() if one
    )


def _plain(value: Value) -> str:
    if isinstance(value, Mapping):
        return ", ".join(map(str, value.values()))
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _line(form: Mapping[str, str], name: str) -> str:
    return clean_line(form.get(name, ""))


def _number(typed: str) -> Value:
    return int(typed) if typed.isascii() and typed.isdecimal() else typed or None


def _lines(typed: str) -> tuple[str, ...] | None:
    return tuple(filter(None, map(clean_line, typed.splitlines()))) or None
