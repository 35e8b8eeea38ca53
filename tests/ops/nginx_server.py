"""A real nginx on loopback, for tests of what it makes of settings."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
USER = "user root;" if os.geteuid() == 0 else ""
"""Else the workers of a root's nginx are nobody, who may not read our folders."""
_AROUND = """
{user}
daemon off;
pid nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
    uwsgi_temp_path temp; scgi_temp_path temp;
    include {site};
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def nginx(place: Path, settings: str, port: int) -> Iterator[None]:
    """Run nginx until the end of the block.

    Args:
        place: a folder for its own files.
        settings: what stands in its block `http`.
        port: on which these listen.
    """
    assert PROGRAM, "this test needs nginx; on Debian: apt-get install nginx-light"
    site, whole = place / "site.conf", place / "nginx.conf"
    site.write_text(settings, encoding="utf-8")
    whole.write_text(_AROUND.format(site=site, user=USER), encoding="utf-8")
    command = [PROGRAM, "-p", str(place), "-c", str(whole)]
    tested = subprocess.run([*command, "-t", "-q"], capture_output=True, text=True, check=False)
    assert (tested.returncode, tested.stderr) == (0, "")
    running = subprocess.Popen(command)
    try:
        _wait_for(port)
        yield
    finally:
        running.terminate()
        running.wait(timeout=20)


def get(
    port: int, address: str, headers: Mapping[str, str] | None = None
) -> http.client.HTTPResponse:
    """The answer to a question; its attribute `body` has the bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address, headers=dict(headers or {}))
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            get(port, "/")
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("nginx does not answer")
