"""Text and addresses for feeds, escaped so that every feed reader shows them as they are meant. Pure
(F4, F8)."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import quote, urlsplit

# XML 1.0, 2.2, without the control characters that it allows, which are invisible.
_INVALID_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_E_MAIL = re.compile(r"\s*<[^<>@\s]+@[^<>@\s]+>\s*")
_TAG = re.compile("<(?=[A-Za-z/!?])")
# As far as the longest character reference of HTML can reach: &CounterClockwiseContourIntegral;
_REFERENCE = re.compile("&[^&<]{1,40}")


def drop_invalid_xml(text: str) -> str:
    """The text without control characters and others that XML cannot hold."""
    return _INVALID_XML.sub("", text)


def escape_html(text: str) -> str:
    """The text as HTML, for an element that every feed reader takes as HTML."""
    return escape(drop_invalid_xml(text), quote=False)


def escape_ambiguous(text: str) -> str:
    """The text for an element that some feed readers take as text and others as HTML, such as a title of
    RSS. Only what HTML would read as a tag, a comment or a character reference is escaped, so `AT&T` and
    `5 < 6` are right for both.
    """
    return _TAG.sub("&lt;", _REFERENCE.sub(_escaped, drop_invalid_xml(text)))


def _escaped(found: re.Match[str]) -> str:
    """An ampersand and what follows it, escaped if they are a character reference (HTML 13.2.5.72)."""
    rest = found[0]
    return rest if unescape(rest) == rest else f"&amp;{rest[1:]}"


def html_content(content: str) -> str:
    """A text that is HTML already. U+FFFD, which stands for a lost character, becomes a numeric reference:
    validators take the character itself for an encoding error."""
    return drop_invalid_xml(content).replace("\ufffd", "&#xFFFD;")


def person_name(name: str) -> str:
    """A name without the e-mail address that some programs append, because we publish none."""
    whole = drop_invalid_xml(name)
    return _E_MAIL.sub(" ", whole).strip() or whole.strip(" <>")


def has_text(text: str | None) -> bool:
    """Whether anything visible is left of it once it is written."""
    return bool(text and drop_invalid_xml(text).strip())


def first_nonblank(*texts: str | None) -> str:
    """The first text that is not blank, for an element that must not be empty; a dash if all are."""
    return next((text for text in texts if text and has_text(text)), "–")


_NOT_IN_A_URI = re.compile(r"[^A-Za-z0-9;/?:@&=+$._!~*'(),%#-]")


def ascii_uri(address: str) -> str:
    """An address in ASCII, as RSS requires: the host in Punycode, other characters percent-encoded
    (RFC 3987 3.1). A valid ASCII address stays as it is."""
    whole = drop_invalid_xml(address)
    if whole.isascii() and not _NOT_IN_A_URI.search(whole):
        return whole
    try:
        place = urlsplit(whole).netloc
    except ValueError:
        place = ""
    before, found, after = whole.partition(place) if place else ("", "", whole)
    return before + _in_ascii(found) + _NOT_IN_A_URI.sub(lambda one: quote(one[0]), after)


def _in_ascii(place: str) -> str:
    if place.isascii():
        return place
    try:
        return place.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(place, safe=":@[]")
