"""The Pelican side: when the site is whole, the list of its pages is made from what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pelican import signals

from syndication.adapter import write_bytes

from .sitemap import ROBOTS, is_listed, robots, sitemaps

CHANGED = "LAST_CHANGED"
"""Of each text, by its address; when the site is whole, Pelican has forgotten what it was made from."""


def connect() -> None:
    signals.all_generators_finalized.connect(_keep_when_texts_changed)
    signals.finalized.connect(_write)


def _keep_when_texts_changed(generators: Sequence[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    settings[CHANGED] = {
        f"{settings['SITE_ADDRESS']}/{text.url}": last_changed(text)
        for text in (*context["articles"], *context["pages"])
        if hasattr(text, "date")
    }


def last_changed(text: Any) -> datetime:
    """When its author says that a post or page was changed, or was published."""
    published: datetime = text.date
    return max(published, getattr(text, "modified", published))


def _write(pelican: Any) -> None:
    settings, output = pelican.settings, Path(pelican.settings["OUTPUT_PATH"])
    site = settings["SITE_ADDRESS"]
    for name, data in sitemaps(site, _listed(output, site), settings[CHANGED]).items():
        write_bytes(str(output), name, data)
    if not (output / ROBOTS).exists():  # the author's own, from content/extra/
        write_bytes(str(output), ROBOTS, robots(site).encode())


def _listed(output: Path, site: str) -> Iterator[str]:
    for path in output.rglob("*.html"):
        name = path.relative_to(output).as_posix()
        address = f"{site}/{name.removesuffix('index.html') if path.name == 'index.html' else name}"
        if is_listed(path.read_text(encoding="utf-8"), address):
            yield address
