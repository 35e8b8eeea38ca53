"""HTML that was made of a text of ours in, HTML that every page may show out (A11, R2). Pure.

An author may write HTML, paste a letter or forget an end tag. What comes out has balanced tags, so that it
cannot wreck the page around it, and nothing that the audit would refuse: no script, handler or style, no
request to another server, no address that runs something. `left_out` says what went, so that the check can
tell each with its line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from frontdesk.core.urls import SCHEMES

from .active_content import is_elsewhere

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
_GONE_WITH_ALL_IN_IT = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "noembed",
    "noframes",
}
_OF_ALL = "class id title lang dir role hidden translate itemprop itemscope itemtype tabindex"
_OF_DRAWINGS = (
    "viewBox preserveAspectRatio xmlns version width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d "
    "points pathLength transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity "
    "stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit opacity color "
    "clip-path clip-rule mask offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod "
    "patternUnits patternTransform maskUnits clipPathUnits markerWidth markerHeight refX refY orient "
    "marker-start marker-mid marker-end font-size font-family font-weight font-style text-anchor "
    "dominant-baseline alignment-baseline letter-spacing textLength startOffset vector-effect display "
    "visibility focusable"
)
_DRAWINGS = (
    "svg g path circle ellipse rect line polyline polygon text tspan textPath defs use symbol "
    "linearGradient radialGradient stop clipPath mask pattern marker image"
)
_DRAWN = frozenset(_DRAWINGS.split())
_OF_FORMULAS = (
    "display mathvariant stretchy fence separator form lspace rspace columnalign accent "
    "width height"
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(_OF_ALL.split()),
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
    **{name: set(_OF_DRAWINGS.split()) for name in _DRAWN},
    "math": {*_OF_FORMULAS.split(), "xmlns"},
    **{
        name: set(_OF_FORMULAS.split())
        for name in ("mi", "mo", "mn", "mspace", "mtable", "mtd", "mstyle")
    },
}
for _name in ("use", "image", "textPath", "linearGradient", "radialGradient", "pattern"):
    _ATTRIBUTES[_name] = _ATTRIBUTES[_name] | {"href"}

_ASKS = frozenset(
    (
        *(("img", "src"), ("source", "src"), ("video", "src"), ("audio", "src"), ("track", "src")),
        *(("video", "poster"), ("use", "href"), ("image", "href"), ("textPath", "href")),
        *(("linearGradient", "href"), ("radialGradient", "href"), ("pattern", "href")),
    )
)
"""Attributes by which a browser asks for something without being asked to."""

_OF_THE_THEME = (
    "all-comments badge blogroll found introduction main more own-posts q said search suggest types"
)
RESERVED = frozenset(_OF_THE_THEME.split())
"""Ids of the theme's own elements; tests/whole_sites/test_posts.py reads them from its templates."""
RESERVED_BEGINNINGS = ("blog-", "comment-")
OURS = "text-"
"""Begins an id of a text that is the theme's, too."""

_NAMED = "|".join(sorted(RESERVED))
_MEETS_THE_THEME = re.compile(rf"""["#](?:{_NAMED}|(?:{"|".join(RESERVED_BEGINNINGS)})[^"]*)\"""")
_TAG = re.compile(r"""<[A-Za-z][^<>"]*(?:"[^"]*"[^<>"]*)*>""")
_ID = re.compile(r'( id=")([^"]*)"')
_PLACE = re.compile(r'( href="(?:[{|]filename[}|][^"#]*)?#)([^"]+)"')
_ROUNDS = 4
_UNKNOWN = re.compile(rf"<(?!/?(?:{'|'.join(sorted(_TAGS))})\b)/?[a-z]", re.IGNORECASE)
_CELL = re.compile(r'<(t[dh]) style="text-align: (left|right|center);?"')
_EMPTY = re.compile(r"<p>\s*</p>\n?")
_CURLY = re.compile('(<[A-Za-z][^<>]*=\\s*)[“”„‟]([^“”„‟<>"]*)[“”„‟]')
_NEEDS_A_LOOK = re.compile(
    r"src|poster|url\(|<use|<image|<textpath|gradient|<pattern|class=|[“”„‟]", re.IGNORECASE
)
_WORDS_OWN_CLASS = re.compile(r"\b(?:Mso\w*|gmail_\w+|yiv\w+|Apple-[\w-]+)\b")


