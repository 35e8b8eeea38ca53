"""A draft of any program is in no file of a published site (A14)."""

from __future__ import annotations

import pytest
from tests.frontdesk.content.test_draft_status import CLEAR, WAITING
from tests.whole_sites.building import Site

HEADERS = {
    **{f"line{n}": f"---\ntitle: T\n{line}\n---\n" for n, line in enumerate((*CLEAR, *WAITING))},
    "toml": '+++\ntitle = "T"\ndraft = true\n+++\n',
    "tomllater": '+++\ntitle = "T"\npublishDate = 2099-01-01\n+++\n',
    "json": '{ "title": "T", "draft": true }\n',
    "hexo": ';;;\n"title": "T",\n"published": false\n;;;\n',
}


def _texts(site: Site) -> None:
    for name, header in HEADERS.items():
        if "Dtae" in header or "Publishdat:" in header:
            continue
        path = f"posts/2026-11-10-zanzibar-{name}.md"
        site.post(path, f"{header}\nZanzibar, [first]({{filename}}2026-11-05-first.md).\n")
    site.post("posts/_drafts/2026-11-10-zanzibar.md", "Title: Zanzibar\n\nWords.\n")
    site.post("pages/zanzibar.md", "---\ntitle: Zanzibar\ndraft: true\n---\n\nWords.\n")
    site.post(
        "resources/zanzibar.md",
        "Title: Zanzibar\nType: community\nDate: 2026-11-10\nTopic: Z\nLink: https://z.example/\n"
        "Cost: free\n"
        "Summary: Z.\ndraft: yes\n\nWords.\n",
    )
    site.post(
        "comments/2026-11-05-first/a.md",
        "Author: Zanzibar\nDate: 2026-11-06\ndraft: true\n\nWords.\n",
    )


@pytest.mark.A3
@pytest.mark.A14
def test_a_draft_of_another_program_is_nowhere_in_the_site(site: Site) -> None:
    _texts(site)
    site.post(
        "posts/2026-11-06-second.md",
        "Title: Second\n\nSee [this]({filename}2026-11-10-zanzibar-toml.md) and "
        "[that]({filename}_drafts/2026-11-10-zanzibar.md).\n",
    )
    site.build()
    assert "2026/11/second.html" in site.files
    assert [
        path for path, data in site.files.items() if b"zanzibar" in path.encode() + data.lower()
    ] == []


@pytest.mark.A14
def test_what_waits_for_a_day_of_another_program_appears_on_it_and_goes_on_the_last(
    site: Site,
) -> None:
    header = "---\ntitle: Later\npublishDate: 2026-11-20 09:00\nexpiryDate: 2026-11-25\n---\n"
    site.post("posts/2026-11-10-later.md", f"{header}\nWords.\n")
    page = "2026/11/later.html"
    for now, is_there in (
        ("2026-11-20T08:59:59Z", False),
        ("2026-11-20T09:00:00Z", True),
        ("2026-11-24T23:59:59Z", True),
        ("2026-11-25T00:00:00Z", False),
    ):
        site.build(now)
        assert (page in site.files) == is_there


@pytest.mark.A1
def test_a_post_with_a_header_in_toml_is_a_post_like_any_other(site: Site) -> None:
    header = '+++\ntitle = "Later"\ndate = 2026-11-10\ndraft = false\n[taxonomies]\ntags = ["fees"]\n+++\n'
    site.post("posts/later.md", f"{header}\nWords.\n")
    site.post("posts/third.md", '{\n"title": "Third",\n"date": "2026-11-11"\n}\nWords.\n')
    site.build()
    assert {"2026/11/later.html", "tag/fees.html", "2026/11/third.html"} <= site.files.keys()
    assert "+++" not in site.main("2026/11/later.html")


@pytest.mark.A14
@pytest.mark.parametrize(
    "header",
    [
        *("Title: T\n\nStatus: draft\n", "Title: T\nStatsu: draft\n", "Title: T\nStatus: nearly\n"),
        *(
            "Title: T\ndraft: perhaps\n",
            '+++\ntitle = "T\ndraft = true\n+++\n',
            "Title: T\nDate: soon\n",
        ),
    ],
)
def test_in_doubt_a_text_waits_also_one_that_was_published_before(site: Site, header: str) -> None:
    path = "posts/2026-11-10-zanzibar.md"
    site.settings = "PREVIEW = False\n"
    site.post(path, "Title: Zanzibar\n\nZanzibar.\n")
    site.build()
    assert "2026/11/zanzibar.html" in site.files
    site.post(path, f"{header}\nZanzibar.\n")
    site.build()
    assert "2026/11/first.html" in site.files
    found = [
        name for name, data in site.files.items() if b"zanzibar" in name.encode() + data.lower()
    ]
    assert found == []
    assert path in site.said + site.complained
