"""The pages and forms of the blogs desk: what is asked in, pages and a new feeds.yaml out (K3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, get_args

from frontdesk.core.errors import ConfigError
from frontdesk.core.text import clean_line
from frontdesk.core.urls import (
    feed_without_credentials,
    mask_password,
    typed_url,
    without_credentials,
)
from frontdesk.core.yaml_writer import Value
from frontdesk.net.model import Failed
from partner_blogs.config.edit_feeds import (
    add_partner,
    candidate_blogs,
    move_partner,
    set_partner,
    suggest_partner,
    switch_on,
)
from partner_blogs.model.config import Config, Partner, Show
from partner_blogs.model.report import FeedReport, WebPage
from partner_blogs.select.status import StatusRow, status_rows

from .answers import Answer, Asked, Conflict, Missing, Page, Redirect, Refused
from .project import Project
from .project_files import version

_LIST = "/desk/blogs/"
_FIRST_POSTS = "Refresh to see its posts; digests take its two newest, and all that come later."
_SAVED = {
    "added": f"The blog is on the list. {_FIRST_POSTS}",
    "on": f"The blog is switched on. {_FIRST_POSTS}",
    "saved": "Saved.",
    "retired": "Retired. It stays on the list, with your reason, and is not asked any more.",
    "back": "It is active again.",
    "removed": "Removed. The next build takes it off every page, and the next refresh erases its posts.",
    "moved": "Moved.",
}
_TEXTS = ("name", "author", "home", "topic", "description", "language")
_NUMBERS = ("per_day", "per_digest", "share", "limit", "max_age")
_STATES = {
    "active": "fine",
    "quiet": "quiet",
    "failing": "cannot be read",
    "waiting": "not read yet",
    "link": "a link only",
    "retired": "retired",
    "removed": "removed",
}


class FoundFeed(NamedTuple):
    """A feed that was found at an address.

    Attributes:
        address: what would stand on the list.
        known: the name of the blog that has it already; empty for none.
    """

    address: str
    report: FeedReport
    known: str


def show_blogs(project: Project, asked: Asked) -> Answer:
    """The list, with the state of each."""
    return _list_page(project, _SAVED.get(asked.query.get("saved", ""), ""))


def find_feeds(project: Project, asked: Asked) -> Answer:
    """Look for the feeds of the site at an address. Nothing is stored."""
    typed = asked.form.get("address", "")
    url = typed_url(typed)
    if url is None:
        shown = clean_line(mask_password(typed)) or "Nothing"
        return _list_page(
            project, "", f"{shown} is no web address. Write one such as a-blog.example."
        )
    config = project.config(project.settings())
    results = project.discover(url, config)
    reports = {at: one for at, one in results.items() if isinstance(one, FeedReport)}
    if not reports:
        return _list_page(project, "", " ".join(_why_none(results)), typed=url)
    suggested = {at: suggest_partner(at, one, config) for at, one in reports.items()}
    found = tuple(
        FoundFeed(
            suggested[at].fields["feed"],
            one,
            known.name if (known := suggested[at].known) else "",
        )
        for at, one in reports.items()
    )
    free = [at for at, one in reports.items() if not suggested[at].known]
    first = next((at for at in free if reports[at].entries), next(iter(free), None))
    fields = suggested[first].fields if first else {}
    return _add_page(config, fields, found)


def _why_none(results: Mapping[str, Any]) -> list[str]:
    reasons = []
    for address, one in results.items():
        failed = one.trouble if isinstance(one, WebPage) else one
        if isinstance(failed, Failed) and (failed.kind != "missing" or len(results) == 1):
            reasons.append(f"{without_credentials(address)} {failed.reason}.")
    return [
        "No feed was found.",
        *reasons[:3],
        "Look for the word RSS on the blog's pages, and paste the address behind it.",
    ]


def add_blog(project: Project, asked: Asked) -> Answer:
    """Put a blog on the list, with the feed that was chosen."""
    config = project.config(project.settings())
    form = asked.form
    fields: dict[str, Value] = {"id": form.get("id", "")}
    fields |= {key: value for key in _TEXTS if (value := clean_line(form.get(key, "")))}
    fields["feed"] = clean_line(form.get("feed", ""))
    fields |= _amounts(form)
    if form.get("show", "excerpts") != "excerpts":
        fields["show"] = form["show"]
    order = ("id", "name", "author", "home", "feed", *_TEXTS[3:], "show", "consent", *_NUMBERS)
    ordered = {key: fields[key] for key in order if key in fields}
    try:
        project.files.change(project.feeds_file, lambda text: add_partner(text, ordered))
    except ConfigError as error:
        return _add_page(config, form, (), _messages(error))
    return Redirect(f"/desk/blog/{ordered['id']}?saved=added")


def show_blog(project: Project, asked: Asked) -> Answer:
    """The form of one blog."""
    return _blog_page(project, asked.path["id"], _SAVED.get(asked.query.get("saved", ""), ""))


def save_blog(project: Project, asked: Asked) -> Answer:
    """Write what was changed in the form of one blog, and nothing else."""
    id_, form = asked.path["id"], asked.form
    partner = _partner(project.config(project.settings()), id_)
    if partner is None:
        return Missing("There is no such blog on the list.")
    wanted = _wanted(form)
    changes = {key: value for key, value in wanted.items() if value != _now(partner)[key]}
    if changes and form.get("seen") != _version(partner):
        return Conflict(
            what="this blog",
            now=_in_words(_now(partner)),
            yours=_in_words(wanted),
            fields={**form, "seen": _version(partner)},
            back=f"/desk/blog/{id_}",
        )
    try:
        project.files.change(project.feeds_file, lambda text: set_partner(text, id_, changes))
    except ConfigError as error:
        return _blog_page(project, id_, "", _messages(error), form)
    return Redirect(f"/desk/blog/{id_}?saved=saved")


def retire_blog(project: Project, asked: Asked) -> Answer:
    """Retire a blog with a reason; or take it up again."""
    id_, reason = asked.path["id"], clean_line(asked.form.get("reason", ""))
    retires = asked.form.get("do") == "retire"
    fields: dict[str, Value] = {
        "status": "retired" if retires else None,
        "reason": reason if retires and reason else None,
    }
    project.files.change(project.feeds_file, lambda text: set_partner(text, id_, fields))
    return Redirect(f"/desk/blog/{id_}?saved={'retired' if retires else 'back'}")


def ask_to_remove(project: Project, asked: Asked) -> Answer:
    """What removing a blog erases, with a button that does it."""
    config = project.config(project.settings())
    partner = _partner(config, asked.path["id"])
    if partner is None:
        return Missing("There is no such blog on the list.")
    state = project.stored().states.get(partner.id)
    return Page(
        "remove_blog.html", {"partner": partner, "count": len(state.entries) if state else 0}
    )


def remove_blog(project: Project, asked: Asked) -> Answer:
    """Mark a blog as removed: the next refresh erases its words."""
    id_ = asked.path["id"]
    if asked.form.get("do") != "remove":
        return Refused("This form is not complete. Nothing was written.")
    fields: dict[str, Value] = {"status": "removed"}
    project.files.change(project.feeds_file, lambda text: set_partner(text, id_, fields))
    return Redirect(f"{_LIST}?saved=removed")


def move_blog(project: Project, asked: Asked) -> Answer:
    """Move a blog one place up or down the list."""
    id_ = asked.path["id"]
    step: Literal[-1, 1] = -1 if asked.form.get("to") == "up" else 1
    project.files.change(project.feeds_file, lambda text: move_partner(text, id_, step))
    return Redirect(f"{_LIST}?saved=moved#blog-{id_}")


def switch_blog_on(project: Project, asked: Asked) -> Answer:
    """Let a candidate become a partner."""
    id_ = asked.path["id"]
    project.files.change(project.feeds_file, lambda text: switch_on(text, id_))
    return Redirect(f"/desk/blog/{id_}?saved=on")


def start_refresh(project: Project, _: Asked) -> Answer:
    """Ask the blogs that are due."""
    project.refresh.start()
    return Redirect("/desk/refresh")


def show_refresh(project: Project, _: Asked) -> Answer:
    """How far the refresh is."""
    job = project.refresh
    lines = tuple(map(project.without_paths, job.lines))
    return Page("refresh.html", {"is_running": job.is_running, "lines": lines})


# --- pages --------------------------------------------------------------------------------------


def _list_page(project: Project, saved: str, problem: str = "", typed: str = "") -> Page:
    config = project.config(project.settings())
    rows = _rows(project, config)
    text = (project.files.read(project.feeds_file) or b"").decode(errors="replace")
    blogs = [
        (partner, rows[partner.id], _STATES[rows[partner.id].state]) for partner in config.partners
    ]
    return Page(
        "blogs.html",
        {
            "blogs": [one for one in blogs if one[0].status != "removed"],
            "removed": [one for one in blogs if one[0].status == "removed"],
            "candidates": candidate_blogs(text),
            "due": project.count_due(config),
            "is_running": project.refresh.is_running,
            "saved": saved,
            "problem": problem,
            "typed": typed,
        },
    )


def _add_page(
    config: Config,
    fields: Mapping[str, str],
    found: tuple[FoundFeed, ...],
    problems: tuple[str, ...] = (),
) -> Page:
    values = {
        "found": found,
        "fields": {key: fields.get(key, "") for key in _FORM},
        "topics": _topics(config),
        "problems": problems,
    }
    return Page("add_blog.html", values)


def _blog_page(
    project: Project,
    id_: str,
    saved: str,
    problems: tuple[str, ...] = (),
    typed: Mapping[str, str] | None = None,
) -> Answer:
    config = project.config(project.settings())
    partner = _partner(config, id_)
    if partner is None:
        return Missing("There is no such blog on the list.")
    row = _rows(project, config)[id_]
    fields = {key: "" if value is None else str(value) for key, value in _now(partner).items()}
    fields |= _consent_fields(partner)
    return Page(
        "blog.html",
        {
            "partner": partner,
            "row": row,
            "feed": feed_without_credentials(partner.feed) if partner.feed else "",
            "state": _STATES[row.state],
            "fields": {**fields, **(typed or {})},
            "seen": (typed or {}).get("seen") or _version(partner),
            "topics": _topics(config),
            "saved": saved,
            "problems": problems,
            "rules": config.digest,
        },
    )


def _rows(project: Project, config: Config) -> Mapping[str, StatusRow]:
    found = status_rows(config, project.stored().states, project.clock())
    return {row.id: row for row in found}


def _partner(config: Config, id_: str) -> Partner | None:
    return next((one for one in config.partners if one.id == id_), None)


def _topics(config: Config) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.topic for one in config.partners if one.topic))


# --- forms --------------------------------------------------------------------------------------


_CONSENT = ("consent_by", "consent_date", "consent_note")
_FORM = ("id", "feed", "show", *_TEXTS, *_NUMBERS, *_CONSENT)


def _wanted(form: Mapping[str, str]) -> dict[str, Value]:
    """What a form says of a blog, each field that it has."""
    show = form.get("show", "excerpts")
    texts: dict[str, Value] = {key: clean_line(form.get(key, "")) or None for key in _TEXTS}
    amounts = _amounts(form)
    return {
        **texts,
        "show": show if show in get_args(Show) else None,
        **{key: amounts.get(key) for key in (*_NUMBERS, "consent")},
    }


def _now(partner: Partner) -> dict[str, Value]:
    """The same of the list as it is."""
    one = partner.consent
    written = {"by": one.by, "date": one.date, "note": one.note} if one else {}
    consent = {key: value for key, value in written.items() if value} or None
    fields: dict[str, Value] = {key: getattr(partner, key) for key in (*_TEXTS, "show", *_NUMBERS)}
    return {**fields, "consent": consent}


def _amounts(form: Mapping[str, str]) -> dict[str, Value]:
    """Limits and consent, where there are any."""
    found: dict[str, Value] = {}
    by, day, note = (clean_line(form.get(key, "")) for key in _CONSENT)
    if by or day or note:
        consent = {"by": by, "date": day, "note": note}
        found["consent"] = {key: value for key, value in consent.items() if value}
    for key in _NUMBERS:
        typed = clean_line(form.get(key, ""))
        if typed:
            found[key] = int(typed) if typed.isascii() and typed.isdecimal() else typed
    return found


def _consent_fields(partner: Partner) -> dict[str, str]:
    one = partner.consent
    return {
        "consent_by": one.by if one else "",
        "consent_date": one.date if one else "",
        "consent_note": (one.note or "") if one else "",
    }


def _version(partner: Partner) -> str:
    return version(repr(sorted(_now(partner).items())).encode())[:16]


def _in_words(fields: Mapping[str, Value]) -> str:
    return "\n".join(f"{key.replace('_', ' ')}: {value}" for key, value in fields.items() if value)


def _messages(error: ConfigError) -> tuple[str, ...]:
    """What is wrong with a form, without the lines of a file that was not written."""
    return tuple(one.message for one in error.problems)


ROUTES: tuple[tuple[str, str, Callable[[Project, Asked], Answer]], ...] = (
    ("GET", "/desk/blogs/", show_blogs),
    ("POST", "/desk/blogs/find", find_feeds),
    ("POST", "/desk/blogs/add", add_blog),
    ("GET", "/desk/blog/{id}", show_blog),
    ("POST", "/desk/blog/{id}", save_blog),
    ("POST", "/desk/blog/{id}/retire", retire_blog),
    ("GET", "/desk/blog/{id}/remove", ask_to_remove),
    ("POST", "/desk/blog/{id}/remove", remove_blog),
    ("POST", "/desk/blog/{id}/move", move_blog),
    ("POST", "/desk/blog/{id}/on", switch_blog_on),
    ("POST", "/desk/refresh", start_refresh),
    ("GET", "/desk/refresh", show_refresh),
)
