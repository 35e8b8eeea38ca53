"""The published site behind a real nginx, at a root and below a path. For `make rehearse`: needs nginx."""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.ops.nginx_server import free_port, get, nginx
from tools.ops.nginx import main

from frontdesk.build.host_files import parse_headers
from frontdesk.build.swap import put_in_place

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.rehearsal, pytest.mark.O2, pytest.mark.R12]


@dataclass
class Host:
    """A site at an address: `path` is the part behind the host."""

    port: int
    path: str
    folder: Path

    def get(self, name: str, headers: Mapping[str, str] | None = None) -> http.client.HTTPResponse:
        return get(self.port, f"{self.path}/{name}", headers)


@pytest.fixture(scope="module", params=["", "/blog"])
def host(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    path: str = request.param
    place = tmp_path_factory.mktemp("nginx")
    folder = place / "www" / path.strip("/")
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    subprocess.run(
        ["make", "publish", f"OUTPUT={folder}", f"STORE={place / 'store'}"],
        cwd=ROOT,
        env={**ours, "SITEURL": f"https://site.example{path}"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (folder / "_redirects").write_text(
        f"{path}/2008/05/old-name.html {path}/blogs/ 301\n/every/* /one 301\n"
    )
    port = free_port()
    words = [folder, "--folder", folder, "--listen", f"127.0.0.1:{port}"]
    program = [sys.executable, "-m", "tools.ops.nginx", *words]
    made = subprocess.run(program, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "/every/* /one 301: not carried over" in made.stderr
    with nginx(place, made.stdout, port):
        yield Host(port, path, folder)


@pytest.mark.parametrize(
    ("name", "kind", "lasts"),
    [
        ("", "text/html; charset=utf-8", "no-cache"),
        ("blogs/", "text/html; charset=utf-8", "no-cache"),
        ("theme/css/site.css", "text/css; charset=utf-8", "public, max-age=3600"),
        ("theme/icon.svg", "image/svg+xml", "public, max-age=3600"),
        ("badge.svg", "image/svg+xml", "no-cache"),
        ("feeds/posts.atom.xml", "application/atom+xml; charset=utf-8", "public, max-age=1800"),
        ("feeds/posts.rss.xml", "application/rss+xml; charset=utf-8", "public, max-age=1800"),
        ("feeds/posts.json", "application/feed+json", "public, max-age=1800"),
        ("feeds/posts/default", "application/atom+xml; charset=utf-8", "public, max-age=1800"),
        ("atom.xml", "application/atom+xml; charset=utf-8", "public, max-age=1800"),
        ("blogroll.opml", "text/x-opml; charset=utf-8", "public, max-age=1800"),
        (".well-known/recommendations.opml", "text/x-opml; charset=utf-8", "public, max-age=1800"),
        ("status.json", "application/json; charset=utf-8", "no-cache"),
    ],
)
def test_each_kind_of_file_has_its_type_and_lifetime(
    host: Host, name: str, kind: str, lasts: str
) -> None:
    answer = host.get(name)
    assert answer.status == 200
    assert answer.getheader("Content-Type") == kind
    assert answer.getheader("Cache-Control") == lasts


@pytest.mark.parametrize("kind", ["css", "js", "woff2"])
def test_what_changes_its_name_with_its_bytes_may_be_kept_for_a_year(host: Host, kind: str) -> None:
    """As its folder is named, and not by its kind: the same file in theme/ keeps its name."""
    paths = sorted((host.folder / "lasting").glob(f"*.{kind}"))
    assert paths
    for path in paths:
        answer = host.get(f"lasting/{path.name}")
        assert answer.status == 200
        assert answer.getheader("Cache-Control") == "public, max-age=31536000"


def test_every_file_of_the_site_is_served(host: Host) -> None:
    for path in host.folder.rglob("*"):
        name = path.relative_to(host.folder).as_posix()
        if path.is_file() and name not in {"_headers", "_redirects"}:
            answer = host.get(name)
            assert (answer.status, answer.body) == (200, path.read_bytes()), name


@pytest.mark.R2
@pytest.mark.parametrize("name", ["", "feeds/posts.atom.xml", "theme/css/site.css", "no/such/page"])
def test_every_answer_says_what_is_allowed(host: Host, name: str) -> None:
    answer = host.get(name)
    everywhere = parse_headers((host.folder / "_headers").read_text())[0].headers
    assert {header: answer.getheader(header) for header in everywhere} == everywhere
    assert all(len(answer.msg.get_all(header)) == 1 for header in everywhere)


@pytest.mark.R2
def test_the_policy_is_in_force_in_a_browser(host: Host) -> None:
    """On a page that does not carry it; and it refuses nothing of ours, of which the search needs most."""
    program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    assert program, "this test needs Chromium; on Debian: apt-get install chromium"
    foreign = (host.folder / "foreign.html").resolve()
    foreign.write_text(
        "<!doctype html><title>held</title><link rel=icon href=theme/icon.svg>"
        "<script>document.title = 'ran'</script>"
        "<p style='color: red'>x<img src='http://127.0.0.1:9/x.png'>"
    )
    try:
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(
                executable_path=program,
                args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            ) as browser,
        ):
            page = browser.new_page()
            said: list[str] = []
            page.on("console", lambda message: said.append(message.text))
            root = f"http://127.0.0.1:{host.port}{host.path}"
            page.goto(f"{root}/foreign.html")
            assert page.title() == "held"
            refused = "\n".join(said)
            for what in ("script-src", "style-src", "img-src"):
                assert what in refused
            said.clear()
            page.goto(f"{root}/search.html?q=client")
            page.locator("#found a").first.wait_for()
            page.goto(f"{root}/")
            assert said == []
    finally:
        foreign.unlink()


@pytest.mark.parametrize("name", ["", "feeds/posts.atom.xml", "blogroll.opml"])
@pytest.mark.parametrize("packed", [False, True])
def test_what_a_reader_has_already_is_not_sent_again(host: Host, name: str, packed: bool) -> None:
    asked = {"Accept-Encoding": "gzip"} if packed else {}
    first = host.get(name, asked)
    tag, date = first.getheader("ETag"), first.getheader("Last-Modified")
    for question in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
        again = host.get(name, asked | question)
        assert (again.status, again.body) == (304, b""), question
    assert host.get(name, {"If-None-Match": '"another"'}).status == 200


def test_what_is_not_there_gets_the_sites_own_page(host: Host) -> None:
    answer = host.get("no/such/page.html")
    assert answer.status == 404
    assert answer.body == (host.folder / "404.html").read_bytes()
    assert host.get("_headers").status == 404


@pytest.mark.B7
def test_a_site_may_change_while_it_is_served(host: Host) -> None:
    """Thirty times, under questions without a pause: every answer is a whole page of one site or the
    other, also those through the folder's index."""
    sides = {name: {(host.folder / f"{name}index.html").read_bytes()} for name in ("", "blogs/")}
    for side in sides.values():
        side.add(next(iter(side)) + b"<!-- another -->")
    wrong, over = list[tuple[str, int]](), threading.Event()

    def ask(name: str) -> None:
        while not over.is_set():
            answer = host.get(name)
            if answer.status != 200 or answer.body not in sides[name]:  # type: ignore[attr-defined]
                wrong.append((name, answer.status))

    asking = [threading.Thread(target=ask, args=(name,)) for name in sides]
    for thread in asking:
        thread.start()
    for turn in range(30):
        fresh = host.folder.with_name(f"{host.folder.name}.new")
        shutil.copytree(host.folder, fresh)
        for name, side in sides.items():
            (fresh / f"{name}index.html").write_bytes(sorted(side, key=len)[1 - turn % 2])
        put_in_place(fresh, host.folder)
    over.set()
    for thread in asking:
        thread.join()
    assert wrong == []


def test_a_former_address_is_a_real_redirect(host: Host) -> None:
    answer = host.get("2008/05/old-name.html")
    assert answer.status == 301
    assert answer.getheader("Location") == f"{host.path}/blogs/"
    assert host.get("_redirects").status == 404


def test_a_packed_copy_is_sent_to_whom_it_suits(host: Host) -> None:
    page = host.folder / "blogs/index.html"
    page.with_name("index.html.gz").write_bytes(gzip.compress(b"packed before", mtime=0))
    answer = host.get("blogs/", {"Accept-Encoding": "gzip"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(answer.body) == b"packed before"  # type: ignore[attr-defined]
    assert host.get("blogs/").body == page.read_bytes()  # type: ignore[attr-defined]
    page.with_name("index.html.gz").unlink()


def test_a_folder_that_cannot_be_reached_below_the_path_is_told(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(host.folder), "--folder", "/srv/www/other"]) == (1 if host.path else 0)
    assert ("put it into /srv/www/other/blog" in capsys.readouterr().err) == bool(host.path)
