"""An author's pictures, made ready for pages.

As a Pelican plugin it puts light copies in the place of what an author saved (A7). Nothing is
published that a camera wrote into a picture beside its pixels.
"""

from __future__ import annotations


def register() -> None:
    from . import pictures  # noqa: PLC0415 - the rest needs no Pelican

    pictures.connect()
