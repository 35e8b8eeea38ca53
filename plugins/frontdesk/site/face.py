"""What the owner decided for all pages in; what templates show of it out. Pure (T1 to T3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from frontdesk.content.boxes import OwnBox
from frontdesk.core.colours import accent_tones
from frontdesk.core.hashing import digest
from frontdesk.core.settings import BUILT_IN_BOXES, Newsletter, Place, Settings

from .responsive_images import WebImage

_STEP = 10

LASTING = "lasting"
"""The folder of files whose names change with their bytes, so that browsers may keep them for a year."""


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
        header: the picture across the top of home.
        boxes: of the sidebar, in their order.
        about, footer: HTML.
    """

    logo: WebImage | None = None
    header: WebImage | None = None
    portrait: WebImage | None = None
    boxes: tuple[Box, ...] = ()
    about: str = ""
    footer: str = ""
    newsletter: Newsletter | None = None


class PageFiles(Struct, frozen=True, kw_only=True):
    """What each page loads, as paths below the site's root; empty where there is no such file.

    Attributes:
        style, script: of the theme; both come before the first paint.
        font: of titles.
        own_style: the owner's style sheet.
        icon, touch_icon: for browsers and telephones.
    """

    style: str
    script: str
    font: str
    own_style: str = ""
    icon: str = ""
    touch_icon: str = ""


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
    """A style sheet without remarks, and without spaces beside signs that need none: these are for people
    who edit it."""
    without = _REMARK_OR_TEXT.sub(lambda match: match["text"] or "", text)
    return _SPACE_OR_TEXT.sub(
        lambda match: match["text"] or match["sign"] or match["line"] or "", without
    )


_TEXT = r"""(?P<text>"[^"\n]*"|'[^'\n]*')"""
_REMARK_OR_TEXT = re.compile(rf"{_TEXT}|/\*.*?\*/", re.DOTALL)
_SPACE_OR_TEXT = re.compile(
    rf"{_TEXT}|(?:[\s;]*(?=}})|\s*)(?P<sign>[{{}};,])\s*|(?P<line>\n)\s*|(?<=:) +"
)


def lasting_path(name: str, data: bytes) -> str:
    """Where a file lies that has these bytes, below the site's root.

    Args:
        name: of the file, without a folder.
    """
    stem, _, ending = name.rpartition(".")
    return f"{LASTING}/{stem}-{digest(data)[:10]}.{ending}"


def load_beside(css: str, paths: Mapping[str, str]) -> str:
    """A style sheet of the theme as it stands in `LASTING`.

    Args:
        paths: the files that it loads, as it names them → where they lie, below the site's root.
    """
    for named, path in paths.items():
        css = css.replace(f'url("{named}")', f'url("{path.removeprefix(f"{LASTING}/")}")')
    return css


def accent_css(accent: str) -> str:
    """The style of a colour of the owner's; empty without one."""
    if not accent:
        return ""
    tones = accent_tones(accent)
    value = f"light-dark({tones.light}, {tones.dark})"
    return f"\n@layer tokens {{ :root {{ --link: {value}; --mark: {value}; }} }}\n"
