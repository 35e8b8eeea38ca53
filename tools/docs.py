"""The code in; those parts of docs/ out that it can write itself: `python -m tools.docs`.

These are docs/settings.md, from the declaration of all settings; the table of docs/pelican.md, from that
for other sites; docs/messages.md, from the faulty texts of the tests; and the tables of
docs/architecture.md, from the first sentence of each module.
"""

from __future__ import annotations

import ast
import pprint
import re
import typing
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from frontdesk.core.settings import declared
from partner_blogs.elsewhere.settings import PartnerBlogsSettings

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ROOT / "docs" / "settings.md"
MAP = ROOT / "docs" / "architecture.md"
ELSEWHERE = ROOT / "docs" / "pelican.md"
_BEGIN, _END = "<!-- modules -->\n", "<!-- end of modules -->\n"
_SETTINGS, _END_OF_SETTINGS = "<!-- settings -->\n", "<!-- end of settings -->\n"
MESSAGES = ROOT / "docs" / "messages.md"
_SEVERITIES = {"error": "Errors", "warning": "Warnings", "info": "Information"}
_MESSAGES_HEAD = """# What make check says

For authors who look for a message. Each is shown as it was said of an example, so names, dates and numbers
are those of the example; the right column says what the example was. What readers see meanwhile is in
[posts.md](posts.md#when-something-is-wrong); the [library](library.md) has the fields of books, events and
the like.
"""
LONG = 60
"""Letters of a default beyond which it stands below the table."""

_HEAD = """# Settings

For owners. A site decides little: `pelicanconf.py` has its name, its author, its series. Everything else
has a default, which this page lists. Write a setting into one of these files; what comes later in the list
wins:

1. the defaults below;
2. `pelicanconf.py`, which is Python: `HOME_POSTS = 5`;
3. `site.yaml` beside it, if there is one: `HOME_POSTS: 5`. Programs may write it, and you may too;
4. `publishconf.py`, for a publish only;
5. `SITEURL` in the environment, for a publish only.

A value of the wrong kind stops the build with the name of the file and what to write. Settings of Pelican
work as [Pelican says](https://docs.getpelican.com/en/latest/settings.html), unless they are listed here. A
plain `pelican -s pelicanconf.py` builds the same site. [deploy.md](deploy.md) explains the settings of a
publish, [posts.md](posts.md) those for posts, [feeds.md](feeds.md) the list of partners.

| Setting | Default | What it is for |
|---|---|---|
"""


def settings_page() -> str:
    """docs/settings.md, as Markdown."""
    rows, below = [], []
    for one in declared().values():
        shown = f"`{_listed(one.default)!r}`"
        if len(shown) > LONG:
            below += [f"### `{one.name}`", "", "```text", _printed(one.default), "```", ""]
            shown = "below"
        rows.append(f"| `{one.name}` | {shown} | {one.says} |")
    return "\n".join([f"{_HEAD}{rows[0]}", *rows[1:], "", "## Long defaults", "", *below])


def _listed(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


def _printed(default: Any) -> str:
    return pprint.pformat(default, width=88, sort_dicts=False)


def elsewhere_page(page: str) -> str:
    """docs/pelican.md with the settings of today."""
    hints = typing.get_type_hints(PartnerBlogsSettings, include_extras=True)
    rows = [
        f"| `{field.encode_name}` | `{field.default!r}` | {hints[field.name].__metadata__[0].description} |"
        for field in msgspec.structs.fields(PartnerBlogsSettings)
    ]
    table = "\n".join(["| Setting | Default | What it is for |", "|---|---|---|", *rows, ""])
    before, _, rest = page.partition(_SETTINGS)
    return f"{before}{_SETTINGS}\n{table}\n{_END_OF_SETTINGS}{rest.partition(_END_OF_SETTINGS)[2]}"


def messages_page() -> str:
    """docs/messages.md, from the texts with one fault each that the tests check."""
    said: dict[str, dict[str, str]] = {"error": {}, "warning": {}, "info": {}}
    for room in ("faults", "resource_faults"):
        for fault in import_module(f"tests.frontdesk.content.{room}").FAULTS:
            _, severity, message = fault.says.split(": ", 2)
            said[severity].setdefault(message, fault.name)
    parts = [
        line
        for severity, heading in _SEVERITIES.items()
        for line in (
            f"## {heading}",
            "",
            "| Message | Example |",
            "|---|---|",
            *_rows(said[severity]),
        )
    ]
    return "\n".join([_MESSAGES_HEAD, *parts])


def _rows(messages: Mapping[str, str]) -> list[str]:
    rows = (f"{_shown(message)} | {name}" for message, name in sorted(messages.items()))
    return [*(f"| {row.replace(chr(10), ' ')} |" for row in rows), ""]


def _shown(message: str) -> str:
    """As code, so that no sign in it means anything."""
    marks = "``" if "`" in message else "`"
    space = " " if "`" in message else ""
    cell = message.replace("|", "\\|")
    return f"{marks}{space}{cell}{space}{marks}"


def architecture_page(page: str) -> str:
    """docs/architecture.md with the tables of today's modules."""
    before, _, rest = page.partition(_BEGIN)
    return f"{before}{_BEGIN}\n{_tables()}\n{_END}{rest.partition(_END)[2]}"


def _tables() -> str:
    plugins = ROOT / "plugins"
    rooms: dict[str, list[str]] = {}
    for path in sorted(plugins.rglob("*.py")):
        room = path.parent.relative_to(plugins).as_posix()
        if path.stem not in {"__init__", "__main__"}:
            rooms.setdefault(room, []).append(f"| `{path.stem}` | {_first_sentence(path)} |")
    return "\n".join(_table(room, rows) for room, rows in sorted(rooms.items()))


def _table(room: str, rows: list[str]) -> str:
    return "\n".join([f"### `{room}`", "", "| Module | |", "|---|---|", *rows, ""])


def _first_sentence(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = " ".join(text.partition("\n\n")[0].split()).replace("|", "\\|")
    return re.split(r"(?<=\w[.)])\s(?=[A-Z`])", first)[0].rstrip(":")


if __name__ == "__main__":
    SETTINGS.write_text(settings_page(), encoding="utf-8")
    ELSEWHERE.write_text(elsewhere_page(ELSEWHERE.read_text(encoding="utf-8")), encoding="utf-8")
    MESSAGES.write_text(messages_page(), encoding="utf-8")
    MAP.write_text(architecture_page(MAP.read_text(encoding="utf-8")), encoding="utf-8")
