"""A JPEG, PNG, WebP, GIF or ICO in, the same pixels without metadata out. Pure (A7).

Only what is needed to show the image is kept. What follows its end goes too: telephones put videos, depth
maps and the uncropped image there.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

from .file_types import DAMAGED, RefusedFileError
from .icc_profiles import strip_icc_profile

_Part = tuple[bytes, bytes]


# --- JPEG: ITU-T T.81 annex B -------------------------------------------------------------------

_ALONE = {0x01, *range(0xD0, 0xD8)}
_ICC = b"ICC_PROFILE\x00"


def jpeg(data: bytes) -> bytes:
    """Raises RefusedFileError if the end is missing."""
    made, profile = bytearray(b"\xff\xd8"), []
    at = 2
    while True:
        mark, at = _marker(data, at)
        if mark == 0xD9:
            return bytes(made + b"\xff\xd9")
        if mark in _ALONE:
            continue
        end = at + int.from_bytes(data[at : at + 2])
        if end > len(data) or end < at + 2:
            raise RefusedFileError(DAMAGED)
        content, at = data[at + 2 : end], end
        if mark == 0xE2 and content.startswith(_ICC):
            profile.append(content)
        elif (kept := _kept_of_jpeg(mark, content)) is not None:
            if mark in {0xDA, *range(0xC0, 0xC4)}:
                made += _profile_of_jpeg(profile)
                profile = []
            made += struct.pack(">BBH", 0xFF, mark, len(kept) + 2) + kept
        if mark == 0xDA:
            end = _end_of_scan(data, at)
            made += data[at:end]
            at = end


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker, and the offset of its end."""
    at = data.find(b"\xff", at)
    while 0 <= at < len(data) - 1:
        if data[at + 1] not in {0x00, 0xFF}:
            return data[at + 1], at + 2
        at += 1
        at = data.find(b"\xff", at)
    raise RefusedFileError(DAMAGED)


def _kept_of_jpeg(mark: int, content: bytes) -> bytes | None:
    if mark == 0xE0:  # JFIF, without its thumbnail
        return content[:12] + b"\x00\x00" if content.startswith(b"JFIF\x00") else None
    if mark == 0xEE:  # Adobe's colour transform
        return content[:12] if content.startswith(b"Adobe") else None
    return None if 0xE1 <= mark <= 0xEF or 0xF0 <= mark <= 0xFE else content


def _profile_of_jpeg(parts: list[bytes]) -> bytes:
    """The ICC profile, which may be split into numbered parts."""
    parts = sorted(parts, key=lambda part: part[12:13])
    whole = strip_icc_profile(b"".join(part[14:] for part in parts))
    made = b""
    for part in parts:
        length = len(part) - 14
        made += struct.pack(">BBH", 0xFF, 0xE2, len(part) + 2) + part[:14] + whole[:length]
        whole = whole[length:]
    return made


def _end_of_scan(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0 and at < len(data) - 1:
        if data[at + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    raise RefusedFileError(DAMAGED)


# --- PNG ----------------------------------------------------------------------------------------

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"bKGD"),
    *(b"pHYs", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"),
}


def png(data: bytes) -> bytes:
    made = bytearray(_PNG)
    at = len(_PNG)
    while at + 12 <= len(data):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        whole = data[at : at + 12 + size]
        if len(whole) < 12 + size:
            break
        if name in _PNG_KEPT:
            made += whole
        elif name == b"iCCP":
            made += _profile_of_png(whole[8:-4])
        if name == b"IEND":
            return bytes(made)
        at += 12 + size
    raise RefusedFileError(DAMAGED)


def _profile_of_png(content: bytes) -> bytes:
    _, _, packed = content.partition(b"\x00")
    try:
        profile = zlib.decompressobj().decompress(packed[1:], 1 << 24)
    except zlib.error:
        return b""
    content = b"iCCP" + b"icc\x00\x00" + zlib.compress(strip_icc_profile(profile), 9)
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))


# --- WebP ---------------------------------------------------------------------------------------

_OF_A_FRAME = {b"ALPH", b"VP8 ", b"VP8L"}
_WEBP_KEPT = {b"VP8X", b"ICCP", b"ANIM", b"ANMF", *_OF_A_FRAME}
_METADATA_FLAGS = 0x08 | 0x04
"""The flags for EXIF and XMP."""


def webp(data: bytes) -> bytes:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) + 1:
        raise RefusedFileError(DAMAGED)
    made = bytearray()
    for name, content in _chunks(data[12:end]):
        if name not in _WEBP_KEPT:
            continue
        kept = content
        if name == b"VP8X":
            kept = bytes([content[0] & ~_METADATA_FLAGS]) + content[1:]
        elif name == b"ICCP":
            kept = strip_icc_profile(content)
        elif name == b"ANMF":
            inner = [part for part in _chunks(content[16:]) if part[0] in _OF_A_FRAME]
            kept = content[:16] + b"".join(map(_chunk, inner))
        made += _chunk((name, kept))
    return b"RIFF" + struct.pack("<I", len(made) + 4) + b"WEBP" + made


def _chunks(data: bytes) -> Iterator[_Part]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        content = data[at + 8 : at + 8 + size]
        if len(content) < size:
            raise RefusedFileError(DAMAGED)
        yield data[at : at + 4], content
        at += 8 + size + size % 2


def _chunk(part: _Part) -> bytes:
    name, content = part
    return name + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)


# --- GIF ----------------------------------------------------------------------------------------

_REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def gif(data: bytes) -> bytes:
    at = 13 + _table(data[10:11])
    made = bytearray(data[:at])
    while at < len(data):
        if data[at] == 0x3B:
            return bytes(made + b"\x3b")
        start = at
        if data[at] == 0x2C:
            at = _sub_blocks(data, at + 10 + _table(data[at + 9 : at + 10]) + 1)
            made += data[start:at]
        elif data[at] == 0x21:
            at = _sub_blocks(data, at + 2)
            is_repeat = data[start + 1] == 0xFF and data[start + 3 : start + 14] in _REPEATS
            if data[start + 1] == 0xF9:
                made += data[start:at]
            elif is_repeat:
                made += data[start : start + 14] + data[start + 14 : start + 18] + b"\x00"
        else:
            break
    raise RefusedFileError(DAMAGED)


def _table(flags: bytes) -> int:
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _sub_blocks(data: bytes, at: int) -> int:
    while at < len(data):
        if data[at] == 0:
            return at + 1
        at += data[at] + 1
    raise RefusedFileError(DAMAGED)


# --- ICO: images of several sizes, each a PNG or a bitmap ---------------------------------------


def ico(data: bytes, clean: Callable[[bytes], bytes]) -> bytes:
    """A file that only looks like an ICO stays as it is."""
    count = int.from_bytes(data[4:6], "little")
    entries, bodies = bytearray(), bytearray()
    for n in range(count):
        entry = data[6 + 16 * n : 22 + 16 * n]
        size, at = struct.unpack("<II", entry[8:16]) if len(entry) == 16 else (0, 0)
        body = data[at : at + size]
        if not size or len(body) < size:
            if _PNG in data:
                raise RefusedFileError(DAMAGED)
            return data
        body = clean(body) if body.startswith(_PNG) else body
        entries += entry[:8] + struct.pack("<II", len(body), 6 + 16 * count + len(bodies))
        bodies += body
    return data[:6] + bytes(entries + bodies) if count else data
