"""A blog that moved in, behind nginx: each old address answers, each feed id stays. Needs nginx."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from tests.frontdesk.importers.imports import EXPORTS, PLACES, RULES
from tests.ops.nginx_server import free_port, get, nginx

from frontdesk.importers.model import ImportedText
from frontdesk.importers.readers.sources import open_source

ROOT = Path(__file__).resolve().parents[2]
NEEDED_BY_THE_SITE = {"/cards/", "/404.html"}

pytestmark = [pytest.mark.rehearsal, pytest.mark.A6]


def moved_in(place: Path, *exports: Path) -> Path:
    """A site with nothing but these blogs; its pages."""
    (place / "feeds.yaml").write_text("partners: []\n", "utf-8")
    (place / "curation.yaml").write_text("", "utf-8")
    settings = place / "pelicanconf.py"
    settings.write_text(
        "SITENAME = 'A site'\nSITE_AUTHORITY = 'site.example,2026'\nSITEURL = 'https://site.example'\n"
        f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\nPLUGINS = ['frontdesk.pelican', 'partner_blogs']\n"
        f"THEME = {str(ROOT / 'theme')!r}\nPUBLISH = True\nSEARCH = False\nSHARE_CARDS = False\n"
        "FEED_COPIES = {'feeds/posts/default': 'feeds/posts.atom.xml'}\n",
        "utf-8",
    )
    for export in exports:
        run("frontdesk", "import", str(export), "--settings", str(settings), "--pictures", "no")
    run("frontdesk", "build", str(settings), "--output", str(place / "output"))
    return place / "output"


def run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def settings_of_nginx(output: Path, port: int) -> str:
    return run(
        "tools.ops.nginx", str(output), "--folder", str(output), "--listen", f"127.0.0.1:{port}"
    )


def path_behind(port: int, location: str) -> str:
    return location.removeprefix(f"http://127.0.0.1:{port}").removeprefix("https://site.example")


@pytest.mark.parametrize("export", PLACES, ids=lambda one: one.name)
def test_each_address_and_each_id_of_an_export_is_there(export: Path, tmp_path: Path) -> None:
    texts = [
        one for one in open_source(export, RULES).read()
        if isinstance(one, ImportedText) and not one.is_draft
        and (one.published is None or one.published < datetime.now(UTC))
    ]  # fmt: skip
    assert texts
    output, port = moved_in(tmp_path, export), free_port()
    with nginx(tmp_path, settings_of_nginx(output, port), port):
        home = next(
            (urlsplit(one.address).path for one in texts if one.address.endswith("/blog/")), "/"
        )
        for address in {one.address for one in texts if one.address} - NEEDED_BY_THE_SITE:
            path = "/" + urlsplit(address).path.removeprefix(home).lstrip("/")
            assert get(port, quote(path, safe="/%@")).status in {200, 301}, address
        lines = tmp_path / "content/redirects.txt"
        for line in lines.read_text("utf-8").splitlines() if lines.exists() else ():
            former, to = line.split()
            answer = get(port, former)
            assert (answer.status, path_behind(port, answer.headers["Location"])) == (301, to)
            assert get(port, to).status == 200
        feeds = [get(port, f"/feeds/posts.{one}.xml").body.decode() for one in ("atom", "rss")]  # type: ignore[attr-defined]
    for text in texts:
        if text.kind == "post" and text.feed_id and not text.is_hidden:
            assert f">{text.feed_id.replace('&', '&amp;')}</" in "".join(feeds)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Two blogs in one site, with the map of numbers that the report proposes."""
    place = tmp_path_factory.mktemp("moving")
    output, port = moved_in(place, EXPORTS / "blogger.xml", EXPORTS / "wordpress.xml"), free_port()
    map_of_numbers = re.findall(
        r"```nginx\n(.*?)```", (place / "var/import/REPORT.md").read_text("utf-8"), re.DOTALL
    )
    old, condition = map_of_numbers
    server = settings_of_nginx(output, port).replace("server {", f"server {{\n{condition}", 1)
    with nginx(place, f"{old}\n{server}", port):
        yield port


@pytest.mark.parametrize(
    "address",
    [
        "/2012/01/q.html",
        "/2012/01/y.html?m=1",
        "/2012/01/y.html?showComment=1326009600000",
        "/2011/05/%E3%81%93.html",
        "/p/about_yard.html",
        "/2021/03/a-post/",
        "/2021/03/a-post/?replytocom=11",
        "/company/about/",
        "/feeds/posts/default",
        "/feeds/posts/default?alt=rss",
    ],
)
def test_an_old_address_answers(port: int, address: str) -> None:
    assert get(port, address).status == 200


@pytest.mark.parametrize(
    ("address", "now"),
    [
        ("/search/label/News", "/tag/news.html"),
        ("/2012_01_01_archive.html", "/2012/01/"),
        ("/feed/", "/feeds/posts.rss.xml"),
        ("/category/practice/feed/", "/feeds/categories/practice.atom.xml"),
        ("/category/practice/", "/category/practice.html"),
        ("/tag/fees/", "/tag/fees.html"),
        ("/2021/03/older/", "/2021/03/a-post/"),
        ("/2021/03/a-post/pic/", "/2021/03/a-post/"),
        ("/?p=5", "/2021/03/a-post/"),
        ("/?page_id=8", "/company/about/"),
    ],
)
def test_an_old_list_leads_on(port: int, address: str, now: str) -> None:
    answer = get(port, address)
    assert answer.status == 301
    assert path_behind(port, answer.headers["Location"]) == now


def test_feeds_know_each_post_by_its_old_id(port: int) -> None:
    feed = get(port, "/feeds/posts/default").body.decode()  # type: ignore[attr-defined]
    for known in ("tag:blogger.com,1999:blog-77.post-1", "https://desk.example/?p=5"):
        assert f"<id>{known}</id>" in feed
