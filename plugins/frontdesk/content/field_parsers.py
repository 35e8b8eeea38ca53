"""The text of one field in, its value out, or a FieldError that says what to write. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

from frontdesk.core.language_tags import valid_language_tag
from frontdesk.core.settings import Settings
from frontdesk.core.suggestions import closest_match, did_you_mean

from . import draft_words as vocabulary
from .content_paths import IMAGE_EXTENSIONS
from .date_parser import FieldError, parse_date, parse_day, parse_local_time
from .field_specs import LEVELS, RESOURCE_TYPES, FieldType
from .front_matter_fields import CommentsMode, Credit

STATUSES = ("published", "draft", "hidden")


def parse_value(how: FieldType, typed: str, rules: Settings) -> Any:
    """The value of a field, or one value of a list.

    Raises:
        FieldError: if the value is not one of this type.
    """
    match how:
        case "text" | "markdown" | "words" | "slug":
            return typed
        case "date":
            return parse_date(typed, rules)
        case "path" | "paths":
            return _path(typed, rules)
        case "status":
            return _status(typed)
        case "language":
            return _language(typed)
        case "id":
            return _id(typed)
        case "series":
            return _series(typed, rules)
        case "credit" | "credits":
            return _credit(typed)
        case "address":
            return _address(typed)
        case "replies":
            return _replies(typed)
        case _:
            return _file(typed, rules) if how == "file" else _OF_THINGS[how](typed)


def _one_of(typed: str, known: tuple[str, ...], what: str) -> str:
    if typed.lower() not in known:
        meant = did_you_mean(typed, known) or f"; write {', '.join(known[:-1])} or {known[-1]}"
        raise FieldError(f"unknown {what} '{typed}'{meant}")
    return typed.lower()


def normalize_value(typed: str) -> str:
    """`"True"  # until Monday` is true, `auto-draft` is auto draft."""
    plain = re.sub(r"^!!?\w+\s+", "", strip_comment(typed)).strip().strip("\"'“”‘’„`[](){}<>")
    return re.sub(r"[\s_-]+", " ", plain).strip(" .,;!*").casefold()


def strip_comment(typed: str) -> str:
    """A value without the remark that YAML, TOML and their like allow behind it."""
    return re.sub(r"(?:^|\s+)(?:#|//|<!--|/\*).*$", "", typed).strip()


def _status(typed: str) -> str:
    status = normalize_value(typed)
    if status in vocabulary.PUBLISHED_VALUES:
        return "published"
    if status in vocabulary.DRAFT_VALUES | vocabulary.FALSE:
        return "draft"
    if status not in STATUSES:
        raise FieldError(
            f"unknown status '{typed}'{did_you_mean(status, STATUSES)}; write draft or hidden, or take "
            "the line out to publish"
        )
    return status


def _replies(typed: str) -> str:
    """The mode of comments; other programs write true or false."""
    word = normalize_value(typed)
    if word in vocabulary.COMMENTS_ON:
        return "on"
    return (
        "off" if word in vocabulary.COMMENTS_OFF else _one_of(typed, get_args(CommentsMode), "word")
    )


def _language(typed: str) -> str:
    tag = typed.partition(".")[0].replace("_", "-")
    if not valid_language_tag(tag):
        raise FieldError(f"'{typed}' is not a language tag; write one such as en, en-GB or pl")
    return tag.lower()


def _id(typed: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", typed):
        raise FieldError(
            f"'{typed}' cannot be an Id, which looks like urn:uuid:…; take the line out, and the file's "
            "name is used instead"
        )
    return typed


def _series(typed: str, rules: Settings) -> str:
    names = {name.casefold(): name for name in rules.series}
    if typed.casefold() in names:
        return names[typed.casefold()]
    if not rules.series:
        raise FieldError("there is no series yet; add this one to SERIES in pelicanconf.py")
    meant = did_you_mean(typed, rules.series) or f"; known are {', '.join(rules.series)}"
    raise FieldError(
        f"unknown series '{typed}'{meant}; a new one goes into SERIES in pelicanconf.py"
    )


def _path(typed: str, rules: Settings) -> str:
    """An address of this site below its root: 2008/05/old.html, or 2008/05/old/ for a folder."""
    site = rules.site_address
    below = typed.removeprefix(site) if site and typed.startswith(f"{site}/") else typed
    write = "write a path such as /2008/05/the-old-name.html"
    try:
        parts = urlsplit(below)
    except ValueError:
        raise FieldError(f"'{typed}' is not an address; {write}") from None
    if parts.scheme or parts.netloc:
        raise FieldError(f"'{typed}' lies on another site; {write}")
    if parts.query or parts.fragment:
        raise FieldError(
            f"'{typed}' has a ? or #, and no static site sees what follows it; {write}"
        )
    path = unquote(parts.path).lstrip("/")
    if not path or not set(path.split("/")).isdisjoint({".", ".."}) or "\\" in path or "//" in path:
        raise FieldError(f"'{typed}' is not a path below the site's root; {write}")
    return path


# --- what things of the library have --------------------------------------------------------------


def _answer(typed: str) -> bool:
    return _one_of(typed, ("yes", "no"), "answer") == "yes"


def _year(typed: str) -> int:
    if not re.fullmatch(r"[1-9]\d{3}", typed):
        raise FieldError(f"'{typed}' is not a year; write one such as 2008")
    return int(typed)


def _zone_name(typed: str) -> str:
    known = available_timezones()
    if typed in known:
        return typed
    meant = closest_match(typed, known) or next(
        (one for one in sorted(known) if one.rpartition("/")[2].casefold() == typed.casefold()),
        None,
    )
    remedy = f" (did you mean '{meant}'?)" if meant else "; write one such as Europe/London"
    raise FieldError(f"unknown time zone '{typed}'{remedy}")


def _isbn(typed: str) -> str:
    """Thirteen digits. The last of an ISBN follows from the others, which finds most typos."""
    digits = re.sub(r"[\s‐–-]", "", typed).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        numbers = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(weight * n for weight, n in zip(range(10, 0, -1), numbers, strict=True)) % 11:
            raise FieldError(
                f"'{typed}' cannot be an ISBN, its last digit does not fit; copy it again"
            )
        digits = f"978{digits[:9]}"
        return f"{digits}{-_weighed(digits) % 10}"
    if not re.fullmatch(r"97[89]\d{10}", digits):
        raise FieldError(
            f"'{typed}' is not an ISBN, which has ten digits, or thirteen from 978 or 979 on"
        )
    if _weighed(digits) % 10:
        raise FieldError(f"'{typed}' cannot be an ISBN, its last digit does not fit; copy it again")
    return digits


def _weighed(digits: str) -> int:
    return sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(digits))


def _file(typed: str, rules: Settings) -> str:
    path = typed.removeprefix("{static}").lstrip("/")
    if not path.startswith(tuple(f"{folder}/" for folder in rules.static_paths)) or ".." in path:
        raise FieldError(
            f"'{typed}' is no file that is copied into the site; put it into content/files/ and write "
            "files/its-name"
        )
    if path.lower().endswith(IMAGE_EXTENSIONS):
        raise FieldError(f"'{typed}' is a picture; show it in the text, with ![…](…)")
    return path


def _length(typed: str) -> int:
    """Seconds."""
    match = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", typed)
    if not match:
        raise FieldError(f"'{typed}' is not a length; write minutes and seconds as 11:20")
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])


_OF_THINGS: Mapping[FieldType, Callable[[str], Any]] = {
    "type": lambda typed: _one_of(typed, RESOURCE_TYPES, "type"),
    "level": lambda typed: _one_of(typed, LEVELS, "level"),
    "answer": _answer,
    "day": parse_day,
    "year": _year,
    "moment": parse_local_time,
    "zone": _zone_name,
    "isbn": _isbn,
    "length": _length,
}


_WEB = re.compile(r"https?://[^\s()<>\[\]\"]+")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\((\S+)\)(.*)")


def _address(typed: str) -> str:
    if not _WEB.fullmatch(typed) or "." not in urlsplit(typed).netloc:
        raise FieldError(f"'{typed}' is not an address; write it whole, https://…")
    return typed


def _credit(typed: str) -> Credit:
    """`Words`, `Words https://…`, `https://…` or `[Words](https://…)`."""
    if link := _MARKDOWN_LINK.fullmatch(typed):
        return Credit(f"{link[1]}{link[3]}", _address(link[2]))
    found = _WEB.search(typed)
    if not found:
        return Credit(typed)
    words = " ".join((typed[: found.start()] + typed[found.end() :]).split()).strip(" ,:()<>-–—")
    return Credit(words or urlsplit(found[0]).netloc.removeprefix("www."), _address(found[0]))
