"""Partners' icons and thumbnails in a whole site: copied once, published as files of ours (W4)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.partner_blogs.refresh.drawing import drawn
from tests.partner_blogs.refresh.server import Server, reply
from tests.whole_sites.building import Site

pytestmark = pytest.mark.W4

SWITCHES = "blogroll: {icon: yes, thumbnail: yes}\n"
ALPHA = (
    "  - {id: alpha, name: Alpha, home: 'https://alpha.example/', feed: alpha.json, backfill: all"
)
BETA = "  - {id: beta, name: Beta, feed: beta.json}\n"
DIGEST = "digests/weekly/2026-W46.html"
FEED = "feeds/digest.atom.xml"


@pytest.fixture
def server() -> Iterator[Server]:
    answers = {f"/{n}": reply(drawn(60 + 30 * n, 90)) for n in range(3)}
    with Server(answers={**answers, "/icon": reply(drawn())}) as server:
        yield server


def feed(site: Site, id_: str, icon: str, *images: str) -> None:
    items = [
        {
            "id": f"{id_}-{n}",
            "url": f"https://{id_}.example/{n}",
            "title": f"{id_} {n}",
            "date_published": f"2026-11-{11 - n}T09:00:00Z",
            "image": image,
        }
        for n, image in enumerate(images)
    ]
    whole = {"version": "https://jsonfeed.org/version/1.1", "favicon": icon, "items": items}
    (site.folder / f"{id_}.json").write_text(json.dumps(whole), encoding="utf-8")


def pictures(site: Site) -> dict[str, list[str]]:
    """By page, the pictures of partners on it; each is a file of ours that needs no more room."""
    found: dict[str, list[str]] = {}
    for page in ("index.html", "blogs/index.html", "rack/index.html"):
        up = "../" * page.count("/") or "./"
        images = site.page(page).select("img.icon, img.thumbnail")
        assert all((i["alt"], i["loading"]) == ("", "lazy") for i in images)
        assert {(i["width"], i["height"]) for i in images} <= {("24", "24"), ("72", "48")}
        found[page] = [i["src"].removeprefix(up) for i in images]
        assert set(found[page]) <= set(site.files)
    return found


def published(site: Site) -> list[str]:
    return [path for path in site.files if path.startswith("pictures/")]


@pytest.mark.E7
@pytest.mark.D2
def test_pictures_are_files_of_the_site_until_they_are_removed(site: Site, server: Server) -> None:
    feed(site, "alpha", server.url("/icon"), *(server.url(f"/{n}") for n in range(3)))
    feed(site, "beta", server.url("/none"), server.url("/icon"))
    site.feeds(f"partners:\n{ALPHA}}}\n{BETA}")
    site.refresh()
    site.build()
    assert published(site) == []
    assert not any(pictures(site).values())
    digest, digests = site.page(DIGEST).select_one("main"), site.files[FEED]

    site.feeds(f"{SWITCHES}partners:\n{ALPHA}}}\n{BETA}")
    site.refresh("2026-11-18T13:00:00Z", "--allow-private-addresses")
    site.build()
    shown = pictures(site)
    assert {page: len(images) for page, images in shown.items()} == {
        "index.html": 3,
        "blogs/index.html": 6,  # the sidebar stands there too, with three
        "rack/index.html": 5,
    }
    assert set(published(site)) == set(shown["rack/index.html"])
    assert len(published(site)) == 5
    assert all(site.files[path][8:12] == b"WEBP" for path in published(site))
    assert not [path for path, data in site.files.items() if server.url("").encode() in data]
    assert "Its icon was not copied: it has no picture at this address (404)" in site.main(
        "status/index.html"
    )
    assert (site.page(DIGEST).select_one("main"), site.files[FEED]) == (digest, digests)

    site.feeds(f"{SWITCHES}partners:\n{ALPHA}, removed: ['https://alpha.example/0']}}\n")
    site.build()
    assert set(published(site)) == set(pictures(site)["rack/index.html"])
    assert len(published(site)) == 3
