"""Today's sources and the last good ones in, the source that the next build takes for each text out. Pure
(A12).

One bad text never keeps the others from being published. A text with an error is built from its last good
source. If there is none that may be used, the text is held: it waits, and links to it become plain words.
All of this is checked again, until no published text has an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from frontdesk.core.problems import Problem

from ..draft_status import is_public
from ..link_check import linked_files
from ..model import Document
from ..url_map import Site
from .cross_checks import CrossCheck, claim_order, cross_check

ReadersSee = Literal["before", "nothing", "today"]
"""What readers see of a text with an error: its last good version; nothing; or today's version, because
the text it clashes with is held."""

ONE_BY_ONE = 20
"""So many texts are held one by one, oldest first, so that none is held because of another that is held
too. After that, all texts with an error are held at once."""


class LastGoodSource(Struct, frozen=True):
    """The last good source of a text.

    Attributes:
        source: as today's check reads it.
        may_stand: nothing in today's file may mean that the author took the text back.
    """

    source: Document
    may_stand: bool


class SourceSelection(Struct, frozen=True):
    """The source that the next build takes for each text.

    Attributes:
        site: with the sources that are used; `held` and `substitutes` name those that are not today's.
        checked: the cross-check of these sources.
        doubtful: paths that are held because their author may have taken them back.
        causes: errors of today's texts that show only beside files that are not published.
    """

    site: Site
    checked: CrossCheck
    doubtful: frozenset[str] = frozenset()
    causes: tuple[Problem, ...] = ()

    def readers_see(self, path: str) -> ReadersSee:
        """What readers see of a text with an error."""
        if path in self.site.substitutes:
            return "before"
        return "nothing" if path in self.site.held or path not in self.site.documents else "today"


SiteMapper = Callable[[Iterable[Document], frozenset[str], frozenset[str]], Site]
"""Makes the site of sources, the paths of held ones, and the paths of last good ones."""


def select_sources(
    sources: Sequence[Document],
    refused: Collection[str],
    site_of: SiteMapper,
    last_good: Callable[[Document], LastGoodSource | None],
) -> SourceSelection:
    """Choose a source for each text.

    Args:
        sources: today's.
        refused: the paths of files that are not published; texts that show them wait.
        last_good: gives the last good source of a text; None if there is none.
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
        paths = sorted(wrong, key=lambda path: claim_order(site.documents[path]))
        for path in paths[: 1 if n < ONE_BY_ONE else None]:
            causes += () if path in choosing.substitutes else wrong[path]
            choosing.demote(path)
    return SourceSelection(site, checked, frozenset(choosing.doubtful), tuple(causes))


def _is_wrong(problems: Iterable[Problem]) -> bool:
    return any(one.severity == "error" for one in problems)


def _refused(source: Document, refused: Collection[str]) -> Iterator[Problem]:
    """Files that a public text shows, and that are not published."""
    for path, line in linked_files(source) if source.head.status in {"published", "hidden"} else ():
        if path in refused:
            message = f"'{path}', which this text shows, is not published; fix that file"
            yield Problem(source.path, line, message, "error")


def _wrong(problems: Iterable[Problem], site: Site) -> dict[str, list[Problem]]:
    """The errors of texts that are not held, by path."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        if one.severity == "error" and one.path in site.documents and one.path not in site.held:
            found[one.path].append(one)
    return found


class _Choosing:
    """Goes one way only: from today's source to the last good one, from there to none."""

    def __init__(
        self,
        sources: Sequence[Document],
        refused: Collection[str],
        site_of: SiteMapper,
        last_good: Callable[[Document], LastGoodSource | None],
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

    def _is_good(self, source: Document) -> bool:
        there = self._plain
        return (
            is_public(source.head, there.now)
            and not _is_wrong(source.problems)
            and all(
                path not in self._refused and (path in there.files or there.is_made(path))
                for path, _ in linked_files(source)
            )
        )
