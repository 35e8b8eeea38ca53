"""The texts of the project in; its published posts, by which repeated entries are known, out (E10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from frontdesk.content.document_cache import DocumentReader
from frontdesk.content.draft_status import is_public
from frontdesk.content.lint.cross_checks import made_id
from frontdesk.content.lint.run import CheckReport
from frontdesk.content.model import Document
from frontdesk.core.memory.model import Memory
from frontdesk.core.settings import Settings
from partner_blogs.publish.own_articles import own_posts
from partner_blogs.select.own_posts import OwnPost, OwnPosts


class _Words(NamedTuple):
    """The words of a post, and what builds have made of them."""

    reader: DocumentReader
    document: Document

    def kept(self, what: str, make: Callable[[str], bytes]) -> bytes:
        found = self.reader.find_result(what, self.document, "")
        if found is None:
            found = make(self.reader.text(self.document).html)
            self.reader.keep_result(what, self.document, "", found)
        return found


class _Article(NamedTuple):
    """A post as `own_posts` asks for it."""

    id: str | None
    title: str
    url: str
    date: datetime | None
    text: _Words


class KeptOwnPosts:
    """The posts that lists show now. They are kept until the report on all texts is another one, or
    something was published."""

    def __init__(self) -> None:
        self._kept: tuple[CheckReport, datetime | None, OwnPosts] | None = None

    def of(
        self, report: CheckReport, rules: Settings, memory: Memory | None, now: datetime
    ) -> OwnPosts:
        """
        Args:
            memory: what was published before; None where nothing was.
        """
        published = memory.published if memory else None
        if not (kept := self._kept) or kept[0] is not report or kept[1] != published:
            found = OwnPosts(_own_posts(report, rules, memory, now))
            kept = self._kept = report, published, found
        return kept[2]


def _own_posts(
    report: CheckReport, rules: Settings, memory: Memory | None, now: datetime
) -> Iterator[OwnPost]:
    articles = (
        _Article(
            one.head.id or made_id(one, rules),
            one.title,
            one.url,
            one.head.date,
            _Words(report.reader, one),
        )
        for one in report.documents
        if one.kind == "post" and one.head.status == "published" and is_public(one.head, now)
        if one.head.date
    )
    return own_posts(articles, memory, now, {"SITE_ADDRESS": rules.site_address})
