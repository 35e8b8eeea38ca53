"""The borders of the rooms, read from the imports: docs/architecture.md says why they run there.

Each test lists what breaks a border, all of it at once.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLUGINS = ROOT / "plugins"
FILES = sorted(PLUGINS.rglob("*.py"))

BELOW = {
    "frontdesk.core": (),
    "frontdesk.formats": ("frontdesk.core",),
    "frontdesk.net": ("frontdesk.core",),
    "frontdesk.content": ("frontdesk.formats",),
    "frontdesk.content.lint": ("frontdesk.content",),
    "frontdesk.importers": ("frontdesk.content", "frontdesk.net"),
    "partner_blogs.model": ("frontdesk.formats", "frontdesk.net"),
    "partner_blogs": ("partner_blogs.model",),
    "partner_blogs.config": ("partner_blogs",),
    "partner_blogs.select": ("partner_blogs.config",),
    "partner_blogs.refresh": ("partner_blogs.select",),
    "partner_blogs.publish": ("partner_blogs.select",),
    "partner_blogs.elsewhere": ("partner_blogs.publish",),
    "partner_blogs.plugin": ("partner_blogs.elsewhere",),
    "partner_blogs.cli_output": ("partner_blogs.select",),
    "partner_blogs.__main__": ("partner_blogs.refresh", "partner_blogs.cli_output"),
    "partner_blogs.__init__": ("partner_blogs.plugin",),
    "frontdesk.site": ("frontdesk.content", "partner_blogs.publish"),
    "frontdesk.build": ("frontdesk.site", "frontdesk.content.lint"),
    "frontdesk.pelican": ("frontdesk.build",),
    "frontdesk.start": ("frontdesk.core",),
    "frontdesk.desk": ("frontdesk.build", "frontdesk.importers", "partner_blogs.refresh"),
    "frontdesk.cli": (
        *("frontdesk.pelican", "frontdesk.importers", "frontdesk.start", "frontdesk.desk"),
        "partner_blogs.cli_output",
    ),
    "frontdesk": (),
    "frontdesk.__main__": ("frontdesk.cli",),
}
"""Each room and the rooms right below it, which it may import with all that is below them. The room of a
file is the longest name here that its own begins with."""

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
MAY_NETWORK = {"frontdesk/net/fetch.py", "frontdesk/build/preview/server.py"}  # asks; answers
MAY_FILES = {
    "frontdesk/build/audit/embedded_metadata.py",
    "frontdesk/build/audit/run.py",
    "frontdesk/build/audit/sources.py",
    "frontdesk/build/file_cache.py",  # keeps what was drawn
    "frontdesk/build/images/resize.py",  # what Pillow opens lies in memory
    "frontdesk/build/preview/server.py",
    "frontdesk/build/page_records.py",  # takes over pages of the last site
    "frontdesk/build/put_changes.py",  # changes the site file by file
    "frontdesk/build/manifest.py",  # looks at all files
    "frontdesk/build/search/index.py",  # reads the finished pages
    "frontdesk/build/swap.py",
    "frontdesk/cli/audit.py",  # writes a summary
    "frontdesk/cli/build.py",
    "frontdesk/cli/check.py",
    "frontdesk/cli/doctor.py",
    "frontdesk/cli/serve.py",
    "frontdesk/cli/start.py",  # writes what the answers make, takes samples away
    "frontdesk/desk/application.py",  # reads its own style sheet and that of the theme
    "frontdesk/desk/project_files.py",  # what the editor writes
    "frontdesk/content/render_cache.py",
    "frontdesk/content/scan.py",  # reads what an author writes
    "frontdesk/core/atomic.py",
    "frontdesk/core/command_line.py",  # opens what swallows
    "frontdesk/core/load_settings.py",
    "frontdesk/core/memory/folder.py",
    "frontdesk/core/shared_lock.py",  # opens a lock file to all
    "frontdesk/core/site_writer.py",  # puts files into the site
    "frontdesk/core/settings_file.py",
    "frontdesk/core/process_temp_folder.py",  # takes away what killed processes left
    "frontdesk/build/template_inputs.py",  # reads its own code
    "frontdesk/formats/feed_writer.py",
    "frontdesk/formats/metadata_removal/pdf.py",  # what pikepdf opens lies in memory
    "frontdesk/formats/metadata_removal/image_decoding.py",  # what Pillow opens lies in memory
    "frontdesk/importers/readers/export_files.py",  # reads what another system gave away
    "frontdesk/importers/import_run.py",  # looks at what is there
    "frontdesk/importers/pictures/download.py",  # keeps what was fetched
    "frontdesk/importers/staging.py",
    "frontdesk/importers/state.py",
    "frontdesk/net/fetch.py",  # reads feed files
    "frontdesk/pelican/face.py",  # reads the picture for icons, writes icons and the style sheet
    "frontdesk/pelican/unused_settings.py",  # looks for names in templates
    "frontdesk/pelican/host_files.py",  # writes _headers into the site
    "frontdesk/pelican/feeds.py",  # reads a feed again to copy it
    "frontdesk/pelican/build_process.py",
    "frontdesk/pelican/build_record.py",  # reads the mark of a site
    "frontdesk/pelican/site_reuse.py",  # writes files into the site that are made of others
    "frontdesk/pelican/page_writer.py",  # writes pages into the site
    "frontdesk/pelican/images.py",  # reads an author's pictures, writes copies into the site
    "frontdesk/pelican/reader.py",  # Pelican names the file
    "frontdesk/pelican/resource_pages.py",  # measures what is to be downloaded
    "frontdesk/pelican/run.py",
    "frontdesk/pelican/share_cards.py",  # reads the theme's font, writes cards into the site
    "frontdesk/pelican/static_files.py",  # reads files of authors and the theme, writes clean copies
    "frontdesk/pelican/sitemap.py",  # writes the sitemap
    "frontdesk/pelican/template_cache.py",
    "frontdesk/pelican/i18n.py",  # reads a catalogue
    "frontdesk/start/changes.py",  # reads the texts that it comes with
    "frontdesk/start/samples.py",  # reads its own list
    "partner_blogs/__main__.py",
    "partner_blogs/config/config_cache.py",
    "partner_blogs/config/load.py",  # reads what the editor writes
    "frontdesk/pelican/partner_host.py",  # writes what is no page, by write_bytes
    "frontdesk/pelican/search.py",  # likewise
    "partner_blogs/refresh/ping_hubs.py",  # reads the feeds of a finished site
    "partner_blogs/elsewhere/markup.py",  # reads its own templates and words
    "partner_blogs/elsewhere/pelican_host.py",  # writes what is no page, by write_bytes
    "partner_blogs/refresh/thumbnail.py",  # what Pillow opens lies in memory
    "partner_blogs/refresh/worker_process.py",  # has nothing to read or to write but its pipes
    "partner_blogs/store.py",
    "partner_blogs/store_files.py",
}
MAY_CLOCK = {
    "frontdesk/cli/doctor.py",
    "frontdesk/build/manifest.py",  # says how new a file is
    "frontdesk/core/build_clock.py",
    "frontdesk/pelican/build_process.py",  # says how long a build took
    "frontdesk/pelican/build_record.py",  # says how new a file is
    "partner_blogs/__main__.py",
}
KNOWS_JINJA = {
    "frontdesk/build/frame_parts.py",
    "frontdesk/desk/application.py",
    "frontdesk/formats/own_post_items.py",
    "frontdesk/build/page_records.py",
    "frontdesk/build/template_inputs.py",
    "frontdesk/site/texts.py",
    "frontdesk/site/structured_data.py",
    "frontdesk/formats/page_filters.py",
    "partner_blogs/elsewhere/markup.py",
    "partner_blogs/elsewhere/pelican_host.py",
    "partner_blogs/elsewhere/settings.py",  # makes plain what a theme takes as HTML
}
"""They handle HTML as Jinja does."""
READS = {"charset", "feed_dates", "short_texts", "xml_repair"}
ONE_DOOR = {
    "feedparser": {"partner_blogs/refresh/parse_feedparser.py"},
    "nh3": {
        "frontdesk/formats/sanitizer.py",
        "frontdesk/formats/author_sanitizer.py",
    },  # of others, and of our own
    "ruamel": {  # reads; tells where each value stands
        *("frontdesk/core/yaml_reader.py", "frontdesk/core/yaml_tree.py"),
        *("partner_blogs/config/feeds_yaml.py", "partner_blogs/config/curation_yaml.py"),
        "frontdesk/core/site_yaml.py",
        "frontdesk/core/yaml_plain.py",  # makes its nodes
    },
    "markdown": {  # reads for the check; writes pages
        *(
            "frontdesk/content/markdown_analysis.py",
            "frontdesk/content/markdown_source_positions.py",
            "frontdesk/pelican/reader.py",
            "frontdesk/formats/author_markdown.py",
        ),
        "frontdesk/content/commonmark_extension.py",  # teaches it what authors know
        "frontdesk/pelican/commonmark_migration.py",  # reads texts by the old rules, too
        "frontdesk/content/comments.py",
        "frontdesk/importers/convert_text.py",  # proves what it writes
        "frontdesk/importers/readers/ghost_editors.py",  # a card of Markdown among HTML
        "frontdesk/content/task_lists.py",  # adds to what an author may write
    },
    "PIL": {  # looks at heads of files; draws what authors, and what partners, send
        *(
            "frontdesk/content/scan.py",
            "frontdesk/build/images/resize.py",
            "frontdesk/build/images/icons.py",
            "frontdesk/build/images/card_drawing.py",
            "frontdesk/formats/metadata_removal/image_decoding.py",
        ),
        "partner_blogs/refresh/ping_hubs.py",  # reads the feeds of a finished site
        "partner_blogs/refresh/thumbnail.py",
    },
    "fontTools": {"frontdesk/build/web_font.py"},
    "selectolax": {"frontdesk/importers/markup/html_tree.py"},
    "unidecode": {"frontdesk/core/slugs.py"},
    "mutagen": {"frontdesk/formats/metadata_removal/audio.py"},
    "pikepdf": {"frontdesk/formats/metadata_removal/pdf.py"},
    "lxml": {"frontdesk/formats/metadata_removal/svg.py"},
    "dateutil": {"frontdesk/content/date_parser.py"},
    "aiohttp": {"frontdesk/net/fetch.py"},
    "filelock": {
        "frontdesk/core/shared_lock.py",  # the others name its exception, or look whether one is held
        *("frontdesk/core/memory/folder.py", "partner_blogs/store.py"),
        *("frontdesk/build/swap.py", "frontdesk/pelican/run.py"),
        *("frontdesk/cli/doctor.py", "frontdesk/cli/serve.py"),
        "frontdesk/build/page_records.py",  # takes over pages of the last site
    },
    "babel": {
        *("frontdesk/core/catalogs.py", "frontdesk/core/date_formats.py"),
        "frontdesk/core/po_catalogs.py",
    },
    "rich": {"frontdesk/core/progress.py"},
    "Stemmer": {"frontdesk/build/search/terms.py"},
}
JOINS_ROOMS = {
    "partner_blogs/__main__.py",
    "partner_blogs/refresh/run.py",
    "partner_blogs/refresh/discover.py",
    "partner_blogs/refresh/fetch_and_store.py",
    "partner_blogs/refresh/images.py",
    "partner_blogs/refresh/rebuild_store.py",
}


def name(path: Path) -> str:
    return path.relative_to(PLUGINS).as_posix()


def module(path: Path) -> str:
    parts = path.relative_to(PLUGINS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> set[str]:
    """Full dotted names of what a file imports, relative ones resolved; also within functions, for types
    alone, and by importlib."""
    package = list(path.relative_to(PLUGINS).parts[:-1])
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            here = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*here, *([node.module] if node.module else [])])
            found |= {f"{whole}.{alias.name}" for alias in node.names} | {whole}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            given = node.args[0]
            if isinstance(given, ast.Constant):
                found.add(given.value)
            else:
                assert ast.unparse(given).startswith("f'.{"), f"{name(path)}: who is imported?"
    return found


def calls(path: Path) -> set[str]:
    functions = (node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return {
        f.attr if isinstance(f, ast.Attribute) else f.id
        for f in functions
        if isinstance(f, ast.Attribute | ast.Name)
    }


def under(found: set[str], *packages: str) -> set[str]:
    return {i for i in found for p in packages if i == p or i.startswith(f"{p}.")}


def offenders(*packages: str, allowed: set[str]) -> dict[str, set[str]]:
    """The files that import one of these packages and may not."""
    found = {name(path): under(imports(path), *packages) for path in FILES}
    return {file: names for file, names in found.items() if names and file not in allowed}


# --- the graph ----------------------------------------------------------------------------------


def room(dotted: str) -> str:
    """The longest name of a room that this begins with."""
    parts = dotted.split(".")
    names = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next(one for one in names if one in BELOW)


@cache
def reachable(one: str) -> frozenset[str]:
    """All rooms below a room. Ends, for `test_the_rooms_have_an_order` holds."""
    below = BELOW[one]
    return frozenset(below).union(*(reachable(other) for other in below))


def edges() -> Iterator[tuple[str, str, str]]:
    """File, its room, and the room of something of ours that it imports."""
    for path in FILES:
        own = room(module(path))
        for found in imports(path):
            if found.split(".")[0] in {"frontdesk", "partner_blogs"}:
                yield name(path), own, room(found)


def test_the_rooms_have_an_order() -> None:
    """So no circle can be allowed by mistake."""
    order: list[str] = []
    while len(order) < len(BELOW):
        free = [one for one in BELOW if one not in order and set(BELOW[one]) <= set(order)]
        assert free, f"a circle among {set(BELOW) - set(order)}"
        order += free


def test_imports_go_up_to_nobody() -> None:
    upwards = sorted(
        f"{file} imports {other}"
        for file, own, other in edges()
        if other != own and other not in reachable(own) and other != own.split(".")[0]
    )
    assert not upwards, "\n".join(upwards)


def test_the_aggregator_needs_three_rooms_of_the_generator() -> None:
    """So it can be installed without the rest."""
    rooms = {other for _, own, other in edges() if own.startswith("partner_blogs")}
    generators = {one for one in rooms if one.startswith("frontdesk")}
    assert generators <= {"frontdesk.core", "frontdesk.formats", "frontdesk.net"}


# --- who may do what ----------------------------------------------------------------------------


def test_the_rules_here_name_files_that_are_there() -> None:
    doors = set().union(*ONE_DOOR.values())
    named = MAY_NETWORK | MAY_FILES | MAY_CLOCK | KNOWS_JINJA | JOINS_ROOMS | doors
    assert named <= {name(path) for path in FILES}


@pytest.mark.B1
def test_only_the_fetcher_knows_the_network() -> None:
    assert not offenders(*NETWORK, allowed=MAY_NETWORK)


def test_files_are_touched_at_the_edges_only() -> None:
    found = {name(path): calls(path) & FILE_CALLS for path in FILES}
    assert not {file: what for file, what in found.items() if what and file not in MAY_FILES}


def test_pure_rooms_are_told_the_time() -> None:
    found = {name(path): calls(path) & CLOCKS for path in FILES}
    assert not {file: what for file, what in found.items() if what and file not in MAY_CLOCK}
    assert not offenders("time", allowed=MAY_CLOCK)


def test_only_the_pelican_side_imports_pelican() -> None:
    sides = {name(path) for path in FILES if name(path).startswith("frontdesk/pelican/")}
    assert not offenders("pelican", allowed=sides | {"partner_blogs/plugin.py"})
    assert not offenders("jinja2", "markupsafe", allowed=sides | KNOWS_JINJA)


def test_each_library_has_one_door() -> None:
    """But for the audit, which looks with eyes of its own."""
    audit = {name(path) for path in FILES if name(path).startswith("frontdesk/build/audit/")}
    wrong = {one: offenders(one, allowed=doors | audit) for one, doors in ONE_DOOR.items()}
    assert not {library: files for library, files in wrong.items() if files}


def test_values_have_no_logic_below_them() -> None:
    """A model imports nothing of ours but other values."""
    values = (
        "frontdesk.content.field_specs",
        "frontdesk.content.front_matter_fields",
        "frontdesk.content.resource_types",
        "frontdesk.core.safe_html",
        "frontdesk.core.periods",
    )
    values += ("frontdesk.core.problems", "frontdesk.core.timestamps", "frontdesk.net.model")
    values += ("partner_blogs.model",)
    models = [path for path in FILES if path.stem.endswith("model") or path.parent.name == "model"]
    assert len(models) > 8
    for path in models:
        ours = under(imports(path), "frontdesk", "partner_blogs")
        assert not ours - under(ours, *values), name(path)


def test_rooms_of_the_refresh_do_not_call_each_other() -> None:
    """Only what joins them does. What two of them share is named here."""
    allowed = {
        "parse_feedparser": {"parse_json_feed", "parse_fast", *READS},
        "parse_json_feed": READS,
        "parse_fast": READS,
        "parse_document": {"parse_feedparser", "clean"},
        "parse_workers": {"parse_feedparser", "worker_process"},
        "worker_process": {"parse_document", "thumbnail"},
        "merge": {"backoff", "platform_move"},
        "schedule": {"backoff"},
        "clean": {"boilerplate", "excerpts", "outbound_links", "short_texts"},
        "outbound_links": {"short_texts"},
        "excerpts": {"boilerplate", "paragraphs"},
        "boilerplate": {"boilerplate_phrases", "paragraphs"},
        "feed_dates": {"month_names"},
    }
    for path in (PLUGINS / "partner_blogs/refresh").glob("*.py"):
        if name(path) not in JOINS_ROOMS:
            found = under(imports(path), "partner_blogs.refresh")
            rooms = {i.split(".")[2] for i in found if i.count(".") > 1}
            assert rooms <= allowed.get(path.stem, set()), path.name


def test_only_the_sanitizer_makes_safe_html() -> None:
    makers = {name(path) for path in FILES if "SafeHtml" in calls(path)}
    assert makers == {"frontdesk/formats/sanitizer.py"}


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("partner_blogs.store", ("pelican", "markdown", "aiohttp", "feedparser", "babel")),
        (
            "partner_blogs.publish.selection",
            ("pelican", "markdown", "aiohttp", "feedparser", "nh3"),
        ),
        ("partner_blogs.publish.feed_offers", ("pelican", "markdown", "jinja2", "babel")),
        ("partner_blogs.refresh", ("pelican", "markdown", "jinja2", "babel")),
        (
            "partner_blogs.refresh.fetch_and_store",
            ("pelican", "markdown", "PIL", "jinja2", "nh3", "feedparser"),
        ),
        ("partner_blogs.refresh.run", ("pelican", "aiohttp", "nh3", "babel", "ruamel")),
        ("frontdesk.formats.atom", ("pelican", "markdown", "jinja2")),
        ("frontdesk.cli", ("pelican", "markdown", "jinja2", "msgspec")),
        ("frontdesk.core.settings_file", ("msgspec",)),
        ("frontdesk.content.lint.run", ("pelican", "jinja2", "aiohttp", "babel", "ruamel")),
        ("frontdesk.content.scaffold", ("pelican", "markdown", "jinja2", "PIL")),
        ("frontdesk.core.memory.changes", ("pelican", "markdown", "jinja2", "filelock", "aiohttp")),
        ("frontdesk.core.memory.folder", ("pelican", "markdown", "jinja2", "aiohttp")),
        ("frontdesk.content.comments", ("pelican", "jinja2", "aiohttp")),
        ("frontdesk.site.related", ("pelican", "markdown", "jinja2")),
        ("frontdesk.build.host_files", ("pelican", "markdown", "jinja2")),
        ("frontdesk.site.responsive_images", ("pelican", "markdown", "PIL")),
        ("frontdesk.build.images.variants", ("pelican", "markdown", "PIL")),
        ("frontdesk.build.images.card_layout", ("pelican", "markdown", "PIL")),
        ("frontdesk.site.share_cards", ("pelican", "markdown", "PIL")),
        ("frontdesk.site.resource_lists", ("pelican", "markdown", "jinja2")),
        ("frontdesk.formats.icalendar", ("pelican", "markdown", "jinja2", "icalendar")),
        ("frontdesk.build.search.index", ("pelican", "markdown", "jinja2")),
        ("frontdesk.core.translations", ("pelican", "jinja2", "babel")),
        ("frontdesk.core.catalogs", ("pelican", "jinja2", "babel.messages")),
        ("frontdesk.core.po_catalogs", ("pelican", "jinja2")),
    ],
)
def test_what_decides_loads_only_what_it_needs(module: str, never: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert not set(never) & set(loaded)
