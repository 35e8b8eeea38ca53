"""A text of a feed in, its paragraphs out, each with what it is: so that an excerpt is made of sentences
that belong together (E5). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from html import unescape
from itertools import chain, islice
from typing import NamedTuple

from frontdesk.core.text import clean_line, strip_invisible
from frontdesk.formats.sanitizer import BLOCK_TAGS, VOID_TAGS, Tag, html_tokens


class Kind(Enum):
    """What a paragraph is part of."""

    RUNNING = "running text"
    ITEM = "a list"
    CELL = "a table"
    HEADING = "a heading"
    CODE = "code"


class Paragraph(NamedTuple):
    """A paragraph on one line.

    Attributes:
        links: how many links are in it.
        is_linked: whether all of its words are links.
        last_link: the words of a link that stands at its end.
    """

    text: str
    kind: Kind = Kind.RUNNING
    links: int = 0
    is_linked: bool = False
    last_link: str = ""


def split_paragraphs(value: str, *, html: bool) -> list[Paragraph]:
    """All paragraphs with a word in them, without widgets, forms, captions and the like; with them where
    nothing else is left.

    Args:
        html: whether the text is HTML.
    """
    if not html:
        return [Paragraph(words) for words in _plain_paragraphs(value)]
    if simple := _simple_paragraphs(value):
        return simple
    if not _HAS_BLOCKS.search(value):
        value = _PLAIN_LINES.sub("<br>", _PLAIN_BREAK.sub("<br><br>", value.strip()))
    found: list[Paragraph] = []
    for most in (*_FIRST, len(value)):
        found = _beginning(_Reading(without_furniture=True).read(value[:most]))
        if len(value) <= most or _is_enough(found):
            break
    return found or _beginning(_Reading(without_furniture=False).read(value))


def _beginning(found: Iterable[Paragraph]) -> list[Paragraph]:
    """So much that an excerpt is cut long before the end, which is read of short texts alone."""
    begun, letters = [], 0
    for paragraph in found:
        begun.append(paragraph)
        letters += len(paragraph.text) if paragraph.kind is Kind.RUNNING else 0
        if letters > _ENOUGH:
            break
    return begun


def _is_enough(begun: Iterable[Paragraph]) -> bool:
    return sum(len(one.text) for one in begun if one.kind is Kind.RUNNING) > _ENOUGH


_FIRST = 1_800, 6_000
"""Characters of HTML that hold enough running text for an excerpt: of plain texts, and nearly always."""
_ENOUGH = 1_000
_MOST_TOKENS = 20_000


def _simple_paragraphs(value: str) -> list[Paragraph]:
    """The same, in a fifth of the time, of a text that begins with enough paragraphs of words, or that is
    nothing else; nothing of any other text."""
    begins = value[: _FIRST[0]]
    if not _SIMPLE.fullmatch(begins) or begins.count("<") > _MOST_SIMPLE_TAGS:
        return []
    pieces = _SIMPLE_TAG.sub("", begins).replace("\n", " ").split("<p>")
    found = _beginning(map(Paragraph, chain.from_iterable(map(_spoken, map(unescape, pieces)))))
    return found if len(value) == len(begins) or _is_enough(found) else []


_SIMPLE = re.compile(
    r"\s*+(?:<p>(?:[^<>&]++|</?(?:b|i|em|strong)>|&(?:amp|nbsp|quot|#38|#8217);)*+(?:</p>\s*+|\Z))++"
)
_SIMPLE_TAG = re.compile(r"</(?:p|b|i|em|strong)>|<(?:b|i|em|strong)>")
_MOST_SIMPLE_TAGS = 200
"""More may be nested deeper than an HTML parser is asked to read."""


_HAS_BLOCKS = re.compile(rf"<(?:{'|'.join(sorted(BLOCK_TAGS))})\b", re.IGNORECASE)
_PLAIN_BREAK = re.compile(r"\r?\n[ \t]*\r?\n\s*")
_PLAIN_LINES = re.compile(r"\r?\n(?=\s*(?:[-*•–]|\d{1,2}[.)])\s)")


def _plain_paragraphs(value: str) -> Iterator[str]:
    value = strip_invisible(value).strip()
    for part in _PLAIN_BREAK.split(value):
        words = join_lines(part.splitlines())
        if _says_something(words):
            yield words


# --- what stands around an article --------------------------------------------------------------

_FURNITURE = frozenset({
    "aside", "button", "caption", "details", "dir", "fieldset", "figcaption", "footer", "form", "label",
    "header", "legend", "nav",
})  # fmt: skip
_ROLES = frozenset({
    "button", "complementary", "doc-endnotes", "doc-noteref", "doc-toc", "form", "navigation", "note",
    "search",
})  # fmt: skip
# What well-known programs and services call their own parts, as whole words of a class or id.
_CLASSES = re.compile(
    r"(?:^|\s)(?:"
    # captions, credits
    r"wp-caption(?:-text|-dd)?|gallery-caption|tr-caption(?:-container)?|(?:image|photo|figure)-caption\S*|"
    r"wp-element-caption|caption|photo-credit|image-credit|credit|"
    # share, like, follow
    r"sharedaddy|sd-(?:sharing|block|content|title)\S*|jp-relatedposts\S*|jetpack-likes-widget\S*|"
    r"addtoany\S*|a2a_\S+|(?:post-|entry-|social-?|content-)?shar(?:e|ing)(?:-\S+|_\S+|buttons?)?|ssba\S*|"
    r"heateor\S*|shareaholic\S*|addthis\S*|feedflare|sociable\S*|social(?:-|_)\S+|wp-block-social-links|"
    r"twitter-share\S*|fb-like|like-button|"
    # subscribe, pay, buttons
    r"subscri(?:be|ption)-?\S*|newsletter(?:-\S+)?|mc4wp\S*|mc_embed\S*|ml-embedded|ml-form\S*|convertkit\S*|"
    r"formkit\S*|hs-cta\S*|hs-form\S*|beehiiv\S*|kg-(?:signup|cta|email-cta|button|bookmark|product|audio|"
    r"video|file|toggle|header)-card|gh-(?:post-upgrade|subscribe|signup)\S*|paywall\S*|"
    r"(?:captioned-)?button-wrap(?:per)?|wp-block-buttons?(?:__\S+)?|button|btn|cta|"
    r"install-substack-app\S*|digest-post-embed|embedded-(?:post|publication)\S*|poll-embed|community-chat|"
    # embeds, players
    r"twitter-(?:tweet|video|embed)|tweet|instagram-(?:media|embed)|tiktok-embed|reddit-(?:card|embed\S*)|"
    r"mastodon-embed|bluesky-embed|fb-(?:post|video)|wp-(?:block-)?embed\S*|bookmark-card|"
    r"native-(?:audio|video)-embed|apple-podcast\S*|spotify-wrap|youtube-wrap|"
    r"powerpress\S*|podlove\S*|podcast-player\S*|mejs\S*|wp-(?:audio|video|playlist)\S*|audio-player\S*|"
    r"castos\S*|ssp-\S+|simplecast\S*|plyr\S*|"
    # ways through an article and on from it
    r"toc|toc[-_]\S+|ez-toc\S*|lwptoc\S*|simpletoc\S*|rank-math-toc\S*|\S*table-of-contents\S*|breadcrumbs?|"
    r"pagination|page-links?|post-nav\S*|nav-(?:links|previous|next)|navigation|"
    r"related|related[-_]?posts?\S*|yarpp\S*|crp_related|wp-block-latest-posts|recent-posts|rp4wp\S*|"
    r"more-link|read-?more|continue-reading|excerpt-more|wp-block-read-more|medium-feed-link|"
    # notes, meta, hidden
    r"(?:fn|fnref|_ftn|_ftnref|sdfootnote|cite_(?:ref|note))[:_-]?\d+\S*|wp-block-footnotes|"
    r"footnotes?(?:-\S+)?|footnotes?_\S+|endnotes?|reflist|easy-footnote\S*|modern-footnotes\S*|"
    r"(?:post|entry)-(?:meta|footer|tags|utility)|postmetadata|tags-links|cat-links|comments?-link|posted-on|"
    r"(?:\S+-)?read(?:ing)?-?time(?:-\S+)?|author-(?:bio|box|info)|about-(?:the-)?author|saboxplugin-wrap|"
    r"screen-reader-text|sr-only|visually-?hidden|preheader|no-?print|adsbygoogle|advertisement|ad-container|"
    # code, quotes from the text itself
    r"wp-block-code|syntaxhighlighter|crayon\S*|enlighter\S*|gist|pullquote|pull-quote|wp-block-pullquote|blogger-post-footer"
    r")(?=\s|$)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _is_furniture(tag: Tag) -> bool:
    """Whether this element is none of the author's sentences."""
    about = tag.attributes
    return (
        tag.name in _FURNITURE
        or "hidden" in about
        or about.get("role", "").lower() in _ROLES
        or bool(_HIDDEN.search(about.get("style", "")))
        or bool(about and _CLASSES.search(f"{about.get('class', '')} {about.get('id', '')}"))
    )


