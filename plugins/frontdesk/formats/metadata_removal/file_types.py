"""The first bytes of a file in, its type out, regardless of its name. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from frontdesk.core.errors import FrontDeskError

FileType = Literal[
    "jpeg",
    "png",
    "gif",
    "webp",
    "avif",
    "ico",
    "svg",
    "mp4",
    "matroska",
    "avi",
    "mp3",
    "aac",
    "flac",
    "ogg",
    "wav",
    "aiff",
    "pdf",
    "text",
]
"""The types whose metadata is removed. Files of other types are published unchanged."""

HEAD_BYTES = 4096
"""The type of a file shows in its first bytes; so many are needed."""

PIXEL_IMAGES: frozenset[FileType] = frozenset({"jpeg", "png", "gif", "webp", "avif"})
"""Images that Pillow can decode completely, which shows whether they are damaged."""

Cleaner = Callable[[bytes], bytes]
"""The bytes of a file → the bytes to publish."""
DAMAGED = "is cut short or damaged; save it again"

_SAVE_AS_MP4 = "save it as MP4"
_SAVE_AS_JPEG = "save it as JPEG"
_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"ID3", "mp3"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"II*\x00", f"is a TIFF or raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"MM\x00*", f"is a TIFF or raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"II+\x00", f"is a TIFF photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"MM\x00+", f"is a TIFF photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"IIU\x00", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"IIRO", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"IIRS", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"MMOR", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"\x00MRM", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"FOVb", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"FUJIFILMCCD-RAW", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"HEAPCCDR", f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}"),
    (b"8BPS", "is a Photoshop document, which browsers do not show; save it as PNG or JPEG"),
    (b"\xff\x0a", f"is a JPEG XL picture, which few browsers show; {_SAVE_AS_JPEG}"),
    (b"\x00\x00\x00\x0cJXL ", f"is a JPEG XL picture, which few browsers show; {_SAVE_AS_JPEG}"),
    (b"\x00\x00\x00\x0cjP  ", f"is a JPEG 2000 picture, which few browsers show; {_SAVE_AS_JPEG}"),
    (b"\xff\x4f\xff\x51", f"is a JPEG 2000 picture, which few browsers show; {_SAVE_AS_JPEG}"),
    (
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        f"is a Windows Media file, which browsers do not play; {_SAVE_AS_MP4}",
    ),
    (b"FLV\x01", f"is a Flash film, which browsers do not play; {_SAVE_AS_MP4}"),
    (
        b"\x00\x00\x01\xba",
        f"is an MPEG film as camcorders save it, which browsers do not play; {_SAVE_AS_MP4}",
    ),
    (b"caff", "is a sound in Apple's CAF, which few browsers play; save it as M4A or MP3"),
    (b".RMF", f"is a RealMedia film, which browsers do not play; {_SAVE_AS_MP4}"),
)
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"mif2", b"msf1", b"miaf", b"jpeg", b"j2ki", b"avci"),
}
_MOVIE_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof"}
_SVG = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:\w+:)?svg[\s>/]",
    re.DOTALL,
)
_MP3_FRAME = {0xFA, 0xFB, 0xF2, 0xF3, 0xE2, 0xE3, 0xFC, 0xFD, 0xF4, 0xF5}
_AAC_FRAME = {0xF0, 0xF1, 0xF8, 0xF9}
BASE64_MARK = b";base64,"


class RefusedFileError(FrontDeskError):
    """A file that cannot be published. The text says why and what to do; it goes behind the file's name."""


def detect_file_type(head: bytes) -> FileType | None:
    """The type of a file, by its first HEAD_BYTES bytes; None if it is published unchanged.

    Raises:
        RefusedFileError: it is of a type that is not published, such as a HEIC photograph.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, why in _REFUSED:
        if head.startswith(magic):
            raise RefusedFileError(why)
    if head[:4] in {b"RIFF", b"RF64", b"BW64", b"RIFX"}:
        return _riff(head)
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "aiff"
    box = int.from_bytes(head[:4])
    if head[4:8] in _MOVIE_BOXES and (box < 2 or 8 <= box < 1 << 31):
        return _movie(head, box)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if len(head) > 2 and head[0] == 0xFF and head[1] in _MP3_FRAME | _AAC_FRAME:
        return "mp3" if head[1] in _MP3_FRAME else "aac"
    _refuse_transport_stream(head)
    return _text(head)


def _riff(head: bytes) -> FileType | None:
    match head[8:12]:
        case b"WEBP":
            return "webp"
        case b"WAVE":
            return "wav"
        case b"AVI ":
            return "avi"
        case _:
            return None


def _movie(head: bytes, box: int) -> FileType:
    if head[4:8] != b"ftyp":
        return "mp4"  # QuickTime files from before 2001 have no brand
    brands = {
        head[8:12],
        *(head[n : n + 4] for n in range(16, min(box or len(head), HEAD_BYTES), 4)),
    }
    if brands & _AVIF_BRANDS and head[8:12] not in {b"heic", b"heix"}:
        return "avif"
    if head[8:12] == b"crx ":
        raise RefusedFileError(f"is a raw photograph, which browsers do not show; {_SAVE_AS_JPEG}")
    if head[8:12] in _HEIF_BRANDS:
        raise RefusedFileError(
            f"is a HEIC photograph, as telephones save it, which few browsers show; {_SAVE_AS_JPEG}"
        )
    return "mp4"


def _refuse_transport_stream(head: bytes) -> None:
    """Refuses MPEG-TS and M2TS, which have a sync byte in each packet of 188 or 192 bytes."""
    for start, step in ((0, 188), (4, 192)):
        marks = head[start::step][:5]
        if len(marks) == 5 and set(marks) == {0x47}:
            raise RefusedFileError(
                f"is a film as camcorders save it (MTS), which browsers do not play; {_SAVE_AS_MP4}"
            )


def _text(head: bytes) -> FileType | None:
    """SVG, or another text, which may have images embedded as base64."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "ignore")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore")
    if text.lstrip().startswith(("<x:xmpmeta", "<?xpacket")):
        raise RefusedFileError(
            "tells where and when a photograph was taken (XMP); take it out of this folder"
        )
    if _SVG.match(text):
        return "svg"
    if head.startswith(b"\x1f\x8b"):
        return None
    return "text" if text and b"\x00" not in head else None
