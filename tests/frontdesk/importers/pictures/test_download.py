"""Pictures from the network, from a server on loopback."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from tests.partner_blogs.refresh.server import Server, reply

from frontdesk.core.progress import ProgressStep
from frontdesk.importers.pictures.download import PictureDownloads, describe
from frontdesk.net.request_options import fetch_policy

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2), "blue").save(file, "PNG")
    return file.getvalue()


def downloads(folder: Path, *, is_test: bool = True) -> PictureDownloads:
    policy = fetch_policy(None, None, folder, allow_private_addresses=is_test)
    return PictureDownloads(folder / "pictures", policy, 10_000_000)


def quiet(_: ProgressStep) -> None:
    pass


def test_a_picture_is_taken_under_the_first_address_that_has_one(tmp_path: Path) -> None:
    with Server(answers={"/s320/x.png": reply(picture())}) as server:
        large, small = server.url("/s1600/x.png"), server.url("/s320/x.png")
        found = downloads(tmp_path)
        assert found.fetch_all([(large, small)], NOW, quiet) == 1
    assert found.get(large) is None
    assert found.get(small) == picture()
    assert downloads(tmp_path).get(small) == picture()


def test_what_is_no_picture_is_not_kept(tmp_path: Path) -> None:
    with Server(answers={"/x.png": reply(b"<html>gone</html>")}) as server:
        found = downloads(tmp_path)
        assert found.fetch_all([(server.url("/x.png"),)], NOW, quiet) == 0
        assert found.get(server.url("/x.png")) is None


def test_a_host_that_asks_to_wait_is_asked_no_more(tmp_path: Path) -> None:
    busy = reply(b"", 429, {"Retry-After": "120"})
    with Server(answers={"/large.png": busy, "/small.png": reply(picture())}) as server:
        found = downloads(tmp_path)
        addresses = (server.url("/large.png"), server.url("/small.png"))
        assert found.fetch_all([addresses], NOW, quiet) == 0
        assert list(found.waiting.values()) == [120]
        assert len(server.seen) == 1


@pytest.mark.A6
def test_a_private_address_is_never_asked(tmp_path: Path) -> None:
    with Server(answers={"/x.png": reply(picture())}) as server:
        found = downloads(tmp_path, is_test=False)
        assert found.fetch_all([(server.url("/x.png"),)], NOW, quiet) == 0
        assert not server.seen


def test_the_question_names_hosts_and_numbers() -> None:
    missing = [
        ("http://a.example/1.png",),
        ("http://a.example/2.png",),
        ("http://b.example/3.png",),
    ]
    assert describe(missing) == "Pictures that lie elsewhere: a.example (2), b.example (1)"
