"""Whatever partners write, every page keeps its own structure and every document can be read."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from tests.whole_sites.building import Site
from tests.whole_sites.hostile import FORMATS, HARMLESS, TEXTS, document, make_partners
from tests.whole_sites.pages import Pages

from frontdesk.core.text import INVISIBLE
from frontdesk.net.model import Fetched
from partner_blogs.model.feed import CleanFeed
from partner_blogs.refresh.parse_document import parse_and_clean

ROOT = "http://localhost:8000"

PROSE = {
    *("p", "br", "hr", "blockquote", "q", "cite", "em", "strong", "b", "i", "s", "sub", "sup"),
    *("small", "code", "pre", "kbd", "ul", "ol", "li", "dl", "dt", "dd", "abbr", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
"""The elements that a whole text of a partner's may have."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    site = Site(tmp_path_factory.mktemp("hostile"))
    make_partners(site, TEXTS)
    return Pages(site.files, ROOT)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    site = Site(tmp_path_factory.mktemp("harmless"))
    make_partners(site, HARMLESS)
    return Pages(site.files, ROOT)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_that_could_hurt_comes_in_by_any_format(name: str, format_: str) -> None:
    body = document(format_, TEXTS[name])
    feed = parse_and_clean(
        Fetched(body=body, content_type=None, address="https://a.example/"), full=True
    )
    assert isinstance(feed, CleanFeed), feed
    assert len(feed.entries) == 2
    for entry in feed.entries:
        assert entry.title
        assert entry.content
        soup = BeautifulSoup(entry.content, "html.parser")
        assert {tag.name for tag in soup.find_all(True)} <= PROSE
        assert {name for tag in soup.find_all(True) for name in tag.attrs} <= {
            "href",
            "rel",
            "title",
        }
        links = [entry.link or "", *(str(tag.get("href", "")) for tag in soup.select("a"))]
        assert all(link.startswith(("https://", "http://")) for link in links if link)
        texts = (entry.title, entry.excerpt, entry.author, entry.rights, *entry.tags, entry.content)
        assert not any(INVISIBLE.search(text) for text in texts if text)


def test_every_hostile_text_is_shown(hostile: Pages) -> None:
    """Or the other tests here would hold nothing."""
    shown = {page.file: len(page.soup.select("main article.item")) for page in hostile.pages}
    ids = [name.replace(" ", "-") for name in TEXTS]
    assert {id_: shown[f"blogs/{id_}.html"] for id_ in ids} == dict.fromkeys(ids, 2)
    [everybody] = [page.soup for page in hostile.pages if page.file == "blogs/index.html"]
    assert len(everybody.select(".partners > li")) == 2 * len(ids)
    assert "{{ 7 * 7 }} {% x %}" in everybody.select_one("h1").get_text()
    noted = {page.file for page in hostile.pages if page.soup.select(".note")}
    assert "digests/daily/2026-11-17.html" in noted


def test_nothing_is_wrong_with_any_page(hostile: Pages) -> None:
    """But that two blogs of one name have pages of one title."""
    wrong = [
        fault for fault in hostile.faults() if not fault.message.startswith("the same title as ")
    ]
    assert wrong == []


def test_no_element_or_attribute_comes_in_but_those_of_plain_prose(
    hostile: Pages, harmless: Pages
) -> None:
    def elements(site: Pages) -> set[tuple[str, ...]]:
        return {
            (tag.name, *name)
            for page in site.pages
            for tag in page.soup.find_all(True)
            for name in ((), *((name,) for name in tag.attrs))
        }

    assert elements(hostile) - elements(harmless) <= {(name,) for name in PROSE}


def test_every_page_keeps_its_frame(hostile: Pages, harmless: Pages) -> None:
    def frames(site: Pages) -> set[str]:
        inner = ("body > *", "body > * > *", ".masthead > * > *", ".colophon > * > *")
        return {str([tag.name for tag in p.soup.select(", ".join(inner))]) for p in site.pages}

    assert frames(hostile) <= frames(harmless)


def test_every_feed_and_list_can_be_read(hostile: Pages) -> None:
    read = {
        ".xml": ET.fromstring,
        ".opml": ET.fromstring,
        ".svg": ET.fromstring,
        ".json": json.loads,
    }
    kinds = []
    for name, data in hostile.files.items():
        for ending, reader in read.items():
            if name.endswith(ending):
                reader(data)
                kinds.append(ending)
    assert set(kinds) == {*read}


def test_templates_and_pelicans_links_in_a_text_stay_text(hostile: Pages) -> None:
    for name, whole in (
        ("template", "{{ 7 * 7 }} {% include"),
        ("pelican", "{filename}/posts/2026-11-16-own.md {attach}../conf.py"),
    ):
        assert whole in hostile.files[f"blogs/{name}.html"].decode().replace("&#39;", "'")


def test_nothing_of_the_project_is_published(hostile: Pages, harmless: Pages) -> None:
    def kinds(site: Pages) -> set[tuple[str, str]]:
        paths = map(PurePosixPath, site.files)
        return {(path.parent.as_posix(), path.suffix) for path in paths}

    assert kinds(hostile) == kinds(harmless)
    assert not [name for name, data in hostile.files.items() if b"PLUGIN_PATHS" in data]
