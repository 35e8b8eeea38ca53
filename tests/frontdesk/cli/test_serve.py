"""`make serve` as an author meets it: a server of its own that builds what is saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

import pytest
from tests.frontdesk.cli.preview import SECONDS, Preview, previewing
from tests.whole_sites.building import ROOT, Site, files_of
from watchfiles import Change

from frontdesk.build.preview.build_status import BuildReport
from frontdesk.cli.serve import main, next_builds
from frontdesk.pelican.run import BuildOptions, settings_of

PLACES = ("--feeds", "feeds.yaml", "--output", "preview")
POST = "content/posts/2026-11-05-first.md"


@pytest.fixture
def preview(site: Site) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running


@pytest.mark.A4
def test_what_is_saved_is_shown_and_what_is_wrong_is_said_until_it_is_mended(
    preview: Preview,
) -> None:
    post = preview.site.folder / POST
    whole = post.read_text()

    post.write_text(whole.replace("Some words", "Better words"))
    preview.said("Built 2026-11-05-first.md")
    assert "Better words" in preview.get("/2026/11/first.html")
    preview.said("Built the site")
    assert "Better words" in preview.get("/")

    post.write_text(whole.replace("Date: 2026", "Date: soon, 2026"))
    preview.said("Not built")
    page = preview.get("/2026/11/first.html")
    assert 'role="alert"' in page
    assert "2026-11-05-first.md" in page
    assert "Better words" in page  # as it was before

    post.write_text(whole)
    preview.said("Built the site")
    assert 'role="alert"' not in preview.get("/2026/11/first.html")

    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(SECONDS) == 0


@pytest.mark.rehearsal
@pytest.mark.B2
def test_whatever_was_changed_the_site_shown_is_that_of_a_build_from_nothing(
    preview: Preview,
) -> None:
    folder = preview.site.folder
    posts = folder / "content/posts"
    (posts / "2026-11-06-second.md").write_text("Title: Second\nTags: fees\n\nMore words.\n")
    preview.said("Built 2026-11-06-second.md")
    preview.said("Built the site")
    preview.site.settings = "SITENAME = 'Another'\n"
    preview.site.command()
    preview.said("Built the site")
    (posts / "2026-11-05-first.md").rename(posts / "2026-11-05-renamed.md")
    preview.said("Built the site")
    (posts / "2026-11-06-second.md").write_text("Title: The Second\nTags: calls\n\nNo words.\n")
    preview.said("Built 2026-11-06-second.md")
    page = preview.get("/2026/11/second.html")
    assert all(words in page for words in ("The Second", "Another", "renamed.html"))
    preview.said("Built the site")
    preview.process.send_signal(signal.SIGINT)
    preview.process.wait(SECONDS)
    run(preview.site, "assert not build_site(options._replace(site=folder / 'cold')).errors")
    assert files_of(folder / "preview") == files_of(folder / "cold")


def test_a_port_in_use_is_said_with_another_to_try(
    preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    port = int(preview.address.rpartition(":")[2])
    assert main(["--port", str(port)]) == 1
    assert f"make serve PORT={port + 1}" in capsys.readouterr().out


def changed(*names: str) -> set[tuple[Change, Path]]:
    return {(Change.modified, ROOT / name) for name in names}


def test_a_saved_text_comes_first_where_it_is_all_that_changed() -> None:
    whole = BuildOptions(
        ROOT / "pelicanconf.py", ROOT / "output", ROOT / "feeds.yaml", ROOT / "var"
    )
    text = "content/pages/about.md"
    gone = "content/pages/gone.md"
    good, bad = BuildReport(), BuildReport(errors=("wrong",))
    assert next_builds(whole, good, changed(text)) == (whole._replace(only=(ROOT / text,)), whole)
    for last, what in [
        (None, changed(text)),  # there is no site yet
        (bad, changed(text)),  # what was wrong may be elsewhere
        (good, changed(text, "feeds.yaml")),
        (good, changed(gone)),
        (good, changed()),
    ]:
        assert next_builds(whole, last, what) == (whole,)


def run(site: Site, script: str) -> None:
    """Run lines of a script that has the options of a site's preview."""
    whole = (
        "import sys; from pathlib import Path\n"
        "from frontdesk.pelican.run import BuildOptions, build_site\n"
        "from frontdesk.pelican import build_process as process\n"
        "folder = Path(sys.argv[1])\n"
        "paths = [folder / name for name in ('conf.py', 'output', 'feeds.yaml', 'var')]\n"
        "options = BuildOptions(*paths, preview=True)\n"
        f"if __name__ == '__main__':\n{indent(script, '    ')}"
    )
    program = site.folder / "program.py"
    program.write_text(whole)
    command = [sys.executable, str(program), str(site.folder)]
    subprocess.run(command, env=site.command()["env"], cwd=site.folder, check=True)


