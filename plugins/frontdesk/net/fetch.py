"""Requests in, an Outcome for each out, as they arrive. The only network I/O of the product.

Feed files beside feeds.yaml are read here too. A failure of a server is a Failed with a reason in plain
words, never an exception.
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
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from frontdesk.core.urls import (
    basic_auth,
    clean_url,
    is_feed_file,
    may_send_credentials,
    without_credentials,
)

from .model import Failed, FailureKind, Fetched, Freshness, NotModified, Outcome, Redirect, Request
from .request_limits import USUAL_BYTES, HeldBytes, connections_at_once
from .request_options import MEBIBYTE, FetchPolicy

CONNECT_TIMEOUT = 10
MAX_REDIRECTS = 5
RESOLVERS = 64
"""Names that are looked up at a time: each holds a thread until the system has answered."""

_MAX_VALIDATOR_LENGTH = 1000
_GZIP = zlib.MAX_WBITS | 16
_REDIRECT_STATUSES = {301, 302, 303, 307, 308}


async def fetch(
    requests: Collection[Request], policy: FetchPolicy, now: datetime
) -> AsyncGenerator[tuple[Request, Outcome], None]:
    """Request each address once: one request at a time to a host, as many hosts at a time as the policy
    and the system allow (P5).

    Args:
        now: the time from which the date of a Retry-After counts.
    """
    hosts: defaultdict[str, list[Request]] = defaultdict(list)
    for request in requests:
        if is_feed_file(request.feed):
            yield request, _read_file(request.feed, policy)
        else:
            hosts[_host(request.address)].append(request)
    if not hosts:
        return
    arrived: asyncio.Queue[tuple[Request, Outcome]] = asyncio.Queue(1)
    at_once = min(len(hosts), connections_at_once(policy.max_connections))
    slots, held = asyncio.Semaphore(at_once), HeldBytes()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(min(at_once, RESOLVERS)))
    async with _session(policy, at_once) as session:
        tasks = [
            asyncio.create_task(_fetch_from_host(session, queue, policy, now, slots, held, arrived))
            for queue in hosts.values()
        ]
        try:
            for _ in range(sum(map(len, hosts.values()))):
                request, outcome = await arrived.get()
                await held.give_back(request)
                yield request, outcome
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


def _read_file(feed: str, policy: FetchPolicy) -> Fetched | Failed:
    try:
        root = policy.folder.resolve()
        path = (root / feed).resolve()
        if not path.is_relative_to(root):
            return Failed(reason=f"the file {feed} lies outside the folder of feeds.yaml")
        if not path.exists():
            return Failed(reason=f"there is no file {feed} beside feeds.yaml")
        if not path.is_file():
            return Failed(reason=f"{feed}, beside feeds.yaml, cannot be read: it is not a file")
        with path.open("rb") as file:
            body = file.read(policy.max_bytes + 1)
    except (OSError, RuntimeError, ValueError) as error:
        return Failed(reason=f"the file {feed!r} cannot be read ({type(error).__name__})")
    if len(body) > policy.max_bytes:
        return Failed(reason=f"the file {feed} {_too_large(policy)}")
    return Fetched(body=body, content_type=None, address="")


# --- the network --------------------------------------------------------------------------------


class _RefusedAddressError(OSError):
    """A host name that resolves to an address which is not public (P7)."""


def _session(policy: FetchPolicy, connections: int) -> aiohttp.ClientSession:
    def open_socket(found: tuple[int, int, int, str, Sequence[object]]) -> socket.socket:
        """Gets the address that is really connected to, so a second look-up cannot differ (P7)."""
        family, kind, protocol, _, place = found
        if not policy.allow_private_addresses and not is_public(str(place[0])):
            raise _RefusedAddressError
        return socket.socket(family, kind, protocol)

    return aiohttp.ClientSession(
        # A connection stays open for the next feed of its host, but not for long: a thousand open
        # ones would use up the sockets.
        connector=aiohttp.TCPConnector(
            limit=connections, keepalive_timeout=0.5, socket_factory=open_socket
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={
            "User-Agent": policy.user_agent,
            "Accept": policy.accept,
            "Accept-Encoding": "gzip",
        },
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT),
    )


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet; also one that is embedded in an IPv6 address."""
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


