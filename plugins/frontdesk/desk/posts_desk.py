"""The pages and forms of the posts desk: what is asked in, pages and files of authors out (K4)."""

from __future__ import annotations

import posixpath
import re
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from html import unescape
from typing import NamedTuple
from urllib.parse import quote, urlencode

from frontdesk.build.preview.application import MAX_BODY
from frontdesk.content.content_paths import is_markdown_file
from frontdesk.content.edit_text import body_of, edit_text
from frontdesk.content.field_specs import RESOURCE_TYPES
from frontdesk.content.model import Document
from frontdesk.content.scaffold import ScaffoldKind, make_scaffold
from frontdesk.core.errors import FrontDeskError, ScaffoldError
from frontdesk.core.problems import Problem
from frontdesk.core.slugs import slugify
from frontdesk.core.text import clean_line
from frontdesk.formats.metadata_removal.file_types import HEAD_BYTES, detect_file_type
from frontdesk.importers.convert_text import markdown_of_html

from .answers import Answer, Asked, Conflict, File, Missing, Page, Redirect, Refused
from .guard import MAX_FORM
from .post_form import changes_of, form_of, inputs_of
from .post_list import State, post_groups, state_of
from .project import Project, dates_of
from .project_files import FileChanged, version
from .texts import Texts, source_of

_LIST = "/desk/posts/"
_SAVED = {"new": "It is begun.", "saved": "Saved."}
_WHO_SEES_IT: Mapping[State, str] = {
    "draft": "It is a draft: only you see it.",
    "scheduled": "Readers see it from its date on, with the first publish after that.",
    "published": "Readers see it with the next publish: make publish.",
    "hidden": "With the next publish it can be read by its address; no list shows it.",
}
_LINKED = re.compile(
    r"""\b(src|href)=(["'])(?:\{[a-z]+\})?(?![a-z][a-z0-9+.-]*:|#|//)([^"'{]+)\2"""
)


_PICTURES = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "gif": ".gif", "avif": ".avif"}
_KINDS: tuple[ScaffoldKind, ...] = ("post", "page", *RESOURCE_TYPES)
_MOST_NAMES = 100
_MOST_BYTES = MAX_BODY - MAX_FORM
"""Of a picture: what goes with it has room, too."""
_NO_BRACKETS = str.maketrans("[]", "()", "\\")


def show_posts(project: Project, asked: Asked) -> Answer:
    """All texts by their state, with the number of their problems; or those with some words."""
    texts = project.texts()
    report = project.report(texts)
    words = clean_line(asked.query.get("words", ""))
    whole = asked.query.get("all", "")
    groups = post_groups(report.documents, report.problems, project.clock(), words, whole)
    return Page(
        "posts.html",
        {"groups": groups, "kinds": _KINDS, "words": words, "dates": dates_of(texts.settings)},
    )


def begin_post(project: Project, asked: Asked) -> Answer:
    """Begin a post, a page or a thing of the library with a title, and open its form."""
    texts, kind = project.texts(), asked.form.get("kind", "post")
    what = next((one for one in _KINDS if one == kind), None)
    if what is None:
        return Refused("There is no such kind of text. Nothing was written.")
    new_id = f"urn:uuid:{uuid.uuid4()}"
    title = asked.form.get("title", "")
    try:
        begun = make_scaffold(title, what, project.clock(), new_id, texts.rules)
    except ScaffoldError:
        return Refused("Give it a title with at least one letter. Nothing was written.")
    try:
        project.files.write(f"{texts.content}/{begun.path}", begun.text.encode(), None)
    except FileChanged:
        return Refused("There is a text of this name already. Choose another title.")
    return Redirect(_address(begun.path, saved="new"))


def show_post(project: Project, asked: Asked) -> Answer:
    """The form of one text, with what readers will see beside it."""
    return _post_page(
        project, asked.query.get("path", ""), _SAVED.get(asked.query.get("saved", ""), "")
    )


