"""A partner and its state in, the pictures that pages show beside its name and headlines out. Pure (W4).

Shared by both sides: the refresh copies these, the build shows those of them that were copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from ..filters import RACK_HEADLINES, limited, without_removed
from ..model.config import BlogrollRules, Config, Partner
from ..model.state import ImageCopy, PartnerImage, PartnerState


def images_to_show(
    rules: BlogrollRules, partner: Partner, state: PartnerState, now: datetime
) -> tuple[PartnerImage, ...]:
    """The icon where more than a link to it may be shown, and the thumbnails of its newest posts where more
    than their headlines may (E5). Nothing of a partner that is retired, removed or gone."""
    if partner.status != "active" or state.trouble == "gone":
        return ()
    return tuple(dict.fromkeys(_pictures(rules, partner, state, now)))


def removed_images(partner: Partner, state: PartnerState) -> frozenset[str]:
    """The addresses of pictures that only posts had which the editor removed (E7)."""
    if not (partner.removed or partner.hidden or partner.status == "removed"):
        return frozenset()
    left = {entry.image for entry in without_removed(partner, state.entries)}
    return frozenset(
        entry.image for entry in state.entries if entry.image and entry.image not in left
    )


def copies_to_show(
    config: Config, states: Mapping[str, PartnerState], copies: Iterable[ImageCopy], now: datetime
) -> tuple[ImageCopy, ...]:
    """Of all copies those of the pictures above, also where there is only the reason why there is none."""
    known = {(copy.partner, copy.picture): copy for copy in copies}
    names = (
        (partner.id, picture)
        for partner in config.partners
        if known and partner.id in states
        for picture in images_to_show(config.blogroll, partner, states[partner.id], now)
    )
    return tuple(known[name] for name in names if name in known)


def _pictures(
    rules: BlogrollRules, partner: Partner, state: PartnerState, now: datetime
) -> Iterator[PartnerImage]:
    if rules.icon and partner.show != "link" and state.facts.icon:
        yield PartnerImage("icon", state.facts.icon)
    if rules.thumbnail and partner.show in {"excerpts", "full"}:
        for entry in islice(limited(partner, state.entries, now), RACK_HEADLINES):
            if entry.image:
                yield PartnerImage("thumbnail", entry.image)
