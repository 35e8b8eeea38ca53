"""The owner's settings and boxes in; the shared value `face`, and the files that follow from them, out
(T1 to T3)."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals

from frontdesk.build.images.icons import FAVICON, TOUCH_ICON, draw_icons
from frontdesk.build.images.resize import MADE_BY, UnreadableImage
from frontdesk.content.boxes import OwnBox, read_boxes
from frontdesk.content.content_paths import BOXES_FOLDER
from frontdesk.content.scan import scan_content
from frontdesk.core.hashing import digest
from frontdesk.core.settings import MENU_PLACES, Settings, settings_from
from frontdesk.core.site_writer import ROOT, write_bytes
from frontdesk.formats.author_markdown import author_markdown_html
from frontdesk.site.face import Face, accent_css, place_boxes, unknown_names
from frontdesk.site.links import resolve_links
from frontdesk.site.responsive_images import WebImage

from .images import ImageProcessor, cache_of
from .link_rewriting import TARGETS

STYLE = "css/site.css"
"""The style sheet of the theme, below its folder."""
OWN_STYLE = "site.css"
"""The owner's style sheet, in content/extra/, and so in the root of the site."""

_log = logging.getLogger(__name__)


def register() -> None:
    signals.all_generators_finalized.connect(_make_face)
    signals.finalized.connect(_write_style)


def _make_face(generators: list[Any]) -> None:
    settings, context = generators[0].settings, generators[0].context
    rules = settings_from(settings)
    images: ImageProcessor = context["studio"]
    pages = (page.slug for page in context["shared"].get("page_links", ()))
    for line in unknown_names(rules, pages, MENU_PLACES):
        _log.warning("%s", line)
    boxes, _ = read_boxes(scan_content(Path(settings["PATH"]), rules, [BOXES_FOLDER]).boxes, rules)
    picture = partial(_picture, images, rules)
    context["shared"]["face"] = Face(
        logo=picture("logo"),
        header=picture("header"),
        portrait=picture("portrait"),
        boxes=place_boxes(rules.boxes, boxes, partial(_box_html, settings, context)),
        about=_html("ABOUT", rules.about, settings),
        footer=_html("FOOTER", rules.footer, settings),
        newsletter=rules.newsletter,
        icon=settings["SITE_ICON"],
        has_icons=_write_icons(rules, settings),
        has_style=any(it.get("path") == OWN_STYLE for it in rules.extra_path_metadata.values()),
    )


def _picture(images: ImageProcessor, rules: Settings, name: str) -> WebImage | None:
    path = getattr(rules, name)
    found = images.image_at(path, "") if path else None
    if path and found is None:
        _log.error("%s names %s, and there is no such picture in content/", name.upper(), path)
    return found


def _html(name: str, text: str, settings: Any) -> str:
    made, removed = author_markdown_html(text, settings, ROOT)
    if removed:
        _log.warning("%s: %s was left out, for no page may have it", name, ", ".join(removed))
    return made


def _box_html(settings: Any, context: Any, box: OwnBox) -> str:
    made = _html(box.path, box.text, settings)
    return resolve_links(made, box.path, context[TARGETS], context["studio"].finder(box.path))


def _write_icons(rules: Settings, settings: Any) -> bool:
    if not rules.icons:
        return False
    try:
        data = Path(settings["PATH"], rules.icons).read_bytes()
        wanted = [(digest(MADE_BY, name, data), name) for name in (FAVICON, TOUCH_ICON)]
        drawn = cache_of(settings).get_or_make(wanted, partial(draw_icons, data))
    except OSError as error:
        _log.error("ICONS names %s, which cannot be read (%s)", rules.icons, error.strerror)
        return False
    except UnreadableImage as error:
        _log.error("ICONS names %s, which %s", rules.icons, error)
        return False
    for (_, name), icon in zip(wanted, drawn, strict=True):
        write_bytes(settings["OUTPUT_PATH"], name, icon)
    return True


def _write_style(pelican: Any) -> None:
    """Add what the owner's settings say to the style sheet of the theme."""
    settings = pelican.settings
    more = accent_css(settings["ACCENT"])
    name = f"{settings['THEME_STATIC_DIR']}/{STYLE}"
    path = Path(settings["OUTPUT_PATH"], name)
    if more and path.is_file():
        write_bytes(settings["OUTPUT_PATH"], name, path.read_bytes() + more.encode())