def save_post(project: Project, asked: Asked) -> Answer:
    """Write what was changed in a form; or show it, and write nothing."""
    form = asked.form
    if form.get("do") == "publish":
        form = {**form, "status": "published"}
    path = form.get("path", "")
    texts = project.texts()
    stored = texts.stored(path)
    if stored is None:
        return Missing("There is no such post.")
    name, read = stored
    source = source_of(read)
    try:
        new = _edited(form, path, source, texts)
    except FrontDeskError as error:
        return _post_page(project, path, "", form, str(error))
    if form.get("do") == "picture":
        return _with_picture(project, asked, name)
    if form.get("do") == "preview":
        return _post_page(project, path, "", form)
    if version(read) != form.get("seen"):
        return Conflict(
            what="this file",
            now=source,
            yours=new,
            fields={**form, "seen": version(read)},
            back=_address(path),
        )
    if new != source:
        try:
            project.files.write(name, new.encode(), read)
        except FileChanged:
            return save_post(project, asked)  # now it differs from what the form has seen
    return Redirect(_address(path, saved="saved"))


def _with_picture(project: Project, asked: Asked, name: str) -> Answer:
    """Store the picture of a form beside its text, and put it into what was typed."""
    form, path, file = asked.form, asked.form["path"], asked.file
    alt = clean_line(form.get("alt", "")).translate(_NO_BRACKETS)
    if file is None or not alt:
        trouble = "Choose a picture, and describe it in a few words for people who cannot see it."
        return _post_page(project, path, "", form, trouble)
    extension = _PICTURES.get(detect_file_type(file.data[:HEAD_BYTES]) or "")
    if extension is None:
        return _post_page(
            project,
            path,
            "",
            form,
            "This is no picture that a page can show: use JPEG, PNG, WebP or GIF.",
        )
    stem = slugify(file.name.rpartition(".")[0]) or slugify(alt)[:40] or "picture"
    folder = name.rpartition("/")[0]
    for n in range(1, _MOST_NAMES):
        picture = f"{stem}{f'-{n}' if n > 1 else ''}{extension}"
        try:
            project.files.write(f"{folder}/{picture}", file.data, None)
            break
        except FileChanged:
            if project.files.read(f"{folder}/{picture}") == file.data:
                break
    else:
        return Refused("There are too many pictures of this name. Rename it, then try again.")
    at = form.get("at", "")
    body = form.get("body", "").replace("\r\n", "\n")
    place = _place(body, int(at)) if re.fullmatch("[0-9]{1,9}", at) else len(body)
    before, behind = body[:place].rstrip("\n"), body[place:].lstrip("\n")
    put_in = "\n\n".join(filter(None, (before, f"![{alt}]({{attach}}{picture})")))
    typed = {**form, "body": "\n\n".join(filter(None, (put_in, behind))), "alt": ""}
    saved = "The picture is stored, and stands in the text. Save the text, too."
    return _post_page(project, path, saved, typed, cursor=_units(put_in))


def _units(text: str) -> int:
    """The length of a text as a browser counts it, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _place(text: str, units: int) -> int:
    """A place in a text by the count of a browser, which counts in UTF-16."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def show_picture(project: Project, asked: Asked) -> Answer:
    """A picture of a text, for the preview."""
    texts, path = project.texts(), asked.query.get("path", "")
    data = project.files.read(f"{texts.content}/{path}") if path else None
    kind = detect_file_type(data[:HEAD_BYTES]) if data else None
    if data is None or (kind not in _PICTURES and kind != "svg"):
        return Missing("There is no such picture.")
    return File("image/svg+xml" if kind == "svg" else f"image/{kind}", data)


def preview_post(project: Project, asked: Asked) -> Answer:
    """What readers will see of a form, and its problems: the part that follows what is typed."""
    form, path = asked.form, asked.form.get("path", "")
    texts = project.texts()
    stored = texts.stored(path)
    if stored is None:
        return Missing("There is no such post.")
    source = source_of(stored[1])
    try:
        new = _edited(form, path, source, texts)
    except FrontDeskError as error:
        return Page("post_preview.html", {"shown": None, "trouble": str(error)})
    return Page("post_preview.html", {"shown": _shown(path, new, texts), "trouble": ""})


def convert_paste(project: Project, asked: Asked) -> Answer:
    """Markdown for what was pasted as HTML."""
    options = project.texts().settings["MARKDOWN"]
    text = markdown_of_html(asked.form.get("html", ""), options)
    return File("text/plain; charset=utf-8", text.encode())


# --- pages --------------------------------------------------------------------------------------


