"""Posts and what a font can draw in; the share cards of a site, still to be drawn, out. Pure (R7).

A card is the picture that social networks show beside a link: 1200 by 630 pixels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct

from frontdesk.core.date_formats import short_date
from frontdesk.core.hashing import digest
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import MAX_STEM, slugify

from .texts import Post

WIDTH, HEIGHT = 1200, 630
RECIPE = "2"
"""Increase it when cards are drawn in another way, so that each gets a new name."""
FOLDER = "cards"
TONES = 4
"""Posts of one series or category have cards of one tone, of so many; other pages have one of their own."""
MAX_LETTERS = 800
"""The rest of a longer text is dropped: some 350 narrow letters fill a card, and a text is measured
many times."""


class Card(Struct, frozen=True):
    """The words of a card, plain text.

    Attributes:
        above: the name of the site.
        below: a line about the post; may be empty.
        tone: the number of its colours: up to `TONES`, which is that of pages that are no posts.
    """

    above: str
    title: str
    below: str
    tone: int = 0


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

    def input_values(self) -> str:
        """Its path says what is on it."""
        return self.path


class CardFont(Struct, frozen=True):
    """What has to be known of a font to plan cards.

    Attributes:
        digest: of its file.
        has: whether it can draw a sign.
    """

    digest: str
    has: Callable[[str], bool]


def plan_site_card(rules: Settings, font: CardFont) -> ShareCard | None:
    """The card of all pages that have none of their own."""
    return plan_card("site", Card("", rules.sitename, rules.sitesubtitle), font)


def plan_post_cards(
    posts: Iterable[Post], rules: Settings, language: str, font: CardFont
) -> Mapping[str, ShareCard]:
    """By the path of a post, its card; without those that cannot be drawn."""
    planned = {
        post.relative_source_path: plan_post_card(post, rules, language, font) for post in posts
    }
    return {path: card for path, card in planned.items() if card}


def plan_post_card(post: Post, rules: Settings, language: str, font: CardFont) -> ShareCard | None:
    """None where the card cannot be drawn."""
    day = post.date.astimezone(ZoneInfo(rules.timezone)).date()
    group = group_of(post)
    below = f"{group} · {short_date(day, language)}"
    return plan_card(post.slug, Card(rules.sitename, post.title, below, _tone(group)), font)


def group_of(post: Post) -> str:
    """The series of a post, or its category."""
    return post.series or post.category.name


def _tone(group: str) -> int:
    """The same in each build, whatever other groups there are (S2)."""
    return int(digest(group)[:8], 16) % TONES


def plan_card(name: str, card: Card, font: CardFont) -> ShareCard | None:
    """None where the card cannot be drawn, such as a title in a script that the font lacks.

    Args:
        name: the beginning of the name of its file.
    """
    if drawable_card(card, font.has) is None:
        return None
    mark = digest(RECIPE, font.digest, card.above, card.title, card.below, str(card.tone))[:10]
    path = f"{FOLDER}/{slugify(name)[:MAX_STEM] or 'post'}-{mark}.png"
    return ShareCard(card, path, " · ".join(filter(None, (card.title, card.above, card.below))))


def drawable_card(card: Card, has: Callable[[str], bool]) -> Card | None:
    """The card without signs that the font lacks, such as emoji; None where fewer than two thirds of the
    title's letters would be left, as for another script.

    Args:
        has: whether the font can draw a sign.
    """
    letters = [sign for sign in unicodedata.normalize("NFC", card.title) if sign.isalnum()]
    lacking = _lacking(letters, has)
    if sum(sign in lacking for sign in letters) * 3 > len(letters) or not letters:
        return None
    above, title, below = (_drawable(text, has) for text in (card.above, card.title, card.below))
    return Card(above, title, below, card.tone)


def _lacking(text: Iterable[str], has: Callable[[str], bool]) -> set[str]:
    """Its signs that the font lacks; each is asked for once."""
    return {sign for sign in set(text) if not has(sign)}


def _drawable(text: str, has: Callable[[str], bool]) -> str:
    """In Unicode form NFC, so that a letter and its accent are one sign."""
    composed = unicodedata.normalize("NFC", text[: 4 * MAX_LETTERS])
    spaces = {ord(sign): " " if sign.isspace() else "" for sign in _lacking(composed, has)}
    kept = composed.translate(spaces) if spaces else composed
    return re.sub(r"\s+", " ", kept).strip()[:MAX_LETTERS]