def _own_address(tag: str, attribute: str, value: str) -> str | None:
    """The value, or None where it must go."""
    if (tag, attribute) in _ASKS:
        return None if is_elsewhere(value) else value
    if "url(" in value.lower() and attribute not in {"title", "alt", "href"}:
        return value if re.fullmatch(r"\s*url\(\s*['\"]?#[^)]*\)\s*", value) else None
    if attribute == "class":
        return " ".join(_WORDS_OWN_CLASS.sub("", value).split()) or None
    return value


def _cleaner(look: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=_GONE_WITH_ALL_IN_IT,
        attributes=_ATTRIBUTES,
        attribute_filter=_own_address if look else None,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


_FAST, _THOROUGH = _cleaner(look=False), _cleaner(look=True)


def cleaned(html: str, own: str = "") -> str:
    """What a page may show.

    Args:
        own: the address of the site; what lies below it may be asked for.
    """
    if "<" not in html and "&" not in html:
        return html
    html = _aligned(html)
    if not _NEEDS_A_LOOK.search(html):
        safe = _FAST.clean(html)
    else:
        straight = _CURLY.sub(r'\1"\2"', html) if _CURLY.search(html) else html
        safe = _THOROUGH.clean(_without(own, straight))
    safe = _EMPTY.sub("", safe)
    for _ in range(_ROUNDS if _UNKNOWN.search(html) else 0):
        # Where an element went and what was in it stays, a parser may make another tree of the rest.
        before, safe = safe, _EMPTY.sub("", _THOROUGH.clean(safe))
        if safe == before:
            break
    if "xlink:href" in safe:
        safe = _TAG.sub(lambda tag: tag[0].replace(" xlink:href=", " href="), safe)
    return _beside_the_theme(safe) if _MEETS_THE_THEME.search(safe) else safe


def _aligned(html: str) -> str:
    """The alignment of a table's column is a class: a page's policy allows no styles."""
    return _CELL.sub(r'<\1 class="align-\2"', html) if "text-align" in html else html


def _without(own: str, html: str) -> str:
    """Addresses of this site from its root on, where a browser asks for them."""
    if not own or own not in html:
        return html
    return re.sub(rf"""(\s(?:src|poster)\s*=\s*["']?){re.escape(own)}(?=/)""", r"\1", html)


def _beside_the_theme(html: str) -> str:
    """Give an id of a text that is one of the theme's another name, and lead the text's own links there."""
    ids = {match[2] for tag in _TAG.findall(html) for match in _ID.finditer(tag)}
    taken = {one for one in ids if is_reserved(one)}

    def place(match: re.Match[str]) -> str:
        is_here = match[1].endswith('="#')
        moves = match[2] in taken if is_here else is_reserved(match[2])
        return f'{match[1]}{OURS if moves else ""}{match[2]}"'

    def renamed(match: re.Match[str]) -> str:
        tag = _ID.sub(
            lambda one: f'{one[1]}{OURS if one[2] in taken else ""}{one[2]}"', match[0], count=1
        )
        return _PLACE.sub(place, tag, count=1)

    return _TAG.sub(renamed, html)


def is_reserved(name: str) -> bool:
    return name in RESERVED or name.startswith(RESERVED_BEGINNINGS)


# --- what went ----------------------------------------------------------------------------------


class LeftOut(NamedTuple):
    """What was taken out or put in, each once.

    Attributes:
        tags: names of elements that are not in it any more.
        attributes: (element, attribute, value) of what is not on it any more.
        ends: names of end tags that ended nothing.
        unclosed: names of elements that had to be closed.
    """

    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    ends: tuple[str, ...] = ()
    unclosed: tuple[str, ...] = ()


def left_out(html: str) -> LeftOut:
    """What cleaning takes from a piece of HTML, and what it mends."""
    before, after = _Tags(_aligned(html)), _Tags(cleaned(html))
    kept = frozenset(after.attributes)
    attributes = [
        (tag, name, value)
        for (tag, name, value) in before.attributes
        if after.names[tag, name] < before.names[tag, name]
        and tag in after.starts
        and (tag, name, value) not in kept
    ]
    return LeftOut(
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
_MAY_STAY_OPEN = frozenset({*_OPTIONAL_ENDS.split(), *map(str.lower, _DRAWN)})
_EMPTY_NAMES = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_EMPTY_NAMES.split())


class _Tags(HTMLParser):
    """All tags of a piece of HTML."""

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


_SELF_CLOSED = frozenset(map(str.lower, _DRAWN))


def _first_of_each(attrs: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    return [(name, value or "") for name, value in dict(reversed(list(attrs))).items()]
