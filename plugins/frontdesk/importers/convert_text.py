"""A text or comment of an export in, the bytes of its file and what a person should know of it out. Pure,
but for the pictures that it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urljoin

from markdown import Markdown
from msgspec import Struct

from frontdesk.content.content_paths import without_extension
from frontdesk.content.date_parser import FieldError
from frontdesk.content.field_parsers import parse_value
from frontdesk.content.markdown_analysis import InlineMarkProcessor
from frontdesk.core.settings import Settings, markdown_extensions
from frontdesk.core.shared_work import leave_ctrl_c

from .addresses.old_links import OldBlog, OldLinks
from .addresses.placement import UNKNOWN_HOME, Place, old_path
from .markup.html_cleanup import Cleaner
from .markup.markdown_body import BodyConverter
from .markup.markdown_escaping import escaped_words
from .markup.markdown_writer import write_markdown
from .markup.wordpress_markup import names_of_file, wordpress_html
from .model import Attachment, ImportedComment, ImportedText, Remark, SourceKind
from .pictures.find import Pictures
from .readers.dates import minute_of
from .text_file import date_text, feed_id_field, field_list, field_text, write_file

_COMMENT_MARKDOWN = {"extensions": ["fenced_code", "frontdesk.content.commonmark_extension"]}
_LIKE_A_FIELD = re.compile(
    r"\A\s*[*_]*[A-Za-z][\w -]*[*_]*\s*[:=]|^[ \t]*[*_]*(?:status|draft|publish\w*|visib\w*|private)\b",
    re.IGNORECASE | re.MULTILINE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
_REAL_CHANGE = timedelta(days=1)


class Converted(Struct, frozen=True):
    """A file to write.

    Attributes:
        path: below the content folder.
    """

    path: str
    data: bytes
    remarks: tuple[Remark, ...] = ()


class CommentToConvert(Struct, frozen=True):
    """A comment and where it goes.

    Attributes:
        path: below the content folder.
        answers: the anchor or name of the comment that it answers.
        post: the place of its post.
    """

    comment: ImportedComment
    path: str
    answers: str
    post: Place


class TextConverter:
    """Converts the texts and comments of one export.

    Args:
        mass_update: the minutes in which the export changed many texts at once; no time of these counts as
            `Modified`.

    Attributes:
        blog: what links of the old blog led to.
    """

    def __init__(
        self,
        kind: SourceKind,
        rules: Settings,
        blog: OldBlog,
        pictures: Pictures,
        attachments: Mapping[str, Attachment],
        mass_update: Collection[str],
        places: Mapping[str, Place],
    ) -> None:
        self._kind = kind
        self._rules = rules
        self.blog = blog
        self._pictures = pictures
        self._attachments = attachments
        self._mass_update = mass_update
        self._paths = _paths_of_texts(places)
        self._named = {name: one for one in attachments.values() for name in names_of_file(one)}
        self._of_post: dict[str, list[Attachment]] = {}
        for one in attachments.values():
            self._of_post.setdefault(one.parent, []).append(one)
        options = rules.markdown
        self._render = _renderer({**options, "extensions": markdown_extensions(options)})
        self._render_comment = _renderer(_COMMENT_MARKDOWN)

    # --- texts ------------------------------------------------------------------------------------

    def text(self, text: ImportedText, place: Place) -> Converted | None:
        """The file of a post or page; None where it has neither title nor text."""
        remarks = [Remark("other", one) for one in text.remarks]
        if place.remark:
            remarks.append(Remark("address", place.remark))
        if text.is_draft:
            remarks.append(Remark("draft", "a draft, as it was"))
        is_file = text.markup in {"markdown", "html file"}
        convert = self._body_of_file if is_file else self._body
        body, found = convert(text, place)
        remarks += found
        if not body.strip() and not text.title:
            return None
        if not body.strip():
            remarks.append(Remark("other", "there is no text, so the title stands in its place"))
            body = escaped_words(text.title)
        fields = [(name, value) for name, value in self._fields(text, place, body) if value]
        series = text.series
        if series and series not in self._rules.series:
            remarks.append(
                Remark(
                    "other",
                    f"the series '{series}' is not in SERIES; add it there and import again",
                )
            )
        if self._kind == "feed" and any(name == "Rss_guid" for name, _ in fields):
            remarks.append(
                Remark(
                    "other",
                    f"'{text.feed_id[:80]}' can be its id in RSS alone; in Atom and JSON it has a new one",
                )
            )
        return Converted(place.path, write_file(fields, body), tuple(remarks))

    def _fields(self, text: ImportedText, place: Place, body: str) -> Iterable[tuple[str, str]]:
        status = "draft" if text.is_draft else "hidden" if text.is_hidden else ""
        if not status and _LIKE_A_FIELD.search(body):
            status = "published"  # or these words might be taken for a line of the header
        yield "Title", field_text(text.title or (_name_of(place) if text.kind == "page" else ""))
        if text.kind == "post":
            yield "Date", date_text(place.date)
        yield "Modified", date_text(self._modified(text, place))
        yield "ExpiryDate", date_text(text.expires)
        yield "Url", place.field
        yield "Category", field_text(text.category)
        yield "Tags", field_list(text.tags)
        yield "Series", field_text(text.series) if text.series in self._rules.series else ""
        if len(text.authors) == 1:
            yield "Author", field_text(text.authors[0])
        else:
            yield "Authors", field_list(text.authors)
        yield "Summary", field_text(escaped_words(text.summary))
        yield "Status", status
        yield "Lang", _language(text.language, self._rules)
        yield "Aliases", field_list(self._aliases(text, place))
        yield "Comments", "" if text.has_comments or text.kind == "page" else "closed"
        feed_id, known = feed_id_field(text.feed_id, self._rules), text.feed_id.strip()
        yield "Id", feed_id
        yield "Rss_guid", field_text(known) if text.kind == "post" and known != feed_id else ""
        yield "Imported", self._kind

    def _modified(self, text: ImportedText, place: Place) -> datetime | None:
        moment = text.modified
        if moment is None or place.date is None or moment - place.date <= _REAL_CHANGE:
            return None
        return None if minute_of(moment) in self._mass_update else moment

    def _aliases(self, text: ImportedText, place: Place) -> list[str]:
        made = []
        for one in text.former:
            path = old_path(one, self.blog.base) if "/" in one else _beside(place.url, one)
            if path and path != place.url:
                made.append("/" + path.replace("%", "%25").replace(" ", "%20"))
        return made

    def _body(self, text: ImportedText, place: Place) -> tuple[str, list[Remark]]:
        html, remarks = text.body, []
        own = self._of_post.get(text.source_id, [])
        if text.markup == "wordpress":
            read = wordpress_html(html, self._named, own)
            html, remarks = read.html, list(read.remarks)
        html = self._with_first_picture(text, html)
        year = f"{place.date.year:04}" if place.date else "pages"
        base = urljoin(self.blog.address or UNKNOWN_HOME, text.address)

        def picture(address: str, smaller: str) -> str | None:
            whole, small = _joined(base, address), _joined(base, smaller)
            found = self._pictures.find(whole, year, small)
            return f"{{static}}/{found}" if found else None

        def whole(address: str) -> str:
            return _joined(base, address) if self.blog.address else address

        def known(address: str) -> str | None:
            is_picture = _PICTURE.search(address)
            return (self._pictures.find if is_picture else self._file_at)(address, year)

        links = OldLinks(self.blog, self._rules, known, text_address=text.address)
        cleaner = Cleaner(links.link, picture, whole)
        written = write_markdown(cleaner.clean(html), self._render)
        remarks += [*cleaner.remarks, *links.remarks]
        remarks += (Remark("kept as HTML", f"{one[:100]}", one) for one in written.kept_as_html)
        return written.text, remarks

    def _body_of_file(self, text: ImportedText, place: Place) -> tuple[str, list[Remark]]:
        year = f"{place.date.year:04}" if place.date else "pages"

        def picture(address: str) -> str | None:
            return self._pictures.find(address, year)

        links = OldLinks(self.blog, self._rules, picture, text_address=text.address)
        body = BodyConverter(
            text.folder, self._paths.get, links.link, picture, self._pictures.file, self._render
        )
        is_html = text.markup == "html file"
        written = body.convert_html(text.body) if is_html else body.convert(text.body)
        name = text.picture.rpartition("/")[2]
        if name and name not in text.body:
            written = (
                f"{body.convert(f'![{text.picture_alt}]({text.picture})')}\n\n{written.lstrip()}"
            )
        return written, [*body.remarks, *links.remarks]

    def _file_at(self, address: str, _year: str) -> str | None:
        return self._pictures.file_at(address)

    def _with_first_picture(self, text: ImportedText, html: str) -> str:
        file = self._attachments.get(text.picture)
        address = file.address if file else text.picture if "/" in text.picture else ""
        if not address:
            return html
        stem = re.sub(r"(?:-scaled)?\.\w+$", "", address.rpartition("/")[2])
        if stem and re.search(rf"/{re.escape(stem)}(?:-\d+x\d+|-scaled)?\.", html):
            return html
        alt = (file.alt if file else "") or text.picture_alt
        return (
            f'<figure><img src="{escape(address)}" alt="{escape(alt)}">'
            f"<figcaption>{escape(text.picture_caption)}</figcaption></figure>\n{html}"
        )

    # --- comments ---------------------------------------------------------------------------------

    def comment(self, given: CommentToConvert) -> Converted | None:
        """The file of a comment; None where nothing is left of it."""
        comment, path = given.comment, given.path
        html = comment.body
        if comment.markup == "wordpress":
            html = wordpress_html(html, {}).html
        links = OldLinks(self.blog, self._rules, lambda _: None, in_comment=True)
        cleaner = Cleaner(links.link, lambda _, __: None)
        written = write_markdown(cleaner.clean(html), self._render_comment)
        if not written.text.strip():
            return None
        name = path.rpartition("/")[2].removesuffix(".md")
        fields = [
            ("Author", field_text(comment.author)),
            ("Date", date_text(comment.published or given.post.date)),
            ("Link", _web(comment.link, self._rules)),
            ("In_reply_to", given.answers),
            ("Id", "" if comment.anchor == f"comment-{name}" else comment.anchor),
        ]
        return Converted(path, write_file(fields, written.text), tuple(links.remarks))


_WORKER: list[TextConverter] = []
"""The converter of a process that converts comments."""


def set_up_worker(kind: SourceKind, rules: Settings, blog: OldBlog) -> None:
    """Prepare a process for comments, which have no pictures."""
    leave_ctrl_c()
    _WORKER[:] = [TextConverter(kind, rules, blog, Pictures((), (), 0), {}, (), {})]


def convert_comments(given: Sequence[CommentToConvert]) -> list[Converted | None]:
    """The files of comments, in a process that was set up."""
    return [_WORKER[0].comment(one) for one in given]


def _paths_of_texts(places: Mapping[str, Place]) -> dict[str, str]:
    """The new path of each text of a folder, by its old one, whole or below the folder of texts, with its
    extension or without; of an index also by its folder."""
    found: dict[str, str] = {}
    for name, place in places.items():
        named = [name, name.partition("/")[2], name.rpartition("/")[2]]
        if without_extension(name.rpartition("/")[2]) == "index":
            folder = name.rpartition("/")[0]
            named = [*named[:2], folder, folder.partition("/")[2], folder.rpartition("/")[2]]
        for one in filter(None, named):
            found.setdefault(one, place.path)
            found.setdefault(without_extension(one), place.path)
    return found


def _name_of(place: Place) -> str:
    """A title for a page that has none."""
    return place.path.rpartition("/")[2].removesuffix(".md").replace("-", " ").capitalize()


def lines_of(remarks: Sequence[Remark], data: bytes) -> Iterator[tuple[Remark, int]]:
    """Each remark with the line of the file that it means, from 1; 0 for the whole file. What is remarked
    twice stands there twice."""
    lines = data.decode().split("\n")
    last: dict[str, int] = {}
    for one in remarks:
        begin = last.get(one.place, 0)
        places = (n for n in range(begin + 1, len(lines) + 1) if one.place in lines[n - 1])
        line = next(places, begin) if one.place else 0
        last[one.place] = line
        yield one, line


def _renderer(options: Mapping[str, object]) -> Callable[[str], str]:
    md = Markdown(**{"output_format": "html", **options})  # type: ignore[arg-type]
    InlineMarkProcessor(md)

    def render(text: str) -> str:
        return str(md.reset().convert(text))

    return render


def markdown_of_html(html: str, options: Mapping[str, object]) -> str:
    """Markdown for HTML that an author pastes, from a word processor or a page; without its pictures.

    Args:
        options: the setting MARKDOWN, by which it is read again.
    """
    cleaner = Cleaner(picture=lambda _, __: None)
    return write_markdown(cleaner.clean(html), _renderer(options)).text


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _beside(url: str, slug: str) -> str:
    """The address that a text had under another slug."""
    folder, slash, name = url.rstrip("/").rpartition("/")
    ending = "/" if url.endswith("/") else (f".{name.rpartition('.')[2]}" if "." in name else "")
    return f"{folder}{slash}{slug}{ending}"


def _web(address: str, rules: Settings) -> str:
    try:
        return str(parse_value("address", address.strip(), rules)) if address.strip() else ""
    except (FieldError, ValueError):
        return ""


def _language(tag: str, rules: Settings) -> str:
    try:
        found = str(parse_value("language", tag, rules)) if tag else ""
    except FieldError:
        return ""
    return "" if found == rules.default_lang.lower() else found
