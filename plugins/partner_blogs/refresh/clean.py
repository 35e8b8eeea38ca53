"""ParsedFeed in, CleanFeed out: after this room nothing of a partner's can hurt a page, a feed, a
terminal or a log."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote, urlsplit

from ..addresses import clean_address
from ..dates import believable
from ..labels import label, name_label
from ..language import language_tag
from ..model import (
    CleanEntry,
    CleanFeed,
    FeedFacts,
    Fetched,
    ParsedFeed,
    RawEntry,
    RawText,
    SafeHtml,
)
from ..sanitiser import plain_words, safe_html, safe_text
from ..visible import one_line

EXCERPT_WORDS = 60
EXCERPT_CHARACTERS = 400
_TITLE, _NAME, _TAGS, _ID = 300, 120, 20, 1000


def clean(parsed: ParsedFeed, fetched: Fetched, *, full: bool) -> CleanFeed:
    """Clean a whole document.

    Args:
        full: keep whole texts as well; only where the partner's consent is recorded (E5).
    """
    facts = FeedFacts(
        id=_plain(parsed.id, _ID),
        title=_title(parsed.title),
        link=clean_address(parsed.link, fetched.address),
        language=language_tag(parsed.language),
        rights=_name(parsed.rights, _TITLE),
        licence=clean_address(parsed.licence, fetched.address),
        icon=clean_address(parsed.icon, fetched.address),
        quiet_times=parsed.quiet_times,
    )
    address = fetched.address
    base = _base(address, parsed.title) or facts.link or address
    entries = tuple(
        _entry(entry, address, base, facts.language, full=full) for entry in parsed.entries
    )
    return CleanFeed(
        format=parsed.format,
        facts=facts,
        entries=entries,
        freshness=fetched.freshness,
        hops=fetched.hops,
    )


def _entry(
    raw: RawEntry, address: str, base: str, language: str | None, *, full: bool
) -> CleanEntry:
    base = _base(address, raw.title, raw.summary, raw.content) or base
    link = clean_address(raw.link, base)
    excerpt = _excerpt(_words(raw.summary) or _words(raw.content))
    title = _title(raw.title) or _excerpt(excerpt, words=10, characters=80) or _from_link(link)
    body = raw.content or raw.summary
    return CleanEntry(
        id=_identity(raw, link, title),
        title=title,
        link=link,
        author=_name(raw.author, _NAME),
        excerpt=excerpt,
        content=_safe(body, _base(address, body) or base) if full and body else None,
        published=believable(raw.published) or believable(raw.updated),
        tags=tuple(dict.fromkeys(filter(None, (_name(tag, 60) for tag in raw.tags))))[:_TAGS],
        language=language_tag(raw.language) or language,
        rights=_name(raw.rights, _TITLE),
        image=clean_address(raw.image, base),
    )


def _identity(raw: RawEntry, link: str | None, title: str) -> str:
    """The entry's id; where it has none its link, else title and day (E2)."""
    page = None if raw.leads_to_a_file else link  # a file moves more often than a title changes
    given = _plain(raw.id, len(raw.id or "")) or page
    if given is None:
        day = raw.published.date().isoformat() if raw.published else "undated"
        given = f"title:{day}:{title}"
    return given if len(given) <= _ID else f"sha256:{hashlib.sha256(given.encode()).hexdigest()}"


def _base(address: str, *texts: RawText | None) -> str | None:
    """The xml:base in force at the first of the texts, where there is one that is an address. A text
    without any has the address of the feed."""
    base = next((text.base for text in texts if text), address)
    return base if base != address and clean_address(base) else None


def _from_link(link: str | None) -> str:
    last = unquote(urlsplit(link or "").path.rstrip("/").rpartition("/")[2])
    words = one_line(re.sub(r"[\W_]+", " ", last))
    return words.capitalize()[:80] or "Untitled"


def _title(raw: RawText | None) -> str:
    if raw is None:
        return ""
    return _cut(label(raw.value) if raw.html else one_line(raw.value), _TITLE)


def _words(raw: RawText | None) -> str:
    """Plain text on one line, whatever it was."""
    if raw is None:
        return ""
    return plain_words(raw.value) if raw.html else one_line(raw.value)


def _name(value: str | None, most: int) -> str | None:
    """A name, tag or notice of rights: markup in it is taken out, and an entity read."""
    return _cut(name_label(value), most) or None if value else None


def _plain(value: str | None, most: int = 10_000) -> str | None:
    """An id: markup in it is taken out, never shown."""
    if value is None:
        return None
    text = plain_words(value) if "<" in value else one_line(value)
    return _cut(text, most) or None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _excerpt(text: str, words: int = EXCERPT_WORDS, characters: int = EXCERPT_CHARACTERS) -> str:
    """The beginning of a text, cut between words, with an ellipsis where something is missing."""
    short = " ".join(text.split(" ")[:words])
    if len(short) > characters - (short != text):
        short = short[: characters - 1]
        short = short.rpartition(" ")[0] or short
    return short if short == text else short.rstrip(" ,;:–—-(") + "…"


def _safe(raw: RawText, base: str) -> SafeHtml:
    """The whole text; links are made absolute (E6)."""
    if not raw.html:
        return safe_text(raw.value)
    return safe_html(raw.value, base, rel="external")
