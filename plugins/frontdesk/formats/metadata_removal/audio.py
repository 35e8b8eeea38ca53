"""An MP3, AAC, FLAC or Ogg in, the same audio with only title, artist, album, number, genre, language,
chapters and a clean cover out (A7). The only user of Mutagen. Pure."""

from __future__ import annotations

import base64
import contextlib
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from mutagen import MutagenError
from mutagen.flac import Picture, VCFLACDict
from mutagen.id3 import APIC, CHAP, CTOC, ID3, ID3NoHeaderError
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggtheora import OggTheora
from mutagen.oggvorbis import OggVorbis

from .file_types import DAMAGED, Cleaner, RefusedFileError

_FRAMES = (
    "TIT2",
    "TIT3",
    "TPE1",
    "TPE2",
    "TALB",
    "TRCK",
    "TPOS",
    "TCON",
    "TLAN",
    "TSOT",
    "APIC",
    "CHAP",
    "CTOC",
)
_OF_A_CHAPTER = ("TIT2", "TIT3", "APIC", "WXXX")
_FIELDS = {
    *("title", "artist", "album", "albumartist", "tracknumber", "tracktotal", "totaltracks"),
    *("discnumber", "disctotal", "totaldiscs", "genre", "language"),
}
_CHAPTER = re.compile(r"chapter\d+(name|url)?")


# --- ID3, before MP3 and AAC ----------------------------------------------------------------------


def mp3_or_aac(data: bytes, clean: Cleaner) -> bytes:
    """One ID3 tag replaces all tags before and after the audio."""
    kept = ID3()
    version = 4
    try:
        found = ID3(io.BytesIO(data), load_v1=False)
        version = 3 if found.version[:2] < (2, 4) else 4
        for frame in _frames(found, _FRAMES, clean):
            kept.add(frame)
    except ID3NoHeaderError:
        pass
    except MutagenError:
        raise RefusedFileError(DAMAGED) from None
    sound = _without_tags(data)
    if sound[:4] == b"fLaC":
        return flac(sound, clean)
    if len(sound) < 4:
        raise RefusedFileError(DAMAGED)
    return _written(kept, version) + sound


def _frames(found: Any, names: Iterable[str], clean: Cleaner) -> Iterator[Any]:
    for name in names:
        for frame in found.getall(name):
            if isinstance(frame, APIC):
                with contextlib.suppress(RefusedFileError):
                    yield APIC(
                        encoding=0,
                        mime=frame.mime,
                        type=frame.type,
                        desc="",
                        data=clean(frame.data),
                    )
            elif isinstance(frame, CHAP | CTOC):
                inner = list(_frames(frame.sub_frames, _OF_A_CHAPTER, clean))
                frame.sub_frames.clear()
                for one in inner:
                    frame.sub_frames.add(one)
                yield frame
            elif str(frame):
                yield frame


def _written(tags: Any, version: int) -> bytes:
    if not tags:
        return b""
    file = io.BytesIO()
    if version == 3:
        tags.update_to_v23()
        if not any(map(str, tags.getall("TCON"))):
            tags.delall("TCON")  # update_to_v23 adds it
    tags.save(file, v1=0, v2_version=version, padding=lambda _: 0)
    return file.getvalue()


def _without_tags(data: bytes) -> bytes:
    """Only the audio, without ID3v2 before it and ID3v1, Lyrics3 and APEv2 after it."""
    while data[:3] == b"ID3" and len(data) > 10:
        size = sum((byte & 0x7F) << 7 * (3 - n) for n, byte in enumerate(data[6:10]))
        data = data[10 + size + (10 if data[5] & 0x10 else 0) :]
        data = data.lstrip(b"\x00") if data[:1] == b"\x00" else data
    while True:
        if data[-128:-125] == b"TAG":
            data = data[:-128]
        elif data[-355:-351] == b"TAG+":
            data = data[:-355]
        elif data[-9:] == b"LYRICS200" and data[-15:-9].isdigit():
            data = data[: -15 - int(data[-15:-9])]
        elif data[-32:-24] == b"APETAGEX":
            size = int.from_bytes(data[-20:-16], "little")
            has_head = data[-9] & 0x80
            data = data[: -size - (32 if has_head else 0)]
        else:
            return data


# --- FLAC: RFC 9639 -------------------------------------------------------------------------------


def flac(data: bytes, clean: Cleaner) -> bytes:
    blocks: list[tuple[int, bytes]] = []
    at, is_last = 4, False
    while not is_last:
        if at + 4 > len(data):
            raise RefusedFileError(DAMAGED)
        kind, size = data[at] & 0x7F, int.from_bytes(data[at + 1 : at + 4])
        is_last = bool(data[at] & 0x80)
        content = data[at + 4 : at + 4 + size]
        if len(content) < size:
            raise RefusedFileError(DAMAGED)
        at += 4 + size
        kept = _block(kind, content, clean)
        if kept is not None:
            blocks.append((kind, kept))
    if not blocks or data[at : at + 1] != b"\xff":
        raise RefusedFileError(DAMAGED)
    made = b"fLaC"
    for n, (kind, content) in enumerate(blocks, 1):
        last = 0x80 if n == len(blocks) else 0
        made += bytes([kind | last]) + len(content).to_bytes(3) + content
    return made + _without_tags(data[at:])


def _block(kind: int, content: bytes, clean: Cleaner) -> bytes | None:
    """What stays of a metadata block: stream info, seek table, cue sheet, tags, cover; else None."""
    match kind:
        case 0 | 3 | 5:
            return content
        case 4:
            try:
                words = VCFLACDict(content)
            except MutagenError:
                return None
            _clean_fields(words, clean)
            return bytes(words.write())
        case 6:
            with contextlib.suppress(RefusedFileError, MutagenError):
                return _picture(content, clean)
        case _:
            pass
    return None


def _picture(content: bytes, clean: Cleaner) -> bytes:
    picture = Picture(content)
    picture.desc = ""
    picture.data = clean(picture.data)
    return bytes(picture.write())


# --- Ogg ------------------------------------------------------------------------------------------

_OGG = (OggVorbis, OggOpus, OggTheora, OggSpeex, OggFLAC)


def ogg(data: bytes, clean: Cleaner) -> bytes:
    """A file may have several streams, each with its own tags."""
    found = False
    for kind in _OGG:
        file = io.BytesIO(data)
        try:
            stream = kind(file)
        except (MutagenError, EOFError, ValueError):
            continue
        found = True
        _clean_fields(stream.tags, clean)
        file.seek(0)
        stream.save(file, padding=lambda _: 0)
        data = file.getvalue()
    if not found:
        raise RefusedFileError(DAMAGED)
    return data


def _clean_fields(words: Any, clean: Cleaner) -> None:
    words.vendor = ""
    for name, value in list(words):
        lower = name.lower()
        if lower in _FIELDS or _CHAPTER.fullmatch(lower):
            continue
        del words[name]
        if lower == "metadata_block_picture":
            with contextlib.suppress(RefusedFileError, MutagenError, ValueError):
                picture = _picture(base64.b64decode(value), clean)
                words.append((name, base64.b64encode(picture).decode("ascii")))
