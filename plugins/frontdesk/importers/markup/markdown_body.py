"""The body of a Markdown text of another generator in, the same with links and pictures that work here out.

Words stay as they are. Frames and scripts become links or go, as in HTML. Pure.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from ..model import Remark
from .html_cleanup import Cleaner
from .markdown_writer import write_markdown

_CODE = re.compile(
    r"(^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\2[`~]*[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE
)
_LINK = re.compile(
    r"(!?\[(?:[^\[\]]|\[[^\]]*\])*\]\()(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)"
)
_DEFINITION = re.compile(r"^( {0,3}\[[^\]^][^\]]*\]:[ \t]*)(\S+)", re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"""(<(?:a|img)\b[^<>]*?\s(?:href|src)\s*=\s*["'])([^"']+)""", re.IGNORECASE
)
_RAW = re.compile(
    r"<(iframe|script|object|embed|style|form|video|audio)\b[^<>]*?(?:/>|>.*?</\1\s*>|>)",
    re.DOTALL | re.IGNORECASE,
)
_PICTURE = re.compile(
    r"(!\[((?:[^\[\]]|\[[^\]]*\])*)\]\()(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)"
    r"((?:[ \t]+[\"'][^\n]*?[\"'])?\))"
)
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_MARK = re.compile(r"[{|](filename|static|attach|author|category|tag|index)[}|]")
_HIGHLIGHT = re.compile(
    r"{%-?\s*highlight\s+([\w+#-]+)[^%]*%}\n?(.*?)\n?{%-?\s*endhighlight\s*-?%}", re.DOTALL
)
_HUGO_CODE = re.compile(
    r"{{[<%]\s*highlight\s+([\w+#-]+)[^}]*[>%]}}\n?(.*?)\n?{{[<%]\s*/\s*highlight\s*[>%]}}",
    re.DOTALL,
)
_POST_URL = re.compile(r"{%-?\s*(?:post_url|link)\s+([^\s%]+)\s*-?%}")
_REF = re.compile(r"{{[<%]\s*(?:rel)?ref\s+\"?([^\s\"]+)\"?\s*[>%]}}")
_BASE = re.compile(
    r"{{\s*(?:site\.(?:baseurl|url)|\"?\s*/?\"?\s*\|\s*(?:relative|absolute)_url)\s*}}"
)
_RELATIVE = re.compile(r"{{\s*[\"']([^\"']+)[\"']\s*\|\s*(?:relative_url|absolute_url|url)\s*}}")
_YOUTUBE = re.compile(
    r"{{[<%]\s*(youtube|vimeo)\s+(?:id=)?\"?([\w-]+)\"?\s*[>%]}}|{%\s*(youtube|vimeo)\s+\"?([\w-]+)\"?[^%]*%}"
)
_FIGURE = re.compile(r"{{[<%]\s*figure\s+([^}]*?)\s*/?[>%]}}")
_NAMED = re.compile(r"(\w+)=\"([^\"]*)\"")
_LEFT = re.compile(r"{{[<%].*?[>%]}}|{%.*?%}|{{.*?}}", re.DOTALL)


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
        body = _HIGHLIGHT.sub(r"```\1\n\2\n```", body)
        body = _HUGO_CODE.sub(r"```\1\n\2\n```", body)
        parts = _CODE.split(body)
        # Each piece of code is followed by its fence, which is a group of its own.
        return "".join(
            part if n % 3 == 1 else self._prose(part) for n, part in enumerate(parts) if n % 3 != 2
        )

    def _prose(self, text: str) -> str:
        text = _RELATIVE.sub(r"\1", _BASE.sub("", text))
        text = _POST_URL.sub(lambda found: f"{{filename}}{found[1]}", text)
        text = _REF.sub(lambda found: f"{{filename}}{found[1]}", text)
        text = _YOUTUBE.sub(_video, text)
        text = _FIGURE.sub(_figure, text)
        text = _LEFT.sub(self._left, text)
        text = _RAW.sub(self._raw, text)
        text = _IMG.sub(self._img, text)
        text = _PICTURE.sub(self._picture, text)
        text = _LINK.sub(
            lambda found: self._target(found) if not found[1].startswith("!") else found[0], text
        )
        text = _DEFINITION.sub(self._target, text)
        return _ATTRIBUTE.sub(
            lambda found: self._target(found) if found[1][1] in "aA" else found[0], text
        )

    def _left(self, found: re.Match[str]) -> str:
        self.remarks.append(
            Remark("shortcode", f"an unknown shortcode, kept as text: {found[0][:80]}")
        )
        return f"`{' '.join(found[0].replace('`', '').split())}`"

    def _raw(self, found: re.Match[str]) -> str:
        cleaner = Cleaner(self._address, lambda one, _: self._shown(one))
        written = write_markdown(cleaner.clean(found[0]), self._render).text
        self.remarks += cleaner.remarks
        return f"\n\n{written}\n\n" if written else ""

    def _img(self, found: re.Match[str]) -> str:
        cleaner = Cleaner(lambda one: one, lambda one, _: self._shown(one))
        written = write_markdown(cleaner.clean(found[0]), self._render).text
        self.remarks += cleaner.remarks
        return written

    def _picture(self, found: re.Match[str]) -> str:
        typed = found[3].strip("<>")
        if shown := self._shown(typed):
            return f"{found[1]}{_bracketed(shown)}{found[4]}"
        address = self._address(typed) or typed
        return f"[{found[2].strip() or 'picture'}]({_bracketed(address)})"

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
            return found[0]
        written = _bracketed(address) if not found[1].startswith("<") else address
        return f"{found[1]}{written}"

    def _address(self, typed: str) -> str | None:
        """The address to write for one that was typed."""
        bare, mark, fragment = typed.partition("#")
        if typed.startswith("#") or re.match(r"[{|](?:author|category|tag|index)[}|]", typed):
            return typed
        path = self._path(bare)
        if path is not None:
            if text := self._text(path):
                return f"{{filename}}/{text}{mark}{fragment}"
            if file := self._picture_of(path) or self._file(path):
                return f"{{static}}/{file}"
        if _MARK.match(typed):
            self.remarks.append(Remark("link to nothing", f"{typed} leads to no file here", typed))
            return typed
        return self._link(typed)

    def _path(self, typed: str) -> str | None:
        """The path in the export that an address means; None for one with a host."""
        bare = _MARK.sub("", unquote(typed))
        if re.match(r"[a-zA-Z][\w+.-]*:|//", bare) or not bare:
            return None
        joined = bare.lstrip("/") if bare.startswith("/") else posixpath.join(self._folder, bare)
        return posixpath.normpath(joined)


def _bracketed(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _video(found: re.Match[str]) -> str:
    name, number = found[1] or found[3], found[2] or found[4]
    if name == "vimeo":
        return f"\n\n[Video at Vimeo](https://vimeo.com/{number})\n\n"
    return f"\n\n[Video at YouTube](https://www.youtube.com/watch?v={number})\n\n"


def _figure(found: re.Match[str]) -> str:
    given = dict(_NAMED.findall(found[1]))
    title = given.get("caption") or given.get("title", "")
    words = f' "{title.replace(chr(34), "”")}"' if title else ""
    return f"![{given.get('alt', '')}]({given.get('src', '')}{words})"
