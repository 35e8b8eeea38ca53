"""A request in, why it is refused out; nothing for one that comes from the desk's own pages. Pure (K5).

Any page that a browser shows can send requests to this machine. So a request counts only where its host is
this machine by name, which a foreign name that leads here is not; where its browser has the cookie of this
start of the program, which the address that the program prints gives out; and, where it is to change
anything, where its origin is the desk's own and its form bears the mark of this start.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from frontdesk.build.preview.application import AppRequest

from .forms import MULTIPART, URL_ENCODED, kind_of_form

MAX_FORM = 2_000_000
"""The most bytes of a form without a file."""

_HOST = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)


class Refusal(NamedTuple):
    """Why a request is not answered, for the person who reads it.

    Attributes:
        status: of HTTP.
    """

    status: int
    words: str


class Keys(NamedTuple):
    """The secrets of one start of the program.

    Attributes:
        token: in the address that the program prints; it opens the desk.
        session: in the cookie of a browser that came with the token.
        cookie: the cookie's name; two previews on one machine do not take each other's.
    """

    token: str
    session: str
    cookie: str = "desk"

    @property
    def form_token(self) -> str:
        """The mark that each form of the desk bears."""
        return hmac.new(self.session.encode(), b"form", hashlib.sha256).hexdigest()

    @property
    def set_cookie(self) -> str:
        """Neither a script nor a request from another site gets the cookie."""
        return f"{self.cookie}={self.session}; Path=/desk; HttpOnly; SameSite=Strict"


def new_keys(port: int) -> Keys:
    """Keys for this start, for a server on this port."""
    return Keys(secrets.token_urlsafe(24), secrets.token_urlsafe(24), f"desk-{port}")


def refusal(request: AppRequest, keys: Keys) -> Refusal | None:
    """Whether a request may be answered, but for its form token, which `form_refusal` looks at."""
    host = request.headers.get("host", "")
    if not is_local(request):
        return Refusal(
            421, "The desk is on this machine only. Open the address that make serve printed."
        )
    if not _same(_cookie(request.headers, keys.cookie), keys.session):
        return Refusal(
            403,
            "Open the desk by the address that make serve printed: it has the key of this start.",
        )
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return Refusal(403, "Another page asked for this. Open the desk by itself.")
    if request.method in {"GET", "HEAD"}:
        return None
    if request.method != "POST":
        return Refusal(405, "The desk knows no such request.")
    return _write_refusal(request, host)


def _write_refusal(request: AppRequest, host: str) -> Refusal | None:
    if request.headers.get("origin", "").lower() != f"http://{host}".lower():
        return Refusal(403, "This form came from another page. Nothing was written.")
    if request.body is None:
        return Refusal(413, "That is too large. Nothing was written.")
    kind = kind_of_form(request.headers.get("content-type", ""))
    if kind not in {URL_ENCODED, MULTIPART}:
        return Refusal(415, "The desk does not know this kind of form. Nothing was written.")
    if kind == URL_ENCODED and len(request.body) > MAX_FORM:
        return Refusal(413, "That is too large. Nothing was written.")
    return None


def form_refusal(token: str, keys: Keys) -> Refusal | None:
    """Whether a form may be believed, by the token in it."""
    if _same(token, keys.form_token):
        return None
    return Refusal(
        403,
        "This form is from an earlier start of make serve. Nothing was written: go back, copy what you "
        "wrote, and open the page again.",
    )


def opens(request: AppRequest, token: str, keys: Keys) -> bool:
    """Whether this is the address that the program printed."""
    return request.method == "GET" and is_local(request) and _same(token, keys.token)


def is_local(request: AppRequest) -> bool:
    """Whether it asks for this machine by name."""
    return bool(_HOST.fullmatch(request.headers.get("host", "")))


def _cookie(headers: Mapping[str, str], name: str) -> str:
    pairs = (one.strip().partition("=") for one in headers.get("cookie", "").split(";"))
    return next((value for key, _, value in pairs if key == name), "")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
