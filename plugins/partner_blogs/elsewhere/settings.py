"""Pelican's settings in; those of the plugin, with defaults, and what pages and feeds are made by, out.

A table of the docs is made from the declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup
from msgspec import Meta, Struct

from frontdesk.core.errors import SettingsError
from frontdesk.core.suggestions import closest_match
from frontdesk.core.timestamps import build_time
from frontdesk.core.translations import Translations
from frontdesk.formats.feed_catalog import BESIDE_OTHERS
from frontdesk.formats.feed_ids import is_authority

from ..publish.host import HOST, RUNNING

_PREFIX = "PARTNER_BLOGS_"
_OF_PROGRAMS = (HOST, RUNNING)
"""What a build keeps among the settings."""
LOCAL = "http://localhost:8000"
"""The address of a site that names none, as `pelican --listen` serves it."""


def _says(sentence: str) -> Meta:
    return Meta(description=sentence)


class PartnerBlogsSettings(Struct, frozen=True, kw_only=True, rename="upper"):
    """What a site may decide; each stands in pelicanconf.py under its name in capitals. None is needed."""

    partner_blogs_feeds: Annotated[
        str,
        _says(
            "The list of partner blogs. It is looked for in the folder where you start `pelican`, then "
            "beside the content folder."
        ),
    ] = "feeds.yaml"
    partner_blogs_store: Annotated[
        str | None,
        _says("Where their posts are kept; `var/partner_blogs` beside the list if `None`."),
    ] = None
    partner_blogs_base: Annotated[
        str, _says("The template of your theme that the pages extend.")
    ] = "base.html"
    partner_blogs_block: Annotated[str, _says("The block of it that they fill.")] = "content"
    partner_blogs_links: Annotated[
        bool, _says("Whether the blogs stand in `LINKS`, behind links of your own.")
    ] = True
    partner_blogs_contact: Annotated[
        str | None, _says("The e-mail address for suggestions and removals.")
    ] = None
    partner_blogs_authority: Annotated[
        str,
        _says(
            "A domain that you hold and the year, such as `blog.example,2026`; the ids of feeds are made "
            "of it. If empty, the domain of `SITEURL` and 2026. Never change it once you have published."
        ),
    ] = ""
    partner_blogs_publish: Annotated[
        bool | None,
        _says(
            "Whether this run publishes the site. Such a run notes which posts of yours are out, and the "
            "next digest has them. If `None`, a run publishes where `SITEURL` is an address of the "
            "internet."
        ),
    ] = None


def read_settings(settings: Mapping[str, Any]) -> PartnerBlogsSettings:
    """What the site decides.

    Args:
        settings: Pelican's.

    Raises:
        SettingsError: a value cannot be used, or a name is none.
    """
    known = {field.encode_name for field in msgspec.structs.fields(PartnerBlogsSettings)}
    for name in settings:
        if name.startswith(_PREFIX) and name not in {*known, *_OF_PROGRAMS}:
            meant = closest_match(name, known)
            hint = f"; did you mean {meant}?" if meant else "; delete the line"
            raise SettingsError(f"there is no setting {name}{hint}")
    ours = {name: _plain(value) for name, value in settings.items() if name in known}
    try:
        return msgspec.convert(ours, PartnerBlogsSettings)
    except msgspec.ValidationError as error:
        raise SettingsError(f"a setting of partner_blogs cannot be used: {error}") from None


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def is_publish(rules: PartnerBlogsSettings, address: str) -> bool:
    """Whether a run publishes.

    Args:
        address: SITEURL.
    """
    if rules.partner_blogs_publish is not None:
        return rules.partner_blogs_publish
    parts = urlsplit(address)
    local = {"", "localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - only compared
    return parts.scheme in {"http", "https"} and (parts.hostname or "") not in local


def has_list(settings: Mapping[str, Any]) -> bool:
    """Whether there is a list of blogs.

    Args:
        settings: Pelican's.
    """
    return _found(read_settings(settings).partner_blogs_feeds, settings["PATH"]).is_file()


def page_settings(
    settings: Mapping[str, Any], rules: PartnerBlogsSettings, words: Translations
) -> dict[str, Any]:
    """What pages and feeds are made by, under the names that Front Desk has for it.

    Args:
        settings: Pelican's.
    """
    address = settings["SITEURL"].rstrip("/") or LOCAL
    address = (
        address if urlsplit(address).scheme else f"https:{address}"
    )  # SITEURL may begin with //
    name = _text(settings["SITENAME"])
    feeds = _found(rules.partner_blogs_feeds, settings["PATH"])
    return {
        "SITENAME": name,
        "SITESUBTITLE": _text(settings.get("SITESUBTITLE") or ""),
        "AUTHOR": _text(settings.get("AUTHOR") or name),
        "SITE_ADDRESS": address,
        "SITE_AUTHORITY": _authority(rules.partner_blogs_authority, address),
        "SITE_ICON": None,
        "SITE_LOGO": None,
        "CONTACT": rules.partner_blogs_contact,
        "DEFAULT_LANG": settings["DEFAULT_LANG"].replace("_", "-"),
        "TIMEZONE": settings.get("TIMEZONE") or "UTC",
        "WORDS": words,
        "BUILD_TIME": build_time(),
        "CACHE_PATH": None,
        "WEBSUB_HUBS": (),
        "FEEDS_BELOW": BESIDE_OTHERS,
        "MARKDOWN": {"extension_configs": {"markdown.extensions.extra": {}}},
        "PARTNER_BLOGS_FEEDS": str(feeds),
        "PARTNER_BLOGS_STORE": rules.partner_blogs_store,
    }


def _text(html: str) -> str:
    """Pelican's themes take a name as HTML."""
    return Markup(html).striptags()  # noqa: S704 - it is made plain


def _found(feeds: str, content: str) -> Path:
    """The list, where there is one: Pelican does not tell where its settings file lies."""
    beside = Path(content).parent / feeds
    return beside if not Path(feeds).is_file() and beside.is_file() else Path(feeds)


def _authority(given: str, address: str) -> str:
    if given and not is_authority(given):
        raise SettingsError(
            f"PARTNER_BLOGS_AUTHORITY is {given!r}; write a domain in small letters and a year: "
            "'blog.example,2026'"
        )
    domain = f"{(urlsplit(address).hostname or '').lower()},2026"
    return given or (domain if is_authority(domain) else "localhost,2026")
