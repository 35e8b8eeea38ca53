"""An ICC profile in, the same with only its colours out. Pure (A7).

A profile may also name the make and model of a camera, scanner or screen, and a date. ICC.1:2022 7.2, 7.3.
"""

from __future__ import annotations

_COLOURS = {
    *(b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt", b"chad", b"rTRC", b"gTRC", b"bTRC", b"kTRC"),
    *(b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt", b"cicp", b"lumi"),
    *(b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3"),
}
"""The tags that define colours."""
_METADATA = ((4, 8), (24, 36), (40, 44), (48, 56), (80, 100))
"""In the header: program, date, system, make and model, creator, checksum."""
_HEAD, _TAG = 128, 12


def strip_icc_profile(profile: bytes) -> bytes:
    """A profile of the same length, with zeros in place of metadata. Data that is not a profile becomes all
    zeros."""
    if len(profile) < _HEAD + 4 or profile[36:40] != b"acsp":
        return bytes(len(profile))
    clean = bytearray(profile)
    for start, end in _METADATA:
        clean[start:end] = bytes(end - start)
    kept, gone = [(0, _HEAD + 4)], []
    for n in range(min(int.from_bytes(profile[_HEAD : _HEAD + 4]), 200)):
        at = _HEAD + 4 + n * _TAG
        start, size = (int.from_bytes(profile[at + m : at + m + 4]) for m in (4, 8))
        kept.append((at, at + _TAG))
        if profile[at : at + 4] in _COLOURS:
            kept.append((start, start + size))
        else:
            gone.append((start, start + 8))  # its type signature stays, with no value
    return zero_except(bytes(clean), [*kept, *gone])


def zero_except(data: bytes, kept: list[tuple[int, int]]) -> bytes:
    """The data with zeros outside the ranges that are kept.

    Args:
        kept: start and end of each range; they may overlap, and reach beyond the data.
    """
    clean = bytearray(len(data))
    for start, end in kept:
        clean[start:end] = data[start:end]
    return bytes(clean[: len(data)])
