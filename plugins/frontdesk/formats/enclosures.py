"""The HTML of a post in, the audio and video files of ours that it plays or links to out, as feeds enclose
them (RSS 2.0, RFC 4287 4.2.7.2). Pure (F8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from frontdesk.core.html_parser import HTMLParser

from .feed_model import Enclosure

HEAD_BYTES = 256
"""The type of a file shows in its first bytes; so many are needed."""

_BY_NAME = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".mov": "video/quicktime",
}


_MAY_PLAY = re.compile(
    rf"<(?:audio|video)|{'|'.join(map(re.escape, _BY_NAME))}|%(?:2e|[3-7])|&(?:#|period)",
    re.IGNORECASE,
)
"""What is in every text with an enclosure: a player, or the ending of a file's name, in letters or escaped.
Most texts have none, and to parse one takes longer than all else of its entry."""


class FileHead(Struct, frozen=True):
    """The length of a published file in bytes, and its first HEAD_BYTES bytes."""

    length: int
    head: bytes


FileLookup = Callable[[str], FileHead | None]
"""The path of a file below the root of the site → its length and first bytes; None if there is none."""


def find_enclosures(html: str, site: str, measure: FileLookup) -> tuple[Enclosure, ...]:
    """Each file once, in the order of the text. Files of other sites are left out.

    Args:
        html: with absolute addresses.
        site: the site's own address.
    """
    if not may_play(html):
        return ()
    found = _Players()
    found.feed(html)
    found.close()
    kept = {}
    for address, tag in found.addresses:
        if address not in kept and address.startswith(f"{site}/"):
            path = unquote(urlsplit(address).path.removeprefix(urlsplit(site).path).lstrip("/"))
            file = measure(path) if tag != "a" or _by_name(path) else None
            kind = file and _kind(file.head, path, is_audio=tag == "audio")
            if file and kind:
                kept[address] = Enclosure(address, kind, file.length)
    return tuple(kept.values())


def may_play(html: str) -> bool:
    """False for HTML without enclosures, whatever its links lead to; nearly all texts have none."""
    return bool(_MAY_PLAY.search(html))


class _Players(HTMLParser):
    """The addresses that a text plays or links to, each with its element: audio, video or a."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[tuple[str, str]] = []
        self._player: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"audio", "video"}:
            self._player = tag
        self.addresses += self._address(tag, dict(attrs))

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - the library's names
        """<![…]>, which browsers take for a comment; the library raises an error for some."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_endtag(self, tag: str) -> None:
        if tag == self._player:
            self._player = None

    def _address(self, tag: str, values: dict[str, str | None]) -> Iterator[tuple[str, str]]:
        if tag in {"audio", "video", "source"} and self._player and values.get("src"):
            yield values["src"] or "", self._player
        if tag == "a" and values.get("href"):
            yield values["href"] or "", tag


def _by_name(path: str) -> str | None:
    return _BY_NAME.get(PurePosixPath(path).suffix.lower())


def _kind(head: bytes, path: str, *, is_audio: bool) -> str | None:
    """The media type by the first bytes; by the name only if they tell nothing."""
    box = "audio" if is_audio else "video"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return _BRANDS.get(brand, f"{box}/mp4")
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return f"{box}/{'webm' if b'webm' in head else 'x-matroska'}"
    if head[:4] == b"OggS":
        return f"{'video' if b'theora' in head else 'audio'}/ogg"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:2] >= b"\xff\xe0":  # the mark of a frame; its layer tells MP3 from AAC
        return "audio/mpeg" if head[1] & 6 else "audio/aac"
    return {b"fLa": "audio/flac", b"ID3": "audio/mpeg"}.get(head[:3]) or _by_name(path)


_BRANDS = {b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime"}
