"""The bytes of a file in, its header and body out, and what is wrong with how it was saved. Pure."""

from __future__ import annotations

import codecs

from .front_matter import read_header
from .invisible import INVISIBLE
from .model import Found, Header


def text_of(data: bytes) -> tuple[str, list[Found]]:
    """The text of a file with `\\n` for line ends, and what is wrong with how it was saved. Of a text that
    is not UTF-8, whatever can be read: its header may say that it is a draft."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in data[:4]:
        message = "this file is saved as UTF-16; save it with the encoding UTF-8"
        return _with_our_lines(data.decode("utf-16", "replace")), [Found(1, message, "error")]
    problems = []
    if data.startswith(codecs.BOM_UTF8):
        message = "an invisible mark (BOM) begins this file; save it as UTF-8 without BOM"
        problems.append(Found(1, message, "info"))
        data = data[len(codecs.BOM_UTF8) :]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this line is not UTF-8; save the file with the encoding UTF-8"
        found = Found(line, message, "error")
        return _with_our_lines(data.decode("utf-8", "replace")), [*problems, found]
    text = _with_our_lines(text)
    for match in INVISIBLE.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        problems.append(
            Found(
                text.count("\n", 0, match.start()) + 1,
                f"an invisible character (U+{ord(match[0]):04X}) stands at column "
                f"{match.start() - begin + 1}; delete it, and retype the letters beside it",
            )
        )
    return text, problems


def _with_our_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def visible_text_of(data: bytes) -> tuple[str, list[Found]]:
    """The same without the characters that nobody sees."""
    text, problems = text_of(data)
    return INVISIBLE.sub("", text), problems


def taken_apart(data: bytes) -> tuple[Header, list[Found]]:
    """The file's header and body."""
    text, problems = visible_text_of(data)
    return read_header(text), problems
