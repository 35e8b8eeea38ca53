"""A finished file that tells of a camera, place or time is found by other eyes than those of the build."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.formats.metadata_removal import samples
from tests.frontdesk.formats.metadata_removal.test_strip_metadata import KINDS

from frontdesk.build.audit.embedded_metadata import private_metadata
from frontdesk.build.audit.run import audit_site
from frontdesk.formats.metadata_removal.strip_metadata import strip_metadata

pytestmark = pytest.mark.A7


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (samples.jpeg(), "a place (GPS)"),
        (samples.jpeg(), "a camera (Exif)"),
        (samples.jpeg(), "words of a program (XMP)"),
        (samples.png(), "a time (Exif)"),
        (samples.webp(), "a place (GPS)"),
        (samples.gif(), "a remark"),
        (samples.avif(), "a place (GPS)"),
        (samples.heic(), "everything the camera recorded"),
        (samples.tiff(), "everything the camera recorded"),
        (samples.film(), "a place (©xyz)"),
        (samples.film(), "a track of places (mebx)"),
        (samples.film(b"isom", kind=b"gpmd"), "a track of places (gpmd)"),
        (samples.film(), "words of a telephone"),
        (samples.film(), "a time (mvhd)"),
        (samples.webm(), "a time (DateUTC)"),
        (samples.mp3(), "a remark, place or time (GEOB)"),
        (samples.flac(), "a remark, place or time (location)"),
        (samples.ogg(), "a remark, place or time (date)"),
        (samples.wav(), "a time (bext)"),
        (samples.pdf(), "who, when or with what (/Author, /CreationDate, /Producer)"),
        (samples.pdf(), "words of a program (XMP)"),
        (samples.svg(), "a place (GPS)"),
    ],
)
def test_what_a_file_tells_is_found(data: bytes, says: str) -> None:
    assert [one for one in private_metadata(data) if one.startswith(says)]


@pytest.mark.parametrize("data", KINDS.values(), ids=KINDS)
def test_a_clean_file_tells_nothing(data: bytes) -> None:
    assert list(private_metadata(strip_metadata(data))) == []


@pytest.mark.A11
def test_a_site_with_such_a_file_is_not_published(tmp_path: Path) -> None:
    page = (
        f"<p><img src='data:image/jpeg;base64,{samples.base64.b64encode(samples.jpeg()).decode()}'>"
    )
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "photo.bin").write_bytes(samples.jpeg())
    (tmp_path / "clean.bin").write_bytes(strip_metadata(samples.jpeg()))
    (tmp_path / "words").write_text("Words.")
    audit = audit_site(tmp_path, "https://blog.example")
    found = {fault.file for fault in audit.errors if fault.kind == "camera"}
    assert found == {"page.html", "photo.bin"}
    (says,) = {fault.message for fault in audit.errors if "GPS" in fault.message}
    assert says == "reveals a place (GPS); remove it from the file, or build again"
    assert not audit_site(tmp_path, "https://blog.example", ["photo.bin", "page.html"]).errors
