"""Files as cameras, telephones and programs save them, made for a test, each with SECRET wherever a place,
a time or a camera may stand."""

from __future__ import annotations

import base64
import io
import struct
import wave
from collections.abc import Sequence
from typing import Any

import pikepdf
from mutagen.flac import Picture
from mutagen.id3 import APIC, CHAP, COMM, CTOC, GEOB, ID3, PRIV, TALB, TDRC, TIT2, TPE1, TSSE, TXXX
from PIL import Image, ImageCms, PngImagePlugin
from tests.partner_blogs.refresh.drawing import drawn, saved

SECRET = b"SECRETplace+52.1234+021.0123"
WORD = SECRET.decode()
XMP = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
PIXELS = bytes(range(256)) * 16


def exif(turn: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = turn
    found[0x010F] = WORD
    found[0x0132] = "2026:01:02 03:04:05"
    found.get_ifd(0x8825).update({1: "N", 2: (52.0, 13.0, 47.5)})
    return found


def icc() -> bytes:
    """A profile whose maker is named in its head and in a tag."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[48:56] = b"SECRETxx"
    return bytes(profile)


# --- pictures -----------------------------------------------------------------------------------


def jpeg(turn: int = 1, **more: Any) -> bytes:
    """With all that telephones add: Exif, XMP, a remark, a profile, a film behind its end."""
    data = drawn(
        120, 80, "JPEG", exif=exif(turn), icc_profile=icc(), comment=SECRET, quality=95, **more
    )
    xmp = b"http://ns.adobe.com/xap/1.0/\x00" + XMP
    mpf = b"FPXR\x00" + SECRET
    extra = b"".join(
        struct.pack(">BBH", 0xFF, mark, len(part) + 2) + part
        for mark, part in ((0xE1, xmp), (0xE2, mpf), (0xED, b"Photoshop 3.0\x00" + SECRET))
    )
    return data[:2] + extra + data[2:] + b"trailer" + SECRET


def png(turn: int = 1) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", WORD)
    words.add_text("Packed", WORD, zip=False)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return drawn(60, 40, exif=exif(turn), pnginfo=words, icc_profile=icc()) + SECRET


def apng() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", WORD)
    more = [Image.new("RGB", (120, 120), "green")]
    return drawn(save_all=True, append_images=more, pnginfo=words)


def webp(turn: int = 1, *, lossless: bool = False, **more: Any) -> bytes:
    return drawn(
        60, 40, "WEBP", exif=exif(turn), xmp=XMP, icc_profile=icc(), lossless=lossless, **more
    )


def moving_webp() -> bytes:
    return webp(save_all=True, append_images=[Image.new("RGB", (60, 40), "green")])


def gif() -> bytes:
    more = [Image.new("RGB", (120, 120), "green")]
    data = drawn(kind="GIF", save_all=True, append_images=more, loop=3, comment=SECRET)
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET + b"\x00"
    return data[:-1] + xmp + b"\x3b" + SECRET


def avif() -> bytes:
    return drawn(64, 64, "AVIF", exif=exif(), xmp=XMP)


def ico() -> bytes:
    body = png()
    return (
        b"\x00\x00\x01\x00\x01\x00"
        + struct.pack("<BBBBHHII", 60, 40, 0, 0, 1, 32, len(body), 22)
        + body
    )


def svg() -> bytes:
    inside = base64.b64encode(jpeg()).decode()
    return f"""<?xml version="1.0"?><!-- Generator: {WORD} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="9" height="9"
 inkscape:export-filename="/home/{WORD}/x.png"><title>A plan</title>
<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{WORD}</rdf:RDF></metadata>
<rect width="9" height="9"/><image xlink:href="data:image/jpeg;base64,{inside}"/></svg>""".encode()


# --- films --------------------------------------------------------------------------------------


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def full(name: bytes, *parts: bytes, version: int = 0) -> bytes:
    return box(name, bytes([version, 0, 0, 0]), *parts)


def handler(kind: bytes, name: bytes = SECRET) -> bytes:
    return full(b"hdlr", bytes(4), kind, b"appl", bytes(8), name + b"\x00")


TIMES = b"SECRETtm"


def head(name: bytes, number: int) -> bytes:
    return full(name, TIMES, struct.pack(">I", number), bytes(60))


def visual(name: bytes = b"avc1") -> bytes:
    return box(
        name, bytes(6), b"\x00\x01", bytes(4), b"SECR", bytes(8), struct.pack(">HH", 64, 48),
        b"\x00\x48\x00\x00\x00\x48\x00\x00", bytes(4), b"\x00\x01", b"\x0cSECRETpacker".ljust(32, b"\x00"),
        b"\x00\x18\xff\xff", box(b"avcC", b"\x01how it is packed"), box(b"uuid", SECRET),
    )  # fmt: skip


def audible() -> bytes:
    return box(b"sowt", bytes(6), b"\x00\x01", bytes(4), b"SECR", bytes(12), box(b"esds", b"how"))


def track(
    number: int,
    kind: bytes,
    entry: bytes,
    chunks: Sequence[int],
    sizes: Sequence[int],
    *more: bytes,
) -> bytes:
    """A track whose samples lie each in a chunk of its own."""
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), entry),
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(
            b"stsz",
            struct.pack(">II", 0, len(sizes)),
            b"".join(struct.pack(">I", n) for n in sizes),
        ),
        full(
            b"stco", struct.pack(">I", len(chunks)), b"".join(struct.pack(">I", n) for n in chunks)
        ),
    )
    alias = full(b"dref", struct.pack(">I", 1), full(b"alis", SECRET))
    minf = box(b"minf", handler(b"url "), box(b"dinf", alias), table)
    mdia = box(b"mdia", full(b"mdhd", TIMES, bytes(12)), handler(kind), minf)
    return box(b"trak", head(b"tkhd", number), *more, mdia, box(b"udta", box(b"name", SECRET)))


FRAME, SOUND, CHAPTER = b"a picture" * 9, b"a sound!" * 8, b"\x00\x05Intro"


def film(
    brand: bytes = b"qt  ", *, kind: bytes = b"mebx", words: bytes = b"", more: bytes = b""
) -> bytes:
    """As a telephone saves it: pictures, sound, a track of places, and words on all of it."""
    samples = (FRAME, SECRET, SOUND, CHAPTER, b"\x00hidden" + SECRET)
    start = len(box(b"ftyp", brand, bytes(4), brand)) + len(box(b"wide")) + 8
    places = [start + sum(map(len, samples[:n])) for n in range(len(samples))]
    keys = full(
        b"keys", struct.pack(">I", 1), box(b"mdta", b"com.apple.quicktime.location.ISO6709")
    )
    data = box(b"data", struct.pack(">II", 1, 0), SECRET)
    udta = box(b"udta", box(b"\xa9xyz", SECRET), box(b"\xa9mak", SECRET), words)
    moov = box(
        b"moov",
        head(b"mvhd", 0),
        track(1, b"vide", visual(), [places[0]], [len(FRAME)], box(b"tref", box(b"chap", b"\x00\x00\x00\x04"), box(b"cdsc", b"\x00\x00\x00\x02"))),
        track(2, b"meta", box(kind, SECRET), [places[1]], [len(SECRET)]),
        track(3, b"soun", audible(), [places[2]], [len(SOUND)]),
        track(4, b"text", box(b"text", bytes(60)), [places[3]], [len(CHAPTER)]),
        udta,
        full(b"meta", handler(b"mdta"), keys, box(b"ilst", box(b"\x00\x00\x00\x01", data))),
    )  # fmt: skip
    return (
        box(b"ftyp", brand, bytes(4), brand) + box(b"wide") + box(b"mdat", *samples) + moov
        + box(b"uuid", SECRET) + box(b"free", SECRET) + more
    )  # fmt: skip


def titled() -> bytes:
    """What an author writes into an M4A, among what programs do."""

    def item(name: bytes, content: bytes, kind: int = 1) -> bytes:
        return box(name, box(b"data", struct.pack(">II", kind, 0), content))

    items = item(b"\xa9nam", b"A title"), item(b"\xa9cmt", SECRET), item(b"covr", jpeg(), 13)
    return full(b"meta", handler(b"mdir", b""), box(b"ilst", *items, item(b"\xa9too", SECRET)))


def fragmented(*tracks: bytes) -> bytes:
    moov = box(b"moov", head(b"mvhd", 0), *tracks, box(b"udta", box(b"\xa9xyz", SECRET)))
    moof = box(b"moof", full(b"mfhd", bytes(4)), box(b"uuid", SECRET))
    return (
        box(b"ftyp", b"iso5", bytes(4)) + moov + full(b"prft", SECRET) + moof + box(b"mdat", FRAME)
    )


def element(name: int, *parts: bytes, size: bytes | None = None) -> bytes:
    body = b"".join(parts)
    code = name.to_bytes((name.bit_length() + 7) // 8)
    return code + (size or (0x10000000 | len(body)).to_bytes(4)) + body


def webm(*, kind: int = 1, live: bool = False) -> bytes:
    info = element(
        0x1549A966, element(0xBF, bytes(4)), element(0x2AD7B1, b"\x0f\x42\x40"), element(0x7BA9, b"A title"),
        element(0x4461, SECRET[:8]), element(0x4D80, SECRET), element(0x5741, SECRET), element(0x7384, SECRET),
    )  # fmt: skip
    tracks = element(
        0x1654AE6B,
        element(
            0xAE, element(0xD7, b"\x01"), element(0x83, bytes([kind])), element(0x536E, SECRET)
        ),
    )
    tags = element(0x1254C367, element(0x7373, SECRET * 9))
    files = element(0x1941A469, element(0x61A7, SECRET))
    unknown = b"\x01" + b"\xff" * 7 if live else None
    cluster = element(0x1F43B675, element(0xE7, b"\x00"), element(0xA3, FRAME), size=unknown)
    segment = element(0x18538067, info, tracks, cluster, cluster, tags, files, size=unknown)
    return (
        element(0x1A45DFA3, element(0x4282, b"webm"))
        + segment
        + (b"" if live else element(0xEC, SECRET))
    )


# --- sounds -------------------------------------------------------------------------------------

MP3 = (b"\xff\xfb\x90\x00" + bytes(413)) * 4


def mp3(version: int = 4, sound: bytes = MP3) -> bytes:
    tags = ID3()
    inner = [
        TIT2(text="Chapter one"),
        APIC(mime="image/jpeg", desc=WORD, data=jpeg()),
        COMM(text=WORD),
    ]
    for frame in (
        TIT2(text="A title"), TPE1(text="An artist"), TALB(text="An album"), TDRC(text="2026-01-02"),
        TSSE(text=WORD), COMM(text=WORD), TXXX(desc="GPS", text=WORD), PRIV(owner=WORD, data=SECRET),
        GEOB(desc=WORD, data=SECRET), APIC(mime="image/jpeg", desc=WORD, type=3, data=jpeg()),
        CHAP(element_id="a", start_time=0, end_time=9, sub_frames=inner),
        CTOC(element_id="t", flags=3, child_element_ids=["a"], sub_frames=[]),
    ):  # fmt: skip
        tags.add(frame)
    file = io.BytesIO()
    if version == 3:
        tags.update_to_v23()
    tags.save(file, v2_version=version)
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32 + len(SECRET), 1, 0) + bytes(8)
    return file.getvalue() + sound + SECRET + ape + b"TAG" + SECRET.ljust(125, b"\x00")


def vorbis_words(*more: tuple[str, str]) -> bytes:
    picture = Picture()
    picture.data, picture.mime, picture.desc = jpeg(), "image/jpeg", WORD
    cover = base64.b64encode(picture.write()).decode()
    fields = [("TITLE", "A title"), ("CHAPTER001", "00:00:01.000"), ("LOCATION", WORD), ("DATE", "2026-01-02"),
              ("COMMENT", WORD), ("METADATA_BLOCK_PICTURE", cover), *more]  # fmt: skip
    lines = [f"{name}={value}".encode() for name, value in fields]
    return (
        struct.pack("<I", len(SECRET)) + SECRET + struct.pack("<I", len(lines))
        + b"".join(struct.pack("<I", len(line)) + line for line in lines)
    )  # fmt: skip


def flac() -> bytes:
    picture = Picture()
    picture.data, picture.mime, picture.desc = jpeg(), "image/jpeg", WORD
    blocks = [
        (0, bytes(10) + b"\x0a\xc4\x42\xf0" + bytes(20)),
        (4, vorbis_words()),
        (2, b"SECR" + SECRET),
        (6, picture.write()),
        (1, SECRET),
    ]
    made = b"fLaC"
    for n, (kind, body) in enumerate(blocks, 1):
        made += bytes([kind | (0x80 if n == len(blocks) else 0)]) + len(body).to_bytes(3) + body
    return made + b"\xff\xf8sound" + b"TAG" + SECRET.ljust(125, b"\x00")


def ogg() -> bytes:
    """Opus in Ogg, whose pages bear a checksum."""
    from mutagen.ogg import OggPage

    packets = [b"OpusHead\x01\x02" + bytes(9), b"OpusTags" + vorbis_words(), b"sound" * 30]
    made = b""
    for n, packet in enumerate(packets):
        for page in OggPage.from_packets([packet], n):
            page.serial, page.first, page.last, page.position = 7, n == 0, n == 2, n * 960
            made += page.write()
    return made


def wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(PIXELS)
    data = file.getvalue()

    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)

    said = b"INFO" + chunk(b"INAM", b"A title") + chunk(b"ICMT", SECRET) + chunk(b"ICRD", SECRET)
    more = (
        chunk(b"bext", SECRET * 9)
        + chunk(b"iXML", SECRET)
        + chunk(b"id3 ", SECRET)
        + chunk(b"LIST", said)
    )
    return data[:4] + struct.pack("<I", len(data) + len(more) - 8) + data[8:] + more


def aiff() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack(">I", len(body)) + body + b"\x00" * (len(body) % 2)

    body = (
        chunk(b"COMM", bytes(18))
        + chunk(b"ANNO", SECRET)
        + chunk(b"ID3 ", SECRET)
        + chunk(b"NAME", b"A title")
        + chunk(b"SSND", bytes(8) + PIXELS)
    )
    return b"FORM" + struct.pack(">I", len(body) + 4) + b"AIFF" + body


def avi(kind: bytes = b"vids") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)

    stream = (
        b"strl"
        + chunk(b"strh", kind + bytes(52))
        + chunk(b"strf", bytes(40))
        + chunk(b"strd", SECRET)
    )
    header = b"hdrl" + chunk(b"avih", bytes(56)) + chunk(b"LIST", stream) + chunk(b"IDIT", SECRET)
    body = (
        b"AVI "
        + chunk(b"LIST", header)
        + chunk(b"LIST", b"INFO" + chunk(b"ISFT", SECRET))
        + chunk(b"JUNK", SECRET)
        + chunk(b"LIST", b"movi" + chunk(b"00dc", FRAME))
        + chunk(b"idx1", bytes(16))
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --- documents ----------------------------------------------------------------------------------


def pdf(**how: Any) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    photo = document.make_stream(jpeg(6), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=120, Height=80,
                                 ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode)  # fmt: skip
    photo.Metadata = document.make_stream(XMP)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.PieceInfo = pikepdf.Dictionary(
        Program=pikepdf.Dictionary(Private=WORD, LastModified="D:20260102")
    )
    remark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        M=f"D:{WORD}",
        Contents="A remark",
    )
    page.Annots = pikepdf.Array([remark])
    document.Root.Metadata = document.make_stream(XMP)
    document.trailer.Info = pikepdf.Dictionary(
        Title="A title", Author=WORD, Producer=WORD, CreationDate="D:20260102030405"
    )
    document.attachments["photo.jpg"] = pikepdf.AttachedFileSpec(
        document, jpeg(), filename="photo.jpg"
    )
    file = io.BytesIO()
    how = how or {"deterministic_id": True}
    document.save(file, fix_metadata_version=False, **how)
    return file.getvalue()


def signed_pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    signature = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Sig, M="D:20260102", Name=WORD)
    )
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature", V=signature)
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([document.make_indirect(field)]), SigFlags=3
    )
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# --- what is refused ------------------------------------------------------------------------------


def heic(brand: bytes = b"heic") -> bytes:
    return box(b"ftyp", brand, bytes(4), b"mif1", brand) + full(b"meta", handler(b"pict"), SECRET)


def tiff() -> bytes:
    return drawn(60, 40, "TIFF", exif=exif())


def broadcast(packet: int = 188) -> bytes:
    lead = bytes(packet - 188)
    return (lead + b"\x47" + SECRET.ljust(187, b"\xff")) * 30


__all__ = ["drawn", "saved"]