class ShownText(NamedTuple):
    """What readers see of a text, and what is wrong with it.

    Attributes:
        html: cleaned, with links that lead somewhere on the desk.
        problems: each with its line in the body; 0 for the header.
    """

    title: str
    html: str
    problems: tuple[tuple[int, str, str], ...]


def _post_page(
    project: Project,
    path: str,
    saved: str,
    typed: Mapping[str, str] | None = None,
    trouble: str = "",
    cursor: int | None = None,
) -> Answer:
    texts = project.texts()
    stored = texts.stored(path)
    if stored is None:
        return Missing("There is no such post.")
    read = stored[1]
    source = source_of(read)
    try:
        new = _edited(typed, path, source, texts) if typed else source
    except FrontDeskError:
        new = source
    document = texts.read(path, new)[0]
    report = project.report(texts)
    heads = [one.head for one in report.documents]
    of_all = () if typed else tuple(one for one in report.problems if one.path == path)
    return Page(
        "post.html",
        {
            "path": path,
            "seen": (typed or {}).get("seen") or version(read),
            "fields": {**form_of(document, new, texts.zone), **(typed or {})},
            "inputs": inputs_of(document),
            "shown": _shown(path, new, texts, of_all),
            "site_url": f"/{document.url}" if document.url else "/",
            "categories": sorted({one.category for one in heads if one.category}),
            "tags": [
                tag for tag, _ in Counter(t for one in heads for t in one.tags).most_common(20)
            ],
            "series": list(texts.rules.series),
            "is_post": document.kind == "post",
            "is_unsaved": typed is not None,
            "cursor": cursor,
            "saved": saved,
            "who_sees_it": _who_sees_it(document, project.clock()),
            "trouble": trouble,
            "most_bytes": _MOST_BYTES,
        },
    )


def _shown(path: str, source: str, texts: Texts, of_all: tuple[Problem, ...] = ()) -> ShownText:
    """
    Args:
        of_all: the problems that a check of all texts finds in this one; such as links that lead nowhere.
    """
    document, text = texts.read(path, source)
    folder = path.rpartition("/")[0]
    body = body_of(source)
    above = body.line - 1
    problems = of_all or document.problems
    if document.head.status == "draft" and not body.text.strip():
        problems = tuple(one for one in problems if one.severity != "info")  # it is only begun
    return ShownText(
        document.title,
        _LINKED.sub(lambda found: _on_the_desk(found, folder), text.html),
        tuple((max(0, one.line - above), one.severity, one.message) for one in problems),
    )


def _on_the_desk(found: re.Match[str], folder: str) -> str:
    """A link to a file of the content folder, as the desk can answer it."""
    written = unescape(found[3])
    name = written.lstrip("/") if written.startswith("/") else posixpath.join(folder, written)
    path, _, fragment = posixpath.normpath(name).partition("#")
    page = "post" if is_markdown_file(path) else "picture"
    address = f"/desk/{page}?{urlencode({'path': path})}{'#' if fragment else ''}{quote(fragment)}"
    return f'{found[1]}="{address}"'


def _who_sees_it(one: Document, now: datetime) -> str:
    is_wrong = any(problem.severity == "error" for problem in one.problems)
    return (
        "It has an error: readers see no change before you correct it."
        if is_wrong
        else _WHO_SEES_IT[state_of(one, now)]
    )


def _edited(form: Mapping[str, str], path: str, source: str, texts: Texts) -> str:
    """The text as a form wants it.

    Raises:
        FrontDeskError: the change cannot be made without changing something else.
    """
    document = texts.read(path, source)[0]
    return edit_text(source, *changes_of(form, document, source, texts.zone))


def _address(path: str, **more: str) -> str:
    return f"/desk/post?{urlencode({'path': path, **more}, quote_via=quote)}"


ROUTES: tuple[tuple[str, str, Callable[[Project, Asked], Answer]], ...] = (
    ("GET", _LIST, show_posts),
    ("POST", "/desk/posts/new", begin_post),
    ("POST", "/desk/posts/preview", preview_post),
    ("POST", "/desk/posts/paste", convert_paste),
    ("GET", "/desk/picture", show_picture),
    ("GET", "/desk/post", show_post),
    ("POST", "/desk/post", save_post),
)
