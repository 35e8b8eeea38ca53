"""What a page is about in, JSON-LD by schema.org out. Pure (R7).

The JSON can go into a `<script>` element as it is: it has no character that could end one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

MAX_LISTED = 20
"""A list names so many posts in JSON-LD; its page has them all."""

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class NamedLink(Struct, frozen=True):
    """A name and an absolute address."""

    name: str
    address: str


class Site(Struct, frozen=True):
    """The blog.

    Attributes:
        address: without a slash at the end.
        tagline: empty where there is none.
        author: the name of the person responsible.
        profiles: addresses of the same people elsewhere.
        logo: the address of a picture of the site; empty where there is none.
    """

    name: str
    address: str
    tagline: str
    author: str
    language: str
    profiles: tuple[str, ...] = ()
    logo: str = ""


class BlogPosting(Struct, frozen=True):
    """A post.

    Attributes:
        summary: plain text.
        first: the address where it was first published, if that was elsewhere; else empty.
        images: addresses of its own picture, and of the one for link previews.
    """

    title: str
    address: str
    summary: str
    published: datetime
    modified: datetime
    authors: tuple[NamedLink, ...]
    language: str
    category: str
    tags: tuple[str, ...] = ()
    first: str = ""
    images: tuple[str, ...] = ()


def home_page(site: Site) -> str:
    """The home page: the site and its blog."""
    return _graph(
        {
            "@type": "WebSite",
            "@id": f"{site.address}/#site",
            "url": f"{site.address}/",
            "name": site.name,
            "inLanguage": site.language,
        },
        {
            "@type": "Blog",
            "@id": _blog(site),
            "url": f"{site.address}/",
            "name": site.name,
            "inLanguage": site.language,
            "author": {"@type": "Person", "name": site.author},
            "publisher": _publisher(site),
            **({"description": site.tagline} if site.tagline else {}),
        },
    )


def blog_post(site: Site, posting: BlogPosting, trail: Sequence[NamedLink]) -> str:
    """A post and its breadcrumbs.

    Args:
        trail: the breadcrumbs, from home to the page itself.
    """
    return _graph(
        {
            "@type": "BlogPosting",
            "@id": f"{posting.address}#post",
            "url": posting.address,
            "mainEntityOfPage": posting.address,
            "headline": posting.title,
            "description": posting.summary,
            "datePublished": posting.published.isoformat(),
            "dateModified": posting.modified.isoformat(),
            "author": [
                {"@type": "Person", "name": one.name, "url": one.address} for one in posting.authors
            ],
            "publisher": _publisher(site),
            "inLanguage": posting.language,
            "articleSection": posting.category,
            "isPartOf": {"@type": "Blog", "@id": _blog(site), "name": site.name},
            **({"keywords": list(posting.tags)} if posting.tags else {}),
            **({"image": list(posting.images)} if posting.images else {}),
            **({"isBasedOn": posting.first} if posting.first else {}),
        },
        _trail(trail),
    )


def list_page(site: Site, trail: Sequence[NamedLink], posts: Sequence[NamedLink]) -> str:
    """A list of posts and its breadcrumbs.

    Args:
        trail: the breadcrumbs, from home to the list itself.
        posts: in the order of the page.
    """
    here = trail[-1]
    items = [_item(n, one) for n, one in enumerate(posts[:MAX_LISTED], start=1)]
    return _graph(
        {
            "@type": "CollectionPage",
            "@id": here.address,
            "url": here.address,
            "name": here.name,
            "inLanguage": site.language,
            "isPartOf": {"@type": "Blog", "@id": _blog(site), "name": site.name},
            "mainEntity": {
                "@type": "ItemList",
                "numberOfItems": len(posts),
                "itemListElement": [
                    {**item, "url": one.address} for item, one in zip(items, posts, strict=False)
                ],
            },
        },
        _trail(trail),
    )


def with_breadcrumbs(facts: Mapping[str, Any], trail: Sequence[NamedLink]) -> str:
    """Facts that a caller describes by schema.org, and the breadcrumbs of their page."""
    return _graph(facts, _trail(trail))


def _publisher(site: Site) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": site.name,
        "url": f"{site.address}/",
        **({"logo": site.logo} if site.logo else {}),
        **({"sameAs": list(site.profiles)} if site.profiles else {}),
    }


def _blog(site: Site) -> str:
    return f"{site.address}/#blog"


def _trail(trail: Sequence[NamedLink]) -> dict[str, Any]:
    steps = [{**_item(n, one), "item": one.address} for n, one in enumerate(trail, start=1)]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _item(position: int, one: NamedLink) -> dict[str, Any]:
    return {"@type": "ListItem", "position": position, "name": one.name}


def _graph(*things: Mapping[str, Any]) -> str:
    whole = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
