"""The pages and forms of the digest desk: what is asked in, pages and a new curation.yaml out (K2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from frontdesk.core.urls import is_web_url
from partner_blogs.config.edit_curation import (
    CHOICES,
    choice_of,
    set_choice,
    set_introduction,
    set_note,
)
from partner_blogs.config.edit_curation import Choice as Decision

from .answers import Answer, Asked, Conflict, Missing, Page, Redirect, Refused
from .digest_view import anchor, decided, digest_view, with_words
from .project import Project
from .project_files import version

_SAVED = {
    "pin": "Pinned. It stands first in its digest.",
    "show": "Done. The rules decide about this post again.",
    "hide": "Hidden. No page of the site shows this post.",
    "note": "The note is saved.",
    "words": "Title and introduction are saved.",
}


class Undo(NamedTuple):
    """What takes back the last decision: the link of its entry, what was decided before it, and now."""

    link: str
    before: str
    now: str

    @property
    def is_possible(self) -> bool:
        return self.before in CHOICES and self.before != self.now and is_web_url(self.link)

    @property
    def anchor(self) -> str:
        return anchor(self.link)


def show_digest(project: Project, asked: Asked) -> Answer:
    """The running week, or the digest that the address names."""
    query = asked.query
    undo = Undo(query.get("link", ""), query.get("was", ""), query.get("saved", ""))
    return _page(project, asked.path.get("period"), undo.now, undo=undo)


def decide(project: Project, asked: Asked) -> Answer:
    """Pin an entry, hide it, or leave it to the rules."""
    link, wanted = asked.form.get("link", ""), asked.form.get("choice", "")
    if wanted not in CHOICES or not is_web_url(link):
        return Refused("This form is not complete. Nothing was written.")
    choice: Decision = wanted
    now = choice_of(decided(project.config(project.settings()), link))
    if now not in {asked.form.get("seen"), choice}:
        return Conflict(
            what="this post",
            now=_IN_WORDS[now],
            yours=_IN_WORDS[choice],
            fields={"link": link, "choice": choice, "seen": now},
            back=_address(asked),
        )
    _change(project, lambda text: set_choice(text, link, choice))
    done = urlencode({"saved": choice, "was": now, "link": link})
    return Redirect(f"{_address(asked)}?{done}#{anchor(link)}")


def annotate(project: Project, asked: Asked) -> Answer:
    """Write a note on an entry, or take it away."""
    link, note = asked.form.get("link", ""), asked.form.get("note", "")
    if not is_web_url(link):
        return Refused("This form is not complete. Nothing was written.")
    one = decided(project.config(project.settings()), link)
    now = (one.note if one else None) or ""
    if _version(now) != asked.form.get("seen") and now != note:
        return Conflict(
            what="the note on this post",
            now=now or "No note",
            yours=note or "No note",
            fields={"link": link, "note": note, "seen": _version(now)},
            back=_address(asked),
        )
    _change(project, lambda text: set_note(text, link, note))
    return Redirect(f"{_address(asked)}?saved=note#{anchor(link)}")


def introduce(project: Project, asked: Asked) -> Answer:
    """Show or save the title and the introduction of a digest."""
    period = asked.path["period"]
    title, intro = asked.form.get("title", ""), asked.form.get("intro", "")
    seen = asked.form.get("seen", "")
    if asked.form.get("do") != "save":
        return _page(project, period, "", draft=(title, intro, seen))
    config = project.config(project.settings())
    words = next((one for one in config.curation.digests if one.period == period), None)
    now = ((words.title if words else None) or "", (words.intro if words else None) or "")
    if _version(*now) != seen and now != (title, intro):
        return Conflict(
            what="title and introduction of this digest",
            now="\n\n".join(filter(None, now)) or "Nothing",
            yours="\n\n".join(filter(None, (title, intro))) or "Nothing",
            fields={"title": title, "intro": intro, "seen": _version(*now), "do": "save"},
            back=_address(asked),
        )
    _change(project, lambda text: set_introduction(text, period, title, intro))
    return Redirect(f"{_address(asked)}?saved=words#words")


_IN_WORDS = {"pin": "Pinned", "show": "Left to the rules", "hide": "Hidden"}


def _page(
    project: Project,
    period: str | None,
    saved: str,
    draft: tuple[str, str, str] | None = None,
    undo: Undo | None = None,
) -> Answer:
    texts = project.texts()
    settings = texts.settings
    config = project.config(settings)
    if draft and period:
        config = with_words(config, period, *draft[:2])
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
            "saved": _SAVED.get(saved, ""),
            "undo": undo if undo and undo.is_possible else None,
            "is_draft": draft is not None,
            "seen": draft[2] if draft else _version(view.title, view.intro),
            "version": _version,
            "site_name": settings["SITENAME"],
            "has_blogs": bool(config.partners),
        },
    )


def _address(asked: Asked) -> str:
    return f"/desk/digest/{asked.path['period']}"


def _version(*texts: str) -> str:
    """What a form keeps of the words that it was made with."""
    return version("\0".join(texts).encode())[:16]


def _change(project: Project, change: Callable[[str], str]) -> None:
    project.files.change(project.curation_file, change)


ROUTES: tuple[tuple[str, str, Callable[[Project, Asked], Answer]], ...] = (
    ("GET", "/desk/digest/", show_digest),
    ("GET", "/desk/digest/{period}", show_digest),
    ("POST", "/desk/digest/{period}/choice", decide),
    ("POST", "/desk/digest/{period}/note", annotate),
    ("POST", "/desk/digest/{period}/words", introduce),
)
