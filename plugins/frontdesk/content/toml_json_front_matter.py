"""A header in TOML or JSON in, the same fields as from our own headers out. Pure (A1, A14).

    +++                     {                       ;;;
    title = "One"             "title": "One",       "title": "One",
    draft = true              "draft": true         "draft": true
    +++                     }                       ;;;

A header that cannot be parsed is an error with its line; none of its fields is guessed.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from frontdesk.core.text import clean_unescaped

from .front_matter_fields import Field
from .model import Header, LineProblem

_TOML = re.compile(r"(\+\+\+|---\s*toml)\s*", re.IGNORECASE)
_JSON_FENCE = re.compile(r"(;;;|---\s*json)\s*", re.IGNORECASE)
_OTHER = re.compile(r"---\s*([A-Za-z]\w*)\s*")
_YAML = re.compile(r"ya?ml", re.IGNORECASE)
_PLAIN_TABLES = {"taxonomies", "params"}
"""Tables of Hugo and Zola whose keys mean the same as outside them."""


def split_toml_or_json(lines: list[str]) -> Header | None:
    """Split a text whose header is in TOML, JSON or a language that is not read; None for other texts."""
    first = lines[0]
    if _TOML.fullmatch(first):
        return _fenced(lines, "TOML", "+++" if first.startswith("+") else "---")
    if fence := _JSON_FENCE.fullmatch(first):
        return _fenced(lines, "JSON", fence[1][:3])
    if _begins_json(lines):
        return _braced(lines)
    if first.lstrip().startswith('"') and (end := _line_of(";;;", lines, 1)) is not None:
        return _read(lines, 0, end, "JSON")
    other = _OTHER.fullmatch(first)
    if other and not _YAML.fullmatch(other[1]) and (end := _line_of("---", lines, 1)) is not None:
        message = (
            f"a header in {other[1]} cannot be read, so its fields are unknown; write it as "
            "'Field: value' between two lines of '---'"
        )
        return _refused(lines, 1, end, LineProblem(1, message, "error"))
    return None


def _line_of(fence: str, lines: list[str], start: int) -> int | None:
    return next((n for n in range(start, len(lines)) if lines[n].strip() == fence), None)


def _fenced(lines: list[str], language: str, fence: str) -> Header:
    end = _line_of(fence, lines, 1)
    if end is None:
        message = f"the header that begins here never ends; write '{fence}' below its last line"
        return _refused(lines, 1, _first_empty(lines), LineProblem(1, message, "error"))
    return _read(lines, 1, end, language)


def _first_empty(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if not line.strip()), len(lines))


def _begins_json(lines: list[str]) -> bool:
    """A text may begin with a brace too."""
    head = " ".join(line.strip() for line in lines[:4])
    return re.match(r"\{\s*(\"[^\"]*\"|[A-Za-z]\w*)\s*:(?!:)", head) is not None or head == "{ }"


def _braced(lines: list[str]) -> Header:
    text = "\n".join(lines)
    begin = text.index("{")
    try:
        value, end = json.JSONDecoder().raw_decode(text, begin)
        fields = _fields(value, lines[: text.count("\n", 0, end) + 1], 0)
    except json.JSONDecodeError as wrong:
        last = next(
            (n for n, line in enumerate(lines) if line.rstrip() == "}"), _first_empty(lines)
        )
        found = _not_readable("JSON", wrong.lineno, wrong.msg)
        return _refused(lines, 0, last, found)
    except (ValueError, RecursionError):
        return _refused(lines, 0, _first_empty(lines), _not_readable("JSON", 1, _TANGLED))
    rest = text[end:]
    beyond = re.match(r"[ \t]*(?:;;;)?[ \t]*\n?", rest)
    body = rest[beyond.end() :] if beyond else rest
    return Header(fields, body, text.count("\n", 0, len(text) - len(body)) + 1)


def _read(lines: list[str], start: int, end: int, language: str) -> Header:
    text = "\n".join(lines[start:end])
    try:
        found = tomllib.loads(text) if language == "TOML" else _json(text)
        fields = _fields(found, lines[start:end], start)
    except tomllib.TOMLDecodeError as wrong:
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(wrong))
        line = int(at[1]) + start if at and at[1] else end
        reason = str(wrong)[: at.start()] if at else str(wrong)
        return _refused(lines, start, end, _not_readable(language, line, reason))
    except json.JSONDecodeError as wrong:
        return _refused(lines, start, end, _not_readable(language, wrong.lineno + start, wrong.msg))
    except (ValueError, RecursionError):
        return _refused(lines, start, end, _not_readable(language, start, _TANGLED))
    return Header(fields, "\n".join(lines[end + 1 :]), end + 2)


def _json(text: str) -> dict[str, Any]:
    """Hexo leaves the braces out."""
    is_whole = text.lstrip().startswith("{")
    found = json.loads(text if is_whole else f"{{{text.rstrip().rstrip(',')}}}")
    if not isinstance(found, dict):
        raise json.JSONDecodeError("this is no object", text, 0)
    return found


_TANGLED = "it is too deep, or a number in it too long"


def _not_readable(language: str, line: int, reason: str) -> LineProblem:
    message = (
        f"this header in {language} cannot be read ({reason[:1].lower()}{reason[1:]}); correct this line, "
        "or write the header as 'Field: value'"
    )
    return LineProblem(line, message, "error")


def _refused(lines: list[str], start: int, end: int, found: LineProblem) -> Header:
    """A header with an error. Its lines are kept, because they may say that the text is a draft."""
    lost = tuple((n + 1, lines[n]) for n in range(start, min(end, len(lines))) if lines[n].strip())
    return Header((), "\n".join(lines[end + 1 :]), end + 2, (found,), lost)


# --- fields -------------------------------------------------------------------------------------


def _fields(found: Mapping[str, Any], lines: list[str], above: int) -> tuple[Field, ...]:
    used: set[int] = set()
    fields = []
    for path, value in _leaves(found, ()):
        line = _where(path[-1], lines, used)
        used.add(line)
        names = path[1:] if len(path) > 1 and path[0] in _PLAIN_TABLES else path
        typed = ".".join(names)
        name = typed.lower().replace("-", "_")
        if isinstance(value, list):
            items = tuple(filter(None, map(_said, value)))
            fields.append(Field(name, typed, ", ".join(items), line + above + 1, items))
        else:
            fields.append(Field(name, typed, _said(value), line + above + 1))
    return tuple(sorted(fields, key=lambda field: field.line))


def _leaves(found: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _leaves(value, (*path, clean_unescaped(key)))
    elif isinstance(found, list) and any(isinstance(one, dict) for one in found):
        for one in found:
            yield from _leaves(one, path)
    elif path:
        yield path, found


def _where(key: str, lines: list[str], used: set[int]) -> int:
    """The line of a key, counted from 0 within the header."""
    is_here = re.compile(rf"(?:.*[\s{{,\"'.])?{re.escape(key)}[\"']?\s*[=:]")
    matches = [n for n, line in enumerate(lines) if is_here.match(line)]
    return next((n for n in matches if n not in used), matches[0] if matches else 0)


def _said(value: Any) -> str:
    """A value as it would be typed in a header of ours."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return value.isoformat()
    return " ".join(clean_unescaped(str(value)).split())
