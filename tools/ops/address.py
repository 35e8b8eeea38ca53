"""The settings in; the address of the published site, and whether it was filled in, out. It needs Python
alone, so that a workflow can run it before anything is installed.

    python -m tools.ops.address     prints ours=true, or ours=false where the address is the example
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "plugins"))  # before anything is installed

from frontdesk.core.settings_file import published_address  # noqa: E402


def main() -> int:
    try:
        address = published_address(ROOT, os.environ)
    except Exception as error:  # noqa: BLE001 - settings are a program, which may import what comes later
        print(f"::notice::The address is not known yet ({error}).", file=sys.stderr)
        address = ""
    ours = not (urlsplit(address).hostname or "").endswith(".example")
    if not ours:
        print(
            f"::notice::The address is still the example, {address}, so the schedule rests. Write yours "
            "as SITEURL in publishconf.py; docs/deploy.md says what else is to be set.",
            file=sys.stderr,
        )
    print(f"ours={str(ours).lower()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
