"""Whatever a server sends becomes a small picture or a failure (W4)."""

from __future__ import annotations

import asyncio
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.partner_blogs.refresh.drawing import BLUE, RED, boasting, drawn, opened, saved

from frontdesk.net.model import Failed
from partner_blogs.model.state import ImageKind
from partner_blogs.refresh.parse_workers import WorkerPool
from partner_blogs.refresh.thumbnail import MAX_PIXELS, make_thumbnail

pytestmark = pytest.mark.W4

NO_PICTURE = "is no picture of a kind that we read (PNG, JPEG, GIF, WEBP, ICO)"


def small(body: bytes, kind: ImageKind) -> Image.Image:
    found = make_thumbnail(body, kind)
    assert isinstance(found, bytes), found
    picture = opened(found)
    assert picture.format == "WEBP"
    return picture


def problem(body: bytes, kind: ImageKind = "icon") -> str:
    found = make_thumbnail(body, kind)
    assert isinstance(found, Failed), found
    assert found.reason.isprintable()
    return found.reason


def near(one: object, other: tuple[int, int, int]) -> bool:
    return isinstance(one, tuple) and all(abs(a - b) < 40 for a, b in zip(one, other, strict=False))


@pytest.mark.parametrize(
    ("size", "icon", "thumbnail"),
    [
        ((800, 800), (64, 64), (144, 96)),
        ((1500, 1000), (64, 64), (144, 96)),
        ((1000, 4000), (64, 64), (144, 96)),
        ((72, 72), (64, 64), (72, 48)),
        ((96, 64), (64, 64), (96, 64)),
        ((48, 48), (48, 48), (48, 32)),
        ((1200, 300), (64, 64), (144, 96)),
    ],
)
def test_an_icon_is_a_square_a_thumbnail_three_by_two_and_nothing_is_enlarged(
    size: tuple[int, int], icon: tuple[int, int], thumbnail: tuple[int, int]
) -> None:
    body = drawn(*size)
    assert small(body, "icon").size == icon
    assert small(body, "thumbnail").size == thumbnail


def test_an_icon_is_whole_and_a_thumbnail_is_the_middle() -> None:
    wide = drawn(400, 200)
    icon = small(wide, "icon").convert("RGBA")
    assert icon.getpixel((32, 2))[3] == 0  # type: ignore[index]
    assert near(icon.getpixel((2, 32)), RED)
    assert near(icon.getpixel((61, 32)), BLUE)
    thumbnail = small(drawn(100, 3000), "thumbnail").convert("RGB")
    assert near(thumbnail.getpixel((5, 5)), RED)


MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "GIF": ("1", "L", "P", "RGB"),
    "WEBP": ("RGB", "RGBA"),
    "ICO": ("1", "L", "P", "RGB", "RGBA"),
}


@pytest.mark.parametrize(
    ("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes]
)
def test_every_kind_and_mode_of_picture_is_read(kind: str, mode: str) -> None:
    assert small(drawn(kind=kind, mode=mode), "icon").size == (64, 64)


def test_what_is_transparent_stays_so() -> None:
    body = saved(Image.new("RGBA", (64, 64), (*RED, 0)))
    assert small(body, "icon").convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, BLUE)]
    for kind in ("GIF", "WEBP", "PNG"):
        picture = small(saved(frames[0], kind, save_all=True, append_images=frames[1:]), "icon")
        assert getattr(picture, "n_frames", 1) == 1
        assert near(picture.convert("RGB").getpixel((5, 5)), RED)


def test_nothing_but_the_pixels_is_kept_and_they_stand_upright() -> None:
    told = Image.Exif()
    told[0x0112] = 6  # turn it to the right
    told[0x010F] = "secret camera"
    picture = Image.new("RGB", (200, 200), RED)
    picture.paste(BLUE, (0, 0, 200, 100))
    profile = b"secret profile" * 20
    body = saved(picture, "JPEG", exif=told, comment=b"secret comment", icc_profile=profile)
    found = make_thumbnail(body, "thumbnail")
    assert isinstance(found, bytes)
    assert b"secret" in body
    assert b"secret" not in found
    assert not {"exif", "icc_profile", "comment"} & set(opened(found).info)
    upright = opened(found).convert("RGB")
    assert near(upright.getpixel((5, 50)), RED)
    assert near(upright.getpixel((140, 50)), BLUE)


def test_the_same_picture_has_the_same_bytes() -> None:
    body = drawn(700, 500, "JPEG")
    assert make_thumbnail(body, "thumbnail") == make_thumbnail(body, "thumbnail")


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><script>x</script></svg>"


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Not found</title>",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        saved(Image.new("RGB", (64, 64)), "BMP"),
        saved(Image.new("RGB", (64, 64)), "TIFF"),
        b"",
        b"\x00" * 1000,
    ],
)
def test_what_is_no_picture_of_these_kinds_is_told(body: bytes) -> None:
    assert problem(body) == NO_PICTURE


@pytest.mark.E9
@pytest.mark.parametrize("size", [(4001, 4000), (8000, 8000), (2**31 - 1, 2**31 - 1), (10**9, 20)])
def test_a_picture_that_unpacks_to_very_many_pixels_is_never_unpacked(
    size: tuple[int, int],
) -> None:
    body = boasting(*size)
    assert len(body) < 200
    assert problem(body) == f"has more than {MAX_PIXELS // 10**6} million pixels"


@pytest.mark.E9
def test_an_icon_file_may_not_hide_a_larger_picture_than_it_tells() -> None:
    inside = boasting(9000, 9000)
    entry = struct.pack("<BBBBHHII", 64, 64, 0, 0, 1, 32, len(inside), 22)
    body = struct.pack("<HHH", 0, 1, 1) + entry + inside
    assert problem(body) == f"has more than {MAX_PIXELS // 10**6} million pixels"


@pytest.mark.parametrize(
    ("kind", "size"),
    [("icon", (1, 1)), ("icon", (15, 15)), ("icon", (600, 60)), ("icon", (16, 900)),
     ("thumbnail", (1, 1)), ("thumbnail", (900, 47))],
)  # fmt: skip
def test_a_spacer_a_line_and_a_counter_of_readers_are_not_shown(
    kind: ImageKind, size: tuple[int, int]
) -> None:
    told = f"is too small or too narrow to be shown ({size[0]} by {size[1]} pixels)"
    assert problem(drawn(*size), kind) == told


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "ICO"])
def test_half_a_picture_is_none(kind: str) -> None:
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    body = saved(noise, kind)
    assert "damaged" in problem(body[: len(body) // 2], "thumbnail")


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_are_a_picture_or_a_failure(noise: bytes, at: int) -> None:
    for whole in (drawn(20, 20), drawn(20, 20, "GIF"), drawn(20, 20, "JPEG"), drawn(32, 32, "ICO")):
        assert make_thumbnail(whole[:at] + noise + whole[at + len(noise) :], "icon")


@pytest.mark.E9
def test_a_reading_process_draws_as_this_one_would() -> None:
    async def apart(body: bytes) -> bytes | Failed:
        async with WorkerPool(20) as readers:
            return await readers.run(make_thumbnail, body, "icon")

    for body in (drawn(), b"nothing"):
        assert asyncio.run(apart(body)) == make_thumbnail(body, "icon")
