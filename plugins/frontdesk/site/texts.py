"""Our own posts, pages and resources as templates and feeds see them: frozen values, whose words are made
when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, Protocol

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import astuple

from frontdesk.content.field_specs import ResourceType
from frontdesk.content.front_matter_fields import Credit
from frontdesk.content.model import Comment, Document, Outline
from frontdesk.content.resource_types import Resource as Thing

from .links import FileLinks
from .responsive_images import WebImage


class Term(Struct, frozen=True):
    """A category, tag or author.

    Attributes:
        url: of its page, below the root of the site.
        save_as: the file of that page; empty where it has none.
    """

    name: str
    slug: str
    url: str
    save_as: str

    def input_values(self) -> tuple[str, ...]:
        """Kept, because many posts have it."""
        return astuple(self)

    def __str__(self) -> str:
        return self.name

    def __lt__(self, other: Term) -> bool:
        return self.slug < other.slug


class SeriesPlace(Struct, frozen=True):
    """Where a post stands in its series.

    Attributes:
        url: of the page of the series.
        number: counted from 1.
    """

    name: str
    url: str
    number: int


class Text(Protocol):
    """The words of a post or page. They are made when they are asked for, so that not all lie in memory.
    In the HTML, `site_writer.ROOT` stands for the way to the root of the site.

    Attributes:
        document: what its file says; None where a plugin of others has made it.
    """

    @property
    def document(self) -> Document | None: ...

    def source(self) -> str:
        """What its HTML follows from, or the HTML: texts with other HTML have another source."""
        ...

    def html_as_read(self) -> str:
        """Its HTML with the marks of links, such as `{filename}`."""
        ...

    def file_links(self, save_as: str) -> FileLinks:
        """The files that it asks for.

        Args:
            save_as: the path of its page.
        """
        ...

    def html(self) -> str:
        """All of it."""
        ...

    def summary(self) -> str:
        """Its summary, or its beginning."""
        ...

    def outline(self) -> Outline:
        """How much there is to read, and its sections."""
        ...

    def thumbnail(self) -> WebImage | None:
        """Its first picture."""
        ...

    def plain_summary(self) -> str:
        """Its summary without markup."""
        ...

    def kept(self, what: str, make: Callable[[str], bytes]) -> bytes:
        """What was made of its HTML as it was read: by an earlier build, or now.

        Args:
            what: the kind of result.
            make: makes it of the HTML alone.
        """
        ...

    def digest(self) -> bytes:
        """Another one if its words have changed; it takes no time."""
        ...


class _Shown(Struct, frozen=True, kw_only=True, eq=False):
    """What posts and pages have in common.

    Attributes:
        waits: why readers do not see it yet, in a preview; else empty.
        template: its name, without `.html`.
        relative_source_path: of its file, below the content folder.
        keywords: words that the search finds it by, besides its own.
        more: fields of the author's own (MORE_FIELDS), and what plugins of others have added.
    """

    title: str
    url: str
    save_as: str
    slug: str
    lang: str
    status: Literal["published", "hidden"]
    text: Text
    template: str
    relative_source_path: str
    date: datetime | None = None
    modified: datetime | None = None
    waits: str = ""
    keywords: tuple[str, ...] = ()
    more: Mapping[str, Any] = {}

    @property
    def content(self) -> Markup:
        return Markup(self.text.html())  # noqa: S704 - cleaned when it was read

    @property
    def summary(self) -> str:
        """HTML."""
        return self.text.summary()

    @property
    def plain_summary(self) -> str:
        return self.text.plain_summary()

    @property
    def outline(self) -> Outline:
        return self.text.outline()

    @property
    def thumbnail(self) -> WebImage | None:
        return self.text.thumbnail()

    @property
    def metadata(self) -> Mapping[str, Any]:
        """By the name that Pelican's themes know."""
        known = (name for name in self.__struct_fields__ if name != "head_digest")
        return {**{name: getattr(self, name) for name in known}, **self.more}

    def __getattr__(self, name: str) -> Any:
        try:
            return self.more[name]
        except KeyError:
            raise AttributeError(name) from None


class Page(_Shown, frozen=True, kw_only=True, eq=False):
    """A page."""


class PageLink(Struct, frozen=True):
    """What the menu and the foot of each page show of a page."""

    title: str
    url: str
    slug: str
    lang: str


class Post(_Shown, frozen=True, kw_only=True, eq=False):
    """A post.

    Attributes:
        id: of the post in feeds; it never changes (F4).
        written: the date as its author typed it, where that has a zone of its own.
        discussed_at: the host of its discussion elsewhere.
        replies: how many comments its page shows.
        head_digest: of what its file says but its text; empty where a plugin of others may have changed it.
    """

    id: str
    date: datetime
    category: Term
    tags: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    series: str = ""
    place: SeriesPlace | None = None
    via: Credit | None = None
    first_published: Credit | None = None
    also_posted: tuple[Credit, ...] = ()
    disclosure: str = ""
    question: str = ""
    comments: str = "on"
    discussion: str = ""
    discussed_at: str = ""
    replies: int = 0
    written: datetime | None = None
    head_digest: str = ""

    def input_values(self) -> tuple[Any, ...]:
        """What a page that shows it depends on; the rest follows from its head and the settings."""
        if not self.head_digest:
            return tuple(getattr(self, name) for name in self.__struct_fields__)
        now = (self.status, self.waits, self.date.isoformat(), str(self.replies))
        words = "\0".join((self.head_digest, self.id, self.save_as, *now))
        return words, self.place, self.text

    @property
    def author(self) -> Term | None:
        return self.authors[0] if self.authors else None

    @property
    def headline(self) -> str:
        """The title without the name of its series in front, which stands above it."""
        name, colon, rest = self.title.partition(": ")
        if not (self.series and colon and name.casefold() == self.series.casefold()):
            return self.title
        return f"{rest[:1].upper()}{rest[1:]}"


EventStatus = Literal["to come", "now", "past"]


class Resource(_Shown, frozen=True, kw_only=True, eq=False):
    """A resource of the library.

    Attributes:
        id: of the resource in feeds; it never changes (F4).
        thing: the fields of its type.
        when: the status of an event, at the time of the build; None for everything else.
    """

    id: str
    date: datetime
    type: ResourceType
    thing: Thing
    when: EventStatus | None = None


class TextLink(Struct, frozen=True, kw_only=True):
    """What a list below another text shows of a post or resource.

    Attributes:
        type: of a resource; None for a post.
    """

    title: str
    url: str
    lang: str
    date: datetime
    type: ResourceType | None = None


class Reply(Struct, frozen=True):
    """A comment as templates see it.

    Attributes:
        anchor: its id on the page of the post.
        words: sanitised HTML.
        answers: the anchor of the comment that it answers; empty if it answers the post.
    """

    comment: Comment
    anchor: str
    words: Markup
    answers: str = ""
