"""Pelican's texts in; the same with links, pictures and summaries that are right on every page, out."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from typing import Any

from msgspec import DecodeError, Struct, msgpack
from pelican import signals

from frontdesk.content.document_cache import DocumentReader
from frontdesk.content.model import Document
from frontdesk.content.outline import remove_footnotes
from frontdesk.core.hashing import digest
from frontdesk.core.site_writer import ROOT
from frontdesk.formats.author_sanitizer import COMMENT_PREFIX
from frontdesk.site.links import (
    LinkAnswers,
    LinkRecorder,
    LinkTargets,
    file_links,
    place_attachments,
    resolve_links,
)
from frontdesk.site.responsive_images import Find, WebImage
from frontdesk.site.summaries import summarize

from .reader import document_of

TARGETS = "link_targets"
_TERMS = ("tag", "category", "author")


def register() -> None:
    signals.content_object_init.connect(_replace_methods)
    signals.static_generator_finalized.connect(_attach_files)
    signals.all_generators_finalized.connect(_know_targets)


def _replace_methods(content: Any) -> None:
    """Links are resolved by our own rules, from the root of the site, whatever the page."""
    if not getattr(content, "_content", None):
        return
    source, context = content.relative_source_path, content._context
    image = _images_of(content)

    def update(text: str, site: str) -> str:
        return resolve_links(text, source, context[TARGETS], image).replace(ROOT, site)

    def get_summary(site: str) -> str:
        given = content.metadata.get("summary")
        if given is not None:
            return remove_footnotes(given)
        return _summary(content, content.get_content(site))

    content._update_content, content.get_summary = update, get_summary


def _images_of(content: Any) -> Find:
    source, studio = content.relative_source_path, content._context["studio"]

    def image(address: str) -> WebImage | None:
        shown: WebImage | None = studio.image_at(address, source)
        return shown

    return image


def _summary(content: Any, html: str) -> str:
    settings = content.settings
    return summarize(html, settings["SUMMARY_MAX_LENGTH"], settings["SUMMARY_END_SUFFIX"])


class ShownDigests(Struct, frozen=True, array_like=True):
    """What the pages that show a text depend on.

    Attributes:
        answers: what its links lead to.
        html, summary: the digests of these, from ROOT.
    """

    answers: LinkAnswers
    html: str
    summary: str


def shown_digests(content: Any) -> ShownDigests:
    """Of one of Pelican's texts, as it was read. They are kept between builds: to see that nothing that its
    links lead to has moved is quicker than to make its HTML."""
    settings, targets = content.settings, content._context[TARGETS]
    document: Document = content._document
    reader: DocumentReader = settings["CHECKED_CONTENT"].reader
    given = content.metadata.get("summary")
    image = _images_of(content)
    cut = (settings["SUMMARY_MAX_LENGTH"], settings["SUMMARY_END_SUFFIX"])
    options = repr((sorted(targets.terms.items()), targets.home, *cut, given))
    with suppress(DecodeError, TypeError):
        found = _decode(reader.find_result(_SHOWN, document, options))  # type: ignore[arg-type]
        if found.answers.still_hold(targets, image):
            return found
    recorder = LinkRecorder(targets, image)
    html = resolve_links(
        content._content, content.relative_source_path, recorder.targets, recorder.image
    )
    summary = _summary(content, html) if given is None else given
    made = ShownDigests(recorder.answers(), digest(html), digest(summary))
    reader.keep_result(_SHOWN, document, options, msgpack.encode(made))
    return made


_SHOWN = "shown"
_decode = msgpack.Decoder(ShownDigests).decode


def _attach_files(generator: Any) -> None:
    """Put attached files beside the page of the text that attaches them."""
    context = generator.context
    files = {file.relative_source_path: file for file in context["staticfiles"]}
    fixed = {path for path, file in files.items() if hasattr(file, "override_save_as")}
    texts = (
        file_links(text._content, text.relative_source_path, text.save_as)
        for text in _in_order(context)
    )
    for path, place in place_attachments(texts, fixed).items():
        if path in files:
            files[path].override_save_as = files[path].override_url = place


def _in_order(context: Any) -> Iterable[Any]:
    """Posts as lists show them, then pages, then resources."""
    return chain(
        *(context.get(name, ()) for name in ("articles", "hidden_articles", "pages")),
        *(context.get(name, ()) for name in ("hidden_pages", "resources", "hidden_resources")),
    )


def _like_comments(text: Any) -> frozenset[str]:
    document = document_of(text)
    ids = document.anchors if document else ()
    return frozenset(one for one in ids if one.startswith(COMMENT_PREFIX))


def _know_targets(generators: list[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    context[TARGETS] = LinkTargets(
        texts={path: text.url for path, text in context["generated_content"].items()},
        files={path: file.url for path, file in context["static_content"].items()},
        terms={name: settings[f"{name.upper()}_URL"] for name in _TERMS},
        home=settings["INDEX_SAVE_AS"],
        renamed={
            path: ids
            for path, text in context["generated_content"].items()
            if (ids := _like_comments(text))
        },
    )
