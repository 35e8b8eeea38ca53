"""What the most partners linked to (D8)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.partner_blogs.make import NOW, config, entry, partner, state

from partner_blogs.link_votes import title_of
from partner_blogs.model.config import About, Config, DigestRules
from partner_blogs.model.digest import Edition, LinkedAddress
from partner_blogs.model.feed import OutboundLink
from partner_blogs.model.state import PartnerState
from partner_blogs.select.digests import close_editions, open_editions

IDS = ("ann", "ben", "cyd", "dan", "eve")
PAGE = "https://shop.example/study"
WEEK_LATER = NOW + timedelta(days=7)

pytestmark = pytest.mark.D8


def listed(*ids: str, **fields) -> Config:
    rules = fields.pop("digest", DigestRules())
    about = About(site="https://ours.example/")
    partners = (
        partner(
            id=i, name=i.title(), feed=f"https://{i}.example/feed", home=f"https://{i}.example/"
        )
        for i in ids or IDS
    )
    return config(*partners, about=about, digest=rules)


def post(id_: str, *links: str | OutboundLink, n: int = 1, **fields):
    outbound = tuple(OutboundLink(one) if isinstance(one, str) else one for one in links)
    return entry(**{
        "n": n, "id": f"{id_} {n}", "key": f"{id_} {n}", "link": f"https://{id_}.example/{n}",
        "title": f"{id_} writes the {n}th of many", "excerpt": f"{id_} {n}", "outbound": outbound,
    } | fields)  # fmt: skip


def states(**posts) -> dict[str, PartnerState]:
    return {id_: state(*its, id=id_) for id_, its in posts.items()}


def closed(
    where: dict[str, PartnerState], rules: Config | None = None, recorded=()
) -> list[Edition]:
    return list(close_editions(rules or listed(), where, recorded, WEEK_LATER))


def counted(where: dict[str, PartnerState], rules: Config | None = None) -> dict[str, list[str]]:
    """Address → who linked to it, of the week in which everything came in."""
    first = closed(where, rules)[0]
    return {one.address: [vote.partner for vote in one.votes] for one in first.most_linked}


def test_three_partners_make_a_place_and_two_do_not() -> None:
    where = states(
        ann=[post("ann", PAGE, "https://two.example/")],
        ben=[post("ben", f"{PAGE}?utm_source=feed", "https://two.example/")],
        cyd=[post("cyd", "http://www.shop.example/study/")],
    )
    assert counted(where) == {PAGE: ["ann", "ben", "cyd"]}


def test_a_partner_has_one_vote_however_often_it_links() -> None:
    where = states(
        ann=[post("ann", PAGE, n=1), post("ann", PAGE, n=2), post("ann", PAGE, n=3)],
        ben=[post("ben", PAGE)],
    )
    assert counted(where) == {}


@pytest.mark.parametrize(
    "page",
    [
        "https://cyd.example/study",
        "https://www.cyd.example/study",
        "https://shop.cyd.example/study",
    ],
)
def test_nobody_votes_for_its_own_site(page: str) -> None:
    where = states(**{id_: [post(id_, page)] for id_ in ("ann", "ben", "cyd")})
    assert counted(where) == {}
    where = states(**{id_: [post(id_, page)] for id_ in ("ann", "ben", "cyd", "dan")})
    assert counted(where) == {page: ["ann", "ben", "dan"]}


@pytest.mark.parametrize(
    "page",
    [
        "https://dan.example/",
        "http://www.dan.example",
        "https://dan.example/feed",
        "https://ours.example/",
    ],
)
def test_home_pages_of_ours_and_of_partners_are_no_news(page: str) -> None:
    where = states(**{id_: [post(id_, page)] for id_ in ("ann", "ben", "cyd")})
    assert counted(where) == {}


def test_the_most_votes_come_first_then_what_was_linked_to_first() -> None:
    late, early, most = "https://l.example/", "https://e.example/", "https://m.example/"
    where = states(
        ann=[post("ann", early, most, n=3), post("ann", late, n=1)],
        ben=[post("ben", late, early, most, n=2)],
        cyd=[post("cyd", late, early, most, n=2)],
        dan=[post("dan", most, n=1)],
    )
    assert list(counted(where)) == [most, early, late]


def test_a_story_that_two_partners_have_is_one_post_with_one_vote() -> None:
    text = "The same words, so many of them that nobody writes them twice by chance, at two blogs."
    same = {"title": "One story at two blogs", "excerpt": text}
    where = states(
        ann=[post("ann", PAGE, **same)],
        ben=[post("ben", PAGE, **same)],
        cyd=[post("cyd", PAGE)],
    )
    assert counted(where) == {}


def test_links_count_also_of_posts_that_found_no_room_in_the_digest() -> None:
    rules = listed(digest=DigestRules(per_day=1, per_digest=1))
    where = states(**{id_: [post(id_, n=1), post(id_, PAGE, n=2)] for id_ in ("ann", "ben", "cyd")})
    assert counted(where, rules) == {PAGE: ["ann", "ben", "cyd"]}


def test_what_is_old_or_erased_or_of_another_week_does_not_count() -> None:
    where = states(
        ann=[post("ann", PAGE)],
        ben=[post("ben", PAGE)],
        cyd=[post("cyd", PAGE, arrival="old")],
        dan=[post("dan", PAGE, n=12)],
    )
    assert all(not edition.most_linked for edition in closed(where))


def test_a_place_has_the_title_of_the_post_there_or_the_words_of_most_links() -> None:
    theirs = "https://eve.example/1"
    said = [OutboundLink(PAGE, words) for words in ("A study of it", "", "A study of it")]
    where = states(
        **{id_: [post(id_, one, theirs)] for id_, one in zip(("ann", "ben", "cyd"), said, strict=True)},
        eve=[post("eve")],
    )  # fmt: skip
    first, second = closed(where)[0].most_linked
    assert {first.partner, second.partner} == {"eve", None}
    titles = {one.address: title_of(one) for one in (first, second)}
    assert titles == {PAGE: "A study of it", theirs: "eve writes the 1th of many"}
    assert title_of(LinkedAddress(address=PAGE, votes=())) == ""


@pytest.mark.D2
def test_it_is_recorded_when_the_period_closes_and_the_links_go() -> None:
    """So an edition is no larger than it was, and what comes later changes nothing."""
    where = states(**{id_: [post(id_, PAGE)] for id_ in ("ann", "ben", "cyd")})
    assert not open_editions(listed(), where, (), NOW)[-1].most_linked
    first = closed(where)
    assert first[0].most_linked
    assert not any(e.outbound for one in first for part in one.parts for e in part.entries)
    assert closed(where, recorded=first) == []
