"""What a page is about in, the same as JSON-LD in the words of schema.org out. Pure (R7).

The text that comes out can stand in a `<script>` element as it is: it holds no sign that could end one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

LISTED = 20
"""Posts that a list names to programs; the page has them all, and the feeds the newest."""

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class Named(Struct, frozen=True):
    """A name, and the whole address of what bears it."""

    name: str
    address: str


class Site(Struct, frozen=True):
    """The blog.

    Attributes:
        address: without a slash at the end.
        tagline: empty where there is none.
        author: who answers for it.
    """

    name: str
    address: str
    tagline: str
    author: str
    language: str


class Posting(Struct, frozen=True):
    """A post.

    Attributes:
        summary: plain text.
        first: the address at which it appeared first, where that is another.
        image: the address of the picture that is shown beside a link to it; empty where there is none.
    """

    title: str
    address: str
    summary: str
    published: datetime
    modified: datetime
    authors: tuple[Named, ...]
    language: str
    category: str
    tags: tuple[str, ...] = ()
    first: str = ""
    image: str = ""


def home(site: Site) -> str:
    """The home page: the site, and the blog that it is."""
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
            **({"description": site.tagline} if site.tagline else {}),
        },
    )


def post(site: Site, posting: Posting, trail: Sequence[Named]) -> str:
    """A post and the way to it.

    Args:
        trail: from home to the page itself.
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
            "inLanguage": posting.language,
            "articleSection": posting.category,
            "isPartOf": {"@type": "Blog", "@id": _blog(site), "name": site.name},
            **({"keywords": list(posting.tags)} if posting.tags else {}),
            **({"image": posting.image} if posting.image else {}),
            **({"isBasedOn": posting.first} if posting.first else {}),
        },
        _trail(trail),
    )


def listing(site: Site, trail: Sequence[Named], posts: Sequence[Named]) -> str:
    """A list of posts and the way to it.

    Args:
        trail: from home to the list itself, whose name and address come last.
        posts: in the order of the page.
    """
    here = trail[-1]
    items = [_item(n, one) for n, one in enumerate(posts[:LISTED], start=1)]
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


def thing(facts: Mapping[str, Any], trail: Sequence[Named]) -> str:
    """Whatever another package describes in the words of schema.org, and the way to it."""
    return _graph(facts, _trail(trail))


def _blog(site: Site) -> str:
    return f"{site.address}/#blog"


def _trail(trail: Sequence[Named]) -> dict[str, Any]:
    steps = [{**_item(n, one), "item": one.address} for n, one in enumerate(trail, start=1)]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _item(position: int, one: Named) -> dict[str, Any]:
    return {"@type": "ListItem", "position": position, "name": one.name}


def _graph(*things: Mapping[str, Any]) -> str:
    whole = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
