"""The types of things in, what they are called in the language of the site out. Pure."""

from __future__ import annotations

from frontdesk.content.model import ResourceType
from frontdesk.core.translations import Words


def type_names(words: Words) -> dict[ResourceType, str]:
    """One thing of each type, as it is called within a sentence."""
    return {
        "book": words.gettext("book"),
        "article": words.gettext("article"),
        "guide": words.gettext("guide"),
        "checklist": words.gettext("checklist"),
        "event": words.gettext("event"),
        "community": words.gettext("community"),
        "tool": words.gettext("tool"),
        "video": words.gettext("video"),
    }


def shelf_names(words: Words) -> dict[ResourceType, str]:
    """All things of each type."""
    return {
        "book": words.gettext("books"),
        "article": words.gettext("articles"),
        "guide": words.gettext("guides"),
        "checklist": words.gettext("checklists"),
        "event": words.gettext("events"),
        "community": words.gettext("communities"),
        "tool": words.gettext("tools"),
        "video": words.gettext("videos"),
    }
