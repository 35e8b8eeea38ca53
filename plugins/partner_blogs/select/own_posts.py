"""The posts of this blog and a partner's entry in, the post that it repeats out. Pure (E10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any

from msgspec import Struct

from frontdesk.core.text import normalized_title
from frontdesk.core.urls import url_key

from ..entry_dates import candidate_time, date_or_first_seen
from ..model.state import Entry
from .near_duplicates import TextIndex, same_beginning, word_runs


class OwnPost(Struct, frozen=True):
    """A post of this blog.

    Attributes:
        text: plain; its beginning is enough.
        since: when it was first published; None where that is its date.
        runs: those of its text, where they are known.
    """

    title: str
    link: str
    text: str
    date: datetime
    since: datetime | None = None
    runs: Sequence[int] | None = None


class OwnPosts:
    """The posts of this blog, in which repeated ones are looked up.

    Only an entry's own words and links decide, so the answer never changes.
    """

    def __init__(self, posts: Iterable[OwnPost] = ()) -> None:
        self._posts = sorted(posts, key=lambda post: (post.date, post.link))
        self._answers: dict[tuple[Any, ...], OwnPost | None] = {}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {url_key(post.link): n for n, post in enumerate(self._posts)}

    @cached_property
    def _texts(self) -> TextIndex:
        """Those that are added last are looked at first: a newer post changes no old answer."""
        texts = TextIndex()
        for n, post in reversed(list(enumerate(self._posts))):
            texts.add_runs("", n, word_runs(post.text) if post.runs is None else post.runs)
        return texts

    def repeated_by(self, entry: Entry, known_at: datetime | None = None) -> OwnPost | None:
        """The oldest post that the entry repeats and that is older than its arrival, or None.

        Args:
            known_at: when an edition was closed: what was published later does not change it (D2).
        """
        if not self._posts:
            return None
        came = candidate_time(entry) or date_or_first_seen(entry)
        asked = entry.title, entry.links, entry.texts, came, known_at
        if (
            asked not in self._answers
        ):  # a build asks for an entry once for each list that may show it
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[asked] = self._oldest_repeated(entry, came, known_at)
        return self._answers[asked]

    def _oldest_repeated(
        self, entry: Entry, came: datetime, known_at: datetime | None
    ) -> OwnPost | None:
        places = (self._places.get(url_key(link)) for link in entry.links)
        found = chain(
            (n for n in places if n is not None),
            (n for text in entry.texts for n in self._texts.similar(text)),
            self._of_one_title(entry),
        )
        before = (n for n in found if self._posts[n].date <= came)
        first = min((n for n in before if _was_known(self._posts[n], known_at)), default=None)
        return None if first is None else self._posts[first]

    @cached_property
    def _titles(self) -> dict[str, list[int]]:
        titles: dict[str, list[int]] = {}
        for n, post in enumerate(self._posts):
            titles.setdefault(normalized_title(post.title), []).append(n)
        return titles

    def _of_one_title(self, entry: Entry) -> Iterator[int]:
        """Posts with its title, whose beginning it has: too little of it to be known by that alone."""
        title = normalized_title(entry.title)
        if title.count(" ") + 1 >= _TITLE_TELLS:
            for n in self._titles.get(title, ()):
                if any(same_beginning(text, self._posts[n].text) for text in entry.texts):
                    yield n


NO_OWN_POSTS = OwnPosts()

_REMEMBERED = 20_000
"""Entries of which the answer is kept."""
_TITLE_TELLS = 3
"""A title of fewer words says too little."""


def _was_known(post: OwnPost, moment: datetime | None) -> bool:
    return moment is None or (post.since or post.date) <= moment