# From the IANA special-purpose registries: what Python's own tables lack.
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def _fetch_from_host(
    session: aiohttp.ClientSession,
    queue: Sequence[Request],
    policy: FetchPolicy,
    now: datetime,
    slots: asyncio.Semaphore,
    held: HeldBytes,
    arrived: asyncio.Queue[tuple[Request, Outcome]],
) -> None:
    skipped: Failed | None = None
    for number, request in enumerate(queue):
        if number and policy.pause_seconds and not skipped:
            await asyncio.sleep(policy.pause_seconds)
        async with slots:
            if not (skipped or request.etag or request.last_modified):
                await held.expect(request, USUAL_BYTES)
            outcome = skipped or await _fetch_one(session, request, policy, held, now)
            if isinstance(outcome, Failed) and outcome.busy and policy.skips_busy_hosts:
                skipped = skipped or Failed(
                    reason=f"was not requested, because its host {outcome.reason}"
                )
            if not isinstance(outcome, Fetched):
                await held.give_back(request)
            # An outcome that waits to be taken keeps its slot and its bytes.
            await arrived.put((request, outcome))


_Take = Callable[[int], Awaitable[None]]


async def _fetch_one(
    session: aiohttp.ClientSession,
    request: Request,
    policy: FetchPolicy,
    held: HeldBytes,
    now: datetime,
) -> Outcome:
    try:
        async with asyncio.timeout(policy.timeout_seconds) as deadline:

            async def take(count: int) -> None:
                await held.take_before(deadline, request, count)

            return await _follow(session, request, policy, take, now)
    except aiohttp.ConnectionTimeoutError:
        return Failed(reason=f"did not answer within {CONNECT_TIMEOUT} seconds")
    except TimeoutError:
        return Failed(reason=f"did not answer in full within {policy.timeout_seconds:g} seconds")
    except Exception as error:  # noqa: BLE001 - one partner's surprise never stops the rest (B4)
        reason = _failure_reason(error)
        return Failed(reason=reason, kind="private" if reason == _PRIVATE else "other")


async def _follow(
    session: aiohttp.ClientSession,
    request: Request,
    policy: FetchPolicy,
    take: _Take,
    now: datetime,
) -> Outcome:
    headers = {}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    # The credentials go into a header, and only to their own host.
    secret = basic_auth(request.address)
    address, redirects = without_credentials(request.address), tuple[Redirect, ...]()
    while True:
        secret = secret if may_send_credentials(address, request.address) else None
        sent = headers | ({"Authorization": secret} if secret else {})
        url = URL(address, encoded=bool(re.fullmatch(r"[!-~]+", address)))
        async with session.request(
            "POST" if request.form else "GET",
            url,
            headers=sent,
            data=request.form or None,
            allow_redirects=False,
        ) as response:
            if request.form:
                return _form_outcome(response, policy, now)
            location = response.headers.get("Location")
            if response.status not in _REDIRECT_STATUSES or not location:
                return await _outcome(response, request, policy, take, address, redirects, now)
            target = urljoin(address, location)
            shown = clean_url(target) or "an unreadable address"
            redirects = (*redirects, Redirect(response.status, shown))
        if len(redirects) > MAX_REDIRECTS:
            return Failed(reason=f"redirects more than {MAX_REDIRECTS} times", redirects=redirects)
        parts = urlsplit(target)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return Failed(
                reason="redirects to something that is not a web address", redirects=redirects
            )
        address = without_credentials(target)


def _form_outcome(
    response: aiohttp.ClientResponse, policy: FetchPolicy, now: datetime
) -> Fetched | Failed:
    if 200 <= response.status < 300:
        return Fetched(body=b"", content_type=None, address="")
    return _error_outcome(response, policy, (), now)


async def _outcome(
    response: aiohttp.ClientResponse,
    request: Request,
    policy: FetchPolicy,
    take: _Take,
    address: str,
    redirects: tuple[Redirect, ...],
    now: datetime,
) -> Outcome:
    freshness = _freshness(response)
    match response.status:
        case 200 | 203 | 226:
            body = await _body(response, policy.max_bytes, take)
            if body is None:
                return Failed(reason=_too_large(policy), redirects=redirects)
            if not body.strip():
                return Failed(reason="answered with an empty page", redirects=redirects)
            return Fetched(
                body=body,
                content_type=response.headers.get("Content-Type"),
                address=without_credentials(address),
                freshness=freshness,
                redirects=redirects,
            )
        case 304 if request.etag or request.last_modified:
            return NotModified(freshness=freshness, redirects=redirects)
        case _:
            return _error_outcome(response, policy, redirects, now)


