"""Pelican's context in; `programs` in it out, which gives templates breadcrumbs and JSON-LD. It also writes
the sitemap from the finished pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pelican import signals

from frontdesk.build.sitemap import ROBOTS, is_listed, robots, sitemaps
from frontdesk.core.site_writer import write_bytes
from frontdesk.site.structured_data import StructuredData, last_changed

TEXTS = "DATED_TEXTS"
"""The texts that have a date: `finalized` does not pass the context on."""


def register() -> None:
    signals.generator_init.connect(_offer)
    signals.all_generators_finalized.connect(_keep_texts)
    signals.finalized.connect(_write)


def _offer(generator: Any) -> None:
    generator.context.setdefault("programs", StructuredData(generator.settings))


def _keep_texts(generators: Sequence[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    texts = (*context["articles"], *context["pages"])
    settings[TEXTS] = [text for text in texts if hasattr(text, "date")]


def _write(pelican: Any) -> None:
    settings, output = pelican.settings, Path(pelican.settings["OUTPUT_PATH"])
    site = settings["SITE_ADDRESS"]
    changed = {_address(site, text.save_as): last_changed(text) for text in settings[TEXTS]}
    for name, data in sitemaps(site, _listed(output, site), changed).items():
        write_bytes(str(output), name, data)
    if not (output / ROBOTS).exists():  # the author's own, from content/extra/
        write_bytes(str(output), ROBOTS, robots(site).encode())


def _listed(output: Path, site: str) -> Iterator[str]:
    for path in output.rglob("*.html"):
        address = _address(site, path.relative_to(output).as_posix())
        if is_listed(path.read_text(encoding="utf-8"), address):
            yield address


def _address(site: str, file: str) -> str:
    """The address of a file of the site."""
    folder, _, name = file.rpartition("/")
    return (
        f"{site}/{file}" if name != "index.html" else f"{site}/{folder}/" if folder else f"{site}/"
    )
