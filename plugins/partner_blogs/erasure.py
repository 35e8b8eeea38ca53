"""What the editor removed and what the store has in, what is left and a record of removals out. Pure (E7).

The record has fingerprints (SHA-256) and no words: removed entries are recognised without being kept.

An entry is erased where its link is one of those under `removed:`, or where its id, its link, or its title
with its date or text, is known from an entry that was erased before. What is learnt so counts for
that partner alone, so that no partner can have another's entries erased (E2).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

from frontdesk.core.urls import host_name, url_key

from .link_votes import with_votes
from .model.config import Config
from .model.digest import Edition, EditionPart
from .model.feed import CleanEntry
from .model.state import (
    Entry,
    ErasureRecord,
    ErasureScope,
    ImageCopy,
    ListSnapshot,
    ListSnapshots,
    PartnerState,
    UnlistedPartner,
)

UNLISTED_GRACE = timedelta(days=30)
"""A partner that is off the list for so long is removed from the store."""

MIN_MATCHED_LETTERS = 100
"""Letters; two posts of one title may share a shorter text."""

_AnyEntry = TypeVar("_AnyEntry", bound=CleanEntry)


def fingerprint(kind: str, text: str) -> str:
    """32 characters, the same for the same text of one kind."""
    return hashlib.sha256(f"{kind}\n{text}".encode(errors="surrogatepass")).hexdigest()[:32]


# --- what is to be erased -----------------------------------------------------------------------


def record_removals(config: Config, before: ErasureRecord, now: datetime) -> ErasureRecord:
    """The record with all removals that feeds.yaml asks for.

    A removal stays in the record when its line is deleted. A partner that was erased whole and is listed
    again may bring new entries.
    """
    links = {_link(link) for partner in config.partners for link in partner.removed}
    scopes = {scope.of: scope for scope in before.scopes}
    for partner in config.partners:
        of = fingerprint("partner", partner.id)
        scope = scopes.get(of)
        if partner.status == "removed":
            scope = scope or ErasureScope(of=of)
            gone = scope.gone if is_erased_whole(scope) else _after(now, scope.back)
            scopes[of] = replace(scope, gone=gone, unlisted=False)
        elif scope is not None and is_erased_whole(scope):
            scopes[of] = replace(scope, back=_after(now, scope.gone))
    return _record(links | set(before.links), scopes, unfinished=before.unfinished)


def record_unlisted(before: ErasureRecord, partners: Iterable[str], now: datetime) -> ErasureRecord:
    """The record with these partners, which left the list, erased whole."""
    scopes = {scope.of: scope for scope in before.scopes}
    for id_ in partners:
        of = fingerprint("partner", id_)
        scope = scopes.get(of, ErasureScope(of=of))
        scopes[of] = replace(scope, gone=_after(now, scope.back), unlisted=True)
    return _record(before.links, scopes, unfinished=before.unfinished)


def merge_records(one: ErasureRecord, other: ErasureRecord) -> ErasureRecord:
    """All that either record has: erasure wins."""
    scopes: dict[str, ErasureScope] = {}
    for scope in (*one.scopes, *other.scopes):
        known = scopes.get(scope.of, ErasureScope(of=scope.of))
        scopes[scope.of] = ErasureScope(
            of=scope.of,
            digests=tuple(sorted({*known.digests, *scope.digests})),
            partners=tuple(sorted({*known.partners, *scope.partners})),
            gone=max(filter(None, (known.gone, scope.gone)), default=None),
            back=max(filter(None, (known.back, scope.back)), default=None),
            unlisted=bool(known.gone or scope.gone)
            and all(each.unlisted for each in (known, scope) if each.gone),
        )
    return _record(
        {*one.links, *other.links}, scopes, unfinished=one.unfinished or other.unfinished
    )


def has_new_erasures(now: ErasureRecord, before: ErasureRecord) -> bool:
    """Whether a store that agrees with the record from before may hold words that are erased now."""
    gone = {scope.of: scope.gone for scope in before.scopes}
    return bool(set(now.links) - set(before.links)) or any(
        is_erased_whole(scope) and scope.gone != gone.get(scope.of) for scope in now.scopes
    )


def is_erased_whole(scope: ErasureScope) -> bool:
    """Whether the partner of this scope is erased whole, and not listed again."""
    return scope.gone is not None and (scope.back is None or scope.gone >= scope.back)


def _after(now: datetime, other: datetime | None) -> datetime:
    """Now, or a second after the other instant if the clock went back."""
    return now if other is None else max(now, other + timedelta(seconds=1))


def _record(
    links: Collection[str], scopes: Mapping[str, ErasureScope], *, unfinished: bool
) -> ErasureRecord:
    return ErasureRecord(
        links=tuple(sorted(links)),
        scopes=tuple(scopes[of] for of in sorted(scopes)),
        unfinished=unfinished,
    )


# --- what is left -------------------------------------------------------------------------------


class Eraser:
    """Takes erased entries out of values, and learns by what else they would be known again.

    Args:
        feeds: partner → the feeds that its entries came from.
    """

    def __init__(self, erased: ErasureRecord, feeds: Mapping[str, Collection[str]]) -> None:
        self._erased = erased
        self._feeds = feeds
        self._links = frozenset(erased.links)
        self._known = {scope.of: set(scope.digests) for scope in erased.scopes if scope.digests}
        self._found: dict[str, frozenset[str]] = {}
        self._came_from = {scope.of: set(scope.partners) for scope in erased.scopes}
        self._gone = {scope.of for scope in erased.scopes if is_erased_whole(scope)}
        self._unlisted = {scope.of for scope in erased.scopes if scope.unlisted}

    @property
    def record(self) -> ErasureRecord:
        """The record that was given, with all fingerprints learnt since."""
        scopes = {scope.of: scope for scope in self._erased.scopes}
        for of, known in self._known.items():
            scopes[of] = replace(scopes.get(of, ErasureScope(of=of)), digests=tuple(sorted(known)))
        for of, partners in self._came_from.items():
            scopes[of] = replace(
                scopes.get(of, ErasureScope(of=of)), partners=tuple(sorted(partners))
            )
        return _record(self._erased.links, scopes, unfinished=self._erased.unfinished)

    @property
    def has_nothing_to_do(self) -> bool:
        return not (self._links or self._known or self._gone)

    @property
    def gone(self) -> bool:
        """Whether any partner is erased whole."""
        return bool(self._gone)

    def is_gone(self, partner: str) -> bool:
        """Whether nothing of this partner is to be kept."""
        return fingerprint("partner", partner) in self._gone

    def learn(self, partner: str, entries: Iterable[CleanEntry]) -> None:
        """Learn the fingerprints of a partner's erased entries.

        Those that other entries of it share are left out: some feeds give one link, one id or one picture
        to all entries.

        Args:
            entries: all that is known, also older forms of one entry, which has one key in each.
        """
        of = fingerprint("partner", partner)
        if self.has_nothing_to_do or of in self._gone & self._unlisted:
            return
        forms: dict[str, list[CleanEntry]] = {}
        for n, entry in enumerate(entries):
            forms.setdefault(entry.key if isinstance(entry, Entry) else f"\n{n}", []).append(entry)
        while True:
            is_erased = self._judge(partner)
            taken = {key for key, one in forms.items() if any(map(is_erased, one))}
            if not taken:
                return
            left = _all_names(one for key, one in forms.items() if key not in taken)
            self._known.setdefault(of, set()).update(
                _all_names(forms.pop(key) for key in taken) - left
            )
            for feed in self._feeds.get(partner, ()):
                self._came_from.setdefault(fingerprint("feed", url_key(feed)), set()).add(of)
            self._found.clear()

    def entries(self, partner: str, entries: Sequence[_AnyEntry]) -> tuple[_AnyEntry, ...]:
        """Those that are left of a partner's entries."""
        if self.has_nothing_to_do:
            return tuple(entries)
        is_erased = self._judge(partner)
        return tuple(entry for entry in entries if not is_erased(entry))

    def takes_any(self, partner: str, entries: Iterable[CleanEntry]) -> bool:
        """Whether any of a partner's entries is erased."""
        return not self.has_nothing_to_do and any(map(self._judge(partner), entries))

    def state(self, state: PartnerState) -> PartnerState | None:
        """What is left of a partner's state; None where that is nothing."""
        if self.is_gone(state.id):
            return None
        left = self.entries(state.id, state.entries)
        return state if len(left) == len(state.entries) else replace(state, entries=left)

    def edition(self, edition: Edition) -> Edition:
        """What is left of a closed edition: a removal is the one thing that changes it (D2)."""
        parts = tuple(filter(None, map(self._part, edition.parts)))
        linked = with_votes(
            edition.most_linked,
            lambda one: not self._takes_link(one.partner or "", one.address),
            lambda vote: not self._takes_link(vote.partner, vote.link),
        )
        if (parts, linked) == (edition.parts, edition.most_linked):
            return edition
        return replace(edition, parts=parts, most_linked=linked)

    def takes(self, copy: ImageCopy) -> bool:
        """Whether a copied picture goes (W4)."""
        name = _picture(copy.picture.address)
        return self.is_gone(copy.partner) or name in self._all_known(copy.partner)

    def _part(self, part: EditionPart) -> EditionPart | None:
        if self.is_gone(part.partner):
            return None
        entries = self.entries(part.partner, part.entries)
        if part.entries and not entries:
            return None
        keys = {entry.key for entry in entries}
        also = tuple(
            one
            for one in part.also
            if one.key in keys and not self._takes_link(one.partner, one.link)
        )
        return replace(part, entries=entries, also=also)

    def _takes_link(self, partner: str, link: str | None) -> bool:
        """Whether the entry of a partner that lies at this address is erased."""
        if self.is_gone(partner):
            return True
        name = link and _link(link)
        return name in self._links or name in self._all_known(partner)

    def _all_known(self, partner: str) -> frozenset[str]:
        """What is known of this partner's erased entries, and of those of its feed under another name."""
        if partner not in self._found:
            names = {fingerprint("partner", partner)}
            for feed in self._feeds.get(partner, ()):
                names |= self._came_from.get(fingerprint("feed", url_key(feed)), set())
            known = frozenset[str]().union(*(self._known.get(of, ()) for of in names))
            self._found[partner] = known
        return self._found[partner]

    def _judge(self, partner: str) -> Callable[[CleanEntry], bool]:
        links, known = self._links, self._all_known(partner)
        gone = self.is_gone(partner)

        def is_erased(entry: CleanEntry) -> bool:
            if gone or not links.isdisjoint(map(_link, entry.links)):
                return True
            return bool(known) and any(name in known for name in _names(entry))

        return is_erased