# --- reading ------------------------------------------------------------------------------------

_BY_ELEMENT: Mapping[str, Kind] = {
    "pre": Kind.CODE,
    **dict.fromkeys(("td", "th", "table", "tr", "caption"), Kind.CELL),
    **dict.fromkeys(("li", "dt", "dd", "ul", "ol", "dl"), Kind.ITEM),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "summary"), Kind.HEADING),
}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_NOTE_TEXT = re.compile(r"[\W_]*(?:\d{1,3}|[a-z]|[ivx]{1,5})?[\W_]*")
_NOTE_PLACE = re.compile(
    r"#.*(?:fn|foot|note|cite|ref)|#_?\w{0,3}\d+$|^#$|#(?:top|respond|comments?)$", re.IGNORECASE
)


class _Reading:
    """One pass over a text."""

    def __init__(self, *, without_furniture: bool) -> None:
        self._without_furniture = without_furniture
        self._open: list[Tag] = []
        self._skipped_from: int | None = None
        self._marks: list[int] = []
        self._in_links = self._in_code = 0
        self._begin_paragraph()

    def read(self, markup: str) -> Iterator[Paragraph]:
        for token in islice(html_tokens(markup), _MOST_TOKENS):
            if isinstance(token, str):
                self._add(token.replace("\n", " "))
            elif token.name in BLOCK_TAGS and token.name not in VOID_TAGS and not token.closes:
                yield from self._ended()
                self._enter(token)
            elif token.closes:
                if token.name in BLOCK_TAGS:
                    yield from self._ended()
                self._leave(token)
            elif token.name == "hr":
                yield from self._ended()
            elif token.name == "br":
                self._add("\n")
            elif token.name == "img":
                self._add(_emoji(token))
            elif token.name not in VOID_TAGS:
                self._enter(token)
        yield from self._ended()

    def _begin_paragraph(self) -> None:
        self._words: list[str] = []
        self._is_said = self._is_note = False
        self._is_linked = self._is_code = True
        self._links = 0
        self._last_link = (0, "")

    def _enter(self, tag: Tag) -> None:
        self._open.append(tag)
        if self._skipped_from is None and self._without_furniture and _is_furniture(tag):
            self._skipped_from = len(self._open)
        self._in_links += tag.name == "a"
        self._in_code += tag.name in _CODE
        if tag.name in {"a", "sup"}:
            self._marks.append(len(self._words))

    def _leave(self, tag: Tag) -> None:
        opened = self._open.pop()
        self._in_links -= tag.name == "a"
        self._in_code -= tag.name in _CODE
        if self._skipped_from is not None and len(self._open) < self._skipped_from:
            self._skipped_from = None
        if tag.name in {"a", "sup"}:
            self._end_mark(opened)

    def _end_mark(self, opened: Tag) -> None:
        """Take out the mark of a footnote, or the sign of a heading's own link."""
        begin = self._marks.pop()
        words = "".join(self._words[begin:])
        if opened.name == "sup":
            is_mark = bool(re.fullmatch(r"\s*\[\s*\w{1,3}\s*\]\s*", words))
        else:
            self._links += bool(words.strip())
            self._last_link = (len(self._words), clean_line(words))
            place = opened.attributes.get("href", "")
            is_mark = bool(_NOTE_PLACE.search(place) and _NOTE_TEXT.fullmatch(words))
            begins_note = bool(words.strip()) and not "".join(self._words[:begin]).strip()
            self._is_note = self._is_note or (is_mark and begins_note)
        if is_mark and self._without_furniture:
            del self._words[begin:]

    def _add(self, words: str) -> None:
        if self._skipped_from is not None or not words:
            return
        self._words.append(words)
        if any(map(str.isalnum, words)):
            self._is_said = True
            self._is_linked = self._is_linked and self._in_links > 0
            self._is_code = self._is_code and self._in_code > 0

    def _ended(self) -> Iterator[Paragraph]:
        if not self._words:
            self._begin_paragraph()
            return
        kind = self._kind()
        is_linked = self._is_said and self._is_linked
        end, words = self._last_link
        last_link = words if not any(map(str.isalnum, "".join(self._words[end:]))) else ""
        whole = "" if self._is_note and self._without_furniture else "".join(self._words)
        for text in _spoken(whole, is_code=kind is Kind.CODE):
            is_at_end = bool(last_link) and text.rstrip(" .…→»›>)]").endswith(
                last_link.rstrip(" .…→»›>)]")
            )
            yield Paragraph(text, kind, self._links, is_linked, last_link if is_at_end else "")
        self._begin_paragraph()

    def _kind(self) -> Kind:
        if self._is_said and self._is_code:
            return Kind.CODE
        kinds = (_BY_ELEMENT[tag.name] for tag in reversed(self._open) if tag.name in _BY_ELEMENT)
        return next(kinds, Kind.RUNNING)


