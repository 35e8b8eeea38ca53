"""The site in, the problems that only show when all files are compared out. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from frontdesk.core.problems import Problem, Severity
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import term_slug
from frontdesk.core.suggestions import closest_match, likely_typos
from frontdesk.formats.feed_ids import id_of_file

from ..content_paths import (
    COMMENTS_FOLDER,
    IMAGE_EXTENSIONS,
    MARKDOWN_EXTENSION,
    MARKDOWN_EXTENSIONS,
    UNSCALED_EXTENSIONS,
    is_in_folders,
    kind_of_path,
    without_extension,
)
from ..draft_status import is_expired, public_from
from ..link_check import anchor_target, check_link
from ..model import Document, Kind, StaticFile
from ..redirects import Redirect, collect_redirects
from ..url_claims import claim_urls, part_too_long
from ..url_map import Site

_TEXTS = {
    *(
        ".mdx",
        ".txt",
        ".text",
        ".rst",
        ".html",
        ".htm",
        ".rtf",
        ".org",
    ),
    *(".doc", ".docx", ".odt", ".pages", ""),
}
_RENAMED = {".txt", ".text", ""}


class CrossCheck(Struct, frozen=True):
    """The result of comparing all files: redirects, and all problems except links with an anchor."""

    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


def cross_check(site: Site) -> CrossCheck:
    """Claim addresses, collect redirects and find problems between files. A text that is held claims no
    address; one that is built from its last good source takes none from another."""
    standing = (source for path, source in site.documents.items() if path not in site.held)
    ordered = sorted(
        standing, key=lambda source: (source.path in site.substitutes, claim_order(source))
    )
    claims, taken = claim_urls(ordered, site)
    redirects, left_out = collect_redirects(ordered, site, claims)
    return CrossCheck(redirects, (*taken, *left_out, *_problems(ordered, site)))


def _problems(ordered: list[Document], site: Site) -> Iterator[Problem]:
    yield from _ids(ordered, site.rules)
    yield from _twins(ordered)
    yield from _titles(ordered)
    yield from _future(ordered, site)
    yield from _words(ordered, site)
    yield from _links(ordered, site)
    yield from _resources(ordered, site)
    for file in site.files.values():
        yield from _file(file, site.rules)


def anchor_sources(site: Site) -> frozenset[str]:
    """The paths of sources that links with an anchor lead to."""
    pairs = (
        anchor_target(link, source, site)
        for source in site.documents.values()
        for link in source.links
        if "#" in link.target
    )
    return frozenset(pair[0] for pair in pairs if pair)


def find_broken_anchors(site: Site, anchors: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Links to an anchor that its text does not have.

    Args:
        anchors: the ids in each source of `anchor_sources`.
    """
    for source in site.documents.values():
        for link in source.links:
            if "#" not in link.target or not (place := anchor_target(link, source, site)):
                continue
            path, name = place
            if name in anchors[path]:
                continue
            where = "here" if path == source.path else f"in '{path}'"
            near = closest_match(name, anchors[path])
            meant = (
                f" (did you mean '#{near}'?)"
                if near
                else "; write the id of a heading, or take it out"
            )
            message = f"there is no place '#{name}' {where}{meant}"
            yield Problem(source.path, link.line, message, _severity(source, "warning"))


def claim_order(source: Document) -> tuple[bool, bool, float, str]:
    """The sort key for claims: the oldest text first. Texts with a `Url` come after those whose address
    follows from the settings, and drafts come last."""
    head = source.head
    date = head.date.timestamp() if head.date else 0.0
    return (head.status == "draft", bool(head.url), date, source.path)


def _severity(source: Document, severity: Severity) -> Severity:
    """Nothing in a draft keeps a site from being built."""
    return "info" if source.head.status == "draft" else severity


# --- what only one file can have ----------------------------------------------------------------


