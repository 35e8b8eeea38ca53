"""Planned share cards in, their files in the site out (R7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from msgspec import msgpack

from frontdesk.build.file_cache import FileCache
from frontdesk.build.images.card_drawing import MADE_BY, CardRenderer
from frontdesk.content.render_cache import cache_for
from frontdesk.core.hashing import digest
from frontdesk.core.settings import settings_from
from frontdesk.site.share_cards import (
    TONES,
    Card,
    CardFont,
    ShareCard,
    group_of,
    plan_card,
    plan_post_card,
    plan_site_card,
)
from frontdesk.site.texts import Post

from .images import cache_of
from .site_reuse import write_or_keep

FONT = "fonts/literata-semibold.ttf"
"""Below the theme's folder, but not in static/: no page fetches it."""


_decoder: msgpack.Decoder[ShareCard | None] = msgpack.Decoder(ShareCard | None)


class ShareCards:
    """Plans the cards of a build, and writes them. Where SHARE_CARDS is off, there are none.

    Args:
        settings: Pelican's.
        output: the folder of the site.
    """

    def __init__(self, settings: Any, output: str) -> None:
        self._settings = settings
        self._rules = settings_from(settings)
        self._output = output

    def of_site(self) -> ShareCard | None:
        """The card of all pages that have none of their own."""
        return plan_site_card(self._rules, self._font) if self._rules.share_cards else None

    def of_posts(self, posts: Iterable[Post]) -> Mapping[str, ShareCard]:
        """By the path of a post."""
        if not self._rules.share_cards:
            return {}
        planned = {post.relative_source_path: self._of_post(post) for post in posts}
        return {path: card for path, card in planned.items() if card}

    def _of_post(self, post: Post) -> ShareCard | None:
        """Kept between builds: to look at each letter of a title takes a while."""
        rules, language = self._rules, self._settings["WORDS"].locale
        said = (post.slug, post.title, group_of(post), str(post.date))
        made = cache_for(self._settings).get_or_make(
            "cards",
            "\0".join((self._made_by, *said)),
            lambda _: msgpack.encode(plan_post_card(post, rules, language, self._font)),
        )
        return _decoder.decode(made)

    def of_page(self, name: str, title: str, below: str) -> ShareCard | None:
        """The card of a page that is not a post; None where it cannot be drawn.

        Args:
            name: the beginning of its file's name.
        """
        card = Card(self._rules.sitename, title, below, TONES)
        return plan_card(name, card, self._font) if self._rules.share_cards else None

    def write(self, cards: Iterable[ShareCard | None]) -> None:
        """Put cards into the site; draw those that no build has drawn before."""
        cache = cache_of(self._settings)
        planned = {one.path: (digest(MADE_BY, one.path), one.card) for one in cards if one}
        names = [name for name, _ in planned.values()]
        cache.use(names, by=digest(self._settings.get("SITE_FOLDER") or self._output)[:16])
        for path, wanted in planned.items():
            kept_or_drawn = partial(self._kept_or_drawn, cache, wanted)
            write_or_keep(self._settings, path, wanted[0].encode(), kept_or_drawn)

    def _kept_or_drawn(self, cache: FileCache, wanted: tuple[str, Card]) -> bytes:
        return next(
            cache.get_or_make([wanted], lambda missing: map(self._renderer.render, missing))
        )

    @cached_property
    def _made_by(self) -> str:
        """What the card of a post depends on beside the post."""
        rules, language = self._rules, self._settings["WORDS"].locale
        return digest(self._font.digest, rules.sitename, rules.timezone, language)

    @cached_property
    def _file(self) -> bytes:
        return Path(self._settings["THEME"], FONT).read_bytes()

    @cached_property
    def _font(self) -> CardFont:
        return CardFont(digest(self._file), self._renderer.has_sign)

    @cached_property
    def _renderer(self) -> CardRenderer:
        return CardRenderer(self._file)
