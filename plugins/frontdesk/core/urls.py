"""Web addresses: cleaned, checked, normalized for comparison, and without passwords. Pure; never raises."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from urllib.parse import (
    parse_qsl,
    quote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

_MAX_LENGTH = 2000
_HOST = re.compile(r"(?:[A-Za-z0-9._:-]|[^\x00-\x7f\s])+")
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(enc|mi)|mkt_tok|ref_src|cmpid",
    re.IGNORECASE,
)
_SAFE = (
    "http https mailto tel sms mms callto facetime facetime-audio sip sips xmpp irc ircs matrix skype "
    "whatsapp tg signal sgnl viber threema msteams zoommtg webcal webcals feed podcast geo maps ftp ftps "
    "sftp ssh git svn magnet news nntp gopher gemini urn doi ipfs ipns bitcoin ethereum lightning "
    "openpgp4fpr spotify itms itms-apps market cid mid acct web+mastodon"
)
SAFE_SCHEMES = frozenset(_SAFE.split())
"""The schemes that a link may have: following one opens a page or a program of the reader's, and runs
nothing in our page. The same for check, build and audit (A11)."""


def clean_url(raw: str | None, base: str | None = None) -> str | None:
    """An absolute http(s) address without credentials, safe in HTML, XML and templates (E6); None if there
    is no usable one.

    Args:
        raw: an address as a feed has it; may be relative.
        base: the address to resolve it against.
    """
    if raw and _PLAIN_URL.fullmatch(raw) and len(raw) <= _MAX_LENGTH:
        return raw
    if not raw or not _is_utf8(raw + (base or "")):
        return None
    try:
        joined = urljoin(base or "", raw.strip())
        parts = urlsplit(joined)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    if not _HOST.fullmatch(host) or not host.isprintable():
        return None
    place = f"[{host}]" if ":" in host else host
    place = f"{place}:{port}" if port is not None else place
    tail = (_encoded(part) for part in (parts.path, parts.query, parts.fragment))
    address = urlunsplit((parts.scheme, place, *tail))
    return address if len(address) <= _MAX_LENGTH else None


_PLAIN_URL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)++(?:/[A-Za-z0-9._~-]*)*+")
"""Most addresses: those in which there is nothing to clean."""


def _encoded(part: str) -> str:
    """Percent-encode what a path, query or fragment cannot have (RFC 3986 3.3). What is encoded already
    stays."""
    whole = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", part)
    return quote(whole, safe="%/:;=@&+$,!~*'()?-._").replace("'", "%27")


def is_absolute_url(address: str | None) -> bool:
    """Whether it begins with http:// or https://, in any case."""
    return bool(address and re.match(r"\s*https?://", address, re.IGNORECASE))


def is_html_type(kind: str | None) -> bool:
    """Whether a media type is that of HTML; a missing one counts as HTML."""
    return (kind or "").partition(";")[0].strip().lower() in _HTML_TYPES


_HTML_TYPES = {"", "text/html", "application/xhtml+xml", "html", "xhtml"}


def can_replace_page(address: str | None, kind: str | None) -> bool:
    """Whether an entry without a page can link to this file instead: to anything but an image, which only
    illustrates an entry.

    Args:
        kind: the media type of the file, if the feed gives one.
    """
    is_image_type = kind.strip().lower().startswith("image/") if kind else None
    is_image = _IMAGE_PATH.search(address or "") if is_image_type is None else is_image_type
    return bool(address and address.strip()) and not is_image


_IMAGE_PATH = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)


def typed_url(text: str) -> str | None:
    """The address that somebody typed, `a-blog.example` too; None where it is none."""
    typed = text.strip()
    typed = typed if "://" in typed else f"https://{typed}"
    return typed if is_web_url(typed) else clean_url(typed)


def typed_urls(text: str) -> tuple[str, ...]:
    """The addresses that somebody may mean: by https, and by http where none of the two was typed. Empty
    where it is no address."""
    url = typed_url(text)
    if url is None:
        return ()
    return (url,) if "://" in text else (url, url.replace("https", "http", 1))


