"""What stands below a post: how to reply, and what readers said."""

from __future__ import annotations

import pytest
from tests.whole_sites.building import Site
from tests.whole_sites.pages import Pages

ADDRESS = "http://localhost:8000"


def comment(site: Site, post: str, name: str, author: str, date: str, text: str = "Yes.") -> None:
    header = f"Author: {author}\nDate: {date}\nLink: https://reader.example/\n"
    site.post(f"comments/{post}/{name}.md", f"{header}\n{text}\n")


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site on which readers said something of four posts."""
    site = Site(tmp_path_factory.mktemp("talk"))
    site.feeds("partners: []\n")
    for name, fields in {
        "open": "Discussion: https://www.forum.example/t/17",
        "shut": "Comments: closed",
        "off": "Comments: off",
        "silent": "Tags: fees",
    }.items():
        site.post(f"posts/2026-11-05-{name}.md", f"Title: {name}\n{fields}\n\nWords.\n")
    open_ = "2026-11-05-open"
    comment(site, open_, "a", "Later <b>Loud</b>", "2026-11-07 09:00", "<script>x</script>Two.")
    comment(site, open_, "b", "Earlier", "2026-11-06 09:00", "One, [there](https://x.example/).")
    comment(site, open_, "c", "Tomorrow", "2026-11-19 09:00", "Three.")
    for number, answered in enumerate(("b", "d-0", "d-1", "d-2", "d-3")):
        header = f"Author: Deep {number}\nDate: 2026-11-08 09:0{number}\nIn_reply_to: {answered}\n"
        name = "Id: c12\n" if number == 4 else ""
        site.post(f"comments/{open_}/d-{number}.md", f"{header}{name}\nDeep.\n")
    comment(site, "2026-11-05-shut", "a", "Ann", "2026-11-06 09:00")
    comment(site, "2026-11-05-off", "a", "Ann", "2026-11-06 09:00")
    site.build()
    return site


@pytest.mark.R6
def test_comments_stand_below_their_post_the_oldest_first(talk: Site) -> None:
    cites = talk.page("2026/11/open.html").select("#all-comments > ol > li.h-cite")
    assert [cite["id"] for cite in cites] == ["comment-b", "comment-a"]
    assert [cite.select_one(".p-author").get_text() for cite in cites] == [
        "Earlier",
        "Later <b>Loud</b>",
    ]
    assert [cite.select_one(".e-content").get_text(strip=True) for cite in cites] == [
        "One,there.",
        "Two.",
    ]
    assert {link["rel"][0] for cite in cites for link in cite.select("a[rel]")} == {"nofollow"}
    assert Pages(talk.files, ADDRESS).faults("link", "request") == []


@pytest.mark.R6
def test_answers_stand_below_what_they_answer_and_deep_ones_say_whom_they_answer(
    talk: Site,
) -> None:
    page = talk.page("2026/11/open.html")
    depths = {
        cite["id"]: len(cite.find_parents("ol")) for cite in page.select("#all-comments li.h-cite")
    }
    assert depths == {
        "comment-b": 1,
        "comment-d-0": 2,
        "comment-d-1": 3,
        "comment-d-2": 4,
        "comment-d-3": 4,
        "c12": 4,
        "comment-a": 1,
    }
    assert list(depths)[-2:] == ["c12", "comment-a"]
    assert [(link["href"], link.get_text()) for link in page.select(".u-in-reply-to")] == [
        ("#comment-d-2", "in reply to Deep 2"),
        ("#comment-d-3", "in reply to Deep 3"),
    ]
    assert page.select_one("#c12 > .meta .u-url")["href"] == "#c12"


@pytest.mark.R6
def test_lists_count_comments_where_there_are_any(talk: Site) -> None:
    counts = {
        teaser.h3.get_text(strip=True): [link.get_text() for link in teaser.select("a[href*='#']")]
        for teaser in talk.page("index.html").select(".teaser")
    }
    assert counts == {"open": ["7 comments"], "shut": ["1 comment"], "off": [], "silent": []}


@pytest.mark.R6
def test_a_post_asks_for_replies_as_it_says(talk: Site) -> None:
    asks = {
        name: talk.page(f"2026/11/{name}.html").select_one(".reply").get_text(" ", strip=True)
        for name in ("open", "shut", "off", "silent")
    }
    assert asks == {
        "open": "Reply by e-mail Discuss this on forum.example",
        "shut": "Replies are closed.",
        "off": "",
        "silent": "Reply by e-mail",
    }
    assert "1 comment" in talk.main("2026/11/shut.html")
    assert "comment" not in talk.main("2026/11/off.html")
