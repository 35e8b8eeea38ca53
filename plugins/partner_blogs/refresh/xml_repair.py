"""The text of an XML document in, the same one out without the faults that a parser stumbles over and a
reader would not. It closes no tag and opens none, so what was cut stays cut (P8). Pure.

A bare `&` becomes `&amp;`, a character that HTML names is put in where XML has no name for it, what XML
cannot hold goes, and undeclared prefixes are declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from html.entities import html5
from xml.parsers import expat

from frontdesk.core.text import join_surrogate_references

_RSS, _ATOM = "http://backend.userland.com/rss2", "http://www.w3.org/2005/Atom"
# What feeds mean by these prefixes where they forget to say it.
_USUAL = {
    "a10": _ATOM,
    "atom": _ATOM,
    "atom10": _ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss": _RSS,
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
# Namespaces whose items and entries are known for what they are.
_OF_FEEDS = re.compile(
    r"https?://(?:backend\.userland\.com/rss|blogs\.law\.harvard\.edu/tech/rss|purl\.org/(?:rss/1\.0/$|atom/ns#|pie/|"
    r"echo/)|my\.netscape\.com/rdf/simple/0\.9/|www\.w3\.org/2005/Atom$)",
    re.IGNORECASE,
)
_MOST_PREFIXES = 50

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_REFERENCE = r"&#(?P<number>[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});?|&(?P<name>[A-Za-z][A-Za-z0-9]*);"
_FAULTS = re.compile(rf"{_REFERENCE}|&|<(?![A-Za-z_/!?])")
_FAULTS_IN_SOUP = re.compile(rf"{_REFERENCE}|&(?=[A-Za-z#])")


def repair_xml(text: str) -> str:
    """The text as an XML parser may take it; of a well-formed document, the same. A bare `&` or `<` that no
    parser takes for the beginning of anything is escaped only where that makes the document well-formed."""
    if "<!DOCTYPE" not in text and _PLAIN_ENTRY.search(text) and _is_well_formed(text):
        return text
    whole = _repaired(text, _FAULTS)
    return whole if _is_well_formed(whole) else _repaired(text, _FAULTS_IN_SOUP)


def markup_only(text: str) -> str:
    """The text without CDATA, comments, processing instructions and document type."""
    return "".join(list(_parts(text))[::2])


def _is_well_formed(text: str) -> bool:
    try:
        expat.ParserCreate(None, " ").Parse(text.encode(errors="replace"), True)
    except expat.ExpatError:
        return False
    return True


def _repaired(text: str, faults: re.Pattern[str]) -> str:
    parts = list(_parts(_ILLEGAL.sub("", join_surrogate_references(text))))
    declared = {name for part in parts if part.startswith("<!D") for name in _ENTITY.findall(part)}

    def mend(found: re.Match[str]) -> str:
        if found["number"]:
            return _character(found["number"])
        name = found["name"]
        if name is None:
            return _escaped(found[0])
        if name in _OF_XML or name in declared:
            return found[0]
        return _escaped(html5.get(f"{name};", found[0]))

    mended = [part if place % 2 else faults.sub(mend, part) for place, part in enumerate(parts)]
    spaces, added = _prefixes("".join(mended[::2]))
    for prefix, space in spaces.items():
        declares = re.compile(rf"(\sxmlns:{re.escape(prefix)}\s*=\s*)([\"'])[^\"']*\2")
        mended[::2] = [declares.sub(rf"\1\2{space}\2", part) for part in mended[::2]]
    return _with_attributes(mended, added).lstrip()


_LITERAL = re.compile(r"<!\[CDATA\[|<!--|<\?|<!DOCTYPE\b")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[<>]*(?:\[[^\]]*\]\s*)?>")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}


def _parts(text: str) -> Iterator[str]:
    """Markup and what is none, in turn: CDATA, comments, processing instructions, the document type. What
    begins one and does not end it is markup."""
    at, looked, endless = 0, 0, set[str]()
    while found := _LITERAL.search(text, looked):
        looked, end = found.end(), -1
        if found[0] not in endless:
            end = _end_of(found[0], text, found.start())
        if end < 0 or found[0] not in _ENDS:
            endless.add(found[0])  # and of document types there is one
        if end < 0:
            continue
        yield text[at : found.start()]
        literal = text[found.start() : end]
        yield "" if _IS_PROLOG.match(literal) else literal
        at = looked = end
    yield text[at:]


def _end_of(opens: str, text: str, start: int) -> int:
    if closes := _ENDS.get(opens):
        found = text.find(closes, start + len(opens))
        return found + len(closes) if found >= 0 else -1
    doctype = _DOCTYPE.match(text, start)
    return doctype.end() if doctype else -1


_IS_PROLOG = re.compile(r"<\?xml\s", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}


def _escaped(letters: str) -> str:
    return "".join({"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(one, one) for one in letters)


def _character(number: str) -> str:
    """A character reference of XML; of windows-1252 what is not meant as a control character; nothing for
    what is no character."""
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "replace")
    if code > 0x10FFFF or _ILLEGAL.fullmatch(chr(code)):
        return ""
    return f"&#{number.replace('X', 'x')};"


# --- prefixes -----------------------------------------------------------------------------------

_USED = re.compile(
    r"</?([A-Za-z_][\w.-]*):[A-Za-z_]|[\s\"']([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=\s*[\"']"
)
_DECLARED = re.compile(r"\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']([^\"'<>]*)[\"']")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")
_PLAIN_ENTRY = re.compile(r"<(?:item|entry)[\s/>]", re.IGNORECASE)
_PREFIXED = re.compile(r"<([A-Za-z_][\w.-]*):(rss|channel|item|feed|entry)[\s/>]")


def _prefixes(markup: str) -> tuple[dict[str, str], dict[str, str]]:
    """Prefix → the namespace to declare instead of the one that it has, and to declare where it has none.
    An item or entry with the prefix of an unknown namespace is meant for one, if there is no other."""
    declared = dict(_DECLARED.findall(markup))
    used = {one for pair in _USED.findall(markup) for one in pair if one} - {"xml", "xmlns"}
    missing = sorted(used - declared.keys())[:_MOST_PREFIXES]
    added = {prefix: _USUAL.get(prefix, f"urn:undeclared:{prefix}") for prefix in missing}
    changed: dict[str, str] = {}
    if not _PLAIN_ENTRY.search(markup):
        for prefix, name in dict.fromkeys(_PREFIXED.findall(markup)):
            spaces = added if prefix in added else changed
            if not _OF_FEEDS.match(added.get(prefix) or declared.get(prefix) or ""):
                spaces[prefix] = _ATOM if name in {"feed", "entry"} else _RSS
    return changed, added


def _with_attributes(parts: list[str], added: Mapping[str, str]) -> str:
    """The parts joined, with declarations in the first tag."""
    written = "".join(f' xmlns:{prefix}="{escape(space)}"' for prefix, space in added.items())
    for place in range(0, len(parts), 2):
        if written and (root := _ROOT.search(parts[place])):
            head, tail = parts[place][: root.end()], parts[place][root.end() :]
            parts[place] = f"{head}{written}{tail}"
            break
    return "".join(parts)
