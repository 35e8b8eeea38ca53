"""Pelican's articles in; what the aggregator reads of our own posts, and items of feeds, out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from frontdesk.formats.feed_ids import tag_uri
from frontdesk.formats.feed_model import Item
from frontdesk.formats.sanitizer import html_to_text


class OwnArticle:
    """An article, with the attributes that `publish.own_articles` reads.

    Args:
        article: Pelican's.
        settings: those of pages and feeds.
    """

    written = ""
    """Pelican does not keep how a date was written."""

    def __init__(self, article: Any, settings: Mapping[str, Any]) -> None:
        self.article = article
        self.relative_source_path: str = article.relative_source_path
        stem = self.relative_source_path.rpartition(".")[0]
        self.id = tag_uri(settings, quote(f"posts/{stem}"))
        self.title = html_to_text(str(article.title))
        self.url: str = article.url
        self.lang: str = getattr(article, "lang", None) or settings["DEFAULT_LANG"]
        self.date = _instant(article.date, settings["TIMEZONE"])
        self.text = _Text(article)

    @property
    def plain_summary(self) -> str:
        return html_to_text(str(self.article.summary))


class _Text:
    def __init__(self, article: Any) -> None:
        self._article = article

    def kept(self, _: str, make: Callable[[str], bytes]) -> bytes:
        """What is made of its HTML. Links of it may still be unknown, so it is taken as it was read."""
        return make(self._article._content)


def _instant(moment: datetime, timezone: str) -> datetime:
    """A plain datetime with a zone; Pelican's is of a class of its own."""
    zone = moment.tzinfo or ZoneInfo(timezone)
    clock = time(moment.hour, moment.minute, moment.second, moment.microsecond, fold=moment.fold)
    return datetime.combine(moment.date(), clock, zone)


def own_item(own: OwnArticle, settings: Mapping[str, Any]) -> Item:
    """A post of ours, whole, as an item of a feed."""
    article, site = own.article, settings["SITE_ADDRESS"]
    changed = getattr(article, "modified", None)
    return Item(
        id=own.id,
        title=own.title,
        link=f"{site}/{own.url}",
        published=own.date,
        updated=max(own.date, _instant(changed, settings["TIMEZONE"])) if changed else own.date,
        author=str(getattr(article, "author", "")) or None,
        summary=own.plain_summary or None,
        content=article.get_content(site),
        tags=tuple(str(tag) for tag in getattr(article, "tags", ())),
        language=own.lang,
    )
