from __future__ import annotations

import pytest
from tests.partner_blogs.make import partner

from partner_blogs.model.report import PartnerHealth
from partner_blogs.publish.blog_letters import blog_letters
from partner_blogs.publish.selection import PartnerCard


def cards(*names: str) -> list[PartnerCard]:
    return [
        PartnerCard(partner=partner(id=f"b{n}", name=name), standing=PartnerHealth(state="link"))
        for n, name in enumerate(names)
    ]


@pytest.mark.S4
@pytest.mark.parametrize(
    ("name", "letter", "file"),
    [
        ("apple", "A", "a"),
        ("Élan", "E", "e"),
        ("Łódź", "L", "l"),
        ("“Quoted”", "Q", "q"),
        ("8 o’clock", "0–9", "digits"),
        ("Жук", "Ж", "u0416"),
        ("日本", "…", "others"),
        ("!!!", "…", "others"),
    ],
)
def test_a_blog_stands_under_the_first_letter_of_its_name(
    name: str, letter: str, file: str
) -> None:
    (found,) = blog_letters(cards(name))
    assert (found.link.name, found.link.url) == (letter, f"blogs/letters/{file}.html")


def test_letters_and_names_stand_in_the_order_of_the_alphabet() -> None:
    found = blog_letters(cards("zoo", "ábc", "Abd", "日本", "1st", "abb"))
    assert [one.link.name for one in found] == ["0–9", "A", "Z", "…"]
    assert [card.partner.name for card in found[1].cards] == ["abb", "ábc", "Abd"]
    assert [one.link.count for one in found] == [1, 3, 1, 1]
