"""The bytes of a file in, its text out, with what is wrong with how it was saved. Pure."""

from __future__ import annotations

import codecs

from frontdesk.core.text import INVISIBLE_IN_SOURCE

from .model import LineProblem


def decode_text(data: bytes) -> tuple[str, list[LineProblem]]:
    """The text of a file with `\\n` for line ends, and what is wrong with how it was saved. A file that
    is not UTF-8 is decoded as far as possible, because its header may say that it is a draft."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in data[:4]:
        message = "this file is saved as UTF-16; save it with the encoding UTF-8"
        return _with_our_lines(data.decode("utf-16", "replace")), [LineProblem(1, message, "error")]
    problems = []
    if data.startswith(codecs.BOM_UTF8):
        message = "an invisible mark (BOM) begins this file; save it as UTF-8 without BOM"
        problems.append(LineProblem(1, message, "info"))
        data = data[len(codecs.BOM_UTF8) :]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this line is not UTF-8; save the file with the encoding UTF-8"
        found = LineProblem(line, message, "error")
        return _with_our_lines(data.decode("utf-8", "replace")), [*problems, found]
    text = _with_our_lines(text)
    for match in INVISIBLE_IN_SOURCE.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        problems.append(
            LineProblem(
                text.count("\n", 0, match.start()) + 1,
                f"an invisible character (U+{ord(match[0]):04X}) stands at column "
                f"{match.start() - begin + 1}; delete it, and retype the letters beside it",
            )
        )
    return text, problems


def _with_our_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_visible_text(data: bytes) -> tuple[str, list[LineProblem]]:
    """The same, without invisible characters."""
    text, problems = decode_text(data)
    return INVISIBLE_IN_SOURCE.sub("", text), problems
