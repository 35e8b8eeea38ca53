"""Posts in; their share cards in the site, and what templates need to show them, out (R7).

Each post gets `card`. The context gets `SITE_CARD`, the card of all other pages, and `card_of`, which draws
one for another page. All are None where SHARE_CARDS is off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from pelican import signals

from frontdesk.build.file_cache import digest
from frontdesk.build.images.card_drawing import MADE_BY, CardRenderer, draw_cards
from frontdesk.build.images.card_layout import HEIGHT, RECIPE, WIDTH, Card
from frontdesk.build.images.variants import MAX_STEM
from frontdesk.core.date_formats import short_date
from frontdesk.core.site_writer import write_bytes
from frontdesk.core.slugs import slugify

from .images import cache_of

FOLDER = "cards"
FONT = "fonts/literata-semibold.ttf"
"""Below the theme's folder, but not in static/: no page fetches it."""


class ShareCard(Struct, frozen=True):
    """A card as templates see it.

    Attributes:
        path: below the site's root; it differs for each card.
        words: the alternative text.
    """

    card: Card
    path: str
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def register() -> None:
    signals.article_generator_finalized.connect(_offer)
    signals.article_writer_finalized.connect(_write)


def _offer(generator: Any) -> None:
    settings = generator.settings
    is_wanted = settings["SHARE_CARDS"]
    site = _offered(_site_card(settings), "site", settings) if is_wanted else None
    generator.context["SITE_CARD"] = site
    generator.context["card_of"] = partial(_drawn, generator) if is_wanted else _none
    for post in _posts(generator):
        own = _offered(_post_card(post, settings), post.slug, settings) if is_wanted else None
        post.card = own or site


def _posts(generator: Any) -> Iterator[Any]:
    yield from generator.articles
    yield from generator.hidden_articles


def _site_card(settings: Any) -> Card:
    return Card("", settings["SITENAME"], settings["SITESUBTITLE"] or "")


def _post_card(post: Any, settings: Any) -> Card:
    day = post.date.astimezone(ZoneInfo(settings["TIMEZONE"])).date()
    where = getattr(post, "series", "") or post.category.name
    below = f"{where} · {short_date(day, settings['WORDS'].locale)}"
    return Card(settings["SITENAME"], post.metadata["title"], below)


def _offered(card: Card, name: str, settings: Any) -> ShareCard | None:
    """None where the card cannot be drawn, such as a title in a script that the font lacks."""
    font = _font(settings)
    if not _renderer(font).can_draw(card):
        return None
    mark = digest(RECIPE, _named(font), card.above, card.title, card.below)[:10]
    path = f"{FOLDER}/{slugify(name)[:MAX_STEM] or 'post'}-{mark}.png"
    return ShareCard(card, path, " · ".join(filter(None, (card.title, card.above, card.below))))


def _write(generator: Any, **_: Any) -> None:
    cards = (generator.context["SITE_CARD"], *(post.card for post in _posts(generator)))
    _put(generator, filter(None, cards))


def _drawn(generator: Any, name: str, title: str, below: str) -> ShareCard | None:
    """A card for a page that is not a post; None where it cannot be drawn.

    Args:
        name: the beginning of its file's name.
    """
    settings = generator.settings
    one = _offered(Card(settings["SITENAME"], title, below), name, settings)
    _put(generator, [one] if one else [])
    return one


def _none(*_: str) -> None:
    return None


def _put(generator: Any, cards: Iterable[ShareCard]) -> None:
    """Write cards into the site; draw those that no build has drawn before."""
    offered = {one.path: one.card for one in cards}
    made = cache_of(generator.settings).get_or_make(
        [(digest(MADE_BY, path), card) for path, card in offered.items()],
        partial(draw_cards, font=_font(generator.settings)),
    )
    for path, data in zip(offered, made, strict=True):
        write_bytes(generator.output_path, path, data)


def _font(settings: Any) -> bytes:
    return _read(Path(settings["THEME"], FONT))


@cache
def _read(font: Path) -> bytes:
    return font.read_bytes()


@cache
def _named(font: bytes) -> str:
    return digest(font)


@cache
def _renderer(font: bytes) -> CardRenderer:
    return CardRenderer(font)
