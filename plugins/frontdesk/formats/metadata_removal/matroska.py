"""A WebM or Matroska video in, the same without place, time and device out: elements with metadata become
void elements, so nothing moves. Pure (A7).

RFC 8794 (EBML) and RFC 9559 (Matroska). Chapters and the title stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .file_types import DAMAGED, RefusedFileError

_UNREMOVABLE = "has a data track beside video and audio; export it again as MP4"

_VOID, _CRC, _EBML, _SEGMENT, _CLUSTER = 0xEC, 0xBF, 0x1A45DFA3, 0x18538067, 0x1F43B675
_INFO, _TRACKS, _CUES, _CHAPTERS, _SEEK = 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1043A770, 0x114D9B74
_SEGMENT_KEPT = {_INFO, _TRACKS, _CUES, _CHAPTERS, _SEEK, _CLUSTER, _VOID}
_INFO_KEPT = {0x2AD7B1, 0x4489, 0x7BA9, 0x4D80, 0x5741}
"""Timestamp scale, duration, title, and the two program names, which are required and become empty."""
_PROGRAMS = {0x4D80, 0x5741}
_TRACK, _TRACK_NAME, _TRACK_KIND = 0xAE, 0x536E, 0x83
_SHOWN = {0x01, 0x02, 0x11}
"""Video, audio, subtitles."""


class _Element(NamedTuple):
    """The offsets of an element: from start to end, with its content from body on."""

    name: int
    start: int
    body: int
    end: int


def matroska(data: bytes) -> bytes:
    """Raises RefusedFileError if the metadata cannot be removed."""
    made = bytearray(data)
    head, *more = _elements(made, 0, len(made))
    segment = next((one for one in more if one.name == _SEGMENT), None)
    if head.name != _EBML or segment is None:
        raise RefusedFileError(DAMAGED)
    for one in more:
        if one is not segment:
            _void(made, one)
    for one in _elements(made, segment.body, segment.end):
        if one.end > segment.end:
            raise RefusedFileError(DAMAGED)
        if one.name not in _SEGMENT_KEPT or one.name == _VOID:
            _void(made, one)
        elif one.name == _INFO:
            _clean_info(made, one)
        elif one.name == _TRACKS:
            _clean_tracks(made, one)
    return bytes(made)


def _clean_info(data: bytearray, info: _Element) -> None:
    for one in _elements(data, info.body, info.end):
        if one.name not in _INFO_KEPT:
            _void(data, one)
        elif one.name in _PROGRAMS:
            data[one.body : one.end] = bytes(one.end - one.body)


def _clean_tracks(data: bytearray, tracks: _Element) -> None:
    for track in _elements(data, tracks.body, tracks.end):
        if track.name != _TRACK:
            _void(data, track)
            continue
        for one in _elements(data, track.body, track.end):
            if one.name in {_TRACK_NAME, _CRC, _VOID}:
                _void(data, one)
            elif one.name == _TRACK_KIND and int.from_bytes(data[one.body : one.end]) not in _SHOWN:
                raise RefusedFileError(_UNREMOVABLE)


def _elements(data: bytearray, at: int, end: int) -> Iterator[_Element]:
    """The elements of one level. An element of unknown size, as browsers record them, reaches to the next
    one of its level or to the end."""
    while at < end:
        start = at
        name, at = _number(data, at, keep_mark=True)
        size, at = _number(data, at)
        stop = at + size if size is not None else end
        if size is None and name != _SEGMENT:
            stop = _end_of_cluster(data, at, end)
        if name is None or stop > len(data):
            raise RefusedFileError(DAMAGED)
        yield _Element(name, start, at, stop)
        at = stop


def _end_of_cluster(data: bytearray, at: int, end: int) -> int:
    while at < end:
        name, after = _number(data, at, keep_mark=True)
        if name in _SEGMENT_KEPT - {_VOID} or (name or 0) > 0xFFFFFF:
            return at
        size, after = _number(data, after)
        if size is None or after + size > end:
            raise RefusedFileError(DAMAGED)
        at = after + size
    return end


def _number(data: bytearray, at: int, *, keep_mark: bool = False) -> tuple[int | None, int]:
    """A variable-size integer (RFC 8794 4), and the offset of its end; None for an unknown size.

    Raises:
        RefusedFileError: there is none.
    """
    if at >= len(data) or not data[at]:
        raise RefusedFileError(DAMAGED)
    width = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + width])
    if at + width > len(data):
        raise RefusedFileError(DAMAGED)
    if keep_mark:
        return value, at + width
    value &= (1 << 7 * width) - 1
    return (None if value == (1 << 7 * width) - 1 else value), at + width


def _void(data: bytearray, one: _Element) -> None:
    """Turn an element into a void one of the same length, with a size field of one or eight bytes."""
    room = one.end - one.start - 2
    size = bytes([0x80 | room]) if room < 0x7F else ((1 << 56) + room - 7).to_bytes(8)
    if one.name == _VOID:
        data[one.body : one.end] = bytes(one.end - one.body)
    else:
        data[one.start : one.end] = bytes([_VOID]) + size + bytes(room + 1 - len(size))
