"""The address of a frame in, a link to what it showed out. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from frontdesk.core.urls import host_name

from .html_tree import Node, text_node


def host_of(address: str) -> str:
    """The host of an address, without www; the address itself where it has none."""
    return host_name(address) or address[:60]


_YOUTUBE = re.compile(
    r"(?:youtube(?:-nocookie)?\.com/(?:embed/|v/|watch\?(?:.*&)?v=|shorts/)|youtu\.be/)([\w-]{6,}|[\w-]+)"
)
_VIMEO = re.compile(r"(?:player\.)?vimeo\.com/(?:video/)?(\d+)")
_PROVIDERS = {
    "maps.google": "Map at Google Maps",
    "google.com/maps": "Map at Google Maps",
    "openstreetmap.org": "Map at OpenStreetMap",
    "soundcloud.com": "Sound at SoundCloud",
    "spotify.com": "Music at Spotify",
    "slideshare.net": "Slides at SlideShare",
    "docs.google.com": "Document at Google Docs",
    "codepen.io": "Code at CodePen",
    "gist.github.com": "Code at GitHub",
    "twitter.com": "Post at Twitter",
    "instagram.com": "Post at Instagram",
    "facebook.com": "Post at Facebook",
}


def frame_link(address: str, title: str = "") -> Node:
    """A paragraph with a link to what a frame showed."""
    whole = f"https:{address}" if address.startswith("//") else address
    provider, target = _what_is_shown(whole)
    said = " ".join(title.split())
    is_generic = said.lower() in {"youtube video player", "vimeo video player", "youtube video"}
    return link_paragraph(said if said and not is_generic else provider, target)


def _what_is_shown(address: str) -> tuple[str, str]:
    if found := _YOUTUBE.search(address):
        if found[1] == "videoseries" and (listed := _query(address, "list")):
            return "Videos at YouTube", f"https://www.youtube.com/playlist?list={listed}"
        return "Video at YouTube", f"https://www.youtube.com/watch?v={found[1]}"
    if found := _VIMEO.search(address):
        return "Video at Vimeo", f"https://vimeo.com/{found[1]}"
    words = next((words for host, words in _PROVIDERS.items() if host in address), "")
    return words or f"Shown at {host_of(address)}", address


def _query(address: str, name: str) -> str:
    try:
        return parse_qs(urlsplit(address).query).get(name, [""])[0]
    except ValueError:
        return ""


def link_paragraph(words: str, address: str) -> Node:
    return Node("p", [Node("a", [text_node(words)], {"href": address})])
