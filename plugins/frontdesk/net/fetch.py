"""Requests in, an Outcome for each out, as they come. The only network I/O of the product.

Also reads feed files beside feeds.yaml: the other way in which bytes arrive. A server's trouble is
a Failed with a reason in plain words, never an exception.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import re
import socket
import ssl
import zlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from frontdesk.core.urls import (
    clean_address,
    is_feed_file,
    login,
    may_have_login,
    without_credentials,
)

from .fetch_policy import MEBIBYTE, Manners
from .model import Failed, Fetched, Freshness, Hop, NotModified, Outcome, Request, Trouble

CONNECT_SECONDS = 10
REDIRECTS = 5
AT_ONCE = 64

_LONGEST_VALIDATOR = 1000
_GZIP = zlib.MAX_WBITS | 16
_MOVED = {301, 302, 303, 307, 308}


async def fetch(
    requests: Collection[Request], manners: Manners, now: datetime
) -> AsyncGenerator[tuple[Request, Outcome], None]:
    """Ask for each address once: one request at a time to a host, 64 at a time in all (P5)."""
    hosts: defaultdict[str, list[Request]] = defaultdict(list)
    for request in requests:
        if is_feed_file(request.feed):
            yield request, _read_file(request.feed, manners)
        else:
            hosts[_host(request.address)].append(request)
    if not hosts:
        return
    arrived: asyncio.Queue[tuple[Request, Outcome]] = asyncio.Queue(1)
    places = asyncio.Semaphore(AT_ONCE)
    async with _session(manners) as session:
        tasks = [
            asyncio.create_task(_ask_host(session, queue, manners, now, places, arrived))
            for queue in hosts.values()
        ]
        try:
            for _ in range(sum(map(len, hosts.values()))):
                yield await arrived.get()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


# --- feed files ---------------------------------------------------------------------------------


def _read_file(feed: str, manners: Manners) -> Fetched | Failed:
    try:
        root = manners.folder.resolve()
        path = (root / feed).resolve()
        if not path.is_relative_to(root):
            return Failed(reason=f"the file {feed} lies outside the folder of feeds.yaml")
        if not path.exists():
            return Failed(reason=f"there is no file {feed} beside feeds.yaml")
        if not path.is_file():
            return Failed(reason=f"{feed}, beside feeds.yaml, cannot be read: it is no file")
        with path.open("rb") as file:
            body = file.read(manners.most_bytes + 1)
    except (OSError, RuntimeError, ValueError) as error:
        return Failed(reason=f"the file {feed!r} cannot be read ({type(error).__name__})")
    if len(body) > manners.most_bytes:
        return Failed(reason=f"the file {feed} {_too_large(manners)}")
    return Fetched(body=body, content_type=None, address="")


# --- the network --------------------------------------------------------------------------------


class _RefusedAddressError(OSError):
    """The name led to an address that no partner's feed has any business at."""


