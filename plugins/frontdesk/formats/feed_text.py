"""A text or an address in; the same out, written so that every reader takes it for what it is. Pure
(F4, F8)."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import quote, urlsplit

# XML 1.0, 2.2, without the control characters that it allows: nobody sees them.
_NOT_WRITTEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_E_MAIL = re.compile(r"\s*<[^<>@\s]+@[^<>@\s]+>\s*")
_TAG = re.compile("<(?=[A-Za-z/!?])")
# As far as the longest character reference of HTML can reach: &CounterClockwiseContourIntegral;
_REFERENCE = re.compile("&[^&<]{1,40}")


def clean(text: str) -> str:
    """The text without control characters and whatever else XML cannot hold."""
    return _NOT_WRITTEN.sub("", text)


def as_html(text: str) -> str:
    """HTML that shows the text, for an element that every reader takes as HTML."""
    return escape(clean(text), quote=False)


def as_text_or_html(text: str) -> str:
    """The text for an element that some readers take as text and others as HTML, such as a title of RSS.
    Only what HTML would read as a tag, a comment or a character is escaped: a reader of HTML shows the
    text as it is, and one of text shows `AT&T` and `5 < 6` as they are.
    """
    return _TAG.sub("&lt;", _REFERENCE.sub(_escaped, clean(text)))


def _escaped(found: re.Match[str]) -> str:
    """An ampersand with what follows it, escaped where it is a character reference (HTML 13.2.5.72)."""
    rest = found[0]
    return rest if unescape(rest) == rest else f"&amp;{rest[1:]}"


def whole_html(content: str) -> str:
    """A text that is HTML. U+FFFD stands where a letter was lost; by its number it is no mistake of ours
    to a validator, and the same to a reader."""
    return clean(content).replace("\ufffd", "&#xFFFD;")


def person(name: str) -> str:
    """A name without the e-mail address that some programs put behind it: we pass none on."""
    whole = clean(name)
    return _E_MAIL.sub(" ", whole).strip() or whole.strip(" <>")


def has_words(text: str | None) -> bool:
    """Whether anything is left of it when it is written."""
    return bool(text and clean(text).strip())


def first_of(*texts: str | None) -> str:
    """The first that is not blank, for an element that has to say something; a dash where all are."""
    return next((text for text in texts if text and has_words(text)), "–")


_NOT_IN_A_URI = re.compile(r"[^A-Za-z0-9;/?:@&=+$._!~*'(),%#-]")


def uri(address: str) -> str:
    """An address of the web in ASCII, as RSS asks for: its host in Punycode, other letters as their
    UTF-8 (RFC 3987 3.1). What is an ASCII address already stays as it is."""
    whole = clean(address)
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
