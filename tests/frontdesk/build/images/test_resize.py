"""What Pillow reads of a picture, and what it leaves out."""

from __future__ import annotations

import struct
import zlib

import pytest
from PIL import Image, ImageCms
from tests.partner_blogs.refresh.drawing import BLUE, RED, boasting, drawn, opened, saved

from frontdesk.build.images.resize import UnreadableImage, draw_variants, image_info
from frontdesk.build.images.variants import ImageInfo, Variant

pytestmark = pytest.mark.A7

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def of_a_telephone(turn: int = 1) -> bytes:
    """A JPEG of 120 by 80 pixels that says where and with what it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    exif[MAKE] = "Secret camera"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 13.0, 47.5), 3: "E", 4: (21.0, 0.0, 42.0)})
    return drawn(120, 80, "JPEG", exif=exif, comment=b"Secret comment", quality=95)


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 30 for a, b in zip(pixel, colour, strict=False))


def test_nothing_beside_the_pixels_is_left() -> None:
    data = of_a_telephone()
    assert opened(data).getexif().get_ifd(GPS)
    for kind in ("webp", "jpg", "png"):
        (made,) = draw_variants(data, [Variant(60, 40, kind)], "photo")
        picture = opened(made)
        assert not picture.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp", "photoshop"} & set(picture.info)
        assert b"Secret" not in made
        assert picture.size == (60, 40)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_turned_as_the_camera_was_held(turn: int) -> None:
    data = of_a_telephone(turn)
    facts = image_info(data)
    sideways = turn > 4
    assert facts == ImageInfo(*((80, 120) if sideways else (120, 80)), "photo")
    (made,) = draw_variants(data, [Variant(facts.width or 0, facts.height or 0, "png")], "photo")
    picture = opened(made)
    begin = {1: RED, 2: BLUE, 3: BLUE, 4: RED, 5: RED, 6: RED, 7: BLUE, 8: BLUE}[turn]
    end = BLUE if begin == RED else RED
    corner = (5, 115) if sideways else (115, 5)
    assert near(picture.getpixel((5, 5)), begin)
    assert near(picture.getpixel(corner), end)


@pytest.mark.parametrize(
    ("data", "look"),
    [
        (drawn(kind="JPEG"), "photo"),
        (drawn(kind="JPEG", mode="CMYK"), "photo"),
        (drawn(kind="MPO", save_all=True, append_images=[Image.new("RGB", (120, 120))]), "photo"),
        (drawn(kind="WEBP"), "photo"),
        (drawn(kind="PNG"), "drawing"),
        (drawn(kind="PNG", mode="P"), "drawing"),
        (drawn(kind="PNG", mode="L"), "drawing"),
        (drawn(kind="PNG", mode="RGBA"), "transparent"),
        (drawn(kind="GIF"), None),
        (drawn(kind="WEBP", save_all=True, append_images=[Image.new("RGB", (120, 120))]), None),
        (drawn(kind="PNG", save_all=True, append_images=[Image.new("RGB", (120, 120))]), None),
    ],
)
def test_how_a_picture_is_packed_goes_by_what_it_is(data: bytes, look: str | None) -> None:
    assert image_info(data) == ImageInfo(120, 120, look)
    if look in {"photo", "drawing", "transparent"}:
        (made,) = draw_variants(data, [Variant(120, 120, "webp")], look)
        assert opened(made).size == (120, 120)


def test_what_can_be_seen_through_stays_so() -> None:
    data = saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)))
    for kind in ("webp", "png"):
        (made,) = draw_variants(data, [Variant(20, 20, kind)], "transparent")
        assert opened(made).convert("RGBA").getpixel((9, 9))[3] == 0


def test_a_drawing_loses_nothing() -> None:
    (made,) = draw_variants(drawn(), [Variant(120, 120, "webp")], "drawing")
    assert opened(made).convert("RGB").tobytes() == opened(drawn()).tobytes()


def test_a_profile_of_colours_goes_with_the_rest() -> None:
    for space in ("sRGB", "LAB"):  # of which the second says nothing about this picture
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()
        data = saved(Image.new("RGB", (8, 8), RED), icc_profile=profile)
        (made,) = draw_variants(data, [Variant(8, 8, "png")], "drawing")
        assert near(opened(made).getpixel((1, 1)), RED)
        assert "icc_profile" not in opened(made).info


def test_the_same_picture_gives_the_same_bytes() -> None:
    copies = [Variant(60, 60, "webp"), Variant(60, 60, "jpg"), Variant(60, 60, "png")]
    data = drawn(kind="JPEG")
    assert draw_variants(data, copies, "photo") == draw_variants(data, copies, "photo")


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", drawn(kind="JPEG", quality=90)[:700], drawn()[:-30], boasting(60_000, 60_000)],
)
def test_what_cannot_be_read_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableImage, match=r"^(is damaged, or no picture|has too many pixels)"):
        draw_variants(data, [Variant(10, 10, "webp")], image_info(data).kind or "photo")


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('width="640" height="370px"', (640, 370)),
        ('viewBox="0 0 64.4 37"', (64, 37)),
        ('width="100%" height="100%" viewBox="0,0,64,37"', (64, 37)),
        ('width="100%"', (None, None)),
        ('viewBox="0 0 0 0"', (None, None)),
        ('viewBox="none"', (None, None)),
    ],
)
def test_how_large_a_drawing_in_lines_is(svg: str, size: tuple[int | None, int | None]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {svg}/>'.encode()
    assert image_info(data, is_svg=True) == ImageInfo(*size, None)


def test_an_svg_that_is_none_is_told() -> None:
    with pytest.raises(UnreadableImage, match="is no SVG"):
        image_info(b"<svg", is_svg=True)


def test_the_head_alone_tells_what_a_picture_is() -> None:
    """A file that is cut in the middle of its pixels still says how large it is."""
    whole = drawn(400, 300, "JPEG", quality=95)
    assert image_info(whole[: len(whole) // 2]) == image_info(whole)


def of_sixteen_bits(kind: int, *values: int, clear: bytes = b"") -> bytes:
    """A PNG of one pixel with 65,536 steps of each colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 16, kind, 0, 0, 0)
    row = zlib.compress(b"\x00" + struct.pack(f">{len(values)}H", *values))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + (chunk(b"tRNS", clear) if clear else b"")
        + chunk(b"IDAT", row) + chunk(b"IEND", b"")
    )  # fmt: skip


