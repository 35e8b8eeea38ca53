"""The audit of a whole folder: errors, warnings, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.build.audit.test_pages import BODY, ROOT, site

from frontdesk.build.audit import run
from frontdesk.cli import audit

pytestmark = [pytest.mark.O2, pytest.mark.R2]

ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'>{}</feed>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site that is as it should be."""
    settings = {"SITE_ADDRESS": ROOT, "AUDIT_LEAVES_OUT": ["talks/*"]}
    monkeypatch.setattr(audit, "settings_of", lambda _: settings)
    for name, data in site().files.items():
        write(tmp_path / name, data.decode())
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def page(more: str) -> str:
    return site(body=BODY + more).files["index.html"].decode()


def test_a_site_as_it_should_be_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main([str(folder)]) == 0
    assert capsys.readouterr().out == "2 pages checked: ok.\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("index.html", page('<img src="//else.example/x.png" alt="">'), "asks for //else.example/"),
        ("index.html", page('<p onclick="x">'), "<p onclick=…>"),
        ("index.html", page('<a href="javascript:x">'), "'javascript:x'"),
        ("x.css", "p { background: url(//else.example/x.png) }", "asks for //else.example/x.png"),
        (
            "x.svg",
            "<svg xmlns='http://www.w3.org/2000/svg'><image href='//e.example/x'/></svg>",
            "//e.",
        ),
        ("feeds/x.atom.xml", "<feed", "cannot be read: unclosed token"),
        ("feeds/x.json", "{", "cannot be read: Expecting property name"),
        ("blogroll.opml", "<opml>&nbsp;</opml>", "cannot be read: undefined entity"),
        ("sitemap.xml", "", "cannot be read: no element found"),
    ],
)
def test_what_would_harm_a_reader_stops_the_publish(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, says: str
) -> None:
    write(folder / name, text)
    assert audit.main([str(folder), "--summary", str(folder / "audit.md")]) == 1
    said = capsys.readouterr().out
    assert f"Error: {name}: " in said
    assert says in said
    assert "2 pages checked: 1 error" in said
    assert "AUDIT_LEAVES_OUT" in said
    markdown = (folder / "audit.md").read_text(encoding="utf-8")
    assert "### Errors\n\n```text\n" in markdown
    assert says in markdown


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("index.html", page('<a href="gone.html">'), "there is no gone.html"),
        ("index.html", page('<p id="main">'), "2 elements with the id 'main'"),
        ("feeds/x.atom.xml", ATOM.format("<title>T</title>"), "has no language"),
        ("x.svg", "<svg xmlns='http://www.w3.org/2000/svg'><a href='//e.example/x'/></svg>", ""),
        ("google0123456789abcdef.html", "google-site-verification: x", "no language"),
    ],
)
def test_what_is_to_be_mended_is_told_and_stops_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, says: str
) -> None:
    write(folder / name, text)
    assert audit.main([str(folder)]) == 0
    assert says in capsys.readouterr().out


@pytest.mark.F8
def test_an_enclosure_has_the_length_of_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = f"<entry><link rel='enclosure' href='{ROOT}/talk.mp3' length='{{}}'/></entry>"
    write(folder / "talk.mp3", "sound")
    for length, said in ((5, 0), (6, 1)):
        write(folder / "feeds/x.atom.xml", ATOM.format(entry.format(length)))
        audit.main([str(folder)])
        assert capsys.readouterr().out.count(f"/talk.mp3 is not {length} bytes long") == said


def test_what_an_author_answers_for_is_left_alone(folder: Path) -> None:
    write(folder / "talks/one.html", "<script>deck()</script>")
    assert audit.main([str(folder)]) == 0
    write(folder / "walks/one.html", "<script>deck()</script>")
    assert audit.main([str(folder)]) == 1


def test_many_faults_are_counted_and_some_of_them_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "index.html", page("<b style=x>" * 300))
    assert audit.main([str(folder)]) == 1
    said = capsys.readouterr().out
    assert "300 errors" in said
    assert said.count("Error: ") == audit.SHOWN


def test_several_processes_find_what_one_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "index.html", page('<a href="other/#gone"><p onclick="x">'))
    alone = run.audit_site(folder, ROOT)
    monkeypatch.setattr(run, "FILES_PER_PROCESS", 1)
    monkeypatch.setattr(run.os, "cpu_count", lambda: 2)
    assert run.audit_site(folder, ROOT) == alone
    assert (len(alone.errors), len(alone.warnings)) == (1, 1)


def test_a_folder_without_a_site_is_no_good_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.main([str(tmp_path)]) == 1
    assert "is not a built site" in capsys.readouterr().err