def _spoken(whole: str, *, is_code: bool = False) -> Iterator[str]:
    """The words of an element, a line for each of its paragraphs."""
    if "&" in whole and not is_code:
        whole = _LEFT_ENTITY.sub(lambda found: unescape(found[0]), whole)
    for part in re.split(r"\n\s*\n", whole) if "\n" in whole else (whole,):
        text = join_lines(part.split("\n"))
        if _says_something(text):
            yield text


# What a program escaped twice. A text that speaks of &lt; and &gt; keeps them.
_LEFT_ENTITY = re.compile(
    r"&(?:#(?!0*(?:60|62);)\d{2,6}|#[xX](?!0*3[cCeE];)[0-9a-fA-F]{2,5}|nbsp|[lr][sd]quo|[sb]dquo|[lr]aquo|"
    r"[nm]dash|hellip|bull|middot|trade|copy|reg|deg|euro|quot|apos|amp(?!;#?\w+;)|"
    r"[a-zA-Z](?:acute|grave|circ|uml|tilde|ring|cedil|caron)|szlig|aelig|oslash);"
)
_PLAYER = re.compile(r"[\d:./\s×x%|–-]*\d:\d\d[\d:./\s×x%|–-]*")


def _says_something(text: str) -> bool:
    """Whether it has a letter, a number or an emoji, and is not the clock of a player."""
    return not _PLAYER.fullmatch(text) and any(
        c.isalnum() or unicodedata.category(c) == "So" for c in text
    )


