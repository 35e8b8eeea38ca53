"""The selection in; the feeds of partners' posts out, as offers and as items. Pure (F1, F2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from frontdesk.core.language_tags import known_language_tag
from frontdesk.core.translations import Translations
from frontdesk.formats.feed_catalog import all_formats, atom_file, opml_file
from frontdesk.formats.feed_escaping import ascii_uri
from frontdesk.formats.feed_ids import is_valid_id, tag_uri
from frontdesk.formats.feed_model import FeedOffer, Item, Source

from ..entry_dates import date_or_first_seen
from ..entry_parts import generated_id
from ..model.config import Config, Partner
from ..partners_opml import public_feed_url
from .feed_entries import FeedEntry
from .selection import Selection
from .urls import DIGESTS_PAGE, RACK_PAGE

Settings = Mapping[str, Any]


# --- what is offered ----------------------------------------------------------------------------


def feed_name(feed: str, settings: Settings) -> str:
    """Of a feed, below the folder that the host has for ours."""
    return f"{settings.get('FEEDS_BELOW', '')}{feed}"


def digest_offer(settings: Settings) -> FeedOffer:
    words: Translations = settings["WORDS"]
    return FeedOffer(
        name=feed_name("digest", settings),
        shelf="site",
        title=words.gettext("%(site)s: digest", site=settings["SITENAME"]),
        label=words.gettext("Digest"),
        what=words.gettext(
            "One entry for each digest, with our posts and our partners’ posts from that period."
        ),
        page=DIGESTS_PAGE,
        documents=all_formats(feed_name("digest", settings)),
    )


def everything_offer(settings: Settings) -> FeedOffer:
    words: Translations = settings["WORDS"]
    return FeedOffer(
        name=feed_name("all", settings),
        shelf="site",
        title=words.gettext("%(site)s: everything", site=settings["SITENAME"]),
        label=words.gettext("Everything"),
        what=words.gettext(
            "Our posts, excerpts from our partners’ posts and new items in the library."
        ),
        page="",
        documents=all_formats(feed_name("all", settings)),
    )


def partner_feeds(
    config: Config, selection: Selection, settings: Settings
) -> Iterator[tuple[FeedOffer, tuple[FeedEntry, ...]]]:
    """Each feed with its entries: of all partners, of those of a topic, of one alone."""
    site = settings["SITENAME"]
    words: Translations = settings["WORDS"]
    all_of_them = FeedOffer(
        name=feed_name("partners", settings),
        shelf="site",
        title=f"{site}: {config.blogroll.title}",
        label=config.blogroll.title,
        what=words.gettext("Excerpts from our partners’ posts, with links to the originals."),
        page=RACK_PAGE,
        documents=all_formats(feed_name("partners", settings)),
    )
    yield all_of_them, selection.feed_entries
    for shelf in selection.shelves:
        topic = shelf.topic
        name = feed_name(f"topics/{topic.slug}", settings)
        offer = FeedOffer(
            name=name,
            shelf="topics",
            title=f"{site}: {topic.name}",
            label=topic.name,
            what=words.gettext("Excerpts from our partners’ posts on %(topic)s.", topic=topic.name),
            page=topic.url,
            documents=atom_file(name),
        )
        yield offer, shelf.feed_entries
    for card in selection.cards:
        if card.has_feed:
            name = feed_name(f"partners/{card.partner.id}", settings)
            offer = FeedOffer(
                name=name,
                shelf="blogs",
                title=f"{site}: {card.partner.name}",
                label=card.partner.name,
                what=words.gettext("Excerpts from the posts of %(blog)s.", blog=card.partner.name),
                page=card.url,
                documents=atom_file(name),
            )
            yield offer, selection.by_partner[card.partner.id]


def blogroll_lists(
    config: Config, selection: Selection, settings: Settings
) -> Iterator[tuple[FeedOffer, tuple[Partner, ...]]]:
    """Each OPML list with its partners; no list without any, because OPML needs an outline."""
    if not any(partner.status == "active" for partner in config.partners):
        return
    title = f"{settings['SITENAME']}: {config.blogroll.title}"
    words: Translations = settings["WORDS"]
    whole = FeedOffer(
        name="blogroll",
        shelf="lists",
        title=title,
        label=config.blogroll.title,
        what=words.gettext(
            "All blogs on our list in one file that you can import into a feed reader."
        ),
        page=RACK_PAGE,
        documents=opml_file("blogroll.opml"),
    )
    yield whole, config.partners
    for shelf in selection.shelves:
        topic = shelf.topic
        offer = FeedOffer(
            name=f"blogroll/{topic.slug}",
            shelf="lists",
            title=f"{title}, {topic.name}",
            label=topic.name,
            what=words.gettext("Only the blogs on %(topic)s.", topic=topic.name),
            page=topic.url,
            documents=opml_file(f"blogroll/{topic.slug}.opml"),
        )
        yield offer, tuple(card.partner for card in shelf.cards)


# --- what is in them ----------------------------------------------------------------------------


def partner_item(feed_entry: FeedEntry, own_ids: Set[str], settings: Settings) -> Item:
    """A partner's entry as an item of our feeds, always under the partner's name (E2, E5, F2).

    Args:
        own_ids: the ids of our own posts; an entry with one of these gets another.
    """
    entry, partner = feed_entry.entry, feed_entry.partner
    published = date_or_first_seen(entry)
    return Item(
        id=generated_id(partner.id, entry.key) if feed_entry.id in own_ids else feed_entry.id,
        title=entry.title,
        link=entry.link,
        published=published,
        updated=max(entry.changed or published, published),
        author=entry.author or partner.author or partner.name,
        summary=_gist(feed_entry, settings),
        content=entry.content or None if partner.show == "full" else None,
        tags=entry.tags,
        language=known_language_tag(entry.language),
        rights=entry.rights or feed_entry.facts.rights,
        source=_source(feed_entry, settings),
    )


def _gist(feed_entry: FeedEntry, settings: Settings) -> str:
    """Its excerpt, where it has one and that may be shown. Else where to read it: validators and readers
    want an entry to have some words."""
    entry, partner = feed_entry.entry, feed_entry.partner
    if entry.excerpt and partner.show in {"excerpts", "full"}:
        return entry.excerpt
    words: Translations = settings["WORDS"]
    return words.gettext("Read it at %(blog)s.", blog=partner.name)


def _source(feed_entry: FeedEntry, settings: Settings) -> Source:
    partner, facts = feed_entry.partner, feed_entry.facts
    return Source(
        id=_source_id(feed_entry) or tag_uri(settings, f"partners/{partner.id}"),
        title=partner.name,
        updated=date_or_first_seen(feed_entry.entry),
        home=partner.home or facts.link,
        feed=public_feed_url(partner),
        rights=facts.rights,
        licence=facts.licence,
    )


def _source_id(feed_entry: FeedEntry) -> str | None:
    """What the feed says, or the address of the blog; None where neither can be an id."""
    home = feed_entry.facts.link or feed_entry.partner.home
    address = urlsplit(ascii_uri(home)) if home else None
    whole = urlunsplit(address._replace(path=address.path or "/")) if address else None
    return next((id_ for id_ in (feed_entry.facts.id, whole) if id_ and is_valid_id(id_)), None)


def newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items of several sources in one order: by date, then by id."""
    return tuple(sorted(items, key=lambda item: (-item.published.timestamp(), item.id)))
