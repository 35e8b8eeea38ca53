from __future__ import annotations

import pytest
from tests.partner_blogs.make import entry, partner

from partner_blogs.filters import wanted
from partner_blogs.removals import remaining

ENTRIES = (entry(1), entry(2), entry(3, link=None))


@pytest.mark.parametrize("status", ["active", "retired"])
def test_a_partner_keeps_all_that_the_editor_did_not_remove(status):
    assert remaining(partner(status=status), ENTRIES) == ENTRIES


@pytest.mark.E7
def test_nothing_of_a_removed_partner_remains():
    assert remaining(partner(status="removed"), ENTRIES) == ()


@pytest.mark.E7
def test_a_removed_entry_does_not_remain():
    asked = partner(removed=("https://ledger.example/2",))
    assert remaining(asked, ENTRIES) == (ENTRIES[0], ENTRIES[2])


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        ("http://www.ledger.example/2/", "https://ledger.example/2"),
        ("https://ledger.example/2", "https://ledger.example/2?utm_source=rss"),
        ("https://ledger.example/żółw", "https://ledger.example/%C5%BC%C3%B3%C5%82w"),
    ],
)
def test_an_entry_is_removed_however_its_address_is_written(asked, stored):
    assert remaining(partner(removed=(asked,)), [entry(link=stored)]) == ()


def test_an_entry_without_a_link_is_not_removed_by_anothers_address():
    assert remaining(partner(removed=("https://ledger.example/",)), [entry(link=None)])


def test_the_language_that_the_editor_gave_wins_over_what_the_feed_says():
    posts = [entry(language="en"), entry()]
    assert [e.language for e in wanted(partner(), posts)] == ["en", None]
    assert [e.language for e in wanted(partner(language="pl"), posts)] == ["pl", "pl"]
