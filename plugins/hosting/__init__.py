"""What a host has to be told of the site, in a file that some of them read by themselves (O2, R2).

As a Pelican plugin it writes `_headers`; tools/ops/nginx.py turns that into settings of nginx.
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - the rest of the package works without Pelican

    adapter.connect()