_EMOJI_CLASS = re.compile(r"emoji|smil(?:ey|ie)|emoticon", re.IGNORECASE)


def _emoji(img: Tag) -> str:
    """The sign that a picture stands for: some programs put pictures in the place of emoji."""
    alt = clean_line(img.attributes.get("alt", ""))
    named = _EMOJI_CLASS.search(img.attributes.get("class", ""))
    is_sign = len(alt) <= 12 and not any(c.isalnum() and not _is_keycap(alt) for c in alt)
    is_sign = is_sign and any(unicodedata.category(c) in {"So", "Sk"} or c == "\u20e3" for c in alt)
    return alt if alt and (is_sign or (named and len(alt) <= 40)) else ""


def _is_keycap(alt: str) -> bool:
    """1️⃣ is a digit with two signs behind it."""
    return "\u20e3" in alt


# --- one line -----------------------------------------------------------------------------------

_CLOSED = re.compile(r"[.!?…:;,。！？：；，、،؟۔।–—-][\"'“”‘’»«›‹)\]】」』*_]*$")
_ENDING = 30
"""Letters at the end of a line in which its end is looked for: each part asks, so never all of it."""
_DASHES = "–—―"
BREAK = " · "
"""Between two parts of which the first has no end."""


def join_paragraphs(parts: Iterable[str]) -> str:
    """Paragraphs as one line: a sentence without an end never runs into the next."""
    line = ""
    for part in filter(None, parts):
        goes_on = bool(_CLOSED.search(line[-_ENDING:])) or part[0] in _DASHES
        line += part if not line else f" {part}" if goes_on else f"{BREAK}{part}"
    return line


def join_lines(lines: Iterable[str]) -> str:
    """The lines of one paragraph. Some are broken where a letter was full, others where a thought ends."""
    whole = [words for line in lines if (words := clean_line(line))]
    is_wrapped = len(whole) > 3 and all(50 <= len(line) <= 80 for line in whole[:-1])
    line = ""
    for part in whole:
        goes_on = is_wrapped or part[:1].islower() or bool(_CLOSED.search(line[-_ENDING:]))
        line += part if not line else f" {part}" if goes_on else f"{BREAK}{part}"
    return line
