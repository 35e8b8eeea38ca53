"""The borders of the rooms, read from the imports: docs/architecture.md says why they run there."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLUGINS = ROOT / "plugins"
FILES = sorted(PLUGINS.rglob("*.py"))

NETWORK = {"socket", "ssl", "http", "urllib.request", "aiohttp", "yarl", "ftplib", "smtplib"}
FILE_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "unlink",
    "rename",
    "mkdir",
}
CLOCKS = {"now", "utcnow", "today"}

# Who may do what; everybody else is pure.
MAY_NETWORK = {"partner_blogs/refresh/fetch.py"}
MAY_FILES = {
    "authoring/__main__.py",  # begins a post
    "authoring/reader.py",  # Pelican names the file
    "authoring/memo.py",
    "authoring/shelf.py",  # reads what an author writes
    "images/cache.py",  # keeps what was drawn
    "images/cards.py",  # reads the theme's font, writes cards into the site
    "images/draw.py",  # what Pillow opens lies in memory
    "images/pictures.py",  # reads an author's pictures, writes copies into the site
    "memory/folder.py",
    "partner_blogs/__main__.py",
    "partner_blogs/desk.py",  # reads what the editor writes
    "partner_blogs/files.py",
    "partner_blogs/scratch.py",  # takes away what killed processes left
    "partner_blogs/store.py",
    "partner_blogs/refresh/fetch.py",  # reads feed files
    "partner_blogs/refresh/shrink.py",  # what Pillow opens lies in memory
    "partner_blogs/publish/generator.py",  # writes what is no page, by syndication's write_bytes
    "syndication/adapter.py",  # reads a feed again to copy it
    "library/adapter.py",  # measures what is to be downloaded
    "media/adapter.py",  # reads files of authors and the theme, writes clean copies into the site
    "media/documents.py",  # what pikepdf opens lies in memory
    "media/pixels.py",  # as what Pillow opens
    "hosting/adapter.py",  # writes _headers into it
    "machine_readable/adapter.py",  # reads the finished pages
    "wording/adapter.py",  # reads a catalogue
    "writing.py",  # puts files into the site
    "search/index.py",  # reads them too
    "search/order.py",
}
MAY_CLOCK = {"partner_blogs/__main__.py", "datelines/clock.py"}
KNOWS_PELICAN = {
    "authoring/gate.py",
    "authoring/linked.py",
    "authoring/rendered_anew.py",
    "authoring/summaries.py",
    "authoring/publication.py",
    "authoring/reader.py",
    "authoring/redirects.py",
    "datelines/adapter.py",
    "hosting/adapter.py",
    "images/cards.py",
    "images/pictures.py",
    "library/adapter.py",
    "media/adapter.py",
    "partner_blogs/publish/generator.py",
    "comments/adapter.py",
    "credits/adapter.py",
    "related/adapter.py",
    "machine_readable/adapter.py",
    "outline/adapter.py",
    "machine_readable/pages.py",  # reads Pelican's articles
    "search/adapter.py",
    "series/adapter.py",
    "syndication/adapter.py",
    "syndication/posts.py",  # reads Pelican's articles
    "wording/adapter.py",
}
ONE_DOOR = {
    "feedparser": {"partner_blogs/refresh/parse.py"},
    "nh3": {"partner_blogs/sanitiser.py", "authoring/cleaned.py"},  # of others, and of our own
    "ruamel": {  # reads; adds to the list
        *("partner_blogs/sheet.py", "partner_blogs/config.py", "partner_blogs/curation.py"),
        "partner_blogs/blogroll.py",
    },
    "markdown": {  # reads for the check; writes pages
        *("authoring/body.py", "authoring/reader.py", "partner_blogs/publish/generator.py"),
        "authoring/commonmark.py",  # teaches it what authors know
        "authoring/rendered_anew.py",  # reads texts by the old rules, too
        "comments/words.py",
        "library/boxes.py",  # adds to what an author may write
    },
    "PIL": {  # looks at heads of files; draws what authors, and what partners, send
        *("authoring/shelf.py", "images/draw.py", "images/paint.py", "media/pixels.py"),
        "partner_blogs/refresh/shrink.py",
    },
    "unidecode": {"authoring/names.py"},
    "mutagen": {"media/sound.py"},
    "pikepdf": {"media/documents.py"},
    "lxml": {"media/markup.py"},
    "dateutil": {"authoring/values.py"},
    "aiohttp": {"partner_blogs/refresh/fetch.py"},
    "filelock": {"memory/folder.py", "partner_blogs/store.py"},
    "babel": {"datelines/words.py", "wording/catalogue.py"},
    "rich": {"partner_blogs/progress.py"},
    "pagefind_bin": {"search/index.py"},
    "cbor2": {"search/order.py"},
}
NO_PLUGINS = {"media", "memory"}
"""What several plugins and tools share, and no setting names."""
JOINS_ROOMS = {
    "partner_blogs/__main__.py",
    "partner_blogs/refresh/run.py",
    "partner_blogs/refresh/look.py",
    "partner_blogs/refresh/pictures.py",
    "partner_blogs/refresh/recover.py",
}


def name(path: Path) -> str:
    return path.relative_to(PLUGINS).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path, *, at_the_top: bool = False) -> set[str]:
    """Full dotted names of what a file imports, relative ones resolved."""
    tree = tree_of(path)
    package = list(path.relative_to(PLUGINS).parts[:-1])
    found: set[str] = set()
    for node in tree.body if at_the_top else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            here = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*here, *([node.module] if node.module else [])])
            found |= {f"{whole}.{alias.name}" for alias in node.names} | {whole}
    return found


def calls(path: Path) -> set[str]:
    tree = tree_of(path)
    functions = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        f.attr if isinstance(f, ast.Attribute) else f.id
        for f in functions
        if isinstance(f, ast.Attribute | ast.Name)
    }


def under(found: set[str], *packages: str) -> set[str]:
    return {i for i in found for p in packages if i == p or i.startswith(f"{p}.")}


def test_there_is_something_to_hold() -> None:
    assert len(FILES) > 25
    named = MAY_NETWORK | MAY_FILES | MAY_CLOCK | KNOWS_PELICAN | JOINS_ROOMS
    assert named <= {name(path) for path in FILES}, "a rule here names a file that is gone"


@pytest.mark.B1
@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_fetch_knows_the_network(path: Path) -> None:
    if name(path) not in MAY_NETWORK:
        assert not under(imports(path), *NETWORK)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_files_are_touched_at_the_edges_only(path: Path) -> None:
    if name(path) not in MAY_FILES:
        assert not calls(path) & FILE_CALLS


@pytest.mark.parametrize("path", FILES, ids=name)
def test_pure_rooms_are_told_the_time(path: Path) -> None:
    if name(path) not in MAY_CLOCK:
        assert not calls(path) & CLOCKS
        assert not under(imports(path), "time")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_the_adapters_know_pelican(path: Path) -> None:
    if name(path) not in KNOWS_PELICAN:
        assert not under(imports(path), "pelican", "jinja2", "markupsafe")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_each_library_has_one_door(path: Path) -> None:
    for library, doors in ONE_DOOR.items():
        if name(path) not in doors:
            assert not under(imports(path), library), f"{library} belongs to {doors}"


@pytest.mark.B1
@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_build_never_imports_the_refresh_nor_the_refresh_the_build(path: Path) -> None:
    found = imports(path)
    if "refresh/" not in name(path) and name(path) != "partner_blogs/__main__.py":
        assert not under(found, "partner_blogs.refresh")
    if "publish/" not in name(path) and name(path) != "partner_blogs/__init__.py":
        assert not under(found, "partner_blogs.publish")


def test_the_model_imports_nothing_of_ours() -> None:
    for model in (
        "memory/model.py",
        "authoring/model.py",
        "partner_blogs/model.py",
        "syndication/model.py",
    ):
        ours = {path.name for path in PLUGINS.iterdir() if path.is_dir()}
        assert not under(imports(PLUGINS / model), *ours)


def test_rooms_of_the_refresh_do_not_call_each_other() -> None:
    """Only what joins them does. Pace, hops and manners are shared, parse has two for what needs no
    feedparser, and read is parse and clean."""
    allowed = {
        "fetch": {"partner_blogs.refresh.manners"},
        "parse": {"partner_blogs.refresh.jsonfeed", "partner_blogs.refresh.plain"},
        "read": {"partner_blogs.refresh.parse", "partner_blogs.refresh.clean"},
        "merge": {
            "partner_blogs.refresh.hops",
            "partner_blogs.refresh.pace",
            "partner_blogs.refresh.platform_move",
        },
        "survey": {"partner_blogs.refresh.hops"},
        "schedule": {"partner_blogs.refresh.pace"},
    }
    for path in (PLUGINS / "partner_blogs/refresh").glob("*.py"):
        if name(path) not in JOINS_ROOMS:
            found = under(imports(path), "partner_blogs.refresh")
            rooms = {".".join(i.split(".")[:3]) for i in found}
            assert rooms <= allowed.get(path.stem, set()), path.name


def test_only_the_sanitiser_makes_safe_html() -> None:
    makers = {name(path) for path in FILES if "SafeHtml" in calls(path)}
    assert makers == {"partner_blogs/sanitiser.py"}


def test_every_plugin_registers_in_three_lines() -> None:
    for path in PLUGINS.glob("*/__init__.py"):
        if path.parent.name in NO_PLUGINS:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert [f.name for f in functions] == ["register"]
        assert len(functions[0].body) <= 3


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("partner_blogs.store", ("pelican", "markdown", "aiohttp", "feedparser", "babel")),
        ("partner_blogs.publish.select", ("pelican", "markdown", "aiohttp", "feedparser", "nh3")),
        ("partner_blogs.publish.feeds", ("pelican", "markdown", "jinja2", "babel")),
        ("partner_blogs.refresh", ("pelican", "markdown", "jinja2", "babel")),
        ("partner_blogs.refresh.run", ("pelican", "markdown", "PIL")),
        ("syndication.atom", ("pelican", "markdown", "jinja2")),
        ("authoring", ("pelican", "markdown", "jinja2")),
        ("authoring.check", ("pelican", "jinja2", "aiohttp", "babel", "ruamel")),
        ("authoring.new", ("pelican", "markdown", "jinja2", "PIL")),
        ("memory.changes", ("pelican", "markdown", "jinja2", "filelock", "aiohttp")),
        ("memory.folder", ("pelican", "markdown", "jinja2", "aiohttp")),
        ("comments.words", ("pelican", "jinja2", "aiohttp")),
        ("related.choice", ("pelican", "markdown", "jinja2")),
        ("hosting.headers", ("pelican", "markdown", "jinja2")),
        ("images.markup", ("pelican", "markdown", "PIL")),
        ("images.plan", ("pelican", "markdown", "PIL")),
        ("images.card", ("pelican", "markdown", "PIL")),
        ("library.shelves", ("pelican", "markdown", "jinja2")),
        ("library.calendar", ("pelican", "markdown", "jinja2", "icalendar")),
        ("search.index", ("pelican", "markdown", "jinja2")),
        ("wording.words", ("pelican", "jinja2", "babel")),
        ("wording.catalogue", ("pelican", "jinja2")),
    ],
)
def test_what_decides_loads_only_what_it_needs(module: str, never: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert not set(never) & set(loaded)
