"""What a page offers to read next."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from tests.whole_sites.building import Site


def fees(site: Site, day: int, slug: str, *lines: str) -> None:
    header = "\n".join((f"Title: {slug.capitalize()}", "Tags: fees", *lines))
    site.post(f"posts/2026-11-{day:02}-{slug}.md", f"{header}\n\nThe words of {slug}.\n")


@pytest.mark.A9
def test_a_post_leads_to_related_ones_of_our_own_that_are_out(site: Site) -> None:
    fees(site, 1, "one")
    fees(site, 3, "draft", "Status: draft")
    fees(site, 4, "hidden", "Status: hidden")
    fees(site, 5, "two")
    picture = BytesIO()
    Image.new("RGB", (900, 600), "#406080").save(picture, "JPEG")
    (site.folder / "content/posts/desk.jpg").write_bytes(picture.getvalue())
    with (site.folder / "content/posts/2026-11-05-two.md").open("a") as text:
        text.write("\n![A desk](desk.jpg)\n")
    fees(site, 30, "to-come")
    for day in (2, 6, 7, 8, 9, 10, 11):
        site.post(f"posts/2026-11-{day:02}-{day}.md", f"Title: {day}\n\nAbout number {day}.\n")
    site.build()
    under_one = site.page("2026/11/one.html").select_one(".related")
    links = [link["href"].rpartition("/")[2] for link in under_one.select("a")]
    assert links[0] == "two.html"
    assert not {"one.html", "draft.html", "hidden.html", "to-come.html"} & {*links}
    (picture_of_two,) = under_one.select("img")
    assert picture_of_two.parent.a["href"].endswith("two.html")
    file = picture_of_two["src"].rpartition("/")[2]
    assert file in {name.rpartition("/")[2] for name in site.files}
    assert file.endswith("-480.webp")


@pytest.mark.A9
def test_a_wrong_number_of_related_posts_is_told(site: Site) -> None:
    site.settings = "RELATED_POSTS = 6\n"
    site.build(expect=1)
    assert "RELATED_POSTS is 6; write a whole number from 0 to 5" in site.complained
