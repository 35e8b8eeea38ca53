"""The desk as an application of the preview: a request in, a page or a redirect out (K1, K5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frontdesk.build.preview.application import AppRequest, AppResponse
from frontdesk.core.errors import FrontDeskError

from . import blogs_desk, comments_desk, digest_desk, posts_desk, settings_desk
from .answers import Answer, Asked, Conflict, File, Missing, Page, Redirect, Refused
from .forms import ParsedForm, parse_fields, parse_form
from .guard import Keys, Refusal, form_refusal, is_local, opens, refusal
from .project import Project
from .project_files import FileChanged

_HERE = Path(__file__).parent
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
_FILES = "/desk/static/"
_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "tokens.css": "text/css"}
_TOKENS = re.compile(r"@layer tokens \{\n.*?\n\}", re.DOTALL)
"""The part of the theme's style sheet that names its colours and faces."""

Handler = Callable[[Project, Asked], Answer]
_PARTS = {"period": r"\d{4}-(?:W\d{2}|\d{2}(?:-\d{2})?)", "id": "[a-z0-9][a-z0-9-]{0,99}"}


def _pattern(path: str) -> re.Pattern[str]:
    """The addresses that a route stands for: `{id}` in it is the id of a partner."""
    return re.compile(re.sub(r"\{(\w+)\}", lambda name: f"(?P<{name[1]}>{_PARTS[name[1]]})", path))


def _ready(*_: object) -> Answer:
    """What a form asks before it is sent: whether it would be refused."""
    return File("text/plain", b"")


_ROUTES: tuple[tuple[str, re.Pattern[str], Handler], ...] = tuple(
    (method, _pattern(path), handler)
    for method, path, handler in (
        ("GET", "/desk/", lambda *_: Redirect("/desk/digest/")),
        ("POST", "/desk/ready", _ready),
        *digest_desk.ROUTES,
        *blogs_desk.ROUTES,
        *posts_desk.ROUTES,
        *settings_desk.ROUTES,
        *comments_desk.ROUTES,
    )
)


_READS_TEXTS = frozenset(
    handler for _, _, handler in (*digest_desk.ROUTES, *posts_desk.ROUTES, *comments_desk.ROUTES)
)


class Desk:
    """Answers the requests of one start of the program."""

    def __init__(self, project: Project, keys: Keys) -> None:
        self._project, self._keys = project, keys
        # The cache of texts is a database, which only the thread that opened it can use.
        self._reading = ThreadPoolExecutor(1)
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def __call__(self, request: AppRequest) -> AppResponse:
        url = urlsplit(request.target)
        if opens(request, parse_fields(url.query).get("token", ""), self._keys):
            return _response(
                303, b"", ("Location", "/desk/"), ("Set-Cookie", self._keys.set_cookie)
            )
        if url.path.startswith(_FILES) and request.method == "GET" and is_local(request):
            return self._static(url.path.removeprefix(_FILES))  # also for a page that refuses
        no = refusal(request, self._keys)
        if no:
            return self._refused(no)
        if url.path == "/desk":
            return _response(303, b"", ("Location", "/desk/"))
        form = parse_form(request.headers.get("content-type", ""), request.body or b"")
        if request.method == "POST":
            no = form_refusal(form.fields.get("token", ""), self._keys)
            if no:
                return self._refused(no)
        return self._routed(request.method, url.path, parse_fields(url.query), form)

    def _routed(
        self, method: str, path: str, query: Mapping[str, str], form: ParsedForm
    ) -> AppResponse:
        wanted = "GET" if method == "HEAD" else method
        for known, pattern, handler in _ROUTES:
            match = pattern.fullmatch(path)
            if match and known == wanted:
                return self._answered(handler, Asked(match.groupdict(), query, *form), path)
        return self._refused(Refusal(404, "There is nothing at this address of the desk."))

    def _answered(self, handler: Handler, asked: Asked, path: str) -> AppResponse:
        try:
            if handler in _READS_TEXTS:
                answer = self._reading.submit(handler, self._project, asked).result()
            else:
                answer = handler(self._project, asked)
        except FileChanged:
            return self._trouble(409, "The file was changed at this very moment", "", asked, path)
        except FrontDeskError as error:
            lines = self._project.without_paths(str(error))
            return self._trouble(422, "A file has to be corrected first", lines, asked, path)
        match answer:
            case Page(template, values):
                return self._page(template, 200, **values)
            case File(kind, data):
                return _file(kind, data)
            case Redirect(to):
                return _response(303, b"", ("Location", to))
            case Refused(words):
                return self._refused(Refusal(422, words))
            case Missing(words):
                return self._refused(Refusal(404, words))
            case Conflict():
                return self._page("conflict.html", 409, conflict=answer, action=path)

    def _trouble(
        self, status: int, heading: str, lines: str, asked: Asked, path: str
    ) -> AppResponse:
        """Nothing was written; the page keeps what was typed, and can send it once more."""
        return self._page(
            "trouble.html", status, heading=heading, lines=lines, fields=asked.form, action=path
        )

    def _refused(self, no: Refusal) -> AppResponse:
        return self._page("refused.html", no.status, words=no.words)

    def _page(self, template: str, status: int, **values: Any) -> AppResponse:
        page = self._templates.get_template(template).render(
            form_token=self._keys.form_token, **values
        )
        return _response(status, page.encode(), ("Content-Type", "text/html; charset=utf-8"))

    def _static(self, name: str) -> AppResponse:
        if name not in _STATIC:
            return self._refused(Refusal(404, "There is nothing at this address of the desk."))
        data = self._tokens() if name == "tokens.css" else (_HERE / "static" / name).read_bytes()
        return _response(200, data, ("Content-Type", f"{_STATIC[name]}; charset=utf-8"))

    def _tokens(self) -> bytes:
        """The colours and faces of the site; nothing where its theme has none of these names."""
        theme = self._project.files.root / self._project.settings()["THEME"]
        try:
            style = (theme / "static/css/site.css").read_text("utf-8")
        except OSError:
            return b""
        found = _TOKENS.search(style)
        return found[0].encode() if found else b""


def _file(kind: str, data: bytes) -> AppResponse:
    """A file of the author's; a drawing may have styles of its own, and does nothing else."""
    answer = _response(200, data, ("Content-Type", kind))
    policy = ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    others = tuple(one for one in answer.headers if one[0] != policy[0])
    return answer._replace(headers=(*others, policy))


def _response(status: int, body: bytes, *headers: tuple[str, str]) -> AppResponse:
    return AppResponse(status, (*headers, *_HEADERS), body)
