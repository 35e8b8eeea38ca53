"""Our address and what we would like to know in, mailto links with everything filled in out. Pure (O3)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from urllib.parse import quote

from frontdesk.core.translations import Translations

from ..model.config import Partner
from .topics import Topic

_EXAMPLES = 12
"""So many topics are named: mail programs take addresses of some 2,000 characters."""


def suggestion_mailto(to: str, site: str, topics: Iterable[Topic], words: Translations) -> str:
    """A letter that asks for what feeds.yaml needs, line by line as the editor will write it there.

    Args:
        to: an e-mail address.
        site: the name of our site.
        topics: that are in use; one of them may fit.
    """
    _ = words.gettext
    known = ", ".join(topic.name for topic in islice(topics, _EXAMPLES))
    lines = (
        _("A blog that your readers would like (leave out what you do not know):"),
        "",
        "name: ",
        "author: ",
        "home: https://",
        "feed: https://",
        "topic: " + (_("(such as %(topics)s)", topics=known) if known else ""),
        "description: " + _("(one sentence)"),
        f"language: {words.language}",
        "",
        _("If the blog is yours: how much of a post may we show?"),
        "show: excerpts " + _("(or link, headlines, full)"),
        "consent: " + _("(for full: your name and the date)"),
    )
    return _mailto(to, _("Blog suggestion for %(site)s", site=site), lines)


def removal_mailto(to: str, site: str, partner: Partner, words: Translations) -> str:
    """A letter by which a partner corrects what we show, takes back a post, or leaves."""
    _ = words.gettext
    lines = (
        _("This is my blog:") + f" {partner.name}",
        partner.home or "",
        "",
        _("Please (keep the lines that you want and delete the rest):"),
        "- " + _("remove the whole blog from your site"),
        "- " + _("remove these posts from your site:") + " https://",
        "- " + _("show only (choose one): link, headlines, excerpts"),
        "- " + _("correct this:") + " ",
    )
    return _mailto(to, _("%(blog)s on %(site)s", blog=partner.name, site=site), lines)


def _mailto(to: str, subject: str, lines: Iterable[str]) -> str:
    """A mailto address; every sign that means something in one is encoded, and a line ends in CR LF
    (RFC 6068, 2 and 5)."""
    body = "".join(f"{line}\r\n" for line in lines)
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
