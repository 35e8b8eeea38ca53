"""What the fields mean: dates, lists, addresses, and the file's name behind them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.frontdesk.content.project import RULES

from frontdesk.content.date_parser import in_timezone
from frontdesk.content.front_matter import split_front_matter
from frontdesk.content.front_matter_fields import Credit, Head
from frontdesk.content.metadata import FIELDS, read_head
from frontdesk.content.model import LineProblem
from frontdesk.core.settings import Settings

WARSAW = replace(RULES, timezone="Europe/Warsaw")
PATH = "posts/2026-11-10-a-late-invoice.md"


def read(lines: str, path: str = PATH, rules: Settings = RULES) -> tuple[Head, list[LineProblem]]:
    return read_head(split_front_matter(f"{lines}\n\nText.\n"), path, "post", rules)


def head(lines: str, path: str = PATH, rules: Settings = RULES) -> Head:
    found, problems = read(lines, path, rules)
    assert [one for one in problems if one.severity != "info"] == []
    return found


@pytest.mark.A1
def test_a_file_name_with_a_date_and_any_text_is_enough() -> None:
    found, problems = read("Title: One")
    assert found.date == datetime(2026, 11, 10, tzinfo=UTC)
    assert (found.slug, found.status, problems) == ("a-late-invoice", "published", [])


@pytest.mark.A1
def test_title_and_date_are_enough_in_a_file_of_any_name() -> None:
    found = head("Title: One\nDate: 2026-11-22", "posts/Ünï Code.md")
    assert (found.slug, found.date) == ("uni-code", datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-11-22", "2026-11-21T23:00"),
        ("2026-11-22 08:30", "2026-11-22T07:30"),
        ("2026-11-22T08:30:15", "2026-11-22T07:30:15"),
        ("2026-11-22 08:30 +00:00", "2026-11-22T08:30"),
        ("2026-11-22 08:30+0200", "2026-11-22T06:30"),
        ("2026-11-22 08:30:00Z", "2026-11-22T08:30"),
        ("2026-11-22 08:30 UTC", "2026-11-22T08:30"),
        ("2026-11-22 08:30:00.123456-05:00", "2026-11-22T13:30"),
        ("2026-07-01 08:30", "2026-07-01T06:30"),
        ("2026/1/5 8:30", "2026-01-05T07:30"),
    ],
)
def test_a_date_without_a_zone_is_the_sites(typed: str, utc: str) -> None:
    found = head(f"Title: One\nDate: {typed}", rules=WARSAW)
    assert found.date == datetime.fromisoformat(f"{utc}+00:00")


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES))  # noqa: DTZ001
def test_every_moment_that_can_be_written_is_read(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert head(f"Title: One\nDate: {moment.isoformat()}").date == moment


@pytest.mark.A15
@pytest.mark.parametrize(
    ("zone", "typed", "there"),
    [
        ("UTC", "2026-11-01 00:30 +05:00", "2026-10-31 19:30"),
        ("Pacific/Kiritimati", "2026-10-31 12:00 Z", "2026-11-01 02:00"),
        ("Pacific/Pago_Pago", "2026-11-01 10:00 GMT", "2026-10-31 23:00"),
        ("Europe/Warsaw", "2026-11-10 08:30", "2026-11-10 08:30"),
        ("Europe/Warsaw", "2026-11-10", "2026-11-10 00:00"),
        ("Europe/Warsaw", "2026-03-29 02:30", "2026-03-29 03:30"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04 01:00"),
        ("Asia/Kathmandu", "2026-11-10 18:15 Z", "2026-11-11 00:00"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_site(zone: str, typed: str, there: str) -> None:
    found = head(
        f"Title: One\nDate: {typed}\nModified: 2027-01-01", rules=replace(RULES, timezone=zone)
    )
    assert f"{found.date:%Y-%m-%d %H:%M}" == there


@pytest.mark.A15
@pytest.mark.parametrize("typed", ["0001-01-01 00:00 +14:00", "9999-12-31 23:59 -12:00"])
def test_a_moment_beyond_the_calendar_is_no_date(typed: str) -> None:
    found, problems = read(f"Title: One\nDate: {typed}", "posts/x.md", WARSAW)
    assert found.date is None
    assert "is not a date" in problems[0].message


HOURS = st.integers(0, 48 * 60).map(
    lambda minutes: datetime(2026, 10, 24, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.mark.A15
@given(st.lists(HOURS))
def test_moments_keep_their_order_by_every_clock(moments: list[datetime]) -> None:
    there = [in_timezone("Europe/Warsaw", moment) for moment in moments]
    assert sorted(there) == [in_timezone("Europe/Warsaw", moment) for moment in sorted(moments)]


@given(st.text(st.sampled_from("0123456789-:/. TZ+ap"), min_size=1, max_size=20))
def test_no_date_is_made_up(typed: str) -> None:
    found, problems = read(f"Title: One\nDate: {typed}", "posts/x.md")
    assert (found.date is None) == any(one.severity == "error" for one in problems)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("a, b c ,, d", ("a", "b c", "d")),
        ("a; b, c", ("a", "b, c")),
        ("[a, 'b, c']", ("a", "b, c")),
        ("\n- a\n- b, c", ("a", "b, c")),
        ("a,\n    b", ("a", "b")),
        ("a, a", ("a",)),
    ],
)
def test_lists_are_read_in_every_way_of_writing(typed: str, tags: tuple[str, ...]) -> None:
    assert head(f"Title: One\nTags: {typed}").tags == tags


@pytest.mark.A5
@pytest.mark.parametrize(
    ("typed", "aliases"),
    [
        ("/2008/05/old.html", ("2008/05/old.html",)),
        ("2008/05/old.html /b/ , c", ("2008/05/old.html", "b/", "c")),
        ("[/a.html, /b.html]", ("a.html", "b.html")),
        ("\n- /a.html\n- /b%C4%85.html", ("a.html", "bą.html")),
        ("/a.html\n    /b.html", ("a.html", "b.html")),
        ("https://blog.example/a.html", ("a.html",)),
    ],
)
def test_former_addresses_may_be_written_as_they_were(typed: str, aliases: tuple[str, ...]) -> None:
    rules = replace(RULES, site_address="https://blog.example")
    assert head(f"Title: One\nAliases: {typed}", rules=rules).aliases == aliases


def test_names_of_fields_may_be_typed_in_any_case_and_with_a_hyphen() -> None:
    found = head("TITLE: One\nfirst-published: May 2008")
    assert (found.title, found.first_published) == ("One", Credit("May 2008"))


def test_authors_are_a_list_and_an_author_is_one_name() -> None:
    assert head("Title: One\nAuthor: Doe, Ann").authors == ("Doe, Ann",)
    assert head("Title: One\nAuthors: Ann Doe; Ben Roe").authors == ("Ann Doe", "Ben Roe")


@pytest.mark.parametrize(
    ("typed", "credit"),
    [
        ("The Letter, May 2008", Credit("The Letter, May 2008")),
        ("https://www.l.example/1", Credit("l.example", "https://www.l.example/1")),
        ("The Letter, https://l.example/1", Credit("The Letter", "https://l.example/1")),
        (
            "[The Letter](https://l.example/1), 2008",
            Credit("The Letter, 2008", "https://l.example/1"),
        ),
    ],
)
def test_a_credit_is_words_or_an_address_or_both(typed: str, credit: Credit) -> None:
    assert head(f"Title: One\nVia: {typed}").via == credit
    assert head(f"Title: One\nAlso_posted: {typed}").also_posted == (credit,)


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_of_every_field_is_good_and_has_an_effect(name: str) -> None:
    rules = replace(RULES, series={"Friday Debrief": "Friday"})
    found = head(
        f"Date: 2026-11-06\n{name}: {FIELDS[name].example}"
        if name != "date"
        else f"date: {FIELDS[name].example}",
        rules=rules,
    )
    assert getattr(found, name) != getattr(Head(), name)


@pytest.mark.parametrize("day", range(1, 15))
def test_a_column_on_another_day_is_told_the_next_that_fits(day: int) -> None:
    _, problems = read(f"Title: One\nDate: 2026-11-{day:02}\nSeries: friday DEBRIEF", "posts/x.md")
    fridays = {6, 13}
    assert (problems == []) == (day in fridays)
    if problems:
        after = min(one for one in (6, 13, 20) if one > day)
        assert f"write 2026-11-{after:02}," in problems[0].message


@given(
    st.sampled_from(sorted(FIELDS)),
    st.text(max_size=30) | st.text("[]()/:.h?#\\\"'- \x00;,", max_size=12),
)
def test_any_value_of_any_field_can_be_read(name: str, typed: str) -> None:
    read(f"{name}: {typed}")
    read(f"{name}: https://{typed}")


@pytest.mark.A2
@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("Alias: /a.html", "aliases", ("a.html",)),
        ("redirect_from: [/a.html, /b/]", "aliases", ("a.html", "b/")),
        ("redirectFrom:\n  - /a.html", "aliases", ("a.html",)),
        ("Updated: 2026-11-12", "modified", datetime(2026, 11, 12, tzinfo=UTC)),
        ("lastmod: 2026-11-12T10:00:00Z", "modified", datetime(2026, 11, 12, 10, tzinfo=UTC)),
        ("last_modified_at: 2026-11-12", "modified", datetime(2026, 11, 12, tzinfo=UTC)),
        ("Description: Words", "summary", "Words"),
        ("excerpt: Words", "summary", "Words"),
        ("subtitle: Words", "summary", "Words"),
        ("Permalink: /a/b.html", "url", "a/b.html"),
        ("Categories: Craft", "category", "Craft"),
        ("categories: [Craft]", "category", "Craft"),
        ("Category: [Craft]", "category", "Craft"),
        ("Category:\n- Craft", "category", "Craft"),
        ("tag: fees", "tags", ("fees",)),
        ("labels: [fees, e-mail]", "tags", ("fees", "e-mail")),
        ("Language: pl", "lang", "pl"),
        ("lang: en_GB", "lang", "en-gb"),
        ("guid: urn:x:3", "id", "urn:x:3"),
        ("author: [Ann, Ben]", "authors", ("Ann", "Ben")),
        ("author:\n- Ann\n- Ben", "authors", ("Ann", "Ben")),
        ("byline: Ann", "authors", ("Ann",)),
        ("Comments: true", "comments", "on"),
        ("Comments: false", "comments", "off"),
        ("Comment: no", "comments", "off"),
        ("comments: closed", "comments", "closed"),
        ("Pagetitle: Other", "title", "One"),
        ("Type: post", "type", None),
    ],
)
def test_the_words_of_other_programs_mean_what_ours_mean(
    line: str, name: str, value: object
) -> None:
    assert getattr(head(f"Title: One\n{line}"), name) == value


@pytest.mark.A2
@pytest.mark.parametrize(
    "line",
    ["published: 2026-11-01 10:00", "created_at: 2026-11-01 10:00", "pubDate: 2026-11-01T10:00Z"],
)
def test_a_date_by_another_name_dates_a_post_whose_file_name_does_not(line: str) -> None:
    assert head(f"Title: One\n{line}", "posts/x.md").date == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert head(f"Title: One\n{line}").date == datetime(2026, 11, 10, tzinfo=UTC)


@pytest.mark.A2
@pytest.mark.parametrize(
    ("typed", "file", "day"),
    [
        ("29.11.2026", "x", "2026-11-29"),
        ("29.11.2026", "2026-11-29-x", "2026-11-29"),
        ("05.11.2026", "x", "2026-11-05"),
        ("5.11.2026 08:30", "x", "2026-11-05 08:30"),
        ("29/11/2026", "x", "2026-11-29"),
        ("11/29/2026", "x", "2026-11-29"),
        ("29-11-2026 08:30 +01:00", "x", "2026-11-29 07:30"),
        ("05/11/2026", "2026-11-05-x", "2026-11-05"),
        ("05/11/2026", "2026-05-11-x", "2026-05-11"),
        ("11/11/2026", "x", "2026-11-11"),
        ("29.11.26", "2026-11-29-x", "2026-11-29"),
        ("05/11/2026", "x", None),
        ("05/11/2026", "2026-11-06-x", None),
        ("29.11.26", "x", None),
        ("31.02.2026", "2026-02-28-x", None),
        ("31/31/2026", "x", None),
    ],
)
def test_a_date_in_another_order_is_read_where_it_means_one_day(
    typed: str, file: str, day: str | None
) -> None:
    found, problems = read(f"Title: One\nDate: {typed}", f"posts/{file}.md")
    is_read = not any(one.severity == "error" for one in problems)
    assert is_read == (day is not None)
    if day:
        assert f"{found.date:%Y-%m-%d %H:%M}".startswith(day)
