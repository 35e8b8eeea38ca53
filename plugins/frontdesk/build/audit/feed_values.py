"""One value of a feed in, what the specifications and the W3C's feed validator find wrong with it out;
nothing for a good one (F3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from html import unescape
from html.entities import html5
from urllib.parse import urlsplit

from babel import Locale
from bs4 import BeautifulSoup

Faults = Iterator[str]

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{2,8})*")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(r"((\w{3}), )?\d{1,2} \w{3} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d\d[03]0|GMT)")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;\s*[\w.-]+=(\"[^\"]*\"|[\w.+-]+))*")
_URI_CHARACTERS = re.compile(r"([A-Za-z0-9;/?:@&=+$._!~*'(),#\[\]-]|%[0-9A-Fa-f]{2})+")
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_E_MAIL = re.compile(r"<[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+>")
_IDS = {
    "tag": re.compile(r"tag:([a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[^\[\]]*"),
    "urn": re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:[^/?#\[\]&~]+", re.IGNORECASE),
    "uuid": re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
}
_RUNS_CODE = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "link",
    "meta",
    "frame",
}
_UNKNOWN_IN_FEEDS = re.compile(r"on\w+|aria-.*|role|style|fetchpriority|property|typeof|xmlns:.*")
"""Attributes that the validator takes for a risk: readers drop them, or should."""


def check_url(text: str | None, what: str) -> Faults:
    """A URL must be absolute, and ASCII."""
    try:
        parts = urlsplit(text or "")
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https", "mailto"} or not (parts.netloc or parts.path):
        yield f"{what} {text!r} is not a whole address"
    elif not _URI_CHARACTERS.fullmatch(text or ""):
        yield f"{what} {text!r} holds what an address cannot"


def check_id(text: str | None, what: str) -> Faults:
    """An absolute URI that follows the rules of its scheme (RFC 4287 4.2.6, RFC 4151, RFC 2141)."""
    text = text or ""
    if not re.match(r"[a-z][a-z0-9+.-]*:.", text, re.IGNORECASE) or text != text.strip():
        yield f"{what} {text!r} is not an IRI"
        return
    scheme = text.partition(":")[0].lower()
    rule = _IDS.get("uuid" if text.lower().startswith("urn:uuid:") else scheme)
    if rule and not rule.fullmatch(text):
        yield f"{what} {text!r} is no {scheme} that follows its rules"
    elif not _URI_CHARACTERS.fullmatch(text):
        yield f"{what} {text!r} holds what an address cannot"
    elif scheme in {"http", "https"} and not urlsplit(text).netloc:
        yield f"{what} {text!r} is not a whole address"


def check_unique(values: Iterable[str | None], what: str) -> Faults:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{times} entries have the {what} {value}"


def check_date(text: str | None, what: str, pattern: re.Pattern[str]) -> Faults:
    text = text or ""
    try:
        form = pattern.fullmatch(text)
        if not form:
            raise ValueError  # noqa: TRY301 - one sentence for all
        found = datetime.fromisoformat(text) if pattern is RFC_3339 else parsedate_to_datetime(text)
        if pattern is RFC_822 and form[2] and form[2] != _DAYS[found.weekday()]:
            raise ValueError  # noqa: TRY301
    except ValueError:
        yield f"{what} {text!r} is not a date of this format"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def parse_time(text: str | None) -> datetime:
    """An aware UTC time for comparison; the earliest possible one where the text is no time."""
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def check_language(text: str | None) -> Faults:
    form = _LANGUAGE.fullmatch(text or "")
    if not form:
        yield "has no language" if not text else f"{text!r} is no language"
    elif len(form[1]) == 2 and form[1].lower() not in _languages():
        yield f"{text!r} is no language"


@cache
def _languages() -> frozenset[str]:
    """The codes of ISO 639-1, with the older ones of four of them."""
    return frozenset(Locale("en").languages) | {"iw", "in", "ji", "sh"}


def check_media_type(text: str | None, what: str) -> Faults:
    if not _MEDIA_TYPE.fullmatch(text or ""):
        yield f"{what} has the media type {text!r}, which is none"


def check_size(text: str | None, what: str) -> Faults:
    if not re.fullmatch(r"\d+", text or ""):
        yield f"{what} has the length {text!r}, not a number of bytes"


def check_text(text: str | None, what: str) -> Faults:
    if not (text or "").strip():
        yield f"{what} is empty"
    elif found := _BAD_CHARACTERS.search(text or ""):
        yield f"{what} holds the character U+{ord(found[0]):04X}"


def check_person_name(text: str | None, what: str) -> Faults:
    yield from check_text(text, what)
    if _E_MAIL.search(text or ""):
        yield f"{what} holds an e-mail address"


def check_plain_value(raw: str, what: str) -> Faults:
    """A text as it stands in the document, escapes and all, that is meant as text.

    An end tag in it is HTML that was not declared. What looks like a character or a tag is meant as it
    stands where it is written with a numeric reference (the RSS Advisory Board's profile).
    """
    words = unescape(raw)
    if tags := re.findall(r"</(\w+)>", words):
        yield f"{what} holds the end tag of <{tags[0]}>"
    elif "&#x" not in raw:
        for name in re.findall(r"&(#?\w+)", words):
            if f"{name};" in html5 or not name.isalpha():
                yield f"{what} holds &{name}, which may be text or not"
                return
        if re.search(r"<[/A-Za-z]", words):
            yield f"{what} holds a tag, which may be text or not"


def check_html(text: str | None, what: str) -> Faults:
    """Addresses in HTML must be absolute too: feed readers show it elsewhere."""
    if "<" not in (text or ""):
        return
    for element in BeautifulSoup(text or "", "html.parser").find_all(True):
        for name, value in element.attrs.items():
            if name in {"href", "src", "poster"}:
                yield from _address_in_html(str(value), f"{element.name} {name}")
            if _UNKNOWN_IN_FEEDS.fullmatch(name):
                yield f"{what} has a {name} on <{element.name}>"
        if element.name in _RUNS_CODE:
            yield f"{what} holds <{element.name}>"


def _address_in_html(text: str, what: str) -> Faults:
    if re.match(r"(tel|sms|geo):.", text):
        return
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https", "mailto"} or not (parts.netloc or parts.path):
        yield f"{what} {text!r} is not a whole address"
    elif re.search(r"[\s<>\"{}|\\^`]", text):
        yield f"{what} {text!r} holds what an address cannot"
