"""Pelican's texts in; the same with links, pictures and summaries that are right on every page, out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from pelican import signals

from frontdesk.content.outline import remove_footnotes
from frontdesk.core.site_writer import ROOT
from frontdesk.formats.author_sanitizer import COMMENT_PREFIX
from frontdesk.site.links import (
    FileLinks,
    LinkTargets,
    file_links,
    place_attachments,
    resolve_links,
)
from frontdesk.site.summaries import summarize
from frontdesk.site.texts import Post

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
    source, settings = content.relative_source_path, content.settings

    def update(text: str, site: str) -> str:
        context = content._context  # the preview takes posts from an earlier build
        image = context["studio"].finder(source)
        return resolve_links(text, source, context[TARGETS], image).replace(ROOT, site)

    def get_summary(site: str) -> str:
        given = content.metadata.get("summary")
        if given is not None:
            return remove_footnotes(given)
        most, end = settings["SUMMARY_MAX_LENGTH"], settings["SUMMARY_END_SUFFIX"]
        return summarize(content.get_content(site), most, end)

    content._update_content, content.get_summary = update, get_summary


def _attach_files(generator: Any) -> None:
    """Put attached files beside the page of the text that attaches them."""
    context = generator.context
    files = {file.relative_source_path: file for file in context["staticfiles"]}
    fixed = {path for path, file in files.items() if hasattr(file, "override_save_as")}
    texts = map(_file_links, _in_order(context))
    for path, place in place_attachments(texts, fixed).items():
        if path in files:
            files[path].override_save_as = files[path].override_url = place


def _file_links(text: Any) -> FileLinks:
    """
    Args:
        text: a value of ours, or an object of Pelican's.
    """
    if isinstance(text, Post):
        return text.text.file_links(text.save_as)
    return file_links(text._content, text.relative_source_path, text.save_as)


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
