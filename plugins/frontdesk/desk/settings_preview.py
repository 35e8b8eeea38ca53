"""What a form of settings says of a site in; a picture of its pages in light and dark out. Pure (K1)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from frontdesk.core.colours import DARK_PAPER, LIGHT_PAPER, Tones, accent_tones
from frontdesk.core.errors import SettingsError
from frontdesk.core.text import clean_line

_WIDTH, _HEIGHT, _FORM_HEIGHT = 340, 180, 130
"""Of one half, and of the form of a newsletter below it, in pixels."""
_SERIF, _SANS = "Literata, Georgia, serif", "system-ui, sans-serif"
FIELDS = ("SITENAME", "SITESUBTITLE", "ACCENT", "NEWSLETTER.action", "NEWSLETTER.text")
"""What of the form the picture shows."""
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
    words = {key: clean_line(fields.get(key, "")) for key in FIELDS}
    height = _HEIGHT + (_FORM_HEIGHT if words["NEWSLETTER.action"] else 0)
    halves = (
        _half(0, height, LIGHT_PAPER, _INK.light, _QUIET.light, accent.light, words, fault),
        _half(height, height, DARK_PAPER, _INK.dark, _QUIET.dark, accent.dark, words, fault),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {2 * height}" '
        f'width="{_WIDTH}" height="{2 * height}">{"".join(halves)}</svg>'
    ).encode()


def _half(
    top: int,
    height: int,
    paper: str,
    ink: str,
    quiet: str,
    accent: str,
    words: Mapping[str, str],
    fault: str,
) -> str:
    link = "This colour cannot be used" if fault else "The title of your newest post"
    below = fault or "It begins with a sentence like this one."
    return (
        f'<svg y="{top}" width="{_WIDTH}" height="{height}" overflow="hidden">'
        f'<rect width="100%" height="100%" fill="{paper}"/>'
        f"{_line(48, 25, words['SITENAME'], ink, _SERIF, 600)}"
        f"{_line(72, 13, words['SITESUBTITLE'], quiet, _SANS)}"
        f'<path d="M20 90H{_WIDTH - 20}m0 3H20" stroke="{ink}" stroke-width="1"/>'
        f"{_line(126, 17, link, accent, _SERIF, 600)}{_line(152, 14, below, ink, _SERIF)}"
        f"{_newsletter(paper, ink, words) if words['NEWSLETTER.action'] else ''}</svg>"
    )


def _newsletter(paper: str, ink: str, words: Mapping[str, str]) -> str:
    """The form as the page Subscribe and the sidebar have it."""
    return (
        f"{_line(_HEIGHT + 20, 14, words['NEWSLETTER.text'], ink, _SERIF)}"
        f"{_line(_HEIGHT + 48, 13, 'Your e-mail address', ink, _SANS, 600)}"
        f'<rect x="20" y="{_HEIGHT + 60}" width="190" height="36" rx="3" fill="none" stroke="{ink}"/>'
        f'<rect x="220" y="{_HEIGHT + 60}" width="100" height="36" rx="3" fill="{ink}"/>'
        f"{_line(_HEIGHT + 83, 13, 'Subscribe', paper, _SANS, 600, 233)}"
    )


def _line(
    y: int, size: int, text: str, colour: str, face: str, weight: int = 400, x: int = 20
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-family="{face}" font-weight="{weight}" '
        f'fill="{colour}">{escape(text)}</text>'
    )