def _session(manners: Manners) -> aiohttp.ClientSession:
    def open_socket(found: tuple[int, int, int, str, Sequence[object]]) -> socket.socket:
        """Sees the address that is really connected to, so that no second look-up can differ (P7)."""
        family, kind, protocol, _, place = found
        if not manners.allow_private_addresses and not is_public(str(place[0])):
            raise _RefusedAddressError
        return socket.socket(family, kind, protocol)

    return aiohttp.ClientSession(
        # A line stays open for the next feed of its host, but a thousand of them use up the sockets.
        connector=aiohttp.TCPConnector(
            limit=AT_ONCE, keepalive_timeout=0.5, socket_factory=open_socket
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={
            "User-Agent": manners.user_agent,
            "Accept": manners.accept,
            "Accept-Encoding": "gzip",
        },
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
    )


def is_public(address: str) -> bool:
    """Whether this IP address lies on the public internet, whatever form hides it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside:
            return is_public(str(inside))
    return ip.is_global and not (
        ip.is_multicast
        or ip.is_reserved
        or ip.is_unspecified
        or any(ip in network for network in _SPECIAL if network.version == ip.version)
    )


# Of the IANA special-purpose registries, what Python's own tables do not have, or not yet.
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def _ask_host(
    session: aiohttp.ClientSession,
    queue: Sequence[Request],
    manners: Manners,
    now: datetime,
    places: asyncio.Semaphore,
    arrived: asyncio.Queue[tuple[Request, Outcome]],
) -> None:
    left: Failed | None = None
    for request in queue:
        async with places:
            outcome = left or await _ask(session, request, manners, now)
            if isinstance(outcome, Failed) and outcome.busy and manners.leaves_a_busy_host:
                left = left or Failed(reason=f"was not asked, for its host {outcome.reason}")
            # Whoever waits to be read holds its place: so many bodies are in memory, and no more.
            await arrived.put((request, outcome))


async def _ask(
    session: aiohttp.ClientSession, request: Request, manners: Manners, now: datetime
) -> Outcome:
    try:
        async with asyncio.timeout(manners.seconds):
            return await _follow(session, request, manners, now)
    except aiohttp.ConnectionTimeoutError:
        return Failed(reason=f"did not answer within {CONNECT_SECONDS} seconds")
    except TimeoutError:
        return Failed(reason=f"did not answer in full within {manners.seconds:g} seconds")
    except Exception as error:  # noqa: BLE001 - one partner's surprise never stops the rest (B4)
        return Failed(reason=_in_plain_words(error, manners.what))


async def _follow(
    session: aiohttp.ClientSession, request: Request, manners: Manners, now: datetime
) -> Outcome:
    headers = {}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    # The name and password go into a header, and no further than their own host.
    secret = login(request.address)
    address, hops = without_credentials(request.address), tuple[Hop, ...]()
    while True:
        secret = secret if may_have_login(address, request.address) else None
        sent = headers | ({"Authorization": secret} if secret else {})
        url = URL(address, encoded=bool(re.fullmatch(r"[!-~]+", address)))
        async with session.get(url, headers=sent, allow_redirects=False) as response:
            location = response.headers.get("Location")
            if response.status not in _MOVED or not location:
                return await _judge(response, request, manners, address, hops, now)
            target = urljoin(address, location)
            shown = clean_address(target) or "an address that nobody can read"
            hops = (*hops, Hop(response.status, shown))
        if len(hops) > REDIRECTS:
            return Failed(reason=f"sends us on more than {REDIRECTS} times", hops=hops)
        parts = urlsplit(target)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return Failed(reason="sends us on to something that is no web address", hops=hops)
        address = without_credentials(target)


async def _judge(
    response: aiohttp.ClientResponse,
    request: Request,
    manners: Manners,
    address: str,
    hops: tuple[Hop, ...],
    now: datetime,
) -> Outcome:
    freshness = _freshness(response)
    match response.status:
        case 200 | 203 | 226:
            body = await _body(response, manners.most_bytes)
            if body is None:
                return Failed(reason=_too_large(manners), hops=hops)
            if not body.strip():
                return Failed(reason="answered with an empty page", hops=hops)
            return Fetched(
                body=body,
                content_type=response.headers.get("Content-Type"),
                address=without_credentials(address),
                freshness=freshness,
                hops=hops,
            )
        case 304 if request.etag or request.last_modified:
            return NotModified(freshness=freshness, hops=hops)
        case 410:
            reason = f"says that this {manners.what} is gone for good (410)"
            return Failed(reason=reason, kind="gone", hops=hops)
        case status if response.headers.get("Cf-Mitigated", "").lower() == "challenge":
            reason = f"shows programs a riddle instead of the {manners.what} ({status})"
            return Failed(reason=reason, kind="blocked", hops=hops)
        case status:
            reason = _STATUS.get(status, f"answered with an error ({status})")
            return Failed(
                reason=reason.format(what=manners.what),
                kind=_KIND.get(status, "other"),
                retry_after=_seconds_to_wait(response.headers.get("Retry-After"), now),
                busy=status in {429, 503},
                hops=hops,
            )


_KIND: dict[int, Trouble] = {401: "refused", 403: "refused", 404: "missing"}
_STATUS = {
    204: "answered with nothing (204)",
    205: "answered with nothing (205)",
    206: "sent a part of the {what} only (206)",
    304: "says that nothing changed, but we never had it (304)",
    401: "asks for a name and password (401)",
    403: "refuses us (403)",
    404: "has no {what} at this address (404)",
    429: "says that we ask too often (429)",
    500: "has an error of its own (500)",
    502: "cannot be reached behind its gateway (502)",
    503: "is not available for now (503)",
    504: "did not answer its gateway in time (504)",
}


def _too_large(manners: Manners) -> str:
    return f"is larger than {manners.most_bytes / MEBIBYTE:g} MiB"


async def _body(response: aiohttp.ClientResponse, most_bytes: int) -> bytes | None:
    """The decompressed body; None as soon as it is larger than it may be (P8)."""
    packed = response.headers.get("Content-Encoding", "").strip().lower() in {"gzip", "x-gzip"}
    inflate = zlib.decompressobj(_GZIP) if packed else None
    body = bytearray()
    pending = b""
    async for chunk in response.content.iter_any():
        rest, pending = pending + chunk, b""
        if inflate and inflate.eof:
            if len(rest) < 2:
                pending = rest
                continue
            inflate = zlib.decompressobj(_GZIP) if rest.startswith(b"\x1f\x8b") else None
            if inflate is None:
                return bytes(body)
        while rest:
            room = most_bytes + 1 - len(body)
            body += inflate.decompress(rest, room) if inflate else rest[:room]
            if len(body) > most_bytes:
                return None
            rest = inflate.unused_data if inflate and inflate.eof else b""
            if rest == b"\x1f":
                rest, pending = b"", rest
            elif rest.startswith(b"\x1f\x8b"):
                inflate = zlib.decompressobj(_GZIP)  # another member (RFC 1952 2.2)
            elif rest:
                return bytes(body)  # whatever stands behind the last member is no part of it
    if inflate and not inflate.eof:
        message = "the compressed body was cut"
        raise aiohttp.ClientPayloadError(message)
    return bytes(body)


def _freshness(response: aiohttp.ClientResponse) -> Freshness:
    return Freshness(
        etag=_sendable(response.headers.get("ETag")),
        last_modified=_sendable(response.headers.get("Last-Modified")),
        max_age=_max_age(response.headers.get("Cache-Control", ""))
        or _lifetime(response.headers.get("Expires"), response.headers.get("Date")),
    )


def _sendable(value: str | None) -> str | None:
    """A validator that we can send back byte for byte (P1), or None: bytes that are not UTF-8 come as
    surrogates, which no header can carry."""
    return value if value and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else None


def _lifetime(expires: str | None, date: str | None) -> int | None:
    """Expires less Date, in seconds; None where either is missing or past (RFC 9111 4.2.1)."""
    try:
        until = parsedate_to_datetime(expires or "")
        sent = parsedate_to_datetime(date or "")
        seconds = round((until - sent).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
    return seconds if seconds > 0 else None


def _max_age(cache_control: str) -> int | None:
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", cache_control, re.IGNORECASE)
    return int(found[1]) if found else None


def _seconds_to_wait(retry_after: str | None, now: datetime) -> int | None:
    """Retry-After in either of its forms (RFC 9110 10.2.3), as seconds from now."""
    if not retry_after:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", retry_after):
        return int(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
        zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0, round((zoned - now).total_seconds()))
    except (ValueError, OverflowError):
        return None


def _in_plain_words(error: BaseException, what: str) -> str:
    """Why a connection failed, for somebody who never heard of sockets."""
    seen: BaseException | None = error
    while seen is not None:
        inner = seen.exceptions[0] if isinstance(seen, BaseExceptionGroup) else None
        match seen:
            case _RefusedAddressError():
                return f"leads to an address inside a private network, where no {what} is asked"
            case socket.gaierror():
                return "has a name that cannot be found; there may be no network"
            case ssl.SSLCertVerificationError() | aiohttp.ClientConnectorCertificateError():
                return "has a certificate that is not valid"
            case ConnectionRefusedError():
                return "does not answer (connection refused)"
            case ConnectionResetError() | aiohttp.ServerDisconnectedError():
                return "closed the connection without an answer"
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH | errno.ENETDOWN):
                return "cannot be reached; there may be no network"
            case aiohttp.ClientPayloadError():
                return "sent a body that was cut off"
            case zlib.error():
                return "sent a packed body that cannot be unpacked"
            case _:
                seen = inner or getattr(seen, "os_error", None) or seen.__cause__
    if isinstance(error, aiohttp.InvalidURL):
        return "has an address that cannot be asked"
    return f"answered in a way that nobody understands ({type(error).__name__})"
