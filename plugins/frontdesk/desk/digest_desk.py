"""The pages and forms of the digest desk: what is asked in, pages and a new curation.yaml out (K2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from frontdesk.core.urls import url_key
from partner_blogs.config.curation_yaml import parse_curation_yaml
from partner_blogs.curation import apply_curation
from partner_blogs.model.config import Curation

from .answers import Answer, Asked, Conflict, Missing, Page, Redirect, Refused
from .digest_changes import (
    WORDS,
    Changes,
    Difference,
    FormError,
    as_seen_now,
    changed_curation,
    differences,
    entry_fields,
    entry_state,
    form_fields,
    read_changes,
    with_changes,
    words_of,
)
from .digest_view import DigestView, digest_view
from .project import Project

_DONE = {
    "saved": "Saved. Readers see it after the next make publish.",
    "discarded": "Discarded. This is the digest as the file has it.",
}
_SAYS = {
    "pin": "It stands first now.",
    "hide": "It is left out now.",
    "show": "The rules decide about it now.",
    "back": "Taken back.",
    "save": "Look it over as readers will see it, then save.",
}


class _Differs(Exception):
    """The file and the form have changed the same things.

    Attributes:
        curation: what the file says now.
    """

    def __init__(self, found: tuple[Difference, ...], curation: Curation) -> None:
        super().__init__()
        self.found, self.curation = found, curation


def show_digest(project: Project, asked: Asked) -> Answer:
    """The running week, or the digest that the address names."""
    done = _DONE.get(asked.query.get("done", ""), "")
    return _page(project, asked.path.get("period"), Changes(), done)


def change_digest(project: Project, asked: Asked) -> Answer:
    """Show the changes of a form, or write all of them."""
    period, form = asked.path["period"], asked.form
    do = form.get("do", "").partition(" ")[0]
    address = f"/desk/digest/{period}"
    if do == "discard":
        return Redirect(f"{address}?done=discarded")
    try:
        changes = read_changes(form)
    except FormError:
        return Refused("This form is not complete. Nothing was written.")
    if do != "save" or form.get("shown") != changes.version:
        return _page(project, period, changes, _SAYS.get(do, ""))

    def change(text: str) -> str:
        curation = parse_curation_yaml(text, project.curation_file)
        if found := differences(curation, period, changes):
            raise _Differs(found, curation)
        return with_changes(text, period, changes)

    try:
        project.files.change(project.curation_file, change)
    except _Differs as both:
        return _conflict(project, period, changes, both)
    return Redirect(f"{address}?done=saved")


def _conflict(project: Project, period: str, changes: Changes, both: _Differs) -> Answer:
    """What the file says and what the form wanted; the other changes of the form go along with both."""
    page = _page(project, period, Changes(), "")
    titles = _titles(page.values["view"]) if isinstance(page, Page) else {}
    others = changes.without(one.about for one in both.found)
    mine = form_fields(as_seen_now(both.curation, period, changes))
    return Conflict(
        what="this digest",
        now="\n".join(_lines(titles, ((one.about, one.now) for one in both.found))),
        yours="\n".join(_lines(titles, ((one.about, one.yours) for one in both.found))),
        fields={**mine, "do": "save"},
        back=f"/desk/digest/{period}",
        others={**form_fields(others), "do": "preview"} if others else {},
    )


def _lines(
    titles: dict[str, str], said: Iterable[tuple[str, tuple[tuple[str, str], ...]]]
) -> Iterator[str]:
    for about, lines in said:
        title = "" if about == WORDS else titles.get(url_key(about), about)
        for name, text in lines:
            yield f"{', '.join(filter(None, (title, name)))}: {text}"


class Unsaved(NamedTuple):
    """A change as the page lists it.

    Attributes:
        take_back: the value of the button that takes it back.
    """

    words: str
    take_back: str


def _page(project: Project, period: str | None, changes: Changes, said: str) -> Answer:
    texts = project.texts()
    settings = texts.settings
    config = project.config(settings)
    in_file = config.curation
    if changes and period:
        config = apply_curation(config, changed_curation(in_file, period, changes))
    stored = project.stored()
    own_posts = project.own_posts(texts, stored.memory)
    view = digest_view(config, stored, settings, project.clock(), period, own_posts)
    if view is None and period:
        return Missing(
            "There is no such digest here. The desk has the running one and the last closed one."
        )
    if view is None:
        return Page("no_digest.html", {"config": config})
    return Page(
        "digest.html",
        {
            "view": view,
            "said": said,
            "unsaved": tuple(_unsaved(changes, _titles(view))),
            "changed": {one.link for one in changes.entries},
            "noted": {one.link for one in changes.entries if one.note is not None},
            "fields": _fields(view, changes, in_file),
            "words_changed": changes.words is not None,
            "site_name": settings["SITENAME"],
            "has_blogs": bool(config.partners),
        },
    )


def _fields(view: DigestView, changes: Changes, in_file: Curation) -> dict[str, str]:
    """The hidden fields of the form: what the page was made with, and the changes that no input has, in the
    order in which they were made."""
    seen = changes.words_seen if changes.words is not None else ""
    fields = {
        "shown": changes.version,
        "was": seen or words_of(in_file, view.shown.period).version,
    }
    has_input = {f"note:{one.link}" for one in view.entries if one.decision != "hide"}
    for change in changes.entries:
        of_one = entry_fields(change).items()
        fields |= {name: value for name, value in of_one if name not in has_input}
    changed = {url_key(one.link) for one in changes.entries}
    for link in (one.link for one in view.entries if one.link and url_key(one.link) not in changed):
        fields[f"was:{link}"] = entry_state(in_file, link)
    return fields


def _titles(view: DigestView) -> dict[str, str]:
    """Comparable link → title."""
    return {url_key(one.link): one.entry.title for one in view.entries if one.link}


_CHANGES = {"pin": "Pin", "hide": "Hide", "show": "Leave to the rules"}


def _unsaved(changes: Changes, titles: dict[str, str]) -> Iterator[Unsaved]:
    for one in changes.entries:
        what = [_CHANGES[one.choice]] if one.choice else []
        what += ["note" if what else "Note"] if one.note is not None else []
        title = titles.get(url_key(one.link), one.link)
        yield Unsaved(f"{' and '.join(what)}: {title}", f"back {one.link}")
    if changes.words is not None:
        yield Unsaved("Title and introduction", f"back {WORDS}")


ROUTES: tuple[tuple[str, str, Callable[[Project, Asked], Answer]], ...] = (
    ("GET", "/desk/digest/", show_digest),
    ("GET", "/desk/digest/{period}", show_digest),
    ("POST", "/desk/digest/{period}", change_digest),
)
