"""The Pelican side: the filter `outline`, a text's HTML → Outline, by READING_SPEED and CONTENTS_FROM."""

from __future__ import annotations

from typing import Any

from pelican import signals

from frontdesk.content.toc import Outline, outline
from frontdesk.core.settings import whole_number


def connect() -> None:
    signals.generator_init.connect(_add_filter)


def _add_filter(generator: Any) -> None:
    speed = whole_number(generator.settings, "READING_SPEED")
    fewest = whole_number(generator.settings, "CONTENTS_FROM")

    def outlined(html: str) -> Outline:
        return outline(html, words_a_minute=speed, fewest_parts=fewest)

    generator.env.filters["outline"] = outlined
