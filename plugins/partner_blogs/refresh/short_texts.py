"""The title of an entry, a name or a tag in, its words on one line out. Pure.

Such short texts may hold markup, or speak of it. An element that is opened and closed is markup; a tag that
stands alone in the words is one of the words, and never swallows those behind it (E5).
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5

from frontdesk.formats.sanitizer import html_to_text

_LONGEST = 5_000
_TOKEN = re.compile(
    r"<!--.*?-->|"
    r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)"
    r"(?:\s(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)?/?>|"
    r"&(?:#[0-9]+;|#[xX][0-9a-fA-F]+;|(?P<entity>[A-Za-z][A-Za-z0-9]*;)|)|<",
    re.DOTALL,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
# Elements without an end, or whose end HTML lets one leave out.
_ALONE = {
    "area", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "param", "source",
    "track", "wbr",
}  # fmt: skip
# A title that begins with one of these and lacks its end was cut, or is untidy.
_STYLE = {
    "a",
    "b",
    "big",
    "div",
    "em",
    "font",
    "i",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
_MAIL = re.compile(r"<[^<>\s]*(?:@|://)[^<>\s]*>")


def title_text(markup: str) -> str:
    """The words of a text that counts as HTML."""
    short = markup[:_LONGEST]
    return html_to_text(_words_kept(short) if "<" in short or "&" in short else short)


def name_text(text: str) -> str:
    """The words of a name or tag, which counts as plain text but is often written as HTML; without a mail
    address or page in angle brackets behind it."""
    short = text[:_LONGEST]
    return title_text(_MAIL.sub(" ", short) if "<" in short else short)


def _words_kept(markup: str) -> str:
    """The same HTML, with each `<` and `&` escaped that is none of its markup."""
    markup = _CDATA.sub(r"\1", markup)
    tokens = list(_TOKEN.finditer(markup))
    tags = [token for token in tokens if token["name"]]
    kept = _markup_among(tags, markup)

    def written(token: re.Match[str]) -> str:
        if token["name"]:
            return kept.get(token.start(), escape(token[0], quote=False))
        if token[0] == "<" or token[0] == "&" or (token["entity"] or "lt;") not in html5:
            return escape(token[0], quote=False)
        return token[0]

    return _TOKEN.sub(written, markup)


def _markup_among(tags: list[re.Match[str]], text: str) -> dict[int, str]:
    """Where a tag begins that is markup → what is to stand there."""
    kept: dict[int, str] = {}
    waiting: list[re.Match[str]] = []
    for tag in tags:
        name = tag["name"].lower()
        opened = next((one for one in reversed(waiting) if one["name"].lower() == name), None)
        if name in _ALONE:
            kept[tag.start()] = tag[0]
        elif not tag["closes"]:
            waiting.append(tag)
        elif opened is not None:
            del waiting[waiting.index(opened) :]
            kept |= _pair(opened, tag, text)
        elif not text[tag.end() :].strip():
            kept[tag.start()] = ""
    for tag in waiting:
        if tag["name"].lower() in _STYLE and not text[: tag.start()].strip():
            kept[tag.start()] = ""
    return kept


def _pair(opens: re.Match[str], closes: re.Match[str], text: str) -> dict[int, str]:
    """A pair is markup. One of <title> is that where it holds the whole text, and else two words of it."""
    if opens["name"].lower() != "title":
        return {opens.start(): opens[0], closes.start(): closes[0]}
    is_whole = not text[: opens.start()].strip() and not text[closes.end() :].strip()
    return {opens.start(): "", closes.start(): ""} if is_whole else {}
