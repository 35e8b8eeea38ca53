"""An author's pictures, made ready for pages, and a card for each post where others link to it.

As a Pelican plugin it puts light copies in the place of what an author saved (A7), and draws the
picture that social networks show beside a link (R7). Nothing is published that a camera wrote into
a picture beside its pixels.
"""

from __future__ import annotations


def register() -> None:
    from . import cards, pictures  # noqa: PLC0415 - the rest needs no Pelican

    pictures.connect()
    cards.connect()
