"""The owner's settings and boxes in; the shared values `face` and `page_files`, and the files that they
name, out (T1 to T3)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import msgpack
from pelican import signals

from frontdesk.build.images.icons import FAVICON, TOUCH_ICON, draw_icons
from frontdesk.build.images.resize import MADE_BY, UnreadableImage
from frontdesk.build.web_font import MADE_BY as FONT_MADE_BY
from frontdesk.build.web_font import UnreadableFont, WebFont, font_css, web_font
from frontdesk.content.boxes import OwnBox, read_boxes
from frontdesk.content.content_paths import BOXES_FOLDER
from frontdesk.content.scan import scan_content
from frontdesk.core.hashing import digest
from frontdesk.core.settings import MENU_PLACES, Settings, settings_from
from frontdesk.core.site_writer import ROOT, write_bytes
from frontdesk.formats.author_markdown import author_markdown_html
from frontdesk.site.face import (
    Face,
    PageFiles,
    accent_css,
    compact_css,
    lasting_path,
    load_beside,
    place_boxes,
    unknown_names,
)
from frontdesk.site.links import resolve_links
from frontdesk.site.responsive_images import WebImage

from .images import ImageProcessor, cache_of
from .link_rewriting import TARGETS

STYLE, SCRIPT = "css/site.css", "js/colours.js"
"""What each page loads of the theme, below its folder for files that are copied as they are."""
FONTS = ("fonts/literata-latin-600.woff2", "fonts/literata-latin-ext-600.woff2")
"""The face of titles; the first is wanted on nearly every page."""
OWN_FONT = "display.woff2"
OWN_STYLE = "site.css"
"""The owner's style sheet, in content/extra/, and so in the root of the site."""

_log = logging.getLogger(__name__)


def register() -> None:
    signals.all_generators_finalized.connect(_make_face)


def _make_face(generators: list[Any]) -> None:
    settings, context = generators[0].settings, generators[0].context
    rules = settings_from(settings)
    images: ImageProcessor = context["studio"]
    pages = (page.slug for page in context["shared"].get("page_links", ()))
    for line in unknown_names(rules, pages, MENU_PLACES):
        _log.warning("%s", line)
    boxes, _ = read_boxes(scan_content(Path(settings["PATH"]), rules, [BOXES_FOLDER]).boxes, rules)
    picture = partial(_picture, images, rules)
    context["shared"]["page_files"] = _write_page_files(rules, settings)
    context["shared"]["face"] = Face(
        logo=picture("logo"),
        header=picture("header"),
        portrait=picture("portrait"),
        boxes=place_boxes(rules.boxes, boxes, partial(_box_html, settings, context)),
        about=_html("ABOUT", rules.about, settings),
        footer=_html("FOOTER", rules.footer, settings),
        newsletter=rules.newsletter,
    )


def _picture(images: ImageProcessor, rules: Settings, name: str) -> WebImage | None:
    path = getattr(rules, name)
    found = images.image_at(path, "") if path else None
    if path and found is None:
        _log.warning("%s names %s, and there is no such picture in content/", name.upper(), path)
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
        _log.warning("ICONS names %s, which cannot be read (%s)", rules.icons, error.strerror)
        return False
    except UnreadableImage as error:
        _log.warning("ICONS names %s, which %s", rules.icons, error)
        return False
    for (_, name), icon in zip(wanted, drawn, strict=True):
        write_bytes(settings["OUTPUT_PATH"], name, icon)
    return True


def _make_font(rules: Settings, settings: Any) -> WebFont | None:
    """Its file and width; kept between builds, for it takes a second to make."""
    if not rules.font:
        return None

    def made(wanted: Sequence[bytes]) -> list[bytes]:
        fonts = (web_font(one, rules.default_lang) for one in wanted)
        return [msgpack.encode(tuple(font)) for font in fonts]

    try:
        data = Path(settings["PATH"], rules.font).read_bytes()
        key = digest(FONT_MADE_BY, rules.default_lang, data)
        (packed,) = cache_of(settings).get_or_make([(key, data)], made)
    except OSError as error:
        _log.warning("FONT names %s, which cannot be read (%s)", rules.font, error.strerror)
    except UnreadableFont as error:
        _log.warning("FONT names %s, which %s", rules.font, error)
    else:
        return WebFont(*msgpack.decode(packed))
    return None


def _write_page_files(rules: Settings, settings: Any) -> PageFiles:
    """The style sheet of the theme, made small and with what the owner's settings say, and what else each
    page loads. A theme of others has none of it."""
    output = settings["OUTPUT_PATH"]
    theme = Path(settings["THEME"], settings["THEME_STATIC_PATHS"][0])

    def put(name: str, data: bytes) -> str:
        path = lasting_path(Path(name).name, data)
        write_bytes(output, path, data)
        return path

    def put_of_theme(name: str) -> str:
        return put(name, (theme / name).read_bytes()) if (theme / name).is_file() else ""

    more = accent_css(rules.accent)
    fonts = {f"../{name}": put_of_theme(name) for name in FONTS}
    if font := _make_font(rules, settings):
        fonts["../fonts/" + OWN_FONT] = put(OWN_FONT, font.data)
        more += font_css("../fonts/" + OWN_FONT, font)
    style = theme / STYLE
    css = compact_css(style.read_text(encoding="utf-8")) + more if style.is_file() else ""
    own = any(it.get("path") == OWN_STYLE for it in rules.extra_path_metadata.values())
    return PageFiles(
        style=put(STYLE, load_beside(css, fonts).encode()) if css else "",
        script=put_of_theme(SCRIPT),
        font=fonts["../fonts/" + OWN_FONT if font else f"../{FONTS[0]}"],
        own_style=OWN_STYLE if own else "",
        icon=settings["SITE_ICON"] or "",
        touch_icon=TOUCH_ICON if _write_icons(rules, settings) else "",
    )
