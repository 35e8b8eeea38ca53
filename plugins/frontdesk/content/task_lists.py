"""Boxes to tick off in Markdown: `- [ ] a thing to do` and `- [x] a thing done`. Pure.

They become the characters ☐ and ☑, which also work in feeds, mail and print. Form controls would be of no
use: there is no server to send them to. The theme hangs them in the margin of their list.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

LIST_CLASS = "boxes"
BEFORE_INLINE = 30
"""The library parses inline marks with priority 20; after that, `[x]` might be a link."""

_BOX = re.compile(r"\s*\[([ xX])\]\s+(?=\S)")


class TaskListExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_Boxes(md), "boxes", BEFORE_INLINE)


class _Boxes(Treeprocessor):
    def run(self, root: Element) -> None:
        for listed in root.iter("ul"):
            for item in listed.findall("li"):
                paragraph = item.find("p")
                is_loose = paragraph is not None and not (item.text or "").strip()
                place = paragraph if is_loose and paragraph is not None else item
                if match := _BOX.match(place.text or ""):
                    sign = "☐" if match[1] == " " else "☑"
                    place.text = f"{sign} {(place.text or '')[match.end() :]}"
                    listed.set("class", LIST_CLASS)


def makeExtension(**settings: Any) -> TaskListExtension:  # noqa: N802 - the library's name
    return TaskListExtension(**settings)
