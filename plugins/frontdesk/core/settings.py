"""Every setting of a site, declared once: its type, its default, what may stand there, and one sentence
that says what it is for. docs/settings.md is made from it.

A site writes its settings in pelicanconf.py, site.yaml and publishconf.py; `settings_file` reads them.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct, field

from .colours import accent_tones
from .errors import SettingsError
from .urls import SAFE_SCHEMES, is_web_url

PREVIEW_ADDRESS = "http://localhost:8000"

_Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_Count = Annotated[int, Meta(ge=0)]
_Links = tuple[tuple[str, str], ...]
MENU_PLACES = ("archives", "digests", "rack", "blogs", "library", "search")
"""Pages of ours that MENU names by these words; every other word is the slug of a page."""
BUILT_IN_BOXES = ("about", "blogroll", "digest", "links", "series", "subscribe")
"""Boxes of the sidebar that BOXES names; every other name is a file of content/boxes/."""
Place = Literal["all", "home", "posts", "none"]
"""Which pages have a box."""


class Newsletter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form that asks for the e-mail address of a reader (T3).

    Attributes:
        action: the https address that the form is sent to.
        field: the name under which it sends the e-mail address.
        hidden: names and values that the service wants, too.
        text: what a reader gets, in a sentence.
    """

    action: str
    field: str = "email"
    hidden: Mapping[str, str] = {}
    text: str = ""


def _says(sentence: str) -> Meta:
    return Meta(description=sentence)


