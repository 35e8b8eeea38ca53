"""The Pelican side: on each post `replies`, what readers said of it, and `discussed_at`, the host on which
they talk about it."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from pelican import signals

from frontdesk.content.comment_html import Words
from frontdesk.content.comments import post_of, read_comments
from frontdesk.content.model import COMMENTS, Comment, Rules
from frontdesk.content.rules import rules_of
from frontdesk.content.scan import read_shelf
from frontdesk.core.urls import host_name


class Reply(Struct, frozen=True):
    """A comment as templates see it.

    Attributes:
        anchor: its id on the page of the post.
        words: HTML.
    """

    comment: Comment
    anchor: str
    words: Markup


def register() -> None:
    signals.article_generator_finalized.connect(_put_below)


def _put_below(generator: Any) -> None:
    settings = generator.settings
    rules = rules_of(settings)
    checked = settings.get("CHECKED_CONTENT")
    texts = checked.comments if checked and checked.is_complete else _read(settings, rules)
    of_post = defaultdict(list)
    for comment in read_comments(texts, rules)[0]:
        if comment.date <= settings["BUILD_TIME"]:
            of_post[comment.post].append(comment)
    words = Words()
    for post in chain(generator.articles, generator.hidden_articles):
        page = f"{settings['SITE_ADDRESS']}/{post.url}"
        found = of_post[post_of(post.relative_source_path, rules)]
        post.replies = [_reply(one, words, page) for one in found if post.comments != "off"]
        post.discussed_at = host_name(getattr(post, "discussion", ""))


def _read(settings: Any, rules: Rules) -> tuple[tuple[str, bytes], ...]:
    return read_shelf(Path(settings["PATH"]), rules, [COMMENTS]).comments


def _reply(comment: Comment, words: Words, page: str) -> Reply:
    text = Markup(words.clean(comment.text, page))  # noqa: S704 - it went through the sanitiser
    return Reply(comment, f"comment-{comment.name}", text)
