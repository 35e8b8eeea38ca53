"""All sources and the last good ones in, what the next build makes each text of, out. Pure (A12).

One bad text never keeps the others from being published. A text with an error stands with its last good
source; where there is none that may stand, it waits, and links to it are words. Whatever changes by that
is looked at again, until no text that is published has an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from frontdesk.core.problems import Problem

from ..draft_status import is_public
from ..links import linked_files
from ..model import Source
from ..url_map import Site
from .cross_checks import CrossCheck, claim_order, cross_check

ReadersSee = Literal["before", "nothing", "today"]
"""What readers see of a text with an error: its last good version, nothing, or the text as it is: what it
clashes with is held."""

ONE_BY_ONE = 20
"""So many texts are held one after the other, the oldest first: none is to be held because of another that
is held too. After that all with an error are."""


class LastGoodSource(Struct, frozen=True):
    """The last good source of a text.

    Attributes:
        source: as it is judged today.
        may_stand: whether nothing in today's file may mean that the author took the text back.
    """

    source: Source
    may_stand: bool


class SourceSelection(Struct, frozen=True):
    """What the next build makes each text of.

    Attributes:
        site: with every source that is used; `held` and `substitutes` say which are not today's.
        checked: what was found between those.
        doubtful: the paths that are held because their author may have taken them back.
        causes: errors of today's texts that show only beside others that are not published.
    """

    site: Site
    checked: CrossCheck
    doubtful: frozenset[str] = frozenset()
    causes: tuple[Problem, ...] = ()

    def readers_see(self, path: str) -> ReadersSee:
        """What readers see of a text with an error."""
        if path in self.site.substitutes:
            return "before"
        return "nothing" if path in self.site.held or path not in self.site.sources else "today"


SiteMapper = Callable[[Iterable[Source], frozenset[str], frozenset[str]], Site]
"""Sources, the paths of those that are held and of those that are not today's → the site."""


def select_sources(
    sources: Sequence[Source],
    refused: Collection[str],
    site_of: SiteMapper,
    last_good: Callable[[Source], LastGoodSource | None],
) -> SourceSelection:
    """Choose a source for each text.

    Args:
        sources: those of today.
        refused: the paths of files that are not published, with whatever shows them.
        last_good: of one of them; None where there is none.
    """
    choosing = _Choosing(sources, refused, site_of, last_good)
    causes = [cause for source in sources for cause in _refused(source, refused)]
    wrong_files = {cause.path for cause in causes}
    for source in sources:
        if _is_wrong(source.problems) or source.path in wrong_files:
            choosing.demote(source.path)
    for n in range(2 * len(sources) + 1):
        site = choosing.site()
        checked = cross_check(site)
        wrong = _wrong(checked.problems, site)
        if not wrong:
            break
        paths = sorted(wrong, key=lambda path: claim_order(site.sources[path]))
        for path in paths[: 1 if n < ONE_BY_ONE else None]:
            causes += () if path in choosing.substitutes else wrong[path]
            choosing.demote(path)
    return SourceSelection(site, checked, frozenset(choosing.doubtful), tuple(causes))


def _is_wrong(problems: Iterable[Problem]) -> bool:
    return any(one.severity == "error" for one in problems)


def _refused(source: Source, refused: Collection[str]) -> Iterator[Problem]:
    """What a text that readers would see needs, and is not published."""
    for path, line in linked_files(source) if source.head.status in {"published", "hidden"} else ():
        if path in refused:
            message = f"'{path}', which this text shows, is not published; fix that file"
            yield Problem(source.path, line, message, "error")


def _wrong(problems: Iterable[Problem], site: Site) -> dict[str, list[Problem]]:
    """The errors of texts that are not held, by path."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        if one.severity == "error" and one.path in site.sources and one.path not in site.held:
            found[one.path].append(one)
    return found


class _Choosing:
    """Goes one way only: from today's source to the last good one, from there to none."""

    def __init__(
        self,
        sources: Sequence[Source],
        refused: Collection[str],
        site_of: SiteMapper,
        last_good: Callable[[Source], LastGoodSource | None],
    ) -> None:
        self._used = {source.path: source for source in sources}
        self._refused = refused
        self._site_of = site_of
        self._last_good = last_good
        self._plain = site_of(sources, frozenset(), frozenset())
        self.held: set[str] = set()
        self.doubtful: set[str] = set()
        self.substitutes: set[str] = set()

    def site(self) -> Site:
        held, substitutes = frozenset(self.held), frozenset(self.substitutes)
        return self._site_of(self._used.values(), held, substitutes)

    def demote(self, path: str) -> None:
        source = self._used[path]
        before = None if path in self.substitutes else self._last_good(source)
        self.substitutes.discard(path)
        if before and not before.may_stand:
            self.doubtful.add(path)
        elif before and is_public(source.head, self._plain.now) and self._is_good(before.source):
            self._used[path] = before.source
            self.substitutes.add(path)
            return
        self.held.add(path)

    def _is_good(self, source: Source) -> bool:
        there = self._plain
        return (
            is_public(source.head, there.now)
            and not _is_wrong(source.problems)
            and all(
                path not in self._refused and (path in there.files or there.is_made(path))
                for path, _ in linked_files(source)
            )
        )