def _ids(ordered: Iterable[Document], rules: Settings) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source in ordered:
        id_ = source.head.id or made_id(source, rules)
        other = first.setdefault(id_, source.path) if id_ else source.path
        if other != source.path:
            same, remedy = "Id", "take the line out here, or write another"
            if not source.head.id:
                same, remedy = (
                    "Id, made of its file's name",
                    "rename this file, or write an Id here",
                )
            message = (
                f"{other} has the same {same}, so feeds would show only one of the two; {remedy}"
            )
            yield Problem(source.path, source.head.line("id"), message, _severity(source, "error"))
        guid = source.head.rss_guid
        other = first.setdefault(guid, source.path) if guid else source.path
        if other != source.path:
            message = (
                f"'{guid}' is already the id of {other}, so RSS feeds would show only one of the two; take "
                "the line out here"
            )
            yield Problem(
                source.path, source.head.line("rss_guid"), message, _severity(source, "error")
            )


def made_id(source: Document, rules: Settings) -> str | None:
    """The id that feeds make of a post's file name (F4)."""
    if source.kind != "post":
        return None
    return id_of_file(rules.site_authority, source.path)


def _twins(ordered: Iterable[Document]) -> Iterator[Problem]:
    """x.md and x.markdown, which feeds and comments cannot tell apart."""
    first: dict[str, str] = {}
    for source in ordered:
        other = first.setdefault(without_extension(source.path), source.path)
        is_told = source.kind == "post" and not source.head.id
        if other != source.path and not is_told:
            message = (
                f"{other} has the same name but for its ending; rename one of the two, or delete it"
            )
            yield Problem(source.path, 0, message, _severity(source, "error"))


def _titles(ordered: Iterable[Document]) -> Iterator[Problem]:
    first: dict[tuple[str, object], str] = {}
    for source in ordered:
        if source.kind != "post" or not source.head.title or not source.head.date:
            continue
        day = source.head.date.date()
        other = first.setdefault((source.head.title.casefold(), day), source.path)
        if other != source.path:
            message = (
                f"{other} of the same day has the same title; if this is a copy of it, delete one"
            )
            yield Problem(source.path, source.head.line("title"), message, "info")


def _future(ordered: Iterable[Document], site: Site) -> Iterator[Problem]:
    for source in ordered:
        head = source.head
        if head.status not in {"published", "hidden"}:
            continue
        lines = {sign.meaning: sign.line for sign in head.draft_signals}
        if date := public_from(head, site.now):
            when = f"{date:%A, %Y-%m-%d %H:%M %Z}"
            message = f"this waits for its date: the first build after {when} publishes it"
            line = head.line("date") if date == head.date else lines["from"]
            yield Problem(source.path, line, message, "info")
        elif head.not_after:
            gone = (
                "is out of the site since"
                if is_expired(head, site.now)
                else "leaves the site after"
            )
            message = f"this {gone} {head.not_after:%A, %Y-%m-%d %H:%M %Z}, as this line says"
            yield Problem(source.path, lines["until"], message, "info")


# --- words that name more than one file ---------------------------------------------------------


def _words(ordered: list[Document], site: Site) -> Iterator[Problem]:
    fields: tuple[tuple[Kind, str, str, Callable[[Document], Iterable[str]]], ...] = (
        ("post", "tag", "tags", lambda source: source.head.tags),
        (
            "post",
            "category",
            "category",
            lambda source: (source.head.category or site.rules.default_category,),
        ),
        ("post", "author", "authors", lambda source: source.head.authors),
        ("resource", "topic", "topic", lambda source: filter(None, [_topic(source)])),
    )
    for kind, name, field, words_of in fields:
        users: dict[str, list[Document]] = defaultdict(list)
        for source in ordered:
            for word in words_of(source) if source.kind == kind else ():
                users[word].append(source)
        for word, sources in users.items():
            if wrong := part_too_long(term_slug(word)):
                for source in sources:
                    line = source.head.line(field, field.removesuffix("s"))
                    message = f"{wrong}; write a shorter {name}"
                    yield Problem(source.path, line, message, _severity(source, "error"))
        counts = Counter({word: len(sources) for word, sources in users.items()})
        for word, known in likely_typos(counts).items():
            many = f"{counts[known]} {kind}s have" if counts[known] > 1 else f"another {kind} has"
            for source in users[word]:
                message = (
                    f"the {name} '{word}' looks like '{known}', which {many}; write that if you "
                    "mean it"
                )
                line = source.head.line(field, field.removesuffix("s"))
                yield Problem(source.path, line, message, "info")


