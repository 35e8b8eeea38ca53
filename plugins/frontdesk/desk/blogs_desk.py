"""The pages and forms of the blogs desk: what is asked in, pages and a new feeds.yaml out (K3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from frontdesk.core.errors import ConfigError
from frontdesk.core.text import clean_line
from frontdesk.core.urls import (
    feed_without_credentials,
    mask_password,
    typed_urls,
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
from partner_blogs.health import no_feed_advice
from partner_blogs.model.config import Config, Partner
from partner_blogs.model.report import FeedReport, WebPage
from partner_blogs.select.status import StatusRow, status_rows

from .answers import Answer, Asked, Conflict, Missing, Page, Redirect, Refused
from .blog_form import (
    FIELDS,
    in_words,
    new_blog,
    said_by_form,
    said_by_list,
    shown_fields,
    status_of,
    status_version,
)
from .form_changes import form_changes, seen_again, seen_values
from .project import Dates, Project, dates_of

_LIST = "/desk/blogs/"
_NO_BLOG = Missing("There is no such blog on the list.")
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
    urls = typed_urls(typed)
    if not urls:
        shown = clean_line(mask_password(typed)) or "Nothing"
        return _list_page(
            project, "", f"{shown} is no web address. Write one such as a-blog.example."
        )
    settings = project.settings()
    config = project.config(settings)
    results = project.discover(urls, config)
    reports = {at: one for at, one in results.items() if isinstance(one, FeedReport)}
    if not reports:
        return _list_page(project, "", " ".join(_why_none(results)), typed=typed)
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
    return _add_page(config, dates_of(settings), fields, found)


def _why_none(results: Mapping[str, Any]) -> list[str]:
    reasons = []
    for address, one in results.items():
        failed = one.trouble if isinstance(one, WebPage) else one
        if isinstance(failed, Failed) and (failed.kind != "missing" or len(results) == 1):
            reasons.append(f"{without_credentials(address)} {failed.reason}.")
    return [
        "No feed was found.",
        *reasons[:3],
        no_feed_advice(results),
    ]


def add_blog(project: Project, asked: Asked) -> Answer:
    """Put a blog on the list, with the feed that was chosen."""
    fields = new_blog(asked.form)
    try:
        project.files.change(project.feeds_file, lambda text: add_partner(text, fields))
    except ConfigError as error:
        settings = project.settings()
        config, dates = project.config(settings), dates_of(settings)
        return _add_page(config, dates, asked.form, (), _messages(error))
    return Redirect(f"/desk/blog/{fields['id']}?saved=added")


def show_blog(project: Project, asked: Asked) -> Answer:
    """The form of one blog."""
    return _blog_page(project, asked.path["id"], _SAVED.get(asked.query.get("saved", ""), ""))


def save_blog(project: Project, asked: Asked) -> Answer:
    """Write what was changed in the form of one blog, and nothing else."""
    id_, form = asked.path["id"], asked.form
    config = project.config(project.settings())
    partner = _partner(config, id_)
    if partner is None:
        return _NO_BLOG
    wanted, now = said_by_form(form), said_by_list(partner, config.blogroll)
    changed, both = form_changes(form.get("seen", ""), wanted, now)
    if both:
        fields = {**form, "seen": seen_again(form.get("seen", ""), now, both)}
        kept = {**fields, **shown_fields(partner, config.blogroll, both)}
        theirs, yours = ({name: one[name] for name in both} for one in (now, wanted))
        return _blog_conflict(id_, theirs, yours, fields, kept if changed != both else {})
    changes = {name: wanted[name] for name in changed}
    try:
        project.files.change(project.feeds_file, lambda text: set_partner(text, id_, changes))
    except ConfigError as error:
        return _blog_page(project, id_, "", _messages(error), form)
    return Redirect(f"/desk/blog/{id_}?saved=saved")


def _blog_conflict(
    id_: str,
    now: Mapping[str, Value],
    wanted: Mapping[str, Value],
    fields: Mapping[str, str],
    others: Mapping[str, str] = {},
) -> Conflict:
    """What the list says of a blog, and what a form wanted it to say."""
    back = f"/desk/blog/{id_}"
    return Conflict("this blog", in_words(now), in_words(wanted), fields, back, others)


def retire_blog(project: Project, asked: Asked) -> Answer:
    """Retire a blog with a reason; or take it up again."""
    reason = clean_line(asked.form.get("reason", ""))
    retires = asked.form.get("do") == "retire"
    fields: dict[str, Value] = {
        "status": "retired" if retires else None,
        "reason": reason if retires and reason else None,
    }
    return _with_status(project, asked, fields, f"saved={'retired' if retires else 'back'}")


def ask_to_remove(project: Project, asked: Asked) -> Answer:
    """What removing a blog erases, with a button that does it."""
    config = project.config(project.settings())
    partner = _partner(config, asked.path["id"])
    if partner is None:
        return _NO_BLOG
    state = project.stored().states.get(partner.id)
    return Page(
        "remove_blog.html",
        {
            "partner": partner,
            "count": len(state.entries) if state else 0,
            "seen": status_version(partner),
        },
    )


def remove_blog(project: Project, asked: Asked) -> Answer:
    """Mark a blog as removed: the next refresh erases its words."""
    if asked.form.get("do") != "remove":
        return Refused("This form is not complete. Nothing was written.")
    return _with_status(project, asked, {"status": "removed"}, "")


def _with_status(project: Project, asked: Asked, fields: Mapping[str, Value], saved: str) -> Answer:
    """Write another status of a blog, if it is still the blog that the form was made with."""
    id_, form = asked.path["id"], asked.form
    partner = _partner(project.config(project.settings()), id_)
    if partner is None:
        return _NO_BLOG
    now, seen = status_of(partner), status_version(partner)
    wanted = {**now, **fields, "status": fields["status"] or "active"}
    if wanted != now and form.get("seen") != seen:
        return _blog_conflict(id_, now, wanted, {**form, "seen": seen})
    project.files.change(project.feeds_file, lambda text: set_partner(text, id_, fields))
    return Redirect(f"/desk/blog/{id_}?{saved}" if saved else f"{_LIST}?saved=removed")


def move_blog(project: Project, asked: Asked) -> Answer:
    """Move a blog right before another, or to the end of the list."""
    form = asked.form
    id_, _, before = form.get("move", "").partition(" ")
    names = {one.id: one.name for one in project.config(project.settings()).partners}
    if id_ not in names or before not in {"", *names}:
        return _NO_BLOG
    now, seen = list(names), form.get("seen", "").split()
    moved = [one for one in now if one != id_]
    moved.insert(moved.index(before) if before in moved else len(moved), id_)
    if moved != now and [one for one in now if one in seen] != [one for one in seen if one in now]:
        return Conflict(
            what="the order of the blogs",
            now="\n".join(names[one] for one in now),
            yours="\n".join(names[one] for one in moved),
            fields={**form, "seen": " ".join(now)},
            back=_LIST,
        )
    if moved != now:
        change = partial(move_partner, id_=id_, before=before or None)
        project.files.change(project.feeds_file, change)
    return Redirect(f"{_LIST}?saved=moved#blog-{id_}")


def switch_blog_on(project: Project, asked: Asked) -> Answer:
    """Let a candidate become a partner."""
    id_ = asked.path["id"]
    text = (project.files.read(project.feeds_file) or b"").decode(errors="replace")
    if id_ not in {one.partner.id for one in candidate_blogs(text)}:
        return Missing("There is no such candidate in the list any more.")
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
    settings = project.settings()
    config = project.config(settings)
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
            "order": " ".join(one.id for one in config.partners),
            "dates": dates_of(settings),
            "due": project.due_blogs(config),
            "is_running": project.refresh.is_running,
            "saved": saved,
            "problem": problem,
            "typed": typed,
        },
    )


def _add_page(
    config: Config,
    dates: Dates,
    fields: Mapping[str, str],
    found: tuple[FoundFeed, ...],
    problems: tuple[str, ...] = (),
) -> Page:
    values = {
        "found": found,
        "fields": {key: fields.get(key, "") for key in FIELDS},
        "topics": _topics(config),
        "dates": dates,
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
        return _NO_BLOG
    row = _rows(project, config)[id_]
    fields = shown_fields(partner, config.blogroll)
    return Page(
        "blog.html",
        {
            "partner": partner,
            "row": row,
            "feed": feed_without_credentials(partner.feed) if partner.feed else "",
            "state": _STATES[row.state],
            "fields": {**fields, **(typed or {})},
            "seen": (typed or {}).get("seen")
            or seen_values(said_by_list(partner, config.blogroll)),
            "status_seen": status_version(partner),
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
    ("POST", "/desk/blogs/move", move_blog),
    ("POST", "/desk/blog/{id}/on", switch_blog_on),
    ("POST", "/desk/refresh", start_refresh),
    ("GET", "/desk/refresh", show_refresh),
)
