"""The bytes of a file in, the fields of its header and its body out. Pure.

Headers in TOML and JSON are read by toml_json_front_matter.py.

One grammar for both styles (A1): a header is lines of `Field: value`. It may stand between two lines of
`---`; then it may hold empty lines and lines that begin with `#`, which are for people. Without
them it ends at the first empty line. Values are read the same way in both: as they stand, so that
a colon or a `#` in a title does no harm, but for the forms of YAML that authors bring along:

    Title: "a text in quotation marks"      the marks are taken off
    Tags: [one, two]                        a list
    Tags:                                   a list
      - one
      - two
    Summary: >                              a text on the following lines
      one line
    Summary: one line                       a text that goes on
        in an indented line
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from frontdesk.core.suggestions import field_key
from frontdesk.core.text import clean_unescaped

from .decode import decode_visible_text
from .draft_words import ANY_DRAFT_FIELD
from .front_matter_fields import Field
from .model import Header, LineProblem
from .toml_json_front_matter import split_toml_or_json

FENCE = "---"
_FIELD = re.compile(r" {0,3}([A-Za-z][A-Za-z0-9_-]*):(?!//)[ \t]*(.*)")
_FENCED_FIELD = re.compile(
    r" {0,3}[\"']?([A-Za-z_][A-Za-z0-9_-]*)[\"']?[ \t]*:(?!//)(?=[ \t]|$)[ \t]*(.*)"
)
_BEGIN = re.compile(r"---\s*(?:ya?ml)?\s*", re.IGNORECASE)
_END = re.compile(r"(---|\.\.\.)\s*")
_DASH = re.compile(r"\s*-(?:\s+|$)")
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?")
_NOTHING = {"~", "null", "Null", "NULL"}


def split_document(data: bytes) -> tuple[Header, list[LineProblem]]:
    """Decode a file and split it.

    Returns:
        Its header and body, and the problems of its encoding. Those of the header are in the `Header`.
    """
    text, problems = decode_visible_text(data)
    return split_front_matter(text), problems


def split_front_matter(text: str) -> Header:
    """Split a text into header and body.

    Args:
        text: with `\\n` for line ends and without a byte order mark.
    """
    lines = text.split("\n")
    if header := split_toml_or_json(lines):
        return header
    if _BEGIN.fullmatch(lines[0]):
        return _between_fences(lines)
    end = _first_empty(lines)
    if not _FIELD.fullmatch(lines[0]):
        return Header((), text, 1, _fields_out_of_place(lines))
    lost: list[tuple[int, str]] = []
    fields, last, problems = _fields(lines, 0, end, lost, is_fenced=False)
    if last < end:
        problems.append(_not_a_field(last, lines[last]))
    lost += _numbered(lines, last, end)
    return Header(tuple(fields), "\n".join(lines[last:]), last + 1, tuple(problems), tuple(lost))


def _numbered(lines: list[str], start: int, end: int) -> Iterator[tuple[int, str]]:
    return ((n + 1, lines[n]) for n in range(start, end) if lines[n].strip())


def _between_fences(lines: list[str]) -> Header:
    end = next((n for n in range(1, len(lines)) if _END.fullmatch(lines[n])), None)
    problems: list[LineProblem] = []
    if end is None:
        message = (
            "the header that begins here never ends; write '---' in a line below its last field"
        )
        problems.append(LineProblem(1, message, "error"))
        end = _first_empty(lines)
    lost: list[tuple[int, str]] = []
    fields, last, more = _fields(lines, 1, end, lost, is_fenced=True)
    problems += more
    if last < end:
        problems.append(_not_a_field(last, lines[last]))
    lost += _numbered(lines, last, end)
    body = "\n".join(lines[end + 1 :])
    return Header(tuple(fields), body, end + 2, tuple(problems), tuple(lost))


def _first_empty(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if not line.strip()), len(lines))


def _fields_out_of_place(lines: list[str]) -> tuple[LineProblem, ...]:
    """A header that does not begin in the first line, and so would be text."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    is_header = _FIELD.fullmatch(lines[first].lstrip()) or _BEGIN.fullmatch(lines[first])
    following = lines[first + 1 : first + 2]
    if first and is_header and any(_FIELD.fullmatch(line.lstrip()) for line in following):
        message = "the header must begin in the first line; delete what is above it"
        return (LineProblem(1, message, "error"),)
    return ()