class Settings(Struct, frozen=True, kw_only=True, rename="upper"):
    """The settings of a site; each stands in pelicanconf.py under its name in capitals. Addresses are
    patterns below the root of the site, sizes are bytes or pixels, lengths of time seconds."""

    # --- who we are
    sitename: Annotated[str, _says("The name of the site.")] = ""
    sitesubtitle: Annotated[str, _says("One line that says what it is about.")] = ""
    author: Annotated[
        str, _says("Who writes the posts that name no other author; if empty, the site does.")
    ] = ""
    contact: Annotated[
        str | None, _says("The e-mail address for suggestions, removals and replies.")
    ] = None
    site_authority: Annotated[
        str,
        _says(
            "A domain that you held and the year, such as `blog.example,2026`. It is part of the id of "
            "every post and feed. Choose it before you first publish and never change it."
        ),
    ] = ""
    default_lang: Annotated[
        str,
        _says("The language of the site and of posts that name no other, such as `en` or `pl`."),
    ] = "en"
    timezone: Annotated[
        str, _says("The time zone in which days begin, for posts and digests alike.")
    ] = "UTC"

    # --- where it is
    siteurl: Annotated[
        str,
        _says(
            "The address of the site, without a slash at the end. A publish takes it from the environment, "
            "`publishconf.py` or `site.yaml`; a preview stays at localhost."
        ),
    ] = ""
    publish: Annotated[
        bool, _says("Whether this is the published site. `publishconf.py` says yes.")
    ] = False
    relative_urls: Annotated[
        bool, _says("Whether links within the site are relative, so that it works in any folder.")
    ] = True

    # --- what is read
    path: Annotated[str, _says("The content folder.")] = "content"
    article_paths: Annotated[tuple[str, ...], _says("Its folders of posts.")] = ("posts",)
    page_paths: Annotated[tuple[str, ...], _says("Its folders of pages.")] = ("pages",)
    resource_paths: Annotated[tuple[str, ...], _says("Its folders of resources.")] = ("resources",)
    static_paths: Annotated[
        tuple[str, ...], _says("Its folders of files that are published as they are.")
    ] = (*("images", "files", "extra"),)
    ignore_files: Annotated[tuple[str, ...], _says("Names of files that editors leave behind.")] = (
        *(".*", "*~", "#*#"),
    )
    default_category: Annotated[str, _says("The category of a post that names none.")] = "Notes"
    series: Annotated[
        Mapping[str, _Weekday | None],
        _says("The series, and the weekday on which each appears; `None` for one without."),
    ] = {}
    partner_blogs_feeds: Annotated[
        str, _says("The list of partner blogs, for a plain `pelican`; our commands have `--feeds`.")
    ] = "feeds.yaml"
    partner_blogs_store: Annotated[
        str | None,
        _says(
            "Where their entries are kept, for a plain `pelican` and the check; commands have `--store`. "
            "`var/partner_blogs` beside the list if `None`."
        ),
    ] = None

    # --- what is checked
    more_fields: Annotated[
        tuple[str, ...], _says("Fields of a post that templates of your own read.")
    ] = ()
    image_bytes: Annotated[
        _Count, _says("How large a picture in content/ may be; a GIF or SVG a tenth of that.")
    ] = 10_000_000
    image_pixels: Annotated[_Count, _says("How long its longer side may be.")] = 6000
    audit_leaves_out: Annotated[
        tuple[str, ...],
        _says(
            "Files of your own, by address such as `talks/*`, that may run code or ask other servers. The "
            "check and the audit leave them alone."
        ),
    ] = ()
    other_addresses: Annotated[
        tuple[str, ...],
        _says(
            "Addresses, or how they begin, that plugins of your own make and links may lead to. Those "
            "of Front Desk are known."
        ),
    ] = ()

    # --- what is written
    output_path: Annotated[
        str,
        _says("The folder of the built site, for a plain `pelican`; our commands have `--output`."),
    ] = "output"
    article_url: Annotated[str, _says("The address of a post.")] = "{date:%Y}/{date:%m}/{slug}.html"
    page_url: Annotated[str, _says("The address of a page.")] = "{slug}.html"
    resource_url: Annotated[str, _says("The address of a resource.")] = "resources/{slug}.html"
    category_url: Annotated[str, _says("The address of a category.")] = "category/{slug}.html"
    series_url: Annotated[str, _says("The address of a series.")] = "series/{slug}.html"
    tag_url: Annotated[str, _says("The address of a tag.")] = "tag/{slug}.html"
    author_url: Annotated[str, _says("The address of an author.")] = "author/{slug}.html"
    year_archive_url: Annotated[str, _says("The address of a year.")] = "{date:%Y}/"
    month_archive_url: Annotated[str, _says("The address of a month.")] = "{date:%Y}/{date:%m}/"
    direct_templates: Annotated[tuple[str, ...], _says("Templates that are a page each.")] = (
        *("index", "archives", "404"),
    )
    home_posts: Annotated[_Count, _says("How many posts the home page shows.")] = 10
    reading_speed: Annotated[
        _Count, _says("Words a minute, to say how long a post takes; 0 says nothing.")
    ] = 230
    contents_from: Annotated[
        _Count, _says("A text with so many headings has a table of contents; 0 for never.")
    ] = 4
    related_posts: Annotated[
        Annotated[int, Meta(ge=0, le=5)], _says("Related posts under each post, 0 to 5.")
    ] = 3
    series_feeds: Annotated[bool, _says("Whether each series has a feed.")] = True
    category_feeds: Annotated[bool, _says("Whether each category has a feed.")] = True
    tag_feeds: Annotated[bool, _says("Whether each tag has a feed.")] = False
    feed_copies: Annotated[
        Mapping[str, str],
        _says(
            "Old addresses of feeds and the feed that is copied to each, for subscribers of before."
        ),
    ] = {}
    websub_hubs: Annotated[
        tuple[str, ...],
        _says(
            "Hubs that every feed names, such as `https://hub.example/`. `python -m partner_blogs ping` "
            "tells them of news, after a publish."
        ),
    ] = ()
    share_cards: Annotated[
        bool,
        _says("Whether a card is drawn for each post, which social networks show beside a link."),
    ] = True

    search: Annotated[
        bool, _says("Whether there is a page Search, with an index of your own posts.")
    ] = True

    # --- what readers see around the texts
    menu: Annotated[
        tuple[str | tuple[str, str], ...],
        _says(
            "The whole menu, in its order: `archives`, `digests`, `rack`, `blogs`, `library`, `search`, "
            "slugs of pages, and links of your own as `['Shop', 'https://shop.example/']`. "
            "`['Reading list', 'library']` gives one of ours another name. Without it: the six, MENU_PAGES."
        ),
    ] = ()
    menu_pages: Annotated[
        tuple[str, ...],
        _says("Slugs of pages behind the six, without MENU; the foot of the page has all pages."),
    ] = ("about", "subscribe")
    menuitems: Annotated[
        _Links, _says("More links for the menu, before the others, as Pelican's themes have them.")
    ] = ()
    boxes: Annotated[
        Mapping[str, Place],
        _says(
            "The boxes of the sidebar, in their order, and where each stands: `all`, `home`, `posts` or "
            "`none`. Built in are `about`, `blogroll`, `digest`, `links`, `series` and `subscribe`; "
            "`content/boxes/` has your own, which say it themselves."
        ),
    ] = field(
        default_factory=lambda: {
            "about": "home",
            "blogroll": "all",
            "links": "all",
            "digest": "none",
            "series": "none",
            "subscribe": "none",
        }
    )
    about: Annotated[
        str, _says("Who writes here, in two sentences of Markdown, for the sidebar.")
    ] = ""
    portrait: Annotated[
        str, _says("The picture beside it, in `content/`, such as `images/me.jpg`.")
    ] = ""
    links: Annotated[
        _Links, _says("Links for the sidebar: `[['Name', 'https://one.example/']]`.")
    ] = ()
    links_widget_name: Annotated[str, _says("The heading above them, if not “Links”.")] = ""
    social: Annotated[
        _Links,
        _says("Your profiles elsewhere, in the same form; they are marked as yours (`rel=me`)."),
    ] = ()
    newsletter: Annotated[
        Newsletter | None,
        _says(
            "A form for an e-mail newsletter of another service; docs/face.md has the values for some. It "
            "stands on the page Subscribe and in the box `subscribe`."
        ),
    ] = None
    footer: Annotated[str, _says("A text at the foot of each page, in Markdown.")] = ""
    copyright: Annotated[
        str, _says("Whose the texts are, at the foot of each page: `© 2026 Ann Example`.")
    ] = ""

    # --- how it looks
    accent: Annotated[
        str,
        _says(
            "The colour of links, dates and marks on light pages, such as `#17594a`; dark pages get a "
            "lighter tone of it. One that could not be read is refused."
        ),
    ] = ""
    colours: Annotated[
        Literal["system", "light", "dark"],
        _says("The colours of a reader who has not chosen any: `system`, `light` or `dark`."),
    ] = "system"
    logo: Annotated[
        str, _says("A picture in `content/` in place of the site's name: `images/logo.svg`.")
    ] = ""
    icons: Annotated[
        str,
        _says(
            "A square picture in `content/`, 180 pixels or more, of which the icons for browsers and "
            "telephones are made."
        ),
    ] = ""
    font: Annotated[
        str,
        _says(
            "A font file in `content/` for titles, in place of Literata: `fonts/title.ttf`. It is cut to "
            "the letters of the site's language and served by the site itself."
        ),
    ] = ""
    header: Annotated[
        str, _says("A picture in `content/` across the top of home, 1600 pixels wide or more.")
    ] = ""
    date_style: Annotated[
        Literal["long", "medium", "short", "iso"],
        _says(
            "How a day is written beside a post, in the language of the site: `long` (22 May 2008), "
            "`medium` (fewer letters), `short` (figures) or `iso` (2008-05-22)."
        ),
    ] = "long"
    theme: Annotated[str, _says("The folder of the theme.")] = "theme"
    theme_static_dir: Annotated[
        str, _says("Where its style sheets and scripts lie in the site.")
    ] = "theme"
    theme_templates_overrides: Annotated[
        tuple[str, ...], _says("Folders of templates that come before the theme's.")
    ] = ()

    # --- what hosts are told
    content_policy: Annotated[
        Mapping[str, str],
        _says("What a page may load, by directive of Content-Security-Policy."),
    ] = field(
        default_factory=lambda: {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self'",
            "font-src": "'self'",
            "media-src": "'self'",
            "connect-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
    )
    site_headers: Annotated[
        Mapping[str, str],
        _says(
            "Headers of every page, for hosts that read `_headers`. As long as you do not set it, the "
            "policy of CONTENT_POLICY is among them."
        ),
    ] = field(
        default_factory=lambda: {
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
    )
    cache_seconds: Annotated[
        Mapping[str, _Count], _says("How many seconds browsers may keep the files of a folder.")
    ] = field(
        default_factory=lambda: {
            "feeds": 1800,
            "theme": 3600,
            "images": 86400,
            "lasting": 31_536_000,
            "cards": 31_536_000,
            "pictures": 31_536_000,
        }
    )
    precompress: Annotated[
        bool, _says("Whether a copy packed by gzip lies beside each page, feed and style sheet.")
    ] = False

    # --- how texts are read, and where caches lie
    markdown: Annotated[
        Mapping[str, Any], _says("Extensions of Markdown and their options, as Pelican takes them.")
    ] = field(
        default_factory=lambda: {
            "extension_configs": {
                "markdown.extensions.extra": {},
                "markdown.extensions.sane_lists": {},
                # An unlabelled block of code is shown as it is: guessing its language is slow and wrong.
                "markdown.extensions.codehilite": {"css_class": "code", "guess_lang": False},
                "markdown.extensions.toc": {"permalink": False},
                "frontdesk.content.task_lists": {},
                # Last: it has the final word on lists, links and HTML.
                "frontdesk.content.commonmark_extension": {},
            },
            "output_format": "html5",
        }
    )
    cache_path: Annotated[str, _says("Where caches lie; they may be deleted at any time.")] = (
        ".cache"
    )
    extra_path_metadata: Annotated[
        Mapping[str, Mapping[str, Any]],
        _says(
            "Where single files are published. Those of `content/extra/` lie in the root of the site."
        ),
    ] = {}

    # --- what follows from all of these; no setting of anybody's
    site_address: str = ""
    site_path: str = ""
    page_policy: str = ""
    search_policy: str = ""
    templates: tuple[str, ...] = ()


class Declared(NamedTuple):
    """One setting: its name in capitals, its default, its sentence."""

    name: str
    default: Any
    says: str


@cache
def declared() -> Mapping[str, Declared]:
    """All settings by name, in their order."""
    found, hints = {}, typing.get_type_hints(Settings, include_extras=True)
    for one in msgspec.structs.fields(Settings):
        if says := _sentence(hints[one.name]):
            default = one.default_factory() if one.default is msgspec.NODEFAULT else one.default
            found[one.encode_name] = Declared(one.encode_name, default, says)
    return found


def settings_from(given: Mapping[str, Any], origins: Mapping[str, str] = {}) -> Settings:
    """The settings of a site, typed. What is not given has its default; names that are no setting of ours,
    Pelican's and plugins', are passed over.

    Args:
        origins: in which file a setting stands; pelicanconf.py for one that is not among them.

    Raises:
        SettingsError: with a line for each value of another kind.
    """
    types = _types()
    found, wrong = {}, []
    for name, value in given.items():
        if name not in types or (value is None and not _may_be_none(types[name])):
            continue
        try:
            found[name] = converted(name, value)
        except SettingsError as error:
            wrong.append(f"{origins.get(name, 'pelicanconf.py')}: {name} is {value!r}; {error}")
    if wrong:
        raise SettingsError("\n".join(wrong))
    return Settings(**{name.lower(): value for name, value in found.items()})


def converted(name: str, value: Any, *, strict: bool = True) -> Any:
    """The value of a setting, as it is used.

    Args:
        strict: whether a number or truth has to be one, and not the text of one.

    Raises:
        SettingsError: it is of another kind; the text says what to write.
    """
    kind = _types()[name]
    try:
        found = msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError:
        raise SettingsError(f"write {_in_words(kind)}") from None
    if name == "SITEURL" and found and not is_web_url(found):
        raise SettingsError("write the whole address, such as 'https://blog.example'")
    if name == "TIMEZONE" and not _is_timezone(found):
        raise SettingsError("write a name such as 'Europe/Warsaw' or 'UTC'")
    if name == "ACCENT" and found:
        accent_tones(found)
    if name == "NEWSLETTER" and found and not _is_https(found.action):
        raise SettingsError("its action has to be an address that begins with https://")
    if name in _LINK_LISTS:
        _check_links(found)
    return found


_LINK_LISTS = {"MENUITEMS", "LINKS", "SOCIAL"}


def _check_links(links: _Links) -> None:
    for label, address in links:
        if urlsplit(address).scheme not in {"", *SAFE_SCHEMES}:
            raise SettingsError(f"{label} leads to {address!r}, which no page can open")


def _is_https(address: str) -> bool:
    return is_web_url(address) and address.startswith("https://")


def _is_timezone(name: str) -> bool:
    """The list of all time zones would take hundreds of files to read."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def markdown_extensions(options: Mapping[str, Any]) -> list[Any]:
    """The extensions that the setting MARKDOWN names, with options or without, in their order."""
    named = (options.get("extensions") or (), options.get("extension_configs") or ())
    return list(dict.fromkeys(name for names in named for name in names))


@cache
def _types() -> Mapping[str, Any]:
    hints = typing.get_type_hints(Settings, include_extras=True)
    return {f.encode_name: hints[f.name] for f in msgspec.structs.fields(Settings)}


def _sentence(annotated: Any) -> str:
    notes = (note for note in getattr(annotated, "__metadata__", ()) if isinstance(note, Meta))
    return next((note.description for note in notes if note.description), "")


def _bare(kind: Any) -> Any:
    return kind.__origin__ if get_origin(kind) is Annotated else kind


def _may_be_none(kind: Any) -> bool:
    return NoneType in get_args(_bare(kind))


def _in_words(kind: Any) -> str:
    notes = [note for note in getattr(kind, "__metadata__", ()) if isinstance(note, Meta)]
    least = next((note.ge for note in notes if note.ge is not None), None)
    most = next((note.le for note in notes if note.le is not None), None)
    bare = _bare(kind)
    plain = {str: "a text in quotation marks", bool: "True or False"}
    if bare in plain:
        return plain[bare]
    if bare is int:
        return (
            f"a whole number from {least} to {most}"
            if most is not None
            else "a whole number, 0 or more"
        )
    origin, inner = get_origin(bare), get_args(bare)
    if bare == _Links:
        return "a list of names with addresses: [['Name', 'https://one.example/']]"
    if bare is Newsletter:
        return "{'action': 'https://…', 'field': 'email'}, as docs/face.md shows it"
    if origin is tuple and inner[0] is not str:
        return "a list of words and of names with addresses: ['about', ['Name', 'https://one.example/']]"
    if origin is tuple:
        return "a list of texts: ['one', 'two']"
    if origin is Literal:
        return f"one of {', '.join(map(repr, inner))}"
    if origin in (Union, UnionType):
        return " or ".join(_each(inner))
    if inner and inner[-1] is Any:
        return "a dictionary, as docs/settings.md shows it"
    return f"a dictionary: {{'name': …}}, where each value is {_in_words(inner[-1])}"


def _each(kinds: tuple[Any, ...]) -> Iterator[str]:
    for kind in kinds:
        yield "None" if kind is NoneType else _in_words(kind)
