"""Files that authors publish, in a whole site: nothing that a camera wrote gets out, by whatever way."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.frontdesk.formats.metadata_removal import samples
from tests.partner_blogs.refresh.drawing import opened
from tests.whole_sites.building import NOW, Site

from frontdesk.cli import main as check

pytestmark = pytest.mark.A7

SAID = (b"SECR", b"2026:01:02", b"2026-01-02")

FILES = {
    "images/unseen.jfif": samples.jpeg(),
    "images/unseen.jpe": samples.jpeg(6),
    "images/UNSEEN.JPG": samples.jpeg(),
    "images/clip.mov": samples.film(),
    "images/no-ending": samples.jpeg(6),
    "files/photo.bin": samples.jpeg(),
    "files/photo.txt": samples.png(),
    "files/photo.JPG.bak": samples.webp(),
    "files/talk.mp3": samples.mp3(),
    "files/talk.flac": samples.flac(),
    "files/talk.ogg": samples.ogg(),
    "files/talk.wav": samples.wav(),
    "files/call.mp4": samples.film(b"isom"),
    "files/call.webm": samples.webm(),
    "files/letter.pdf": samples.pdf(),
    "files/page.html": b"<img src='data:image/jpeg;base64,"
    + samples.base64.b64encode(samples.jpeg())
    + b"'>",
    "files/moving.bin": samples.gif(),
    "extra/favicon.jpg": samples.jpeg(8),
    "extra/favicon.ico": samples.ico(),
    "extra/touch.png": samples.png(),
    "posts/beside.mov": samples.film(),
    "posts/attached.mp4": samples.film(b"isom"),
    "posts/seen.jpg": samples.jpeg(6),
    "posts/moving.gif": samples.gif(),
    "posts/plan.svg": samples.svg(),
    "posts/poster.jpg": samples.jpeg(),
    "posts/raw.jpg": samples.jpeg(),
    "resources/beside.m4a": samples.film(b"M4A ", words=samples.titled()),
    "comments/first/photo.jpg": samples.jpeg(),
}
POST = """Title: Second
Date: 2026-11-06 09:00

![Seen](seen.jpg), ![Moves](moving.gif) and ![A plan](plan.svg).

[Film]({static}beside.mov), [another]({attach}attached.mp4), [sound]({static}/resources/beside.m4a),
<a href='{static}raw.jpg'>raw</a>, <a href="{static}/files/photo.bin">bin</a>

<video controls preload="none" src="{static}/files/call.mp4" poster="{static}poster.jpg"></video>
"""
THING = """Title: A letter
Type: guide
Topic: Letters
Date: 2026-11-07
Summary: A letter to send.
Licence: yours
File: files/letter.pdf
Version: 2026-11-01

Words.
"""


def put(site: Site, name: str, data: bytes) -> None:
    path = site.folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture
def full(site: Site) -> Site:
    for name, data in FILES.items():
        put(site, name, data)
    site.post("posts/second.md", POST)
    site.settings = (
        "EXTRA_PATH_METADATA = {f'extra/{name}': {'path': name} for name in "
        "('favicon.jpg', 'favicon.ico', 'touch.png')}\n"
    )
    return site


def leaks(files: dict[str, bytes]) -> list[str]:
    return sorted(name for name, data in files.items() if any(word in data for word in SAID))


@pytest.mark.B2
def test_no_way_into_the_site_lets_a_camera_s_words_through(full: Site) -> None:
    full.build()
    assert leaks(full.files) == []
    published = {
        *("images/clip.mov", "images/no-ending", "favicon.jpg", "favicon.ico", "touch.png"),
        *(name for name in FILES if name.startswith("files/")),
        *("posts/beside.mov", "resources/beside.m4a"),
    }
    assert published <= set(full.files)
    assert any(name.endswith("attached.mp4") for name in full.files)
    assert opened(full.files["favicon.jpg"]).size == (80, 120)
    assert opened(full.files["images/no-ending"]).size == (80, 120)
    assert not {name for name in full.files if name.endswith((".jfif", ".jpe", "raw.jpg"))}
    page = full.page("2026/11/second.html")
    link = page.find("a", string="raw")["href"].removeprefix("../../")
    assert link in full.files
    first = full.files
    assert {path.name for path in (full.folder / ".cache/media").iterdir()}
    full.build()
    assert full.files == first


@pytest.mark.B2
def test_what_was_made_clean_once_is_kept(full: Site) -> None:
    full.build()
    kept = sorted((full.folder / ".cache/media").iterdir())
    assert len({path.name for path in kept}) > 10
    for path in kept:
        path.write_bytes(b"kept from before")
    full.feeds("partners: []\n# no more than this\n")
    full.build()
    assert full.files["files/talk.mp3"] == full.files["favicon.ico"] == b"kept from before"


@pytest.mark.L3
def test_a_download_tells_size_and_digest_of_the_clean_file(full: Site) -> None:
    full.post("resources/letter.md", THING)
    full.build()
    data = full.files["files/letter.pdf"]
    assert data != FILES["files/letter.pdf"]
    assert hashlib.sha256(data).hexdigest() in full.files["resources/letter.html"].decode()


def test_a_theme_s_own_pictures_are_made_clean_too(site: Site, tmp_path: Path) -> None:
    more = tmp_path / "more"
    (more / "deep").mkdir(parents=True)
    (more / "deep/photo.jpg").write_bytes(samples.jpeg())
    (more / "scan.tiff").write_bytes(samples.tiff())
    site.settings = f"THEME_STATIC_PATHS = ['static', {str(more)!r}]\n"
    site.build()
    assert opened(site.files["theme/deep/photo.jpg"]).size == (120, 80)
    assert leaks(site.files) == []
    assert "theme/scan.tiff" not in site.files
    assert "scan.tiff is not published: it is a TIFF" in site.complained


REFUSED = {
    "images/x.heic": samples.heic(),
    "images/x.jpg": samples.heic(),
    "files/x.tiff": samples.tiff(),
    "files/x": samples.tiff(),
    "files/x.wmv": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + samples.SECRET,
    "files/signed.pdf": samples.signed_pdf(),
    "images/cut.mp4": samples.film()[:150],
}


@pytest.mark.A2
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_clean_is_an_error_where_it_lies_and_where_it_is_used(
    site: Site, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    put(site, name, REFUSED[name])
    command = ["check", str(site.folder / "content"), "--now", NOW]
    assert check(command) == 1
    (line,) = [one for one in capsys.readouterr().out.splitlines() if "error: " in one]
    assert f"content/{name}: error: this " in line
    assert line.endswith("; it is not published")
    use = (
        f"![x]({{static}}/{name})" if name.endswith(("heic", "jpg")) else f"[x]({{static}}/{name})"
    )
    site.post("posts/2026-11-06-use.md", f"Title: Use\n\nWords.\n\n{use}\n")
    assert check(command) == 1
    said = capsys.readouterr().out
    assert f"content/posts/2026-11-06-use.md:5: error: '{name}' " in said


def test_a_refused_file_of_a_draft_stops_nothing_else(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    put(site, "posts/x.heic", samples.heic())
    site.post("posts/2026-11-06-use.md", "Title: Use\nStatus: draft\n\n![x](x.heic)\n")
    check(["check", str(site.folder / "content"), "--now", NOW])
    said = capsys.readouterr().out
    assert "content/posts/2026-11-06-use.md:4: info: 'posts/x.heic' is a HEIC photograph" in said
