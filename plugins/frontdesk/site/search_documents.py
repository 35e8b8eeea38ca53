"""Our own posts, pages and resources, their lists and the partners in; what the search finds out. Pure.

Of partners only what our editor wrote of them is found. Drafts, hidden texts and those that wait are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b

from msgspec import Struct, msgpack, structs

from frontdesk.content.outline import plain_words
from partner_blogs.publish.selection import PartnerCard

from .own_pages import OwnTexts
from .texts import Page, Post, Resource


class SearchDocument(Struct, frozen=True, kw_only=True):
    """A page that the search finds.

    Attributes:
        url: below the root of the site.
        kind: post, page, series, category, partner, or the type of a resource.
        language: a tag of BCP 47.
        date: aware; None for what has none.
        keywords: words that it is found by besides its title and text.
        digest: another one if anything here has changed.
        summary: what stands below its title where it is found; empty for a text, whose page is read then.
        text: its plain words, with those of its summary.
    """

    url: str
    title: str
    kind: str
    language: str
    date: datetime | None = None
    keywords: tuple[str, ...] = ()
    digest: bytes
    summary: str = ""
    text: Callable[[], str]


def search_documents(
    own: OwnTexts,
    pages: Iterable[Page],
    resources: Iterable[Resource],
    partners: Iterable[PartnerCard],
    language: str,
) -> Iterator[SearchDocument]:
    """Everything that the search finds, in no order.

    Args:
        language: of the site.
    """
    for post in own.articles:
        if post.status == "published" and not post.waits:
            terms = (*post.tags, post.category, *post.authors)
            names = (*(term.name for term in terms), post.series)
            yield _of_text(post, "post", names, post.question)
    for page in pages:
        if page.status == "published" and not page.waits:
            yield _of_text(page, "page")
    for one in resources:
        if one.status == "published" and not one.waits:
            fields = structs.asdict(one.thing)
            authors, why = fields.get("author") or (), fields.get("why") or ""
            others = (fields.get(name) or "" for name in ("publisher", "organiser", "topic"))
            yield _of_text(one, one.type, (*authors, *others), why)
    for series in own.series:
        if any(not post.waits for post in series.run.posts):
            yield _of_words(series.url, series.run.name, "series", language)
    for category, posts in own.categories:
        if any(not post.waits for post in posts):
            yield _of_words(category.url, category.name, "category", language)
    for card in partners:
        partner = card.partner
        about = partner.description or ""
        keywords = tuple(word for word in (partner.author, partner.topic) if word)
        yield _of_words(card.url, partner.name, "partner", language, keywords, about)


def _of_text(
    text: Post | Page | Resource, kind: str, names: tuple[str, ...] = (), more: str = ""
) -> SearchDocument:
    """
    Args:
        names: that belong to it, such as those of its authors; some may be empty.
        more: own words that stand beside its text.
    """
    keywords = tuple(filter(None, (*text.keywords, *names)))
    document = text.text.document
    more = f"{(document and document.head.summary) or ''}\n{more}".strip()
    parts = (text.url, text.title, kind, text.lang, str(text.date), *keywords, "", more)
    return SearchDocument(
        url=text.url,
        title=text.title,
        kind=kind,
        language=text.lang,
        date=text.date if kind == "post" else None,
        keywords=keywords,
        digest=_digest_of(text.text.digest(), *parts),
        text=lambda: f"{plain_words(text.text.html_as_read())}\n{more}",
    )


def _of_words(
    url: str,
    title: str,
    kind: str,
    language: str,
    keywords: tuple[str, ...] = (),
    text: str = "",
) -> SearchDocument:
    return SearchDocument(
        url=url,
        title=title,
        kind=kind,
        language=language,
        keywords=keywords,
        digest=_digest_of(b"", url, title, kind, language, *keywords, text),
        summary=text,
        text=lambda: text,
    )


def _digest_of(*parts: bytes | str) -> bytes:
    return blake2b(msgpack.encode(parts), digest_size=16).digest()
