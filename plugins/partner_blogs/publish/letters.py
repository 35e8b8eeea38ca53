"""Our address and what we would like to know in, mailto links with everything filled in out. Pure (O3)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from urllib.parse import quote

from ..model import Partner
from ..topics import Topic

_EXAMPLES = 12
"""So many topics are named: mail programs take addresses of some 2,000 characters."""


def suggestion(to: str, site: str, topics: Iterable[Topic]) -> str:
    """A letter that asks for what feeds.yaml needs, line by line as the editor will write it there.

    Args:
        to: an e-mail address.
        site: the name of our site.
        topics: that are in use; one of them may fit.
    """
    known = ", ".join(topic.name for topic in islice(topics, _EXAMPLES))
    return _mailto(
        to,
        f"A blog for {site}",
        f"A blog that your readers would like (leave out what you do not know):\n\n"
        "name: \n"
        "author: \n"
        "home: https://\n"
        "feed: https://\n"
        f"topic: {f'(such as {known})' if known else ''}\n"
        "description: (one sentence)\n"
        "language: en\n\n"
        "Only if the blog is yours, how much of a post may we show:\n"
        "show: excerpts (or link, headlines, full)\n"
        "consent: (for full: your name, and since when)\n",
    )


def removal(to: str, site: str, partner: Partner) -> str:
    """A letter by which a partner corrects what we show, takes back a post, or leaves."""
    return _mailto(
        to,
        f"{partner.name} on {site}",
        f"The blog is mine: {partner.name}\n"
        f"{partner.home or ''}\n\n"
        "Please (keep what you want, leave out the rest):\n"
        "- take the whole blog off your site\n"
        "- take these posts off your site: https://\n"
        "- show only: link, or headlines, or excerpts\n"
        "- correct this: \n",
    )


def _mailto(to: str, subject: str, body: str) -> str:
    """A mailto address; every sign that means something in one is encoded, and a line ends in CR LF
    (RFC 6068, 2 and 5)."""
    lines = body.replace("\n", "\r\n")
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"
