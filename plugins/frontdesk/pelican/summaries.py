"""Sees to it that no footnote stands in the first words of a text, which serve as its summary: neither its
mark nor the note, both of which lead to places of another page (A13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pelican import signals

_MARK = re.compile(r'\s*<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
_NOTES = re.compile(r'\s*<div class="footnote">.*', re.DOTALL)


def connect() -> None:
    signals.content_object_init.connect(_without_notes)


def _without_notes(content: Any) -> None:
    pelicans: Callable[[str], str] = content.get_summary

    def get_summary(site: str) -> str:
        return without_notes(pelicans(site))

    if getattr(content, "_content", None):
        content.get_summary = get_summary


def without_notes(html: str) -> str:
    """The beginning of a text without its footnotes, which are all at its end."""
    return _MARK.sub("", _NOTES.sub("", html)) if "fn" in html else html
