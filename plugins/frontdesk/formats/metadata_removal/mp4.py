"""An MP4, MOV, M4A or AVIF in, the same without place, time and device out: boxes with metadata become free
space, so nothing moves. Pure (A7).

ISO/IEC 14496-12 and Apple's QuickTime File Format. Only the boxes that a player needs are kept. Of the
media data only the samples of video and audio are kept: GPS tracks, and what a camera hides between
samples, become zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .file_types import DAMAGED, Cleaner, RefusedFileError
from .icc_profiles import strip_icc_profile, zero_except

_UNREMOVABLE = (
    "has more than video and audio, in a form that cannot be removed; export it again as MP4"
)

_FILE = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"pdin", b"wide"}
_KEPT: dict[bytes, set[bytes]] = {
    b"moov": {b"mvhd", b"trak", b"mvex", b"iods", b"udta"},
    b"trak": {b"tkhd", b"tref", b"edts", b"mdia", b"tapt"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
    b"minf": {b"vmhd", b"smhd", b"nmhd", b"gmhd", b"hdlr", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {
        *(b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsh", b"stsz", b"stz2", b"stsc", b"stco"),
        *(b"co64", b"padb", b"stdp", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"stps"),
    },
    b"mvex": {b"mehd", b"trex", b"leva"},
    b"tref": {b"chap"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {
        *(b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"sdtp", b"senc"),
    },
}
_SHOWN = {b"vide", b"soun"}
_PICTURE_FORMATS = {b"avc1", b"avc3", b"hvc1", b"hev1", b"av01", b"vp08", b"vp09", b"mp4v"}
_WHOLE_PICTURES = {b"jpeg", b"png ", b"mjpa"}
"""Formats whose samples are whole image files, such as the pictures of chapters."""
_KEPT_TAGS = {
    b"\xa9nam",
    b"\xa9ART",
    b"aART",
    b"\xa9alb",
    b"\xa9gen",
    b"gnre",
    b"trkn",
    b"disk",
    b"covr",
    b"cpil",
    b"pgap",
}
"""Tags that stay: title, artist, album, genre, numbers, cover."""


class _Box(NamedTuple):
    """The offsets of a box: from start to end, with its content from body on."""

    name: bytes
    start: int
    body: int
    end: int


class _Track(NamedTuple):
    box: _Box
    number: int
    handler: bytes
    chapters: frozenset[int]


def mp4(data: bytes, clean: Cleaner) -> bytes:
    """An MP4, MOV or M4A. Raises RefusedFileError if the metadata cannot be removed.

    Args:
        clean: removes the metadata of a cover.
    """
    made = bytearray(data)
    boxes = _top(made)
    names = {box.name for box in boxes}
    if b"moov" not in names or b"cmov" in {
        b.name for m in boxes if m.name == b"moov" for b in _inside(made, m)
    }:
        raise RefusedFileError(DAMAGED if b"moov" not in names else _UNREMOVABLE)
    tracks = [_track(made, box) for box in _all(made, boxes, b"moov", b"trak")]
    chapters = {n for track in tracks for n in track.chapters if track.handler in _SHOWN}
    kept = [
        t for t in tracks if t.handler in _SHOWN or (t.handler == b"text" and t.number in chapters)
    ]
    if not any(track.handler in _SHOWN for track in kept):
        raise RefusedFileError(_UNREMOVABLE)
    if b"moof" in names:
        if len(kept) < len(tracks):
            raise RefusedFileError(_UNREMOVABLE)
    else:
        _keep_samples(made, boxes, tracks, kept)
        for track in kept:
            _clean_pictures(made, track.box, clean)
    for track in tracks:
        if track not in kept:
            _free(made, track.box)
    for box in boxes:
        if box.name not in _FILE or box.name == b"wide":
            _free(made, box)
        else:
            _clean(made, box, clean)
    end = boxes[-1].end
    return bytes(made[:end])


def avif(data: bytes, clean: Cleaner) -> bytes:
    """An AVIF, whose metadata are items of their own."""
    made = bytearray(data)
    boxes = _top(made)
    for box in boxes:
        if box.name == b"meta":
            _clean_items(made, box)
        elif box.name in _FILE:
            _clean(made, box, clean)
        else:
            _free(made, box)
    return bytes(made[: boxes[-1].end])


# --- boxes --------------------------------------------------------------------------------------


def _top(data: bytearray) -> list[_Box]:
    """The boxes of a file. What follows the last whole box, such as a camera's own GPS log, is left out. A
    file that is cut inside a box that it needs is damaged."""
    found: list[_Box] = []
    for box in _boxes(data, 0, len(data)):
        if box.end > len(data):
            if box.name in _FILE - {b"wide"}:
                raise RefusedFileError(DAMAGED)
            break
        found.append(box)
    if not found:
        raise RefusedFileError(DAMAGED)
    return found


def _boxes(data: bytearray, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        size, body = int.from_bytes(data[at : at + 4]), at + 8
        name = bytes(data[at + 4 : at + 8])
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif size == 0:
            size = end - at
        if size < body - at:
            return
        yield _Box(name, at, body, at + size)
        at += size


def _inside(data: bytearray, box: _Box, skip: int = 0) -> Iterator[_Box]:
    for one in _boxes(data, box.body + skip, box.end):
        if one.end > box.end:
            raise RefusedFileError(DAMAGED)
        yield one


def _all(data: bytearray, boxes: list[_Box], *path: bytes) -> list[_Box]:
    """The boxes at a path of names."""
    found = [box for box in boxes if box.name == path[0]]
    for name in path[1:]:
        found = [one for box in found for one in _inside(data, box) if one.name == name]
    return found


def _free(data: bytearray, box: _Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)


def _clean(data: bytearray, box: _Box, clean: Cleaner) -> None:
    """Removes the metadata in a box that stays."""
    for one in _inside(data, box) if box.name in _KEPT else ():
        if one.name in _KEPT[box.name]:
            _clean(data, one, clean)
        else:
            _free(data, one)
    match box.name:
        case b"mvhd" | b"tkhd" | b"mdhd":
            width = 16 if data[box.body] == 1 else 8
            data[box.body + 4 : box.body + 4 + width] = bytes(
                width
            )  # creation and modification time
        case b"hdlr":
            data[box.body + 12 : box.end] = bytes(box.end - box.body - 12)  # manufacturer and name
        case b"stsd":
            _clean_formats(data, box)
        case b"dref":
            for one in _inside(data, box, 8):
                data[one.body + 4 : one.end] = bytes(max(one.end - one.body - 4, 0))
        case b"gmhd":
            for one in (one for one in _inside(data, box) if one.name not in {b"gmin", b"text"}):
                _free(data, one)
        case b"udta":
            _clean_words(data, box, clean)
        case _:
            pass


def _clean_formats(data: bytearray, box: _Box) -> None:
    """Sample descriptions name the encoder."""
    for one in _inside(data, box, 8):
        if one.end < one.body + 78 and one.end < one.body + 28:
            continue
        data[one.body + 12 : one.body + 16] = bytes(4)  # manufacturer
        if _is_picture(data, one):
            data[one.body + 42 : one.body + 74] = bytes(32)  # encoder
        for start in (78, 28, 44):
            parts = list(_boxes(data, one.body + start, one.end))
            if parts and parts[-1].end <= one.end and all(part.name.isalnum() for part in parts):
                for part in parts:
                    if part.name in {b"udta", b"uuid", b"meta"}:
                        _free(data, part)
                    elif part.name == b"colr":
                        _clean_profile(data, part)
                break


def _is_picture(data: bytearray, entry: _Box) -> bool:
    """Whether a sample description is of video: it has a resolution of 72 dpi where audio has none."""
    is_long = entry.end >= entry.body + 78
    return is_long and (
        entry.name in _PICTURE_FORMATS
        or data[entry.body + 28 : entry.body + 32] == b"\x00\x48\x00\x00"
    )


def _clean_profile(data: bytearray, box: _Box) -> None:
    if bytes(data[box.body : box.body + 4]) in {b"prof", b"rICC"}:
        data[box.body + 4 : box.end] = strip_icc_profile(bytes(data[box.body + 4 : box.end]))


# --- tags of a file -----------------------------------------------------------------------


def _clean_words(data: bytearray, box: _Box, clean: Cleaner) -> None:
    """Title, artist, album and chapters stay; place, camera, program and comments go."""
    for one in _inside(data, box):
        if one.name == b"chpl":
            continue
        if one.name == b"meta" and _handler(data, one) == b"mdir":
            for part in _inside(data, one, 4):
                if part.name == b"ilst":
                    _clean_list(data, part, clean)
                elif part.name == b"hdlr":
                    name = part.body + 24
                    data[name : part.end] = bytes(max(part.end - name, 0))
                else:
                    _free(data, part)
        elif one.name not in {b"\xa9nam", b"\xa9ART", b"\xa9alb"}:
            _free(data, one)


def _handler(data: bytearray, meta: _Box) -> bytes:
    for one in _boxes(data, meta.body + 4, meta.end):
        if one.name == b"hdlr":
            return bytes(data[one.body + 8 : one.body + 12])
    return b""


def _clean_list(data: bytearray, box: _Box, clean: Cleaner) -> None:
    for item in _inside(data, box):
        if item.name not in _KEPT_TAGS:
            _free(data, item)
        elif item.name == b"covr":
            for one in _inside(data, item):
                try:
                    cover = clean(bytes(data[one.body + 8 : one.end]).rstrip(b"\x00"))
                except RefusedFileError:
                    cover = b""
                room = one.end - one.body - 8
                if one.name != b"data" or not cover or len(cover) > room:
                    _free(data, one)
                else:
                    data[one.body + 8 : one.end] = cover + bytes(room - len(cover))


# --- tracks and their samples ---------------------------------------------------------------------


def _track(data: bytearray, box: _Box) -> _Track:
    parts = {one.name: one for one in _inside(data, box)}
    if b"tkhd" not in parts or b"mdia" not in parts:
        raise RefusedFileError(DAMAGED)
    head = parts[b"tkhd"].body
    at = head + (20 if data[head] == 1 else 12)
    handler = next((one for one in _inside(data, parts[b"mdia"]) if one.name == b"hdlr"), None)
    chapters: set[int] = set()
    if b"tref" in parts:
        for one in _inside(data, parts[b"tref"]):
            if one.name == b"chap":
                chapters |= {int.from_bytes(data[n : n + 4]) for n in range(one.body, one.end, 4)}
    return _Track(
        box,
        int.from_bytes(data[at : at + 4]),
        bytes(data[handler.body + 8 : handler.body + 12]) if handler else b"",
        frozenset(chapters),
    )


class _Tables(NamedTuple):
    """The sample tables of a track: the offset of each chunk; runs of (first chunk, samples per chunk); the
    size of each sample, or one size of all."""

    chunks: list[int]
    runs: list[tuple[int, int]]
    sizes: list[int]
    size: int


def _keep_samples(
    data: bytearray, boxes: list[_Box], tracks: list[_Track], kept: list[_Track]
) -> None:
    """Write zeros over all media data but the samples of the tracks that stay."""
    tables = {track.box: _tables(data, track.box) for track in tracks}
    begins = sorted({at for table in tables.values() for at in table.chunks})
    ranges: list[tuple[int, int]] = []
    for track in kept:
        ranges += _ranges(tables[track.box], begins, len(data), exact=track.handler != b"soun")
    for box in boxes:
        if box.name == b"mdat":
            inside = [
                (max(start, box.body) - box.body, min(end, box.end) - box.body)
                for start, end in ranges
                if start < box.end and end > box.body
            ]
            data[box.body : box.end] = zero_except(bytes(data[box.body : box.end]), inside)


def _clean_pictures(data: bytearray, track: _Box, clean: Cleaner) -> None:
    """Samples that are files of their own may bear what a camera wrote into them."""
    formats = [
        one.name
        for box in _all(data, [track], b"trak", b"mdia", b"minf", b"stbl", b"stsd")
        for one in _inside(data, box, 8)
    ]
    if not _WHOLE_PICTURES & set(formats):
        return
    table, first = _tables(data, track), 0
    for chunk, count in zip(table.chunks, _counts(table), strict=True):
        at = chunk
        for n in range(first, first + count):
            size = table.size or table.sizes[n]
            picture = clean(bytes(data[at : at + size]))
            if len(picture) > size:
                raise RefusedFileError(_UNREMOVABLE)
            data[at : at + size] = picture.ljust(size, b"\x00")
            at += size
        first += count


def _ranges(
    table: _Tables, begins: list[int], end: int, *, exact: bool
) -> Iterator[tuple[int, int]]:
    """The offsets of each chunk. QuickTime may give a constant sample size of audio in other units than
    bytes; then a chunk reaches to the next one of any track."""
    following = dict(zip(begins, [*begins[1:], end], strict=False))
    first = 0
    for chunk, count in zip(table.chunks, _counts(table), strict=True):
        if table.size and not exact:
            yield chunk, following[chunk]
        else:
            size = table.size * count if table.size else sum(table.sizes[first : first + count])
            yield chunk, chunk + size
        first += count


def _counts(table: _Tables) -> Iterator[int]:
    runs = [*table.runs, (len(table.chunks) + 1, 0)]
    for (start, count), (stop, _) in pairwise(runs):
        for _chunk in range(max(start, 1), min(stop, len(table.chunks) + 1)):
            yield count


def _tables(data: bytearray, track: _Box) -> _Tables:
    parts = {
        one.name: one
        for one in _all(data, [track], b"trak", b"mdia", b"minf", b"stbl")[:1]
        for one in _inside(data, one)
    }
    if (
        b"stsc" not in parts
        or not {b"stsz", b"stz2"} & set(parts)
        or not {b"stco", b"co64"} & set(parts)
    ):
        raise RefusedFileError(DAMAGED)

    def numbers(name: bytes, skip: int, width: int) -> list[int]:
        box = parts[name]
        start = box.body + skip
        count = int.from_bytes(data[start - 4 : start])
        if start + count * width > box.end:
            raise RefusedFileError(DAMAGED)
        return [
            int.from_bytes(data[at : at + width])
            for at in range(start, start + count * width, width)
        ]

    chunks = numbers(b"stco", 8, 4) if b"stco" in parts else numbers(b"co64", 8, 8)
    runs = [(one >> 64, one >> 32 & 0xFFFFFFFF) for one in numbers(b"stsc", 8, 12)]
    if b"stsz" not in parts:
        raise RefusedFileError(_UNREMOVABLE)
    size = int.from_bytes(data[parts[b"stsz"].body + 4 : parts[b"stsz"].body + 8])
    sizes = [] if size else numbers(b"stsz", 12, 4)
    table = _Tables(chunks, runs, sizes, size)
    if len(list(_counts(table))) != len(chunks):
        raise RefusedFileError(DAMAGED)
    return table


# --- items of a still picture: ISO/IEC 23008-12 ---------------------------------------------------

_SHOWN_META = {b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"grpl", b"dinf"}
_NEEDED = {b"av01", b"grid", b"iovl", b"iden", b"tmap", b"a1op", b"hvc1"}


def _clean_items(data: bytearray, meta: _Box) -> None:
    parts = {one.name: one for one in _inside(data, meta, 4)}
    if b"iinf" not in parts or b"iloc" not in parts:
        raise RefusedFileError(DAMAGED)
    shown = set(_shown_items(data, parts[b"iinf"]))
    stored = parts.get(b"idat")
    for number, extents in _places(data, parts[b"iloc"], stored.body if stored else 0):
        for start, size in extents if number not in shown else ():
            if start + size > len(data):
                raise RefusedFileError(DAMAGED)
            data[start : start + size] = bytes(size)
    for name, one in parts.items():
        if name == b"hdlr":
            data[one.body + 12 : one.end] = bytes(one.end - one.body - 12)
        elif name == b"iprp":
            for list_ in (part for part in _inside(data, one) if part.name == b"ipco"):
                for part in _inside(data, list_):
                    if part.name == b"colr":
                        _clean_profile(data, part)
        elif name not in _SHOWN_META:
            _free(data, one)


def _shown_items(data: bytearray, box: _Box) -> Iterator[int]:
    """The ids of the items that a browser shows. Metadata items lose their type."""
    for one in _inside(data, box, 6 if data[box.body] == 0 else 8):
        version = data[one.body]
        if one.name != b"infe" or version < 2:
            raise RefusedFileError(_UNREMOVABLE)
        width = 2 if version == 2 else 4
        kind = one.body + 4 + width + 2
        if bytes(data[kind : kind + 4]) in _NEEDED:
            yield int.from_bytes(data[one.body + 4 : one.body + 4 + width])
        else:
            data[kind : kind + 4] = b"free"
        data[kind + 4 : one.end] = bytes(one.end - kind - 4)  # its name


def _places(data: bytearray, box: _Box, stored: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """The id of each item, and the offset and size of each of its extents in the file."""
    at = box.body
    version = data[at]
    sizes = data[at + 4] >> 4, data[at + 4] & 15, data[at + 5] >> 4, data[at + 5] & 15
    of_offset, of_length, of_base, of_index = sizes
    at += 6

    def number(width: int) -> int:
        nonlocal at
        if at + width > box.end:
            raise RefusedFileError(DAMAGED)
        value = int.from_bytes(data[at : at + width])
        at += width
        return value

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        way = number(2) & 15 if version else 0
        number(2)
        base = number(of_base)
        extents = []
        for _ in range(number(2)):
            if version:
                number(of_index)
            start = base + number(of_offset) + (stored if way == 1 else 0)
            extents.append((start, number(of_length)))
        if way > 1:
            raise RefusedFileError(_UNREMOVABLE)
        yield item, extents
