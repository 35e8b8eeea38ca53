"""publishconf.py in; the address of the published site, and whether it is anybody's yet, out. Needs Python
alone, so that a workflow can ask before anything is installed.

    python -m tools.ops.address     prints ours=true, or ours=false where the address is the example
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "plugins"))  # before anything is installed

from frontdesk.core.settings_file import run_settings  # noqa: E402


def main() -> int:
    address = str(published_settings()["SITE_ADDRESS"])
    ours = not (urlsplit(address).hostname or "").endswith(".example")
    if not ours:
        print(
            f"::notice::The address is still the example, {address}, so the schedule rests. Write yours "
            "as SITEURL in publishconf.py; docs/deploy.md says what else is to be set.",
            file=sys.stderr,
        )
    print(f"ours={str(ours).lower()}")
    return 0


def published_settings() -> Mapping[str, Any]:
    """What publishconf.py sets."""
    return run_settings(ROOT / "publishconf.py")


if __name__ == "__main__":
    sys.exit(main())
