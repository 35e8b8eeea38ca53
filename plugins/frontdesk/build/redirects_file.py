"""Former addresses in, the lines of `_redirects` out, for the hosts that answer with a real redirect. Pure
(A5).

Netlify, Cloudflare Pages and others read it: FROM TO STATUS, both from the root of the host on; the first
line that fits counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote


def redirects_file(own: str, moved: Iterable[tuple[str, str]], path: str = "") -> str:
    """The author's own lines first, then ours; empty where there are none.

    Args:
        own: what the author wrote.
        moved: former address and the one of today, both below the site's root.
        path: of the site on its host, such as /blog.
    """
    lines = (f"{path}/{quote(former)} {path}/{quote(now)} 301\n" for former, now in moved)
    return (f"{own.rstrip()}\n" if own.strip() else "") + "".join(lines)
