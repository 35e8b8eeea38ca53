"""Pelican's context in; `programs` in it out, which gives templates breadcrumbs and JSON-LD."""

from __future__ import annotations

from typing import Any

from pelican import signals

from frontdesk.site.structured_data import StructuredData


def register() -> None:
    signals.generator_init.connect(_offer)


def _offer(generator: Any) -> None:
    generator.context.setdefault("programs", StructuredData(generator.settings))
