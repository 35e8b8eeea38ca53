"""The name, tagline and colour of a site in; a picture of its pages in light and dark out. Pure (K1)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from frontdesk.core.colours import DARK_PAPER, LIGHT_PAPER, Tones, accent_tones
from frontdesk.core.errors import SettingsError
from frontdesk.core.text import clean_line

_WIDTH, _HEIGHT = 340, 180
"""Of one half, in pixels."""
_DESIGN = Tones("#17594a", "#8fd3bd")
"""The colours of links where none is chosen."""
_INK, _QUIET = Tones("#211e19", "#e9e4d8"), Tones("#645d50", "#a8a091")


def settings_picture(fields: Mapping[str, str]) -> bytes:
    """An SVG picture, both one below the other.

    Args:
        fields: of the form of settings, as they are typed.
    """
    try:
        accent = accent_tones(typed) if (typed := fields.get("ACCENT")) else _DESIGN
        fault = ""
    except SettingsError as error:
        accent, fault = _DESIGN, str(error).partition(" (")[0].partition(";")[0]
    name, about = (clean_line(fields.get(key, "")) for key in ("SITENAME", "SITESUBTITLE"))
    halves = (
        _half(0, LIGHT_PAPER, _INK.light, _QUIET.light, accent.light, name, about, fault),
        _half(_HEIGHT, DARK_PAPER, _INK.dark, _QUIET.dark, accent.dark, name, about, fault),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {2 * _HEIGHT}" '
        f'width="{_WIDTH}" height="{2 * _HEIGHT}">{"".join(halves)}</svg>'
    ).encode()


def _half(
    top: int, paper: str, ink: str, quiet: str, accent: str, name: str, about: str, fault: str
) -> str:
    serif, sans = "Literata, Georgia, serif", "system-ui, sans-serif"
    link = "This colour cannot be used" if fault else "The title of your newest post"
    below = fault or "It begins with a sentence like this one."
    return (
        f'<svg y="{top}" width="{_WIDTH}" height="{_HEIGHT}" overflow="hidden">'
        f'<rect width="100%" height="100%" fill="{paper}"/>'
        f"{_line(48, 25, name, ink, serif, 600)}{_line(72, 13, about, quiet, sans)}"
        f'<path d="M20 90H{_WIDTH - 20}m0 3H20" stroke="{ink}" stroke-width="1"/>'
        f"{_line(126, 17, link, accent, serif, 600)}{_line(152, 14, below, ink, serif)}</svg>"
    )


def _line(y: int, size: int, text: str, colour: str, face: str, weight: int = 400) -> str:
    return (
        f'<text x="20" y="{y}" font-size="{size}" font-family="{face}" font-weight="{weight}" '
        f'fill="{colour}">{escape(text)}</text>'
    )
