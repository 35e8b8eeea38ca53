"""Cards as pictures: the pixels of Pillow's own text, whatever was drawn before."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from tests.partner_blogs.refresh.drawing import opened

from frontdesk.build.images.card_drawing import CardRenderer
from frontdesk.build.images.card_layout import layout_title, truncate
from frontdesk.site.share_cards import TONES, Card, drawable_card

pytestmark = pytest.mark.R7

FONT = Path(__file__).resolve().parents[4] / "theme" / "fonts" / "literata-semibold.ttf"
RENDERER = CardRenderer(FONT.read_bytes())
BELOW = "Praktyka · 12 listopada 2026"
BANDS = (
    (0, 118, (0x8A, 0x3D, 0x16)),
    (118, 540, (0x21, 0x1E, 0x19)),
    (540, 630, (0x64, 0x5D, 0x50)),
)
PAPER = (0xFB, 0xF8, 0xF1)


def as_pillow_draws_it(card: Card, font: bytes) -> Image.Image:
    """A card of which Pillow measures and draws each line as a whole."""

    @cache
    def sized(size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)

    def measure(text: str, size: int) -> float:
        return sized(size).getlength(text)

    def write(y: int, text: str, size: int) -> None:
        draw.text((84, y), text, 255, sized(size), anchor="ls")

    card = drawable_card(card, CardRenderer(font).has_sign) or card
    ink = Image.new("L", (1200, 630))
    draw = ImageDraw.Draw(ink)
    draw.rectangle((0, 0, 1200, 13), 255)
    if card.above:
        write(104, truncate(card.above, 40, measure), 40)
        draw.rectangle((84, 132, 84 + 1032, 133), 255)
        draw.rectangle((84, 139, 84 + 1032, 140), 255)
    title = layout_title(card.title, measure)
    for n, line in enumerate(title.lines):
        write(160 + round(title.size * (1 + 1.16 * n)), line, title.size)
    write(572, truncate(card.below, 32, measure), 32)
    picture = Image.new("RGB", ink.size)
    for top, bottom, colour in BANDS:
        band = ink.crop((0, top, 1200, bottom)).point([n * 15 // 255 for n in range(256)])
        shades = [
            band.point([paper + (full - paper) * min(n, 15) // 15 for n in range(256)])
            for paper, full in zip(PAPER, colour, strict=True)
        ]
        picture.paste(Image.merge("RGB", shades), (0, top))
    return picture


def is_as_pillow_draws_it(card: Card, font: bytes, renderer: CardRenderer) -> bool:
    drawn = opened(renderer.render(card)).convert("RGB")
    return drawn.tobytes() == as_pillow_draws_it(card, font).tobytes()


@pytest.mark.parametrize(
    "title",
    [
        "Fine",
        "How long is shortly in your house?",
        "Office fjords, afflicted: first “AV To. Ty” LTAV",
        "Zażółć gęślą jaźń, pchnąć w tę łódź jeża lub ośm skrzyń fig",
        "Falsches Üben von Xylophonmusik quält jeden größeren Zwerg",
        "Voix ambiguë d’un cœur qui, au zéphyr, préfère les jattes de kiwis",
        "Příliš žluťoučký kůň úpěl ďábelské ódy",
        "Съешь же ещё этих мягких французских булок, да выпей чаю",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
        "İyi ılık şoföre çabucak güvendi",
        "e\u0301le\u0300ve, a letter and its accent",
        "Tea 🍵 for two, 日本",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
        "a long title that goes on " * 12,
        "W" * 120,
        "",
    ],
)
def test_a_card_has_the_pixels_of_pillows_own_text(title: str) -> None:
    for card in (Card("The Returned Call", title, BELOW), Card("", title, "")):
        assert is_as_pillow_draws_it(card, FONT.read_bytes(), RENDERER)


@settings(max_examples=25, deadline=None)
@given(*[st.text("AVTWLYfijlrtyo.,“”’ąłżĘÜßéйЖψ 1—…", max_size=size) for size in (60, 250, 90)])
def test_any_words_have_the_pixels_of_pillows_own_text(above: str, title: str, below: str) -> None:
    assert is_as_pillow_draws_it(Card(above, title, below), FONT.read_bytes(), RENDERER)


def kerned(font: bytes, glyphs: int, units: int) -> bytes:
    """The font with a table `kern` that moves every pair of its first glyphs together."""
    pairs = [(left, right) for left in range(1, glyphs) for right in range(1, glyphs)]
    rows = b"".join(struct.pack(">HHh", *pair, -units) for pair in pairs)
    table = struct.pack(">HHHHHHHHH", 0, 1, 0, (14 + len(rows)) & 0xFFFF, 1, len(pairs), 0, 0, 0)
    count = struct.unpack_from(">H", font, 4)[0]
    entries = [struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(count)]
    moved = [(name, check, at + 16, size) for name, check, at, size in entries]
    moved.append((b"kern", 0, len(font) + 16, len(table + rows)))
    head = font[:4] + struct.pack(">H", count + 1) + font[6:12]
    listed = b"".join(struct.pack(">4sIII", *entry) for entry in sorted(moved))
    return head + listed + font[12 + 16 * count :] + table + rows


def test_a_font_that_moves_letters_together_has_them_so_on_cards() -> None:
    font = kerned(FONT.read_bytes(), glyphs=90, units=900)
    plain, moved = (
        ImageFont.truetype(BytesIO(one), 92, layout_engine=ImageFont.Layout.BASIC)
        for one in (FONT.read_bytes(), font)
    )
    title = "FED A BAD BEE, ABED A DEAF CAFE " * 3
    assert moved.getlength(title) < plain.getlength(title)
    card = Card("The Returned Call", title, BELOW)
    assert is_as_pillow_draws_it(card, font, CardRenderer(font))


def test_a_card_is_drawn_alike_each_time_and_is_light() -> None:
    card = Card("The Returned Call", "Zażółć gęślą jaźń " * 4, "Praktyka · 12 listopada 2026")
    renderer = CardRenderer(FONT.read_bytes())
    made = renderer.render(card)
    assert made == CardRenderer(FONT.read_bytes()).render(card)
    assert len(made) < 100_000
    picture = opened(made)
    assert (picture.size, picture.format) == ((1200, 630), "PNG")


@pytest.mark.parametrize("card", [Card("The Returned Call", "Fine", BELOW), Card("", "", "")])
def test_the_packed_rows_of_a_card_have_the_checksum_of_all_of_them(card: Card) -> None:
    made = RENDERER.render(card)
    at = made.index(b"IDAT")
    data = made[at + 4 : at + 4 + int.from_bytes(made[at - 4 : at])]
    assert len(zlib.decompress(data)) == 630 * (1 + 1200)  # it raises for another checksum


def test_a_tone_changes_colours_alone() -> None:
    plain, dark = (
        opened(RENDERER.render(Card("Site", "Fine", BELOW, tone))) for tone in (0, TONES)
    )
    assert plain.tobytes() == dark.tobytes()
    assert plain.getpalette() != dark.getpalette()


def test_the_font_has_the_letters_of_europe_and_no_others() -> None:
    renderer = CardRenderer(FONT.read_bytes())
    latin = "ĄąĆćĘęŁłŃńÓóŚśŹźŻż ÄäÖöÜüß ÀàÇçÉéÎîŒœ ÅåÆæØø ČčŘřŠšŤťŽž ŐőŰű ĂăȘșȚț Ğğİı"
    letters = f"{latin} Привет Ёё Її Ελλάδα".replace(" ", "")
    assert [one for one in letters if not renderer.has_sign(one)] == []
    bare = renderer.render(Card("", "a", ""))
    assert [one for one in "“”‘’„–—…€" if renderer.render(Card("", f"a{one}", "")) == bare] == []
    assert not any(map(renderer.has_sign, "日本語"))
    assert FONT.stat().st_size < 150_000
    assert "SIL Open Font License" in FONT.with_name("OFL.txt").read_text("utf-8")