def _error_outcome(
    response: aiohttp.ClientResponse,
    policy: FetchPolicy,
    redirects: tuple[Redirect, ...],
    now: datetime,
) -> Failed:
    match response.status:
        case 410:
            reason = f"says that this {policy.noun} is gone for good (410)"
            return Failed(reason=reason, kind="gone", redirects=redirects)
        case status if response.headers.get("Cf-Mitigated", "").lower() == "challenge":
            reason = f"shows a browser check instead of the {policy.noun} ({status})"
            return Failed(reason=reason, kind="blocked", redirects=redirects)
        case status:
            reason = _STATUS.get(status, f"answered with an error ({status})")
            return Failed(
                reason=reason.format(what=policy.noun),
                kind=_KIND.get(status, "other"),
                retry_after=_seconds_to_wait(response.headers.get("Retry-After"), now),
                busy=status in {429, 503},
                redirects=redirects,
            )


_KIND: dict[int, FailureKind] = {401: "refused", 403: "refused", 404: "missing"}
_STATUS = {
    204: "answered with nothing (204)",
    205: "answered with nothing (205)",
    206: "sent only a part of the {what} (206)",
    304: "says that nothing changed, but there is no earlier copy (304)",
    401: "asks for a name and password (401)",
    403: "refuses access (403)",
    404: "has no {what} at this address (404)",
    429: "says that requests come too often (429)",
    500: "has an error of its own (500)",
    502: "cannot be reached behind its gateway (502)",
    503: "is temporarily unavailable (503)",
    504: "did not answer its gateway in time (504)",
}


def _too_large(policy: FetchPolicy) -> str:
    return f"is larger than {policy.max_bytes / MEBIBYTE:g} MiB"


async def _body(response: aiohttp.ClientResponse, max_bytes: int, take: _Take) -> bytes | None:
    """The decompressed body; None if it is larger than `max_bytes` (P8).

    Args:
        take: asks for room for so many bytes more.
    """
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
            room, before = max_bytes + 1 - len(body), len(body)
            body += inflate.decompress(rest, room) if inflate else rest[:room]
            if len(body) > max_bytes:
                return None
            await take(len(body) - before)
            rest = inflate.unused_data if inflate and inflate.eof else b""
            if rest == b"\x1f":
                rest, pending = b"", rest
            elif rest.startswith(b"\x1f\x8b"):
                inflate = zlib.decompressobj(_GZIP)  # another member (RFC 1952 2.2)
            elif rest:
                return bytes(body)  # what follows the last member is not part of the body
    if inflate and not inflate.eof:
        message = "the compressed body was cut"
        raise aiohttp.ClientPayloadError(message)
    return bytes(body)


def _freshness(response: aiohttp.ClientResponse) -> Freshness:
    return Freshness(
        etag=_usable_validator(response.headers.get("ETag")),
        last_modified=_usable_validator(response.headers.get("Last-Modified")),
        max_age=_max_age(response.headers.get("Cache-Control", ""))
        or _lifetime(response.headers.get("Expires"), response.headers.get("Date")),
    )


def _usable_validator(value: str | None) -> str | None:
    """A validator that can be sent back byte for byte (P1), else None: bytes that are not UTF-8 arrive as
    surrogates, which a header cannot carry."""
    return value if value and value.isprintable() and len(value) <= _MAX_VALIDATOR_LENGTH else None


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


_PRIVATE = "leads to an address inside a private network, which is not allowed"


def _failure_reason(error: BaseException) -> str:
    """Why a connection failed, in words for somebody who does not know what a socket is."""
    seen: BaseException | None = error
    while seen is not None:
        inner = seen.exceptions[0] if isinstance(seen, BaseExceptionGroup) else None
        match seen:
            case _RefusedAddressError():
                return _PRIVATE
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
                return "sent a compressed body that cannot be decompressed"
            case _:
                seen = inner or getattr(seen, "os_error", None) or seen.__cause__
    if isinstance(error, aiohttp.InvalidURL):
        return "has an invalid address"
    return f"failed in an unexpected way ({type(error).__name__})"
