"""The declaration of all settings in, docs/settings.md out: `python -m tools.settings`."""

from __future__ import annotations

import pprint
from pathlib import Path
from typing import Any

from frontdesk.core.settings import declared

DOC = Path(__file__).resolve().parents[1] / "docs" / "settings.md"
LONG = 60
"""Letters of a default beyond which it stands below the table."""

_HEAD = """# Settings

A site decides little: `pelicanconf.py` has its name, its author, its series. Everything else has a default,
which this page lists. Write a setting into one of these files; what comes later in the list wins:

1. the defaults below;
2. `pelicanconf.py`, which is Python: `HOME_POSTS = 5`;
3. `site.yaml` beside it, if there is one: `HOME_POSTS: 5`. Programs may write it, and you may too;
4. `publishconf.py`, for a publish only;
5. `SITEURL` in the environment, for a publish only.

A value of the wrong kind stops the build with the name of the file and what to write. Settings of Pelican
work as [Pelican says](https://docs.getpelican.com/en/latest/settings.html), unless they are listed here. A
plain `pelican -s pelicanconf.py` builds the same site. [deploy.md](deploy.md) explains the settings of a
publish, [authors.md](authors.md) those for posts, [editors.md](editors.md) the list of partners.

| Setting | Default | What it is for |
|---|---|---|
"""


def document() -> str:
    """The whole page, as Markdown."""
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


if __name__ == "__main__":
    DOC.write_text(document(), encoding="utf-8")
