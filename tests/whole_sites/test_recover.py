"""A store that was lost comes back from the published site, and nobody notices (O2)."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace
from tests.ops.serving import served
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once, site

from partner_blogs.__main__ import main
from partner_blogs.model.digest import LinkedAddress, LinkVote
from partner_blogs.store import Store

__all__ = ["site"]

pytestmark = pytest.mark.O2

LIST = """
about: {site: 'https://site.example/', contact: editor@site.example}
partners:
  - {id: a, name: A, feed: a.xml, home: 'https://a.example/'}
  - {id: b, name: B, feed: b.xml, home: 'https://b.example/', show: headlines}
  - {id: c, name: C, feed: c.xml, status: retired, reason: it ended}
"""
LATER = "2026-11-18T13:00:00Z"


def day(n: int) -> str:
    return f"{n:02} Nov 2026 09:00:00 GMT"


@prepared_once
def lived(site: Site) -> None:
    """A site of two weeks: A had ten posts when it came onto the list, of which two counted as news."""
    site.feeds(LIST)
    a = [(f"A {n}", day(n)) for n in range(1, 11)]
    site.feed("a", *a[:6])
    site.feed("b", ("B 1", day(4)))
    site.refresh("2026-11-06T12:00:00Z")
    site.feed("a", *a[:9])
    site.feed("b", ("B 1", day(4)), ("B 2", day(12)))
    site.refresh("2026-11-12T12:00:00Z")
    site.feed("a", *a, ("A 11", day(17)))
    site.refresh()
    site.build()


def lose(site: Site) -> Path:
    """The store is gone; what was published lies elsewhere, and its folder comes back."""
    published = site.folder / "published"
    shutil.copytree(site.folder / "output", published)
    shutil.rmtree(site.folder / "var")
    return published


def recover(site: Site, place: str, *flags: str) -> int:
    return main(["recover", place, "--feeds", str(site.folder / "feeds.yaml"), *flags])


def entries(data: bytes) -> list[tuple[str, str, str]]:
    """Id, title and `updated` of each entry of an Atom feed."""
    atom = "{http://www.w3.org/2005/Atom}"
    return [
        tuple(entry.findtext(f"{atom}{name}", "") for name in ("id", "title", "updated"))  # type: ignore[misc]
        for entry in ET.fromstring(data).iter(f"{atom}entry")
    ]


def test_nothing_counts_as_new_and_nothing_is_there_twice(lived: Site) -> None:
    before = dict(lived.files)
    assert recover(lived, str(lose(lived))) == 0
    lived.refresh(LATER)
    lived.build(LATER)
    feeds = [name for name in before if name.endswith(".atom.xml")]
    assert {"feeds/partners/a.atom.xml", "feeds/digest.atom.xml"} <= {*feeds}
    for name in feeds:
        assert sorted(entries(lived.files[name])) == sorted(entries(before[name])), name
    # The running digest tells how many posts it has so far, and its card has a name made of its words.
    gone = [name for name in before if name not in lived.files]
    assert [name for name in gone if not name.startswith("cards/digest-2026-w47-")] == []
    for name in ("digests/weekly/2026-W45.html", "digests/weekly/2026-W46.html"):
        now, then = (BeautifulSoup(d[name], "html.parser").main for d in (lived.files, before))
        assert now.get_text() == then.get_text(), name
    state = Store(lived.folder / "var/partner_blogs").state("a")
    assert state is not None
    assert sorted(entry.title for entry in state.entries) == sorted(f"A {n}" for n in range(1, 12))
    assert state.known_until is None


def test_news_after_it_is_news(lived: Site) -> None:
    assert recover(lived, str(lose(lived))) == 0
    whole = [(f"A {n}", day(n)) for n in range(1, 11)]
    lived.feed("a", *whole, ("A 11", day(17)), ("A 12", "18 Nov 2026 12:30:00 GMT"))
    lived.refresh(LATER)
    lived.build(LATER)
    titles = [title for _, title, _ in entries(lived.files["feeds/partners/a.atom.xml"])]
    assert titles[:2] == ["A 12", "A 11"]
    assert "A 12" in lived.main("digests/weekly/2026-W47.html")


def test_a_server_tells_the_same_as_a_folder(lived: Site) -> None:
    published = lose(lived)
    assert recover(lived, str(published), "--store", str(lived.folder / "one")) == 0
    with served(published) as address:
        other = ("--store", str(lived.folder / "other"), "--allow-private-addresses")
        assert recover(lived, address, *other) == 0
    one, other_store = (Store(lived.folder / name) for name in ("one", "other"))
    assert one.states() == other_store.states()
    assert one.editions() == other_store.editions()
    assert len(one.states()) == 2


def test_an_entry_that_left_every_feed_stays_in_its_digest(lived: Site) -> None:
    published = lose(lived)
    (published / "feeds/partners/a.atom.xml").unlink()
    assert recover(lived, str(published)) == 0
    edition = Store(lived.folder / "var/partner_blogs").edition("weekly", "2026-W45")
    assert edition is not None
    (part,) = (part for part in edition.parts if part.partner == "a")
    assert [(e.title, e.link) for e in part.entries] == [
        *(("A 6", "https://a.example/5"), ("A 5", "https://a.example/4")),
    ]
    assert all(e.date and e.excerpt for e in part.entries)


@pytest.mark.D8
def test_what_several_partners_linked_to_comes_back(lived: Site) -> None:
    def votes(*texts: str) -> tuple[LinkVote, ...]:
        links = {name: f"https://{name.lower()}.example/1" for name in "ABC"}
        return tuple(
            LinkVote(partner=name.lower(), name=name, link=links[name], text=text)
            for name, text in zip("ABC", texts, strict=True)
        )

    store = Store(lived.folder / "var/partner_blogs")
    edition = store.edition("weekly", "2026-W45")
    assert edition
    linked = (
        LinkedAddress(address="https://law.example/new", votes=votes("A new law", "", "")),
        LinkedAddress(address="https://www.law.example/old/", votes=votes("", "", "")),
        LinkedAddress(
            address="https://a.example/5", title="A 6", partner="a", votes=votes("", "", "")
        ),
    )
    store.save_edition(replace(edition, most_linked=linked))
    lived.build()
    page = "digests/weekly/2026-W45.html"
    before = lived.main(page)
    assert "A new law" in before
    assert recover(lived, str(lose(lived))) == 0
    found = Store(lived.folder / "var/partner_blogs").edition("weekly", "2026-W45")
    assert found
    places = [(one.address, one.partner) for one in linked]
    assert [(one.address, one.partner) for one in found.most_linked] == places
    lived.build()
    assert lived.main(page) == before


def test_a_store_that_is_there_is_left_alone(
    lived: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recover(lived, str(lived.folder / "output")) == 1
    assert "holds a store already" in capsys.readouterr().err


@pytest.mark.parametrize("status", [None, "{}", "[[]]"])
def test_what_is_no_site_of_ours_is_told(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], status: str | None
) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    if status:
        (place / "status.json").write_text(status)
    assert recover(site, str(place)) == 1
    assert "has no status.json of ours" in capsys.readouterr().err
