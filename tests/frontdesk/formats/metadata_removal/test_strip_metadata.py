"""No byte of a place, a time or a camera is left in what is published, whatever the kind of file."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from PIL import ImageSequence
from tests.frontdesk.formats.metadata_removal import samples
from tests.partner_blogs.refresh.drawing import BLUE, RED, drawn, opened

from frontdesk.formats.metadata_removal.file_types import RefusedFileError
from frontdesk.formats.metadata_removal.strip_metadata import (
    is_checked,
    publishing_problem,
    strip_metadata,
)

pytestmark = pytest.mark.A7

KINDS = {
    "jpeg": samples.jpeg(),
    "jpeg on its side": samples.jpeg(6),
    "progressive jpeg": samples.jpeg(progressive=True),
    "grey jpeg": samples.jpeg(mode="L"),
    "png": samples.png(),
    "png on its side": samples.png(8),
    "moving png": samples.apng(),
    "webp": samples.webp(),
    "webp on its side": samples.webp(5),
    "webp without loss": samples.webp(3, lossless=True),
    "moving webp": samples.moving_webp(),
    "gif": samples.gif(),
    "avif": samples.avif(),
    "icon": samples.ico(),
    "svg": samples.svg(),
    "svg in utf-16": samples.svg().decode().replace('<?xml version="1.0"?>', "").encode("utf-16"),
    "mov": samples.film(),
    "mp4": samples.film(b"isom"),
    "3gp": samples.film(b"3gp4"),
    "film of a camera for sports": samples.film(b"mp41", kind=b"gpmd"),
    "film of a drone": samples.film(b"isom", kind=b"camm"),
    "film with a trailer": samples.film(more=samples.SECRET * 9),
    "old film without a name": samples.film().replace(b"ftyp", b"skip"),
    "m4a": samples.film(b"M4A ", words=samples.titled()),
    "film in fragments": samples.fragmented(samples.track(1, b"vide", samples.visual(), [], [])),
    "webm": samples.webm(),
    "webm as a browser records it": samples.webm(live=True),
    "mp3": samples.mp3(),
    "mp3 with older tags": samples.mp3(3),
    "aac": samples.mp3(sound=b"\xff\xf1\x50\x80" + bytes(96)),
    "flac": samples.flac(),
    "flac behind ID3": samples.mp3(sound=samples.flac()),
    "ogg": samples.ogg(),
    "wav": samples.wav(),
    "aiff": samples.aiff(),
    "avi": samples.avi(),
    "pdf": samples.pdf(),
    "page with a picture in it": b"<p><img src='data:image/jpeg;base64," + samples.base64.b64encode(samples.jpeg()) + b"'>",
}  # fmt: skip
SAID = (b"SECR", b"2026:01:02", b"2026-01-02", b"D:2026", b"com.apple")


@pytest.mark.parametrize("data", KINDS.values(), ids=KINDS)
def test_nothing_that_was_written_beside_is_left(data: bytes) -> None:
    made = strip_metadata(data)
    assert not [word for word in SAID if word in made]
    assert is_checked(data)
    assert publishing_problem(data) == publishing_problem(made) == ""


@pytest.mark.parametrize("data", KINDS.values(), ids=KINDS)
def test_what_is_clean_stays_as_it_is_and_the_same_bytes_come_out(data: bytes) -> None:
    made = strip_metadata(data)
    assert strip_metadata(data) == made
    assert strip_metadata(made) == made


@pytest.mark.parametrize(
    "data",
    [samples.film(), samples.webm(), samples.wav(), samples.aiff(), samples.avi(), samples.avif()],
    ids=["mov", "webm", "wav", "aiff", "avi", "avif"],
)
def test_nothing_moves_in_a_film_or_sound(data: bytes) -> None:
    made = strip_metadata(data)
    assert len(made) == len(data)
    for kept in (samples.FRAME, samples.SOUND, samples.CHAPTER, samples.PIXELS):
        assert made.find(kept) == data.find(kept)


# --- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        samples.jpeg(), samples.jpeg(progressive=True), samples.png(), samples.webp(),
        samples.webp(lossless=True), samples.gif(), samples.apng(), samples.moving_webp(), samples.avif(),
        drawn(kind="JPEG", mode="CMYK", exif=samples.exif()), drawn(mode="P", exif=samples.exif()),
        drawn(mode="RGBA", exif=samples.exif()), drawn(mode="LA", exif=samples.exif()),
    ],
)  # fmt: skip
def test_an_upright_picture_keeps_each_pixel(data: bytes) -> None:
    before = [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(opened(data))]
    made = opened(strip_metadata(data))
    assert [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(made)] == before
    assert not made.getexif()
    assert not {"exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp"} & set(made.info)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("turn", range(2, 9))
def test_a_picture_on_its_side_is_made_upright(kind: str, turn: int) -> None:
    made = opened(strip_metadata(getattr(samples, kind)(turn)))
    width, height = opened(getattr(samples, kind)()).size
    assert made.size == ((height, width) if turn > 4 else (width, height))
    begin = RED if turn in {4, 5, 6} else BLUE
    pixel = made.convert("RGB").getpixel((3, 3))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) < 30 for a, b in zip(pixel, begin, strict=True))
    assert not made.getexif()


def test_colours_stay_what_they_are() -> None:
    for data in (samples.jpeg(), samples.png(), samples.webp()):
        before, after = (opened(one).info["icc_profile"] for one in (data, strip_metadata(data)))
        assert len(before) == len(after)
        assert b"SECRET" not in after
        assert before[128:132] == after[128:132]


def test_a_moving_gif_goes_on_moving() -> None:
    made = opened(strip_metadata(samples.gif()))
    assert (made.n_frames, made.info["loop"]) == (2, 3)


# --- films and sounds -----------------------------------------------------------------------------


def test_an_author_s_own_words_on_a_sound_stay() -> None:
    for version in (3, 4):
        made = strip_metadata(samples.mp3(version))
        tags = ID3(io.BytesIO(made))
        assert {key.partition(":")[0] for key in tags} == {
            "TIT2",
            "TPE1",
            "TALB",
            "APIC",
            "CHAP",
            "CTOC",
        }
        assert str(tags["TIT2"]) == "A title"
        assert set(tags["CHAP:a"].sub_frames) == {"TIT2", "APIC:"}
        assert not opened(tags.getall("APIC")[0].data).getexif()
        assert samples.MP3 in made
    flac = FLAC(io.BytesIO(strip_metadata(samples.flac())))
    opus = OggOpus(io.BytesIO(strip_metadata(samples.ogg())))
    for words in (flac, opus):
        assert words["title"] == ["A title"]
        assert words["chapter001"] == ["00:00:01.000"]
        assert not {"location", "date", "comment"} & {*words.keys()}
    assert not opened(flac.pictures[0].data).getexif()
    m4a = MP4(io.BytesIO(strip_metadata(samples.film(b"M4A ", words=samples.titled()))))
    assert dict(m4a.tags)["\xa9nam"] == ["A title"]
    assert set(m4a.tags) == {"\xa9nam", "covr"}
    for sound in (samples.wav(), samples.aiff(), samples.webm()):
        assert b"A title" in strip_metadata(sound)


def test_a_track_of_places_is_gone_and_all_else_is_in_its_place() -> None:
    made = strip_metadata(samples.film())
    assert made.count(b"trak") == 3
    assert not {b"mebx", b"\xa9xyz", b"cdsc", b"mdta", b"hidden"} & {
        word for word in (b"mebx", b"\xa9xyz", b"cdsc", b"mdta", b"hidden") if word in made
    }
    assert b"chap" in made


# --- documents ----------------------------------------------------------------------------------


def test_a_pdf_keeps_its_pages_its_title_and_its_attachments() -> None:
    document = pikepdf.open(io.BytesIO(strip_metadata(samples.pdf())))
    assert str(document.docinfo["/Title"]) == "A title"
    assert set(document.docinfo.keys()) == {"/Title"}
    photo = document.pages[0].Resources.XObject.Im0
    assert opened(photo.read_raw_bytes()).size == (120, 80)
    assert not opened(document.attachments["photo.jpg"].get_file().read_bytes()).getexif()
    assert str(document.pages[0].Annots[0].Contents) == "A remark"


def test_a_drawing_keeps_its_lines_and_its_title() -> None:
    made = strip_metadata(samples.svg())
    assert b"<title>A plan</title>" in made
    assert b'<rect width="9" height="9"/>' in made
    assert b"inkscape" not in made


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>',
        b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><title>T</title>\n</svg>\n',
        b"{}",
        b"PK\x03\x04 a letter",
        "Zażółć".encode("utf-16"),
        b"\xef\xbb\xbfWords",
        b"\x00asm\x01\x00\x00\x00",
        b"wOF2" + bytes(99),
        b"BEGIN:VCALENDAR",
        b"",
    ],
)
def test_what_says_nothing_is_left_alone(data: bytes) -> None:
    assert strip_metadata(data) == data


# --- what is refused ------------------------------------------------------------------------------

REFUSED = {
    "HEIC": (samples.heic(), "is a HEIC photograph, as telephones save it"),
    "HEIF": (samples.heic(b"mif1"), "is a HEIC photograph"),
    "HEIC burst": (samples.heic(b"hevc"), "is a HEIC photograph"),
    "CR3": (samples.heic(b"crx "), "is a raw photograph"),
    "TIFF": (samples.tiff(), "is a TIFF or raw photograph"),
    "TIFF, other end": (b"MM\x00*" + bytes(99), "is a TIFF or raw photograph"),
    "BigTIFF": (b"II+\x00" + bytes(99), "is a TIFF photograph"),
    "ORF": (b"IIRO" + bytes(99), "is a raw photograph"),
    "RAF": (b"FUJIFILMCCD-RAW " + bytes(99), "is a raw photograph"),
    "PSD": (b"8BPS\x00\x01", "is a Photoshop document"),
    "JPEG XL": (b"\xff\x0a" + bytes(99), "is a JPEG XL picture"),
    "JPEG 2000": (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "is a JPEG 2000 picture"),
    "WMV": (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(99), "is a Windows Media file"),
    "TS": (samples.broadcast(), "is a film as camcorders save it"),
    "M2TS": (samples.broadcast(192), "is a film as camcorders save it"),
    "VOB": (b"\x00\x00\x01\xba" + bytes(99), "is an MPEG film"),
    "XMP beside a photograph": (samples.XMP, "tells where and when a photograph was taken"),
    "XMP without a packet": (b"\n<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "tells where and when"),
    "signed PDF": (samples.signed_pdf(), "is a signed PDF"),
    "locked PDF": (samples.pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "is a locked PDF"),
    "half-locked PDF": (samples.pdf(encryption=pikepdf.Encryption(owner="o", user="")), "is a locked PDF"),
    "film in fragments with places": (
        samples.fragmented(
            samples.track(1, b"vide", samples.visual(), [], []),
            samples.track(2, b"meta", samples.box(b"mebx"), [], []),
        ),
        "has more than video and audio",
    ),
    "WebM with a track of data": (samples.webm(kind=0x21), "has a data track"),
    "AVI with a track of data": (samples.avi(b"txts"), "has a data track"),
    "drawing with a HEIC in it": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/heic;base64,'
        + samples.base64.b64encode(samples.heic()) + b'"/></svg>',
        "has a picture in it that is a HEIC photograph",
    ),
    "SVG that is none": (b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", "is not a readable SVG"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_made_clean_is_refused_with_a_remedy(data: bytes, why: str) -> None:
    assert is_checked(data)
    assert publishing_problem(data).startswith(why)
    assert "; " in publishing_problem(data)
    with pytest.raises(RefusedFileError):
        strip_metadata(data)


CUT = {
    name: data for name, data in KINDS.items() if not name.startswith(("page", "svg", "webm as"))
}


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("data", CUT.values(), ids=CUT)
def test_a_file_that_is_cut_short_is_refused_or_still_says_nothing(
    data: bytes, part: float
) -> None:
    cut = data[: int(len(data) * part)]
    try:
        made = strip_metadata(cut)
    except RefusedFileError:
        return
    assert not [word for word in SAID if word in made]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_that_is_cut_short_is_told(kind: str) -> None:
    data = drawn(300, 200, kind)
    assert publishing_problem(data) == ""
    for part in (0.2, 0.5, 0.8, 0.97):
        assert publishing_problem(data[: int(len(data) * part)], ".jpg", (".jpg",)), part


@pytest.mark.parametrize(
    ("data", "ending", "says"),
    [
        (b"", ".png", "is empty"),
        (b"Some words.", ".png", "is not an image, although its name says so"),
        (b"<html>", ".jpg", "is not an image"),
        (b"%PDF-1.7", ".gif", "is"),
        (b"\x00\x01\x02", ".webp", "is cut short or damaged"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            ".png",
            "is an SVG drawing; rename it",
        ),
        (drawn(), ".jpg", ""),
        (drawn(kind="GIF"), ".webp", ""),
        (drawn(kind="BMP"), ".png", ""),
        (drawn(kind="JPEG"), ".jfif", ""),
    ],
)
def test_a_picture_is_judged_by_its_bytes(data: bytes, ending: str, says: str) -> None:
    found = publishing_problem(data, ending, (ending,))
    assert found.startswith(says)
    assert bool(found) == bool(says)


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_damage_never_ends_in_anything_but_a_refusal(name: str, data: st.DataObject) -> None:
    """And what is kept of it is clean."""
    whole = bytearray(KINDS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = strip_metadata(bytes(whole))
        again = strip_metadata(made)
    except RefusedFileError:
        return
    assert made == again
