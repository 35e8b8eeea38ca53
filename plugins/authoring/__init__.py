"""What an author writes: read, checked, published when its time has come, found again after a move.

As a Pelican plugin it reads the posts, lets no build begin that would lose one (A2), keeps drafts and
posts of the future out (A3) and writes redirects (A5). `python -m authoring` checks and begins posts.
"""

from __future__ import annotations


def register() -> None:
    from . import gate, linked, publication, reader, redirects, rendered_anew, summaries  # noqa: PLC0415 - the rest needs no Pelican

    for part in (gate, reader, publication, linked, redirects, summaries, rendered_anew):
        part.connect()
