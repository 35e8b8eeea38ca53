"""The day of a post is its instant by the clock of the site, everywhere alike (A15)."""

from __future__ import annotations

import json

import pytest
from tests.whole_sites.building import Site


def zoned(site: Site, zone: str, **dates: str) -> None:
    site.settings = f'TIMEZONE = "{zone}"\n'
    for slug, date in dates.items():
        site.post(
            f"posts/{slug}.md",
            f"Title: {slug.capitalize()}\nDate: {date}\nTags: t\n\nWords of {slug}.\n",
        )


@pytest.mark.A15
@pytest.mark.parametrize(
    "zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Warsaw"]
)
def test_posts_of_one_day_with_zones_of_their_own_do_not_stop_a_build(
    site: Site, zone: str
) -> None:
    zoned(
        site,
        zone,
        one="2026-09-30 23:59",
        two="2026-10-01 00:30 +01:00",
        three="2026-10-01 11:00 -11:00",
    )
    site.build()
    assert {f"{word}.html" for word in ("archives", "tag/t")} <= site.files.keys()


@pytest.mark.A15
@pytest.mark.parametrize(
    ("zone", "date", "month", "day"),
    [
        ("UTC", "2026-11-01 00:30 +05:00", "2026/10", "Saturday, October 31, 2026"),
        ("UTC", "2026-10-31 23:30 -05:00", "2026/11", "Sunday, November 1, 2026"),
        ("Pacific/Kiritimati", "2026-10-31 12:00 +00:00", "2026/11", "Sunday, November 1, 2026"),
        ("Pacific/Pago_Pago", "2026-11-01 10:00 Z", "2026/10", "Saturday, October 31, 2026"),
        ("Europe/Warsaw", "2026-10-31 23:30 +00:00", "2026/11", "Sunday, November 1, 2026"),
        ("Europe/Warsaw", "2026-11-01 00:30", "2026/11", "Sunday, November 1, 2026"),
        ("America/New_York", "2026-01-01 04:59:59 UTC", "2025/12", "Wednesday, December 31, 2025"),
    ],
)
def test_a_post_lies_in_the_month_in_which_it_is_listed(
    site: Site, zone: str, date: str, month: str, day: str
) -> None:
    zoned(site, zone, late=date)
    site.build()
    page = f"{month}/late.html"
    assert page in site.files
    assert site.page(page).select_one(".dateline").get_text(strip=True) == day
    assert "Late" in site.main(f"{month}/index.html")
    assert day in site.main(f"{month}/index.html")
    listed = [
        name for name in site.files if name.endswith("/index.html") and "Late" in site.main(name)
    ]
    archives = [name for name in listed if name.count("/") == 2 and name[:4].isdigit()]
    assert archives == [f"{month}/index.html"]
    (item,) = [
        one for one in json.loads(site.files["feeds/posts.json"])["items"] if one["title"] == "Late"
    ]
    assert item["url"].endswith(page)


@pytest.mark.A5
@pytest.mark.A15
def test_an_address_that_followed_from_the_day_as_written_leads_on(site: Site) -> None:
    zoned(site, "UTC", late="2026-11-01 00:30 +05:00", early="2026-10-31 23:30 -05:00")
    site.build()
    for former, now in (("2026/11/late.html", "2026/10"), ("2026/10/early.html", "2026/11")):
        assert f"../../{now}/{former[8:]}" in site.files[former].decode()
        assert "Words of" not in site.main(former)


@pytest.mark.A15
def test_a_former_address_never_takes_that_of_another_post(site: Site) -> None:
    zoned(site, "UTC", late="2026-11-01 00:30 +05:00")
    site.post("posts/2026-11-06-other.md", "Title: Other\nSlug: late\n\nThe words of the other.\n")
    site.build()
    assert "The words of the other." in site.main("2026/11/late.html")
    assert "Words of late." in site.main("2026/10/late.html")


@pytest.mark.A15
def test_posts_stand_in_the_order_of_their_instants_also_in_the_hour_that_comes_twice(
    site: Site,
) -> None:
    zoned(site, "Europe/Warsaw", first="2026-10-25 02:45 +02:00", second="2026-10-25 02:15 +01:00")
    site.build()
    titles = [h.get_text() for h in site.page("2026/10/index.html").select("main h3")]
    assert titles == ["Second", "First"]


@pytest.mark.A15
def test_a_post_of_an_hour_that_does_not_exist_has_its_day(site: Site) -> None:
    zoned(site, "Europe/Warsaw", gone="2026-03-29 02:30")
    site.build()
    assert "2026-03-29T03:30:00+02:00" in site.files["2026/03/gone.html"].decode()


@pytest.mark.A15
def test_what_waits_says_when_by_the_clock_of_the_site(site: Site) -> None:
    zoned(site, "Pacific/Kiritimati", later="2026-11-20 00:30 +01:00")
    site.build()
    assert "Friday, 2026-11-20 13:30 +14" in site.complained + site.said
