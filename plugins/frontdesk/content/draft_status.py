"""A header in, the lines that keep its text from readers out, in the words of any program. Pure (A14).

An author who comes from Hugo writes `draft: true`, one from WordPress `Status: private`, one in a hurry
`Statsu: draft`, or the line below the empty one that ends the header. All of them mean that
readers should not see the text, or not yet. A clear line counts as `Status: draft`. If a line is unclear,
the text waits and the check asks its author.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from frontdesk.core.settings import Settings
from frontdesk.core.suggestions import field_key, is_one_edit_apart

from . import draft_words as vocabulary
from .date_parser import FieldError
from .field_parsers import normalize_value, parse_value, strip_comment
from .front_matter_fields import DraftSignal, Field, Head, SignalMeaning
from .model import Header

SCANNED_LINES = 25
"""Lines of a text that are searched for one that was meant for the header."""


def draft_signals(
    header: Header, path: str, own: Collection[str], rules: Settings
) -> tuple[DraftSignal, ...]:
    """Every line that keeps a text from readers, or may, in the order of the file.

    Args:
        path: of the file, below the content folder; files in a folder of drafts are drafts.
        own: the names of our own fields for such a text.
    """
    found = [
        *_of_the_path(path),
        *_of_the_fields(header.fields, own, rules),
        *_of_lost_lines(header, rules),
    ]
    released = {
        field.name
        for field in header.fields
        if field.name in _RELEASING and field_meaning(field, rules) == "public"
    }
    if "status" in released:
        found = [signal for signal in found if signal.meaning != "unclear" or signal.meant]
    if not released:
        found += [*_of_the_words(header.fields), *_of_the_text(header, own, rules)]
    first: dict[int, DraftSignal] = {}
    for signal in sorted(found, key=lambda signal: (signal.line, signal.meaning != "draft")):
        first.setdefault(signal.line, signal)
    return tuple(first.values())


_RELEASING = {"status", "draft", "published", "publish"}
"""If one of these says that a text is published, unclear words elsewhere do not matter."""


def may_be_held_back(
    header: Header, path: str, own: Collection[str], rules: Settings, now: datetime
) -> bool:
    """What `may_be_withheld` of metadata.py says; `own` as for `draft_signals`."""
    for signal in draft_signals(header, path, own, rules):
        is_past = signal.day is not None and signal.day <= now
        if signal.meaning in {"draft", "unclear"} or is_past == (signal.meaning == "until"):
            return True
    return any(
        _keeps_back(field, now, rules)
        for field in header.fields
        if field.name in {"status", "date"}
    )


def _keeps_back(field: Field, now: datetime, rules: Settings) -> bool:
    """Whether our `Status` or `Date` hides a text, or cannot be read and may mean to."""
    if field.name == "status":
        return normalize_value(field.text) not in vocabulary.PUBLISHED_VALUES | {"hidden"}
    if day := _day(field.text, rules):
        return day > now
    years = [int(year) for year in re.findall(r"\d{4}", field.text)]
    return not years or max(years) > now.year


def is_public(head: Head, now: datetime) -> bool:
    """Whether readers may see a text now: it is published or hidden, its date has come, and it has not
    expired."""
    return (
        head.status in {"published", "hidden"}
        and not public_from(head, now)
        and not is_expired(head, now)
    )


def public_from(head: Head, now: datetime) -> datetime | None:
    """The time from which readers may see a text, aware; None if that has come."""
    days = [day for day in (head.date, head.not_before) if day is not None and day > now]
    return max(days, default=None)


def is_expired(head: Head, now: datetime) -> bool:
    """Whether the day has come on which the author wants a text to go."""
    return head.not_after is not None and head.not_after <= now


# --- fields -------------------------------------------------------------------------------------

_PAIR = re.compile(
    r"""(?:^|[\s,{])["']?([A-Za-z_][\w.-]*)["']?\s*:\s*("[^"]*"|'[^']*'|[^,\s{}]+)"""
)


def _of_the_fields(
    fields: Iterable[Field], own: Collection[str], rules: Settings
) -> Iterator[DraftSignal]:
    seen: set[str] = set()
    for field in fields:
        name = field_key(field.name)
        value = field.text or ", ".join(field.items or ())
        is_own = field.name in own
        is_first = field.name not in seen
        seen.add(field.name)
        if field.name == "status" and is_own and is_first:
            # Its value is read like that of any field of ours.
            continue
        if name == "title":
            continue
        if name == "date" and is_own and not is_first and (day := _day(field.text, rules)):
            yield DraftSignal(field.line, f"{field.typed}: {value}", "from", day)
            continue
        yield from _sign(field.line, f"{field.typed}: {value}", name, value, rules, is_own=is_own)
        if not is_own:
            for inner, said in _PAIR.findall(value):
                typed = f"{field.typed}: {inner}: {said}"
                yield from _sign(field.line, typed, field_key(inner), said, rules)


_SHELVES = {"tags", "tag", "category", "categories", "labels", "keywords", "type", "template"}
_MARKED = re.compile(
    r"\s*[\[(<{*]+\s*(draft|wip|do not publish|private)\b[^\])>}*]*[\])>}*]+", re.IGNORECASE
)
_SHOUTED = re.compile(r"\s*(?:DRAFT|WIP|DO NOT PUBLISH)\b\s*[:–—-]")


def _of_the_words(fields: Iterable[Field]) -> Iterator[DraftSignal]:
    """`Title: [draft] …`, `Tags: draft`, `Category: Drafts`: people go by such a word."""
    for field in fields:
        words = field.items or re.split("[,;]", field.text)
        is_marked = _MARKED.match(field.text) or _SHOUTED.match(field.text)
        if (field.name == "title" and is_marked) or (
            field.name in _SHELVES
            and any(normalize_value(one) in vocabulary.DRAFT_VALUES_ANYWHERE for one in words)
        ):
            yield DraftSignal(
                field.line, f"{field.typed}: {field.text or ', '.join(words)}", "unclear"
            )


def _sign(
    line: int, typed: str, name: str, value: str, rules: Settings, *, is_own: bool = False
) -> Iterator[DraftSignal]:
    meaning, day = _said(name, value, rules)
    if is_own and not (
        name in vocabulary.STATUS_FIELDS
        or (meaning == "draft" and name in vocabulary.PUBLISH_FLAGS)
    ):
        return
    if (
        not is_own
        and name not in vocabulary.ANY_DRAFT_FIELD
        and (near := _near(name, value, rules))
    ):
        yield DraftSignal(line, typed, near[1], near[2], near[0])
    elif meaning in _KEEPING:
        yield DraftSignal(line, typed, meaning, day)


_KEEPING = {"draft", "unclear", "from", "until"}


def field_meaning(field: Field, rules: Settings) -> SignalMeaning:
    """What a field of another program says about being published."""
    return _said(field_key(field.name), field.text or ", ".join(field.items or ()), rules)[0]


def _said(name: str, value: str, rules: Settings) -> tuple[SignalMeaning, datetime | None]:
    word = normalize_value(value)
    if name in vocabulary.ANY_DATE_LIMIT:
        return _of_a_day(name, value, rules)
    if name in vocabulary.SOFT_START_DATE_FIELDS and (day := _day(value, rules)):
        return "from", day
    if name in vocabulary.ANY_DRAFT_FLAG:
        return _of_a_flag(name, value, rules)
    if name in vocabulary.PUBLISH_FLAGS:
        if word in vocabulary.TRUE | vocabulary.PUBLIC_VALUES | vocabulary.PUBLISHED_VALUES:
            return "public", None
        if word in vocabulary.FALSE | vocabulary.DRAFT_VALUES:
            return "draft", None
        day = _day(value, rules)
        return ("from", day) if day else ("unclear", None)
    if name in vocabulary.SOFT_PUBLISH_FLAGS:
        return ("draft" if word in vocabulary.HIDDEN_VALUES else _open(word)), None
    if name in vocabulary.PASSWORD_FIELDS:
        return ("public" if word in vocabulary.FALSE | {""} else "draft"), None
    if name in vocabulary.STATUS_FIELDS:
        return _of_a_state(word, vocabulary.PUBLISHED_VALUES)
    if name in vocabulary.VISIBILITY_FIELDS:
        return _of_a_state(word, vocabulary.PUBLIC_VALUES | vocabulary.TRUE)
    if name in vocabulary.SOFT_STATUS_FIELDS | vocabulary.SOFT_VISIBILITY_FIELDS:
        return _of_a_soft_state(word), None
    return ("unclear" if word in vocabulary.DRAFT_VALUES_ANYWHERE else "none"), None


def _open(word: str) -> SignalMeaning:
    return (
        "public"
        if word in vocabulary.TRUE | vocabulary.PUBLIC_VALUES | vocabulary.PUBLISHED_VALUES
        else "none"
    )


def _of_a_soft_state(word: str) -> SignalMeaning:
    if word in vocabulary.DRAFT_VALUES:
        return "draft"
    return "unclear" if _is_nearly(word, vocabulary.DRAFT_VALUES_ANYWHERE) else _open(word)


def _of_a_state(word: str, public: Collection[str]) -> tuple[SignalMeaning, None]:
    if word in public:
        return "public", None
    return (
        "draft" if word in vocabulary.DRAFT_VALUES | vocabulary.FALSE | {"hidden"} else "unclear"
    ), None


def _of_a_flag(name: str, value: str, rules: Settings) -> tuple[SignalMeaning, datetime | None]:
    word = normalize_value(value)
    if word in vocabulary.FALSE | vocabulary.PUBLISHED_VALUES:
        return "public", None
    if word in vocabulary.TRUE | vocabulary.DRAFT_VALUES:
        return "draft", None
    if name in vocabulary.SOFT_DRAFT_FLAGS:
        day = _day(value, rules)
        if day and name not in vocabulary.SOFT_END_FLAGS:
            return "unclear", None
        return ("until", day) if day else ("none", None)
    return "unclear", None


def _of_a_day(name: str, value: str, rules: Settings) -> tuple[SignalMeaning, datetime | None]:
    word = normalize_value(value)
    if day := _day(value, rules):
        return ("from" if name in vocabulary.START_DATE_FIELDS else "until"), day
    if word in vocabulary.FALSE - {"none"}:
        return "public", None
    if name in vocabulary.END_DATE_FIELDS and word in {"", "none", "null"}:
        return "public", None
    return ("draft" if word in vocabulary.TRUE | vocabulary.DRAFT_VALUES else "unclear"), None


def _day(value: str, rules: Settings) -> datetime | None:
    try:
        day: datetime = parse_value("date", strip_comment(value).strip("\"'"), rules)
    except FieldError:
        return None
    return day


def _near(
    name: str, value: str, rules: Settings
) -> tuple[str, SignalMeaning, datetime | None] | None:
    """The name that was probably meant, and what its line says: `Drfat: yes`. None where nothing is
    hidden, as by `Drfat: no` or `Craft: pottery`."""
    for known in _mistyped(name):
        meaning, day = _said_nearly(name, known, value, rules)
        if meaning != "none":
            return vocabulary.OFTEN_MISTYPED.get(known, known), meaning, day
    return None


@lru_cache(maxsize=4096)
def _mistyped(name: str) -> tuple[str, ...]:
    """The names that one may have been meant to be. A name that means something else is no slip, but for
    those that are mistyped most."""
    often = [one for one in vocabulary.OFTEN_MISTYPED if is_one_edit_apart(name, one)]
    if name in vocabulary.IGNORED_FIELDS or name in vocabulary.FIELD_SYNONYMS:
        return tuple(often)
    others = (one for one in vocabulary.MISTYPED_FIELDS if is_one_edit_apart(name, one))
    return tuple(dict.fromkeys((*often, *others)))


def _said_nearly(
    name: str, known: str, value: str, rules: Settings
) -> tuple[SignalMeaning, datetime | None]:
    """What a line says if its name was meant to be the known one: nothing where its value neither keeps a
    text back nor is one letter away from one that does."""
    if known == "date":
        day = _day(value, rules)
        return ("from", day) if day else ("none", None)
    meaning, day = _said(known, value, rules)
    if meaning in {"public", "from"} or (meaning == "until" and day):
        return ("none" if meaning == "public" else meaning), day
    word = normalize_value(value)
    if known in vocabulary.VISIBILITY_FIELDS | {"status"}:
        keeps = True
    elif known in vocabulary.OFTEN_MISTYPED:
        keeps = (
            meaning == "draft"
            or word in vocabulary.TRUE_OR_FALSE | {""}
            or sorted(name) == sorted(known)
        )
    elif known in vocabulary.SOFT_DRAFT_FLAGS:
        keeps = word in vocabulary.SURE_YES | vocabulary.DRAFT_VALUES
    else:
        keeps = meaning == "draft"
    return ("unclear" if keeps or _is_nearly(word, _keeping_values(known)) else "none"), None


def _keeping_values(name: str) -> Collection[str]:
    if name in vocabulary.DRAFT_FLAGS:
        return {"true"}
    if name in vocabulary.PUBLISH_FLAGS:
        return {"false"}
    return vocabulary.DRAFT_VALUES if name in vocabulary.STATUS_FIELDS else ()


def _is_nearly(word: str, known: Collection[str]) -> bool:
    """Whether one letter is wrong in it; shorter words are other words."""
    return any(is_one_edit_apart(word, one) for one in known if len(one) > 4 or one == "true")


# --- lines that are in no field -----------------------------------------------------------------

_LINE = re.compile(
    r"""[^\w"'{\[]*["']?([^\W\d][\w.-]*(?:\ [\w.-]+)?)["']?"""
    r"""\s*[*_]{0,3}\s*[:=]\s*[*_]{0,3}\s*(.*?)[\s,;*_>-]*"""
)
_META = re.compile(r"""<meta\s+name=["']?([\w.-]+)["']?\s+content=["']?([^"'>]+)""", re.IGNORECASE)
_CODE = re.compile(r" {0,3}(```+|~~~+)")


def _of_lost_lines(header: Header, rules: Settings) -> Iterator[DraftSignal]:
    """Lines of a header that could not be read: whatever may mean anything of that kind counts."""
    for number, line in header.lost:
        match = _LINE.fullmatch(line)
        said = _said(field_key(match[1]), match[2], rules) if match else ("none", None)
        if said[0] in _KEEPING:
            yield DraftSignal(number, line.strip(), said[0], said[1])
        elif match and (near := _near(field_key(match[1]), match[2], rules)):
            yield DraftSignal(number, line.strip(), near[1], near[2], near[0])
        elif any(
            _said(field_key(inner), one, rules)[0] == "draft" for inner, one in _PAIR.findall(line)
        ):
            yield DraftSignal(number, line.strip(), "draft")
        elif said[0] != "public" and _HINT.search(line):
            yield DraftSignal(number, line.strip(), "unclear")


_HINT = re.compile(
    r"\b(drafts?|unpublish\w*|private|not publish\w*|don't publish|wip|brouillon|entwurf|borrador|szkic)\b",
    re.IGNORECASE,
)


def _of_the_text(header: Header, own: Collection[str], rules: Settings) -> Iterator[DraftSignal]:
    """`Status: draft` below the empty line that ends the header, in a remark, or in the style of another
    program: only a line that clearly means it counts, for the rest is text."""
    lines = list(
        enumerate(header.body.split("\n", SCANNED_LINES)[:SCANNED_LINES], start=header.body_line)
    )
    lost = {number for number, _ in header.lost}
    astray = _astray(lines, own)
    fence = ""
    for number, line in lines:
        if code := _CODE.match(line):
            fence = "" if fence and code[1].startswith(fence) else fence or code[1]
        elif not (fence or number in lost or line.startswith(("    ", "\t"))):
            yield from _of_a_line(number, line, rules, is_astray=number in astray)


def _astray(lines: Iterable[tuple[int, str]], own: Collection[str]) -> set[int]:
    """The first paragraph of a text, if each of its lines is one of a header."""
    numbers: set[int] = set()
    for number, line in lines:
        match = _LINE.fullmatch(line.strip())
        if not line.strip():
            if numbers:
                break
        elif match and (
            match[1].casefold() in own or field_key(match[1]) in vocabulary.ANY_DRAFT_FIELD
        ):
            numbers.add(number)
        else:
            return set()
    return numbers


def _of_a_line(
    number: int, line: str, rules: Settings, *, is_astray: bool
) -> Iterator[DraftSignal]:
    match = _META.search(line) or _LINE.fullmatch(line.strip())
    if not match:
        return
    name, value = field_key(match[1]), match[2]
    if name in vocabulary.SOFT_START_DATE_FIELDS:
        return
    if (name in vocabulary.SOFT_FIELDS and not is_astray) or (name == "date" and not is_astray):
        return
    meaning, day = _said(name, value, rules)
    if name == "date":
        day = _day(value, rules)
        meaning = "from" if day else "none"
    elif name not in vocabulary.ANY_DRAFT_FIELD:
        near = _near(name, value, rules)
        is_often = near and near[0] in vocabulary.OFTEN_MISTYPED.values()
        is_clear = (
            is_often
            and normalize_value(value) in vocabulary.DRAFT_VALUES | vocabulary.TRUE_OR_FALSE
        )
        meaning, day = near[1:] if near and near[0] != "Date" and is_clear else ("none", None)
    elif meaning == "draft" or (
        meaning == "unclear" and is_astray and name in vocabulary.STATUS_FIELDS
    ):
        meaning = "unclear"
    elif meaning == "unclear":
        return
    if meaning in _KEEPING:
        yield DraftSignal(number, line.strip(), meaning, day, is_below=True)


def _of_the_path(path: str) -> Iterator[DraftSignal]:
    *folders, file = path.split("/")
    for folder in folders:
        if folder.strip("_.").casefold() in vocabulary.DRAFT_FOLDERS:
            yield DraftSignal(0, f"{folder}/", "draft")
            return
    if file.casefold().rpartition(".")[0].endswith((".draft", ".wip")):
        yield DraftSignal(0, file, "draft")
