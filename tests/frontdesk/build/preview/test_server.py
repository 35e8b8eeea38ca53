"""The server of a preview: threads, types, the site's own 404 page, and what it puts into pages."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from frontdesk.build.preview.application import MAX_BODY, AppRequest, AppResponse
from frontdesk.build.preview.build_status import BuildReport, BuildStatus
from frontdesk.build.preview.server import make_server

PAGE = "<html><head><title>{0}</title></head><body class='x'><h1>{0}</h1></body></html>"


@pytest.fixture
def status() -> BuildStatus:
    return BuildStatus()


@pytest.fixture
def port(tmp_path: Path, status: BuildStatus) -> Iterator[int]:
    server = make_server(tmp_path, 0, status)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE.format("Home"))
    (tmp_path / "404.html").write_text(PAGE.format("Not here"))
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds/index.html").write_text(PAGE.format("Feeds"))
    (tmp_path / "feeds/posts.atom.xml").write_text("<feed/>")
    (tmp_path / "blogroll.opml").write_text("<opml/>")
    return tmp_path


def get(port: int, path: str, method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feeds/", "text/html; charset=utf-8"),
        ("/feeds/posts.atom.xml", "application/xml; charset=utf-8"),
        ("/blogroll.opml", "text/x-opml; charset=utf-8"),
        ("/.live/live.js", "text/javascript; charset=utf-8"),
    ],
)
def test_files_have_the_types_of_a_real_host(site: Path, port: int, path: str, kind: str) -> None:
    response, _ = get(port, path)
    assert (response.status, response.getheader("Content-Type")) == (200, kind)


def test_what_is_not_there_gets_the_sites_own_page(site: Path, port: int) -> None:
    response, page = get(port, "/no/such/page.html")
    assert response.status == 404
    assert "<h1>Not here</h1>" in page
    response, page = get(port, "/no/such/page.html", "HEAD")
    assert (response.status, page) == (404, "")


def test_before_the_first_build_a_page_says_so(tmp_path: Path, port: int) -> None:
    response, page = get(port, "/")
    assert response.status == 503
    assert "not built yet" in page
    assert "live.js" in page  # so that the site appears by itself


def test_a_folder_without_its_slash_leads_to_the_one_with_it(site: Path, port: int) -> None:
    response, _ = get(port, "/feeds")
    assert (response.status, response.getheader("Location")) == (301, "/feeds/")


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/.live/server.py", "/.live/../x"]
)
def test_nothing_outside_the_folder_is_served(site: Path, port: int, path: str) -> None:
    assert get(port, path)[0].status == 404


def test_an_idle_connection_keeps_nobody_waiting(site: Path, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)):
        assert get(port, "/")[0].status == 200


def test_an_error_stands_on_every_page_and_is_text(
    site: Path, status: BuildStatus, port: int
) -> None:
    status.publish(BuildReport(errors=("content/posts/x.md:3: <script>alert(1)</script>",)))
    for path in ("/", "/no/such/page.html"):
        _, page = get(port, path)
        assert 'role="alert"' in page
        assert "content/posts/x.md:3: &lt;script&gt;" in page
        assert page.index("<body class='x'>") < page.index("live-report") < page.index("<h1>")
    assert "live-report" not in get(port, "/feeds/posts.atom.xml")[1]


def test_notes_stand_there_folded_away(site: Path, status: BuildStatus, port: int) -> None:
    status.publish(BuildReport(notes=("one", "two")))
    _, page = get(port, "/")
    assert "2 notes" in page
    assert 'role="alert"' not in page


def test_a_page_has_another_tag_when_it_or_its_report_has_changed(
    site: Path, status: BuildStatus, port: int
) -> None:
    def tag() -> str | None:
        return get(port, "/", "HEAD")[0].getheader("ETag")

    first = tag()
    status.publish(BuildReport())
    assert tag() == first
    status.publish(BuildReport(errors=("wrong",)))
    second = tag()
    (site / "index.html").write_text(PAGE.format("Another home"))
    assert len({first, second, tag()}) == 3


def test_a_browser_that_waits_hears_of_each_build(
    site: Path, status: BuildStatus, port: int
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/.live/events")
    events = connection.getresponse()
    assert events.getheader("Content-Type") == "text/event-stream"
    assert events.readline() == b"data: 0\n"
    status.publish(BuildReport())
    assert [events.readline(), events.readline()] == [b"\n", b"data: 1\n"]
    connection.close()


# --- the application at /desk/ ------------------------------------------------------------------


@pytest.fixture
def asked() -> list[AppRequest]:
    """What the application was asked."""
    return []


@pytest.fixture
def desk(tmp_path: Path, status: BuildStatus, asked: list[AppRequest]) -> Iterator[int]:
    """The port of a server with an application, which fails at /desk/fault."""

    def answer(request: AppRequest) -> AppResponse:
        asked.append(request)
        if request.target == "/desk/fault":
            raise ValueError(str(tmp_path))
        return AppResponse(200, (("X-Mine", "yes"),), b"the desk")

    server = make_server(tmp_path, 0, status, answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def send(port: int, path: str, body: bytes, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@pytest.mark.K5
def test_the_application_gets_what_is_below_its_address_and_nothing_else(
    site: Path, desk: int, asked: list[AppRequest]
) -> None:
    for path in ("/desk", "/desk/", "/desk/x?y=z"):
        assert get(desk, path)[1] == "the desk"
        assert get(desk, path, "HEAD")[0].getheader("X-Mine") == "yes"
    assert send(desk, "/desk/form", b"a=b") == (200, "the desk")
    assert asked[-1].body == b"a=b"
    count = len(asked)
    assert get(desk, "/")[0].status == 200
    assert get(desk, "/desks")[0].status == 404
    assert send(desk, "/", b"a=b")[0] == 405
    assert len(asked) == count


@pytest.mark.K5
def test_too_large_a_body_is_thrown_away(desk: int, asked: list[AppRequest]) -> None:
    assert send(desk, "/desk/", b"x" * MAX_BODY)[0] == 200
    assert len(asked[-1].body or b"") == MAX_BODY
    assert send(desk, "/desk/", b"x" * 50_000_000)[0] == 200
    assert asked[-1].body is None


@pytest.mark.K5
@pytest.mark.parametrize(
    "lines",
    [
        "Transfer-Encoding: chunked",
        "Content-Length: -1",
        "Content-Length: 0\r\nHost: evil.example",
        "Content-Length: 0\r\nContent-Length: 5",
    ],
)
def test_a_request_that_can_be_read_in_two_ways_has_no_body(
    desk: int, asked: list[AppRequest], lines: str
) -> None:
    with socket.create_connection(("127.0.0.1", desk), timeout=30) as connection:
        head = f"POST /desk/ HTTP/1.1\r\nHost: localhost\r\n{lines}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert asked[-1].body is None
    assert bool(asked[-1].headers) == ("\r\n" not in lines)


@pytest.mark.K5
def test_a_fault_of_the_application_shows_nothing_of_this_machine(
    tmp_path: Path, desk: int, capsys: pytest.CaptureFixture[str]
) -> None:
    response, words = get(desk, "/desk/fault")
    assert response.status == 500
    assert str(tmp_path) not in words
    assert str(tmp_path) in capsys.readouterr().err


def test_a_preview_without_an_application_has_nothing_there(site: Path, port: int) -> None:
    assert get(port, "/desk/")[0].status == 404
    assert send(port, "/desk/", b"")[0] == 405
