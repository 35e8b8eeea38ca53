"""Words in, Markdown that gives just these words out, with no more escapes than it needs. Pure."""

from __future__ import annotations

import re

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"`\[\]|\\]+|[\w.+-]+@[\w-]+\.[\w.-]+")
_SHORTCODE = re.compile(r"\[(/[\w-]+|[\w-]+\s+[^\[\]]*=[^\[\]]*)\]")
_LIKE_A_LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\](?=\s?[(\[:])|\[(\^[^\[\]]*|[ xX]|TOC)\]")


def escaped_words(text: str) -> str:
    """Words as Markdown that gives these words."""
    if not _SPECIAL_SIGN.search(text):
        return text
    parts, last = [], 0
    for found in _URL.finditer(text):
        parts += [_escaped_part(text[last : found.start()]), _escaped_url(found[0])]
        last = found.end()
    return "".join([*parts, _escaped_part(text[last:])])


_SPECIAL_SIGN = re.compile(r"[\\`*_\[\]<&~{}!|]|\x02|\x03")


def _escaped_url(address: str) -> str:
    return re.sub(r"&(?=#?\w+;)", "&amp;", address.replace("*", r"\*"))


def _escaped_part(text: str) -> str:
    text = re.sub(r"\\(?=[\\`*_{}\[\]()>#+.!|~\n-]|$)", r"\\\\", text)
    text = text.replace("`", r"\`")
    text = re.sub(r"(?<!\s)\*|\*(?!\s)|^\*|\*$", r"\*", text)
    text = re.sub(
        r"(?<![A-Za-z0-9\s])_|_(?![A-Za-z0-9\s])|(?<=\s)_(?!\s)|(?<=\S)_(?=\s)|^_|_$", r"\_", text
    )
    text = _SHORTCODE.sub(r"\\[\1\\]", text)
    text = _LIKE_A_LINK.sub(lambda m: rf"\[{m[1] if m[1] is not None else m[2]}\]", text)
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    text = text.replace("~~", "&#126;&#126;").replace("![", r"\![")
    text = re.sub(r"\{(?=[:#.\s])", "&#123;", text)
    return text.replace("\x02", "").replace("\x03", "")


_LINE_STARTS = (
    (re.compile(r"^(#{1,6})(?=\s|$)"), r"\\\1"),
    (re.compile(r"^([-+*])(?=\s|$)"), r"\\\1"),
    (re.compile(r"^(\d{1,9})([.)])(?=\s|$)"), r"\1\\\2"),
    (re.compile(r"^>"), r"\\>"),
    (re.compile(r"^=(?==*\s*$)"), "&#61;"),
    (re.compile(r"^-(?=-+\s*$)"), r"\\-"),
    (re.compile(r"^(?=(?:- ?){3,}$)-"), r"\\-"),
    (re.compile(r"^~(?=~~)"), "&#126;"),
    (re.compile(r"^:(?=\s)"), "&#58;"),
    (re.compile(r"^\|"), r"\\|"),
)


def safe_lines(text: str) -> str:
    """The lines of a paragraph, in which no line begins something else."""
    made = []
    for line in text.strip().split("\n"):
        kept = line.lstrip(" ")
        for pattern, written in _LINE_STARTS:
            kept, count = pattern.subn(written, kept)
            if count:
                break
        made.append(kept)
    return "\n".join(made).rstrip()