def _not_a_field(index: int, line: str) -> LineProblem:
    if ":" in line and re.match(r"[\w-]+ [\w -]*:\s", line):
        typed = line.partition(":")[0]
        message = (
            f"a field's name has no spaces; write '{typed.replace(' ', '_')}:', or put an empty "
            "line above this one if the text begins here"
        )
    else:
        message = (
            "this line is not 'Field: value'; if the text begins here, put an empty line above it"
        )
    return LineProblem(index + 1, message, "error")


def _fields(
    lines: list[str], start: int, end: int, lost: list[tuple[int, str]], *, is_fenced: bool
) -> tuple[list[Field], int, list[LineProblem]]:
    """The fields of lines[start:end], the index of the first line that belongs to none, problems.

    Args:
        lost: gets the lines that go on with a field and look like one that keeps a text back.
    """
    fields: list[Field] = []
    problems: list[LineProblem] = []
    n = start
    while n < end:
        line = lines[n]
        if is_fenced and (not line.strip() or line.startswith("#")):
            n += 1
            continue
        match = _FIELD.fullmatch(line) or (is_fenced and _FENCED_FIELD.fullmatch(line))
        if not match:
            break
        first = n
        more: list[str] = []
        n += 1
        while n < end and _goes_on(lines[n], match[2], more, is_fenced=is_fenced):
            if lines[n].startswith("\t"):
                problems.append(LineProblem(n + 1, "a Tab begins this line; use four spaces"))
            inner = _FIELD.fullmatch(lines[n].strip())
            if (
                inner
                and field_key(inner[1]) in ANY_DRAFT_FIELD
                and not _is_open(match[2].strip(), more)
            ):
                lost.append((n + 1, lines[n]))
            more.append(lines[n])
            n += 1
        if line.startswith(" "):
            message = f"spaces stand before '{match[1]}'; begin the field at the left margin"
            problems.append(LineProblem(first + 1, message))
        fields.append(_field(match[1], match[2].rstrip(), more, first + 1))
    return fields, n, problems


def _goes_on(line: str, value: str, more: list[str], *, is_fenced: bool) -> bool:
    """Whether a line belongs to the field above it."""
    if is_fenced and not line.strip():
        return True
    if not value.strip() and (not more or _DASH.match(more[0])) and _DASH.match(line):
        return True
    if not line.startswith((" ", "\t")):
        return False
    is_deep = line.startswith(("    ", "\t"))
    return is_deep or not _FIELD.fullmatch(line) or _is_open(value.strip(), more)


def _is_open(value: str, more: list[str]) -> bool:
    """Whether a value of YAML has begun that only its own end ends."""
    if _BLOCK.fullmatch(value):
        return True
    whole = " ".join((value, *more)).rstrip()
    ends = {"[": "]", '"': '"', "'": "'"}.get(value[:1])
    return ends is not None and (len(whole) == 1 or not whole.endswith(ends))


def _field(typed: str, value: str, more: list[str], line: int) -> Field:
    name = typed.lower().replace("-", "_")
    more = [stripped for m in more if (stripped := m.strip())]
    if not value and more and _DASH.match(more[0]):
        items = tuple(filter(None, map(_plain, _dashed(more))))
        return Field(name, typed, "", line, items, is_dashed=True)
    if _BLOCK.fullmatch(value):
        return Field(name, typed, " ".join(more), line)
    whole = " ".join(filter(None, (value, *more)))
    return Field(name, typed, _plain(whole), line, _listed(whole))


def _dashed(lines: list[str]) -> list[str]:
    """The item after each dash, with the lines that continue it."""
    items: list[str] = []
    for line in lines:
        if _DASH.match(line):
            items.append(_DASH.sub("", line, count=1))
        else:
            items[-1] += f" {line}"
    return items


# --- values -------------------------------------------------------------------------------------

_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ITEM = re.compile(rf"\s*({_SINGLE.pattern}|{_DOUBLE.pattern}|[^\s,\[\]\"'][^,\[\]]*)\s*(?:,|$)")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def _plain(text: str) -> str:
    """A value without the quotation marks around it; nothing for YAML's words for nothing."""
    text = text.strip()
    if single := _SINGLE.fullmatch(text):
        return single[1].replace("''", "'")
    if double := _DOUBLE.fullmatch(text):
        return clean_unescaped(_ESCAPE.sub(_unescaped, double[1]))
    return "" if text in _NOTHING else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else match[0]
    return _ESCAPED.get(code, code)


def _listed(text: str) -> tuple[str, ...] | None:
    """The values of [a, "b, c"]; None for what is no such list."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    inner, position, items = text[1:-1].rstrip(), 0, []
    while position < len(inner):
        match = _ITEM.match(inner, position)
        if not match:
            return None
        items.append(_plain(match[1]))
        position = match.end()
    return tuple(filter(None, items))
