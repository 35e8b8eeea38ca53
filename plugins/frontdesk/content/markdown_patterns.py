"""A text in; the inline patterns of the Markdown library asked of it that can find anything there.

Each of them goes through every paragraph. The backtick's alone takes half the time of all where there is no
backtick (benchmarks/check.py).
"""

from __future__ import annotations

from typing import Any

_NEEDS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    # commonmark_blocks.py puts a backslash before what would be a heading, or end a cell.
    "escape": ("\\", "#", "|", "\t"),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    **dict.fromkeys(("footnote", "reference", "link", "image_link", "image_reference"), ("[",)),
    **dict.fromkeys(("short_reference", "short_image_ref"), ("[",)),
    "bare_web": ("://",),
    "bare_www": ("www.",),
    "bare_mail": ("@",),
    "strike": ("~~",),
    "backslash_break": ("\\\n",),
}
"""The characters without all of which the pattern of a name finds nothing; others are always asked."""


class InlinePatternFilter:
    """Those of one instance of the library.

    Args:
        md: a `markdown.Markdown`.
    """

    def __init__(self, md: Any) -> None:
        known = md.inlinePatterns
        needs = {known[name]: mark for name, mark in _NEEDS.items() if name in known}
        self._found = [(needs.get(pattern, ("",)), pattern) for pattern in known]
        self._inline = md.treeprocessors["inline"]

    def limit_to(self, text: str) -> None:
        """Ask from now on only what can find something in this text."""
        self._inline.inlinePatterns = [
            pattern for marks, pattern in self._found if any(mark in text for mark in marks)
        ]
