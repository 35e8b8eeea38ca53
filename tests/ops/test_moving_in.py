"""A blog that moved in, behind nginx: each old address answers, each feed id stays. Needs nginx."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ops.nginx_server import free_port, get, nginx

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = ROOT / "tests/frontdesk/importers/exports"

pytestmark = [pytest.mark.rehearsal, pytest.mark.A6]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    place = tmp_path_factory.mktemp("moving")
    (place / "feeds.yaml").write_text("partners: []\n", "utf-8")
    (place / "pelicanconf.py").write_text(
        "SITENAME = 'A site'\nSITE_AUTHORITY = 'site.example,2026'\nSITEURL = 'https://site.example'\n"
        f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\nPLUGINS = ['frontdesk.pelican', 'partner_blogs']\n"
        f"THEME = {str(ROOT / 'theme')!r}\nPUBLISH = True\nSEARCH = False\nSHARE_CARDS = False\n"
        "FEED_COPIES = {'feeds/posts/default': 'feeds/posts.atom.xml'}\n",
        "utf-8",
    )
    for export in ("blogger.xml", "wordpress.xml"):
        run(
            "frontdesk",
            "import",
            str(EXPORTS / export),
            "--settings",
            str(place / "pelicanconf.py"),
        )
    map_of_numbers = re.findall(
        r"```nginx\n(.*?)```", (place / "var/import/REPORT.md").read_text("utf-8"), re.DOTALL
    )
    output = place / "output"
    run("frontdesk", "build", str(place / "pelicanconf.py"), "--output", str(output))
    port = free_port()
    server = run(
        "tools.ops.nginx", str(output), "--folder", str(output), "--listen", f"127.0.0.1:{port}"
    )
    old, condition = map_of_numbers
    server = server.replace("server {", f"server {{\n{condition}", 1)
    with nginx(place, f"{old}\n{server}", port):
        yield port


def run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


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
    assert (
        answer.headers["Location"]
        .removeprefix(f"http://127.0.0.1:{port}")
        .removeprefix("https://site.example")
        == now
    )


def test_feeds_know_each_post_by_its_old_id(port: int) -> None:
    feed = get(port, "/feeds/posts/default").body.decode()  # type: ignore[attr-defined]
    for known in ("tag:blogger.com,1999:blog-77.post-1", "https://desk.example/?p=5"):
        assert f"<id>{known}</id>" in feed
