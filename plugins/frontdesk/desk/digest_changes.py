"""A form of the digest desk in, its changes out; changes in, curation.yaml with them out, or what others
changed there meanwhile. Pure (K2).

The page holds what is not saved yet, in fields of its form: for each entry the state that the page was made
with, and what differs from it. So the desk keeps nothing, and no window sees the changes of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from frontdesk.core.text import clean_line
from frontdesk.core.urls import is_web_url, url_key
from partner_blogs.config.edit_curation import (
    CHOICES,
    Choice,
    EntryEdit,
    choice_of,
    paragraphs,
    set_entries,
    set_introduction,
    with_entries,
    with_introduction,
)
from partner_blogs.curation import curated_by_link
from partner_blogs.model.config import Curation

from .project_files import version

WORDS = "words"
"""Stands for title and introduction where a link stands for an entry."""
_TAKE_BACK = "back"


class FormError(Exception):
    """A form that the desk has not made."""


class EntryChange(NamedTuple):
    """What is to change about one entry.

    Attributes:
        seen: the state that the page was made with, by `entry_state`.
        choice, note: None where they stay.
    """

    link: str
    seen: str
    choice: Choice | None
    note: str | None


class DigestWords(NamedTuple):
    """What the editor says on top of a digest; the introduction is Markdown."""

    title: str = ""
    intro: str = ""

    @property
    def version(self) -> str:
        return _version(*self)


class Changes(NamedTuple):
    """What is not saved yet.

    Attributes:
        words: None where they stay.
        words_seen: the version of the words that the page was made with.
    """

    entries: tuple[EntryChange, ...] = ()
    words: DigestWords | None = None
    words_seen: str = ""

    @property
    def version(self) -> str:
        """By which a page tells what it has shown of them."""
        texts = [(*one[:1], *one[2:]) for one in self.entries]
        return _version(repr(sorted(texts, key=str)), repr(self.words))

    def without(self, links: Iterable[str]) -> Changes:
        """Those that are left where some are taken back; `WORDS` is title and introduction."""
        gone = {one if one == WORDS else url_key(one) for one in links}
        entries = tuple(one for one in self.entries if url_key(one.link) not in gone)
        return Changes(entries, None if WORDS in gone else self.words, self.words_seen)

    def __bool__(self) -> bool:
        return bool(self.entries) or self.words is not None


class Difference(NamedTuple):
    """Something that both the file and a form have changed.

    Attributes:
        about: the link of an entry, or `WORDS`.
        now, yours: what stands in the file, and what the form wants, as name and text.
    """

    about: str
    now: tuple[tuple[str, str], ...]
    yours: tuple[tuple[str, str], ...]


# --- a form in, changes out ---------------------------------------------------------------------------


def read_changes(form: Mapping[str, str]) -> Changes:
    """What a form changes, with that of the button that sent it.

    Raises:
        FormError: it is none of the desk's.
    """
    do, _, link = form.get("do", "").partition(" ")
    words, seen = _typed_words(form), form.get("was", "")
    if words and words.version == seen:
        words = None
    changes = Changes(tuple(_entry_changes(form, do, link)), words, seen)
    return changes.without([link]) if do == _TAKE_BACK else changes


def _typed_words(form: Mapping[str, str]) -> DigestWords | None:
    if "title" not in form or "intro" not in form:
        return None
    return DigestWords(clean_line(form["title"]), paragraphs(form["intro"]))


def _entry_changes(form: Mapping[str, str], do: str, target: str) -> Iterator[EntryChange]:
    if do in CHOICES and f"was:{target}" not in form:
        raise FormError
    for name, seen in form.items():
        if not name.startswith("was:"):
            continue
        link = name.removeprefix("was:")
        wanted = do if do in CHOICES and link == target else form.get(f"choice:{link}")
        before, _, note_before = seen.partition(" ")
        choice = next((one for one in CHOICES if one == wanted), None)
        if not is_web_url(link) or before not in CHOICES or choice != wanted:
            raise FormError
        note = clean_line(form[f"note:{link}"]) if f"note:{link}" in form else None
        change = EntryChange(
            link,
            seen,
            choice if choice != before else None,
            note if note is not None and _version(note) != note_before else None,
        )
        if change[2:] != (None, None):
            yield change


def form_fields(changes: Changes) -> dict[str, str]:
    """The fields of a form that has these changes."""
    fields = {"shown": changes.version}
    for one in changes.entries:
        fields |= entry_fields(one)
    if changes.words is not None:
        fields |= {**changes.words._asdict(), "was": changes.words_seen}
    return fields


def entry_fields(one: EntryChange) -> dict[str, str]:
    """The fields of one entry."""
    fields = {"was": one.seen, "choice": one.choice, "note": one.note}
    return {f"{name}:{one.link}": value for name, value in fields.items() if value is not None}


def entry_state(curation: Curation, link: str) -> str:
    """What is decided about an entry, as a form keeps it."""
    one = curated_by_link(curation).get(url_key(link))
    return f"{choice_of(one)} {_version((one.note if one else None) or '')}"


def words_of(curation: Curation, period: str) -> DigestWords:
    """What stands on top of a digest."""
    found = next((one for one in curation.digests if one.period == period), None)
    return DigestWords(found.title or "", paragraphs(found.intro or "")) if found else DigestWords()


# --- changes in, the file out ---------------------------------------------------------------------------


def with_changes(text: str, period: str, changes: Changes) -> str:
    """curation.yaml with these changes.

    Raises:
        ConfigError: the file has mistakes, or cannot be changed safely.
    """
    text = set_entries(text, _edits(changes))
    return set_introduction(text, period, *changes.words) if changes.words is not None else text


def changed_curation(curation: Curation, period: str, changes: Changes) -> Curation:
    """What the file would say with these changes."""
    changed = with_entries(curation, _edits(changes))
    return (
        with_introduction(changed, period, *changes.words) if changes.words is not None else changed
    )


def _edits(changes: Changes) -> Iterator[EntryEdit]:
    return (EntryEdit(one.link, one.choice, one.note) for one in changes.entries)


_IN_WORDS: Mapping[Choice, str] = {
    "pin": "Pinned",
    "show": "Left to the rules",
    "hide": "Hidden",
}


def differences(curation: Curation, period: str, changes: Changes) -> tuple[Difference, ...]:
    """Where a file that was changed meanwhile and a form want something else of the same thing."""
    found = [_about_entry(curation, one) for one in changes.entries]
    now, yours = words_of(curation, period), changes.words
    if yours is not None and yours != now and changes.words_seen != now.version:
        found.append(Difference(WORDS, _words_in_lines(now), _words_in_lines(yours)))
    return tuple(one for one in found if one is not None)


def _about_entry(curation: Curation, one: EntryChange) -> Difference | None:
    found = curated_by_link(curation).get(url_key(one.link))
    decision, note = choice_of(found), (found.note if found else None) or ""
    decision_seen, _, note_seen = one.seen.partition(" ")
    now, yours = [], []
    if one.choice not in {None, decision} and decision != decision_seen:
        now.append(("", _IN_WORDS[decision]))
        yours.append(("", _IN_WORDS[one.choice or decision]))
    if one.note not in {None, note} and _version(note) != note_seen:
        now.append(("note", note or "none"))
        yours.append(("note", one.note or "none"))
    return Difference(one.link, tuple(now), tuple(yours)) if now else None


def _words_in_lines(words: DigestWords) -> tuple[tuple[str, str], ...]:
    return (("Title", words.title or "none"), ("Introduction", words.intro or "none"))


def as_seen_now(curation: Curation, period: str, changes: Changes) -> Changes:
    """The same changes of a page that would be made now; so they are written whatever was changed
    meanwhile."""
    return Changes(
        tuple(one._replace(seen=entry_state(curation, one.link)) for one in changes.entries),
        changes.words,
        words_of(curation, period).version,
    )


def _version(*texts: str) -> str:
    """What a form keeps of words."""
    return version("\0".join(texts).encode())[:16]
