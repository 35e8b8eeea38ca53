"""Former addresses lead to where a text is now (A5): a small page at each, for hosts that answer
with no real redirect; and `REDIRECTS` in the context lists them, for whoever tells a host that does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pelican import signals
from pelican.generators import Generator

from writing import write_page


class Redirect(Struct, frozen=True, order=True):
    """A former address and the one of today, both below the site's root and not encoded."""

    former: str
    url: str
    title: str


def connect() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return RedirectsGenerator


class RedirectsGenerator(Generator):  # type: ignore[misc]
    """Comes when all posts are known and published: a draft has no former address either."""

    def generate_context(self) -> None:
        self.context["REDIRECTS"] = tuple(sorted(self._redirects()))

    def generate_output(self, writer: Any) -> None:
        for redirect in self.context["REDIRECTS"]:
            write_page(self, writer, redirect.former, "redirect", redirect=redirect)

    def _redirects(self) -> Iterator[Redirect]:
        kinds = (
            *("articles", "hidden_articles", "pages", "hidden_pages"),
            *("resources", "hidden_resources"),
        )
        for content in (one for kind in kinds for one in self.context.get(kind, ())):
            for former in content.metadata.get("aliases", ()):
                yield Redirect(former, content.url, content.title)
