"""The partners as a list that others can take in, and back. Pure (F5, O4)."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable
from urllib.parse import urlsplit

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from frontdesk.core.errors import FrontDeskError
from frontdesk.core.language_tags import known_language, language_tag
from frontdesk.core.slugs import unique_partner_id
from frontdesk.core.text import clean_line, strip_invisible
from frontdesk.core.urls import clean_address, comparable, has_credentials, is_address, is_feed_file
from frontdesk.formats.feed_escaping import ascii_uri
from frontdesk.formats.opml import Outline

from .model.config import Config, Partner


def public_feed_url(partner: Partner) -> str | None:
    """The feed's address as it may be printed: no file of ours, nothing with a password in it."""
    if partner.feed is None or is_feed_file(partner.feed) or has_credentials(partner.feed):
        return None
    return partner.feed


def partner_outlines(
    partners: Iterable[Partner], our_page: Callable[[Partner], str] | None = None
) -> tuple[Outline, ...]:
    """Everybody a reader can follow or visit, in the editor's order, but for those that
    the editor retired.

    Args:
        our_page: the address of our own page about a partner, for one without a feed and a page that can
            be printed.
    """
    return tuple(
        Outline(
            title=partner.name,
            feed=public_feed_url(partner),
            home=ascii_uri(partner.home) if partner.home else _our_page(partner, our_page),
            description=partner.description,
            topic=partner.topic,
            language=known_language(partner.language),
        )
        for partner in partners
        if partner.status == "active"
    )


def _our_page(partner: Partner, page: Callable[[Partner], str] | None) -> str | None:
    return page(partner) if page and not public_feed_url(partner) else None


class OpmlImport(Struct, frozen=True):
    """What became of an import.

    Attributes:
        text: the whole of feeds.yaml, comments and all.
        added: names of the new partners.
        known: names of those that were on the list already, or twice in the document.
        refused: names of those without a usable address.
    """

    text: str
    added: tuple[str, ...]
    known: tuple[str, ...]
    refused: tuple[str, ...]


def import_outlines(text: str, config: Config, found: Collection[Outline]) -> OpmlImport:
    """Put new blogs behind the last partner of the list, and leave every other line as it is.

    Args:
        text: feeds.yaml, without mistakes.
        config: what it says.

    Raises:
        PartnerBlogsError: where the partners are written in one line, [ … ].
    """
    taken = {p.id for p in config.partners}
    places = {place for p in config.partners for place in _places(p.name, p.feed, p.home)}
    entries: list[dict[str, str]] = []
    added, known, refused = list[str](), list[str](), list[str]()
    for outline in found:
        feed, home = (_whole(outline.feed), _whole(outline.home))
        title = clean_line(outline.title)
        name = title or urlsplit(feed or home or "").hostname
        if name is None or (outline.feed and not feed):
            refused.append(title or "an outline without a name")
            continue
        place = _places(name, feed, home)[0]
        if place in places:
            known.append(name)
        else:
            places.add(place)
            entries.append(_fields(outline, unique_partner_id(name, taken), name, feed, home))
            taken.add(entries[-1]["id"])
            added.append(name)
    return OpmlImport(
        _inserted(text, entries) if entries else text, tuple(added), tuple(known), tuple(refused)
    )


def _places(name: str, feed: str | None, home: str | None) -> list[str]:
    """By what a blog is known again: feed, else home, else its name."""
    return [comparable(address) for address in (feed, home) if address] or [f"name:{name}"]


def partner_yaml(fields: dict[str, str], indent: int = 2) -> str:
    """One partner as lines of feeds.yaml, quoted where it has to be."""
    yaml = YAML()
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=indent + 2, offset=indent)
    out = io.StringIO()
    yaml.dump([fields], out)
    return out.getvalue()


def _whole(address: str | None) -> str | None:
    """An http(s) address as it was written, or made fit for the list, or None: an import cannot name
    files or passwords."""
    written = strip_invisible(address or "").strip()
    clean = clean_address(written)
    if clean is None or has_credentials(written):
        return None
    return next(filter(is_address, (written, clean)), None)


def _fields(
    outline: Outline, id_: str, name: str, feed: str | None, home: str | None
) -> dict[str, str]:
    values = {
        "id": id_,
        "name": name,
        "home": home,
        "feed": feed,
        "topic": clean_line(outline.topic or ""),
        "description": clean_line(outline.description or ""),
        "language": language_tag(outline.language),
    }
    return {field: value for field, value in values.items() if value}


def _inserted(text: str, entries: list[dict[str, str]]) -> str:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    pair = _partners_pair(text)
    if pair is None:
        return "".join([*lines, "partners:\n", *map(partner_yaml, entries)])
    key, partners = pair
    if isinstance(partners, SequenceNode) and partners.flow_style:
        if partners.value:
            raise FrontDeskError(
                "the partners of this list are written in one line, [ … ]; write each on lines of "
                "its own, then import again"
            )
        line = partners.start_mark.line
        lines[line] = lines[line].replace("[]", "")
        indent, after = 2, line
    elif isinstance(partners, SequenceNode):
        first = lines[partners.value[0].start_mark.line]
        indent, after = first.index("-"), _last_line(partners.value[-1])
    else:
        indent, after = 2, key.start_mark.line
    while not lines[after].strip():
        after -= 1
    new = "".join(partner_yaml(entry, indent) for entry in entries)
    return "".join([*lines[: after + 1], new, *lines[after + 1 :]])


def _partners_pair(text: str) -> tuple[Node, Node] | None:
    root = YAML(typ="safe", pure=True).compose(text)
    pairs = root.value if isinstance(root, MappingNode) else ()
    return next(((key, value) for key, value in pairs if key.value == "partners"), None)


def _last_line(node: Node) -> int:
    """The last line of an entry's own text; comments behind it do not count."""
    if isinstance(node, ScalarNode):
        return int(node.end_mark.line) - (1 if node.style in {"|", ">"} else 0)
    children = (
        [child for pair in node.value for child in pair]
        if isinstance(node, MappingNode)
        else node.value
    )
    return max((_last_line(child) for child in children), default=int(node.start_mark.line))
