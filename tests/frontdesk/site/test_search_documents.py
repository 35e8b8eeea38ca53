"""What the search finds, and of each thing what it is found by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from tests.frontdesk.site.make import Words, resource

from frontdesk.content.resource_types import Book, Event, Tool
from frontdesk.site.search_documents import SearchDocument, search_documents
from frontdesk.site.texts import Page, Post, Term

pytestmark = pytest.mark.R13

DAY = datetime(2026, 11, 5, 8, 30, tzinfo=UTC)


class Read(Words):
    """The words of a file.

    Args:
        summary: as its author wrote it; without one there is none to search.
    """

    def __init__(self, html: str = "<p>Some <b>bold</b> words.</p>", summary: str = "") -> None:
        self._html = html
        self.document = SimpleNamespace(head=SimpleNamespace(summary=summary))

    def html_as_read(self) -> str:
        return self._html

    def digest(self) -> bytes:
        return f"{self._html} {self.document.head.summary}".encode()


def term(name: str) -> Term:
    return Term(name, name.lower(), f"category/{name.lower()}.html", "")


USUAL: dict[str, Any] = {
    "title": "A call",
    "save_as": "",
    "slug": "a",
    "lang": "en",
    "status": "published",
    "text": Read(),
    "template": "article",
    "relative_source_path": "posts/a.md",
}


def post(url: str = "a.html", **fields: Any) -> Post:
    usual = USUAL | {"url": url, "id": url, "date": DAY, "category": term("Notes")}
    return Post(**usual | fields)


def page(url: str = "about.html", **fields: Any) -> Page:
    return Page(**USUAL | {"url": url} | fields)


def found(
    posts: Sequence[Post] = (),
    pages: Sequence[Page] = (),
    resources: Sequence[Any] = (),
    partners: Sequence[Any] = (),
    **lists: Any,
) -> dict[str, SearchDocument]:
    own = SimpleNamespace(**{"articles": posts, "series": (), "categories": ()} | lists)
    documents = search_documents(own, pages, resources, partners, "en")  # type: ignore[arg-type]
    return {one.url: one for one in documents}


def test_a_post_has_its_day_and_is_found_by_its_terms_and_keywords() -> None:
    tags, authors = (term("Fees"),), (term("Ann"),)
    one = post(tags=tags, authors=authors, keywords=("dunning",), series="Friday", question="Why?")
    (document,) = found([one]).values()
    assert (document.kind, document.date, document.language) == ("post", DAY, "en")
    assert document.keywords == ("dunning", "Fees", "Notes", "Ann", "Friday")
    assert document.summary == ""
    assert document.text() == "Some bold words.\nWhy?"


def test_the_summary_that_an_author_wrote_is_searched() -> None:
    (document,) = found([post(text=Read(summary="In short."))]).values()
    assert document.text() == "Some bold words.\nIn short."


@pytest.mark.parametrize(
    ("thing", "kind", "keywords"),
    [
        (
            Book(topic="Calls", author=("Ann", "Ben"), publisher="Press", why="It is short."),
            "book",
            ("help", "Ann", "Ben", "Press", "Calls"),
        ),
        (
            Event(topic="Calls", start=DAY, end=DAY, timezone="Europe/London", organiser="Us"),
            "event",
            ("help", "Us", "Calls"),
        ),
        (Tool(topic="Calls"), "tool", ("help", "Calls")),
    ],
)
def test_a_resource_is_found_by_its_people_and_topic(
    thing: Any, kind: str, keywords: tuple[str, ...]
) -> None:
    one = resource("one", thing, text=Read(), keywords=("help",))
    (document,) = found(resources=[one]).values()
    assert (document.kind, document.date) == (kind, None)
    assert document.keywords == keywords
    assert document.text() == f"Some bold words.\n{thing.why or ''}"


def test_a_page_has_keywords_and_no_day() -> None:
    (document,) = found(pages=[page(keywords=("imprint",), date=DAY)]).values()
    assert (document.kind, document.date, document.keywords) == ("page", None, ("imprint",))


def test_a_partner_is_found_by_name_author_topic_and_our_description() -> None:
    partner = SimpleNamespace(name="Ledger", description="Notes.", author="Tobias", topic="Tax")
    cards = [SimpleNamespace(url="blogs/ledger.html", partner=partner)]
    (document,) = found(partners=cards).values()
    assert (document.kind, document.title, document.date) == ("partner", "Ledger", None)
    assert document.keywords == ("Tobias", "Tax")
    assert document.summary == document.text() == "Notes."


def test_a_list_is_found_once_a_post_of_it_is_published() -> None:
    shown, waiting = post(), post(waits="Draft")
    lists = {
        "categories": [(term("Craft"), (shown, waiting)), (term("Notes"), (waiting,))],
        "series": [
            SimpleNamespace(url=f"{name}.html", run=SimpleNamespace(name=name, posts=posts))
            for name, posts in (("friday", (waiting,)), ("monday", (waiting, shown)))
        ],
    }
    documents = found(**lists)
    kinds = {url: (one.kind, one.title) for url, one in documents.items()}
    assert kinds == {
        "category/craft.html": ("category", "Craft"),
        "monday.html": ("series", "monday"),
    }


@pytest.mark.A3
@pytest.mark.parametrize("hidden", [{"status": "hidden"}, {"waits": "Draft"}])
def test_what_readers_are_not_shown_is_not_found(hidden: dict[str, Any]) -> None:
    things = [resource("tool", text=Read(), **hidden)]
    assert found([post(**hidden)], [page(**hidden)], things) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"lang": "pl"},
        {"date": datetime(2026, 11, 6, tzinfo=UTC)},
        {"text": Read("<p>Other words.</p>")},
        {"text": Read(summary="In short.")},
        {"keywords": ("dunning",)},
        {"tags": (term("Fees"),)},
        {"category": term("Craft")},
        {"authors": (term("Ann"),)},
        {"series": "Friday"},
        {"question": "Why?"},
        {"url": "b.html"},
    ],
)
def test_whatever_changes_changes_the_digest(change: dict[str, Any]) -> None:
    (before,), (after,) = found([post()]).values(), found([post(**change)]).values()
    assert before.digest != after.digest
    (again,) = found([post()]).values()
    assert before.digest == again.digest


def test_words_do_not_move_between_fields_unseen() -> None:
    tag = (term("Why"),)
    (one,), (other,) = (
        found([post(tags=tag)]).values(),
        found([post(tags=(), question="Why")]).values(),
    )
    assert one.digest != other.digest
