"""Exports for tests, written as text: entries of Blogger, items of WordPress, and what an import makes of
them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from tests.frontdesk.importers.imports import EXPORTS, RULES, errors, files, take

from frontdesk.core.settings import Settings
from frontdesk.importers.outcome import Outcome

DOT = (EXPORTS / "pelican/content/images/dot.png").read_bytes()
KIND = "http://schemas.google.com/blogger/2008/kind#"
BLOGGER = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0' "
    "xmlns:gd='http://schemas.google.com/g/2005'><title>Yard</title>"
    "<link rel='alternate' href='http://old.blogspot.com/'/>{}</feed>"
)
TAKEOUT = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>"
    "{}</feed>"
)
WORDPRESS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Desk</title>'
    "<link>https://desk.example</link>{}</channel></rss>"
)


def entry(
    html: str,
    *,
    kind: str = "post",
    number: int = 1,
    title: str = "A post",
    path: str = "2012/01/y.html",
    more: str = "",
) -> str:
    """An entry of a backup of Blogger."""
    address = (
        f"<link rel='alternate' href='http://old.blogspot.com/{path}'/>"
        if kind != "comment"
        else ""
    )
    return (
        f"<entry><id>tag:blogger.com,1999:blog-7.post-{number}</id>"
        "<published>2012-01-05T08:30:00.000+01:00</published>"
        f"<category scheme='http://schemas.google.com/g/2005#kind' term='{KIND}{kind}'/>"
        f"<title type='text'>{escape(title)}</title><content type='html'>{escape(html)}</content>"
        f"<author><name>Ann Example</name></author>{address}{more}</entry>"
    )


def reply(number: int, more: str = "", post: int = 1) -> str:
    """A comment of a backup of Blogger."""
    to = f"<thr:in-reply-to ref='tag:blogger.com,1999:blog-7.post-{post}'/>"
    return entry(f"Words {number}.", kind="comment", number=number, more=to + more)


def item(text: str, *, number: int = 5, more: str = "", kind: str = "post", name: str = "a") -> str:
    """An item of WordPress."""
    return (
        f"<item><title>A post</title><link>https://desk.example/{name}/</link>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        "<wp:post_date>2012-01-05 08:30:00</wp:post_date><wp:status>publish</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type><wp:post_name>{name}</wp:post_name>{more}</item>"
    )


def upload(number: int, name: str) -> str:
    """A picture of WordPress."""
    address = f"https://desk.example/wp-content/uploads/{name}"
    return item(
        "", number=number, kind="attachment", name=f"pic-{number}",
        more=f"<wp:attachment_url>{address}</wp:attachment_url>",
    )  # fmt: skip


def imported(
    export: str, folder: Path, rules: Settings = RULES, pictures: Mapping[str, bytes] = {}
) -> tuple[Outcome, dict[str, str]]:
    """What an import of this export did, and the files; the check finds no error in them."""
    (folder / "export.xml").write_text(export, "utf-8")
    (folder / "pictures").mkdir(exist_ok=True)
    for name, data in pictures.items():
        (folder / "pictures" / name).write_bytes(data)
    outcome = take(folder / "export.xml", folder, rules, pictures_from=[folder / "pictures"])
    assert errors(folder) == []
    return outcome, files(folder)


def body(found: Mapping[str, str]) -> str:
    """The body of the only post; the eight signs of the digest in the names of pictures are HASH."""
    (text,) = (one for name, one in found.items() if name.startswith("posts/"))
    return re.sub(r"-[0-9a-f]{8}\.", "-HASH.", text.partition("\n\n")[2].strip("\n"))
