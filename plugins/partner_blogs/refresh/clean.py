"""ParsedFeed in, CleanFeed out: after this room nothing of a partner's can hurt a page, a feed, a
terminal or a log. The only maker of SafeHtml."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from datetime import datetime
from urllib.parse import unquote, urlsplit

import nh3

from ..addresses import clean_address
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
from ..visible import INVISIBLE, one_line

EXCERPT_WORDS = 60
_FIRST_YEAR = 1990
EXCERPT_CHARACTERS = 400
_TITLE, _NAME, _TAGS, _ID, _CONTENT = 300, 120, 20, 1000, 200_000

_BLOCKS = {
    "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr",
    "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "section", "article",
}  # fmt: skip
_ALLOWED = {
    "p", "br", "hr", "blockquote", "q", "cite", "em", "strong", "b", "i", "s", "sub", "sup", "small",
    "code", "pre", "kbd", "ul", "ol", "li", "dl", "dt", "dd", "abbr", "a", "table", "thead", "tbody",
    "tr", "th", "td",
}  # fmt: skip
_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"}
_SEPARATES = re.compile(r"</?(?:" + "|".join(sorted(_BLOCKS)) + r")>")
_TO_BLOCKS = nh3.Cleaner(
    tags=_BLOCKS, clean_content_tags=_DROPPED, attributes={}, strip_comments=True, link_rel=None
)

_UNSEEN = re.compile(f"{INVISIBLE.pattern}|\x85")


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
        rights=_plain(parsed.rights, _TITLE),
        licence=clean_address(parsed.licence, fetched.address),
        icon=clean_address(parsed.icon, fetched.address),
        quiet_times=parsed.quiet_times,
    )
    base = facts.link or fetched.address
    entries = tuple(_entry(entry, base, facts.language, full=full) for entry in parsed.entries)
    return CleanFeed(
        format=parsed.format,
        facts=facts,
        entries=entries,
        freshness=fetched.freshness,
        hops=fetched.hops,
    )


def _entry(raw: RawEntry, base: str, language: str | None, *, full: bool) -> CleanEntry:
    here = _base(raw) or base
    link = clean_address(raw.link, here)
    excerpt = _excerpt(_words(raw.summary) or _words(raw.content))
    title = _title(raw.title) or _excerpt(excerpt, words=10, characters=80) or _from_link(link)
    body = raw.content or raw.summary
    return CleanEntry(
        id=_identity(raw, link, title),
        title=title,
        link=link,
        author=_plain(raw.author, _NAME),
        excerpt=excerpt,
        content=_safe_html(body, base) if full and body else None,
        published=_believable(raw.published) or _believable(raw.updated),
        tags=tuple(dict.fromkeys(filter(None, (_plain(t, 60) for t in raw.tags))))[:_TAGS],
        language=language_tag(raw.language) or language,
        rights=_plain(raw.rights, _TITLE),
        image=clean_address(raw.image, here),
    )


def _believable(date: datetime | None) -> datetime | None:
    """No date at all rather than one from before there were feeds: a zero, a slip of the year (E3)."""
    return date if date and date.year >= _FIRST_YEAR else None


def _identity(raw: RawEntry, link: str | None, title: str) -> str:
    """The entry's id; where it has none its link, else title and day (E2)."""
    given = _plain(raw.id, len(raw.id or "")) or link
    if given is None:
        day = raw.published.date().isoformat() if raw.published else "undated"
        given = f"title:{day}:{title}"
    return given if len(given) <= _ID else f"sha256:{hashlib.sha256(given.encode()).hexdigest()}"


def _base(raw: RawEntry) -> str | None:
    """The xml:base in force at the entry, where the feed has one."""
    texts = (raw.title, raw.summary, raw.content)
    return next((text.base for text in texts if text and clean_address(text.base)), None)


def _from_link(link: str | None) -> str:
    last = unquote(urlsplit(link or "").path.rstrip("/").rpartition("/")[2])
    words = one_line(re.sub(r"[\W_]+", " ", last))
    return words.capitalize()[:80] or "Untitled"


def _title(raw: RawText | None) -> str:
    return _cut(_words(raw), _TITLE)


def _words(raw: RawText | None) -> str:
    """Plain text on one line, whatever it was."""
    if raw is None:
        return ""
    if not raw.html:
        return one_line(raw.value)
    # The cleaner's output is canonical: every `<` in it begins one of our block tags.
    blocks = _TO_BLOCKS.clean(_shallow(raw.value))
    return one_line(html.unescape(_SEPARATES.sub(" ", blocks.replace("<li>", " • "))))


def _shallow(text: str) -> str:
    """The beginning of a text, without its tags where they are nested as no person nests them: an HTML
    parser takes the square of the depth (E9)."""
    text = _DRAWING.sub("", INVISIBLE.sub("", text)[:_CONTENT])
    standing = Counter[str]()
    depth = 0
    for closes, name in _TAG.findall(text.lower()):
        if name in _DOES_NOT_NEST:
            continue
        if not closes:
            standing[name] += 1
            depth += 1
        elif standing[name]:
            standing[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            return re.sub("<[^>]*>", " ", text).replace("<", "&lt;")
    return text


_DEEPEST = 250
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_DRAWING = re.compile(r"<(svg|math)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
# Elements that have no inside, or that the next of their kind closes.
_DOES_NOT_NEST = {
    "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip


def _plain(value: str | None, most: int = 10_000) -> str | None:
    """A name, tag or id: markup in it is taken out, never shown."""
    if value is None:
        return None
    text = _words(RawText(value=value, html=True, base="")) if "<" in value else one_line(value)
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


def _safe_html(raw: RawText, base: str) -> SafeHtml:
    """The whole text through the allow-list, links made absolute, no images (E6): over and over until that
    changes nothing, because a parser may make another tree of what it wrote itself."""
    if not raw.html:
        return SafeHtml(f"<p>{html.escape(one_line(raw.value))}</p>")
    root = clean_address(raw.base) or base
    markup = raw.value
    for _ in range(_ROUNDS):
        before, markup = markup, _allowed(markup, root)
        if markup == before:
            return SafeHtml(markup)
    return SafeHtml(f"<p>{html.escape(_words(raw))}</p>")


_ROUNDS = 5


def _allowed(markup: str, root: str) -> str:
    def absolute(tag: str, attribute: str, value: str) -> str | None:
        return clean_address(value, root) if (tag, attribute) == ("a", "href") else one_line(value)

    safe = nh3.clean(
        _shallow(markup),
        tags=_ALLOWED,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}, "abbr": {"title"}},
        attribute_filter=absolute,
        url_schemes={"http", "https"},
        link_rel="external",
    )
    # Entities became characters; and a parser takes the line break behind <pre> for layout.
    return re.sub(r"<pre>\n+", "<pre>", _UNSEEN.sub("", safe))
