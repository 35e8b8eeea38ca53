"""News in, stories out: what two partners tell is one story (D6). Pure.

Two entries of different partners tell the same story where they lead to the same page, or where the
beginnings of their texts are nearly the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import urlsplit

from wording.words import Words

from .addresses import comparable
from .alike import Texts
from .model import Also, Config, PartnerState
from .news import News, news
from .ours import Ours

MEMORY = timedelta(days=90)
"""What comes again so much later is another story."""
Story = tuple[News, ...]
"""What was told once or more: its tellings, in the order in which they came in."""


def stories(told: Iterable[News]) -> tuple[Story, ...]:
    """Every piece of news in exactly one story; stories in the order of their first telling."""
    arrived = sorted(told, key=lambda one: (one.time, one.partner.id, one.entry.key))
    used = Counter((one.partner.id, one.entry.link) for one in arrived)
    places: dict[str, dict[str, int]] = {}
    texts = Texts()
    found: list[list[News]] = []
    for one in arrived:
        teller, link, text = one.partner.id, one.entry.link, one.entry.excerpt
        # An address that a partner gives to all its entries leads to none of them.
        is_a_place = link is not None and used[teller, link] == 1
        told_there = places.setdefault(comparable(link or ""), {}) if is_a_place else {}
        same_place = (n for other, n in told_there.items() if other != teller)
        story = next(chain(same_place, texts.alike(text, but_of=teller)), len(found))
        if story == len(found):
            found.append([])
        found[story].append(one)
        told_there.setdefault(teller, story)
        texts.add(teller, story, text)
    return tuple(map(tuple, found))


def repeats(
    config: Config,
    states: Mapping[str, PartnerState],
    now: datetime,
    ours: Ours,
    words: Words,
) -> dict[str, tuple[str, ...]]:
    """Partner → in plain words, which of its recent news stand under another's name, and why: so that a
    partner who misses a post learns where it is."""
    recent = [one for one in news(config, states) if one.time >= now - MEMORY]
    held = {one.name: post for one in recent if (post := ours.repeated_by(one.entry))}
    said: defaultdict[str, list[str]] = defaultdict(list)
    for story in stories(recent):
        best = teller([one for one in story if one.name not in held] or story)
        for one in story:
            if post := held.get(one.name):
                line = words.gettext(
                    "“%(title)s” repeats our “%(post)s”", title=one.entry.title, post=post.title
                )
                said[one.partner.id].append(line)
            elif one.partner.id != best.partner.id:
                line = words.gettext(
                    "“%(title)s” stands under %(blog)s, who has it too",
                    title=one.entry.title,
                    blog=best.partner.name,
                )
                said[one.partner.id].append(line)
    return {id_: tuple(lines) for id_, lines in said.items()}


def teller(tellings: Sequence[News]) -> News:
    """Who is quoted: a blog with its own post before one that passes it on, then who came first."""
    if len(tellings) == 1:  # nearly always
        return tellings[0]
    return min(tellings, key=lambda one: not _is_at_home(one))


def also_at(best: News, tellings: Iterable[News]) -> tuple[Also, ...]:
    """The other partners that told it, each once."""
    others = {one.partner.id: one for one in reversed(list(tellings))}
    return tuple(
        Also(key=best.entry.key, partner=id_, name=one.partner.name, link=one.entry.link)
        for id_, one in reversed(others.items())
        if id_ != best.partner.id
    )


def _is_at_home(one: News) -> bool:
    homes = {_host(address) for address in (one.partner.home, one.partner.feed) if address}
    return one.entry.link is not None and _host(one.entry.link) in homes


def _host(address: str) -> str:
    return urlsplit(comparable(address)).netloc
