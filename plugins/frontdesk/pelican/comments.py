"""Comment files in; on each of Pelican's posts `replies`, its comments, and `discussed_at`, the host of its
discussion elsewhere, out."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from pelican import signals

from frontdesk.content.comments import CommentRenderer, read_comments
from frontdesk.content.content_paths import COMMENTS_FOLDER, comment_key
from frontdesk.content.model import Comment
from frontdesk.content.scan import scan_content
from frontdesk.core.settings import Settings, settings_from
from frontdesk.core.urls import host_name


class Reply(Struct, frozen=True):
    """A comment as templates see it.

    Attributes:
        anchor: its id on the page of the post.
        words: sanitised HTML.
    """

    comment: Comment
    anchor: str
    words: Markup


def register() -> None:
    signals.article_generator_finalized.connect(_add_replies)


def _add_replies(generator: Any) -> None:
    settings = generator.settings
    rules = settings_from(settings)
    checked = settings.get("CHECKED_CONTENT")
    texts = checked.comments if checked and checked.is_complete else _read(settings, rules)
    of_post = defaultdict(list)
    for comment in read_comments(texts, rules)[0]:
        if comment.date <= settings["BUILD_TIME"]:
            of_post[comment.post].append(comment)
    words = CommentRenderer()
    for post in chain(generator.articles, generator.hidden_articles):
        page = f"{settings['SITE_ADDRESS']}/{post.url}"
        found = of_post[comment_key(post.relative_source_path, rules)]
        post.replies = [_reply(one, words, page) for one in found if post.comments != "off"]
        post.discussed_at = host_name(getattr(post, "discussion", ""))


def _read(settings: Any, rules: Settings) -> tuple[tuple[str, bytes], ...]:
    return scan_content(Path(settings["PATH"]), rules, [COMMENTS_FOLDER]).comments


def _reply(comment: Comment, words: CommentRenderer, page: str) -> Reply:
    text = Markup(words.render(comment.text, page))  # noqa: S704 - it went through the sanitiser
    return Reply(comment, f"comment-{comment.name}", text)
