"""What authors bring along from other programs is published as they meant it (A1, A2)."""

from __future__ import annotations

import pytest
from tests.frontdesk.content.faults import picture
from tests.whole_sites.building import Site


@pytest.mark.A1
def test_every_ending_of_markdown_is_read(site: Site) -> None:
    for n, ending in enumerate(("markdown", "mkd", "mdown", "MD", "Md", "MKD", "Markdown")):
        site.post(
            f"posts/2026-11-{n + 6:02}-way{n}.{ending}",
            f"Title: Way {n}\n\n[Back]({{filename}}2026-11-05-first.md).\n",
        )
    site.post(
        "pages/about.markdown",
        "Title: About\n\nWords, [there]({filename}/posts/2026-11-06-way0.markdown).\n",
    )
    site.post("comments/2026-11-07-way1/ann.mkd", "Author: Ann\nDate: 2026-11-08\n\nYes, indeed.\n")
    site.build()
    assert {f"2026/11/way{n}.html" for n in range(7)} | {"about.html"} <= site.files.keys()
    assert "Yes, indeed." in site.main("2026/11/way1.html")
    assert 'href="./2026/11/way0.html"' in site.files["about.html"].decode()


@pytest.mark.A2
def test_a_picture_by_its_path_from_the_root_is_published(site: Site) -> None:
    (site.folder / "content/images").mkdir()
    (site.folder / "content/images/x.png").write_bytes(picture(40, 30))
    site.post(
        "posts/2026-11-06-seen.md",
        "Title: Seen\n\n![A desk](/images/x.png)\n\n"
        '<video controls preload="none" src="{static}/files/call.mp4" poster="/images/x.png"></video>\n',
    )
    site.post("files/call.mp4", "film")
    site.build()
    page = site.page("2026/11/seen.html")
    addresses = [page.select_one("main img")["src"], page.select_one("main video")["poster"]]
    for address in addresses:
        assert address.startswith("../../")
        assert address[6:] in site.files


@pytest.mark.A5
def test_the_names_of_other_programs_have_the_effect_of_ours(site: Site) -> None:
    site.post(
        "posts/2026-11-06-moved.md",
        "---\ntitle: Moved\nlast_modified_at: 2026-11-07\ncategories: [Craft]\ntag: fees\n"
        "description: Half a sentence.\nredirect_from:\n  - /old.html\npermalink: /kept/moved.html\n"
        "comments: false\nlanguage: pl\nlayout: post\n---\n\nWords.\n",
    )
    site.build()
    assert {
        "kept/moved.html",
        "old.html",
        "category/craft.html",
        "tag/fees.html",
    } <= site.files.keys()
    page = site.files["kept/moved.html"].decode()
    assert "Half a sentence." in page
    assert "2026-11-07" in page


@pytest.mark.A2
@pytest.mark.parametrize(
    "field", ["Pagetitle: X", "Update: 2026-11-07", "Comment: true", "Alias: /a.html", "Tgas: x"]
)
def test_a_name_that_resembles_ours_stops_no_build(site: Site, field: str) -> None:
    site.post("posts/2026-11-06-one.md", f"Title: One\n{field}\n\nWords.\n")
    site.build()
    assert "2026/11/one.html" in site.files
