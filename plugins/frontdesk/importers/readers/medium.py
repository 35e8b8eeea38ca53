"""An export of Medium in, its stories out: one HTML file each. Responses to others are left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from ..markup.html_tree import Node, parse_html, to_html
from ..markup.platform_cards import MEDIUM, without_cards
from ..model import ImportedText, Item, LeftOut
from .dates import parse_iso
from .export_files import ExportFiles
from .xml_entries import ExportError

_NUMBER = re.compile(r"-([0-9a-f]{8,14})$")
_OWN_LINK = re.compile(r"https?://(?:[\w-]+\.)?medium\.com/(?:\S*?-|p/)([0-9a-f]{8,14})(?=$|[?#])")
_MARK = re.compile(rb"""data-field=["']body["']""")


def is_medium(files: ExportFiles) -> bool:
    """Whether an export has a story as Medium writes it."""
    return any(_MARK.search(files.head(name, 64 * 1024)) for name in _stories(files)[:20])


def _stories(files: ExportFiles) -> list[str]:
    return [
        one for one in files.names
        if one.endswith(".html") and (PurePosixPath(one).parent.name == "posts" or len(files.names) == 1)
    ]  # fmt: skip


def read_medium(files: ExportFiles) -> Iterator[Item]:
    """The stories, in the order of their files."""
    names = _stories(files)
    numbers = {found[1] for one in names if (found := _NUMBER.search(one.removesuffix(".html")))}
    for name in names:
        try:
            page = parse_html(files.read(name).decode("utf-8", "replace"))
        except ExportError as error:
            yield LeftOut("post", str(error), name, is_fault=True)
            continue
        yield _story(PurePosixPath(name).name, page, numbers)


def _story(name: str, page: Node, numbers: Collection[str]) -> Item:
    body = next((one for one in page.iter() if one.get("data-field") == "body"), None)
    title = next((one for one in page.iter() if "p-name" in one.get("class").split()), None)
    words = " ".join(title.words().split()) if title else ""
    number = _NUMBER.search(name.removesuffix(".html"))
    if body is None or not (body.words().strip() or body.find("img")):
        return LeftOut("post", "it has no text", words or name)
    heading = next((one for one in body.iter() if "graf--title" in one.get("class").split()), None)
    start = re.sub(r"\W*$", "", words)
    if (
        heading is None
        and not _has_heading(body)
        and " ".join(body.words().split()).startswith(start)
    ):
        return LeftOut("post", "it is a response to a story of another", words or name)
    if heading is not None and " ".join(heading.words().split()) == words:
        heading.children, heading.tag = [], "div"
    for one in body.iter():
        if "section-divider" in one.get("class").split():
            one.children = [child for child in one.children if child.tag != "hr"]
            break
    subtitle = next((one for one in page.iter() if one.get("data-field") == "subtitle"), None)
    summary = " ".join(subtitle.words().split()) if subtitle else ""
    for one in body.iter():
        if (
            "graf--subtitle" in one.get("class").split()
            and " ".join(one.words().split()) == summary
        ):
            one.children = []
        if found := _OWN_LINK.match(one.get("href")):
            own = f"https://medium.com/p/{found[1]}"
            one.attrs["href"] = own if found[1] in numbers else one.get("href")
    link = next(
        (one.get("href") for one in page.iter() if "p-canonical" in one.get("class").split()), ""
    )
    when = next(
        (one.get("datetime") for one in page.iter() if "dt-published" in one.get("class").split()),
        "",
    )
    author = next((one for one in page.iter() if "p-author" in one.get("class").split()), None)
    is_draft = name.startswith("draft_") or not when
    return ImportedText(
        kind="post",
        source_id=number[1] if number else name,
        title=words,
        address="" if is_draft else link,
        body=without_cards(to_html(body), MEDIUM),
        published=parse_iso(when),
        authors=(" ".join(author.words().split()),) if author else (),
        is_draft=is_draft,
        summary=summary,
        feed_id=f"https://medium.com/p/{number[1]}" if number and not is_draft else "",
        stem=_NUMBER.sub("", name.removesuffix(".html")).partition("_")[2],
    )


def _has_heading(body: Node) -> bool:
    return body.find("h1", "h2", "h3", "h4") is not None
