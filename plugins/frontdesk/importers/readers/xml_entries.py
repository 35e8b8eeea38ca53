"""The bytes of an XML export in, its entries out, one by one; a damaged one does not end the others. Pure.

Names are not resolved (`app:draft` stays that), because real exports use prefixes that they do not declare.
A doctype is refused, so nothing can be expanded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from html import escape
from xml.parsers import expat

from frontdesk.core.errors import FrontDeskError

from ..model import LeftOut

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_ROOT = re.compile(r"<(?![?!])([A-Za-z_][\w.:-]*)")
_BAD_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_TAIL = 24
"""Characters that are kept back at the end of a piece: a reference may go on in the next."""
_MAX_ENTRY = 64 * 1024 * 1024


class ExportError(FrontDeskError):
    """An export cannot be read at all; the message says why."""


class XmlElement:
    """An element of an export.

    Attributes:
        name: with its prefix, as it stands there.
        parts: texts and elements, in order.
    """

    __slots__ = ("attrs", "name", "parts")

    def __init__(self, name: str, attrs: dict[str, str]) -> None:
        self.name = name
        self.attrs = attrs
        self.parts: list[str | XmlElement] = []

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(one if isinstance(one, str) else one.text for one in self.parts)

    @property
    def children(self) -> list[XmlElement]:
        return [one for one in self.parts if isinstance(one, XmlElement)]

    def all(self, name: str) -> list[XmlElement]:
        """Its children of this name."""
        return [one for one in self.children if one.name == name]

    def get(self, name: str) -> str:
        """The text of its first child of this name, without space around it; empty if there is none."""
        return next((one.text.strip() for one in self.children if one.name == name), "")

    def markup(self) -> str:
        """What is in it, as markup."""
        return "".join(
            escape(one, quote=False)
            if isinstance(one, str)
            else f"<{one.name}{_attributes(one.attrs)}>{one.markup()}</{one.name}>"
            for one in self.parts
        )


def _attributes(attrs: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attrs.items())


class XmlExport:
    """Reads one export.

    Attributes:
        removed: so many control characters were left out.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.removed = 0

    def elements(self) -> Iterator[XmlElement | LeftOut]:
        """The elements below the root, or below the channel of RSS, in order.

        Raises:
            ExportError: this is no XML, or has a doctype.
        """
        texts = self._texts()
        first = next(texts, "")
        root = _ROOT.search(first)
        if root is None:
            raise ExportError("this is no XML")
        entry = "entry" if root[1].rpartition(":")[2] == "feed" else "item"
        opening = "<feed>" if entry == "entry" else "<rss><channel>"
        parser = _Parser()
        unread = ""
        text: str | None = first
        while text is not None:
            unread += text
            try:
                parser.feed(text)
            except expat.ExpatError as error:
                yield from parser.taken()
                unread, found = self._resume(unread[parser.read_characters(unread) :], texts, entry)
                yield found or LeftOut("entry", f"its XML is damaged ({error})", is_fault=True)
                parser = _Parser(opening)
                text, unread = unread, ""
                if text:
                    continue
            else:
                yield from parser.taken()
                done = parser.read_characters(unread)
                unread = unread[done:]
                parser.forget()
            text = next(texts, None)
        if not parser.is_closed():
            yield LeftOut("entry", "the file ends before it does, so it was cut", is_fault=True)

    def _resume(
        self, unread: str, texts: Iterator[str], entry: str
    ) -> tuple[str, XmlElement | None]:
        """What follows a damaged entry, and the entry if it can be repaired."""
        end = f"</{entry}>"
        while end not in unread and len(unread) < _MAX_ENTRY:
            more = next(texts, None)
            if more is None:
                break
            unread += more
        whole, _, rest = unread.partition(end)
        start = re.search(rf"<{entry}[\s>]", whole)
        if not rest and start is None:
            return "", None
        if start is None:
            return rest, None
        parser = _Parser("<feed>")
        try:
            parser.feed(_repaired(whole[start.start() :] + end))
        except expat.ExpatError:
            return rest, None
        found = [one for one in parser.taken() if one.name == entry]
        return rest, found[0] if found else None

    def _texts(self) -> Iterator[str]:
        """The text of the export in pieces, without characters that XML forbids."""
        first = next(self._pieces, b"")
        decode = codecs.getincrementaldecoder(_encoding(first))(errors="replace").decode
        kept = ""
        for data in (first, *[None]) if not first else _chain(first, self._pieces):
            if data is None:
                break
            text = kept + decode(data)
            cut = max(0, len(text) - _TAIL)
            text, kept = text[:cut], text[cut:]
            if text:
                yield self._cleaned(text)
        if kept := self._cleaned(kept + decode(b"", True)):
            yield kept

    def _cleaned(self, text: str) -> str:
        text = text.removeprefix("\ufeff")
        text, count = _CONTROL.subn("", text)
        self.removed += count
        if "&#" not in text:
            return text
        return _REFERENCE.sub(self._reference, text)

    def _reference(self, found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        is_good = code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or (
            0x10000 <= code < 0x110000
        )  # fmt: skip
        self.removed += not is_good
        return found[0] if is_good else ""


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _encoding(first: bytes) -> str:
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    declared = _DECLARED.match(first.removeprefix(b"\xef\xbb\xbf"))
    try:
        named = codecs.lookup(declared[1].decode("ascii", "replace") if declared else "utf-8")
        "".encode(named.name)
    except (LookupError, ValueError):
        return "utf-8"
    # Bytes that XML is never written in, such as base64, cannot be decoded piece by piece.
    is_text = named._is_text_encoding and not named.name.startswith(("utf-16", "utf-32", "utf-7"))
    return named.name if is_text else "utf-8"


def _repaired(entry: str) -> str:
    """An entry whose names of characters, such as &nbsp;, are written out, except in CDATA."""
    parts = re.split(r"(<!\[CDATA\[.*?\]\]>)", entry, flags=re.DOTALL)
    return "".join(
        part if part.startswith("<![CDATA[") else _BAD_ENTITY.sub("&amp;", part) for part in parts
    )


class _Parser:
    """Builds the elements below the root."""

    def __init__(self, opening: str = "") -> None:
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._open: list[XmlElement] = []
        self._depth = 0
        self._root = 1
        self._done: list[XmlElement] = []
        self._ended = 0
        self._forgotten = 0
        self._closed = False
        if opening:
            self.feed(opening)
            self._ended = self._forgotten = len(opening.encode())

    def feed(self, text: str) -> None:
        self._parser.Parse(text.encode("utf-8", "replace"), False)

    def taken(self) -> list[XmlElement]:
        """The elements that are complete, each once."""
        done, self._done = self._done, []
        return done

    def read_characters(self, unread: str) -> int:
        """How many characters of what was not forgotten belong to complete elements."""
        count = max(0, self._ended - self._forgotten)
        return len(unread.encode("utf-8", "replace")[:count].decode("utf-8", "ignore"))

    def forget(self) -> None:
        self._forgotten = max(self._ended, self._forgotten)

    def is_closed(self) -> bool:
        return self._closed

    def _doctype(self, *_: object) -> None:
        raise ExportError("this XML has a doctype, which no export has; it was not read")

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        if self._depth == 0 and name.rpartition(":")[2] in {"rss", "RDF"}:
            self._root = 2
        self._depth += 1
        if self._depth > self._root and self._depth < 400:
            self._open.append(XmlElement(name, attrs))

    def _data(self, text: str) -> None:
        if self._open:
            self._open[-1].parts.append(text)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._closed = True
        if self._depth < self._root or not self._open or self._depth >= 399:
            return
        made = self._open.pop()
        if self._open:
            self._open[-1].parts.append(made)
        else:
            self._done.append(made)
            self._ended = self._parser.CurrentByteIndex + len(f"</{made.name}>".encode())