def _link(address: str) -> str:
    return fingerprint("link", url_key(address))


def _picture(address: str) -> str:
    return fingerprint("picture", address)


def _names(entry: CleanEntry) -> Iterator[str]:
    """By what an entry is known again: its ids, its links, and, on another platform, title and date, or
    title and text (D11). A title alone proves nothing: a column has the same one every week."""
    for id_ in {entry.id, getattr(entry, "feed_id", None) or entry.id}:
        if ":" in id_:
            yield fingerprint("id", id_)
        else:  # another platform counts from 1 again
            for host in {host_name(link) for link in entry.links} or {""}:
                yield fingerprint("id", f"{host} {id_}")
    yield from map(_link, entry.links)
    title = _letters(entry.title)
    if entry.published:
        yield fingerprint("date", f"{title}\n{entry.published.isoformat(timespec='minutes')}")
    if len(entry.excerpt) >= MIN_MATCHED_LETTERS:
        yield fingerprint("text", f"{title}\n{_letters(entry.excerpt)}")


def _letters(text: str) -> str:
    """A text as far as two of one post agree, whatever quotes, dashes, spaces and capitals are set."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return re.sub(r"\W+", "", plain.casefold())


def _all_names(forms: Iterable[Sequence[CleanEntry]]) -> set[str]:
    """The same of many, and their pictures."""
    names = set[str]()
    for entry in chain.from_iterable(forms):
        names.update(_names(entry))
        if entry.image:
            names.add(_picture(entry.image))
    return names


# --- who is off the list ------------------------------------------------------------------------


def update_snapshots(
    before: ListSnapshots,
    name: str,
    listed: Collection[str],
    stored: Callable[[], Collection[str]],
    now: datetime,
) -> tuple[ListSnapshots, tuple[str, ...]]:
    """What this refresh sees of its list, and the ids of partners that the store is to remove. An empty
    list changes nothing.

    Args:
        name: which list it is.
        listed: the ids on it.
        stored: finds the ids of all partners of which the store has words.
    """
    if not listed:
        return before, ()
    own = _same_list(before, name, listed)
    others = [one for one in before.lists if one is not own]
    since = {id_: min(when, now) for id_, when in _missing(own).items()} if own else {}
    missing = {id_: since.get(id_, now) for id_ in _no_longer_listed(before, own, listed, stored)}
    elsewhere = {id_ for one in others for id_ in one.partners}
    gone = {
        id_
        for id_, when in missing.items()
        if now - when >= UNLISTED_GRACE and id_ not in elsewhere
    }
    seen = ListSnapshot(
        name=name,
        at=now,
        partners=tuple(sorted(listed)),
        missing=tuple(
            UnlistedPartner(id_, missing[id_]) for id_ in sorted(missing) if id_ not in gone
        ),
    )
    return ListSnapshots((*others, seen)), tuple(sorted(gone))


def _no_longer_listed(
    before: ListSnapshots,
    own: ListSnapshot | None,
    listed: Collection[str],
    stored: Callable[[], Collection[str]],
) -> set[str]:
    """Who was on the list, and of whom there are still words. A store of an older version does not say
    whose partners it has: they are those of a list that shares one of them."""
    had = {*own.partners, *_missing(own)} - set(listed) if own else set[str]()
    if own and not had:
        return set()  # nearly always
    words = set(stored())
    if own is None and words & set(listed):
        had = words - {id_ for one in before.lists for id_ in (*one.partners, *_missing(one))}
    return (had & words) - set(listed)


def unlisted_partners(
    listings: ListSnapshots, name: str, listed: Collection[str]
) -> dict[str, datetime]:
    """Partner id → since when it is off this list and on no other. `status` shows these partners until they
    are removed."""
    own = _same_list(listings, name, listed)
    elsewhere = {id_ for one in listings.lists if one is not own for id_ in one.partners}
    since = _missing(own) if own else {}
    return {id_: at for id_, at in since.items() if id_ not in {*listed, *elsewhere}}


def merge_snapshots(one: ListSnapshots, other: ListSnapshots) -> ListSnapshots:
    """What the later refresh of each list saw, with the earlier date of each missing partner."""
    lists = list(one.lists)
    for theirs in other.lists:
        ours = _same_list(ListSnapshots(tuple(lists)), theirs.name, theirs.partners)
        if ours is None:
            lists.append(theirs)
            continue
        older, newer = sorted((ours, theirs), key=lambda listing: listing.at)
        since = _missing(older)
        missing = tuple(
            UnlistedPartner(each.partner, min(each.since, since.get(each.partner, each.since)))
            for each in newer.missing
        )
        lists[lists.index(ours)] = replace(newer, missing=missing)
    return ListSnapshots(tuple(lists))


def _same_list(listings: ListSnapshots, name: str, listed: Collection[str]) -> ListSnapshot | None:
    """What was seen of this list before. A file that shares no blog with what it was, though that had
    several, holds another list by now."""
    same = [one for one in listings.lists if one.name == name]
    shared = {one: len(set(one.partners) & set(listed)) for one in same}
    best = max(same, key=lambda one: (shared[one], one.at), default=None)
    if best is None or shared[best] or (len(same) == 1 and len(best.partners) == 1):
        return best
    return None


def _missing(listing: ListSnapshot) -> dict[str, datetime]:
    return {each.partner: each.since for each in listing.missing}
