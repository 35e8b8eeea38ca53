"""What the owner decided for all pages in; what templates show of it out. Pure (T1 to T3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from frontdesk.content.boxes import OwnBox
from frontdesk.core.colours import accent_tones
from frontdesk.core.settings import BUILT_IN_BOXES, Newsletter, Place, Settings

from .responsive_images import WebImage

_STEP = 10


class Box(Struct, frozen=True):
    """A box of the sidebar.

    Attributes:
        name: of a built-in one, as in BOXES; empty for one of the owner's.
        title, html: of the owner's.
    """

    place: Place
    name: str = ""
    title: str = ""
    html: str = ""


class Face(Struct, frozen=True, kw_only=True):
    """What is the same on all pages. In its HTML, `site_writer.ROOT` stands for the way to the root.

    Attributes:
        font: the path of the face of titles, below the theme's folder.
        header: the picture across the top of home.
        boxes: of the sidebar, in their order.
        about, footer: HTML.
        icon: the path of the icon that browsers show, below the site's root.
        has_icons: whether favicon.ico and apple-touch-icon.png were made.
        has_style: whether the owner has a style sheet, site.css in the root of the site.
    """

    font: str
    logo: WebImage | None = None
    header: WebImage | None = None
    portrait: WebImage | None = None
    boxes: tuple[Box, ...] = ()
    about: str = ""
    footer: str = ""
    newsletter: Newsletter | None = None
    icon: str | None = None
    has_icons: bool = False
    has_style: bool = False


def place_boxes(
    places: Mapping[str, Place], own: Iterable[OwnBox], html: Callable[[OwnBox], str]
) -> tuple[Box, ...]:
    """All boxes in their order; the built-in ones stand at 10, 20, 30 …

    Args:
        places: the setting BOXES.
        html: of a box that the owner wrote.
    """
    found = [
        ((at * _STEP, ""), Box(place, name=name))
        for at, (name, place) in enumerate(places.items(), start=1)
        if place != "none" and name in BUILT_IN_BOXES
    ]
    found += [
        ((box.order, box.path), Box(box.place, title=box.title, html=html(box)))
        for box in own
        if box.place != "none"
    ]
    return tuple(box for _, box in sorted(found, key=lambda pair: pair[0]))


def unknown_names(rules: Settings, page_slugs: Iterable[str], places: Iterable[str]) -> list[str]:
    """A line for each name in MENU and BOXES that leads to nothing.

    Args:
        page_slugs: of all pages.
        places: the names of our own pages, as in MENU.
    """
    known = {*page_slugs, *places}
    wrong = [
        f"MENU names {name!r}, and there is no page with this slug; write one of {sorted(known)}"
        for entry in rules.menu
        for name in [entry if isinstance(entry, str) else entry[1]]
        if name not in known and not any(sign in name for sign in ":/.#")
    ]
    wrong += [
        f"BOXES names {name!r}, and there is no such box; the built-in ones are "
        f"{', '.join(BUILT_IN_BOXES)}, and a file of content/boxes/ says its own place"
        for name in rules.boxes
        if name not in BUILT_IN_BOXES
    ]
    return wrong


def compact_css(text: str) -> str:
    """A style sheet without remarks and indentation, which are for people who edit it."""
    without = _REMARK_OR_TEXT.sub(lambda match: match["text"] or "", text)
    return re.sub(r"\n\s*", "\n", without)


_REMARK_OR_TEXT = re.compile(r"""(?P<text>"[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)


def accent_css(accent: str) -> str:
    """The style of a colour of the owner's; empty without one."""
    if not accent:
        return ""
    tones = accent_tones(accent)
    value = f"light-dark({tones.light}, {tones.dark})"
    return f"\n@layer tokens {{ :root {{ --link: {value}; --mark: {value}; }} }}\n"
