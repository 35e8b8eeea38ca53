"""A build in which nothing has changed, of whole projects: whatever a site is made of counts, and nothing
that takes long to load is loaded (S6, S7)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.whole_sites.building import NOW, ROOT, Site, copy_code, files_of
from tests.whole_sites.conftest import begun

from frontdesk.build.manifest import (
    Invocation,
    Manifest,
    files_in,
    read_manifest,
    unchanged_site,
)
from frontdesk.build.swap import lock
from frontdesk.core.memory.folder import MemoryFolder
from frontdesk.core.memory.model import Pings, ToldHub
from frontdesk.core.timestamps import rfc3339

CLOCK = int(datetime.fromisoformat(NOW).timestamp())
HEAVY = ("pelican", "markdown", "jinja2", "babel", "PIL", "ruamel", "feedparser", "msgspec")

SETTINGS = """
import os
from pathlib import Path

import house_words

SITENAME = house_words.NAME
SITESUBTITLE = Path("slogan.txt").read_text()
AUTHOR = os.environ.get("HOUSE_AUTHOR", "The Editor")
CONTACT = "editor@returned-call.example"
SITE_AUTHORITY = "returned-call.example,2026"
THEME_TEMPLATES_OVERRIDES = ["overrides"]
SHARE_CARDS = False
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["frontdesk.pelican", "partner_blogs"]
"""


class Project:
    """A project with all that a site can be made of; its code, too, is its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = begun(folder)
        self.site.share_templates()
        copy_code(folder, "plugins", "theme")
        self.write("pelicanconf.py", SETTINGS)
        self.write("publishconf.py", (ROOT / "publishconf.py").read_text())
        self.write("house_words.py", "NAME = 'A house'\n")
        self.write("slogan.txt", "We call back.")
        self.write("overrides/nothing.html", "")
        self.write("curation.yaml", "entries: []\n")
        self.write("content/pages/about.md", "Title: About\n\nUs.\n")
        self.write("content/extra/hello.txt", "hello")
        self.write("elsewhere/2026-11-06-second.md", "Title: Second\nDate: 2026-11-06\n\nWords.\n")
        (folder / "content/posts/linked").symlink_to(folder / "elsewhere")
        self.write(
            "content/comments/2026-11-05-first/a.md", "Author: Ann\nDate: 2026-11-07\n\nYes.\n"
        )
        self.site.feed("ledger", ("A letter", "Tue, 17 Nov 2026 08:00:00 GMT"))
        self.site.feeds(
            "partners:\n  - {id: ledger, name: Ledger, home: https://ledger.example,"
            " feed: ledger.xml}\n"
        )
        self.site.refresh()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(
        self,
        *arguments: str,
        settings: str = "pelicanconf.py",
        now: int | None = CLOCK,
        before: str = "",
        expect: int = 0,
        **variables: str,
    ) -> tuple[str, str]:
        """Build in a Python of its own; what it said and complained of.

        Args:
            before: lines of Python that run first.
        """
        program = (
            f"{before}\nimport sys\nfrom frontdesk.cli import main\nsys.exit(main(sys.argv[1:]))"
        )
        clock = {} if now is None else {"SOURCE_DATE_EPOCH": str(now)}
        environment = {name: value for name, value in os.environ.items() if name != "SITEURL"}
        done = subprocess.run(
            [sys.executable, "-c", program, "build", settings, "--output", "output",
             "--feeds", "feeds.yaml", *arguments],
            cwd=self.folder, capture_output=True, text=True, check=False,
            env={**environment, "PYTHONPATH": "plugins", **clock, **variables},
        )  # fmt: skip
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout, done.stderr

    def invoked(self, settings: str = "pelicanconf.py") -> Invocation:
        """As the command of the project itself; the code of this test lies elsewhere."""
        names = (settings, "output", "feeds.yaml")
        made = Invocation(*(self.folder / name for name in names), None)
        made.circumstances["code"] = str(self.folder / "plugins/frontdesk/build")
        return made

    def is_unchanged(self, now: int = CLOCK, settings: str = "pelicanconf.py") -> bool:
        return unchanged_site(self.invoked(settings), now) is not None

    def manifest(self) -> Manifest:
        found = read_manifest(self.invoked().manifest)
        assert found
        return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Built once. Each test leaves the bytes of all files as they were."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITEURL", raising=False)
        made = Project(tmp_path_factory.mktemp("project"))
        made.run()
        yield made


