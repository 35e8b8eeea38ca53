"""A site that grew is the site from nothing (S2), and what did not change is not made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.whole_sites.building import Site, files_of, from_nothing
from tests.whole_sites.conftest import prepared_once

FEEDS = "partners:\n- {id: alpha, name: Alpha, feed: alpha.xml, home: 'https://alpha.example/'}\n"
LATER = "2026-11-18T15:00:00Z"


def begin(site: Site) -> None:
    site.feeds(FEEDS)
    site.feed("alpha", ("Old news", "Mon, 16 Nov 2026 09:00:00 GMT"))
    site.refresh()
    for day in range(1, 9):
        write(
            site, day, f"About number {day}.", "Tags: fees" if day % 2 else "Series: Friday Debrief"
        )
    site.post("pages/about.md", "Title: About\n\nWho we are.\n")
    site.post("comments/2026-11-03-number-3/1.md", "Author: Ann\nDate: 2026-11-04\n\nQuite so.\n")
    site.build()
    assert "Own posts  9\n" in site.said, site.complained


@prepared_once
def grown(site: Site) -> None:
    begin(site)


def write(site: Site, day: int, text: str, *lines: str) -> None:
    header = "\n".join((f"Title: Number {day}", *lines))
    site.post(f"posts/2026-11-{day:02}-number-{day}.md", f"{header}\n\n{text}\n")


def places(site: Site) -> dict[str, tuple[int, int]]:
    """The pages, and which files of the disk they are: a page that was made again is another."""
    output = site.folder / "output"
    found = {path.relative_to(output).as_posix(): path.stat() for path in output.rglob("*.html")}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found.items()}


def made_again(site: Site, before: dict[str, tuple[int, int]]) -> set[str]:
    return {name for name, place in places(site).items() if before.get(name) != place}


def edit_text(site: Site) -> None:
    write(site, 3, "About quite another number.", "Tags: fees")


def edit_title(site: Site) -> None:
    site.post(
        "posts/2026-11-03-number-3.md", "Title: Another\nTags: fees, new\n\nAbout number 3.\n"
    )


def add(site: Site) -> None:
    write(site, 12, "The twelfth.", "Tags: fees")


def delete(site: Site) -> None:
    (site.folder / "content/posts/2026-11-05-number-5.md").unlink()


def move(site: Site) -> None:
    post = site.folder / "content/posts/2026-11-05-number-5.md"
    post.rename(post.with_name("2026-10-05-moved.md"))


def edit_page(site: Site) -> None:
    site.post("pages/about.md", "Title: About us\n\nWho we are.\n")


def comment(site: Site) -> None:
    site.post(
        "comments/2026-11-03-number-3/2.md",
        "Author: Ben\nDate: 2026-11-06\nIn_reply_to: 1\n\nNot so.\n",
    )


def headline(site: Site) -> None:
    site.feed("alpha", ("News of today", "Wed, 18 Nov 2026 09:00:00 GMT"))
    site.refresh("2026-11-18T14:00:00Z")


def setting(site: Site) -> None:
    site.settings = "SITESUBTITLE = 'Another line'\nHOME_POSTS = 3\n"


def template(site: Site) -> None:
    site.settings = "THEME_TEMPLATES_OVERRIDES = ['mine']\n"
    mine = site.folder / "mine" / "parts"
    mine.mkdir(parents=True)
    mine.joinpath("share.html").write_text("<!-- nothing to share -->\n", encoding="utf-8")


def language(site: Site) -> None:
    site.settings = "DEFAULT_LANG = 'pl'\n"


def jinja(site: Site) -> None:
    site.settings = "JINJA_ENVIRONMENT = {'lstrip_blocks': False}\n"


CHANGES = [
    *(edit_text, edit_title, add, delete, move, edit_page, comment, headline),
    *(setting, template, language, jinja),
]


@pytest.mark.S2
@pytest.mark.parametrize("change", CHANGES)
def test_a_site_that_grew_is_the_site_from_nothing(
    grown: Site, change: Callable[[Site], None]
) -> None:
    before = grown.files
    change(grown)
    grown.build(LATER)
    assert grown.files.keys() - before.keys() or any(
        grown.files[name] != before.get(name) for name in grown.files if name.endswith(".html")
    )
    assert grown.files == from_nothing(grown, LATER)


def test_an_edit_below_the_summary_makes_only_its_own_page_again(site: Site) -> None:
    site.settings = "RELATED_POSTS = 0\n"  # its words decide on those of others
    begin(site)
    beginning = "About number 3. " * 20  # longer than what lists show
    write(site, 3, beginning, "Tags: fees")
    site.build()
    before = places(site)
    write(site, 3, f"{beginning}\n\nAnd more below.", "Tags: fees")
    site.build(LATER)
    assert made_again(site, before) == {"2026/11/number-3.html"}
    assert b"And more below." in site.files["2026/11/number-3.html"]


def test_new_headlines_reach_every_page(grown: Site) -> None:
    headline(grown)
    grown.build(LATER)
    with_sidebar = [name for name in places(grown) if grown.page(name).select(".blogroll")]
    assert len(with_sidebar) > 15
    assert all("News of today" in grown.sidebar(name) for name in with_sidebar)


def test_without_the_last_site_every_page_is_made(grown: Site) -> None:
    whole = grown.files
    for path in (grown.folder / "output").rglob("*.html"):
        path.write_text("somebody's own words", encoding="utf-8")
    grown.build()
    assert grown.files == whole
    shutil.rmtree(grown.folder / "output")
    grown.build()
    assert grown.files == whole


def test_a_page_is_never_changed_where_readers_still_see_the_old_site(grown: Site) -> None:
    kept = grown.folder / "kept"
    shutil.copytree(
        grown.folder / "output", kept, copy_function=lambda a, b: Path(b).hardlink_to(a)
    )
    whole = files_of(kept)
    edit_title(grown)
    grown.build(LATER)
    assert files_of(kept) == whole


def test_share_cards_are_taken_over_unless_they_were_damaged(site: Site) -> None:
    site.settings = "SHARE_CARDS = True\n"
    begin(site)
    cards = sorted((site.folder / "output/cards").rglob("*.png"))
    assert len(cards) > 8
    assert made_after_damage(site, cards) == cards[:1]


@pytest.mark.S2
def test_a_share_card_has_the_series_as_the_settings_write_it(site: Site) -> None:
    site.settings = "SHARE_CARDS = True\n"
    begin(site)
    before = {name for name in site.files if name.startswith("cards/")}
    site.settings += "SERIES = {'FRIDAY DEBRIEF': None}\n"
    site.build(LATER)
    assert {name for name in site.files if name.startswith("cards/")} - before
    assert site.files == from_nothing(site, LATER)


def test_pictures_are_taken_over_unless_they_were_damaged(grown: Site) -> None:
    folder = grown.folder / "content/images"
    folder.mkdir(exist_ok=True)
    Image.effect_noise((1200, 800), 60).save(folder / "noise.png")
    Image.effect_noise((1200, 800), 60).save(folder / "other.png")
    grown.post(
        "posts/2026-11-10-pictures.md",
        "Title: Pictures\n\n![One]({static}/images/noise.png)\n\n![Two]({static}/images/other.png)\n",
    )
    grown.build()
    pictures = sorted((grown.folder / "output/images").glob("*-*.*"))
    assert len(pictures) > 5
    assert made_after_damage(grown, pictures) == pictures[:1]


def test_feeds_and_their_copies_are_taken_over_unless_they_were_damaged(site: Site) -> None:
    begin(site)
    output = site.folder / "output"
    feeds = [
        *sorted((output / "feeds").rglob("*.xml")),
        output / "atom.xml",
        output / "sitemap.xml",
    ]
    assert len(feeds) > 5
    for at in (0, -2, -1):
        assert made_after_damage(site, [feeds[at], *feeds]) == [feeds[at], feeds[at]]


def test_packed_copies_are_taken_over_unless_they_were_damaged(site: Site) -> None:
    site.settings = "PRECOMPRESS = True\n"
    begin(site)
    output = site.folder / "output"
    packed = [output / "about.html.gz", *sorted(output.rglob("*.html.gz"))]
    assert made_after_damage(site, packed) == packed[:1] * packed.count(packed[0])


@pytest.mark.B8
def test_what_no_build_has_made_goes_and_is_told(site: Site) -> None:
    begin(site)
    # Settings as new as the process that reads them leave no manifest, which says what is ours.
    site.build(environment={"STARTED": "later"})
    for change in ("few", "many"):  # put in place one by one, and by an exchange of folders
        (site.folder / "output/2026/11").mkdir(parents=True, exist_ok=True)
        (site.folder / "output/2026/11/notes.txt").write_text("mine")
        (site.folder / "output/letter.pdf").write_text("mine")
        if change == "many":
            site.settings += "SITENAME = 'Another name'\n"
        site.build()
        told = [line for line in site.complained.splitlines() if "not made by a build" in line]
        assert [line.split()[1] for line in told] == [
            "output/2026/11/notes.txt",
            "output/letter.pdf",
        ]
        assert not {"letter.pdf", "2026/11/notes.txt"} & {*site.files}
    write(site, 3, "Other words.")
    site.build()
    assert "not made by a build" not in site.complained


def made_after_damage(site: Site, files: list[Path]) -> list[Path]:
    """Those that the next build makes again when the first is damaged; the site is as it was."""
    whole = site.files
    files[0].write_bytes(b"no picture")
    numbers = {path: path.stat().st_ino for path in files}
    site.build()
    assert site.files == whole
    return [path for path in files if path.stat().st_ino != numbers[path]]
