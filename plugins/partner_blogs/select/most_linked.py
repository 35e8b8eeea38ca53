"""The entries of a period in, the addresses that the most partners linked to out (D8). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frontdesk.core.urls import host_name, url_key

from ..link_votes import MIN_VOTES
from ..model.config import Config
from ..model.digest import LinkedAddress, LinkVote
from .candidates import Candidate

MAX_LISTED = 10
"""Addresses of one edition."""


def most_linked(config: Config, entries: Iterable[Candidate]) -> tuple[LinkedAddress, ...]:
    """The addresses that three partners or more linked to: most votes first, then the one that was linked
    to first. Each partner has one vote for an address, and none for its own site. Home pages of partners,
    and our own, are left out.

    Args:
        entries: of one period; each post once, at its author's.
    """
    entries = sorted(entries, key=lambda one: (one.time, *one.key))
    votes: dict[str, dict[str, LinkVote]] = {}
    addresses: dict[str, str] = {}
    for one in entries:
        own = [host_name(address) for address in _own_addresses(one) if address]
        for link in one.entry.outbound:
            host = host_name(link.address)
            if not any(_is_one_site(host, mine) for mine in own):
                key = url_key(link.address)
                addresses.setdefault(key, link.address)
                vote = LinkVote(
                    partner=one.partner.id,
                    name=one.partner.name,
                    link=one.entry.link,
                    text=link.text,
                )
                votes.setdefault(key, {}).setdefault(one.partner.id, vote)
    homes = {url_key(address) for address in _home_pages(config)}
    posts = {url_key(one.entry.link): one for one in reversed(entries) if one.entry.link}
    listed = [
        LinkedAddress(
            address=addresses[key],
            votes=tuple(its.values()),
            partner=posts[key].partner.id if key in posts else None,
            title=posts[key].entry.title if key in posts else "",
        )
        for key, its in votes.items()
        if len(its) >= MIN_VOTES and key not in homes
    ]
    return tuple(sorted(listed, key=lambda it: -len(it.votes))[:MAX_LISTED])


def _own_addresses(one: Candidate) -> Iterator[str | None]:
    yield from (one.partner.home, one.partner.feed, one.entry.link)


def _is_one_site(host: str, other: str) -> bool:
    """Whether one is the other, or a part of it: blog.shop.example and shop.example."""
    return host == other or host.endswith(f".{other}") or other.endswith(f".{host}")


def _home_pages(config: Config) -> Iterator[str]:
    places = [config.about.site]
    places += [address for one in config.partners for address in (one.home, one.feed)]
    yield from filter(None, places)
