"""ParsedFeed in, CleanFeed out: nothing in it can harm a page, a feed, a terminal or a log."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from frontdesk.core.language_tags import valid_language_tag
from frontdesk.core.safe_html import SafeHtml
from frontdesk.core.text import clean_line
from frontdesk.core.urls import clean_url
from frontdesk.formats.sanitizer import html_to_text, sanitize_html, text_to_html
from frontdesk.net.model import Fetched

from ..entry_dates import plausible_date
from ..model.feed import CleanEntry, CleanFeed, FeedFacts, ParsedFeed, RawEntry, RawText
from .boilerplate import PostContext
from .excerpts import make_excerpt, truncate
from .outbound_links import outbound_links
from .short_texts import name_text, title_text

_TITLE, _NAME, _TAGS, _ID = 300, 120, 20, 1000


def clean_feed(parsed: ParsedFeed, fetched: Fetched, *, full: bool) -> CleanFeed:
    """Clean a whole document.

    Args:
        full: keep whole texts as well; only where the partner's consent is recorded (E5).
    """
    facts = FeedFacts(
        id=_plain(parsed.id, _ID),
        title=_title(parsed.title),
        link=clean_url(parsed.link, fetched.address),
        language=valid_language_tag(parsed.language),
        rights=_name(parsed.rights, _TITLE),
        licence=clean_url(parsed.licence, fetched.address),
        icon=clean_url(parsed.icon, fetched.address),
        quiet_times=parsed.quiet_times,
    )
    address = fetched.address
    base = _base(address, parsed.title) or facts.link or address
    entries = tuple(_entry(entry, address, base, facts, full=full) for entry in parsed.entries)
    return CleanFeed(
        format=parsed.format,
        facts=facts,
        entries=entries,
        freshness=fetched.freshness,
        redirects=fetched.redirects,
    )


def _entry(raw: RawEntry, address: str, base: str, feed: FeedFacts, *, full: bool) -> CleanEntry:
    base = _base(address, raw.title, raw.summary, raw.content) or base
    link = clean_url(raw.link, base)
    about = PostContext(title=_title(raw.title), blog=feed.title or "")
    excerpt = make_excerpt(raw.summary, raw.content, about)
    title = about.title or truncate(excerpt.text, words=10, characters=80) or _from_link(link)
    body = raw.content or raw.summary
    return CleanEntry(
        id=_identity(raw, link, title),
        title=title,
        link=link,
        author=_author(_name(raw.author, _NAME)),
        excerpt=excerpt.text,
        opening=excerpt.opening,
        content=_safe(body, _base(address, body) or base) if full and body else None,
        published=plausible_date(raw.published) or plausible_date(raw.updated),
        tags=tuple(dict.fromkeys(filter(None, (_name(tag, 60) for tag in raw.tags))))[:_TAGS],
        language=valid_language_tag(raw.language) or feed.language,
        rights=_name(raw.rights, _TITLE),
        image=clean_url(raw.image, base),
        outbound=outbound_links((raw.content, raw.summary), base, (link, feed.link, address)),
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
    return base if base != address and clean_url(base) else None


def _from_link(link: str | None) -> str:
    last = unquote(urlsplit(link or "").path.rstrip("/").rpartition("/")[2])
    words = clean_line(re.sub(r"[\W_]+", " ", last))
    return words.capitalize()[:80] or "Untitled"


def _title(raw: RawText | None) -> str:
    if raw is None:
        return ""
    return _cut(title_text(raw.value) if raw.html else clean_line(raw.value), _TITLE)


def _name(value: str | None, most: int) -> str | None:
    """A name, tag or notice of rights: markup in it is taken out, and an entity read."""
    return _cut(name_text(value), most) or None if value else None


def _plain(value: str | None, most: int = 10_000) -> str | None:
    """An id: markup in it is taken out, never shown."""
    if value is None:
        return None
    text = html_to_text(value) if "<" in value else clean_line(value)
    return _cut(text, most) or None


@lru_cache(100)
def _author(name: str | None) -> str | None:
    """The names of people, without default names of accounts such as `admin` (E5)."""
    names = (one for one in re.split(r",\s*", name or "") if not _is_nobody(one))
    return ", ".join(names) or None


def _is_nobody(name: str) -> bool:
    known = " ".join(re.findall(r"[^\W_]+", name.casefold()))
    return not known or known in _NOBODY or bool(_MACHINE.match(name.strip()))


_NOBODY = frozenset({
    "admin", "admins", "administrator", "administrateur", "administrador", "amministratore",
    "administratör", "administrator strony", "админ", "администратор", "管理员", "管理者", "blog admin",
    "site admin", "siteadmin", "web admin", "webadmin", "wp admin", "wpadmin", "adminuser", "admin user",
    "user admin", "super admin", "superadmin", "root", "user", "default user", "unknown", "unknown author",
    "author unknown", "author", "unbekannt", "inconnu", "desconocido", "desconhecido", "sconosciuto",
    "nieznany", "webmaster", "postmaster", "hostmaster", "noreply", "no reply", "donotreply",
    "do not reply", "nobody", "none", "null", "undefined", "n a", "anonymous user",
})  # fmt: skip
_MACHINE = re.compile(
    r"[\s<(\[]*(?:no-?reply|do-?not-?reply|admin|webmaster|postmaster|info)@", re.IGNORECASE
)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _safe(raw: RawText, base: str) -> SafeHtml:
    """The whole text; links are made absolute (E6)."""
    if not raw.html:
        return text_to_html(raw.value)
    return sanitize_html(raw.value, base, rel="external")
