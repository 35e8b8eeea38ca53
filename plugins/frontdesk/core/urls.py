"""Web addresses: made safe to print, and made comparable. Never raises; None is 'no usable address'."""

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

_LONGEST = 2000
_HOST = re.compile(r"(?:[A-Za-z0-9._:-]|[^\x00-\x7f\s])+")
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(enc|mi)|mkt_tok|ref_src|cmpid",
    re.IGNORECASE,
)
_HARMLESS = (
    "http https mailto tel sms mms callto facetime facetime-audio sip sips xmpp irc ircs matrix skype "
    "whatsapp tg signal sgnl viber threema msteams zoommtg webcal webcals feed podcast geo maps ftp ftps "
    "sftp ssh git svn magnet news nntp gopher gemini urn doi ipfs ipns bitcoin ethereum lightning "
    "openpgp4fpr spotify itms itms-apps market cid mid acct web+mastodon"
)
SCHEMES = frozenset(_HARMLESS.split())
"""How an address may begin that a reader follows by a click: a program of theirs opens, and nothing runs in
the page. The same for the check, the build and the audit (A11)."""


def clean_address(raw: str | None, base: str | None = None) -> str | None:
    """An absolute http(s) address without credentials, safe in HTML, XML and templates (E6).

    Args:
        raw: what the feed said; may be relative.
        base: what to resolve it against.
    """
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
    return address if len(address) <= _LONGEST else None


def _encoded(part: str) -> str:
    """Percent-encode what no path, query or fragment may hold (RFC 3986 3.3); what is encoded already
    stays."""
    whole = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", part)
    return quote(whole, safe="%/:;=@&+$,!~*'()?-._").replace("'", "%27")


def is_absolute(address: str | None) -> bool:
    """Whether it begins as an http(s) address does, and is not relative."""
    return bool(address and re.match(r"\s*https?://", address, re.IGNORECASE))


def is_page(kind: str | None) -> bool:
    """Whether a link with this media type, or without any, leads to a page that people read."""
    return (kind or "").partition(";")[0].strip().lower() in _PAGES


_PAGES = {"", "text/html", "application/xhtml+xml", "html", "xhtml"}


def may_stand_for_a_page(address: str | None, kind: str | None) -> bool:
    """Whether an entry that has no page may lead to this file: to anything but a picture, which only goes
    with an entry.

    Args:
        kind: its media type, as far as that is told.
    """
    says_picture = kind.strip().lower().startswith("image/") if kind else None
    is_picture = _PICTURE.search(address or "") if says_picture is None else says_picture
    return bool(address and address.strip()) and not is_picture


_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether this is a whole http(s) address, as an editor may write it."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return whole and not re.search(r"[\s<>\"\\]", text) and not _CUT_PASSWORD.match(text)


_CUT_PASSWORD = re.compile(r"https?://[^/@.\[]+:[0-9]*[/?#].*[^/@]@[\w-]+\.\w")
"""What is read as host and port was meant for a name and a password with a stroke in it."""


def has_credentials(address: str) -> bool:
    """Whether a name or password stands in it."""
    return "@" in urlsplit(address).netloc


def login(address: str) -> str | None:
    """What an Authorization header says for the name and password in an address: Basic, in UTF-8
    (RFC 7617). A colon belongs to the password; what is percent-encoded is sent as those bytes."""
    user, has_one, _ = urlsplit(address).netloc.rpartition("@")
    if not has_one:
        return None
    name, _, password = user.partition(":")
    token = b64encode(unquote_to_bytes(name) + b":" + unquote_to_bytes(password))
    return f"Basic {token.decode()}"


def may_have_login(address: str, of: str) -> bool:
    """Whether the name and password of one address may be sent to another: on the same host and port alone,
    and never without TLS where they were meant for it (P7)."""
    here, there = urlsplit(of), urlsplit(address)
    if (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port):
        return True
    is_safer = (here.scheme, there.scheme) == ("http", "https")
    return is_safer and here.hostname == there.hostname and here.port is there.port is None


def host_name(address: str) -> str:
    """The host without www.; nothing where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_feed_file(feed: str) -> bool:
    """Whether a feed of feeds.yaml is a file beside it and not an address."""
    return "://" not in feed


def comparable(address: str) -> str:
    """The same text for addresses that lead to the same page; for comparison only (E4)."""
    tidy = _TIDY.fullmatch(address)
    return f"//{tidy[1]}{tidy[2].rstrip('/')}" if tidy else _compared(address)


_TIDY = re.compile(r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[A-Za-z0-9._~-]*)*)")
"""Most addresses: those in which nothing has to be put right."""


@lru_cache(4096)
def _compared(address: str) -> str:
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
    path, fragment = (_even(_encoded(part)) for part in (parts.path.rstrip("/"), parts.fragment))
    return urlunsplit(("", place, path, kept, fragment))


def _even(part: str) -> str:
    """%c5 and %C5 are the same letter, %7E and ~ too (RFC 3986 6.2.2)."""

    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[0][1:], 16))
        return letter if re.fullmatch(r"[A-Za-z0-9._~-]", letter) else found[0].upper()

    return re.sub(r"%[0-9a-fA-F]{2}", one, part)


def _ascii(host: str) -> str:
    """The host as it is asked for: żółw.example and xn--w-uga1v8h.example are one (RFC 3490)."""
    if host.isascii():
        return host.rstrip(".")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _is_utf8(text: str) -> bool:
    """Whether it holds no lone surrogate, which no address can."""
    return not re.search("[\ud800-\udfff]", text)


def without_credentials(address: str) -> str:
    """The address as it may be printed or logged."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an unreadable address"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def kept_feed(feed: str) -> str:
    """A feed of feeds.yaml as the store has it: no name and password, for a store may be public."""
    return feed if is_feed_file(feed) else without_credentials(feed)


def masked(text: str) -> str:
    """What was meant for an address and is none, without the password that may stand in it."""
    return f"…@{text.rpartition('@')[2]}" if "@" in text else text


def file_of(url: str) -> str:
    """The file that a web server shows at an address: the index of a folder, or of the site."""
    last = url.rpartition("/")[2]
    if not last:
        return f"{url}index.html"
    return url if "." in last else f"{url}/index.html"
