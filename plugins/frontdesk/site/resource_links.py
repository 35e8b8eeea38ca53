"""Posts and resources in; which of them name which resources, out. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from .texts import Resource, TextLink


class NamingText(Struct, frozen=True):
    """A text that may name resources.

    Attributes:
        path: of its file, below the content folder.
        slugs: of the resources in its field `Resources`.
        linked: the paths of the texts to which it links.
    """

    path: str
    link: TextLink
    slugs: Sequence[str]
    linked: Sequence[str]


class ResourceLinks(Struct, frozen=True):
    """Who names whom.

    Attributes:
        named: path of a text → the resources that it names.
        used_in: path of a resource → the texts that name it, in their order.
    """

    named: Mapping[str, tuple[TextLink, ...]]
    used_in: Mapping[str, tuple[TextLink, ...]]


def link_resources(texts: Iterable[NamingText], resources: Iterable[Resource]) -> ResourceLinks:
    """A text names a resource in its field `Resources` or by a link; none names itself."""
    links = {one.relative_source_path: (one.slug, resource_link(one)) for one in resources}
    paths = {slug: path for path, (slug, _) in links.items()}
    named: dict[str, tuple[TextLink, ...]] = {}
    used_in: dict[str, list[TextLink]] = defaultdict(list)
    for text in texts:
        found = [paths[slug] for slug in text.slugs if slug in paths]
        found += [path for path in text.linked if path in links]
        others = [path for path in dict.fromkeys(found) if path != text.path]
        named[text.path] = tuple(links[path][1] for path in others)
        for path in others:
            used_in[path].append(text.link)
    return ResourceLinks(named, {path: tuple(found) for path, found in used_in.items()})


def resource_link(resource: Resource) -> TextLink:
    return TextLink(
        title=resource.title,
        url=resource.url,
        lang=resource.lang,
        date=resource.date,
        type=resource.type,
    )
