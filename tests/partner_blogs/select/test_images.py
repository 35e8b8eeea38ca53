"""Which pictures pages show (W4)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import to_builtins
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from partner_blogs.cli_output import status_lines
from partner_blogs.model.config import BlogrollRules
from partner_blogs.model.feed import FeedFacts
from partner_blogs.model.state import ImageCopy, PartnerImage
from partner_blogs.publish.images import image_urls
from partner_blogs.select.images import copies_to_show, images_to_show, removed_images
from partner_blogs.select.status import status_rows

pytestmark = pytest.mark.W4

ICON = PartnerImage("icon", "https://ledger.example/icon.png")
BOTH = BlogrollRules(icon=True, thumbnail=True)
STATE = state(
    *(entry(n, image=None if n == 2 else f"https://ledger.example/{n}.jpg") for n in range(1, 8)),
    facts=FeedFacts(icon=ICON.address),
)


def thumbnail(n: int) -> PartnerImage:
    return PartnerImage("thumbnail", f"https://ledger.example/{n}.jpg")


NEWEST = tuple(map(thumbnail, (1, 3, 4, 5)))


def test_both_are_off_unless_the_editor_wants_them() -> None:
    assert images_to_show(BlogrollRules(), partner(), STATE, NOW) == ()


@pytest.mark.parametrize(
    ("switches", "shown"),
    [
        ({"icon": True}, (ICON,)),
        ({"thumbnail": True}, NEWEST),
        ({"icon": True, "thumbnail": True}, (ICON, *NEWEST)),
    ],
)
def test_an_icon_and_the_thumbnails_of_the_last_five_posts_are_shown(
    switches: dict[str, bool], shown: tuple[PartnerImage, ...]
) -> None:
    assert images_to_show(BlogrollRules(**switches), partner(), STATE, NOW) == shown


@pytest.mark.E5
@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"show": "full"}, (ICON, *NEWEST)),
        ({"show": "excerpts"}, (ICON, *NEWEST)),
        ({"show": "headlines"}, (ICON,)),
        ({"show": "link"}, ()),
        ({"status": "retired"}, ()),
        ({"status": "removed"}, ()),
        ({"poll": False}, (ICON, *NEWEST)),
        ({"limit": 1}, (ICON, thumbnail(1))),
        ({"max_age": 3}, (ICON, thumbnail(1), thumbnail(3))),
        ({"exclude": ("Post 1",)}, (ICON, *map(thumbnail, (3, 4, 5, 6)))),
        ({"removed": ("https://ledger.example/1",)}, (ICON, *map(thumbnail, (3, 4, 5, 6)))),
    ],
)
def test_no_more_is_shown_than_of_the_posts_themselves(
    fields: dict[str, Any], shown: tuple[PartnerImage, ...]
) -> None:
    assert images_to_show(BOTH, partner(**fields), STATE, NOW) == shown


@pytest.mark.E7
def test_a_removed_posts_picture_is_removed_unless_another_post_has_it_too() -> None:
    taken_back = partner(removed=("https://ledger.example/1", "https://ledger.example/2"))
    assert removed_images(taken_back, STATE) == {thumbnail(1).address}
    shared = state(*(entry(n, image=thumbnail(1).address) for n in (1, 3)))
    assert removed_images(taken_back, shared) == frozenset()
    assert removed_images(partner(), STATE) == frozenset()


def test_a_feed_that_is_gone_has_none() -> None:
    gone = state(*STATE.entries, facts=STATE.facts, trouble="gone", problem="is gone")
    assert images_to_show(BOTH, partner(), gone, NOW) == ()


def test_one_picture_on_several_posts_is_one() -> None:
    same = state(*(entry(n, image=thumbnail(1).address) for n in (1, 2, 3)))
    assert images_to_show(BOTH, partner(), same, NOW) == (thumbnail(1),)


def copy(picture: PartnerImage, **fields: Any) -> ImageCopy:
    usual = {"partner": "ledger", "tried": ago(days=1), "file": f"{'a' * 32}.webp"}
    return ImageCopy(picture=picture, **usual | fields)


def test_copies_of_what_no_page_shows_are_left_out() -> None:
    shown = (copy(ICON), copy(thumbnail(1), file=None, problem="refuses us"))
    others = (
        copy(ICON, partner="desk"),
        copy(thumbnail(9)),
        copy(PartnerImage("icon", thumbnail(1).address)),
    )
    known = config(partner(), blogroll=BOTH)
    assert copies_to_show(known, {"ledger": STATE}, (*others, *shown), NOW) == shown
    assert copies_to_show(config(partner()), {"ledger": STATE}, shown, NOW) == ()


def test_the_gallery_knows_what_stands_beside_a_name_and_a_headline() -> None:
    hung = image_urls([copy(ICON), copy(thumbnail(1), file=f"{'b' * 32}.webp")])
    first, second, third = STATE.entries[:3]
    assert hung.icon(partner()) == f"pictures/ledger/{'a' * 32}.webp"
    assert hung.thumbnail(partner(), first) == f"pictures/ledger/{'b' * 32}.webp"
    assert hung.icon(partner(id="desk")) is None
    assert hung.thumbnail(partner(id="desk"), first) is None
    assert hung.thumbnail(partner(), second) is None
    assert hung.thumbnail(partner(), third) is None


@pytest.mark.O1
def test_the_status_tells_why_a_picture_is_missing_where_they_are_switched_on() -> None:
    copies = (copy(ICON, problem="refuses us"), copy(thumbnail(1)))
    known = config(partner(), blogroll=BOTH)
    (row,) = status_rows(known, {"ledger": STATE}, NOW, copies=copies)
    assert row.pictures == ("Its icon was not copied: it refuses us",)
    assert "          Its icon was not copied: it refuses us" in status_lines([row])
    (silent,) = status_rows(config(partner()), {"ledger": STATE}, NOW)
    assert "pictures" not in to_builtins(silent)
