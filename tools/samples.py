"""The sample site in, the list by which `make start` and the doctor know it, out.

`python -m tools.samples` writes it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from frontdesk.core.load_settings import load_settings
from frontdesk.start.changes import partner_entries
from frontdesk.start.samples import digest
from partner_blogs.config.load import load_config

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "plugins" / "frontdesk" / "start" / "samples.json"
_GENERAL = ("content/pages/subscribe.md",)
_EDITED = ("pelicanconf.py", "feeds.yaml", "curation.yaml")


def sample_list() -> str:
    """samples.json, as text."""
    content = sorted(path for path in (ROOT / "content").rglob("*") if path.is_file())
    paths = [*(path.relative_to(ROOT).as_posix() for path in content), *_EDITED]
    digests = {path: digest((ROOT / path).read_bytes()) for path in paths}
    found: dict[str, Any] = {
        "files": {path: one for path, one in digests.items() if path not in _GENERAL},
        "general": {path: digests[path] for path in _GENERAL},
    }
    settings = load_settings(ROOT / "pelicanconf.py", {}).values
    partners = load_config(ROOT / "feeds.yaml").partners
    invented = [one for one in partners if one.sample]
    found["partners"] = [one.id for one in partners]
    found["entries"] = [*partner_entries((ROOT / "feeds.yaml").read_text("utf-8"))]
    found["words"] = [
        settings["SITENAME"],
        str(settings["CONTACT"]).partition("@")[2],
        *(one.name for one in invented),
        *(urlsplit(one.home or "").netloc for one in invented),
    ]
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    LIST.write_text(sample_list(), encoding="utf-8")
    print(f"{LIST.relative_to(ROOT)} is written")
