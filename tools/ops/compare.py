"""A built site and the published one: is there anything to publish? For a workflow's outputs (O2).

    python -m tools.ops.compare output     prints changed=true or changed=false

It compares the fingerprints that builds leave in a site. If the published site does not answer, there is
something to publish.
"""

from __future__ import annotations

import argparse
import os
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tools.ops.address import ROOT

from frontdesk.build.manifest import MARK
from frontdesk.core.settings_file import published_address

SECONDS = 20
BYTES = 200


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Is there anything to publish?")
    parser.add_argument("output", type=Path, help="the folder of the built site")
    parser.add_argument("--address", help="of the published site; that of publishconf.py")
    options = parser.parse_args(arguments)
    built = (options.output / MARK).read_bytes()
    address = options.address or published_address(ROOT, os.environ)
    published, why = _published(f"{address}/{MARK}")
    changed = published != built
    if changed and not why:
        why = "what is built differs from what is published"
    print(why or "what is built is published already", file=sys.stderr)
    print(f"changed={str(changed).lower()}")
    return 0


def _published(address: str) -> tuple[bytes | None, str]:
    """The published fingerprint, or None and why there is none."""
    try:
        request = urllib.request.Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return answer.read(BYTES), ""
    except (OSError, ValueError) as error:
        return None, f"{address} does not answer ({error}), so the site is published"


if __name__ == "__main__":
    sys.exit(main())