def is_web_url(text: str) -> bool:
    """Whether this is an absolute http(s) address, as an editor may write it."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return whole and not re.search(r"[\s<>\"\\]", text) and not _PASSWORD_WITH_SLASH.match(text)


_PASSWORD_WITH_SLASH = re.compile(r"https?://[^/@.\[]+:[0-9]*[/?#].*[^/@]@[\w-]+\.\w")
"""Reads as host and port, but was meant as a user name and a password with a slash in it."""


def has_credentials(address: str) -> bool:
    """Whether it has a user name or password."""
    return "@" in urlsplit(address).netloc


def basic_auth(address: str) -> str | None:
    """The header Authorization for the user name and password in an address: Basic, in UTF-8 (RFC 7617);
    None if there are none. Percent-encoded bytes are decoded."""
    user, has_one, _ = urlsplit(address).netloc.rpartition("@")
    if not has_one:
        return None
    name, _, password = user.partition(":")
    token = b64encode(unquote_to_bytes(name) + b":" + unquote_to_bytes(password))
    return f"Basic {token.decode()}"


def may_send_credentials(address: str, of: str) -> bool:
    """Whether the credentials of the address `of` may be sent to `address`: only to the same host and port,
    and never without TLS if they were given for https (P7)."""
    here, there = urlsplit(of), urlsplit(address)
    if (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port):
        return True
    is_safer = (here.scheme, there.scheme) == ("http", "https")
    return is_safer and here.hostname == there.hostname and here.port is there.port is None


def host_name(address: str) -> str:
    """The host without www.; empty if there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_feed_file(feed: str) -> bool:
    """Whether a feed in feeds.yaml is a file beside it, not an address."""
    return "://" not in feed


def url_key(address: str) -> str:
    """A normalized form, the same for addresses that lead to the same page: without scheme, www., tracking
    parameters and trailing slash. For comparison only (E4)."""
    simple = _SIMPLE_URL.fullmatch(address)
    return f"//{simple[1]}{simple[2].rstrip('/')}" if simple else _normalized(address)


_SIMPLE_URL = re.compile(
    r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?!(?:80|443)(?:/|$))[1-9][0-9]{0,3})?)"
    r"((?:/[A-Za-z0-9._~-]*)*)"
)
"""Most addresses: those in which nothing needs to be normalized."""


def address_without_tracking(address: str) -> str:
    """The address without the parameters that only say where a reader came from; all others as they are."""
    place, has_query, query = address.partition("?")
    kept = [one for one in query.split("&") if not _TRACKING.fullmatch(one.partition("=")[0])]
    return f"{place}?{'&'.join(kept)}" if has_query and kept else place


@lru_cache(4096)
def _normalized(address: str) -> str:
    if not _is_utf8(address):
        return address
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, keep_blank_values=True)
        port = parts.port
    except ValueError:
        return address
    host = _ascii(parts.hostname or "").removeprefix("www.")
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    kept = urlencode(sorted((k, v) for k, v in query if not _TRACKING.fullmatch(k)))
    path, fragment = (
        _normal_escapes(_encoded(part)) for part in (parts.path.rstrip("/"), parts.fragment)
    )
    return urlunsplit(("", place, path, kept, fragment))


def _normal_escapes(part: str) -> str:
    """%c5 becomes %C5, and %7E becomes ~ (RFC 3986 6.2.2)."""

    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[0][1:], 16))
        return letter if re.fullmatch(r"[A-Za-z0-9._~-]", letter) else found[0].upper()

    return re.sub(r"%[0-9a-fA-F]{2}", one, part)


def _ascii(host: str) -> str:
    """The host in ASCII: żółw.example becomes xn--w-uga1v8h.example (RFC 3490)."""
    if host.isascii():
        return host.rstrip(".")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _is_utf8(text: str) -> bool:
    """Whether it has no lone surrogate, which an address cannot have."""
    return not re.search("[\ud800-\udfff]", text)


def without_credentials(address: str) -> str:
    """The address without user name and password, to print or log."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an unreadable address"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def feed_without_credentials(feed: str) -> str:
    """A feed of feeds.yaml without credentials, as the store keeps it, because a store may be public."""
    return feed if is_feed_file(feed) else without_credentials(feed)


def mask_password(text: str) -> str:
    """A text that is not a valid address, without the password that it may have."""
    return f"…@{text.rpartition('@')[2]}" if "@" in text else text


def file_for_url(url: str) -> str:
    """The file that a web server sends for an address below the root of the site."""
    last = url.rpartition("/")[2]
    if not last:
        return f"{url}index.html"
    return url if "." in last else f"{url}/index.html"


def url_for_file(file: str) -> str:
    """The address below the root of the site at which a web server sends a file of it."""
    folder, slash, name = file.rpartition("/")
    return f"{folder}{slash}" if name == "index.html" else file
