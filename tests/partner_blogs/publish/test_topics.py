from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.partner_blogs.make import partner

from partner_blogs.publish.topics import Topic, topic_slug, topics_by_slug


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Law practice", "law-practice"),
        ("  Law --  Practice!", "law-practice"),
        ("Obsługa klienta", "obsluga-klienta"),
        ("R&D", "r-and-d"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Право", "topic-11ee2c07"),
        ("право", "topic-11ee2c07"),
        ("木 Retail", "retail-ed079cef"),
    ],
)
def test_the_address_of_a_topic_is_made_of_its_name_alone_and_for_ever_the_same(name, address):
    assert topic_slug(name) == address


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_topic_has_a_slug_that_can_be_a_file_name(name):
    made = topic_slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-+[a-z0-9]+)*", made)
    assert made != "index"
    assert len(made) < 80


def test_a_topic_called_index_does_not_take_the_page_of_all_topics():
    assert topic_slug("Index").startswith("index-")
    assert topic_slug("!!!").startswith("topic-")
    assert topic_slug("!!!") != topic_slug("???")


def test_topics_stand_in_the_order_in_which_the_editor_first_named_them():
    words = ["Retail", "Law practice", None, "law Practice", "Retail", "Ideas"]
    found = topics_by_slug(partner(topic=word) for word in words)
    assert list(found.values()) == [
        Topic("Retail", "retail"),
        Topic("Law practice", "law-practice"),
        Topic("Ideas", "ideas"),
    ]
    assert list(found) == [topic.slug for topic in found.values()]
