"""A WAV, AIFF or AVI in, the same without place, time and device out: chunks that a player does not need
become padding, so nothing moves. Pure (A7)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from .file_types import DAMAGED, RefusedFileError

_UNREMOVABLE = "has a data track beside video and audio; export it again as MP4"

_WAV = {b"fmt ", b"data", b"fact", b"cue ", b"smpl", b"inst", b"plst", b"ds64", b"PEAK", b"LIST"}
_WAV_TAGS = {b"INAM", b"IART", b"IPRD", b"ITRK", b"IGNR"}
"""Title, artist, album, number, genre."""
_AIFF = {b"COMM", b"SSND", b"MARK", b"INST", b"FVER", b"NAME", b"AUTH"}
_AVI = {b"LIST", b"idx1"}
_AVI_LISTS: dict[bytes, Collection[bytes]] = {
    b"hdrl": {b"avih", b"LIST"},
    b"strl": {b"strh", b"strf", b"indx", b"vprp"},
    b"odml": {b"dmlh"},
}
_UNKNOWN = {0, 0xFFFFFFFF}
"""Sizes of a recording that was not closed, or whose size is elsewhere (RF64)."""


class _Chunk(NamedTuple):
    name: bytes
    start: int
    body: int
    end: int


def wav(data: bytes) -> bytes:
    made = bytearray(data)
    for one in _chunks(made, 12, len(made), _order(data)):
        kind = bytes(made[one.body : one.body + 4])
        if one.name not in _WAV or (one.name == b"LIST" and kind not in {b"INFO", b"adtl"}):
            _pad(made, one)
        elif one.name == b"LIST" and kind == b"INFO":
            for said in _chunks(made, one.body + 4, one.end, _order(data)):
                if said.name not in _WAV_TAGS:
                    _pad(made, said)
    return bytes(made)


def aiff(data: bytes) -> bytes:
    made = bytearray(data)
    for one in _chunks(made, 12, len(made), "big"):
        if one.name not in _AIFF:
            _pad(made, one)
    return bytes(made)


def avi(data: bytes) -> bytes:
    made = bytearray(data)
    at, found = 0, False
    while at + 12 <= len(made) and made[at : at + 4] == b"RIFF":  # a long video has several
        end = at + 8 + int.from_bytes(made[at + 4 : at + 8], "little")
        if end > len(made) + 1:
            raise RefusedFileError(DAMAGED)
        for one in _chunks(made, at + 12, min(end, len(made)), "little"):
            found |= made[one.body : one.body + 4] == b"movi"
            _clean_avi(made, one)
        at = end + end % 2
    if not found:
        raise RefusedFileError(DAMAGED)
    return bytes(made[:at])


def _clean_avi(data: bytearray, one: _Chunk) -> None:
    kind = bytes(data[one.body : one.body + 4])
    if one.name not in _AVI or (one.name == b"LIST" and kind not in {b"hdrl", b"movi"}):
        _pad(data, one)
    elif kind == b"hdrl":
        _clean_avi_list(data, one, kind)


def _clean_avi_list(data: bytearray, one: _Chunk, kind: bytes) -> None:
    for part in _chunks(data, one.body + 4, one.end, "little"):
        inner = bytes(data[part.body : part.body + 4])
        if part.name == b"LIST" and inner in _AVI_LISTS:
            _clean_avi_list(data, part, inner)
        elif part.name not in _AVI_LISTS[kind] or part.name == b"LIST":
            _pad(data, part)
        elif part.name == b"strh" and inner not in {b"vids", b"auds"}:
            raise RefusedFileError(_UNREMOVABLE)


def _order(data: bytes) -> Literal["little", "big"]:
    return "big" if data.startswith(b"RIFX") else "little"


def _chunks(
    data: bytearray, at: int, end: int, order: Literal["little", "big"]
) -> Iterator[_Chunk]:
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], order)
        name = bytes(data[at : at + 4])
        stop = end if name == b"data" and size in _UNKNOWN else at + 8 + size
        if stop > end:
            if name == b"data" or stop > end + 1:
                raise RefusedFileError(DAMAGED)
            stop = end
        yield _Chunk(name, at, at + 8, stop)
        at = stop + size % 2


def _pad(data: bytearray, one: _Chunk) -> None:
    data[one.start : one.start + 4] = b"JUNK"
    data[one.body : one.end] = bytes(one.end - one.body)
