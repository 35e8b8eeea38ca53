"""Partners ↔ OPML outlines: the list as others can import it, and blogs of an OPML file as partners. Pure
(F5, O4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from frontdesk.core.errors import FrontDeskError
from frontdesk.core.language_tags import known_language_tag, valid_language_tag
from frontdesk.core.slugs import unique_partner_id
from frontdesk.core.text import clean_line, strip_invisible
from frontdesk.core.urls import clean_url, has_credentials, is_feed_file, is_web_url, url_key
from frontdesk.formats.feed_escaping import ascii_uri
from frontdesk.formats.opml import Outline

from .model.config import Config, Partner


def public_feed_url(partner: Partner) -> str | None:
    """The feed's address as it may be printed: no file of ours, nothing with a password in it."""
    if partner.feed is None or is_feed_file(partner.feed) or has_credentials(partner.feed):
        return None
    return partner.feed


def partner_outlines(
    partners: Iterable[Partner], our_page: Callable[[Partner], str] | None = None
) -> tuple[Outline, ...]:
    """One outline for each active partner, in the editor's order.

    Args:
        our_page: the address of our own page about a partner, for one without a feed and a page that can
            be printed.
    """
    return tuple(
        Outline(
            title=partner.name,
            feed=public_feed_url(partner),
            home=ascii_uri(partner.home) if partner.home else _our_page(partner, our_page),
            description=partner.description,
            topic=partner.topic,
            language=known_language_tag(partner.language),
        )
        for partner in partners
        if partner.status == "active"
    )


def _our_page(partner: Partner, page: Callable[[Partner], str] | None) -> str | None:
    return page(partner) if page and not public_feed_url(partner) else None


class OpmlImport(Struct, frozen=True):
    """What became of an import.

    Attributes:
        text: the whole of feeds.yaml, comments and all.
        added: names of the new partners.
        known: names of those that were on the list already, or twice in the document.
        refused: names of those without a usable address.
    """

    text: str
    added: tuple[str, ...]
    known: tuple[str, ...]
    refused: tuple[str, ...]


def import_outlines(text: str, config: Config, found: Collection[Outline]) -> OpmlImport:
    """Put new blogs behind the last partner of the list, and leave every other line as it is.

    Args:
        text: feeds.yaml, without mistakes.
        config: what it says.

    Raises:
        FrontDeskError: where the partners are written in one line, [ … ], or cannot be added to safely.
    """
    taken = {p.id for p in config.partners}
    places = {place for p in config.partners for place in _places(p.name, p.feed, p.home)}
    entries: list[dict[str, str]] = []
    added, known, refused = list[str](), list[str](), list[str]()
    for outline in found:
        feed, home = (_whole(outline.feed), _whole(outline.home))
        title = clean_line(outline.title)
        name = title or urlsplit(feed or home or "").hostname
        if name is None or (outline.feed and not feed):
            refused.append(title or "an outline without a name")
            continue
        place = _places(name, feed, home)[0]
        if place in places:
            known.append(name)
        else:
            places.add(place)
            entries.append(_fields(outline, unique_partner_id(name, taken), name, feed, home))
            taken.add(entries[-1]["id"])
            added.append(name)
    return OpmlImport(
        _inserted(text, entries) if entries else text, tuple(added), tuple(known), tuple(refused)
    )


def _places(name: str, feed: str | None, home: str | None) -> list[str]:
    """By what a blog is known again: feed, else home, else its name."""
    return [url_key(address) for address in (feed, home) if address] or [f"name:{name}"]


def partner_yaml(fields: dict[str, str]) -> str:
    """One partner as lines of feeds.yaml, quoted where it has to be."""
    return _inserted("", [fields]).removeprefix("partners:\n")


def _whole(address: str | None) -> str | None:
    """An http(s) address as it was written, or made fit for the list, or None: an import cannot name
    files or passwords."""
    written = strip_invisible(address or "").strip()
    clean = clean_url(written)
    if clean is None or has_credentials(written):
        return None
    return next(filter(is_web_url, (written, clean)), None)


def _fields(
    outline: Outline, id_: str, name: str, feed: str | None, home: str | None
) -> dict[str, str]:
    values = {
        "id": id_,
        "name": name,
        "home": home,
        "feed": feed,
        "topic": clean_line(outline.topic or ""),
        "description": clean_line(outline.description or ""),
        "language": valid_language_tag(outline.language),
    }
    return {field: value for field, value in values.items() if value}


def _inserted(text: str, entries: list[dict[str, str]]) -> str:
    from frontdesk.core.yaml_editor import append_items  # noqa: PLC0415 - loads ruamel, for an import alone

    new = append_items(text, ["partners"], entries, "feeds.yaml")
    if new.count("\n") == text.count("\n"):
        raise FrontDeskError(
            "the partners of this list are written in one line, [ … ]; write each on lines of "
            "its own, then import again"
        )
    return new
