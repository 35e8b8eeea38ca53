"""The marks of Liquid, Hugo and Pelican's plugins in a text in, Markdown for what they showed out. Pure.

Marks that mean something here become Markdown; others stay as code and are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..model import Remark

_HIGHLIGHT = re.compile(
    r"{%-?\s*highlight\s+([\w+#-]+)[^%]*%}\n?(.*?)\n?{%-?\s*endhighlight\s*-?%}", re.DOTALL
)
_HUGO_CODE = re.compile(
    r"{{[<%]\s*highlight\s+\"?([\w+#-]+)[^}]*[>%]}}\n?(.*?)\n?{{[<%]\s*/\s*highlight\s*[>%]}}",
    re.DOTALL,
)
_CODE_BLOCK = re.compile(
    r"^ {4}(?::::|#!)([\w+#-]+)[ \t]*\n((?: {4}.*\n?|[ \t]*\n(?= {4}))*)", re.MULTILINE
)
_RAW = re.compile(r"{%-?\s*raw\s*-?%}(.*?){%-?\s*endraw\s*-?%}", re.DOTALL)
_COMMENT = re.compile(r"{%-?\s*comment\s*-?%}.*?{%-?\s*endcomment\s*-?%}", re.DOTALL)
_CONTENTS = re.compile(
    r"^[*-] .*\n{:\s*toc[^}\n]*}[ \t]*$|^\[TOC\][ \t]*$", re.MULTILINE | re.IGNORECASE
)
_POST_URL = re.compile(r"{%-?\s*(post_url|link)\s+([^\s%]+)\s*-?%}")
_REF = re.compile(r"(\()?{{[<%]\s*(?:rel)?ref\s+(.*?)\s*[>%]}}", re.DOTALL)
_BASE = re.compile(
    r"{{\s*(?:site\.(?:baseurl|url)|\"?\s*/?\"?\s*\|\s*(?:relative|absolute)_url)\s*}}"
)
_RELATIVE = re.compile(
    r"{{\s*(?:site\.baseurl\s*\|\s*(?:append|prepend):\s*)?[\"']([^\"']+)[\"']\s*\|\s*"
    r"(?:relative_url|absolute_url|url|relURL|absURL|prepend:\s*site\.\w+)\s*}}"
)
_ESCAPED = re.compile(r"{{([<%])/\*(.*?)\*/([>%])}}", re.DOTALL)
_CALL = re.compile(
    r"{{[<%]\s*([\w-]+)((?:\s+[^}]*?)?)\s*/?[>%]}}|{%-?\s*([\w-]+)((?:\s+[^%]*?)?)\s*-?%}"
)
_ARGUMENT = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"([^\"]*)\"|'([^']*)'|([^\s\"',=]+)),?")
_LEFT = re.compile(r"{{[<%].*?[>%]}}|{%.*?%}|{{.*?}}", re.DOTALL)
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)


def with_fences(text: str) -> str:
    """Blocks of code, which other marks are not looked for in, as Markdown has them."""
    text = _RAW.sub(lambda found: _held(found[1]), text)
    text = _HIGHLIGHT.sub(r"```\1\n\2\n```", text)
    text = _HUGO_CODE.sub(r"```\1\n\2\n```", text)
    return _CODE_BLOCK.sub(_without_indent, text)


def without_marks(
    text: str, report: Callable[[Remark], None], write: Callable[[str], str] = lambda one: one
) -> str:
    """Prose with Markdown in the place of its marks.

    Args:
        write: makes of this Markdown what the text has, which is HTML in a text of HTML.
    """
    text = _COMMENT.sub("", _CONTENTS.sub("", text))
    text = _RELATIVE.sub(r"\1", _BASE.sub("", text))
    text = _POST_URL.sub(
        lambda found: f"{{filename}}{'' if found[1] == 'post_url' else '/'}{found[2]}", text
    )
    text = _REF.sub(_reference, text)
    text = _ESCAPED.sub(lambda found: write(f"`{{{{{found[1]}{found[2]}{found[3]}}}}}`"), text)
    called = _CALL.sub(lambda found: write(made) if (made := _call(found)) else found[0], text)
    text = text if called == text else re.sub(r"\n{3,}", "\n\n", called)
    parts = re.split(r"(`[^`\n]+`|<code>[^<]*</code>)", text)
    return "".join(
        part if n % 2 else _LEFT.sub(lambda found: write(_left(found, report)), part)
        for n, part in enumerate(parts)
    )


def _held(text: str) -> str:
    """What stands between the marks for raw text: code, if it has marks in it."""
    if "\n" in text.strip() or "```" in text:
        return text
    return f"`{text.strip()}`" if _LEFT.search(text) else text


def _without_indent(found: re.Match[str]) -> str:
    code = "\n".join(line[4:] for line in found[2].rstrip("\n").split("\n"))
    return f"```{found[1]}\n{code.rstrip()}\n```\n"


def _arguments(typed: str) -> tuple[list[str], dict[str, str]]:
    """The values of a call by their place, and those by their name."""
    placed, named = [], {}
    for name, *values in _ARGUMENT.findall(typed):
        value = next((one for one in values if one), "")
        if name:
            named[name.lower()] = value
        else:
            placed.append(value)
    return placed, named


def _reference(found: re.Match[str]) -> str:
    placed, named = _arguments(found[2].replace("`", '"'))
    path = named.get("path") or next(iter(placed), "")
    address = path if path.startswith("#") else f"{{filename}}{path}"
    if found[1]:  # within a link
        return f"({address}"
    return f"[{path.rpartition('/')[2] or path}]({address})"


def _call(found: re.Match[str]) -> str:
    name = (found[1] or found[3]).lower()
    write = _CALLS.get(name)
    placed, named = _arguments(found[2] or found[4] or "")
    return (write(placed, named) if write else None) or ""


def _first(placed: list[str], named: dict[str, str], *names: str) -> str:
    return next((named[one] for one in names if named.get(one)), next(iter(placed), ""))


def _picture(address: str, alt: str, title: str) -> str:
    words = f' "{title.replace(chr(34), "”")}"' if title else ""
    return f"![{alt}]({address}{words})"


def _figure(placed: list[str], named: dict[str, str]) -> str | None:
    address = _first(placed, named, "src", "url", "path", "image_path", "file", "link", "image")
    if not address:
        return None
    return _picture(address, named.get("alt", ""), named.get("caption") or named.get("title", ""))


def _include(placed: list[str], named: dict[str, str]) -> str | None:
    """A file of Jekyll that shows a picture or a film."""
    if "youtube" in next(iter(placed), "").lower():
        return _youtube([], named)
    shown = [one for one in named.values() if _PICTURE_NAME.search(one)]
    return _figure([], {**named, "src": shown[0]}) if shown else None


def _image(placed: list[str], named: dict[str, str]) -> str | None:
    """A picture: of Eleventy ("path", "alt"); of Pelican and Octopress (class path width height words)."""
    at = next((n for n, one in enumerate(placed) if _PICTURE_NAME.search(one)), None)
    if at is None:
        return _figure([], named) if named else None
    words = [one for one in placed[at + 1 :] if not re.fullmatch(r"\d+(?:px|%)?", one)]
    return _picture(placed[at], " ".join(words) or named.get("alt", ""), "")


def _youtube(placed: list[str], named: dict[str, str]) -> str | None:
    number = _first(placed, named, "id", "code").rpartition("/")[2].rpartition("=")[2]
    if not re.fullmatch(r"[\w-]+", number):
        return None
    return f"\n\n[Video at YouTube](https://www.youtube.com/watch?v={number})\n\n"


def _linked(
    words: str, pattern: str, *names: str
) -> Callable[[list[str], dict[str, str]], str | None]:
    def write(placed: list[str], named: dict[str, str]) -> str | None:
        values = [named[one] for one in names if named.get(one)] or placed[: pattern.count("{}")]
        if len(values) < pattern.count("{}") or not all(
            re.fullmatch(r"[\w./-]+", one) for one in values
        ):
            return None
        return f"\n\n[{words}]({pattern.format(*values)})\n\n"

    return write


_CALLS: dict[str, Callable[[list[str], dict[str, str]], str | None]] = {
    "figure": _figure,
    "img": _image,
    "image": _image,
    "include": _include,
    "include_cached": _include,
    "youtube": _youtube,
    "youtubeplayer": _youtube,
    "vimeo": _linked("Video at Vimeo", "https://vimeo.com/{}", "id"),
    "tweet": _linked("Post at Twitter", "https://twitter.com/{}/status/{}", "user", "id"),
    "x": _linked("Post at X", "https://x.com/{}/status/{}", "user", "id"),
    "instagram": _linked("Post at Instagram", "https://www.instagram.com/p/{}/", "id"),
}


def _gist(placed: list[str], _: dict[str, str]) -> str | None:
    """The second value of Hugo's is a number, that of Jekyll's the name of a file."""
    is_of_user = len(placed) > 1 and "/" not in placed[0] and "." not in placed[1]
    name = "/".join(placed[:2] if is_of_user else placed[:1])
    if not re.fullmatch(r"[\w/-]+", name):
        return None
    return f"\n\n[Code at GitHub](https://gist.github.com/{name})\n\n"


_CALLS["gist"] = _gist


def _left(found: re.Match[str], report: Callable[[Remark], None]) -> str:
    report(Remark("shortcode", f"an unknown shortcode, kept as text: {found[0][:80]}"))
    return f"`{' '.join(found[0].replace('`', '').split())}`"
