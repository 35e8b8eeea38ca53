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
MAY_NETWORK = {"frontdesk/net/fetch.py"}
MAY_FILES = {
    "frontdesk/cli/content.py",  # begins a post
    "frontdesk/pelican/reader.py",  # Pelican names the file
    "frontdesk/content/render_cache.py",
    "frontdesk/content/scan.py",  # reads what an author writes
    "frontdesk/build/images/cache.py",  # keeps what was drawn
    "frontdesk/pelican/share_cards.py",  # reads the theme's font, writes cards into the site
    "frontdesk/build/images/resize.py",  # what Pillow opens lies in memory
    "frontdesk/pelican/images.py",  # reads an author's pictures, writes copies into the site
    "frontdesk/core/memory/folder.py",
    "partner_blogs/__main__.py",
    "partner_blogs/config/load.py",  # reads what the editor writes
    "frontdesk/core/atomic.py",
    "frontdesk/core/temp_folder.py",  # takes away what killed processes left
    "partner_blogs/store.py",
    "frontdesk/net/fetch.py",  # reads feed files
    "partner_blogs/refresh/thumbnail.py",  # what Pillow opens lies in memory
    "partner_blogs/plugin.py",  # writes what is no page, by syndication's write_bytes
    "frontdesk/pelican/feeds.py",  # reads a feed again to copy it
    "frontdesk/pelican/resources.py",  # measures what is to be downloaded
    "frontdesk/pelican/static_files.py",  # reads files of authors and the theme, writes clean copies into the site
    "frontdesk/formats/media/pdf.py",  # what pikepdf opens lies in memory
    "frontdesk/formats/media/pixels.py",  # as what Pillow opens
    "frontdesk/pelican/deploy_headers.py",  # writes _headers into it
    "frontdesk/pelican/structured_data.py",  # reads the finished pages
    "frontdesk/pelican/translations.py",  # reads a catalogue
    "frontdesk/core/output.py",  # puts files into the site
    "frontdesk/build/search/index.py",  # reads them too
    "frontdesk/build/search/normalize.py",
}
MAY_CLOCK = {"partner_blogs/__main__.py", "frontdesk/core/clock.py"}
KNOWS_PELICAN = {
    "frontdesk/pelican/pre_build_check.py",
    "frontdesk/pelican/link_rewriting.py",
    "frontdesk/pelican/rendering_changes.py",
    "frontdesk/pelican/summaries.py",
    "frontdesk/pelican/draft_filter.py",
    "frontdesk/pelican/reader.py",
    "frontdesk/pelican/redirect_pages.py",
    "frontdesk/pelican/dates.py",
    "frontdesk/pelican/deploy_headers.py",
    "frontdesk/pelican/share_cards.py",
    "frontdesk/pelican/images.py",
    "frontdesk/pelican/resources.py",
    "frontdesk/pelican/static_files.py",
    "partner_blogs/plugin.py",
    "frontdesk/pelican/comments.py",
    "frontdesk/pelican/attributions.py",
    "frontdesk/pelican/related.py",
    "frontdesk/pelican/structured_data.py",
    "frontdesk/pelican/toc.py",
    "frontdesk/site/breadcrumbs.py",  # reads Pelican's articles
    "frontdesk/pelican/search.py",
    "frontdesk/pelican/series.py",
    "frontdesk/pelican/feeds.py",
    "frontdesk/formats/post_items.py",  # reads Pelican's articles
    "frontdesk/pelican/translations.py",
}
ONE_DOOR = {
    "feedparser": {"partner_blogs/refresh/parse_feedparser.py"},
    "nh3": {
        "frontdesk/formats/sanitizer.py",
        "frontdesk/formats/html_cleanup.py",
    },  # of others, and of our own
    "ruamel": {  # reads; adds to the list
        *(
            "partner_blogs/config/yaml_reader.py",
            "partner_blogs/config/feeds_yaml.py",
            "partner_blogs/config/curation_yaml.py",
        ),
        "partner_blogs/opml_import.py",
    },
    "markdown": {  # reads for the check; writes pages
        *(
            "frontdesk/content/markdown.py",
            "frontdesk/pelican/reader.py",
            "partner_blogs/plugin.py",
        ),
        "frontdesk/content/commonmark.py",  # teaches it what authors know
        "frontdesk/pelican/rendering_changes.py",  # reads texts by the old rules, too
        "frontdesk/content/comment_html.py",
        "frontdesk/content/task_lists.py",  # adds to what an author may write
    },
    "PIL": {  # looks at heads of files; draws what authors, and what partners, send
        *(
            "frontdesk/content/scan.py",
            "frontdesk/build/images/resize.py",
            "frontdesk/build/images/card_drawing.py",
            "frontdesk/formats/media/pixels.py",
        ),
        "partner_blogs/refresh/thumbnail.py",
    },
    "unidecode": {"frontdesk/core/slugs.py"},
    "mutagen": {"frontdesk/formats/media/audio.py"},
    "pikepdf": {"frontdesk/formats/media/pdf.py"},
    "lxml": {"frontdesk/formats/media/svg.py"},
    "dateutil": {"frontdesk/content/field_parsers.py"},
    "aiohttp": {"frontdesk/net/fetch.py"},
    "filelock": {"frontdesk/core/memory/folder.py", "partner_blogs/store.py"},
    "babel": {"frontdesk/core/date_formats.py", "frontdesk/core/po_catalogs.py"},
    "rich": {"frontdesk/core/progress.py"},
    "pagefind_bin": {"frontdesk/build/search/index.py"},
    "cbor2": {"frontdesk/build/search/normalize.py"},
}
NO_PLUGINS = {"media", "memory"}
"""What several plugins and tools share, and no setting names."""
JOINS_ROOMS = {
    "partner_blogs/__main__.py",
    "partner_blogs/refresh/run.py",
    "partner_blogs/refresh/discover.py",
    "partner_blogs/refresh/images.py",
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
        "frontdesk/core/memory/model.py",
        "frontdesk/content/model.py",
        "partner_blogs/model.py",
        "frontdesk/formats/feed_model.py",
    ):
        ours = {path.name for path in PLUGINS.iterdir() if path.is_dir()}
        assert not under(imports(PLUGINS / model), *ours)


