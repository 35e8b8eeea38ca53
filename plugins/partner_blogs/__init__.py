"""The aggregator: partner blogs' feeds become a sidebar, digests and feeds of this blog.

python -m partner_blogs refresh     network → store; never writes a page
the Pelican plugin                  store → site; never opens a socket
"""

from __future__ import annotations


def register() -> None:
    from . import plugin  # noqa: PLC0415 - a refresh needs no Pelican

    plugin.register()
