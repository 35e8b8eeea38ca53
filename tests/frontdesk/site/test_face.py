from __future__ import annotations

import pytest

from frontdesk.content.boxes import OwnBox
from frontdesk.core.settings import Settings
from frontdesk.site.face import compact_css, place_boxes, unknown_names

pytestmark = pytest.mark.T1


@pytest.mark.parametrize(
    ("css", "compact"),
    [
        ("/* why */\na {\n  b: c;\n}\n", "\na{b:c}"),
        ('a::before { content: "/* no remark */"; }', 'a::before{content:"/* no remark */"}'),
        ("a { b: url('x/*y*/z') } /* two\nlines */ d {}", "a{b:url('x/*y*/z')}d{}"),
        (".a :is(b, c) {\n  &:d { e: calc(1px + 2px) }\n}", ".a :is(b,c){&:d{e:calc(1px + 2px)}}"),
        ("a { b: c\n    d;\n}", "a{b:c\nd}"),
    ],
)
def test_a_style_sheet_loses_remarks_and_needless_spaces_alone(css: str, compact: str) -> None:
    assert compact_css(css) == compact


@pytest.mark.T2
def test_boxes_of_the_owner_stand_among_the_built_in_ones() -> None:
    own = [
        OwnBox(f"boxes/{n}.md", f"{n}", "all", order, "x") for n, order in enumerate((15, 1, 1000))
    ]
    made = place_boxes(
        {"about": "home", "links": "none", "series": "all"}, own, lambda box: box.text
    )
    assert [box.name or box.title for box in made] == ["1", "about", "0", "series", "2"]


@pytest.mark.T5
def test_a_name_that_leads_to_nothing_is_told() -> None:
    rules = Settings(menu=("about", "abuot", ("Shop", "https://x.example/"), ("Tag", "tag/x.html")))
    (line,) = unknown_names(rules, ["about"], ["archives"])
    assert line.startswith("MENU names 'abuot'")