def test_rooms_of_the_refresh_do_not_call_each_other() -> None:
    """Only what joins them does. Pace, hops and manners are shared, parse has two for what needs no
    feedparser, and read is parse and clean."""
    allowed = {
        "fetch": {"frontdesk.net.fetch_policy"},
        "parse": {"partner_blogs.refresh.parse_json_feed", "partner_blogs.refresh.parse_fast"},
        "read": {"partner_blogs.refresh.parse_feedparser", "partner_blogs.refresh.clean"},
        "merge": {
            "frontdesk.net.redirects",
            "partner_blogs.refresh.backoff",
            "partner_blogs.refresh.platform_move",
        },
        "survey": {"frontdesk.net.redirects"},
        "schedule": {"partner_blogs.refresh.backoff"},
    }
    for path in (PLUGINS / "partner_blogs/refresh").glob("*.py"):
        if name(path) not in JOINS_ROOMS:
            found = under(imports(path), "partner_blogs.refresh")
            rooms = {".".join(i.split(".")[:3]) for i in found}
            assert rooms <= allowed.get(path.stem, set()), path.name


def test_only_the_sanitiser_makes_safe_html() -> None:
    makers = {name(path) for path in FILES if "SafeHtml" in calls(path)}
    assert makers == {"frontdesk/formats/sanitizer.py"}


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
        (
            "partner_blogs.publish.selection",
            ("pelican", "markdown", "aiohttp", "feedparser", "nh3"),
        ),
        ("partner_blogs.publish.feeds", ("pelican", "markdown", "jinja2", "babel")),
        ("partner_blogs.refresh", ("pelican", "markdown", "jinja2", "babel")),
        ("partner_blogs.refresh.run", ("pelican", "markdown", "PIL")),
        ("frontdesk.formats.atom", ("pelican", "markdown", "jinja2")),
        ("authoring", ("pelican", "markdown", "jinja2")),
        ("frontdesk.content.lint.run", ("pelican", "jinja2", "aiohttp", "babel", "ruamel")),
        ("frontdesk.content.scaffold", ("pelican", "markdown", "jinja2", "PIL")),
        ("frontdesk.core.memory.changes", ("pelican", "markdown", "jinja2", "filelock", "aiohttp")),
        ("frontdesk.core.memory.folder", ("pelican", "markdown", "jinja2", "aiohttp")),
        ("frontdesk.content.comment_html", ("pelican", "jinja2", "aiohttp")),
        ("frontdesk.site.related", ("pelican", "markdown", "jinja2")),
        ("frontdesk.build.headers", ("pelican", "markdown", "jinja2")),
        ("frontdesk.build.images.img_tags", ("pelican", "markdown", "PIL")),
        ("frontdesk.build.images.variants", ("pelican", "markdown", "PIL")),
        ("frontdesk.build.images.card", ("pelican", "markdown", "PIL")),
        ("frontdesk.site.resource_lists", ("pelican", "markdown", "jinja2")),
        ("frontdesk.formats.icalendar", ("pelican", "markdown", "jinja2", "icalendar")),
        ("frontdesk.build.search.index", ("pelican", "markdown", "jinja2")),
        ("frontdesk.core.translations", ("pelican", "jinja2", "babel")),
        ("frontdesk.core.po_catalogs", ("pelican", "jinja2")),
    ],
)
def test_what_decides_loads_only_what_it_needs(module: str, never: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert not set(never) & set(loaded)
