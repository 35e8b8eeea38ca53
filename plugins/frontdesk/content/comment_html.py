"""The Markdown of a comment in, HTML that a page of ours may show out. Pure."""

from __future__ import annotations

from markdown import Markdown

from frontdesk.core.html import SafeHtml
from frontdesk.formats.sanitizer import safe_html


class CommentRenderer:
    """One Markdown instance for all comments: without footnotes and attributes, whose ids would meet
    those of the post."""

    def __init__(self) -> None:
        self._md = Markdown(
            extensions=["fenced_code", "frontdesk.content.commonmark"], output_format="html"
        )

    def render(self, text: str, page: str) -> SafeHtml:
        """Nothing but the allow-list is left of raw HTML, and no link speaks for us.

        Args:
            page: the whole address of the post, against which links are resolved.
        """
        return safe_html(self._md.reset().convert(text), page, rel="nofollow ugc")
