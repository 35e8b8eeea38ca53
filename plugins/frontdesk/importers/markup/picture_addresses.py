"""The address of a picture in, those of larger copies of it out. Pure.

Each host of pictures has sizes of its own in its addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

_SIZE = re.compile(r"/(?:s\d+(?:-[a-z0-9-]+)?|w\d+-h\d+(?:-[a-z0-9-]+)?)/(?=[^/]+$)")
SIZE_AT_END = re.compile(r"=(?:s\d+|w\d+(?:-h\d+)?|h\d+)(?:-[a-z0-9-]+)*$")
_WP_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")
_MEDIUM_SIZE = re.compile(r"https?://cdn-images-\d\.medium\.com/(?:max|fit/\w+)/\d+(?:/\d+)?/(.+)")
_SUBSTACK_COPY = re.compile(
    r"https?://(?:cdn\.)?substack(?:cdn)?\.com/image/fetch/[^/]*/(https?%3A%2F%2F.+)"
)
_GOOGLE = re.compile(r"//(?:[\w-]+\.)*(?:blogspot\.com|googleusercontent\.com|ggpht\.com)/")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:$|\?)", re.IGNORECASE)


def is_at_google(address: str) -> bool:
    """Whether a picture lies where Blogger keeps them."""
    return _GOOGLE.search(address) is not None


def larger_forms(address: str) -> Iterator[str]:
    """The addresses under which a picture may be had, the largest first."""
    if is_at_google(address):
        yield SIZE_AT_END.sub("=s0", _SIZE.sub("/s1600/", address))
    elif "/wp-content/uploads/" in address:
        yield _WP_SIZE.sub("", address.partition("?")[0])
    elif found := _MEDIUM_SIZE.match(address):
        yield f"https://miro.medium.com/{found[1]}"
    elif found := _SUBSTACK_COPY.match(address):
        yield unquote(found[1])
    yield address
    if "//substack-post-media.s3." in address:
        yield f"https://substackcdn.com/image/fetch/f_auto,q_auto:good/{quote(address, safe='')}"


def addresses_of(address: str, smaller: str = "") -> tuple[str, ...]:
    """All addresses of a picture, the best first."""
    return tuple(dict.fromkeys([*larger_forms(address), *larger_forms(smaller or address)]))


def leads_to_larger(link: str, picture: str) -> bool:
    """Whether a link round a picture leads to a larger copy of it."""
    if not link or not picture:
        return False
    if is_at_google(link) and is_at_google(picture):
        return True
    if not _PICTURE_FILE.search(link):
        return False
    names = [re.sub(r"-\d+x\d+$|-scaled$", "", _path_of(one).rpartition("/")[2].rpartition(".")[0])
             for one in (link, picture)]  # fmt: skip
    return names[0] == names[1]


def _path_of(address: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