def test_a_part_of_a_site_leaves_all_else_as_it_is(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", "Title: Second\n\nOld words.\n")
    site.build()
    before = site.files
    site.post("posts/2026-11-06-second.md", "Title: Second\n\nNew words.\n")
    text = "folder / 'content/posts/2026-11-06-second.md'"
    run(site, f"assert not build_site(options._replace(only=({text},), preview=False)).errors")
    after = files_of(site.folder / "output")
    differing = {name for name in before | after if before.get(name) != after.get(name)}
    assert differing == {"2026/11/second.html"}
    assert b"New words" in after["2026/11/second.html"]
    assert not (site.folder / "output.new").exists()


@pytest.mark.rehearsal
def test_a_part_that_is_built_from_what_was_read_before_is_the_part_that_is_built_from_nothing(
    site: Site,
) -> None:
    for n in range(3):
        head = f"Title: Number {n}\nSeries: Calls\nTags: calls, notes\nSummary: About [the first][1].\n"
        words = "Old words.\n\n[1]: {filename}2026-11-06-number-0.md\n"
        site.post(f"posts/2026-11-0{n + 6}-number-{n}.md", f"{head}\n{words}")
    site.post("pages/about.md", "Title: About\n\nOld page.\n")
    run(
        site,
        """
posts = sorted((folder / "content/posts").glob("*-number-*"))
with process.PartialBuilder(options) as partial_builder:
    partial_builder.start()
    assert process.build_in_process(options, lambda: False).errors == ()
    for number, post in enumerate(posts):
        post.write_text(post.read_text().replace("Old", "New").replace("Number", "New number"))
        more = folder / "content/posts/2026-11-30-more.md"
        more.write_text(f"Title: More than {number}\\nSeries: Calls\\n\\nWords.\\n")
        shown = []
        for make in (partial_builder.build, process.build_in_process):
            assert make(options._replace(only=(more, post)), lambda: False).errors == ()
            shown.append({path: path.read_bytes() for path in options.site.rglob("*.html")})
        assert shown[0] == shown[1]
    page = folder / "content/pages/about.md"
    page.write_text(page.read_text().replace("Old", "New"))
    assert partial_builder.build(options._replace(only=(page,)), lambda: False).errors == ()
    assert "New page" in (options.site / "about.html").read_text()
    posts[0].write_text("Title: No words\\n")
    errors = partial_builder.build(options._replace(only=(posts[0],)), lambda: False).errors
    assert "there is no text" in errors[0]
    assert partial_builder.is_running
assert not process.multiprocessing.active_children()
""",
    )


@pytest.mark.S5
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_saved_post_is_shown_without_a_look_at_any_other_text(site: Site) -> None:
    for n in range(2):
        site.post(f"posts/2026-11-0{n + 6}-number-{n}.md", f"Title: Number {n}\n\nOld words.\n")
    run(
        site,
        """
post, other = sorted((folder / "content/posts").glob("*-number-*"))
with process.PartialBuilder(options) as partial_builder:
    assert process.build_in_process(options, lambda: False).errors == ()
    partial_builder.start()
    for words in ("New words.", "Newer words."):
        post.write_text(f"Title: Number 0\\n\\n{words}\\n")
        assert partial_builder.build(options._replace(only=(post,)), lambda: False).errors == ()
        assert words in (options.site / "2026/11/number-0.html").read_text()
        other.write_text("Title: Read by no build, or its error would be told")
""",
    )


def test_a_build_that_is_overtaken_ends_with_all_that_it_has_started(site: Site) -> None:
    run(
        site,
        """
children = set()
def is_cancelled():
    children.update(process.multiprocessing.active_children())
    return True
with process.PartialBuilder(options) as partial_builder:
    partial_builder.start()
    for make in (process.build_in_process, partial_builder.build):
        assert make(options, is_cancelled) is None
assert children and not process.multiprocessing.active_children()
assert process.build_in_process(options, lambda: False).errors == ()
""",
    )


def test_a_preview_with_the_settings_of_a_publish_stays_at_home(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text(f"THEME = {str(ROOT / 'theme')!r}\n")
    publish = "from pelicanconf import *\nPUBLISH = True\nSITEURL = 'https://blog.test'\n"
    (tmp_path / "publishconf.py").write_text(publish)
    store, site = tmp_path / "store", tmp_path / "site"
    options = BuildOptions(tmp_path / "publishconf.py", site, tmp_path / "feeds.yaml", store)
    names = ("SITEURL", "SITE_ADDRESS", "PUBLISH")
    published, previewed = (
        settings_of(options._replace(preview=preview), site) for preview in (False, True)
    )
    assert [published[name] for name in names] == ["https://blog.test"] * 2 + [True]
    assert [previewed[name] for name in names] == ["http://localhost:8000"] * 2 + [False]
    assert previewed["PAGE_POLICY"] == ""


@pytest.mark.parametrize("moment", [0.1, 1.0, 2.5])
def test_ctrl_c_in_the_first_build_ends_all_without_a_word(site: Site, moment: float) -> None:
    """A terminal sends it to every process that the program has started as well."""
    for n in range(250):
        site.post(f"posts/2026-10-{n % 28 + 1:02}-p{n}.md", f"Title: Post {n}\n\nWords {n}.\n")
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "frontdesk",
            "serve",
            "--settings",
            "conf.py",
            "--port",
            "0",
            *PLACES,
        ],
        cwd=site.folder,
        env=site.command()["env"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout
        assert "preview is at" in running.stdout.readline()
        assert "desk is at" in running.stdout.readline()
        time.sleep(moment)
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=SECONDS)
    assert (running.returncode, err) == (0, "")
