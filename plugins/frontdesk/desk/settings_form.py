"""Settings in, the form of the most used ones out; a form in, their values out. Pure (K1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple
from zoneinfo import available_timezones

from frontdesk.core.settings import BUILT_IN_BOXES, MENU_PLACES, converted
from frontdesk.core.text import clean_line
from frontdesk.core.yaml_writer import Value

Kind = Literal[
    "line", "number", "text", "colour", "choice", "picture", "font", "menu", "links", "pairs"
]
_LISTS = {"menu", "links", "pairs"}
"""Kinds of which each line is an item."""
FILES = {"picture": (".svg", ".png", ".jpg", ".jpeg", ".webp"), "font": (".ttf", ".otf", ".woff2")}
"""Kinds that name a file in the content folder, with its endings."""


class SettingInput(NamedTuple):
    """A setting as the form asks for it.

    Attributes:
        name: of the setting; with a point before one of its keys, where it has keys.
        choices: value → what it means; of a choice all, of a line some that are offered.
    """

    name: str
    label: str
    help: str = ""
    kind: Kind = "line"
    choices: Mapping[str, str] = {}


_LANGUAGES = {"en": "English", "pl": "Polish"}
_COLOURS = {
    "system": "As the reader's device is set",
    "light": "Light",
    "dark": "Dark",
}


_DATES = {
    "long": "22 May 2008",
    "medium": "With fewer letters",
    "short": "In figures",
    "iso": "2008-05-22",
}
_LINK_LINES = (
    "A line for each, with a colon between name and address: A club: https://club.example."
)


@cache
def groups() -> tuple[tuple[str, tuple[SettingInput, ...]], ...]:
    """The inputs of the form, below their headings."""
    return (
        (
            "Your site",
            (
                SettingInput("SITENAME", "Name of the site"),
                SettingInput("SITESUBTITLE", "What it is about, in one line"),
                SettingInput("AUTHOR", "Who writes it", "For posts that name no other author."),
                SettingInput(
                    "ABOUT",
                    "About you, for the sidebar",
                    "One or two sentences. **bold** and [words](https://…) are understood.",
                    "text",
                ),
                SettingInput(
                    "PORTRAIT",
                    "Picture of you",
                    "A picture in content/, beside those words.",
                    "picture",
                ),
                SettingInput("CONTACT", "E-mail address", "Readers see it: replies go there."),
                SettingInput(
                    "SITEURL",
                    "Its address on the web",
                    "Such as https://blog.example. May stay empty where your host tells it.",
                ),
            ),
        ),
        (
            "How it looks",
            (
                SettingInput(
                    "ACCENT",
                    "Colour of links",
                    "Dark pages get a lighter tone of it. Empty: the green of the design.",
                    "colour",
                ),
                SettingInput("COLOURS", "Light or dark", "", "choice", _COLOURS),
                SettingInput(
                    "LOGO", "Logo", "A picture in content/, in place of the site's name.", "picture"
                ),
                SettingInput(
                    "ICONS",
                    "Icon of the site",
                    "A square picture in content/, 180 pixels wide or more, for browsers and telephones.",
                    "picture",
                ),
                SettingInput(
                    "HEADER",
                    "Picture across the home page",
                    "A picture in content/, 1600 pixels wide or more.",
                    "picture",
                ),
                SettingInput(
                    "FONT", "Font of titles", "A file in content/. Empty: Literata.", "font"
                ),
                SettingInput("DATE_STYLE", "How readers see dates", "", "choice", _DATES),
                SettingInput("HOME_POSTS", "Posts on the home page", "", "number"),
            ),
        ),
        (
            "Menu, sidebar and foot",
            (
                SettingInput(
                    "MENU",
                    "The menu, a line for each link",
                    f"One of {', '.join(MENU_PLACES)}; or the file name of a page, such as about; or a "
                    "name and an address with a colon between them: Shop: https://shop.example. "
                    "Empty: the usual menu.",
                    "menu",
                ),
                SettingInput(
                    "BOXES",
                    "The boxes of the sidebar, a line for each",
                    f"A box and where it stands, which is all, home, posts or none: about: home. There "
                    f"are {', '.join(BUILT_IN_BOXES)}. Their order is that of the sidebar.",
                    "pairs",
                ),
                SettingInput("LINKS", "Links for the sidebar", _LINK_LINES, "links"),
                SettingInput(
                    "SOCIAL",
                    "Your profiles elsewhere",
                    f"{_LINK_LINES} They are marked as yours.",
                    "links",
                ),
                SettingInput("FOOTER", "A text at the foot of each page", "", "text"),
                SettingInput("COPYRIGHT", "Copyright", "At the foot, too: © 2026 Ann Example"),
            ),
        ),
        (
            "Newsletter",
            (
                SettingInput(
                    "NEWSLETTER.action",
                    "Address of the service",
                    "Where the form sends the e-mail address of a reader; docs/face.md has it for some "
                    "services. Empty: no form.",
                ),
                SettingInput(
                    "NEWSLETTER.text",
                    "What readers get, in a sentence",
                    "One letter a week, on Monday.",
                ),
                SettingInput(
                    "NEWSLETTER.field",
                    "Name of its field",
                    "Under which the service wants the e-mail address. Empty: email.",
                ),
                SettingInput(
                    "NEWSLETTER.hidden",
                    "What else the service wants, a line for each",
                    "A name and a value with a colon between them: embed: 1.",
                    "pairs",
                ),
            ),
        ),
        (
            "Language and time",
            (
                SettingInput("DEFAULT_LANG", "Language", "Such as en or pl.", "line", _LANGUAGES),
                SettingInput(
                    "TIMEZONE",
                    "Time zone",
                    "Days begin by its clock, for posts and digests.",
                    "line",
                    dict.fromkeys(sorted(available_timezones()), ""),
                ),
            ),
        ),
    )


@cache
def inputs() -> Mapping[str, SettingInput]:
    """Each by its name."""
    return {one.name: one for _, some in groups() for one in some}


def shown(settings: Mapping[str, Any], decided: Mapping[str, Any]) -> dict[str, str]:
    """What the form shows.

    Args:
        settings: of the next build of a preview, whose address is not that of the site.
        decided: what stands in site.yaml.
    """
    values = {**settings, "SITEURL": "", **decided}
    return {name: _typed(_part(values, name), one.kind) for name, one in inputs().items()}


def _part(values: Mapping[str, Any], name: str) -> Any:
    """The value of a setting, or of one of its keys."""
    setting, _, key = name.partition(".")
    value = values.get(setting)
    return getattr(converted(setting, value), key) if key and value else value


def _typed(value: Any, kind: Kind) -> str:
    match kind:
        case "menu" | "links":
            return "\n".join(one if isinstance(one, str) else ": ".join(one) for one in value or ())
        case "pairs":
            return "\n".join(f"{one}: {said}" for one, said in (value or {}).items())
        case _:
            return "" if value is None else str(value)


def tidy(name: str, typed: str) -> str:
    """What was typed for a setting, without spaces and lines that say nothing."""
    lines = filter(None, map(clean_line, typed.splitlines()))
    return ("\n" if inputs()[name].kind in _LISTS else " ").join(lines)


def value_of(name: str, typed: str) -> Value:
    """What is written for it."""
    match inputs()[name].kind:
        case "menu":
            return [[label, to] if label else to for label, _, to in _parts(typed)]
        case "links":
            return [[label or to, to] for label, _, to in _parts(typed)]
        case "pairs":
            pairs = [line.partition(":") for line in typed.splitlines()]
            return {one.strip(): said.strip() for one, _, said in pairs}
        case "number":
            return int(typed) if typed.isdecimal() else typed
        case _:
            return typed


def _parts(typed: str) -> list[tuple[str, str, str]]:
    return [line.rpartition(": ") for line in typed.splitlines()]
