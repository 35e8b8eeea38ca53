"""The bytes of a document in, its text out: by byte order mark, then charset, then prolog (P9). Never
raises; a byte that cannot be read harms one letter and never the rest. Pure."""

from __future__ import annotations

import codecs
import re

_MARKS = {  # the longer ones first: UTF-32 begins as UTF-16 does
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_WIDE = (  # how a first character of ASCII looks without a mark (XML 1.0, appendix F)
    (re.compile(rb"\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0[^\0]"), "utf-16-be"),
    (re.compile(rb"[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_PROLOG_SAYS = re.compile(
    rb"^\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"'>]+)[\"']", re.IGNORECASE
)
_PROLOG = re.compile(r"^\s*<\?xml\b[^>]*\?>\s*")
_WESTERN = "cp1252"
# What a name means on the web, where it stands for more than its standard (WHATWG Encoding 4.2).
_MEANS = {
    "iso8859-1": _WESTERN,
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_SEVEN_BITS = ("iso2022", "hz", "utf-7", "punycode")
"""In these a letter beyond ASCII is written in ASCII, so that the bytes themselves say nothing."""
_ASCII = bytes(range(0x20, 0x7F))


def decode_document(body: bytes, content_type: str | None) -> str:
    """The whole text, without byte order mark and XML prolog.

    Args:
        content_type: of the reply; its charset comes before the prolog's encoding. Neither is believed
            where the bytes say that they are UTF-8.
    """
    return _PROLOG.sub("", _decoded(body, content_type).removeprefix("\ufeff"))


def _decoded(body: bytes, content_type: str | None) -> str:
    for mark, encoding in _MARKS.items():
        if body.startswith(mark):
            return _in(encoding, body[len(mark) :])
    for begins, encoding in _WIDE:
        if begins.match(body):
            return body.decode(encoding, "replace")
    said = _said(body, content_type)
    if said and said[0].startswith(_SEVEN_BITS):
        return body.decode(said[0], "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        is_json = not said and body.lstrip().startswith(b"{")  # UTF-8 always (RFC 8259 8.1)
        return _in("utf-8" if is_json else _probable(body, said), body)


def _in(encoding: str, body: bytes) -> str:
    return body.decode(encoding, _ONE_LETTER if encoding == "utf-8" else "replace")


def _said(body: bytes, content_type: str | None) -> list[str]:
    """The encodings named that there are, charset before prolog, and that the bytes can be in, for they are
    not wide. Where all is ASCII nothing needs to be said."""
    charset = _CHARSET.search(content_type or "")
    prolog = _PROLOG_SAYS.match(body)
    said: list[str] = []
    for label in (charset and charset[1], prolog and prolog[1].decode("ascii", "replace")):
        try:
            name = codecs.lookup(label.strip()).name if label else "ascii"
            is_possible = name.startswith(_SEVEN_BITS) or (
                name != "ascii" and "escape" not in name and _ASCII.decode(name) == _ASCII.decode()
            )
            said += [_MEANS.get(name, name)] if is_possible else []
        except (LookupError, ValueError, TypeError):
            continue
    return said


def _probable(body: bytes, said: list[str]) -> str:
    """The encoding of bytes that are not UTF-8 throughout: UTF-8 with damaged bytes in it where more
    letters are whole than damaged, else what is said, else windows-1252."""
    read = body.decode("utf-8", "replace")
    damaged = read.count("\ufffd")
    whole = sum(map(len, _BEYOND_ASCII.findall(read))) - damaged
    others = [one for one in said if one != "utf-8"] or [_WESTERN]
    if said[:1] == others[:1]:
        return "utf-8" if whole > damaged else others[0]
    return others[0] if damaged > 10 * whole else "utf-8"


_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")


# --- what is no UTF-8 ---------------------------------------------------------------------------

_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def _one_letter(error: UnicodeError) -> tuple[str, int]:
    """The letter for bytes that are not UTF-8, and where to read on: what old databases make of an emoji,
    one byte of windows-1252 that was pasted in, or the sign for a letter that is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    body, start, end = bytes(error.object), error.start, error.end
    if pair := _PAIR.match(body, start):
        letter = pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
        return letter.decode("utf-16"), pair.end()
    if lone := _SURROGATE.match(body, start):
        return "\ufffd", lone.end()
    if end - start == 1 and body[start] < 0xFE:
        return body[start:end].decode(_WESTERN, "replace"), end
    return "\ufffd", end


_ONE_LETTER = "partner_blogs.one_letter"
codecs.register_error(_ONE_LETTER, _one_letter)
