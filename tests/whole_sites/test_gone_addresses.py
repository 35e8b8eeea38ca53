"""Addresses that were published and are gone: told by check and build alike, with the line to add (B9)."""

from __future__ import annotations

import re

import pytest
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once

from frontdesk.cli import main

LATER = "2026-11-19T12:00:00Z"
FIRST, BILLS, COLUMN, ABOUT = (
    "posts/2026-11-05-first.md",
    "posts/2026-11-06-on-bills.md",
    "posts/2026-10-07-column.md",
    "pages/about.md",
)
POST = "Title: {}\nTags: {}\nCategory: {}\n{}\nWords.\n"
LINE = re.compile(r"(?:add the line `(.+?)`)")
WORDS = re.compile(r"readers (?:may|who) have|subscribers may have|was published at|addresses of")
Capture = pytest.CaptureFixture[str]


@prepared_once
def published(site: Site) -> None:
    """A site with three posts and a page, as its last publish left it."""
    site.settings = 'SERIES = {"Old Column": None}\nTAG_FEEDS = True\n'
    site.post(BILLS, POST.format("On bills", "Money", "Bills", ""))
    site.post(COLUMN, POST.format("Column", "Fees", "Notes", "Series: Old Column\n"))
    site.post(ABOUT, "Title: About\n\nWho we are.\n")
    site.publish()
    assert said(site) == []


def said(site: Site) -> list[str]:
    """What a build has said of addresses, as the check says it."""
    lines = filter(WORDS.search, site.complained.splitlines())
    parts = (line.split(": ", 2) for line in lines)
    return [f"{place}: {severity.lower()}: {message}" for severity, place, message in parts]


def checked(site: Site, capsys: Capture, *options: str) -> list[str]:
    """What the check says of addresses."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(site.folder)
        here = ("--settings", "conf.py", "--store", "var/partner_blogs", "--now", LATER)
        main(["check", "content", *here, *options])
    return [line for line in capsys.readouterr().out.splitlines() if WORDS.search(line)]


@pytest.mark.A5
@pytest.mark.A11
@pytest.mark.B9
def test_check_and_build_tell_the_same_once_and_the_lines_silence_it(
    published: Site, capsys: Capture
) -> None:
    site = published
    site.post(FIRST, "Title: First\nDate: 2026-11-05 09:00\nSlug: changed\n\nSome words.\n")
    site.post(BILLS, POST.format("On bills", "", "Fees", ""))
    site.post(COLUMN, POST.format("Column", "Fees", "Notes", ""))
    (site.folder / "content" / ABOUT).rename(site.folder / "content/pages/us.md")
    site.build(LATER)
    told = said(site)
    assert told == checked(site, capsys)
    assert [line.split(": ")[0] for line in told] == [
        "content/pages/us.md:1",
        "content/posts/2026-11-05-first.md:3",
        *["content/redirects.txt"] * 5,
    ]
    assert "write `Aliases: /about.html` in its header" in told[0]
    assert "write `Aliases: /2026/11/first.html` in its header" in told[1]
    lines = [match[1] for line in told for match in LINE.finditer(line)]
    assert lines == [
        "/category/bills.html /category/fees.html",
        "/series/old-column.html /archives.html",
        "/tag/money.html /archives.html",
        "/feeds/series/old-column.atom.xml /feeds/posts.atom.xml",
        "/feeds/tags/money.atom.xml /feeds/posts.atom.xml",
    ]
    site.build(LATER)  # nothing has changed, and nothing was published: it is told again
    assert site.said.startswith("Unchanged")
    assert said(site) == told
    site.post("redirects.txt", "\n".join(lines))
    site.post("pages/us.md", "Title: About\nAliases: /about.html\n\nWho we are.\n")
    site.post(
        FIRST,
        "Title: First\nDate: 2026-11-05\nSlug: changed\nAliases: /2026/11/first.html\n\nWords.\n",
    )
    assert checked(site, capsys) == []
    site.publish(LATER)
    assert said(site) == []
    memory = site.memory()
    assert memory
    assert {"feeds/categories/bills.atom.xml", "about.html"} <= {*memory.addresses}


@pytest.mark.A14
@pytest.mark.B9
def test_what_an_author_takes_back_is_told_until_the_publish_that_removes_it(
    published: Site, capsys: Capture
) -> None:
    site = published
    site.post(BILLS, POST.format("On bills", "Money", "Bills", "Status: draft\n"))
    (site.folder / "content" / ABOUT).unlink()
    first, second = checked(site, capsys)
    assert first.startswith(f"content/{BILLS}: info: readers who have /2026/11/on-bills.html, ")
    assert second.startswith(f"content/redirects.txt: info: {ABOUT} is gone, and readers who have")
    site.publish(LATER)
    assert said(site) == [first, second]
    site.publish(LATER)
    assert site.said.startswith("Unchanged")
    assert said(site) == []
    assert checked(site, capsys) == []


@pytest.mark.B9
def test_a_site_whose_addresses_all_change_is_told_in_one_message(
    published: Site, capsys: Capture
) -> None:
    site = published
    for n in range(12):
        site.post(f"posts/2026-11-07-p{n}.md", POST.format(f"P{n}", "", "Notes", ""))
    site.publish()
    site.settings += 'ARTICLE_URL = ARTICLE_SAVE_AS = "posts/{slug}.html"\n'
    site.build(LATER)
    (told,) = said(site)
    assert told.startswith(
        "content/redirects.txt: warning: 15 addresses of texts that lie elsewhere now"
    )
    assert (
        "change it back, or write a line for each address here, such as `/2026/10/column.html "
        in told
    )
    site.post("redirects.txt", "/old.html /about.html")
    assert checked(site, capsys, "--redirects", "content/redirects.txt") == [told]
    lines = (site.folder / "content/redirects.txt").read_text("utf-8").splitlines()
    assert (len(lines), lines[0]) == (16, "/old.html /about.html")
    assert checked(site, capsys) == []
    site.build(LATER)
    assert said(site) == []
    assert site.page("2026/11/p3.html").select_one("a")["href"] == "../../posts/p3.html"


@pytest.mark.A12
@pytest.mark.B9
def test_an_address_that_waits_for_a_correction_is_still_known_after_a_publish(
    published: Site, capsys: Capture
) -> None:
    site = published
    site.post(BILLS, POST.format("On bills", "Money", "Bills", "Statsu: draft\n"))
    site.publish(LATER)
    assert "2026/11/on-bills.html" not in site.files
    assert said(site) == checked(site, capsys) == []
    (site.folder / "content" / BILLS).unlink()
    told = "\n".join(checked(site, capsys))
    assert "/2026/11/on-bills.html" in told
    assert "`/tag/money.html /archives.html`" in told


@pytest.mark.F1
@pytest.mark.B9
def test_a_feed_at_an_old_address_that_is_gone_is_told_by_the_build(site: Site) -> None:
    """The check cannot know all that is made below feeds/."""
    site.publish()
    memory = site.memory()
    assert memory
    assert "feeds/posts/default" in memory.addresses
    site.settings = "FEED_COPIES = {}\n"
    site.build(LATER)
    assert [LINE.search(line)[1] for line in said(site) if LINE.search(line)] == [  # type: ignore[index]
        "/atom.xml /feeds/posts.atom.xml",
        "/feeds/posts/default /feeds/posts.atom.xml",
        "/rss.xml /feeds/posts.rss.xml",
    ]
    site.post("redirects.txt", "\n".join(LINE.search(line)[1] for line in said(site)))  # type: ignore[index]
    site.build(LATER)
    assert said(site) == []