def _topic(source: Document) -> str | None:
    return getattr(source.head.thing, "topic", None)


# --- links and files ----------------------------------------------------------------------------


def _links(ordered: Iterable[Document], site: Site) -> Iterator[Problem]:
    for source in ordered:
        for link in source.links:
            if found := check_link(link, source, site):
                yield Problem(
                    source.path, found.line, found.message, _severity(source, found.severity)
                )


def _resources(ordered: list[Document], site: Site) -> Iterator[Problem]:
    """Resources that a post names and the library does not have."""
    known = {source.head.slug: source for source in ordered if source.kind == "resource"}
    for source in ordered:
        yield from _link_of_old(source, site)
        for slug in source.head.resources:
            line = source.head.line("resources")
            if slug not in known:
                near = closest_match(slug, known)
                remedy = f" (did you mean '{near}'?)" if near else "; take it out"
                message = f"the library has no '{slug}'{remedy}"
                yield Problem(source.path, line, message, _severity(source, "warning"))
            elif not site.is_published(known[slug]):
                message = f"'{slug}' is not out yet; until it is, readers do not see it here"
                yield Problem(source.path, line, message, "info")


def _link_of_old(source: Document, site: Site) -> Iterator[Problem]:
    """A link that was not checked for a year: its domain may have a new owner."""
    checked = getattr(source.head.thing, "checked", None)
    if checked and (site.now.date() - checked).days > 365:
        message = f"you last checked the Link on {checked}; check it again, and write today's date"
        yield Problem(source.path, source.head.line("checked"), message, "info")


def _file(file: StaticFile, rules: Settings) -> Iterator[Problem]:
    path = PurePosixPath(file.path)
    kind = kind_of_path(file.path, rules) or (
        "comment" if is_in_folders(file.path, (COMMENTS_FOLDER,)) else None
    )
    ending = path.suffix.lower()
    posts, pages = rules.article_paths[0], rules.page_paths[0]
    is_markdown = ending in {one.lower() for one in MARKDOWN_EXTENSIONS}
    if kind and (ending in _TEXTS or is_markdown):
        name = without_extension(path.stem)
        what = (
            f"rename it to {name}{MARKDOWN_EXTENSION}"
            if ending in _RENAMED or is_markdown
            else (f"write the text into a file {name}{MARKDOWN_EXTENSION}")
        )
        message = (
            f"only files that end in {MARKDOWN_EXTENSION} are read, so this {kind} would be left out; "
            f"{what}"
        )
        yield Problem(file.path, 0, message, "warning" if kind == "comment" else "error")
    elif is_markdown and path.stem.upper() not in {"README", "LICENSE"}:
        message = f"no text is read from this folder; move this file to {posts}/ or {pages}/"
        yield Problem(file.path, 0, message, "error")
    for fault in file.faults:
        yield Problem(file.path, 0, fault, "error")
    if file.trouble:
        yield Problem(file.path, 0, f"this {file.trouble}; it is not published", "error")
    elif wrong := _picture(file, rules):
        yield Problem(file.path, 0, wrong, "warning")


def _picture(file: StaticFile, rules: Settings) -> str | None:
    width, height = file.pixels or (0, 0)
    name = file.path.lower()
    if name.endswith(UNSCALED_EXTENSIONS) and file.size > rules.image_bytes / 10:
        most = f"at most {rules.image_bytes / 1e7:.1f} MB"
        return f"this picture has {file.size / 1e6:.1f} MB to wait for; save it smaller, {most}"
    if name.endswith(IMAGE_EXTENSIONS) and file.size > rules.image_bytes:
        most = f"at most {rules.image_bytes / 1e6:.1f} MB"
        size = f"{file.size / 1e6:.1f} MB"
        return f"this picture has {size}, and content/ keeps it for ever; save it smaller, {most}"
    if max(width, height) > rules.image_pixels:
        most = f"at most {rules.image_pixels} wide or high"
        return f"this picture has {width} × {height} pixels, more than a page ever shows; make it {most}"
    return None
