"""The HTML of an author's text in, HTML that a page can show out; and what had to be removed. Pure
(A11, R2).

An author may write HTML, paste from a word processor or forget an end tag. The result has balanced tags, so
it cannot break the page around it, and nothing that the audit refuses: no script, event handler or style,
no request to another server, no unsafe address. Partners' HTML goes through `sanitizer`, which allows less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import nh3

from frontdesk.core.html_parser import HTMLParser
from frontdesk.core.safe_html import START_TAG
from frontdesk.core.urls import SAFE_SCHEMES

from .active_content_check import is_third_party

_NAMES = (
    "a abbr address area article aside audio b bdi bdo blockquote br caption center cite code col colgroup "
    "data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i "
    "img ins kbd li map mark menu meter nav ol p picture pre progress q rp rt ruby s samp search section "
    "small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul "
    "var video wbr big "
    # drawings
    "svg g path circle ellipse rect line polyline polygon text tspan textPath defs use symbol title desc "
    "linearGradient radialGradient stop clipPath mask pattern marker image "
    # formulas
    "math annotation maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom "
    "mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder "
    "munderover none semantics"
)
_TAGS = frozenset(_NAMES.split())
_REMOVED_WITH_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "noembed",
    "noframes",
}
_GLOBAL_ATTRIBUTES = (
    "class id title lang dir role hidden translate itemprop itemscope itemtype tabindex"
)
_SVG_ATTRIBUTES = (
    "viewBox preserveAspectRatio xmlns version width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d "
    "points pathLength transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity "
    "stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit opacity color "
    "clip-path clip-rule mask offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod "
    "patternUnits patternTransform maskUnits clipPathUnits markerWidth markerHeight refX refY orient "
    "marker-start marker-mid marker-end font-size font-family font-weight font-style text-anchor "
    "dominant-baseline alignment-baseline letter-spacing textLength startOffset vector-effect display "
    "visibility focusable"
)
_SVG_ELEMENTS = (
    "svg g path circle ellipse rect line polyline polygon text tspan textPath defs use symbol "
    "linearGradient radialGradient stop clipPath mask pattern marker image"
)
_SVG_TAGS = frozenset(_SVG_ELEMENTS.split())
_MATHML_ATTRIBUTES = (
    "display mathvariant stretchy fence separator form lspace rspace columnalign accent "
    "width height"
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(_GLOBAL_ATTRIBUTES.split()),
    "a": {"href", "hreflang", "rel", "rev", "type", "download", "target", "name"},
    "area": {"href", "alt", "shape", "coords", "rel", "target"},
    "audio": {"src", "controls", "preload", "loop", "muted"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open", "name"},
    "img": {"src", "alt", "width", "height", "loading", "decoding", "fetchpriority", "usemap"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "map": {"name"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
    "ol": {"start", "reversed", "type"},
    "progress": {"value", "max"},
    "q": {"cite"},
    "source": {"src", "type", "media", "width", "height"},
    "table": {"summary"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {
        *(
            "src",
            "poster",
            "controls",
            "preload",
            "width",
            "height",
            "loop",
            "muted",
            "playsinline",
        ),
    },
    **{name: set(_SVG_ATTRIBUTES.split()) for name in _SVG_TAGS},
    "math": {*_MATHML_ATTRIBUTES.split(), "xmlns"},
    **{
        name: set(_MATHML_ATTRIBUTES.split())
        for name in ("mi", "mo", "mn", "mspace", "mtable", "mtd", "mstyle")
    },
}
for _name in ("use", "image", "textPath", "linearGradient", "radialGradient", "pattern"):
    _ATTRIBUTES[_name] = _ATTRIBUTES[_name] | {"href"}

_LOADED = frozenset(
    (
        *(("img", "src"), ("source", "src"), ("video", "src"), ("audio", "src"), ("track", "src")),
        *(("video", "poster"), ("use", "href"), ("image", "href"), ("textPath", "href")),
        *(("linearGradient", "href"), ("radialGradient", "href"), ("pattern", "href")),
    )
)
"""(element, attribute) of addresses that a browser loads by itself."""

_THEME_NAMES = (
    "all-comments badge blogroll found introduction main more most-linked own-posts q said "
    "search search-elsewhere search-keys search-year search-years suggest types"
)
THEME_IDS = frozenset(_THEME_NAMES.split())
"""Ids of the theme's own elements; tests/whole_sites/test_posts.py compares them with its templates."""
COMMENT_PREFIX = "comment-"
"""How the ids of comments begin that have none of their own."""
THEME_ID_PREFIXES = ("blog-", COMMENT_PREFIX)
RENAMED_PREFIX = "text-"
"""Goes before an id of a text that is an id of the theme, too."""

