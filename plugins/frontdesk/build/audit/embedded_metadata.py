"""The bytes of a published file in; the place, time, camera and author that it reveals, out (A7).

It uses other libraries and code than the build, which removes this metadata, so that both cannot share a
mistake."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator

import mutagen
import pikepdf
from PIL import ExifTags, Image

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_RAW_FORMATS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"FUJIFILM", b"8BPS")
_HEIC = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"crx "}
_SOUNDS = (b"ID3", b"fLaC", b"OggS", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
_EMBEDDED = re.compile(rb"data:(?:image|audio|video)/[^,]{1,60};base64,([A-Za-z0-9+/=\s]+)")
_DAY = re.compile(rb"\x44\x61(?:\x88|\x40\x08|\x20\x00\x08|\x10\x00\x00\x08|\x01\x00{6}\x08)")
"""DateUTC of Matroska: eight bytes, told in one way or another."""
_FILM_TAGS = {
    b"\xa9xyz": "a place (©xyz)",
    b"\xa9mak": "a camera (©mak)",
    b"\xa9mod": "a camera (©mod)",
    b"\xa9day": "a time (©day)",
    b"com.apple.quicktime.": "words of a telephone",
    b"mebx": "a track of places (mebx)",
    b"gpmd": "a track of places (gpmd)",
    b"camm": "a track of places (camm)",
}
_SOUND_TAGS = (
    "COMM",
    "GEOB",
    "PRIV",
    "TXXX",
    "TDRC",
    "location",
    "comment",
    "date",
    "\xa9cmt",
    "\xa9day",
)
_WAV_CHUNKS = {
    b"bext": "a time (bext)",
    b"iXML": "words of a recorder (iXML)",
    b"IDIT": "a time (IDIT)",
}


def private_metadata(data: bytes) -> Iterator[str]:
    """What a file reveals, such as "a place (GPS)"; nothing for a clean file."""
    if data.startswith(_RAW_FORMATS) or (data[4:8] == b"ftyp" and data[8:12] in _HEIC):
        yield "everything the camera recorded: it is the original photograph"
    elif data.startswith(_PICTURES) or data[4:12] == b"ftypavif":
        yield from _in_picture(data)
    elif data[4:8] in {b"ftyp", b"moov", b"mdat", b"wide"}:
        yield from _in_film(data)
    elif data.startswith(b"\x1a\x45\xdf\xa3"):
        if _DAY.search(data, 0, 4096):
            yield "a time (DateUTC)"
    elif data.startswith(_SOUNDS):
        yield from _in_sound(data)
    elif b"%PDF-" in data[:1024]:
        yield from _in_pdf(data)
    elif b";base64," in data:
        for match in _EMBEDDED.finditer(data):
            try:
                yield from private_metadata(base64.b64decode(match[1]))
            except binascii.Error:
                continue


def _in_picture(data: bytes) -> Iterator[str]:
    if data[:4] == b"RIFF" and data[8:12] != b"WEBP":
        yield from (
            says for name, says in _WAV_CHUNKS.items() if name in data[:4096] + data[-65536:]
        )
        return
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            exif = image.getexif()
            if exif.get_ifd(ExifTags.IFD.GPSInfo):
                yield "a place (GPS)"
            if exif.get(ExifTags.Base.Make) or exif.get(ExifTags.Base.Model):
                yield "a camera (Exif)"
            if exif.get(ExifTags.Base.DateTime) or exif.get_ifd(ExifTags.IFD.Exif):
                yield "a time (Exif)"
            if {"xmp", "XML:com.adobe.xmp", "photoshop"} & set(image.info):
                yield "words of a program (XMP)"
            if image.info.get("comment"):
                yield "a remark"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return  # no browser can show it either


def _in_film(data: bytes) -> Iterator[str]:
    """Only in the boxes of metadata: among the pictures, any four bytes may occur by chance."""
    at = 0
    while at + 16 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        size = int.from_bytes(data[at + 8 : at + 16]) if size == 1 else size or len(data) - at
        name, box = data[at + 4 : at + 8], data[at : at + size]
        if size < 8:
            yield "data that is not part of a film"
            return
        if name in {b"moov", b"meta", b"uuid", b"udta"}:
            yield from (says for word, says in _FILM_TAGS.items() if word in box)
            head = box.find(b"mvhd")
            if name == b"moov" and head >= 0 and any(box[head + 8 : head + 16]):
                yield "a time (mvhd)"
        at += size


def _in_sound(data: bytes) -> Iterator[str]:
    try:
        tags = getattr(mutagen.File(io.BytesIO(data)), "tags", None)
    except mutagen.MutagenError:
        return
    for key in {str(key).partition(":")[0] for key in (tags.keys() if tags else ())}:
        if key in _SOUND_TAGS:
            yield f"a remark, place or time ({key})"


def _in_pdf(data: bytes) -> Iterator[str]:
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            more = sorted({*document.trailer.get("/Info", {}).keys()} - {"/Title"})
            if more:
                yield f"who, when or with what ({', '.join(more)})"
            if "/Metadata" in document.Root:
                yield "words of a program (XMP)"
    except pikepdf.PdfError:
        return