OF_16_BITS = [
    (of_sixteen_bits(0, 0), (0, 0, 0)),
    (of_sixteen_bits(0, 300), (1, 1, 1)),
    (of_sixteen_bits(0, 0x8000), (128, 128, 128)),
    (of_sixteen_bits(0, 0xFFFF), (255, 255, 255)),
    (of_sixteen_bits(2, 0x8000, 0x1000, 0xFFFF), (128, 16, 255)),
    (of_sixteen_bits(4, 0x8000, 0x4000), (128, 128, 128, 64)),
    (of_sixteen_bits(6, 0x8000, 0x1000, 0xFFFF, 0x4000), (128, 16, 255, 64)),
    (of_sixteen_bits(0, 0x8000, clear=b"\x80\x00"), (128, 128, 128, 0)),
    (of_sixteen_bits(0, 0x8000, clear=b"\x90\x00"), (128, 128, 128, 255)),
    (of_sixteen_bits(2, 0x8000, 0, 0, clear=b"\x80\x00\x00\x00\x00\x00"), (128, 0, 0, 0)),
]


@pytest.mark.parametrize(("data", "pixel"), OF_16_BITS)
def test_a_scan_of_sixteen_bits_keeps_its_shades(data: bytes, pixel: tuple[int, ...]) -> None:
    for kind in ("png", "webp"):
        (made,) = draw_variants(data, [Variant(1, 1, kind)], image_info(data).kind or "photo")
        shown = opened(made).convert("RGBA" if len(pixel) > 3 else "RGB").getpixel((0, 0))
        assert isinstance(shown, tuple)
        if len(pixel) < 4 or pixel[3]:
            assert all(abs(a - b) <= 2 for a, b in zip(shown, pixel, strict=True))
        else:
            assert shown[3] == 0


@pytest.mark.parametrize(
    ("data", "pixel"),
    [
        (drawn(mode="L"), (81, 81, 81, 255)),
        (drawn(mode="LA"), (81, 81, 81, 255)),
        (saved(Image.new("1", (9, 9), 1)), (255, 255, 255, 255)),
        (drawn(kind="JPEG", mode="L", quality=95), (81, 81, 81, 255)),
        (drawn(kind="JPEG", mode="CMYK", quality=95), (200, 30, 30, 255)),
        (saved(Image.new("L", (9, 9), 100), transparency=100), (100, 100, 100, 0)),
        (saved(Image.new("1", (9, 9), 1), transparency=1), (255, 255, 255, 0)),
        (saved(Image.new("RGB", (9, 9), RED).quantize(4), transparency=0), (*RED, 0)),
        (saved(Image.new("RGB", (9, 9), RED), transparency=RED), (*RED, 0)),
    ],
)
def test_a_picture_of_any_mode_looks_as_it_does(data: bytes, pixel: tuple[int, ...]) -> None:
    (made,) = draw_variants(data, [Variant(9, 9, "png")], image_info(data).kind or "photo")
    shown = opened(made).convert("RGBA").getpixel((1, 1))
    assert isinstance(shown, tuple)
    assert all(abs(a - b) <= 8 for a, b in zip(shown, pixel, strict=True))
