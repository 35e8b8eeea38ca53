"""The body of a text of another generator in, the same with links and pictures that work here out. Pure.

Words stay as they are. Frames and scripts become links or go, as in HTML.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from ..model import Remark
from .html_cleanup import Cleaner
from .markdown_writer import write_markdown
from .template_marks import with_fences, without_marks

_CODE = re.compile(
    r"(^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\2[`~]*[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE
)
_WORDS = r"(?:[^\[\]]|\[[^\]]*\])*"
_TARGET = (
    r"(<[^<>\n]*>|[{|]\w+[}|][^()\n\"]*?(?=[ \t]*(?:\"[^\"\n]*\")?\))|"
    r"[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)"
)
_LINK = re.compile(rf"(!?\[{_WORDS}\]\(\s*){_TARGET}")
_DEFINITION = re.compile(r"^( {0,3}\[[^\]^][^\]]*\]:[ \t]*)(\S+)", re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"""(<(?:a|img)\b[^<>]*?\s(?:href|src)\s*=\s*["'])([^"']+)""", re.IGNORECASE
)
_RAW = re.compile(
    r"<(iframe|script|object|embed|style|form|video|audio)\b[^<>]*?(?:/>|>.*?</\1\s*>|>)",
    re.DOTALL | re.IGNORECASE,
)
_PICTURE = re.compile(rf"(!\[({_WORDS})\]\(\s*){_TARGET}((?:[ \t]+[\"'][^\n]*?[\"'])?\s*\))")
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_RUNS = re.compile(r"<?\s*(?:javascript|vbscript|data|file):", re.IGNORECASE)
_MARK = re.compile(r"[{|](filename|static|attach|author|category|tag|index)[}|]")
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)(?:$|\?)", re.IGNORECASE)


class BodyConverter:
    """Converts one body.

    Args:
        folder: of the text, in the export.
        text: a path in the export → the new path of the text there, or None.
        link: an address → the address to write, or None.
        picture: a path in the export or an address → the new path of the picture, or None.
        file: a path in the export → the new path of the file, or None.
        render: Markdown → HTML, for what is written anew.
    """

    def __init__(
        self,
        folder: str,
        text: Callable[[str], str | None],
        link: Callable[[str], str | None],
        picture: Callable[[str], str | None],
        file: Callable[[str], str | None],
        render: Callable[[str], str],
    ) -> None:
        self._folder = folder
        self._text = text
        self._link = link
        self._picture_of = picture
        self._file = file
        self._render = render
        self._written: set[str] = set()
        self.remarks: list[Remark] = []

    def convert(self, body: str) -> str:
        """A body in Markdown."""
        parts = _CODE.split(with_fences(body))
        # Each piece of code is followed by its fence, which is a group of its own.
        return "".join(
            part if n % 3 == 1 else self._prose(part) for n, part in enumerate(parts) if n % 3 != 2
        )

    def convert_html(self, body: str) -> str:
        """A body in HTML, of which marks may name files."""
        fenced = with_fences(body)
        parts = re.split(r"^```([\w+#-]*)\n(.*?)\n```$", fenced, flags=re.DOTALL | re.MULTILINE)
        marked = parts[0]
        for language, code, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            marked += f'<pre data-lang="{language}">{code}</pre>{rest}'
        return self._clean(without_marks(marked, self.remarks.append, self._as_html))

    def _as_html(self, written: str) -> str:
        """Markdown within HTML: a line of it within a line."""
        html = self._render(written).strip()
        is_line = not written.startswith("\n") and html.count("<p>") == 1
        return html.removeprefix("<p>").removesuffix("</p>") if is_line else html

    def _clean(self, html: str) -> str:
        cleaner = Cleaner(self._address, lambda one, _: self._shown(one))
        written = write_markdown(cleaner.clean(html), self._render)
        self.remarks += cleaner.remarks
        return written.text

    def _prose(self, text: str) -> str:
        text = without_marks(text, self.remarks.append)
        text = _RAW.sub(lambda found: self._apart(self._clean(found[0])), text)
        text = _IMG.sub(lambda found: self._clean(found[0]), text)
        text = _PICTURE.sub(self._picture, text)
        text = _LINK.sub(
            lambda found: self._target(found) if not found[1].startswith("!") else found[0], text
        )
        text = _DEFINITION.sub(self._target, text)
        return _ATTRIBUTE.sub(
            lambda found: self._target(found) if found[1][1] in "aA" else found[0], text
        )

    def _apart(self, written: str) -> str:
        return f"\n\n{written}\n\n" if written else ""

    def _picture(self, found: re.Match[str]) -> str:
        typed = found[3].strip("<>")
        if shown := self._shown(typed):
            return f"{found[1]}{_bracketed(shown)}{found[4]}"
        words = found[2].strip() or "picture"
        address = None if typed.startswith("data:") else self._address(typed) or typed
        return f"[{words}]({_bracketed(address)})" if address else words

    def _shown(self, typed: str) -> str | None:
        if typed in self._written:
            return typed
        path = self._path(typed)
        found = self._picture_of(path if path is not None else typed)
        if not found:
            return None
        self._written.add(f"{{static}}/{found}")
        return f"{{static}}/{found}"

    def _target(self, found: re.Match[str]) -> str:
        typed = found[2]
        address = self._address(typed.strip("<>"))
        if address is None:
            address = "#" if _RUNS.match(typed) else typed
        written = _bracketed(address) if not found[1].startswith("<") else address
        return f"{found[1]}{written}"

    def _address(self, typed: str) -> str | None:
        """The address to write for one that was typed."""
        typed = unquote(typed) if typed.lower().startswith("%7b") else typed
        if typed in self._written:
            return typed
        bare, mark, fragment = typed.partition("#")
        if typed.startswith("#") or re.match(r"[{|](?:author|category|tag|index)[}|]", typed):
            return typed
        path = self._path(bare)
        if path is not None:
            if text := next(filter(None, map(self._text, self._places_of(path, bare))), None):
                return f"{{filename}}/{text.replace(' ', '%20')}{mark}{fragment}"
            is_picture = _PICTURE_NAME.search(path)
            if file := (self._picture_of(path) if is_picture else self._file(path)):
                return f"{{static}}/{file}"
        if _RUNS.match(typed):
            self.remarks.append(Remark("link to nothing", f"{typed[:60]} does nothing here"))
            return None
        if _MARK.match(typed):
            self.remarks.append(Remark("link to nothing", f"{typed} leads to no file here", typed))
            return typed
        return self._link(typed)

    def _places_of(self, path: str, typed: str) -> Iterator[str]:
        """Where a text may lie that a link names: beside its own, or below the folder of texts."""
        yield path
        if _MARK.match(typed):
            named = posixpath.normpath(_MARK.sub("", unquote(typed)).strip("/"))
            yield named
            yield re.sub(r"\.\w+$", "", named)

    def _path(self, typed: str) -> str | None:
        """The path in the export that an address means; None for one with a host."""
        bare = _MARK.sub("", unquote(typed))
        if re.match(r"[a-zA-Z][\w+.-]*:|//", bare) or not bare:
            return None
        joined = bare.lstrip("/") if bare.startswith("/") else posixpath.join(self._folder, bare)
        return posixpath.normpath(joined)


def _bracketed(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address
