"""A whole site in Polish, with nothing in English but what is said to be; and the same in English, whose
addresses and ids are the same (R8)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import reduce
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import feedparser
import pytest
from bs4 import BeautifulSoup
from tests.frontdesk.content.resource_faults import GOOD
from tests.whole_sites.building import Site
from tools.catalogs import THEME

from frontdesk.build.file_cache import FileCache
from frontdesk.core.catalogs import read_translations
from frontdesk.core.po_catalogs import compile_catalog, parse_po
from frontdesk.pelican.i18n import theme_words, warn_of_missing_words

SETTINGS = """
SITENAME = "Oddzwonimy"
SITESUBTITLE = "Zapiski"
AUTHOR = "Ola"
DEFAULT_CATEGORY = "Zapiski"
SERIES = {"Rozmowy": "Friday"}
MENU_PAGES = []
TAG_FEEDS = True
"""
FEEDS = """
about: {site: https://oddzwonimy.example/, contact: ola@oddzwonimy.example,
        suggest: https://forum.example/nowy}
blogroll: {title: Blogi obsługi, snippet: yes}
digest: {daily: yes, monthly: yes}
partners:
  - {id: lada, name: Lada, author: Jan, home: https://lada.example/, feed: lada.xml, topic: Sklepy,
     description: Zza lady., backfill: all, per_day: 1, per_digest: 9, share: 90, sample: yes}
  - {id: cisza, name: Cisza, feed: cisza.xml, backfill: all}
  - {id: brak, name: Brak, feed: nie-ma.xml}
  - {id: sam, name: Sam, home: https://sam.example/}
  - {id: dawny, name: Dawny, home: https://dawny.example/, status: retired, reason: Jan już tu nie pisze.}
  - {id: obcy, name: Obcy, feed: obcy.xml, language: de, backfill: all}
"""
CURATION = """
entries:
  - {link: https://lada.example/0, pin: yes, note: Warto.}
digests:
  - {period: 2026-W46, intro: Wstęp.}
"""
POST = """Title: Pierwszy
Tags: rozmowy
Series: Rozmowy
Disclosure: Znamy się.
First_published: List https://listy.example/1
Via: Jan https://jan.example/
Also_posted: https://gdzie.example/1
Question: Po co?
Discussion: https://forum.example/t/1
Resources: book

Słowa.
"""
OURS = {
    "Ann Example; Ben Sample": "Anna; Jan",
    "Ann Example": "Anna",
    "The Client Letter": "Listy",
    "Example House": "Nowa",
    "It is the only one with examples.": "Bo warto.",
    "yours": "Twoje",
    "Library, Leeds": "Rynek, Lublin",
    "free": "darmo",
    "Transcript: no": "Transcript: yes",
    "letter.example": "listy.example",
    "tool.example": "rzecz.example",
}
"""Of the library's samples in English, the same in Polish."""
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
KEPT = {
    "atom",
    "rss",
    "json",
    "feed",
    "opml",
    "status",
    "sha",
    "utc",
    "london",
    "europe",
    "isbn",
    "html",
}
"""Names of formats, files and places."""
SAID = (
    "aria-label",
    "alt",
    "title",
    "content",
    "data-some",
    "data-none",
    "data-wait",
    "data-failed",
)


class Both(NamedTuple):
    polish: Site
    english: Site


def written(site: Site, language: str) -> None:
    site.settings = f'{SETTINGS}DEFAULT_LANG = "{language}"\n'
    site.feeds(FEEDS)
    (site.folder / "curation.yaml").write_text(CURATION, "utf-8")
    site.feed("lada", *((f"Lada {n}", f"{10 + n // 3} Nov 2026 0{n}:00:00 GMT") for n in range(9)))
    site.feed("cisza", ("Dawno", "2 Mar 2026 09:00:00 GMT"))
    site.feed("obcy", ("Guten Tag", "12 Nov 2026 09:00:00 GMT", "Viele Worte."))
    site.post("posts/2026-11-06-pierwszy.md", POST)
    for n in range(1, 5):
        site.post(f"posts/2026-11-1{n}-wpis-{n}.md", f"Title: Wpis\nTags: rozmowy\n\nSłowa {n}.\n")
    site.post("comments/2026-11-06-pierwszy/a.md", "Author: Ewa\nDate: 2026-11-07 09:00\n\nTak.\n")
    site.post("comments/2026-11-06-pierwszy/b.md", "Author: Iza\nDate: 2026-11-08 09:00\n\nNie.\n")
    site.post("pages/subscribe.md", "Title: Kanał\nSummary: Kanał.\n\nSłowa.\n")
    for what, lines in GOOD.items():
        ours = reduce(lambda text, pair: text.replace(*pair), OURS.items(), lines)
        head = f"Title: Rzecz\nType: {what}\nDate: 2026-11-11\nSummary: Rzecz.\nTopic: Cena\n"
        site.post(f"resources/{what}.md", f"{head}{ours}\n\nSłowa.\n")
    site.post("files/fees.txt", "x" * 1234)
    site.refresh("2026-11-17T12:00:00Z")
    site.build()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    sites = Both(*(Site(tmp_path_factory.mktemp(language)) for language in ("pl", "en")))
    for site, language in zip(sites, ("pl", "en"), strict=True):
        written(site, language)
    return sites


def catalogue_words(language: str) -> set[str]:
    catalogue = parse_po((THEME / "words" / f"{language}.po").read_bytes(), language)
    texts = " ".join(f"{one.string}" for one in catalogue if one.id)
    plain = re.sub(r"<[^>]*>|%\(\w+\)s|\{\w+\}|feeds\.yaml|content/posts/", " ", texts)
    return {word.casefold() for word in WORD.findall(plain)}


ENGLISH_ONLY = catalogue_words("en") - catalogue_words("pl") - KEPT


def english_in(text: str) -> set[str]:
    return {word for word in WORD.findall(text) if word.casefold() in ENGLISH_ONLY}


def said(page: BeautifulSoup) -> Iterator[str]:
    """Everything on a page that a reader may meet, but for what is marked as English, and code."""
    for part in page.select("[lang=en], script, code"):
        part.decompose()
    for meta in page.select("meta:not([name=description], [property='og:title'])"):
        meta.decompose()
    yield page.get_text(" ")
    for part in page.find_all(True):
        yield from (str(part[name]) for name in SAID if part.has_attr(name))


@pytest.mark.R8
def test_no_word_of_the_english_interface_is_left_on_a_page(both: Both) -> None:
    assert len(ENGLISH_ONLY) > 300
    pages = [name for name in both.polish.files if name.endswith(".html")]
    assert len(pages) > 50
    left = {
        name: found
        for name in pages
        if (found := english_in(" ".join(said(both.polish.page(name)))))
    }
    assert left == {}


@pytest.mark.R8
def test_feeds_and_lists_speak_polish_too(both: Both) -> None:
    files = both.polish.files
    feeds = [name for name in files if name.startswith("feeds/") and name.endswith(".atom.xml")]
    assert len(feeds) > 12
    for name in feeds:
        feed = feedparser.parse(BytesIO(files[name]))
        assert feed.feed.language == "pl"
        entries = " ".join(f"{one.title} {one.get('summary')}" for one in feed.entries)
        plain = BeautifulSoup(entries, "html.parser").get_text(" ")
        assert english_in(f"{feed.feed.title} {feed.feed.get('subtitle')} {plain}") == set(), name
    digests = feedparser.parse(BytesIO(files["feeds/digest.atom.xml"])).entries
    assert "Przegląd tygodniowy, 9–15 listopada 2026 (8 wpisów)" in [one.title for one in digests]
    for name in ("blogroll.opml", "resources/events.ics", "badge.svg"):
        text = files[name].decode()
        shown = re.findall(
            r"(?:NAME|SUMMARY|DESCRIPTION|LOCATION):(.*)|>([^<]+)<|text=\"([^\"]+)", text
        )
        assert shown
        assert english_in(f"{shown}") == set(), name


@pytest.mark.R8
def test_dates_numbers_and_days_of_the_week_are_polish(both: Both) -> None:
    site = both.polish
    assert {site.page(name).html["lang"] for name in site.files if name.endswith(".html")} == {"pl"}
    assert "piątek, 6 listopada 2026" in site.main("2026/11/index.html")
    assert "5 wpisów" in site.main("2026/11/index.html")
    assert "Cykle Rozmowy 1, w piątki" in site.main("archives.html")
    assert "2 komentarze" in site.main("2026/11/pierwszy.html")
    assert "1,2 kB" in site.main("resources/guide.html")
    assert "Milczy od 2 marca 2026" in site.main("blogs/index.html")
    data = json.loads(site.page("tag/rozmowy.html").select_one("script[type$=json]").get_text())
    assert [one["name"] for one in data["@graph"][1]["itemListElement"]][1] == "Wszystkie wpisy"


@pytest.mark.R8
def test_what_a_refresh_said_in_english_is_marked_as_such(both: Both) -> None:
    assert not both.english.page("status/index.html").select("main [lang]")
    marked = both.polish.page("status/index.html").select("main [lang=en]")
    assert marked[0].get_text().startswith("there is no file nie-ma.xml")
    assert "Niedostępny" in both.polish.main("status/index.html")
    listed = both.polish.page("blogs/index.html")
    assert listed.select_one("#blog-brak [lang=en]").get_text().startswith("there is no file")
    assert not listed.select("#blog-dawny [lang]")


@pytest.mark.R8
@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("blogs/obcy.html", ".item"),
        ("rack/index.html", ".magazines"),
        ("index.html", ".blogroll"),
        ("digests/daily/2026-11-12.html", ".item"),
    ],
)
def test_of_a_partner_in_another_language_only_its_own_words_are_marked(
    both: Both, page: str, part: str
) -> None:
    marked = both.polish.page(page).select(f"{part} [lang]")
    assert {one["lang"] for one in marked} == {"de"}
    assert [one.get_text() for one in marked] == ["Guten Tag", "Viele Worte."]


@pytest.mark.R8
def test_neither_addresses_nor_anchors_nor_ids_depend_on_the_language(both: Both) -> None:
    polish, english = (
        {n for n in site.files if not n.startswith(("search/", "cards/"))} for site in both
    )
    assert polish == english

    def names(site: Site, name: str) -> list[str]:
        if name.endswith(".html"):
            page = site.page(name)
            parts = page.select("[id], a[href]:not([href^=mailto])")
            return [f"{part.get('id')} {part.get('href')}" for part in parts]
        return re.findall(
            r"<(?:id|guid|link)\b[^>]*>[^<]*|^UID:.*|\"id\": .*", site.files[name].decode()
        )

    for name in polish:
        if name.endswith((".html", ".xml", ".ics")) or name.startswith("feeds/"):
            assert names(both.polish, name) == names(both.english, name), name


@pytest.fixture
def cache(tmp_path: Path) -> FileCache:
    return FileCache(tmp_path / "cache", datetime(2026, 11, 22, tzinfo=UTC))


def test_an_unknown_language_is_told_with_those_there_are(
    cache: FileCache, caplog: pytest.LogCaptureFixture
) -> None:
    words = theme_words(THEME, "de-AT", cache)
    assert (words.language, words.locale, words.gettext("Library")) == ("en", "en", "Library")
    [told] = caplog.messages
    assert told.startswith("DEFAULT_LANG is 'de-AT', ")
    assert told.endswith(
        "but theme/words has only en, pl: the texts of the theme are in English (docs/languages.md says "
        "how to add a language)"
    )


def test_a_build_names_each_text_that_the_catalogue_lacks(caplog: pytest.LogCaptureFixture) -> None:
    words = read_translations(compile_catalog(b"", "pl"), "pl", "pl")
    words.gettext("Ours %(n)s", n=1)
    words.gettext("Archives")
    pelican = SimpleNamespace(settings={"WORDS": words, "THEME": str(THEME)})
    warn_of_missing_words(pelican)
    assert [text.partition("theme/words/")[2] for text in caplog.messages] == [
        f"pl.po has no words for “{text}”, so pages have them in English; `make words` adds the place to "
        "write them"
        for text in ("Archives", "Ours %(n)s")
    ]


@pytest.mark.S2
def test_the_words_are_those_of_the_catalogue_whatever_the_cache_holds(
    tmp_path: Path, cache: FileCache
) -> None:
    catalogue = tmp_path / "words" / "pl.po"
    catalogue.parent.mkdir()
    for word in ("Archiwum", "Starocie", "Archiwum"):
        catalogue.write_text(f'msgid "Archives"\nmsgstr "{word}"\n')
        assert theme_words(tmp_path, "pl", cache).gettext("Archives") == word
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path != catalogue]
    assert kept
    for path in kept:
        path.write_bytes(b"")
    words = theme_words(tmp_path, "pl", cache)
    assert (words.gettext("Archives"), words.gettext("Pages")) == ("Archiwum", "Pages")
    assert words.missing == ("Pages",)


def test_a_catalogue_that_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path; "
        "from frontdesk.build.file_cache import FileCache; "
        "from frontdesk.pelican.i18n import theme_words; "
        f"cache = FileCache(Path({str(tmp_path)!r}), datetime(2026, 11, 22, tzinfo=UTC)); "
        f"print(theme_words({str(THEME)!r}, 'pl', cache).gettext('Library')); "
        "print('babel.messages' in sys.modules)"
    )
    told = [subprocess.check_output([sys.executable, "-c", code], text=True) for _ in range(2)]
    assert [one.split() for one in told] == [["Biblioteka", "True"], ["Biblioteka", "False"]]


def test_a_catalogue_that_nobody_can_read_ends_the_build(tmp_path, cache, caplog) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "pl.po").write_text('msgid "a"\nmsgstr b"\nc\n')
    assert theme_words(tmp_path, "pl", cache).gettext("Archives") == "Archives"
    assert [
        (one.levelname, "pl.po, line 3: cannot read 'c'" in one.message) for one in caplog.records
    ] == [("ERROR", True)]


def test_a_page_runs_the_way_its_language_is_written_and_foreign_words_theirs(site: Site) -> None:
    site.settings = 'DEFAULT_LANG = "he"\n'
    site.post("posts/2026-11-05-own.md", "Title: Own\n\nWords.\n")
    site.post("posts/2026-11-06-far.md", "Title: Far\nLang: en\n\nWords.\n")
    site.post("posts/2026-11-07-near.md", "Title: Near\nLang: ar\n\nWords.\n")
    site.build()
    page = site.page("index.html")
    assert (page.html["lang"], page.html["dir"]) == ("he", "rtl")
    ways = {link.get_text(): link.get("dir") for link in page.select(".teaser a.u-url")}
    assert ways == {"First": None, "Own": None, "Far": "ltr", "Near": None}