_NAMED = "|".join(sorted(THEME_IDS))
_THEME_ID = re.compile(rf"""["#](?:{_NAMED}|(?:{"|".join(THEME_ID_PREFIXES)})[^"]*)\"""")
_ID = re.compile(r'( id=")([^"]*)"')
_FRAGMENT = re.compile(r'( href="(?:[{|]filename[}|][^"#]*)?#)([^"]+)"')
_MAX_ROUNDS = 4
_UNKNOWN_TAG = re.compile(rf"<(?!/?(?:{'|'.join(sorted(_TAGS))})\b)/?[a-z]", re.IGNORECASE)
_CELL = re.compile(r'<(t[dh]) style="text-align: (left|right|center);?"')
_EMPTY = re.compile(r"<p>\s*</p>\n?")
_CURLY_QUOTE = re.compile("[“”„‟]")
_CURLY_QUOTES = re.compile('(<[A-Za-z][^<>]*=\\s*)[“”„‟]([^“”„‟<>"]*)[“”„‟]')
_PASTED_CLASS = re.compile(r"\b(?:Mso\w*|gmail_\w+|yiv\w+|Apple-[\w-]+)\b")


def _filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    """The value to keep, or None to remove the attribute."""
    if (tag, attribute) in _LOADED:
        return None if is_third_party(value) else value
    if "url(" in value.lower() and attribute not in {"title", "alt", "href"}:
        return value if re.fullmatch(r"\s*url\(\s*['\"]?#[^)]*\)\s*", value) else None
    if attribute == "class":
        return " ".join(_PASTED_CLASS.sub("", value).split()) or None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=_REMOVED_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_filter_attribute,
    generic_attribute_prefixes={"aria-", "data-"},
    url_schemes=set(SAFE_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def clean_author_html(html: str, own: str = "") -> str:
    """HTML that a page can show.

    Args:
        own: the address of the site, whose files a text may load; empty if there is none.
    """
    if "<" not in html and "&" not in html:
        return html
    html = _alignment_as_class(html)
    straight = _CURLY_QUOTES.sub(r'\1"\2"', html) if _CURLY_QUOTE.search(html) else html
    safe = _EMPTY.sub("", _CLEANER.clean(_root_relative(own, straight)))
    for _ in range(_MAX_ROUNDS if _UNKNOWN_TAG.search(html) else 0):
        # Where only the tags of an element are removed, a parser may read the rest as another tree.
        before, safe = safe, _EMPTY.sub("", _CLEANER.clean(safe))
        if safe == before:
            break
    if "xlink:href" in safe:
        safe = START_TAG.sub(lambda tag: tag[0].replace(" xlink:href=", " href="), safe)
    return _rename_theme_ids(safe) if _THEME_ID.search(safe) else safe


def _alignment_as_class(html: str) -> str:
    """The alignment of a table's column becomes a class, because the CSP forbids inline styles."""
    return _CELL.sub(r'<\1 class="align-\2"', html) if "text-align" in html else html


def _root_relative(own: str, html: str) -> str:
    """The HTML with root-relative addresses of this site where a browser loads them."""
    if not own or own not in html:
        return html
    return re.sub(rf"""(\s(?:src|poster)\s*=\s*["']?){re.escape(own)}(?=/)""", r"\1", html)


def _rename_theme_ids(html: str) -> str:
    """Rename the ids of a text that the theme uses, and the links of the text to them. A link to
    `#comment-ann` in another text may lead to a comment, so it stays: site/links.py knows which.
    """
    ids = {match[2] for tag in START_TAG.findall(html) for match in _ID.finditer(tag)}
    taken = {one for one in ids if is_theme_id(one)}

    def place(match: re.Match[str]) -> str:
        is_here = match[1].endswith('="#')
        elsewhere = is_theme_id(match[2]) and not match[2].startswith(COMMENT_PREFIX)
        moves = match[2] in taken if is_here else elsewhere
        return f'{match[1]}{RENAMED_PREFIX if moves else ""}{match[2]}"'

    def renamed(match: re.Match[str]) -> str:
        tag = _ID.sub(
            lambda one: f'{one[1]}{RENAMED_PREFIX if one[2] in taken else ""}{one[2]}"',
            match[0],
            count=1,
        )
        return _FRAGMENT.sub(place, tag, count=1)

    return START_TAG.sub(renamed, html)


def is_theme_id(name: str) -> bool:
    """Whether an element of the theme has this id, or may have it."""
    return name in THEME_IDS or name.startswith(THEME_ID_PREFIXES)


# --- what was removed ----------------------------------------------------------------------------------


class RemovedMarkup(NamedTuple):
    """What cleaning removes and adds, each once.

    Attributes:
        tags: names of elements that were removed.
        attributes: (element, attribute, value) of attributes that were removed.
        stray_ends: names of end tags without a start tag.
        unclosed: names of elements that had no end tag.
    """

    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    stray_ends: tuple[str, ...] = ()
    unclosed: tuple[str, ...] = ()


def removed_markup(html: str) -> RemovedMarkup:
    """What `clean_author_html` removes from a piece of HTML, and what it closes."""
    before, after = _Tags(_alignment_as_class(html)), _Tags(clean_author_html(html))
    kept = frozenset(after.attributes)
    attributes = [
        (tag, name, value)
        for (tag, name, value) in before.attributes
        if after.names[tag, name] < before.names[tag, name]
        and tag in after.starts
        and (tag, name, value) not in kept
    ]
    return RemovedMarkup(
        tuple(
            tag for tag in dict.fromkeys((before.starts - after.starts).elements()) if tag != "p"
        ),
        tuple(dict.fromkeys(attributes)),
        tuple(
            tag
            for tag in dict.fromkeys((before.ends - after.ends).elements())
            if tag != "p" and tag not in before.starts - after.starts
        ),
        tuple(
            tag
            for tag in dict.fromkeys((after.ends - before.ends).elements())
            if tag in before.starts and tag not in _MAY_STAY_OPEN
        ),
    )


_OPTIONAL_ENDS = "p li dt dd td th tr thead tbody tfoot option colgroup caption rt rp"
_MAY_STAY_OPEN = frozenset({*_OPTIONAL_ENDS.split(), *map(str.lower, _SVG_TAGS)})
_EMPTY_NAMES = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_EMPTY_NAMES.split())


class _Tags(HTMLParser):
    """Counts the tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.starts = Counter[str]()
        self.ends = Counter[str]()
        self.names = Counter[tuple[str, str]]()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.starts[tag] += 1
        for name, value in _first_of_each(attrs):
            self.names[tag, name] += 1
            self.attributes.append((tag, name, value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _SELF_CLOSED:
            self.ends[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.ends[tag] += 1


_SELF_CLOSED = frozenset(map(str.lower, _SVG_TAGS))


def _first_of_each(attrs: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    return [(name, value or "") for name, value in dict(reversed(list(attrs))).items()]
