"""The store and the editor's files in; a digest as the desk shows it out: each entry with what was decided
about it, and why it is in or out. Pure (K2)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.date_formats import period_dates, short_date
from frontdesk.core.memory.model import KnownPost, Memory
from frontdesk.core.periods import PeriodKind
from frontdesk.core.translations import english
from frontdesk.core.urls import url_key
from frontdesk.formats.author_markdown import author_markdown_html
from partner_blogs.config.edit_curation import Choice as Decision
from partner_blogs.config.edit_curation import choice_of
from partner_blogs.curation import curated_by_link
from partner_blogs.model.config import Config, CuratedEntry, EditionIntro, Partner, Show
from partner_blogs.model.digest import Choice, Edition, EditionFacts, LeftOut
from partner_blogs.model.state import Entry, PartnerState
from partner_blogs.publish.editions import EditionPage, PostUrls, edition_pages
from partner_blogs.publish.selection import as_shown
from partner_blogs.recorded_editions import RecordedEditions
from partner_blogs.select.candidates import iter_candidates
from partner_blogs.select.digests import caps_for, enabled_kinds, open_choices, visible_editions
from partner_blogs.select.own_posts import NO_OWN_POSTS, OwnPosts


class Stored(NamedTuple):
    """What is stored of partners and of our own posts."""

    states: Mapping[str, PartnerState]
    recorded: Iterable[Edition]
    memory: Memory | None

    @property
    def own(self) -> tuple[KnownPost, ...]:
        return tuple(self.memory.posts.values()) if self.memory else ()


class DigestTab(Struct, frozen=True):
    """A digest that can be opened.

    Attributes:
        is_open: whether its period is still running.
    """

    kind: PeriodKind
    period: str
    days: str
    is_open: bool


class DeskEntry(Struct, frozen=True, kw_only=True):
    """An entry with its buttons.

    Attributes:
        anchor: its id on the page.
        link: by which the editor's file knows it; empty for an entry without an address.
        why: a sentence that says why it is in the digest or not.
        note, decision: of the editor.
    """

    anchor: str
    link: str
    partner: str
    entry: Entry
    show: Show
    date: str
    why: str
    decision: Decision
    note: str
    also: tuple[str, ...] = ()


class DeskSection(Struct, frozen=True):
    """The entries of one blog that stand together, as on the page of the digest."""

    name: str
    entries: tuple[DeskEntry, ...]


class DigestView(Struct, frozen=True, kw_only=True):
    """A digest on the desk.

    Attributes:
        tabs: the digests that can be opened, the running ones first.
        page: what readers get; None while nothing has come in.
        title, intro: what the editor wrote, as it stands in the file.
        intro_html: the introduction as readers get it; `removed` names what was left out of it.
    """

    tabs: tuple[DigestTab, ...]
    shown: DigestTab
    page: EditionPage | None
    sections: tuple[DeskSection, ...]
    out: tuple[DeskEntry, ...]
    title: str
    intro: str
    intro_html: str
    removed: tuple[str, ...]

    @property
    def entries(self) -> tuple[DeskEntry, ...]:
        """All that are in it, and then those that are not."""
        return (*(entry for one in self.sections for entry in one.entries), *self.out)


def digest_view(
    config: Config,
    store: Stored,
    settings: Mapping[str, Any],
    now: datetime,
    period: str | None = None,
    own_posts: OwnPosts = NO_OWN_POSTS,
) -> DigestView | None:
    """The digest of a period; None where there is no such digest, or none at all.

    Args:
        settings: of the site, for its Markdown and address.
        period: such as 2026-W46; None for the running week.
        own_posts: those of this blog; an entry that repeats one of them is left out (E10).
    """
    recorded = visible_editions(store.recorded, now)
    choices = tuple(open_choices(config, store.states, recorded, now))
    newest = _newest_recorded(recorded)
    words = english(_locale(settings["DEFAULT_LANG"]))
    tabs = tuple(_tabs(config, choices, newest, now, words.locale))
    shown = next((tab for tab in tabs if period in {None, tab.period}), None)
    if shown is None:
        return None
    choice = next((one for one in choices if one.edition.period == shown.period), None)
    as_readers_see = as_shown(config, store.states, own_posts)
    growing = tuple(
        as_readers_see(one.edition) for one in choices if one.edition.kind == shown.kind
    )
    closed = tuple(
        recorded.where(lambda one: (one.kind, one.period) == _name(newest.get(shown.kind)))
    )
    on_top = next((one for one in config.curation.digests if one.period == shown.period), None)
    on_top = on_top or EditionIntro(period=shown.period)
    intro_html, removed = (
        author_markdown_html(on_top.intro, settings, "") if on_top.intro else ("", ())
    )
    pages = edition_pages(
        config,
        tuple(map(as_readers_see, closed)),
        growing,
        store.own,
        PostUrls({one.id: one.url for one in store.own}, {one.url for one in store.own}),
        {shown.period: intro_html} if intro_html else {},
        words,
    )
    page = next((one for one in pages if (one.kind, one.period) == _name(shown)), None)
    show = _Entries(config, words.locale)
    edition = choice.edition if choice else next(o for o in closed if o.period == shown.period)
    out = (*show.repeats(edition, own_posts), *(show.left_out(choice.left_out) if choice else ()))
    hidden = show.hidden_candidates(store.states, edition) if choice else show.hidden_in([edition])
    return DigestView(
        tabs=tabs,
        shown=shown,
        page=page,
        sections=tuple(show.sections(page)) if page else (),
        out=(*hidden, *out),
        title=on_top.title or "",
        intro=on_top.intro or "",
        intro_html=intro_html,
        removed=removed,
    )


def anchor(link: str) -> str:
    """The id of an entry on the page."""
    return f"e-{hashlib.sha256(url_key(link).encode()).hexdigest()[:12]}"


# --- which digests there are --------------------------------------------------------------------


def _newest_recorded(recorded: RecordedEditions) -> Mapping[PeriodKind, EditionFacts]:
    """Of each kind the last one that has anything."""
    return {one.kind: one for one in recorded.facts if one.has_parts or one.post_ids}


def _locale(language: str) -> str:
    """The desk is in English, as the messages of all commands are; its dates are in that of the site."""
    return language if language.partition("-")[0] == "en" else "en"


def _tabs(
    config: Config,
    choices: Collection[Choice],
    newest: Mapping[PeriodKind, EditionFacts],
    now: datetime,
    locale: str,
) -> Iterator[DigestTab]:
    """Of each kind the running one and the last that is closed, or is to be closed by the next refresh.
    Weeks come first: most sites have them alone."""
    kinds = sorted(enabled_kinds(config.digest), key=lambda kind: kind != "weekly")
    for kind in kinds:
        row = [one.edition for one in choices if one.edition.kind == kind]
        before = [newest[kind]] if kind in newest else []
        for one in [*before, *row][-2:][::-1]:
            days = period_dates(kind, one.period, locale)
            yield DigestTab(kind, one.period, days, one.ends > now)


def _name(one: EditionFacts | DigestTab | None) -> tuple[str, str] | None:
    return (one.kind, one.period) if one else None


# --- entries ------------------------------------------------------------------------------------


class _Entries:
    """Entries as the desk shows them, by what the editor decided about each."""

    def __init__(self, config: Config, locale: str) -> None:
        self._config, self._locale = config, locale
        self._partners = {one.id: one for one in config.partners}
        self._curated = curated_by_link(config.curation)
        self._zone = ZoneInfo(config.about.timezone)

    def sections(self, page: EditionPage) -> Iterator[DeskSection]:
        for section in page.passages:
            entries = tuple(
                self._entry(
                    section.name,
                    item.entry,
                    section.show,
                    "You pinned it: it stands first, and no limit leaves it out."
                    if item.pin
                    else "It came in this period, and is within the limits.",
                    tuple(one.name for one in item.also),
                )
                for item in section.items
            )
            yield DeskSection(section.name, entries)

    def left_out(self, entries: Iterable[LeftOut]) -> tuple[DeskEntry, ...]:
        return tuple(
            self._entry(partner.name, one.entry, partner.show, _why_not(one, partner, self._config))
            for one, partner in ((one, self._partners[one.partner]) for one in entries)
        )

    def repeats(self, edition: Edition, own_posts: OwnPosts) -> Iterator[DeskEntry]:
        """What readers do not get of an edition because it repeats a post of this blog."""
        for part in edition.parts:
            for entry in part.entries:
                post = own_posts.repeated_by(entry, edition.closed)
                if post and not self._is_hidden(entry):
                    why = f"It repeats your post “{post.title}”, so it is left out."
                    yield self._entry(part.name, entry, part.show, why)

    def hidden_candidates(
        self, states: Mapping[str, PartnerState], edition: Edition
    ) -> tuple[DeskEntry, ...]:
        """What came in during a period and is hidden."""
        everything = replace(
            self._config,
            partners=tuple(replace(one, hidden=()) for one in self._config.partners),
        )
        return tuple(
            self._hidden(one.partner.name, one.entry, one.partner.show)
            for one in iter_candidates(everything, states, edition.starts)
            if edition.starts <= one.time < edition.ends and self._is_hidden(one.entry)
        )

    def hidden_in(self, editions: Iterable[Edition]) -> tuple[DeskEntry, ...]:
        """What a closed edition has, and is hidden."""
        return tuple(
            self._hidden(part.name, entry, part.show)
            for edition in editions
            for part in edition.parts
            for entry in part.entries
            if self._is_hidden(entry)
        )

    def _hidden(self, name: str, entry: Entry, show: Show) -> DeskEntry:
        return self._entry(name, entry, show, "You hid it: it is shown nowhere on the site.")

    def _is_hidden(self, entry: Entry) -> bool:
        return choice_of(self._decision(entry)) == "hide"

    def _decision(self, entry: Entry) -> CuratedEntry | None:
        found = (self._curated.get(url_key(link)) for link in entry.links)
        return next(filter(None, found), None)

    def _entry(
        self, name: str, entry: Entry, show: Show, why: str, also: tuple[str, ...] = ()
    ) -> DeskEntry:
        decision = self._decision(entry)
        link = (decision.link if decision else entry.link) or ""
        return DeskEntry(
            anchor=anchor(link or entry.key),
            link=link,
            partner=name,
            entry=entry,
            show=show,
            date=short_date(entry.date.astimezone(self._zone).date(), self._locale)
            if entry.date
            else "",
            why=why,
            decision=choice_of(decision),
            note=(decision.note if decision else None) or "",
            also=also,
        )


def _why_not(one: LeftOut, partner: Partner, config: Config) -> str:
    caps = caps_for(partner, config.digest)
    match one.reason:
        case "per_day":
            return f"Over the limit: {partner.name} has {caps.per_day} posts of that day already."
        case "per_digest":
            return f"Over the limit: {partner.name} has {caps.per_digest} posts in this digest already."
        case "share":
            return f"Over its share: {partner.name} would fill more than {caps.share} % of this digest."
        case "copy":
            return f"Nearly the same as a post of {one.of}, which is shown instead."
        case "earlier":
            return f"An earlier digest has it, from {one.of}."