def states(project: Project) -> dict[Path, tuple[int, ...]]:
    """Of each file of the site its mode, inode, size and times, but for when it was last read."""
    found = ((path, path.stat()) for path in (project.folder / "output").rglob("*"))
    return {
        path: (it.st_mode, it.st_ino, it.st_size, it.st_mtime_ns, it.st_ctime_ns)
        for path, it in found
    }


@pytest.mark.S6
def test_a_build_in_which_nothing_has_changed_says_the_same_and_writes_nothing(
    project: Project,
) -> None:
    said, complained = project.run("--force")
    before = states(project)
    again, complained_again = project.run("--waiting", "waiting.log")
    first, *rest = again.splitlines()
    assert first.startswith("Unchanged  ")
    assert "Own posts  2" in rest
    assert rest == [line for line in said.splitlines() if line in rest]
    assert complained_again == complained
    assert (project.folder / "waiting.log").read_text() == ""
    assert states(project) == before


@pytest.mark.S1
@pytest.mark.S6
def test_it_loads_neither_pelican_nor_markdown_nor_jinja(project: Project) -> None:
    """Nor anything else that takes longer to load than to look at the files of a site."""
    names = "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    parser = "argparse.ArgumentParser().add_argument('--x')"
    bare = subprocess.run(
        [sys.executable, "-c", f"import argparse, hashlib, pathlib, sys; {parser}; {names}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, _ = project.run(before=f"import atexit, sys\natexit.register(lambda: {names})")
    assert said.startswith("Unchanged")
    loaded = {*said.splitlines()[-1].split()}
    assert not loaded & {*HEAVY}
    light = {"__future__", "atexit", "contextlib", "frontdesk", "gettext", "importlib", "zlib"}
    assert loaded - {*bare.stdout.split()} <= light


@pytest.mark.S6
def test_a_build_reads_nothing_that_does_not_count(project: Project, tmp_path: Path) -> None:
    """Whatever a whole build opens is a source, a library, or its own cache and output."""
    seen = tmp_path / "seen"
    program = (
        "import os, sys\n"
        f"seen = open({str(seen)!r}, 'a', encoding='utf-8')\n"
        "def note(event, arguments):\n"
        "    if event == 'open' and isinstance(arguments[0], (str, bytes, os.PathLike)):\n"
        "        path = os.path.abspath(os.fsdecode(arguments[0]))\n"
        "        if not arguments[2] & (os.O_WRONLY | os.O_RDWR):\n"
        "            seen.write(path + '\\n')\n"
        "            seen.flush()\n"
        "sys.addaudithook(note)"
    )
    project.run("--force", before=program)
    read = {path for path in seen.read_text("utf-8").splitlines() if Path(path).is_file()}
    ours = {path for path in read if path.startswith(str(project.folder))}
    known = {path for path, _ in files_in(project.manifest().sources)}
    # .checked says which sources were found whole, and is true for no others.
    others = ".cache", "output", "var/site/.lock", "var/partner_blogs/.checked"
    made = tuple(str(project.folder / name) for name in others)
    left = {path for path in ours - known if not path.startswith(made) and ".pyc" not in path}
    assert left == set()
    assert len(ours & known) > 100


EDITED = [
    "pelicanconf.py",
    "house_words.py",
    "slogan.txt",
    "feeds.yaml",
    "curation.yaml",
    "content/posts/2026-11-05-first.md",
    "content/pages/about.md",
    "content/extra/hello.txt",
    "content/comments/2026-11-05-first/a.md",
    "elsewhere/2026-11-06-second.md",
    "var/partner_blogs/partners/ledger.json",
    "var/partner_blogs/refresh.json",
    "theme/templates/base.html",
    "theme/words/en.po",
    "overrides/nothing.html",
    "plugins/frontdesk/core/text.py",
    "plugins/partner_blogs/health.py",
    "output/index.html",
    "output/status.json",
    "output/.built-here",
]
ADDED = [
    "site.yaml",
    "content/posts/2026-11-07-third.md",
    "content/redirects.txt",
    "content/images/a.png",
    "content/extra/robots.txt",
    "elsewhere/2026-11-08-fourth.md",
    "var/partner_blogs/partners/lamp.json",
    "var/partner_blogs/erased.json",
    "var/site/memory.json",
    "theme/words/xx.po",
    "theme/static/more.css",
    "overrides/article.html",
    "plugins/frontdesk/json.py",
    "output/stray.html",
    "output.new/index.html",
]


@pytest.mark.S6
@pytest.mark.parametrize("name", EDITED)
def test_a_file_that_was_edited_or_is_gone_needs_a_build(project: Project, name: str) -> None:
    path = project.folder / name
    data = path.read_bytes()
    assert project.is_unchanged()
    path.write_bytes(data[:-1] + b" ")  # its size stays
    assert not project.is_unchanged()
    path.unlink()
    assert not project.is_unchanged()
    path.write_bytes(data)
    assert project.is_unchanged()


@pytest.mark.S6
@pytest.mark.parametrize("name", ADDED)
def test_a_file_that_is_new_needs_a_build(project: Project, name: str) -> None:
    path = project.folder / name
    folder = next(one for one in reversed([path, *path.parents]) if not one.exists())
    assert project.is_unchanged()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    assert not project.is_unchanged()
    path.unlink()
    if folder.is_dir():
        shutil.rmtree(folder)
    assert project.is_unchanged()


@pytest.mark.S6
@pytest.mark.parametrize("name", ["SITEURL", "HOUSE_AUTHOR", "TZ", "LANG", "LC_ALL"])
def test_a_variable_that_a_build_reads_needs_a_build(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert project.is_unchanged()
    monkeypatch.setenv(name, "other")
    assert not project.is_unchanged()


@pytest.mark.S6
def test_other_variables_and_files_need_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_SESSION", "42")
    project.write("README.md", "hello")
    project.write("var/other/notes.txt", "hello")
    project.write(".cache/images/left-over", "x")
    assert project.is_unchanged()


@pytest.mark.S6
def test_code_at_another_place_needs_a_build(project: Project) -> None:
    names = ("pelicanconf.py", "output", "feeds.yaml")
    assert (
        unchanged_site(Invocation(*(project.folder / name for name in names), None), CLOCK) is None
    )
    assert project.is_unchanged()


@pytest.mark.S6
def test_the_other_settings_file_needs_a_build(project: Project) -> None:
    assert not project.is_unchanged(settings="publishconf.py")


@pytest.mark.S6
def test_the_clock_of_a_build_counts_from_it_on_until_the_day_ends(project: Project) -> None:
    midnight = CLOCK + 12 * 3600
    found = [project.is_unchanged(now) for now in (CLOCK - 1, CLOCK, midnight - 1, midnight)]
    assert found == [False, True, True, False]


@pytest.mark.S6
@pytest.mark.B7
def test_a_build_that_runs_keeps_nobody_from_seeing_that_nothing_has_changed(
    project: Project,
) -> None:
    with lock(project.folder / "output"):
        assert project.is_unchanged()


@pytest.mark.S7
def test_after_a_fresh_checkout_and_a_cache_that_was_unpacked_bytes_decide(
    project: Project,
) -> None:
    """Other times everywhere, and other inodes."""
    for path in [one for one in project.folder.rglob("*") if one.is_file()]:
        if ".cache" not in path.parts and not path.is_symlink():
            copy = path.with_name(f"{path.name}.copy")
            copy.write_bytes(path.read_bytes())
            copy.chmod(path.stat().st_mode)
            copy.replace(path)
    assert project.is_unchanged()


# --- projects that a test changes for good ------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.mark.rehearsal
@pytest.mark.S6
@pytest.mark.B9
def test_a_publish_is_followed_by_none_and_another_address_by_a_whole_build(own: Project) -> None:
    """Also after the memory was written, which the publish itself changes last."""
    address = "https://house.example"
    said, _ = own.run(settings="publishconf.py", SITEURL=address)
    assert said.endswith(f"for {address}; copy it to your host\n")
    made = files_of(own.folder / "output")
    said, _ = own.run(settings="publishconf.py", SITEURL=address)
    assert said.startswith("Unchanged")
    MemoryFolder(own.folder / "var/site").save_pings(
        Pings(hubs={"https://hub.example/": ToldHub()})
    )
    said, _ = own.run(settings="publishconf.py", SITEURL=address)
    assert said.startswith("Unchanged"), "what hubs were told is no input of a build"
    own.run("--force", settings="publishconf.py", SITEURL=address)
    assert files_of(own.folder / "output") == made
    own.write("content/posts/2026-11-10-news.md", "Title: News\nDate: 2026-11-10\n\nWords.\n")
    own.run(settings="publishconf.py", SITEURL=address)
    made = files_of(own.folder / "output")
    said, _ = own.run(settings="publishconf.py", SITEURL=address)
    assert said.startswith("Unchanged")
    own.run("--force", settings="publishconf.py", SITEURL=address)
    assert files_of(own.folder / "output") == made
    said, _ = own.run(settings="publishconf.py", SITEURL="https://other.example")
    assert not said.startswith("Unchanged")
    assert b"https://other.example" in files_of(own.folder / "output")["index.html"]
    said, _ = own.run(settings="pelicanconf.py")
    assert not said.startswith("Unchanged")


@pytest.mark.A12
@pytest.mark.S6
def test_texts_that_wait_and_warnings_are_told_again(own: Project) -> None:
    own.write("content/posts/2026-11-09-bad.md", "Title: Bad\nDate: 2026-13-09\n\nWords.\n")
    own.write("curation.yaml", "entries:\n  - {link: https://nowhere.example/a, pin: yes}\n")
    _, complained = own.run("--waiting", "waiting.log")
    waiting = (own.folder / "waiting.log").read_bytes()
    assert b"2026-11-09-bad.md" in waiting
    (own.folder / "waiting.log").unlink()
    again, complained_again = own.run("--waiting", "waiting.log")
    assert again.startswith("Unchanged")
    assert "Waiting    1 error" in again
    assert complained_again == complained
    assert "Warning: curation.yaml" in complained_again
    assert (own.folder / "waiting.log").read_bytes() == waiting


@pytest.mark.B5
def test_a_build_that_was_killed_is_followed_by_a_whole_one(own: Project) -> None:
    """At whichever moment: while it builds, before the site is in place, before the manifest is."""
    own.run()
    made = files_of(own.folder / "output")
    for module, step in (
        ("run", "run_pelican"),
        ("run", "put_one_by_one"),
        ("build_record", "write_manifest"),
    ):
        die = (
            "import os, signal\n"
            f"import frontdesk.pelican.{module} as module\n"
            f"module.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
        )
        own.run("--force", before=die, expect=-signal.SIGKILL)
        assert not own.is_unchanged()
    own.run()
    assert files_of(own.folder / "output") == made
    assert own.is_unchanged()


@pytest.mark.S6
def test_what_changes_during_a_build_is_built_next_time(own: Project) -> None:
    edit = (
        "import pelican\n"
        "from pathlib import Path\n"
        "run = pelican.Pelican.run\n"
        "def edited(self):\n"
        "    run(self)\n"
        "    path = Path('content/pages/about.md')\n"
        "    path.write_text('Title: About\\n\\nMe.\\n')\n"
        "pelican.Pelican.run = edited\n"
    )
    own.run(before=edit)
    assert not own.is_unchanged()
    own.run()
    assert b"Me." in files_of(own.folder / "output")["about.html"]
    assert own.is_unchanged()


@pytest.mark.S6
@pytest.mark.parametrize(
    "line",
    [
        "PLUGINS = ['frontdesk.pelican', 'partner_blogs', 'of_another']",
        "import subprocess\nSITENAME = subprocess.check_output(['echo', 'A house'], text=True).strip()",
    ],
    ids=["a plugin of others", "a program"],
)
def test_where_nobody_knows_what_is_read_every_build_is_a_whole_one(
    own: Project, line: str
) -> None:
    own.write("plugins/of_another.py", "def register(): pass\n")
    own.write("pelicanconf.py", f"{SETTINGS}\n{line}\n")
    own.run()
    assert not own.is_unchanged()


# --- what falls due -----------------------------------------------------------------------------

CLOCKED: dict[str, Callable[[Site], None]] = {
    "2026-11-18T13:00:00Z": lambda site: site.post(
        "posts/soon.md", "Title: Soon\nDate: 2026-11-18 13:00\n\nWords.\n"
    ),
    "2026-11-18T13:30:00Z": lambda site: site.post(
        "posts/later.md",
        "Title: Later\nDate: 2026-11-04\npublishDate: 2026-11-18 13:30\n\nWords.\n",
    ),
    "2026-11-18T14:00:00Z": lambda site: site.post(
        "posts/until.md", "Title: Until\nDate: 2026-11-03\nexpiryDate: 2026-11-18 14:00\n\nWords.\n"
    ),
    "2026-11-18T14:30:00Z": lambda site: site.post(
        "comments/2026-11-05-first/a.md", "Author: Ann\nDate: 2026-11-18 14:30\n\nYes, later.\n"
    ),
    "2026-11-18T15:00:00Z": lambda site: site.post(
        "posts/updated.md",
        "Title: Updated\nDate: 2026-11-02\nUpdated: 2026-11-18 15:00\n\nWords.\n",
    ),
    "2026-11-18T16:00:00Z": lambda site: site.post(
        "resources/meeting.md",
        "Title: A meeting\nType: event\nDate: 2026-11-01\nTopic: Calls\nSummary: A talk.\n"
        "Start: 2026-11-18 16:00\nEnd: 2026-11-18 18:00\nTimezone: UTC\nPlace: Leeds\n"
        "Cost: free\n\nWords.\n",
    ),
    "2026-11-18T18:00:00Z": lambda _: None,  # its end
}


@pytest.mark.B2
@pytest.mark.S6
@pytest.mark.A3
def test_a_site_changes_when_something_falls_due_and_not_before(site: Site) -> None:
    """Also a partner whose posts get too old, and one that turns quiet."""
    for prepare in CLOCKED.values():
        prepare(site)
    site.feed("old", ("Old", "Fri, 13 Nov 2026 19:00:00 GMT"))
    site.feed("still", ("Still", "Fri, 13 Nov 2026 20:00:00 GMT"))
    site.feeds(
        "partners:\n"
        "  - {id: old, name: Old, home: https://old.example, feed: old.xml, max_age: 5}\n"
        "  - {id: still, name: Still, home: https://still.example, feed: still.xml,"
        " quiet_after: 5}\n"
    )
    site.refresh()
    expected = [*CLOCKED, "2026-11-18T19:00:01Z", "2026-11-18T20:00:01Z", "2026-11-19T00:00:00Z"]
    site.command()
    time.sleep(0.1)  # of settings that are as new as the process that builds, there is no manifest
    moment, found = NOW, list[str]()
    before: dict[str, bytes] = {}
    while True:
        site.build(moment)
        assert site.files != before, moment
        before = site.files
        invoked = Invocation(
            *(site.folder / name for name in ("conf.py", "output", "feeds.yaml")), None
        )
        manifest = read_manifest(invoked.manifest)
        assert manifest
        due = datetime.fromtimestamp(manifest.due, UTC)
        found.append(rfc3339(due))
        invoked.manifest.unlink()  # for a whole build
        site.build(rfc3339(due - timedelta(seconds=1)))
        assert site.files == before, due
        if len(found) == len(expected):
            break
        invoked.manifest.unlink()
        moment = rfc3339(due)
    assert found == expected
