"""Texts on their pages: summaries, lengths, templates, and what looks different after an upgrade (A13)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.shipped import SETTINGS
from tests.whole_sites.building import ROOT, Site

from frontdesk.formats.author_sanitizer import is_theme_id
from frontdesk.pelican.commonmark_migration import changed_texts

pytestmark = pytest.mark.A13

HEAD = "Title: {}\nDate: 2026-11-0{} 08:00\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("markdown"))
    made.feeds("partners: []\n")
    made.post(
        "posts/short.md", f"{HEAD.format('Short', 6)}\nShort text.[^1]\n\n[^1]: The note itself.\n"
    )
    made.post(
        "posts/said.md",
        f"{HEAD.format('Said', 2)}Summary: In short.[^1]\n\nLong.[^1]\n\n[^1]: A note.\n",
    )
    made.post(
        "posts/note.md", "Date: 2026-11-03 08:00\n\nFirst words[^1] of a note.\n\n[^1]: The foot.\n"
    )
    made.post(
        "posts/chinese.md", f"{HEAD.format('Chinese', 4)}Lang: zh\n\n{'客户服务很重要。' * 750}\n"
    )
    made.post(
        "posts/main.md",
        f"{HEAD.format('Main', 5)}\n## Main\n\nWords.\n\n## Search\n\n[up](#main)\n",
    )
    made.build()
    return made


@pytest.mark.parametrize("name", ["short", "said", "note"])
def test_no_footnote_stands_in_a_summary(site: Site, name: str) -> None:
    page = site.page(f"2026/11/{name}.html")
    description = page.select_one("meta[name=description]")["content"]
    assert "1" not in description
    assert "↩" not in description
    home = site.main("index.html")
    assert "The note itself." not in home
    assert "↩" not in home
    assert "Short text." in home


def test_the_first_words_of_a_note_have_no_mark_of_a_footnote(site: Site) -> None:
    assert site.page("2026/11/note.html").select_one("h1").get_text() == "First words of a note."


def test_the_length_of_a_text_without_spaces_is_that_of_its_letters(site: Site) -> None:
    minutes = re.search(r"(\d+) min", site.main("2026/11/chinese.html"))
    assert minutes
    assert 10 <= int(minutes[1]) <= 16


def test_an_id_of_a_heading_is_never_one_of_the_theme(site: Site) -> None:
    page = site.page("2026/11/main.html")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert [tag["id"] for tag in page.select(".prose h2")] == ["text-main", "text-search"]
    assert page.select_one(".prose a[href='#text-main']")


def test_all_ids_of_the_theme_are_known() -> None:
    """Or a heading could meet one that came later."""
    templates = (ROOT / "theme/templates").rglob("*.html")
    found = {
        one
        for path in templates
        for one in re.findall(r'\sid="([^"{]+)(?=["{])', path.read_text(encoding="utf-8"))
    }
    assert found
    assert {one for one in found if not is_theme_id(one)} == set()


@pytest.mark.parametrize(
    ("template", "meant"), [("nosuch", "; write one of"), ("subscrbe", "'subscribe'?")]
)
def test_a_template_that_is_not_there_is_an_error_with_the_known_names(
    tmp_path: Path, template: str, meant: str
) -> None:
    made = Site(tmp_path)
    made.feeds("partners: []\n")
    made.post("posts/a.md", f"{HEAD.format('A', 1)}\nWords.\n")
    made.post("pages/x.md", f"Title: X\nTemplate: {template}\n\nWords.\n")
    made.publish()
    said = made.said + made.complained
    assert f"content/pages/x.md:2: there is no template '{template}'" in said.replace("error: ", "")
    assert meant in said
    assert "x.html" not in made.files
    made.post("pages/x.md", "Title: X\nTemplate: subscribe\n\nWords.\n")
    made.publish()
    assert "x.html" in made.files


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("First:\n- a\n- b", True),
        ("- a\n  - b", True),
        ("1) one\n2) two", True),
        ("~~gone~~", True),
        ("See https://a.example/.", True),
        ("<details>\n<summary>More</summary>\n\n**bold**\n\n</details>", True),
        ("•\tA\n•\tB", True),
        ("Plain words, *marked* and [linked](https://a.example/).", False),
        ("First:\n\n- a\n- b\n    - c\n\nLast.", False),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", False),
        ("> Quoted.\n>\n> — Ann\n\n```python\nx = 1\n```", False),
        ("1. a\n2. b\n\n## Heading\n\nA note.[^1]\n\n[^1]: Here.", False),
    ],
)
def test_a_text_is_named_where_another_page_comes_of_it(text: str, differs: bool) -> None:
    texts = {"posts/a.md": f"{HEAD.format('A', 1)}\n{text}\n".encode()}
    assert changed_texts(texts, SETTINGS["MARKDOWN"]) == (["posts/a.md"] if differs else [])


def a_site_was_there(made: Site) -> None:
    (made.folder / "output").mkdir()
    (made.folder / "output/.built-here").write_text("x\n", encoding="ascii")


def refreshes_went_before(made: Site) -> None:
    made.feeds("partners:\n  - {id: a, name: A, feed: a.xml}\n")
    made.feed("a", ("One", "3 Nov 2026 09:00:00 GMT"))
    made.refresh("2026-11-04T12:00:00Z")
    made.refresh()


@pytest.mark.parametrize(
    ("before", "make"), [(a_site_was_there, Site.build), (refreshes_went_before, Site.publish)]
)
def test_what_looks_different_after_an_upgrade_is_named_once(
    before: Callable[[Site], None], make: Callable[[Site], None], tmp_path: Path
) -> None:
    made = Site(tmp_path)
    made.feeds("partners: []\n")
    made.post("posts/odd.md", f"{HEAD.format('Odd', 1)}\nFirst:\n- a\n- b\n")
    made.post("posts/even.md", f"{HEAD.format('Even', 2)}\nWords.\n")
    before(made)
    make(made)
    assert made.complained.count("looks different") == 1
    assert "Info: content/posts/odd.md: this text looks different" in made.complained
    make(made)
    assert "looks different" not in made.complained


@pytest.mark.parametrize("lost", [[".cache"], [".cache", "output"]])
def test_after_a_publish_a_lost_cache_names_nothing_again(lost: list[str], tmp_path: Path) -> None:
    made = Site(tmp_path)
    made.post("posts/odd.md", f"{HEAD.format('Odd', 1)}\nFirst:\n- a\n- b\n")
    refreshes_went_before(made)
    made.publish()
    assert "looks different" in made.complained
    for folder in lost:
        shutil.rmtree(made.folder / folder)
    made.publish()
    assert "looks different" not in made.complained


def test_nothing_looks_different_in_a_new_site(tmp_path: Path) -> None:
    made = Site(tmp_path)
    made.feeds("partners:\n  - {id: a, name: A, feed: a.xml}\n")
    made.feed("a", ("One", "3 Nov 2026 09:00:00 GMT"))
    made.refresh()
    made.post("posts/odd.md", f"{HEAD.format('Odd', 1)}\nFirst:\n- a\n- b\n")
    made.build()
    assert "looks different" not in made.complained
    made.refresh("2026-11-19T12:00:00Z")
    made.build("2026-11-19T12:00:00Z")
    assert "looks different" not in made.complained


def test_extensions_may_be_named_without_options(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.settings = "MARKDOWN = {'extensions': ['markdown.extensions.tables']}\n"
    site.feeds("partners: []\n")
    site.post("posts/table.md", f"{HEAD.format('Table', 1)}\n| a | b |\n|---|---|\n| c | d |\n")
    site.build()
    assert site.page("2026/11/table.html").select_one("td").get_text() == "c"
