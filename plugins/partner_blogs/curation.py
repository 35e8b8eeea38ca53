"""The editor's choices in curation.yaml in, what they do to lists and digests out (D7). Pure."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from frontdesk.core.urls import url_key

from .model.config import Config, CuratedEntry, Curation
from .model.state import Entry


def apply_curation(config: Config, curation: Curation) -> Config:
    """The list with these choices of the editor in place of its own: what is hidden is shown at no partner,
    and stays in the store, so that it can be shown again."""
    before, hidden = _hidden_links(config.curation), _hidden_links(curation)
    return replace(
        config,
        curation=curation,
        partners=tuple(
            replace(one, hidden=one.hidden[: len(one.hidden) - len(before)] + hidden)
            for one in config.partners
        ),
    )


def _hidden_links(curation: Curation) -> tuple[str, ...]:
    return tuple(one.link for one in curation.entries if one.hide)


def pinned_links(curation: Curation) -> frozenset[str]:
    """The comparable links of what is pinned."""
    return frozenset(url_key(one.link) for one in curation.entries if one.pin)


def is_pinned(entry: Entry, pins: Collection[str]) -> bool:
    return any(url_key(link) in pins for link in entry.links)


def curated_by_link(curation: Curation) -> dict[str, CuratedEntry]:
    """Comparable link → what was decided about the entry there."""
    return {url_key(one.link): one for one in curation.entries}
