"""What an export of WordPress has that no text shows: slugs, footnotes, blocks, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.importers.imports import EXPORTS, files, take
from tests.frontdesk.importers.written_exports import DOT, WORDPRESS, body, imported, item, upload


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("wordpress")
    uploads = folder / "uploads/2024/01"
    uploads.mkdir(parents=True)
    (uploads / "talk.mp3").write_bytes(
        b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 40
    )
    (uploads / "pic.png").write_bytes((EXPORTS / "pelican/content/images/dot.png").read_bytes())
    take(EXPORTS / "wordpress-blocks.xml", folder, pictures_from=[folder / "uploads"])
    return files(folder)


@pytest.mark.parametrize(
    "words",
    [
        "\n\nAll of them\n\n",  # the caption of a gallery
        "[Video at YouTube](https://www.youtube.com/watch?v=dQw4w9WgXcQ)\n\nA film\n",
        "1. one\n    - inner\n2. two\n",
        "```\nif (a < b) {\n    [x]\n\n  done\n}\n```",
        "Roses  \nare **red**\n",
        "[paper](https://desk.example/blog/wp-content/uploads/2024/01/paper.pdf)\n",
        '<audio src="{static}/files/2024/01/talk.mp3"',
        "<details><summary>More</summary> <p>Hidden words.</p> </details>",
        '\\[mystery id="5"\\]',
    ],
)
def test_each_block_becomes_what_readers_saw(found: dict[str, str], words: str) -> None:
    assert words in found["posts/2024-01-05-blocks-of-every-kind.md"]


def test_footnotes_that_lie_beside_the_text_stand_at_its_end(found: dict[str, str]) -> None:
    text = found["posts/2024-01-05-blocks-of-every-kind.md"]
    number = "0a1b2c3d-0000-1111-2222-333344445555"
    assert f"[1](#{number})" in text
    assert text.endswith(f'1. <a id="{number}"></a>The *note* itself. [↩︎](#{number}-link)\n')


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("own number", "{filename}/posts/2024-01-05-blocks-of-every-kind.md"),
        ("att", "{filename}/posts/2024-01-05-blocks-of-every-kind.md"),
        ("cat", "/category/practice-notes.html"),
        ("child", "/tag/child.html"),
        ("tag", "/tag/fees-mine.html"),
        ("me", "/author/ann-example.html"),
        ("month", "/2024/01/"),
        ("shop", "https://desk.example/shop/"),
    ],
)
def test_a_link_within_the_blog_leads_to_what_took_its_place(
    found: dict[str, str], link: str, place: str
) -> None:
    assert f"[{link}]({place})" in found["posts/2010-05-05-classic.md"]


def test_lists_lead_on_from_the_slugs_that_the_blog_gave_them(found: dict[str, str]) -> None:
    lines = found["redirects.txt"].splitlines()
    for line in (
        "/category/practice-notes/child/ /tag/child.html",
        "/tag/my-fees/ /tag/fees-mine.html",
        "/author/ann/ /author/ann-example.html",
        "/feed/rss2/ /feeds/posts.rss.xml",
    ):
        assert line in lines


@pytest.mark.parametrize("words", ["[/audio]", "[/video]", "\\[/audio\\]", "[youtube", "wp:"])
def test_no_mark_of_the_editor_is_left(found: dict[str, str], words: str) -> None:
    assert words not in "".join(found.values())


def test_a_draft_without_words_is_left_out(tmp_path: Path) -> None:
    outcome = take(EXPORTS / "wordpress-blocks.xml", tmp_path)
    assert "Auto Draft" in [one.name for one in outcome.left_out]


def test_a_page_that_was_the_home_page_is_told(tmp_path: Path) -> None:
    outcome = take(EXPORTS / "wordpress-blocks.xml", tmp_path)
    (told,) = (one for one in outcome.remarks if one.remark.kind == "address")
    assert told.path == "pages/front.md"
    assert told.remark.message.startswith("it was the home page")


@pytest.mark.parametrize("page", ["?attachment_id=1", "pic-1/"])
def test_a_link_round_a_picture_to_its_page_goes(page: str, tmp_path: Path) -> None:
    text = f'<a href="https://desk.example/{page}"><img src="https://desk.example/wp-content/uploads/u.png"></a>'
    export = WORDPRESS.format(upload(1, "u.png") + item(text))
    _, found = imported(export, tmp_path, pictures={"u.png": DOT})
    assert body(found) == "![]({static}/images/2012/u-HASH.png)"


def test_a_tag_with_the_name_of_the_category_leads_to_the_category(tmp_path: Path) -> None:
    terms = "".join(
        f'<category domain="{domain}" nicename="news">{name}</category>'
        for domain, name in (("category", "News"), ("post_tag", "news"))
    )
    _, found = imported(WORDPRESS.format(item("Words.", more=terms)), tmp_path)
    assert "/tag/news/ /category/news.html" in found["redirects.txt"].splitlines()


def test_a_former_slug_of_another_script_is_decoded(tmp_path: Path) -> None:
    slug = (
        "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>%e5%8f%a4</wp:meta_value>"
        "</wp:postmeta>"
    )
    _, found = imported(WORDPRESS.format(item("Words.", more=slug)), tmp_path)
    assert "\nAliases: /古/\n" in found["posts/2012-01-05-a.md"]
