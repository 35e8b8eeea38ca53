"""tools/serve.py: threads, types, and the site's own 404 page."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.serve import main, make_server


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "index.html").write_text("<h1>Home</h1>")
    (tmp_path / "404.html").write_text("<h1>Not here</h1>")
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds/posts.atom.xml").write_text("<feed/>")
    (tmp_path / "blogroll.opml").write_text("<opml/>")
    server = make_server(tmp_path, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def get(port: int, path: str, method: str = "GET") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type", ""), response.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feeds/posts.atom.xml", "application/xml; charset=utf-8"),
        ("/blogroll.opml", "text/x-opml; charset=utf-8"),
    ],
)
def test_files_have_the_types_of_a_real_host(port: int, path: str, kind: str) -> None:
    status, found, _ = get(port, path)
    assert (status, found) == (200, kind)


def test_what_is_not_there_gets_the_sites_own_page(port: int) -> None:
    assert get(port, "/no/such/page.html") == (404, "text/html; charset=utf-8", "<h1>Not here</h1>")
    assert get(port, "/no/such/page.html", "HEAD") == (404, "text/html; charset=utf-8", "")


def test_nothing_outside_the_folder_is_served(port: int) -> None:
    assert get(port, "/../../etc/passwd")[0] == 404
    assert get(port, "/%2e%2e/%2e%2e/etc/passwd")[0] == 404


def test_an_idle_connection_keeps_nobody_waiting(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)):
        assert get(port, "/")[0] == 200


def test_a_port_in_use_is_said_with_another_to_try(
    tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--port", str(port)]) == 1
    assert f"make serve PORT={port + 1}" in capsys.readouterr().out
